"""Catalogues brought up to date with the articles and the page templates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from publish.article import plain
from publish.catalogue.comparing import Comparison, Fate, compared, fates, filled
from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.store import changed, load
from publish.catalogue.template import template
from publish.catalogue.updating import updated
from publish.errors import PublishError
from publish.files import write_whole
from publish.languages import language, native_name
from publish.locks import alone
from publish.memory.filling import filled_from_memory
from publish.memory.pairs import Pair, Standing, has_pair, neighbours, pair_of, pairs_of
from publish.memory.tmx_writing import append
from publish.progress import Progress, silent
from publish.segments import Segment, segments
from publish.site import site_segments
from publish.steps.left_behind import left_behind
from publish.steps.memory import Memories, memories
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import SITE, Workspace, shipped

_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class Text:
    """What catalogues are made from: an article, or the templates' strings (`SITE`)."""

    name: str
    segments: tuple[Segment, ...]
    facts: HeaderFacts
    reference: str
    language: str

    def in_locale(self, before: Catalogue | None, tag: str) -> Catalogue:
        """The catalogue brought up to date, which is `before` now (None if there is none)."""
        after = updated(
            before,
            self.segments,
            language=language(tag),
            facts=self.facts,
            reference=self.reference,
            source=self.language,
        )
        return _with_shipped_strings(after, tag) if self.name == SITE else after


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
    result = dict.fromkeys(tags, Comparison())
    total = len(tags) * (len(articles) + 1)
    done = 0
    found = list(texts(workspace, articles))
    with alone(workspace.cache, progress), memories(workspace, report, progress) as known:
        _remember_left_behind(workspace, found, tags, report)
        for text in found:
            _write_template(workspace, text, report)
            for tag in tags:
                comparison = _Update(text, tag, known, report, progress).made()
                if text.name != SITE:
                    result[tag] += comparison
                done += 1
                progress("catalogues", done, total)
    return result


def texts(workspace: Workspace, articles: Sequence[Source]) -> Iterator[Text]:
    """The articles as catalogues see them, then the templates' strings."""
    for source in articles:
        facts = HeaderFacts(plain(source.article.title), date=source.article.date)
        found = segments(source.article, workspace.settings.segmentation)
        yield Text(source.article.name, tuple(found), facts, source.file, source.article.language)
    strings = site_segments(workspace.template_folders)
    yield Text(SITE, tuple(strings), HeaderFacts("page templates"), "templates", workspace.settings.source)


def articles_among(found: Sequence[Text]) -> list[tuple[str, Sequence[Segment]]]:
    """The names and segments of the articles among these."""
    return [(text.name, text.segments) for text in found if text.name != SITE]


def _remember_left_behind(workspace: Workspace, found: Sequence[Text], tags: Sequence[str], report: Report) -> None:
    """Put what people have translated of articles that are gone into the memory, before anyone deletes its catalogues.

    It is told the first time, and when a new article looks like one of them.
    """
    for item in left_behind(workspace, tags, articles_among(found)):
        added = 0
        for tag, catalogue in item.catalogues.items():
            pairs = (pair for pair in pairs_of(catalogue, item.name) if pair.standing is not Standing.MACHINE)
            try:
                added += _remember(workspace, tag, pairs, report)
            except PublishError as error:
                report.failed(error)
        if added or item.successors:
            report.notices.append(item.in_words())


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
    known: Memories
    report: Report
    progress: Progress
    comparison: Comparison = field(default_factory=Comparison)

    def made(self) -> Comparison:
        """Write the catalogue; what that means for its translators."""
        workspace = self.known.workspace
        path = workspace.catalogue(self.text.name, self.tag)
        try:
            if changed(path, self._changed, workspace.shown(path)):
                self.report.written.append(path)
        except PublishError as error:
            self.report.failed(error)
            return Comparison()
        return self.comparison

    def _changed(self, before: Catalogue | None) -> Catalogue:
        # Called again with what another program has saved meanwhile: the last call is the one that counts.
        after = self.text.in_locale(before, self.tag)
        self.comparison = compared(before, after)
        if before is not None:
            # First, so that the words are somewhere at any moment; what is there already is not added again.
            leaving = _leaving(before, after, self.text.name, self.known.workspace.settings.source)
            _remember(self.known.workspace, self.tag, leaving, self.report)
        result = self._filled(before, after)
        self.comparison = filled(self.comparison, after, result)
        return result

    def _filled(self, before: Catalogue | None, after: Catalogue) -> Catalogue:
        """The catalogue with what the memory has for its new entries; older ones are the business of `draft`."""
        new = {entry.key for entry, fate in fates(before, after) if fate is Fate.NEW and entry.is_empty}
        if not new or self.text.name == SITE:
            return after
        done = 0

        def is_wanted(entry: Entry) -> bool:
            nonlocal done
            if entry.key not in new:
                return False
            if done % _TOLD_EVERY == 0:
                self.progress(f"memory, {native_name(self.tag)}", done, len(new))
            done += 1
            return True

        trust = self.known.workspace.settings.trust_context
        try:
            return self.known.ask(
                self.tag, lambda memory: filled_from_memory(after, memory, trust_context=trust, wanted=is_wanted)
            )
        except PublishError as error:
            # What only helps to fill must not keep the rest from being brought up to date.
            self.report.failed(error)
            return after


def _leaving(before: Catalogue, after: Catalogue, name: str, source: str) -> Iterator[Pair]:
    """What people have written, and the catalogue does not have any more, or not for long."""
    live = before.live
    numbers = {entry.key: number for number, entry in enumerate(live)}
    for entry in departing(before, after, source):
        if has_pair(entry):
            around = ("", "") if entry.obsolete else neighbours(live, numbers[entry.key])
            yield pair_of(entry, name, *around)


def _with_shipped_strings(catalogue: Catalogue, tag: str) -> Catalogue:
    """Empty entries filled with the finished translations that come with the program."""
    path: Path = shipped("locales") / tag / "LC_MESSAGES" / f"{SITE}.po"
    known = {entry.key: entry for entry in (load(path) or Catalogue()).live if not entry.is_fuzzy}
    return catalogue.with_live(
        lambda entry: (
            replace(entry, translation=known[entry.key].translation) if entry.is_empty and entry.key in known else entry
        )
    )
