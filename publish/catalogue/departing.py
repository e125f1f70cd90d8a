"""The entries whose words an update takes out of the catalogue, so that the memory can keep them first."""

from __future__ import annotations

from publish.catalogue.changing import Changing
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import hashes_of, steps
from publish.catalogue.harmless import normal_form
from publish.catalogue.headers import fields
from publish.catalogue.note_numbers import unnumbered
from publish.catalogue.origin import untouched
from publish.errors import SettingsError
from publish.languages import babel_locale, tag_of_gettext
from publish.segments import MERGED, State


def departing(before: Catalogue, after: Catalogue, source: str = "en") -> tuple[Entry, ...]:
    """The entries of `before` with a person's translation that `after` no longer has as that of the same source.

    It may be there all the same, as the outdated words of a changed entry; then those are about to be edited. An entry
    that was outdated already departs only if its words are nowhere: `previous` is the source they belong to. No one's
    are the words of drafts that no person has touched, of sentences merged into a neighbour, and those that the program
    has made of others' (with new numbers, or of several sentences): what it made them of departed when it did so. What
    differs harmlessly is the same. `source` is the text's BCP 47 tag.

    >>> old, new = Entry("Hello", "Bonjour"), Entry("Hello!", "Bonjour", flags=("fuzzy",), previous="Hello")
    >>> departing(Catalogue((old,)), Catalogue((new,))) == (old,), departing(Catalogue((new,)), Catalogue((new,)))
    (True, ())
    """
    current = [entry for entry in after.entries if state_of(entry) is not State.OUTDATED]
    same = {_words(entry) for entry in current}
    left = [
        entry
        for entry in before.entries
        if not (entry.is_header or entry.is_empty or entry.translation == MERGED or _words(entry) in same)
    ]
    if not left:
        return ()
    wanted = {unnumbered(entry.translation) for entry in left}
    there = {_pair(entry) for entry in current if unnumbered(entry.translation) in wanted}
    outdated = there.union(
        *((_former_pair(entry), _pair(entry)) for entry in after.entries if state_of(entry) is State.OUTDATED)
    )
    changing = Changing(source, _language_of(after) or source)
    made_of_others = any(steps(entry.comments) for entry in left)
    known = {hashes_of(entry): entry for entry in before.entries if made_of_others and not entry.is_empty}
    return tuple(
        entry
        for entry in left
        if _pair(entry) not in there
        and not (state_of(entry) is State.OUTDATED and _former_pair(entry) in outdated)
        and not untouched(entry)
        and not (changing.base(entry) or changing.origins(entry, known))
    )


def _language_of(catalogue: Catalogue) -> str:
    """The BCP 47 tag in the catalogue's header; "" where that has none."""
    header = catalogue.header
    tag = tag_of_gettext(fields(header).get("Language", "")) if header else ""
    try:
        babel_locale(tag)
    except SettingsError:
        return ""
    return tag


_Pair = tuple[str, str, tuple[str, ...]]


def _words(entry: Entry) -> _Pair:
    return entry.source, entry.translation, entry.plural_translations


def _pair(entry: Entry) -> _Pair:
    return normal_form(entry.source), unnumbered(entry.translation), entry.plural_translations


def _former_pair(entry: Entry) -> _Pair:
    return normal_form(entry.previous), unnumbered(entry.translation), entry.plural_translations
