"""Leaflets for presses, copiers and archives, and what may be the matter: pictures, a missing profile, controls."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import ROOT, TRANSLATED, catalogue

from .preflight import colours_of_a_copier, faults_of_pdfa, faults_of_pdfx, packet
from .samples import opened, profile

PURPOSES = ("--print", "--mono", "--pdfa")
SETTINGS = '[tool.publish]\nsource = "en"\nlocales = ["fr"]\nprofile = "press.icc"\nsite = "https://example.org"\n'
CONTROLS = "\x01\x08\x0b\x0c\x1f\x7f\x85\x9f"
TITLES = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def test_pictures_and_what_a_printer_should_know_of_them(tmp_path: Path, run: Run) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/publications/everything", tmp_path / "everything"))
    seed = folder / "seeds/everything.md"
    # Whether such a word fits on a page is for other tests to say.
    seed.write_text(re.sub("a{20,}", "a", seed.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "press.icc").write_bytes(profile())
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write('profile = "press.icc"\n')
    outcomes = [run("build", *PURPOSES, "--format", "booklet", folder=folder) for _ in range(2)]
    for outcome in outcomes:
        assert outcome.code == 0
        assert re.search(r"everything-booklet-press\.pdf: .*pixels", outcome.err), "what was found is said again"
    assert "everything-booklet-press.pdf" in outcomes[0].out
    assert ".pdf" not in outcomes[1].out, "nothing is made twice"
    for form in ("", "-sheets"):
        press, mono, archive = (
            (folder / f"output/en/everything-booklet{form}-{name}.pdf").read_bytes()
            for name in ("press", "mono", "archive")
        )
        assert faults_of_pdfx(press) == []
        assert colours_of_a_copier(mono) == []
        assert faults_of_pdfa(archive) == []
        # The same checks of a file for the screen.
        assert any(fault.startswith("colour: ") for fault in faults_of_pdfx(archive))
        assert colours_of_a_copier(archive)


@pytest.mark.usefixtures("quick_leaflets")
def test_without_a_profile_only_the_press_gets_nothing(small: MakePublication, run: Run) -> None:
    folder = small({"pyproject.toml": SETTINGS})
    outcome = run("build", *PURPOSES, folder=folder)
    assert outcome.code == 1
    (error,) = outcome.errors
    assert error.startswith("press.icc: the colour profile cannot be read")
    assert {path.name for path in folder.glob("output/fr/*.pdf")} == {"good-mono.pdf", "good-archive.pdf"}


def test_controls_in_a_translation_do_no_harm(small: MakePublication, run: Run) -> None:
    texts = {source: f"{text} {CONTROLS}x" for source, text in TRANSLATED.items()}
    folder = small(
        {"pyproject.toml": SETTINGS, "press.icc": profile(), "locales/fr/LC_MESSAGES/good.po": catalogue(texts)}
    )
    outcome = run("build", *PURPOSES, "--locale", "fr", folder=folder)
    assert (outcome.code, outcome.errors) == (0, [])
    for path in (folder / "output").rglob("*"):
        if path.suffix in (".html", ".xml"):
            assert not set(CONTROLS) & set(path.read_text(encoding="utf-8")), path
    for purpose in ("press", "mono", "archive"):
        with opened((folder / f"output/fr/good-{purpose}.pdf").read_bytes()) as pdf:
            titles = [element.text for element in packet(pdf).xpath("//dc:title//rdf:li", namespaces=TITLES)]
            assert {" ".join(title.split()) for title in titles} == {"Un petit titre x"}
