"""From articles and catalogues to pages: what is finished, what is up to date, and the files that follow.

The web pages are made anew every time and written where they differ; a leaflet takes longer, so it is made only when
the HTML it is printed from, or a version it depends on, is not what the manifest says.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publish.article import Article, plain
from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import load
from publish.errors import Finding, PublishError, RenderError
from publish.files import write_whole
from publish.markup import parsed
from publish.render.fonts import missing_characters
from publish.render.pages import Edition, IndexRow, PageFacts, PageState, Templates, index_page, leaflet_page, web_page
from publish.render.pdf import pdfs_of
from publish.render.versions import library_versions, package_versions
from publish.review.checks import Checked, findings
from publish.segments import Segmentation, State, Translation, localised, segments
from publish.site import site_segments
from publish.steps.report import Progress, Report, silent
from publish.steps.site import missing_strings, site_strings
from publish.steps.sources import Source
from publish.workspace import Workspace

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Localised:
    """An article in one locale, ready to be rendered: `entries` are its segments as its catalogue (`file`) has them."""

    source: Source
    article: Article
    edition: Edition
    fingerprint: str
    file: str
    entries: tuple[Checked, ...]

    @property
    def tag(self) -> str:
        """The locale."""
        return self.edition.language

    def count(self, state: State) -> int:
        """How many segments are in a state."""
        return sum(entry.translation.state is state for entry in self.entries)


def build(
    workspace: Workspace,
    articles: Iterable[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    final: bool = False,
    output: Path | None = None,
    progress: Progress = silent,
) -> None:
    """Render the pages of `locales` (all, if none is named) and the overview.

    With `final` only finished locales are rendered; each other one asked for is an error that says why.
    """
    folder = output or workspace.output
    everything = workspace.settings.languages
    tags = [tag for tag in everything if not locales or tag in locales]
    strings = {tag: site_strings(workspace, tag, report) for tag in everything}
    templates = Templates(workspace.template_folders, workspace.root, workspace.cache / "webfonts")
    missing: dict[str, int] = {}
    if final:
        wanted = site_segments(workspace.template_folders)
        missing = {tag: missing_strings(wanted, strings[tag]) for tag in workspace.settings.locales}
    rows: list[IndexRow] = []
    leaflets: dict[str, tuple[Localised, str]] = {}
    for source in articles:
        items = [item for tag in everything if (item := _localised(workspace, source, tag, report))]
        if final:
            items = _finished(items, missing, tags, report)
        editions = tuple(item.edition for item in items)
        if editions:
            rows.append(IndexRow(editions))
        for item in items:
            if item.tag not in tags:
                continue
            facts = _facts(workspace, item, editions)
            read_image = functools.cache(_image_reader(workspace.seeds))
            try:
                web = web_page(templates, item.article, facts, strings[item.tag], read_image)
                leaflet = leaflet_page(templates, item.article, facts, strings[item.tag], read_image)
            except PublishError as error:
                report.failed(error)
                continue
            _write(folder / item.edition.web, web.encode(), report)
            leaflets[item.edition.leaflet] = item, leaflet
    index = index_page(templates, rows, strings, workspace.settings.source)
    _write(folder / "index.html", index.encode(), report)
    _print(folder, leaflets, report, progress)


def _localised(workspace: Workspace, source: Source, tag: str, report: Report) -> Localised | None:
    """The article in a locale; `None`, and the error reported, if its catalogue cannot be read."""
    article, segmentation = source.article, workspace.settings.segmentation
    edition = Edition(tag, plain(article.title), f"{tag}/{article.name}.html", f"{tag}/{article.name}.pdf")
    if tag == article.language:
        entries = tuple(
            Checked(segment, Translation(segment.source, State.REVIEWED), segment.line)
            for segment in segments(article, segmentation)
        )
        return Localised(source, article, edition, _fingerprint(source.path.read_bytes()), source.file, entries)
    path = workspace.catalogue(article.name, tag)
    try:
        catalogue = load(path, workspace.shown(path)) or Catalogue(file=workspace.shown(path), content=b"")
    except PublishError as error:
        report.failed(error)
        return None
    entries = _entries(article, catalogue, segmentation)
    by_key = {entry.segment.key: entry.translation for entry in entries}
    result = localised(article, lambda segment: by_key[segment.key], tag, segmentation)
    report.add(findings(entries, workspace.shown(path)))
    states = [entry.translation.state for entry in entries]
    edition = replace(
        edition,
        title=plain(result.title),
        state=_page_state(states),
        reviewed=states.count(State.REVIEWED),
        segments=len(states),
    )
    fingerprint = _fingerprint(catalogue.content or b"")
    return Localised(source, result, edition, fingerprint, workspace.shown(path), entries)


def _entries(article: Article, catalogue: Catalogue, segmentation: Segmentation) -> tuple[Checked, ...]:
    known = {entry.key: entry for entry in catalogue.live}
    result = []
    for segment in segments(article, segmentation):
        entry = known.get(segment.key)
        translation = Translation(entry.translation, state_of(entry)) if entry else Translation("", State.UNTRANSLATED)
        result.append(Checked(segment, translation, entry.line if entry else 0))
    return tuple(result)


def _page_state(states: Sequence[State]) -> PageState:
    kinds = set(states)
    if kinds <= {State.REVIEWED}:
        return "finished"
    return "draft" if kinds <= {State.DRAFT, State.OUTDATED} else "partial"


def _finished(
    items: list[Localised], missing: dict[str, int], asked: Collection[str], report: Report
) -> list[Localised]:
    """The items that may be printed as final; each other one that was asked for is reported with the reason."""
    result = []
    for item in items:
        reasons = [
            f"{count} {state.value}" for state in State if state is not State.REVIEWED and (count := item.count(state))
        ]
        errors = sum(finding.severity == "error" for finding in findings(item.entries, item.file))
        if errors:
            reasons.append(f"{errors} with errors")
        if missing.get(item.tag):
            reasons.append(f"{missing[item.tag]} of the templates’ strings without a reviewed translation in site.po")
        if not reasons:
            result.append(item)
        elif item.tag in asked:
            report.failed(
                RenderError(
                    f"{item.source.article.name} is not finished in {item.tag} ({', '.join(reasons)}); review these, "
                    "then build again",
                    file=item.file,
                )
            )
    return result


def _facts(workspace: Workspace, item: Localised, editions: tuple[Edition, ...]) -> PageFacts:
    return PageFacts(
        edition=item.edition,
        editions=editions,
        original_language=item.source.article.language,
        has_untranslated=bool(item.count(State.UNTRANSLATED)),
        fingerprint=item.fingerprint,
        imprint=workspace.settings.imprint.get(item.tag, ()),
        site=workspace.settings.site,
    )


def _image_reader(seeds: Path) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        try:
            return (seeds / path).read_bytes()
        except OSError as error:
            raise RenderError(
                f"the image cannot be read ({error.strerror}); restore it", file=f"seeds/{path}"
            ) from error

    return read


def _print(folder: Path, leaflets: dict[str, tuple[Localised, str]], report: Report, progress: Progress) -> None:
    """Make the leaflets that are not what the manifest says, and note what they were made from."""
    manifest = _manifest(folder)
    versions = {"packages": package_versions(), "libraries": library_versions()}
    known = manifest["leaflets"] if manifest.get("versions") == versions else {}
    wanted: dict[str, str] = {}
    for name, (item, html) in leaflets.items():
        if known.get(name) == {"made_from": _digest(html.encode()), "sha256": _digest_of(folder / name)}:
            continue
        if problems := _undrawable(item):
            report.add(problems)
            continue
        wanted[name] = html
    records = dict(known)
    progress("leaflets", 0, len(wanted))
    for done, (name, result) in enumerate(pdfs_of(wanted), 1):
        if isinstance(result, RenderError):
            report.failed(RenderError(result.message, file=name))
        else:
            _write(folder / name, result, report)
            records[name] = {"made_from": _digest(wanted[name].encode()), "sha256": _digest(result)}
            # After each, so that an interrupted run need not make it again.
            write_whole(folder / MANIFEST, _manifest_bytes(versions, records))
        progress("leaflets", done, len(wanted))


def _manifest_bytes(versions: dict[str, dict[str, str]], records: dict[str, Any]) -> bytes:
    content = {"versions": versions, "leaflets": dict(sorted(records.items()))}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _undrawable(item: Localised) -> list[Finding]:
    """An error for each segment with characters that no font has: they would print as empty boxes."""
    found = []
    for entry in item.entries:
        shown = entry.translation.text if entry.translation.state is not State.UNTRANSLATED else entry.segment.source
        characters = missing_characters(plain(parsed(shown, item.tag)))
        if characters:
            names = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in characters)
            message = f"{entry.segment.role}: no font has {names}, so no leaflet is made; write other characters there"
            found.append(Finding("error", message, item.file, entry.line))
    return found


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"leaflets": {}}
    return manifest if isinstance(manifest, dict) and isinstance(manifest.get("leaflets"), dict) else {"leaflets": {}}


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


def _fingerprint(content: bytes) -> str:
    return _digest(content)[:8]
