"""The templates' own strings: their catalogue kept up to date, and what of it a page may use."""

from __future__ import annotations

from collections.abc import Iterable

from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.render.strings import SiteStrings, placeholders
from publish.segments import Segment, State
from publish.steps.report import Report
from publish.workspace import SITE, Workspace, shipped


def site_strings(workspace: Workspace, tag: str, report: Report) -> SiteStrings:
    """The finished strings of a locale: the publication's own, then the ones that come with the program."""
    found: dict[str, str] = {}
    if tag == workspace.settings.source:
        return SiteStrings(found)
    for path in (shipped("locales") / tag / "LC_MESSAGES" / f"{SITE}.po", workspace.catalogue(SITE, tag)):
        try:
            catalogue = load(path, workspace.shown(path))
        except PublishError as error:
            report.failed(error)
            continue
        found |= _finished(catalogue or Catalogue())
    return SiteStrings(found)


def missing_strings(wanted: Iterable[Segment], strings: SiteStrings) -> int:
    """How many of the templates' strings have no finished translation."""
    return sum(segment.source not in strings.by_source for segment in wanted)


def _finished(catalogue: Catalogue) -> dict[str, str]:
    """Reviewed translations whose placeholders are the source's; anything else would break or mislead a page."""
    return {
        entry.source: entry.translation
        for entry in catalogue.live
        if state_of(entry) is State.REVIEWED and placeholders(entry.translation) == placeholders(entry.source)
    }
