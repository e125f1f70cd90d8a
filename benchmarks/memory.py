"""How fast, how completely and in how much space a large memory answers, beside a scan of all of it.

    .venv/bin/python benchmarks/memory.py [--pairs 1000000] [--queries 100] [--source ja] [--json FILE]

The sentences are real prose (the article, or a language's translation of it, and the documentation of this program) cut
into runs of words and put together again by a fixed generator. A query is a stored sentence with one to so many words
exchanged that it keeps 75% to 100%; some queries resemble nothing. The peer, in the same run on the same data:
rapidfuzz over every sentence, all held in memory, which also says what there is to be found. (The releases of
translate-toolkit that we use have no memory any more.) "cold": the system has forgotten the file, where it lets us ask
for that.
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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from publish.catalogue.store import load
from publish.memory import building, cache
from publish.memory.pairs import Pair
from publish.memory.search import CUT_OFF, Memory
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--source", default="en", choices=["en", "ja"])
    parser.add_argument("--short", action="store_true", help="sentences of 2 to 6 words only")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    words = prose(options.source)
    generator = random.Random(4)
    bounds = (2, 6) if options.short else (4, 30)
    kept: list[list[str]] = []
    texts: dict[str, None] = {}
    chance = 4 * options.queries / options.pairs
    while len(texts) < options.pairs:
        made = sentence(words, generator, *bounds)
        text = "".join(made).strip()
        texts[text] = None
        if generator.random() < chance:
            kept.append(made)
    sources = list(texts)
    queries = [edited(made, words, generator) for made in generator.sample(kept, options.queries)]
    queries = [query for query in queries if query not in texts]
    rare = "".join(chr(code) for code in range(0x0400, 0x0460))
    nothing = ["".join(generator.choices(rare + " ", k=60)) for _ in range(10)]
    letters = "".join(words)
    nothing += ["".join(generator.choices(letters, k=60)) for _ in range(10)]
    result: dict[str, Any] = {
        "pairs": len(sources), "queries": len(queries), "source": options.source, "distinct words": len(set(words)),
        "mean length": round(statistics.mean(map(len, sources)), 1),
    }  # fmt: skip
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "memory.sqlite"
    began = time.perf_counter()
    opened = cache.opened(path, "memory.sqlite")
    locale = build(opened, options.source, sources)
    result["build s"] = round(time.perf_counter() - began, 1)
    opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    result["MB on disk"] = round(path.stat().st_size / 1e6)
    result["MB of text"] = round(sum(2 * len(text.encode()) for text in sources) / 1e6)
    opened.close()

    exact = generator.sample(sources, options.queries)
    for state in ("cold", "warm"):
        if state == "cold":
            forget_pages(path)
        began = time.perf_counter()
        opened = cache.opened(path, "memory.sqlite")
        memory = Memory(opened.connection, locale, options.source)
        result[f"open {state} ms"] = round(1000 * (time.perf_counter() - began), 1)
        times, found = timed(memory.exact, exact)
        assert all(pairs and pairs[0].source == query for query, pairs in zip(exact, found, strict=True))
        result[f"exact {state} ms"] = summary(times)
        if state == "cold":
            forget_pages(path)
        times, _ = timed(memory.similar, queries)
        result[f"fuzzy {state} ms"] = summary(times)
        times, _ = timed(memory.similar, nothing)
        result[f"no match {state} ms"] = summary(times)
        near = [memory._indexed(query, CUT_OFF) | memory._not_indexed(query, CUT_OFF) for query in queries]
    result["MB peak of a process that only asks"] = peak_alone(path, locale, queries)

    def scan(query: str) -> list[tuple[str, float, int]]:
        return process.extract(query, sources, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=None)

    times, everything = timed(scan, queries)
    result["full scan ms"] = summary(times)
    wanted = hits = best = firsts = 0
    missed = []
    for query, all_found, candidates in zip(queries, everything, near, strict=True):
        texts_found = set(candidates.values())
        real = [text for text, _, _ in all_found]
        wanted += len(real)
        hits += sum(text in texts_found for text in real)
        missed += [(query, text, score) for text, score, _ in all_found if text not in texts_found]
        if all_found:
            best += 1
            firsts += any(text in texts_found for text, score, _ in all_found if score == all_found[0][1])
    result["matches of at least 75%"] = wanted
    result["recall of all"] = round(hits / max(1, wanted), 4)
    result["queries with a match"] = best
    result["recall of the best"] = round(firsts / max(1, best), 4)
    result["missed"] = missed[:5]
    result["scan : fuzzy warm"] = round(result["full scan ms"]["median"] / result["fuzzy warm ms"]["median"], 1)
    result["scan : fuzzy warm, on the processor"] = round(
        result["full scan ms"]["median on processor"] / result["fuzzy warm ms"]["median on processor"], 1
    )
    opened.close()
    folder.cleanup()
    print(json.dumps(result, indent=1, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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
    sys.exit(main())
