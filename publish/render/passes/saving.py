"""A finished document's bytes: the same for the same content, whenever and wherever it is saved."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from publish.render.passes.cid_fonts import number_glyphs

if TYPE_CHECKING:
    import pikepdf

# PDF/X-4 is made of PDF 1.6 (ISO 15930-7), what PDF/A-2 and PDF/UA-1 add to is 1.7.
_VERSIONS = {"/GTS_PDFX": "1.6"}


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The document, compressed, with an identifier that is a digest of it.

    What nothing refers to any more is left out, and glyphs are numbered as readers look for them (`cid_fonts`). The
    bytes depend on the version of pikepdf's QPDF and zlib.
    """
    import pikepdf

    number_glyphs(pdf)
    # An older one would be kept as the document's first, and say where the file came from.
    if "/ID" in pdf.trailer:
        del pdf.trailer.ID
    kinds = {str(intent.S) for intent in pdf.Root.get("/OutputIntents", [])}
    version = next((_VERSIONS[kind] for kind in sorted(kinds) if kind in _VERSIONS), "1.7")
    target = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        target,
        force_version=version,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        deterministic_id=True,
    )
    return target.getvalue()
