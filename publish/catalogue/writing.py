"""A catalogue as bytes: what did not change exactly as it was read, what did as GNU gettext's own writer formats it."""

from __future__ import annotations

import codecs
import contextlib
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from publish.catalogue.entry import FUZZY, Catalogue, Entry, Original, Part, says_the_same
from publish.catalogue.headers import with_charset
from publish.catalogue.layout import broken_alike, chunks, entry_width, flag_lines, page_width
from publish.catalogue.stand_ins import with_stand_ins
from publish.catalogue.strings import escaped
from publish.catalogue.wrapping import wrapped

# GNU's order of an entry's lines (write-po in gettext 0.21).
_ORDER: tuple[Part, ...] = (
    "comment", "role", "reference", "flag", "previous", "msgctxt", "msgid", "msgid_plural", "msgstr",
)  # fmt: skip
_VALUES: Mapping[Part, Callable[[Entry], object]] = {
    "comment": attrgetter("comments"),
    "role": attrgetter("roles"),
    "reference": attrgetter("references"),
    "flag": attrgetter("flags"),
    "previous": attrgetter("previous_context", "previous", "previous_plural"),
    "msgctxt": attrgetter("context"),
    "msgid": attrgetter("source"),
    "msgid_plural": attrgetter("plural"),
    "msgstr": attrgetter("translation", "plural_translations"),
}
_PREFIX = re.compile(rb"^[ \t]*#~?\|?[ \t]?")
_LINE_END = re.compile(r"\r\n?|\n")


def written(catalogue: Catalogue) -> bytes:
    """The whole file. An entry that equals what was read is written as it was read, byte for byte.

    A catalogue in an older charset stays in it as long as that has the characters, the program's own comments aside:
    they do with fewer signs. Otherwise it becomes UTF-8, every line otherwise as it was.
    """
    try:
        return _written(catalogue)
    except UnicodeEncodeError:
        with contextlib.suppress(UnicodeEncodeError):
            return _written(with_stand_ins(catalogue))
        return _written(_in_utf8(catalogue))


class _Page:
    """How the file writes its lines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.charset = catalogue.charset
        self.newline = catalogue.newline
        self._catalogue = catalogue
        self._last: tuple[Original | None, int | None] = (None, None)

    @functools.cached_property
    def width(self) -> int:
        return page_width(self._catalogue)

    def width_of(self, entry: Entry) -> int | None:
        """The width at which an entry that was read is wrapped; None if it is at none."""
        original, width = self._last
        if original is None or entry.original is not original:
            width = entry_width(entry, self.charset, self.width)
            self._last = entry.original, width
        return width


def _written(catalogue: Catalogue) -> bytes:
    page = _Page(catalogue)
    result = bytearray(codecs.BOM_UTF8 if catalogue.byte_order_mark else b"")
    previous: Entry | None = None
    for entry in catalogue.entries:
        lines = _entry_lines(entry, page)
        _append(result, [_gap(previous, entry, catalogue.newline), *lines], catalogue.newline)
        previous = entry
    _append(result, [catalogue.tail], catalogue.newline)
    return bytes(result)


def _gap(previous: Entry | None, entry: Entry, newline: bytes) -> bytes:
    """The blank lines before an entry: as they were, but one at least before what is new or began the file."""
    original = entry.original
    own = original.before if original else b""
    if own or previous is None:
        return own
    return newline if original is None or _began_file(entry, original) else b""


def _began_file(entry: Entry, original: Original) -> bool:
    above = next(number for number, (part, _) in enumerate(original.lines) if part in ("msgctxt", "msgid"))
    return entry.line - above == 1


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


def _entry_lines(entry: Entry, page: _Page) -> Iterator[bytes]:
    original = entry.original
    if original is None:
        for part in _ORDER:
            if part == "msgid" or _VALUES[part](entry):
                yield from _formatted(entry, part, page)
        return
    if original.entry == entry:
        for _, line in original.lines:
            yield line
        return
    before = original.entry
    if _only_roles_differ(entry, before):
        yield from _with_roles(original, entry.roles, page)
        return
    parts = [
        part
        for part in _ORDER
        if entry.obsolete is not before.obsolete or _VALUES[part](entry) != _VALUES[part](before)
    ]
    yield from _spliced(original, {part: _part_lines(entry, before, part, page) for part in parts})


def _only_roles_differ(entry: Entry, before: Entry) -> bool:
    """Whether nothing has changed but where the sentence stands: a new paragraph does that to all those after it."""
    return (
        len(entry.roles) == len(before.roles) and entry.references == before.references and says_the_same(entry, before)
    )


def _with_roles(original: Original, roles: Iterable[str], page: _Page) -> Iterator[bytes]:
    now = zip(original.entry.roles, roles, strict=True)
    for part, line in original.lines:
        if part == "role":
            old, new = next(now)
            if old != new:
                yield from _comment_lines("#.", [new], page)
                continue
        yield line


def _spliced(original: Original, new: Mapping[Part, list[bytes]]) -> Iterator[bytes]:
    """The entry's lines in the order they had, each part in `new` with its new ones."""
    stays = [True] * len(original.lines)
    inserted: list[list[bytes]] = [[] for _ in range(len(original.lines) + 1)]
    for part in new:
        places = [number for number, (kind, _) in enumerate(original.lines) if kind == part]
        before = [original.lines[number][1] for number in places]
        same = _common(before, new[part])
        same_at_end = _common(before[same:][::-1], new[part][same:][::-1])
        for number in places[same : len(places) - same_at_end]:
            stays[number] = False
        added = new[part][same : len(new[part]) - same_at_end]
        if added:
            inserted[_insertion(original, part, places, same)] += added
    for number, (_, line) in enumerate(original.lines):
        yield from inserted[number]
        if stays[number]:
            yield line
    yield from inserted[-1]


def _insertion(original: Original, part: Part, places: Sequence[int], same: int) -> int:
    if places:
        return places[same - 1] + 1 if same else places[0]
    later = _ORDER[_ORDER.index(part) + 1 :]
    return next((number for number, (kind, _) in enumerate(original.lines) if kind in later), len(original.lines))


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _part_lines(entry: Entry, before: Entry, part: Part, page: _Page) -> list[bytes]:
    """The lines of a part: as they were read if its value is what it was, else as like them as can be."""
    assert entry.original is not None
    lines = _lines_of(entry.original, part)
    if part in ("comment", "role", "reference"):
        # Line by line, so that one added leaves its neighbours alone.
        known = dict(zip(_texts(before, part), lines, strict=True))
        sign = {"comment": "#", "role": "#.", "reference": "#:"}[part]
        return [
            line
            for value in _texts(entry, part)
            for line in ([known[value]] if value in known else _comment_lines(sign, [value], page))
        ]
    if part == "flag":
        edited = flag_lines(lines, before.flags, entry.flags, page.charset)
        if edited is not None:
            return edited
    if _VALUES[part](entry) == _VALUES[part](before):
        if before.obsolete is entry.obsolete or part == "flag":
            return lines
        return _moved(entry, before, part, part, page)
    if part == "previous" and (entry.previous_context, entry.previous) == before.key and not entry.previous_plural:
        return _moved(entry, before, "msgctxt", part, page) + _moved(entry, before, "msgid", part, page)
    if part in ("msgid", "msgctxt") and entry.key == (before.previous_context, before.previous):
        return _moved(entry, before, "previous", part, page)
    return _alike(entry, lines, part, page)


def _texts(entry: Entry, part: Part) -> tuple[str, ...]:
    return entry.comments if part == "comment" else entry.roles if part == "role" else entry.references


def _moved(entry: Entry, before: Entry, source: Part, part: Part, page: _Page) -> list[bytes]:
    """The lines of one part as those of another, or of an obsolete entry: the same line ends, other beginnings."""
    assert entry.original is not None
    lines = _lines_of(entry.original, source)
    if source != part and "previous" in (source, part):
        # Of `#| msgctxt` and `#| msgid` the one that is asked for.
        keyword = b"msgctxt" if "msgctxt" in (source, part) else b"msgid"
        lines = _of_keyword(lines, keyword)
    width = page.width_of(entry)
    as_read, wanted = _formatted(before, source, page, width), list(_formatted(entry, part, page, width))
    if source != part:
        as_read, wanted = iter(_of_keyword(list(as_read), keyword)), _of_keyword(wanted, keyword)
    if lines == list(as_read):
        return wanted
    prefix = _prefix(entry, part).encode("ascii")
    return [prefix + _PREFIX.sub(b"", line) for line in lines]


def _of_keyword(lines: Sequence[bytes], keyword: bytes) -> list[bytes]:
    result, inside = [], False
    for line in lines:
        text = _PREFIX.sub(b"", line).lstrip()
        if not text.startswith(b'"'):
            inside = re.match(rb"[a-z_]+", text) is not None and text.split(b'"')[0].strip() == keyword
        if inside:
            result.append(line)
    return result


def _alike(entry: Entry, lines: Sequence[bytes], part: Part, page: _Page) -> list[bytes]:
    """A part with a new value, its line ends where they were if no page width explains those."""
    width = page.width_of(entry)
    strings = _strings(entry, part)
    if width is None and part in ("msgid", "msgstr") and len(strings) == 1 and lines:
        ((keyword, text),) = strings
        broken = broken_alike(chunks(lines, page.charset), escaped(text))
        if broken is not None:
            return list(_string_lines(keyword, broken, _prefix(entry, part), page))
    return list(_formatted(entry, part, page, width))


def _lines_of(original: Original, part: Part) -> list[bytes]:
    return [line for kind, line in original.lines if kind == part]


def _formatted(entry: Entry, part: Part, page: _Page, width: int | None = None) -> Iterator[bytes]:
    match part:
        case "comment":
            yield from _comment_lines("#", entry.comments, page)
        case "role":
            yield from _comment_lines("#.", entry.roles, page)
        case "reference":
            yield from _comment_lines("#:", entry.references, page)
        case "flag":
            flags = sorted(entry.flags, key=lambda flag: flag != FUZZY)
            yield from _comment_lines("#,", [", ".join(flags)] if flags else [], page)
        case _:
            prefix, wrap = _prefix(entry, part), "no-wrap" not in entry.flags
            for keyword, text in _strings(entry, part):
                lines = wrapped(escaped(text), keyword, prefix, wrap=wrap, width=width or page.width)
                yield from _string_lines(keyword, lines, prefix, page)


def _string_lines(keyword: str, lines: Sequence[str], prefix: str, page: _Page) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield f'{prefix}{"" if number else f"{keyword} "}"{line}"'.encode(page.charset) + page.newline


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


def _comment_lines(sign: str, texts: Iterable[str], page: _Page) -> Iterator[bytes]:
    for text in texts:
        for line in _LINE_END.split(text) if "\n" in text or "\r" in text else (text,):
            # Behind a backslash GNU's reader joins the next line to this one.
            end = " " if line.endswith("\\") else ""
            yield (f"{sign} {line}{end}" if line else sign).encode(page.charset) + page.newline
