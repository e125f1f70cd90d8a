"""A publication's own fonts: the files in its `templates/fonts/`, by the family names they give themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from publish.errors import PublishError, RenderError, reason
from publish.files import content_of
from publish.render.font_cache import font_cache, keep, makers
from publish.render.font_faults import faults_of
from publish.render.font_files import FontFile
from publish.render.font_instances import instance, instances
from publish.render.font_subsets import cut

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff2"})
_WEIGHTS = (400, 700)
# OpenType, OS/2 fsType: bit 1, Restricted License embedding.
_NOT_TO_EMBED = 0x2
# What laying out, subsetting and naming a font take; others may be odd in a font that works everywhere.
_NEEDED = frozenset(
    {"head", "hhea", "maxp", "OS/2", "hmtx", "name", "cmap", "post", "loca", "glyf", "CFF ", "CFF2"}
    | {"GDEF", "GSUB", "GPOS"}
)


def own_fonts(folder: Path, shown: str = "templates/fonts") -> tuple[tuple[FontFile, ...], list[PublishError]]:
    """The fonts in the folder, and an error for each file that is none; `shown` is what messages call the folder."""
    found: list[FontFile] = []
    errors: list[PublishError] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    except FileNotFoundError:
        return (), []
    except OSError as error:
        return (), [RenderError(f"cannot be read ({reason(error)}); allow reading it", file=shown)]
    for path in paths:
        try:
            found += _fonts(path, f"{shown}/{path.name}")
        except PublishError as error:
            errors.append(error)
    return tuple(found), errors


def _fonts(path: Path, file: str) -> list[FontFile]:
    content = content_of(path, file, RenderError) or b""
    digest = hashlib.sha256(content).hexdigest()
    kept = font_cache() / f"own-{hashlib.sha256(repr((makers(), digest)).encode()).hexdigest()[:32]}.json"
    try:
        facts = json.loads(kept.read_text(encoding="utf-8"))
        fonts = [FontFile(**{**each, "weights": tuple(each["weights"]), "only": ()}) for each in facts]
        return [replace(font, path=str(path), digest=digest) for font in fonts]
    except (OSError, ValueError, TypeError, KeyError):
        fonts = [replace(font, path=str(path), digest=digest) for font in _read(content, file)]
        with faults_of(file):
            for font in fonts:
                _try(font)
        keep(kept, json.dumps([asdict(replace(font, path="")) for font in fonts]).encode())
        return fonts


def _read(content: bytes, file: str) -> list[FontFile]:
    """What the file says of each font in it."""
    from io import BytesIO

    from fontTools.ttLib import TTCollection, TTFont

    with faults_of(file):
        if content[:4] == b"ttcf":
            fonts = list(TTCollection(BytesIO(content), lazy=True).fonts)
        else:
            fonts = [TTFont(BytesIO(content), lazy=True)]
        found = [_font(font, number) for number, font in enumerate(fonts)]
        not_to_embed = any(font["OS/2"].fsType & 0xF == _NOT_TO_EMBED for font in fonts)
    if not_to_embed:
        raise RenderError("its maker does not allow embedding it in pages (fsType 2); use another font", file=file)
    return found


def _try(font: FontFile) -> None:
    """Do once what leaflets and web pages need of a font: an error now is one line, later it would stop a build."""
    names = list(instances(font))
    points = _points_of(instance(font, names[0]), recurse=True)
    for name in names[1:]:
        _points_of(instance(font, name))
    for weight in font.weights or (font.weight,):
        _points_of(cut(font, weight, points))


def _points_of(content: bytes, *, recurse: bool = False) -> set[int]:
    """The code points of a font, each table of which can be read that is needed, if asked for to its last record."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(content)) as file:
        for name in sorted(_NEEDED & set(file.keys())):
            table = file[name]
            if recurse and hasattr(table, "ensureDecompiled"):
                table.ensureDecompiled(recurse=True)
        return set(file.getBestCmap())


def _font(font: Any, number: int) -> FontFile:
    names, metrics = font["name"], font["OS/2"]
    family = str(names.getBestFamilyName() or "").strip()
    if not family or not font.getBestCmap():
        raise ValueError("it has no family name or no characters")
    tables = font.reader.tables
    # In WOFF2 all tables are compressed as one, and a part of that cannot be unpacked at all.
    if font.flavor is None and any(len(font.reader[name]) != table.length for name, table in tables.items()):
        raise ValueError("it is cut short")
    if not {"glyf", "CFF ", "CFF2"} & set(tables):
        raise ValueError("it has no outlines")
    axes = [axis.axisTag for axis in font["fvar"].axes] if "fvar" in font else []
    return FontFile(
        family=family,
        module="",
        path="",
        weights=_WEIGHTS if "wght" in axes else (int(metrics.usWeightClass),) if axes else (),
        is_italic=bool(metrics.fsSelection & 1),
        weight=int(metrics.usWeightClass),
        number=number,
    )
