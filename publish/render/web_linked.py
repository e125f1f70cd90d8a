"""Web pages that share what they can: style sheets and fonts as files beside them, each named by its content.

So that pages do share their fonts, these have whole alphabets and not just a page's own letters; only scripts of many
thousand characters are left as they are.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from pathlib import Path

from markupsafe import escape

from publish.languages import language
from publish.render.font_files import FontFile
from publish.render.webfonts import PLACEHOLDER, linked_fonts

FOLDER = "assets"
"""Where the shared files lie in the output folder. A server may let browsers keep them for ever."""

# Blocks of The Unicode Standard, and the general punctuation and signs of Latin texts.
_LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2122))
_ALPHABETS = (
    ((0x370, 0x3FF),),
    ((0x400, 0x45F),),
    ((0x590, 0x5FF),),
    ((0x600, 0x6FF),),
    ((0x900, 0x97F),),
)

_BODY = re.compile(r"(?<=>)[^<]*[^\s<][^<]*(?=<)")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def linked_page(
    html: str, name: str, tag: str, cache: Path, own: tuple[FontFile, ...] = ()
) -> tuple[str, dict[str, bytes]]:
    """The page with links in place of what it can share, and the files these lead to by their paths in the output
    folder; its policy is still to be put in.

    `name` is the page's own path there; the other parameters are those of `webfonts.with_fonts`. A style sheet that is
    to hold the page's fonts stays in it, since it is this page's alone.
    """
    folder = "../" * name.count("/") + f"{FOLDER}/"
    files: dict[str, bytes] = {}
    fonts = ""
    if PLACEHOLDER in html:
        fonts, found = linked_fonts(with_alphabets(html, tag), tag, cache, folder, own)
        files = {f"{FOLDER}/{file}": content for file, content in found.items()}

    def linked(match: re.Match[str]) -> str:
        if PLACEHOLDER in match[1]:
            return match[0].replace(PLACEHOLDER, fonts, 1)
        content = match[1].strip().encode() + b"\n"
        file = f"{hashlib.sha256(content).hexdigest()[:16]}.css"
        files[f"{FOLDER}/{file}"] = content
        return f'<link rel="stylesheet" href="{folder}{file}">'

    return _STYLE.sub(linked, html), files


def with_alphabets(html: str, tag: str) -> str:
    """A page that no one reads: each text of the page in `tag` has the whole of its alphabets besides.

    What chooses fonts by a page's letters (`webfonts`) chooses the same ones for all pages then.

    >>> page = with_alphabets("<head><title>a</title></head><body><p>a</p> <p>я</p></body>", "ru")
    >>> page.count("z"), page.count("ю"), page.count("é")
    (2, 1, 2)
    """
    if not language(tag).writes_spaces:
        return html
    head, end, body = html.partition("</head>")
    return head + end + _BODY.sub(lambda match: match[0] + _alphabets(match[0]), body)


def _alphabets(text: str) -> str:
    found = [
        ranges for ranges in _ALPHABETS if any(first <= ord(each) <= last for each in text for first, last in ranges)
    ]
    return "".join(str(escape(_characters(ranges))) for ranges in (_LATIN, *found))


@functools.cache
def _characters(ranges: tuple[tuple[int, int], ...]) -> str:
    points = (chr(point) for first, last in ranges for point in range(first, last + 1))
    return "".join(point for point in points if unicodedata.category(point)[0] != "C")
