"""A catalogue as bytes: what did not change exactly as it was read, what did as GNU gettext's own writer formats it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from publish.catalogue.entry import FUZZY, Catalogue, Entry, Part
from publish.catalogue.headers import with_charset
from publish.catalogue.strings import escaped
from publish.catalogue.wrapping import wrapped

# GNU's order of an entry's lines (write-po in gettext 0.21).
_ORDER: tuple[Part, ...] = (
    "comment", "role", "reference", "flag", "previous", "msgctxt", "msgid", "msgid_plural", "msgstr",
)  # fmt: skip
_PREFIX = re.compile(rb"^[ \t]*#~?\|?[ \t]?")
_LINE_END = re.compile(r"\r\n?|\n")


def written(catalogue: Catalogue) -> bytes:
    """The whole file. An entry that equals what was read is written as it was read, byte for byte.

    A catalogue in an older charset stays in it as long as that has the characters; otherwise it becomes UTF-8, every
    line otherwise as it was.
    """
    try:
        return _written(catalogue)
    except UnicodeEncodeError:
        return _written(_in_utf8(catalogue))


def _written(catalogue: Catalogue) -> bytes:
    result = bytearray(codecs.BOM_UTF8 if catalogue.byte_order_mark else b"")
    previous: Entry | None = None
    for entry in catalogue.entries:
        lines = _entry_lines(entry, catalogue.charset, catalogue.newline)
        _append(result, [_gap(previous, entry, catalogue.newline), *lines], catalogue.newline)
        previous = entry
    _append(result, [catalogue.tail], catalogue.newline)
    return bytes(result)


def _gap(previous: Entry | None, entry: Entry, newline: bytes) -> bytes:
    """The blank lines before an entry: as they were, but one at least where it has a new neighbour."""
    own = entry.original.before if entry.original else b""
    if own or previous is None:
        return own
    stayed = entry.original and previous.original and previous.line < entry.line
    return b"" if stayed else newline


def _append(result: bytearray, lines: Iterable[bytes], newline: bytes) -> None:
    for line in lines:
        if line and result and not result.endswith((b"\n", codecs.BOM_UTF8)):
            result += newline
        result += line


def _in_utf8(catalogue: Catalogue) -> Catalogue:
    def recoded(content: bytes) -> bytes:
        return content.decode(catalogue.charset).encode()

    def converted(entry: Entry) -> Entry:
        if entry.original is not None:
            lines = tuple((part, recoded(line)) for part, line in entry.original.lines)
            entry = replace(entry, original=replace(entry.original, lines=lines))
        return with_charset(entry, "UTF-8") if entry.is_header else entry

    return replace(
        catalogue,
        charset="UTF-8",
        entries=tuple(converted(entry) for entry in catalogue.entries),
        tail=recoded(catalogue.tail),
    )


def _entry_lines(entry: Entry, charset: str, newline: bytes) -> Iterator[bytes]:
    original = entry.original
    if original is not None and original.entry == entry:
        for _, line in original.lines:
            yield line
        return
    for part in _ORDER:
        kept = _kept_lines(entry, part, charset, newline)
        yield from _formatted(entry, part, charset, newline) if kept is None else kept


def _kept_lines(entry: Entry, part: Part, charset: str, newline: bytes) -> list[bytes] | None:
    """The lines of a part as they were read, if its value is what it was."""
    if entry.original is None:
        return None
    before = entry.original.entry
    lines = [line for kind, line in entry.original.lines if kind == part]
    if part == "comment":
        # Line by line, so that a comment added leaves its neighbours alone.
        known = dict(zip(before.comments, lines, strict=True))
        return [
            line
            for comment in entry.comments
            for line in ([known[comment]] if comment in known else _comment_lines("#", [comment], charset, newline))
        ]
    if _values(entry, part) != _values(before, part):
        return None
    if before.obsolete is entry.obsolete or part in ("role", "reference", "flag"):
        return lines
    if lines == list(_formatted(before, part, charset, newline)):
        return None
    # Wrapped by another program: keep its line ends, change the beginnings.
    prefix = _prefix(entry, part).encode("ascii")
    return [prefix + _PREFIX.sub(b"", line) for line in lines]


def _values(entry: Entry, part: Part) -> tuple[object, ...]:
    match part:
        case "comment":
            return entry.comments
        case "role":
            return entry.roles
        case "reference":
            return entry.references
        case "flag":
            return entry.flags
        case "previous":
            return entry.previous_context, entry.previous, entry.previous_plural
        case "msgctxt":
            return (entry.context,)
        case "msgid":
            return (entry.source,)
        case "msgid_plural":
            return (entry.plural,)
        case _:
            return entry.translation, entry.plural_translations


def _formatted(entry: Entry, part: Part, charset: str, newline: bytes) -> Iterator[bytes]:
    match part:
        case "comment":
            yield from _comment_lines("#", entry.comments, charset, newline)
        case "role":
            yield from _comment_lines("#.", entry.roles, charset, newline)
        case "reference":
            yield from _comment_lines("#:", entry.references, charset, newline)
        case "flag":
            flags = sorted(entry.flags, key=lambda flag: flag != FUZZY)
            yield from _comment_lines("#,", [", ".join(flags)] if flags else [], charset, newline)
        case _:
            prefix = _prefix(entry, part)
            for keyword, text in _strings(entry, part):
                lines = wrapped(escaped(text), keyword, prefix, wrap="no-wrap" not in entry.flags)
                for number, line in enumerate(lines):
                    yield f'{prefix}{"" if number else f"{keyword} "}"{line}"'.encode(charset) + newline


def _prefix(entry: Entry, part: Part) -> str:
    if part == "previous":
        return "#~| " if entry.obsolete else "#| "
    return "#~ " if entry.obsolete else ""


def _strings(entry: Entry, part: Part) -> list[tuple[str, str]]:
    """The part's keywords and their texts."""
    match part:
        case "previous":
            texts = [
                ("msgctxt", entry.previous_context),
                ("msgid", entry.previous),
                ("msgid_plural", entry.previous_plural),
            ]
            return [(keyword, text) for keyword, text in texts if text] if entry.previous else []
        case "msgctxt":
            return [("msgctxt", entry.context)] if entry.context else []
        case "msgid":
            return [("msgid", entry.source)]
        case "msgid_plural":
            return [("msgid_plural", entry.plural)] if entry.plural else []
        case _ if entry.plural:
            forms = (entry.translation, *entry.plural_translations)
            return [(f"msgstr[{number}]", text) for number, text in enumerate(forms)]
        case _:
            return [("msgstr", entry.translation)]


def _comment_lines(sign: str, texts: Iterable[str], charset: str, newline: bytes) -> Iterator[bytes]:
    for text in texts:
        for line in _LINE_END.split(text):
            yield (f"{sign} {line}" if line else sign).encode(charset) + newline
