"""A catalogue's empty entries filled with what the memory knows, or given what comes nearest."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.matches import with_matches, without_matches
from publish.catalogue.origin import with_draft, without_machine_words
from publish.memory.pairs import EDGE, Pair, Standing, neighbours
from publish.memory.search import Memory, Similar
from publish.word_diff import plain_diff

_STANDINGS = {Standing.REVIEWED: "reviewed", Standing.UNREVIEWED: "not reviewed", Standing.MACHINE: "machine draft"}
_MOST_OTHERS = 3

MOST_COMPARED = 2000
"""Entries of one catalogue that are compared with all similar sentences at a time; what equals one is always found."""

_LONGEST_SHOWN = 1000
# What readers of catalogues take for a line's end, or no editor shows; a TMX file may hold it.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def filled_from_memory(
    catalogue: Catalogue,
    memory: Memory,
    *,
    trust_context: bool = False,
    offers: int = 3,
    wanted: Callable[[Entry], bool] = lambda _: True,
) -> Catalogue:
    """The catalogue with its empty entries filled where the memory has the same sentence.

    - A reviewed translation becomes a draft that names where it stands; with `trust_context` it stays reviewed if its
      neighbours there are the same on both sides.
    - Half-done work and machine drafts stay what they were, with their comments.
    - An entry that stays empty gets up to `offers` comments with people's translations of the most similar sentences;
      see `MOST_COMPARED`.

    Entries with a translation, and those not `wanted`, are left alone.
    """
    live = catalogue.live
    compared = 0
    numbers = {entry.key: number for number, entry in enumerate(live)}

    def filled(entry: Entry) -> Entry:
        if not entry.is_empty or entry.plural or not wanted(entry):
            return entry
        around = neighbours(live, numbers[entry.key])
        known = [pair for pair in memory.exact(entry.source) if not _UNFIT.search(pair.translation)]
        if known:
            return _filled(entry, chosen(known, entry.context, around), known, around, trust_context=trust_context)
        nonlocal compared
        compared += 1
        if not offers or compared > MOST_COMPARED:
            return entry
        # A machine's translation of another sentence is of no use where one of this sentence can be had.
        found = memory.similar(entry.source, offers, worst=Standing.UNREVIEWED)
        comments = with_matches(entry.comments, (offer_words(item, entry.source) for item in found))
        return entry if comments == entry.comments else replace(entry, comments=comments)

    return catalogue.with_live(filled)


def chosen(known: Sequence[Pair], context: str, around: tuple[str, str]) -> Pair:
    """The best of the pairs with the same source: reviewed before others, then in the same role, then with more of the
    same neighbours, then what was written most often, then the latest; the rest by the order of `Memory.exact`.
    """
    often = Counter((pair.standing, pair.translation) for pair in known)

    def merit(pair: Pair) -> tuple[int, bool, int, int, str]:
        times = often[pair.standing, pair.translation]
        return -pair.standing, pair.context == context, _same_neighbours(pair, around), times, pair.changed

    # max() gives the first of equals.
    return max(known, key=merit)


def _same_neighbours(pair: Pair, around: tuple[str, str]) -> int:
    return (pair.before == around[0]) + (pair.after == around[1])


def _filled(entry: Entry, best: Pair, known: Sequence[Pair], around: tuple[str, str], *, trust_context: bool) -> Entry:
    entry = replace(entry, comments=without_matches(entry.comments))
    if best.standing is Standing.MACHINE:
        return _with_comments(with_draft(entry, best.translation, best.words, best.remarks), best.comments)
    if best.standing is Standing.UNREVIEWED:
        own = without_machine_words(entry.comments)
        fuzzy = (FUZZY, *(flag for flag in entry.flags if flag != FUZZY))
        return _with_comments(replace(entry, translation=best.translation, flags=fuzzy, comments=own), best.comments)
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
    return _with_comments(result, best.comments)


def _with_comments(entry: Entry, comments: Sequence[str]) -> Entry:
    """The entry with what people wrote about the translation before what the program says of it."""
    new = [comment for comment in comments if comment not in entry.comments and not _UNFIT.search(comment)]
    return replace(entry, comments=(*new, *entry.comments)) if new else entry


def _others(best: Pair, known: Sequence[Pair]) -> Iterator[str]:
    """What else people have made of the same sentence."""
    others: dict[str, list[str]] = {}
    for pair in known:
        if pair.standing is Standing.REVIEWED and pair.translation != best.translation:
            others.setdefault(pair.translation, []).append(pair.name)
    for text, names in list(others.items())[:_MOST_OTHERS]:
        yield f"also reviewed, in {', '.join(dict.fromkeys(names))}: “{shown(text)}”"
    if len(others) > _MOST_OTHERS:
        yield f"and {len(others) - _MOST_OTHERS} more reviewed translations of it"


def offer_words(found: Similar, source: str) -> str:
    """What an offer says: how similar, where, what it is, and how the source there differs.

    >>> offer_words(Similar(83.4, Pair("War then", "La guerre", name="dove")), "War now")
    '83% in dove, reviewed: “La guerre” (source there: War [-then-] {+now+})'
    """
    pair = found.pair
    # 99.7% is not the same sentence.
    percent = min(int(found.score), 99)
    there = shown(plain_diff(pair.source, source))
    standing = _STANDINGS[pair.standing]
    return f"{percent}% in {pair.name}, {standing}: “{shown(pair.translation)}” (source there: {there})"


def exact_words(pair: Pair) -> str:
    """What is said of a pair whose source is just the one asked for.

    >>> exact_words(Pair("War", "Guerre", name="dove"))
    '100% in dove, reviewed: “Guerre”'
    """
    return f"100% in {pair.name}, {_STANDINGS[pair.standing]}: “{shown(pair.translation)}”"


def shown(text: str) -> str:
    """A text on one line of a comment, without what a terminal or an editor could take for a command.

    >>> shown("La paix\\\\\\nmaintenant\\x1b")
    'La paix\\\\⏎maintenant'
    """
    line = text.replace("\n", "⏎").replace("\t", " ")
    clean = "".join(character for character in line if unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"))
    return clean if len(clean) <= _LONGEST_SHOWN else f"{clean[: _LONGEST_SHOWN - 1]}…"
