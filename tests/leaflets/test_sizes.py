"""Nothing is printed in letters too small to read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from support import NAME

from .conftest import FORMATS
from .layouts import path_of

SMALLEST = {"a4": 7.0, "letter": 7.0, "booklet": 7.0, "large-print": 14.0}


def sizes(path: Path) -> Counter[float]:
    """How often each size of letters is chosen, in points; WeasyPrint's unit is a CSS pixel."""
    found: Counter[float] = Counter()
    with pikepdf.open(path) as document:
        for page in document.pages:
            for operands, _ in pikepdf.parse_content_stream(page, "Tf"):
                found[round(float(operands[1]) * 0.75, 2)] += 1
    return found


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("tag", ["fr", "de", "ja"])
def test_only_raised_numbers_are_smaller(tag: str, format_: str, article: Path) -> None:
    found = sizes(path_of(article, tag, NAME, format_))
    text = found.most_common(1)[0][0]
    # Of one pixel is a space that only copied text has.
    small = {size for size in found if 1 < size < SMALLEST[format_] - 0.01}
    assert small <= {round(0.7 * text, 2), round(0.7 * text + 0.01, 2), round(0.7 * text - 0.01, 2)}, found
