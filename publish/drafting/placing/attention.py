"""A model's attention made into links between words: cleaned, smoothed, with a measure of how sure each link is.

Attention is noisy: the end of the sentence and punctuation soak up weight, all rows may look one piece aside, and the
pieces of one word look at different words. Each direction is smoothed by a hidden Markov model whose jumps are mostly
short (Vogel, Ney and Tillmann 1996, "HMM-Based Word Alignment in Statistical Translation"), and a link is as sure as
both directions agree on it (Liang, Taskar and Klein 2006, "Alignment by Agreement").
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from publish.engines import Alignment, Span

Matrix = list[list[float]]

# The numbers below were chosen on the development sentences of tests/drafting/marked_sentences.txt.
#
# How much less likely each further column is for the next word, and what all columns share however far they are.
_FURTHER = 0.3
_ANYWHERE = 1.8
# What every word has of every other beside its weight; where there is no weight, the smoothing decides.
_FLOOR = 0.003
# What pieces that stand in both texts have on each other, on average, in attention that looks where it should. One
# sentence in fifteen has less; with all rows a piece aside, nineteen in twenty have. Moving such attention back was
# tried: real heads that look aside do so unevenly, and it put more marks in wrong places than in right ones.
_SHARED = 0.3
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Links:
    """How likely it is, from 0 to 1, that each target word comes from each source word.

    `origin[t][s]` is the likelihood among the source words (each row adds up to 1), `agreed[t][s]` the one that both
    directions agree on, less what they would agree on without any attention. `order` says how much better the weights
    fit words that follow one another in both languages than words in any order: the gain in log-likelihood a word,
    about 0 for attention that knows nothing. `looks_right` says whether the pieces that both texts share look at each
    other, as they do not where all rows look aside.
    """

    origin: Matrix
    agreed: Matrix
    order: float
    looks_right: bool


def links(
    alignment: Alignment, source: str, source_words: Sequence[Span], target: str, target_words: Sequence[Span]
) -> Links:
    """The words' links by the attention of their pieces; there must be words and pieces in both texts.

    >>> pieces = [(0, 3), (3, 7)]
    >>> alignment = Alignment(pieces, pieces, [[0.1, 0.9], [0.9, 0.1]])
    >>> links(alignment, "new era", pieces, "era new", pieces).agreed[0][1] > 0.5
    True
    """
    cleaned = _cleaned(alignment)
    weights = _by_words(cleaned, alignment, source_words, target_words)
    forwards, backwards = _smoothed(weights), _smoothed(_turned(weights))
    usual = _usual(len(target_words), len(source_words))
    agreed = [
        [max(there * back - expected, 0.0) / (1 - expected) for there, back, expected in zip(*rows, strict=True)]
        if len(source_words) * len(target_words) > 1
        else [0.0]
        for rows in zip(forwards.rows, _turned(backwards.rows), usual, strict=True)
    ]
    pairs = _shared(alignment, source, target)
    looks_right = sum(cleaned[t][s] for t, s in pairs) >= _SHARED * len(pairs)
    return Links(forwards.rows, agreed, min(forwards.gain, backwards.gain), looks_right)


def _cleaned(alignment: Alignment) -> Matrix:
    """A row for each target piece and a column for each source piece; every weight and every sum from 0 to 1."""
    columns = len(alignment.source)
    found = []
    for number in range(len(alignment.target)):
        row = alignment.weights[number][:columns] if number < len(alignment.weights) else []
        weights = [min(float(weight), 1.0) if math.isfinite(weight) and weight > 0 else 0.0 for weight in row]
        total = max(sum(weights), 1.0)
        found.append([weight / total for weight in weights] + [0.0] * (columns - len(weights)))
    return found


def _shared(alignment: Alignment, source: str, target: str) -> list[tuple[int, int]]:
    """Target and source pieces with the same text that occurs once in each, and the signs that end both texts."""
    there = [source[start:end].strip().casefold() for start, end in alignment.source]
    here = [target[start:end].strip().casefold() for start, end in alignment.target]
    number = {text: s for s, text in enumerate(there)}
    pairs = [
        (t, number[text])
        for t, text in enumerate(here)
        if text in number and here.count(text) == there.count(text) == 1
        if len(text) >= _LEAST_LETTERS or not text.isalpha()
    ]
    last = here[-1][-1:], there[-1][-1:]
    if all(sign and not sign.isalnum() for sign in last):
        pairs.append((len(here) - 1, len(there) - 1))
    return list(dict.fromkeys(pairs))


def _by_words(
    weights: Matrix, alignment: Alignment, source_words: Sequence[Span], target_words: Sequence[Span]
) -> Matrix:
    """The weights between words: a target word's pieces count by their length, a source word's add up."""
    columns = [
        [(piece, common / (alignment.source[piece][1] - alignment.source[piece][0])) for piece, common in inside]
        for inside in _pieces_of(source_words, alignment.source)
    ]
    of_pieces = [[sum(row[piece] * share for piece, share in inside) for inside in columns] for row in weights]
    found = []
    for inside in _pieces_of(target_words, alignment.target):
        length = sum(common for _, common in inside)
        rows = [(of_pieces[piece], common / length) for piece, common in inside]
        found.append([sum(row[s] * share for row, share in rows) for s in range(len(columns))])
    return found


def _pieces_of(words: Sequence[Span], pieces: Sequence[Span]) -> list[list[tuple[int, int]]]:
    """For each word the numbers of the pieces in it, and how many of its characters each has."""
    return [
        [
            (number, common)
            for number, (first, last) in enumerate(pieces)
            if (common := min(last, end) - max(first, start)) > 0
        ]
        for start, end in words
    ]


@dataclass(frozen=True, slots=True)
class _Smoothed:
    """For each row the probability of each column, given all rows; and what their order gained, as in `Links`."""

    rows: Matrix
    gain: float


def _smoothed(weights: Matrix) -> _Smoothed:
    """The weights after a pass forward and one backward over the hidden Markov model."""
    emitted = [[weight + _FLOOR for weight in row] for row in weights]
    forward, likelihood = _passed(emitted, step=1)
    backward, _ = _passed(emitted[::-1], step=-1)
    without = sum(math.log(sum(row) / len(row)) for row in emitted)
    rows = [
        _normal([f * b / e for f, b, e in zip(*states, strict=True)])
        for states in zip(forward, backward[::-1], emitted, strict=True)
    ]
    return _Smoothed(rows, (likelihood - without) / len(rows))


@functools.lru_cache(maxsize=64)
def _usual(rows: int, columns: int) -> Matrix:
    """What both directions agree on when no weight tells one word from another."""
    flat = [[0.0] * columns for _ in range(rows)]
    both = _smoothed(flat).rows, _turned(_smoothed(_turned(flat)).rows)
    return [[there * back for there, back in zip(*pair, strict=True)] for pair in zip(*both, strict=True)]


def _passed(emitted: Matrix, step: int) -> tuple[Matrix, float]:
    """The probabilities of one direction, each row including what it emits, and the log-likelihood of all rows."""
    size = len(emitted[0])
    state = [1 / size] * size
    found: Matrix = []
    likelihood = 0.0
    for row in emitted:
        expected = _jumped(state, step) if found else state
        weights = [weight * chance for weight, chance in zip(row, expected, strict=True)]
        likelihood += math.log(sum(weights))
        state = _normal(weights)
        found.append(state)
    return found, likelihood


def _jumped(state: Sequence[float], step: int) -> list[float]:
    """Where the next word's column may be: `step` on, or around there the less likely the further, or anywhere."""
    size = len(state)
    spread = [0.0] * size
    carried = 0.0
    for n in range(size):
        carried = carried * _FURTHER + state[n]
        spread[n] = carried
    carried = 0.0
    for n in range(size - 1, -1, -1):
        spread[n] += carried
        carried = (carried + state[n]) * _FURTHER
    moved = [spread[n - step] if 0 <= n - step < size else spread[n] * _FURTHER for n in range(size)]
    total = sum(moved) + _ANYWHERE
    return [(weight + _ANYWHERE / size) / total for weight in moved]


def _normal(row: Sequence[float]) -> list[float]:
    total = sum(row)
    return [weight / total for weight in row] if total > 0 else [1 / len(row)] * len(row)


def _turned(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]
