"""What has happened to an article's sentences between two versions: changed, split, joined, moved, new, removed.

It tells people about the text alone; which translation goes where is for `publish.catalogue.updating`, which pairs the
sentences by the same rules.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from publish.catalogue.entry import Entry
from publish.catalogue.harmless import harmless_changes
from publish.catalogue.pairing import Candidate, Pairing, Wanted, paired
from publish.segments import Segment

Kind = Literal["changed", "harmless", "split", "joined", "moved", "new", "removed"]


@dataclass(frozen=True, slots=True)
class SourceChange:
    """One change of the text: its old sentences and its new ones.

    `place` says where the new ones stand, as a translator is told (the old ones, if they were removed); `former` where
    the old ones stood, if they have moved. `line` is the seed's line of the new ones, 0 if there are none. `words` name
    what is harmless about a change.
    """

    kind: Kind
    old: tuple[str, ...]
    new: tuple[str, ...]
    place: str
    line: int = 0
    former: str = ""
    words: str = ""


def source_changes(
    before: Sequence[Entry], segments: Iterable[Segment], language: str = "en"
) -> tuple[SourceChange, ...]:
    """How the text of the entries to be translated has become these segments, in the order of the new article.

    `language` is the text's (a BCP 47 tag).
    """
    after: dict[tuple[str, str], Segment] = {}
    for segment in segments:
        if segment.source:
            after.setdefault(segment.key, segment)
    text = _Text(before, tuple(after.values()), language)
    found = [*text.replaced(), *text.moved(), *text.removed()]
    return tuple(change for _, change in sorted(found, key=lambda item: item[0]))


class _Text:
    """Both versions, and from which old sentences (by position) each new one (by number) comes."""

    def __init__(self, before: Sequence[Entry], after: Sequence[Segment], language: str) -> None:
        self.before, self.after = before, after
        positions = {entry.key: position for position, entry in enumerate(before)}
        self.kept = {number: positions[item.key] for number, item in enumerate(after) if item.key in positions}
        self.pairing = self._pairing(language)
        self.origins: Mapping[int, tuple[int, ...]] = {
            **{number: (position,) for number, position in self.kept.items()},
            **{number: (position,) for number, position in self.pairing.changed.items()},
            **{number: (position,) for number, position in self.pairing.parts.items()},
            **self.pairing.joined,
        }
        self.in_order = _longest_rise([self.origins[number][0] for number in sorted(self.origins)])

    def _pairing(self, language: str) -> Pairing:
        """The pairing with numbers and positions of all sentences, not of those without a twin alone."""
        wanted = [number for number in range(len(self.after)) if number not in self.kept]
        twins = set(self.kept.values())
        gone = [position for position in range(len(self.before)) if position not in twins]
        numbers = sorted(self.kept)
        items = []
        for number in wanted:
            place = bisect_left(numbers, number)
            items.append(
                Wanted(
                    self.after[number].source,
                    self.kept[numbers[place - 1]] if place else -1,
                    self.kept[numbers[place]] if place < len(numbers) else None,
                )
            )
        pairing = paired(items, [Candidate((self.before[position].source,), position) for position in gone], language)
        return Pairing(
            {wanted[item]: gone[choice] for item, choice in pairing.changed.items()},
            {wanted[item]: gone[choice] for item, choice in pairing.parts.items()},
            {wanted[item]: tuple(gone[choice] for choice in found) for item, found in pairing.joined.items()},
        )

    def replaced(self) -> Iterator[tuple[float, SourceChange]]:
        """The new sentences that were not there before."""
        parts: dict[int, list[int]] = {}
        for number in sorted(self.pairing.parts):
            parts.setdefault(self.pairing.parts[number], []).append(number)
        for number in range(len(self.after)):
            if number in self.kept:
                continue
            origins = self.origins.get(number, ())
            if number not in self.pairing.parts:
                yield number, self._change(origins, [number])
            elif parts[origins[0]][0] == number:
                yield number, self._change(origins, parts[origins[0]])

    def moved(self) -> Iterator[tuple[float, SourceChange]]:
        """The sentences that stand elsewhere now, those together that moved together."""
        run: list[int] = []
        for number in sorted(number for number, position in self.kept.items() if position not in self.in_order):
            if run and (number != run[-1] + 1 or self.kept[number] != self.kept[run[-1]] + 1):
                yield run[0], self._change([self.kept[item] for item in run], run, "moved")
                run = []
            run.append(number)
        if run:
            yield run[0], self._change([self.kept[item] for item in run], run, "moved")

    def removed(self) -> Iterator[tuple[float, SourceChange]]:
        """The old sentences that are gone, each behind what follows the sentence that stood before it."""
        numbers = {position: number for number, found in self.origins.items() for position in found}
        number = -1
        for position in range(len(self.before)):
            if position in numbers:
                number = numbers[position] if position in self.in_order else number
            else:
                yield number + 0.5, self._change([position], [])

    def _change(self, old: Sequence[int], new: Sequence[int], kind: Kind | None = None) -> SourceChange:
        sources = tuple(self.before[position].source for position in old)
        texts = tuple(self.after[number].source for number in new)
        harmless = harmless_changes(sources[0], texts[0]) if not kind and len(sources) == len(texts) == 1 else None
        stood = _place([self.before[position].roles for position in old])
        stands = _place([self.after[number].role.splitlines() for number in new])
        has_moved = bool(old and new) and old[0] not in self.in_order
        return SourceChange(
            kind or ("harmless" if harmless is not None else _kind(len(old), len(new))),
            sources,
            texts,
            stands if new else stood,
            self.after[new[0]].line if new else 0,
            stood if has_moved and stood != stands else "",
            ", ".join(harmless or ()),
        )


def _kind(old: int, new: int) -> Kind:
    if not old:
        return "new"
    if not new:
        return "removed"
    return "changed" if old == new else "split" if new > old else "joined"


def _place(roles: Sequence[Sequence[str]]) -> str:
    """Where sentences stand: the place of the first, and what is different in that of the last.

    >>> _place([["Section 1, paragraph 2, sentence 1"], ["Section 1, paragraph 2, sentence 3"]])
    'Section 1, paragraph 2, sentence 1 to sentence 3'
    """
    names = [role[0].split(", ") for role in roles if role]
    if not names:
        return ""
    first, last = names[0], names[-1]
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    return ", ".join(first) + (f" to {', '.join(last[same:])}" if last[same:] else "")


def _longest_rise(positions: Sequence[int]) -> frozenset[int]:
    """The most of the positions that stand in rising order (patience sorting: Aldous and Diaconis, 1999)."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, position in enumerate(positions):
        pile = bisect_left(ends, position)
        before.append(places[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [position]
        places[pile : pile + 1] = [place]
    found = []
    place = places[-1] if places else -1
    while place >= 0:
        found.append(positions[place])
        place = before[place]
    return frozenset(found)
