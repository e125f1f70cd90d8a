"""Pictures of a PDF: in other inks, and too coarse for the size they are printed at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.errors import Finding, RenderError
from publish.render.passes.colour import Ink
from publish.render.passes.spaces import is_indexed, space_of

if TYPE_CHECKING:
    import pikepdf

PRINT_DPI = 300
"""What print shops ask of pictures, in pixels per inch as printed."""

# As good as printing shows; photographs came as JPEG and would be ten times as large without it.
_QUALITY = 95


def recolour_image(image: Any, ink: Ink, resources: Any) -> None:
    """Rewrite a picture in other inks, its mask kept; `RenderError` if its file cannot be read."""
    import pikepdf

    if image.get("/ImageMask", False):
        return
    if "/ColorSpace" in image:
        space = space_of(image.ColorSpace, resources)
        wanted = ("gray", "special") if ink.name == "/DeviceGray" else ("gray", "cmyk", "special")
        if space.kind in wanted:
            if space.kind != "special" and not is_indexed(image.ColorSpace):
                image.ColorSpace = pikepdf.Name("/DeviceGray" if space.kind == "gray" else "/DeviceCMYK")
            return
        icc = space.icc
    else:
        icc = None  # JPEG 2000 may say it inside
    try:
        picture: Any = pikepdf.PdfImage(image).as_pil_image()
    except (pikepdf.PdfError, OSError, NotImplementedError, ValueError) as error:
        raise RenderError(
            "a picture cannot be turned into printing inks; save it again as PNG or JPEG in sRGB"
        ) from error
    # The profile written into a JPEG is the one the PDF names, and is used from there.
    is_photograph = "/DCTDecode" in _filters(image) or "/JPXDecode" in _filters(image)
    inked = ink.picture(picture.convert("RGB"), icc, is_photograph)
    _write(image, inked, is_photograph)


def _write(image: Any, picture: Any, is_photograph: bool) -> None:
    import pikepdf

    mode: str = picture.mode
    for key in ("/Decode", "/DecodeParms", "/Intent", "/SMaskInData"):
        if key in image:
            del image[key]
    if is_photograph:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=_QUALITY, subsampling=0)
        image.write(packed.getvalue(), filter=pikepdf.Name.DCTDecode)
        if mode == "CMYK":
            # JPEG programs write inks as what is left of the paper's white, and Pillow does as they do.
            image.Decode = pikepdf.Array([1, 0] * 4)
    else:
        image.write(picture.tobytes())
    image.ColorSpace = pikepdf.Name("/DeviceCMYK" if mode == "CMYK" else "/DeviceGray")
    image.BitsPerComponent = 8


def _filters(image: Any) -> list[str]:
    import pikepdf

    found = image.get("/Filter", pikepdf.Array())
    return [str(name) for name in found] if isinstance(found, pikepdf.Array) else [str(found)]


@dataclass(frozen=True, slots=True)
class PrintedImage:
    """A picture where it is printed: the page from 1, its pixels, and its pixels per inch in the coarser direction."""

    page: int
    width: int
    height: int
    dpi: float


def low_resolution(pdf: pikepdf.Pdf, least: int = PRINT_DPI) -> list[Finding]:
    """A warning for each picture with fewer pixels per inch than `least` at the size it is printed."""
    return [
        Finding(
            "warning",
            f"page {image.page}: a picture of {image.width} × {image.height} pixels prints at {image.dpi:.0f} dpi, and "
            f"print shops ask for {least}; use one of {_needed(image.width, image.dpi, least)} × "
            f"{_needed(image.height, image.dpi, least)} pixels, or print it smaller",
        )
        for image in printed_images(pdf)
        if round(image.dpi) < least
    ]


def _needed(pixels: int, dpi: float, least: int) -> int:
    return -int(-pixels * least // dpi)


def printed_images(pdf: pikepdf.Pdf) -> Iterator[PrintedImage]:
    """Every picture as often as it is drawn, those inside form XObjects too, in the order of the pages."""
    import pikepdf

    for number, page in enumerate(pdf.pages, 1):
        for image, matrix in _drawn(page.obj, page.obj.get("/Resources", {}), pikepdf.Matrix(), frozenset()):
            width, height = int(image.Width), int(image.Height)
            across = (matrix.a**2 + matrix.b**2) ** 0.5 / 72
            along = (matrix.c**2 + matrix.d**2) ** 0.5 / 72
            if across and along:
                yield PrintedImage(number, width, height, min(width / across, height / along))


def _drawn(stream: Any, resources: Any, matrix: Any, outer: frozenset[tuple[int, int]]) -> Iterator[tuple[Any, Any]]:
    import pikepdf

    saved, known = [], resources.get("/XObject", {})
    if not len(known):
        return
    for instruction in pikepdf.parse_content_stream(stream, "q Q cm Do"):
        match str(instruction.operator):
            case "q":
                saved.append(matrix)
            case "Q" if saved:
                matrix = saved.pop()
            case "cm":
                matrix = pikepdf.Matrix(*(float(value) for value in instruction.operands)) @ matrix
            case "Do":
                target = known.get(str(instruction.operands[0]))
                if target is None:
                    continue
                if target.get("/Subtype") == "/Image":
                    if not target.get("/ImageMask", False):
                        yield target, matrix
                elif target.objgen not in outer:
                    own = pikepdf.Matrix(target.Matrix) if "/Matrix" in target else pikepdf.Matrix()
                    inner = target.get("/Resources", resources)
                    yield from _drawn(target, inner, own @ matrix, outer | {target.objgen})
