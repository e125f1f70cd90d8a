"""The table: what spreadsheets make of it is read, what cannot be understood is named, nothing becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import PublishError
from publish.glossary.records import records, table_of, unquoted
from publish.glossary.saving import save_glossary, written
from publish.glossary.table import load_glossary, parsed
from publish.glossary.terms import Glossary, Term
from publish.spreadsheets import Form

from .samples import glossaries

STRIKE = Term("strike", "work stopped", (("fr", ("grève", "débrayage")), ("de", ("Streik",))))
HAARETZ = Term("Haaretz", "", (("fr", ()),))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("term,note,fr,de\nstrike,work stopped,grève|débrayage,Streik\nHaaretz,,=,\n", "as it is written"),
        ("\ufeffterm;note;fr;de\r\nstrike;work stopped;grève | débrayage;Streik\r\nHaaretz;;=;\r\n", "a German Excel"),
        ("term\tnote\tfr\tde\nstrike\twork stopped\tgrève|débrayage\tStreik\nHaaretz\t\t=\n", "tabs, a short row"),
        (
            '"term","note","fr","de"\r"strike","work stopped","grève|débrayage","Streik"\r"Haaretz","","=",""\r',
            "quotes",
        ),
        ("Term,Note,fr,de,,\nstrike,work stopped,grève|débrayage,Streik,,\n,,,,,\nHaaretz,,=,,,\n", "empty cells"),
        ("term,note,fr,de\n strike ,work  stopped,|grève||débrayage|,Streik\nHaaretz,,Haaretz,\n\n", "spaces, itself"),
        (
            "note,de,fr,term\nwork stopped,Streik,grève|débrayage|grève,strike\n,,=,Haaretz",
            "another order, no last line",
        ),
    ],
)
def test_tables_are_read(table: str, reason: str) -> None:
    found = parsed(table.encode(), "g.csv")
    cells = [{tag: term.cell(tag) for tag in ("fr", "de")} for term in found.terms]
    assert cells == [{tag: term.cell(tag) for tag in ("fr", "de")} for term in (STRIKE, HAARETZ)], reason
    assert [(term.source, term.note) for term in found.terms] == [("strike", "work stopped"), ("Haaretz", "")], reason
    assert sorted(found.locales) == ["de", "fr"], reason


@pytest.mark.parametrize(
    ("table", "line", "says", "reason"),
    [
        ("", 0, "is empty; its first line must be", "an empty file"),
        ("word,fr\n", 1, "names no column “term”; begin it with", "no head"),
        ("term,note,fr,comment\n", 1, "the column “comment” is unknown; a column is named", "unknown column"),
        ("term,note,fr,xx\n", 1, "the locale “xx” is unknown; use", "unknown locale"),
        ("term,note,fr,pt_BR\n", 1, "“pt_BR” is no locale code; use", "gettext’s form of a locale"),
        ("term,note,fr,pt-br\n", 1, "usually written pt-BR; write it so", "a locale in the wrong case"),
        ("term,fr,fr\n", 1, "two columns are named “fr”; make one", "a column twice"),
        ("term,fr\na,b\nc,d\na,e\n", 4, "“a” stands in line 2 already; make one row", "a term twice"),
        ("term,fr\nB’T,b\nB'T,e\n", 3, "stands in line 2 already", "the same but for its apostrophe"),
        ('term,fr\na,"b\nc,d\n', 2, "never closed; close it, or write it twice", "a quote never closed"),
        ('term,fr\na,"b\nc",d\n', 2, "line break or control character; put it on one line", "a line break"),
        ('term,fr\na,"b"c\n', 2, "cannot be read", "text behind a quote"),
        ("term,fr\na," + "b" * 1_000_001 + "\n", 2, "more than 1,000,000 characters; shorten it", "a cell too large"),
        ("term,fr\na,b\x07\n", 2, "control character", "a bell"),
        ("term,fr\n,b\n", 2, "the row has no term; write one", "no term"),
        ("term,fr\na,b,c\n", 2, "“c” stands in a column without a name; quote", "a comma too many"),
        ("term,fr\n—,b\n", 2, "has neither letter nor digit; take", "a dash"),
    ],
)
def test_what_cannot_be_understood_is_named(table: str, line: int, says: str, reason: str) -> None:
    with pytest.raises(PublishError) as caught:
        parsed(table.encode(), "locales/glossary.csv")
    assert caught.value.file == "locales/glossary.csv"
    assert (caught.value.line, says in caught.value.message) == (line, True), (reason, str(caught.value))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(PublishError, match="no UTF-8; save the table"):
        parsed("term,fr\nstrike,grève\n".encode(encoding), "g.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("first", "sign"), [("sep=;", ";"), ("SEP=,", ","), ('"sep=;"', ";"), ("sep=;;;", ";")])
def test_a_line_for_excel_is_no_head(tmp_path: Path, first: str, sign: str, end: str) -> None:
    path = tmp_path / "glossary.csv"
    content = f"{first}{end}term{sign}fr{end}a{sign}b{end}".encode()
    path.write_bytes(content)
    found = load_glossary(path)
    assert found is not None
    assert [(term.source, term.wanted, term.line) for term in found.terms] == [("a", (("fr", ("b",)),), 3)]
    assert save_glossary(path, Glossary((*found.terms, Term("truce")), ("fr",)))
    assert path.read_bytes() == content + f"truce{sign}{end}".encode()


def test_the_line_with_the_wrong_byte_is_named() -> None:
    with pytest.raises(PublishError, match=r"^g\.csv:2: "):
        parsed("term,fr\nstrike,grève\n".encode("latin-1"), "g.csv")


def test_no_file_is_no_glossary(tmp_path: Path) -> None:
    assert load_glossary(tmp_path / "glossary.csv", "locales/glossary.csv") is None


def test_a_folder_is_no_glossary(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"^locales/glossary\.csv: cannot be read \(is a directory\)"):
        load_glossary(tmp_path, "locales/glossary.csv")


@given(glossaries())
def test_what_is_written_is_read_again(glossary: Glossary) -> None:
    content = written(glossary)
    assert parsed(content, "g.csv") == glossary
    assert written(parsed(content, "g.csv")) == content


@given(glossaries())
def test_no_cell_is_a_formula(glossary: Glossary) -> None:
    text = written(glossary).decode()
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠].", cell)]


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)", "a formula"),
        ("+972mag", "'+972mag", "a name that looks like one"),
        ("-ism", "'-ism", "a suffix"),
        ("@handle", "'@handle", "an address"),
        ("'=a", "''=a", "an apostrophe that is already there"),
        ("'tis", "'tis", "an apostrophe before anything else"),
        ("a;=b", "a;'=b", "a formula for spreadsheets that part cells by semicolons"),
        ("a=b", "a=b", "a sign inside"),
    ],
)
def test_signs_of_formulas_get_an_apostrophe(text: str, expected: str, reason: str) -> None:
    content = written(Glossary((Term(text),), ()))
    assert content.decode().splitlines()[1].rstrip(",") == expected, reason
    assert parsed(content, "g.csv").terms == (Term(text),), reason


@pytest.mark.parametrize(
    ("term", "says"),
    [
        (Term("a\nb"), "line break"),
        (Term("a\u2028b"), "line break"),
        (Term("a", "b\rc"), "line break"),
        (Term("a", wanted=(("fr", ("b\x00",)),)), "control character"),
        (Term("a", wanted=(("fr", ("b|c",)),)), "has a |"),
        (Term(" a"), "a space too many"),
        (Term("…"), "neither letter nor digit"),
    ],
)
def test_what_a_table_cannot_hold_is_not_written(tmp_path: Path, term: Term, says: str) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes(b"term,fr\nkept,\n")
    with pytest.raises(PublishError, match=re.escape(says)):
        save_glossary(path, Glossary((term,), ("fr",)), "g.csv")
    assert path.read_bytes() == b"term,fr\nkept,\n"


@given(glossaries(), glossaries(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_a_table_says_what_is_put_into_it(before: Glossary, after: Glossary, delimiter: str, newline: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "glossary.csv")
        path.write_bytes(written(before, Form(delimiter, newline)))
        save_glossary(path, after)
        assert parsed(path.read_bytes(), "g.csv") == after


@given(st.lists(st.lists(st.sampled_from(["", "a", ' "b"', "c d", "'+e", '"f, g"', '"h ""i"""', '"j\n"']), min_size=1)))
def test_lines_are_put_together_as_they_were(rows: list[list[str]]) -> None:
    table = "\r\n".join(",".join(cells) for cells in rows)
    lines = records(table, ",")
    assert table_of(lines, ",") == table
    read = [cells or [""] for cells in csv.reader(io.StringIO(table, newline=""), strict=True)]
    assert [[unquoted(cell) for cell in line.cells] for line in lines] == read


WRITTEN = '"strike",,"grève|débrayage ",Streik\nHamas,"x",Hamas\n\n,,,\n+972,, +972 ,=\nlast,,,'


@pytest.mark.parametrize(
    ("change", "expected", "reason"),
    [
        ({}, WRITTEN, "nothing new: no byte changes"),
        ({"last": {"de": ("Letzte",)}}, WRITTEN + "Letzte", "the cell that was empty"),
        ({"Hamas": {"de": ("Ha, mas",)}}, WRITTEN.replace("Hamas\n", 'Hamas,"Ha, mas"\n'), "a cell that was not there"),
        ({"new": {"fr": ("neuf",)}}, WRITTEN + "\nnew,,neuf,\n", "a row behind the last, which had no line end"),
    ],
)
def test_what_is_written_stays_as_it_is(
    tmp_path: Path, change: dict[str, dict[str, tuple[str, ...]]], expected: str, reason: str
) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(f"Term,note,fr,de\n{WRITTEN}", encoding="utf-8")
    present = load_glossary(path)
    assert present is not None
    terms = {term.source: term for term in present.terms}
    for source, cells in change.items():
        known = terms.get(source, Term(source))
        terms[source] = replace(known, wanted=(*known.wanted, *cells.items()))
    assert save_glossary(path, Glossary(tuple(terms.values()), present.locales)) is bool(change)
    assert path.read_text(encoding="utf-8") == f"Term,note,fr,de\n{expected}", reason


def test_a_table_without_notes_gets_a_column_for_them(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text("term,fr\nstrike,grève\ntruce,?\n", encoding="utf-8")
    present = load_glossary(path)
    assert present is not None
    noted = replace(present.terms[0], note="work stopped")
    save_glossary(path, Glossary((noted, present.terms[1]), present.locales))
    assert path.read_text(encoding="utf-8") == "term,fr,note\nstrike,grève,work stopped\ntruce,?,\n"


def test_a_table_keeps_its_form(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    content = "\ufeffterm;note;fr\r\nstrike;a, b;grève\r\n".encode()
    path.write_bytes(content)
    glossary = load_glossary(path)
    assert glossary is not None
    assert not save_glossary(path, glossary)
    assert save_glossary(path, Glossary((*glossary.terms, Term("truce")), glossary.locales))
    assert path.read_bytes() == content + b"truce;;\r\n"
