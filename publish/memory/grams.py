"""Sentences as sets of short pieces of text, for many sentences at once: what similar ones have in common.

Three letters in a row tell sentences apart in every script; short sentences are also cut into two, since an edit in the
middle of five characters leaves no three of them in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORT = 16
"""A sentence of at most that many characters is cut into pieces of two as well."""

# Odd numbers without a pattern; two pieces with the same key would only make a search a little less exact.
_FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
_OF_TWO = 0x27D4EB2F


def grams(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """The keys of all pieces, the number of the text each is from, and where it begins in all texts joined.

    Those of three come first. A text's beginning and end count as characters; upper and lower case are alike.
    """
    import numpy as np

    joined = "\0".join(["", *(text.lower().replace("\0", " ") for text in texts), ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_gap = codes == 0
    rows = (np.cumsum(is_gap) - 1).astype(np.uint32)
    places = np.arange(len(codes), dtype=np.uint32)
    first, second, third = (np.uint32(factor) for factor in _FACTORS)
    middle = ~is_gap[1:-1]
    threes = codes[:-2] * first + codes[1:-1] * second + codes[2:] * third
    lengths = np.diff(np.flatnonzero(is_gap)) - 1
    is_short = np.append(lengths <= SHORT, False)
    # A pair of characters belongs to the row of the first, or of the second where the first is a gap: in both cases
    # the row counted at the first.
    in_short = is_short[rows[:-1]] & ~(is_gap[:-1] & is_gap[1:])
    twos = codes[:-1] * second + codes[1:] * third + np.uint32(_OF_TWO)
    return (
        np.concatenate([threes[middle], twos[in_short]]),
        np.concatenate([rows[1:-1][middle], rows[:-1][in_short]]),
        np.concatenate([places[:-2][middle], places[:-1][in_short]]),
    )
