"""TMX 1.4b files of our own: made, and lengthened at their end so that `git diff` shows just what came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from publish.errors import CatalogueError, PublishError, reason
from publish.files import write_pieces
from publish.memory.pairs import Pair, Standing
from publish.memory.tmx import END, LONGEST, STANDINGS, TOOL

_CHUNK = 1 << 20
_OVERLAP = 64
_IDENTITY = re.compile(rb'<tu tuid="([0-9a-f]{24})"')
_TAIL = b"  </body>\n</tmx>\n"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser makes a line feed of a bare carriage return (XML 1.0, 2.11).
_ENTITIES = {"\r": "&#13;"}


def fault(pair: Pair) -> str:
    """Why a pair cannot be written, as a clause; "" if it can.

    >>> fault(Pair("A bell\\x07", "Une cloche"))
    'XML has no U+0007'
    """
    for text in (pair.source, pair.translation, pair.context, pair.name, pair.words, *pair.remarks, *pair.comments):
        if found := _NOT_IN_XML.search(text):
            return f"XML has no U+{ord(found.group()):04X}"
        if len(text) > LONGEST:
            return f"it has more than {LONGEST:,} characters"
    return ""


def identity(pair: Pair) -> str:
    """What tells a pair from others: the same one from elsewhere is not written again."""
    parts = (pair.source, pair.translation, pair.context, STANDINGS[pair.standing], *pair.comments)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def header(source: str) -> bytes:
    """What stands before the first unit of a file whose sources are in that language."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'  <header creationtool="{TOOL}" creationtoolversion="1" segtype="sentence" o-tmf="PO" adminlang="en"'
        f' srclang={quoteattr(source)} datatype="plaintext"/>\n  <body>\n'
    ).encode()


def unit(pair: Pair, source: str, target: str) -> bytes:
    """A pair, which has no `fault`, as TMX has it, with our own properties."""
    props = [
        ("file", pair.name),
        ("x-state", STANDINGS[pair.standing] if pair.standing is not Standing.REVIEWED else ""),
    ]
    props += [("x-context", pair.context), ("x-before", pair.before), ("x-after", pair.after)]
    props += [("x-origin", pair.words), *(("x-remark", remark) for remark in pair.remarks)]
    date = f' changedate="{pair.changed}"' if pair.changed else ""
    lines = [f'    <tu tuid="{identity(pair)}"{date}>']
    lines += [f"      <note>{_escaped(comment)}</note>" for comment in pair.comments]
    lines += [f'      <prop type="{kind}">{_escaped(text)}</prop>' for kind, text in props if text]
    for language, text in ((source, pair.source), (target, pair.translation)):
        lines.append(f"      <tuv xml:lang={quoteattr(language)}><seg>{_escaped(text)}</seg></tuv>")
    return "\n".join([*lines, "    </tu>\n"]).encode()


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

    No byte before them changes; the file is made if it is not there, and is not touched if there is nothing new. What
    has a `fault` raises `CatalogueError`, as a file does that does not end like TMX; nothing is written then.
    """
    file = file or str(path)
    known, end = _known(path, file)
    before = len(known)
    new = _new_units(pairs, known, source, target, file)
    first = next(new, None)
    if first is None:
        return 0
    if end is None:
        write_pieces(path, chain((header(source), first), new, (_TAIL,)), file)
    else:
        write_pieces(path, chain(_part(path, 0, end), (first,), new, _part(path, end, None)), file)
    return len(known) - before


def _new_units(pairs: Iterable[Pair], known: set[str], source: str, target: str, file: str) -> Iterator[bytes]:
    """Those that are not known yet, and are from then on."""
    for pair in pairs:
        if why := fault(pair):
            raise CatalogueError(
                f"“{pair.source[:60]}” cannot be kept there: {why}; take it out of the text", file=file
            )
        if (name := identity(pair)) not in known:
            known.add(name)
            yield unit(pair, source, target)


def _known(path: Path, file: str) -> tuple[set[str], int | None]:
    """The identities of a file's units, and the offset of its end tags; `None` if there is no file."""
    known: set[str] = set()
    try:
        with path.open("rb") as stream:
            size, rest = 0, b""
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                rest = rest[-_OVERLAP:] + chunk
                known.update(match[1].decode() for match in _IDENTITY.finditer(rest))
            tail = rest[-2 * _CHUNK :]
    except FileNotFoundError:
        return known, None
    except OSError as error:
        raise CatalogueError(f"cannot be read ({reason(error)}); allow reading it", file=file) from error
    end = END.search(tail)
    if end is None:
        raise CatalogueError(
            "it does not end as a TMX file in UTF-8 does, so nothing can be added; restore it, or move it away and use "
            "publish memory import",
            file=file,
        )
    return known, size - len(tail) + end.start()


def _part(path: Path, start: int, end: int | None) -> Iterator[bytes]:
    """The bytes of a file from an offset to another, or to its end."""
    with path.open("rb") as stream:
        stream.seek(start)
        left = _CHUNK if end is None else end - start
        while left:
            chunk = stream.read(min(_CHUNK, left))
            if not chunk:
                break
            left -= 0 if end is None else len(chunk)
            yield chunk
    if end is not None and left:
        raise PublishError("it became shorter while it was read; run the command again", file=str(path))


def _escaped(text: str) -> str:
    return escape(text, _ENTITIES)
