"""Translations that people have reviewed, of all articles in a locale, by their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.catalogue.entry import state_of
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.segments import MERGED, State
from publish.steps.report import Report
from publish.workspace import SITE, Workspace

if TYPE_CHECKING:
    from publish.drafting.draft import Reviewed


def reviewed(workspace: Workspace, tag: str, report: Report) -> dict[str, Reviewed]:
    """The reviewed translation of each source that has one, obsolete entries included; the first catalogue's counts.

    What is merged into its neighbour is no translation of its own.
    """
    from publish.drafting.draft import Reviewed

    found: dict[str, Reviewed] = {}
    for path in sorted(workspace.catalogue(SITE, tag).parent.glob("*.po")):
        if path.stem == SITE:
            continue
        try:
            catalogue = load(path, workspace.shown(path))
        except PublishError as error:
            report.failed(error)
            continue
        for entry in (*catalogue.live, *catalogue.obsolete) if catalogue else ():
            if state_of(entry) is State.REVIEWED and entry.translation != MERGED and not entry.plural:
                found.setdefault(entry.source, Reviewed(entry.translation, path.stem))
    return found
