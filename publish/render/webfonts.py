"""Fonts for a web page: subsets of ours that hold just the glyphs it uses, inside it or as files beside it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from markupsafe import Markup

from publish.render.font_cache import identity, keep, makers
from publish.render.font_coverage import has
from publish.render.font_files import (
    BOLD_FROM,
    FontFile,
    families,
    file_stem,
    fonts_of,
    installed_fonts,
    package_version,
)
from publish.render.font_stacks import css_name, web_family
from publish.render.font_subsets import features_asked_for, subset

PLACEHOLDER = Markup("/*<embedded fonts>*/")
"""What a template writes into its style sheet where `with_fonts` is to put the fonts.

No text of a page can be taken for it: there `<` is always escaped.
"""

# What chooses the characters of a face.
_READERS = ("tinyhtml5", "tinycss2", "cssselect2")
_BOLD = 600
# Those of some 800 pages.
_MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class WebFace:
    """One `@font-face` of a page: a family as web pages call it, a weight and slant, and what it draws.

    `source` is the family whose glyphs these are, `file` the name of the subset in the cache.
    """

    family: str
    weight: int
    is_italic: bool
    source: str
    ranges: str
    file: str

    def rule(self, address: str) -> str:
        """The CSS rule, for a font at an address."""
        style = " font-style: italic;" if self.is_italic else ""
        return (
            f"@font-face {{ font-family: {css_name(self.family)}; font-weight: {self.weight};{style} "
            f'font-display: swap; unicode-range: {self.ranges}; src: url("{address}") format("woff2"); }}'
        )


def with_fonts(html: str, tag: str, cache: Path, own: tuple[FontFile, ...] = ()) -> str:
    """The page with its fonts inside, in place of the placeholder; `cache` keeps what was made before.

    `tag` is the language of a page that does not say. A content security policy that names the hash of the style sheet
    is to be written afterwards.
    """
    if PLACEHOLDER not in html:
        return html
    rules = []
    for face, content in _faces(html, tag, cache, own):
        data = base64.b64encode(content).decode("ascii")
        rules.append(face.rule(f"data:font/woff2;base64,{data}"))
    return html.replace(PLACEHOLDER, "\n".join(rules), 1)


def linked_fonts(
    html: str, tag: str, cache: Path, address: str, own: tuple[FontFile, ...] = ()
) -> tuple[str, dict[str, bytes]]:
    """The `@font-face` rules for a page whose fonts lie beside it, and these fonts by their names.

    `address` is that of their folder as the page (or the style sheet the rules go into) sees it, with a slash at its
    end. A name is made of the content, so it may be cached for ever.
    """
    rules, files = [], {}
    for face, content in _faces(html, tag, cache, own):
        digest, slant = hashlib.sha256(content).hexdigest()[:12], "i" if face.is_italic else ""
        name = f"{file_stem(face.family).lower()}-{face.weight}{slant}-{digest}.woff2"
        files[name] = content
        rules.append(face.rule(address + name))
    return "\n".join(rules), files


def is_quick(html: str, tag: str, cache: Path, own: tuple[FontFile, ...] = ()) -> bool:
    """Whether `with_fonts` finds the fonts made before; compressing them takes up to a second."""
    if PLACEHOLDER not in html:
        return True
    plan = _plan_path(html, tag, cache, own)
    faces = _read_plan(plan)
    return faces is not None and all(_is_there(path) for path in (plan, *(cache / face.file for face in faces)))


def web_font_families(html: str, tag: str, cache: Path, own: tuple[FontFile, ...] = ()) -> list[str]:
    """The families whose glyphs a page carries, for their licences (`font_licences`)."""
    return sorted({face.source for face in _plan(html, tag, cache, own)})


def _faces(html: str, tag: str, cache: Path, own: tuple[FontFile, ...]) -> Iterator[tuple[WebFace, bytes]]:
    features = features_asked_for(html)
    for face in _plan(html, tag, cache, own):
        kept = cache / face.file
        content = _content(kept)
        if content[:4] != b"wOF2":
            font, weight = _drawn_by(face.source, face.weight, own, is_italic=face.is_italic)
            content = subset(font, weight, _points(face.ranges), features)
            keep(kept, content)
        yield face, content


def _plan(html: str, tag: str, cache: Path, own: tuple[FontFile, ...]) -> list[WebFace]:
    """The faces a page needs; finding them takes a tenth of a second, so they are kept."""
    path = _plan_path(html, tag, cache, own)
    faces = _read_plan(path)
    if faces is None:
        faces = sorted(_needed(html, tag, own), key=lambda face: (face.family, face.is_italic, face.weight))
        _clear(cache)
        keep(path, json.dumps([asdict(face) for face in faces]).encode())
    return faces


def _plan_path(html: str, tag: str, cache: Path, own: tuple[FontFile, ...]) -> Path:
    fonts = [identity(font) for font in (*installed_fonts(), *own)]
    content = repr((makers(), [package_version(name) for name in _READERS], fonts, tag, html))
    return cache / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"


def _read_plan(path: Path) -> list[WebFace] | None:
    try:
        return [WebFace(**face) for face in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None


def _needed(html: str, tag: str, own: tuple[FontFile, ...]) -> Iterator[WebFace]:
    from publish.render.page_text import characters_by_setting

    ours = {web_family(family, own): family for family in families(own)}
    drawn: dict[tuple[str, str, int, bool], set[str]] = {}
    for setting, characters in characters_by_setting(html, tag).items():
        choices = [
            (name, source, *_drawn_by(source, setting.weight, own, is_italic=setting.is_italic))
            for name in setting.families
            if name in ours
            for source in [_bold_source(ours[name], setting.weight, own)]
        ]
        for character in characters:
            for name, source, font, weight in choices:
                if has(font, character):
                    drawn.setdefault((name, source, weight, font.is_italic), set()).add(character)
                    break
    features = sorted(features_asked_for(html))
    for (name, source, weight, is_italic), characters in drawn.items():
        if all(character.isspace() for character in characters):
            continue
        font, _ = _drawn_by(source, weight, own, is_italic=is_italic)
        ranges = _ranges({ord(character) for character in characters})
        facts = repr((identity(font), weight, ranges, features))
        file = f"{hashlib.sha256(facts.encode()).hexdigest()[:32]}.woff2"
        yield WebFace(name, weight, is_italic, source, ranges, file)


def _bold_source(family: str, weight: int, own: tuple[FontFile, ...]) -> str:
    bold = BOLD_FROM.get(family, "") if weight >= _BOLD else ""
    return bold if bold and fonts_of(bold, own) and not any(font.family == family for font in own) else family


def _drawn_by(family: str, weight: int, own: tuple[FontFile, ...], *, is_italic: bool) -> tuple[FontFile, int]:
    """The file of a family that a browser takes for a weight and a slant, and the weight it takes it at.

    CSS Fonts 4, section 5.2: up to 500 the nearest heavier one no heavier than that, then lighter, then heavier; below
    400 lighter ones first, above 500 heavier ones.
    """
    fonts = fonts_of(family, own)
    fonts = tuple(font for font in fonts if font.is_italic == is_italic) or fonts
    weights = {each: font for font in fonts for each in font.weights or (font.weight,)}

    def distance(each: int) -> tuple[int, int]:
        first = weight <= each <= 500 if 400 <= weight <= 500 else each <= weight if weight < 400 else each >= weight
        second = each < weight if 400 <= weight <= 500 else True
        return 0 if first else 1 if second else 2, abs(each - weight)

    nearest = min(weights, key=distance)
    return weights[nearest], nearest


def _ranges(points: Collection[int]) -> str:
    """Code points as `unicode-range` has them.

    >>> _ranges({65, 66, 67, 233})
    'U+41-43, U+E9'
    """
    firsts = sorted(point for point in points if point - 1 not in points)
    lasts = sorted(point for point in points if point + 1 not in points)
    return ", ".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in zip(firsts, lasts, strict=True)
    )


def _points(ranges: str) -> set[int]:
    """The inverse of `_ranges`."""
    ends = [part.removeprefix("U+").partition("-") for part in ranges.split(", ")]
    return {point for first, _, last in ends for point in range(int(first, 16), int(last or first, 16) + 1)}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_there(path: Path) -> bool:
    """Whether there is such a file; it counts as used then."""
    with contextlib.suppress(OSError):
        os.utime(path)
    return path.is_file()


def _clear(cache: Path) -> None:
    """Remove what was not used for longest where many files have gathered: a page that changes leaves those of its last
    state behind.
    """
    with contextlib.suppress(OSError):
        files = [
            (path.stat().st_mtime_ns, path) for path in cache.iterdir() if path.suffix in (".json", ".woff2", ".css")
        ]
        for _, path in sorted(files)[:-_MOST_KEPT]:
            path.unlink()
