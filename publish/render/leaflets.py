"""The HTML that leaflets are printed from."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import replace
from typing import Literal

from markupsafe import Markup

from publish.article import plain
from publish.render.fonts import font_css
from publish.render.formats import FORMATS
from publish.render.pages import PageFacts, PageText, article_variables, page_languages
from publish.render.qr import qr_image
from publish.render.recipe import NotesAt, Recipe
from publish.render.templates import Templates

_FILLERS = re.compile(r'(<body class="(?:[^"<>]* )?)fill-0(?=[ "])')

SPARE_PAGES = 4
_BLACK = {"press": "device-cmyk(0 0 0 1)", "mono": "device-cmyk(0 0 0 1)"}

# What a running header has room for, in letters of a Latin font.
_HEADER_WIDTH = {"a4": 60, "letter": 60, "booklet": 36, "trifold": 22, "large-print": 34}


def leaflet_page(
    templates: Templates, text: PageText, facts: PageFacts, recipe: Recipe, notes_at: NotesAt | Literal[""] = ""
) -> str:
    """The HTML a leaflet is printed from; `notes_at` is "" for the place that suits the format."""
    place = notes_at or FORMATS[recipe.format].notes
    article = text.article
    variables = article_variables(text, facts, place)
    address = f"{facts.site}/{facts.edition.web}" if facts.site else ""
    black = _BLACK.get(recipe.purpose, "#000")
    variables |= {
        # The pages are the same whether they are to be read or to be placed on sheets.
        "recipe": replace(recipe, sheets=False),
        "format": FORMATS[recipe.format],
        "short_title": short_title(plain(article.title), _header_width(recipe, facts)),
        "publication": plain(article.source),
        "address": address,
        "short_address": short_address(address),
        "qr": functools.partial(qr_image, address, colour=black),
        "fonts": Markup(font_css(page_languages(variables), facts.own_fonts)),  # noqa: S704 - names of fonts, quoted
        "black": Markup(black),  # noqa: S704 - from the table above
        "spare_pages": range(1, SPARE_PAGES + 1) if FORMATS[recipe.format].sheets else (),
    }
    return templates.rendered("leaflet.html", variables)


def with_fillers(html: str, count: int) -> str:
    """The page with that many of its spare pages shown, before the last; a template without them stays as it is."""
    return _FILLERS.sub(rf"\g<1>fill-{count}", html, count=1)


def short_title(title: str, width: int) -> str:
    """A title short enough for a running header, `width` Latin letters wide: what stands before its colon, or as many
    whole words as there is room for.

    >>> short_title("Building peace", 40), short_title("Building peace: what unions do", 20)
    ('Building peace', 'Building peace')
    >>> short_title("What the unions of the world are doing now", 20)
    'What the unions of…'
    """
    if _width(title) <= width:
        return title
    head = re.split(r"\s*[:：]\s*|\s+[–—]\s+", title, maxsplit=1)[0]
    if width / 3 <= _width(head) <= width:
        return head
    pieces = re.findall(r"\S+\s*", title) if " " in title else list(title)
    kept = ""
    for piece in pieces:
        if _width((kept + piece).rstrip()) >= width:
            break
        kept += piece
    return (kept or title[: width // 2]).rstrip(" \u00a0\u202f,;:.、。") + "…"


def short_address(address: str) -> str:
    """An address as people type it.

    >>> short_address("https://www.example.org/fr/peace.html")
    'www.example.org/fr/peace.html'
    """
    return re.sub(r"^https?://", "", address).removesuffix("/")


def _header_width(recipe: Recipe, facts: PageFacts) -> int:
    # A draft's mark takes the room beside the title.
    width = _HEADER_WIDTH[recipe.format]
    return width if facts.edition.state in ("draft", "partial") else width * 8 // 5


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
