"""Pages placed on sheets: each page becomes a form XObject, and its tags, links and targets go with it.

A page that moves into a form XObject keeps its marked content, and so the number under which the structure's parent
tree lists it; only what names the page itself has to name the sheet and the XObject from then on (ISO 32000-1, 14.7.4).
The reading order is the structure's, which no imposition changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.render.passes.geometry import Box, box_of, number, sides, written
from publish.render.passes.retargeting import Placed, retarget

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Placement:
    """A page on a sheet: its number from 0, how far its own coordinates move, and what of it shows, in the sheet's."""

    page: int
    x: float
    y: float
    shown: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet of paper: the boxes of its page, what stands on it, and lines drawn on it, in that order.

    `marks` are drawing operators, which become an artifact.
    """

    media: Box
    bleed: Box
    trim: Box
    placements: tuple[Placement, ...]
    marks: str = ""


def place_on_sheets(pdf: pikepdf.Pdf, sheets: Sequence[Sheet]) -> None:
    """Replace the document's pages by sheets. Every page has to be placed, and once: tags name one place only."""
    import pikepdf

    pages = [page.obj for page in pdf.pages]
    placed: dict[tuple[int, int], Placed] = {}
    for sheet in sheets:
        side = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=sides(sheet.media),
                BleedBox=sides(sheet.bleed),
                TrimBox=sides(sheet.trim),
            )
        )
        drawing, forms, annotations = [], pikepdf.Dictionary(), pikepdf.Array()
        for position, placement in enumerate(sheet.placements):
            page = pages[placement.page]
            form = _form_of(pdf, page, placement)
            forms[f"/P{position}"] = form
            drawing.append(f"q 1 0 0 1 {written(placement.x)} {written(placement.y)} cm /P{position} Do Q")
            placed[page.objgen] = Placed(side, form, placement.x, placement.y)
            for annotation in page.get("/Annots", []):
                _move(annotation, placement.x, placement.y)
                annotation.P = side
                annotations.append(annotation)
        if sheet.marks:
            drawing.append(f"/Artifact BMC q {sheet.marks} Q EMC")
        side.Contents = pdf.make_stream("\n".join(drawing).encode())
        side.Resources = pikepdf.Dictionary(XObject=forms)
        if len(annotations):
            side.Annots = annotations
            side.Tabs = pikepdf.Name.S
        pdf.pages.append(pikepdf.Page(side))
    for _ in pages:
        del pdf.pages[0]
    retarget(pdf, placed)
    # They count pages, and there are other ones now.
    if "/PageLabels" in pdf.Root:
        del pdf.Root.PageLabels


def _form_of(pdf: pikepdf.Pdf, page: Any, placement: Placement) -> Any:
    import pikepdf

    streams = page.get("/Contents", pikepdf.Array())
    parts = [streams] if isinstance(streams, pikepdf.Stream) else list(streams)
    form = pdf.make_stream(b"\n".join(part.read_bytes() for part in parts))
    form.Type = pikepdf.Name.XObject
    form.Subtype = pikepdf.Name.Form
    form.BBox = sides(placement.shown.moved(-placement.x, -placement.y))
    form.Resources = page.get("/Resources", pikepdf.Dictionary())
    for key in ("/Group", "/StructParents"):
        if key in page:
            form[key] = page[key]
    return form


def _move(annotation: Any, x: float, y: float) -> None:
    """Move an annotation's place; its appearance is drawn relative to that."""
    import pikepdf

    if "/Rect" in annotation:
        annotation.Rect = sides(box_of(annotation, "/Rect").moved(x, y))
    if "/QuadPoints" in annotation:
        corners = [float(value) for value in annotation.QuadPoints]
        annotation.QuadPoints = pikepdf.Array(
            [number(value + (y if index % 2 else x)) for index, value in enumerate(corners)]
        )
