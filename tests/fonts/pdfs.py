"""PDFs of small pages, made as leaflets are, and the fonts inside them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from fontTools.ttLib import TTFont

from publish.render.font_files import FontFile
from publish.render.fonts import use_own_fonts_only


def pdf_of(html: str, own: tuple[FontFile, ...] = (), *, all_fonts: bool = False) -> bytes:
    """The page as PDF, laid out where only the fonts it needs can be found, or all."""
    use_own_fonts_only(None if all_fonts else html, own)
    import weasyprint

    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b""))


def fonts(pdf: bytes) -> Iterator[tuple[str, TTFont]]:
    """Name and content of every font inside."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                key = next(key for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor)
                yield str(font.BaseFont).partition("+")[2], TTFont(io.BytesIO(descriptor[key].read_bytes()))


def text_modes(pdf: bytes) -> set[int]:
    """How glyphs are painted: 0 filled, 1 stroked, 2 both (ISO 32000-2, table 104)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {0} | {
            int(operands[0]) for page in document.pages for operands, _ in pikepdf.parse_content_stream(page, "Tr")
        }
