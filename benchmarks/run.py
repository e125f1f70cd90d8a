"""How long a whole `publish run` takes, against the `weasyprint` command once per language on the same HTML.

    .venv/bin/python benchmarks/run.py [ROUNDS]

Whole processes, in turn, in a temporary copy of this publication without its caches. The peer has the same fonts, as
their packages ship them. Each round verifies that the work was really done: the same text on the same pages from both.
Prints medians and the ratio.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.render.recipe import FormatName
    from publish.steps.output import Leaflet

ROOT = Path(__file__).resolve().parent.parent
PUBLISH = [sys.executable, "-m", "publish"]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = copy_of_publication(Path(name, "publication"))
        pages = {tag_of(leaflet): leaflet.job.html for leaflet in print_jobs(folder)}
        for tag, html in pages.items():
            Path(name, f"{tag}.html").write_text(html, encoding="utf-8")
        use_packaged_fonts(Path(name))

        ours, theirs, idle, helped = [], [], [], []
        for _ in range(rounds + 1):  # the first round warms the disk and font caches and is not counted
            shutil.rmtree(folder / "output", ignore_errors=True)
            shutil.rmtree(folder / "locales" / ".cache", ignore_errors=True)
            ours.append(seconds([*PUBLISH, "-C", str(folder), "-q", "run"]))
            theirs.append(sum(weasyprint(Path(name, tag)) for tag in pages))
            verify(folder / "output", Path(name), list(pages))
            idle.append(seconds([*PUBLISH, "-C", str(folder), "-q", "run"]))
            helped.append(seconds([*PUBLISH, "--help"]))

        run, peer = statistics.median(ours[1:]), statistics.median(theirs[1:])
        ratio = statistics.median(b / a for a, b in zip(ours[1:], theirs[1:], strict=True))
        print(f"{rounds} rounds, {len(pages)} locales, {os.cpu_count()} cores; medians of whole processes")
        print(f"publish run, everything to do:      {run:6.2f} s (update, check, web pages, leaflets, overview)")
        print(f"weasyprint, once per language:      {peer:6.2f} s (leaflets only)")
        print(f"ratio:                              {ratio:6.2f}  (wanted: at least 2)")
        print(f"publish run, nothing to do:         {statistics.median(idle[1:]):6.2f} s (wanted: under 0.6)")
        print(f"publish --help:                     {statistics.median(helped[1:]):6.2f} s (wanted: under 0.2)")


def copy_of_publication(folder: Path) -> Path:
    for part in ("seeds", "locales", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".cache"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


class _CaughtError(Exception):
    """Ends a build before it renders anything."""


def print_jobs(folder: Path, formats: tuple[FormatName, ...] = ()) -> Sequence[Leaflet]:
    """What `publish build` would print leaflets from (in the settings' formats, if none is named)."""
    from publish.steps import build as step
    from publish.steps.report import Report
    from publish.steps.sources import sources
    from publish.workspace import Workspace

    caught: list[Leaflet] = []

    def catch(_folder: Path, leaflets: Sequence[Leaflet], *_rest: object) -> dict[str, int]:
        caught.extend(leaflets)
        raise _CaughtError

    step.make_leaflets = catch
    workspace, report = Workspace.open(folder), Report()
    with contextlib.suppress(_CaughtError):
        step.build(workspace, sources(workspace, report), report, step.Wanted(formats=formats))
    assert {tag_of(leaflet) for leaflet in caught} == set(workspace.settings.languages), report.findings
    return caught


def tag_of(leaflet: Leaflet) -> str:
    return leaflet.name.partition("/")[0]


def weasyprint(page: Path) -> float:
    command = [sys.executable, "-m", "weasyprint", "-q", "--pdf-variant", "pdf/ua-1"]
    return seconds([*command, str(page.with_suffix(".html")), str(page.with_suffix(".pdf"))])


def use_packaged_fonts(folder: Path) -> None:
    """Give the peer the same fonts, as their packages ship them, and no others."""
    from publish.render.font_files import font_path, installed_fonts

    (folder / "fonts").mkdir()
    for font in installed_fonts():
        (folder / "fonts" / Path(font.path).name).symlink_to(font_path(font))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def verify(output: Path, peers: Path, tags: list[str]) -> None:
    for tag in tags:
        (ours,) = (output / tag).glob("*.pdf")
        texts = [text(path) for path in (ours, peers / f"{tag}.pdf")]
        assert len(texts[0].split("\f")) > 2, f"{tag}: too few pages"
        assert words(texts[0]) == words(texts[1]), f"{tag}: the texts differ"


def text(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout


def words(text: str) -> str:
    """The text without what lines and their ends make of it: we mark a hyphen there as no part of the word."""
    return re.sub(r"[\s\u00AD-]+", "", text)


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    assert done.returncode == 0, done.stderr
    return taken


if __name__ == "__main__":
    main()
