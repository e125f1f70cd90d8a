"""How long `publish update` takes after an edit, and what it pairs, against `msgmerge --previous` and `pot2po`.

    .venv/bin/python benchmarks/update.py [SIZE ...] [--rounds N] [--only publish|msgmerge|pot2po]

Whole processes on the same files, in turn. Articles of SIZE segments (1,000, 10,000 and 50,000 unless told) are
recombined from clauses of this repository's article by a fixed generator; each translation names the segment it
belongs to. Of the segments 10% are edited by one to three words, 2% inserted, 2% removed, 1% moved by paragraphs.
`publish update` reads and cuts the article too; the peers get the finished .pot. It is counted, from what each wrote,
whether unchanged segments kept their translation, how many edited ones got that of their true origin, and how many
inserted ones were offered one that cannot be theirs. Each program runs once before, untimed, on 1,000 segments at most.
A peer is stopped after ten minutes. Up to 1,000 segments there are five rounds unless told, up to 10,000 three at most,
above that one. `publish update` is also timed without the memory's cache (otherwise it finds one that was made before
the translations: stale), with `--dry-run`, and a second time with nothing left to do.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 50_000)
MOST_SECONDS = 600
MOST_ROUNDS = {1_000: 100, 10_000: 3}
OTHER_WAYS = ("no cache", "dry run", "again")
WANTED_RATIO = {10_000: 3, 50_000: 10}

NAME = "book"
SETTINGS = """\
[project]
name = "{name}"
version = "1"

[tool.publish]
source = "en"
locales = ["fr"]
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """Two versions of an article, as paragraphs of sentences, and what became of each sentence.

    `origins`: for each new sentence that is an edited one, the old one. `inserted`: those that have no origin.
    """

    before: list[list[str]]
    after: list[list[str]]
    origins: Mapping[str, str]
    inserted: frozenset[str]


@dataclass(slots=True)
class Result:
    """What a program did to one catalogue; `seconds` is empty if it was stopped.

    `processor` is the time that it computed, which a busy machine lengthens less.
    """

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak: int = 0
    kept: int = 0
    unchanged: int = 0
    found: int = 0
    wrong: int = 0
    edited: int = 0
    offered: int = 0
    inserted: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares `publish update` with msgmerge and pot2po.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=["publish", "msgmerge", "pot2po"])
    arguments = parser.parse_args()
    times: dict[int, float] = {}
    computed: dict[int, float] = {}
    programs = arguments.only or ["publish", "msgmerge", "pot2po"]
    with tempfile.TemporaryDirectory() as name:
        compared(Path(name), min(1_000, *arguments.sizes), 1, programs)
    for size in arguments.sizes:
        most = next((most for limit, most in MOST_ROUNDS.items() if size <= limit), 1)
        rounds = min(arguments.rounds, most)
        with tempfile.TemporaryDirectory() as name:
            results = compared(Path(name), size, rounds, programs)
        show(size, rounds, results)
        if "publish" in results:
            times[size] = statistics.median(results["publish"].seconds)
            computed[size] = statistics.median(results["publish"].processor)
    for small, large in zip(times, list(times)[1:], strict=False):
        print(
            f"\ngrowth of publish update from {small:,} to {large:,} segments (×{large / small:.1f}): "
            f"×{times[large] / times[small]:.1f}, by processor time ×{computed[large] / computed[small]:.1f}"
        )


def compared(folder: Path, size: int, rounds: int, programs: Sequence[str]) -> dict[str, Result]:
    edition = edited(recombined(size), random.Random(size))
    publication = folder / "publication"
    seed = publication / "seeds" / f"{NAME}.md"
    template = publication / "locales" / f"{NAME}.pot"
    catalogue = publication / "locales" / "fr" / "LC_MESSAGES" / f"{NAME}.po"
    seed.parent.mkdir(parents=True)
    (publication / "pyproject.toml").write_text(SETTINGS.format(name=NAME), encoding="utf-8")
    update = [sys.executable, "-m", "publish", "-C", str(publication), "-q", "update"]

    seed.write_text(markdown(edition.before), encoding="utf-8")
    run(update)
    translate(catalogue)
    verify_segments(catalogue, edition.before)
    shutil.copytree(publication / "locales", folder / "old")
    seed.write_text(markdown(edition.after), encoding="utf-8")
    run(update)
    verify_segments(template, edition.after)
    shutil.copy(template, folder / "new.pot")

    old = folder / "old" / "fr" / "LC_MESSAGES" / f"{NAME}.po"
    new = folder / "new.pot"
    pot2po = Path(sys.executable).with_name("pot2po")
    peers = {
        "msgmerge": ["msgmerge", "--previous", "--quiet", str(old), str(new), "-o"],
        "pot2po": [sys.executable, str(pot2po), "--progress=none", "-t", str(old), str(new)],
    }
    results = {program: Result() for program in programs}
    others = {way: Result() for way in OTHER_WAYS if "publish" in results}

    def as_before() -> None:
        shutil.rmtree(publication / "locales")
        shutil.copytree(folder / "old", publication / "locales")

    def timed(way: str, command: Sequence[str]) -> None:
        taken = run(command)
        assert taken is not None, f"publish update ({way}) took too long"
        others[way].seconds.append(taken[0])
        others[way].processor.append(taken[1])
        others[way].peak = max(others[way].peak, taken[2])

    for _ in range(rounds):
        for program, result in results.items():
            if program == "publish":
                as_before()
                command, output = update, catalogue
            else:
                output = folder / f"{program}.po"
                command = [*peers[program], str(output)]
            taken = run(command)
            if taken is None:
                break
            seconds, processor, peak = taken
            result.seconds.append(seconds)
            result.processor.append(processor)
            result.peak = max(result.peak, peak)
            count(result, output, old, edition)
            if program == "publish":
                timed("again", update)
                as_before()
                timed("dry run", [*update, "--dry-run"])
                as_before()
                shutil.rmtree(publication / "locales" / ".cache")
                timed("no cache", update)
    return results | others


def run(command: Sequence[str]) -> tuple[float, float, int] | None:
    """Seconds, those computed in, and peak memory (bytes) of a whole process; None if it took too long."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = start + MOST_SECONDS
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        if time.perf_counter() > deadline:
            process.kill()
            os.wait4(process.pid, 0)
            return None
        time.sleep(0.005)
    seconds = time.perf_counter() - start
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace")
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command}: {said}"
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def recombined(size: int) -> list[list[str]]:
    """Paragraphs of one to six sentences of 8 to 32 words, `size` segments with the title, all different."""
    chance = random.Random(0)
    clauses = prose_clauses()
    found: dict[str, None] = {}
    while len(found) < size - 1:
        found[sentence(clauses, chance)] = None
    sentences = list(found)
    paragraphs = []
    while sentences:
        length = chance.randint(1, 6)
        paragraphs.append(sentences[:length])
        del sentences[:length]
    return paragraphs


def sentence(clauses: Sequence[str], chance: random.Random) -> str:
    while True:
        words = ", ".join(chance.sample(clauses, chance.randint(1, 4))).split()
        if 8 <= len(words) <= 32:
            return as_sentence(words)


def as_sentence(words: Sequence[str]) -> str:
    text = " ".join(words).rstrip(",")
    return f"{text[0].upper()}{text[1:]}."


def prose_clauses() -> list[str]:
    """The clauses of this repository's article, without notes, quotation marks and abbreviations."""
    (seed,) = (ROOT / "seeds").glob("*.txt")
    text = seed.read_text(encoding="utf-8").partition("Source >>")[0]
    clauses = {}
    for line in text.splitlines():
        for piece in re.split(r"[.,;:!?()…–]+(?:\d+)?(?:\s|$)|[.,;:!?()…–]{2,}", line):
            clause = re.sub(r"[“”\"\[\].…()]|(?<=[a-z])\d+|\s-\s|\bLtd\b", "", piece).strip()
            words = clause.split()
            if 3 <= len(words) <= 24:
                clauses[" ".join(words)] = None
    return list(clauses)


def edited(before: list[list[str]], chance: random.Random) -> Edition:
    """The article after an edit: 10% of sentences edited, 2% inserted, 2% removed, 1% moved."""
    clauses = prose_clauses()
    vocabulary = sorted({word for clause in clauses for word in clause.split()})
    every = [text for paragraph in before for text in paragraph]
    known = set(every)
    size = len(every) + 1
    fate = chance.sample(every, size * 12 // 100)
    removed = set(fate[: size * 2 // 100])
    changes: dict[str, str] = {}
    for text in fate[size * 2 // 100 :]:
        while (new := with_other_words(text, vocabulary, chance)) in known:
            pass
        known.add(new)
        changes[text] = new
    after = [[changes.get(text, text) for text in paragraph if text not in removed] for paragraph in before]
    after = [paragraph for paragraph in after if paragraph]
    moved = 0
    while moved < size // 100:
        paragraph = after.pop(chance.randrange(len(after)))
        after.insert(chance.randrange(len(after)), paragraph)
        moved += len(paragraph)
    inserted = set()
    while len(inserted) < size * 2 // 100:
        new = sentence(clauses, chance)
        if new not in known:
            known.add(new)
            inserted.add(new)
            paragraph = chance.choice(after)
            paragraph.insert(chance.randint(0, len(paragraph)), new)
    return Edition(before, after, {new: old for old, new in changes.items()}, frozenset(inserted))


def with_other_words(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """The sentence with one to three words replaced, added or left out."""
    *words, last = text.rstrip(".").split()  # "a." at the end would be an abbreviation
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(words))
        match chance.choice(("replace", "replace", "add", "leave out")):
            case "replace":
                words[place] = chance.choice(vocabulary)
            case "add":
                words.insert(place, chance.choice(vocabulary))
            case _:
                del words[place]
    return as_sentence([*words, last])


def markdown(paragraphs: Sequence[Sequence[str]]) -> str:
    return "\n\n".join(["# A book", *map(" ".join, paragraphs)]) + "\n"


def entries(path: Path) -> list[tuple[str, str, bool]]:
    """Source, translation and whether it is fuzzy, of every live entry: read by polib, which is nobody's here."""
    import polib

    return [
        (entry.msgid, entry.msgstr, "fuzzy" in entry.flags)
        for entry in polib.pofile(str(path), encoding="utf-8")
        if not entry.obsolete
    ]


def translate(catalogue: Path) -> None:
    """Fill the catalogue in, each translation with the number of its entry in front; reviewed."""
    from publish.catalogue.store import load
    from publish.catalogue.writing import written

    loaded = load(catalogue)
    assert loaded is not None
    numbers = {entry.source: number for number, entry in enumerate(loaded.live)}
    full = loaded.with_live(
        lambda entry: replace(
            entry, translation=f"{numbers[entry.source]} : {' '.join(reversed(entry.source.split()))}"
        )
    )
    catalogue.write_bytes(written(full))


def verify_segments(path: Path, paragraphs: Sequence[Sequence[str]]) -> None:
    wanted = ["A book", *(text for paragraph in paragraphs for text in paragraph)]
    assert [source for source, _, _ in entries(path)] == wanted, "the article is not cut into the sentences written"


def count(result: Result, output: Path, old: Path, edition: Edition) -> None:
    origin = {source: translation for source, translation, _ in entries(old)}
    whose = {translation: source for source, translation in origin.items()}
    result.kept = result.unchanged = result.found = result.wrong = result.edited = result.offered = result.inserted = 0
    seen = 0
    for source, translation, fuzzy in entries(output):
        seen += 1
        if source in edition.inserted:
            result.inserted += 1
            result.offered += bool(translation)
        elif source in edition.origins:
            result.edited += 1
            owners = {whose.get(part) for part in (translation, *translation.splitlines())}
            right = fuzzy and edition.origins[source] in owners
            result.found += right
            result.wrong += bool(translation) and not right
        else:
            result.unchanged += 1
            result.kept += translation == origin[source] and not fuzzy
    assert seen == 1 + sum(map(len, edition.after)), f"{output}: {seen} entries"
    assert result.edited == len(edition.origins)
    assert result.inserted == len(edition.inserted)


def show(size: int, rounds: int, results: Mapping[str, Result]) -> None:
    print(
        f"\n{size:,} segments, {f'medians of {rounds} rounds' if rounds > 1 else 'one round'}, "
        f"{os.cpu_count()} cores; whole processes; memory cache stale unless said"
    )
    for program, result in results.items():
        if not result.seconds:
            print(f"  {program:9} stopped after {MOST_SECONDS // 60} minutes")
            continue
        if program in OTHER_WAYS:
            print(
                f"  publish, {program}: {statistics.median(result.seconds):.2f} s "
                f"({statistics.median(result.processor):.2f} s of processor)  {result.peak / 1e6:.0f} MB"
            )
            continue
        print(
            f"  {program:9} {statistics.median(result.seconds):7.2f} s "
            f"({statistics.median(result.processor):.2f} s of processor)  {result.peak / 1e6:6.0f} MB  "
            f"unchanged kept {result.kept:,} of {result.unchanged:,}; "
            f"true origins {result.found:,} of {result.edited:,}, another's {result.wrong:,}; "
            f"inserted offered something {result.offered:,} of {result.inserted:,}"
        )
    peers = {name: result for name, result in results.items() if name != "publish" and name not in OTHER_WAYS}
    if "publish" not in results or not peers:
        return
    ours = results["publish"]
    finished = [statistics.median(peer.seconds) for peer in peers.values() if peer.seconds]
    ratio = (min(finished) if finished else MOST_SECONDS) / statistics.median(ours.seconds)
    wanted = f"  (wanted: at least {WANTED_RATIO[size]})" if size in WANTED_RATIO else ""
    print(f"  ratio to the faster peer: {'' if finished else 'more than '}{ratio:.1f}{wanted}")
    computed = [statistics.median(peer.processor) for peer in peers.values() if peer.processor]
    if computed:
        print(f"  the same by processor time: {min(computed) / statistics.median(ours.processor):.1f}")
    elif not finished:
        print("  no ratio by processor time: every peer was stopped")
    most = max(peer.found for peer in peers.values())
    print(f"  true origins, against the better peer: {ours.found:,} to {most:,}  (wanted: at least as many)")


if __name__ == "__main__":
    main()
