"""The drafts that nobody has reviewed yet, the most doubtful first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from publish.catalogue.entry import Entry
from publish.catalogue.origin import Origin, origin_of, remarks_of, untouched
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A machine's draft and what speaks against it.

    `confidence` is in percent, `None` where the engine does not say; `refused` says why the entry was left empty.
    """

    file: str
    line: int
    source: str
    translation: str
    confidence: int | None
    remarks: tuple[str, ...]
    refused: str

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts: what was left empty, then what has remarks, then the rest, each from the least sure on."""
        kind = 0 if self.refused else 1 if self.remarks else 2
        return kind, 101 if self.confidence is None else self.confidence


def doubtful(
    workspace: Workspace, articles: Sequence[Source], report: Report, *, locales: Collection[str] = ()
) -> list[Doubtful]:
    """Every draft by a machine that is still as the machine wrote it, and what it left empty, the worst first."""
    found = []
    for tag in workspace.settings.locales:
        if locales and tag not in locales:
            continue
        for source in articles:
            path = workspace.catalogue(source.article.name, tag)
            file = workspace.shown(path)
            try:
                catalogue = load(path, file)
            except PublishError as error:
                report.failed(error)
                continue
            found += [_doubtful(file, entry, origin) for entry, origin in _drafts(catalogue.live if catalogue else ())]
    return sorted(found, key=lambda item: item.rank)


def _drafts(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Origin]]:
    for entry in entries:
        origin = origin_of(entry) if entry.is_empty else untouched(entry)
        if origin and origin.engine and (origin.refused or not entry.is_empty):
            yield entry, origin


def _doubtful(file: str, entry: Entry, origin: Origin) -> Doubtful:
    return Doubtful(
        file, entry.line, entry.source, entry.translation, origin.confidence, remarks_of(entry), origin.refused
    )
