"""Empty entries filled from the memory, then by an engine, saved every so often so that an interrupted run goes on."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from publish.catalogue.entry import Catalogue, Entry, word_count
from publish.catalogue.origin import machine, origin_of, untouched, with_draft
from publish.catalogue.store import changed, load
from publish.errors import Finding, PublishError
from publish.invocation import typed
from publish.languages import native_name
from publish.progress import Progress, silent, time_left
from publish.segments import Segment, segments
from publish.steps.memory import fill, memories
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import Workspace

if TYPE_CHECKING:
    from publish.drafting.draft import Filled
    from publish.engines import Engine
    from publish.glossary.terms import Glossary

SAVE_EVERY = 20.0
"""Seconds of work that an interruption may cost at most."""

Key = tuple[str, str]


@dataclass(slots=True)
class _Waiting:
    """A catalogue with entries to fill: which ones, and the drafts that are not saved yet."""

    path: Path
    file: str
    keys: frozenset[Key]
    redo: str
    filled: dict[Key, Filled] = field(default_factory=dict)

    def save(self, report: Report) -> None:
        """Write the drafts into the entries that still wait for one."""
        if not self.filled:
            return
        try:
            if self._changed() and self.path not in report.written:
                report.written.append(self.path)
        except PublishError as error:
            # What could not be saved now is kept for the next time.
            report.failed(error)
        else:
            self.filled.clear()

    def _changed(self) -> bool:
        def change(catalogue: Catalogue | None) -> Catalogue:
            if catalogue is None:
                raise PublishError("it has been removed while drafts were made; run publish update", file=self.file)
            return catalogue.with_live(self._with_draft)

        # Without the publication's lock, which an update holds for long: what is saved here is one catalogue, `changed`
        # lets one process at a time change it, and the drafts go into whatever the other has made of it. So nothing
        # that an interruption ends early has to be waited for longer than another's change of one catalogue.
        return changed(self.path, change, self.file)

    def _with_draft(self, entry: Entry) -> Entry:
        filled = self.filled.get(entry.key)
        if filled is None or not (_is_by(entry, self.redo) if self.redo else entry.is_empty):
            return entry
        if not (filled.text or entry.is_empty):
            return entry  # a draft that is there is better than none
        return with_draft(entry, filled.text, filled.origin, filled.remarks, again=bool(self.redo))


@dataclass(frozen=True, slots=True)
class Work:
    """What a locale's engine has to do, and what it needs for that."""

    tag: str
    engine: Engine
    segments: tuple[Segment, ...]
    catalogues: tuple[_Waiting, ...]
    glossary: Glossary | None

    def drafts(self, source: str) -> Iterator[Filled]:
        """The drafts, each as soon as there is one; see `publish.drafting.draft.drafts`."""
        from publish.drafting.draft import drafts

        return drafts(self.segments, self.engine, source, self.tag, glossary=self.glossary)


def draft(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    engine_name: str = "",
    redo: str = "",
    progress: Progress = silent,
) -> None:
    """Fill what is empty in each locale: what the memory has not, by an engine.

    Where an engine's package is missing, that is said, and the next locale's turn comes.

    With `redo` the drafts of the engine of that name are made again, and only those: an entry that a person changed or
    accepted stays as it is. Raises `EngineError` if there is no engine `engine_name`.
    """
    from publish.engines import engine

    if engine_name:
        engine(engine_name)
    tags = [tag for tag in workspace.settings.locales if not locales or tag in locales]
    found = False
    if not redo:
        with memories(workspace, report, progress) as known:
            for tag in tags:
                fill(known, articles, tag, report)
    for tag in tags:
        try:
            work = work_for(workspace, articles, tag, report, engine_name=engine_name, redo=redo)
            if work is None:
                continue
            found = True
            if missing := work.engine.missing(workspace.settings.source, tag):
                report.notices.append(f"{native_name(tag)} ({tag}) not drafted: {missing}")
            else:
                _fill(work, workspace.settings.source, report, progress)
        except PublishError as error:
            report.failed(error)
    if redo and not found:
        others = ", ".join(sorted(_engines(workspace, articles, tags))) or "none"
        report.notices.append(f"no draft by “{redo}” is as it was made; there are such drafts by: {others}")


def _engines(workspace: Workspace, articles: Sequence[Source], tags: Iterable[str]) -> set[str]:
    """The engines that have made the drafts which nobody has changed."""
    paths = [workspace.catalogue(source.article.name, tag) for tag in tags for source in articles]
    catalogues = (load(path, workspace.shown(path)) for path in paths)
    origins = (untouched(entry) for catalogue in catalogues if catalogue for entry in catalogue.live)
    return {origin.engine for origin in origins if origin and origin.engine}


def work_for(
    workspace: Workspace,
    articles: Sequence[Source],
    tag: str,
    report: Report,
    *,
    engine_name: str = "",
    redo: str = "",
    everything: bool = False,
) -> Work | None:
    """What there is to draft in a locale; `None` if nothing is. With `everything`, what is translated already too.

    Raises `EngineError` if there is no such engine, `PublishError` if the glossary cannot be read: without it, names
    would be translated.
    """
    from publish.engines import engine
    from publish.glossary.table import load_glossary

    todo: list[Segment] = []
    catalogues: list[_Waiting] = []
    translator: Engine | None = None
    for source in articles:
        path = workspace.catalogue(source.article.name, tag)
        try:
            catalogue = load(path, workspace.shown(path))
        except PublishError as error:
            report.failed(error)
            continue
        if catalogue is None:
            report.notices.append(f"{workspace.shown(path)} is not there yet; make it with {typed('update')}")
            continue
        fitting = [entry for entry in catalogue.live if (_is_by(entry, redo) if redo else entry.is_empty)]
        if not (fitting or everything):
            continue
        translator = translator or engine(engine_name or workspace.settings.engine_for(tag))
        keys = frozenset(
            entry.key
            for entry in fitting
            if redo or not _was_refused(entry, translator, workspace.settings.source, tag)
        )
        found = segments(source.article, workspace.settings.segmentation)
        wanted = [item for item in found if everything or item.key in keys]
        if wanted:
            todo += wanted
            catalogues.append(_Waiting(path, workspace.shown(path), keys, redo))
    if translator is None or not todo:
        return None
    report.add(translator.findings())
    glossary = load_glossary(workspace.glossary, workspace.shown(workspace.glossary))
    return Work(tag, translator, tuple(todo), tuple(catalogues), glossary)


def _is_by(entry: Entry, engine: str) -> bool:
    """Whether the entry holds nothing but what the engine of that name made of it."""
    origin = untouched(entry) or (origin_of(entry) if entry.is_empty else None)
    return origin is not None and origin.engine == engine


def _was_refused(entry: Entry, engine: Engine, source: str, tag: str) -> bool:
    """Whether this very engine has already been asked, and what it gave could not be used."""
    origin = origin_of(entry)
    if origin is None or not origin.refused:
        return False
    return origin.words == machine(engine.name, engine.description(source, tag), refused=origin.refused)


def _fill(work: Work, source: str, report: Report, progress: Progress) -> None:
    words = {item.key: word_count(item.source) for item in work.segments}
    what = f"drafts, {native_name(work.tag)}"
    progress(what, 0, len(words))
    refused: list[str] = []
    began = saved = time.monotonic()
    words_done, words_left = 0, sum(words.values())
    try:
        for done, filled in enumerate(work.drafts(source), 1):
            if filled.reason:
                refused.append(filled.reason)
            for waiting in work.catalogues:
                if filled.key in waiting.keys:
                    waiting.filled[filled.key] = filled
            now = time.monotonic()
            words_done, words_left = words_done + words[filled.key], words_left - words[filled.key]
            progress(what, done, len(words), _pace(words_done, words_left, now - began))
            if now - saved > SAVE_EVERY:
                _save(work, report)
                saved = time.monotonic()
    finally:
        try:
            _save(work, report)
        except KeyboardInterrupt:
            # The work of an hour may be in it, and the file is as it was before: only a third Ctrl-C is heeded.
            _save(work, report)
            raise
    if refused:
        report.add([Finding("warning", f"{work.tag}: {_told(refused, again=work.catalogues[0].redo != '')}")])


def _told(refused: Sequence[str], *, again: bool) -> str:
    """What an engine could not do, for these reasons.

    >>> _told(["it has no words for it"], again=False)
    '1 entry was left empty (it has no words for it); translate it'
    """
    reasons = "; ".join(dict.fromkeys(refused))
    one = len(refused) == 1
    if again:
        return f"{len(refused)} {'draft stays as it was' if one else 'drafts stay as they were'} ({reasons})"
    what = "entry was left empty" if one else "entries were left empty"
    return f"{len(refused)} {what} ({reasons}); translate {'it' if one else 'them'}"


def _pace(done: int, left: int, seconds: float) -> str:
    """How fast it goes and how long it will take.

    >>> _pace(1000, 6000, 10.0)
    '100 words/s, 1:00 left'
    """
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    return f"{rate:.0f} words/s, {time_left(left / rate)}"


def _save(work: Work, report: Report) -> None:
    for waiting in work.catalogues:
        waiting.save(report)
