"""The font files that pages may be set in: those of pinned packages, and a publication's own in `templates/fonts/`."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import RenderError


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file inside an installed package (module name and path within it) and the family CSS calls it by.

    `weights` are the instances wanted of a variable font (CSS values); a static one has none, and `weight` is its own.
    `scale` enlarges its letters, to look as large as those of other scripts at the same size, and `only` are the ranges
    of code points it is used for (the last included; none: all it has).
    A publication's own file has no module, `path` is where it lies, `number` its place in a collection and `digest` the
    SHA-256 of its bytes.
    """

    family: str
    module: str
    path: str
    weights: tuple[int, ...] = ()
    is_italic: bool = False
    weight: int = 400
    number: int = 0
    digest: str = ""
    scale: float = 1.0
    only: tuple[tuple[int, int], ...] = ()

    @property
    def package(self) -> str:
        """The name of the package it comes in, as package indexes spell it."""
        return self.module.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Script:
    """What draws a script: families for running text and for headings, the best first; the first installed is used.

    `extra` is the optional dependency that brings them, "" where the program itself depends on them; `system` names
    fonts of readers' systems for web pages, for running text and for headings.
    """

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    extra: str = ""
    system: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


# Spaces, and the blocks that Unicode names Arabic: no figures, letters and signs that Latin has.
_ARABIC = (
    *((0x20, 0x20), (0xA0, 0xA0), (0x200C, 0x200F)),
    *((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
)

FONT_FILES = (
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif-Italic[wdth,wght].ttf", (400, 700), is_italic=True),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf", (400, 700), is_italic=True),
    FontFile("Noto Serif JP", "pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
    # Variable, so that Japanese bold is a designed weight and not a smeared regular.
    FontFile("Noto Sans JP", "justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf", (400, 500, 700)),
    FontFile("Noto Serif KR", "pylopdf_fonts_ko", "NotoSerifKR-Regular.otf"),
    FontFile("Noto Sans KR", "justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf", (400, 500, 700)),
    FontFile("Noto Serif SC", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    FontFile("Noto Sans SC", "justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf", (400, 500, 700)),
    FontFile("Noto Serif TC", "pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
    FontFile("Noto Sans TC", "justmytype_intl_cjk", "fonts/ofl/notosanstc/NotoSansTC[wght].ttf", (400, 500, 700)),
    # Its letters are small beside the figures and Latin letters it has, which are those of Noto Serif.
    FontFile(
        "Noto Naskh Arabic",
        "pylopdf_fonts_ar",
        "NotoNaskhArabic-Variable.ttf",
        (400, 700),
        scale=1.16,
        only=_ARABIC,
    ),
    FontFile("Noto Sans Arabic", "pylopdf_fonts_ar", "NotoSansArabic-Variable.ttf", (400, 700)),
    FontFile("Noto Serif Hebrew", "pylopdf_fonts_he", "NotoSerifHebrew-Variable.ttf", (400, 700)),
    FontFile("Noto Sans Hebrew", "pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf", (400, 700)),
    FontFile("Noto Serif Devanagari", "pylopdf_fonts_hi", "NotoSerifDevanagari-Variable.ttf", (400, 700)),
    FontFile("Noto Sans Devanagari", "pylopdf_fonts_hi", "NotoSansDevanagari-Variable.ttf", (400, 700)),
)

_LATIN = Script(
    ("Noto Serif",),
    ("Noto Sans",),
    system=(("Source Serif 4", "Charter", "Cambria", "Georgia"), ("Segoe UI", "Roboto", "Helvetica Neue", "Arial")),
)
_SIMPLIFIED = Script(
    ("Noto Serif SC", "Noto Sans SC"),
    ("Noto Sans SC",),
    "chinese",
    (("Songti SC", "SimSun"), ("PingFang SC", "Microsoft YaHei")),
)

# By ISO 15924 code. The order is that in which families are tried for a character that the language's own lack.
SCRIPTS = {
    "Latn": _LATIN,
    "Grek": _LATIN,
    "Cyrl": _LATIN,
    "Jpan": Script(
        ("Noto Serif JP",),
        ("Noto Sans JP",),
        system=(("Hiragino Mincho ProN", "Yu Mincho"), ("Hiragino Kaku Gothic ProN", "Yu Gothic")),
    ),
    "Kore": Script(
        ("Noto Serif KR", "Noto Sans KR"),
        ("Noto Sans KR",),
        "korean",
        (("AppleMyungjo", "Batang"), ("Apple SD Gothic Neo", "Malgun Gothic")),
    ),
    "Hans": _SIMPLIFIED,
    "Hani": _SIMPLIFIED,
    "Hant": Script(
        ("Noto Serif TC", "Noto Sans TC"),
        ("Noto Sans TC",),
        "chinese",
        (("Songti TC", "PMingLiU"), ("PingFang TC", "Microsoft JhengHei")),
    ),
    "Arab": Script(("Noto Naskh Arabic",), ("Noto Sans Arabic",), "arabic"),
    "Hebr": Script(("Noto Serif Hebrew",), ("Noto Sans Hebrew",), "hebrew"),
    "Deva": Script(("Noto Serif Devanagari", "Noto Sans Devanagari"), ("Noto Sans Devanagari",), "devanagari"),
}

# Families without a bold of their own: their scripts stress a word by the heavier sans serif (Japanese by Gothic), and
# a smeared regular is no letter that anyone designed.
BOLD_FROM = {f"Noto Serif {region}": f"Noto Sans {region}" for region in ("JP", "KR", "SC", "TC")}

_LONGEST_STEM = 60
_ALWAYS = frozenset({"Noto Serif", "Noto Sans", "Noto Serif JP", "Noto Sans JP"})


def file_stem(family: str) -> str:
    """A family's name as the first part of a file's: letters, figures and hyphens, and a hash where they do not say it.

    >>> file_stem("Noto Sans JP"), file_stem("../A/B"), file_stem("游明朝")
    ('Noto-Sans-JP', 'A-B-8b5cd5f3', 'a3340f27')
    """
    stem = re.sub(r"[^A-Za-z0-9]+", "-", family).strip("-")[:_LONGEST_STEM]
    if stem.replace("-", " ") == family:
        return stem
    digest = hashlib.sha256(family.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{stem}-{digest}".lstrip("-")


def font_path(font: FontFile) -> Path:
    """Where the font lies on this machine; `RenderError` names the package when it is not installed."""
    path = _place(font)
    if path is None:
        raise RenderError(
            f"the font {font.family} is missing: the Python package {font.package} is not installed as pinned; run the "
            "set-up again (make leaflets)"
        )
    return path


def _place(font: FontFile) -> Path | None:
    if not font.module:
        return Path(font.path)
    spec = importlib.util.find_spec(font.module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0], font.path) if folders else None
    return path if path is not None and path.is_file() else None


@functools.cache
def installed_fonts() -> tuple[FontFile, ...]:
    """The files of `FONT_FILES` that are here; `RenderError` if one is missing that the program depends on."""
    found = tuple(font for font in FONT_FILES if font.family in _ALWAYS or _place(font))
    for font in found:
        font_path(font)
    return found


def fonts_of(family: str, own: tuple[FontFile, ...] = ()) -> tuple[FontFile, ...]:
    """The files of a family; a publication's own hide a package's of the same name."""
    return tuple(font for font in own if font.family == family) or tuple(
        font for font in installed_fonts() if font.family == family
    )


def families(own: tuple[FontFile, ...] = ()) -> tuple[str, ...]:
    """Every family that can be used, the packages' in the table's order, then the publication's own."""
    return tuple(dict.fromkeys(font.family for font in (*installed_fonts(), *own)))


@functools.cache
def font_versions() -> dict[str, str]:
    """Package name to version, for the manifest."""
    return {name: package_version(name) for name in sorted({font.package for font in installed_fonts()})}


@functools.cache
def package_version(name: str) -> str:
    """The version of an installed package; asked often, and read from a file each time otherwise."""
    from importlib.metadata import version

    return version(name)
