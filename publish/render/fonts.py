"""The fonts a leaflet is set in: pinned packages, never the system's, and what characters they hold.

WeasyPrint finds fonts through Fontconfig. A configuration of our own, which lists a folder with links to our fonts and
nothing else, keeps whatever is installed on a machine out of the pages.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publish.errors import RenderError


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file inside an installed package (module name and path within it) and the family CSS calls it by."""

    family: str
    module: str
    path: str


FONT_FILES = (
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf"),
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif-Italic[wdth,wght].ttf"),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf"),
    FontFile("Noto Serif JP", "pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
    # Variable, so that Japanese bold is a designed weight and not a smeared regular.
    FontFile("Noto Sans JP", "justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
)

# Families tried in this order by the style sheet, per use; a character outside all of them stops the build.
BODY_FAMILIES = ("Noto Serif", "Noto Serif JP")
HEADING_FAMILIES = ("Noto Sans", "Noto Sans JP")

# Drawn by no font: spaces are advances, and format characters steer the layout (Unicode categories Zs, Cf, Cc).
_INVISIBLE = frozenset({"Zs", "Cf", "Cc"})


def font_path(font: FontFile) -> Path:
    """Where the font lies on this machine; `RenderError` names the package when it is not installed."""
    spec = importlib.util.find_spec(font.module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0], font.path) if folders else None
    if path is None or not path.is_file():
        raise RenderError(
            f"the font {font.family} is missing: the Python package {font.module.replace('_', '-')} is not installed "
            "as pinned; run the set-up again (make leaflets)"
        )
    return path


def font_versions() -> dict[str, str]:
    """Package name to version, for the manifest."""
    from importlib.metadata import version

    names = {font.module.replace("_", "-") for font in FONT_FILES}
    return {name: version(name) for name in sorted(names)}


def use_own_fonts_only() -> None:
    """Point Fontconfig at our fonts; to be called before WeasyPrint is imported in this process."""
    folder = _fontconfig_folder()
    fonts = folder / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for font in FONT_FILES:
        _link(fonts / Path(font.path).name, font_path(font))
    configuration = folder / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{html.escape(str(fonts))}</dir>\n"
        f"  <cachedir>{html.escape(str(folder / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
    if not configuration.is_file() or configuration.read_text(encoding="utf-8") != text:
        temporary = folder / f".fonts.conf.{os.getpid()}"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(configuration)
    os.environ["FONTCONFIG_FILE"] = str(configuration)


@functools.cache
def _fontconfig_folder() -> Path:
    """A folder of the user's cache; a temporary one where the cache cannot be written."""
    from publish import __version__

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "publish-leaflets" / f"fonts-{__version__}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="publish-fonts-"))


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    temporary = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        temporary.symlink_to(target)
    except OSError:
        shutil.copyfile(target, temporary)
    temporary.replace(link)


def missing_characters(text: str, families: Iterable[str] = BODY_FAMILIES) -> list[str]:
    """The characters of `text` that none of the families can draw, each once, in order of appearance.

    >>> missing_characters("Zażółć 東京 ᚠ")
    ['ᚠ']
    """
    drawable = covered(tuple(families))
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in drawable and unicodedata.category(character) not in _INVISIBLE
    ]


@functools.cache
def covered(families: tuple[str, ...]) -> frozenset[int]:
    """The code points that at least one of the families can draw upright."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for font in FONT_FILES:
        if font.family in families and "Italic" not in font.path:
            with TTFont(font_path(font), lazy=True) as file:
                points.update(file["cmap"].getBestCmap())
    return frozenset(points)
