"""PDF/A-2a: what an archive requires, checked here and by pikepdf's validator as far as that goes."""

from __future__ import annotations

import datetime
from typing import Any

import pikepdf
import pytest

from publish.errors import RenderError
from publish.render.passes.archive import as_pdfa
from publish.render.passes.imposition import booklet
from publish.render.passes.saving import saved

from .preflight import PDFA, faults_of_pdfa, packet, xmp
from .samples import address, numbered, opened, printed, rainbow


def article() -> bytes:
    picture = address(rainbow(), "PNG")
    body = (
        f'<h1>Title</h1><p>Text with a <a href="https://example.org/">link</a>, <a href="#end">another</a> and '
        f'<span style="opacity:.5">something pale</span>.</p><img alt="a picture" src="{picture}"><p id=end>End</p>'
    )
    return printed(body)


def archived(content: bytes, date: datetime.date | None = None) -> bytes:
    pdf = opened(content)
    as_pdfa(pdf, date)
    return saved(pdf)


def text(root: Any, path: str) -> list[str]:
    return [element.text for element in root.xpath(path, namespaces=PDFA)]


def test_the_packet_says_what_the_file_is() -> None:
    with opened(archived(article())) as pdf:
        root = packet(pdf)
        assert text(root, "//rdf:RDF/rdf:Description/pdfaid:part") == ["2"]
        assert text(root, "//rdf:RDF/rdf:Description/pdfaid:conformance") == ["A"]
        assert text(root, "//rdf:RDF/rdf:Description/pdfuaid:part") == ["1"]
        schema = "//rdf:RDF/rdf:Description/pdfaExtension:schemas/rdf:Bag/rdf:li"
        assert text(root, f"{schema}/pdfaSchema:namespaceURI") == [PDFA["pdfuaid"]]
        assert text(root, f"{schema}/pdfaSchema:prefix") == ["pdfuaid"]
        assert text(root, f"{schema}/pdfaSchema:property/rdf:Seq/rdf:li/pdfaProperty:name") == ["part"]
        # Everything stands inside the one rdf:RDF, with the prefixes that the standard prescribes.
        assert [child.tag for child in root] == [f"{{{PDFA['rdf']}}}RDF"]
        assert {element.prefix for element in root.iter() if "pdfa" in str(element.tag)} <= set(PDFA)
        assert pdf.Root.Metadata.get("/Filter") is None
        assert pdf.Root.Metadata.read_raw_bytes().startswith(b'<?xpacket begin="\xef\xbb\xbf"')


def test_the_file_is_as_archives_want_it() -> None:
    content = archived(article())
    with opened(content) as pdf:
        assert pdf.pdf_version == "1.7"
        assert len(pdf.trailer.ID) == 2
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
        assert intent.DestOutputProfile.read_bytes()[12:20] == b"mntrRGB "
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        flags = [int(annotation.F) for annotation in pdf.pages[0].Annots]
        assert flags == [4, 4]
        assert not [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Interpolate")]
    assert content == archived(article())


def test_dates_stand_in_both_places() -> None:
    with opened(archived(article(), datetime.date(2023, 12, 5))) as pdf:
        assert xmp(pdf, "xmp:CreateDate") == "2023-12-05T00:00:00Z"
        assert str(pdf.docinfo.CreationDate) == "D:20231205000000Z"


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def ink(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"0 0 0 1 k"))


def ink_space(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/DeviceCMYK cs"))


def inked_picture(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(bytes(4))
    picture.Subtype, picture.ColorSpace = pikepdf.Name.Image, pikepdf.Name.DeviceCMYK
    pdf.pages[0].Resources.XObject.X = picture


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (no_tags, "has no tags"),
        (no_language, "says no language"),
        (ink, "has colours in CMYK"),
        (ink_space, "has colours in CMYK"),
        (inked_picture, "a picture is in CMYK"),
    ],
)
def test_what_an_archive_refuses_is_refused_here(plant: Any, said: str) -> None:
    pdf = opened(article())
    plant(pdf)
    with pytest.raises(RenderError, match=said):
        as_pdfa(pdf)


@pytest.mark.parametrize("make", [article, lambda: numbered(5)])
def test_a_validator_finds_nothing(make: Any) -> None:
    assert faults_of_pdfa(archived(make())) == []


def test_the_validator_finds_something_where_there_is_something() -> None:
    with opened(archived(article())) as pdf:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"0 0 0 1 k 0 0 9 9 re f"))
        assert any("6.2.4" in finding for finding in faults_of_pdfa(saved(pdf)))


def test_sheets_can_be_archived_with_their_tags() -> None:
    pdf = opened(numbered(6))
    booklet(pdf, direction="rtl")
    as_pdfa(pdf)
    assert faults_of_pdfa(saved(pdf)) == []
