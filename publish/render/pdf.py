"""A leaflet from its HTML, by WeasyPrint.

Everything a leaflet needs is inside its HTML: images are written into it and fonts come from our own Fontconfig
folder. WeasyPrint is therefore refused every address; nothing on the network or the disk can get into a page.
"""

from __future__ import annotations

import logging
from typing import Any

from publish.errors import RenderError
from publish.render.fonts import use_own_fonts_only


def pdf_of(html: str) -> bytes:
    """The leaflet, tagged for PDF/UA-1; `RenderError` if its HTML asks for anything that is not inside it."""
    use_own_fonts_only()
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    refused: list[str] = []

    class Refusal(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Serves `data:` addresses only."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            refused.append(url)
            raise ValueError(url)

    document = weasyprint.HTML(string=html, base_url=None, url_fetcher=Refusal(allowed_protocols=("data",)))
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    if refused:
        raise RenderError(
            f"the page asks for {refused[0]}, which is never fetched; put images into seeds/ and styles into templates/"
        )
    return pdf
