"""Slips in a source that an editor may want to know of. The text itself is never changed.

Few and certain: two full stops; a closing quotation mark that nothing opened; no space after a bracket; a new sentence
where the one before has no full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.languages import language
from publish.readers._lines import Stretch
from publish.readers._words import FUNCTION_WORDS

_MARKER = "\ufffc"
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?![./\w])|(?<=[)”’»])\.\.(?![./\w])")
# "(APWU)and"; but "(re)build", "word(s)and" and "f(x)dx" are meant so.
_NO_SPACE = re.compile(r"(?<=\s)\((?=[^()]*[A-ZÀ-ÖØ-Þ\s])[^()]{2,}\)(?=[^\W\d_]{2})")

# Quotation marks that open and close alike everywhere the language is written.
_QUOTES = {
    **dict.fromkeys(("en", "es", "pt", "it", "fr", "nl", "tr"), ("“”",)),
    **dict.fromkeys(("ja", "zh"), ("「」", "『』")),
}
_GUILLEMETS = {**dict.fromkeys(("fr", "es", "pt", "it", "ru", "uk", "el"), ("«»",))}


def slips(texts: Sequence[Stretch], tag: str) -> Iterator[tuple[str, int]]:
    """Each slip as a message and its line; in `texts`, U+FFFC stands for each note marker."""
    subtag = language(tag).subtag
    for stretch in texts:
        yield from _two_stops(stretch)
        for pair in (*_QUOTES.get(subtag, ()), *_GUILLEMETS.get(subtag, ())):
            yield from _unopened(stretch, pair)
        if language(tag).writes_spaces:
            yield from _missing_spaces(stretch)
        yield from _missing_stops(stretch, subtag)


def _two_stops(stretch: Stretch) -> Iterator[tuple[str, int]]:
    for match in _TWO_STOPS.finditer(stretch.text):
        yield f"two full stops: {_around(stretch, match.start(), match.end())}", stretch.line_at(match.start())


def _unopened(stretch: Stretch, pair: str) -> Iterator[tuple[str, int]]:
    depth = 0
    for offset, character in enumerate(stretch.text):
        if character == pair[0]:
            depth += 1
        elif character == pair[1] and depth:
            depth -= 1
        elif character == pair[1]:
            where = _around(stretch, offset, offset + 1)
            yield f"a closing quotation mark that nothing opened: {where}", stretch.line_at(offset)


def _missing_spaces(stretch: Stretch) -> Iterator[tuple[str, int]]:
    for match in _NO_SPACE.finditer(stretch.text):
        yield (
            f"no space after the bracket: {_around(stretch, match.start(), match.end())}",
            stretch.line_at(match.end()),
        )


def _missing_stops(stretch: Stretch, subtag: str) -> Iterator[tuple[str, int]]:
    words = FUNCTION_WORDS.get(subtag)
    if not words:
        return
    capitalised = "|".join(sorted({word.capitalize() for word in words}))
    pattern = rf"(?:(?<=\))|(?<=[^\W\d_]{_MARKER}))\s+(?=(?:{capitalised})\s[a-zß-öø-ÿ])"
    for match in re.finditer(pattern, stretch.text):
        if _whole_sentence_in_brackets(stretch.text[: match.start()]):
            continue
        where = _around(stretch, match.start(), match.end())
        yield f"no full stop before the next sentence: {where}", stretch.line_at(match.start())


def _whole_sentence_in_brackets(before: str) -> bool:
    """Whether the text ends in a bracket that holds a sentence or begins one: what follows rightly has a capital."""
    opening = before.rfind("(") if before.endswith(")") else -1
    if opening < 0:
        return False
    return bool(re.search(r"[.!?…]['\"”’»]*\)$", before) or re.search(r"(?:^|[.!?…:]['\"”’»)]*\s+)$", before[:opening]))


def _around(stretch: Stretch, start: int, end: int) -> str:
    """The words around a slip, in quotation marks."""
    before = re.search(r"\S*\s*\S{0,20}$", stretch.text[:start])
    after = re.match(r"\S{0,20}(?:\s+\S{1,20})?", stretch.text[end:])
    first = start - len(before.group()) if before else start
    last = end + len(after.group()) if after else end
    return f"“{stretch.text[first:last].replace(_MARKER, '').strip()}”"
