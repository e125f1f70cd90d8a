"""What an archive expects of a file: PDF/A-2a (ISO 19005-2:2011), tagged as PDF/UA-1, its colours measured by sRGB."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError
from publish.render.passes.packet import bag_item, packet_of, put, put_dates, put_titles, save_packet
from publish.render.passes.press import check_fonts, icc_stream
from publish.render.passes.profiles import srgb_profile
from publish.render.passes.spaces import space_of

if TYPE_CHECKING:
    import pikepdf

_PRINT = 4
_HIDDEN = 1 | 2 | 32 | 256  # invisible, hidden, not viewed, shown by the pointer only (ISO 32000-1, table 165)


def as_pdfa(pdf: pikepdf.Pdf, date: datetime.date | None = None) -> None:
    """Make a tagged document a PDF/A-2a that says it is a PDF/UA-1 too. `date` is the article's, if it has one.

    Raises `RenderError` for what has to be right beforehand: tags, a language, fonts inside, no CMYK colour.
    """
    import pikepdf

    root = pdf.Root
    if "/StructTreeRoot" not in root or not str(root.get("/Lang", "")):
        raise RenderError("the page says no language or has no tags, which archives require; set lang in its template")
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    check_fonts(pdf)
    _check_colours(pdf)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            annotation.F = (int(annotation.get("/F", 0)) | _PRINT) & ~_HIDDEN
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Interpolate", False):
            thing.Interpolate = False
    _drop_empty_resources(pdf)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        RegistryName="http://www.color.org",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=icc_stream(pdf, srgb_profile(), 3),
    )
    root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    packet = packet_of(pdf)
    put_titles(pdf, packet)
    if date is not None:
        put_dates(pdf, packet, date)
    put(packet, {"pdfaid:part": "2", "pdfaid:conformance": "A"})
    put(packet, {"pdfuaid:part": "1"})
    put(packet, {"pdfaExtension:schemas": _schema_of_pdfua()})
    save_packet(pdf, packet)


def _drop_empty_resources(pdf: pikepdf.Pdf) -> None:
    """What a page may draw from and does not have need not be listed; validators that know less accept it then."""
    import pikepdf

    holders: list[Any] = [page.obj for page in pdf.pages]
    holders += [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    for holder in holders:
        resources = holder.get("/Resources")
        if resources is None:
            continue
        for key, value in list(resources.items()):
            if isinstance(value, pikepdf.Dictionary) and not len(value):
                del resources[key]


def _schema_of_pdfua() -> Any:
    """PDF/A knows no property of PDF/UA, and wants those described that it does not know (ISO 19005-2, 6.6.2.3)."""
    part = bag_item(
        "Seq",
        {
            "pdfaProperty:name": "part",
            "pdfaProperty:valueType": "Integer",
            "pdfaProperty:category": "internal",
            "pdfaProperty:description": "Part of ISO 14289 that the document conforms to",
        },
    )
    return bag_item(
        "Bag",
        {
            "pdfaSchema:schema": "PDF/UA identification schema",
            "pdfaSchema:namespaceURI": "http://www.aiim.org/pdfua/ns/id/",
            "pdfaSchema:prefix": "pdfuaid",
            "pdfaSchema:property": part,
        },
    )


def _check_colours(pdf: pikepdf.Pdf) -> None:
    import pikepdf

    streams = []
    for page in pdf.pages:
        page.contents_coalesce()
        if "/Contents" in page.obj:
            streams.append((page.obj.Contents, page.obj.get("/Resources")))
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == "/Form" or "/PatternType" in thing:
            streams.append((thing, thing.get("/Resources")))
        elif thing.get("/Subtype") == "/Image" and "/ColorSpace" in thing and space_of(thing.ColorSpace).kind == "cmyk":
            raise RenderError("a picture is in CMYK, and an archive's colours are those of screens; save it as sRGB")
    for stream, resources in streams:
        for instruction in pikepdf.parse_content_stream(stream, "k K cs CS"):
            operator = str(instruction.operator)
            if operator in "kK" or space_of(instruction.operands[0], resources).kind == "cmyk":
                raise RenderError(
                    "a page has colours in CMYK, and an archive's are those of screens; use device-cmyk() in the "
                    "templates for the print shop's file only"
                )
