"""Columns that end level, found in steps of a block that is kept together, not of a pixel.

WeasyPrint 70 balances columns by laying them out again and again, each time higher by what the first block of the next
column lacks to fit into this one. It measures that block where there is no room at all, so that even one that asks not
to be parted (a note) is parted and counts as one line: it seems to fit, does not, and the columns grow a pixel at a
time until it does. Here such a block is measured whole. The columns are the same, less than a pixel shorter.
"""

from __future__ import annotations

import functools
import inspect
import math
from typing import Any

VERSION = "70."
"""The WeasyPrint releases whose internals this module knows."""

_EXPECTED = ("context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty")


@functools.cache
def mend_column_balance() -> None:
    """Make WeasyPrint, in this process, measure whole blocks; another version than the one known stays as it is."""
    import weasyprint
    from weasyprint.layout import block

    lay_out = block.block_box_layout
    if not weasyprint.__version__.startswith(VERSION) or tuple(inspect.signature(lay_out).parameters)[:6] != _EXPECTED:
        return

    def laid_out(context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **options: Any) -> Any:
        # Room that is less than nothing: this is how WeasyPrint asks for the height of what comes next.
        if bottom_space == math.inf and box.is_column and _begins_with_whole(box, skip_stack):
            (place,) = skip_stack
            alone = box.copy_with_children(box.children[: place + 1])
            return lay_out(context, alone, -math.inf, skip_stack, *rest, **options)
        return lay_out(context, box, bottom_space, skip_stack, *rest, **options)

    block.block_box_layout = laid_out


def _begins_with_whole(column: Any, skip_stack: Any) -> bool:
    """Whether what comes next is a block that asks not to be parted, from its beginning."""
    if not skip_stack or len(skip_stack) != 1:
        return False
    ((place, inside),) = skip_stack.items()
    return inside is None and column.children[place].style["break_inside"] in ("avoid", "avoid-page", "avoid-column")
