"""Colour spaces of a PDF, as far as inks have to know them: what their numbers mean, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from publish.errors import RenderError

Kind = Literal["gray", "rgb", "lab", "cmyk", "pattern", "special"]

_NAMES: dict[str, Kind] = {
    "/DeviceGray": "gray",
    "/G": "gray",
    "/CalGray": "gray",
    "/DeviceRGB": "rgb",
    "/RGB": "rgb",
    # Without a measured white and gamma of its own it is what sRGB is: those of screens.
    "/CalRGB": "rgb",
    "/DeviceCMYK": "cmyk",
    "/CMYK": "cmyk",
    "/Lab": "lab",
    "/Pattern": "pattern",
}
_OF_COMPONENTS: dict[int, Kind] = {1: "gray", 3: "rgb", 4: "cmyk"}


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """A space. `icc` is the profile that its numbers are measured by, if it brings one."""

    kind: Kind
    icc: bytes | None = None

    @property
    def first(self) -> tuple[float, ...]:
        """The colour that is in force when the space is chosen (ISO 32000-1, 8.6.8)."""
        return {"gray": (0.0,), "rgb": (0.0,) * 3, "lab": (0.0,) * 3, "cmyk": (0.0, 0.0, 0.0, 1.0)}.get(self.kind, ())


def space_of(value: Any, resources: Any = None) -> ColourSpace:
    """The space that a name or array says; names are looked up in `resources` first."""
    import pikepdf

    if isinstance(value, pikepdf.Name):
        named = resources.get("/ColorSpace", {}).get(str(value)) if resources is not None else None
        if named is not None and named != value:
            return space_of(named, resources)
        if str(value) not in _NAMES:
            raise RenderError(f"a page uses the colour space {value} without saying what it is; check the templates")
        return ColourSpace(_NAMES[str(value)])
    family = str(value[0])
    if family == "/ICCBased":
        count = int(value[1].N)
        return ColourSpace(_OF_COMPONENTS[count], value[1].read_bytes() if count == 3 else None)
    if family == "/Pattern" and len(value) > 1 and space_of(value[1], resources).kind != "cmyk":
        raise _unknown("a pattern without colours of its own")
    if family in ("/Separation", "/DeviceN"):
        if space_of(value[2], resources).kind in ("rgb", "lab"):
            raise _unknown("a spot colour that is mixed from RGB")
        return ColourSpace("special")
    if family == "/Indexed":
        return space_of(value[1], resources)
    if family in _NAMES:
        return ColourSpace(_NAMES[family])
    raise _unknown(f"the colour space {family}")


def _unknown(what: str) -> RenderError:
    return RenderError(f"a page has {what}, which cannot be turned into printing inks; use plain colours instead")


def is_indexed(value: Any) -> bool:
    """Whether it is a palette."""
    import pikepdf

    return isinstance(value, pikepdf.Array) and str(value[0]) in ("/Indexed", "/I")
