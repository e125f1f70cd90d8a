"""The licences of fonts, to be shipped beside the pages that carry parts of them.

The SIL Open Font License 1.1, condition 2, wants its text and the copyright notice with every copy of a font; a
document with a font inside is no such copy ("embedding", condition 5), a font file on a web site is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from publish.errors import RenderError
from publish.render.font_cache import font_cache, identity, keep
from publish.render.font_files import FontFile, file_stem, font_path, fonts_of
from publish.render.font_instances import unpacked

_NAMES = re.compile(r"(?i)(OFL|LICEN[CS]E|COPYING|UFL)[^/]*")


def font_licences(families: Iterable[str], own: tuple[FontFile, ...] = ()) -> dict[str, str]:
    """The licence texts of these families as their packages have them, by the name of a file for each.

    >>> sorted(font_licences(["Noto Serif", "Noto Sans JP"]))
    ['Noto-Sans-JP.txt', 'Noto-Serif.txt']
    """
    result = {}
    for family in families:
        fonts = fonts_of(family, own)
        texts = dict.fromkeys(text for font in fonts for text in _texts(font))
        if texts:
            # Some packages ship the licence without the notice that it asks for.
            notices = dict.fromkeys(notice for font in fonts if (notice := _copyright(font)))
            texts = dict.fromkeys([*(each for each in notices if each not in "".join(texts)), *texts])
            result[f"{file_stem(family)}.txt"] = "\n\n".join(texts)
    return result


def _texts(font: FontFile) -> list[str]:
    folder = font_path(font).parent
    found = _licence_files(folder)
    if font.module and not found:
        found = _licence_files(folder.parent) or _of_distribution(font.package)
        if not found:
            raise RenderError(f"the package {font.package} has no licence text; install it again as pinned")
    return [path.read_text(encoding="utf-8", errors="replace") for path in found]


def _copyright(font: FontFile) -> str:
    """The font's own copyright notice (OpenType, name table, name 0); kept, since every build writes licences."""
    kept = font_cache() / f"{identity(font)}-copyright.json"
    try:
        notice = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        import uharfbuzz

        notice = uharfbuzz.Face(unpacked(font), 0).get_name(uharfbuzz.OTNameIdPredefined.COPYRIGHT) or ""
        keep(kept, json.dumps(notice.strip()).encode())
    return str(notice).strip()


def _licence_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _NAMES.fullmatch(path.name) and path.is_file())


def _of_distribution(package: str) -> list[Path]:
    from importlib.metadata import files

    return sorted(Path(str(file.locate())) for file in files(package) or () if _NAMES.fullmatch(file.name))
