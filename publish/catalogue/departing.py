"""The entries whose words an update takes out of the catalogue, so that the memory can keep them first."""

from __future__ import annotations

from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.origin import untouched
from publish.segments import MERGED, State


def departing(before: Catalogue, after: Catalogue) -> tuple[Entry, ...]:
    """The entries of `before` with a person's translation that `after` no longer has as that of the same source.

    It may be there all the same, as the outdated words of a changed entry; then those are about to be edited. An entry
    that was outdated already departs only if its words are nowhere: `previous` is the source they belong to. Drafts
    that no person has touched and sentences merged into a neighbour have no one's words.

    >>> old, new = Entry("Hello", "Bonjour"), Entry("Hello!", "Bonjour", flags=("fuzzy",), previous="Hello")
    >>> departing(Catalogue((old,)), Catalogue((new,))) == (old,), departing(Catalogue((new,)), Catalogue((new,)))
    (True, ())
    """
    there = {_pair(entry) for entry in after.entries}
    outdated = there | {_former_pair(entry) for entry in after.entries if state_of(entry) is State.OUTDATED}
    return tuple(
        entry
        for entry in before.entries
        if not entry.is_header
        and _has_human_words(entry)
        and _pair(entry) not in there
        and not (state_of(entry) is State.OUTDATED and _former_pair(entry) in outdated)
    )


def _has_human_words(entry: Entry) -> bool:
    return not entry.is_empty and entry.translation != MERGED and untouched(entry) is None


def _pair(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    return entry.source, entry.translation, entry.plural_translations


def _former_pair(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    return entry.previous, entry.translation, entry.plural_translations
