"""What a print shop's own check looks for in a file, found without the program's help."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree

from publish.render.passes.saving import saved

_RGB_NAMES = {"/DeviceRGB", "/RGB", "/CalRGB", "/Lab"}
_XMP = {
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

PDFA = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every stream of drawing operators in the file, whether anything reaches it or not."""
    for page in pdf.pages:
        page.contents_coalesce()
        yield page.obj.Contents
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1):
            yield thing
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type3":
            yield from dict(thing.CharProcs).values()


def operators(pdf: pikepdf.Pdf, wanted: str) -> list[str]:
    """These operators with their operands, as text, wherever they stand."""
    return [
        " ".join([*(str(operand) for operand in instruction.operands), str(instruction.operator)])
        for stream in contents(pdf)
        for instruction in pikepdf.parse_content_stream(stream, wanted)
    ]


def rgb_in(pdf: pikepdf.Pdf) -> list[str]:
    """Every colour of a screen: operators, and colour spaces of pictures, gradients, groups and resources."""
    found = operators(pdf, "rg RG")
    found += [line for line in operators(pdf, "cs CS") if line.split()[0] in _RGB_NAMES]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            found += [f"{thing.objgen}: {space}" for space in _spaces_in(thing, 0)]
    return found


def _spaces_in(thing: Any, depth: int) -> Iterator[str]:
    if isinstance(thing, pikepdf.Name):
        if str(thing) in _RGB_NAMES:
            yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        if len(thing) > 1 and thing[0] == "/ICCBased" and int(thing[1].N) == 3:
            yield "/ICCBased RGB"
        for item in thing:
            if depth == 0 or not getattr(item, "is_indirect", False):
                yield from _spaces_in(item, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            if key != "/Parent" and not getattr(value, "is_indirect", False):
                yield from _spaces_in(value, depth + 1)


def boxes(page: Any) -> dict[str, list[float]]:
    return {key: [float(side) for side in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")}


def packet(pdf: pikepdf.Pdf) -> Any:
    return etree.fromstring(pdf.Root.Metadata.read_bytes())


def xmp(pdf: pikepdf.Pdf, name: str) -> str:
    """A property's text, however it is written."""
    found = packet(pdf).xpath(f"//rdf:RDF/rdf:Description/{name} | //rdf:RDF/rdf:Description/@{name}", namespaces=_XMP)
    assert len(found) <= 1, f"{name} stands there {len(found)} times"
    return "" if not found else str(getattr(found[0], "text", found[0]))


def faults_of_pdfx(content: bytes) -> list[str]:
    """What ISO 15930-7 forbids or misses, as far as these pages could have it."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found += [f"colour: {one}" for one in rgb_in(pdf)]
        intents = list(pdf.Root.get("/OutputIntents", []))
        if [str(intent.S) for intent in intents] != ["/GTS_PDFX"]:
            found.append("output intent")
        elif (
            intents[0].DestOutputProfile.read_bytes()[12:20] != b"prtrCMYK" or not intents[0].OutputConditionIdentifier
        ):
            found.append("profile")
        if pdf.pdf_version != "1.6" or pdf.is_encrypted or len(pdf.trailer.get("/ID", [])) != 2:
            found.append("file")
        if "/Metadata" not in pdf.Root or xmp(pdf, "pdfxid:GTS_PDFXVersion") != "PDF/X-4":
            found.append("version")
        if pdf.docinfo.get("/Trapped") not in ("/True", "/False"):
            found.append("trapped")
        names = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID")
        found += [name for name in (*names, "xmpMM:RenditionClass", "dc:title") if xmp(pdf, name) == ""]
        found += [key for key in ("/AA", "/OpenAction", "/AcroForm", "/Names", "/StructTreeRoot") if key in pdf.Root]
        for number, page in enumerate(pdf.pages, 1):
            if "/Annots" in page.obj or "/AA" in page.obj:
                found.append(f"page {number}: annotations")
            if not {"/MediaBox", "/BleedBox", "/TrimBox"} <= set(page.obj.keys()) or "/ArtBox" in page.obj:
                found.append(f"page {number}: boxes")
                continue
            media, bleed, trim = boxes(page).values()
            for outer, inner in ((media, bleed), (bleed, trim)):
                if any(a > b + 0.01 for a, b in zip(outer[:2] + inner[2:], inner[:2] + outer[2:], strict=True)):
                    found.append(f"page {number}: boxes")
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            is_font = thing.get("/Type") == "/FontDescriptor"
            if is_font and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()):
                found.append(f"font {thing.FontName}")
            if thing.get("/S") in ("/JavaScript", "/URI", "/GoTo", "/Launch"):
                found.append(f"action {thing.S}")
    return found


def faults_of_pdfa(content: bytes) -> list[str]:
    """What pikepdf's validator of PDF/A-2b finds. It knows neither level A nor extension schemas: both are undone."""
    from pikepdf import pdfa

    pdf = pikepdf.open(io.BytesIO(content))
    root = packet(pdf)
    for element in root.xpath("//pdfaExtension:schemas | //pdfuaid:part", namespaces=PDFA):
        element.getparent().getparent().remove(element.getparent())
    (level,) = root.xpath("//pdfaid:conformance", namespaces=PDFA)
    level.text = "B"
    head, _, tail = (b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>', b"", b'<?xpacket end="r"?>')
    pdf.Root.Metadata.write(head + etree.tostring(root) + tail)
    report = pdfa.validate_written(io.BytesIO(saved(pdf)), "2b")
    return [str(finding) for finding in report.findings]


def colours_of_a_copier(content: bytes) -> list[str]:
    """Whatever in a file is neither black nor grey nor white."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = rgb_in(pdf) + operators(pdf, "k K")
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" and "/ImageMask" not in thing:
                found += [space] if (space := str(thing.ColorSpace)) != "/DeviceGray" else []
    return found
