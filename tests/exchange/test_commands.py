"""The commands `publish export` and `publish import`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Outcome, catalogue, contents

from exchange.samples import FORMATS

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
    assert (outcome.code, outcome.err, outcome.out) == (0, "", "everything is up to date\n")
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
    assert run("import", folder / EXPORTED, folder=folder).out == "everything is up to date\n"


def test_what_both_have_changed_is_told_and_nothing_is_lost(run: Run, small: MakePublication) -> None:
    folder = small({PO: TRANSLATED})
    exported(run, folder)
    replaced(folder / EXPORTED, "Un petit titre", "Petit titre")
    replaced(folder / PO, "Un petit titre", "Le petit titre")
    before, file = (folder / PO).read_bytes(), (folder / EXPORTED).read_bytes()
    outcome = run("import", folder / EXPORTED, folder=folder)
    assert (outcome.code, (folder / PO).read_bytes(), (folder / EXPORTED).read_bytes()) == (1, before, file)
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
    assert (outcome.code, (folder / EXPORTED).read_bytes()) == (1, edited)
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
    assert (outcome.code, len(outcome.errors)) == (1, 1)
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
    assert run("import", folder / "missing.xlf", folder=folder).code == 1
