"""A leaflet from its HTML, by WeasyPrint, and the passes that make of it what a reader, a printer or an archive wants.

Everything a leaflet needs is inside its HTML: images are written into it and fonts come from our own Fontconfig
folder. WeasyPrint is therefore refused every address; nothing on the network or the disk can get into a page.
"""

from __future__ import annotations

import datetime
import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from publish.errors import RenderError
from publish.render.column_balance import mend_column_balance
from publish.render.font_files import FontFile
from publish.render.fonts import use_own_fonts_only
from publish.render.footnote_area import mend_footnote_areas
from publish.render.layout_check import Words, check, noted_texts
from publish.render.leaflets import with_fillers
from publish.render.passes.profiles import Profile
from publish.render.recipe import Recipe

if TYPE_CHECKING:
    import pikepdf

    from publish.render.passes.tags_record import Record

PANELS = 6
"""A folded leaflet's, three on each side."""

PAGES_OF_A_SHEET = 4
"""Of a sheet that is printed on both sides and folded once."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """All that one file is made from: `html`, what it is to be, the direction its pages are bound in (the page's own),
    the article's date for purposes that want one, the printing condition's colour profile for the press, and the
    publication's own fonts.
    """

    html: str
    recipe: Recipe
    direction: Literal["ltr", "rtl"] = "ltr"
    date: datetime.date | None = None
    profile: Profile | None = None
    own_fonts: tuple[FontFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A leaflet's bytes, and what somebody should know before it is printed."""

    pdf: bytes
    warnings: tuple[str, ...] = ()


def pdf_of(job: PrintJob) -> Printed:
    """The leaflet; `RenderError` if its HTML asks for anything that is not inside it, or does not fit its format."""
    return pdfs_of([job])[0]


def pdfs_of(jobs: Sequence[PrintJob]) -> list[Printed]:
    """The leaflets that are printed from one HTML page, which is laid out once for all that have the same pages."""
    use_own_fonts_only(jobs[0].html, jobs[0].own_fonts)
    renderer = _Renderer()
    layouts = {0: renderer.layout(jobs[0].html)}
    written: dict[int, _Written] = {}
    result = []
    for job in jobs:
        spare = _missing_pages(job.recipe, layouts[0].pages) if job.recipe.sheets else 0
        if spare not in layouts:
            layouts[spare] = renderer.layout(with_fillers(job.html, spare))
        if spare not in written:
            warnings = check(layouts[spare].pages, layouts[spare].given)
            written[spare] = _written(layouts[spare].document, warnings)
        # Only now: what an image inside the page asks for is known when it is drawn.
        if renderer.refused:
            raise RenderError(
                f"the page asks for {renderer.refused[0]}, which is never fetched; put images into seeds/ and styles "
                "into templates/"
            )
        result.append(_finished(written[spare], job))
    return result


@dataclass(frozen=True, slots=True)
class _Written:
    """WeasyPrint's PDF, what was noted of its tags while it was written, and the warnings of its layout."""

    pdf: bytes
    record: Record
    warnings: tuple[str, ...]


def _written(document: Any, warnings: tuple[str, ...]) -> _Written:
    from publish.render.passes.tagging import recorded_tags

    with recorded_tags() as record:
        return _Written(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b""), record, warnings)


def _finished(written: _Written, job: PrintJob) -> Printed:
    import pikepdf

    from publish.render.passes.saving import saved
    from publish.render.passes.tagging import completed

    with pikepdf.open(io.BytesIO(written.pdf)) as document:
        completed(document, written.record)
        warnings = written.warnings
        if job.recipe.purpose in ("press", "mono"):
            warnings += _low_resolution(document)
        _impose(document, job)
        _finish(document, job)
        return Printed(saved(document), warnings)


def _impose(document: pikepdf.Pdf, job: PrintJob) -> None:
    """Place the pages of a folded format on its sheets."""
    from publish.render.passes.imposition import booklet, trifold

    if job.recipe.sheets:
        (trifold if job.recipe.format == "trifold" else booklet)(document, direction=job.direction)


def _finish(document: pikepdf.Pdf, job: PrintJob) -> None:
    """Make the document what its purpose asks for: inks, output intent and metadata."""
    from publish.render.passes.archive import as_pdfa
    from publish.render.passes.ink import in_black, in_cmyk
    from publish.render.passes.press import as_pdfx

    match job.recipe.purpose:
        case "press" if job.profile:
            in_cmyk(document, job.profile)
            as_pdfx(document, job.profile, job.date)
        case "press":
            raise RenderError("a file for the press needs the colour profile of its printing condition; name one")
        case "mono":
            in_black(document)
        case "archive":
            as_pdfa(document, job.date)


def _low_resolution(document: pikepdf.Pdf) -> tuple[str, ...]:
    from publish.render.passes.images import low_resolution

    return tuple(finding.message for finding in low_resolution(document))


@dataclass(frozen=True, slots=True)
class _Layout:
    """WeasyPrint's document: pages that are laid out and not yet drawn; and the text it was given, by element."""

    document: Any
    given: Mapping[Any, Words]

    @property
    def pages(self) -> Sequence[Any]:
        """Their boxes."""
        return [page._page_box for page in self.document.pages]


class _Renderer:
    """WeasyPrint without the world around it; `refused` are the addresses that pages asked for."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def layout(self, html: str) -> _Layout:
        """The page, laid out with the faults of WeasyPrint's that are known mended."""
        import weasyprint

        from publish.render.typography import justified

        refused = self.refused

        class Refusal(weasyprint.urls.URLFetcher):  # type: ignore[misc]
            """Serves `data:` addresses only."""

            def fetch(self, url: str, headers: Any = None) -> Any:
                if url.startswith("data:"):
                    return super().fetch(url, headers)
                refused.append(url)
                raise ValueError(url)

        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        mend_footnote_areas()
        mend_column_balance()
        fetcher = Refusal(allowed_protocols=("data",))
        styles = [] if justified.install() else [weasyprint.CSS(string=justified.RAGGED)]
        page = weasyprint.HTML(string=html, base_url=None, url_fetcher=fetcher)
        with noted_texts() as given:
            return _Layout(page.render(pdf_variant="pdf/ua-1", stylesheets=styles), given)


def _missing_pages(recipe: Recipe, pages: Sequence[Any]) -> int:
    """How many spare pages fill the sheets of a folded format; `RenderError` if the text has more pages than fit."""
    if recipe.format != "trifold":
        return -len(pages) % PAGES_OF_A_SHEET
    if len(pages) > PANELS:
        # The last panel has the credits.
        over = sum(map(_characters, pages[PANELS - 1 : -1]))
        raise RenderError(
            f"the text needs {len(pages)} panels and a folded leaflet has {PANELS}: about {over:,} of its "
            f"{sum(map(_characters, pages[:-1])):,} characters are too many; shorten it, or choose another format "
            "(formats in pyproject.toml, --format booklet)"
        )
    return PANELS - len(pages)


def _characters(page: Any) -> int:
    return sum(len(box.text) for box in page.descendants() if hasattr(box, "text"))
