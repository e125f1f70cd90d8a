from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engines import Alignment, Draft
from publish.engines.splitting import Part, merged, parts


@pytest.mark.parametrize(
    ("sentence", "most", "expected"),
    [
        ("It fits.", 8, ["It fits."]),
        ("One sentence. Another one? A third!", 14, ["One sentence.", "Another one?", "A third!"]),
        ("A “quoted one.” Then more.", 16, ["A “quoted one.”", "Then more."]),
        ("He came; she saw: they left.", 13, ["He came;", "she saw:", "they left."]),
        ("We met (all of us) in May", 14, ["We met", "(all of us)", "in May"]),
        ("Peace – now and here", 13, ["Peace", "– now and", "here"]),
        ("Peace—now—here", 10, ["Peace—now—", "here"]),
        ("25,000 people, 3.5 million", 15, ["25,000 people,", "3.5 million"]),
        ("see https://example.org/a.b,c?d now", 24, ["see", "https://example.org/a.b,", "c?d", "now"]),
        ("see https://example.org/a.b,c?d now", 27, ["see", "https://example.org/a.b,c?d", "now"]),
        ("これは文です。次の文です。", 8, ["これは文です。", "次の文です。"]),
        ("平和を、今すぐ、ここで、１，０００人", 8, ["平和を、今すぐ、", "ここで、", "１，０００人"]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("e\u0301" * 3, 4, ["e\u0301e\u0301", "e\u0301"]),
        ("", 0, [""]),
        ("   ", 1, []),
    ],
)
def test_parts(sentence: str, most: int, expected: list[str]) -> None:
    assert [part.text for part in parts(sentence, lambda text: len(text) <= most)] == expected


@given(st.text(alphabet=st.sampled_from("ab .,;:!?—–()「」。、1é\u0301🙂 "), max_size=80), st.integers(1, 30))
def test_nothing_but_spaces_is_left_out(sentence: str, most: int) -> None:
    found = parts(sentence, lambda text: len(text) <= most)
    position = 0
    for part in found:
        start, end = part.span
        assert sentence[start:end] == part.text
        assert sentence[position:start].strip() == ""
        position = end
    assert sentence[position:].strip() == ""


@given(st.text(alphabet="ab .,1", max_size=80), st.integers(1, 30))
def test_each_part_fits(sentence: str, most: int) -> None:
    assert all(len(part.text) <= most for part in parts(sentence, lambda text: len(text) <= most))


@pytest.mark.parametrize(
    ("cut", "tag", "translations", "expected"),
    [
        (["One,", " two."], "fr", ["Un,", "deux."], "Un, deux."),
        (["One,", " two."], "ja", ["一、", "二。"], "一、二。"),
        (["一、", "二。"], "en", ["One,", "two."], "One, two."),
        (["peace—", "war"], "fr", ["paix—", "guerre"], "paix—guerre"),
        (["fire", "fly"], "de", ["Feuer", "fliege"], "Feuerfliege"),
        (["One,", " two."], "fr", ["Un,", ""], "Un,"),
    ],
)
def test_merged_text(cut: list[str], tag: str, translations: list[str], expected: str) -> None:
    ends = list(itertools.accumulate(map(len, cut)))
    found = [Part(text.strip(), (end - len(text.strip()), end)) for text, end in zip(cut, ends, strict=True)]
    assert merged("".join(cut), found, [Draft(text) for text in translations], tag).text == expected


CUT = [Part("One,", (0, 4)), Part("two.", (5, 9))]


def test_merged_alignment_and_score() -> None:
    first = Draft("Un,", -0.1, Alignment([(0, 3), (3, 4)], [(0, 2), (2, 3)], [[0.9, 0.0, 0.1], [0.1, 0.8, 0.1]]))
    second = Draft("deux.", -0.3, Alignment([(0, 4)], [(0, 5)], [[1.0]]))
    draft = merged("One, two.", CUT, [first, second], "fr")
    assert draft.alignment is not None
    assert draft.alignment.source == [(0, 3), (3, 4), (5, 9)]
    assert [draft.text[slice(*span)] for span in draft.alignment.target] == ["Un", ",", "deux."]
    assert draft.alignment.weights == [[0.9, 0.0, 0.0], [0.1, 0.8, 0.0], [0.0, 0.0, 1.0]]
    assert draft.score == pytest.approx((-0.1 * 3 - 0.3 * 5) / 8)


@pytest.mark.parametrize(
    ("drafts", "score", "problem"),
    [
        ([Draft("Un,", -0.1), Draft("deux.")], None, ""),
        (
            [Draft("Un,", -0.1), Draft("", problem="the model went on without end")],
            None,
            "the model went on without end",
        ),
        ([Draft(""), Draft("")], None, ""),
    ],
)
def test_what_one_part_lacks_the_whole_lacks(drafts: list[Draft], score: float | None, problem: str) -> None:
    draft = merged("One, two.", CUT, drafts, "fr")
    assert (draft.score, draft.problem, draft.alignment) == (score, problem, None)
    assert not (problem and draft.text)
