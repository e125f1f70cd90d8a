"""Columns of blocks that are kept together end level, and are found in few steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from publish.render.column_balance import mend_column_balance

LINES = (2, 4, 3, 2, 3, 3, 2, 3, 2, 2, 4)
"""Of each block, each line 20 pixels high; the first five and the last six are as even as two columns can be."""

STYLE = """@page { size: 400px 800px; margin: 0 } body, ol { margin: 0; padding: 0; list-style: none }
  ol { columns: 2; column-gap: 0 } li { break-inside: avoid; font: 10px/20px serif; margin-bottom: 3px }"""


@pytest.fixture(scope="module", autouse=True)
def mended() -> None:
    mend_column_balance()
    mend_column_balance()


def boxes(box: Any, tag: str) -> Iterator[Any]:
    if box.element_tag == tag and type(box).__name__ == "BlockBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child, tag)


def laid_out() -> list[Any]:
    import weasyprint

    items = "".join(f"<li>{'<br>'.join('x' * count)}</li>" for count in LINES)
    html = f"<html lang=en><title>x</title><style>{STYLE}</style><ol>{items}</ol>"
    return list(boxes(weasyprint.HTML(string=html).render().pages[0]._page_box, "li"))


def test_blocks_are_kept_whole_in_columns_as_even_as_can_be() -> None:
    found = laid_out()
    assert [box.height for box in found] == [20.0 * count for count in LINES]
    left = [box for box in found if box.position_x == 0]
    assert [box.position_x for box in found] == sorted(box.position_x for box in found)
    heights = [sum(LINES[: len(left)]), sum(LINES[len(left) :])]
    assert max(heights) == min(max(sum(LINES[:cut]), sum(LINES[cut:])) for cut in range(len(LINES)))


def test_columns_grow_by_blocks_and_not_by_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.layout import block

    lay_out = block.block_box_layout
    columns = []

    def counted(context: Any, box: Any, *rest: Any, **options: Any) -> Any:
        if box.is_column:
            columns.append(box)
        return lay_out(context, box, *rest, **options)

    monkeypatch.setattr(block, "block_box_layout", counted)
    laid_out()
    assert 4 < len(columns) < 24
