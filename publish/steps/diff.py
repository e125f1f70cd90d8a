"""What an update would mean for each locale, and what earlier ones have left to review; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from publish.catalogue.comparing import Comparison, fates, is_waiting, sources_before
from publish.catalogue.entry import Catalogue, Count, word_count
from publish.catalogue.source_changes import SourceChange, source_changes
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.progress import Progress, silent
from publish.steps.left_behind import words_on_left_behind
from publish.steps.memory import Memories, memories
from publish.steps.prepared import Prepared, prepared
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.steps.stale_templates import words_on_stale_templates
from publish.steps.texts import Text, articles_among, texts
from publish.workspace import SITE, Workspace


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an article's text; `tags` are the locales whose catalogues do not have it yet."""

    file: str
    source: SourceChange
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a catalogue: file and line, and the translation that is there."""

    tag: str
    file: str
    line: int
    translation: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence that an earlier update has changed, and the entries that nobody has reviewed since."""

    old: str
    new: str
    role: str
    entries: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article without a catalogue in these locales."""

    file: str
    size: Count
    tags: tuple[str, ...]


@dataclass(slots=True)
class Outlook:
    """What an update would mean by locale, for the articles and for the page strings; what has happened to the text.

    What is `waiting` has nothing to do with this update: earlier ones have left it.
    """

    locales: dict[str, Comparison] = field(default_factory=dict)
    strings: dict[str, Comparison] = field(default_factory=dict)
    new_articles: list[NewArticle] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        """Whether an update would change more than comments."""
        return any(item.is_change for item in (*self.locales.values(), *self.strings.values()))

    def as_data(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "locales": [{"tag": tag, **_numbers(item)} for tag, item in self.locales.items()],
            "page_strings": [{"tag": tag, **_numbers(item)} for tag, item in self.strings.items()],
            "new_articles": [asdict(item) for item in self.new_articles],
            "changes": [{"file": item.file, **asdict(item.source), "locales": item.tags} for item in self.changes],
            "waiting": [asdict(item) for item in self.waiting],
        }


def outlook(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    *,
    locales: Collection[str] = (),
    progress: Progress = silent,
) -> Outlook:
    """What an update of these articles would mean in each locale, and what waits there for review.

    A catalogue that cannot be read is reported and left out.
    """
    tags = [tag for tag in workspace.settings.locales if not locales or tag in locales]
    result = Outlook(dict.fromkeys(tags, Comparison()), dict.fromkeys(tags, Comparison()))
    total = len(tags) * (len(articles) + 1)
    done = 0
    found = list(texts(workspace, articles))
    report.notices += words_on_left_behind(workspace, tags, articles_among(found))
    report.notices += words_on_stale_templates(workspace)
    with memories(workspace, report, progress, looking=True) as known:
        for text in found:
            sums = result.strings if text.name == SITE else result.locales
            catalogues: dict[str, Catalogue | None] = {}
            waiting: dict[tuple[str, str], list[tuple[str, Place]]] = {}
            for tag in tags:
                path = workspace.catalogue(text.name, tag)
                try:
                    work = prepared(text, tag, load(path, workspace.shown(path)))
                except PublishError as error:
                    report.failed(error)
                else:
                    catalogues[tag] = work.before
                    sums[tag] += _comparison(work, known, report)
                    _note_waiting(waiting, work.before, work.after, tag)
                done += 1
                progress("catalogues", done, total)
            if text.name != SITE:
                _add_changes(result, text, catalogues, workspace.settings.source)
            result.waiting += [
                Waiting(old, new, entries[0][0], tuple(place for _, place in entries))
                for (old, new), entries in waiting.items()
            ]
    return result


def _comparison(work: Prepared, known: Memories, report: Report) -> Comparison:
    if work.new and work.before:
        known.hand_over(work.tag, [work.before])
    try:
        return work.with_memory(known)
    except PublishError as error:
        # As in an update: what only helps to fill keeps nothing else back.
        report.failed(error)
        return work.comparison()


def _add_changes(result: Outlook, text: Text, catalogues: Mapping[str, Catalogue | None], language: str) -> None:
    missing = tuple(tag for tag, catalogue in catalogues.items() if catalogue is None)
    if missing:
        sources = {segment.key: segment.source for segment in text.segments}
        size = Count(len(sources), sum(map(word_count, sources.values())))
        result.new_articles.append(NewArticle(text.reference, size, missing))
    # Locales that are up to the same text have the same changes before them.
    versions: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for tag, catalogue in catalogues.items():
        if catalogue is not None:
            versions.setdefault(tuple(entry.key for entry in catalogue.live), []).append(tag)
    found: dict[SourceChange, list[str]] = {}
    for tags in versions.values():
        catalogue = catalogues[tags[0]]
        for change in source_changes(catalogue.live if catalogue else (), text.segments, language):
            found.setdefault(change, []).extend(tags)
    result.changes += [Change(text.reference, change, tuple(tags)) for change, tags in found.items()]


def _note_waiting(
    waiting: dict[tuple[str, str], list[tuple[str, Place]]], before: Catalogue | None, after: Catalogue, tag: str
) -> None:
    for entry, fate in fates(before, after):
        if is_waiting(entry, fate):
            place = Place(tag, after.file, entry.line, entry.translation)
            old = "\n".join(sources_before(entry, after))
            waiting.setdefault((old, entry.source), []).append(("; ".join(entry.roles), place))


def _numbers(comparison: Comparison) -> dict[str, Any]:
    parts = {"live": comparison.live, "kept": comparison.kept, "to_translate": comparison.to_translate}
    return {**{name: asdict(count) for name, count in parts.items()}, **asdict(comparison)}
