"""Empty entries filled by a translation engine, saved every so often, so that an interrupted run goes on."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.origin import with_draft
from publish.catalogue.store import load, save
from publish.errors import EngineError, Finding, PublishError
from publish.languages import native_name
from publish.segments import Segment, segments
from publish.steps.report import Progress, Report, silent
from publish.steps.sources import Source
from publish.workspace import Workspace

if TYPE_CHECKING:
    from publish.drafting.draft import Filled

SAVE_EVERY = 20.0
"""Seconds of work that an interruption may cost at most."""


@dataclass(slots=True)
class _Waiting:
    """A catalogue with empty entries: their keys, and the drafts that are not saved yet."""

    path: Path
    file: str
    keys: frozenset[tuple[str, str]]
    filled: dict[tuple[str, str], Filled] = field(default_factory=dict)

    def save(self, report: Report) -> None:
        """Write the drafts into the entries that are still empty."""
        if not self.filled:
            return
        try:
            catalogue = load(self.path, self.file) or Catalogue(file=self.file)
            if save(self.path, catalogue.with_live(self._with_draft)) and self.path not in report.written:
                report.written.append(self.path)
        except PublishError as error:
            report.failed(error)
        self.filled.clear()

    def _with_draft(self, entry: Entry) -> Entry:
        filled = self.filled.get(entry.key)
        if filled is None or not entry.is_empty:
            return entry
        return with_draft(entry, filled.text, filled.origin, filled.comments)


def draft(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    engine_name: str = "",
    progress: Progress = silent,
) -> None:
    """Fill what is empty in each locale; where an engine's package is missing, say so and go on with the next."""
    for tag in workspace.settings.locales:
        if locales and tag not in locales:
            continue
        try:
            _draft_locale(workspace, articles, tag, engine_name or workspace.settings.engine, report, progress)
        except EngineError as error:
            report.notices.append(f"{native_name(tag)} ({tag}) not drafted: {error}")


def _draft_locale(
    workspace: Workspace, articles: Sequence[Source], tag: str, engine_name: str, report: Report, progress: Progress
) -> None:
    todo: list[Segment] = []
    catalogues: list[_Waiting] = []
    for source in articles:
        path = workspace.catalogue(source.article.name, tag)
        try:
            catalogue = load(path, workspace.shown(path)) or Catalogue()
        except PublishError as error:
            report.failed(error)
            continue
        empty = {entry.key for entry in catalogue.live if entry.is_empty}
        found = [item for item in segments(source.article, workspace.settings.segmentation) if item.key in empty]
        if found:
            todo += found
            catalogues.append(_Waiting(path, workspace.shown(path), frozenset(item.key for item in found)))
    if not todo:
        return
    from publish.drafting.draft import drafts
    from publish.drafting.engines import engine

    try:
        machine = engine(engine_name)
    except EngineError as error:
        report.failed(error)
        return
    report.add(machine.findings())
    total = len({item.key for item in todo})
    what = f"drafts, {native_name(tag)}"
    if machine.missing(workspace.settings.source, tag) is None:
        progress(what, 0, total)
    refused: list[str] = []
    saved = time.monotonic()
    try:
        for done, filled in enumerate(drafts(todo, machine, workspace.settings.source, tag), 1):
            if not filled.text:
                refused.append(filled.reason)
            for waiting in catalogues:
                if filled.text and filled.key in waiting.keys:
                    waiting.filled[filled.key] = filled
            if time.monotonic() - saved > SAVE_EVERY:
                _save(catalogues, report)
                saved = time.monotonic()
            progress(what, done, total)
    finally:
        _save(catalogues, report)
    if refused:
        reasons = "; ".join(dict.fromkeys(refused))
        report.add([Finding("warning", f"{tag}: {len(refused)} entries were left empty ({reasons}); translate them")])


def _save(catalogues: Sequence[_Waiting], report: Report) -> None:
    for waiting in catalogues:
        waiting.save(report)
