"""Fonts inside a web page, for characters a reader's machine may not have: subsets of ours, a few glyphs each.

Latin, Greek and Cyrillic are left to the reader's own fonts, which every system has; a Japanese page, or the word
日本語 in a list of languages, must not depend on them.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from publish import __version__
from publish.errors import PublishError
from publish.files import write_whole
from publish.languages import language
from publish.render.fonts import FONT_FILES, FontFile, covered, font_path, font_versions

PLACEHOLDER = "/* embedded fonts */"
"""What a template writes into its style sheet where `with_fonts` is to put the fonts."""


@dataclass(frozen=True, slots=True)
class WebFont:
    """A font as web pages call it; `sans` ones serve headings and navigation, the others running text."""

    family: str
    font: FontFile
    sans: bool
    weight: str


WEB_FONTS = tuple(
    WebFont(f"Leaflet {name}", next(font for font in FONT_FILES if font.family == f"Noto {name}"), sans, weight)
    for name, sans, weight in (("Serif JP", False, "400"), ("Sans JP", True, "100 900"))
)

# Elements that the shipped style sheet sets in sans serif; text elsewhere is running text.
_SANS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "nav", "footer", "table", "figcaption"})
_SANS_CLASSES = frozenset({"band", "byline", "site", "files", "skip"})
_UNSEEN = frozenset({"style", "script", "title"})
_VOID = frozenset({"br", "hr", "img", "link", "meta", "input", "wbr"})
_READERS_OWN = ("Noto Serif", "Noto Sans")


def with_fonts(html: str, tag: str, cache: Path) -> str:
    """The page with its fonts in place of the placeholder, if it needs any; `cache` keeps what was made before."""
    if PLACEHOLDER not in html:
        return html
    running, headings = _characters(html)
    kept = _kept(running, headings, tag, cache)
    faces = _read(kept)
    if faces is None:
        faces = "\n".join(_faces(running, headings, tag))
        # A folder that cannot be written only costs the second again.
        with contextlib.suppress(PublishError):
            write_whole(kept, faces.encode())
    return html.replace(PLACEHOLDER, faces, 1)


def is_quick(html: str, tag: str, cache: Path) -> bool:
    """Whether `with_fonts` finds the fonts made before; compressing them takes up to a second."""
    return PLACEHOLDER not in html or _kept(*_characters(html), tag, cache).is_file()


def _kept(running: set[str], headings: set[str], tag: str, cache: Path) -> Path:
    identity = repr((__version__, font_versions(), tag, sorted(running), sorted(headings)))
    return cache / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.css"


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _faces(running: set[str], headings: set[str], tag: str) -> Iterator[str]:
    everywhere = covered(_READERS_OWN)
    for font in WEB_FONTS:
        text = headings if font.sans else running
        drawable = covered((font.font.family,))
        wanted = {character for character in text if ord(character) not in everywhere} & set(map(chr, drawable))
        if not wanted:
            continue
        if not language(tag).writes_spaces:
            # Its own digits and Latin letters go with a script's own glyphs.
            wanted |= {character for character in text if character.isascii() and character.isprintable()}
        points = ", ".join(f"U+{ord(character):X}" for character in sorted(wanted))
        data = base64.b64encode(_compressed(_reduced(font.font, wanted))).decode("ascii")
        yield (
            f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; font-display: swap; '
            f"unicode-range: {points}; "
            f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
        )


def _reduced(font: FontFile, characters: set[str]) -> bytes:
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.set({ord(character) for character in characters})
    # Vertical setting and alternative forms would bring in glyphs that no rule of ours asks for.
    features = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
    wanted.layout_feature_tag_set.set({int.from_bytes(name.encode(), "big") for name in features})
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_path(font))))
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _compressed(font: bytes) -> bytes:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    result = BytesIO()
    with TTFont(BytesIO(font), recalcTimestamp=False) as file:
        file.flavor = "woff2"
        file.save(result)
    return result.getvalue()


def _characters(html: str) -> tuple[set[str], set[str]]:
    """The characters of running text, and those of headings and the like."""
    parser = _Text()
    parser.feed(html)
    return parser.running, parser.headings


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sans: list[bool] = []
        self.running: set[str] = set()
        self.headings: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            # Tool tips are drawn by the system, but an image that is missing shows this in the page.
            if name == "alt" and value:
                self.running.update(value)
        if tag not in _VOID:
            self.open.append(tag)
            self.sans.append(tag in _SANS or any(name == "class" and value in _SANS_CLASSES for name, value in attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            position = len(self.open) - 1 - self.open[::-1].index(tag)
            del self.open[position:], self.sans[position:]

    def handle_data(self, data: str) -> None:
        if not _UNSEEN.isdisjoint(self.open):
            return
        (self.headings if any(self.sans) else self.running).update(data)
