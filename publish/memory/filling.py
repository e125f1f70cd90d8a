"""A catalogue's empty entries filled with what the memory knows, or given what comes nearest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.matches import with_matches, without_matches
from publish.catalogue.origin import with_draft, without_machine_words
from publish.memory.pairs import EDGE, Pair, Standing, neighbours
from publish.memory.search import Memory
from publish.memory.wording import offer_words, shown

_MOST_OTHERS = 3

MOST_COMPARED = 2000
"""Entries of one catalogue that are compared with all similar sentences at a time; what equals one is always found."""

# What readers of catalogues take for a line's end, or no editor shows; a TMX file may hold it.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def filled_from_memory(
    catalogue: Catalogue,
    memory: Memory,
    *,
    trust_context: bool = False,
    offers: int = 3,
    wanted: Callable[[Entry], bool] = lambda _: True,
    seen: Callable[[], None] = lambda: None,
) -> Catalogue:
    """The catalogue with its empty entries filled where the memory has the same sentence.

    - A reviewed translation becomes a draft that names where it stands; with `trust_context` it stays reviewed if its
      neighbours there are the same on both sides.
    - One that was imported becomes a draft that says so, whatever its neighbours.
    - Half-done work and machine drafts stay what they were, with their comments.
    - An entry that stays empty gets up to `offers` comments with people's translations of the most similar sentences;
      see `MOST_COMPARED`.

    Entries with a translation, and those not `wanted`, are left alone. `seen` is called for each of the others.
    """
    live = catalogue.live
    empty = [(number, entry) for number, entry in enumerate(live) if entry.is_empty and not entry.plural]
    empty = [(number, entry) for number, entry in empty if wanted(entry)]
    exact = {entry.key: _fit(memory.exact(entry.source)) for _, entry in empty}
    asked = [entry for _, entry in empty if not exact[entry.key]][: MOST_COMPARED if offers else 0]
    # A machine's translation of another sentence is of no use where one of this sentence can be had.
    found = memory.similar_to_each([entry.source for entry in asked], offers, worst=Standing.UNREVIEWED)
    to_compare = {entry.key for entry in asked}
    result: dict[tuple[str, str], Entry] = {}
    for number, entry in empty:
        known = exact[entry.key]
        if known:
            around = neighbours(live, number)
            best = chosen(known, entry.context, around)
            result[entry.key] = _filled(entry, best, known, around, trust_context=trust_context)
        elif entry.key in to_compare:
            words = (offer_words(item, entry.source) for item in next(found))
            comments = with_matches(entry.comments, words)
            result[entry.key] = entry if comments == entry.comments else replace(entry, comments=comments)
        seen()
    return catalogue.with_live(lambda entry: result.get(entry.key, entry))


def _fit(pairs: Iterable[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not _UNFIT.search(pair.translation)]


def chosen(known: Sequence[Pair], context: str, around: tuple[str, str]) -> Pair:
    """The best of the pairs with the same source: by standing, of half-done work our own first, then in the same role,
    then with more of the same neighbours, then what was written most often, then the latest; the rest by the order of
    `Memory.exact`.
    """
    often = Counter((pair.standing, pair.translation) for pair in known)

    def merit(pair: Pair) -> tuple[int, bool, bool, int, int, str]:
        times = often[pair.standing, pair.translation]
        own = pair.standing is Standing.UNREVIEWED and not pair.words
        return -pair.standing, own, pair.context == context, _same_neighbours(pair, around), times, pair.changed

    # max() gives the first of equals.
    return max(known, key=merit)


def _same_neighbours(pair: Pair, around: tuple[str, str]) -> int:
    return (pair.before == around[0]) + (pair.after == around[1])


def _filled(entry: Entry, best: Pair, known: Sequence[Pair], around: tuple[str, str], *, trust_context: bool) -> Entry:
    entry = replace(entry, comments=without_matches(entry.comments))
    match best.standing:
        case Standing.REVIEWED:
            result = _reviewed(entry, best, known, around, trust_context=trust_context)
        case Standing.UNREVIEWED if not best.words:
            own = without_machine_words(entry.comments)
            fuzzy = (FUZZY, *(flag for flag in entry.flags if flag != FUZZY))
            result = replace(entry, translation=best.translation, flags=fuzzy, comments=own)
        case standing:
            remarks = [*best.remarks, *(_others(best, known) if standing is Standing.IMPORTED else ())]
            result = with_draft(entry, best.translation, best.words, remarks)
    return _with_comments(result, best.comments)


def _reviewed(
    entry: Entry, best: Pair, known: Sequence[Pair], around: tuple[str, str], *, trust_context: bool
) -> Entry:
    trusted = (
        trust_context
        and around != (EDGE, EDGE)
        and _same_neighbours(best, around) == 2
        and best.context == entry.context
    )
    between = "between the same neighbours " if trusted else ""
    words = f"reviewed translation of the same sentence {between}in {best.name}"
    result = with_draft(entry, best.translation, words, list(_others(best, known)))
    if trusted:
        result = replace(result, flags=tuple(flag for flag in result.flags if flag != FUZZY))
    return result


def _with_comments(entry: Entry, comments: Sequence[str]) -> Entry:
    """The entry with what people wrote about the translation before what the program says of it."""
    new = [comment for comment in comments if comment not in entry.comments and not _UNFIT.search(comment)]
    return replace(entry, comments=(*new, *entry.comments)) if new else entry


def _others(best: Pair, known: Sequence[Pair]) -> Iterator[str]:
    """What else people have made of the same sentence: here, or elsewhere if it was imported."""
    others: dict[str, list[Pair]] = {}
    for pair in known:
        if pair.standing <= Standing.IMPORTED and pair.translation != best.translation:
            others.setdefault(pair.translation, []).append(pair)
    for text, pairs in list(others.items())[:_MOST_OTHERS]:
        standing = min(pair.standing for pair in pairs)
        names = ", ".join(dict.fromkeys(pair.name for pair in pairs if pair.standing is standing))
        where = f"reviewed, in {names}" if standing is Standing.REVIEWED else f"in the imported {names}"
        yield f"also {where}: “{shown(text)}”"
    if len(others) > _MOST_OTHERS:
        yield f"and {len(others) - _MOST_OTHERS} more translations of it"
