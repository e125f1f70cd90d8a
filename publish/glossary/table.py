"""The glossary as a table that any spreadsheet opens: `term,note,fr,…`, a row for each term.

In a locale's cell `|` parts alternatives, the usual one first; `=` says to leave the term as it is, and so do the term
itself and an empty cell. `?` says that nobody has decided yet: the term is neither kept nor looked for, unless it is a
name in every other language of the same script (`Glossary.uses`).

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula (OWASP, "CSV Injection"), so before such
a sign an apostrophe is written, and taken away again when the table is read; `=` alone is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.errors import PublishError, SettingsError
from publish.files import content_of
from publish.glossary.finding import alike
from publish.glossary.terms import Glossary, Term, Wanted
from publish.languages import language
from publish.spreadsheets import Row, rows

LEAVE = "="
"""What a cell says of a term that is to be left as it is."""
UNDECIDED = "?"
"""What a cell says where nobody has decided yet."""

# At the start of a cell, and behind a semicolon, where a spreadsheet set to a Continental language begins another.
_FORMULA = re.compile(r"(^|;\s*)('*[=+\-@＝＋－＠])")
_GUARDED = re.compile(r"(^|;\s*)'('*[=+\-@＝＋－＠])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def load_glossary(path: Path, file: str = "") -> Glossary | None:
    """The glossary at `path`, `None` if there is no file; `file` names it in messages instead of the path.

    `PublishError` with the line, counted as an editor counts, if the table cannot be understood.
    """
    file = file or str(path)
    content = content_of(path, file)
    return None if content is None else parsed(content, file)


def parsed(content: bytes, file: str) -> Glossary:
    """The glossary in a table's bytes: UTF-8, parted by commas, semicolons or tabs as the first line shows."""
    found = _rows(content, file)
    first = next(found, None)
    if first is None:
        raise PublishError("the file is empty; its first line must be: term,note,fr (a column per locale)", file=file)
    columns = column_names(first.cells, file, first.line)
    terms: dict[str, Term] = {}
    for row in found:
        term = _term(row, columns, file)
        known = terms.setdefault(alike(term.source), term)
        if known is not term:
            message = f"“{term.source}” stands in line {known.line} already; make one row of the two"
            raise PublishError(message, file=file, line=row.line)
    return Glossary(tuple(terms.values()), tuple(name for name in columns if name not in ("term", "note", "")))


def shown(wanted: Wanted | None) -> str:
    """What a cell says of a decision; "" where there is none.

    >>> shown(("grève", "débrayage")), shown(())
    ('grève | débrayage', '=')
    """
    if wanted is None:
        return ""
    return " | ".join(wanted) if wanted else LEAVE


def cell_text(term: Term, column: str) -> str:
    """What the glossary says of a term in the column “term”, “note” or that of a locale.

    >>> cell_text(Term("truce", undecided=frozenset({"it"})), "it")
    '?'
    """
    if column in ("term", "note"):
        return term.source if column == "term" else term.note
    return UNDECIDED if column in term.undecided else shown(term.cell(column))


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


def read_cell(text: str) -> str:
    """What a cell says once the spaces around it, and the apostrophe before the sign of a formula, are taken away.

    >>> read_cell(" '+972 "), read_cell("'tis")
    ('+972', "'tis")
    """
    return _GUARDED.sub(r"\1\2", tidy(text))


def written_cell(text: str) -> str:
    """What has to be written so that a cell says `text` and is no formula; the inverse of `read_cell`.

    >>> written_cell("+972"), written_cell("="), written_cell("a = b")
    ("'+972", '=', 'a = b')
    """
    return text if text == LEAVE else _FORMULA.sub(r"\1'\2", text)


def _rows(content: bytes, file: str) -> Iterator[Row]:
    for row in rows(content, file):
        if any(_CONTROL.search(cell.strip()) for cell in row.cells):
            message = "a cell has a line break or control character; put it on one line, and close every quotation mark"
            raise PublishError(message, file=file, line=row.line)
        cells = [read_cell(cell) for cell in row.cells]
        if any(cells):
            yield Row(cells, row.line)


def column_names(cells: Sequence[str], file: str, line: int = 0) -> list[str]:
    """What each column holds: "term", "note", a locale, or "" for an empty one that a spreadsheet left behind."""
    names = [name.lower() if name.lower() in ("term", "note") else name for name in cells]
    if "term" not in names:
        raise PublishError("the first line names no column “term”; begin it with: term,note", file=file, line=line)
    for number, name in enumerate(names):
        if name and name in names[:number]:
            raise PublishError(f"two columns are named “{name}”; make one of them", file=file, line=line)
        if name not in ("term", "note", ""):
            _require_locale(name, file, line)
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


def _term(row: Row, columns: Sequence[str], file: str) -> Term:
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
    undecided = frozenset(locale for locale, cell in cells.items() if cell == UNDECIDED)
    for locale, cell in cells.items():
        if locale in undecided:
            continue
        alternatives = [text.strip() for text in cell.split("|") if text.strip()]
        if alternatives:
            wanted.append((locale, decided(source, alternatives)))
    term = Term(source, note, tuple(wanted), undecided, row.line)
    if harm := fault(term):
        raise PublishError(harm, file=file, line=row.line)
    return term
