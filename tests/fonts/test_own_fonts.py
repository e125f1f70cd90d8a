"""A publication's own fonts: used by the names they give themselves, in print and on the web; bad ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import PublishError
from publish.render.font_files import FontFile, own_font_hashes
from publish.render.font_stacks import css_name
from publish.render.fonts import font_css, font_licences, missing_characters, own_fonts, stack, web_font_css
from publish.render.webfonts import PLACEHOLDER, with_fonts

from . import made, pdfs

FAMILY = "Runes of Ours"


def put(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return folder


def good(folder: Path) -> tuple[FontFile, ...]:
    fonts, errors = own_fonts(folder)
    assert errors == []
    return fonts


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert own_fonts(tmp_path / "fonts") == ((), [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a_ttf", made.font()),
        ("a_otf", made.font()),
        ("a_woff2", made.font(flavour="woff2")),
        ("a_ttc", made.collection(made.font("Another"), made.font())),
    ],
)
def test_a_font_is_used_by_its_own_name_in_print_and_on_the_web(name: str, content: bytes, tmp_path: Path) -> None:
    own = good(put(tmp_path / "fonts", **{name: content}))
    assert FAMILY in {font.family for font in own}
    assert missing_characters(made.RUNE) == [made.RUNE]
    assert missing_characters(made.RUNE, own) == []
    style = f'p {{ font-family: "{FAMILY}", var(--serif) }}'
    body = f"<body><p>ABC {made.RUNE}d</body>"
    html = f'<html lang="en"><style>{font_css(["en"], own)} {style}</style>{body}'
    inside = dict(pdfs.fonts(pdfs.pdf_of(html, own)))
    assert set(inside) == {"Runes-of-Ours", "Noto-Serif"}
    web = f'<html lang="en"><style>{PLACEHOLDER}{web_font_css(["en"], own)} {style}</style>{body}'
    page = with_fonts(web, "en", tmp_path / "cache", own)
    assert f'@font-face {{ font-family: "{FAMILY}"; font-weight: 400;' in page
    assert "U+16A0" in page


def test_weights_of_a_family_are_told_apart_and_made_of_a_variable_font(tmp_path: Path) -> None:
    html = "<html lang=en><style>p { font-family: Varied Ours }</style><p>A<b>B</b>"
    own = good(put(tmp_path / "one", a_ttf=made.variable()))
    assert {name for name, _ in pdfs.fonts(pdfs.pdf_of(html, own))} == {"Varied-Ours", "Varied-Ours-Bold"}
    own = good(put(tmp_path / "two", a_ttf=made.font(), b_ttf=made.font(weight=700)))
    html = html.replace("Varied Ours", FAMILY)
    glyphs = {
        name: font["glyf"][font.getGlyphOrder()[-1]].coordinates for name, font in pdfs.fonts(pdfs.pdf_of(html, own))
    }
    assert set(glyphs) == {"Runes-of-Ours", "Runes-of-Ours-Bold"}


def test_a_family_may_be_called_anything(tmp_path: Path) -> None:
    name = 'Ours/../游明朝 "A" </style>'
    own = good(put(tmp_path / "fonts", a_ttf=made.font(name)))
    assert own[0].family == name
    style = f"p {{ font-family: {css_name(name)} }}"
    assert [font for font, _ in pdfs.fonts(pdfs.pdf_of(f"<html lang=en><style>{style}</style><p>ABC", own))]
    page = with_fonts(f"<html lang=en><style>{PLACEHOLDER}{style}</style><p>ABC", "en", tmp_path / "cache", own)
    assert "U+41-43" in page
    assert page.count("</style>") == 1


def test_a_language_that_no_package_draws_gets_the_publication_s_font_first(tmp_path: Path) -> None:
    own = good(put(tmp_path / "fonts", a_ttf=made.font("Noto Serif")))
    assert stack("fr", "serif", own)[0] == "Noto Serif"
    own = tuple(FontFile("Geez", "", font.path, digest=font.digest) for font in own)
    assert stack("fr", "serif", own)[-1] == "Geez"


def test_what_the_manifest_says_follows_the_bytes(tmp_path: Path) -> None:
    first = own_font_hashes(good(put(tmp_path / "fonts", a_ttf=made.font())))
    second = own_font_hashes(good(put(tmp_path / "fonts", a_ttf=made.font("Other"))))
    assert first.keys() == second.keys() == {"a.ttf"}
    assert first != second


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no font that can be used"),
        (b"<html>not a font", "is no font that can be used"),
        (made.font()[:-200], "is no font that can be used"),
        (made.font(flavour="woff2")[:-200], "is no font that can be used"),
        (made.font(fs_type=2), "its maker does not allow embedding"),
    ],
)
def test_a_bad_file_is_one_line_and_the_others_are_used(content: bytes, said: str, tmp_path: Path) -> None:
    folder = put(tmp_path / "fonts", bad_ttf=content, good_ttf=made.font(), licence_txt=b"no font")
    fonts, errors = own_fonts(folder)
    assert [font.family for font in fonts] == [FAMILY]
    (error,) = errors
    assert isinstance(error, PublishError)
    assert str(error).startswith(f"templates/fonts/bad.ttf: {said}")
    assert "\n" not in str(error)
    assert any(remedy in str(error) for remedy in ("remove it", "use another font"))


def test_a_licence_beside_the_fonts_is_shipped_with_them(tmp_path: Path) -> None:
    own = good(put(tmp_path / "fonts", a_ttf=made.font(), OFL_txt=b"Copyright somebody"))
    assert font_licences([FAMILY], own)["Runes-of-Ours.txt"].endswith("Copyright somebody")
