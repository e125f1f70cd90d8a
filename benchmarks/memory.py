"""How fast, how completely and in how much space a large memory answers, beside a scan of all of it.

    .venv/bin/python benchmarks/memory.py [--pairs 1000000] [--queries 60] [--kind en ja short] [--seed 20] [--json F]

Three memories, one after the other: English, Japanese, and English sentences of two to six words. The sentences are
real prose (the article, or a language's translation of it, and the documentation of this program) cut into runs of
words and put together again; so they have fewer different words than a memory of their number that people have made,
and more of them are alike. A query is a stored sentence with so many words exchanged, added or left out that it keeps
75% to 100%; the queries' seed is not the memory's, and `--seed` gives others than those the index was tuned with.

The judge and peer, in the same run on the same data: rapidfuzz over every sentence, all held in memory. It says what
there is to be found: all sentences whose plain ratio is 75% or more (recall, in all and by how much is the same), and
the three best by the final score among all whose ratio is 60% or more (beside what `Memory.similar` answers). (The
releases of translate-toolkit that we use have no memory any more.)

"first": a new connection each time, to a file that the system has been asked to forget; "MB read for it" is what really
came from the disk then, 0 where the system does not forget (as in a memory file system). "warm": one connection, the
queries one after the other, the file in the system's memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from publish.catalogue.similarity import similarity
from publish.catalogue.store import load
from publish.memory import building, cache
from publish.memory.pairs import Pair
from publish.memory.search import _LEAST_RATIO, CUT_OFF, Memory, Similar
from publish.progress import silent

ROOT = Path(__file__).parent.parent
ARTICLE = "building-international-solidarity"
_WORDS = re.compile(r"\S+\s*")
_MARKS = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)|[\[\]*`#|]")


def prose(tag: str) -> list[str]:
    """The words of all the real prose there is in a language, in their order; for Japanese, its characters by twos."""
    path = ROOT / "locales" / ("fr" if tag == "en" else tag) / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalogue = load(path)
    assert catalogue is not None
    texts = [entry.source if tag == "en" else entry.translation for entry in catalogue.live]
    if tag == "en":
        for file in [ROOT / "README.md", *sorted((ROOT / "publish").rglob("*.py"))]:
            text = file.read_text(encoding="utf-8")
            texts += [text] if file.suffix == ".md" else re.findall(r'"""(.*?)"""', text, re.DOTALL)
    joined = _MARKS.sub("", "\n".join(texts))
    if tag == "ja":
        joined = re.sub(r"\s", "", joined)
        generator = random.Random(1)
        words, place = [], 0
        while place < len(joined):
            length = generator.choice((1, 2, 2, 3, 4))
            words.append(joined[place : place + length])
            place += length
        return words
    return [word.strip() + " " for word in _WORDS.findall(joined)]


def sentence(words: Sequence[str], generator: random.Random, least: int, most: int) -> list[str]:
    """Runs of two to eight words from anywhere, put together."""
    length = generator.randint(least, most)
    result: list[str] = []
    while len(result) < length:
        start = generator.randrange(len(words) - 8)
        result += words[start : start + generator.randint(2, 8)]
    return result[:length]


def edited(words: Sequence[str], pool: Sequence[str], generator: random.Random) -> str:
    """The sentence with one to n words exchanged, added or left out, such that at least `CUT_OFF` is kept."""
    original = "".join(words).strip()
    for count in (generator.randint(1, max(1, len(words) // 4)), 1, 1, 1):
        changed = list(words)
        for _ in range(count):
            place = generator.randrange(len(changed)) if changed else 0
            match generator.random():
                case chance if chance < 0.7:
                    changed[place : place + 1] = [generator.choice(pool)]
                case chance if chance < 0.85:
                    changed[place:place] = [generator.choice(pool)]
                case _:
                    del changed[place : place + 1]
        text = "".join(changed).strip()
        if text and text != original and fuzz.ratio(text, original) >= CUT_OFF:
            return text
    return original + "!"


def forget_pages(path: Path) -> None:
    """Have the system read the file from the disk again."""
    os.sync()
    for name in (path, path.with_name(path.name + "-wal")):
        if name.exists() and hasattr(os, "posix_fadvise"):
            descriptor = os.open(name, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def timed(work: Callable[[str], Any], queries: Sequence[str]) -> tuple[list[tuple[float, float]], list[Any]]:
    """Milliseconds of each query, by the clock and on the processor, and its result."""
    times, results = [], []
    for query in queries:
        began, computed = time.perf_counter(), time.process_time()
        results.append(work(query))
        times.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - computed)))
    return times, results


def summary(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    """What the times come to; on a machine that does other work too, the processor's say more."""
    clock = sorted(wall for wall, _ in times)
    return {
        "median": round(statistics.median(clock), 3),
        "p95": round(clock[int(0.95 * (len(clock) - 1))], 3),
        "worst": round(clock[-1], 3),
        "median on processor": round(statistics.median(cpu for _, cpu in times), 3),
    }


ALONE = """
import json, re, sys
from pathlib import Path
from publish.memory import cache
from publish.memory.search import Memory
memory = Memory(cache.opened(Path(sys.argv[1]), "").connection, int(sys.argv[2]))
for query in json.load(sys.stdin):
    memory.exact(query), memory.similar(query)
# Not getrusage: what it says is inherited from the process that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def peak_alone(path: Path, locale: int, queries: Sequence[str]) -> int:
    """The most memory, in MB, that a process takes which does nothing but ask."""
    command = [sys.executable, "-c", ALONE, str(path), str(locale)]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout)


def disk_bytes() -> int:
    """How much this process has had read from the disk so far."""
    return int(re.search(r"read_bytes: (\d+)", Path("/proc/self/io").read_text())[1])  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--kind", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = []
    for kind in options.kind:
        began = time.perf_counter()
        result = measured(kind, options.pairs, options.queries, options.seed)
        result["all of this took s"] = round(time.perf_counter() - began)
        print(json.dumps(result, indent=1, ensure_ascii=False), flush=True)
        results.append(result)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


KINDS = {"en": ("en", 4, 30), "ja": ("ja", 4, 30), "short": ("en", 2, 6)}
"""The language of a memory's sources, and how many words its sentences have."""


def measured(kind: str, pairs: int, number: int, seed: int) -> dict[str, Any]:
    """What a memory of so many pairs comes to with so many queries."""
    tag, *bounds = KINDS[kind]
    words = prose(tag)
    texts, made = memory_texts(words, pairs, bounds)
    sources = list(texts)
    generator = random.Random(seed)
    queries: list[str] = []
    while len(queries) < number:
        query = edited(generator.choice(made), words, generator)
        if query not in texts:
            queries.append(query)
    exact = generator.sample(sources, number)
    nothing = without_match(words, generator)
    result: dict[str, Any] = {
        "kind": kind, "pairs": len(sources), "queries": len(queries), "seed": seed, "distinct words": len(set(words)),
        "mean length": round(statistics.mean(map(len, sources)), 1),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        began = time.perf_counter()
        opened = cache.opened(path, "memory.sqlite")
        locale = build(opened, tag, sources)
        result["build s"] = round(time.perf_counter() - began, 1)
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        result["MB on disk"] = round(path.stat().st_size / 1e6)
        result["MB of text"] = round(sum(2 * len(text.encode()) for text in sources) / 1e6)
        opened.close()

        first(path, locale, tag, exact[:10], queries[:10], result)
        opened = cache.opened(path, "memory.sqlite")
        memory = Memory(opened.connection, locale, tag)
        times, found = timed(memory.exact, exact)
        assert all(pairs and pairs[0].source == query for query, pairs in zip(exact, found, strict=True))
        result["exact warm ms"] = summary(times)
        times, answers = timed(memory.similar, queries)
        result["fuzzy warm ms"] = summary(times)
        result["fuzzy warm over 100 ms"] = sum(wall > 100 for wall, _ in times)
        times, _ = timed(memory.similar, nothing)
        result["no match warm ms"] = summary(times)
        result["MB peak of a process that only asks"] = peak_alone(path, locale, queries)
        # The very candidates that `similar` scores.
        least = min(_LEAST_RATIO, CUT_OFF)
        near = [{text for text, _ in found} for found in memory.near(queries, least)]
        opened.close()
    judge(sources, queries, near, answers, tag, result)
    return result


def memory_texts(words: Sequence[str], pairs: int, bounds: Sequence[int]) -> tuple[dict[str, None], list[list[str]]]:
    """So many different sentences, and some hundreds of them, from all over, as words."""
    generator = random.Random(4)
    texts: dict[str, None] = {}
    kept: list[list[str]] = []
    while len(texts) < pairs:
        made = sentence(words, generator, *bounds)
        before = len(texts)
        texts["".join(made).strip()] = None
        if len(texts) > before and len(texts) % max(1, pairs // 1000) == 0:
            kept.append(made)
    return texts, kept


def without_match(words: Sequence[str], generator: random.Random) -> list[str]:
    """Texts that resemble nothing: in another script, and in the same letters."""
    rare = "".join(chr(code) for code in range(0x0400, 0x0460)) + " "
    letters = "".join(words)
    return ["".join(generator.choices(some, k=60)) for some in (rare, letters) for _ in range(10)]


def first(
    path: Path, locale: int, tag: str, exact: Sequence[str], queries: Sequence[str], result: dict[str, Any]
) -> None:
    """The first question on a new connection, when the system has forgotten the file."""

    def asked(question: Callable[[Memory, str], Any]) -> Callable[[str], Any]:
        def ask(query: str) -> Any:
            opened = cache.opened(path, "memory.sqlite")
            answer = question(Memory(opened.connection, locale, tag), query)
            opened.close()
            return answer

        return ask

    for name, question, some in (("exact", Memory.exact, exact), ("fuzzy", Memory.similar, queries)):
        times, read = [], []
        for query in some:
            forget_pages(path)
            before = disk_bytes()
            times += timed(asked(question), [query])[0]
            read.append((disk_bytes() - before) / 1e6)
        result[f"{name} first ms"] = summary(times)
        result[f"MB read for it, {name}"] = round(statistics.median(read), 2)


def judge(
    sources: Sequence[str],
    queries: Sequence[str],
    near: Sequence[set[str]],
    answers: Sequence[Sequence[Similar]],
    tag: str,
    result: dict[str, Any],
) -> None:
    """Hold what was found against a scan of everything."""

    def scan(query: str) -> list[tuple[str, float, int]]:
        return process.extract(query, sources, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=None)

    times, everything = timed(scan, queries)
    result["full scan ms"] = summary(times)
    bands: dict[str, list[int]] = {f"{low}% to {low + 5}%": [0, 0] for low in range(int(CUT_OFF), 101, 5)}
    wanted = hits = best = firsts = 0
    missed = []
    for query, all_found, texts_found in zip(queries, everything, near, strict=True):
        for text, score, _ in all_found:
            band = bands[f"{(low := int(score // 5) * 5)}% to {low + 5}%"]
            band[0] += text in texts_found
            band[1] += 1
        wanted += len(all_found)
        hits += sum(text in texts_found for text, _, _ in all_found)
        missed += [(query, text, round(score, 1)) for text, score, _ in all_found if text not in texts_found]
        if all_found:
            best += 1
            firsts += any(text in texts_found for text, score, _ in all_found if score == all_found[0][1])
    result["matches of at least 75%"] = wanted
    result["recall of all"] = round(hits / max(1, wanted), 4)
    result["recall by similarity"] = {band: f"{found} of {there}" for band, (found, there) in bands.items() if there}
    result["queries with a match"] = best
    result["recall of the best"] = round(firsts / max(1, best), 4)
    result["missed"] = missed[:5]
    result["the three best by the final score"] = answered(sources, queries, answers, tag)
    for state, clock in (
        ("scan : fuzzy warm", "median"),
        ("scan : fuzzy warm, on the processor", "median on processor"),
    ):
        result[state] = round(result["full scan ms"][clock] / result["fuzzy warm ms"][clock], 1)


def answered(sources: Sequence[str], queries: Sequence[str], answers: Sequence[Sequence[Similar]], tag: str) -> str:
    """How many of the best scores that there are the memory's own answers have."""
    there = found = 0
    for query, answer in zip(queries, answers, strict=True):
        some = process.extract(query, sources, scorer=fuzz.ratio, score_cutoff=60.0, limit=None)
        scores = sorted((similarity(query, text, tag) for text, _, _ in some if text != query), reverse=True)
        real = [round(score, 6) for score in scores if score >= CUT_OFF][:3]
        mine = [round(item.score, 6) for item in answer]
        there += len(real)
        # Sentences with the same score may stand for each other.
        found += sum((Counter(real) & Counter(mine)).values())
    return f"{found} of {there}"


def build(opened: cache.Cache, tag: str, sources: Sequence[str]) -> int:
    """Fill the database as an import does; the locale's number."""
    locale = building.locale_number(opened, tag)
    origin = building.Origin(Path("generated.tmx"), "generated.tmx", "generated")
    with opened.changing() as connection:
        file = connection.execute(
            "INSERT INTO file VALUES (NULL, ?, 'generated.tmx', 'generated', 0, 0, 0, x'', 0, x'')",
            (locale,),
        ).lastrowid
        assert file is not None
        pairs: Iterator[Pair] = (Pair(text, f"= {text}") for text in sources)
        building.add(connection, locale, file, pairs, origin, silent)
    building.index(opened, locale)
    return locale


if __name__ == "__main__":
    main()
