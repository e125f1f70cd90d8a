"""What people do between two changes of the text: their words win, and no program calls them reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import steps
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.segments import MERGED

from .samples import HEADER, brought_up

A = "Some 25,000 people marched in Tokyo on Sunday."
B = "Some 25,000 workers marched in Tokyo on Sunday."
C = "Some 28,000 people marched in Tokyo on Sunday."
OTHER = "Nothing like it stands here."
T, T_CARRIED, MINE = "25 000 ont défilé à Tokyo.", "28 000 ont défilé à Tokyo.", "Mes propres mots."


def _saved(catalogue: Catalogue) -> Catalogue:
    return parsed(written(catalogue), "fr.po")


def _start(entry: Entry) -> Catalogue:
    return _saved(brought_up(_saved(Catalogue((*parsed(HEADER, "").entries, entry))), entry.source))


def accepted(entry: Entry) -> Entry:
    """As Lokalize does: the previous source goes with the flag."""
    return replace(entry, flags=(), previous="", previous_context="")


def accepted_and_kept(entry: Entry) -> Entry:
    """As Emacs and vim users do: only the flag goes."""
    return replace(entry, flags=())


def edited(entry: Entry) -> Entry:
    return replace(entry, translation=MINE)


def edited_and_accepted(entry: Entry) -> Entry:
    return accepted(edited(entry))


def remarked(entry: Entry) -> Entry:
    return replace(entry, comments=(*entry.comments, "Zoé : vraiment ?"))


def cleaned(entry: Entry) -> Entry:
    return replace(entry, comments=())


@pytest.mark.parametrize(
    ("change", "person", "translation", "state"),
    [
        (B, accepted, T, "reviewed"),
        (B, accepted_and_kept, T, "reviewed"),
        (B, edited, MINE, "draft"),
        (B, edited_and_accepted, MINE, "outdated"),
        (B, remarked, T, "reviewed"),
        (B, cleaned, T, "draft"),
        (C, accepted, T, "reviewed"),
        (C, edited, MINE, "draft"),
        (C, edited_and_accepted, MINE, "outdated"),
        (C, cleaned, T_CARRIED, "draft"),
    ],
)
def test_the_source_changes_back(change: str, person: Callable[[Entry], Entry], translation: str, state: str) -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T, comments=("Marie : bien",))), change))
    catalogue = _saved(catalogue.with_live(person))
    back = _saved(brought_up(catalogue, A))
    (entry,) = back.live
    assert (entry.source, entry.translation, state_of(entry).value) == (A, translation, state)
    if person is not cleaned:
        assert entry.comments[0] == "Marie : bien"
    if person is remarked:
        assert entry.comments == ("Marie : bien", "Zoé : vraiment ?")
    assert written(brought_up(back, A)) == written(back)


@pytest.mark.parametrize("person", [accepted, edited_and_accepted])
def test_what_was_reviewed_for_the_new_source_comes_back_with_it(person: Callable[[Entry], Entry]) -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T)), B))
    reviewed = _saved(catalogue.with_live(person))
    other = B.replace("Sunday", "Monday")
    changed = _saved(brought_up(reviewed, other))
    assert len(steps(changed.live[0].comments)) == 2
    assert changed.live[0].previous == B
    assert written(brought_up(changed, B)) == written(reviewed)


def test_a_draft_accepted_for_another_source_is_a_draft_again() -> None:
    catalogue = _saved(brought_up(_start(with_draft(Entry(A), T, "argos")), B))
    accepted_one = _saved(catalogue.with_live(accepted))
    (entry,) = brought_up(accepted_one, A).live
    assert (entry.translation, state_of(entry).value) == (T, "draft")


def test_copies_that_a_person_worked_on_stay() -> None:
    whole = "The march began at noon. It ended at the embassy, where the speakers asked for a ceasefire at once."
    parts = ["The march began at noon.", "It ended at the embassy, where the speakers asked for a ceasefire at once."]
    start = _start(Entry(whole, T, comments=("Marie : bien",)))
    split = _saved(brought_up(start, *parts))
    assert [entry.translation for entry in split.live] == [T, T]
    assert all(entry.previous == whole and entry.is_fuzzy for entry in split.live)
    assert [(entry.source, entry.is_fuzzy) for entry in split.obsolete] == [(whole, False)]
    first = split.live[0].source
    worked = _saved(split.with_live(lambda entry: edited_and_accepted(entry) if entry.source == first else entry))
    back = brought_up(worked, whole)
    assert [(entry.translation, state_of(entry).value) for entry in back.live] == [(T, "reviewed")]
    assert [(entry.source, entry.translation) for entry in back.obsolete] == [(first, MINE)]


def test_copies_whose_origin_was_purged_stay() -> None:
    whole = "The march began at noon. It ended at the embassy, where the speakers asked for a ceasefire at once."
    parts = ["The march began at noon.", "It ended at the embassy, where the speakers asked for a ceasefire at once."]
    split = _saved(brought_up(_start(Entry(whole, T)), *parts))
    purged = replace(split, entries=tuple(entry for entry in split.entries if not entry.obsolete))
    assert T in {entry.translation for entry in brought_up(_saved(purged), OTHER).obsolete}


def _catalogue(*entries: Entry) -> Catalogue:
    return Catalogue(entries)


REVIEWED, OUTDATED = Entry(A, T), Entry(B, T, flags=("fuzzy",), previous=A)


@pytest.mark.parametrize(
    ("before", "after", "departs"),
    [
        (REVIEWED, [REVIEWED], False),
        (REVIEWED, [replace(REVIEWED, obsolete=True)], False),
        (REVIEWED, [OUTDATED], True),
        (REVIEWED, [], True),
        (REVIEWED, [Entry(A, MINE)], True),
        (OUTDATED, [OUTDATED], False),
        (OUTDATED, [REVIEWED], False),
        (OUTDATED, [replace(OUTDATED, source=C)], False),
        (OUTDATED, [], True),
        (Entry(A), [], False),
        (Entry(A, MERGED), [], False),
        (with_draft(Entry(A), T, "argos"), [], False),
        (replace(with_draft(Entry(A), T, "argos"), translation=MINE), [], True),
        (Entry(A, T, flags=("fuzzy",)), [], True),
    ],
)
def test_what_departs(before: Entry, after: list[Entry], departs: bool) -> None:
    assert departing(_catalogue(before), _catalogue(*after)) == ((before,) if departs else ())


def test_a_number_accepted_and_taken_back_departs() -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T)), C)).with_live(accepted)
    assert [entry.translation for entry in departing(catalogue, brought_up(catalogue, A))] == [T_CARRIED]
