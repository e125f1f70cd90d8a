"""A memory asked: what is known of a sentence, and of sentences like it."""

from __future__ import annotations

import enum
import hashlib
import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from publish.catalogue.harmless import harmless_changes, normal_form
from publish.memory.index import BLOCK, Index, length_limits, shelf
from publish.memory.pairs import Pair, Standing

CUT_OFF = 75.0
"""The least similarity of a sentence worth showing, in hundredths."""

# What the final score thinks better of than the plain ratio does must not be lost before.
_LEAST_RATIO = 70.0
_AT_ONCE = 200
_QUESTIONS_AT_ONCE = 64
_COLUMNS = (
    "translation, standing, coalesce(pair.name, file.name), context, before, after, words, remarks, comments, changed"
    " FROM pair JOIN file ON file.id = pair.file JOIN source ON source.id = pair.source"
)


class Rank(enum.IntEnum):
    """What a file of the memory is, the best first: `LEFT_BEHIND` is the catalogue of an article that is gone."""

    ARTICLE = 0
    LEFT_BEHIND = 1
    TMX = 2
    TEMPLATES = 3


@dataclass(frozen=True, slots=True)
class Similar:
    """A pair whose source is like the one asked for; `score` in hundredths."""

    score: float
    pair: Pair


def precedence(pair: Pair) -> int:
    """What sorts the pairs of one source: what was reviewed here, what was begun here, then the rest by standing.

    >>> theirs = Pair("a", "b", Standing.IMPORTED, words="translation of the same sentence in the imported t.tmx")
    >>> precedence(Pair("a", "b", Standing.UNREVIEWED)) < precedence(theirs)
    True
    """
    return 1 if is_begun(pair) else pair.standing + (pair.standing > Standing.REVIEWED)


_PRECEDENCE = (
    f"CASE WHEN standing = {Standing.UNREVIEWED:d} AND words IS NULL THEN 1 ELSE standing + (standing > 0) END"
)
"""The same for the database."""


def is_begun(pair: Pair) -> bool:
    """Whether it is half-done work of this publication: what came from elsewhere says so in its words."""
    return pair.standing is Standing.UNREVIEWED and not pair.words


class Memory:
    """The pairs of one locale, whose sources are in `language`, as the database holds them when it is asked."""

    def __init__(self, connection: sqlite3.Connection, locale: int, language: str = "en") -> None:
        self.connection = connection
        self.locale = locale
        self.language = language
        self._index = Index(connection, locale)
        self._rest: tuple[list[tuple[str, int]], list[int]] | None = None

    def exact(self, source: str) -> list[Pair]:
        """Every pair with this very source: by `precedence`, the templates' strings last, then by name, the latest
        first.
        """
        return self._pairs(self._numbers(source)).get(source, [])

    def otherwise_written(self, source: str) -> list[list[Pair]]:
        """The pairs with each source that differs from this one harmlessly (`publish.catalogue.harmless`).

        The source with the best pair is the first; each list is as `exact` gives it.
        """
        found = [identity for identity, text in self._alike(source) if text != source]
        alike = [pairs for text, pairs in self._pairs(found).items() if harmless_changes(text, source)]
        return sorted(alike, key=lambda pairs: precedence(pairs[0]))

    def present(self, source: str) -> frozenset[Pair]:
        """Those with this very source that stand in an article's catalogue, not left behind and not in TMX only: what
        people say of it now.
        """
        found = self._pairs(self._numbers(source), f"AND rank = {Rank.ARTICLE:d}")
        return frozenset(found.get(source, ()))

    def similar(
        self, source: str, limit: int = 3, cut_off: float = CUT_OFF, worst: Standing = Standing.MACHINE
    ) -> list[Similar]:
        """The pairs with the most similar sources, the source itself left out; one, the best, for each source.

        Those whose standing is below `worst` are passed over.

        The order is the same however the database came about: by score, then as `exact` has it.
        """
        return next(self.similar_to_each([source], limit, cut_off, worst))

    def similar_to_each(
        self, sources: Sequence[str], limit: int = 3, cut_off: float = CUT_OFF, worst: Standing = Standing.MACHINE
    ) -> Iterator[list[Similar]]:
        """What is `similar` to each of the sources, in their order.

        Many are answered in less time than one by one, as long as little of the memory is indexed: what is not is
        compared with `_QUESTIONS_AT_ONCE` of them at a time, what is with each by itself.
        """
        least = min(_LEAST_RATIO, cut_off)
        for source, found in zip(sources, self.near(sources, least), strict=True):
            scored = ((self._score(source, text), text, identity) for text, identity in found if text != source)
            good = sorted((item for item in scored if item[0] >= cut_off), key=lambda item: (-item[0], item[1]))
            yield self._best(good, limit, worst)

    def near(self, sources: Sequence[str], least: float) -> Iterator[list[tuple[str, int]]]:
        """For each of these, the sources that are that similar by their letters (`fuzz.ratio`), with their numbers.

        The index may miss a few.
        """
        for start in range(0, len(sources), _QUESTIONS_AT_ONCE):
            some = sources[start : start + _QUESTIONS_AT_ONCE]
            for source, others in zip(some, self._not_indexed(some, least), strict=True):
                yield [*self._indexed(source, least), *others]

    def _best(self, good: Sequence[tuple[float, str, int]], limit: int, worst: Standing) -> list[Similar]:
        """The best pairs of sources given with their scores, the highest first, and their numbers."""
        result: list[Similar] = []
        # A source may have lost its last pair.
        for start in range(0, len(good), 4 * limit):
            some = good[start : start + 4 * limit]
            pairs = self._pairs([identity for _, _, identity in some])
            for score, text, _ in some:
                good_enough = (pair for pair in pairs.get(text, ()) if pair.standing <= worst)
                result += [Similar(score, pair) for pair in islice(good_enough, 1)]
            if len(result) >= limit and result[limit - 1].score > some[-1][0]:
                break
        result.sort(key=lambda found: (-found.score, precedence(found.pair), found.pair.source))
        return result[:limit]

    def all(self, worst: Standing = Standing.MACHINE) -> Iterator[Pair]:
        """Every pair of at least that standing: the catalogues' in their order, then those of other files."""
        for text, *values in self.connection.execute(
            f"SELECT source.text, {_COLUMNS} WHERE file.locale = ? AND standing <= ? ORDER BY rank, path, pair.id",
            (self.locale, int(worst)),
        ):
            yield _pair(text, *values)

    def counts(self) -> dict[str, Counter[Standing]]:
        """How many pairs of each standing there are, by the file they are from; none in one that cannot be read.

        A file without a translation is not there.
        """
        result: dict[str, Counter[Standing]] = {}
        for file, standing, number in self.connection.execute(
            "SELECT path, standing, count(pair.id) FROM file LEFT JOIN pair ON file.id = pair.file"
            " WHERE file.locale = ? AND (pair.id IS NOT NULL OR hash = x'')"
            " GROUP BY file.id, standing ORDER BY rank, path",
            (self.locale,),
        ):
            counts = result.setdefault(file, Counter())
            if standing is not None:
                counts[Standing(standing)] = number
        return result

    def _score(self, source: str, text: str) -> float:
        from publish.catalogue.similarity import similarity

        return similarity(source, text, self.language)

    def _indexed(self, source: str, least: float) -> Iterator[tuple[str, int]]:
        from rapidfuzz import fuzz, process

        texts: dict[int, str] = {}
        for some in _batches(self._index.candidates(source, least)):
            texts.update(
                self.connection.execute(f"SELECT id, text FROM source WHERE id IN ({','.join(map(str, some))})")  # noqa: S608
            )
        for text, _, identity in process.extract(source, texts, scorer=fuzz.ratio, score_cutoff=least, limit=None):
            yield text, identity

    def _not_indexed(self, sources: Sequence[str], least: float) -> Iterator[list[tuple[str, int]]]:
        import numpy as np
        from rapidfuzz import fuzz, process

        if self._rest is None:
            rows = self.connection.execute(
                "SELECT text, id FROM source WHERE id > ? AND id < ? ORDER BY length(text), id",
                (shelf(self.locale) + self._index.blocks * BLOCK, shelf(self.locale + 1)),
            ).fetchall()
            self._rest = rows, [len(text) for text, _ in rows]
        rows, lengths = self._rest
        limits = [length_limits(len(source), least) for source in sources]
        start = bisect_left(lengths, min(shortest for shortest, _ in limits))
        end = bisect_right(lengths, max(longest for _, longest in limits))
        scores = process.cdist(
            sources,
            [text for text, _ in rows[start:end]],
            scorer=fuzz.ratio,
            score_cutoff=least,
            dtype=np.uint8,
            workers=-1 if len(sources) > 1 else 1,
        )
        for row in scores:
            yield [rows[start + number] for number in np.flatnonzero(row).tolist()]

    def _numbers(self, source: str) -> list[int]:
        return [identity for identity, text in self._alike(source) if text == source]

    def _alike(self, source: str) -> list[tuple[int, str]]:
        """The sources with the same hash, and their numbers."""
        return self.connection.execute(
            "SELECT id, text FROM source WHERE hash = ? AND id > ? AND id < ?",
            (source_hash(source), shelf(self.locale), shelf(self.locale + 1)),
        ).fetchall()

    def _pairs(self, sources: Sequence[int], condition: str = "") -> dict[str, list[Pair]]:
        """The pairs of these sources by their texts, in the order of `exact`; `condition` is one more, in SQL.

        What a number stands for may have changed since it was found, by another process.
        """
        result: dict[str, list[Pair]] = {}
        for some in _batches(sources):
            rows = self.connection.execute(
                f"SELECT source.text, {_COLUMNS} WHERE pair.source IN ({','.join(map(str, some))}) {condition}"
                # Obsolete entries stand last in their file, but are older.
                f" ORDER BY {_PRECEDENCE}, rank, coalesce(pair.name, file.name), changed DESC, before IS NULL,"
                " pair.id DESC"
            )
            for text, *values in rows:
                result.setdefault(text, []).append(_pair(text, *values))
        return result


def source_hash(source: str) -> int:
    """Where the database looks for a source, however it is written: 64 bits of the SHA-256 of its normal form.

    As SQLite's signed numbers have them.
    """
    form = normal_form(source).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(form).digest()[:8], "big", signed=True)


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
