"""TMX 1.4b files of our own: made, and lengthened at their end so that `git diff` shows just what came."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from publish.errors import CatalogueError, reason
from publish.files import write_pieces
from publish.memory.conflicts import conflict, has_conflict
from publish.memory.pairs import Pair, Standing, imported_words
from publish.memory.tmx import END, LONGEST, RESTORE, STANDINGS, TOOL

_CHUNK = 1 << 20
_OVERLAP = 4096
_ROUNDS = 20
# Seconds another program is given to finish its saving.
_BETWEEN = 0.05
_IDENTITY = re.compile(rb'<tu tuid="([0-9a-f]{24})"')
_TAIL = b"  </body>\n</tmx>\n"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser makes a line feed of a bare carriage return (XML 1.0, 2.11). A unit is one line, see `unit`.
_ENTITIES = {"\r": "&#13;", "\n": "&#10;"}


def fault(pair: Pair) -> str:
    """What about a pair keeps it from being written, as words after "with"; "" if nothing does.

    >>> fault(Pair("A bell\\x07", "Une cloche"))
    'a character that XML has not (U+0007)'
    """
    texts = {
        "text": (pair.source, pair.translation),
        "note": pair.comments,
        "property": (pair.context, pair.name, pair.words, *pair.remarks),
    }
    for what, some in texts.items():
        for text in some:
            if found := _NOT_IN_XML.search(text):
                return f"a character that XML has not (U+{ord(found.group()):04X})"
            if len(text) > LONGEST:
                return f"a {what} longer than {LONGEST:,} characters"
    return ""


def identity(pair: Pair) -> str:
    """What tells a pair from others: the same one from elsewhere is not written again.

    What was reviewed between other neighbours is another one: it can be trusted there, too. For anything else they say
    nothing, and a file that is imported again has others wherever its article has changed.
    """
    around = (pair.before, pair.after) if pair.standing is Standing.REVIEWED else ("", "")
    parts = (pair.source, pair.translation, pair.context, STANDINGS[pair.standing], *around, *pair.comments)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def identities(path: Path) -> set[str]:
    """The identities of the units in a file of our own; none if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return _known(stream)[0]
    except OSError:
        return set()


def header(source: str) -> bytes:
    """What stands before the first unit of a file whose sources are in that language."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'  <header creationtool="{TOOL}" creationtoolversion="1" segtype="sentence" o-tmf="PO" adminlang="en"'
        f' srclang={quoteattr(source)} datatype="plaintext"/>\n  <body>\n'
    ).encode()


def unit(pair: Pair, source: str, target: str) -> bytes:
    """A pair, which has no `fault`, as TMX has it, with our own properties: one line.

    Version control merges by lines: where two branches add units, a line of one never comes to stand inside another.
    """
    props = [
        ("file", pair.name),
        # Written even for the usual one: what has none was put into the file by somebody else.
        ("x-state", STANDINGS[pair.standing]),
    ]
    props += [("x-context", pair.context), ("x-before", pair.before), ("x-after", pair.after)]
    # What goes without saying would only make a large import larger.
    words = "" if pair.standing is Standing.IMPORTED and pair.words == imported_words(pair.name) else pair.words
    props += [("x-origin", words), *(("x-remark", remark) for remark in pair.remarks)]
    date = f' changedate="{pair.changed}"' if pair.changed else ""
    parts = [f'    <tu tuid="{identity(pair)}"{date}>']
    parts += [f"<note>{_escaped(comment)}</note>" for comment in pair.comments]
    parts += [f'<prop type="{kind}">{_escaped(text)}</prop>' for kind, text in props if text]
    for language, text in ((source, pair.source), (target, pair.translation)):
        parts.append(f"<tuv xml:lang={quoteattr(language)}><seg>{_escaped(text)}</seg></tuv>")
    return "".join([*parts, "</tu>\n"]).encode()


def write(path: Path, pairs: Iterable[Pair], source: str, target: str, file: str = "") -> int:
    """A file with these pairs in place of what is there; how many were written. What has a `fault` is passed over."""
    written = 0

    def pieces() -> Iterator[bytes]:
        nonlocal written
        yield header(source)
        seen: set[str] = set()
        for pair in pairs:
            if not fault(pair) and (name := identity(pair)) not in seen:
                seen.add(name)
                written += 1
                yield unit(pair, source, target)
        yield _TAIL

    write_pieces(path, pieces(), file)
    return written


def append(path: Path, pairs: Iterable[Pair], source: str, target: str, file: str = "") -> int:
    """Put the pairs that are not in the file yet at its end, in their order; how many those were.

    No byte before them changes, also where another program saves the file meanwhile; the file is made if it is not
    there, and is not touched if there is nothing new. What has a `fault` raises `CatalogueError`, as a file does that
    does not end like TMX; nothing is written then.
    """
    file = file or str(path)
    folder = str(path.parent) if path.parent.is_dir() else None
    with SpooledTemporaryFile(_CHUNK, dir=folder) as spool:
        units: _Units | None = None
        for _ in range(_ROUNDS):
            try:
                with _opened(path, file) as present:
                    if units is None:
                        units = _Units(spool, file)
                        units.take(pairs, present.known, source, target)
                    wanted = units.missing_in(present.known)
                    if not wanted:
                        return 0
                    beginning = present.part(0, present.end) if present.stream else iter((header(source),))
                    tail = present.part(present.end, present.facts.size) if present.stream else iter((_TAIL,))
                    pieces = chain(beginning, units.read(wanted), tail)
                    if write_pieces(path, pieces, file, still_due=present.is_there_still):
                        return len(wanted)
            except _ChangedError:
                pass
            time.sleep(_BETWEEN)
    raise CatalogueError(
        "another program keeps saving this file; close it there, then run the command again", file=file
    )


class _ChangedError(Exception):
    """Another program has saved the file while it was read."""


class _Units:
    """The units to be added, kept aside as they come: what gives the pairs can be asked only once."""

    def __init__(self, spool: IO[bytes], file: str) -> None:
        self._spool = spool
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}
        self._there: set[str] = set()

    def take(self, pairs: Iterable[Pair], known: set[str], source: str, target: str) -> None:
        """Keep those that are not known."""
        place = 0
        for pair in pairs:
            if why := fault(pair):
                raise CatalogueError(
                    f"“{pair.source[:60]}” cannot be kept there with {why}; "
                    "mend that where it stands, then run the command again",
                    file=self._file,
                )
            name = identity(pair)
            # What is imported has often been exported here before.
            ours = identity(replace(pair, standing=Standing.REVIEWED)) if pair.standing is Standing.IMPORTED else name
            if there := known & {name, ours}:
                self._there |= there
            elif name not in self._places:
                content = unit(pair, source, target)
                self._write(content)
                self._places[name] = place, len(content)
                place += len(content)

    def _write(self, content: bytes) -> None:
        try:
            self._spool.write(content)
        except OSError as error:
            raise CatalogueError(
                f"cannot be written ({reason(error)}); free space, then run the command again", file=self._file
            ) from error

    def missing_in(self, known: Collection[str]) -> list[tuple[int, int]]:
        """Where those lie that the file has not got; `CatalogueError` if it has lost some that it had."""
        if any(name not in known for name in self._there):
            raise CatalogueError(
                "another program has saved this file meanwhile; run the command again", file=self._file
            )
        return [place for name, place in self._places.items() if name not in known]

    def read(self, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """The units that lie there."""
        for start, length in places:
            self._spool.seek(start)
            yield self._spool.read(length)


class _Facts(NamedTuple):
    """What tells a file's content from another's without reading it."""

    device: int
    number: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, stat: os.stat_result) -> _Facts:
        return cls(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@dataclass(slots=True)
class _Present:
    """The file as it was when it was opened: the identities of its units, the offset of its end tags; no `stream` if
    there is no file.
    """

    path: Path
    stream: BinaryIO | None
    facts: _Facts
    known: set[str]
    end: int

    def is_there_still(self) -> bool:
        """Whether no other program has saved the file since. Nothing can be read here afterwards."""
        if self.stream is None:
            return not self.path.exists()
        is_there = _is_still(self.path, self.facts)
        self.stream.close()  # Windows replaces no open file
        return is_there

    def part(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from an offset to another."""
        assert self.stream is not None
        self.stream.seek(start)
        left = end - start
        while left:
            chunk = self.stream.read(min(_CHUNK, left))
            if not chunk:
                raise _ChangedError
            left -= len(chunk)
            yield chunk


def _is_still(path: Path, facts: _Facts) -> bool:
    try:
        return _Facts.of(path.stat()) == facts
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _opened(path: Path, file: str) -> Iterator[_Present]:
    """The file as it is now; `CatalogueError` if it cannot be read, or does not end like TMX."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        yield _Present(path, None, _Facts(0, 0, 0, 0, 0), set(), 0)
        return
    except OSError as error:
        raise _unreadable(error, file) from error
    with stream:
        facts = _Facts.of(os.fstat(stream.fileno()))
        try:
            known, end, is_in_conflict = _known(stream)
        except OSError as error:
            raise _unreadable(error, file) from error
        if (end is None or is_in_conflict) and not _is_still(path, facts):
            raise _ChangedError
        if is_in_conflict and (found := conflict(path, file)):
            raise found
        if end is None:
            raise CatalogueError(
                f"it does not end as a TMX file in UTF-8 does, so nothing can be added; {RESTORE}",
                file=file,
            )
        yield _Present(path, stream, facts, known, end)


def _unreadable(error: OSError, file: str) -> CatalogueError:
    return CatalogueError(f"cannot be read ({reason(error)}); allow reading it", file=file)


def _known(stream: BinaryIO) -> tuple[set[str], int | None, bool]:
    """The identities of a file's units; the offset of its end tags, `None` if it does not end like TMX; and whether
    there is a merge conflict in it.
    """
    known: set[str] = set()
    size, rest, is_in_conflict = 0, b"", False
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        rest = rest[-_OVERLAP:] + chunk
        known.update(match[1].decode() for match in _IDENTITY.finditer(rest))
        is_in_conflict = is_in_conflict or has_conflict(rest)
    end = END.search(rest)
    return known, None if end is None else size - len(rest) + end.start(), is_in_conflict


def _escaped(text: str) -> str:
    return escape(text, _ENTITIES)
