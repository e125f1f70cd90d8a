"""PDFs made as the program makes them, for looking at their tags."""

from __future__ import annotations

import functools
import io
import logging

import pikepdf

from pdf_tags.structure import Tagged
from publish.render.fonts import use_own_fonts_only
from publish.render.passes.tagging import completed, recorded_tags
from publish.render.passes.tags_record import Record


@functools.cache
def untagged(html: str) -> tuple[bytes, Record]:
    """What WeasyPrint writes, and what was heard meanwhile."""
    use_own_fonts_only()
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    document = weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1")
    with recorded_tags() as record:
        data: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    return data, record


@functools.cache
def tagged(html: str) -> bytes:
    """The finished file."""
    data, record = untagged(html)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        completed(pdf, record)
        saved = io.BytesIO()
        pdf.save(saved, deterministic_id=True)
    return saved.getvalue()


def opened(data: bytes) -> pikepdf.Pdf:
    """The file, to be looked at or spoilt."""
    return pikepdf.open(io.BytesIO(data))


@functools.cache
def looked_at(html: str) -> Tagged:
    """The finished file as the rules see it; not to be changed."""
    return Tagged(opened(tagged(html)))
