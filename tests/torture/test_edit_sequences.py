"""Whatever editors, translators and machines do, in whatever order: nothing a person wrote or accepted is lost."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from catalogue.gnu import complaints
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from publish.catalogue.entry import Entry, counts
from publish.catalogue.former import steps as steps_of
from publish.catalogue.former import without_steps
from publish.catalogue.harmless import normal_form
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.reading import parsed
from publish.segments import State

from .editing import HARMLESS, Edit, Manuscript, edited, edits, manuscripts
from .history import History, brought_up, raw
from .people import Act, acts

# Explaining a failure takes minutes here and says little.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
FACTS = HeaderFacts("An article")
ALL = Act("translate all")


class Publication(History[Manuscript]):
    """An article that begins as this manuscript."""

    def edit(self, edit: Edit) -> None:
        self.versions.append(edited(self.version, edit))

    def step(self, step: Edit | Act | int | None) -> None:
        """An edit, an act, a return to an earlier version, or (None) an update."""
        match step:
            case Edit():
                self.edit(step)
            case Act():
                self.act(step)
            case int():
                self.revert(step)
            case None:
                self.update()


updates = st.none()
steps_of_a_round = st.tuples(
    st.lists(acts, max_size=2), st.lists(st.one_of(edits(), edits(), st.integers(1, 4)), min_size=1, max_size=3)
)


@st.composite
def histories(draw: st.DrawFn) -> list[Edit | Act | int | None]:
    """Rounds of what translators do, then what editors do, then an update; most begin with all translated."""
    steps: list[Edit | Act | int | None] = []
    if draw(st.integers(0, 3)):
        steps += [Act("merge", place) for place in draw(st.lists(st.integers(0, 12), max_size=2))]
        steps += [ALL, *(Act("comment", place) for place in draw(st.lists(st.integers(0, 12), max_size=4)))]
    for done, changes in draw(st.lists(steps_of_a_round, min_size=1, max_size=6)):
        steps += [*done, *changes, None]
    return steps


def keeps_every_promise(manuscript: Manuscript, steps: list[Edit | Act | int | None]) -> bytes:
    publication = Publication(manuscript)
    for step in steps:
        publication.step(step)
    publication.update()
    return publication.content


@settings(max_examples=160, phases=PHASES)
@given(manuscripts(), histories())
def test_whatever_happens_nothing_a_person_did_is_lost(
    manuscript: Manuscript, steps: list[Edit | Act | int | None]
) -> None:
    keeps_every_promise(manuscript, steps)


@pytest.mark.soak
@settings(max_examples=20_000, phases=PHASES)
@given(manuscripts(), histories())
def test_whatever_happens_for_long(manuscript: Manuscript, steps: list[Edit | Act | int | None]) -> None:
    keeps_every_promise(manuscript, steps)


@settings(max_examples=20, phases=PHASES)
@given(manuscripts(), histories())
def test_whatever_happens_gnu_gettext_accepts_it(manuscript: Manuscript, steps: list[Edit | Act | int | None]) -> None:
    assert complaints(keeps_every_promise(manuscript, steps)) == ""


def essence(entry: Entry) -> Entry:
    """The entry but for what it remembers of its past and for how the source was written that it is outdated for."""
    return replace(entry, comments=without_steps(entry.comments), previous=normal_form(entry.previous))


@settings(max_examples=40, phases=PHASES)
@given(
    manuscripts(), st.lists(st.one_of(edits(), updates, acts), max_size=12), st.lists(edits(), min_size=1, max_size=3)
)
def test_an_update_and_its_revert_give_the_first_values_again(
    manuscript: Manuscript, before: list[Edit | Act | None], changes: list[Edit]
) -> None:
    """All values of every sentence with a translation of its own.

    One that had none, or a copy of others', may be offered other words, as fuzzy. How far back a sentence remembers may
    be less, and lines may be folded otherwise.
    """
    publication = Publication(manuscript)
    for step in before:
        publication.step(step)
    publication.update()
    first, version = publication.content, publication.version
    for change in changes:
        publication.edit(change)
    publication.update()
    before_it, after_it = (
        parsed(one, "fr.po").live for one in (first, brought_up(publication.content, version.segments))
    )
    assert [entry.key for entry in after_it] == [entry.key for entry in before_it]
    for entry, back in zip(before_it, after_it, strict=True):
        if entry.is_empty or (entry.is_fuzzy and any(one.is_copy for one in steps_of(entry.comments)[:1])):
            assert back.is_empty or back.is_fuzzy
        else:
            assert essence(back) == essence(entry)


@pytest.mark.parametrize(
    ("manuscript", "before", "change"),
    [
        # Sentences that differ in their notes only, and one of them gains a note.
        (
            Manuscript((("People people",), ("People.⟦0⟧", "People.⟦1⟧")), ("See page x.", "See page xx.")),
            [Act("draft all")],
            Edit("add note", 0, 0, "People people."),
        ),
        (
            Manuscript(
                (("People people",), ("People.⟦0⟧", "People.⟦1⟧", "People.⟦2⟧")), ("See x.", "See xx.", "See xxx.")
            ),
            [Act("draft all")],
            Edit("add note", 0, 0, "People people."),
        ),
        (
            Manuscript(
                (("People people",), ("People people.", "Unions people.", "People people.⟦0⟧", "Unions people.⟦1⟧")),
                ("See page xxx.", "See page xxxx."),
            ),
            [Act("draft all")],
            Edit("add note", 1, 1, "People people."),
        ),
        # A sentence that comes back while another one remembers it, and one that has lost its words to it.
        (
            Manuscript((("People people",), ("People people.",))),
            [*[Edit("add note", words="People people people.")] * 3, Act("translate", 1)],
            Edit("add note", words="People people."),
        ),
        (
            Manuscript((("People people",), ("People people people.",))),
            [Edit("add note", words="People people."), Act("translate", 1)],
            Edit("add note", words="People people people."),
        ),
        # A sentence whose place an empty one has taken.
        (
            Manuscript((("People people",), ("People people.", "People people.⟦0⟧")), ("See page xx.",)),
            [ALL],
            Edit("add note", 0, 1, "People people."),
        ),
        # An empty sentence like an obsolete one.
        (
            Manuscript((("People people",), ("People people people people people.",))),
            [Edit("add note"), Edit("add note", 0, 0, "People people people."), Act("translate", 1), None],
            Edit("add note"),
        ),
    ],
)
def test_a_change_and_its_revert_give_the_first_bytes_again(
    manuscript: Manuscript, before: list[Edit | Act | None], change: Edit
) -> None:
    publication = Publication(manuscript)
    for step in [*before, None]:
        publication.step(step)
    first, version = publication.content, publication.version
    publication.edit(change)
    publication.update()
    assert brought_up(publication.content, version.segments) == first


def test_who_accepts_other_notes_is_believed() -> None:
    keeps_every_promise(
        Manuscript((("People people",), ("People people.⟦0⟧⟦1⟧",)), ("See page x.", "See page x.")),
        [
            ALL,
            Edit("add note"),
            None,
            Act("review", 1),
            Edit("add note"),
            None,
            Edit("add note"),
            Edit("add note"),
            3,
            None,
        ],
    )


@settings(max_examples=40, phases=PHASES)
@given(manuscripts(), st.lists(edits(), max_size=4), edits(HARMLESS))
def test_harmless_changes_keep_every_review(manuscript: Manuscript, before: list[Edit], change: Edit) -> None:
    publication = Publication(manuscript)
    for step in [*before, None, ALL]:
        publication.step(step)
    sources = [segment.source for segment in publication.version.segments]
    assume(len(sources) == len(set(sources)))
    publication.edit(change._replace(words="") if "note" in change.kind else change)
    changed = [segment.source for segment in publication.version.segments]
    assume(len(changed) == len(set(changed)))
    # A quotation mark may tell where a sentence ends.
    assume("note" in change.kind or len(changed) == len(sources))
    publication.update()
    fuzzy = [entry for entry in publication.catalogue.live if entry.is_fuzzy]
    if "note" in change.kind:
        # The sentence that has gained or lost a note is to be looked at again.
        assert len(fuzzy) <= 1
    else:
        assert fuzzy == []
        assert counts(publication.catalogue)[State.REVIEWED].segments == len(changed)


@settings(max_examples=40, phases=PHASES)
@given(
    manuscripts(),
    # The sentence that another one is merged into loses its review with it.
    st.lists(st.one_of(edits(), updates, acts.filter(lambda act: act.kind != "merge")), max_size=8),
    st.integers(0, 40),
    st.integers(1, 7),
)
def test_an_edit_in_a_sentence_changes_the_lines_of_one_entry(
    manuscript: Manuscript, before: list[Edit | Act | None], place: int, word: int
) -> None:
    publication = Publication(manuscript)
    for step in before:
        publication.step(step)
    publication.update()
    old = [segment.source for segment in publication.version.segments]
    entries = publication.catalogue.entries
    publication.edit(Edit("retype", place, word, "unheard"))
    new = [segment.source for segment in publication.version.segments]
    changed = [(one, other) for one, other in zip(old, new, strict=False) if one != other]
    assume(len(old) == len(new) and len(changed) == 1)
    assume(old.count(changed[0][0]) == 1 and len(changed[0][0].split(" ")) > 4)
    publication.update()
    after = publication.catalogue.entries
    matcher = difflib.SequenceMatcher(None, [raw(one) for one in entries], [raw(one) for one in after], autojunk=False)
    differing = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    assert [(end - start, stop - begin) for start, end, begin, stop in differing] == [(1, 1)]
