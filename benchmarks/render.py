"""How fast pages are rendered: against the `weasyprint` command, after one change, with nothing to do, and by the page.

    .venv/bin/python benchmarks/render.py [ROUNDS]

Whole processes, in turn, in a temporary copy of this publication without its caches: all locales, each with its web
page, its A4 leaflet and its booklet (for reading, and imposed for printing), in one `publish build`. The peer is the
`weasyprint` command, once per leaflet on the same HTML, with the same fonts as their packages ship them; it makes
neither web pages nor imposed sheets. Each round verifies that the work was really done: the same words on as many pages
from both, every page there, and after a change of one segment new leaflets in its locale and in no other.

Then a book: the article's sections repeated, with headings and notes at the foot of the page, in one language, at about
30, 60 and 120 pages.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from run import (
    PUBLISH,
    ROOT,
    copy_of_publication,
    print_jobs,
    seconds,
    tag_of,
    text,
    use_packaged_fonts,
    weasyprint,
    words,
)

from publish.article import Article, Heading, Paragraph
from publish.markup import written
from publish.render.recipe import FormatName
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.workspace import Workspace

NAME = "building-international-solidarity"
FORMATS: tuple[FormatName, ...] = ("a4", "booklet")
BUILD = [arg for name in FORMATS for arg in ("--format", name)]
CHANGED = "fr"
BOOK_PAGES = (30, 60, 120)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        against_the_peer(Path(name), rounds)
    with tempfile.TemporaryDirectory() as name:
        by_the_page(Path(name))


def against_the_peer(scratch: Path, rounds: int) -> None:
    folder = copy_of_publication(scratch / "publication")
    jobs = [leaflet for leaflet in print_jobs(folder, FORMATS) if not leaflet.job.recipe.sheets]
    pages = {(tag_of(leaflet), leaflet.job.recipe.format): leaflet.job.html for leaflet in jobs}
    tags = sorted({tag for tag, _ in pages})
    assert len(pages) == len(tags) * len(FORMATS)
    for key, html in pages.items():
        peer(scratch, *key).with_suffix(".html").write_text(html, encoding="utf-8")
    use_packaged_fonts(scratch)

    ours, theirs, changed, idle = [], [], [], []
    for number in range(rounds + 1):  # the first round warms the disk and font caches and is not counted
        forget(folder)
        ours.append(build(folder))
        theirs.append(sum(weasyprint(peer(scratch, *key)) for key in pages))
        verify(folder / "output", scratch, pages)
        before = leaflets(folder)
        change_one_segment(folder, number)
        changed.append(build(folder))
        verify_change(before, leaflets(folder))
        idle.append(build(folder))
    forget(folder)
    peak = peak_memory([*PUBLISH, "-C", str(folder), "-q", "build", *BUILD])

    everything = statistics.median(ours[1:])
    ratio = statistics.median(b / a for a, b in zip(ours[1:], theirs[1:], strict=True))
    part = statistics.median(b / a for a, b in zip(ours[1:], changed[1:], strict=True))
    print(f"{rounds} rounds, {len(tags)} locales, {os.cpu_count()} cores; medians of whole processes")
    print(f"publish build, everything to do:    {everything:6.2f} s (web pages, A4, booklets, imposed booklets)")
    print(f"weasyprint, once per leaflet:       {statistics.median(theirs[1:]):6.2f} s (A4, booklets)")
    print(f"ratio:                              {ratio:6.2f}   (wanted: at least 3)")
    print(f"publish build, one segment changed: {statistics.median(changed[1:]):6.2f} s ({CHANGED} only)")
    print(f"part of everything:                 {part:6.2f}   (wanted: under 0.5)")
    print(f"publish build, nothing to do:       {statistics.median(idle[1:]):6.2f} s (wanted: under 0.6)")
    together, largest = (size / 1e6 for size in peak)
    print(f"peak memory, everything to do:      {together:6.0f} MB in all processes, {largest:.0f} in the largest")


def peer(scratch: Path, tag: str, form: str) -> Path:
    """Where the peer's file of a locale and format lies, without its suffix."""
    return scratch / f"{tag}-{form}"


def build(folder: Path, *options: str) -> float:
    return seconds([*PUBLISH, "-C", str(folder), "-q", "build", *BUILD, *options])


def forget(folder: Path) -> None:
    shutil.rmtree(folder / "output", ignore_errors=True)
    shutil.rmtree(folder / "locales" / ".cache", ignore_errors=True)


def verify(output: Path, scratch: Path, pages: dict[tuple[str, str], str]) -> None:
    for tag, form in pages:
        suffix = "" if form == "a4" else f"-{form}"
        ours = output / tag / f"{NAME}{suffix}.pdf"
        texts = [text(path) for path in (ours, peer(scratch, tag, form).with_suffix(".pdf"))]
        assert texts[0].count("\f") > 2, f"{ours}: too few pages"
        # The peer places notes at the foot without our mends, so that some may take a page more or less.
        assert abs(texts[0].count("\f") - texts[1].count("\f")) <= 1, f"{ours}: not as many pages"
        # As much text: in which order pdftotext finds notes, what each page has in its margins and where a gap is told
        # from a space are not the same with our mends.
        assert abs(len(words(texts[0])) / len(words(texts[1])) - 1) < 0.03, f"{ours}: the texts differ"
        web = (output / tag / f"{NAME}.html").read_text(encoding="utf-8")
        assert "@font-face" in web
        assert "</html>" in web
        if form == "booklet":
            # Two pages on each side of a sheet, and both sides of every sheet.
            sides = text(output / tag / f"{NAME}-booklet-sheets.pdf").count("\f")
            assert sides == 2 * -(-texts[0].count("\f") // 4), f"{tag}: {sides} sides"


def leaflets(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes of every leaflet and when it was written."""
    paths = (folder / "output").rglob("*.pdf")
    return {str(path.relative_to(folder / "output")): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def change_one_segment(folder: Path, number: int) -> None:
    """Writes another word, of as many letters, into one sentence of a catalogue, as an editor would."""
    path = folder / "locales" / CHANGED / "LC_MESSAGES" / f"{NAME}.po"
    catalogue = path.read_text(encoding="utf-8")
    entry = catalogue.index("paragraph 2, sentence 1")
    start = catalogue.index("\nmsgstr", entry) + len("\nmsgstr")
    word = re.compile(r"\b([a-zé]{6,})\b").search(catalogue, start)
    assert word is not None
    letters = "abcdefghijklmnopqrstuvwxyz"
    other = word[1][:-1] + letters[(letters.find(word[1][-1]) + 1 + number) % 26]
    path.write_text(catalogue[: word.start(1)] + other + catalogue[word.end(1) :], encoding="utf-8")


def verify_change(before: dict[str, tuple[bytes, int]], after: dict[str, tuple[bytes, int]]) -> None:
    new = {name for name in before | after if before.get(name) != after.get(name)}
    assert new == {name for name in before if name.startswith(f"{CHANGED}/")}, f"made anew: {sorted(new)}"


def peak_memory(command: list[str]) -> tuple[int, int]:
    """The most bytes that the process and those it starts held together, and that one of them alone held.

    Memory that several processes share is counted once (Linux: PSS); 0 where the system does not say.
    """
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    together = [0]

    def look() -> None:
        while process.returncode is None:
            together[0] = max(together[0], sum(map(held, family(process.pid))))
            time.sleep(0.05)

    thread = threading.Thread(target=look)
    thread.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    thread.join()
    assert process.returncode == 0
    return together[0], usage.ru_maxrss * 1024


def family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def held(pid: int) -> int:
    try:
        memory = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(re.search(r"^Pss: +(\d+) kB", memory, flags=re.MULTILINE)[1]) * 1024 if memory else 0


def by_the_page(scratch: Path) -> None:
    folder = scratch / "publication"
    article = the_article()
    copies_and_pages = (1, book(folder, article, 1)[0])
    print("\nA book, as booklet with its imposed sheets and its web page, one language")
    taken: list[tuple[int, float]] = []
    for wanted in BOOK_PAGES:
        copies = max(1, round(wanted * copies_and_pages[0] / copies_and_pages[1]))
        pages, duration = book(folder, article, copies)
        copies_and_pages = copies, pages
        taken.append((pages, duration))
        print(f"{pages:4} pages, {copies:2} times the article: {duration:6.2f} s, {duration / pages:.3f} s a page")
    (first, second), (second_again, third) = (taken[0], taken[1]), (taken[1], taken[2])
    growth = rate(second_again, third) / rate(first, second)
    print(f"a further page costs, of the second half against the second quarter: {growth:.2f} times (linear: 1)")


def rate(less: tuple[int, float], more: tuple[int, float]) -> float:
    return (more[1] - less[1]) / (more[0] - less[0])


def the_article() -> Article:
    workspace, report = Workspace.open(ROOT), Report()
    return next(source.article for source in sources(workspace, report, [NAME]))


def book(folder: Path, article: Article, copies: int) -> tuple[int, float]:
    """How many pages the article repeated makes as a booklet, and how many seconds building it takes."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "seeds").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "pyproject.toml").write_text('[tool.publish]\nsource = "en"\nlocales = []\n', encoding="utf-8")
    (folder / "seeds/book.md").write_text(markdown(article, copies), encoding="utf-8")
    duration = seconds([*PUBLISH, "-C", str(folder), "-q", "build", "--format", "booklet"])
    printed = text(folder / "output/en/book-booklet.pdf")
    # The last word of the last note, which may be broken at a line's end.
    assert words(printed).count("Pakistan") >= copies, "notes are missing"
    return printed.count("\f"), duration


def markdown(article: Article, copies: int) -> str:
    """The article's blocks so many times over, as one seed; every copy has its own notes."""
    parts = ["# A book"]
    for copy in range(copies):
        blocks = [Heading(2, article.title), *article.blocks]
        for block in blocks:
            assert isinstance(block, Heading | Paragraph)
            mark = f"{'#' * block.level} " if isinstance(block, Heading) else ""
            parts.append(mark + renumbered(written(block.text), copy * len(article.notes)))
        for note in article.notes:
            said = " ".join(written(block.text) for block in note.blocks if isinstance(block, Paragraph))
            parts.append(f"[^{int(note.label) + copy * len(article.notes)}]: {said}")
    return "\n\n".join(parts) + "\n"


def renumbered(markdown: str, further: int) -> str:
    return re.sub(r"\[\^(\d+)\]", lambda marker: f"[^{int(marker[1]) + further}]", markdown)


if __name__ == "__main__":
    main()
