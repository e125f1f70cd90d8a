"""Whole leaflets for presses, copiers and archives, made by the program from an article, as a preflight sees them."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pikepdf
import pytest
from support import ROOT, process

from .preflight import faults_of_pdfx, operators, rgb_in
from .samples import profile
from .test_archive import validated

TAGS = ("fr", "ar")
FORMATS = ("", "-booklet", "-booklet-sheets", "-trifold-sheets")
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


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_files_for_a_copier(tag: str, form: str, made: Path) -> None:
    with pikepdf.open(made / f"output/{tag}/tools{form}-mono.pdf") as pdf:
        assert rgb_in(pdf) == []
        assert operators(pdf, "rg") == operators(pdf, "RG") == []
        assert all(drawn.split()[:3] == ["0", "0", "0"] for drawn in operators(pdf, "k")), "black is the only ink"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_files_for_an_archive(tag: str, form: str, made: Path) -> None:
    assert validated(leaflet(made, tag, form, "archive")) == []


def test_who_has_no_imprint_is_told(made: Path) -> None:
    said = (made.parent / "press.out").read_text(encoding="utf-8")
    assert "the leaflet for the press in ar has no imprint" in said
    assert "the leaflet for the press in fr has no imprint" not in said
