"""From articles and catalogues to pages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from publish.errors import PublishError, RenderError
from publish.progress import Progress, silent
from publish.render.pages import Edition, IndexRow, PageFacts, Templates, index_page, leaflet_page, web_page
from publish.segments import State, shown
from publish.site import site_segments
from publish.steps.editions import Localised, finished, localised_article, undrawable
from publish.steps.output import Leaflet, WebPage, make
from publish.steps.report import Report
from publish.steps.site import missing_strings, site_strings
from publish.steps.sources import Source
from publish.workspace import Workspace


def build(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    others: Sequence[Source] = (),
    locales: Collection[str] = (),
    final: bool = False,
    output: Path | None = None,
    progress: Progress = silent,
) -> None:
    """Render the pages of `locales` (all, if none is named) and the overview, which lists `others` too.

    With `final` only finished locales are rendered; each other one asked for is an error that says why.
    """
    folder = output or workspace.output
    everything = workspace.settings.languages
    tags = [tag for tag in everything if not locales or tag in locales]
    strings = {tag: site_strings(workspace, tag, report) for tag in everything}
    templates = Templates(workspace.template_folders, workspace.root)
    missing: dict[str, int] = {}
    if final:
        wanted = site_segments(workspace.template_folders)
        missing = {tag: missing_strings(wanted, strings[tag]) for tag in workspace.settings.locales}
    rows: list[IndexRow] = []
    pages: list[WebPage] = []
    leaflets: list[Leaflet] = []
    asked = {source.path for source in articles}
    for source in sorted([*articles, *others], key=lambda source: source.path):
        noted = report if source.path in asked else Report()
        items = [item for tag in everything if (item := localised_article(workspace, source, tag, noted))]
        if final:
            items = finished(items, missing, tags, folder, noted)
        problems = {item.tag: undrawable(item) for item in items}
        items = [_without_leaflet(item) if problems[item.tag] else item for item in items]
        editions = tuple(item.edition for item in items)
        if editions:
            rows.append(IndexRow(editions))
        if source.path not in asked:
            continue
        for item in items:
            if item.tag not in tags:
                continue
            report.add(problems[item.tag])
            facts = _facts(workspace, item, editions)
            read_image = functools.cache(_image_reader(workspace.seeds))
            try:
                web = web_page(templates, item.article, facts, strings[item.tag], read_image)
                if item.edition.leaflet:
                    html = leaflet_page(templates, item.article, facts, strings[item.tag], read_image)
                    leaflets.append(Leaflet(item.edition.leaflet, html))
            except PublishError as error:
                report.failed(error)
                continue
            pages.append(WebPage(item.edition.web, web, item.tag))
    try:
        index = index_page(templates, rows, strings, workspace.settings.source)
        pages.append(WebPage("index.html", index, workspace.settings.source))
    except PublishError as error:
        report.failed(error)
    make(folder, pages, leaflets, workspace.cache / "webfonts", report, progress)


def _without_leaflet(item: Localised) -> Localised:
    return replace(item, edition=replace(item.edition, leaflet=""))


def _facts(workspace: Workspace, item: Localised, editions: tuple[Edition, ...]) -> PageFacts:
    return PageFacts(
        edition=item.edition,
        editions=editions,
        original_language=item.source.article.language,
        has_untranslated=any(
            shown(entry.segment, entry.translation).state is State.UNTRANSLATED for entry in item.entries
        ),
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
