"""A leaflet as poppler reads it: words in the order they are written, each with its place on the page.

`pdftotext -layout` mixes the columns and takes raised note markers for lines of their own; `-raw -bbox` keeps the order
of the text and says where each word stands, so that real line ends can be told from anything else.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

# Points: what stands nearer to a page's upper or lower edge is a running header or page number; a single letter larger
# than that is the watermark's.
_HEADER = 50.0
_FOOTER = 41.0
_WATERMARK = 40.0

# As shares of a word's height: a gap that wide is a space; a number that much smaller than its word marks a note.
_SPACE = 0.1
_MARKER = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_huge(self) -> bool:
        return len(self.text) == 1 and max(self.height, self.right - self.left) > _WATERMARK


@dataclass(frozen=True, slots=True)
class Page:
    """A page's words, in the order of the text."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def body(self) -> list[Word]:
        """The words of the text itself."""
        return [word for word in self.words if not self._is_marginal(word) and not word.is_huge]

    @property
    def margins(self) -> list[Word]:
        """The words above and below the text."""
        return [word for word in self.words if self._is_marginal(word) and not word.is_huge]

    @property
    def watermark(self) -> list[Word]:
        """The letters across the page."""
        return [word for word in self.words if word.is_huge]

    def _is_marginal(self, word: Word) -> bool:
        return not _HEADER < (word.top + word.bottom) / 2 < self.height - _FOOTER


def pages(path: Path) -> list[Page]:
    """The leaflet's pages."""
    command = ["pdftotext", "-raw", "-bbox", str(path), "-"]
    document = html.document_fromstring(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    return [
        Page(
            float(page.get("width", "0")),
            float(page.get("height", "0")),
            tuple(
                Word(word.text or "", *(float(word.get(side, "0")) for side in ("xmin", "ymin", "xmax", "ymax")))
                for word in page.iter("word")
            ),
        )
        for page in document.iter("page")
    ]


def text(words: list[Word]) -> str:
    r"""The words joined as they stand: a space where there is a gap, "\n" where a line ends, note markers as `[^3]`."""
    return "".join(_joined(words))


def _joined(words: list[Word]) -> Iterator[str]:
    before: Word | None = None
    for word in words:
        # A marker's box is no measure for the gap after it, nor for the size of the next word.
        height = max(word.height, before.height) if before else word.height
        same_line = before is not None and _share_a_line(before, word)
        if before and not same_line:
            yield "\n"
        elif before and word.left - before.right > _SPACE * height:
            yield " "
        is_marker = same_line and word.text.isdigit() and word.height < _MARKER * height
        yield f"[^{word.text}]" if is_marker else word.text
        before = word


def _share_a_line(before: Word, word: Word) -> bool:
    overlap = min(before.bottom, word.bottom) - max(before.top, word.top)
    return overlap > 0.5 * min(before.height, word.height) and word.left > before.left
