"""A catalogue brought up to date with its article: no translator's word is dropped, no line rewritten without need."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from publish.catalogue.changing import Changing
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import hashes_of, steps
from publish.catalogue.headers import HeaderFacts, completed, new_header
from publish.catalogue.matching import Matching, has_words
from publish.catalogue.merged import Merged
from publish.catalogue.note_numbers import labels
from publish.languages import Language
from publish.segments import Segment

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the segments with one key say of their entry."""

    key: _Key
    roles: tuple[str, ...]
    references: tuple[str, ...]


def updated(
    catalogue: Catalogue | None,
    segments: Sequence[Segment],
    *,
    language: Language,
    facts: HeaderFacts,
    reference: str,
    source: str = "en",
) -> Catalogue:
    """The catalogue for these segments, in their order, the obsolete entries last.

    - An entry whose source still occurs keeps everything but its roles and references; an obsolete one is revived.
    - A source that says the same in other signs (`publish.catalogue.harmless`) keeps translation and state.
    - Any other source similar to one that is gone takes over its translation and comments, as fuzzy, with `#| msgid`
      naming the source the translation was made for. Each such change can be undone (`publish.catalogue.changing`): a
      source that comes back finds its entry as it was, unless a person has edited it since.
    - The parts of a sentence, or several joined, are offered its translation, or theirs; the old entries are obsolete.
    - A sentence that others are merged into (`∅`), and they, are fuzzy while any of them is gone, changed or elsewhere
      (`publish.catalogue.merged`).
    - What is gone and has words becomes obsolete; what has none vanishes.

    `facts` serves a catalogue without a header; `reference` is the seed's file; `source` the text's BCP 47 tag.
    """
    catalogue = catalogue or Catalogue()
    places = _places(segments, reference)
    merged = Merged((entry for entry in catalogue.entries if not entry.is_header), source)
    known = {entry.key: entry for entry in merged.entries}
    changing = Changing(source, language.tag, merged.labels_of(labels))
    matching = Matching({place.key: place.roles for place in places}, known, changing)
    live = []
    for place in places:
        context, text = place.key
        entry = matching.found.get(place.key) or Entry(text, context=context)
        if entry.obsolete or (entry.roles, entry.references) != (place.roles, place.references):
            entry = replace(entry, obsolete=False, roles=place.roles, references=place.references)
        live.append(entry)
    header = catalogue.header
    header = completed(header, language, catalogue.charset) if header else new_header(facts, language)
    live, obsolete = merged.marked(live, _obsolete(matching.gone, live, changing), matching.origins)
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


def _obsolete(gone: Sequence[Entry], live: Sequence[Entry], changing: Changing) -> list[Entry]:
    """The entries that become obsolete among those that are so already."""
    result = [entry for entry in gone if entry.obsolete]
    leaving = [entry for entry in gone if not entry.obsolete and has_words(entry)]
    if leaving:
        remember = any(steps(entry.comments) for entry in leaving)
        survivors = {hashes_of(entry): entry for entry in (*live, *gone) if remember and not entry.is_empty}
        former = changing.former(live)
        leaving = [entry for entry in leaving if not changing.is_superfluous(entry, survivors, former)]
    # By their sources, so that one that comes back and leaves again has its old place.
    for entry in leaving:
        bisect.insort(result, replace(entry, obsolete=True, roles=(), references=()), key=lambda entry: entry.source)
    return result
