"""Handed out and taken back untouched: no byte of a catalogue changes, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import LOCALES, NAME, ROOT

from exchange.samples import FORMATS, SCHEMAS, catalogue, catalogues, faults, handed_out, markdown, reply, taken_back
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.store import load
from publish.catalogue.writing import written
from publish.interchange import xml
from publish.interchange.inline import Ids, canonical, read
from publish.spreadsheets import guarded, unguarded


@given(markdown)
def test_a_text_in_tokens_is_the_text(text: str) -> None:
    assert read(Ids().tokens(text, "en"), "en").markdown == canonical(text, "en")
    assert canonical(canonical(text, "en"), "en") == canonical(text, "en")


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=40)
@given(present=catalogues)
def test_nothing_changes_on_the_way(form: str, present: Catalogue) -> None:
    content = handed_out(present, form)
    outcome = taken_back(present, content)
    assert written(outcome.catalogue) == written(present)
    assert (outcome.changed, outcome.findings) == (0, [])
    assert handed_out(outcome.catalogue, form) == content


@pytest.mark.parametrize("form", SCHEMAS)
@settings(max_examples=40)
@given(present=catalogues)
def test_every_document_is_valid(form: str, present: Catalogue) -> None:
    assert faults(handed_out(present, form), form) == []


@pytest.mark.parametrize("form", SCHEMAS)
@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_a_document_written_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch, form: str, number: int) -> None:
    present = catalogue(*(Entry(f"A *house* {n} </unit><unit", "</trans-unit> & <unit ") for n in range(7)))
    whole = handed_out(present, form)
    monkeypatch.setattr(xml, "_UNITS_IN_A_TREE", number)
    assert handed_out(present, form) == whole


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tag", LOCALES)
def test_our_own_catalogues(form: str, tag: str) -> None:
    present = load(ROOT / f"locales/{tag}/LC_MESSAGES/{NAME}.po")
    assert present is not None
    content = handed_out(present, form, tag)
    assert len(reply(content).units) == len(present.live)
    outcome = taken_back(present, content, tag)
    assert (written(outcome.catalogue), outcome.findings) == (written(present), [])
    if form in SCHEMAS:
        assert faults(content, form) == []


@given(st.text() | markdown | st.text("'=\r\n\t; a"))
def test_a_guarded_cell_reads_as_its_text_and_is_no_formula(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell[:1] not in tuple("=+-@＝＋－＠\t\r\n") or not cell
