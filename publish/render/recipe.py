"""What a leaflet file is made to be: its format, what it is for, and whether its pages are imposed on sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormatName = Literal["a4", "letter", "booklet", "trifold", "large-print"]
Purpose = Literal["screen", "press", "mono", "archive"]
NotesAt = Literal["foot", "end"]

PURPOSES: tuple[Purpose, ...] = ("screen", "press", "mono", "archive")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file of a leaflet. `sheets` are the pages imposed for printing both sides and folding."""

    format: FormatName = "a4"
    purpose: Purpose = "screen"
    sheets: bool = False

    def name(self, article: str) -> str:
        """The file's name for an article.

        >>> Recipe().name("peace"), Recipe("booklet", "press", sheets=True).name("peace")
        ('peace.pdf', 'peace-booklet-sheets-press.pdf')
        """
        parts = [article, *([] if self.format == "a4" else [self.format]), *(["sheets"] if self.sheets else [])]
        return "-".join([*parts, *([] if self.purpose == "screen" else [self.purpose])]) + ".pdf"
