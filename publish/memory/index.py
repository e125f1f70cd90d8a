"""Which of very many sentences may be similar to one: those that share its rarest pieces, found without reading them.

Sources are numbered as they come. Each full block of them is indexed once and for all; the few after the last full
block are compared one by one. A piece's places in a block are a list of 16-bit numbers, or a bitmap where that is
shorter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from publish.memory.grams import grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 1 << 15
"""Sources in a block."""

_BITMAP = BLOCK // 8
_SHELF = 40
_LONGEST = 0xFFFF

PIECES = 24
"""Pieces of three, of a sentence, that are looked up; half as many of two where it is short."""

CANDIDATES = 600
"""Sources that are read and compared, those first that share most pieces."""

# A person's edit is a word here and there: pieces from all over the sentence survive it, those of one rare word do not.
_STRETCHES = 8
_BLOCKS_TO_COUNT_IN = 4
# A sentence that is three quarters the same has at least one in that many of the other's pieces.
_FEWEST = 6


def shelf(locale: int) -> int:
    """The number before the first source of a locale."""
    return locale << _SHELF


def index_full_blocks(connection: sqlite3.Connection, locale: int) -> int:
    """Index the blocks that have become full; how many that are now."""
    (last,) = connection.execute(
        "SELECT max(id) FROM source WHERE id > ? AND id < ?", (shelf(locale), shelf(locale + 1))
    ).fetchone()
    full = 0 if last is None else (last - shelf(locale)) // BLOCK
    for number in range(indexed_blocks(connection, locale), full):
        _index(connection, shelf(locale), number)
    return full


def indexed_blocks(connection: sqlite3.Connection, locale: int) -> int:
    """How many blocks of the locale's sources are indexed."""
    first = shelf(locale) // BLOCK
    (count,) = connection.execute(
        "SELECT count(*) FROM block WHERE id >= ? AND id < ?", (first, shelf(locale + 1) // BLOCK)
    ).fetchone()
    return int(count)


def _index(connection: sqlite3.Connection, start: int, number: int) -> None:
    import numpy as np

    first = start + number * BLOCK + 1
    texts = [""] * BLOCK
    for identity, text in connection.execute(
        "SELECT id, text FROM source WHERE id >= ? AND id < ?", (first, first + BLOCK)
    ):
        texts[identity - first] = text
    keys, rows, _ = grams(texts)
    both = keys.astype(np.uint64) << np.uint64(16) | rows
    both.sort()
    both = both[np.append(True, both[1:] != both[:-1])]
    keys, places = (both >> np.uint64(16)).astype(np.uint32), (both & np.uint64(0xFFFF)).astype(np.uint16)
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    ends = np.append(starts[1:], len(keys))
    block = start // BLOCK + number
    connection.executemany(
        "INSERT INTO posting VALUES (?, ?, ?)",
        ((block, int(keys[begin]), _packed(places[begin:end])) for begin, end in zip(starts, ends, strict=True)),
    )
    lengths = np.array([min(len(text), _LONGEST) for text in texts], "<u2")
    connection.execute("INSERT INTO block VALUES (?, ?)", (block, lengths.tobytes()))


def _packed(rows: NDArray[np.uint16]) -> bytes:
    import numpy as np

    if 2 * len(rows) < _BITMAP:
        return rows.astype("<u2").tobytes()
    bits = np.zeros(BLOCK, np.uint8)
    bits[rows] = 1
    return np.packbits(bits).tobytes()


class Index:
    """The blocks of one locale, as far as they are indexed."""

    def __init__(self, connection: sqlite3.Connection, locale: int) -> None:
        self.connection = connection
        self.start = shelf(locale)
        self.blocks = indexed_blocks(connection, locale)
        self._lengths: list[NDArray[np.uint16]] = []
        self._known_counts: dict[int, int] = {}

    def candidates(self, text: str, least: float) -> list[int]:
        """The sources that may be similar to a text, those first that share most with it.

        `least` is the least similarity (rapidfuzz's `ratio`, in hundredths): lengths that rule it out are passed over.
        """
        if not self.blocks:
            return []
        import numpy as np

        chosen = self._chosen(text)
        if not chosen:
            return []
        shortest, longest = length_limits(len(text), least)
        query = f"SELECT rows FROM posting WHERE block = ? AND gram IN ({_listed(chosen)})"  # noqa: S608 - numbers
        first = self.start // BLOCK
        least_hits = max(1, len(chosen) // _FEWEST)
        found_rows, found_hits = [], []
        for number, lengths in enumerate(self._all_lengths()):
            hits = np.zeros(BLOCK, np.uint8)
            for (blob,) in self.connection.execute(query, (first + number,)):
                if len(blob) == _BITMAP:
                    hits += np.unpackbits(np.frombuffer(blob, np.uint8))
                else:
                    hits[np.frombuffer(blob, "<u2")] += 1
            rows = np.flatnonzero(hits >= least_hits)
            rows = rows[(lengths[rows] >= shortest) & (lengths[rows] <= longest)]
            found_rows.append(rows + (number * BLOCK + 1))
            found_hits.append(hits[rows])
        rows, counted = np.concatenate(found_rows), np.concatenate(found_hits)
        order = np.argsort(-counted.astype(np.int16), kind="stable")[:CANDIDATES]
        return [self.start + int(row) for row in rows[order]]

    def _chosen(self, text: str) -> list[int]:
        """The keys of the rarest pieces, from all over the text."""
        keys, _, places = grams([text])
        # A piece of three for each character; then, in a short text, those of two.
        threes = len(text.lower())
        return [
            *self._rarest(keys[:threes], places[:threes], PIECES),
            # Rarer only because long sentences are not cut so: they must not crowd out the others.
            *self._rarest(keys[threes:], places[threes:], PIECES // 2),
        ]

    def _rarest(self, keys: NDArray[np.uint32], places: NDArray[np.uint32], number: int) -> list[int]:
        import numpy as np

        if not len(keys):
            return []
        unique, where = np.unique(keys, return_index=True)
        counted = self._counts(unique.tolist())
        stretches = places[where].astype(int) * _STRETCHES // (int(places.max()) + 1)
        taken = [0] * _STRETCHES
        ranked: list[tuple[int, int, int]] = []
        # First the rarest of every stretch, then the second of every one, and so on.
        for position in np.lexsort((unique, counted)):
            stretch = int(stretches[position])
            ranked.append((taken[stretch], int(counted[position]), int(unique[position])))
            taken[stretch] += 1
        return [key for _, _, key in sorted(ranked)[:number]]

    def _counts(self, keys: Sequence[int]) -> NDArray[np.int64]:
        """In about how many sources each piece occurs, judged by a few of the blocks."""
        import numpy as np

        new = [key for key in keys if key not in self._known_counts]
        if new:
            query = f"SELECT gram, length(rows) FROM posting WHERE block = ? AND gram IN ({_listed(new)})"  # noqa: S608
            self._known_counts.update(dict.fromkeys(new, 0))
            first = self.start // BLOCK
            for number in range(0, self.blocks, max(1, self.blocks // _BLOCKS_TO_COUNT_IN)):
                for gram, size in self.connection.execute(query, (first + number,)):
                    self._known_counts[gram] += size
        return np.array([self._known_counts[key] for key in keys], np.int64)

    def _all_lengths(self) -> list[NDArray[np.uint16]]:
        import numpy as np

        if not self._lengths:
            first = self.start // BLOCK
            self._lengths = [
                np.frombuffer(blob, "<u2")
                for (blob,) in self.connection.execute(
                    "SELECT lengths FROM block WHERE id >= ? AND id < ? ORDER BY id", (first, first + self.blocks)
                )
            ]
        return self._lengths


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def length_limits(length: int, least: float) -> tuple[int, int]:
    """The shortest and longest text whose ratio to one of that length can reach `least`.

    Twice the shorter length over both is the best ratio there is.

    >>> length_limits(100, 75.0)
    (60, 166)
    """
    share = least / (200.0 - least)
    return int(-(-length * share // 1)), int(length / share + 1e-9)
