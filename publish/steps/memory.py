"""What the commands about the memory do, and the memory of a locale for every other step."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.store import changed
from publish.errors import PublishError, SeedError
from publish.invocation import typed
from publish.memory import building, cache
from publish.memory.filling import filled_from_memory
from publish.memory.search import Memory, Rank, Similar
from publish.progress import Progress, silent
from publish.readers import article_names
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import SITE, Workspace

Answer = TypeVar("Answer")

OFFERS = 3
"""Similar sentences shown in an entry for which there is no translation."""


def origins(workspace: Workspace, tag: str) -> list[building.Origin]:
    """The files that a locale's memory is made from: its catalogues, and its TMX file."""
    articles: set[str] = set()
    with contextlib.suppress(SeedError):
        articles = article_names(workspace.seeds)
    ranks = dict.fromkeys(articles, Rank.ARTICLE) | {SITE: Rank.TEMPLATES}
    left = Rank.LEFT_BEHIND
    paths = sorted(workspace.catalogue(SITE, tag).parent.glob("*.po"))
    found = [building.Origin(path, workspace.shown(path), path.stem, ranks.get(path.stem, left)) for path in paths]
    path = workspace.memory(tag)
    return [*found, building.Origin(path, workspace.shown(path), path.name, Rank.TMX)]


class Memories:
    """The memories of a publication's locales, each brought up to date when it is first asked.

    A database that fails on the way is made anew; one that cannot be written is done without. `looking` writes nothing
    in the publication: a copy of the database is brought up to date, and nothing is told of how it fares.
    """

    def __init__(
        self, workspace: Workspace, report: Report, progress: Progress = silent, *, looking: bool = False
    ) -> None:
        self.workspace = workspace
        self.report = report
        self.progress = progress
        self.looking = looking
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._cache: cache.Cache | None = None
        self._memories: dict[str, Memory] = {}
        self._read: dict[str, Mapping[str, Catalogue]] = {}
        self._failures = 0

    def filled(
        self,
        catalogue: Catalogue,
        tag: str,
        *,
        offers: int = OFFERS,
        wanted: Callable[[Entry], bool] = lambda _: True,
        seen: Callable[[], None] = lambda: None,
    ) -> Catalogue:
        """The catalogue with its empty entries filled, as `filled_from_memory` says, which is asked if there are any.

        Raises `PublishError` if the memory cannot be asked.
        """
        if not any(entry.is_empty and wanted(entry) for entry in catalogue.live):
            return catalogue
        trust = self.workspace.settings.trust_context
        return self.ask(
            tag,
            lambda memory: filled_from_memory(
                catalogue, memory, trust_context=trust, offers=offers, wanted=wanted, seen=seen
            ),
        )

    def ask(self, tag: str, question: Callable[[Memory], Answer]) -> Answer:
        """What the question makes of the locale's memory."""
        while True:
            try:
                return question(self._memory(tag))
            except sqlite3.Error as error:
                self._recover(error)

    def hand_over(self, tag: str, catalogues: Iterable[Catalogue]) -> None:
        """Spare the locale's memory, when it is first asked, to read again what has just been read."""
        if tag not in self._memories:
            self._read[tag] = {catalogue.file: catalogue for catalogue in catalogues}

    def close(self) -> None:
        """Let go of the database."""
        self._memories.clear()
        if self._cache:
            self._cache.close()
            self._cache = None
        if self._copy:
            self._copy.cleanup()
            self._copy = None

    def _memory(self, tag: str) -> Memory:
        if tag not in self._memories:
            if self._cache is None:
                self._cache = self._opened()
                self._tell(self._cache.notice)
            source = self.workspace.settings.source
            built = building.bring_up_to_date(
                self._cache, tag, source, origins(self.workspace, tag), self.progress, self._read.pop(tag, {})
            )
            self.report.add(built.findings)
            self._memories[tag] = Memory(self._cache.connection, built.locale, source)
        return self._memories[tag]

    def _opened(self) -> cache.Cache:
        path = self.workspace.memory_cache
        file = self.workspace.shown(path)
        if self.looking and self._failures == 0:
            try:
                self._copy = tempfile.TemporaryDirectory(prefix="publish-")
                return cache.opened(_copied(path, Path(self._copy.name)), file)
            except OSError:
                self._failures = 2
        return cache.opened(path, file, in_memory=self.looking or self._failures > 1)

    def _recover(self, error: sqlite3.Error) -> None:
        self._failures += 1
        if self._cache is None or self._cache.path is None or self._failures > 2:
            raise PublishError(
                f"cannot be used ({error}); delete it and run the command again",
                file=self.workspace.shown(self.workspace.memory_cache),
            ) from error
        path = self._cache.path
        self.close()
        if cache.is_in_the_way(error):
            self._failures = 2
            self._tell(cache.done_without(self.workspace.shown(path), error))
        else:
            self._tell(cache.made_anew(self.workspace.shown(path), error))
            cache.remove(path)

    def _tell(self, notice: str) -> None:
        if notice and not self.looking and notice not in self.report.notices:
            self.report.notices.append(notice)


def _copied(path: Path, folder: Path) -> Path:
    """The database copied into the folder; none is there if the file cannot be read, or is being written.

    SQLite cannot be asked to read it where it lies: even to read, it puts files beside a database of this kind.
    """
    copy = folder / path.name
    names = (path.name, f"{path.name}-wal")

    def state() -> list[tuple[int, int] | None]:
        places = [path.with_name(name) for name in names]
        return [(place.stat().st_size, place.stat().st_mtime_ns) if place.exists() else None for place in places]

    with contextlib.suppress(OSError):
        before = state()
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(name), folder / name)
        if state() == before:
            return copy
    for name in names:
        (folder / name).unlink(missing_ok=True)
    return copy


@contextlib.contextmanager
def memories(
    workspace: Workspace, report: Report, progress: Progress = silent, *, looking: bool = False
) -> Iterator[Memories]:
    """The publication's memories, for the time of the block; see `Memories`."""
    found = Memories(workspace, report, progress, looking=looking)
    try:
        yield found
    finally:
        found.close()


def fill(known: Memories, articles: Sequence[Source], tag: str, report: Report) -> None:
    """Fill what is empty in the articles' catalogues of a locale from its memory."""
    workspace = known.workspace
    for source in articles:
        path = workspace.catalogue(source.article.name, tag)
        if not path.exists():
            continue
        try:
            if changed(path, lambda catalogue: known.filled(catalogue or Catalogue(), tag), workspace.shown(path)):
                report.written.append(path)
        except PublishError as error:
            report.failed(error)


def matches(known: Memories, tag: str, text: str, number: int) -> list[Similar]:
    """The pairs with this text, then those with the most similar ones."""
    exact = known.ask(tag, lambda memory: memory.exact(text))
    similar = known.ask(tag, lambda memory: memory.similar(text, number))
    return [*(Similar(100.0, pair) for pair in exact), *similar][:number]


def size_of_cache(workspace: Workspace) -> int:
    """Bytes on disk of what keeps the memory ready."""
    with contextlib.suppress(OSError):
        return workspace.memory_cache.stat().st_size
    return 0


def hint_for_empty() -> str:
    """What to do about a memory with nothing in it."""
    return f"the memory is empty; translations fill it, and {typed('memory import FILE.tmx')}"
