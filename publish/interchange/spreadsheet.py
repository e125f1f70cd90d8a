"""A document as a table for people with a spreadsheet: a row for each sentence, in Markdown as in the catalogue.

The state's column may be changed: reviewed (or translated, final, approved, yes) for what a person stands behind, any
other word for what is still to be looked at. In the first column stands what a row belongs to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from publish.catalogue.origin import text_hash
from publish.errors import PublishError
from publish.glossary.table import BYTE_ORDER_MARK, decoded, form_of
from publish.interchange.inline import canonical
from publish.interchange.units import Document, Reply, Returned, Seal, Status, joined, seal_in
from publish.segments import MERGED
from publish.spreadsheets import guarded, unguarded

COLUMNS = ("id", "place", "source", "translation", "state", "comments", "hash")
_LONGEST_CELL = 1_000_000
_ACCEPTED = frozenset({"reviewed", "translated", "final", "approved", "signed off", "yes", "ok"})


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
    for row in _rows(content, file):
        target, _, rest = row.cells["id"].strip().partition("/")
        name, _, number = rest.rpartition("/")
        if not (target and name and number):
            message = "the column “id” does not say what the row belongs to; copy it from the table that was exported"
            raise PublishError(message, file=file, line=row.line)
        documents.setdefault((name, target), []).append(_returned(row, number, source, target))
        lines.setdefault((name, target), row.line)
    return [
        Reply(name, source, target, tuple(units), lines[name, target]) for (name, target), units in documents.items()
    ]


def _returned(row: _Row, number: str, source: str, target: str) -> Returned:
    sealed, _, context = unguarded(row.cells.get("hash", "")).partition(" ")
    seal = seal_in(sealed)
    state = " ".join(unguarded(row.cells["state"]).split()).lower() if "state" in row.cells else ""
    notes = unguarded(row.cells.get("comments", ""))
    return Returned(
        number,
        canonical(unguarded(row.cells.get("source", "")), source),
        _translation(row.cells["translation"], seal, target),
        None if not state or state == Status.UNTRANSLATED.value else state in _ACCEPTED,
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
    form = form_of(content, file)
    text = decoded(content, file)[len(form.separator_line) :]
    if "\0" in text:
        raise PublishError("it has the character U+0000; save it again as “CSV UTF-8”", file=file)
    above = 1 if form.separator_line else 0
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    names: list[str] = []
    while True:
        line = reader.line_num + above + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            message = (
                "a quotation mark that opens a cell is never closed; close it, or write it twice if it is text"
                if "end of data" in str(error)
                else f"the row cannot be read ({error}); write quotation marks in a cell twice"
            )
            raise PublishError(message, file=file, line=line) from error
        if cells is None:
            break
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
    missing = [name for name in ("id", "translation") if name not in names]
    if missing:
        message = f"the first line names no column “{missing[0]}”; a table that was exported has: {', '.join(COLUMNS)}"
        raise PublishError(message, file=file, line=line)
    for number, name in enumerate(names):
        if name and name in names[:number]:
            raise PublishError(f"two columns are named “{name}”; make one of them", file=file, line=line)
    return names
