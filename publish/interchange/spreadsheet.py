"""A document as a table for people with a spreadsheet: a row for each sentence, in Markdown as in the catalogue.

The state's column may be changed, to one of the words of `publish.interchange.state_words`; an empty cell says
nothing of it. In the first column stands what a row belongs to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.catalogue.origin import text_hash
from publish.errors import PublishError
from publish.interchange.inline import canonical
from publish.interchange.state_words import acceptance, choice, is_known
from publish.interchange.units import Document, Reply, Returned, Seal, joined, seal_in
from publish.segments import MERGED
from publish.spreadsheets import BYTE_ORDER_MARK, guarded, rows, unguarded

COLUMNS = ("id", "place", "source", "translation", "state", "comments", "hash")
# An id alone does not say where a translation belongs: in a spreadsheet it is soon on another row.
_NEEDED = ("id", "source", "translation")
_SHOWN = 40


def written(document: Document) -> bytes:
    """The table in UTF-8 with a byte order mark, each cell quoted, lines ended as RFC 4180 has them."""
    out = io.StringIO(newline="")
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for unit in document.units:
        if "\0" in unit.source + unit.target + joined(unit.comments):
            message = "the entry has the character U+0000, which no table can hold; take it out"
            raise PublishError(message, file=document.file, line=unit.line)
        cells = (
            f"{document.target}/{document.name}/{unit.id}",
            joined(unit.roles),
            unit.source,
            unit.target,
            unit.status.value,
            joined(unit.comments),
            f"{unit.seal} {unit.context}" if unit.context else str(unit.seal),
        )
        table.writerow([guarded(cell) for cell in cells])
    return BYTE_ORDER_MARK + out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class _Row:
    cells: dict[str, str]
    line: int


def parsed(content: bytes, file: str, source: str) -> list[Reply]:
    """The documents in a table, in order; `source` is the language of the publication's articles.

    UTF-8, parted by commas, semicolons or tabs. `PublishError` with the line if it cannot be understood.
    """
    documents: dict[tuple[str, str], list[Returned]] = {}
    lines: dict[tuple[str, str], int] = {}
    unknown: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in _rows(content, file):
        target, _, rest = row.cells["id"].strip().partition("/")
        name, _, number = rest.rpartition("/")
        if not (target and name and number):
            message = "the column “id” does not say what the row belongs to; copy it from the table that was exported"
            raise PublishError(message, file=file, line=row.line)
        units = documents.setdefault((name, target), [])
        lines.setdefault((name, target), row.line)
        state = _state(row)
        if is_known(state):
            units.append(_returned(row, number, source, target))
        else:
            unknown.setdefault((name, target), {}).setdefault(state, []).append(row.line)
    return [
        Reply(name, source, target, tuple(units), lines[name, target], _faults(unknown.get((name, target), {})))
        for (name, target), units in documents.items()
    ]


def _state(row: _Row) -> str:
    return unguarded(row.cells.get("state", "")).strip()


def _faults(unknown: Mapping[str, Sequence[int]]) -> tuple[tuple[int, str], ...]:
    """A fault for each state that is not known, at the first of its lines: who misspells one copies it all the way."""
    return tuple(
        (
            lines[0],
            f"there is no state “{state[:_SHOWN]}”; {_rows_left(len(lines))}: write {choice()}, and import it again",
        )
        for state, lines in unknown.items()
    )


def _rows_left(number: int) -> str:
    return "this row was left out" if number == 1 else f"this row and {number - 1} more with it were left out"


def _returned(row: _Row, number: str, source: str, target: str) -> Returned:
    sealed, _, context = unguarded(row.cells.get("hash", "")).partition(" ")
    seal = seal_in(sealed)
    notes = unguarded(row.cells.get("comments", ""))
    return Returned(
        number,
        canonical(unguarded(row.cells.get("source", "")), source),
        _translation(row.cells["translation"], seal, target),
        acceptance(_state(row)),
        context,
        (notes,) if notes.strip() else (),
        seal,
        row.line,
    )


def _translation(cell: str, seal: Seal | None, target: str) -> str:
    """The cell's text; where a spreadsheet has dropped a guard, the reading that is what was handed out counts."""
    text = _wording(unguarded(cell), target)
    literal = _wording(cell, target)
    return literal if seal and text_hash(text) != seal.text == text_hash(literal) else text


def _wording(text: str, target: str) -> str:
    text = text.replace("\r\n", "\n")
    if not text.strip() or text.strip() == MERGED:
        return text.strip()
    return canonical(text, target)


def _rows(content: bytes, file: str) -> Iterator[_Row]:
    names: list[str] = []
    for row in rows(content, file):
        cells, line = row.cells, row.line
        if any("\0" in cell for cell in cells):
            raise PublishError("it has the character U+0000; save it again as “CSV UTF-8”", file=file, line=line)
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _names(cells, file, line)
            continue
        yield _Row(dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False)), line)
    if not names:
        raise PublishError("the table is empty; export it again", file=file)


def _names(cells: list[str], file: str, line: int) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        message = f"the first line names no column “{missing[0]}”; a table that was exported has: {', '.join(COLUMNS)}"
        raise PublishError(message, file=file, line=line)
    for number, name in enumerate(names):
        if name and name in names[:number]:
            raise PublishError(f"two columns are named “{name}”; make one of them", file=file, line=line)
    return names
