"""Which numbers a translation has changed, whatever notations the two languages have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from publish.number_words import (
    has_words,
    is_short_in_words,
    is_surely_month,
    months_named,
    spelt,
    writes_months_as_numbers,
)
from publish.numerals import Number, numbers


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers that a translation lacks, those that only it has, and those that stand in it in the source's notation
    and mean another number in its own, each as it stands in its text.
    """

    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()


def changes(original: str, translation: str, source: str, target: str) -> Changes:
    """Which numbers are not the same in a text and its translation; `source` and `target` are their BCP 47 tags.

    A number that occurs twice need not be twice in the translation. Numbers that are words on both sides are not
    compared.

    >>> changes("25,000 of 700,000", "25 000 sur 70 000", "en", "fr")
    Changes(missing=('700,000',), added=('70 000',), misread=())
    >>> changes("Fifteen hundred on 7 October", "10月7日に1500人", "en", "ja")
    Changes(missing=(), added=(), misread=())
    """
    here, there = numbers(original, source), numbers(translation, target)
    if writes_months_as_numbers(target):
        here += [month for month in months_named(original, source) if is_surely_month(month, original)]
    if not (here or there):
        return Changes()
    missing, added = _left_over(here, there)
    missing = _not_in_words(missing, translation, target)
    added = [number for number in _not_in_words(added, original, source) if _HIDDEN.isdisjoint(number.values)]
    if not (missing and added):
        # A number that is there once less or once more is no change, unless another one stands in its place.
        missing = [number for number in missing if not any(_are_same(number, other) for other in there)]
        added = [number for number in added if not any(_are_same(other, number) for other in here)]
    return Changes(
        tuple(dict.fromkeys(number.text for number in missing)),
        tuple(dict.fromkeys(number.text for number in added)),
        tuple(dict.fromkeys(_misread(here, there))),
    )


def _left_over(here: Sequence[Number], there: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """What remains of both when each number of one is paired with one of the other that may mean the same."""
    # Those that are plainly the same go first: nothing else may take their partner.
    plain = Counter(number.values for number in here) & Counter(number.values for number in there)
    left_here, left_there = _without(here, plain), _without(there, plain)
    holders: defaultdict[Decimal, list[int]] = defaultdict(list)
    for place, other in enumerate(left_there):
        for value in other.values | other.others | other.parts:
            holders[value].append(place)
    missing, taken = [], set[int]()
    for number in left_here:
        places = sorted({place for value in number.values | number.parts for place in holders.get(value, ())} - taken)
        partner = next((place for place in places if _are_same(number, left_there[place])), None)
        if partner is None:
            missing.append(number)
        else:
            taken.add(partner)
    free = [other for place, other in enumerate(left_there) if place not in taken]
    pieces_here = {value for number in here for value in number.parts}
    pieces_there = {value for number in there for value in number.parts}
    return (
        [number for number in missing if pieces_there.isdisjoint(number.values)],
        [number for number in free if pieces_here.isdisjoint(number.values)],
    )


def _without(numbers: Sequence[Number], taken: Counter[frozenset[Decimal]]) -> list[Number]:
    left, taken = [], taken.copy()
    for number in numbers:
        if taken[number.values]:
            taken[number.values] -= 1
        else:
            left.append(number)
    return left


def _are_same(number: Number, other: Number) -> bool:
    """Whether a number of a text may be the same as one of its translation."""
    return not (
        number.values.isdisjoint(other.values | other.others | other.parts) and other.values.isdisjoint(number.parts)
    )


def _not_in_words(wanted: list[Number], text: str, tag: str) -> list[Number]:
    """Those that a text in the language does not have in words either, nor may have for all we know."""
    if wanted:
        values = spelt(text, tag)
        wanted = [number for number in wanted if values.isdisjoint(number.values)]
    if wanted and not has_words(tag):
        wanted = [number for number in wanted if not any(map(is_short_in_words, number.values))]
    return wanted


# "A week later" is 1週間後.
_HIDDEN = frozenset({Decimal(1)})


def _misread(here: Sequence[Number], there: Sequence[Number]) -> Iterator[str]:
    meant = {number.text: number.values for number in here}
    for number in there:
        values = meant.get(number.text)
        if values and not values & number.values and values & number.others:
            yield number.text
