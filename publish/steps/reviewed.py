"""Translations that people have reviewed, of all articles in a locale, by their source."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.segments import MERGED, State
from publish.steps.report import Report
from publish.workspace import SITE, Workspace

if TYPE_CHECKING:
    from publish.drafting.draft import Reviewed


def reviewed_in(catalogue: Catalogue, name: str) -> Iterator[tuple[str, Reviewed]]:
    """Each source with a reviewed translation, obsolete entries included; one merged into its neighbour has none."""
    from publish.drafting.draft import Reviewed

    for entry in (*catalogue.live, *catalogue.obsolete):
        if state_of(entry) is State.REVIEWED and entry.translation != MERGED and not entry.plural:
            yield entry.source, Reviewed(entry.translation, name)


def reviewed_elsewhere(
    workspace: Workspace, tag: str, seen: Collection[str], report: Report
) -> Iterator[tuple[str, Reviewed]]:
    """The same for all catalogues of a locale but those of the names `seen`: articles that are gone, for instance."""
    for path in sorted(workspace.catalogue(SITE, tag).parent.glob("*.po")):
        if path.stem == SITE or path.stem in seen:
            continue
        try:
            catalogue = load(path, workspace.shown(path))
        except PublishError as error:
            report.failed(error)
        else:
            yield from reviewed_in(catalogue or Catalogue(), path.stem)
