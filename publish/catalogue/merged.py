"""Sentences merged into a neighbour (`∅`): reviews that hold only while these stand together, unchanged.

The translation of "One. Two." may stand in the entry of "One.", and `∅` in that of "Two.". Then the review of "One." is
worth nothing without "Two." right behind it, nor that of "Two." without those words right before it. When the run of
them breaks, both become fuzzy, `#| msgid` has the sentences in a row, and a comment says why:

    # The sentence merged into this one was removed; before: reviewed, run 5f0c…+7d27… in 5f0c…/9172…, hash 9172…/41cc…

The run is the sentences in a row, by the hashes of their sources, and which of them has which words; the last two
hashes are those of the entry's translation and of the previous source the program put there. When the run is back, with
the same words, and nobody has touched the entry, so is the first entry.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.entry import FUZZY, Entry, state_of
from publish.catalogue.folded import Kind, Whole, without
from publish.catalogue.merged_runs import Article, Key, Run, is_merged, runs, sentence_hash
from publish.catalogue.origin import text_hash
from publish.languages import language
from publish.segments import State

_INTO_THIS = "The sentence merged into this one"
_THIS = "The sentence that this one is merged into"
_BESIDE_THIS = "Another sentence merged into the same one"
_OWNER = "This one, with another merged into it,"
_MERGED = "This one, merged into another,"
_WHO = (_INTO_THIS, _THIS, _BESIDE_THIS, _OWNER, _MERGED)
_WHAT = ("removed", "changed", "moved", "replaced", "repeated", "parted from it")
_HASH = "[0-9a-f]{12}"
_RUN = re.compile(rf"run (?P<hashes>{_HASH}(?:\+{_HASH})*)(?: in (?P<owner>{_HASH})/(?P<words>{_HASH}))?")
_LINE = re.compile(
    rf"(?P<why>(?:{'|'.join(_WHO)}) was (?:{'|'.join(_WHAT)})); before: (?P<state>[a-z]+)"
    rf"(?P<runs>(?:, run {_HASH}(?:\+{_HASH})*(?: in {_HASH}/{_HASH})?)*)"
    rf", hash (?P<translation>{_HASH})/(?P<previous>{_HASH})"
)
_KIND = Kind(_WHO, lambda text: _LINE.fullmatch(text) is not None)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A comment of this module's on an entry that nobody has touched since."""

    entry: Entry
    line: Whole
    why: str
    runs: tuple[Run, ...]


class Merged:
    """The merged sentences of a catalogue before an update.

    `entries` are that catalogue's as they were before this module marked any: what is to be matched.
    """

    def __init__(self, entries: Iterable[Entry], source: str) -> None:
        self.source = source
        self.entries: list[Entry] = []
        self._marks: dict[Key, _Mark] = {}
        self._runs: dict[Key, tuple[Run, ...]] = {}
        self._sources: dict[Key, tuple[str, ...]] = {}
        found = [*entries]
        for entry in found:
            before, mark = _unmarked(entry)
            self.entries.append(before)
            if mark:
                self._marks[entry.key] = mark
        if self._marks or any(map(is_merged, found)):
            self._find_runs(found)
        self._known = {entry.key: entry for entry in self.entries}

    def _find_runs(self, found: Sequence[Entry]) -> None:
        """For each entry with others merged into it, or merged itself, the runs in which it stands or stood."""
        standing = [*runs(found)]
        if any(mark.runs[1:] and is_merged(mark.entry) for mark in self._marks.values()):
            # Marked for what has happened elsewhere, where the same sentence stands as well.
            standing += [
                (run, members)
                for run, members in runs(self.entries)
                if any(entry.key in self._marks and run in self._marks[entry.key].runs for entry in members)
            ]
        held: dict[Key, dict[Run, None]] = {}
        for run, members in standing:
            for entry in members:
                if run.is_single or entry.is_empty or (is_merged(entry) and entry.is_fuzzy):
                    continue
                held.setdefault(entry.key, {})[run] = None
                if not is_merged(entry):
                    self._sources[entry.key] = run.sources
        for run, (entry, *_) in standing:
            if run.is_single and entry.key in held:
                held[entry.key][run] = None
        self._runs = {key: tuple(several) for key, several in held.items()}
        # What waits to be looked at again depends on what it was accepted with.
        self._runs |= {key: mark.runs for key, mark in self._marks.items()}

    def labels_of(self, labels: Callable[[str], list[str]]) -> dict[Key, list[str]]:
        """The note labels of each run, sorted, by the entry that others are merged into."""
        return {
            key: sorted(label for source in sources for label in labels(source))
            for key, sources in self._sources.items()
        }

    def marked(
        self, live: Sequence[Entry], gone: Sequence[Entry], origins: Mapping[Key, Key]
    ) -> tuple[list[Entry], list[Entry]]:
        """The new entries, and those that are no longer live, with every review marked that has lost its ground."""
        if not self._runs and not any(map(is_merged, live)):
            return [*live], [*gone]
        remembered = {run for mark in self._marks.values() for run in mark.runs}
        article = Article(live, origins, self._runs, remembered, self._marks)
        return (
            [self._judged(entry, origins.get(entry.key, entry.key), article, is_live=True) for entry in live],
            [self._judged(entry, entry.key, article, is_live=False) for entry in gone],
        )

    def _judged(self, entry: Entry, old: Key, article: Article, *, is_live: bool) -> Entry:
        """The entry, which was that with the key `old`, marked if need be."""
        held = self._runs.get(old, ())
        stray = article.strays.get(entry.key) if is_live else None
        broken = [run for run in held if run not in article.standing]
        if entry.is_empty or entry.plural:
            return entry
        if is_merged(entry):
            if not (stray if is_live and not entry.is_fuzzy else held) or self._is_placeless(old):
                return entry
        elif not held or not (broken or stray):
            return entry
        mark = self._marks.get(old)
        run = next(iter([*broken, *held]), None)
        if mark:
            why = mark.why
        elif run is None or not run.owner:
            why = f"{_THIS} was replaced"
        else:
            why = _why(entry, old, run, article, is_live=is_live, is_broken=run in broken)
        return self._with_mark(entry, mark, held, run or stray, why)

    def _is_placeless(self, key: Key) -> bool:
        """Whether the entry stood in the article, and nothing tells where: another program has made the catalogue."""
        entry = self._known.get(key)
        return entry is not None and not entry.obsolete and not entry.roles

    def _with_mark(self, entry: Entry, mark: _Mark | None, held: Sequence[Run], run: Run | None, why: str) -> Entry:
        flags, previous, state = entry.flags, entry.previous, state_of(entry)
        if state is State.REVIEWED:
            flags = (FUZZY, *flags)
            previous = previous or self._previous(entry, mark, run)
        line = (
            f"{why}; before: {state.value}{''.join(f', {one}' for one in held)}"
            f", hash {text_hash(entry.translation)}/{text_hash('' if previous == entry.previous else previous)}"
        )
        comments = (*without_marks(entry.comments), line)
        if mark and without_marks(mark.entry.comments) == entry.comments and mark.line.text == line:
            # Where a person or a program has put it, and folded as it is there.
            comments = mark.entry.comments
        return replace(entry, flags=flags, previous=previous, comments=comments)

    def _previous(self, entry: Entry, mark: _Mark | None, run: Run | None) -> str:
        """What the translation was made for: as it stands there already, or the sentences in a row."""
        if mark and mark.entry.previous != self._known[mark.entry.key].previous:
            return mark.entry.previous
        if run is None:
            return ""
        texts = [*run.sources] or [self._by_hash.get(one, "") for one in run.hashes]
        own = sentence_hash(entry.key)
        # A reviewed translation was made for the source it has now, whatever that was in between.
        texts = [entry.source if one == own else text for one, text in zip(run.hashes, texts, strict=True)]
        whole = (" " if language(self.source).writes_spaces else "").join(filter(None, texts))
        return "" if whole == entry.source else whole

    @functools.cached_property
    def _by_hash(self) -> dict[str, str]:
        return {sentence_hash(entry.key): entry.source for entry in self.entries}


def without_marks(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without those that this module writes."""
    return without(comments, _KIND.wholes(comments))


def _why(entry: Entry, old: Key, run: Run, article: Article, *, is_live: bool, is_broken: bool) -> str:
    """What has parted the entry, which was that with the key `old`, from the others of the run."""
    own = sentence_hash(old)
    is_owner = not is_merged(entry)
    others = [one for one in run.hashes if one not in (own, run.owner)]
    this = _OWNER if is_owner else _MERGED
    lost = [one for one in others if one not in article.present]
    changed = [one for one in others if one in article.changed]
    if is_owner and lost:
        return f"{_INTO_THIS} was removed"
    if not is_owner and run.owner not in article.present:
        return f"{_THIS} was removed"
    if not is_live:
        return f"{this} was parted from it"
    if not is_broken:
        return f"{this} was repeated"
    if own in article.changed:
        return f"{this} was changed"
    if is_owner:
        return f"{_INTO_THIS} was {'changed' if changed else 'moved'}"
    if run.owner in article.changed:
        return f"{_THIS} was changed"
    if lost or changed:
        return f"{_BESIDE_THIS} was {'removed' if lost else 'changed'}"
    return f"{_THIS} was moved"


def _unmarked(entry: Entry) -> tuple[Entry, _Mark | None]:
    """The entry before it was marked, and the mark; one that a person has accepted since has its own words."""
    line = next(reversed(_KIND.wholes(entry.comments)), None) if entry.comments else None
    match = _LINE.fullmatch(line.text) if line else None
    if line is None or match is None:
        return entry, None
    comments = without_marks(entry.comments)
    if not entry.is_fuzzy:
        return replace(entry, comments=comments), None
    put = match["previous"] != text_hash("")
    # Some programs lose `#~| msgid`.
    kept = not put or not entry.previous or match["previous"] == text_hash(entry.previous)
    if match["translation"] != text_hash(entry.translation) or not kept:
        return entry, None
    flags = entry.flags
    if match["state"] == State.REVIEWED.value:
        flags = tuple(flag for flag in flags if flag != FUZZY)
    found = tuple(
        Run(tuple(one["hashes"].split("+")), one["owner"] or "", one["words"] or "")
        for one in _RUN.finditer(match["runs"])
    )
    before = replace(entry, comments=comments, flags=flags, previous="" if put else entry.previous)
    return before, _Mark(entry, line, match["why"], found)
