"""Leaflets and a page of everything: their tags obey every rule, say what the HTML says, in its order and languages."""

from __future__ import annotations

import re

import pikepdf
import pytest
from support import LANGUAGES

from pdf_tags.making import looked_at, opened, tagged, untagged
from pdf_tags.reading import languages_of_html, languages_of_tags, paragraphs_of_html, paragraphs_of_tags
from pdf_tags.samples import ARABIC, EVERYTHING, HINDI
from pdf_tags.structure import Tagged, faults
from publish.errors import RenderError
from publish.render.passes.tagging import completed, recorded_tags
from publish.render.passes.tags_record import Record

LEAFLETS = [*(f"{tag}-a4" for tag in LANGUAGES), "fr-booklet"]
OTHERS = ["library-ar-a4", "library-he-booklet", "library-ru-a4", "everything-en-a4", "everything-en-booklet"]
MARKS = re.compile(r"[•◦▪]|\d+\.")


@pytest.mark.parametrize("name", LEAFLETS + OTHERS)
def test_leaflets_obey_every_rule(name: str, pages: dict[str, str]) -> None:
    assert faults(looked_at(pages[name])) == {}


@pytest.mark.parametrize("name", LEAFLETS + OTHERS)
def test_leaflets_say_in_tags_what_their_html_says(name: str, pages: dict[str, str]) -> None:
    written = paragraphs_of_tags(looked_at(pages[name]))
    source = paragraphs_of_html(pages[name])
    assert len(source) > 20
    # The marks of lists are written by their style.
    assert [text for text in written if not MARKS.fullmatch(text)] == source


@pytest.mark.parametrize("name", LEAFLETS + OTHERS)
def test_leaflets_tag_every_change_of_language(name: str, pages: dict[str, str]) -> None:
    found = languages_of_tags(looked_at(pages[name]))
    assert found == languages_of_html(pages[name])
    assert len(found) > 2


@pytest.mark.parametrize("name", LEAFLETS)
def test_leaflets_have_each_note_and_its_references(name: str, pages: dict[str, str]) -> None:
    document = looked_at(pages[name])
    notes = document.of("Note")
    assert {str(note.object.ID) for note in notes} == {f"note-{number}" for number in range(1, 12)}
    assert [document.text(each).strip() for each in document.of("Reference")] == [str(n) for n in range(1, 12)]
    assert all(note.children("Lbl") and note.children("P") for note in notes)


def test_a_page_of_everything_obeys_every_rule() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        assert len(pdf.pages) > 3
        assert faults(Tagged(pdf)) == {}


def test_a_page_of_everything_says_in_tags_what_its_html_says() -> None:
    document = looked_at(EVERYTHING)
    marks = {"•", "◦", "1.", "2.", "1"}
    # What a style writes is in no HTML: the marks of lists, counted notes and quotations.
    written = [text.replace("„", "").replace("“", "").replace("”", "") for text in paragraphs_of_tags(document)]
    written = [text.replace("hinausragt2 und", "hinausragt und") for text in written]
    source = paragraphs_of_html(EVERYTHING)
    assert [text for text in written if text not in marks] == [text for text in source if text not in marks]
    assert {text for text in written if text in marks} == {"•", "◦", "1.", "2.", "1"}


def types(document: Tagged, *names: str) -> list[str]:
    return [element.type for element in document.elements if element.type in names]


@pytest.mark.parametrize(
    ("type_", "count"),
    [
        ("Document", 1), ("H1", 1), ("H2", 1), ("H3", 1), ("H4", 0), ("Note", 2), ("Reference", 2), ("L", 4), ("LI", 6),
        ("BlockQuote", 1), ("Quote", 1), ("Table", 1), ("THead", 1), ("TR", 43), ("TH", 43), ("Figure", 2),
        ("Caption", 2), ("Link", 3), ("Code", 2), ("NonStruct", 0),
    ],
)  # fmt: skip
def test_each_element_is_one_however_many_lines_and_pages_it_takes(type_: str, count: int) -> None:
    assert len(looked_at(EVERYTHING).of(type_)) == count


def test_a_link_over_two_lines_is_one_link_with_an_area_on_each() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        links = [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", []) if "/A" in annotation]
        assert len(links) > 1
        assert {str(link.Contents) for link in links} == {
            "einen Verweis hat, der über mehr als eine Zeile geht und Betontes enthält"
        }
        assert {tuple(map(float, link.Rect)) for link in links} == {tuple(map(float, link.Rect)) for link in links}
        assert len({int(link.StructParent) for link in links}) == len(links)


def test_a_note_mark_is_described_in_the_language_of_the_page() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        described = [
            str(each.Contents) for page in pdf.pages for each in page.obj.get("/Annots", []) if "/Dest" in each
        ]
        assert sorted(described) == ["1", "Anmerkung 1"]


def test_headings_in_the_outline_have_no_note_numbers() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        assert str(pdf.Root.Outlines.First.First.Title) == "Was eine Fußnote hat"


def test_a_note_stands_behind_what_calls_it_and_has_its_paragraphs() -> None:
    document = looked_at(EVERYTHING)
    note = document.of("Note")[0]
    assert note.parent is not None
    siblings = [kid.type for kid in note.parent.children()]
    assert siblings[:2] == ["H2", "Note"]
    assert [kid.type for kid in note.children()] == ["Lbl", "P", "P"]
    assert str(note.children("P")[1].object.Lang) == "en"


def test_divided_words_have_soft_hyphens_and_written_hyphens_stay() -> None:
    document = looked_at(EVERYTHING)
    text = "".join(map(document.text, document.roots))
    assert "\u00ad" in text
    assert "\u2010" not in text
    assert "Arbeits- lied" in text
    assert "Nord-Süd-Gefälle" in text.replace("\u00ad", "")


def test_abbreviations_are_written_out() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        expansions = {str(each.object.E) for each in Tagged(pdf).elements if "/E" in each.object}
        assert expansions == {"zum Beispiel"}


def test_running_headers_say_what_they_are() -> None:
    document = looked_at(EVERYTHING)
    for page in document.pdf.pages:
        kinds = {subtype for type_, subtype in document.drawn[page.obj.objgen[0]].artifacts if type_ == "/Pagination"}
        assert kinds == {"/Header", "/Footer", "/Watermark"}
    said = "".join(map(document.text, document.roots))
    assert not any(text in said for text in ("Laufender", "Seite 1", "Entwurf"))


def test_a_table_s_head_is_read_once_though_each_page_repeats_it() -> None:
    document = looked_at(EVERYTHING)
    assert [document.text(cell).strip() for cell in document.of("THead")[0].below() if cell.type == "TH"] == [
        "Wort",
        "Zahl",
    ]


def test_right_to_left_documents_say_so_and_spell_out_their_lines() -> None:
    with opened(tagged(ARABIC)) as pdf:
        assert faults(Tagged(pdf)) == {}
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        document = Tagged(pdf)
        assert document.text(document.of("P")[0]) == "نص عربي قصير مع an English name فيه."


def test_scripts_whose_letters_change_places_are_spelt_out() -> None:
    document = looked_at(HINDI)
    assert faults(document) == {}
    assert document.text(document.of("P")[0]) == "हिन्दी में एक छोटा वाक्य किताबों के लिए।"


def test_left_to_right_documents_have_no_direction() -> None:
    with opened(tagged(EVERYTHING)) as pdf:
        assert "/Direction" not in pdf.Root.ViewerPreferences


def test_the_same_page_gives_the_same_bytes() -> None:
    first = tagged(EVERYTHING)
    untagged.cache_clear()
    tagged.cache_clear()
    assert tagged(EVERYTHING) == first


def test_a_record_can_be_used_again() -> None:
    data, record = untagged(EVERYTHING)
    for _ in range(2):
        with opened(data) as pdf:
            completed(pdf, record)
            assert faults(Tagged(pdf)) == {}


def test_what_is_drawn_stays_as_it_was() -> None:
    """Glyphs and their places are those of WeasyPrint, but for the spaces at line ends, which nobody sees."""
    data, record = untagged(EVERYTHING)
    spaces = {bytes.fromhex(glyph) for glyph in record.spaces.values()}
    with opened(data) as before, opened(tagged(EVERYTHING)) as after:
        for old, new in zip(before.pages, after.pages, strict=True):
            assert placed(old, spaces) == placed(new, spaces)


def placed(page: pikepdf.Page, spaces: set[bytes]) -> list[str]:
    """What is painted, and each glyph, without spaces and without what marks them."""
    kept = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "TJ":
            for part in operands[0]:
                data = bytes(part) if isinstance(part, pikepdf.String) else b""
                glyphs = [data[place : place + 2] for place in range(0, len(data), 2)]
                kept += [glyph.hex() for glyph in glyphs if glyph not in spaces]
        elif name not in ("BDC", "BMC", "EMC", "Tf"):
            kept.append(name + " " + " ".join(map(str, operands)))
    return kept


def test_a_record_of_another_document_is_refused() -> None:
    _, record = untagged(EVERYTHING)
    data, _ = untagged(ARABIC)
    with opened(data) as pdf, pytest.raises(RenderError, match="not this document's"):
        completed(pdf, record)


def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.pdf.add_tags", lambda pdf, document: None)
    with pytest.raises(RenderError, match="another way"), recorded_tags():
        pass


def test_weasyprint_is_left_as_it_was() -> None:
    import weasyprint.pdf

    before = weasyprint.pdf.add_tags
    with recorded_tags() as record:
        assert isinstance(record, Record)
        assert weasyprint.pdf.add_tags is not before
    assert weasyprint.pdf.add_tags is before
