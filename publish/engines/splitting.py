"""Sentences that are too long for an engine, cut where a reader would pause, and their translations joined again.

Nothing is left out: the parts hold every character of the sentence but the spaces between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from publish.engines import Alignment, Draft, Span
from publish.languages import language

_CLOSING = r"[)\]}»›”’\"'）］｝」』】〉》]*"
# Where to cut, the best places first: after a sentence, a clause, at a dash or bracket, after a comma, at a space.
# Full-width signs need none after them, but some stand in numbers too (１，０００).
_BOUNDARIES = (
    regex.compile(rf"[.!?…]+{_CLOSING}(?=\s)|[。！？｡]+{_CLOSING}(?!$)"),
    regex.compile(rf"[;:·]{_CLOSING}(?=\s)|[；：]{_CLOSING}(?!\d)"),
    regex.compile(r"(?=\s[—–-]\s)|—+|(?=\s[(\[])|(?=[（［])|[)\]](?=\s)|[）］]"),
    regex.compile(rf"[,،]{_CLOSING}(?=\s)|[、､]{_CLOSING}|，{_CLOSING}(?!\d)"),
    regex.compile(r"(?=\s)"),
)
# The scripts of Unicode before Thai part their words by spaces.
_FIRST_WITHOUT_SPACES = "\u0e00"
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, without spaces at its edges, and where it stands in the sentence."""

    text: str
    span: Span


def parts(sentence: str, fits: Callable[[str], bool]) -> list[Part]:
    """The sentence as one part if it fits; else in parts that do, as few as the places to pause allow.

    A word, a number or an address is only cut where it does not fit by itself, and then between characters as readers
    see them (UAX #29). A single character is a part even if it does not fit.

    >>> [part.text for part in parts("We came, we saw. We left.", lambda text: len(text) < 12)]
    ['We came,', 'we saw.', 'We left.']
    """
    if fits(sentence):
        return [Part(sentence, (0, len(sentence)))]
    found = _cut(sentence, (0, len(sentence)), 0, fits)
    return [Part(sentence[slice(*span)], span) for span in found]


def merged(sentence: str, cut: Sequence[Part], drafts: Sequence[Draft], tag: str) -> Draft:
    """The drafts of a sentence's parts as one, in the language `tag`.

    Its score is the mean of theirs, by length of text. Where one part has a problem, so has the whole.
    """
    for draft in drafts:
        if draft.problem:
            return Draft("", problem=draft.problem)
    text, starts = "", []
    for number, (part, draft) in enumerate(zip(cut, drafts, strict=True)):
        if number and draft.text:
            text += _joint(sentence[cut[number - 1].span[1] : part.span[0]], sentence, part.span[0], tag)
        starts.append(len(text))
        text += draft.text
    return Draft(text, _mean_score(drafts), _alignment(cut, drafts, starts))


def _cut(sentence: str, span: Span, level: int, fits: Callable[[str], bool]) -> Iterator[Span]:
    """The stretches that fit, cut at the places of this level, or of further levels where that is not enough."""
    if level == len(_BOUNDARIES):
        yield from _characters(sentence, span, fits)
        return
    open_span: Span | None = None
    for piece in _pieces(sentence, span, level):
        if open_span and fits(sentence[open_span[0] : piece[1]]):
            open_span = open_span[0], piece[1]
            continue
        if open_span:
            yield open_span
        if fits(sentence[slice(*piece)]):
            open_span = piece
        else:
            open_span = None
            yield from _cut(sentence, piece, level + 1, fits)
    if open_span:
        yield open_span


def _pieces(sentence: str, span: Span, level: int) -> Iterator[Span]:
    start = span[0]
    for match in _BOUNDARIES[level].finditer(sentence, *span):
        if trimmed := _trimmed(sentence, (start, match.end())):
            yield trimmed
            start = match.end()
    if trimmed := _trimmed(sentence, (start, span[1])):
        yield trimmed


def _characters(sentence: str, span: Span, fits: Callable[[str], bool]) -> Iterator[Span]:
    """The longest beginnings that fit, one after another."""
    ends = [match.end() for match in _GRAPHEME.finditer(sentence, *span)]
    start, first = span[0], 0
    while first < len(ends):
        low, high = first, len(ends) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(sentence[start : ends[middle]]) else (low, middle - 1)
        if trimmed := _trimmed(sentence, (start, ends[low])):
            yield trimmed
        start, first = ends[low], low + 1


def _trimmed(sentence: str, span: Span) -> Span | None:
    text = sentence[slice(*span)]
    start = span[0] + len(text) - len(text.lstrip())
    end = span[1] - len(text) + len(text.rstrip())
    return (start, end) if start < end else None


def _joint(gap: str, sentence: str, position: int, tag: str) -> str:
    """What stands between two translations: a space where the language has one and the source did not join the two."""
    if not language(tag).writes_spaces:
        return ""
    before, after = sentence[max(position - 1, 0) : position], sentence[position : position + 1]
    is_tight = not gap and ("—" in (before, after) or max(before, after) < _FIRST_WITHOUT_SPACES)
    return "" if is_tight else " "


def _mean_score(drafts: Sequence[Draft]) -> float | None:
    scores = [(draft.score, len(draft.text)) for draft in drafts]
    whole = sum(length for _, length in scores)
    if not whole or any(score is None for score, _ in scores):
        return None
    return sum(score * length for score, length in scores if score is not None) / whole


def _alignment(cut: Sequence[Part], drafts: Sequence[Draft], starts: Sequence[int]) -> Alignment | None:
    found = [draft.alignment for draft in drafts]
    width = sum(len(alignment.source) for alignment in found if alignment)
    source: list[Span] = []
    target: list[Span] = []
    weights: list[list[float]] = []
    for alignment, part, start in zip(found, cut, starts, strict=True):
        if alignment is None:
            return None
        before = len(source)
        after = width - before - len(alignment.source)
        source += [(part.span[0] + first, part.span[0] + last) for first, last in alignment.source]
        target += [(start + first, start + last) for first, last in alignment.target]
        # A row may be one longer than the spans: its last weight is on the end of the sentence.
        rows = [list(row[: len(alignment.source)]) for row in alignment.weights]
        weights += [[*([0.0] * before), *row, *([0.0] * after)] for row in rows]
    return Alignment(source, target, weights)
