"""Sentences that were split, and sentences that were joined: which stretches of words together make up another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAST = 65.0
"""The least likeness, in hundredths, of the whole and its parts put together."""

_SHARE = 0.6
"""How much of each part's words must be found in the whole, beside what the other parts have there."""

_SHORTEST = 2
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A text and the neighbours that make it up, by their numbers, and how alike they are put together."""

    whole: int
    parts: tuple[int, ...]
    likeness: float


def groups(
    wholes: Sequence[str],
    parts: Sequence[str],
    near: Mapping[int, Iterable[int]],
    following: Mapping[int, int],
) -> Iterator[Group]:
    """Every text of `wholes` that neighbours among `parts` make up.

    The texts are words as single characters (`nearest.Vocabulary`); `near` has, for each part, the wholes it may be
    from, and `following` the part that follows a part.
    """
    from rapidfuzz.distance import LCSseq

    common = LCSseq.similarity
    sets = {number: frozenset(found) for number, found in near.items()}
    for first in sets:
        second = following.get(first)
        if second is None or second not in sets:
            continue
        for whole in sorted(sets[first] & sets[second]):
            text = wholes[whole]
            members: list[int] = []
            best: Group | None = None
            number: int | None = first
            while number is not None and len(members) < _MOST_PARTS:
                members.append(number)
                if len(members) > 1:
                    pieces = [parts[member] for member in members]
                    together = "".join(pieces)
                    shared = common(text, together)
                    if not all(_adds(text, pieces, place, shared, common) for place in range(len(pieces))):
                        break
                    likeness = 200 * shared / (len(text) + len(together))
                    if likeness >= LEAST and (best is None or likeness > best.likeness):
                        best = Group(whole, tuple(members), likeness)
                number = following.get(number)
            if best is not None:
                yield best


def _adds(text: str, pieces: Sequence[str], place: int, shared: int, common: Callable[[str, str], int]) -> bool:
    piece = pieces[place]
    if len(piece) < _SHORTEST:
        return False
    without = "".join((*pieces[:place], *pieces[place + 1 :]))
    return shared - common(text, without) >= _SHARE * len(piece)
