"""Checks: pairs that are right and pairs that are wrong, in several languages."""

import pytest

from publish.review.checks import Checked, findings
from publish.segments import MERGED, Segment, State, Translation


def _paragraph(pairs: list[tuple[str, str]], state: State = State.REVIEWED) -> list[Checked]:
    return [
        Checked(Segment(source, f"Sentence {number}", start=number == 1), Translation(text, state), number * 10)
        for number, (source, text) in enumerate(pairs, 1)
    ]


@pytest.mark.parametrize(
    "pairs",
    [
        [("A word.[^1]", "Un mot[^1].")],
        [("One.[^1]", "一。"), ("Two.", "二[^1]。")],
        [("One.[^1]", MERGED), ("Two.", "Un et deux[^1].")],
        [("See [this](https://example.org).", "Siehe [dies](https://example.org).")],
        [("All.", "Kolleg*innen und [sic] Leser*innen")],
        [("*All*.", "**Alle**.")],
    ],
)
def test_good_pairs(pairs: list[tuple[str, str]]) -> None:
    assert findings(_paragraph(pairs), "fr.po") == []


@pytest.mark.parametrize(
    ("pairs", "line", "message"),
    [
        ([("A word.[^1]", "Un mot.")], 10, "[^1] is missing"),
        ([("A.[^1]", "Un[^1][^1].")], 10, "[^1] is there more often"),
        ([("A.", "Un."), ("B.", "Deux[^2].")], 20, "[^2] is there more often"),
        ([("A.[^1]", "Un[^2].")], 10, "[^1] is missing"),
        ([("A.", "*Un.")], 10, "a * without its partner"),
        (
            [("See [x](https://example.org/a).", "Voir [x](https://example.org/b).")],
            10,
            "is missing from the translation",
        ),
        ([("A.", "Un [x](https://example.org).")], 10, "not in the source"),
        ([("A.", MERGED), ("B.", MERGED)], 10, "nothing would be printed"),
    ],
)
def test_bad_pairs(pairs: list[tuple[str, str]], line: int, message: str) -> None:
    found = findings(_paragraph(pairs), "fr.po")
    assert found
    assert (found[0].severity, found[0].file, found[0].line) == ("error", "fr.po", line)
    assert message in found[0].message


def test_a_draft_is_warned_of_and_what_is_not_translated_is_passed_over() -> None:
    assert [finding.severity for finding in findings(_paragraph([("A.[^1]", "Un.")], State.DRAFT), "f")] == ["warning"]
    for state in (State.OUTDATED, State.UNTRANSLATED):
        assert findings(_paragraph([("A.[^1]", "Un.")], state), "f") == []
