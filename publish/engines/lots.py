"""Much work cut into lots, so that results come while it is going on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

_SECONDS_A_LOT = 12.0
_LEAST_LOT = 64

Item = TypeVar("Item")


def lots(items: Sequence[Item], first: int, largest: int | None = None) -> Iterator[Sequence[Item]]:
    """The items in lots, the first of that size; the next have as many as take about twelve seconds.

    How long a lot takes is measured from when it is given to when the next one is asked for.

    >>> [len(lot) for lot in lots(range(100), 70, 80)]
    [70, 30]
    """
    start, size = 0, first
    while start < len(items):
        began = time.monotonic()
        yield items[start : start + size]
        start += size
        fitting = round(size * _SECONDS_A_LOT / (time.monotonic() - began + 0.001))
        size = max(_LEAST_LOT, min(4 * size, fitting, largest or fitting))
