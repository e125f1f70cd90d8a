"""What line ends add to a text and take from it: hyphens that are no part of a word, spaces that are not drawn.

A tagged PDF's text has a space between any two words, at line ends too, and a soft hyphen where a word was divided
(ISO 32000-1, 14.8.2.2.3 and 14.8.2.5); WeasyPrint draws neither. The source's text tells a divided word's hyphen from
one that is written, and whether two lines are parted by a space or, as in Japanese, by nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.render.passes.tags_record import Piece, Record

# What a line can end at and nobody sees; no-break spaces are words' own.
_BREAKING = " \t\n\r\f"
_CHILD = "\ufffc"
_INVISIBLE = re.compile(f"[{_BREAKING}\u00ad\u200b{_CHILD}]+")

Key = tuple[int, int]
"""A piece's page and its number there."""


@dataclass(slots=True)
class LineEnds:
    """The pieces that end in a hyphen which is not theirs, those a space follows, and those that are only a space."""

    hyphenated: set[Key] = field(default_factory=set)
    spaced: set[Key] = field(default_factory=set)
    blank: set[Key] = field(default_factory=set)


def line_ends(record: Record) -> LineEnds:
    """What each piece of the document lacks or has too much of at its end."""
    ends = LineEnds()
    sources: dict[int, _Source] = {}
    paragraphs: dict[int, tuple[Piece, bool]] = {}
    for piece in record.drawn:
        if not isinstance(piece, Piece) or piece.box is not None:
            continue
        before = after = False
        if not piece.pseudo and piece.element in record.elements:
            if piece.element not in sources:
                sources[piece.element] = _Source(_CHILD.join(record.elements[piece.element].texts))
            before, after, hyphenated = sources[piece.element].place_of(piece)
            if hyphenated:
                ends.hyphenated.add((piece.page, piece.mcid))
        block = _block(record, piece.element)
        previous = paragraphs.get(block)
        # WeasyPrint draws nothing for a piece that is only a space, of whatever kind.
        if not piece.text.strip():
            ends.blank.add((piece.page, piece.mcid))
            if previous:
                paragraphs[block] = (previous[0], True)
            continue
        if previous:
            last, space = previous
            if (space or before) and last.text[-1:] not in _BREAKING and piece.text[:1] not in _BREAKING:
                ends.spaced.add((last.page, last.mcid))
        paragraphs[block] = (piece, after)
    return ends


class _Source:
    """An element's own text, with a sign for each child, and how far it has been drawn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = _INVISIBLE.sub("", text)
        self.places = [place for place, letter in enumerate(text) if not _INVISIBLE.match(letter)]
        self.drawn = 0

    def place_of(self, piece: Piece) -> tuple[bool, bool, bool]:
        """Whether a space stands before the piece in the source, whether one stands after it, whether its last sign is
        a divided word's hyphen."""
        letters = _INVISIBLE.sub("", piece.text)
        whole = letters.removesuffix(piece.hyphen) if piece.hyphen else letters
        if self._follows(letters):
            hyphenated = False
        elif whole != letters and self._follows(whole):
            letters, hyphenated = whole, True
        else:
            # Changed by a style (`text-transform`); the next piece may be found again.
            self.drawn = min(self.drawn + len(letters), len(self.letters))
            return False, False, False
        first = self.drawn
        self.drawn += len(letters)
        before = self._after(first - 1).rpartition(_CHILD)[2]
        after = self._after(self.drawn - 1).partition(_CHILD)[0]
        return _parts(before), _parts(after), hyphenated

    def _follows(self, letters: str) -> bool:
        if self.letters.startswith(letters, self.drawn):
            return True
        folded = self.letters[self.drawn : self.drawn + len(letters)].casefold()
        return bool(letters) and folded == letters.casefold()

    def _after(self, letter: int) -> str:
        """What stands between the letter of that number (-1: none) and the next."""
        start = self.places[letter] + 1 if letter >= 0 else 0
        end = self.places[letter + 1] if letter + 1 < len(self.places) else len(self.text)
        return self.text[start:end]


def _parts(text: str) -> bool:
    return any(sign in _BREAKING for sign in text)


def _block(record: Record, number: int) -> int:
    for element in record.ancestors(number):
        if element.number in record.blocks or element.tag in ("td", "th", "caption"):
            return element.number
    return -1
