"""Leaflets from HTML by WeasyPrint, several at once where there are several cores.

Everything a leaflet needs is inside its HTML: images are written into it and fonts come from our own Fontconfig
folder. WeasyPrint is therefore refused every address; nothing on the network or the disk can get into a page.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from typing import Any

from publish.errors import RenderError
from publish.render.fonts import use_own_fonts_only


def pdf_of(html: str) -> bytes:
    """The leaflet, tagged for PDF/UA-1; `RenderError` if its HTML asks for anything that is not inside it."""
    weasyprint = _weasyprint()
    refused: list[str] = []

    class Refusal(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
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


def pdfs_of(pages: Mapping[str, str], workers: int | None = None) -> Iterator[tuple[str, bytes | RenderError]]:
    """Key and leaflet for each page of HTML, as they are done; one that fails gives its error and stops no other."""
    count = min(workers or _cores(), len(pages))
    if count <= 1:
        for key, html in pages.items():
            yield key, _result(html)
        return
    # Spawned, not forked: the parent may run threads (a progress bar), and macOS has no safe fork.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(count, mp_context=context, initializer=_weasyprint)
    try:
        # The longest first, so that no core is left with a long page at the end.
        order = sorted(pages, key=lambda key: -len(pages[key]))
        waiting: dict[Future[bytes | RenderError], str] = {executor.submit(_result, pages[key]): key for key in order}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _result(html: str) -> bytes | RenderError:
    try:
        return pdf_of(html)
    except RenderError as error:
        return error


def _weasyprint() -> Any:
    use_own_fonts_only()
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
