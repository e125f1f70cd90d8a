r"""Cells whose text must come back from a spreadsheet to the letter, and must not be taken for a formula there.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula (OWASP, "CSV Injection"), also behind
what may begin a cell where other signs part them: before such a sign an apostrophe is written, and taken away again. A
tab or a line end at the start of a cell is guarded likewise.
"""

from __future__ import annotations

import re

_START = r"(^|[;\t\r\n]\s*)"
_SIGN = r"[=+\-@＝＋－＠]"
_BARE = re.compile(rf"{_START}('*{_SIGN})|\A('*[\t\r\n])")
_GUARDED = re.compile(rf"{_START}'('*{_SIGN})|\A'('*[\t\r\n])")


def guarded(text: str) -> str:
    """The text as a cell that is no formula.

    >>> guarded("=1+1"), guarded("one; -two"), guarded("a = b")
    ("'=1+1", "one; '-two", 'a = b')
    """
    return _BARE.sub(lambda match: f"{match[1] or ''}'{match[2] or match[3]}", text)


def unguarded(text: str) -> str:
    """The inverse of `guarded`; a text whose guard a spreadsheet has dropped stays as it is.

    >>> unguarded("'=1+1"), unguarded("=1+1"), unguarded("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    return _GUARDED.sub(lambda match: f"{match[1] or ''}{match[2] or match[3]}", text)
