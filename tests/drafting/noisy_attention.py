"""Synthetic attention for translations whose words a person has linked: the links with a model's noise upon them.

There are no trained models into French, Spanish, German or Japanese to measure with, so this is no real attention. The
noise is what the seven unguided heads of Mozilla's English-Portuguese model had on the first development sentences: of
a row's weight 0.52 to 0.74 was on the right word, 0.09 to 0.25 on the next one, 0.03 to 0.06 on the one before, 0.02 to
0.11 two on, 0.04 to 0.08 elsewhere, 0.01 to 0.04 on punctuation, and 0.01 on the end. `MURKY` has more on punctuation
and on the end than any of them. Rows vary about these means, so that the heaviest word of a row is often a wrong one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from publish.drafting.words import words
from publish.engines import Alignment, Span

from .marked_sentences import Marked

# Pieces of Japanese are shorter and mostly keep to one script, as SentencePiece's do.
_PIECE = re.compile(r"[ぁ-ゟ]{1,2}|[ァ-ヿ]{1,3}|[一-鿿]{1,2}|\s?[^\W\u3040-\u30ff\u4e00-\u9fff]{1,5}|\s?[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Noise:
    """How a row's weight is shared out; `steadiness` is how little rows vary (the sum of a Dirichlet's parameters)."""

    right: float
    next_word: float
    word_before: float
    two_on: float
    elsewhere: float
    punctuation: float
    end: float
    steadiness: float


CLEAR = Noise(0.74, 0.11, 0.05, 0.03, 0.05, 0.01, 0.01, 4.0)
MURKY = Noise(0.50, 0.19, 0.05, 0.09, 0.06, 0.05, 0.06, 3.0)


def noisy_attention(marked: Marked, noise: Noise, seed: int) -> Alignment:
    """The alignment that a head with such noise might have given; the same for the same seed."""
    chance = random.Random(f"{seed} {marked.translation}")
    text, translation = marked.bare.text, marked.text
    source, target = _pieces(text), _pieces(translation)
    source_of = _word_numbers(source, words(text, "en"))
    rows = []
    for piece, word in zip(target, _word_numbers(target, words(translation, marked.language)), strict=True):
        if word is None:
            row = _of_punctuation(translation[slice(*piece)], text, source, source_of)
        else:
            following = marked.links[word + 1] if word + 1 < len(marked.links) else ()
            row = _of_word(marked.links[word], following, source_of, noise)
        drawn = _varied(row, chance, noise)
        rows.append([drawn.get(number, 0.0) for number in range(len(source))])
    return Alignment(source, target, rows)


def _of_punctuation(sign: str, text: str, source: Sequence[Span], source_of: Sequence[int | None]) -> dict[int, float]:
    """Mostly on the same sign, or else on the last one."""
    signs = [number for number, word in enumerate(source_of) if word is None]
    same = [number for number in signs if text[slice(*source[number])].strip() == sign.strip()]
    return _mixed([(0.8, _evenly(same[:1] or signs[-1:])), (0.1, _evenly(range(len(source))))])


def _of_word(
    own: Sequence[int], following: Sequence[int], source_of: Sequence[int | None], noise: Noise
) -> dict[int, float]:
    """Mostly on its own words; a word without any looks at those of the next, and at nothing much."""
    near = own or following
    size = max((word for word in source_of if word is not None), default=0) + 1

    def on(numbers: Sequence[int]) -> dict[int, float]:
        return _evenly([piece for piece, word in enumerate(source_of) if word in numbers])

    def moved(step: int) -> list[int]:
        return [min(max(number + step, 0), size - 1) for number in near]

    return _mixed(
        [
            (noise.right if own else noise.right / 3, on(near)),
            (noise.next_word / 2, on(moved(1))),
            (noise.next_word / 2, on(following or moved(1))),
            (noise.word_before, on(moved(-1))),
            (noise.two_on, on(moved(2))),
            (noise.elsewhere, _evenly(range(len(source_of)))),
            (noise.punctuation, _evenly([piece for piece, word in enumerate(source_of) if word is None])),
        ]
    )


def _pieces(text: str) -> list[Span]:
    return [match.span() for match in _PIECE.finditer(text)]


def _word_numbers(pieces: Sequence[Span], found: Sequence[Span]) -> list[int | None]:
    return [
        next((n for n, (start, end) in enumerate(found) if start < piece[1] and piece[0] < end), None)
        for piece in pieces
    ]


def _evenly(numbers: Sequence[int]) -> dict[int, float]:
    return {number: 1 / len(numbers) for number in numbers}


def _mixed(parts: Sequence[tuple[float, dict[int, float]]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for share, weights in parts:
        for number, weight in weights.items():
            found[number] = found.get(number, 0.0) + share * weight
    return found


def _varied(row: dict[int, float], chance: random.Random, noise: Noise) -> dict[int, float]:
    """A draw from the Dirichlet distribution about the row and the end of the sentence."""
    end = noise.end + max(1 - noise.end - sum(row.values()), 0)
    drawn = {number: chance.gammavariate(max(weight * noise.steadiness, 1e-3), 1) for number, weight in row.items()}
    total = sum(drawn.values()) + chance.gammavariate(end * noise.steadiness, 1)
    return {number: weight / total for number, weight in drawn.items()} if total > 0 else row
