"""The drawing operators of one content stream, with every colour in other inks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from publish.errors import RenderError
from publish.render.passes.colour import Colour, Ink
from publish.render.passes.geometry import number
from publish.render.passes.spaces import ColourSpace, space_of

OVERPRINT, KNOCKOUT = "/PublishOverprint", "/PublishKnockout"

_GRAY, _RGB, _CMYK = ColourSpace("gray"), ColourSpace("rgb"), ColourSpace("cmyk")
_DEVICE = {"g": _GRAY, "rg": _RGB, "k": _CMYK}
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_BLACK = (0.0, 0.0, 0.0, 1.0)

# Operators whose last operand may name something in the resources, and where it is found there.
_NAMING = {
    "Do": "/XObject",
    "gs": "/ExtGState",
    "sh": "/Shading",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "Tf": "/Font",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What `q` saves of it: the spaces and the fill colour, `None` where it is not known."""

    fill: ColourSpace = _GRAY
    stroke: ColourSpace = _GRAY
    fill_colour: Colour | None = None
    mode: int = 0
    overprints: bool = False


class Recolouring:
    """A stream's operators, rewritten. `used` has the names the stream takes from its resources, by their kind;
    `overprints` says whether black letters were set to print over what is below.
    """

    def __init__(self, ink: Ink, resources: Any, *, overprinting: bool) -> None:
        self.ink = ink
        self.resources = resources
        self.overprinting = overprinting
        self.overprints = False
        self.used: dict[str, set[str]] = {kind: set() for kind in _NAMING.values()}
        self._state = _State()
        self._saved: list[_State] = []

    def rewritten(self, stream: Any) -> bytes:
        """The stream's operators; `RenderError` if there is something among them that no ink can print."""
        import pikepdf

        made: list[Any] = []
        for instruction in pikepdf.parse_content_stream(stream):
            made.extend(self._of(instruction))
        return pikepdf.unparse_content_stream(made)

    def _of(self, instruction: Any) -> Iterator[Any]:
        import pikepdf

        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            self._check(instruction.iimage)
            yield instruction
            return
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _NAMING:
            name = operands[0] if operator == "Tf" else operands[-1]
            if isinstance(name, pikepdf.Name):
                self.used[_NAMING[operator]].add(str(name))
        match operator:
            case "q":
                self._saved.append(self._state)
            case "Q" if self._saved:
                self._state = self._saved.pop()
            case "Tr":
                self._state = replace(self._state, mode=int(operands[0]))
            case "g" | "rg" | "k" | "G" | "RG" | "K":
                yield from self._set(_DEVICE[operator.lower()], operands, stroke=operator.isupper())
                return
            case "cs" | "CS":
                yield from self._choose(instruction, stroke=operator == "CS")
                return
            case "sc" | "scn" | "SC" | "SCN":
                stroke = operator.isupper()
                space = self._state.stroke if stroke else self._state.fill
                if space.kind not in ("pattern", "special"):
                    yield from self._set(space, operands, stroke=stroke)
                    return
            case "ET" if self._state.overprints:
                yield instruction
                yield from self._overprint(False)
                return
            case _ if operator in _SHOWING and self.overprinting:
                is_black = self._state.fill_colour == _BLACK and self._state.mode == 0
                if is_black != self._state.overprints:
                    yield from self._overprint(is_black)
        yield instruction

    def _choose(self, instruction: Any, *, stroke: bool) -> Iterator[Any]:
        space = space_of(instruction.operands[0], self.resources)
        if space.kind in ("pattern", "special"):
            self._state = replace(
                self._state, **({"stroke": space} if stroke else {"fill": space, "fill_colour": None})
            )
            yield instruction
        else:
            yield from self._set(space, space.first, stroke=stroke)

    def _set(self, space: ColourSpace, operands: Any, *, stroke: bool) -> Iterator[Any]:
        assert space.kind != "pattern"
        assert space.kind != "special"
        colour = self.ink.of(space.kind, [float(value) for value in operands], space.icc)
        state = {"stroke": space} if stroke else {"fill": space, "fill_colour": colour}
        self._state = replace(self._state, **state)
        yield _instruction([number(part) for part in colour], self.ink.operators[stroke])

    def _overprint(self, on: bool) -> Iterator[Any]:
        import pikepdf

        self._state = replace(self._state, overprints=on)
        self.overprints = True
        yield _instruction([pikepdf.Name(OVERPRINT if on else KNOCKOUT)], "gs")

    def _check(self, image: Any) -> None:
        if image.image_mask:
            return
        if space_of(image.obj.get("/ColorSpace", image.obj.get("/CS")), self.resources).kind in ("rgb", "lab"):
            raise RenderError("a small picture is written into the page itself, in RGB; put it into a file of its own")


def _instruction(operands: list[Any], operator: str) -> Any:
    import pikepdf

    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))
