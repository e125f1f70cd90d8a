"""The commands `publish export` and `publish import`."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import Outcome, catalogue, contents

from exchange.samples import FORMATS
from publish.interchange import units
from publish.interchange.formats import format_named, replies
from publish.interchange.state_words import ACCEPTED, OPEN

Run = Callable[..., Outcome]
MakePublication = Callable[..., Path]

PO = "locales/fr/LC_MESSAGES/good.po"
TRANSLATED = catalogue({"A small title": "Un petit titre", "A heading": "∅", "Another paragraph.": ""})
EXPORTED = "output/exchange/good.fr.xlf"


def exported(run: Run, folder: Path, *options: str) -> bytes:
    outcome = run("export", "fr", "--article", "good", *options, folder=folder)
    assert (outcome.code, outcome.out) == (0, f"wrote {EXPORTED}\n"), outcome.err
    return (folder / EXPORTED).read_bytes()


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


@pytest.mark.parametrize("form", FORMATS)
def test_out_and_back_changes_no_byte(run: Run, small: MakePublication, form: str) -> None:
    folder = small({PO: TRANSLATED})
    before = contents(folder / "locales")
    assert run("export", "fr", "--article", "good", "--format", form, folder=folder).code == 0
    (path,) = (folder / "output/exchange").iterdir()
    outcome = run("import", str(path), folder=folder)
    assert (outcome.code, outcome.err, outcome.out) == (0, "", f"nothing new in output/exchange/{path.name}\n")
    after = contents(folder / "locales")
    assert {name: content for name, content in after.items() if ".cache" not in name} == before
    assert run("export", "fr", "--article", "good", "--format", form, folder=folder).out == "everything is up to date\n"


def test_an_edit_comes_back(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, "Un petit titre", "Un tout petit titre")
    outcome = run("import", folder / EXPORTED, folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"wrote {PO}\ntook over what was changed in 1 entry\n"
    assert (folder / PO).read_text("utf-8") == TRANSLATED.replace("Un petit titre", "Un tout petit titre")
    assert run("import", folder / EXPORTED, folder=folder).out == f"nothing new in {EXPORTED}\n"


def test_what_both_have_changed_is_told_and_nothing_is_lost(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, "Un petit titre", "Petit titre")
    replaced(folder / PO, "Un petit titre", "Le petit titre")
    before, file = (folder / PO).read_bytes(), (folder / EXPORTED).read_bytes()
    outcome = run("import", folder / EXPORTED, folder=folder)
    assert (outcome.code, (folder / PO).read_bytes(), (folder / EXPORTED).read_bytes()) == (1, before, file)
    assert outcome.out == ""
    assert outcome.errors == [
        f"{EXPORTED}:8: “A small title” was translated in both places; the catalogue keeps “Le petit titre” ({PO}:8), "
        "this file has “Petit titre”: decide, and write it into the catalogue"
    ]


def test_work_that_is_in_no_catalogue_is_not_written_over(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, "Un petit titre", "Petit titre")
    replaced(folder / PO, "∅", "Un titre")
    edited = (folder / EXPORTED).read_bytes()
    outcome = run("export", "fr", "--article", "good", folder=folder)
    assert (outcome.code, outcome.out, (folder / EXPORTED).read_bytes()) == (1, "", edited)
    assert "it has translations that are in no catalogue" in outcome.errors[0]
    assert run("import", folder / EXPORTED, folder=folder).code == 0
    assert run("export", "fr", "--article", "good", folder=folder).code == 0
    assert b"Un titre" in (folder / EXPORTED).read_bytes()


def test_a_file_that_is_no_export_is_left_alone(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED, "letter.csv": "Dear all,\n"})
    outcome = run("export", "fr", "--article", "good", "--format", "csv", "--to", folder / "letter.csv", folder=folder)
    assert (outcome.code, (folder / "letter.csv").read_text()) == (1, "Dear all,\n")
    assert outcome.errors == ["letter.csv: the file is there already and is no export; name another one"]


def test_only_what_is_to_be_done(run: Run, small: MakePublication) -> None:
    text = exported(run, small({PO: TRANSLATED}), "--todo").decode()
    assert "Another paragraph." in text
    assert "Un petit titre" not in text


def test_a_folder_or_a_file_to_write_to(run: Run, small: MakePublication, tmp_path: Path) -> None:
    folder = small({PO: TRANSLATED})
    assert run("export", "fr", "--article", "good", "--to", tmp_path / "out", folder=folder).code == 0
    assert run("export", "fr", "--article", "good", "--to", tmp_path / "one.xlf", folder=folder).code == 0
    assert (tmp_path / "out/good.fr.xlf").read_bytes() == (tmp_path / "one.xlf").read_bytes()
    outcome = run(
        "export",
        "fr",
        "--to",
        tmp_path / "one.xlf",
        folder=small({PO: TRANSLATED, PO.replace("good", "site"): TRANSLATED}),
    )
    assert "more than one catalogue" in outcome.errors[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('target-language="fr"', 'target-language="it"', "it is in the language “it”, which this publication has not"),
        ("good.po", "bad.po", "which has no catalogue here"),
        ("good.po", "../../../../etc/passwd", "which has no catalogue here"),
        ('source-language="en"', 'source-language="ru"', "it was translated from “ru”"),
        ("</xliff>", "", "it is no whole XML"),
    ],
)
def test_files_of_another_place_are_refused_in_a_line(
    run: Run, small: MakePublication, old: str, new: str, message: str
) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, old, new)
    outcome = run("import", folder / EXPORTED, folder=folder)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)
    assert outcome.errors[0].startswith(EXPORTED)
    assert message in outcome.errors[0]
    assert (folder / PO).read_text("utf-8") == TRANSLATED


@pytest.mark.parametrize("tag", ["FR", "fr"])
def test_a_locale_in_another_spelling_is_the_same(run: Run, small: MakePublication, tag: str) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, 'target-language="fr"', f'target-language="{tag}"')
    assert run("import", folder / EXPORTED, folder=folder).code == 0


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_that_a_spreadsheet_has_saved(run: Run, small: MakePublication, delimiter: str) -> None:
    folder = small({PO: catalogue({"A small title": "=1+1", "A heading": "Un; -titre", "Another paragraph.": ""})})
    path = folder / "out.csv"
    assert run("export", "fr", "--article", "good", "--format", "csv", "--to", path, folder=folder).code == 0
    text = path.read_bytes().decode()
    assert text.startswith('\ufeff"id","place","source","translation","state","comments","hash"\r\n')
    assert '"\'=1+1"' in text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    # A spreadsheet may take the guard away, leave out the quotation marks, and part the cells otherwise.
    rows[1][3] = rows[1][3].removeprefix("'")
    rows[3][3:5] = ["Un autre paragraphe.", "Reviewed "]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    outcome = run("import", path, folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    expected = catalogue(
        {"A small title": "=1+1", "A heading": "Un; -titre", "Another paragraph.": "Un autre paragraphe."}
    )
    assert (folder / PO).read_text("utf-8") == expected


def test_usage(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    assert run("export", folder=folder).code == 2
    assert run("export", "fr", "--format", "doc", folder=folder).code == 2
    assert "has no locale “ja”" in run("export", "ja", folder=folder).err


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.xlf", "missing.xlf: cannot be read (no such file or directory); name a file that can"),
        ("locales", "locales: it is a folder; name the files in it"),
        (PO, f"{PO}: a catalogue needs no import; edit it in place, or name an exported .xlf or .csv"),
        ("header.pot", "header.pot: a catalogue needs no import"),
        ("memory.tmx", "memory.tmx: it is a translation memory; type: "),
        ("terms.tbx", "terms.tbx: it is a glossary; type: "),
    ],
)
def test_what_is_no_export_is_told_in_one_way(run: Run, small: MakePublication, name: str, message: str) -> None:
    others = {
        "header.pot": '\ufeff# A comment\n\n#, fuzzy\nmsgid ""\nmsgstr ""\n',
        "memory.tmx": '<tmx version="1.4"/>',
        "terms.tbx": '<tbx xmlns="urn:iso:std:iso:30042:ed-2"/>',
    }
    folder = small({PO: TRANSLATED, **others})
    outcome = run("import", folder / name, folder=folder)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)
    assert outcome.errors[0].startswith(message)


def test_other_files_are_taken_all_the_same(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    outcome = run("import", folder / "missing.xlf", folder / EXPORTED, folder=folder)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, f"nothing new in {EXPORTED}\n", 1)


def test_the_articles_own_language_is_not_exported(run: Run, small: MakePublication) -> None:
    outcome = run("export", "en", folder=small({PO: TRANSLATED}, locales=("fr", "de")))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.errors == ["en is the articles' own language; name one of fr, de"]


@pytest.mark.parametrize(("form", "attribute"), [("xliff-1.2", "target-language"), ("xliff-2.0", "trgLang")])
@pytest.mark.parametrize("path", [PO, f"/home/de/work/{PO}", PO.replace("/", "\\")])
def test_a_file_whose_language_is_not_its_catalogues_is_refused(
    run: Run, small: MakePublication, form: str, attribute: str, path: str
) -> None:
    folder = small({PO: TRANSLATED, PO.replace("fr", "de"): TRANSLATED}, locales=("fr", "de"))
    exported(run, folder, "--format", form)
    replaced(folder / EXPORTED, PO, path)
    assert run("import", folder / EXPORTED, folder=folder).code == 0
    replaced(folder / EXPORTED, f'{attribute}="fr"', f'{attribute}="de"')
    before = contents(folder / "locales")
    outcome = run("import", folder / EXPORTED, folder=folder)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)
    assert f"it is in the language “de”, but names “{path}” as its catalogue" in outcome.errors[0]
    assert contents(folder / "locales") == before


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("before", ["", "Un autre paragraphe[^1]."])
def test_a_note_marker_dropped_on_the_way_is_told(run: Run, small: MakePublication, form: str, before: str) -> None:
    folder = small({PO: catalogue({"Another paragraph[^1].": before})})
    path = folder / "out"
    export = ("export", "fr", "--article", "good", "--format", form, "--to", path)
    assert run(*export, folder=folder).code == 0
    (file,) = path.iterdir()
    back = [
        replace(unit, target="Un autre paragraphe.", is_accepted=True)
        for unit in replies(file.read_bytes(), "", "en")[0].units
    ]
    unit = units.Unit("", back[0].source, back[0].target, units.Status.REVIEWED, "", "", (), (), back[0].seal, 0)  # type: ignore[arg-type]
    unit = replace(unit, id=back[0].id)
    file.write_bytes(format_named(form).written(units.Document("good", "en", "fr", PO, (unit,))))
    for _ in range(1 if before else 2):
        outcome = run("import", file, folder=folder)
        assert outcome.code == 0
        assert re.fullmatch(
            rf"warning: {file.relative_to(folder)}:\d+: “Another paragraph.”: the note marker \[\^1\] is missing from "
            "“Un autre paragraphe.”, which is therefore kept as a draft; .*\n",
            outcome.err,
        )
        assert "#, fuzzy\n" in (folder / PO).read_text("utf-8")
    # The words are in the catalogue, so the file may be written anew.
    assert run(*export, folder=folder).code == 0


def in_state(state: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[4] = state

    return change


def saved(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Saves the table with that change, as a spreadsheet does."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


REVIEWED = catalogue({"A small title": "Un petit titre", "A heading": "Un titre"})


def table(run: Run, small: MakePublication) -> tuple[Path, Path]:
    folder = small({PO: REVIEWED})
    path = folder / "out.csv"
    assert run("export", "fr", "--article", "good", "--format", "csv", "--to", path, folder=folder).code == 0
    return folder, path


@pytest.mark.parametrize("state", ["Reviewd", "?", "x" * 500])
def test_a_state_nobody_knows_is_an_error_and_changes_nothing(run: Run, small: MakePublication, state: str) -> None:
    folder, path = table(run, small)
    saved(path, in_state(state))
    outcome = run("import", path, folder=folder)
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)
    assert outcome.errors[0].startswith(
        f"out.csv:2: there is no state “{state[:40]}”; this row and 1 more with it were "
    )
    assert "write “reviewed”, “translated”, " in outcome.errors[0]
    assert (folder / PO).read_text("utf-8") == REVIEWED
    # And the table is not written over, which would lose what else is in it.
    assert run("export", "fr", "--article", "good", "--format", "csv", "--to", path, folder=folder).code == 1


def test_rows_in_order_are_taken_beside_one_in_a_state_nobody_knows(run: Run, small: MakePublication) -> None:
    folder, path = table(run, small)

    def change(rows: list[list[str]]) -> None:
        rows[1][3:5] = ["Petit titre", "Reviewd"]
        rows[2][3] = "Titre"

    saved(path, change)
    outcome = run("import", path, folder=folder)
    assert (outcome.code, outcome.out) == (1, f"wrote {PO}\ntook over what was changed in 1 entry\n")
    assert "this row was left out" in outcome.errors[0]
    saved(path, lambda rows: rows[1].__setitem__(4, "reviewed"))
    assert run("import", path, folder=folder).code == 0
    assert (folder / PO).read_text("utf-8") == catalogue({"A small title": "Petit titre", "A heading": "Titre"})


def without_sources(rows: list[list[str]]) -> None:
    for row in rows:
        del row[2]


def with_empty_sources(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        row[2] = ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without_sources, "out.csv:1: the first line names no column “source”"),
        (with_empty_sources, "warning: out.csv:2: it has no source for “s"),
    ],
)
def test_an_id_alone_moves_no_translation(
    run: Run, small: MakePublication, change: Callable[[list[list[str]]], None], says: str
) -> None:
    untranslated = catalogue({"A small title": "", "A heading": ""})
    folder = small({PO: untranslated})
    path = folder / "out.csv"
    assert run("export", "fr", "--article", "good", "--format", "csv", "--to", path, folder=folder).code == 0

    def translated(rows: list[list[str]]) -> None:
        rows[1][3], rows[2][3] = "Un petit titre", "Un titre"
        rows[1][0], rows[2][0] = rows[2][0], rows[1][0]
        change(rows)

    saved(path, translated)
    outcome = run("import", path, folder=folder)
    assert says in outcome.err
    assert (folder / PO).read_text("utf-8") == untranslated


@pytest.mark.parametrize("state", [word for words in OPEN.values() for word in words])
def test_words_that_withdraw_a_review(run: Run, small: MakePublication, state: str) -> None:
    folder, path = table(run, small)
    saved(path, in_state(state.upper()))
    assert run("import", path, folder=folder).code == 0
    assert (folder / PO).read_text("utf-8").count("#, fuzzy") == 2


@pytest.mark.parametrize("state", ["", " ", "untranslated", *(word for words in ACCEPTED.values() for word in words)])
def test_words_that_leave_a_review(run: Run, small: MakePublication, state: str) -> None:
    folder, path = table(run, small)
    saved(path, in_state(f" {unicodedata.normalize('NFD', state.title())} "))
    outcome = run("import", path, folder=folder)
    assert (outcome.code, outcome.out, outcome.err) == (0, "nothing new in out.csv\n", "")
    assert (folder / PO).read_text("utf-8") == REVIEWED


def test_no_word_means_two_things() -> None:
    accepted, other = ({word for words in table.values() for word in words} for table in (ACCEPTED, OPEN))
    assert not accepted & other
