"""How often doubts are raised about good translations, and how many seeded errors raise one.

    .venv/bin/python benchmarks/doubts.py

The good translations are this publication's own (`locales/*/LC_MESSAGES/`, articles only). Each kind of error is put
into each of them where it can be; an error counts as found if the doubt it should raise was not there before. Prints a
table with a column per language, and how long 1,000 sentences take. Fails if more than 3 in 100 good translations raise
a doubt.
"""

from __future__ import annotations

import itertools
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.catalogue.store import load
from publish.drafting.doubts import doubts
from publish.drafting.marks import bare
from publish.markup import parsed
from publish.numbers import numbers

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "en"
WANTED = 0.03


@dataclass(frozen=True, slots=True)
class Good:
    """A sentence and its good translation into the language `tag`, both plain text."""

    original: str
    translation: str
    tag: str

    def doubts(self, translation: str) -> list[str]:
        """The doubts that another translation of the sentence raises."""
        return doubts(self.original, translation, SOURCE, self.tag)

    def without(self, start: int, end: int, instead: str = "") -> str:
        return self.translation[:start] + instead + self.translation[end:]


Seeded = Callable[[Good], Iterator[str]]


def main() -> None:
    folders = [folder for folder in sorted((ROOT / "locales").iterdir()) if folder.is_dir()]
    good = {folder.name: found for folder in folders if (found := list(translations(folder)))}
    print(f"{'':34}" + "".join(f"{tag:>12}" for tag in good))
    print(f"{'good translations':34}" + "".join(f"{len(found):>12}" for found in good.values()))
    raised = {tag: [found for item in good[tag] if (found := item.doubts(item.translation))] for tag in good}
    print(f"{'of them with a doubt':34}" + "".join(f"{len(found):>12}" for found in raised.values()))
    for kind, (seeded, expected) in KINDS.items():
        print(f"{kind:34}" + "".join(f"{figure(seeded, expected, found):>12}" for found in good.values()))
    for several in itertools.chain.from_iterable(raised.values()):
        print("raised:", "; ".join(several))
    for tag, found in good.items():
        print(f"1,000 sentences to {tag}: {seconds(found):.2f} s")
    if any(len(raised[tag]) > WANTED * len(good[tag]) for tag in good):
        sys.exit(f"more than {WANTED:.0%} of the good translations of a language raise a doubt")


def translations(folder: Path) -> Iterator[Good]:
    """The sentences of a locale's article catalogues with their translations."""
    for path in sorted((folder / "LC_MESSAGES").glob("*.po")):
        catalogue = load(path) if path.name != "site.po" else None
        for entry in catalogue.entries if catalogue else ():
            if entry.source and entry.translation and not entry.obsolete:
                yield Good(plain(entry.source, SOURCE), plain(entry.translation, folder.name), folder.name)


def plain(markdown: str, tag: str) -> str:
    return bare(parsed(markdown, tag)).text


def figure(seeded: Seeded, expected: str, good: list[Good]) -> str:
    """How many of the seeded errors raise the doubt they should, of how many."""
    found = total = 0
    for item in good:
        before = item.doubts(item.translation)
        for wrong in seeded(item):
            total += 1
            found += any(re.search(expected, doubt) for doubt in item.doubts(wrong) if doubt not in before)
    return f"{found}/{total}"


def with_digit_changed(good: Good) -> Iterator[str]:
    """Each digit in its turn becomes the next one."""
    for match in re.finditer(r"\d", good.translation):
        yield good.without(*match.span(), str((int(match.group()) + 1) % 10))


def with_number_dropped(good: Good) -> Iterator[str]:
    for number in numbers(good.translation, good.tag):
        yield good.without(number.start, number.start + len(number.text))


def with_bracket_dropped(good: Good) -> Iterator[str]:
    yield from (good.without(*match.span()) for match in re.finditer(r"[()\[\]（）［］]", good.translation))


def with_quote_dropped(good: Good) -> Iterator[str]:
    yield from (good.without(*match.span()) for match in re.finditer("[“”„«»「」『』]", good.translation))


def with_sentence_doubled(good: Good) -> Iterator[str]:
    yield f"{good.translation} {good.translation}"


def with_half_cut_off(good: Good) -> Iterator[str]:
    yield good.translation[: len(good.translation) // 2]


def untranslated(good: Good) -> Iterator[str]:
    """The source, unless it is a name or a title, which may well stay as it is."""
    if re.search(r"(?<![\w’'])[a-z]{4,}", re.sub("“[^”]*”", "", good.original)):
        yield good.original


def with_name_dropped(good: Good) -> Iterator[str]:
    """Names of two words and more that stand as they are in both texts, out of the latter."""
    for match in re.finditer(r"(?<=[\w,] )[A-Z]\w+(?: [A-Z]\w+)+", re.sub("“[^”]*”", "", good.original)):
        if (start := good.translation.find(match.group())) >= 0:
            yield good.without(start, start + len(match.group()))


KINDS: dict[str, tuple[Seeded, str]] = {
    "a digit changed": (with_digit_changed, "^number changed"),
    "a number dropped": (with_number_dropped, "^number changed"),
    "a bracket dropped": (with_bracket_dropped, "not (closed|opened)$"),
    "a quotation mark dropped": (with_quote_dropped, "^a quotation mark"),
    "the sentence doubled": (with_sentence_doubled, "^a sentence is repeated"),
    "half cut off": (with_half_cut_off, "^far shorter|is missing"),
    "the source returned": (untranslated, "^left in English"),
    "a name dropped": (with_name_dropped, "^the name"),
}


def seconds(good: list[Good]) -> float:
    """How long 1,000 sentences take."""
    rounds = -(-3000 // len(good))
    start = time.perf_counter()
    for _ in range(rounds):
        for item in good:
            item.doubts(item.translation)
    return (time.perf_counter() - start) / (rounds * len(good)) * 1000


if __name__ == "__main__":
    main()
