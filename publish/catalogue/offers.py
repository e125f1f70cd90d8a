"""Which old entries come into question for each segment that has none, and how good each of these offers is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.catalogue.nearest import Index, Vocabulary
from publish.catalogue.similarity import marks, normalised

CUT_OFF = 70.0
CUT_OFF_IN_PLACE = 48.0
"""The least likeness, in hundredths, of a sentence and the one it was: anywhere, and just where the old one stood.

Of the article in this repository, in five languages, two sentences of a thousand pairs are more alike than 39, the most
alike 51. One with three of its eight words edited can be down at 60.
"""

_IN_PLACE = 12.0
_SLACK = 6
_FADES_OVER = 24
"""The right place is worth that many hundredths, within some slack; what is that much further away gets nothing."""

_SURE = 75.0
_SURE_ANYWHERE = 95.0
"""An old sentence so alike, about its place or anywhere, need not be looked for any further."""

_CLEARLY = 10.0
"""A sure one that is so much more alike than the next is beyond doubt."""

_OBSOLETE = 2.0
_SAYS_ANOTHER_THING = 3.0
"""What is taken off for an obsolete entry, and for another number, name or negation, among several offers."""

_MOST_DISORDER = 8.0
_DISORDER_VALUE = 150
_NEIGHBOURS = 6
_MOST_OFFERS = 8

_WORDS_SHARE = 0.5
_FEW, _WORDS_SHARE_IF_FEW = 3, 0.25
"""How much the words count in a likeness, beside the characters; less in a text of few words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A segment that has no entry: its source, and the positions in the old catalogue of the kept entries round it.

    They are given in the order of the new article. `after` is the position of the last kept entry before it, -1 where
    there is none; `before` that of the first kept entry after it, None where there is none or nobody knows.
    """

    source: str
    after: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old entry with words to offer: the sources its translation may belong to, and its position (see `Wanted`)."""

    sources: tuple[str, ...]
    position: int
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate (by its index) for a segment: how alike they are, and what pairing them is worth, place included."""

    candidate: int
    likeness: float
    value: int


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from.

    `offers` has for each wanted segment its offers, the best first; `near` the live candidates that were looked at,
    however unlike; `wanted_words` and `candidate_words` the sources as words (see `nearest.Vocabulary`); `neighbours`
    pairs of candidates that stood next to each other; `following` the segments that come right after another.
    """

    offers: list[list[Offer]]
    near: list[list[int]]
    wanted_words: list[str]
    candidate_words: list[str]
    next_wanted: dict[int, int]
    next_candidate: dict[int, int]


def offers(wanted: Sequence[Wanted], candidates: Sequence[Candidate], language: str) -> Offers:
    """The offers for each segment.

    Few are looked at: the old entries round its place, and those that share its rarest words.
    """
    search = _Search(wanted, candidates, language)
    runs = _runs(wanted)
    for run in runs:
        search.run(run)
    following = zip(search.order, search.order[1:], strict=False)
    return Offers(
        offers=search.offers,
        near=[[number for number in found if not candidates[number].obsolete] for found in search.likeness],
        wanted_words=[text.words for text in search.texts],
        candidate_words=[texts[0].words for texts in search.old],
        next_wanted={number: number + 1 for run in runs for number in run[:-1]},
        next_candidate={
            one: other for one, other in following if candidates[other].position == candidates[one].position + 1
        },
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """A source as it is compared: by characters and by words."""

    source: str
    characters: str
    words: str


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of positions where a segment may have stood, first and last, and the likeliest of them."""

    first: int
    last: int
    expected: float


class _Search:
    def __init__(self, wanted: Sequence[Wanted], candidates: Sequence[Candidate], language: str) -> None:
        vocabulary = Vocabulary()

        def text(source: str) -> _Text:
            characters = normalised(source)
            return _Text(source, characters, vocabulary.words(characters))

        self.language = language
        self.wanted = wanted
        self.candidates = candidates
        self.texts = [text(item.source) for item in wanted]
        self.old = [[text(source) for source in candidate.sources] for candidate in candidates]
        by_place = sorted(
            range(len(candidates)), key=lambda number: (candidates[number].obsolete, candidates[number].position)
        )
        self.order = [number for number in by_place if not candidates[number].obsolete]
        self.positions = [candidates[number].position for number in self.order]
        self.owners = [number for number in by_place for _ in self.old[number]]
        self.owner_positions = [
            candidates[number].position for number in self.owners if not candidates[number].obsolete
        ]
        self.index = Index([old.words for number in by_place for old in self.old[number]])
        self.likeness: list[dict[int, float]] = [{} for _ in wanted]
        self.offers: list[list[Offer]] = [[] for _ in wanted]

    def run(self, run: range) -> None:
        """Look for the segments of a run between the same kept entries; then again for those between sure finds."""
        stretches = self._stretches(run)
        self._look(run, stretches)
        if len(run) > 1:
            for part, stretch in self._between_sure(run, stretches):
                self._look(part, [stretch])

    def _stretches(self, run: range) -> list[tuple[int, int]]:
        """The positions, first and last, where a run may have stood."""
        first = self.wanted[run.start]
        after, before = first.after, first.before
        if before is not None and 0 < before - after <= 4 * len(run) + 16:
            return [(after + 1, before - 1)]
        stretches = [(after + 1, after + self._gone(after + 1, 1))]
        if before is not None:
            stretches.append((before - self._gone(before - 1, -1), before - 1))
        return stretches

    def _gone(self, start: int, step: int) -> int:
        """How many positions in a row, from `start`, are candidates'."""
        place = bisect_left(self.positions, start)
        count = 0
        while 0 <= place < len(self.positions) and self.positions[place] == start + count * step:
            count += 1
            place += step
        return count

    def _look(self, run: range, stretches: Iterable[tuple[int, int]]) -> None:
        for number in run:
            share = (number - run.start + 0.5) / len(run)
            gaps = [_Gap(start, end, start - 0.5 + share * (end - start + 1)) for start, end in stretches]
            self._compare(number, gaps)
            self.offers[number] = self._offers(number, gaps)

    def _between_sure(
        self, run: range, stretches: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[range, tuple[int, int]]]:
        """The parts of a run between segments whose old entry is beyond doubt, and where each may have stood."""
        first, last = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
        sure = []
        for number in run:
            best, *others = self.offers[number] or [_NOTHING]
            second = max((offer.likeness for offer in others), default=0.0)
            if best.likeness >= _SURE and best.likeness - second >= _CLEARLY:
                candidate = self.candidates[best.candidate]
                if first <= candidate.position <= last and not candidate.obsolete:
                    sure.append((number, candidate.position))
        sure = _rising(sure)
        if sure:
            ends = [*sure, (run.stop, last + 1)]
            for (number, position), (end, before) in zip([(run.start - 1, first - 1), *sure], ends, strict=True):
                if number + 1 < end:
                    yield range(number + 1, end), (position + 1, before - 1)

    def _compare(self, number: int, gaps: Sequence[_Gap]) -> None:
        """Note how alike the candidates worth a look are: 0 where that is under every cut-off."""
        text = self.texts[number]
        found = self.likeness[number]
        is_first_look = not found

        def look_at(candidates: Iterable[int]) -> None:
            for candidate in candidates:
                if candidate not in found:
                    found[candidate] = max(_likeness(text, old) for old in self.old[candidate])

        for gap in gaps:
            middle = bisect_left(self.positions, gap.expected)
            look_at(self.order[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS])
        is_in_place = max(found.values(), default=0.0) >= _SURE
        expected = bisect_right(self.owner_positions, gaps[0].expected)
        look_at(self.owners[place] for place in self.index.nearest(text.words, expected))
        if is_first_look and not is_in_place and max(found.values(), default=0.0) < _SURE_ANYWHERE:
            look_at(self.owners[place] for place in self.index.nearest(text.words, expected, thoroughly=True))

    def _offers(self, number: int, gaps: Sequence[_Gap]) -> list[Offer]:
        found = []
        for candidate, alike in self.likeness[number].items():
            if alike >= CUT_OFF_IN_PLACE:
                worth, disorder = self._place(candidate, gaps)
                if alike >= CUT_OFF - (CUT_OFF - CUT_OFF_IN_PLACE) * max(0.0, worth) / _IN_PLACE:
                    found.append((alike + worth, alike, disorder, candidate))
        found.sort(key=lambda offer: (-offer[0], offer[2], offer[3]))
        del found[_MOST_OFFERS:]
        several = len(found) > 1
        result = []
        for strength, alike, disorder, candidate in found:
            if several and self._says_another_thing(number, candidate):
                strength -= _SAYS_ANOTHER_THING
            # Squared, so that one very good pair counts for more than two poor ones; disorder is not, lest one segment
            # far out of order count for less than two a little.
            value = round(strength * strength - _DISORDER_VALUE * disorder)
            result.append(Offer(candidate, alike, max(1, value)))
        return result

    def _place(self, candidate: int, gaps: Sequence[_Gap]) -> tuple[float, float]:
        """What the candidate's place is worth, and how far it is out of order."""
        if self.candidates[candidate].obsolete:
            return -_OBSOLETE, _MOST_DISORDER
        position = self.candidates[candidate].position
        best = (0.0, _MOST_DISORDER)
        for gap in gaps:
            distance = abs(position - gap.expected)
            outside = max(gap.first - position, position - gap.last, distance - _SLACK, 0)
            worth = _IN_PLACE if not outside else 0.7 * _IN_PLACE * max(0.0, 1 - outside / _FADES_OVER)
            # Growing faster than the distance: among equals, keeping the order is then better than any exchange.
            disorder = min(_MOST_DISORDER, distance / 4 + distance * distance / 100)
            best = max(best, (worth, disorder), key=lambda found: (found[0], -found[1]))
        return best

    def _says_another_thing(self, number: int, candidate: int) -> bool:
        mine = marks(self.texts[number].source, self.language)
        return all(marks(old.source, self.language) != mine for old in self.old[candidate])


_NOTHING = Offer(-1, 0.0, 0)


def _runs(wanted: Sequence[Wanted]) -> list[range]:
    """The stretches of wanted segments between the same kept entries."""
    starts = [
        number
        for number, item in enumerate(wanted)
        if number == 0 or (item.after, item.before) != (wanted[number - 1].after, wanted[number - 1].before)
    ]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(wanted)], strict=True)]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs, given in the order of their first members, in which the second ones rise too."""
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for place, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        before.append(chosen[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        chosen[length : length + 1] = [place]
    place = chosen[-1] if chosen else -1
    found = []
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]


def _likeness(one: _Text, other: _Text) -> float:
    from rapidfuzz import fuzz

    share = _WORDS_SHARE_IF_FEW if max(len(one.words), len(other.words)) <= _FEW else _WORDS_SHARE
    by_words = share * fuzz.ratio(one.words, other.words)
    least = (CUT_OFF_IN_PLACE - by_words) / (1 - share)
    by_characters = fuzz.ratio(one.characters, other.characters, score_cutoff=max(0.0, least))
    return by_words + (1 - share) * by_characters if by_characters else 0.0
