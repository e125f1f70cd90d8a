"""The glossary as a table that any spreadsheet opens: `term,note,fr,…`, a row for each term.

In a locale's cell `|` parts alternatives, the usual one first; `=` says to leave the term as it is, and so does the
term itself; an empty cell leaves it as it is until somebody decides. A spreadsheet takes a cell that begins with `=`,
`+`, `-` or `@` for a formula (OWASP, "CSV Injection"), so before such a sign an apostrophe is written, and taken away
again when the table is read; `=` alone is harmless.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.errors import PublishError, SettingsError
from publish.files import write_whole
from publish.glossary.finding import alike
from publish.glossary.terms import Glossary, Term, Wanted
from publish.languages import language

LEAVE = "="
"""What a cell says of a term that is to be left as it is."""

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = ",;\t"
# At the start of a cell, and behind a semicolon, where a spreadsheet set to a Continental language begins another.
_FORMULA = re.compile(r"(^|;\s*)('*[=+\-@＝＋－＠])")
_GUARDED = re.compile(r"(^|;\s*)'('*[=+\-@＝＋－＠])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written: what parts its cells, what ends its lines, whether a byte order mark is in front."""

    delimiter: str = ","
    newline: str = "\n"
    byte_order_mark: bool = False


def load_glossary(path: Path, file: str = "") -> Glossary | None:
    """The glossary at `path`, `None` if there is no file; `file` names it in messages instead of the path.

    `PublishError` with the line, counted as an editor counts, if the table cannot be understood.
    """
    file = file or str(path)
    content = _content(path, file)
    return None if content is None else parsed(content, file)


def save_glossary(path: Path, glossary: Glossary, file: str = "", *, for_spreadsheets: bool = False) -> bool:
    """Put the glossary at `path`, in the form of the table that is there; true if the file changed.

    `for_spreadsheets` puts a byte order mark in front of a new file, without which Excel does not take it for UTF-8.
    """
    file = file or str(path)
    present = _content(path, file)
    try:
        form = _form_of(_decoded(present, file), byte_order_mark=present.startswith(_BOM)) if present else None
    except PublishError:
        form = None
    return write_whole(path, written(glossary, file, form or _Form(byte_order_mark=for_spreadsheets)))


def parsed(content: bytes, file: str) -> Glossary:
    """The glossary in a table's bytes: UTF-8, parted by commas, semicolons or tabs as the first line shows."""
    text = _decoded(content, file)
    rows = _rows(text, _form_of(text).delimiter, file)
    first = next(rows, None)
    if first is None:
        raise PublishError("the file is empty; its first line must be: term,note,fr (a column per locale)", file=file)
    columns = _columns(first, file)
    terms: dict[str, Term] = {}
    for row in rows:
        term = _term(row, columns, file)
        if term is None:
            continue
        known = terms.setdefault(alike(term.source), term)
        if known is not term:
            message = f"“{term.source}” stands in line {known.line} already; make one row of the two"
            raise PublishError(message, file=file, line=row.line)
    return Glossary(tuple(terms.values()), tuple(name for name in columns if name not in ("term", "note", "")))


def written(glossary: Glossary, file: str, form: _Form | None = None) -> bytes:
    """The glossary as a table; `PublishError` if a term holds what a table cannot."""
    form = form or _Form()
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=form.delimiter, lineterminator=form.newline)
    writer.writerow(["term", "note", *glossary.locales])
    for term in glossary.terms:
        if reason := fault(term):
            raise PublishError(f"“{shortened(term.source)}” cannot be written: {reason}", file=file)
        cells = [_cell(term.cell(locale)) for locale in glossary.locales]
        writer.writerow(
            [_FORMULA.sub(r"\1'\2", cell) if cell != LEAVE else cell for cell in (term.source, term.note, *cells)]
        )
    return (_BOM if form.byte_order_mark else b"") + out.getvalue().encode()


def fault(term: Term) -> str:
    """What a table cannot hold of a term, and what to do, in a clause; "" if nothing.

    >>> fault(Term("a|b", wanted=(("fr", ("c|d",)),)))
    'the translation “c|d” has a |, which parts alternatives; take it out'
    """
    alternatives = [text for _, wanted in term.wanted for text in wanted]
    for text in (term.source, term.note, *alternatives):
        if _CONTROL.search(text):
            return "it has a line break or control character; take it out"
        if text != tidy(text):
            return f"“{shortened(text)}” has a space too many; take it out"
    for text in (term.source, *alternatives):
        if not re.search(r"[^\W_]", text):
            return f"“{shortened(text)}” has neither letter nor digit; take the row out"
    for text in alternatives:
        if "|" in text:
            return f"the translation “{shortened(text)}” has a |, which parts alternatives; take it out"
    return ""


def tidy(text: str) -> str:
    """The text with single spaces, and none around it; other spaces in it stay.

    >>> tidy(" Umm  Al-Fahm ")
    'Umm Al-Fahm'
    """
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def shortened(text: str, length: int = 60) -> str:
    """The text on one line, cut where a message would become too long.

    >>> shortened("one two", 5)
    'one …'
    """
    text = _CONTROL.sub(" ", text)
    return text if len(text) <= length else text[: length - 1] + "…"


def decided(source: str, alternatives: Sequence[str]) -> Wanted:
    """The alternatives without repetition; none if the term itself is the only one.

    >>> decided("Hamas", ["Hamas"]), decided("strike", ["grève", "arrêt de travail", "grève"])
    ((), ('grève', 'arrêt de travail'))
    """
    wanted = tuple(dict.fromkeys(source if text == LEAVE else text for text in alternatives))
    return () if wanted == (source,) else wanted


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str]
    line: int


def _content(path: Path, file: str) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PublishError(
            f"cannot be read ({reason}); allow reading it, then run the command again", file=file
        ) from error


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "this is no UTF-8; save the table as “CSV UTF-8”, or in UTF-8 from the list of character sets"
        raise PublishError(message, file=file, line=line) from error


def _form_of(text: str, *, byte_order_mark: bool = False) -> _Form:
    """How the table is written, by its first line; that has no cell in which a delimiter could stand."""
    first = re.split(r"\r\n|\r|\n", text, maxsplit=1)[0]
    newline = next((sign for sign in ("\r\n", "\n", "\r") if text[len(first) :].startswith(sign)), "\n")
    delimiter = max(_DELIMITERS, key=first.count)
    return _Form(delimiter, newline, byte_order_mark)


def _rows(text: str, delimiter: str, file: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reason = str(error)
            message = (
                "a quotation mark that opens a cell is never closed; close it, or write it twice if it is text"
                if "end of data" in reason
                else f"the row cannot be read ({reason}); write quotation marks in a cell twice"
            )
            raise PublishError(message, file=file, line=line) from error
        if cells is None:
            return
        if any(_CONTROL.search(cell.strip()) for cell in cells):
            message = "a cell has a line break or control character; put it on one line, and close every quotation mark"
            raise PublishError(message, file=file, line=line)
        cells = [_GUARDED.sub(r"\1\2", tidy(cell)) for cell in cells]
        if any(cells):
            yield _Row(cells, line)


def _columns(row: _Row, file: str) -> list[str]:
    """What each column holds: "term", "note", a locale, or "" for an empty one that a spreadsheet left behind."""
    names = [name.lower() if name.lower() in ("term", "note") else name for name in row.cells]
    if "term" not in names:
        raise PublishError("the first line names no column “term”; begin it with: term,note", file=file, line=row.line)
    for number, name in enumerate(names):
        if name and name in names[:number]:
            raise PublishError(f"two columns are named “{name}”; make one of them", file=file, line=row.line)
        if name not in ("term", "note", ""):
            _require_locale(name, file, row.line)
    return names


def _require_locale(name: str, file: str, line: int) -> None:
    try:
        language(name)
    except SettingsError as error:
        known = "a column is named term, note, or by a locale such as fr or pt-BR"
        if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", name):
            raise PublishError(error.message, file=file, line=line) from error
        message = f"the column “{shortened(name)}” is unknown; {known}: rename it or take it out"
        raise PublishError(message, file=file, line=line) from error


def _term(row: _Row, columns: Sequence[str], file: str) -> Term | None:
    cells: dict[str, str] = {}
    for number, cell in enumerate(row.cells):
        name = columns[number] if number < len(columns) else ""
        if name:
            cells[name] = cell
        elif cell:
            message = (
                f"“{shortened(cell)}” stands in a column without a name; quote the cell before it, or name the column"
            )
            raise PublishError(message, file=file, line=row.line)
    source = cells.pop("term", "")
    note = cells.pop("note", "")
    if not source:
        raise PublishError("the row has no term; write one or take the row out", file=file, line=row.line)
    wanted = []
    for locale, cell in cells.items():
        alternatives = [text.strip() for text in cell.split("|") if text.strip()]
        if alternatives:
            wanted.append((locale, decided(source, alternatives)))
    term = Term(source, note, tuple(wanted), row.line)
    if reason := fault(term):
        raise PublishError(reason, file=file, line=row.line)
    return term


def _cell(wanted: Wanted | None) -> str:
    if wanted is None:
        return ""
    return " | ".join(wanted) if wanted else LEAVE
