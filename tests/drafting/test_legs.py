from __future__ import annotations

import pytest

from publish.engines import Alignment, Draft
from publish.engines.legs import composed, joined_legs

# paix et guerre → peace and war → Frieden und Krieg, the English cut into other pieces by the second model.
FIRST = Alignment(
    [(0, 4), (4, 7), (7, 14)], [(0, 5), (5, 9), (9, 13)], [[0.8, 0.1, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]]
)
SECOND = Alignment(
    [(0, 2), (2, 5), (5, 9), (9, 13)],
    [(0, 7), (7, 11), (11, 17)],
    [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.25, 0.75]],
)


def test_the_last_pieces_are_traced_to_the_first_sentence() -> None:
    found = composed(FIRST, SECOND)
    assert (found.source, found.target) == (FIRST.source, SECOND.target)
    expected = [[0.8, 0.1, 0.0], [0.1, 0.9, 0.0], [0.025, 0.225, 0.75]]
    assert [row == pytest.approx(wanted) for row, wanted in zip(found.weights, expected, strict=True)] == [True] * 3


def test_what_the_first_leg_did_not_make_comes_from_nowhere() -> None:
    found = composed(Alignment([(0, 4)], [], []), SECOND)
    assert found.weights == [[0.0]] * 3


@pytest.mark.parametrize(
    ("first", "second", "score", "aligned"),
    [
        (Draft("peace", -0.1, FIRST), Draft("Frieden", -0.2, SECOND), -0.3, True),
        (Draft("peace", None, FIRST), Draft("Frieden", -0.2, SECOND), None, True),
        (Draft("peace", -0.1), Draft("Frieden", -0.2, SECOND), -0.3, False),
        (Draft("peace", -0.1, FIRST), Draft("", None, None, "no words"), None, False),
    ],
)
def test_two_drafts_in_a_row(first: Draft, second: Draft, score: float | None, aligned: bool) -> None:
    found = joined_legs(first, second)
    assert (found.text, found.problem) == (second.text, second.problem)
    assert found.score == (None if score is None else pytest.approx(score))
    assert (found.alignment is not None) == aligned
