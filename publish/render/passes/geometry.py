"""Lengths and rectangles of pages, in points, and where the boxes of a page lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError

if TYPE_CHECKING:
    import pikepdf


def points(millimetres: float) -> float:
    """Millimetres as PDF measures them.

    >>> round(points(25.4), 3)
    72.0
    """
    return millimetres * 72 / 25.4


def millimetres(length: float) -> float:
    """The inverse of `points`."""
    return length * 25.4 / 72


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: its sides in points, the y axis upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """The rectangle with every side moved outwards.

        >>> Box(0, 0, 10, 20).grown(1)
        Box(left=-1, bottom=-1, right=11, top=21)
        """
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def moved(self, x: float, y: float) -> Box:
        return Box(self.left + x, self.bottom + y, self.right + x, self.top + y)

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        """Whether the other rectangle lies inside, or on the edge."""
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )

    def joined(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def box_of(page: pikepdf.Object, name: str) -> Box:
    """A page's box as PDF defines it: one that is missing is the next larger (ISO 32000-1, 14.11.2)."""
    sides = page.get(name)
    if sides is None:
        if name == "/MediaBox":
            raise RenderError("a page of the PDF has no size; check @page in the templates")
        return box_of(page, "/MediaBox" if name == "/CropBox" else "/CropBox")
    left, bottom, right, top = (float(side) for side in sides)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def sides(box: Box) -> Any:
    """A rectangle as a PDF array."""
    import pikepdf

    return pikepdf.Array([number(side) for side in (box.left, box.bottom, box.right, box.top)])


def number(value: float) -> Any:
    """A number as it is written into a file: six decimals, and no exponent, which PDF does not know."""
    from decimal import Decimal

    return Decimal(written(value))


def written(value: float) -> str:
    """The shortest decimal of at most six places.

    >>> written(0.5), written(-0.0000001), written(100.0)
    ('0.5', '0', '100')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
