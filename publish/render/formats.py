"""The formats a leaflet can have: paper, place of the notes, and the files each is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from publish.render.page_strings import FORMAT_TITLES
from publish.render.recipe import FormatName, NotesAt, Purpose, Recipe


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in settings and on the command line, and what pages call it (a string of site.po).

    `notes` is where the notes go unless the settings say otherwise; `pages` is whether there is a file for reading,
    `sheets` whether there is one with the pages imposed for the printer.
    """

    name: FormatName
    title: str
    notes: NotesAt
    pages: bool = True
    sheets: bool = False


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("a4", FORMAT_TITLES["a4"], "end"),
        Format("letter", FORMAT_TITLES["letter"], "end"),
        Format("booklet", FORMAT_TITLES["booklet"], "foot", sheets=True),
        Format("trifold", FORMAT_TITLES["trifold"], "end", pages=False, sheets=True),
        Format("large-print", FORMAT_TITLES["large-print"], "end"),
    )
}


def recipes(formats: Sequence[str], purpose: Purpose) -> list[Recipe]:
    """The files to make, in the order in which pages list them.

    >>> [recipe.name("x") for recipe in recipes(["a4", "booklet"], "screen")]
    ['x.pdf', 'x-booklet.pdf', 'x-booklet-sheets.pdf']
    """
    found = []
    for name in formats:
        row = FORMATS[name]
        if row.pages:
            found.append(Recipe(row.name, purpose))
        if row.sheets:
            found.append(Recipe(row.name, purpose, sheets=True))
    return found


assert set(FORMATS) == set(get_args(FormatName))
