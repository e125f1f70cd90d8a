"""The files of a leaflet as web pages offer them: what each is, and how big."""

from __future__ import annotations

from dataclasses import dataclass

from publish.languages import babel_locale
from publish.render.formats import FORMATS
from publish.render.page_strings import SHEETS
from publish.render.pages import Edition
from publish.render.strings import SiteStrings


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to fetch: its name and size as the page's language has them ("" for a size not known), its path in the
    output folder.
    """

    title: str
    size: str
    address: str


def file_links(edition: Edition, strings: SiteStrings) -> tuple[FileLink, ...]:
    """The files of an edition's leaflets, in the order in which they were asked for."""
    links = []
    for file in edition.leaflets:
        title = strings(FORMATS[file.recipe.format].title)
        if file.recipe.sheets:
            title = strings(SHEETS, format=title)
        links.append(FileLink(title, file_size(file.size, edition.language) if file.size else "", file.address))
    return tuple(links)


def file_size(size: int, tag: str) -> str:
    """A size in bytes as the language writes it, rounded up (SI prefixes: 1 kB is 1000 bytes).

    >>> file_size(229_001, "en"), file_size(1_234_567, "de"), file_size(229_001, "fr")
    ('230 kB', '1,3 MB', '230\\u202fko')
    """
    from babel.units import format_unit

    thousands = -(-size // 1000)
    if thousands < 1000:
        return str(format_unit(thousands, "digital-kilobyte", "short", locale=babel_locale(tag)))
    tenths = -(-size // 100_000) / 10
    return str(format_unit(tenths, "digital-megabyte", "short", "#,##0.#", locale=babel_locale(tag)))
