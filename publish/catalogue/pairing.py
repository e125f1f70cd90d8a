"""Which old entry's translation a new segment is offered: the best pairing of the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.catalogue.assignment import assignment
from publish.catalogue.offers import Candidate, Offers, Wanted, offers
from publish.catalogue.splits import Group, groups

__all__ = ["Candidate", "Pairing", "Wanted", "paired"]


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


def paired(wanted: Sequence[Wanted], candidates: Sequence[Candidate], language: str = "en") -> Pairing:
    """The best pairing of the whole catalogue; `language` is the sources' (a BCP 47 tag).

    The offers for each segment are judged by likeness and by place in the article. Which are taken is decided for all
    segments at once, so that the sum of their values is the highest (`assignment`). Sentences that were split or joined
    come first, where the parts put together are more like the whole than anything else is like any of them.

    >>> old = [Candidate(("Unions call for a ceasefire, and students walk out of classes.",), 0)]
    >>> paired([Wanted("Unions call for a ceasefire.", -1), Wanted("Students walk out of classes.", -1)], old)
    Pairing(changed={}, parts={0: 0, 1: 0}, joined={})
    """
    if not wanted or not candidates:
        return Pairing()
    found = offers(wanted, candidates, language)
    splits, joins = _splits_and_joins(found)
    taken = {group.whole for group in splits}.union(*(group.parts for group in joins))
    settled = {group.whole for group in joins}.union(*(group.parts for group in splits))
    values = [
        {} if number in settled else {offer.candidate: offer.value for offer in its if offer.candidate not in taken}
        for number, its in enumerate(found.offers)
    ]
    return Pairing(
        changed=assignment(values),
        parts={part: group.whole for group in splits for part in group.parts},
        joined={group.whole: group.parts for group in joins},
    )


def _splits_and_joins(found: Offers) -> tuple[list[Group], list[Group]]:
    """The splits (an old entry and the segments it is now) and the joins (a segment and the old entries in it)."""
    near_wanted: dict[int, list[int]] = {}
    for number, near in enumerate(found.near):
        for candidate in near:
            near_wanted.setdefault(candidate, []).append(number)
    splits = groups(found.candidate_words, found.wanted_words, dict(enumerate(found.near)), found.next_wanted)
    joins = groups(found.wanted_words, found.candidate_words, near_wanted, found.next_candidate)
    every = [*((group, True) for group in splits), *((group, False) for group in joins)]
    every.sort(key=lambda item: (-item[0].likeness, item[0].whole, item[0].parts, item[1]))
    best = _Best(found)
    chosen: tuple[list[Group], list[Group]] = ([], [])
    settled: set[int] = set()
    taken: set[int] = set()
    for group, is_split in every:
        segments, entries = (group.parts, (group.whole,)) if is_split else ((group.whole,), group.parts)
        if (
            settled.isdisjoint(segments)
            and taken.isdisjoint(entries)
            and group.likeness > best.beside(segments, entries)
        ):
            settled.update(segments)
            taken.update(entries)
            chosen[0 if is_split else 1].append(group)
    return chosen


class _Best:
    """How alike the best offers are that a group would make impossible."""

    def __init__(self, found: Offers) -> None:
        self._by_wanted = found.offers
        self._by_candidate: dict[int, list[tuple[int, float]]] = {}
        for number, its in enumerate(found.offers):
            for offer in its:
                self._by_candidate.setdefault(offer.candidate, []).append((number, offer.likeness))

    def beside(self, segments: Sequence[int], entries: Sequence[int]) -> float:
        others = [
            *(
                offer.likeness
                for number in segments
                for offer in self._by_wanted[number]
                if offer.candidate not in entries
            ),
            *(
                likeness
                for entry in entries
                for number, likeness in self._by_candidate.get(entry, ())
                if number not in segments
            ),
        ]
        return max(others, default=0.0)
