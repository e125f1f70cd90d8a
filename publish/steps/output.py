"""The output folder: pages written where they differ, leaflets made only when they must be.

The web pages are made anew every time; a leaflet takes longer, so it is made only when the HTML it is printed from, or
a version it depends on, is not what the manifest says.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.errors import Finding, PublishError
from publish.files import write_whole
from publish.progress import Progress
from publish.render.fonts import missing_characters
from publish.render.pdf import pdf_of
from publish.render.pool import results
from publish.render.versions import library_versions, package_versions
from publish.render.webfonts import is_quick, with_fonts
from publish.steps.editions import named
from publish.steps.report import Report

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class WebPage:
    """A web page without its fonts; `name` is its path in the output folder, `tag` its locale."""

    name: str
    html: str
    tag: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The HTML of a leaflet; `name` is its path in the output folder."""

    name: str
    html: str


def make(
    folder: Path,
    pages: Sequence[WebPage],
    leaflets: Sequence[Leaflet],
    fonts: Path,
    report: Report,
    progress: Progress,
) -> None:
    """Bring the output folder up to date; `fonts` is a folder that keeps the web pages' fonts.

    `PublishError` when a file cannot be written; what was written before stays.
    """
    versions = {"packages": package_versions(), "libraries": library_versions()}
    records = _records(folder, versions)
    made_from = {leaflet.name: _digest(leaflet.html.encode()) for leaflet in leaflets}
    stale: list[Leaflet] = []
    for leaflet in leaflets:
        present = {"made_from": made_from[leaflet.name], "sha256": _digest_of(folder / leaflet.name)}
        if records.get(leaflet.name) == present:
            continue
        # Segments were checked before; this finds what the page itself says, in its styles too.
        if characters := missing_characters(leaflet.html):
            message = f"no font has {named(characters)}; change them in site.po, the imprint, the facts or the template"
            report.add([Finding("error", message, str(folder / leaflet.name))])
        else:
            stale.append(leaflet)
    finishing = {page.name: functools.partial(_finished_page, page, fonts) for page in pages}
    slow = {page.name for page in pages if not is_quick(page.html, page.tag, fonts)}
    # The longest first, so that no core is left with a long one at the end.
    longest_first = sorted(stale, key=lambda leaflet: -len(leaflet.html.encode()))
    work: dict[str, Callable[[], bytes]] = {name: finishing[name] for name in sorted(slow)}
    work |= {leaflet.name: functools.partial(pdf_of, leaflet.html) for leaflet in longest_first}
    progress("pages", 0, len(work))
    for name, finish in finishing.items():
        if name not in slow:
            _write(folder / name, finish(), report)
    for done, (name, result) in enumerate(results(work), 1):
        if isinstance(result, PublishError):
            report.failed(type(result)(result.message, file=result.file or str(folder / name), line=result.line))
        else:
            _write(folder / name, result, report)
            if name in made_from:
                records[name] = {"made_from": made_from[name], "sha256": _digest(result)}
                # After each, so that an interrupted run need not make it again.
                write_whole(folder / MANIFEST, _manifest(versions, records))
        progress("pages", done, len(work))


def _finished_page(page: WebPage, fonts: Path) -> bytes:
    return with_fonts(page.html, page.tag, fonts).encode()


def _records(folder: Path, versions: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What the manifest says of each leaflet; nothing if it was written with other versions."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(manifest, dict) or manifest.get("versions") != versions:
        return {}
    leaflets = manifest.get("leaflets")
    return leaflets if isinstance(leaflets, dict) else {}


def _manifest(versions: dict[str, dict[str, str]], records: dict[str, Any]) -> bytes:
    content = {"versions": versions, "leaflets": dict(sorted(records.items()))}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _write(path: Path, content: bytes, report: Report) -> None:
    if write_whole(path, content):
        report.written.append(path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""
