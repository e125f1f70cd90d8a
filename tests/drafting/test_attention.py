"""Attention made into links, and marks placed by it: on sentences marked by hand, and whatever the attention."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.drafting.marks import bare, survivors
from publish.drafting.placing import placed
from publish.drafting.placing.attention import links
from publish.drafting.words import words
from publish.engines import Alignment, Span
from publish.markup import parsed, written

from .marian_attention import GUIDED, MarianModel, model_files
from .marked_sentences import Marked, Score, marked_sentences, score
from .noisy_attention import CLEAR, MURKY, noisy_attention
from .placing_accuracy import ASIDE, CLEARLY, GUIDED_HEAD, MURKILY, NONE, OTHER_HEADS, Case, accuracy, cases

ENGLISH = "the old red house near the big grey bridge."
SPANISH = "la vieja casa roja cerca del gran puente gris."
# Which English word each Spanish one comes from.
LINKED = (0, 1, 3, 2, 4, 5, 6, 8, 7)
EN, ES = words(ENGLISH, "en"), words(SPANISH, "es")
Weights = list[list[float]]


def _weights(share: float) -> Weights:
    """A row for each Spanish word and the full stop: this share on its own word, the rest on all."""
    size = len(EN) + 1
    return [[share * (s == t) + (1 - share) / size for s in range(size)] for t in (*LINKED, size - 1)]


def _alignment(weights: Weights) -> Alignment:
    return Alignment([*EN, (len(ENGLISH) - 1, len(ENGLISH))], [*ES, (len(SPANISH) - 1, len(SPANISH))], weights)


def _found(weights: Weights) -> list[int]:
    found = links(_alignment(weights), ENGLISH, EN, SPANISH, ES)
    return [max(range(len(row)), key=row.__getitem__) for row in found.origin]


def _with(row: int, values: list[float]) -> Weights:
    weights = _weights(0.8)
    weights[row] = values
    return weights


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        (_weights(1.0), "a row for each word"),
        (_weights(0.4), "much of it anywhere"),
        ([[*row, 0.5] for row in _weights(0.5)], "a column for the end of the sentence, which has no span"),
        (_with(4, [0.0] * 10), "one row of nothing: its neighbours decide"),
        (_with(4, [math.nan, math.inf, -1.0, 0.0, 0.3, -math.inf, 0.0, 0.0, 0.0, 0.0]), "what is no weight is none"),
        (_with(4, [0.0, 0.0, 0.0, 0.0, 0.9]), "a row cut short"),
        ([*_weights(0.8), [1.0] * 10], "a row too many"),
        (_weights(0.8)[:9], "a row too few"),
    ],
)
def test_each_word_comes_from_its_own(weights: Weights, why: str) -> None:
    assert _found(weights) == list(LINKED), why


@pytest.mark.parametrize(
    ("rows", "looks_right", "why"),
    [
        (lambda rows: rows, True, "straight"),
        (lambda rows: [[0.0] * 13, *rows[:-1]], False, "a row on"),
        (lambda rows: [*rows[1:], [0.0] * 13], False, "a row back"),
        (lambda rows: [[0.0, *row[:-1]] for row in rows], False, "a column on"),
        (lambda rows: [[*row[1:], 0.0] for row in rows], False, "a column back"),
    ],
)
def test_pieces_that_both_texts_share_show_that_all_look_aside(
    rows: Callable[[Weights], Weights], looks_right: bool, why: str
) -> None:
    english, german = "In 2023 the dockers , 400 of them , met in Ghent .", "2023 trafen sich 400 Docker , in Ghent ."
    pieces = [(0, 2), (3, 7), (8, 11), (12, 19), (20, 21), (22, 25), (26, 28), (29, 33), (34, 35), (36, 39), (40, 42)]
    pieces += [(43, 48), (49, 50)]
    there = words(german, "de")
    target = [*there[:5], (29, 30), *there[5:], (39, 40)]
    straight = [[0.9 * (s == t) for s in range(13)] for t in (1, 9, 9, 5, 3, 4, 10, 11, 12)]
    found = links(Alignment(pieces, target, rows(straight)), english, words(english, "en"), german, there)
    assert found.looks_right is looks_right, why


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([0.1] * 10, "all alike"),
        ([0.0] * 10, "all on the end of the sentence"),
        ([0.0] * 9 + [1.0], "all on the full stop"),
        ([1.0] + [0.0] * 9, "all on the first word"),
    ],
)
def test_attention_that_knows_nothing_is_told_apart(row: list[float], why: str) -> None:
    found = links(_alignment([row] * 10), ENGLISH, EN, SPANISH, ES)
    assert found.order < 0.15, why
    assert max(map(max, found.agreed)) < 0.35, why


# A little beyond what was measured on the held-out sentences, which nothing was tuned on: the least share in the right
# place, the greatest share wrong and not reported as a guess, and the greatest share reported.
HELD_OUT = [
    (GUIDED_HEAD, 0.85, 0.03, 0.25),
    (OTHER_HEADS, 0.90, 0.03, 0.28),
    (ASIDE, 0.50, 0.05, 0.90),
    (CLEARLY, 0.92, 0.03, 0.25),
    (MURKILY, 0.80, 0.04, 0.55),
]


@pytest.fixture(scope="module")
def held_out() -> list[Case]:
    return list(cases(held_out=True))


@pytest.fixture(scope="module")
def measured(held_out: list[Case]) -> dict[tuple[str, str], Score]:
    return accuracy(held_out)


@pytest.mark.parametrize(("kind", "right", "wrong_and_sure", "flagged"), HELD_OUT)
def test_accuracy_on_sentences_held_out(
    measured: dict[tuple[str, str], Score], kind: str, right: float, wrong_and_sure: float, flagged: float
) -> None:
    found = measured["all", kind]
    assert found.right / found.marks >= right
    assert found.wrong_and_sure / found.marks <= wrong_and_sure
    assert 1 - found.sure / found.marks <= flagged


def test_attention_is_worth_having(measured: dict[tuple[str, str], Score]) -> None:
    for language in ("de", "es", "fr", "ja", "pt"):
        without = measured[language, NONE]
        best = measured[language, OTHER_HEADS if language == "pt" else CLEARLY]
        assert best.right / best.marks > without.right / without.marks
        assert best.sure / best.marks > without.sure / without.marks


def test_the_sentences_are_marked_in_all_languages() -> None:
    marked = marked_sentences()
    assert len(marked) >= 60
    for item in marked:
        assert survivors(parsed(item.translation, item.language)) == survivors(parsed(item.source, "en"))
        assert item.language == "pt" or len(item.links) == len(words(item.text, item.language))
    for held_out in (False, True):
        assert {item.language for item in marked if item.is_held_out is held_out} == {"de", "es", "fr", "ja", "pt"}
    assert not {item.source for item in marked if item.is_held_out} & {
        item.source for item in marked if not item.is_held_out
    }


def test_a_wrong_place_counts_as_wrong() -> None:
    marked = Marked(
        "One[^1] *two* three", "fr", "Un[^1] *deux* trois", is_held_out=False, others=("Un *deux*[^1] trois",)
    )
    right, other, wrong = (
        placed(bare(parsed(text, "fr")), bare(parsed(text, "fr")).text, "fr", "fr")
        for text in ("Un[^1] *deux* trois", "Un *deux*[^1] trois", "Un *deux trois*[^1]")
    )
    assert [score(marked, result).right for result in (right, other, wrong, None)] == [2, 2, 0, 0]


@pytest.mark.parametrize("marked", [item for item in marked_sentences() if item.language == "pt"][::6])
def test_the_portuguese_is_what_the_model_gives(marked: Marked) -> None:
    from fxtranslate import Translator

    found = model_files()
    translator = Translator(found["model"], found["vocabulary"], found["vocabulary"], found["shortlist"])
    assert translator.translate(marked.bare.text) == marked.text


def test_the_head_trained_on_alignment_sees_each_word_in_its_own() -> None:
    english, portuguese = "Workers in Kent blocked a factory.", "Trabalhadores em Kent bloquearam uma fábrica."
    there, here = words(english, "en"), words(portuguese, "pt")
    alignment = MarianModel().heads(english, portuguese).alignment(GUIDED)
    found = links(alignment, english, there, portuguese, here)
    assert [max(range(6), key=row.__getitem__) for row in found.agreed] == [0, 1, 2, 3, 4, 5]


# What degraded attention makes of an alignment, and whether it is then known to know nothing.
Degraded = Callable[[list[list[float]], random.Random], list[list[float]]]
DEGRADED: dict[str, tuple[Degraded, bool]] = {
    "shifted a row on": (lambda rows, _: [[0.0] * len(rows[0]), *rows[:-1]], False),
    "shifted a row back": (lambda rows, _: [*rows[1:], [0.0] * len(rows[0])], False),
    "shifted a column on": (lambda rows, _: [[0.0, *row[:-1]] for row in rows], False),
    "shifted a column back": (lambda rows, _: [[*row[1:], 0.0] for row in rows], False),
    "uniform": (lambda rows, _: [[1 / len(row)] * len(row) for row in rows], True),
    "all on the end": (lambda rows, _: [[0.0] * len(row) for row in rows], True),
    "all on the last piece": (lambda rows, _: [[0.0] * (len(row) - 1) + [1.0] for row in rows], True),
    "random": (lambda rows, chance: [_drawn(len(row), 1.0, chance) for row in rows], True),
    "random and uneven": (lambda rows, chance: [_drawn(len(row), 0.3, chance) for row in rows], True),
    "not numbers": (lambda rows, _: [[math.nan] * len(row) for row in rows], True),
    "infinite": (lambda rows, _: [[math.inf] * len(row) for row in rows], True),
    "negative": (lambda rows, _: [[-weight for weight in row] for row in rows], True),
    "short rows": (lambda rows, _: [row[: len(row) // 2] for row in rows], False),
    "no rows": (lambda rows, _: [], True),
}


def _drawn(size: int, evenness: float, chance: random.Random) -> list[float]:
    drawn = [chance.gammavariate(evenness, 1) + 1e-9 for _ in range(size)]
    return [weight / sum(drawn) for weight in drawn]


def _degraded(marked: Marked, change: Degraded, seed: int) -> Alignment:
    whole = noisy_attention(marked, CLEAR, seed)
    rows = change([list(row) for row in whole.weights], random.Random(seed))
    return Alignment(whole.source, whole.target, rows)


@pytest.mark.parametrize("name", DEGRADED)
def test_degraded_attention_costs_no_mark_and_deceives_no_one(name: str) -> None:
    change, knows_nothing = DEGRADED[name]
    deceived = guessed = 0
    total = Score()
    for seed, marked in enumerate(item for item in marked_sentences() if item.links):
        sentence = marked.bare
        result = placed(sentence, marked.text, "en", marked.language, _degraded(marked, change, seed))
        assert result is not None
        assert survivors(result.inlines) == survivors(parsed(marked.source, "en"))
        without = placed(sentence, marked.text, "en", marked.language)
        assert without is not None
        deceived += len(set(without.guesses) - set(result.guesses))
        guessed += len(without.guesses)
        total += score(marked, result)
    if knows_nothing:
        assert deceived <= 0.01 * guessed, "attention that knows nothing was believed"
    assert total.wrong_and_sure <= 0.03 * total.marks, "marks stand wrong, and no one is told"


NUMBERS = st.one_of(st.floats(), st.floats(0, 1), st.just(0.0))
SPANS = st.tuples(st.integers(-5, 60), st.integers(-5, 60))
OUTPUTS = [
    "Le syndicat a publié une déclaration.",
    "paix " * 40,
    "[^1] [^1] *a* [x](http://a.org) [^2]",
    "« ! ? » …",
    "，。、",
    "",
]


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    source: list[Span] = draw(st.lists(SPANS, max_size=8))
    target: list[Span] = draw(st.lists(SPANS, max_size=8))
    return Alignment(source, target, draw(st.lists(st.lists(NUMBERS, max_size=10), max_size=10)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    alignments(),
    st.sampled_from(OUTPUTS),
    st.sampled_from(
        ["The union[^1] *published* a [long statement](http://a.org)[^2].", "*One[^1]*\\\n**two** `x`[^2]", "[^1] One"]
    ),
    st.sampled_from(["fr", "ja", "de", "ar", "zh-Hans"]),
)
def test_every_mark_survives_any_alignment(alignment: Alignment, output: str, source: str, target: str) -> None:
    """Whatever the engine returns as text and as alignment: all marks, or nothing at all."""
    result = placed(bare(parsed(source, "en")), output, "en", target, alignment)
    if result is not None:
        assert survivors(parsed(written(result.inlines), target)) == survivors(parsed(source, "en"))


def test_the_same_attention_gives_the_same_place() -> None:
    marked = next(item for item in marked_sentences() if item.language == "fr")
    results = {placed(marked.bare, marked.text, "en", "fr", noisy_attention(marked, MURKY, 1)) for _ in range(3)}
    assert len(results) == 1


def test_a_text_too_long_for_links_is_placed_by_position() -> None:
    english, french = "word " * 400 + "end[^1] and more.", "mot " * 400 + "fin et plus."
    sentence = bare(parsed(english, "en"))
    there, here = words(sentence.text, "en"), words(french, "fr")
    alignment = Alignment(there, here, [[float(s == t) for s in range(len(there))] for t in range(len(here))])
    result = placed(sentence, french, "en", "fr", alignment)
    assert result is not None
    assert result.guesses == ("note 1",)
