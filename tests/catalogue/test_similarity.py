"""Similarity: what translators need not translate counts for little, another number, name or negation for much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.similarity import marks, normalised, similarity

MARCHED = "25,000 people marched in Tokyo on Sunday, and they did not go home."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Never again”", '"Never again"'),
        ("“Never again”", "«\u00a0Never again\u00a0»"),
        ("It’s a rich – and poor — country", "It's a rich - and poor - country"),
        ("at 5\u00a0% of them", "at 5 % of them"),
        ("They agreed.[^3]", "They agreed.[^12]"),
        ("They agreed..", "They agreed."),
        ("wrapped\nlines  here", "wrapped lines here"),
        ("a \\*star\\*", "a *star*"),
    ],
)
def test_what_is_not_translated_counts_for_little(one: str, other: str) -> None:
    assert 90 <= similarity(one, other) <= 99
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(
    ("language", "source", "same_said", "other_said"),
    [
        ("en", "25,000 marched", "25,000 walked", "28,000 marched"),
        ("en", MARCHED, MARCHED.replace("people", "workers"), MARCHED.replace("25,000", "28,000")),
        ("en", MARCHED, MARCHED.replace("Sunday", "Sunday night"), MARCHED.replace("Tokyo", "Kyoto")),
        ("en", MARCHED, MARCHED.replace("go home", "return"), MARCHED.replace(" not", "")),
        ("en", "They don’t agree.", "They do not agree.", "They do agree."),
        ("en", "Nobody came that day.", "Nobody came this day.", "Somebody came that day."),
        ("en", "He left without a word.", "He went without a word.", "He left with a word."),
        ("fr", "Ils n’ont pas signé.", "Elles n’ont pas signé.", "Ils ont signé."),
        ("fr", "25\u202f000 personnes ici", "25 000 gens ici", "28\u202f000 personnes ici"),
        ("es", "Los sindicatos no firmaron nada.", "Los sindicatos no firman nada.", "Los sindicatos firmaron."),
        ("de", "Sie haben keinen Vertrag.", "Sie hatten keinen Vertrag.", "Sie haben einen Vertrag."),
        ("ja", "政府は停戦を支持していない。", "政府が停戦を支持していない。", "政府は停戦を支持している。"),
        ("ja", "2万5000人がデモを行った。", "2万5000人がデモをした。", "2万8000人がデモを行った。"),
    ],
)
def test_a_number_a_name_or_a_negation_is_a_real_change(
    language: str, source: str, same_said: str, other_said: str
) -> None:
    assert similarity(source, other_said, language) < similarity(source, same_said, language)
    assert similarity(source, other_said, language) <= 95


@pytest.mark.parametrize(
    ("language", "source", "other", "same"),
    [
        ("en", "25,000 marched", "25000 marched", True),
        ("en", "25,000 marched", "25 thousand marched", True),
        ("en", "March in Paris", "March in London", False),
        ("en", "Unions march", "Workers march", True),  # at the start of a sentence anything is capitalised
        ("de", "Die Stadt der Arbeit", "Die Stadt des Friedens", True),  # where every noun is
        ("sw", "Hawakuja", "Walikuja", True),  # a language whose negations nobody has listed
        ("en", "½ of it", "¾ of it", False),
    ],
)
def test_marks(language: str, source: str, other: str, same: bool) -> None:
    assert (marks(source, language) == marks(other, language)) is same


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["en", "fr", "ja", "sr-Latn"]))
def test_bounds(one: str, other: str, language: str) -> None:
    assert 0 <= similarity(one, other, language) <= 100
    assert (similarity(one, other, language) == 100) is (one == other)
    assert similarity(one, one, language) == 100


@given(st.text("a .…\u00a0\u200b«»“'-–[^]1\n", max_size=30))
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
