"""Whether a text says the same twice."""

from __future__ import annotations

import re

from publish.drafting.doubts.prose import WORD
from publish.languages import language

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s”“»\"’)\]]+|(?<=[。！？｡])[」』）\s]*")
_LEAST_WORDS_REPEATED, _LEAST_SIGNS_REPEATED = 4, 10
_LEAST_OF_DOUBLE = 4


def repetitions(original: str, translation: str, source: str, target: str) -> list[str]:
    if _repeats(translation, target) and not _repeats(original, source):
        return ["a sentence is repeated"]
    if (words := _stutter(translation, target)) and not _stutter(original, source):
        return [f"some words are repeated: “{words}”"]
    return []


def _repeats(text: str, tag: str) -> bool:
    """Whether a sentence is there twice, or a stretch of words twice in a row."""
    units = _units(text, tag)
    half = len(units) // 2
    if len(units) >= _LEAST_OF_DOUBLE and units[:half] == units[half:]:
        return True
    least = _LEAST_WORDS_REPEATED if language(tag).writes_spaces else _LEAST_SIGNS_REPEATED
    last: dict[tuple[str, ...], int] = {}
    is_anything = False
    for start in range(len(units) - least + 1):
        stretch = tuple(units[start : start + least])
        before = last.get(stretch)
        if before is not None:
            is_anything = True
            if start - before >= least and units[before:start] == units[start : 2 * start - before]:
                return True
        last[stretch] = start
    return is_anything and _has_sentence_twice(text, tag, least)


def _stutter(text: str, tag: str) -> str:
    """Three words that come again at once or with one word between; "" if none do."""
    if not language(tag).writes_spaces:
        return ""
    words = list(WORD.finditer(text))
    units = [word.group().casefold() for word in words]
    for start in range(len(units) - 5):
        for again in (start + 3, start + 4):
            if units[start : start + 3] == units[again : again + 3]:
                return text[words[start].start() : words[again + 2].end()]
    return ""


def _has_sentence_twice(text: str, tag: str, least: int) -> bool:
    sentences = [tuple(units) for part in _SENTENCE_END.split(text) if len(units := _units(part, tag)) >= least]
    return len(set(sentences)) < len(sentences)


def _units(text: str, tag: str) -> list[str]:
    """Words in small letters; letters where words are not parted."""
    folded = text.casefold()
    return WORD.findall(folded) if language(tag).writes_spaces else [sign for sign in folded if sign.isalnum()]
