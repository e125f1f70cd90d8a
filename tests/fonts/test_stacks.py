"""Which families draw which language, and what is said where the fonts of a script are not installed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from publish.errors import RenderError
from publish.render import font_coverage, font_files, font_stacks
from publish.render.font_files import FONT_FILES, SCRIPTS, FontFile
from publish.render.fonts import font_css, font_remedy, has_font_for, stack, web_font_css


@pytest.mark.parametrize(
    ("tag", "serif", "sans"),
    [
        ("fr", "Noto Serif", "Noto Sans"),
        ("el", "Noto Serif", "Noto Sans"),
        ("sr-Cyrl", "Noto Serif", "Noto Sans"),
        ("ja", "Noto Serif JP", "Noto Sans JP"),
        ("ko", "Noto Serif KR", "Noto Sans KR"),
        ("zh-Hans", "Noto Serif SC", "Noto Sans SC"),
        ("zh", "Noto Serif SC", "Noto Sans SC"),
        ("zh-Hant", "Noto Serif TC", "Noto Sans TC"),
        ("zh-Hant-HK", "Noto Serif TC", "Noto Sans TC"),
        ("ar", "Noto Naskh Arabic", "Noto Sans Arabic"),
        ("fa", "Noto Naskh Arabic", "Noto Sans Arabic"),
        ("he", "Noto Serif Hebrew", "Noto Sans Hebrew"),
        ("hi", "Noto Serif Devanagari", "Noto Sans Devanagari"),
    ],
)
def test_a_language_is_set_in_its_script_s_families(tag: str, serif: str, sans: str) -> None:
    assert (stack(tag, "serif")[0], stack(tag, "sans")[0]) == (serif, sans)
    assert has_font_for(tag)
    # Every other family may still be needed, for a name in another script.
    for kind in ("serif", "sans"):
        names = stack(tag, kind)  # type: ignore[arg-type]
        assert set(names) == {font.family for font in FONT_FILES}
        assert len(names) == len(set(names))


def test_a_style_sheet_names_the_languages_that_differ_from_the_page_s() -> None:
    for css in (font_css(["fr", "en", "ja", "de", "ar"]), web_font_css(["fr", "en", "ja", "de", "ar"])):
        assert re.findall(r"^(\S+) \{ --serif: .+; --sans: .+; .*\}$", css, re.MULTILINE) == [
            ":root",
            ":lang(ja)",
            ":lang(ar)",
        ]


def test_a_script_without_an_italic_is_not_slanted_by_the_browser() -> None:
    rules = web_font_css(["fr", "ja"]).split("\n")
    assert "font-synthesis-style: auto" in rules[0]
    assert "font-synthesis-style: none" in rules[1]


@pytest.fixture
def only_defaults(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine with the fonts that the program depends on and no extra."""
    extras = {"pylopdf_fonts_ar", "pylopdf_fonts_he", "pylopdf_fonts_hi", "pylopdf_fonts_ko"}
    extras |= {"pylopdf_fonts_zh_cn", "pylopdf_fonts_zh_tw"}
    place = font_files._place
    monkeypatch.setattr(font_files, "_place", lambda font: None if font.module in extras else place(font))
    cached = (font_files.installed_fonts, font_stacks.stack, font_coverage._every, font_coverage.family_ranges)
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


@pytest.mark.parametrize(
    ("tag", "drawn", "remedy"),
    [
        ("ar", False, "make leaflets installs one; by hand: pip install 'publish-leaflets[arabic]'"),
        ("he", False, "make leaflets installs one; by hand: pip install 'publish-leaflets[hebrew]'"),
        ("am", False, "put a font that has it into templates/fonts/"),
        # Drawn without an extra, in sans serif.
        ("ko", True, "make leaflets installs one; by hand: pip install 'publish-leaflets[korean]'"),
        ("zh-Hant", True, "make leaflets installs one; by hand: pip install 'publish-leaflets[chinese]'"),
        ("hi", True, "make leaflets installs one; by hand: pip install 'publish-leaflets[devanagari]'"),
    ],
)
@pytest.mark.usefixtures("only_defaults")
def test_a_script_without_fonts_has_a_remedy(tag: str, drawn: bool, remedy: str) -> None:
    assert has_font_for(tag) is drawn
    assert font_remedy(tag) == remedy


@pytest.mark.usefixtures("only_defaults")
def test_without_extras_the_default_package_draws_korean_and_chinese() -> None:
    assert [stack(tag, "serif")[0] for tag in ("ko", "zh-Hans", "zh-Hant")] == [
        "Noto Sans KR",
        "Noto Sans SC",
        "Noto Sans TC",
    ]


def test_a_default_font_that_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_files, "_place", lambda _: None)
    font_files.installed_fonts.cache_clear()
    with pytest.raises(RenderError, match="the Python package fontpkg-noto-serif is not installed as pinned; run the"):
        font_files.installed_fonts()


def test_every_family_of_the_table_is_in_a_script_and_has_a_file() -> None:
    named = {name for script in SCRIPTS.values() for name in (*script.serif, *script.sans)}
    assert named == {font.family for font in FONT_FILES}


def test_a_family_s_name_cannot_end_the_style_element() -> None:
    own = (FontFile('</style>"x', "", "x.ttf"),)
    css = font_stacks.css_name(own[0].family)
    assert "<" not in css
    assert css.count('"') == 2
