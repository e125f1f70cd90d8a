"""What a translator has changed comes into the catalogue; what another person has written there stays."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.samples import FORMATS, catalogue, catalogues, handed_out, markdown, reply, reread, taken_back
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import CHANGED, step
from publish.catalogue.matches import match_comment
from publish.catalogue.origin import with_draft
from publish.catalogue.writing import written
from publish.interchange.applying import Outcome, applied
from publish.interchange.inline import canonical
from publish.interchange.marks import marks_in
from publish.interchange.units import Reply, Returned, wording

Edits = list[tuple[str, bool | None]]

FUZZY = ("fuzzy",)
DRAFT = with_draft(Entry("A house"), "Une maison", "machine draft (argos: x), confidence 87%")


def edited(
    present: Catalogue,
    source: str,
    target: str | None = None,
    *,
    accepted: bool | None = None,
    note: str = "",
    form: str = "xliff-1.2",
) -> Reply:
    """The reply in which a translator has changed one unit of what was handed out."""
    found = reply(handed_out(present, form))

    def change(unit: Returned) -> Returned:
        if unit.source != source:
            return unit
        return replace(
            unit,
            target=unit.target if target is None else target,
            is_accepted=unit.is_accepted if accepted is None else accepted,
            notes=(*unit.notes, note) if note else unit.notes,
        )

    return replace(found, units=tuple(map(change, found.units)))


def apply(present: Catalogue, back: Reply) -> tuple[Outcome, list[str]]:
    outcome = applied(present, back, "back.xlf", "en", "fr")
    return outcome, [str(finding) for finding in outcome.findings]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("before", "target", "accepted", "after"),
    [
        (Entry("A house"), "Une maison", True, Entry("A house", "Une maison")),
        (Entry("A house"), "Une maison", None, Entry("A house", "Une maison", flags=FUZZY)),
        (DRAFT, None, True, replace(DRAFT, flags=())),
        (DRAFT, "La maison", True, replace(DRAFT, translation="La maison", flags=())),
        (DRAFT, "La maison", False, replace(DRAFT, translation="La maison")),
        (Entry("A house", "Une maison"), None, False, Entry("A house", "Une maison", flags=FUZZY)),
        (Entry("A house", "Une maison"), "∅", True, Entry("A house", "∅")),
        (
            Entry("A house", "Une hutte", flags=(*FUZZY, "no-wrap"), previous="A hut"),
            "Une maison",
            True,
            Entry("A house", "Une maison", flags=("no-wrap",)),
        ),
        (
            Entry("A house", "Une hutte", flags=FUZZY, previous="A hut"),
            "Une maison",
            False,
            Entry("A house", "Une maison", flags=FUZZY, previous="A hut"),
        ),
    ],
)
def test_an_edit_is_taken_over(
    form: str, before: Entry, target: str | None, accepted: bool | None, after: Entry
) -> None:
    present = catalogue(Entry("Before", "Avant *"), before, Entry("After", "Après"))
    outcome, findings = apply(present, edited(present, "A house", target, accepted=accepted, form=form))
    assert findings == []
    assert outcome.changed == 1
    assert [entry.source for entry in outcome.catalogue.live] == ["Before", "A house", "After"]
    assert outcome.catalogue.live[1] == after
    assert outcome.catalogue.live[0] == present.live[0]


@pytest.mark.parametrize(
    ("now", "target", "accepted", "after", "finding"),
    [
        (Entry("A house", "Ma maison"), "Sa maison", True, "Ma maison", "translated in both places"),
        (Entry("A house", "Sa maison"), "Sa maison", True, "Sa maison", ""),
        (Entry("A house", "Une maison"), "Sa maison", True, "Une maison", "translated in both places"),
        (Entry("A house", "Ma maison", flags=FUZZY), None, None, "Ma maison", ""),
        (Entry("A house"), "Sa maison", True, "Sa maison", ""),
        (DRAFT, "Sa maison", True, "Sa maison", ""),
    ],
)
def test_a_change_on_both_sides_keeps_the_catalogues_words_and_is_told(
    now: Entry, target: str | None, accepted: bool | None, after: str, finding: str
) -> None:
    before = catalogue(Entry("A house", "Une maison", flags=FUZZY))
    back = edited(before, "A house", target, accepted=accepted)
    outcome, findings = apply(catalogue(now), back)
    assert outcome.catalogue.live[0].translation == after
    assert len(findings) == bool(finding)
    for text in findings:
        assert text.startswith("back.xlf:")
        assert finding in text
        assert after in text
        assert "Sa maison" in text
        assert "article.po:" in text


@pytest.mark.parametrize(
    ("now", "after", "finding"),
    [
        (Entry("It’s “here”[^4].", "C’est là[^4]."), Entry("It’s “here”[^4].", "Voilà[^4]."), ""),
        (
            Entry("It was there[^3].", "C’est là[^3].", flags=FUZZY, previous="It's \"here\"[^3]."),
            Entry("It was there[^3].", "Voilà[^3].", flags=FUZZY, previous="It's \"here\"[^3]."),
            "",
        ),
        (
            Entry("It's \"here\"[^3].", "C’est là[^3].", obsolete=True),
            Entry("It's \"here\"[^3].", "Voilà[^3].", obsolete=True),
            "",
        ),
        (Entry("Other.", "Autre."), None, "is no longer in the text; its translation was left out: “Voilà[^3].”"),
        (Entry("It’s “here”[^4].", "C’est ici[^4]."), None, "translated in both places"),
    ],
)  # fmt: skip
def test_a_file_from_an_older_text_is_applied_where_that_is_sure(now: Entry, after: Entry | None, finding: str) -> None:
    before = catalogue(Entry('It\'s "here"[^3].', "C’est là[^3]."))
    back = edited(before, 'It\'s "here"[^3].', "Voilà[^3].", accepted=True)
    present = catalogue(now)
    outcome, findings = apply(present, back)
    assert outcome.catalogue.entries[1] == (after or now)
    assert len(findings) == bool(finding)
    assert all(finding in text for text in findings)
    again, _ = apply(outcome.catalogue, back)
    assert written(again.catalogue) == written(outcome.catalogue)


def test_untouched_units_of_an_older_text_are_no_matter() -> None:
    back = reply(handed_out(catalogue(Entry("Gone", "Parti")), "xliff-1.2"))
    assert apply(catalogue(Entry("Here", "Ici")), back)[1] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_new_note_on_a_sentence_that_is_gone_is_told(form: str) -> None:
    back = edited(catalogue(Entry("Gone", "Parti", comments=("Mine.",))), "Gone", note="Is it big?", form=form)
    _, findings = apply(catalogue(Entry("Here", "Ici")), back)
    assert len(findings) == 1
    assert "“Gone” is no longer in the text; its note was left out: “Is it big?”" in findings[0]


def test_an_emptied_translation_stays() -> None:
    present = catalogue(Entry("A house", "Une maison"))
    outcome, findings = apply(present, edited(present, "A house", "", accepted=False))
    assert written(outcome.catalogue) == written(present)
    assert "was emptied; the catalogue keeps “Une maison”" in findings[0]


@pytest.mark.parametrize("form", FORMATS)
def test_notes_are_added_once_and_none_is_written_over(form: str) -> None:
    present = catalogue(replace(DRAFT, comments=("Mine.", *DRAFT.comments)))
    back = edited(present, "A house", note="Is it big?\\\nMine.\nOrigin: argos, hash 9172e8eec99f", form=form)
    outcome, _ = apply(present, back)
    once = Catalogue(outcome.catalogue.entries, outcome.catalogue.file)
    assert once.live[0].comments == (*present.live[0].comments, "Is it big?\\ ")
    again, _ = apply(reread(once), back)
    assert again.changed == 0


def test_a_file_without_ids_and_hashes_is_matched_by_its_text() -> None:
    body = (
        '<xliff version="1.2"><file original="article" source-language="en" target-language="fr" datatype="x"><body>'
        '<trans-unit id="7"><source>A house</source><target state="translated">La maison</target></trans-unit>'
        '<trans-unit><source>A tree</source><target state="translated">Un chêne</target></trans-unit>'
        "</body></file></xliff>"
    )
    present = catalogue(Entry("A house"), Entry("A tree", "Un arbre"))
    outcome = taken_back(present, body.encode())
    assert [entry.translation for entry in outcome.catalogue.live] == ["La maison", "Un arbre"]
    assert ["both places" in str(finding) for finding in outcome.findings] == [True]


replies = st.lists(st.tuples(markdown, st.sampled_from([True, False, None])), min_size=5, max_size=5)


@settings(max_examples=60)
@given(before=catalogues, now=catalogues, shared=st.booleans(), edits=replies)
def test_no_word_of_anyone_is_lost(before: Catalogue, now: Catalogue, shared: bool, edits: Edits) -> None:
    """Each word that came back is in the catalogue or in what is told; each word of the catalogue is there, or was
    handed out as it is and changed by the translator.
    """
    if shared:
        # The same sentences, translated by two people at the same time.
        pairs = zip(before.live, now.live, strict=False)
        own = [replace(one, translation=other.translation, flags=other.flags) for one, other in pairs]
        now = catalogue(*own)
    found = reply(handed_out(before, "xliff-1.2"))
    units = [
        replace(unit, target=canonical(text, "fr"), is_accepted=accepted)
        for unit, (text, accepted) in zip(found.units, edits, strict=False)
    ]
    outcome, findings = apply(now, replace(found, units=tuple(units)))
    told = "\n".join(findings).replace("⏎", "\n")
    there = {wording(entry, "fr") for entry in outcome.catalogue.live}
    handed = {wording(entry, "fr") for entry in before.live}
    for unit, entry in zip(units, before.live, strict=True):
        if unit.target.strip() and unit.target != wording(entry, "fr"):
            assert unit.target in there or unit.target.strip() in there or unit.target.replace("⏎", "\n") in told
    for old, new in zip(now.live, outcome.catalogue.live, strict=True):
        assert new.key == old.key
        assert new.translation == old.translation or old.is_empty or wording(old, "fr") in handed


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40)
@given(present=catalogues, text=markdown, accepted=st.booleans(), data=st.data())
def test_any_edit_arrives_and_nothing_else_changes(
    form: str, present: Catalogue, text: str, accepted: bool, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(present.live) - 1))
    text = canonical(text, "fr")
    found = reply(handed_out(present, form))
    units = list(found.units)
    units[index] = replace(units[index], target=text, is_accepted=accepted)
    outcome, findings = apply(present, replace(found, units=tuple(units)))
    for number, (before, after) in enumerate(zip(present.live, outcome.catalogue.live, strict=True)):
        if number != index or not text.strip():
            assert after == before
        else:
            assert canonical(after.translation, "fr") == text or text.strip() == after.translation
            assert after.is_fuzzy == (not accepted or bool(findings))
        assert after.comments == before.comments
    marks = Counter[str]() if present.live[index].is_empty else marks_in(present.live[index].translation)
    expected = (marks or marks_in(present.live[index].source)) - marks_in(text)
    assert all("emptied" in text or ("missing" in text and expected) for text in findings)


PLACES = [("Section 1, paragraph 2, sentence 1",), ("Section 1, paragraph 2, sentence 2",)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("source", "before", "target", "missing"),
    [
        ("A house[^1]", "Une maison[^1]", "Une maison", "the note marker [^1] is missing"),
        ("A house[^1]", "", "Une maison", "the note marker [^1] is missing"),
        ("A *house*", "Une *maison*", "Une maison", "emphasis is missing"),
        ("A **house**", "", "Une *maison*", "strong emphasis is missing"),
        ("[A house](b)", "[Une maison](b)", "[Une maison](c)", "the link to b is missing"),
        ("[A](b)[^1]", "[Un](b)[^1]", "Une", "the link to b, the note marker [^1] are missing"),
        ("A house[^1][^1]", "Une maison[^1][^1]", "Une maison[^1]", "the note marker [^1] is missing"),
        # What was missing before is no news, and what was too much may go.
        ("A house[^1]", "Une maison", "La maison", ""),
        ("A *house*", "Une maison", "La maison", ""),
        ("A house", "Une *maison*[^1]", "La maison", ""),
        ("A house[^1]", "Une maison[^1]", "[^1]La maison", ""),
    ],
)
def test_words_that_have_lost_a_mark_are_a_draft(
    form: str, source: str, before: str, target: str, missing: str
) -> None:
    present = catalogue(Entry(source, before))
    back = edited(present, source, target, accepted=True, form=form)
    outcome, findings = apply(present, back)
    assert outcome.catalogue.live[0] == Entry(source, target, flags=FUZZY if missing else ())
    assert [missing in text and text.startswith("back.xlf:") for text in findings] == [True] * bool(missing)
    # Nor does a second import say that they are reviewed.
    again, _ = apply(outcome.catalogue, back)
    assert written(again.catalogue) == written(outcome.catalogue)


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("Une maison", "Un arbre[^1]", False),
        ("∅", "Une maison et un arbre[^1]", False),
        ("Une maison", "Un arbre", True),
        ("∅", "Une maison et un arbre", True),
    ],
)
def test_a_mark_may_go_to_a_neighbour_in_its_paragraph(first: str, second: str, is_told: bool) -> None:
    present = catalogue(
        Entry("A house[^1]", "Une maison[^1]", roles=PLACES[0]), Entry("A tree", "Un arbre", roles=PLACES[1])
    )
    back = edited(present, "A house[^1]", first, accepted=True)
    units = tuple(replace(unit, target=second) if unit.source == "A tree" else unit for unit in back.units)
    outcome, findings = apply(present, replace(back, units=units))
    assert [entry.is_fuzzy for entry in outcome.catalogue.live] == [is_told, False]
    assert len(findings) == is_told


def test_a_draft_without_a_mark_can_be_accepted() -> None:
    present = catalogue(Entry("A *house*", "Une maison", flags=FUZZY))
    outcome, findings = apply(present, edited(present, "A *house*", accepted=True))
    assert (findings, outcome.catalogue.live[0].is_fuzzy) == ([], False)


MATCH = match_comment("83% in peace, reviewed: “La paix maintenant, et pour tout le monde.” (source there: Peace.)")
STEP = str(step(CHANGED, Entry("A hut", "Une hutte")))


@pytest.mark.parametrize("words", [MATCH, STEP, "Origin: machine draft (argos: x), confidence 87%, hash 9172e8eec99f"])
@pytest.mark.parametrize("width", [1000, 40])
@pytest.mark.parametrize("is_split", [False, True])
def test_nothing_from_outside_speaks_for_the_program(words: str, width: int, is_split: bool) -> None:
    """However another program has folded it, or parted it into notes."""
    present = catalogue(Entry("A house", "Une maison"))
    (unit,) = edited(present, "A house").units
    lines = ["Is it big?", *textwrap.wrap(words, width, break_on_hyphens=False), "Yes."]
    notes = tuple(lines) if is_split else ("\n".join(lines),)
    back = replace(reply(handed_out(present, "xliff-1.2")), units=(replace(unit, notes=notes),))
    outcome, _ = apply(present, back)
    assert outcome.catalogue.live[0].comments == ("Is it big?", "Yes.")


@pytest.mark.parametrize("form", FORMATS)
def test_a_folded_step_is_not_handed_out(form: str) -> None:
    folded = tuple(textwrap.wrap(STEP, 40, break_on_hyphens=False))
    present = catalogue(Entry("A house", "Une maison", comments=("Mine.", *folded)))
    content = handed_out(present, form)
    assert b"Mine." in content
    assert CHANGED.encode() not in content
    assert folded[-1].encode() not in content
    outcome = taken_back(present, content)
    assert (outcome.changed, outcome.findings) == (0, [])
