"""Web pages as a build writes them, without the leaflets: of this repository's publication and of the tests' own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from support import ROOT

from publish.render.index import index_page
from publish.render.pages import IndexRow, LeafletFile, PageFacts, PageText
from publish.render.recipe import Recipe
from publish.render.templates import Templates
from publish.render.web import web_page
from publish.render.web_feeds import site_files
from publish.render.web_linked import linked_page
from publish.render.web_policy import with_policy
from publish.render.webfonts import with_fonts
from publish.segments import State, shown
from publish.steps.editions import localised_article
from publish.steps.report import Report
from publish.steps.site import site_strings
from publish.steps.sources import sources
from publish.workspace import Workspace

FILES = (
    (Recipe(), 229_001),
    (Recipe("booklet"), 312_000),
    (Recipe("booklet", sheets=True), 334_000),
    (Recipe("large-print"), 1_240_000),
)


def written(
    folder: Path, publication: Path, fonts: Path, *, site: str = "", look: str = "plain", linked: bool = False
) -> list[str]:
    """The names of the pages, which are written into the folder with all that belongs to them."""
    workspace, report = Workspace.open(publication), Report()
    templates = Templates([ROOT / "templates"], ROOT)
    strings = {tag: site_strings(workspace, tag, report) for tag in workspace.settings.languages}
    pages: dict[str, tuple[str, str]] = {}
    rows = []
    for source in sources(workspace, report):
        items = [
            item
            for tag in workspace.settings.languages
            if (item := localised_article(workspace, source, tag, report)) is not None
        ]
        editions = []
        for item in items:
            leaflets = (
                LeafletFile(recipe, f"{item.tag}/{recipe.name(source.article.name)}", size) for recipe, size in FILES
            )
            editions.append(dataclasses.replace(item.edition, leaflets=tuple(leaflets)))
        rows.append(IndexRow(tuple(editions)))
        for item, edition in zip(items, editions, strict=True):
            facts = PageFacts(
                edition=edition,
                editions=tuple(editions),
                original_language=source.article.language,
                has_untranslated=any(
                    shown(entry.segment, entry.translation).state is State.UNTRANSLATED for entry in item.entries
                ),
                fingerprint=item.fingerprint,
                site=site,
                look=look,
            )
            read = lambda path: (workspace.seeds / path).read_bytes()  # noqa: E731
            pages[edition.web] = web_page(templates, PageText(item.article, strings[item.tag], read), facts), item.tag
    tag = workspace.settings.source
    pages["index.html"] = index_page(templates, rows, strings, tag, site=site, look=look), tag
    files = site_files(rows, site, strings)
    for name, (html, language) in pages.items():
        if linked:
            html, more = linked_page(html, name, language, fonts)
            files |= more
        else:
            html = with_fonts(html, language, fonts)
        files[name] = with_policy(html).encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(pages)
