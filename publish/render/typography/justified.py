"""Flush lines in every script: WeasyPrint's justification, taught to spread Japanese and Chinese characters.

WeasyPrint makes a line longer at its spaces only, no-break ones among them, so that a Japanese line, which has none,
ends up to a character too early. Here a line grows between its ideographs as well (JLREQ, "Line Adjustment"), no-break
spaces at numbers and marks keep their width, and the blank half of a bracket at either end of a line is taken off
(JLREQ, "Positioning of Punctuation Marks"). WeasyPrint has no hook for this: three functions of its layout are
replaced, in one place, and only in the version whose internals were read. With another one its own lines stay.
"""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

VERSION = "70."
"""The WeasyPrint releases whose internals this module knows."""

RAGGED = ":lang(ja), :lang(zh) { text-align: start !important; }"
"""A style sheet for where `install` is of no avail: lines stretched at their few spaces only look worse than ragged."""

# Where a line of ideographs has spaces too, they take more of what is to be spread than a place between two characters.
_SPACE_WEIGHT = 4.0

# The most that is put between two ideographs, and that a space may grow by, in ems.
_WIDEST = 0.25
_WIDEST_SPACE = 1.0

_OPENING = frozenset("（「『［｛〈《〔【｟〖〘")
_CLOSING = frozenset("）」』］｝〉》〕】｠〗〙、。，．")

# Drawn as one line over two characters: these are never parted (JLREQ, "Inseparable Character Rule").
_INSEPARABLE = frozenset("―—…‥")

_EXPECTED = {
    "justify_line": ("context", "line", "extra_width"),
    "text_align": ("context", "line", "available_width", "last"),
    "remove_last_whitespace": ("context", "line"),
}


def install() -> bool:
    """Teach WeasyPrint; False if this is a version that cannot be taught, whose Japanese lines had better be ragged."""
    import weasyprint
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if getattr(inline.justify_line, "spreads_ideographs", False):
        return True
    known = all(
        tuple(inspect.signature(getattr(inline, name, lambda: None)).parameters) == parameters
        for name, parameters in _EXPECTED.items()
    )
    layout = line_break.Layout
    if not (
        known
        and str(weasyprint.__version__).startswith(VERSION)
        and tuple(inspect.signature(layout.__init__).parameters)[1:] == ("style", "justification_spacing", "max_width")
        and tuple(inspect.signature(layout.set_text).parameters)[1:] == ("text", "justify")
        and hasattr(line_break.pango, "pango_attr_letter_spacing_new")
    ):
        return False
    _replace(inline, line_break)
    return True


def _replace(inline: Any, line_break: Any) -> None:
    from weasyprint.formatting_structure import boxes

    align, remove_whitespace = inline.text_align, inline.remove_last_whitespace

    class SpreadLayout(line_break.Layout):  # type: ignore[misc]
        """A Pango layout with more room between some characters: for each of them the pixels it takes up more."""

        def __init__(self, style: Any, text: str, room: list[float]) -> None:
            self.spread_text, self.room = text, room
            super().__init__(style)
            self.set_text(text)

        def set_text(self, text: str, justify: bool = False) -> None:  # noqa: ARG002 - WeasyPrint's signature
            super().set_text(text)
            if text == self.spread_text and text:
                _spread(self, self.room, line_break)

    def justify_line(context: Any, line: Any, extra_width: float) -> None:  # noqa: ARG001 - the same
        characters = [character for box in _text_boxes(line, boxes) for character in _as_seen(box, box.text)]
        weights = _weights(characters)
        gaps = sum(weights) - (weights[0] + weights[-1]) / 2 if weights else 0
        if not gaps:
            return
        unit = extra_width / gaps
        spreads = any(
            weight == 1 and not character.isspace() for weight, character in zip(weights, characters, strict=True)
        )
        if unit > (_WIDEST if spreads else _WIDEST_SPACE) * line.style["font_size"]:
            # Spread wider than this, a line is none any more: the next word or address was too long to fill it.
            return
        room = iter([weight * unit for weight in weights])
        _widen(line, room, 0.0, None, boxes, SpreadLayout)

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
        if line.style["direction"] == "ltr":
            _trim(line, boxes)
        offset: float = align(context, line, available_width, last)
        return offset

    def remove_last_whitespace(context: Any, line: Any) -> None:
        chain = _last_boxes(line, boxes)
        before = [box.position_x for box in chain]
        remove_whitespace(context, line)
        # A space at the left of the last word moves the whole line; that word should have stayed where it was, and in a
        # line from left to right all the others too.
        if chain and chain[-1].position_x != before[-1]:
            if line.style["direction"] == "ltr":
                for child in line.children:
                    child.translate(dx=before[0] - chain[0].position_x)
            for box, position in zip(chain, before, strict=True):
                box.position_x = position

    justify_line.spreads_ideographs = True  # type: ignore[attr-defined]
    inline.justify_line, inline.text_align = justify_line, text_align
    inline.remove_last_whitespace = remove_last_whitespace


def _text_boxes(box: Any, boxes: Any) -> Iterator[Any]:
    """The text of a line from left to right."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in _from_left(box):
            yield from _text_boxes(child, boxes)


def _as_seen(box: Any, characters: Sequence[Any]) -> Sequence[Any]:
    """What belongs to a text's characters, from left to right."""
    return characters[::-1] if box.style["direction"] == "rtl" else characters


def _from_left(box: Any) -> list[Any]:
    children = [child for child in box.children if child.is_in_normal_flow()]
    return children[::-1] if box.style["direction"] == "rtl" else children


def _weights(characters: list[str]) -> list[float]:
    """How much of what is to be spread each character takes, half of it on either side."""
    wide = [unicodedata.east_asian_width(character) in "WF" for character in characters]
    space = _SPACE_WEIGHT if any(wide) else 1.0
    around = zip(["", *characters], characters, [*characters[1:], ""], strict=False)
    return [
        space if _grows(*three) else float(is_wide and three[1] not in _INSEPARABLE)
        for three, is_wide in zip(around, wide, strict=True)
    ]


def _grows(before: str, character: str, after: str) -> bool:
    """Whether a character is a space that grows with the others: no-break ones only between words and at dashes."""
    return character == " " or (
        character == "\u00a0" and all(beside.isalpha() or beside in ("–", "—") for beside in (before, after))
    )


def _widen(box: Any, room: Iterator[float], advance: float, before: float | None, boxes: Any, layout: Any) -> Any:
    """Move a box by what the text before it has grown, and let its own text grow; the advance after it, and the room of
    the last character (None before the first).
    """
    if isinstance(box, boxes.TextBox):
        own = [next(room) for _ in box.text]
        if before is not None and own:
            advance += (before + own[0]) / 2
        box.position_x += advance
        if any(own):
            grown = layout(box.style, box.text, list(_as_seen(box, own)))
            grown.deactivate()
            growth = sum(own) - (own[0] + own[-1]) / 2
            box.pango_layout = grown
            box.width += growth
            advance += growth
        return advance, own[-1] if own else before
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        start = None
        for child in _from_left(box):
            moved = child.position_x
            advance, before = _widen(child, room, advance, before, boxes, layout)
            if start is None:
                start = child.position_x - moved
        if start is not None and isinstance(box, boxes.InlineBox):
            box.position_x += start
            box.width += advance - start
        elif start is not None:
            box.width += advance
        return advance, before
    box.translate(advance, 0)
    return advance, before


def _spread(layout: Any, room: list[float], line_break: Any) -> None:
    """Give each character of a Pango layout its room: Pango puts half of it on either side, none at the text's ends."""
    ffi, pango = line_break.ffi, line_break.pango
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    letters, words = layout.style["letter_spacing"], layout.style["word_spacing"]
    letters = 0.0 if letters == "normal" else letters
    end = 0
    kinds = (
        (more, character == " ", len(character.encode())) for character, more in zip(layout.text, room, strict=True)
    )
    for (more, is_space), group in groupby(kinds, key=lambda kind: kind[:2]):
        start, end = end, end + sum(length for _, _, length in group)
        if more:
            spacing = more + letters + (words if is_space else 0)
            attribute = pango.pango_attr_letter_spacing_new(int(spacing * line_break.TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _trim(line: Any, boxes: Any) -> None:
    """Take off a line's ends what is blank there: the margin after its last element, the empty half of a bracket."""
    texts = list(_text_boxes(line, boxes))
    if not texts:
        return
    first, last = texts[0], texts[-1]
    if last.text[-1:] in _CLOSING and _shares_halves(last):
        blank = last.style["font_size"] / 2
        for box in (last, *_ends(line, last, boxes)):
            box.width -= blank
    ends = _ends(line, last, boxes)
    for number, box in enumerate(ends):
        margin = box.margin_right if box is not line else 0
        if margin:
            box.margin_right = 0
            for around in ends[number + 1 :]:
                around.width -= margin
    if first.text[:1] in _OPENING and _shares_halves(first):
        blank = first.style["font_size"] / 2
        # Not what stands before it, the number of a note.
        children = _from_left(line)
        begins = next(place for place, child in enumerate(children) if first in _text_boxes(child, boxes))
        for child in children[begins:]:
            child.translate(dx=-blank)
        line.width -= blank


def _ends(line: Any, last: Any, boxes: Any) -> list[Any]:
    """The boxes that end with a line's last text, the innermost first, the line itself last."""
    chain = [line]
    while True:
        children = _from_left(chain[0]) if isinstance(chain[0], boxes.LineBox | boxes.InlineBox) else []
        if not children or children[-1] is last:
            return chain
        chain.insert(0, children[-1])


def _last_boxes(line: Any, boxes: Any) -> list[Any]:
    """The boxes inside a line that its last text stands in, that text the last of them; none if no text ends it."""
    chain: list[Any] = []
    box = line
    while isinstance(box, boxes.LineBox | boxes.InlineBox):
        if not box.children:
            return []
        box = box.children[-1]
        chain.append(box)
    return chain if isinstance(box, boxes.TextBox) else []


def _shares_halves(box: Any) -> bool:
    language = str(box.style["lang"] or "")
    return language.startswith(("ja", "zh")) and not language.startswith("zh-Hant")
