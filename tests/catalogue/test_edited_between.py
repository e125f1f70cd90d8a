"""What people do between two changes of the text: their words win, and no program calls them reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from publish.catalogue.comparing import compared
from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import CHANGED, steps
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


def accepted_and_doubted(entry: Entry) -> Entry:
    """One accepts it, another marks it as to be looked at again."""
    return replace(accepted(entry), flags=("fuzzy",))


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
        (B, accepted_and_doubted, T, "draft"),
        (B, edited, MINE, "outdated"),
        (B, edited_and_accepted, "", "untranslated"),
        (B, remarked, T, "reviewed"),
        (B, cleaned, T, "draft"),
        (C, accepted, T, "reviewed"),
        (C, edited, MINE, "outdated"),
        (C, edited_and_accepted, "", "untranslated"),
        (C, cleaned, T_CARRIED, "outdated"),
    ],
)
def test_the_source_changes_back(change: str, person: Callable[[Entry], Entry], translation: str, state: str) -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T, comments=("Marie : bien",))), change))
    catalogue = _saved(catalogue.with_live(person))
    back = _saved(brought_up(catalogue, A))
    (entry,) = back.live
    assert (entry.source, entry.translation, state_of(entry).value) == (A, translation, state)
    assert entry.previous == (change if state == "outdated" else "")
    if person is edited_and_accepted:
        # The memory has its translation; what was accepted for the other source stays as it is.
        assert [(one.source, one.translation, one.is_fuzzy) for one in back.obsolete] == [(change, MINE, False)]
        assert written(brought_up(back, change)) == written(catalogue)
    elif person is not cleaned:
        assert entry.comments[0] == "Marie : bien"
    if person is remarked:
        assert entry.comments == ("Marie : bien", "Zoé : vraiment ?")
    assert written(brought_up(back, A)) == written(back)


@pytest.mark.parametrize("change", [B, C])
@pytest.mark.parametrize("person", [edited, cleaned])
def test_half_done_words_for_a_source_that_is_gone_again_are_to_be_reviewed(
    change: str, person: Callable[[Entry], Entry]
) -> None:
    first = _start(Entry(A, T))
    half_done = _saved(_saved(brought_up(first, change)).with_live(person))
    back = _saved(brought_up(half_done, A))
    if person is edited or change is C:
        assert (compared(half_done, back).review.segments, compared(half_done, back).revived.segments) == (1, 0)
        assert departing(half_done, back) == ()
    assert written(brought_up(back, change)) == written(half_done)
    elsewhere = _saved(brought_up(back, A.replace("Sunday", "Monday")))
    assert elsewhere.live[0].previous in (change, A)
    assert written(brought_up(elsewhere, A)) == written(back)
    (there,) = brought_up(elsewhere, change).live
    assert (there.translation, there.is_fuzzy) == (half_done.live[0].translation, True)
    if person is edited:
        assert there.previous in (A, "")


def test_half_done_words_keep_the_name_of_their_source_when_notes_are_renumbered() -> None:
    first = _start(Entry(f"{A}[^1]", f"{T}[^1]"))
    half_done = _saved(
        _saved(brought_up(first, f"{B}[^1]")).with_live(lambda entry: replace(entry, translation=f"{MINE}[^1]"))
    )
    back = _saved(brought_up(half_done, f"{A}[^1]"))
    renumbered = _saved(brought_up(back, f"{A}[^2]"))
    (entry,) = renumbered.live
    assert (entry.previous, entry.translation, entry.is_fuzzy) == (f"{B}[^1]", f"{MINE}[^2]", True)
    assert compared(back, renumbered).waiting.segments == 1
    assert written(brought_up(renumbered, f"{A}[^1]")) == written(back)


@pytest.mark.parametrize("person", [accepted, edited_and_accepted])
def test_what_was_reviewed_for_the_new_source_comes_back_with_it(person: Callable[[Entry], Entry]) -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T)), B))
    reviewed = _saved(catalogue.with_live(person))
    other = B.replace("Sunday", "Monday")
    changed = _saved(brought_up(reviewed, other))
    assert len(steps(changed.live[0].comments)) == 2
    assert changed.live[0].previous == B
    assert written(brought_up(changed, B)) == written(reviewed)


@pytest.mark.parametrize("person", [accepted, edited_and_accepted])
def test_once_accepted_a_change_is_remembered_without_what_was_done_for_it(person: Callable[[Entry], Entry]) -> None:
    carried = _saved(brought_up(_start(Entry(A, T)), C))
    assert "28,000 carried" in carried.live[0].comments[0]
    changed = brought_up(_saved(carried.with_live(person)), C.replace("people", "workers"))
    assert [one.words for one in steps(changed.live[0].comments)] == ["", ""]


def test_a_copy_once_accepted_is_not_remembered_any_more() -> None:
    whole = "The march began at noon. It ended at the embassy, where the speakers asked for a ceasefire at once."
    parts = ["The march began at noon.", "It ended at the embassy, where the speakers asked for a ceasefire at once."]
    split = _saved(brought_up(_start(Entry(whole, T)), *parts))
    assert {one.words for entry in split.live for one in steps(entry.comments)} == {"keep only this part"}
    worked = _saved(split.with_live(accepted))
    changed = brought_up(worked, parts[0], parts[1].replace("ended", "came to an end"))
    assert [one.kind for one in steps(changed.live[1].comments)] == [CHANGED]


def test_a_sentence_remembers_three_changes_at_most() -> None:
    catalogue = _start(Entry(A, T))
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        catalogue = _saved(brought_up(catalogue, A.replace("Sunday", day)).with_live(edited_and_accepted))
    assert len(steps(catalogue.live[0].comments)) == 3


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


@pytest.mark.parametrize("change", [C, f"{OTHER} {A}", "Some 25,000 people marched in Tokyo on Sunday"])
def test_what_the_program_made_of_others_words_does_not_depart(change: str) -> None:
    catalogue = _start(Entry(A, T))
    if change.startswith(OTHER):
        catalogue = _saved(brought_up(_saved(Catalogue((*catalogue.entries, Entry(OTHER, "Rien.")))), A, OTHER))
    changed = _saved(brought_up(catalogue, change))
    assert changed.live[0].is_fuzzy
    for source in (A, OTHER, B, C):
        assert departing(changed, _saved(brought_up(changed, source))) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Entry("It’s “so”..[^1]", "C’est ainsi.[^1]"), Entry('It\'s "so".[^2]', "C’est ainsi.[^2]")),
        (OUTDATED, replace(OUTDATED, previous=A.replace(" in ", "\u00a0in "))),
    ],
)
def test_what_changes_harmlessly_does_not_depart_either_way(old: Entry, new: Entry) -> None:
    assert departing(_catalogue(old), _catalogue(new)) == departing(_catalogue(new), _catalogue(old)) == ()


def test_a_number_accepted_and_taken_back_departs() -> None:
    catalogue = _saved(brought_up(_start(Entry(A, T)), C)).with_live(accepted)
    assert [entry.translation for entry in departing(catalogue, brought_up(catalogue, A))] == [T_CARRIED]


def test_a_review_that_is_voided_departs_however_alike_the_sources_are() -> None:
    """A second full stop is no harmless change, though a corrected one is: the words are about to be edited."""
    old = Entry("It rained.", "Il a plu.")
    new = Entry("It rained..", "Il a plu.", flags=("fuzzy",), previous="It rained.")
    assert departing(Catalogue((old,)), Catalogue((new,))) == (old,)
    assert departing(Catalogue((new,)), Catalogue((new,))) == ()
