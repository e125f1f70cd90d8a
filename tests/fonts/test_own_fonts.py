"""A publication's own fonts: used by the names they give themselves, in print and on the web; bad ones are named."""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.errors import PublishError, RenderError
from publish.render.font_coverage import covers
from publish.render.font_files import FontFile
from publish.render.font_instances import instance, instances
from publish.render.font_stacks import css_name
from publish.render.font_subsets import subset
from publish.render.fonts import (
    font_css,
    font_licences,
    missing_characters,
    own_fonts,
    stack,
    use_own_fonts_only,
    web_font_css,
)
from publish.render.webfonts import PLACEHOLDER, linked_fonts, with_fonts

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


def test_a_font_is_known_by_its_bytes(tmp_path: Path) -> None:
    content = made.font()
    assert good(put(tmp_path / "fonts", a_ttf=content))[0].digest == hashlib.sha256(content).hexdigest()
    assert good(put(tmp_path / "fonts", a_ttf=made.font("Other")))[0].family == "Other"


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


def damaged(content: bytes, table: str, damage: bytes, at: int = 0) -> bytes:
    """A font with other bytes in one of its tables (OpenType, table directory)."""
    for record in range(12, 12 + 16 * int.from_bytes(content[4:6], "big"), 16):
        if content[record : record + 4].decode() == table:
            start = int.from_bytes(content[record + 8 : record + 12], "big") + at
            return content[:start] + damage + content[start + len(damage) :]
    raise AssertionError(f"it has no table {table}")


@pytest.mark.parametrize("font", [made.font(), made.variable()], ids=["static", "variable"])
@pytest.mark.parametrize("table", ["GDEF", "GPOS", "GSUB", "OS/2", "cmap", "glyf", "head", "maxp", "post"])
def test_a_font_with_a_broken_table_is_one_line(
    table: str, font: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = put(tmp_path / "fonts", bad_ttf=damaged(font, table, b"\xff" * 40), good_ttf=made.font())
    fonts, errors = own_fonts(folder)
    assert [font.family for font in fonts] == [FAMILY]
    (error,) = errors
    assert str(error).startswith("templates/fonts/bad.ttf: is no font that can be used (")
    assert capfd.readouterr() == ("", "")


@settings(max_examples=150)
@given(
    font=st.sampled_from([made.font(), made.variable(), made.font(flavour="woff2")]),
    at=st.floats(0, 1, exclude_max=True),
    damage=st.binary(min_size=1, max_size=12),
)
def test_a_damaged_font_is_refused_or_can_be_used(font: bytes, at: float, damage: bytes) -> None:
    start = int(at * (len(font) - len(damage)))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.ttf").write_bytes(font[:start] + damage + font[start + len(damage) :])
        fonts, errors = own_fonts(Path(folder))
        assert len(fonts) + len(errors) == 1
        with contextlib.suppress(PublishError):
            for own in fonts:
                covers(own.family, "A", fonts)
                for name in instances(own):
                    assert instance(own, name)
                assert subset(own, own.weight, {65, 66})[:4] == b"wOF2"


def test_a_font_that_changes_during_a_build_is_named(tmp_path: Path) -> None:
    folder = put(tmp_path / "fonts", a_ttf=made.variable())
    (own,) = good(folder)
    (folder / "a.ttf").write_bytes(b"no font any more")
    for use in (lambda: instance(own, next(iter(instances(own)))), lambda: subset(own, 400, {65})):
        with pytest.raises(RenderError, match=r"^templates/fonts/a\.ttf: is no font that can be used"):
            use()


@pytest.mark.usefixtures("quick_leaflets")
def test_a_build_goes_on_without_a_broken_font(small: MakePublication, run: Run) -> None:
    folder = small({"templates/fonts/bad.ttf": damaged(made.font(), "GSUB", b"\xff" * 10)})
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    (error,) = outcome.errors
    assert error.startswith("templates/fonts/bad.ttf: is no font that can be used")
    assert (folder / "output/fr/good.html").is_file()
    assert (folder / "output/fr/good.pdf").is_file()


@pytest.mark.parametrize("family", ["../../evil", "A/B", "游明朝", "x" * 300, "C:\\evil", ".", "A\n"])
def test_a_family_s_name_leads_to_no_other_folder(family: str, tmp_path: Path) -> None:
    own = good(put(tmp_path / "fonts", a_ttf=made.font(family), OFL_txt=b"Copyright somebody"))
    assert own[0].family == family.strip()
    page = f"<html lang=en><style>{PLACEHOLDER} p {{ font-family: {css_name(own[0].family)} }}</style><p>ABC"
    _, files = linked_fonts(page, "en", tmp_path / "cache", "assets/", own)
    for name in (*files, *font_licences([own[0].family], own)):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,100}\.(txt|woff2)", name)
    assert len(files) == 1
    assert use_own_fonts_only(page, own) is None


def test_families_that_share_no_letters_have_a_licence_each(tmp_path: Path) -> None:
    names = ["游明朝", "游ゴシック", "A B", "A-B"]
    put(tmp_path / "fonts", OFL_txt=b"Copyright somebody")
    own = good(put(tmp_path / "fonts", **{f"f{number}_ttf": made.font(name) for number, name in enumerate(names)}))
    assert len(font_licences(names, own)) == len(names)


def test_a_licence_beside_the_fonts_is_shipped_with_them(tmp_path: Path) -> None:
    own = good(put(tmp_path / "fonts", a_ttf=made.font(), OFL_txt=b"Copyright somebody"))
    assert font_licences([FAMILY], own)["Runes-of-Ours.txt"].endswith("Copyright somebody")
