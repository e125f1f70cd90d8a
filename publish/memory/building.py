"""The database brought up to date with the files it was made from: only what changed is read again."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from publish.catalogue.entry import Catalogue
from publish.catalogue.reading import parsed
from publish.errors import CatalogueError, Finding, PublishError, reason
from publish.files import content_of
from publish.memory.cache import Cache
from publish.memory.index import BLOCK, index_full_blocks, indexed_blocks, shelf
from publish.memory.pairs import Pair, pairs_of
from publish.memory.search import Rank, source_hash
from publish.memory.tmx import end_of_body, read
from publish.progress import Progress, silent

TMX = ".tmx"

# A file saved twice within a tick of the file system's clock has the same time and may have the same size.
_SETTLED = 2_000_000_000
_HASH_CHUNK = 1 << 20
_TOLD_EVERY = 5000
_NONE: Mapping[str, Catalogue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Origin:
    """A file the memory is made from: where it lies, and how messages and matches name it."""

    path: Path
    file: str
    name: str
    rank: Rank = Rank.ARTICLE


@dataclass(slots=True)
class Built:
    """What bringing a locale up to date came to."""

    locale: int
    findings: list[Finding] = field(default_factory=list)


def bring_up_to_date(
    cache: Cache,
    tag: str,
    source: str,
    origins: Sequence[Origin],
    progress: Progress = silent,
    catalogues: Mapping[str, Catalogue] = _NONE,
) -> Built:
    """Read what is new or changed of these files, forget those that are gone.

    A file that cannot be read gives a finding and no pairs. An interruption loses one file's work at most. What is
    known of `catalogues` (by `Origin.file`) from an earlier reading is not parsed again if the bytes are the same.
    """
    connection = cache.connection
    # From another language these files have other pairs.
    built = Built(locale_number(cache, f"{source} {tag}"))
    known = {
        name: (identity, rank, size, mtime, digest, body)
        for identity, name, rank, size, mtime, digest, body in connection.execute(
            "SELECT id, path, rank, size, mtime, hash, body FROM file WHERE locale = ?", (built.locale,)
        )
    }
    for name in sorted(known.keys() - {origin.file for origin in origins if origin.path.exists()}):
        with cache.changing():
            _forget(connection, built.locale, known[name][0])
    for origin in origins:
        try:
            stat = origin.path.stat()
            if known.get(origin.file, ())[1:4] == (origin.rank, stat.st_size, stat.st_mtime_ns):
                continue
            mtime = stat.st_mtime_ns if time.time_ns() - stat.st_mtime_ns > _SETTLED else 0
            seen = _seen(origin.path, stat.st_size, mtime, known.get(origin.file, (0,) * 6)[5])
        except FileNotFoundError:
            continue
        except OSError as error:
            message = f"cannot be read ({reason(error)}); allow reading it, then run the command again"
            built.findings.append(Finding("error", message, origin.file))
            continue
        with cache.changing():
            _read_again(connection, built, origin, seen, (source, tag), progress, catalogues)
    index(cache, built.locale)
    return built


@dataclass(frozen=True, slots=True)
class _Seen:
    """How a file looked just before it was read."""

    size: int
    mtime: int
    digest: bytes
    body: int
    body_hash: bytes
    former_body_hash: bytes


def _seen(path: Path, size: int, mtime: int, former: int) -> _Seen:
    body = end_of_body(path) if path.suffix == TMX else 0
    whole, parts = _digests(path, {body, former})
    return _Seen(size, mtime, whole, body, parts.get(body, b""), parts.get(former, b""))


def _read_again(
    connection: sqlite3.Connection,
    built: Built,
    origin: Origin,
    seen: _Seen,
    languages: tuple[str, str],
    progress: Progress,
    catalogues: Mapping[str, Catalogue],
) -> None:
    """Put a file's pairs in place of those it had, unless it is the same, or another process has done so meanwhile."""
    before = connection.execute(
        "SELECT id, rank, hash, body, body_hash FROM file WHERE locale = ? AND path = ?", (built.locale, origin.file)
    ).fetchone()
    if before and before[1:3] == (origin.rank, seen.digest):
        connection.execute("UPDATE file SET mtime = ?, size = ? WHERE id = ?", (seen.mtime, seen.size, before[0]))
        return
    if before and _is_longer(before, origin, seen):
        connection.execute("SAVEPOINT longer")
        try:
            add(connection, built.locale, before[0], _pairs(origin, languages, before[3]), origin, progress)
        except PublishError:
            # Told with its line when the whole file is read.
            connection.execute("ROLLBACK TO longer")
        else:
            connection.execute(
                "UPDATE file SET size = ?, mtime = ?, hash = ?, body = ?, body_hash = ? WHERE id = ?",
                (seen.size, seen.mtime, seen.digest, seen.body, seen.body_hash, before[0]),
            )
            return
    if before:
        _forget(connection, built.locale, before[0])
    file = connection.execute(
        "INSERT INTO file (locale, path, name, rank, size, mtime, hash, body, body_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(built.locale, origin.file, origin.name, origin.rank),
            *(seen.size, seen.mtime, seen.digest, seen.body, seen.body_hash),
        ),
    ).lastrowid
    assert file is not None
    try:
        add(connection, built.locale, file, _pairs(origin, languages, known=catalogues), origin, progress)
    except PublishError as error:
        built.findings.append(Finding("error", error.message, error.file, error.line))
        connection.execute("DELETE FROM pair WHERE file = ?", (file,))
        connection.execute("UPDATE file SET mtime = 0, hash = x'', body = 0 WHERE id = ?", (file,))


def _is_longer(before: tuple[int, int, bytes, int, bytes], origin: Origin, seen: _Seen) -> bool:
    """Whether a file is what it was, with units added at its end."""
    _, rank, _, body, body_hash = before
    return 0 < body < seen.body and rank == origin.rank and body_hash == seen.former_body_hash


def locale_number(cache: Cache, tag: str) -> int:
    """What stands for a locale in the database."""
    connection = cache.connection
    found = connection.execute("SELECT id FROM locale WHERE tag = ?", (tag,)).fetchone()
    if found is None:
        with cache.changing():
            connection.execute("INSERT OR IGNORE INTO locale (tag) VALUES (?)", (tag,))
        found = connection.execute("SELECT id FROM locale WHERE tag = ?", (tag,)).fetchone()
    return int(found[0])


def _digests(path: Path, ends: Collection[int]) -> tuple[bytes, dict[int, bytes]]:
    """The hash of a file, and those of its first bytes up to each of these offsets."""
    digest = hashlib.sha256()
    parts: dict[int, bytes] = {}
    place = 0
    with path.open("rb") as file:
        for end in sorted(end for end in ends if end):
            while place < end and (chunk := file.read(min(_HASH_CHUNK, end - place))):
                digest.update(chunk)
                place += len(chunk)
            parts[end] = digest.digest()
        while chunk := file.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.digest(), parts


def _pairs(
    origin: Origin, languages: tuple[str, str], start: int = 0, known: Mapping[str, Catalogue] = _NONE
) -> Iterator[Pair]:
    if origin.path.suffix == TMX:
        yield from read(origin.path, *languages, file=origin.file, foreign=False, start=start)
    else:
        # Not by the catalogue store, which waits for whoever changes a file in the folder: that may be who is asking.
        content = content_of(origin.path, origin.file, CatalogueError)
        if content is not None:
            catalogue = known.get(origin.file)
            if catalogue is None or catalogue.content != content:
                catalogue = parsed(content, origin.file)
            yield from pairs_of(catalogue, origin.name)


def _forget(connection: sqlite3.Connection, locale: int, file: int) -> None:
    """Take a file's pairs away; sources that nothing needs any more too, as far as no index lists them."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS left_over (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM left_over")
    first_free = shelf(locale) + indexed_blocks(connection, locale) * BLOCK
    connection.execute(
        "INSERT INTO left_over SELECT DISTINCT source FROM pair WHERE file = ? AND source > ?", (file, first_free)
    )
    connection.execute("DELETE FROM pair WHERE file = ?", (file,))
    connection.execute("DELETE FROM file WHERE id = ?", (file,))
    connection.execute(
        "DELETE FROM source WHERE id IN (SELECT id FROM left_over"
        " WHERE NOT EXISTS (SELECT 1 FROM pair WHERE pair.source = left_over.id))"
    )


def add(
    connection: sqlite3.Connection, locale: int, file: int, pairs: Iterable[Pair], origin: Origin, progress: Progress
) -> None:
    """Put the pairs of a file, which has the number `file`, into the database."""
    (last,) = connection.execute(
        "SELECT max(id) FROM source WHERE id > ? AND id < ?", (shelf(locale), shelf(locale + 1))
    ).fetchone()
    free = (last or shelf(locale)) + 1
    for number, pair in enumerate(pairs, 1):
        digest = source_hash(pair.source)
        source = next(
            (
                identity
                for identity, text in connection.execute(
                    "SELECT id, text FROM source WHERE hash = ? AND id > ? AND id < ?",
                    (digest, shelf(locale), shelf(locale + 1)),
                )
                if text == pair.source
            ),
            None,
        )
        if source is None:
            source, free = free, free + 1
            connection.execute("INSERT INTO source VALUES (?, ?, ?)", (source, digest, pair.source))
        connection.execute(
            "INSERT INTO pair VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source,
                file,
                pair.translation,
                int(pair.standing),
                None if pair.name in ("", origin.name) else pair.name,
                pair.context or None,
                pair.before or None,
                pair.after or None,
                pair.words or None,
                "\n".join(pair.remarks) or None,
                "\n".join(pair.comments) or None,
                pair.changed or None,
            ),
        )
        if number % _TOLD_EVERY == 0:
            progress(f"memory, {origin.file}", 0, 0, f"{number:,} pairs")


def index(cache: Cache, locale: int) -> None:
    """Index the blocks of a locale's sources that have become full."""
    (last,) = cache.connection.execute(
        "SELECT max(id) FROM source WHERE id > ? AND id < ?", (shelf(locale), shelf(locale + 1))
    ).fetchone()
    done = indexed_blocks(cache.connection, locale)
    if last is not None and (last - shelf(locale)) // BLOCK > done:
        with cache.changing():
            index_full_blocks(cache.connection, locale)
