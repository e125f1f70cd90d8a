"""A memory of more than one block: the index finds what a scan of everything finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from publish.catalogue.store import load
from publish.memory import building, cache
from publish.memory.grams import SHORT, grams
from publish.memory.index import BLOCK
from publish.memory.pairs import Pair
from publish.memory.search import Memory
from publish.progress import silent

ROOT = Path(__file__).parents[2]
NUMBER = BLOCK + 3000


@pytest.fixture(scope="module", params=["en", "ja"])
def sentences(request: pytest.FixtureRequest) -> tuple[list[str], random.Random]:
    """Real prose cut and put together again: sentences of 5 to 90 characters, for Japanese of 3 to 30."""
    tag = request.param
    catalogue = load(
        ROOT / "locales" / ("fr" if tag == "en" else tag) / "LC_MESSAGES" / "building-international-solidarity.po"
    )
    assert catalogue is not None
    texts = [entry.source if tag == "en" else entry.translation for entry in catalogue.live]
    words = " ".join(texts).split(" ") if tag == "en" else list("".join(texts))
    generator = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < NUMBER:
        made: list[str] = []
        for _ in range(generator.randint(1, 5)):
            start = generator.randrange(len(words) - 6)
            made += words[start : start + generator.randint(2, 6)]
        found[(" " if tag == "en" else "").join(made)] = None
    return list(found), generator


def memory_of(sources: list[str]) -> Memory:
    opened = cache.opened(Path("none"), "none", in_memory=True)
    locale = building.locale_number(opened, "fr")
    with opened.changing() as connection:
        connection.execute("INSERT INTO file VALUES (1, ?, 'f', 'f', 0, 0, 0, x'', 0, x'')", (locale,))
        origin = building.Origin(Path("f"), "f", "f")
        building.add(connection, locale, 1, (Pair(text, text) for text in sources), origin, silent)
    building.index(opened, locale)
    return Memory(opened.connection, locale)


def edited(text: str, others: list[str], generator: random.Random) -> str:
    """A part of the text, a quarter at most, in other words."""
    length = generator.randint(1, max(1, len(text) // 5))
    start = generator.randrange(max(1, len(text) - length))
    return text[:start] + generator.choice(others)[:length] + text[start + length :]


def test_what_a_scan_finds_is_found_however_the_database_came_about(
    sentences: tuple[list[str], random.Random],
) -> None:
    sources, generator = sentences
    memory = memory_of(sources)
    backwards = memory_of(sources[::-1])
    queries = [edited(text, sources, generator) for text in generator.sample(sources, 40)]
    wanted = found = 0
    for query in queries:
        scanned = {
            text for text, _, _ in process.extract(query, sources, scorer=fuzz.ratio, score_cutoff=75, limit=None)
        }
        near = dict(next(memory.near([query], 75.0)))
        wanted += len(scanned)
        found += len(scanned & near.keys())
        assert memory.similar(query) == backwards.similar(query)
    assert wanted >= 40
    assert found >= 0.98 * wanted


def test_every_source_is_found_exactly(sentences: tuple[list[str], random.Random]) -> None:
    sources, generator = sentences
    memory = memory_of(sources)
    for text in (sources[0], sources[BLOCK - 1], sources[BLOCK], sources[-1], *generator.sample(sources, 20)):
        assert [pair.source for pair in memory.exact(text)] == [text]
        assert text in dict(next(memory.near([text], 75.0)))


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["abc"], [3 + 4]),
        (["a"], [1 + 2]),
        (["", "ab", ""], [0, 2 + 3, 0]),
        (["平和を今"], [4 + 5]),
        (["x" * (SHORT + 1)], [SHORT + 1]),
        (["İstanbul\0x", "𝄞"], [11 + 12, 1 + 2]),
        ([], []),
    ],
)
def test_pieces_belong_to_their_text(texts: list[str], counts: list[int]) -> None:
    """As many threes as characters, since both ends count; one more pair than that, in a short text."""
    keys, rows, places = grams(texts)
    assert len(keys) == len(rows) == len(places)
    assert [int((rows == number).sum()) for number in range(len(texts))] == counts


def test_upper_and_lower_case_share_their_pieces() -> None:
    keys, rows, _ = grams(["STOP", "stop"])
    assert sorted(keys[rows == 0]) == sorted(keys[rows == 1])
