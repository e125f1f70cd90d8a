"""The lines of a pasted page: blocks between blank lines, and which line ends are only the width of a window.

A page is *wrapped* when most of its line ends fall inside a sentence: then lines are joined, with a space where the
language writes spaces. Otherwise each line is a paragraph, as browsers paste them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.languages import language

_BLANK = r"[\s\u200b\u2060\ufeff]+"
_EDGES = re.compile(rf"^{_BLANK}|{_BLANK}$")
_CLOSERS = "\"'”’“»«›‹)]）］」』】"
_SENTENCE_END = re.compile(
    rf"[.!?…:;。！？：][{re.escape(_CLOSERS)}]*(?:\d{{1,3}}|[¹²³⁰⁴-⁹]+|\[\d+\]|\(\d+\)|[*†‡]+)?$"
)

MARKED = re.compile(r"(?:[•‣◦▪●○■□*+–-]|\d{1,3}[.)．）])\s|[・>]")
"""How a line of a list, a quotation or a numbered note begins."""

_NARROWEST, _WIDEST = 45, 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; `number` counts from 1, `indent` is the white space's width."""

    number: int
    text: str
    indent: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines without a blank line between them; `gap` is how many blank lines stand before them."""

    lines: tuple[Line, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text joined from lines; `starts` has, for each line in it, where it begins and its number.

    A line end the author set on purpose is a newline in `text`.
    """

    text: str
    starts: tuple[tuple[int, int], ...]

    @property
    def line(self) -> int:
        """The number of the first line."""
        return self.starts[0][1]

    def line_at(self, offset: int) -> int:
        """The number of the line that the character at `offset` stands in."""
        return self.starts[max(0, bisect_right([start for start, _ in self.starts], offset) - 1)][1]

    def cut(self, start: int, end: int | None = None) -> Stretch:
        """The text from `start` to `end`, without the white space around it."""
        piece = self.text[start:end]
        text = trimmed(piece)
        offset = start + (piece.index(text) if text else 0)
        first = (0, self.line_at(offset))
        inside = tuple((at - offset, line) for at, line in self.starts if offset < at < offset + len(text))
        return Stretch(text, (first, *inside))

    def replaced(self, start: int, end: int, by: str) -> Stretch:
        """The stretch with the characters from `start` to `end` exchanged for others."""
        change = len(by) - (end - start)
        starts = tuple((at if at <= start else at + change, line) for at, line in self.starts)
        return Stretch(self.text[:start] + by + self.text[end:], starts)


def trimmed(text: str) -> str:
    """The text without white space and invisible spaces around it."""
    return _EDGES.sub("", text)


def lines_of(text: str) -> list[Line]:
    """All lines, blank ones too."""
    result = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = trimmed(raw)
        result.append(Line(number, line, display_width(raw[: raw.index(line)].expandtabs(4)) if line else 0))
    return result


def chunks_of(lines: Iterable[Line]) -> list[Chunk]:
    """The lines in blocks between blank lines. A number left out counts as a line that is not there, not as a blank."""
    chunks: list[Chunk] = []
    current: list[Line] = []
    gap = 0
    for line in lines:
        if line.text:
            current.append(line)
            continue
        if current:
            chunks.append(Chunk(tuple(current), gap))
            current, gap = [], 0
        gap += 1
    if current:
        chunks.append(Chunk(tuple(current), gap))
    return chunks


def display_width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters count twice (Unicode Standard Annex #11).

    >>> display_width("図書館 3")
    8
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page's lines stand to its paragraphs.

    `width` is the column at which lines were wrapped (0: they were not), `spaces` whether the language writes spaces,
    `parted` whether blank lines stand between paragraphs.
    """

    width: int
    spaces: bool
    parted: bool

    def continues(self, line: Line, following: Line) -> bool:
        """Whether the end of `line` is only the window's: `following` goes on with its paragraph."""
        if not self.width:
            return False
        width, lower = display_width(line.text), following.text[:1].islower()
        if _open(line):
            return lower or width >= self.width / 2
        if following.indent >= line.indent + 2:
            return False
        first_word = following.text.split(maxsplit=1)[0] if self.spaces else following.text[:2]
        return lower or width + 1 + display_width(first_word) > self.width * 0.9

    def joined(self, lines: Sequence[Line]) -> Stretch:
        """The lines as one stretch."""
        text, starts = "", []
        for line in lines:
            text += self._separator(text, line.text) if text else ""
            starts.append((len(text), line.number))
            text += line.text
        return Stretch(text, tuple(starts))

    def _separator(self, before: str, after: str) -> str:
        if re.search(r"[^\W\d_][-\u00ad]$|—$", before) and re.match(r"[^\W\d_]", after):
            return ""
        return " " if self.spaces or (before[-1].isascii() and after[0].isascii()) else ""


def verse(lines: Sequence[Line]) -> Stretch:
    """The lines as one stretch whose line ends stay."""
    text, starts = "", []
    for line in lines:
        text += "\n" if text else ""
        starts.append((len(text), line.number))
        text += line.text
    return Stretch(text, tuple(starts))


def layout_of(chunks: Sequence[Chunk], tag: str) -> Layout:
    """The layout most of the page's line ends speak for; `tag` is the text's language."""
    pairs = [
        (line, following)
        for chunk in chunks
        for line, following in zip(chunk.lines, chunk.lines[1:], strict=False)
        if not MARKED.match(following.text)
    ]
    fitting = [
        line
        for line, following in pairs
        if _NARROWEST <= display_width(line.text) <= _WIDEST >= display_width(following.text)
    ]
    running = [line for line in fitting if _open(line)]
    wrapped = len(running) >= 2 and len(running) * 2 > len(fitting) and len(fitting) * 2 > len(pairs) - len(chunks)
    return Layout(
        width=max((display_width(line.text) for line in fitting), default=0) if wrapped else 0,
        spaces=language(tag).writes_spaces,
        parted=len(chunks) > len(pairs) or wrapped,
    )


def _open(line: Line) -> bool:
    return not _SENTENCE_END.search(line.text)
