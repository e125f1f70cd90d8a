"""Where WeasyPrint 70 miscounts the room that the notes at the foot of a page take.

- It asks whether the last note ends below the area that was made as high as the notes: two sums of the same lengths in
  different orders, and a difference in the last binary digit sends the note to the next page.
- When a page's only note has to go to the next page with the line that calls it, the note's height is given back to the
  text, but not the margins and the rule of the area it would have stood in. Lines there count as overflowing, and the
  whole paragraph moves to the next page with the heading above it.
- Where a paragraph cannot be parted at a page's end, notes of lines above are sent away to make room for one line more.
  A note belongs on the page that calls it: the line has to go.
"""

from __future__ import annotations

import functools
import math
from typing import Any

VERSION = "70."
"""The WeasyPrint releases whose internals this module knows."""


@functools.cache
def mend_footnote_areas() -> None:
    """Make WeasyPrint, in this process, count right; another version than the one whose internals were read stays."""
    import weasyprint
    from weasyprint.layout import LayoutContext, block

    if not weasyprint.__version__.startswith(VERSION):
        return
    update, lay_out_lines = LayoutContext._update_footnote_area, block._linebox_layout

    def updated(context: Any) -> bool:
        pretended = context.in_column
        context.in_column = _is_in_column(context)
        overflows: bool = update(context)
        area = context.current_footnote_area
        if not context.current_page_footnotes and not context.in_column and area.height != "auto":
            context.page_bottom += area.margin_height()
            # As before the first note: nothing to be given back when another one comes.
            area.height = "auto"
        context.in_column = pretended
        # Only an area of a limited height can be too small for its notes.
        return overflows and area.max_height != math.inf

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

    LayoutContext._update_footnote_area = updated
    block._linebox_layout = laid_out_lines


def _is_in_column(context: Any) -> bool:
    return bool(getattr(context, "is_really_in_column", context.in_column))
