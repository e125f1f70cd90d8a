"""Colour gradients in other inks: their functions give the inks from then on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError
from publish.render.passes.colour import Colour, Ink
from publish.render.passes.spaces import space_of

if TYPE_CHECKING:
    import pikepdf

# Steps between the ends of a gradient, fine enough for the eye.
_SAMPLES = 256

_AXIAL, _RADIAL = 2, 3


def recolour_shading(pdf: pikepdf.Pdf, shading: Any, ink: Ink, resources: Any) -> None:
    """Rewrite a gradient along a line or between circles; `RenderError` for a mesh or a function in PostScript.

    The old function is sampled and each sample turned into inks, since a straight line between two colours is none
    between their inks.
    """
    import pikepdf

    space = space_of(shading.ColorSpace, resources)
    if str(ink.name) == str(shading.ColorSpace) or space.kind == "special":
        return
    assert space.kind != "pattern"
    if int(shading.ShadingType) not in (_AXIAL, _RADIAL):
        raise _unknown()
    start, end = (float(limit) for limit in shading.get("/Domain", [0, 1]))
    inputs = [start + (end - start) * step / (_SAMPLES - 1) for step in range(_SAMPLES)]
    inks = ink.of_all(space.kind, [_values(shading.Function, value) for value in inputs], space.icc)
    data = bytes(round(255 * min(1.0, max(0.0, part))) for colour in inks for part in colour)
    function = pdf.make_stream(data)
    function.FunctionType = 0
    function.Domain = pikepdf.Array(shading.get("/Domain", [0, 1]))
    function.Range = pikepdf.Array([0, 1] * (len(data) // _SAMPLES))
    function.Size = pikepdf.Array([_SAMPLES])
    function.BitsPerSample = 8
    shading.Function = function
    shading.ColorSpace = pikepdf.Name(ink.name)
    if "/Background" in shading:
        background = [float(part) for part in shading.Background]
        shading.Background = pikepdf.Array(list(ink.of(space.kind, background, space.icc)))


def _values(function: Any, value: float) -> Colour:
    """A function's values, or those of a function per channel (ISO 32000-1, 7.10)."""
    import pikepdf

    if isinstance(function, pikepdf.Array):
        return tuple(part for each in function for part in _values(each, value))
    first, last = (float(limit) for limit in function.Domain)
    value = min(max(value, first), last)
    match int(function.FunctionType):
        case 2:
            share = value ** float(function.N)
            ends = zip(function.get("/C0", [0]), function.get("/C1", [1]), strict=True)
            return tuple(float(low) + share * (float(high) - float(low)) for low, high in ends)
        case 3:
            return _stitched(function, value, [first, *(float(bound) for bound in function.Bounds), last])
    raise _unknown()


def _stitched(function: Any, value: float, bounds: Sequence[float]) -> Colour:
    parts = list(pairwise(bounds))
    # Of an empty interval at the end, what comes before it holds.
    index = next((place for place, (_, high) in enumerate(parts) if value < high), len(parts) - 1)
    low, high = parts[index]
    start, end = (float(function.Encode[2 * index + side]) for side in (0, 1))
    inner = start if high == low else start + (value - low) / (high - low) * (end - start)
    return _values(function.Functions[index], inner)


def _unknown() -> RenderError:
    return RenderError(
        "a page has a gradient that cannot be turned into printing inks; use a linear or radial one, or a plain colour"
    )
