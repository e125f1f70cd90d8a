"""The checks of a translation: what each complains about, and how severely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.article import NoteMarker, descendants
from publish.markup import parsed, written
from publish.review.checks import CHECKS, Checked, findings
from publish.segments import MERGED, Segment, State, Translation


def paragraph(*pairs: tuple[str, str], state: State = State.REVIEWED) -> list[Checked]:
    """A paragraph's sentences, each with its translation; the catalogue's lines are 10, 20, …"""
    return [
        Checked(Segment(source, f"Sentence {number}", start=number == 1), Translation(text, state), number * 10)
        for number, (source, text) in enumerate(pairs, 1)
    ]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("One.[^1]", "Un[^1].")], []),
        ([("One.[^1]", "Un.")], [(10, "the note marker [^1] is missing from the translation")]),
        ([("One.", "Un[^1].")], [(10, "the note marker [^1] is there more often than in the source")]),
        ([("One.[^1]", "Un[^1][^1].")], [(10, "the note marker [^1] is there more often than in the source")]),
        ([("One.[^1]", "Un[^2].")], [(10, "[^1] is missing"), (10, "[^2] is there more often")]),
        ([("One.[^1]", r"Un\[^1].")], [(10, "[^1] is missing")]),
        ([("One.[^1] Two.[^2]", "Deux[^2]. Un[^1].")], []),
        ([("One.[^1]", "Un."), ("Two.", "Deux[^1].")], []),
        ([("One.[^1]", MERGED), ("Two.", "Un et deux[^1].")], []),
        ([("One.[^1]", MERGED), ("Two.", "Un et deux.")], [(10, "[^1] is missing")]),
        ([("One.", "Un."), ("Two.[^2]", "Deux.")], [(20, "[^2] is missing")]),
        ([("*One.[^1]*", "*Un*[^1].")], []),
        ([("One.", "*Un.")], [(10, "a * without its partner; complete it, or write a backslash before it")]),
        ([("One.", "Un `bout.")], [(10, "a ` without its partner")]),
        ([("Colleagues.", "Kolleg*innen.")], []),
        ([("3 * 4", r"3 \* 4")], []),
        ([("[A](https://a.example)", "[Un](https://a.example)")], []),
        ([("[A](https://a.example)", "Un")], [(10, "the link to https://a.example is missing from the translation")]),
        ([("A", "[Un](https://b.example)")], [(10, "the link to https://b.example is not in the source")]),
        ([("[A](x.html)", "[Un](x html)")], [(10, "a link whose address cannot be read"), (10, "is missing")]),
        ([("<https://a.example>", "<https://a.example>")], []),
        ([("[A](https://a.example)", "Un."), ("B.", "[Deux](https://a.example)")], []),
        ([("One.", MERGED)], [(10, f"every sentence of it is {MERGED}, so nothing would be printed")]),
        ([("One.", MERGED), ("Two.", MERGED)], [(10, "every sentence of it")]),
    ],
)
def test_complaints(pairs: list[tuple[str, str]], expected: list[tuple[int, str]]) -> None:
    found = findings(paragraph(*pairs), "fr.po")
    assert len(found) == len(expected), found
    assert all((finding.severity, finding.file) == ("error", "fr.po") for finding in found)
    for line, words in expected:
        assert any(finding.line == line and words in finding.message for finding in found), found


@pytest.mark.parametrize(
    ("states", "severity"),
    [
        ([State.REVIEWED, State.REVIEWED], "error"),
        ([State.DRAFT, State.DRAFT], "warning"),
        ([State.REVIEWED, State.DRAFT], "warning"),
        ([State.REVIEWED, State.OUTDATED], None),
        ([State.UNTRANSLATED, State.REVIEWED], None),
    ],
)
def test_only_reviewed_text_is_held_to_account(states: list[State], severity: str | None) -> None:
    entries = [
        Checked(Segment(f"{number}.[^{number}]", "", start=number == 0), Translation("x", state))
        for number, state in enumerate(states)
    ]
    assert {finding.severity for finding in findings(entries, "")} == ({severity} if severity else set())


def test_each_paragraph_counts_for_itself() -> None:
    entries = paragraph(("One.[^1]", "Un.")) + paragraph(("Two.", "Deux[^1]."))
    assert len(findings(entries, "")) == 2


def test_what_is_right_elsewhere_is_no_excuse() -> None:
    broken = paragraph(("One.[^1] [A](https://a.example)", "*Un"))
    assert len(findings(broken, "")) == 3
    assert len(CHECKS) == 4


MARKDOWN = st.lists(st.sampled_from(["word", "[^1]", "[^2]", "*em*", r"\*", " "]), max_size=8).map("".join)


@given(MARKDOWN, MARKDOWN)
def test_no_note_is_ever_lost_unseen(source: str, translation: str) -> None:
    def labels(text: str) -> list[str]:
        return sorted(i.label for i in descendants(parsed(text, "en")) if isinstance(i, NoteMarker))

    messages = [finding.message for finding in findings(paragraph((source, translation)), "")]
    assert (labels(source) != labels(translation)) == any("the note marker" in message for message in messages)


@given(MARKDOWN)
def test_a_source_is_no_fault_of_itself(text: str) -> None:
    source = written(parsed(text, "en"))
    assert findings(paragraph((source, source)), "") == []
