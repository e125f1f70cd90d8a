"""A few drafts to look at before the work, written nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.segments import Segment
from publish.steps.draft import work_for
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import Workspace

if TYPE_CHECKING:
    from publish.drafting.draft import Filled


def sample(
    workspace: Workspace,
    articles: Sequence[Source],
    tag: str,
    report: Report,
    number: int,
    *,
    engine_name: str = "",
) -> list[Filled]:
    """Drafts of `number` segments from all over the articles, in their order, translated already or not.

    Raises `EngineError` when what the engine needs is missing.
    """
    work = work_for(workspace, articles, tag, report, engine_name=engine_name, everything=True)
    if work is None:
        return []
    different = {item.key: item for item in work.segments if any(character.isalpha() for character in item.source)}
    chosen = spread(list(different.values()), number)
    places = {item.key: place for place, item in enumerate(chosen)}
    found = replace(work, segments=tuple(chosen)).drafts(workspace.settings.source)
    return sorted(found, key=lambda filled: places[filled.key])


def spread(items: Sequence[Segment], number: int) -> list[Segment]:
    """As many of the items, at equal distances; all of them where there are no more.

    >>> spread("abcdefghij", 3)
    ['b', 'f', 'i']
    """
    if number >= len(items):
        return list(items)
    return [items[(2 * place + 1) * len(items) // (2 * number)] for place in range(number)]
