"""What no font can draw is known before anything is laid out."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.render import font_coverage
from publish.render.font_coverage import _holds, _kept, _merged, covers
from publish.render.font_files import families, installed_fonts
from publish.render.fonts import missing_characters


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Łódź, Škoda, Đà Nẵng, Ελλάδα, Россия", ""),
        ("東京 서울 北京 臺北 القاهرة ירושלים दिल्ली", ""),
        ("ᚠᚢ and ᚠ", "ᚠᚢ"),
        ("አማርኛ", "አማርኛ"),
        # Spaces, joiners, marks of direction and breaks are drawn by no font.
        ("a\u00a0b\u202fc\u200bd\u200d\u2066\u2069\u200f\u2028e\u00ad", ""),
        # A variation selector is ignored where a font knows nothing of it.
        ("葛\U000e0100 葛\ufe00", ""),
        ("↩\ufe0e", "↩"),
        # Letters and marks apart are drawn as one: composed, or placed by the font.
        ("e\u0301 a\u0323\u0302 q\u0301 x\u0307", ""),
        ("\u0915\u094d\u0937\u093f \u0628\u0650\u0633\u0652\u0645 \u05d1\u05bc\u05b0", ""),
        # No font has a Chinese character and a Hebrew point at once.
        ("東\u05b0", "\u05b0"),
        # The base is missing; its accent is not named besides.
        ("ᚠ\u0301 e\u0301", "ᚠ"),
        ("", ""),
    ],
)
def test_characters_that_no_font_has(text: str, missing: str) -> None:
    assert "".join(missing_characters(text)) == missing


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["Đoàn kết quốc tế", "Ἐν ἀρχῇ ἦν ὁ λόγος", "Ёлка й", "がぎぐ ヴ", "국제", "Çığ İ"])
def test_a_text_is_drawable_composed_and_decomposed(text: str, form: str) -> None:
    assert missing_characters(unicodedata.normalize(form, text)) == []  # type: ignore[arg-type]


@given(st.sets(st.integers(0, 400)))
def test_ranges_hold_the_points_they_were_made_of(points: set[int]) -> None:
    ranges = _merged((point, point + 1) for point in points)
    assert {point for point in range(500) if _holds(ranges, chr(point))} == points
    assert list(ranges) == sorted(set(ranges))


@pytest.mark.parametrize("damage", [b"", b"[1, 2, 3]", b'["a", "b"]', b"{}", b"[[65, 90]]"])
def test_a_damaged_cache_is_made_again(damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_coverage, "font_cache", lambda: tmp_path)
    (tmp_path / "x.json").write_bytes(damage)
    assert _kept("x", lambda: (65, 91)) == (65, 91)
    assert _kept("x", lambda: (0, 0)) == (65, 91)


def test_a_family_covers_what_its_upright_files_map() -> None:
    from fontTools.ttLib import TTFont

    from publish.render.font_files import font_path

    for family in ("Noto Serif", "Noto Sans Arabic", "Noto Serif Hebrew"):
        (font,) = [font for font in installed_fonts() if font.family == family and not font.is_italic]
        with TTFont(font_path(font), lazy=True) as file:
            points = set(file["cmap"].getBestCmap())
        assert {point for point in range(0x20000) if covers(family, chr(point))} == points


def test_arabic_running_text_takes_its_figures_from_the_latin_family() -> None:
    assert covers("Noto Naskh Arabic", "ع")
    assert covers("Noto Naskh Arabic", "٣")
    assert not any(covers("Noto Naskh Arabic", character) for character in "a1%(»")


def test_an_unknown_family_covers_nothing() -> None:
    assert not covers("Comic Sans", "a")
    assert "Comic Sans" not in families()
