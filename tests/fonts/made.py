"""Small fonts for tests: a few letters of Noto Serif under another name, one of them as a rune no package has."""

from __future__ import annotations

from io import BytesIO

import uharfbuzz
from fontTools.ttLib import TTCollection, TTFont

from publish.render.font_files import font_path, fonts_of

RUNE = "ᚠ"


def font(family: str = "Runes of Ours", *, flavour: str | None = None, weight: int = 400, fs_type: int = 0) -> bytes:
    """A font with the letters A to C and the rune, as TrueType or (`flavour` "woff2") compressed."""
    face = uharfbuzz.Face(font_path(fonts_of("Noto Serif")[0]).read_bytes())
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, "ABC "))
    wanted.pin_axis_location(face, "wght", weight)
    wanted.pin_axis_location(face, "wdth", 100)
    file = TTFont(BytesIO(uharfbuzz.subset(face, wanted).blob.data))
    for table in file["cmap"].tables:
        table.cmap[ord(RUNE)] = table.cmap[ord("C")]
    for number, name in {1: family, 2: "Regular", 4: family, 6: family.replace(" ", ""), 16: family}.items():
        file["name"].setName(name, number, 3, 1, 0x409)
    file["OS/2"].fsType = fs_type
    file["OS/2"].usWeightClass = weight
    result = BytesIO()
    file.flavor = flavour
    file.save(result)
    return result.getvalue()


def variable(family: str = "Varied Ours") -> bytes:
    """A variable font, from 400 to 700."""
    face = uharfbuzz.Face(font_path(fonts_of("Noto Serif")[0]).read_bytes())
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, "ABC "))
    wanted.pin_axis_location(face, "wdth", 100)
    file = TTFont(BytesIO(uharfbuzz.subset(face, wanted).blob.data))
    for number, name in {1: family, 4: family, 16: family}.items():
        file["name"].setName(name, number, 3, 1, 0x409)
    result = BytesIO()
    file.save(result)
    return result.getvalue()


def collection(*fonts: bytes) -> bytes:
    """Several fonts in one file."""
    together = TTCollection()
    together.fonts = [TTFont(BytesIO(each)) for each in fonts]
    result = BytesIO()
    together.save(result)
    return result.getvalue()
