"""What a font makes of a text, by HarfBuzz: outlines in order, with where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import uharfbuzz
from fontTools.ttLib import TTFont

Glyph = tuple[int, ...]


def unpacked(content: bytes) -> bytes:
    """A WOFF2 font as OpenType."""
    result = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as file:
        file.flavor = None
        file.save(result)
    return result.getvalue()


def drawn(font: bytes, text: str, variations: Mapping[str, float] | None = None) -> list[Glyph]:
    """Each glyph of the text as the font draws it: the box its outline fills, its width and where it is moved to."""
    shaped = uharfbuzz.Font(uharfbuzz.Face(font))
    if variations:
        shaped.set_variations(dict(variations))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaped, buffer)
    assert all(info.codepoint for info in buffer.glyph_infos), "a glyph is missing"
    result = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        box = shaped.get_glyph_extents(info.codepoint)
        box_ = (box.x_bearing, box.y_bearing, box.width, box.height)
        result.append((*box_, place.x_advance, place.x_offset, place.y_offset))
    return result


def is_alike(one: list[Glyph], other: list[Glyph]) -> bool:
    """Whether the same glyphs stand at the same places, but for what rounding to whole units does."""
    return len(one) == len(other) and all(
        abs(number - its) <= 2
        for glyph, same in zip(one, other, strict=True)
        for number, its in zip(glyph, same, strict=True)
    )


def outline(font: uharfbuzz.Font, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """The strokes a glyph is drawn with."""
    from fontTools.pens.recordingPen import RecordingPen

    pen = RecordingPen()
    font.draw_glyph_with_pen(glyph, pen)
    return tuple((name, tuple(round(number) for point in points for number in point)) for name, points in pen.value)
