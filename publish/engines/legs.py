"""Translations in a row seen as one: what the last piece comes from in the first sentence, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from publish.engines import Alignment, Draft, Span
from publish.engines.lots import lots

# Few at first: no draft comes before the whole lot has gone through all the legs.
_FIRST_LOT = 64

Leg = Callable[[Sequence[str]], Iterable[Draft]]
"""Translates sentences in bulk; what it needs for that it loads when it is called."""


def through(legs: Sequence[Leg], sentences: Sequence[str]) -> Iterator[Draft]:
    """A draft of each sentence that has gone through all the legs, in bulk through each."""
    for lot in lots(sentences, _FIRST_LOT):
        yield from _lot_through(legs, lot)


def _lot_through(legs: Sequence[Leg], sentences: Sequence[str]) -> list[Draft]:
    drafts = [Draft(sentence) for sentence in sentences]
    for number, leg in enumerate(legs):
        # A list, for an iterator would keep the model it comes from in memory while the next one is loaded.
        following = iter(list(leg([draft.text for draft in drafts if _goes_on(draft)])))
        new = [next(following) if _goes_on(draft) else None for draft in drafts]
        drafts = [
            draft if made is None else joined_legs(draft, made) if number else made
            for draft, made in zip(drafts, new, strict=True)
        ]
    return drafts


def _goes_on(draft: Draft) -> bool:
    return bool(draft.text.strip()) and not draft.problem


def joined_legs(first: Draft, second: Draft) -> Draft:
    """The second draft, made from the first one's text, as a draft of the first one's sentence.

    Its score is the sum of both: the mean log-probability of both having gone well.
    """
    score = None if first.score is None or second.score is None else first.score + second.score
    alignment = composed(first.alignment, second.alignment) if first.alignment and second.alignment else None
    return Draft(second.text, score, alignment, second.problem)


def composed(first: Alignment, second: Alignment) -> Alignment:
    """Where the pieces of the second translation come from in the source of the first.

    The models cut the text between them into different pieces: a piece of the second's source stands for the pieces of
    the first's target that it overlaps, by the characters they share.
    """
    shares = [_shares(span, first.target) for span in second.source]
    through = [_mixed(share, first.weights, len(first.source)) for share in shares]
    weights = [_mixed(dict(enumerate(row)), through, len(first.source)) for row in second.weights]
    return Alignment(first.source, second.target, weights)


def _shares(span: Span, others: Sequence[Span]) -> dict[int, float]:
    """How much of a span each other one covers; shares add up to 1, or there are none."""
    overlaps = {
        number: shared
        for number, other in enumerate(others)
        if (shared := min(span[1], other[1]) - max(span[0], other[0])) > 0
    }
    whole = sum(overlaps.values())
    return {number: shared / whole for number, shared in overlaps.items()}


def _mixed(shares: dict[int, float], rows: Sequence[Sequence[float]], width: int) -> list[float]:
    mixed = [0.0] * width
    for number, share in shares.items():
        if share > 0 and number < len(rows):
            for column, weight in enumerate(rows[number][:width]):
                mixed[column] += share * weight
    return mixed
