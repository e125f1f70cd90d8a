"""Where the notes of a web page stand beside its text: groups of notes, and the rows of text that each stands along.

On a wide screen the text's blocks are rows of a grid, and a group of notes spans, in a second column, the rows from the
block that calls its first note to the one where the next group begins. A row grows with what stands in it, so notes
never overlap, whatever fonts a reader has; and as a group ends where its notes are expected to, the text gets no gaps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.article import (
    Article,
    Block,
    CodeBlock,
    Divider,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    NoteMarker,
    Paragraph,
    Quotation,
    descendants,
    plain,
)

# In lines of running text, as web.css sets it; only how text and notes compare matters, and a little.
_TEXT_WIDTH = 68
_NOTE_WIDTH = 38
_NOTE_LINE = 0.8
_NOTE_GAP = 0.6
_PARAGRAPH_GAP = 0.7
_HEADING = 3.0
_PICTURE = 14.0


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes that stand one below the other: their places in the article's notes, and rows of the grid, from 1.

    They stand along the rows from `first_row` to the one before `end_row`; 0 for the last group, which nothing follows.
    """

    notes: range
    first_row: int
    end_row: int


def note_groups(article: Article) -> list[NoteGroup]:
    """The notes in groups, each in the height that the text gives it."""
    calling = _calling_blocks(article)
    tops = _tops(article.blocks)
    starts: list[tuple[int, int]] = []
    bottom = 0.0
    row = 0
    for place, note in enumerate(article.notes):
        called = calling.get(note.label, row)
        height = _note_height(note.blocks)
        if not starts or (called > row and tops[called] >= bottom):
            row = called
            starts.append((place, row))
            bottom = tops[row]
        bottom += height
    following = [*starts, (len(article.notes), -1)]
    return [NoteGroup(range(first, end), row + 1, end_row + 1) for (first, row), (end, end_row) in pairwise(following)]


def note_rows(groups: Iterable[NoteGroup]) -> str:
    """The style rules that give each group its rows, by its id.

    >>> note_rows([NoteGroup(range(0, 2), 1, 4), NoteGroup(range(2, 3), 4, 0)])
    '#notes-1 { grid-row: 1 / 4; }\\n#notes-2 { grid-row: 4; }'
    """
    return "\n".join(
        f"#notes-{number} {{ grid-row: {group.first_row}{f' / {group.end_row}' if group.end_row else ''}; }}"
        for number, group in enumerate(groups, 1)
    )


def _calling_blocks(article: Article) -> dict[str, int]:
    """The place of the block that first calls each note; what stands before the text counts to its first block."""
    called: dict[str, int] = {}
    before = [article.title, article.standfirst]
    texts: list[tuple[int, Inlines]] = [(0, text) for text in before]
    texts += [(place, text) for place, block in enumerate(article.blocks) for text in _texts(block)]
    for place, text in texts:
        for inline in descendants(text):
            if isinstance(inline, NoteMarker):
                called.setdefault(inline.label, place)
    return called


def _texts(block: Block) -> Iterator[Inlines]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case ListBlock(items=items):
            for item in items:
                for inside in item:
                    yield from _texts(inside)
        case Quotation(blocks=blocks):
            for inside in blocks:
                yield from _texts(inside)
        case Figure(image=image):
            yield image.caption
        case CodeBlock() | Divider():
            return


def _tops(blocks: Sequence[Block]) -> list[float]:
    """Where each block is expected to begin, in lines; and a first place for notes of an article without blocks."""
    tops = [0.0]
    for block in blocks:
        tops.append(tops[-1] + _height(block, _TEXT_WIDTH))
    return tops


def _height(block: Block, width: int) -> float:
    match block:
        case Heading():
            return _HEADING
        case Paragraph(text=text):
            return _lines(plain(text), width) + _PARAGRAPH_GAP
        case ListBlock(items=items):
            return sum(_height(inside, width) for item in items for inside in item)
        case Quotation(blocks=inside):
            return sum(_height(each, width) for each in inside)
        case Figure():
            return _PICTURE
        case CodeBlock(text=text):
            return text.count("\n") + 2 + _PARAGRAPH_GAP
        case Divider():
            return _HEADING


def _note_height(blocks: Sequence[Block]) -> float:
    return sum(_height(block, _NOTE_WIDTH) for block in blocks) * _NOTE_LINE + _NOTE_GAP


def _lines(text: str, width: int) -> int:
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return -(-taken // width) or 1
