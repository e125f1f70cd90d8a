"""Marks for the printer: where to cut and where to fold, drawn outside what will be cut off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from publish.render.passes.geometry import Box, box_of, points, sides, written

if TYPE_CHECKING:
    import pikepdf

# How far marks keep from the trimmed page when there is less bleed than that, and how long they are.
OFFSET = points(3)
LENGTH = points(5)
_LINE = 0.25

# What a sheet needs beyond its bleed so that marks have room.
SLUG = LENGTH + points(2)


def crop_marks(pdf: pikepdf.Pdf) -> None:
    """Draw crop marks round every page that has bleed, making room for them outside it, in all inks at once.

    They begin where the bleed ends, since a mark within it could be left on the page by a cut that is not quite right.
    A page without bleed is cut nowhere and gets none.
    """
    import pikepdf

    for page in pdf.pages:
        trim, bleed = box_of(page.obj, "/TrimBox"), box_of(page.obj, "/BleedBox")
        if bleed == trim:
            continue
        media = box_of(page.obj, "/MediaBox").joined(bleed.grown(SLUG))
        page.obj.MediaBox = sides(media)
        page.obj.BleedBox = sides(bleed)
        page.obj.TrimBox = sides(trim)
        if "/CropBox" in page.obj:
            page.obj.CropBox = sides(media)
        spaces = _own(page.obj, "/Resources", "/ColorSpace")
        spaces.Registration = _registration(pdf)
        drawing = f"/Artifact BMC q /Registration CS 1 SCN {_crop_lines(trim, bleed)} Q EMC"
        # The page's own operators may leave any state behind.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(pikepdf.Stream(pdf, f"\nQ\n{drawing}".encode()))
        page.contents_coalesce()


def fold_lines(folds: Sequence[float], trim: Box, bleed: Box) -> str:
    """Dashed lines above and below the trimmed sheet at every fold; `folds` are x coordinates."""
    lines = [
        line
        for x in folds
        for line in (
            _line(x, max(bleed.top, trim.top + OFFSET), x, max(bleed.top, trim.top + OFFSET) + LENGTH),
            _line(x, min(bleed.bottom, trim.bottom - OFFSET), x, min(bleed.bottom, trim.bottom - OFFSET) - LENGTH),
        )
    ]
    return f"{_LINE} w [2 2] 0 d 0 G " + " ".join(lines)


def fold_ticks(folds: Sequence[float], trim: Box) -> str:
    """Short lines on the sheet itself, at its upper and lower edge: for one that is folded as it leaves the printer."""
    lines = [
        line
        for x in folds
        for line in (
            _line(x, trim.top, x, trim.top - LENGTH),
            _line(x, trim.bottom, x, trim.bottom + LENGTH),
        )
    ]
    return f"{_LINE} w 0.5 G " + " ".join(lines)


def _crop_lines(trim: Box, bleed: Box) -> str:
    near = Box(
        min(bleed.left, trim.left - OFFSET),
        min(bleed.bottom, trim.bottom - OFFSET),
        max(bleed.right, trim.right + OFFSET),
        max(bleed.top, trim.top + OFFSET),
    )
    far = near.grown(LENGTH)
    lines = []
    for x in (trim.left, trim.right):
        lines += [_line(x, near.top, x, far.top), _line(x, near.bottom, x, far.bottom)]
    for y in (trim.bottom, trim.top):
        lines += [_line(near.left, y, far.left, y), _line(near.right, y, far.right, y)]
    return f"{_LINE} w [] 0 d " + " ".join(lines)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{written(x)} {written(y)} m {written(to_x)} {written(to_y)} l S"


def _registration(pdf: pikepdf.Pdf) -> Any:
    """The colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    import pikepdf

    tint = pikepdf.Dictionary(
        FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1, Range=[0, 1, 0, 1, 0, 1, 0, 1]
    )
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, pdf.make_indirect(tint)])


def _own(page: Any, *path: str) -> Any:
    """A dictionary inside the page, made the page's own, since pages may share it."""
    import pikepdf

    holder = page
    for key in path:
        holder[key] = pikepdf.Dictionary(dict(holder.get(key, {}).items()))
        holder = holder[key]
    return holder
