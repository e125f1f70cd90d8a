"""Whether a translation is far shorter or longer than translations into its language are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from publish.drafting.doubts.prose import subtag
from publish.languages import language

# Letters for one of English: medians of the catalogues of programs in Debian 12 (sentences of 60 letters and more) and,
# where there are some, of those in `locales/`; Hebrew and Persian by their kinship with Arabic.
_LENGTHS = {
    "en": 1.0, "ar": 0.8, "bg": 1.1, "ca": 1.12, "da": 1.03, "de": 1.14, "el": 1.17, "es": 1.12, "et": 0.98, "eu": 1.1,
    "fa": 0.85, "fi": 1.02, "fr": 1.15, "gl": 1.1, "he": 0.8, "hu": 1.09, "id": 1.08, "it": 1.14, "lt": 0.99,
    "nl": 1.13, "pl": 1.09, "pt": 1.09, "ro": 1.13, "ru": 1.1, "th": 0.91, "uk": 1.1,
}  # fmt: skip
_USUAL_LENGTH = 1.03
# How many letters of English a sign of these scripts stands for, measured likewise.
SIGNS = {"ja": 2.3, "zh": 3.1, "ko": 2.3}
EAST_ASIAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# The variance of the logarithm of a good translation's length over the expected one, in the same texts: for one letter
# (it falls as texts grow), for any text, and what counting signs adds.
_VARIANCE_OF_LETTER, _VARIANCE, _VARIANCE_OF_SIGNS = 0.82, 0.008, 0.02
_TOO_SHORT, _TOO_LONG = 3.0, 3.5  # standard deviations
_FAR_SHORTER, _FAR_LONGER = math.log(0.65), math.log(1.8)
_LEAST_LETTERS, _LEAST_EXCESS = 20, 40


def length_doubts(original: str, translation: str, source: str, target: str) -> Iterator[str]:
    expected, length = _letters(original, source), _letters(translation, target)
    if not (expected and length):
        return
    variance = _VARIANCE_OF_LETTER / expected + _VARIANCE
    if subtag(target) in SIGNS or subtag(source) in SIGNS:
        variance += _VARIANCE_OF_SIGNS
    deviation, difference = math.sqrt(variance), math.log(length / expected)
    if difference < min(-_TOO_SHORT * deviation, _FAR_SHORTER) and expected >= _LEAST_LETTERS:
        yield f"far shorter than the source ({_sizes(original, translation, source, target)})"
    elif difference > max(_TOO_LONG * deviation, _FAR_LONGER) and length >= expected + _LEAST_EXCESS:
        yield f"far longer than the source ({_sizes(original, translation, source, target)})"


def _letters(text: str, tag: str) -> float:
    """About how many letters the text would have in English."""
    signs = 0 if text.isascii() else len(EAST_ASIAN.findall(text))
    usual = 1.0 if subtag(tag) in SIGNS else _LENGTHS.get(subtag(tag), _USUAL_LENGTH)
    return (len(text) - signs) / usual + signs * SIGNS.get(subtag(tag), SIGNS["ja"])


def _sizes(original: str, translation: str, source: str, target: str) -> str:
    (size, unit), (wanted, unit_of_source) = _size(translation, target), _size(original, source)
    return f"{size} {unit}{'s' * (size != 1)} for {wanted}" + (
        f" {unit_of_source}{'s' * (wanted != 1)}" if unit != unit_of_source else ""
    )


def _size(text: str, tag: str) -> tuple[int, str]:
    if language(tag).writes_spaces:
        return len(text.split()), "word"
    return sum(map(str.isalnum, text)), "character"
