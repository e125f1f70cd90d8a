"""Where words stand on a leaflet's pages: the columns of its format, and what belongs to which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

import pdf
import pikepdf
import polib
from support import ROOT

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Layout:
    """A format's page in points: its size, the narrowest margin at its sides, how many columns it has."""

    width: float
    height: float
    side: float
    columns: int = 1


LAYOUTS = {
    "a4": Layout(210 * MM, 297 * MM, 17 * MM, 2),
    "letter": Layout(8.5 * 72, 11 * 72, 0.7 * 72, 2),
    "booklet": Layout(148 * MM, 210 * MM, 14 * MM),
    "large-print": Layout(210 * MM, 297 * MM, 20 * MM),
}


def path_of(folder: Path, tag: str, name: str, format_: str) -> Path:
    return folder / f"output/{tag}/{name}{'' if format_ == 'a4' else f'-{format_}'}.pdf"


def column_of(word: pdf.Word, layout: Layout) -> int:
    """Which column a word stands in, from the left; -1 where it goes over the middle of a page that has two."""
    middle = layout.width / 2
    if layout.columns == 1:
        return 0
    return 0 if word.right <= middle else 1 if word.left >= middle else -1


def leading(page: pdf.Page) -> float:
    """The usual distance of two lines."""
    tops = sorted({round(word.bottom, 1) for word in page.body})
    gaps = [after - before for before, after in pairwise(tops) if after - before > 4]
    return median(gaps) if gaps else 0.0


@cache
def _own_words(tag: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"locales/{tag}/LC_MESSAGES/site.po"))


def said(tag: str, source: str) -> str:
    """One of the pages' own words in a language."""
    if tag == "en":
        return source
    entry = _own_words(tag).find(source)
    return str(entry.msgstr or source) if entry else source


def headings(folder: Path, tag: str, name: str) -> list[str]:
    """The headings of an article in its language, without note markers and Markdown."""
    catalogue = polib.pofile(str(folder / f"locales/{tag}/LC_MESSAGES/{name}.po"))
    return [re.sub(r"\[\^\d+\]|\*", "", entry.msgstr) for entry in catalogue if entry.comment.startswith("Heading")]


def squeezed(text: str) -> str:
    """A text without spaces and hyphens, as words on a page can be compared with a catalogue."""
    return re.sub(r"[\s\u00ad\u2010\u2060\u200b\u2066-\u2069-]+", "", text)


def places(path: Path) -> dict[str, int]:
    """The pages, from 0, of a leaflet's named places."""
    with pikepdf.open(path) as document:
        return places_in(document)


def places_in(document: pikepdf.Pdf) -> dict[str, int]:
    """The pages, from 0, of a document's named places."""
    numbers = {page.objgen: number for number, page in enumerate(document.pages)}
    names = list(document.Root.Names.Dests.Names)
    return {str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}
