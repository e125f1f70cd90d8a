"""Catalogues brought up to date with the articles and the page templates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from publish.article import plain
from publish.catalogue.entry import Catalogue
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.store import load, save
from publish.catalogue.template import template
from publish.catalogue.updating import updated
from publish.errors import PublishError
from publish.files import write_whole
from publish.languages import language
from publish.progress import Progress, silent
from publish.segments import Segment, segments
from publish.site import site_segments
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import SITE, Workspace, shipped


def update(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    progress: Progress = silent,
) -> None:
    """Bring the catalogues of the articles, and of the templates' strings, up to date in each locale.

    A catalogue that cannot be read is reported and left as it is; the others go on.
    """
    tags = [tag for tag in workspace.settings.locales if not locales or tag in locales]
    total = len(tags) * (len(articles) + 1)
    done = 0
    for source in articles:
        found = segments(source.article, workspace.settings.segmentation)
        facts = HeaderFacts(plain(source.article.title), date=source.article.date)
        _write_template(workspace, source.article.name, found, facts, source.file, report)
        for tag in tags:
            _update(workspace, source.article.name, tag, found, facts, source.file, report)
            done += 1
            progress("catalogues", done, total)
    strings = site_segments(workspace.template_folders)
    facts = HeaderFacts("page templates")
    _write_template(workspace, SITE, strings, facts, "templates", report)
    for tag in tags:
        _update(workspace, SITE, tag, strings, facts, "templates", report)
        done += 1
        progress("catalogues", done, total)


def _write_template(
    workspace: Workspace, name: str, found: Sequence[Segment], facts: HeaderFacts, reference: str, report: Report
) -> None:
    path = workspace.template(name)
    content = template(found, source=language(workspace.settings.source), facts=facts, reference=reference)
    if write_whole(path, content):
        report.written.append(path)


def _update(
    workspace: Workspace,
    name: str,
    tag: str,
    found: Sequence[Segment],
    facts: HeaderFacts,
    reference: str,
    report: Report,
) -> None:
    path = workspace.catalogue(name, tag)
    try:
        before = load(path, workspace.shown(path))
        after = updated(before, found, language=language(tag), facts=facts, reference=reference)
        if name == SITE:
            after = _with_shipped_strings(after, tag)
        if save(path, replace(after, file=workspace.shown(path))):
            report.written.append(path)
    except PublishError as error:
        report.failed(error)


def _with_shipped_strings(catalogue: Catalogue, tag: str) -> Catalogue:
    """Empty entries filled with the finished translations that come with the program."""
    path: Path = shipped("locales") / tag / "LC_MESSAGES" / f"{SITE}.po"
    known = {entry.key: entry for entry in (load(path) or Catalogue()).live if not entry.is_fuzzy}
    return catalogue.with_live(
        lambda entry: (
            replace(entry, translation=known[entry.key].translation) if entry.is_empty and entry.key in known else entry
        )
    )
