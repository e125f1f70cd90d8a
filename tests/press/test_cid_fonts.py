"""Fonts of CID-keyed outlines: a reader that looks glyphs up as PDF says finds the ones that are meant."""

from __future__ import annotations

import io

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont

from publish.render.passes.cid_fonts import number_glyphs, with_numbered_glyphs
from publish.render.passes.saving import saved

from .samples import opened, printed


def keyed(count: int, gap: int) -> bytes:
    """A font of so many glyphs whose identifiers are `gap` apart, made CID-keyed by hand."""
    from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict

    names = [".notdef", *(f"cid{number * gap:05d}" for number in range(1, count))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x4E00 + index: name for index, name in enumerate(names[1:])})
    outlines = {name: T2CharString(program=[500 + index % 300, "endchar"]) for index, name in enumerate(names)}
    builder.setupCFF("Test", {}, outlines, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    top = builder.font["CFF "].cff.topDictIndex[0]
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = count * gap + 1
    part = FontDict()
    part.Private = top.Private
    top.FDArray = FDArrayIndex()
    top.FDArray.append(part)
    top.FDSelect = FDSelect()
    top.FDSelect.gidArray = [0] * count
    top.FDSelect.format = 0
    top.CharStrings.fdArray, top.CharStrings.fdSelect = top.FDArray, top.FDSelect
    for string in outlines.values():
        string.fdSelect = 0
    target = io.BytesIO()
    builder.font.save(target)
    return target.getvalue()


@pytest.mark.parametrize("gap", [1, 2, 7])
@pytest.mark.parametrize("count", [2, 3, 200, 257, 258, 900])
def test_glyphs_get_their_numbers(count: int, gap: int) -> None:
    before = keyed(count, gap)
    after = with_numbered_glyphs(before)
    assert len(after) == len(before)
    read = TTFont(io.BytesIO(after))
    top = read["CFF "].cff.topDictIndex[0]
    assert top.charset == [".notdef", *(f"cid{number:05d}" for number in range(1, count))]
    strings = top.CharStrings
    widths = []
    for name in top.charset:
        strings[name].decompile()
        widths.append(strings[name].program[0])
    assert widths == [500 + index % 300 for index in range(count)]
    assert with_numbered_glyphs(after) == after


@pytest.mark.parametrize("family", ["Noto Sans", "Noto Serif"])
def test_other_fonts_stay_as_they_are(family: str) -> None:
    pdf = opened(printed(f'<p style="font-family:{family}">text</p>'))
    files = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Length1" in thing]
    before = [file.read_bytes() for file in files]
    number_glyphs(pdf)
    assert before
    assert [file.read_bytes() for file in files] == before


def test_japanese_is_found_by_identifier() -> None:
    pdf = opened(saved(opened(printed('<p lang="ja" style="font-family:Noto Serif JP">国際連帯を築く</p>'))))
    fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontDescriptor" in thing]
    assert fonts
    for font in fonts:
        if font.Subtype != "/CIDFontType0":
            continue
        file = font.FontDescriptor.FontFile3.read_bytes()
        top = TTFont(io.BytesIO(file))["CFF "].cff.topDictIndex[0]
        assert top.charset[:3] == [".notdef", "cid00001", "cid00002"]
        assert top.charset[-1] == f"cid{len(top.charset) - 1:05d}"
        assert "/CIDToGIDMap" not in font


def test_fonts_are_found_in_a_document() -> None:
    pdf = opened(printed("<p>text</p>"))
    file = pdf.make_stream(keyed(300, 2))
    file.Subtype = pikepdf.Name.OpenType
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=pikepdf.Dictionary(FontFile3=file),
    )
    kept = pdf.make_indirect(font)
    number_glyphs(pdf)
    assert TTFont(io.BytesIO(file.read_bytes()))["CFF "].cff.topDictIndex[0].charset[2] == "cid00002"
    assert "/CIDToGIDMap" not in kept
