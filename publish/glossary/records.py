"""The lines of a table as somebody wrote them, cell by cell, to be put together again byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Record:
    """One line of a table: its cells as they are written, quotation marks included, and the line end behind them."""

    cells: list[str]
    end: str

    def put(self, column: int, cell: str) -> None:
        """Write a cell into a column, counted from 0; a line too short for it grows."""
        self.cells += [""] * (column + 1 - len(self.cells))
        self.cells[column] = cell


def records(table: str, delimiter: str) -> list[Record]:
    """The lines of a table that the module `csv` can read.

    >>> records('term,fr\\n"a, b",c', ",")
    [Record(cells=['term', 'fr'], end='\\n'), Record(cells=['"a, b"', 'c'], end='')]
    """
    cell_here = re.compile(f'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*')
    end_here = re.compile("\r\n|\r|\n|")
    found: list[Record] = []
    cells: list[str] = []
    position = 0
    while position < len(table) or cells:
        position = _taken(cell_here, table, position, cells)
        if table.startswith(delimiter, position):
            position += len(delimiter)
            continue
        ends: list[str] = []
        position = _taken(end_here, table, position, ends)
        found.append(Record(cells, ends[0]))
        cells = []
    return found


def _taken(pattern: re.Pattern[str], table: str, position: int, into: list[str]) -> int:
    match = pattern.match(table, position)
    into.append(match[0] if match else "")
    return match.end() if match else position


def table_of(lines: Iterable[Record], delimiter: str) -> str:
    """The table that has these lines; the inverse of `records`."""
    return "".join(delimiter.join(line.cells) + line.end for line in lines)


def quoted(text: str, delimiter: str) -> str:
    """A cell that says `text`, which has no line break.

    >>> quoted("a, b", ","), quoted("a, b", ";")
    ('"a, b"', 'a, b')
    """
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text else text


def unquoted(cell: str) -> str:
    """What a cell says.

    >>> unquoted('"a, b"'), unquoted('a "b"')
    ('a, b', 'a "b"')
    """
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
