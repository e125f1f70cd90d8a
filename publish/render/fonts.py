"""The fonts a leaflet is set in: pinned packages, never the system's, and what characters they hold.

WeasyPrint finds fonts through Fontconfig. A configuration of our own, which lists a folder with our fonts and nothing
else, keeps whatever is installed on a machine out of the pages. Of the variable fonts that folder holds one static
instance for each weight in use: WeasyPrint would otherwise make these again for every leaflet, which takes longer than
to lay it out.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import os
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from publish.errors import RenderError


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file inside an installed package (module name and path within it) and the family CSS calls it by.

    `weights` are the instances wanted of a variable font (CSS values); a static one has none.
    """

    family: str
    module: str
    path: str
    weights: tuple[int, ...] = ()

    @property
    def is_italic(self) -> bool:
        """Whether it is the slanted companion of another file."""
        return "Italic" in self.path


FONT_FILES = (
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Serif", "fontpkg_noto_serif", "files/NotoSerif-Italic[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Sans", "fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf", (400, 700)),
    FontFile("Noto Serif JP", "pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
    # Variable, so that Japanese bold is a designed weight and not a smeared regular.
    FontFile("Noto Sans JP", "justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf", (400, 500, 700)),
)

_WEIGHT_NAMES = {400: "Regular", 500: "Medium", 700: "Bold"}

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
        for weight in font.weights or (0,):
            path = (
                fonts / f"{font.family.replace(' ', '')}{'Italic' if font.is_italic else ''}-{weight or 'static'}.otf"
            )
            if not path.is_file():
                _put(path, _instance(font, weight) if weight else font_path(font).read_bytes())
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{html.escape(str(fonts))}</dir>\n"
        f"  <cachedir>{html.escape(str(folder / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
    configuration = folder / "fonts.conf"
    if not configuration.is_file() or configuration.read_text(encoding="utf-8", errors="surrogateescape") != text:
        # The folder may have a name in bytes that are no text.
        _put(configuration, text.encode(errors="surrogateescape"))
    os.environ["FONTCONFIG_FILE"] = str(configuration)


@functools.cache
def _fontconfig_folder() -> Path:
    """A folder of the user's cache for these fonts; a temporary one where the cache cannot be written."""
    from importlib.metadata import version

    identity = "-".join([f"{name}-{number}" for name, number in font_versions().items()])
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = cache / "publish-leaflets" / f"{identity}-uharfbuzz-{version('uharfbuzz')}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # the latter where the user has no home
        return Path(tempfile.mkdtemp(prefix="publish-fonts-"))


def _put(path: Path, content: bytes) -> None:
    # Another process may be doing the same: each writes its own file, and the last rename wins.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _instance(font: FontFile, weight: int) -> bytes:
    """The static font of one weight, at normal width, with names and style bits that say so."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_path(font))))
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", weight)
    wanted.pin_axis_location(face, "wdth", 100)
    style = " ".join(
        filter(
            None,
            [
                _WEIGHT_NAMES[weight].replace("Regular", "" if font.is_italic else "Regular"),
                "Italic" if font.is_italic else "",
            ],
        )
    )
    result = BytesIO()
    with TTFont(BytesIO(uharfbuzz.subset(face, wanted).blob.data), recalcTimestamp=False) as file:
        names = {
            1: font.family,
            2: style,
            4: f"{font.family} {style}",
            6: f"{font.family}-{style}".replace(" ", ""),
            16: font.family,
            17: style,
        }
        for number, name in names.items():
            file["name"].setName(name, number, 3, 1, 0x409)
        is_bold = weight >= 700
        # OpenType, OS/2 fsSelection: bit 0 italic, 5 bold, 6 regular; head macStyle: bit 0 bold, 1 italic.
        kept = file["OS/2"].fsSelection & ~0b1100001
        regular = not is_bold and not font.is_italic
        file["OS/2"].fsSelection = kept | font.is_italic | is_bold << 5 | regular << 6
        file["head"].macStyle = is_bold | font.is_italic << 1
        file.save(result)
    return result.getvalue()


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
    return frozenset(
        point for family in families for first, last in _coverage()[family] for point in range(first, last)
    )


@functools.cache
def _coverage() -> dict[str, list[tuple[int, int]]]:
    """Family to ranges of code points (the last not included); kept with the fonts, since reading it takes a while."""
    kept = _fontconfig_folder() / "coverage.json"
    try:
        found: dict[str, list[tuple[int, int]]] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {family: _ranges(family) for family in {font.family for font in FONT_FILES}}
        _put(kept, json.dumps(found).encode())
    return found


def _ranges(family: str) -> list[tuple[int, int]]:
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for font in FONT_FILES:
        if font.family == family and not font.is_italic:
            with TTFont(font_path(font), lazy=True) as file:
                points.update(file["cmap"].getBestCmap())
    firsts = sorted(point for point in points if point - 1 not in points)
    ends = sorted(point + 1 for point in points if point + 1 not in points)
    return list(zip(firsts, ends, strict=True))
