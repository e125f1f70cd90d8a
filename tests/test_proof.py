"""The bilingual proof: every entry in reading order, its state by shape, and what is to be looked at in the margin."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import polib
import pytest
from conftest import MakePublication, Run
from lxml import html
from support import FRENCH, HEADER, ROOT, TRANSLATED, catalogue

from publish.catalogue.store import load
from publish.render.pdf import Printed, PrintJob
from publish.steps.proof import proof_entries
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.workspace import Workspace


def site_string(source: str) -> str:
    entry = polib.pofile(str(ROOT / "locales/fr/LC_MESSAGES/site.po")).find(source)
    assert entry is not None
    return str(entry.msgstr)


PROOF = "output/fr/good-proof.pdf"

MIXED = (
    HEADER
    + """\
msgid "A small title"
msgstr "Un petit titre"

# A remark by a person.
#, fuzzy
#| msgid "A *first* sentence.[^1]"
msgid "A *first* sentence with a note.[^1]"
msgstr "Une *première* phrase.[^1]"

# Machine: number changed
# Origin: machine draft (argos: Argos Translate 1.12.1), confidence 42%, hash 1feab36f12fd/0000
#, fuzzy
msgid "A second one, see [the page](https://example.org/page)."
msgstr "Une seconde, voir la page."

msgid "A heading"
msgstr "Un <b>intertitre</b> ᚠ"

msgid "Another paragraph."
msgstr "∅"
"""
)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of every leaflet made, instead of the leaflet."""
    made: list[str] = []

    def note(jobs: Sequence[PrintJob]) -> list[Printed]:
        made.extend(job.html for job in jobs)
        return [Printed(b"%PDF-1.7\n") for _ in jobs]

    monkeypatch.setattr("publish.steps.output.pdfs_of", note)
    return made


def test_entries_say_what_the_catalogue_says(small: MakePublication) -> None:
    folder = small({FRENCH: MIXED.replace(" ᚠ", "")})
    workspace = Workspace.open(folder)
    (source,) = sources(workspace, Report())
    loaded = load(folder / FRENCH, FRENCH)
    assert loaded is not None
    entries = proof_entries(workspace, source, loaded)
    assert [(entry.number, entry.state.value, entry.starts_block) for entry in entries] == [
        (1, "reviewed", True),
        (2, "outdated", True),
        (3, "draft", False),
        (4, "reviewed", True),
        (5, "reviewed", True),
        (6, "untranslated", True),
    ]
    assert entries[1].previous == "A *first* sentence.[^1]"
    assert [remark.text for remark in entries[1].remarks] == ["A remark by a person."]
    assert entries[0].line == 8
    assert entries[5].line == 0
    assert any("every sentence of it is ∅" in remark.text for remark in entries[4].remarks)


def test_a_proof_shows_every_entry_with_its_state_by_shape(small: MakePublication, run: Run, pages: list[str]) -> None:
    outcome = run("proof", "fr", folder=small({FRENCH: MIXED.replace(" ᚠ", "")}))
    assert outcome.code == 0, outcome.err
    document = html.document_fromstring(pages[0])
    rows = document.xpath("//tbody/tr")
    assert [row.xpath("string(th/span[@class='count'])") for row in rows] == list("123456")
    shapes = ["".join(html.tostring(part).decode() for part in row.xpath("th/svg/*")) for row in rows]
    drawn = {state: shapes[index] for index, state in ((0, "reviewed"), (1, "outdated"), (2, "draft"), (5, "none"))}
    assert len(set(drawn.values())) == 4, "each state has a shape of its own"
    assert rows[3].xpath("string(td[2])") == "Un <b>intertitre</b>", "a translation is no markup"
    assert [text.text for text in rows[1].xpath(".//ins")] == [" with a note"]
    said = site_string("Merged into the sentence beside it")
    assert rows[4].xpath("string(td[@class='text translation'])") == said


def test_only_what_waits(small: MakePublication, run: Run, pages: list[str]) -> None:
    folder = small({FRENCH: MIXED.replace(" ᚠ", "")})
    assert run("proof", "fr", "--waiting", folder=folder).code == 0
    assert (folder / "output/fr/good-proof-waiting.pdf").exists()
    counts = html.document_fromstring(pages[0]).xpath("//tbody//span[@class='count']/text()")
    assert counts == ["2", "3", "6"]
    assert site_string("%(shown)s of %(total)s entries") % {"shown": 3, "total": 6} in pages[0]


def test_nothing_waits(translated: Path, run: Run) -> None:
    outcome = run("proof", "fr", "--waiting", folder=translated)
    assert outcome.code == 0
    assert "nothing waits for a reviewer in fr" in outcome.out + outcome.err
    assert not (translated / PROOF).exists()


@pytest.mark.parametrize(
    ("locale", "message"),
    [("en", "en is the language of the articles"), ("it", "this publication has no locale “it”")],
)
def test_a_locale_without_a_proof(locale: str, message: str, small: MakePublication, run: Run) -> None:
    outcome = run("proof", locale, folder=small())
    assert outcome.code == 1
    assert message in outcome.errors[0]


def test_a_character_no_font_has_stops_no_proof(small: MakePublication, run: Run, pages: list[str]) -> None:
    outcome = run("proof", "fr", folder=small({FRENCH: MIXED}))
    assert outcome.code == 0, outcome.err
    assert "Un &lt;b&gt;intertitre&lt;/b&gt; [U+16A0]" in pages[0]


def test_the_printed_proof_is_tagged_and_says_both_texts(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue(TRANSLATED)})
    assert run("proof", "fr", folder=folder).code == 0
    text = subprocess.run(
        ["pdftotext", "-raw", str(folder / PROOF), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    for source, translation in (("Another paragraph.", "Un autre paragraphe."), ("A heading", "Un intertitre")):
        assert 0 < text.index(source) < text.index(translation)
    with pikepdf.open(folder / PROOF) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        width, height = (float(value) for value in pdf.pages[0].MediaBox[2:])
        assert width > height
    before = (folder / PROOF).read_bytes()
    assert "everything is up to date" in run("proof", "fr", folder=folder).out
    assert (folder / PROOF).read_bytes() == before
