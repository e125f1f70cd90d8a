"""Files that another program has edited and saved: translate-toolkit's own reader and writer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from exchange.samples import PRESENT, handed_out, taken_back
from publish.catalogue.writing import written

STORES = {"xliff-1.2": xlifffile, "xliff-2.0": Xliff2File}


@pytest.mark.parametrize("form", STORES)
def test_what_it_saves_without_an_edit_changes_nothing(form: str) -> None:
    store = STORES[form].parsestring(handed_out(PRESENT, form))
    assert len(store.units) == 5
    outcome = taken_back(PRESENT, bytes(store))
    assert (written(outcome.catalogue), outcome.findings) == (written(PRESENT), [])


@pytest.mark.parametrize("form", STORES)
def test_its_edits_arrive(form: str) -> None:
    store = STORES[form].parsestring(handed_out(PRESENT, form))
    by_source = {str(unit.source): unit for unit in store.units}
    by_source["A tree"].target = "Un chêne"
    by_source["A river"].target = "Un fleuve"
    by_source["A river"].addnote("Or “rivière”?", origin="translator")
    outcome = taken_back(PRESENT, bytes(store))
    found = {entry.source: entry for entry in outcome.catalogue.live}
    assert (found["A tree"].translation, found["A river"].translation) == ("Un chêne", "Un fleuve")
    assert found["A river"].comments == ("Or “rivière”?",)
    assert outcome.findings == []
    kept = [entry for entry in outcome.catalogue.live if entry.source not in ("A tree", "A river")]
    assert kept == [entry for entry in PRESENT.live if entry.source not in ("A tree", "A river")]


def test_its_approval_accepts_and_its_doubt_does_not() -> None:
    store = xlifffile.parsestring(handed_out(PRESENT, "xliff-1.2"))
    by_source = {str(unit.source): unit for unit in store.units}
    by_source["A road"].markapproved(True)
    by_source["A tree"].markfuzzy(True)
    found = {entry.source: entry for entry in taken_back(PRESENT, bytes(store)).catalogue.live}
    assert (found["A road"].is_fuzzy, found["A road"].previous) == (False, "")
    assert (found["A tree"].is_fuzzy, found["A tree"].translation) == (True, "Un arbre")


def test_its_converter_makes_a_catalogue_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_bytes(handed_out(PRESENT, "xliff-1.2"))
    command = [
        sys.executable,
        "-c",
        "from translate.convert.xliff2po import main; main()",
        "-i",
        "a.xlf",
        "-o",
        "a.po",
        "--progress=none",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    text = (tmp_path / "a.po").read_text(encoding="utf-8")
    assert 'msgid "A tree"\nmsgstr "Un arbre"' in text
    assert "#, fuzzy" in text
