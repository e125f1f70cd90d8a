"""A memory asked: what is known of a sentence, and of sentences like it."""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.memory.index import BLOCK, Index, length_limits, shelf
from publish.memory.pairs import Pair, Standing

CUT_OFF = 75.0
"""The least similarity of a sentence worth showing, in hundredths."""

# What the final score thinks better of than the plain ratio does must not be lost before.
_LEAST_RATIO = 70.0
_AT_ONCE = 200
_COLUMNS = (
    "translation, standing, coalesce(pair.name, file.name), context, before, after, words, remarks, comments, changed"
    " FROM pair JOIN file ON file.id = pair.file JOIN source ON source.id = pair.source"
)


@dataclass(frozen=True, slots=True)
class Similar:
    """A pair whose source is like the one asked for; `score` in hundredths."""

    score: float
    pair: Pair


class Memory:
    """The pairs of one locale, whose sources are in `language`, as the database holds them when it is asked."""

    def __init__(self, connection: sqlite3.Connection, locale: int, language: str = "en") -> None:
        self.connection = connection
        self.locale = locale
        self.language = language
        self._index = Index(connection, locale)
        self._rest: tuple[list[tuple[int, str]], list[int]] | None = None

    def exact(self, source: str) -> list[Pair]:
        """Every pair with this very source: the best standing first, the templates' strings last, then by name."""
        found = self.connection.execute(
            "SELECT id, text FROM source WHERE hash = ? AND id > ? AND id < ?",
            (source_hash(source), shelf(self.locale), shelf(self.locale + 1)),
        ).fetchall()
        return self._pairs([identity for identity, text in found if text == source]).get(source, [])

    def similar(
        self, source: str, limit: int = 3, cut_off: float = CUT_OFF, worst: Standing = Standing.MACHINE
    ) -> list[Similar]:
        """The pairs with the most similar sources, the source itself left out; one, the best, for each source.

        Those whose standing is below `worst` are passed over.

        The order is the same however the database came about: by score, then as `exact` has it.
        """
        from rapidfuzz import fuzz, process

        least = min(_LEAST_RATIO, cut_off)
        scored = sorted(
            (
                (self._score(source, text), text, identity)
                for some in (self._indexed(source, least), self._not_indexed(source, least))
                for text, _, identity in process.extract(
                    source, some, scorer=fuzz.ratio, score_cutoff=least, limit=None
                )
                if text != source
            ),
            key=lambda item: (-item[0], item[1]),
        )
        good = [item for item in scored if item[0] >= cut_off]
        result: list[Similar] = []
        # A source may have lost its last pair.
        for start in range(0, len(good), 4 * limit):
            some = good[start : start + 4 * limit]
            pairs = self._pairs([identity for _, _, identity in some])
            best = [(score, pairs[text][0]) for score, text, _ in some if text in pairs]
            result += [Similar(score, pair) for score, pair in best if pair.standing <= worst]
            if len(result) >= limit and result[limit - 1].score > some[-1][0]:
                break
        result.sort(key=lambda found: (-found.score, found.pair.standing, found.pair.source))
        return result[:limit]

    def all(self, worst: Standing = Standing.MACHINE) -> Iterator[Pair]:
        """Every pair of at least that standing: the catalogues' in their order, then those of other files."""
        for text, *values in self.connection.execute(
            f"SELECT source.text, {_COLUMNS} WHERE file.locale = ? AND standing <= ? ORDER BY rank, path, pair.id",
            (self.locale, int(worst)),
        ):
            yield _pair(text, *values)

    def counts(self) -> dict[str, Counter[Standing]]:
        """How many pairs of each standing there are, by the file they are from."""
        result: dict[str, Counter[Standing]] = {}
        for file, standing, number in self.connection.execute(
            "SELECT path, standing, count(*) FROM pair JOIN file ON file.id = pair.file WHERE file.locale = ?"
            " GROUP BY file.id, standing ORDER BY rank, path",
            (self.locale,),
        ):
            result.setdefault(file, Counter())[Standing(standing)] = number
        return result

    def _score(self, source: str, text: str) -> float:
        from publish.catalogue.similarity import similarity

        return similarity(source, text, self.language)

    def _indexed(self, source: str, least: float) -> dict[int, str]:
        """The indexed sources that may be that similar."""
        result: dict[int, str] = {}
        for some in _batches(self._index.candidates(source, least)):
            result.update(
                self.connection.execute(f"SELECT id, text FROM source WHERE id IN ({','.join(map(str, some))})")  # noqa: S608
            )
        return result

    def _not_indexed(self, source: str, least: float) -> dict[int, str]:
        """Those of the other sources whose length lets them be that similar."""
        if self._rest is None:
            rows = self.connection.execute(
                "SELECT id, text FROM source WHERE id > ? AND id < ? ORDER BY length(text), id",
                (shelf(self.locale) + self._index.blocks * BLOCK, shelf(self.locale + 1)),
            ).fetchall()
            self._rest = rows, [len(text) for _, text in rows]
        rows, lengths = self._rest
        shortest, longest = length_limits(len(source), least)
        return dict(rows[bisect_left(lengths, shortest) : bisect_right(lengths, longest)])

    def _pairs(self, sources: Sequence[int]) -> dict[str, list[Pair]]:
        """The pairs of these sources by their texts, in the order of `exact`.

        What a number stands for may have changed since it was found, by another process.
        """
        result: dict[str, list[Pair]] = {}
        for some in _batches(sources):
            rows = self.connection.execute(
                f"SELECT source.text, {_COLUMNS} WHERE pair.source IN ({','.join(map(str, some))})"
                " ORDER BY standing, rank, coalesce(pair.name, file.name), changed DESC, translation, pair.id"
            )
            for text, *values in rows:
                result.setdefault(text, []).append(_pair(text, *values))
        return result


def source_hash(source: str) -> int:
    """Where the database looks for a source: 64 bits of its SHA-256, as SQLite's signed numbers have them."""
    return int.from_bytes(hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True)


def _pair(
    source: str,
    translation: str,
    standing: int,
    name: str,
    context: str | None,
    before: str | None,
    after: str | None,
    words: str | None,
    remarks: str | None,
    comments: str | None,
    changed: str | None,
) -> Pair:
    return Pair(
        source,
        translation,
        Standing(standing),
        name,
        context or "",
        before or "",
        after or "",
        words or "",
        tuple(remarks.split("\n")) if remarks else (),
        tuple(comments.split("\n")) if comments else (),
        changed or "",
    )


def _batches(items: Sequence[int]) -> Iterator[Iterable[int]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
