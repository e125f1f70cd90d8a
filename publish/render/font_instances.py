"""Static fonts from variable ones, with names and style bits that say what they are.

WeasyPrint would otherwise make an instance again for every leaflet, which takes longer than to lay it out.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from publish.render.font_faults import faults_told
from publish.render.font_files import FontFile, file_stem, font_path

_WEIGHT_NAMES = {400: "Regular", 500: "Medium", 700: "Bold"}


def instances(font: FontFile) -> dict[str, FontFile]:
    """The files to be made of a font, by name."""
    slant = "Italic" if font.is_italic else ""
    # Two files of a publication may say the same of themselves.
    stem = f"{file_stem(font.family)}{slant}{font.digest[:8]}"
    if font.weights:
        return {f"{stem}-{weight}.otf": font for weight in font.weights}
    return {f"{stem}-static{font.weight}.otf": font}


def instance(font: FontFile, name: str) -> bytes:
    """One of the files that `instances` names."""
    with faults_told(font):
        return _made(font, name)


def _made(font: FontFile, name: str) -> bytes:
    weight = int(name.rpartition("-")[2].removeprefix("static").removesuffix(".otf"))
    if font.weights:
        return _named(font, _pinned(font, weight), weight)
    if font.module and font.scale == 1:
        return font_path(font).read_bytes()
    # A publication's own may be compressed, or one of a collection.
    result = BytesIO()
    with _opened(font) as file:
        file.flavor = None
        adapt(file, font)
        file.save(result)
    return result.getvalue()


def adapt(file: Any, font: FontFile) -> None:
    """Give a font (fontTools' `TTFont`) the size and the characters that `FontFile` says."""
    if font.scale != 1:
        # What a font draws is measured in parts of its em: in fewer of them all is larger.
        file["head"].unitsPerEm = round(file["head"].unitsPerEm / font.scale)
    if font.only:
        for table in file["cmap"].tables:
            if hasattr(table, "cmap"):
                table.cmap = {point: name for point, name in table.cmap.items() if is_used(point, font)}


def is_used(point: int, font: FontFile) -> bool:
    """Whether a font that has the code point is to draw it."""
    return not font.only or any(first <= point <= last for first, last in font.only)


def _pinned(font: FontFile, weight: int) -> bytes:
    """The font at one weight, and at the default of every other axis but width, which is the normal one."""
    import uharfbuzz

    face = uharfbuzz.Face(unpacked(font), 0)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    pin(wanted, face, weight)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def pin(wanted: Any, face: Any, weight: int) -> None:
    """Have a subset (uharfbuzz's `SubsetInput`) of a face be static, of that weight."""
    for axis in face.axis_infos:
        value = {"wght": weight, "wdth": 100}.get(axis.tag, axis.default_value)
        wanted.pin_axis_location(face, axis.tag, min(max(value, axis.min_value), axis.max_value))


def unpacked(font: FontFile) -> bytes:
    """The bytes of a font as TrueType or OpenType has them, of a collection the one."""
    content = font_path(font).read_bytes()
    if content[:4] not in (b"wOF2", b"ttcf"):
        return content
    result = BytesIO()
    with faults_told(font), _opened(font) as file:
        file.flavor = None
        file.save(result)
    return result.getvalue()


def _opened(font: FontFile) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(font_path(font), fontNumber=font.number, recalcTimestamp=False)


def _named(font: FontFile, content: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont

    style = " ".join(
        filter(
            None,
            [
                _WEIGHT_NAMES.get(weight, str(weight)).replace("Regular", "" if font.is_italic else "Regular"),
                "Italic" if font.is_italic else "",
            ],
        )
    )
    result = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as file:
        names = {
            1: font.family,
            2: style,
            4: f"{font.family} {style}",
            6: f"{font.family}-{style}".replace(" ", ""),
            16: font.family,
            17: style,
        }
        for number, name in names.items():
            file["name"].setName(name, number, 3, 1, 0x409)
        is_bold = weight >= 700
        # OpenType, OS/2 fsSelection: bit 0 italic, 5 bold, 6 regular; head macStyle: bit 0 bold, 1 italic.
        kept = file["OS/2"].fsSelection & ~0b1100001
        regular = not is_bold and not font.is_italic
        file["OS/2"].fsSelection = kept | font.is_italic | is_bold << 5 | regular << 6
        file["OS/2"].usWeightClass = weight
        file["head"].macStyle = is_bold | font.is_italic << 1
        adapt(file, font)
        file.save(result)
    return result.getvalue()
