"""Fonts inside a web page: all it needs, nothing else, drawn as the whole fonts draw it."""

from __future__ import annotations

import base64
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from publish.languages import language
from publish.render import webfonts
from publish.render.font_files import font_path, fonts_of
from publish.render.font_instances import unpacked as whole
from publish.render.fonts import font_licences, web_font_css
from publish.render.webfonts import PLACEHOLDER, is_quick, linked_fonts, web_font_families, with_fonts

from . import shaping
from .texts import TEXTS

STYLE = "body { font-family: var(--serif) } h1 { font-family: var(--sans) }"


def page(tag: str, body: str, style: str = STYLE) -> str:
    """A page as the templates make one, its fonts still to be put in."""
    head = f"<style>{PLACEHOLDER}\n{web_font_css([tag, 'en', 'ja'])}\n{style}</style>"
    direction = language(tag).direction
    return f'<!doctype html><html lang="{tag}" dir="{direction}"><title>x</title>{head}<body>{body}</body></html>'


def faces(html: str) -> dict[tuple[str, int, bool], tuple[set[int], bytes]]:
    """Code points and font of each face in a page, by family, weight and slant."""
    found = {}
    for rule in re.findall(r"@font-face \{.*?\}", html):
        family, weight = re.search('"([^"]+)"; font-weight: (\\d+)', rule).groups()  # type: ignore[union-attr]
        points = webfonts._points(re.search("unicode-range: ([^;]+)", rule)[1])  # type: ignore[index]
        data = base64.b64decode(re.search('base64,([^"]+)', rule)[1])  # type: ignore[index]
        found[family, int(weight), "italic" in rule] = points, shaping.unpacked(data)
    return found


@pytest.mark.parametrize("tag", TEXTS)
def test_a_subset_draws_a_text_as_the_whole_font_does(tag: str, tmp_path: Path) -> None:
    text = TEXTS[tag]
    found = faces(with_fonts(page(tag, f"<h1>{text}</h1><p>{text} <b>{text}</b></p>"), tag, tmp_path))
    sources = {webfonts.web_family(font.family): font for font in webfonts.installed_fonts() if not font.is_italic}
    compared = 0
    for (family, weight, _), (points, font) in found.items():
        if not set(map(ord, text)) <= points:
            continue
        source = sources[family]
        if weight >= 700 and not source.weights:
            (source,) = fonts_of(webfonts.BOLD_FROM[source.family])
        variations = {"wght": weight, "wdth": 100} if source.weights else None
        assert shaping.is_alike(shaping.drawn(font, text), shaping.drawn(whole(source), text, variations)), family
        compared += 1
    assert compared >= 3, "running text, bold and heading"


def test_letters_are_in_the_face_they_are_set_in_and_in_no_other(tmp_path: Path) -> None:
    html = page("fr", "<h1>A</h1><p>B<b>C</b><i>D</i><b><i>E</i></b> 国 <span lang=ja>語<b>強</b></span>")
    assert {
        key: "".join(map(chr, sorted(points - set(b"- \n\xa0") - {0x2010})))
        for key, (points, _) in faces(with_fonts(html, "fr", tmp_path)).items()
    } == {
        ("Leaflet Sans", 700, False): "A",
        ("Leaflet Serif", 400, False): "B",
        ("Leaflet Serif", 700, False): "C",
        ("Leaflet Serif", 400, True): "D",
        ("Leaflet Serif", 700, True): "E",
        ("Leaflet Serif JP", 400, False): "国語",
        ("Leaflet Serif JP", 700, False): "強",
    }


def test_a_script_s_own_figures_go_with_its_letters(tmp_path: Path) -> None:
    found = faces(with_fonts(page("ja", "<p>2万5000人 for a Free"), "ja", tmp_path))
    assert [family for family, _, _ in found] == ["Leaflet Serif JP"]


def test_a_reader_s_own_font_needs_nothing(tmp_path: Path) -> None:
    html = page("fr", "<p>x<code>y</code>", "body { font-family: Georgia, serif }")
    assert faces(with_fonts(html, "fr", tmp_path)) == {}
    assert PLACEHOLDER not in with_fonts(html, "fr", tmp_path)


def test_fonts_made_before_are_found_and_mended(tmp_path: Path) -> None:
    html = page("fr", "<p>x")
    assert not is_quick(html, "fr", tmp_path)
    first = with_fonts(html, "fr", tmp_path)
    assert is_quick(html, "fr", tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(b"cut off")
    assert with_fonts(html, "fr", tmp_path) == first
    # Another text of the same letters needs no other fonts.
    before = set(tmp_path.glob("*.woff2"))
    with_fonts(page("fr", "<p>xx"), "fr", tmp_path)
    assert set(tmp_path.glob("*.woff2")) == before


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    html = page("fr", "<p>x")
    assert with_fonts(html, "fr", blocked / "cache") == with_fonts(html, "fr", tmp_path / "cache")


def test_a_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webfonts, "_MOST_KEPT", 6)
    for letter in "abcdefghij":
        with_fonts(page("fr", f"<p>{letter}"), "fr", tmp_path)
    assert len(list(tmp_path.iterdir())) <= 6 + 2
    assert is_quick(page("fr", "<p>j"), "fr", tmp_path)


def test_what_is_in_use_stays_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webfonts, "_MOST_KEPT", 6)
    used = page("fr", "<p>é")
    with_fonts(used, "fr", tmp_path)
    for letter in "abcdefghij":
        for number, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
            os.utime(path, (number, number))
        assert is_quick(used, "fr", tmp_path), letter
        with_fonts(page("fr", f"<p>{letter}"), "fr", tmp_path)


def test_linked_fonts_are_the_same_as_those_inside(tmp_path: Path) -> None:
    html = page("fr", "<h1>A</h1><p>B")
    css, files = linked_fonts(html, "fr", tmp_path, "../assets/")
    named = re.findall(r'url\("\.\./assets/([a-z0-9-]+\.woff2)"\)', css)
    assert sorted(named) == sorted(files)
    inside = {font for _, font in faces(with_fonts(html, "fr", tmp_path)).values()}
    assert {shaping.unpacked(content) for content in files.values()} == inside
    other, _ = linked_fonts(page("fr", "<h1>A</h1><p>C"), "fr", tmp_path, "../assets/")
    assert set(other.split("\n")) & set(css.split("\n")), "the heading's font is shared"


def test_a_font_says_whose_it_is_and_its_licence_can_be_shipped(tmp_path: Path) -> None:
    html = page("ja", "<h1>見出し</h1><p>本文")
    for _, font in faces(with_fonts(html, "ja", tmp_path)).values():
        names = TTFont(BytesIO(font))["name"]
        assert "Adobe" in names.getDebugName(0)
        assert "SIL Open Font License" in names.getDebugName(13)
    families = web_font_families(html, "ja", tmp_path)
    assert families == ["Noto Sans JP", "Noto Serif JP"]
    licences = font_licences(families)
    assert list(licences) == ["Noto-Sans-JP.txt", "Noto-Serif-JP.txt"]
    for text in licences.values():
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert re.search(r"(©|Copyright) .*(Google|Adobe|Noto)", text)


def test_every_family_has_a_licence() -> None:
    names = {font.family for font in webfonts.installed_fonts()}
    assert len(font_licences(names)) == len(names)


@given(st.sets(st.integers(1, 0x10FFFF), min_size=1, max_size=60))
def test_unicode_ranges_say_exactly_which_points(points: set[int]) -> None:
    assert webfonts._points(webfonts._ranges(points)) == points


def test_features_that_a_style_sheet_asks_for_are_kept(tmp_path: Path) -> None:
    body = "<p>1234 (「国」)"
    plainly = faces(with_fonts(page("ja", body), "ja", tmp_path))
    asked = faces(with_fonts(page("ja", body, STYLE + 'p { font-feature-settings: "palt" }'), "ja", tmp_path))
    for found, present in ((plainly, False), (asked, True)):
        (font,) = [font for _, font in found.values()]
        features = {record.FeatureTag for record in TTFont(BytesIO(font))["GPOS"].table.FeatureList.FeatureRecord}
        assert ("palt" in features) is present
        assert "halt" in features
        assert not features & {"vpal", "vhal", "vkrn"}


def test_a_font_of_a_package_is_read_from_its_file() -> None:
    (font,) = fonts_of("Noto Serif JP")
    assert whole(font) == font_path(font).read_bytes()
