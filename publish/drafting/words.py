"""Words and the punctuation around them, in any script: what marks are placed by and drafts are judged by."""

from __future__ import annotations

import re
import unicodedata

from publish.engines import Span
from publish.languages import language

OPENING = frozenset("([{<«‹“„‘‚\"'¿¡（［｛「『【〈《〔")
CLOSING_QUOTES = frozenset(")]}>»›“”‘’\"'）］｝」』】〉》〕")
STOPS = frozenset(".,;:!?…。、，．：；！？")
_AROUND_WORDS = "".join(OPENING | CLOSING_QUOTES | STOPS | frozenset("*_—–-―‐"))

# A dash without spaces around it parts words in English.
_BETWEEN_SPACES = re.compile(r"[^\s—–]+")
# A phrase in Japanese mostly begins with kanji, katakana or a foreign word and ends with hiragana (its particle).
_JAPANESE = re.compile(rf"(?:[^\s{re.escape(_AROUND_WORDS)}ぁ-ゟ]|(?<=\d)[.,](?=\d))+[ぁ-ゟ]*|[ぁ-ゟ]+")
_LATIN_OR_SINGLE = re.compile(rf"[A-Za-z0-9À-ʯ]+|[^\s{re.escape(_AROUND_WORDS)}]")


def words(text: str, tag: str) -> list[Span]:
    """Where the words of a text in the language `tag` stand, without the punctuation around them.

    Scripts without spaces: phrases in Japanese, else characters (with the marks that belong to them).

    >>> [("The “peace” of 25,000.")[slice(*word)] for word in words("The “peace” of 25,000.", "en")]
    ['The', 'peace', 'of', '25,000']
    >>> ["国際的な連帯を築く。"[slice(*word)] for word in words("国際的な連帯を築く。", "ja")]
    ['国際的な', '連帯を', '築く']
    """
    if language(tag).writes_spaces:
        return [word for match in _BETWEEN_SPACES.finditer(text) if (word := _trimmed(text, match.span()))]
    if tag.partition("-")[0] == "ja":
        return [match.span() for match in _JAPANESE.finditer(text)]
    return _characters(text)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in the text.

    >>> has_words("…"), has_words("3 %"), has_words("築く")
    (False, True, True)
    """
    return any(character.isalnum() for character in text)


def repeats(text: str, tag: str) -> bool:
    """Whether the text goes round in circles, as a translation model does when it has lost its way.

    >>> repeats("peace and peace and peace and peace and", "en"), repeats("Peace, peace, peace!", "en")
    (True, False)
    """
    return _STUTTER.search(text) is not None or _in_circles(
        [text[start:end].casefold() for start, end in words(text, tag)]
    )


# Up to twelve letters that follow themselves five times or more; digits may ("1 000 000").
_STUTTER = re.compile(r"([^\W\d_]{1,12}?)\1{5,}")
_LONGEST_CIRCLE = 20
_LEAST_REPETITIONS = 4
_LEAST_WORDS = 6


def _in_circles(units: list[str]) -> bool:
    for period in range(1, min(_LONGEST_CIRCLE, len(units) // _LEAST_REPETITIONS) + 1):
        repeated = 0
        for before, after in zip(units, units[period:], strict=False):
            repeated = repeated + 1 if before == after and not after.isdigit() else 0
            if repeated >= max((_LEAST_REPETITIONS - 1) * period, _LEAST_WORDS - period):
                return True
    return False


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start] in _AROUND_WORDS:
        start += 1
    while end > start and text[end - 1] in _AROUND_WORDS:
        end -= 1
    return (start, end) if start < end else None


def _characters(text: str) -> list[Span]:
    found: list[Span] = []
    for match in _LATIN_OR_SINGLE.finditer(text):
        start, end = match.span()
        if found and unicodedata.category(text[start]).startswith("M") and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
