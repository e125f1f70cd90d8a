"""Each rule finds what it is there for: a good PDF is spoilt in one way, and that rule says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pdf_tags.making import opened, tagged
from pdf_tags.samples import EVERYTHING
from pdf_tags.structure import RULES, Tagged, faults

Spoil = Callable[[pikepdf.Pdf], None]


def elements(pdf: pikepdf.Pdf, type_: str) -> Iterator[Any]:
    """The structure elements of a type, in the tree's order."""
    for element in Tagged(pdf).of(type_):
        yield element.object


def first(pdf: pikepdf.Pdf, type_: str) -> Any:
    return next(elements(pdf, type_))


def replaced(old: bytes, new: bytes, *, everywhere: bool = False) -> Spoil:
    """Changes the first page's drawing instructions in one place, or everywhere."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        data = pdf.pages[0].obj.Contents.read_bytes()
        assert re.search(old, data), "the fault cannot be planted"
        pdf.pages[0].obj.Contents.write(re.sub(old, new, data, count=0 if everywhere else 1))

    return spoil


def retyped(type_: str, new: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        first(pdf, type_).S = Name("/" + new)

    return spoil


def without(type_: str, key: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del first(pdf, type_)[key]

    return spoil


def of_root(key: str, value: Any) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value

    return spoil


def not_in_root(key: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return spoil


def other_tabs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Tabs = Name.R


def without_index(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.IDTree


def wrong_language(pdf: pikepdf.Pdf) -> None:
    first(pdf, "Quote").Lang = String("spanish_")


def in_metadata(old: bytes, new: bytes) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data, "the fault cannot be planted"
        pdf.Root.Metadata.write(data.replace(old, new))

    return spoil


def annotation(pdf: pikepdf.Pdf) -> Any:
    return next(page.obj.Annots[0] for page in pdf.pages if "/Annots" in page.obj)


def of_annotation(key: str, value: Any) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        annotation(pdf)[key] = value

    return spoil


def emptied(type_: str) -> Spoil:
    def spoil(pdf: pikepdf.Pdf) -> None:
        first(pdf, type_).K = Array([])

    return spoil


def taken_out(type_: str) -> Spoil:
    """The first element of a type is no longer among its parent's."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        element = first(pdf, type_)
        kids = element.P.K if isinstance(element.P.K, Array) else Array([element.P.K])
        rest = [kid for kid in kids if not isinstance(kid, Dictionary) or kid.objgen != element.objgen]
        assert len(rest) < len(kids), "the fault cannot be planted"
        element.P.K = Array(rest)

    return spoil


def said_twice(pdf: pikepdf.Pdf) -> None:
    heading, paragraph = first(pdf, "H1"), first(pdf, "P")
    paragraph.K = Array([*([paragraph.K] if isinstance(paragraph.K, int) else paragraph.K), int(heading.K)])


def same_identity(pdf: pikepdf.Pdf) -> None:
    one, other = list(elements(pdf, "Note"))[:2]
    other.ID = one.ID


def moved_figure(pdf: pikepdf.Pdf) -> None:
    first(pdf, "Figure").A.BBox = Array([10, -500, 50, -400])


def parent_tree(pdf: pikepdf.Pdf) -> Array:
    numbers: Array = pdf.Root.StructTreeRoot.ParentTree.Nums
    return numbers


def swapped_parents(pdf: pikepdf.Pdf) -> None:
    numbers = parent_tree(pdf)
    numbers[1], numbers[3] = numbers[3], numbers[1]


def lost_annotation_parent(pdf: pikepdf.Pdf) -> None:
    annotation(pdf).StructParent = 9999


def other_parent(pdf: pikepdf.Pdf) -> None:
    first(pdf, "LI").P = first(pdf, "P")


def long_row(pdf: pikepdf.Pdf) -> None:
    first(pdf, "TH").A.ColSpan = 3


def reversed_table(pdf: pikepdf.Pdf) -> None:
    table = first(pdf, "Table")
    table.K = Array(list(table.K)[::-1])


def retitled_outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("Etwas anderes")


def foreign_letters(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        font.ToUnicode.write(b"")


FAULTS: list[tuple[str, str, Spoil]] = [
    ("is_marked", "not marked", of_root("/MarkInfo", Dictionary(Marked=False))),
    ("is_marked", "suspect", of_root("/MarkInfo", Dictionary(Marked=True, Suspects=True))),
    ("has_one_document", "another root", retyped("Document", "Sect")),
    ("has_a_sound_tree", "an unknown type", retyped("Quote", "Citation")),
    ("has_a_sound_tree", "a wrong parent", other_parent),
    ("marks_all_content", "text without a mark", replaced(rb"/Span\n<</MCID 0>>\nBDC\n((?s:.*?))\nEMC", rb"\1")),
    ("marks_all_content", "a line without a mark", replaced(rb"/Artifact\nBMC\n((?s:.*?))\nEMC", rb"\1")),
    ("nests_no_marks", "an artifact in text", replaced(rb"(<</MCID 0>>\nBDC\n)", rb"\1/Artifact BMC EMC\n")),
    ("nests_no_marks", "text in an artifact", replaced(rb"(/Artifact\nBMC\n)", rb"\1/P <</MCID 900>> BDC EMC\n")),
    ("nests_no_marks", "a number twice", replaced(rb"MCID 1>>", b"MCID 0>>")),
    ("refers_to_all_content", "an element lost", taken_out("BlockQuote")),
    ("refers_to_all_content", "a text of two elements", said_twice),
    ("refers_to_all_content", "a number nobody has", replaced(rb"MCID 0>>", b"MCID 700>>")),
    ("leads_back_from_content", "pages exchanged", swapped_parents),
    ("leads_back_from_content", "a link that leads nowhere", lost_annotation_parent),
    ("tags_links", "a link that is none", retyped("Link", "Span")),
    ("tags_links", "a link lost", taken_out("Link")),
    ("describes_links", "no description", of_annotation("/Contents", String(""))),
    ("describes_links", "a place's inner name", of_annotation("/Contents", String("note-1"))),
    ("orders_tabs", "another order", other_tabs),
    ("finds_destinations", "a place that is not there", of_annotation("/Dest", String("nowhere"))),
    ("names_notes", "no name", without("Note", "/ID")),
    ("names_notes", "one name for two", same_identity),
    ("names_notes", "no index", without_index),
    ("describes_figures", "no alternative", without("Figure", "/Alt")),
    ("describes_figures", "no place", without("Figure", "/A")),
    ("describes_figures", "a place off the page", moved_figure),
    ("orders_headings", "a level left out", retyped("H2", "H4")),
    ("orders_headings", "no first level", retyped("H1", "P")),
    ("orders_headings", "a plain heading", retyped("H3", "H")),
    ("builds_lists", "a paragraph in a list", retyped("LI", "P")),
    ("builds_lists", "an item without a list", retyped("L", "Div")),
    ("builds_lists", "no body", retyped("LBody", "P")),
    ("builds_lists", "no word on numbering", without("L", "/A")),
    ("builds_tables", "a caption at the end", reversed_table),
    ("builds_tables", "an empty cell left out", taken_out("TD")),
    ("builds_tables", "no scope", without("TH", "/A")),
    ("builds_tables", "a cell without a row", retyped("TR", "Div")),
    ("builds_tables", "rows of different lengths", long_row),
    ("knows_languages", "none", not_in_root("/Lang")),
    ("knows_languages", "no tag", of_root("/Lang", String("german!"))),
    ("knows_languages", "no tag in the tree", wrong_language),
    (
        "keeps_margins_out",
        "a header like any line",
        replaced(rb"<</Type /Pagination[^>]*>>\nBDC", b"BMC", everywhere=True),
    ),
    ("has_metadata", "none", not_in_root("/Metadata")),
    ("has_metadata", "not well formed", in_metadata(b"</rdf:RDF>", b"")),
    ("has_metadata", "something outside", in_metadata(b"</rdf:RDF>", b"</rdf:RDF><x/>")),
    ("has_metadata", "another part", in_metadata(b"part>1<", b"part>2<")),
    ("has_metadata", "another title", in_metadata(b"Von allem etwas", b"Nichts")),
    ("has_metadata", "another language", in_metadata(b"<rdf:li>de</rdf:li>", b"")),
    ("has_metadata", "the file's name as a title", of_root("/ViewerPreferences", Dictionary())),
    ("has_an_outline", "none", not_in_root("/Outlines")),
    ("has_an_outline", "another title", retitled_outline),
    ("maps_letters", "fonts without letters", foreign_letters),
    ("fills_elements", "an empty element", emptied("Quote")),
]


def spoilt(spoil: Spoil) -> dict[str, list[str]]:
    with opened(tagged(EVERYTHING)) as pdf:
        spoil(pdf)
        return faults(Tagged(pdf))


@pytest.mark.parametrize(("rule", "spoil"), [(rule, spoil) for rule, _, spoil in FAULTS], ids=[f[1] for f in FAULTS])
def test_a_planted_fault_is_found(rule: str, spoil: Spoil) -> None:
    assert rule in spoilt(spoil)


def test_every_rule_is_tried() -> None:
    assert {rule.__name__ for rule in RULES} == {rule for rule, _, _ in FAULTS}
