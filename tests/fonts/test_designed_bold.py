"""Bold is drawn by somebody, in every script: outlines are compared, since names lie."""

from __future__ import annotations

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from publish.render.font_files import fonts_of
from publish.render.font_instances import unpacked
from publish.render.fonts import font_css

from . import pdfs

# A text in each script, and the family whose own bold is to be seen where running text has a bold word.
CASES = [
    ("ja", "国際連帯東京逮捕労働", "Noto Sans JP"),
    ("ko", "국제연대총파업", "Noto Sans KR"),
    ("zh-Hans", "国际团结总罢工", "Noto Sans SC"),
    ("zh-Hant", "國際團結總罷工", "Noto Sans TC"),
    ("ar", "التضامن الدولي", "Noto Naskh Arabic"),
    ("he", "סולידריות בינלאומית", "Noto Serif Hebrew"),
    ("hi", "अंतरराष्ट्रीय एकजुटता", "Noto Serif Devanagari"),
    ("el", "αλληλεγγύη", "Noto Serif"),
    ("ru", "солидарность", "Noto Serif"),
    ("fr", "solidarité", "Noto Serif"),
]


@pytest.mark.parametrize(("tag", "text", "family"), CASES)
def test_a_bold_word_in_running_text_is_the_font_s_own_bold(tag: str, text: str, family: str) -> None:
    style = f"{font_css([tag])} p {{ font-family: var(--serif) }}"
    pdf = pdfs.pdf_of(f'<html lang="{tag}"><style>{style}</style><p>{text} <strong>{text}</strong>')
    assert pdfs.text_modes(pdf) <= {0, 3}, "strokes make letters fatter"
    inside = dict(pdfs.fonts(pdf))
    name = f"{family.replace(' ', '-')}-Bold"
    assert name in inside, sorted(inside)
    bold = inside[name]
    drawn = [name for name in bold.getGlyphOrder() if bold["glyf"][name].numberOfContours]
    assert len(drawn) >= 6
    (source,) = [font for font in fonts_of(family) if not font.is_italic]
    face = uharfbuzz.Face(unpacked(source))
    alike = {weight: share_alike(bold, drawn, face, weight) for weight in (400, 700)}
    assert alike[700] > 0.8, "not the variable font's own bold"
    assert alike[400] < 0.3, "the regular under another name"


def share_alike(bold: TTFont, drawn: list[str], face: uharfbuzz.Face, weight: int) -> float:
    """How many of the glyphs fill the box that the font's own glyph fills at a weight."""
    font = uharfbuzz.Font(face)
    font.set_variations({"wght": weight, "wdth": 100})
    same = 0
    for name in drawn:
        glyph, box = bold["glyf"][name], font.get_glyph_extents(bold.getGlyphID(name))
        sides = (box.x_bearing, box.y_bearing, box.x_bearing + box.width, box.y_bearing + box.height)
        same += all(
            abs(one - other) < 2
            for one, other in zip((glyph.xMin, glyph.yMax, glyph.xMax, glyph.yMin), sides, strict=True)
        )
    return same / len(drawn)


def test_the_comparison_sees_a_regular_under_a_bold_s_name() -> None:
    (source,) = fonts_of("Noto Sans JP")
    face = uharfbuzz.Face(unpacked(source))
    pdf = pdfs.pdf_of('<html lang="ja"><style>p { font: 400 1em "Noto Sans JP" }</style><p>国際連帯東京')
    regular = next(font for _, font in pdfs.fonts(pdf))
    drawn = [name for name in regular.getGlyphOrder() if regular["glyf"][name].numberOfContours]
    assert share_alike(regular, drawn, face, 400) > 0.8
    assert share_alike(regular, drawn, face, 700) < 0.3
