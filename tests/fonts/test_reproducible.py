"""The same page gives the same bytes, whatever the clock, time zone, language, folder, fonts or cores of a machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from support import ROOT, environment

from publish.render.fonts import font_css, font_versions
from publish.render.versions import library_versions, package_versions

from . import made, pdfs
from .texts import TEXTS

PROGRAM = Path(__file__).with_name("render_once.py")


def rendered(folder: Path, **variables: str) -> tuple[bytes, bytes]:
    """The PDF and the web page, made in that folder by a process with these variables."""
    folder.mkdir(parents=True)
    command = [sys.executable, str(PROGRAM), str(folder)]
    subprocess.run(command, cwd=folder, env=environment(**variables), check=True)
    return (folder / "page.pdf").read_bytes(), (folder / "page.html").read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return rendered(tmp_path_factory.mktemp("usual") / "a", TEST_CLOCK="1700000000", TZ="UTC", LC_ALL="C.UTF-8")


def test_another_machine_gives_the_same_bytes(usual: tuple[bytes, bytes], tmp_path: Path) -> None:
    home = tmp_path / "Ünusual home, 日本"
    for fonts in (home / ".fonts", home / ".local/share/fonts", home / "data/fonts"):
        fonts.mkdir(parents=True)
        # A font of the reader's that calls itself as ours does.
        (fonts / "serif.ttf").write_bytes(made.font("Noto Serif"))
        (fonts / "naskh.ttf").write_bytes(made.font("Noto Naskh Arabic", weight=700))
    configuration = home / "fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{home}/.fonts</dir></fontconfig>", encoding="utf-8")
    other = rendered(
        home / "a folder" / "of another name",
        TEST_CLOCK="4102444800",
        TEST_CORES="1",
        HOME=str(home),
        XDG_CACHE_HOME=str(home / "cache"),
        XDG_DATA_HOME=str(home / "data"),
        XDG_DATA_DIRS=str(home / "data"),
        FONTCONFIG_FILE=str(configuration),
        TZ="Asia/Tokyo",
        LANG="ja_JP.UTF-8",
        LC_ALL="tr_TR.UTF-8",
        LANGUAGE="ar",
        PYTHONHASHSEED="12345",
    )
    assert other[1] == usual[1], "the web page"
    assert other[0] == usual[0], "the PDF"


def test_the_page_is_what_it_is_thought_to_be(usual: tuple[bytes, bytes], tmp_path: Path) -> None:
    printed, web = usual
    path = tmp_path / "page.pdf"
    path.write_bytes(printed)
    with pikepdf.open(path) as document:
        names = {
            str(font.BaseFont).partition("+")[2] for page in document.pages for font in page.Resources.Font.values()
        }
    assert names == {
        *("Noto-Serif", "Noto-Serif-Bold", "Noto-Serif-Italic", "Noto-Sans-Bold"),
        *("Noto-Serif-JP", "Noto-Sans-JP-Bold", "Noto-Naskh-Arabic", "Noto-Naskh-Arabic-Bold"),
    }
    assert web.count(b"@font-face") == 8
    assert str(ROOT).encode() not in printed + web


@pytest.mark.parametrize("tag", ["fr", "ja", "ar", "zh-Hant"])
def test_fonts_that_a_page_does_not_need_do_not_change_it(tag: str) -> None:
    text = f"{TEXTS[tag]} <b>{TEXTS[tag]}</b> {TEXTS['el']} 日本語 ע <i>{TEXTS['ru']}</i>"
    html = f'<html lang="{tag}"><style>{font_css([tag])} p {{ font-family: var(--serif) }}</style><p>{text}'
    assert pdfs.pdf_of(html) == pdfs.pdf_of(html, all_fonts=True)


def test_the_manifest_names_what_the_bytes_depend_on() -> None:
    packages, libraries = package_versions(), library_versions()
    assert packages.items() >= font_versions().items()
    assert {"weasyprint", "pydyf", "uharfbuzz", "fonttools", "fontpkg-noto-serif", "pylopdf-fonts-jp"} <= set(packages)
    assert set(libraries) == {
        *("glib", "fribidi", "freetype", "fontconfig", "pango", "harfbuzz", "harfbuzz-subset", "zlib")
    }
    assert not {"absent", "unknown"} & {libraries[name] for name in ("pango", "harfbuzz", "fontconfig", "freetype")}


def test_the_libraries_are_those_that_weasyprint_has_opened() -> None:
    import weasyprint.text.ffi as opened

    number = opened.pango.pango_version()
    assert library_versions()["pango"] == f"{number // 10000}.{number // 100 % 100}.{number % 100}"
