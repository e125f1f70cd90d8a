"""Sentences merged into a neighbour (`∅`): its review holds only while they are there, unchanged and beside it.

The translation of "One. Two." may stand in the entry of "One.", and `∅` in that of "Two.". Then the review of "One." is
worth nothing without "Two." right behind it. Its entry becomes fuzzy, `#| msgid` has both sentences, and a comment says
why:

    # The sentence merged into this one was removed; before: reviewed, run this+9172e8eec99f, hash 5f0c…/7d27…

The run is the sentences in a row, by the hashes of their sources; the hash is that of the translation with that of the
previous source the program put there. When the run is back and nobody has touched the entry, so is the first entry.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.entry import FUZZY, Entry, state_of
from publish.catalogue.folded import Kind, Whole, without
from publish.catalogue.former import source_hash
from publish.catalogue.harmless import normal_form
from publish.catalogue.origin import text_hash
from publish.languages import language
from publish.segments import MERGED, State

Key = tuple[str, str]

_INTO_THIS = "The sentence merged into this one"
_THIS = "The sentence that this one is merged into"
_LINE = re.compile(
    rf"(?:{_INTO_THIS}|{_THIS}) was (?:removed|changed|moved); before: (?P<state>[a-z]+)"
    r", run (?P<run>(?:this|[0-9a-f]{12})(?:\+(?:this|[0-9a-f]{12}))+)"
    r", hash (?P<translation>[0-9a-f]{12})/(?P<previous>[0-9a-f]{12})"
)
_KIND = Kind((_INTO_THIS, _THIS), lambda text: _LINE.fullmatch(text) is not None)
_SENTENCE = re.compile(r"(?P<paragraph>.*), sentence (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class _Run:
    """Sentences in a row, by the hashes of their sources, all but one of them merged into that one.

    `owner`, at `place`, is the entry whose review depends on the others. `keys` has them all, unless the run is what
    the comment `line` remembers.
    """

    owner: Key
    place: int
    hashes: tuple[str, ...]
    keys: tuple[Key, ...] = ()
    line: str = ""

    @property
    def others(self) -> tuple[str, ...]:
        return (*self.hashes[: self.place], *self.hashes[self.place + 1 :])


class Merged:
    """The merged sentences of a catalogue before an update.

    `entries` are that catalogue's as they were before this module marked any: what is to be matched.
    """

    def __init__(self, entries: Iterable[Entry], source: str) -> None:
        self.source = source
        self.entries: list[Entry] = []
        self._marked: dict[Key, Entry] = {}
        self._runs: list[_Run] = []
        for entry in entries:
            line = _line(entry)
            if line is None:
                self.entries.append(entry)
                continue
            before = _unmarked(entry, line)
            self.entries.append(before)
            match = _LINE.fullmatch(line.text)
            assert match is not None
            if entry.is_fuzzy:
                hashes = match["run"].split("+")
                place = hashes.index("this")
                hashes[place] = _hash(entry.key)
                if _is_untouched(entry, match):
                    self._marked[entry.key] = entry
                    self._runs.append(_Run(entry.key, place, tuple(hashes), line=line.text))
        self._known = {entry.key: entry for entry in self.entries}
        if not any(map(_is_merged, self.entries)):
            return
        marked = {run.owner for run in self._runs}
        taken = {one for run in self._runs for one in run.others}
        self._runs += [run for run in _runs(self.entries, taken) if run.owner not in marked]

    def labels_of(self, labels: Callable[[str], list[str]]) -> dict[Key, list[str]]:
        """The note labels of each run, sorted, by the entry that others are merged into."""
        return {run.owner: sorted(label for _, source in run.keys for label in labels(source)) for run in self._runs}

    def marked(
        self, live: Sequence[Entry], gone: Sequence[Entry], origins: Mapping[Key, Key]
    ) -> tuple[list[Entry], list[Entry]]:
        """The new entries, and those that are no longer live, with every review marked that has lost its ground."""
        if not self._runs:
            return [*live], [*gone]
        there = _Article(live, origins, self._known)
        names = {old: new for new, old in origins.items()}
        result = {names.get(entry.key, entry.key): entry for entry in gone} | {entry.key: entry for entry in live}
        marks: dict[Key, tuple[_Run, str]] = {}
        for run in self._runs:
            if there.has(run.hashes):
                continue
            owner = names.get(run.owner, run.owner)
            marks[owner] = (run, run.line or f"{_INTO_THIS} was {there.what_became_of(run.others)}")
            if owner not in there.keys:
                # What was merged into it prints nothing, and nothing else says now what it said.
                for place, old in enumerate(run.keys):
                    key = names.get(old, old)
                    if key in there.keys:
                        marks.setdefault(key, (replace(run, owner=old, place=place), f"{_THIS} was removed"))
        for key, (run, words) in marks.items():
            if key in result:
                result[key] = self._with_mark(result[key], run, words)
        return [result[entry.key] for entry in live], [result[names.get(entry.key, entry.key)] for entry in gone]

    def _with_mark(self, entry: Entry, run: _Run, words: str) -> Entry:
        if entry.is_empty or entry.plural:
            return entry
        was = self._marked.get(run.owner)
        flags, previous, state = entry.flags, entry.previous, state_of(entry)
        if state is State.REVIEWED:
            flags = (FUZZY, *flags)
            previous = previous or self._previous(entry, run, was)
        names = "+".join((*run.hashes[: run.place], "this", *run.hashes[run.place + 1 :]))
        line = (
            f"{words.partition('; before: ')[0]}; before: {state.value}, run {names}"
            f", hash {text_hash(entry.translation)}/{text_hash('' if previous == entry.previous else previous)}"
        )
        comments = (*without(entry.comments, _KIND.wholes(entry.comments)), line)
        if was is not None and without_marks(was.comments) == entry.comments:
            whole = _line(was)
            # Where a person or a program has put it, and folded as it is there.
            comments = was.comments if whole is not None and whole.text == line else comments
        return replace(entry, flags=flags, previous=previous, comments=comments)

    def _previous(self, entry: Entry, run: _Run, was: Entry | None) -> str:
        """What the translation was made for: as it stands there already, or the sentences in a row."""
        if was is not None and was.previous != self._known[was.key].previous:
            return was.previous
        sources = {_hash(entry.key): entry.source for entry in self.entries} if was else {}
        texts = [source for _, source in run.keys] or [sources.get(one, "") for one in run.hashes]
        # A reviewed translation was made for the source it has now, whatever that was in between.
        texts[run.place] = entry.source
        return (" " if language(self.source).writes_spaces else "").join(filter(None, texts))


def without_marks(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without those that this module writes."""
    return without(comments, _KIND.wholes(comments))


class _Article:
    """The new article's sentences in their rows."""

    def __init__(self, live: Sequence[Entry], origins: Mapping[Key, Key], known: Mapping[Key, Entry]) -> None:
        self.keys = {entry.key for entry in live}
        self._present = {_hash(key) for key in (*self.keys, *origins.values())}
        self._changed: set[str] = set()
        self._places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._rows = _rows(live)
        for entry in live:
            origin = origins.get(entry.key)
            if origin and state_of(entry) is State.OUTDATED and state_of(known[origin]) is not State.OUTDATED:
                self._changed.add(_hash(origin))
        for number, row in enumerate(self._rows):
            for place, entry in enumerate(row):
                origin = origins.get(entry.key)
                for one in {_hash(entry.key), _hash(origin or entry.key)}:
                    self._places[one].append((number, place))

    def has(self, hashes: Sequence[str]) -> bool:
        """Whether the sentences stand in a row, all but one of them still merged into that one."""
        for number, place in self._places.get(hashes[0], ()):
            entries = self._rows[number][place : place + len(hashes)]
            if all((number, place + at) in self._places.get(one, ()) for at, one in enumerate(hashes)):
                others = [entry for entry in entries if not (_is_sound(entry) or entry.is_empty)]
                if len(others) == 1 and not _is_merged(others[0]):
                    return True
        return False

    def what_became_of(self, hashes: Sequence[str]) -> str:
        """The gravest that has happened to any of these sentences."""
        present = [one for one in hashes if one in self._present]
        if len(present) < len(hashes):
            return "removed"
        return "changed" if any(one in self._changed for one in present) else "moved"


def _hash(key: Key) -> str:
    """The hash of a source, the same however it is written and its notes are numbered."""
    return source_hash((key[0], normal_form(key[1])))


def _line(entry: Entry) -> Whole | None:
    return next(reversed(_KIND.wholes(entry.comments)), None)


def _is_untouched(entry: Entry, match: re.Match[str]) -> bool:
    previous = match["previous"]
    same = previous in (text_hash(""), text_hash(entry.previous))
    return same and match["translation"] == text_hash(entry.translation)


def _unmarked(entry: Entry, line: Whole) -> Entry:
    """The entry before it was marked; one that a person has accepted since has its own words for what it says."""
    match = _LINE.fullmatch(line.text)
    assert match is not None
    comments = without_marks(entry.comments)
    if not entry.is_fuzzy:
        return replace(entry, comments=comments)
    if not _is_untouched(entry, match):
        return entry
    flags, previous = entry.flags, entry.previous
    if match["state"] == State.REVIEWED.value:
        flags = tuple(flag for flag in flags if flag != FUZZY)
    if match["previous"] != text_hash(""):
        previous = ""
    return replace(entry, comments=comments, flags=flags, previous=previous)


def _is_merged(entry: Entry) -> bool:
    return entry.translation == MERGED != entry.source


def _is_sound(entry: Entry) -> bool:
    return _is_merged(entry) and not entry.is_fuzzy


def _rows(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The sentences of each paragraph in their order, as the roles tell it."""
    rows: defaultdict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for entry in entries:
        for role in () if entry.obsolete else entry.roles:
            match = _SENTENCE.fullmatch(role)
            rows[match["paragraph"] if match else role].append((int(match["number"]) if match else 1, entry))
    return [[entry for _, entry in sorted(row, key=lambda item: item[0])] for row in rows.values()]


def _runs(entries: Iterable[Entry], taken: Container[str]) -> list[_Run]:
    """Each sentence that others are merged into, with these: those behind it, and those before the first of all.

    Not those that are `taken`, by their hashes, as merged into another one, nor those that are fuzzy themselves. One
    without a translation between them is no obstacle, but must stay: it tells where they stood.
    """

    def is_free(entry: Entry) -> bool:
        return entry.is_empty or (_is_sound(entry) and _hash(entry.key) not in taken)

    result = []
    for row in _rows(entries):
        places = [place for place, entry in enumerate(row) if not _is_merged(entry) and not entry.is_empty]
        for place, following in itertools.pairwise([*places, len(row)]):
            before = row[place - 1 :: -1] if place == places[0] and place else []
            start = place - _length(itertools.takewhile(is_free, before))
            end = place + 1 + _length(itertools.takewhile(is_free, row[place + 1 : following]))
            if end - start > 1 and not row[place].plural:
                keys = tuple(entry.key for entry in row[start:end])
                result.append(_Run(row[place].key, place - start, tuple(map(_hash, keys)), keys))
    return result


def _length(entries: Iterable[Entry]) -> int:
    """How many entries there are up to the last one that is merged."""
    return max((number for number, entry in enumerate(entries, 1) if not entry.is_empty), default=0)
