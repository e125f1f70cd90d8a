"""Which old entry's translation a new segment is offered: the most similar source, paired over the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.catalogue.entry import Entry, state_of
from publish.segments import State

CUT_OFF = 60.0
"""The least similarity, in hundredths (rapidfuzz's `ratio`: twice the common characters over all characters)."""

_MOST_OFFERS = 16
_FAR_AWAY = 1 << 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A segment that has no entry: its source, and after which position of the old catalogue it now stands."""

    source: str
    after: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old entry with words to offer, and its position in the old catalogue."""

    entry: Entry
    position: int


def pairs(wanted: Sequence[Wanted], candidates: Sequence[Candidate]) -> dict[int, Entry]:
    """The entry for each of `wanted` that has one, by index; no entry serves twice.

    The most similar pair first, of equals the one that moved least; an obsolete entry counts as far away.
    """
    if not wanted or not candidates:
        return {}
    from rapidfuzz import fuzz, process

    texts = [(text, number) for number, candidate in enumerate(candidates) for text in _sources(candidate.entry)]
    choices = [text for text, _ in texts]
    offers = []
    for index, item in enumerate(wanted):
        for _, score, choice in process.extract(
            item.source, choices, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=_MOST_OFFERS
        ):
            number = texts[choice][1]
            offers.append((-score, _distance(item, candidates[number]), index, number))
    result: dict[int, Entry] = {}
    used: set[int] = set()
    for _, _, index, number in sorted(offers):
        if index not in result and number not in used:
            result[index] = candidates[number].entry
            used.add(number)
    return result


def _sources(entry: Entry) -> list[str]:
    """The sources the entry's translation may belong to: an outdated one belongs to the previous source."""
    outdated = state_of(entry) is State.OUTDATED
    return [entry.source, entry.previous] if outdated else [entry.source]


def _distance(wanted: Wanted, candidate: Candidate) -> int:
    return _FAR_AWAY if candidate.entry.obsolete else abs(candidate.position - wanted.after)
