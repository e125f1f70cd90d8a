"""Where WeasyPrint 70 miscounts the room that the notes at the foot of a page take.

- It asks whether the last note ends below the area that was made as high as the notes: two sums of the same lengths in
  different orders, and a difference in the last binary digit sends the note to the next page.
- Notes that come from the page before are all put on one page, over its upper edge if they are higher than it.
- When a page's only note has to go to the next page with the line that calls it, the note's height is given back to the
  text, but not the margins and the rule of the area it would have stood in. Lines there count as overflowing, and the
  whole paragraph moves to the next page with the heading above it.
- Where a paragraph cannot be parted at a page's end, notes of lines above are sent away to make room for one line more.
  A note belongs on the page that calls it: the line has to go.
- A block that must not be parted from the one before it, and has no room on the page, takes that one along. Text in
  columns is never parted for its sake: all of it goes, and a page with a title alone is left. The same happens where
  columns with notes seem to fit, and turn out a line too high once they are of one height.
"""

from __future__ import annotations

import functools
import inspect
import math
from typing import Any

VERSION = "70."
"""The WeasyPrint releases whose internals this module knows."""

_HIGHEST = 0.85
"""How much of a page may be notes, where there is more than one: a few lines of the text have to fit in too."""

_LINES_TAKEN = (3, 5, 8)
"""How many lines of every column go with a block that must not be parted from their text: the first number that can be
had, or else none.
"""

_LINES_LESS = (1, 2, 3, 5, 8)
"""By how many lines the columns are made shorter that seemed to fit and do not: the first number that is enough."""

_LEADING = 1.4
"""About the height of a line, in ems."""

_EXPECTED = {
    "LayoutContext._update_footnote_area": ("self",),
    "_linebox_layout": ("context", "box", "index", "child", "new_children", "page_is_empty"),
    "_in_flow_layout": (
        *("context", "box", "index", "child", "new_children", "page_is_empty", "absolute_boxes", "fixed_boxes"),
        *("adjoining_margins", "bottom_space", "position_y", "skip_stack", "first_letter_style", "first_line_style"),
        *("discard", "next_page", "max_lines"),
    ),
    "block_level_layout": (
        *("context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty", "absolute_boxes"),
        *("fixed_boxes", "adjoining_margins", "first_letter_style", "first_line_style", "discard", "max_lines"),
    ),
}


@functools.cache
def mend_footnote_areas() -> None:
    """Make WeasyPrint, in this process, count right; another version than the one whose internals were read stays."""
    import weasyprint
    from weasyprint.layout import LayoutContext, block

    if not weasyprint.__version__.startswith(VERSION) or not _is_known(LayoutContext, block):
        return
    update, lay_out_lines, lay_out_child = (
        LayoutContext._update_footnote_area,
        block._linebox_layout,
        block._in_flow_layout,
    )

    @functools.wraps(update)
    def updated(context: Any) -> bool:
        pretended = context.in_column
        context.in_column = _is_in_column(context)
        try:
            overflows: bool = update(context)
            area = context.current_footnote_area
            if not context.current_page_footnotes and not context.in_column and area.height != "auto":
                context.page_bottom += area.margin_height()
                # As before the first note: nothing to be given back when another one comes.
                area.height = "auto"
        finally:
            context.in_column = pretended
        if area.max_height == math.inf:
            # Only an area of a limited height can be too small for its notes, or the page itself. A line in one column
            # sees for itself whether the page has still room for it.
            if hasattr(context, "is_really_in_column") and not _is_in_column(context):
                return False
            return len(context.current_page_footnotes) > 1 and area.margin_height() > _HIGHEST * area.page.height
        return overflows

    @functools.wraps(lay_out_lines)
    def laid_out_lines(context: Any, *rest: Any) -> Any:
        if hasattr(context, "is_really_in_column"):
            return lay_out_lines(context, *rest)
        # In columns no notes are sent away for a line.
        context.is_really_in_column = context.in_column
        context.in_column = True
        try:
            return lay_out_lines(context, *rest)
        finally:
            context.in_column = context.is_really_in_column
            del context.is_really_in_column

    @functools.wraps(lay_out_child)
    def laid_out_child(context: Any, box: Any, index: int, child: Any, new_children: list[Any], *rest: Any) -> Any:
        before, page_bottom, place = list(new_children), context.page_bottom, (child.position_x, child.position_y)
        _, absolute_boxes, fixed_boxes, margins, bottom_space, _, skip_stack, *_ = rest
        lay_out = functools.partial(_laid_out_again, block, context, box, absolute_boxes, fixed_boxes, bottom_space)
        margins = list(margins)
        result = lay_out_child(context, box, index, child, new_children, *rest)
        stop, resume_at, kept = result[1], result[2], result[6]
        last = len(kept)
        if stop and 0 < last < len(before) and _has_columns(before[last]) and kept == before[:last]:
            whole = before[last]
            room = page_bottom - whole.content_box_y() - whole.height
            line = next((float(box.height) for box in whole.descendants() if type(box).__name__ == "LineBox"), 0.0)
            # It stood here: what is above it is settled, and its margins are counted.
            attempt = functools.partial(
                lay_out, whole.index, result, (whole.position_x, whole.position_y), [-whole.margin_top]
            )
            for lines in _LINES_TAKEN:
                if parted := attempt(room + lines * line):
                    return parted
            # Where they stood, whole, and only the block below them goes.
            return attempt(bottom_space, index) or result
        if stop and kept == before and kept and resume_at == {index: None} and not skip_stack and _is_columns(child):
            for lines in _LINES_LESS:
                less = bottom_space + lines * child.style["font_size"] * _LEADING
                if parted := lay_out(index, result, place, margins, less):
                    return parted
        return result

    LayoutContext._update_footnote_area = updated
    block._linebox_layout = laid_out_lines
    block._in_flow_layout = laid_out_child


def _laid_out_again(
    block: Any,
    context: Any,
    box: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    bottom_space: float,
    index: int,
    result: Any,
    place: tuple[float, float],
    margins: list[float],
    bottom: float,
    following: int | None = None,
) -> Any:
    """What `_in_flow_layout` gives back, with the columns kept that it sent to the next page, the end of their text
    excepted: they go down to `bottom` above the page's end. None if that does not part them, unless all of it may stand
    and the child `following` begin the next page.
    """
    columns = box.children[index].copy()
    columns.position_x, columns.position_y = place
    parted, resume_at, next_page, after, _, max_lines = block.block_level_layout(
        *(context, columns, bottom, None, box, False, absolute_boxes, fixed_boxes, margins),
    )
    if parted is None:
        return None
    end = parted.border_box_y() + parted.border_height()
    if (resume_at is None and following is None) or context.overflows_page(bottom_space, end):
        block.remove_placeholders(context, [parted], absolute_boxes, fixed_boxes)
        return None
    parted.index = index
    resume_at = {following: None} if resume_at is None else {index: resume_at}
    return False, True, resume_at, end, after, next_page, [*result[6], parted], max_lines


def _is_columns(box: Any) -> bool:
    return bool(box.style["column_count"] != "auto" or box.style["column_width"] != "auto")


def _has_columns(box: Any) -> bool:
    return any(child.is_column for child in box.children)


def _is_in_column(context: Any) -> bool:
    return bool(getattr(context, "is_really_in_column", context.in_column))


def _is_known(context_class: Any, block: Any) -> bool:
    """Whether the functions that are replaced or called take what those of the known version take."""
    for name, parameters in _EXPECTED.items():
        owner = context_class if "." in name else block
        found = inspect.signature(getattr(owner, name.rpartition(".")[2], lambda: None)).parameters
        if tuple(found)[: len(parameters)] != parameters:
            return False
    return True
