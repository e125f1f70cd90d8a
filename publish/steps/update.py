"""Catalogues brought up to date with the articles and the page templates."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from publish.catalogue.comparing import Comparison, filled
from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import changed, load
from publish.catalogue.template import template
from publish.errors import PublishError, reason
from publish.files import write_whole
from publish.languages import language, native_name
from publish.locks import alone
from publish.memory.pairs import Pair, has_pair, neighbours_of_pair, pair_of
from publish.memory.tmx_writing import append
from publish.progress import Progress, silent
from publish.segments import State
from publish.steps.left_behind import left_behind
from publish.steps.memory import OFFERS, Memories, memories
from publish.steps.prepared import Prepared, prepared
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.steps.stale_templates import stale_templates
from publish.steps.texts import Text, articles_among, texts
from publish.workspace import SITE, Workspace

_TOLD_EVERY = 50


def update(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    progress: Progress = silent,
) -> dict[str, Comparison]:
    """Bring the catalogues of the articles, and of the templates' strings, up to date in each locale.

    What that means for the articles' translators is given back by locale. A catalogue that cannot be read is reported
    and left as it is; the others go on.
    """
    tags = [tag for tag in workspace.settings.locales if not locales or tag in locales]
    result = {}
    found = list(texts(workspace, articles))
    with alone(workspace.cache, progress), memories(workspace, report, progress) as known:
        behind = _remember_left_behind(workspace, found, tags, report)
        for text in found:
            _write_template(workspace, text, report)
        _remove_stale_templates(workspace, report)
        for number, tag in enumerate(tags):

            def told(done: int, before: int = number * len(found)) -> None:
                progress("catalogues", before + done, len(tags) * len(found))

            result[tag] = _updated_locale(found, tag, behind.pop(tag, []), known, report, progress, told)
    return result


def _updated_locale(
    found: Sequence[Text],
    tag: str,
    behind: Sequence[Catalogue],
    known: Memories,
    report: Report,
    progress: Progress,
    told: Callable[[int], None],
) -> Comparison:
    """Bring a locale's catalogues up to date; what that means for the articles' translators.

    A sentence that goes from one article to another is looked for in the memory as it was before any catalogue lost
    it, whichever of the two comes first. Who has nothing new to be filled does not wait for the memory.
    """
    updates = []
    result = Comparison()
    for number, text in enumerate(found, 1):
        update = _Update(text, tag, known, report, progress)
        if update.is_same():
            result += update.made()
        else:
            updates.append(update)
        told(number)
    if any(update.asks_the_memory for update in updates):
        present = (update.prepared.before for update in updates if update.prepared and update.prepared.before)
        known.hand_over(tag, [*behind, *present])
        try:
            known.ask(tag, lambda _: None)
        except PublishError as error:
            report.failed(error)
    for update in updates:
        result += update.made()
    return result


def _remember_left_behind(
    workspace: Workspace, found: Sequence[Text], tags: Sequence[str], report: Report
) -> dict[str, list[Catalogue]]:
    """Put what people have translated of articles that are gone into the memory, before anyone deletes its catalogues.

    It is told the first time, and when a new article looks like one of them. The catalogues are given by locale.
    """
    result: dict[str, list[Catalogue]] = {}
    for item in left_behind(workspace, tags, articles_among(found)):
        added = 0
        missing = []
        for tag, catalogue in item.catalogues.items():
            result.setdefault(tag, []).append(catalogue)
            try:
                added += _remember(workspace, tag, item.pairs(tag), report)
            except PublishError as error:
                report.failed(error)
                missing.append(tag)
        if added or missing or item.is_news:
            report.notices += item.lines(missing)
    return result


def _remove_stale_templates(workspace: Workspace, report: Report) -> None:
    """Take away the templates that no article and no catalogue needs any more; they hold no one's words."""
    for path in (path for path, is_own in stale_templates(workspace).items() if is_own):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            report.failed(PublishError(f"cannot be removed ({reason(error)}); delete it", file=workspace.shown(path)))
        else:
            report.notices.append(
                f"removed {workspace.shown(path)}: no article and no catalogue has that name any more"
            )


def _remember(workspace: Workspace, tag: str, found: Iterable[Pair], report: Report) -> int:
    """Add the pairs to the memory's file; how many were not there yet."""
    pairs = list(found)
    if not pairs:
        return 0
    path = workspace.memory(tag)
    added = append(path, pairs, workspace.settings.source, tag, workspace.shown(path))
    if added and path not in report.written:
        report.written.append(path)
    return added


def _write_template(workspace: Workspace, text: Text, report: Report) -> None:
    path = workspace.template(text.name)
    source = language(workspace.settings.source)
    content = template(text.segments, source=source, facts=text.facts, reference=text.reference)
    try:
        if write_whole(path, content):
            report.written.append(path)
    except PublishError as error:
        report.failed(error)


@dataclass(slots=True)
class _Update:
    """The update of one catalogue."""

    text: Text
    tag: str
    memories: Memories
    report: Report
    progress: Progress
    prepared: Prepared | None = None
    comparison: Comparison = field(default_factory=Comparison)

    def is_same(self) -> bool:
        """Work out what becomes of the catalogue; whether that is what it is."""
        workspace = self.memories.workspace
        path = workspace.catalogue(self.text.name, self.tag)
        # What cannot be read now is told when it is to be changed: another program may be writing it.
        with contextlib.suppress(PublishError):
            self.prepared = prepared(self.text, self.tag, load(path, workspace.shown(path)))
        return self.prepared is not None and self.prepared.is_same

    @property
    def asks_the_memory(self) -> bool:
        """Whether there is anything new to be looked for."""
        return self.prepared is not None and bool(self.prepared.new)

    def made(self) -> Comparison:
        """Write the catalogue; what that means for its translators."""
        workspace = self.memories.workspace
        path = workspace.catalogue(self.text.name, self.tag)
        known = self.prepared.before if self.prepared else None
        try:
            if changed(path, self._changed, workspace.shown(path), known=known):
                self.report.written.append(path)
        except PublishError as error:
            self.report.failed(error)
            if error.file != workspace.shown(path):
                self.report.failed(PublishError("not brought up to date because of that", file=workspace.shown(path)))
            return Comparison()
        finally:
            self.prepared = None
        # Page strings are nobody's task.
        return Comparison() if self.text.name == SITE else self.comparison

    def _changed(self, before: Catalogue | None) -> Catalogue:
        # Called again with what another program has saved meanwhile: the last call is the one that counts.
        if self.prepared is None or not self.prepared.is_for(before):
            self.prepared = prepared(self.text, self.tag, before)
        work = self.prepared
        self.comparison = work.comparison()
        if before is not None and not work.is_same:
            # First, so that the words are somewhere at any moment; what is there already is not added again.
            settings = self.memories.workspace.settings
            leaving = _leaving(before, work.after, self.text.name, settings.source, with_context=settings.trust_context)
            _remember(self.memories.workspace, self.tag, leaving, self.report)
        result = self._filled(work)
        self.comparison = filled(self.comparison, work.after, result)
        return result

    def _filled(self, work: Prepared) -> Catalogue:
        done = itertools.count()

        def seen() -> None:
            if (number := next(done)) % _TOLD_EVERY == 0:
                self.progress(f"memory, {native_name(self.tag)}", number, len(work.new))

        try:
            return work.filled(self.memories, offers=OFFERS, seen=seen)
        except PublishError as error:
            # What only helps to fill must not keep the rest from being brought up to date.
            self.report.failed(error)
            return work.after


def _leaving(before: Catalogue, after: Catalogue, name: str, source: str, *, with_context: bool) -> Iterator[Pair]:
    """What people have written, and the catalogue does not have any more, or not for long.

    `with_context`, what becomes obsolete too: the words stay there, but nothing there says between which neighbours
    they were reviewed, and a later article that has the sentences together could not be trusted to be the same.
    """
    live = before.live
    numbers = {entry.key: number for number, entry in enumerate(live)}
    for entry in departing(before, after, source):
        if has_pair(entry):
            around = ("", "") if entry.obsolete else neighbours_of_pair(live, numbers[entry.key])
            yield pair_of(entry, name, *around)
    if not with_context:
        return
    gone = {entry.key for entry in after.obsolete}
    for number, entry in enumerate(live):
        if entry.key in gone and state_of(entry) is State.REVIEWED and has_pair(entry):
            yield pair_of(entry, name, *neighbours_of_pair(live, number))
