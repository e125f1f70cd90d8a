"""Inline text as a reader finds it, brought into the one form every article has.

White space in a Markdown or HTML file is layout: runs of it count as one space, and a line end between two characters
of a script that writes no spaces counts as nothing (CSS Text Level 3, section 4.1.3). Only the no-break spaces and
their kin are the author's own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from publish.article import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMarker,
    Passage,
    Strong,
    Text,
    normalised,
    plain,
)

_SPACE = "[ \t\n\r\f\v\x85\u2028\u2029]"
_SPACES = re.compile(f"{_SPACE}+")
# White space that may vanish: at either end, and round a line end.
_PIECES = re.compile(rf"(\A{_SPACE}+|{_SPACE}+\Z|{_SPACE}*\n{_SPACE}*)")

# Scripts that write no spaces between words: Thai to Lao, Myanmar, Khmer, then CJK with its punctuation.
_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31c0-\u9fff\uf900-\ufaff\uff00-\uff9f\U00020000-\U000323af]"
)

_Container: TypeAlias = Emphasis | Strong | Link | Passage


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An inline without children, and the numbered containers around it, outermost first."""

    inline: Inline
    path: tuple[tuple[int, _Container], ...]

    @property
    def is_space(self) -> bool:
        return isinstance(self.inline, Text) and _SPACES.fullmatch(self.inline.text) is not None

    @property
    def is_invisible(self) -> bool:
        return isinstance(self.inline, LineBreak) or (isinstance(self.inline, Text) and self.inline.text.isspace())


def tidied(inlines: Iterable[Inline]) -> Inlines:
    r"""The inlines of one block in normal form: white space collapsed, none at either end, none just inside emphasis.

    >>> tidied((Text("\n one  and", "en"), Emphasis((Text(" two\n", "en"),)), Text("three", "en")))[1:]
    (Emphasis(children=(Text(text='two', language='en'),)), Text(text=' three', language='en'))
    """
    leaves = _trimmed(list(_leaves(normalised(inlines), (), itertools.count())))
    return normalised(_built(list(_spaced(leaves)), 0))


def as_text(words: str, language: str) -> Inlines:
    """Words without markup as the inlines of a block.

    >>> as_text(" A  title ", "en")
    (Text(text='A title', language='en'),)
    """
    return tidied((Text(words, language),))


def without_start(inlines: Inlines, length: int) -> Inlines:
    """The inlines without the first `length` characters of their plain text.

    >>> plain(without_start((Strong((Text("Source:", "en"),)), Text(" the paper", "en")), 7))
    'the paper'
    """
    return tidied(_cut(inlines, length)[0])


def unwrapped(inlines: Inlines) -> Inlines:
    """The inside of a stretch that is emphasised as a whole; the stretch itself where it is not.

    >>> unwrapped((Strong((Emphasis((Text("all", "en"),)),)),))
    (Text(text='all', language='en'),)
    """
    if len(inlines) == 1 and isinstance(inlines[0], Emphasis | Strong):
        return unwrapped(inlines[0].children)
    return inlines


def excerpt(words: str, length: int = 60) -> str:
    """The beginning of a text in quotation marks, for a message on one line.

    >>> excerpt("Home  About", 8)
    '“Home Abo…”'
    """
    line = " ".join(words.split())
    return f"“{line}”" if len(line) <= length else f"“{line[:length].rstrip()}…”"


def _leaves(inlines: Inlines, path: tuple[tuple[int, _Container], ...], numbers: Iterator[int]) -> Iterator[_Leaf]:
    for inline in inlines:
        if isinstance(inline, Emphasis | Strong | Link | Passage):
            yield from _leaves(inline.children, (*path, (next(numbers), inline)), numbers)
        elif isinstance(inline, Text):
            for piece in _PIECES.split(inline.text):
                if piece:
                    text = piece if _SPACES.fullmatch(piece) else _SPACES.sub(" ", piece)
                    yield _Leaf(Text(text, inline.language), path)
        else:
            yield _Leaf(inline, path)


def _trimmed(leaves: list[_Leaf]) -> list[_Leaf]:
    """Without white space and line breaks at either end, no-break spaces included."""
    first, last = 0, len(leaves)
    while first < last and leaves[first].is_invisible:
        first += 1
    while last > first and leaves[last - 1].is_invisible:
        last -= 1
    inside = leaves[first:last]
    for index, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if inside and isinstance(text := inside[index].inline, Text):
            inside[index] = replace(inside[index], inline=Text(strip(text.text), text.language))
    return inside


def _spaced(leaves: list[_Leaf]) -> Iterator[_Leaf]:
    """With one space, in the innermost container both neighbours share, for each run of white space that counts."""
    before: list[_Leaf] = []
    runs = [list(run) for _, run in itertools.groupby(leaves, key=lambda leaf: leaf.is_space)]
    for number, run in enumerate(runs):
        if not run[0].is_space:
            before = run
            yield from run
            continue
        after = runs[number + 1]
        if isinstance(before[-1].inline, LineBreak) or isinstance(after[0].inline, LineBreak):
            continue
        is_line_end = any("\n" in plain((leaf.inline,)) for leaf in run)
        if is_line_end and _writes_no_spaces(reversed(before)) and _writes_no_spaces(after, first=True):
            continue
        assert isinstance(run[0].inline, Text)
        yield _Leaf(Text(" ", run[0].inline.language), _common(before[-1].path, after[0].path))


def _writes_no_spaces(leaves: Iterable[_Leaf], *, first: bool = False) -> bool:
    """Whether the nearest character, note markers aside, is of a script without spaces."""
    for leaf in leaves:
        if not isinstance(leaf.inline, NoteMarker):
            words = plain((leaf.inline,))
            return _NO_SPACES.match(words[:1] if first else words[-1:]) is not None
    return False


def _common(
    one: tuple[tuple[int, _Container], ...], other: tuple[tuple[int, _Container], ...]
) -> tuple[tuple[int, _Container], ...]:
    pairs = itertools.takewhile(lambda pair: pair[0][0] == pair[1][0], zip(one, other, strict=False))
    return tuple(pair[0] for pair in pairs)


def _built(leaves: list[_Leaf], depth: int) -> Inlines:
    result: list[Inline] = []
    for number, group in itertools.groupby(leaves, lambda leaf: leaf.path[depth][0] if len(leaf.path) > depth else -1):
        inside = list(group)
        if number == -1:
            result.extend(leaf.inline for leaf in inside)
        else:
            result.append(replace(inside[0].path[depth][1], children=_built(inside, depth + 1)))
    return tuple(result)


def _cut(inlines: Inlines, length: int) -> tuple[Inlines, int]:
    """The inlines after the first `length` characters, and how many of those are still to be cut."""
    result: list[Inline] = []
    for inline in inlines:
        if length <= 0:
            result.append(inline)
        elif isinstance(inline, Text | Code):
            result.append(replace(inline, text=inline.text[length:]))
            length -= len(inline.text)
        elif isinstance(inline, Emphasis | Strong | Link | Passage):
            children, length = _cut(inline.children, length)
            result.append(replace(inline, children=children))
        elif isinstance(inline, LineBreak):
            length -= 1
        else:
            result.append(inline)
    return tuple(result), max(length, 0)
