"""The program's own comments are known in the folds that polib and Babel save them in, and left as they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import polib
import pytest
from babel.messages.pofile import read_po, write_po

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.folded import unfolded
from publish.catalogue.former import CHANGED, HARMLESS, PART, Step, remembering, step, steps, without_last
from publish.catalogue.matches import match_comment, with_matches
from publish.catalogue.origin import machine, origin_comment, origin_of, remarks_of, with_draft, with_text_hash
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written

from .samples import HEADER, brought_up

SOURCE = "A march, said to be the biggest in years."
ENGINE = machine("argos", "Argos Translate 1.12.1, package translate-en_fr-1_9, route en → fr", score=-0.13)
REMARKS = [
    "note 3 placed by guess",
    "the marks around “the so-called humanitarian city” could not be placed, and were put at the end",
]
NUMBERS = "note 3 is now 4, number 25,000 → 28,000 not carried: the translation has more than digits"
ONE, TWO = step(CHANGED, Entry("a", "b"), words=NUMBERS), step(HARMLESS, Entry("c", "d"), words="dash, apostrophes")
JOINED = step(PART, Entry("e", "f"), Entry("g", "h"), Entry("i", "j"))
MATCH = match_comment(
    "83% in peace, reviewed: “La paix, peut-être dès aujourd’hui, à coup sûr.” (source: Peace [-then-] {+now+} so-so.)"
)

Save = Callable[[Catalogue], Catalogue]


def by_polib(catalogue: Catalogue) -> Catalogue:
    return parsed(f"{polib.pofile(written(catalogue).decode(), wrapwidth=78)}\n".encode(), "fr.po")


def by_babel(catalogue: Catalogue) -> Catalogue:
    content = io.BytesIO()
    write_po(content, read_po(io.BytesIO(written(catalogue))), width=76)
    return parsed(content.getvalue(), "fr.po")


SAVES = pytest.mark.parametrize("save", [by_polib, by_babel])


def saved(save: Save, entry: Entry) -> Entry:
    """The entry as it stands in a catalogue that the other program has saved."""
    (after,) = save(Catalogue((*parsed(HEADER, "").entries, entry))).live
    assert len(after.comments) > len(entry.comments), "the comment was not folded"
    return after


@SAVES
@pytest.mark.parametrize("remarks", [[], REMARKS[:1], REMARKS])
@pytest.mark.parametrize("others", [(), ("Marie : bien", "Origin: the book")])
def test_a_drafts_origin(save: Save, remarks: list[str], others: tuple[str, ...]) -> None:
    draft = with_draft(Entry(SOURCE, comments=others), "Une marche", ENGINE, remarks)
    after = saved(save, draft)
    assert origin_of(after) == origin_of(draft)
    assert remarks_of(after) == tuple(remarks)
    assert persons_comments(after.comments) == others
    assert with_draft(after, "Une autre", ENGINE, remarks, again=True).comments == (
        with_draft(Entry(SOURCE, comments=others), "Une autre", ENGINE, remarks).comments
    )


@SAVES
def test_the_hash_of_a_text_that_the_program_changes_is_put_in_place(save: Save) -> None:
    draft = saved(save, with_draft(Entry(SOURCE), "Voir[^3]", ENGINE))
    comments = with_text_hash(draft.comments, "Voir[^3]", "Voir[^4]")
    origin = origin_of(replace(draft, comments=comments))
    assert origin is not None
    assert origin.wrote("Voir[^4]")
    assert [len(line) for line in comments] == [len(line) for line in draft.comments]
    assert with_text_hash(comments, "Voir[^4]", "Voir[^3]") == draft.comments


@SAVES
@pytest.mark.parametrize("taken", [[ONE], [JOINED], [ONE, TWO], [TWO, JOINED, ONE, TWO, ONE, TWO]])
def test_the_steps_of_a_changed_entry(save: Save, taken: list[Step]) -> None:
    comments: tuple[str, ...] = ("Marie : bien",)
    for one in taken:
        comments = remembering(comments, one)
    after = saved(save, Entry(SOURCE, "Une marche", comments=comments)).comments
    assert steps(after) == steps(comments)
    assert persons_comments(after) == ("Marie : bien",)
    assert remembering(after, TWO) == remembering(comments, TWO)
    assert without_last(after) == without_last(comments)


@SAVES
def test_a_match_in_the_memory(save: Save) -> None:
    after = saved(
        save, Entry(SOURCE, comments=("Marie : bien", "Memory: good", MATCH, match_comment("80% elsewhere")))
    ).comments
    assert persons_comments(after) == ("Marie : bien", "Memory: good")
    assert with_matches(after, ["84%"]) == ("Marie : bien", "Memory: good", match_comment("84%"))


@SAVES
def test_all_kinds_beside_each_other(save: Save) -> None:
    remark = f"Machine: {REMARKS[0]}"
    comments = (remark, origin_comment(ENGINE, "x", [remark]), MATCH, *remembering(remembering((), ONE), TWO), "Marie")
    assert persons_comments(saved(save, Entry(SOURCE, "x", comments=comments)).comments) == ("Marie",)


@SAVES
def test_a_line_that_a_person_altered_is_a_persons(save: Save) -> None:
    after = saved(save, Entry(SOURCE, comments=(MATCH,))).comments
    altered = tuple(line.replace("peut-être", "sans doute") for line in after)
    assert persons_comments(altered) == altered


@SAVES
def test_an_update_leaves_the_lines_as_they_are_and_undoes_what_they_remember(save: Save) -> None:
    first = brought_up(
        Catalogue((*parsed(HEADER, "").entries, with_draft(Entry(SOURCE), "Une marche", ENGINE))), SOURCE
    )
    second = save(brought_up(parsed(written(first), "fr.po"), SOURCE.replace("said", "thought")))
    assert written(brought_up(second, SOURCE.replace("said", "thought"))) == second.content
    (back,) = brought_up(second, SOURCE).live
    assert (back.source, back.translation, back.previous) == (SOURCE, "Une marche", "")
    assert steps(back.comments) == ()
    assert origin_of(back) == origin_of(first.live[0])


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (["one"], ["one"]),
        (["one", " two "], ["one two"]),
        (["a so-", "called one"], ["a so-called one", "a so- called one"]),
        (["then -", "now"], ["then - now"]),
        (["a-", "b-", "c"], ["a-b-c", "a-b- c", "a- b-c", "a- b- c"]),
    ],
)
def test_what_folded_lines_were(lines: list[str], texts: list[str]) -> None:
    assert unfolded(lines) == texts
