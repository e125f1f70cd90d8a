"""Which old entry's translation a new segment is offered: the most similar source, paired over the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

CUT_OFF = 60.0
"""The least similarity, in hundredths (rapidfuzz's `ratio`: twice the common characters over all characters)."""

_MOST_OFFERS = 16
_FAR_AWAY = 1 << 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A segment that has no entry: its source, and the position in the old catalogue of the last kept entry before it.

    They are given in the order of the new article; `after` is -1 where no kept entry stands before.
    """

    source: str
    after: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old entry with words to offer: the sources its translation may belong to, and its position (see `Wanted`)."""

    sources: tuple[str, ...]
    position: int
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which candidates (by index) lend their words to which wanted segments (by index).

    `changed`: a segment and the one entry it was before. `parts`: a segment and the entry that was split into it and
    at least one other. `joined`: a segment and the entries, in order, that were joined into it. A segment is in one of
    the three at most, a candidate in one of the three too.
    """

    changed: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    joined: dict[int, tuple[int, ...]] = field(default_factory=dict)


def paired(wanted: Sequence[Wanted], candidates: Sequence[Candidate]) -> Pairing:
    """The best pairing of the whole catalogue."""
    if not wanted or not candidates:
        return Pairing()
    from rapidfuzz import fuzz, process

    texts = [(text, number) for number, candidate in enumerate(candidates) for text in candidate.sources]
    choices = [text for text, _ in texts]
    offers = []
    for index, item in enumerate(wanted):
        for _, score, choice in process.extract(
            item.source, choices, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=_MOST_OFFERS
        ):
            number = texts[choice][1]
            offers.append((-score, _distance(item, candidates[number]), index, number))
    result: dict[int, int] = {}
    used: set[int] = set()
    for _, _, index, number in sorted(offers):
        if index not in result and number not in used:
            result[index] = number
            used.add(number)
    return Pairing(result)


def _distance(wanted: Wanted, candidate: Candidate) -> int:
    return _FAR_AWAY if candidate.obsolete else abs(candidate.position - wanted.after)
