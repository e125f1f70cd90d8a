"""Runs: sentences in a row of which all but one are merged (`∅`) into that one, before and after a change."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publish.catalogue.entry import Entry
from publish.catalogue.former import source_hash
from publish.catalogue.harmless import normal_form
from publish.catalogue.origin import text_hash
from publish.segments import MERGED

Key = tuple[str, str]

_SENTENCE = re.compile(r"(?P<paragraph>.*), sentence (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences in a row, by the hashes of their sources: one with words, and those that are merged into it.

    `owner` is the hash of the one with words, and `words` that of its translation. Both are "" for a merged sentence
    beside which nothing has a translation. `sources` are the sentences themselves, where they are known.
    """

    hashes: tuple[str, ...]
    owner: str = ""
    words: str = ""
    sources: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        owner = f" in {self.owner}/{self.words}" if self.owner else ""
        return f"run {'+'.join(self.hashes)}{owner}"

    @property
    def is_single(self) -> bool:
        """Whether nothing is merged into the one with words."""
        return self.owner != "" and not self.hashes[1:]

    def place_in(self, other: Run) -> int | None:
        """Where in the other one these sentences begin."""
        length = len(self.hashes)
        places = range(len(other.hashes) - length + 1)
        return next((at for at in places if other.hashes[at : at + length] == self.hashes), None)


def sentence_hash(key: Key) -> str:
    """The hash of a source, the same however it is written and its notes are numbered."""
    return source_hash((key[0], normal_form(key[1])))


def words_hash(entry: Entry) -> str:
    """The hash of a translation, likewise."""
    return text_hash(normal_form(entry.translation))


def is_merged(entry: Entry) -> bool:
    """Whether the entry says that its sentence is in a neighbour's translation."""
    return entry.translation == MERGED != entry.source


def runs(entries: Iterable[Entry]) -> Iterator[tuple[Run, list[Entry]]]:
    """The runs of an article, each with its entries; one with words and nothing merged into it is a run of its own.

    Paragraphs are left out in which nothing is merged, nor stands that is in a run elsewhere.

    Merged into a sentence are those behind it, and into the first one of a paragraph those before it as well. One
    without a translation between them is no obstacle, but must stay, as one whose `∅` is fuzzy: it tells where they
    stood. A run ends with the last of them that is reviewed.
    """
    rows = _rows(entries)
    touched = {entry.key for row in rows if any(map(is_merged, row)) for entry in row}
    for row in rows if touched else ():
        if all(entry.key not in touched for entry in row):
            continue
        places = [place for place, entry in enumerate(row) if not (is_merged(entry) or entry.is_empty)]
        for place, following in itertools.pairwise([*places, len(row)]):
            before = row[place - 1 :: -1] if place == places[0] and place else []
            start, end = place - _length(before), place + 1 + _length(row[place + 1 : following])
            yield _run(row[start:end], row[place]), row[start:end]
        if not places:
            for entry in filter(_is_sound, row):
                yield _run([entry]), [entry]


def _run(entries: Sequence[Entry], owner: Entry | None = None) -> Run:
    return Run(
        tuple(sentence_hash(entry.key) for entry in entries),
        sentence_hash(owner.key) if owner else "",
        words_hash(owner) if owner else "",
        tuple(entry.source for entry in entries),
    )


def _is_sound(entry: Entry) -> bool:
    return is_merged(entry) and not entry.is_fuzzy


def _length(entries: Iterable[Entry]) -> int:
    """How many entries there are up to the last one that is merged."""
    return max((number for number, entry in enumerate(entries, 1) if _is_sound(entry)), default=0)


def _rows(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The sentences of each paragraph in their order, as the roles tell it."""
    rows: defaultdict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for entry in entries:
        for role in () if entry.obsolete else entry.roles:
            match = _SENTENCE.fullmatch(role)
            rows[match["paragraph"] if match else role].append((int(match["number"]) if match else 1, entry))
    return [[entry for _, entry in sorted(row, key=lambda item: item[0])] for row in rows.values()]


class Article:
    """The sentences of an article after a change, as to whether the runs in which they were before it still stand.

    `held` has those by the keys that the entries had then; `remembered` are those of an earlier time, in which any
    sentence may stand again but those that `wait` for a person.
    """

    def __init__(
        self,
        live: Sequence[Entry],
        origins: Mapping[Key, Key],
        held: Mapping[Key, Sequence[Run]],
        remembered: Container[Run],
        wait: Container[Key],
    ) -> None:
        self._live = live
        self.standing: set[Run] = set()
        self.strays: dict[Key, Run] = {}
        """The entries of which one place or another is in no known run, with the run that is there."""
        self._origins = origins
        by_words: defaultdict[tuple[str, str], set[Run]] = defaultdict(set)
        for run in itertools.chain.from_iterable(held.values()):
            by_words[run.owner, run.words].add(run)
        for run, entries in runs(live):
            standing: list[tuple[int, Run]] = []
            for one in by_words.get((run.owner, run.words), ()):
                at = one.place_in(run)
                if at is not None:
                    self.standing.add(one)
                    standing.append((at, one))
            for number, entry in enumerate(entries):
                old = origins.get(entry.key, entry.key)
                there = (one for at, one in standing if at <= number < at + len(one.hashes))
                # What others are accepted with says nothing of one that waits among them.
                own, is_free = held.get(old, ()), old not in wait
                if not any(one in own or (is_free and one in remembered) for one in there):
                    self.strays.setdefault(entry.key, run)

    @functools.cached_property
    def present(self) -> set[str]:
        """The sentences that are there, whatever has become of their sources."""
        return {sentence_hash(key) for key in (*(entry.key for entry in self._live), *self._origins.values())}

    @functools.cached_property
    def changed(self) -> set[str]:
        """Those of them that have another source now."""
        pairs = ((sentence_hash(old), sentence_hash(new)) for new, old in self._origins.items() if new != old)
        return {old for old, new in pairs if old != new}
