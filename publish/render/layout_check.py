"""What a layout has lost of its page's text, or put where nobody can read it: no leaflet is made of such a layout.

WeasyPrint says nothing when text does not fit: the notes of a page that has no room for them run over its edge, and a
paragraph higher than a page goes on below it. Here the text that went into the layout is compared with the text that
came out of it, element by element, and every piece of text with the room there is for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from publish.errors import RenderError

Kind = Literal["lost", "off the page", "over others", "too wide"]

# What lines may add to a text or leave out: spaces, hyphens, marks that are not seen.
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\-\u058a\u05be\u2010-\u2015\u30a0]+"
)

# Pixels that sums of lengths may be wrong by.
_SLACK = 1.0

# How far small letters stand above and below the line they are written on, and how much of a line's ends may be blank
# (a space, half of a bracket), in ems.
_ABOVE = 0.5
_BELOW = 0.2
_BLANK = 0.6

_NAMED = 3
_SHOWN_WORDS = 6

_WHAT_HAPPENED: dict[Kind, str] = {
    "lost": "would be lost, in whole or in part",
    "off the page": "would run off the edge of page",
    "over others": "would be printed over other text on page",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One piece of text that cannot be read where it is: `subject` names it, `page` counts from 1 (0: on none)."""

    kind: Kind
    subject: str
    page: int = 0
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one element without that of the elements inside it, squeezed; `subject` is the passage it is in."""

    text: str
    subject: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class _Room:
    """Where text may stand: the sides of its column and of the sheet, and what it may not go below or above."""

    left: float
    right: float
    top: float
    bottom: float
    beyond: float
    """How far it may leave the column before it meets what stands beside it."""
    is_placed: bool = False
    """Moved there by a style: only the sheet's own edges count."""
    is_note: bool = False
    subject: str = ""


@contextmanager
def noted_texts() -> Iterator[dict[Any, Words]]:
    """While it is open, WeasyPrint's next layout leaves here what it was given, by element."""
    from weasyprint import document

    lay_out = document.layout_document
    noted: dict[Any, Words] = {}

    def laid_out(html: Any, root_box: Any, context: Any, *rest: Any, **options: Any) -> Any:
        noted.update(_given(root_box, context.footnotes))
        return lay_out(html, root_box, context, *rest, **options)

    document.layout_document = laid_out
    try:
        yield noted
    finally:
        document.layout_document = lay_out


def check(pages: Sequence[Any], given: Mapping[Any, Words]) -> tuple[str, ...]:
    """Warnings of words that are wider than their column; `RenderError` if anything is lost, off the page or covered.

    `pages` are the boxes of WeasyPrint's pages, `given` is what `noted_texts` noted while it was made.
    """
    faults = list(dict.fromkeys(found_faults(pages, given)))
    grave = [fault for fault in faults if fault.kind != "too wide"]
    if grave:
        raise RenderError(_message(grave))
    return tuple(
        f"{fault.subject} on page {fault.page} is wider than its column; let it be parted, or shorten it"
        for fault in faults
    )


def found_faults(pages: Sequence[Any], given: Mapping[Any, Words]) -> Iterator[Fault]:
    """Everything that cannot be read where it is, page by page, then what is on no page."""
    shown: dict[Any, list[str]] = defaultdict(list)
    for number, box in enumerate(pages, 1):
        sheet = _Room(0, box.margin_width(), 0, box.margin_height(), 0)
        for text, room in _texts_on(box):
            if _has_own_text(text):
                shown[text.element].append(text.text)
            if kind := _fault_at(text, room, sheet):
                subject = _quoted(text.text) if kind == "too wide" else room.subject
                yield Fault(kind, subject or _quoted(text.text), number, room.is_note)
    for element, words in given.items():
        if words.text not in squeezed("".join(shown[element])):
            yield Fault("lost", words.subject, 0, words.is_note)


def squeezed(text: str) -> str:
    """A text without what a line's end adds to it or takes from it, and in one case.

    >>> squeezed("Emprun\u2010 ter, EN\u00ad commun")
    'emprunter,encommun'
    """
    return _INVISIBLE.sub("", text).casefold()


def _given(root: Any, footnotes: Iterable[Any]) -> dict[Any, Words]:
    texts: dict[Any, list[str]] = defaultdict(list)
    passages: dict[Any, tuple[str, bool]] = {}
    for box in (root, *footnotes):
        for text, subject, is_note in _passages(box, "", box is not root):
            texts[text.element].append(text.text)
            passages.setdefault(text.element, (subject, is_note))
    return {
        element: Words(joined, *passages[element])
        for element, parts in texts.items()
        if (joined := squeezed("".join(parts)))
    }


def _passages(box: Any, subject: str, is_note: bool) -> Iterator[tuple[Any, str, bool]]:
    """The text boxes inside a box that are an element's own text, each with the passage it is in."""
    if hasattr(box, "text"):
        if _has_own_text(box):
            yield box, subject or _quoted(box.text), is_note
        return
    if box.is_running():
        return
    subject = _subject(box, subject)
    for child in box.children:
        yield from _passages(child, subject, is_note)


def _texts_on(page: Any) -> Iterator[tuple[Any, _Room]]:
    """All text boxes of a page, each with the room there is for it."""
    from weasyprint.formatting_structure import boxes

    left, top = page.content_box_x(), page.content_box_y()
    right, bottom = left + page.width, top + page.height
    areas = [child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)]
    ends = min([area.border_box_y() for area in areas], default=bottom)
    for child in page.children:
        if child in areas:
            room = _Room(left, right, top, bottom, left, is_note=True)
        elif isinstance(child, boxes.MarginBox):
            room = _Room(left, right, top, bottom, left, is_placed=True)
        else:
            room = _Room(left, right, 0, ends, left)
        yield from _texts_in(child, room)


def _texts_in(box: Any, room: _Room) -> Iterator[tuple[Any, _Room]]:
    if hasattr(box, "text"):
        yield box, room
        return
    if not room.is_placed and (box.is_absolutely_positioned() or box.style["position"] == "relative"):
        room = replace(room, is_placed=True)
    if box.style["transform"]:
        # Its place is not where the box says.
        room = replace(room, is_placed=True, left=-1e9, right=1e9)
    if box.is_column:
        room = replace(room, left=box.content_box_x(), right=box.content_box_x() + box.width)
    columns = [child for child in box.children if child.is_column]
    if len(columns) > 1:
        places = sorted(column.content_box_x() for column in columns)
        gaps = [after - before - columns[0].width for before, after in pairwise(places)]
        room = replace(room, beyond=min([gap for gap in gaps if gap > 0], default=room.beyond))
    room = replace(room, subject=_subject(box, room.subject))
    for child in box.children:
        yield from _texts_in(child, room)


def _fault_at(text: Any, room: _Room, sheet: _Room) -> Kind | None:
    if not text.text.strip() or text.style["visibility"] != "visible":
        return None
    em = text.style["font_size"]
    left, right = text.position_x + _BLANK * em, text.position_x + text.width - _BLANK * em
    # The box itself is as high as a style says, which may be nothing.
    line = text.position_y + text.baseline
    top, bottom = line - _ABOVE * em, line + _BELOW * em
    if room.left < -1e8:
        return None
    if left < sheet.left or right > sheet.right or top < sheet.top or bottom > sheet.bottom:
        return "off the page"
    if room.is_placed:
        return None
    if top < room.top - _SLACK or bottom > room.bottom + _SLACK:
        return "over others"
    outside = max(room.left - left, right - room.right)
    if outside <= _SLACK:
        return None
    return "over others" if outside > room.beyond else "too wide"


def _subject(box: Any, around: str) -> str:
    """What a reader would call the passage a box is: a note by its number, else by its first words."""
    if around:
        return around
    name = box.element.get("id", "") if box.element is not None else ""
    if label := name.removeprefix("note-") if name.startswith("note-") else "":
        return f"note {label}"
    if any(type(child).__name__ == "LineBox" for child in box.children):
        return _quoted("".join(child.text for child in box.descendants() if hasattr(child, "text")))
    return ""


def _quoted(text: str) -> str:
    words = text.split()
    shown = " ".join(words[:_SHOWN_WORDS])[:60]
    return f"“{shown}…”" if len(" ".join(words)) > len(shown) else f"“{shown}”"


def _has_own_text(box: Any) -> bool:
    """Whether a text is the element's own, and not what a style puts before or after it."""
    pseudo = str(box.element_tag).partition("::")[2]
    return box.element is not None and pseudo in ("", "first-letter", "first-line")


def _message(faults: Sequence[Fault]) -> str:
    """One line on all that is wrong, and what to do about it."""
    subjects: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        place = f" {fault.page}" if fault.page else ""
        subjects[_WHAT_HAPPENED[fault.kind] + place].append(fault.subject)
    told = [f"{_listed(list(dict.fromkeys(names)))} {what}" for what, names in subjects.items()]
    if any(fault.is_note for fault in faults):
        remedy = 'set notes = "end" in pyproject.toml, or shorten the notes'
    else:
        remedy = "shorten the text or part it, or choose another format (formats in pyproject.toml)"
    return f"the text does not fit: {'; '.join(told[:_NAMED])}; {remedy}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    if more > 0:
        return f"{', '.join(names[:_NAMED])} and {more} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
