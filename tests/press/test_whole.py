"""Whole leaflets for presses, copiers and archives, made by the program from an article, as a preflight sees them."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pikepdf
import pytest
from support import ROOT, process

from .preflight import boxes, colours_of_a_copier, faults_of_pdfa, faults_of_pdfx, operators, rgb_in
from .samples import profile

TAGS = ("fr", "ar")
FORMATS = ("", "-booklet", "-booklet-sheets", "-trifold-sheets")
MM = 72 / 25.4
SETTINGS = """\
[tool.publish]
locales = ["fr", "ar"]
formats = ["a4", "booklet", "trifold"]
profile = "press.icc"

[tool.publish.imprint.fr]
lines = ["Example, 1 rue de l’Exemple"]
"""


@pytest.fixture(scope="session")
def made(shared: Path, own_caches: None) -> Path:
    """The library's leaflets in two scripts, for every purpose; to be looked at, not changed."""
    folder = shared / "press"
    with (shared / "press.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "press.out").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ROOT / "tests/publications/library", folder)
            (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
            (folder / "press.icc").write_bytes(profile())
            options = [f"--locale={tag}" for tag in TAGS]
            outcome = process("-C", folder, "build", "--print", "--mono", "--pdfa", *options)
            assert outcome.code == 0, outcome.err
            (shared / "press.out").write_text(outcome.err, encoding="utf-8")
    return folder


def leaflet(made: Path, tag: str, form: str, purpose: str) -> bytes:
    return (made / f"output/{tag}/tools{form}-{purpose}.pdf").read_bytes()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_files_for_the_press(tag: str, form: str, made: Path) -> None:
    content = leaflet(made, tag, form, "press")
    assert faults_of_pdfx(content) == []
    with pikepdf.open(made / f"output/{tag}/tools{form}-press.pdf") as pdf:
        assert rgb_in(pdf) == []
        assert operators(pdf, "rg") == operators(pdf, "RG") == []
        assert any(drawn.split() == ["0", "0", "0", "1", "k"] for drawn in operators(pdf, "k")), "black is one ink"


@pytest.mark.parametrize(
    ("form", "size"),
    [("", (210, 297)), ("-booklet", (148, 210)), ("-booklet-sheets", (297, 210)), ("-trifold-sheets", (297, 210))],
)
def test_pages_and_sheets_have_bleed_and_room_for_marks(form: str, size: tuple[int, int], made: Path) -> None:
    with pikepdf.open(made / f"output/fr/tools{form}-press.pdf") as pdf:
        for page in pdf.pages:
            found = {key: [side / MM for side in box] for key, box in boxes(page).items()}
            trim, bleed, media = found["/TrimBox"], found["/BleedBox"], found["/MediaBox"]
            # Two pages of A5 are a millimetre narrower than A4 lengthwise.
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(size, abs=1.1)
            cut = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
            assert cut == pytest.approx([3] * 4, abs=0.1)
            assert media[2] - bleed[2] == pytest.approx(7, abs=0.1)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_files_for_a_copier(tag: str, form: str, made: Path) -> None:
    assert colours_of_a_copier(leaflet(made, tag, form, "mono")) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_files_for_an_archive(tag: str, form: str, made: Path) -> None:
    assert faults_of_pdfa(leaflet(made, tag, form, "archive")) == []


def test_who_has_no_imprint_is_told(made: Path) -> None:
    said = (made.parent / "press.out").read_text(encoding="utf-8")
    assert "the leaflet for the press in ar has no imprint" in said
    assert "the leaflet for the press in fr has no imprint" not in said
