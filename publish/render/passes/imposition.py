"""Pages on sheets to be printed on both sides and folded: a booklet, or a leaflet folded twice.

Both are printed with the sheet turned over on its short edge, so that left and right change places and up stays up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from publish.errors import RenderError
from publish.render.passes.geometry import Box, box_of, millimetres, points
from publish.render.passes.marks import SLUG, fold_lines, fold_ticks
from publish.render.passes.sheets import Placement, Sheet, place_on_sheets

if TYPE_CHECKING:
    import pikepdf

Direction = Literal["ltr", "rtl"]

# Of common 80 to 100 g/m² paper: the thickness of a sheet.
PAPER_MM = 0.1


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a page of the folded leaflet stands: side 1 (outside) or 2 (inside), left edge and width in millimetres."""

    side: Literal[1, 2]
    left: int
    width: int


TRIFOLD_HEIGHT = 210
_A4_LONG = 297  # landscape, in millimetres: ISO 216

_LTR = {
    1: Panel(1, 197, 100),
    2: Panel(1, 0, 97),
    3: Panel(2, 0, 100),
    4: Panel(2, 100, 100),
    5: Panel(2, 200, 97),
    6: Panel(1, 97, 100),
}

TRIFOLD_PANELS: dict[Direction, dict[int, Panel]] = {
    "ltr": _LTR,
    "rtl": {
        number: Panel(panel.side, _A4_LONG - panel.left - panel.width, panel.width) for number, panel in _LTR.items()
    },
}
"""Panels by page: 1 the front, 2 the flap that is turned in, 3 to 5 the inside, 6 the back.

2 and 5 are the two sides of the narrow panel, which would buckle in the fold if it were as wide as the others."""


def booklet(pdf: pikepdf.Pdf, *, direction: Direction, paper_mm: float = PAPER_MM, marks: bool = True) -> None:
    """Impose equal pages two-up, for sheets laid in one another, folded once and stapled.

    Blank pages fill the last sheet. The spine is at the left for `ltr`, at the right for `rtl`. Of folded sheets the
    inner ones stick out, by the thickness of each that lies round them (`paper_mm`): their pages move towards the spine
    by as much, so that the margins are even once the open edge is cut. Where pages have bleed, it is kept at the
    sheet's edges, none at the spine; `marks` then shows the fold above and below the sheet. Without bleed the sheet is
    the paper, and the spine its middle: two A5 pages are a millimetre narrower than A4.
    """
    first, bleed = _common_size(pdf)
    width, height = first
    count = -(-len(pdf.pages) // 4) * 4
    trim = Box(0, 0, 2 * width if bleed else _paper_width(2 * width, height), height)
    middle = trim.right / 2
    outer = trim.grown(bleed)
    has_marks = marks and bleed > 0
    media = outer.grown(SLUG) if has_marks else outer
    drawing = fold_lines([middle], trim, outer) if has_marks else ""
    sheets = []
    for side in range(count // 2):
        left, right = booklet_pair(side, count, direction)
        creep = side // 2 * points(paper_mm)
        placements = []
        for page, spine_is_right in ((left, True), (right, False)):
            if page >= len(pdf.pages):
                continue
            own = box_of(pdf.pages[page].obj, "/TrimBox")
            x = middle - width + creep if spine_is_right else middle - creep
            half = Box(outer.left, outer.bottom, middle, outer.top)
            shown = half if spine_is_right else Box(middle, outer.bottom, outer.right, outer.top)
            placements.append(Placement(page, x - own.left, -own.bottom, shown))
        sheets.append(Sheet(media, outer, trim, tuple(placements), drawing))
    place_on_sheets(pdf, sheets)


def _paper_width(width: float, height: float) -> float:
    """The width of the A4 sheet that two pages nearly fill, else their own."""
    spare = points(_A4_LONG) - width
    return (
        points(_A4_LONG) if 0 <= spare < points(1.5) and abs(height - points(TRIFOLD_HEIGHT)) < points(0.5) else width
    )


def booklet_pair(side: int, count: int, direction: Direction) -> tuple[int, int]:
    """The pages, counted from 0, at the left and right of a side of a sheet; `count` is a multiple of four.

    >>> [booklet_pair(side, 8, "ltr") for side in range(4)]
    [(7, 0), (1, 6), (5, 2), (3, 4)]
    >>> [booklet_pair(side, 8, "rtl") for side in range(4)]
    [(0, 7), (6, 1), (2, 5), (4, 3)]
    """
    low, high = side, count - 1 - side
    # The outside of a sheet has its later page on the left, the inside its earlier one.
    left, right = (high, low) if side % 2 == 0 else (low, high)
    return (left, right) if direction == "ltr" else (right, left)


def trifold(pdf: pikepdf.Pdf, *, direction: Direction, marks: bool = True) -> None:
    """Impose six panels in reading order (`TRIFOLD_PANELS`) on the two sides of one A4 sheet.

    `marks` shows the folds: outside the sheet where there is bleed, else as ticks at the edges of the inside.
    Raises `RenderError` if there are more panels or one has another size.
    """
    panels = TRIFOLD_PANELS[direction]
    if len(pdf.pages) > len(panels):
        raise RenderError(
            f"the text takes {len(pdf.pages)} panels and a folded leaflet has {len(panels)}; "
            "shorten it or choose the booklet"
        )
    sizes = {number: (panel.width, TRIFOLD_HEIGHT) for number, panel in panels.items()}
    bleed = _checked_bleed(pdf, [sizes[number] for number in range(1, len(pdf.pages) + 1)])
    trim = Box(0, 0, points(_A4_LONG), points(TRIFOLD_HEIGHT))
    outer = trim.grown(bleed)
    media = outer.grown(SLUG) if marks and bleed else outer
    sheets = []
    for side in (1, 2):
        placements = []
        for number, panel in panels.items():
            if panel.side != side or number > len(pdf.pages):
                continue
            own = box_of(pdf.pages[number - 1].obj, "/TrimBox")
            left, right = points(panel.left), points(panel.left + panel.width)
            shown = Box(
                outer.left if panel.left == 0 else left,
                outer.bottom,
                outer.right if panel.left + panel.width == _A4_LONG else right,
                outer.top,
            )
            placements.append(Placement(number - 1, left - own.left, -own.bottom, shown))
        folds = [points(panel.left) for panel in panels.values() if panel.side == side and panel.left]
        drawing = ""
        if marks and bleed:
            drawing = fold_lines(sorted(folds), trim, outer)
        elif marks and side == 2:
            drawing = fold_ticks(sorted(folds), trim)
        sheets.append(Sheet(media, outer, trim, tuple(placements), drawing))
    place_on_sheets(pdf, sheets)


def _common_size(pdf: pikepdf.Pdf) -> tuple[tuple[float, float], float]:
    """Width and height of all the pages, and their bleed."""
    trim = box_of(pdf.pages[0].obj, "/TrimBox")
    size = (millimetres(trim.width), millimetres(trim.height))
    return (trim.width, trim.height), _checked_bleed(pdf, [size] * len(pdf.pages))


def _checked_bleed(pdf: pikepdf.Pdf, wanted: Sequence[tuple[float, float]]) -> float:
    """The bleed that all pages have; `RenderError` where a page has another size than wanted, in millimetres."""
    bleeds = []
    for number, (page, (width, height)) in enumerate(zip(pdf.pages, wanted, strict=True), 1):
        trim, bleed = box_of(page.obj, "/TrimBox"), box_of(page.obj, "/BleedBox")
        if max(abs(trim.width - points(width)), abs(trim.height - points(height))) > 0.5:
            raise RenderError(
                f"page {number} measures {millimetres(trim.width):.0f} × {millimetres(trim.height):.0f} mm where the "
                f"sheet has room for {width:.0f} × {height:.0f} mm; correct the size in @page in the templates"
            )
        bleeds.append(min(trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right))
    return max(0.0, min(bleeds))
