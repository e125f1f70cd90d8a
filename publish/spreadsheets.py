r"""Tables as spreadsheets write and read them: bytes to rows of cells, and cells that are no formula there.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula (OWASP, "CSV Injection"), also behind
what may begin a cell where other signs part them: before such a sign an apostrophe is written, and taken away again. A
tab or a line end at the start of a cell is guarded likewise.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from publish.errors import PublishError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""What Excel writes in front of UTF-8, and needs there to know it."""

_LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t"
# What Excel writes, or people write for it, above a table: which sign parts the cells.
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)

_START = r"(^|[;\t\r\n]\s*)"
_SIGN = r"[=+\-@＝＋－＠]"
_BARE = re.compile(rf"{_START}('*{_SIGN})")
_GUARDED = re.compile(rf"{_START}'('*{_SIGN})")
_BARE_START = re.compile(r"\A(?='*[\t\r\n])")
_GUARDED_START = re.compile(r"\A'(?='*[\t\r\n])")


def guarded(text: str) -> str:
    """The text as a cell that is no formula.

    >>> guarded("=1+1"), guarded("one; -two"), guarded("a = b")
    ("'=1+1", "one; '-two", 'a = b')
    """
    return _BARE_START.sub("'", _BARE.sub(r"\1'\2", text))


def unguarded(text: str) -> str:
    """The inverse of `guarded`; a text whose guard a spreadsheet has dropped stays as it is.

    >>> unguarded("'=1+1"), unguarded("=1+1"), unguarded("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    return _GUARDED.sub(r"\1\2", _GUARDED_START.sub("", text))


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written: what parts its cells, what ends its lines, what is in front of the first of them.

    That may be a byte order mark, then a line for Excel such as `sep=;`.
    """

    delimiter: str = ","
    newline: str = "\n"
    byte_order_mark: bool = False
    separator_line: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as they are written, and its line, counted as an editor counts."""

    cells: list[str]
    line: int


def decoded(content: bytes, file: str) -> str:
    """A table's text, without its byte order mark."""
    refused = "this is no UTF-8; save the table as “CSV UTF-8”, or in UTF-8 from the list of character sets"
    # UTF-16 without a byte order mark is UTF-8 too, of letters with a zero between them.
    if b"\0" in content.partition(b"\n")[0]:
        raise PublishError(refused, file=file, line=1)
    try:
        return content.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PublishError(refused, file=file, line=line) from error


def form_of(content: bytes, file: str) -> Form:
    """How the table is written, by its first line; that has no cell in which a delimiter could stand."""
    text = decoded(content, file)
    separator = _SEPARATOR.match(text)
    separator_line = separator[0] if separator else ""
    first = re.split(r"\r\n|\r|\n", text[len(separator_line) :], maxsplit=1)[0]
    behind = text[len(separator_line) + len(first) :]
    newline = next((sign for sign in ("\r\n", "\n", "\r") if behind.startswith(sign)), "\n")
    delimiter = separator[1] if separator else max(_DELIMITERS, key=first.count)
    return Form(delimiter, newline, content.startswith(BYTE_ORDER_MARK), separator_line)


def rows(content: bytes, file: str) -> Iterator[Row]:
    """A table's rows, with those that are empty. `PublishError` with the line for one that cannot be read."""
    form = form_of(content, file)
    text = decoded(content, file)[len(form.separator_line) :]
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    above = 1 if form.separator_line else 0
    while True:
        line = reader.line_num + above + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise PublishError(_fault(str(error)), file=file, line=line) from error
        if cells is None:
            return
        yield Row(cells, line)


def _fault(reason: str) -> str:
    """What is wrong with a row, and what to do, by what Python's reader says of it."""
    if "end of data" in reason:
        return "a quotation mark that opens a cell is never closed; close it, or write it twice if it is text"
    if "field limit" in reason:
        return (
            f"a cell has more than {_LONGEST_CELL:,} characters; shorten it, or close the quotation mark that opens it"
        )
    return f"the row cannot be read ({reason}); write quotation marks in a cell twice"
