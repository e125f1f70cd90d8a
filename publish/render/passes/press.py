"""What a print shop expects of a file: PDF/X-4 (ISO 15930-7:2010), its colours measured by the profile it carries."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError
from publish.render.passes.geometry import box_of, sides
from publish.render.passes.marks import crop_marks
from publish.render.passes.packet import drop, packet_of, put, put_dates, put_titles, save_packet

if TYPE_CHECKING:
    import pikepdf

    from publish.render.passes.profiles import Profile

EPOCH = datetime.date(2000, 1, 1)
"""The date of a document whose article has none: PDF/X wants one, and the day of printing would change the file."""

_REGISTRY = "http://www.color.org"

# For readers on a screen, and nothing a press prints. PDF/X forbids links on the page, forms and scripts; tags may
# stay, but would name links that are gone, and are twice the size of the text.
_FOR_SCREENS = ("/AA", "/AcroForm", "/MarkInfo", "/Names", "/OpenAction", "/Outlines", "/PageMode", "/StructTreeRoot")


def as_pdfx(pdf: pikepdf.Pdf, profile: Profile, date: datetime.date | None = None, *, marks: bool = True) -> None:
    """Make a document whose colours are CMYK (`in_cmyk`) a PDF/X-4 for the profile's printing condition.

    `date` is the article's; `marks` adds crop marks to pages that have bleed. Links, tags and outline are removed:
    they are for the file that is read on a screen.
    Raises `RenderError` if a page's boxes do not lie in one another or a font is not embedded.
    """
    import pikepdf

    _drop_screen_parts(pdf)
    if marks:
        crop_marks(pdf)
    for number, page in enumerate(pdf.pages, 1):
        _set_boxes(page.obj, number)
    check_fonts(pdf)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=profile.condition,
        Info=profile.description,
        DestOutputProfile=icc_stream(pdf, profile.content, 4),
    )
    if profile.registered:
        intent.RegistryName = _REGISTRY
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    pdf.docinfo.Trapped = pikepdf.Name("/False")
    packet = packet_of(pdf)
    drop(packet, ["pdfuaid:part", "pdfaid:part", "pdfaid:conformance"])
    put_titles(pdf, packet)
    put_dates(pdf, packet, date or EPOCH)
    put(
        packet,
        {
            "pdfxid:GTS_PDFXVersion": "PDF/X-4",
            "pdf:Trapped": "False",
            "xmpMM:DocumentID": f"uuid:{_identity(pdf)}",
            "xmpMM:RenditionClass": "default",
            "xmpMM:VersionID": "1",
        },
    )
    save_packet(pdf, packet)


def _drop_screen_parts(pdf: pikepdf.Pdf) -> None:
    for key in _FOR_SCREENS:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/AA", "/Annots", "/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    for thing in pdf.objects:
        if _is_stream(thing) and "/StructParents" in thing:
            del thing.StructParents


def _set_boxes(page: Any, number: int) -> None:
    media, trim = box_of(page, "/MediaBox"), box_of(page, "/TrimBox")
    bleed = box_of(page, "/BleedBox") if "/BleedBox" in page else trim
    if not (media.holds(bleed) and bleed.holds(trim)):
        raise RenderError(
            f"page {number}: the trimmed page does not lie within its bleed and that on the paper; "
            "correct bleed and size in @page in the templates"
        )
    page.BleedBox, page.TrimBox = sides(bleed), sides(trim)
    if "/ArtBox" in page:
        del page.ArtBox


def check_fonts(pdf: pikepdf.Pdf) -> None:
    """`RenderError` if a font is only named and not inside the document."""
    import pikepdf

    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        if str(thing.get("/Subtype")) in ("/Type0", "/Type3"):
            continue
        descriptor: Any = thing.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            raise RenderError(
                f"the font {str(thing.get('/BaseFont', '/?'))[1:]} is not inside the file; use one that may be embedded"
            )


def icc_stream(pdf: pikepdf.Pdf, content: bytes, components: int) -> Any:
    """A colour profile as a stream."""
    stream = pdf.make_stream(content)
    stream.N = components
    return stream


def _identity(pdf: pikepdf.Pdf) -> str:
    """A number for the document that its content gives, in the form of a UUID of version 8 (RFC 9562)."""
    digest = hashlib.blake2b(digest_size=16)
    for page in pdf.pages:
        page.contents_coalesce()
        if "/Contents" in page.obj:
            digest.update(page.obj.Contents.read_bytes())
    digest.update(str(pdf.docinfo.get("/Title", "")).encode())
    value = bytearray(digest.digest())
    value[6] = value[6] & 0x0F | 0x80
    value[8] = value[8] & 0x3F | 0x80
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _is_stream(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Stream)
