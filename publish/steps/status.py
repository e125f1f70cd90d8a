"""How far each locale is, counted over the articles' segments as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from publish.catalogue.entry import state_of
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.languages import native_name
from publish.segments import State, segments
from publish.steps.left_behind import words_on_left_behind
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.steps.stale_templates import words_on_stale_templates
from publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """Segments of a locale by state; a segment that occurs twice in an article counts once, as in its catalogue."""

    tag: str
    name: str
    segments: int
    reviewed: int
    draft: int
    outdated: int
    untranslated: int

    def as_data(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)


def status(
    workspace: Workspace, articles: Iterable[Source], report: Report, *, locales: Collection[str] = ()
) -> list[LocaleStatus]:
    """A row for the source language and each locale (those of `locales`, if any are named), in the settings' order."""
    keys = [
        (source.article.name, {segment.key for segment in segments(source.article, workspace.settings.segmentation)})
        for source in articles
    ]
    total = sum(len(wanted) for _, wanted in keys)
    rows = []
    for tag in workspace.settings.languages:
        if locales and tag not in locales:
            continue
        counts = dict.fromkeys(State, 0)
        if tag == workspace.settings.source:
            counts[State.REVIEWED] = total
        else:
            for name, wanted in keys:
                states = _states(workspace, name, tag, report)
                for key in wanted:
                    counts[states.get(key, State.UNTRANSLATED)] += 1
        rows.append(
            LocaleStatus(
                tag,
                native_name(tag),
                total,
                reviewed=counts[State.REVIEWED],
                draft=counts[State.DRAFT],
                outdated=counts[State.OUTDATED],
                untranslated=counts[State.UNTRANSLATED],
            )
        )
    return rows


def catalogues_left_behind(
    workspace: Workspace, articles: Iterable[Source], report: Report, *, locales: Collection[str] = ()
) -> None:
    """Tell of the catalogues in these locales, and of the templates, whose article is gone."""
    tags = [tag for tag in workspace.settings.locales if not locales or tag in locales]
    found = ((source.article.name, segments(source.article, workspace.settings.segmentation)) for source in articles)
    report.notices += words_on_left_behind(workspace, tags, found)
    report.notices += words_on_stale_templates(workspace)


def _states(workspace: Workspace, name: str, tag: str, report: Report) -> dict[tuple[str, str], State]:
    try:
        path = workspace.catalogue(name, tag)
        catalogue = load(path, workspace.shown(path))
    except PublishError as error:
        report.failed(error)
        return {}
    return {entry.key: state_of(entry) for entry in catalogue.live} if catalogue else {}
