r"""Where GNU gettext ends a line of a long string, so that its tools and editors leave our files as they are.

Its writer lets libunistring break the escaped text as late as the page's width allows, where Unicode Standard
Annex #14 permits a break. The rules here are the annex's, with what libunistring 1.0 does otherwise: LB29 is not
applied, nor LB16 after a closing parenthesis. LB30a is simplified: a run of regional indicators is never broken.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

PAGE_WIDTH = 79
"""GNU gettext's own page width, in columns."""

UNWRAPPED = sys.maxsize
"""The page width of a file in which only `\\n` ends a line, as `--no-wrap` writes it."""

# "OP" and "CP" of East Asian width are kept apart, since LB30 does not hold for them.
_NAMES = "OP OPW CL CP CPW QU GL NS EX SY IS PR PO NU AL HL ID IN HY BA BB B2 CM ZWJ WJ H2 H3 JL JV JT RI EB EM"
_CLASSES = _NAMES.split()

# LB1 and what newer versions of Unicode have split off: no dictionary (SA), Western width (AI), strict kana (CJ).
_RESOLVED = {"AI": "AL", "SA": "AL", "XX": "AL", "CJ": "NS", "CB": "ID", "HH": "BA"}

# U+00B7, as in French "manifestant·es", became IS after libunistring's Unicode 14.
_AS_BEFORE = {"·": "AL"}

# Kannada vowel signs to which libunistring gives a column, though they are non-spacing marks.
_SPACING = frozenset("\u0cbf\u0cc6")


def _pairs(rules: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Every class before with every class after; `*` is any class, `*-…` any but those."""
    return frozenset(
        (before, after) for befores, afters in rules for before in _named(befores) for after in _named(afters)
    )


def _named(classes: str) -> list[str]:
    if not classes.startswith("*"):
        return classes.split()
    return [name for name in _CLASSES if name not in classes[2:].split()]


# Never a break between the two, not even after spaces: LB11 (WJ), LB13, LB14, LB15, LB16, LB17.
_INSEPARABLE = _pairs(
    [
        ("*", "WJ CL CP CPW EX IS SY"),
        ("OP OPW", "*"),
        ("QU", "OP OPW"),
        ("CL CPW", "NS"),
        ("B2", "B2"),
    ]
)

# No break between the two when they touch: LB8a, LB11, LB12, LB12a, LB19, LB21 to LB30b.
_ATTACHED = _pairs(
    [
        ("ZWJ WJ GL QU BB", "*"),
        ("*-BA HY", "GL"),
        ("*", "QU BA HY NS IN"),
        ("SY", "HL"),
        ("AL HL NU", "AL HL NU OP PR PO"),
        ("CP", "AL HL NU"),
        ("PR", "AL HL NU ID EB EM H2 H3 JL JV JT OP OPW"),
        ("PO", "AL HL NU OP OPW"),
        ("ID EB EM H2 H3 JL JV JT CL CP CPW", "PO"),
        ("CL CP CPW", "PR"),
        ("HY IS SY", "NU"),
        ("JL", "JL JV H2 H3"),
        ("JV H2", "JV JT"),
        ("JT H3", "JT"),
        ("RI", "RI"),
        ("EB", "EM"),
    ]
)
_TOGETHER = _INSEPARABLE | _ATTACHED

_PARAGRAPH = re.compile(r"(?:\\[^n]|[^\\])*\\n|(?:\\[^n]|[^\\])+", re.DOTALL)


def wrapped(escaped: str, keyword: str, prefix: str = "", *, wrap: bool = True, width: int = PAGE_WIDTH) -> list[str]:
    r"""The lines of a string between its quotation marks, as GNU's writer breaks it after `keyword`.

    `escaped` is the string with its escape sequences, `prefix` what stands before each line (`#~ `). A string of one
    line stands beside the keyword; before more than one, the line beside it is empty. A `\n` always ends a line;
    without `wrap` (the flag `no-wrap`) nothing else does. `width` is the page's.

    >>> wrapped("Yes", "msgid"), wrapped(r"one\ntwo", "msgid")
    (['Yes'], ['', 'one\\n', 'two'])
    """
    paragraphs: list[str] = _PARAGRAPH.findall(escaped) if r"\n" in escaped else [escaped]
    room = width - len(prefix) - len('""') if wrap else sys.maxsize
    if len(paragraphs) <= 1 and _is_one_line(escaped, room - len(keyword) - 1):
        return [escaped]
    return ["", *(line for paragraph in paragraphs for line in _lines(paragraph, room))]


def _is_one_line(text: str, room: int) -> bool:
    """Whether the text needs at most `room` columns, or cannot be broken."""
    if _has_room(text, room):
        return True
    pieces = _measured(text)
    return len(pieces) == 1 or sum(width for _, width, _ in pieces) <= room


def _has_room(text: str, room: int) -> bool:
    """Whether there is room for the text beyond doubt."""
    return (len(text) if _is_narrow(text) else 2 * len(text)) <= room


def _lines(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns where it can be broken."""
    if _has_room(text, room):
        return [text]
    lines = [""]
    column = 0
    for piece, width, is_row in _measured(text):
        if column + width > room:
            if is_row:
                column = _add_row(lines, piece, column, room)
                continue
            if lines[-1]:
                lines.append("")
                column = 0
        lines[-1] += piece
        column += width
    return lines


def _add_row(lines: list[str], row: str, column: int, room: int) -> int:
    """Add words in a row to lines of which the last ends in `column`; the column in which the last one ends then.

    Each word has a space after it, and all of them are narrow.
    """
    start = 0
    while len(row) - start > room - column:
        end = row.rfind(" ", start, start + max(room - column, 0)) + 1
        if not end and not lines[-1]:
            end = row.index(" ", start) + 1
            if end == len(row):
                break
        lines[-1] += row[start:end] if end else ""
        lines.append("")
        start, column = end or start, 0
    lines[-1] += row[start:]
    return column + len(row) - start


@functools.lru_cache(1024)
def _measured(text: str) -> tuple[tuple[str, int, bool], ...]:
    """The pieces with their widths, and whether they are words in a row: a string is asked for several times."""
    return tuple(
        (piece, len(piece) if is_row or _is_narrow(piece) else sum(map(_width, piece)), is_row)
        for piece, is_row in _pieces(text)
    )


def columns(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(width for _, width, _ in _measured(text))


def _is_narrow(piece: str) -> bool:
    return piece.isascii() and piece.isprintable()


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of the text within which no line may end, each with the spaces after it.

    Words with one space after each come in one piece (true).
    """
    start = position = 0
    before = ""
    spaced = escaped = False
    while position < len(text):
        if position == start:
            row = _ROW.match(text, start)
            if row:
                yield row.group(), True
                start = position = row.end()
                before = ""
        character = text[position]
        if escaped:
            before, spaced, escaped = _class(character), False, False
            position += 1
            continue
        kind = _class(character)
        if kind == "SP":
            spaced = True
            position += 1
            continue
        if kind in ("CM", "ZWJ") and before not in ("", "ZW") and not spaced:
            before = "ZWJ" if kind == "ZWJ" else before
            position += 1
            continue
        after = "AL" if kind == "CM" else kind
        if before and _may_break(before, after, spaced) and text[position:] != r"\n":
            yield text[start:position], False
            start = position
            before, spaced = "", False
            continue
        if after in ("HY", "BA") and before == "HL" and not spaced:
            # LB21a: what follows the hyphen of a Hebrew prefix stays with it.
            after = "GL"
        before, spaced, escaped = after, False, character == "\\"
        position += 1
    yield text[start:], False


# Pieces of the plainest kind, which need no look at their characters one by one: letters (AL), digits and apostrophes.
_PLAIN = "[A-Za-z0-9'’À-ÖØ-öø-ÿ]"
_ROW = re.compile(rf"(?:{_PLAIN}++[,.;:!?]?+ (?={_PLAIN}))++")


def _may_break(before: str, after: str, spaced: bool) -> bool:
    if after == "ZW":
        return False
    if before == "ZW":
        return True
    return (before, after) not in (_INSEPARABLE if spaced else _TOGETHER)


@functools.lru_cache(8192)
def _class(character: str) -> str:
    """The character's line breaking class, resolved to one the rules know."""
    if character in _AS_BEFORE:
        return _AS_BEFORE[character]
    match = _class_pattern().match(character)
    name = str(match.lastgroup) if match else "AL"
    if name in ("OP", "CP") and unicodedata.east_asian_width(character) in "FWH":
        return f"{name}W"
    return _RESOLVED.get(name, name)


@functools.cache
def _class_pattern() -> regex.Pattern[str]:
    import regex

    names = [name for name in [*_CLASSES, *_RESOLVED, "SP", "ZW"] if name not in ("OPW", "CPW")]
    return regex.compile("|".join(rf"(?P<{name}>\p{{lb={name}}})" for name in names))


@functools.lru_cache(8192)
def _width(character: str) -> int:
    """How many columns a terminal gives the character."""
    if character in _SPACING:
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc") or _class(character) in ("JV", "JT"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "FW" else 1
