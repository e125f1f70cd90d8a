"""What names a page that has moved onto a sheet: structure elements, links, outline and named destinations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.render.passes.geometry import number

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a page went: the sheet, the form XObject that draws it, and how far its coordinates moved."""

    sheet: Any
    form: Any
    x: float
    y: float


Places = Mapping[tuple[int, int], Placed]

# Which of a destination's numbers are coordinates, and of which axis (ISO 32000-1, table 151).
_COORDINATES = {"/XYZ": "xy", "/FitH": "y", "/FitBH": "y", "/FitV": "x", "/FitBV": "x", "/FitR": "xyxy"}


def retarget(pdf: pikepdf.Pdf, places: Places) -> None:
    """Let everything that named a page name the sheet it stands on, at the place where it stands."""
    if "/StructTreeRoot" in pdf.Root:
        _retarget_structure(pdf.Root.StructTreeRoot, places)
    for destination in _destinations(pdf):
        _retarget_destination(destination, places)


def _retarget_structure(root: Any, places: Places) -> None:
    import pikepdf

    waiting = [root]
    while waiting:
        element = waiting.pop()
        own = element.get("/Pg")
        place = places.get(own.objgen) if own is not None else None
        kids = element.get("/K")
        if kids is not None:
            listed = isinstance(kids, pikepdf.Array)
            made = []
            for kid in list(kids) if listed else [kids]:
                if isinstance(kid, int):
                    assert place is not None, "marked content without a page"
                    made.append(pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=place.sheet, Stm=place.form, MCID=kid))
                    continue
                made.append(kid)
                kind = kid.get("/Type")
                if kind in ("/MCR", "/OBJR"):
                    _retarget_reference(kid, own, places)
                else:
                    waiting.append(kid)
            element.K = pikepdf.Array(made) if listed else made[0]
        if place is not None:
            element.Pg = place.sheet


def _retarget_reference(reference: Any, inherited: Any, places: Places) -> None:
    page = reference.get("/Pg", inherited)
    place = places.get(page.objgen) if page is not None else None
    if place is None:
        return
    reference.Pg = place.sheet
    if reference.Type == "/MCR" and "/Stm" not in reference:
        reference.Stm = place.form


def _destinations(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every destination written out in the document, each once."""
    import pikepdf

    root = pdf.Root
    holders = [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
    holders += list(_outline(root.get("/Outlines")))
    for holder in holders:
        yield from _explicit(holder.get("/Dest"))
        action = holder.get("/A")
        if action is not None and action.get("/S") == "/GoTo":
            yield from _explicit(action.get("/D"))
    opening = root.get("/OpenAction")
    yield from _explicit(opening.get("/D") if isinstance(opening, pikepdf.Dictionary) else opening)
    for named in dict(root.get("/Dests", {})).values():
        yield from _explicit(named)
    names = root.get("/Names")
    waiting = [names.Dests] if names is not None and "/Dests" in names else []
    while waiting:
        node = waiting.pop()
        waiting += list(node.get("/Kids", []))
        for named in list(node.get("/Names", []))[1::2]:
            yield from _explicit(named)


def _explicit(target: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if isinstance(target, pikepdf.Array):
        yield target


def _outline(parent: Any) -> Iterator[Any]:
    entry = parent.get("/First") if parent is not None else None
    while entry is not None:
        yield entry
        yield from _outline(entry)
        entry = entry.get("/Next")


def _retarget_destination(destination: Any, places: Places) -> None:
    page = destination[0]
    place = places.get(getattr(page, "objgen", (0, 0)))
    if place is None:
        return
    destination[0] = place.sheet
    for index, axis in enumerate(_COORDINATES.get(str(destination[1]), ""), start=2):
        if index < len(destination) and destination[index] is not None:
            destination[index] = number(float(destination[index]) + (place.x if axis == "x" else place.y))
