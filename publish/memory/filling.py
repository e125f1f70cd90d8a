"""A catalogue's empty entries filled with what the memory knows, or given what comes nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.harmless import harmless_changes
from publish.catalogue.matches import with_matches, without_matches
from publish.catalogue.note_numbers import labels, renumbered, renumbering
from publish.catalogue.origin import with_draft, without_machine_words
from publish.memory.choosing import Known, Place, is_fit
from publish.memory.pairs import Standing, neighbours
from publish.memory.search import Memory, is_begun
from publish.memory.wording import offer_words

MOST_COMPARED = 2000
"""Entries of one catalogue that are compared with all similar sentences at a time; what equals one is always found."""


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
      neighbours there are the same on both sides, and nobody has reviewed another there (see `Known.is_trusted`).
    - Half-done work of our own and machine drafts stay what they were, with their comments.
    - So does one of the same sentence with other note numbers, which are changed, or in other signs that mean the same;
      that never stays reviewed.
    - What was imported becomes a draft that says so, whatever its neighbours.
    - What else people have made of the sentence is named.
    - An entry that stays empty gets up to `offers` comments with people's translations of the most similar sentences;
      see `MOST_COMPARED`.

    Entries with a translation, and those not `wanted`, are left alone. `seen` is called for each of the others.
    """
    live = catalogue.live
    empty = [(number, entry) for number, entry in enumerate(live) if entry.is_empty and not entry.plural]
    empty = [(number, entry) for number, entry in empty if wanted(entry)]
    same = {entry.key: _known(memory, entry.source) or _otherwise_written(memory, entry.source) for _, entry in empty}
    asked = [entry for _, entry in empty if not same[entry.key]][: MOST_COMPARED if offers else 0]
    # A machine's translation of another sentence is of no use where one of this sentence can be had.
    found = memory.similar_to_each([entry.source for entry in asked], offers, worst=Standing.UNREVIEWED)
    to_compare = {entry.key for entry in asked}
    result: dict[tuple[str, str], Entry] = {}
    for number, entry in empty:
        known = same[entry.key]
        if known:
            place = Place(entry.context, neighbours(live, number))
            result[entry.key] = _filled(entry, known, place, trust_context=trust_context)
        elif entry.key in to_compare:
            words = (offer_words(item, entry.source) for item in next(found))
            comments = with_matches(entry.comments, words)
            result[entry.key] = entry if comments == entry.comments else replace(entry, comments=comments)
        seen()
    return catalogue.with_live(lambda entry: result.get(entry.key, entry))


def _known(memory: Memory, source: str) -> Known | None:
    """What the memory has of that very source, if a catalogue can hold any of it."""
    pairs = memory.exact(source)
    if not any(is_fit(pair.translation) for pair in pairs):
        return None
    own = {(pair.standing, pair.translation) for pair in pairs if pair.standing is Standing.REVIEWED or is_begun(pair)}
    # Where all say the same, it does not matter who says it.
    return Known(pairs, memory.present(source) if len(own) > 1 else frozenset())


def _otherwise_written(memory: Memory, source: str) -> Known | None:
    """What the memory has of the sentence with other note numbers, or in other signs that mean the same."""
    for found in memory.otherwise_written(source):
        numbers = renumbering(found[0].source, source) or {}
        is_renumbered = any(old != new for old, new in numbers.items())
        pairs = [
            replace(pair, source=source, translation=renumbered(pair.translation, numbers))
            for pair in found
            if is_fit(pair.translation)
            and not (is_renumbered and sorted(labels(pair.translation)) != sorted(labels(pair.source)))
        ]
        if pairs:
            return Known(pairs, changes=tuple(harmless_changes(found[0].source, source) or ()))
    return None


def _filled(entry: Entry, known: Known, place: Place, *, trust_context: bool) -> Entry:
    best = known.best(place)
    others = list(known.others(best))
    entry = replace(entry, comments=without_matches(entry.comments))
    flags = tuple(flag for flag in entry.flags if flag != FUZZY)
    if is_begun(best):
        own = without_machine_words(entry.comments)
        # Not as remarks of an origin, which would make a draft of a person's work.
        result = replace(entry, translation=best.translation, flags=(FUZZY, *flags), comments=with_matches(own, others))
    elif best.standing is Standing.REVIEWED:
        is_trusted = trust_context and known.is_trusted(best, place)
        between = "between the same neighbours " if is_trusted else ""
        but = f", but for {', '.join(known.changes)}" if known.changes else ""
        words = f"reviewed translation of the same sentence {between}in {best.name}{but}"
        result = with_draft(entry, best.translation, words, others)
        result = replace(result, flags=flags) if is_trusted else result
    else:
        is_machine = best.standing is Standing.MACHINE
        result = with_draft(entry, best.translation, best.words, [*best.remarks, *([] if is_machine else others)])
    return _with_comments(result, best.comments)


def _with_comments(entry: Entry, comments: Sequence[str]) -> Entry:
    """The entry with what people wrote about the translation before what the program says of it."""
    new = [comment for comment in comments if comment not in entry.comments and is_fit(comment)]
    return replace(entry, comments=(*new, *entry.comments)) if new else entry
