"""The glossary put into its table: what stands there already stays as it is written, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from publish.errors import PublishError
from publish.files import content_of, write_whole
from publish.glossary.finding import alike
from publish.glossary.records import Record, quoted, records, table_of, unquoted
from publish.glossary.table import (
    cell_text,
    column_names,
    fault,
    parsed,
    read_cell,
    shortened,
    written_cell,
)
from publish.glossary.terms import Glossary, Term
from publish.spreadsheets import BYTE_ORDER_MARK, Form, decoded, form_of


def save_glossary(path: Path, glossary: Glossary, file: str = "", *, for_spreadsheets: bool = False) -> bool:
    """Put the glossary at `path`; true if the file changed. `PublishError` if a term holds what a table cannot.

    Of the table that is there, cells that say the same stay as they are written, and so do the quotation marks, the
    empty lines and the line ends. `for_spreadsheets` puts a byte order mark in front of a new file, without which Excel
    does not take it for UTF-8.
    """
    file = file or str(path)
    for term in glossary.terms:
        if reason := fault(term):
            raise PublishError(f"“{shortened(term.source)}” cannot be written: {reason}", file=file)
    present = content_of(path, file)
    if not present:
        return write_whole(path, written(glossary, Form(byte_order_mark=for_spreadsheets)))
    try:
        content = _put_into(present, glossary)
    except PublishError:
        content = written(glossary, Form(byte_order_mark=present.startswith(BYTE_ORDER_MARK)))
    return write_whole(path, content)


def written(glossary: Glossary, form: Form | None = None) -> bytes:
    """The glossary as a new table."""
    form = form or Form()
    columns = ["term", "note", *glossary.locales]
    return _content([_line(columns, form), *(_line_of(term, columns, form) for term in glossary.terms)], form)


def _put_into(present: bytes, glossary: Glossary) -> bytes:
    """The table that is there with what the glossary says besides; where it says less, a new one in the same form.

    `PublishError` if the table cannot be understood.
    """
    before, form = parsed(present, ""), form_of(present, "")
    lines = records(decoded(present, "")[len(form.separator_line) :], form.delimiter)
    filled = [line for line in lines if any(_cells(line))]
    names = column_names(_cells(filled[0]), "")
    columns = [*names, *_lacking(names, glossary)]
    old = {alike(term.source): term for term in before.terms}
    new = {alike(term.source): term for term in glossary.terms}
    _change(filled[0], names, columns, columns, form)
    for line, key in zip(filled[1:], old, strict=True):
        if key in new:
            said = [cell_text(old[key], name) for name in names]
            _change(line, said, [cell_text(new[key], name) for name in columns], columns, form)
    added = [_line_of(term, columns, form) for key, term in new.items() if key not in old]
    if added and not lines[-1].end:
        lines[-1].end = form.newline
    content = _content([*lines, *added], form)
    return content if _texts(parsed(content, "")) == _texts(glossary) else written(glossary, form)


def _texts(glossary: Glossary) -> list[list[str]]:
    columns = ["term", "note", *glossary.locales]
    return [columns, *([cell_text(term, name) for name in columns] for term in glossary.terms)]


def _lacking(names: Sequence[str], glossary: Glossary) -> list[str]:
    """The columns that the table needs besides those it has."""
    note = [] if "note" in names or not any(term.note for term in glossary.terms) else ["note"]
    return [*note, *(tag for tag in glossary.locales if tag not in names)]


def _change(line: Record, said: Sequence[str], says: Sequence[str], columns: Sequence[str], form: Form) -> None:
    """Write into a line what it `says` where that is not what it `said`."""
    for number, text in enumerate(says):
        if columns[number] and (number >= len(said) or said[number] != text):
            line.put(number, quoted(written_cell(text), form.delimiter))


def _cells(line: Record) -> list[str]:
    return [read_cell(unquoted(cell)) for cell in line.cells]


def _line_of(term: Term, columns: Sequence[str], form: Form) -> Record:
    return _line([cell_text(term, name) if name else "" for name in columns], form)


def _line(texts: Iterable[str], form: Form) -> Record:
    return Record([quoted(written_cell(text), form.delimiter) for text in texts], form.newline)


def _content(lines: Iterable[Record], form: Form) -> bytes:
    text = form.separator_line + table_of(lines, form.delimiter)
    return (BYTE_ORDER_MARK if form.byte_order_mark else b"") + text.encode()
