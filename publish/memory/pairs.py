"""What a memory holds: a sentence with one of its translations, and what is known of the two."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.carried_numbers import CARRIED
from publish.catalogue.comments import without_history
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import source_hash, steps
from publish.catalogue.matches import without_matches
from publish.catalogue.note_numbers import alike_numbered, renumbered
from publish.catalogue.origin import is_origin, origin_of, remarks_of, text_hash, untouched, without_machine_words
from publish.segments import MERGED, State

EDGE = "edge"
"""What stands for the neighbour of an article's first or last sentence."""

_UNKNOWN = ("", "")


class Standing(enum.IntEnum):
    """How far a translation can be trusted, the best first.

    Only people of this publication review: what they have made of a sentence is `REVIEWED`, what they have begun or
    doubt `UNREVIEWED`. What came from elsewhere is `IMPORTED`, whatever is said of it there, unless nobody answers for
    it there either.
    """

    REVIEWED = 0
    IMPORTED = 1
    UNREVIEWED = 2
    MACHINE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and a translation of it.

    `name` says where it stands: an article, or a file that was imported. `before` and `after` are the hashes
    (`text_hash`) of the neighbours' sources in reading order, `EDGE` where there is none, "" where nothing is known.
    `words` say what made a draft, or where it was imported from (see `Origin`), `remarks` what its maker said of it,
    `comments` what people wrote about the translation. `changed` is a date as TMX writes it (20260131T120000Z), or "".
    """

    source: str
    translation: str
    standing: Standing = Standing.REVIEWED
    name: str = ""
    context: str = ""
    before: str = ""
    after: str = ""
    words: str = ""
    remarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    changed: str = ""


def imported_words(name: str, what: str = "translation") -> str:
    """The `words` of a pair from an imported file.

    >>> imported_words("theirs.tmx")
    'translation of the same sentence in the imported theirs.tmx'
    """
    return f"{what} of the same sentence in the imported {name}"


def pairs_of(catalogue: Catalogue, name: str) -> Iterator[Pair]:
    """The pairs in the catalogue of an article, obsolete entries last.

    A plural has no place in an article, and what is merged into its neighbour is no translation: both are left out.
    What belongs to a previous source is given with that one.
    """
    live = catalogue.live
    for number, entry in enumerate(live):
        if has_pair(entry):
            yield pair_of(entry, name, *neighbours_of_pair(live, number))
    for entry in catalogue.obsolete:
        if has_pair(entry):
            yield pair_of(entry, name)


def has_pair(entry: Entry) -> bool:
    """Whether the entry has anything to remember."""
    return not (entry.is_empty or entry.plural or entry.translation.strip() == MERGED)


def pair_of(entry: Entry, name: str, before: str = "", after: str = "") -> Pair:
    """What the entry, which `has_pair`, holds.

    A translation into which new numbers have been put belongs to the new source, unreviewed.

    >>> pair_of(Entry("Two doves", "Une colombe", flags=("fuzzy",), previous="A dove"), "peace").source
    'A dove'
    """
    outdated = state_of(entry) is State.OUTDATED
    if outdated:
        entry = _of_one_source(entry)
        outdated = state_of(entry) is State.OUTDATED
    # Most entries have no comment that could say anything else of them.
    origin = origin_of(entry) if entry.comments else None
    own = (untouched(entry) if origin else None) or (
        origin if outdated and origin and origin.wrote(entry.translation) else None
    )
    if own:
        standing, words, remarks = Standing.MACHINE, own.words, remarks_of(entry)
        comments = without_machine_words(entry.comments)
    else:
        reviewed = state_of(entry) is State.REVIEWED or (outdated and _was_reviewed(entry))
        standing = Standing.REVIEWED if reviewed else Standing.UNREVIEWED
        words, remarks = "", ()
        # Half-done work keeps the line that says what it grew from; what is reviewed is a person's own.
        comments = entry.comments if standing is Standing.UNREVIEWED else _by_people(entry.comments)
    return Pair(
        source=entry.previous if outdated else entry.source,
        translation=entry.translation,
        standing=standing,
        name=name,
        context=entry.previous_context if outdated else entry.context,
        before=before,
        after=after,
        words=words,
        remarks=remarks,
        comments=without_history(without_matches(comments)) if comments else (),
    )


def _of_one_source(entry: Entry) -> Entry:
    """An outdated entry whose translation has the numbers of the source it is for, notes' numbers among them.

    Without a previous source if that is its own.
    """
    last = next(iter(steps(entry.comments)), None)
    if last and CARRIED in last.words and last.hashes[0][1] != text_hash(entry.translation):
        return replace(entry, previous="", previous_context="")
    numbers = alike_numbered(entry.translation, entry.previous)
    if any(old != new for old, new in numbers.items()):
        return replace(entry, translation=renumbered(entry.translation, numbers))
    return entry


def _was_reviewed(entry: Entry) -> bool:
    """Whether the translation of a sentence that has changed was reviewed, and is as it was."""
    last = next(iter(steps(entry.comments)), None)
    before = source_hash((entry.previous_context, entry.previous)), text_hash(entry.translation)
    return last is not None and last.state == State.REVIEWED.value and last.hashes == (before,)


def _by_people(comments: Sequence[str]) -> tuple[str, ...]:
    return tuple(comment for comment in without_machine_words(comments) if not is_origin(comment)) if comments else ()


def neighbours_of_pair(live: Sequence[Entry], number: int) -> tuple[str, str]:
    """The same where the translation is of that sentence alone.

    Beside a sentence that is merged into its neighbour it may be of both; that one's is not trusted anywhere else.
    """
    return neighbours(live, number) if _is_alone(live, number) else _UNKNOWN


def _is_alone(live: Sequence[Entry], number: int) -> bool:
    before = (live[place] for place in range(number - 1, -1, -1))
    after = (live[place] for place in range(number + 1, len(live)))
    return not (_begins_merged(before) or _begins_merged(after))


def _begins_merged(entries: Iterable[Entry]) -> bool:
    """Whether the first of the entries that has any translation is merged into another."""
    first = next((entry for entry in entries if not entry.is_empty), None)
    return first is not None and first.translation.strip() == MERGED


def neighbours(entries: Sequence[Entry], number: int) -> tuple[str, str]:
    """The hashes of the sources before and after the entry of that number."""
    before = text_hash(entries[number - 1].source) if number else EDGE
    after = text_hash(entries[number + 1].source) if number + 1 < len(entries) else EDGE
    return before, after
