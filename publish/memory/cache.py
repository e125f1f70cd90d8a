"""The database file behind a memory: opened, made anew where it cannot be used, and never missed.

It holds nothing that cannot be read again from catalogues and TMX files.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.locks import alone_in

SCHEMA = 3
"""The version of the tables below, and of what is worked out and kept in them."""

_BUSY = 60_000
"""Milliseconds to wait for another process that writes."""

# `file.body` is how much of a TMX file stays as it is when something is added, and `body_hash` tells whether it did.
# `source.id` is the locale's number in its high bits (see `shelf`), so that a locale's sources lie together; `hash` is
# where an exact search begins. `posting` lists for each block of sources and each piece of text where it occurs.
_TABLES = """
CREATE TABLE locale (id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE);
CREATE TABLE file (
    id INTEGER PRIMARY KEY, locale INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, hash BLOB NOT NULL, body INTEGER NOT NULL, body_hash BLOB NOT NULL,
    UNIQUE (locale, path)
);
CREATE TABLE source (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX source_hash ON source (hash);
CREATE TABLE pair (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, file INTEGER NOT NULL, translation TEXT NOT NULL,
    standing INTEGER NOT NULL, name TEXT, context TEXT, before TEXT, after TEXT, words TEXT, remarks TEXT,
    comments TEXT, changed TEXT
);
CREATE INDEX pair_source ON pair (source);
CREATE INDEX pair_file ON pair (file);
CREATE TABLE block (id INTEGER PRIMARY KEY, lengths BLOB NOT NULL);
CREATE TABLE posting (
    block INTEGER NOT NULL, gram INTEGER NOT NULL, rows BLOB NOT NULL, PRIMARY KEY (block, gram)
) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Cache:
    """An open database, and what a person should know of it ("" if nothing)."""

    connection: sqlite3.Connection
    path: Path | None
    notice: str = ""

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """All changes in this block are kept together, or none is; another process waits for its end."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()


def opened(path: Path, file: str, *, in_memory: bool = False) -> Cache:
    """The database at `path`, made if it is not there or of no use; one in memory where no file can be written.

    `file` names it in the notice; `in_memory` does without the file from the start.
    """
    notice = ""
    if in_memory:
        return Cache(_with_tables(sqlite3.connect(":memory:", isolation_level=None)), None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whoever opens waits for whoever removes: what another process has made anew is not taken for the damaged one.
        with alone_in(path.parent):
            for _ in range(2):
                try:
                    return Cache(_connected(path), path, notice)
                except sqlite3.DatabaseError as error:
                    if is_in_the_way(error):
                        raise
                    notice = made_anew(file, error)
                    _remove(path)
    except (OSError, sqlite3.Error) as error:
        notice = done_without(file, error)
    return Cache(_with_tables(sqlite3.connect(":memory:", isolation_level=None)), None, notice)


def made_anew(file: str, error: Exception) -> str:
    """The notice for a database that is of no use."""
    return f"{file}: was damaged ({error}) and is made anew; no translation was kept there alone"


def done_without(file: str, error: Exception) -> str:
    """The notice for a database that the system, or another process, does not let us use."""
    return f"{file}: cannot be used ({error}); the memory is read anew in each run until it can"


def remove(path: Path) -> None:
    """Take the database and what SQLite keeps beside it away, while no other process opens it."""
    with alone_in(path.parent):
        _remove(path)


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)


def is_in_the_way(error: sqlite3.Error) -> bool:
    """Whether the file may well be whole, but the system or another process does not let us use it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        # Network file systems without the locks or the shared memory that SQLite asks for; files too large for one.
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
    )


def _connected(path: Path) -> sqlite3.Connection:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"not allowed to write {path.name}")
    connection = sqlite3.connect(path, timeout=_BUSY / 1000, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-65536")
        return _with_tables(connection)
    except BaseException:
        connection.close()
        raise


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The tables of this version, whatever was there before."""
    if _version(connection) == SCHEMA:
        return connection
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them while this one waited.
    if _version(connection) != SCHEMA:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
        ]
        for name in names:
            connection.execute(f'DROP TABLE "{name}"')
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")
    return connection


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    # An empty or foreign file may say anything.
    known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('pair', 'posting')").fetchone()[0]
    return int(version) if known == 2 else -1
