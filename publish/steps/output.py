"""The output folder: files written where they differ, leaflets made only when they must be.

The web pages are made anew every time; a leaflet takes longer, so it is made only when what it is printed from, or a
version it depends on, is not what the manifest says.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.errors import Finding, PublishError
from publish.files import write_whole
from publish.progress import Progress
from publish.render.font_files import FontFile
from publish.render.fonts import missing_characters
from publish.render.pdf import Printed, PrintJob, pdfs_of
from publish.render.pool import results
from publish.render.versions import library_versions, package_versions
from publish.render.web_linked import linked_page, with_alphabets
from publish.render.web_policy import with_policy
from publish.render.webfonts import is_quick, web_font_families, with_fonts
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
    """What a leaflet is printed from; `name` is its path in the output folder."""

    name: str
    job: PrintJob


def make_leaflets(folder: Path, leaflets: Sequence[Leaflet], report: Report, progress: Progress) -> dict[str, int]:
    """Bring the leaflets in the output folder up to date; the sizes in bytes of those that are, by name.

    `PublishError` when a file cannot be written; what was written before stays.
    """
    versions = {"packages": package_versions(), "libraries": library_versions()}
    records = _records(folder, versions)
    made_from = {leaflet.name: _identity(leaflet.job) for leaflet in leaflets}
    sizes: dict[str, int] = {}
    stale: list[Leaflet] = []

    def forget(name: str) -> None:
        # Nothing links to a file that is not what its article says now.
        if records.pop(name, None):
            write_whole(folder / MANIFEST, _manifest(versions, records))

    for leaflet in leaflets:
        content = _content(folder / leaflet.name)
        record = records.get(leaflet.name, {})
        if record.get("made_from") == made_from[leaflet.name] and record.get("sha256") == _digest(content):
            sizes[leaflet.name] = len(content)
            report.add(_warnings(record.get("warnings", ()), folder / leaflet.name))
        # Segments were checked before; this finds what the page itself says, in its styles too.
        elif characters := missing_characters(leaflet.job.html, leaflet.job.own_fonts):
            message = f"no font has {named(characters)}; change them in site.po, the imprint, the facts or the template"
            report.add([Finding("error", message + _earlier(content), str(folder / leaflet.name))])
            forget(leaflet.name)
        else:
            stale.append(leaflet)
    work = {leaflets[0].name: functools.partial(_printed, leaflets) for leaflets in _by_page(stale)}
    done = 0
    progress("leaflets", 0, len(stale))
    for first, result in results(work):
        names = [leaflet.name for leaflet in work[first].args[0]]
        if isinstance(result, PublishError):
            for name in names:
                forget(name)
                message = result.message + _earlier(_content(folder / name))
                report.failed(type(result)(message, file=result.file or str(folder / name), line=result.line))
        else:
            for name, printed in zip(names, result, strict=True):
                _write(folder / name, printed.pdf, report)
                sizes[name] = len(printed.pdf)
                report.add(_warnings(printed.warnings, folder / name))
                records[name] = {"made_from": made_from[name], "sha256": _digest(printed.pdf)}
                if printed.warnings:
                    records[name]["warnings"] = list(printed.warnings)
            # After each, so that an interrupted run need not make it again.
            write_whole(folder / MANIFEST, _manifest(versions, records))
        done += len(names)
        progress("leaflets", done, len(stale))
    return sizes


@dataclass(frozen=True, slots=True)
class WebStyle:
    """How web pages get their fonts and styles: inside, or `linked`; `cache` is a folder that keeps their fonts, `own`
    are the publication's.
    """

    cache: Path
    linked: bool = False
    own: tuple[FontFile, ...] = ()


def make_pages(folder: Path, pages: Sequence[WebPage], style: WebStyle, report: Report, progress: Progress) -> set[str]:
    """Bring the web pages in the output folder up to date; the families of the fonts they carry.

    `PublishError` when a file cannot be written; what was written before stays.
    """
    finishing = {page.name: functools.partial(_finished_page, page, style) for page in pages}
    # What fonts are chosen by: the page, or all the alphabets that pages share.
    seen = {page.name: with_alphabets(page.html, page.tag) if style.linked else page.html for page in pages}
    slow = {page.name for page in pages if not is_quick(seen[page.name], page.tag, style.cache, style.own)}
    work = {name: finishing[name] for name in sorted(slow)}
    progress("pages", 0, len(work))
    for name, finish in finishing.items():
        if name not in slow:
            make_files(folder, finish(), report)
    for done, (name, result) in enumerate(results(work), 1):
        if isinstance(result, PublishError):
            report.failed(type(result)(result.message, file=result.file or str(folder / name), line=result.line))
        else:
            make_files(folder, result, report)
        progress("pages", done, len(work))
    return {family for page in pages for family in web_font_families(seen[page.name], page.tag, style.cache, style.own)}


def make_files(folder: Path, files: Mapping[str, bytes], report: Report) -> None:
    """Write what goes with the pages where it differs; names are paths in the output folder."""
    for name, content in files.items():
        _write(folder / name, content, report)


def _finished_page(page: WebPage, style: WebStyle) -> dict[str, bytes]:
    """The page with its fonts and its policy, and the files it shares with others."""
    if style.linked:
        html, files = linked_page(page.html, page.name, page.tag, style.cache, style.own)
    else:
        html, files = with_fonts(page.html, page.tag, style.cache, style.own), {}
    # The files first, so that a page never asks for what is not there.
    return files | {page.name: with_policy(html).encode()}


def _by_page(leaflets: Iterable[Leaflet]) -> list[list[Leaflet]]:
    """Leaflets printed from the same page together, the longest first: no core is left with a long one at the end."""
    groups: dict[tuple[str, tuple[FontFile, ...]], list[Leaflet]] = {}
    for leaflet in leaflets:
        groups.setdefault((leaflet.job.html, leaflet.job.own_fonts), []).append(leaflet)
    return sorted(groups.values(), key=lambda group: -len(group[0].job.html) * len(group))


def _printed(leaflets: Sequence[Leaflet]) -> list[Printed]:
    return pdfs_of([leaflet.job for leaflet in leaflets])


def _identity(job: PrintJob) -> str:
    profile = _digest(job.profile.content) if job.profile else ""
    facts = repr((job.recipe, job.direction, job.date, profile, [font.digest for font in job.own_fonts]))
    return _digest(job.html.encode() + b"\0" + facts.encode())


def _warnings(messages: Sequence[str], path: Path) -> list[Finding]:
    return [Finding("warning", message, str(path)) for message in messages]


def _earlier(content: bytes) -> str:
    return "; the file there is an earlier build’s, do not use it" if content else ""


def leaflets_there(folder: Path) -> dict[str, int]:
    """The sizes in bytes of the leaflets that earlier builds have made and no later one has failed to make, by name."""
    found = {}
    for name in _leaflets_of(_read_manifest(folder)):
        try:
            found[name] = (folder / name).stat().st_size
        except OSError:
            continue
    return found


def current_leaflets(folder: Path, leaflets: Iterable[Leaflet]) -> set[str]:
    """The names of those that the output folder has as they would be made now."""
    records = _leaflets_of(_read_manifest(folder))
    return {
        leaflet.name for leaflet in leaflets if records.get(leaflet.name, {}).get("made_from") == _identity(leaflet.job)
    }


def _records(folder: Path, versions: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What the manifest says of each leaflet; where it was written with other versions, only that they are there."""
    manifest = _read_manifest(folder)
    leaflets = _leaflets_of(manifest)
    return leaflets if manifest.get("versions") == versions else {name: {} for name in leaflets}


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _leaflets_of(manifest: dict[str, Any]) -> dict[str, Any]:
    leaflets = manifest.get("leaflets")
    if not isinstance(leaflets, dict):
        return {}
    return {name: record for name, record in leaflets.items() if isinstance(record, dict)}


def _manifest(versions: dict[str, dict[str, str]], records: dict[str, Any]) -> bytes:
    content = {"versions": versions, "leaflets": dict(sorted(records.items()))}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _write(path: Path, content: bytes, report: Report) -> None:
    if write_whole(path, content):
        report.written.append(path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
