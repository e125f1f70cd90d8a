"""A catalogue brought up to date with its article: no translator's word is dropped, no line rewritten without need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.entry import FUZZY, Catalogue, Entry, state_of
from publish.catalogue.headers import HeaderFacts, completed, new_header
from publish.catalogue.origin import is_origin, without_machine_words
from publish.catalogue.pairing import Candidate, Wanted, paired
from publish.languages import Language
from publish.segments import Segment, State

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the segments with one key say of their entry."""

    key: _Key
    roles: tuple[str, ...]
    references: tuple[str, ...]


def updated(
    catalogue: Catalogue | None, segments: Sequence[Segment], *, language: Language, facts: HeaderFacts, reference: str
) -> Catalogue:
    """The catalogue for these segments, in their order, the obsolete entries last.

    - An entry whose source still occurs keeps everything but its roles and references; an obsolete one is revived.
    - A new source similar to one that is gone takes over its translation and comments, as fuzzy, with `#| msgid` naming
      the source the translation was made for. Obsolete entries lend theirs and stay.
    - What is gone and has words becomes obsolete; what has none vanishes.

    `facts` serves a catalogue without a header; `reference` is the seed's file.
    """
    catalogue = catalogue or Catalogue()
    places = _places(segments, reference)
    known = {entry.key: entry for entry in catalogue.entries if not entry.is_header}
    origins = _origins(places, known)
    live = []
    for place in places:
        entry = known.get(place.key) or _carried_over(origins.get(place.key), place.key)
        live.append(replace(entry, obsolete=False, roles=place.roles, references=place.references))
    kept = {place.key for place in places} | {entry.key for entry in origins.values() if not entry.obsolete}
    gone = [entry for entry in known.values() if entry.key not in kept]
    header = catalogue.header
    header = completed(header, language, catalogue.charset) if header else new_header(facts, language)
    obsolete = [
        *(entry for entry in gone if entry.obsolete),
        *(_obsolete(entry) for entry in gone if not entry.obsolete and _has_words(entry)),
    ]
    return replace(catalogue, entries=(header, *live, *obsolete))


def entries_for(segments: Iterable[Segment], reference: str) -> list[Entry]:
    """The entries a new catalogue of these segments has: one for each sentence, in order of first occurrence."""
    return [_new(place) for place in _places(segments, reference)]


def _new(place: _Place) -> Entry:
    context, source = place.key
    return Entry(source, context=context, roles=place.roles, references=place.references)


def _places(segments: Iterable[Segment], reference: str) -> list[_Place]:
    roles: dict[_Key, dict[str, None]] = {}
    for segment in segments:
        # The empty source is the header's.
        if segment.source:
            roles.setdefault(segment.key, {}).update(dict.fromkeys(segment.role.splitlines()))
    references = (_as_reference(reference),) if reference else ()
    return [_Place(key, tuple(names), references) for key, names in roles.items()]


def _as_reference(file: str) -> str:
    # gettext parts references at spaces unless the name stands between these isolates (manual, "PO Files").
    return f"\u2068{file}\u2069" if any(character.isspace() for character in file) else file


def _origins(places: Sequence[_Place], known: dict[_Key, Entry]) -> dict[_Key, Entry]:
    """For each place without an entry, the old entry whose translation it takes over, if there is one."""
    positions = {key: position for position, key in enumerate(known)}
    wanted, missing = [], []
    after = -1
    for place in places:
        entry = known.get(place.key)
        if entry is None:
            wanted.append(Wanted(place.key[1], after))
            missing.append(place.key)
        elif not entry.obsolete:
            after = positions[place.key]
    present = {place.key for place in places}
    lenders = [entry for key, entry in known.items() if key not in present and _has_words(entry) and not entry.plural]
    candidates = [Candidate(_sources(entry), positions[entry.key], entry.obsolete) for entry in lenders]
    return {missing[index]: lenders[number] for index, number in paired(wanted, candidates).changed.items()}


def _sources(entry: Entry) -> tuple[str, ...]:
    """The sources the entry's translation may belong to: an outdated one belongs to the previous source."""
    return (entry.source, entry.previous) if state_of(entry) is State.OUTDATED else (entry.source,)


def _carried_over(origin: Entry | None, key: _Key) -> Entry:
    """The entry of a new source, with the words of the old entry it comes from."""
    context, source = key
    if origin is None:
        return Entry(source, context=context)
    made_for = (origin.previous_context, origin.previous) if origin.is_fuzzy and origin.previous else origin.key
    comments = origin.comments
    if origin.is_empty:
        # That an engine could not translate the old sentence says nothing about the new one.
        made_for, flags, comments = ("", ""), origin.flags, without_machine_words(comments)
    else:
        flags = (FUZZY, *(flag for flag in origin.flags if flag != FUZZY))
    same = made_for[1] == source
    return replace(
        origin,
        source=source,
        context=context,
        flags=flags,
        comments=comments,
        previous="" if same else made_for[1],
        previous_context="" if same else made_for[0],
        previous_plural="",
        original=None if origin.obsolete else origin.original,
    )


def _obsolete(entry: Entry) -> Entry:
    return replace(entry, obsolete=True, roles=(), references=())


def _has_words(entry: Entry) -> bool:
    return not entry.is_empty or any(not is_origin(comment) for comment in entry.comments)
