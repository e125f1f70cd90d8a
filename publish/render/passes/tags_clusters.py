"""The letters that glyphs stand for, where a font's table cannot say it: one shape for several letters, or several
shapes for one.

Arabic fonts draw a letter as a bare shape and its dots, and share the shapes among letters; a PDF's table of letters
(ToUnicode) has one entry a glyph, and WeasyPrint fills it with whatever came first. What is copied would then be other
words. Each such cluster of glyphs is therefore marked with its own letters (/ActualText), one by one, so that programs
that sort letters by their place on the page still can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Clusters = Sequence[tuple[str, tuple[int, ...]]]
"""The letters of each cluster of a line and the widths of its glyphs, from left to right."""

_SHOWN = re.compile(rb"^\[(.*)\] TJ$")
_PARTS = re.compile(rb"<([0-9a-f]*)>|([^<>\[\]]+)")
_FONT = re.compile(rb"^/(\S+) \S+ Tf$")


def is_shaped(letter: str) -> bool:
    """Whether a letter belongs to a script whose letters change their shape beside others: Arabic, those of India."""
    return letter >= "\u0600" and (unicodedata.bidirectional(letter) == "AL" or unicodedata.category(letter) == "Mc")


def clusters_of(box: Any) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The clusters of a text box of WeasyPrint's, as Pango shaped its line."""
    from weasyprint.text.ffi import ffi, pango

    layout = box.pango_layout
    layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    found: list[tuple[str, tuple[int, ...]]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        glyphs, starts = item.glyphs, item.glyphs.log_clusters
        ends = sorted({starts[number] for number in range(glyphs.num_glyphs)} | {item.item.length})
        last = -1
        for number in range(glyphs.num_glyphs):
            if glyphs.glyphs[number].glyph == pango.PANGO_GLYPH_EMPTY:
                continue
            start, width = starts[number], glyphs.glyphs[number].geometry.width
            if start == last:
                found[-1] = (found[-1][0], (*found[-1][1], width))
            else:
                end = ends[ends.index(start) + 1]
                offset = item.item.offset
                found.append((data[offset + start : offset + end].decode(), (width,)))
            last = start
    layout.deactivate()
    return tuple(found)


def with_letters(content: bytes, clusters: Clusters, tables: Mapping[bytes, Mapping[bytes, str]]) -> bytes:
    """A piece's drawing instructions with each cluster marked that the font's table of letters does not spell.

    Left as it is if the glyphs are not those of the clusters.
    """
    lines = content.split(b"\n")
    tokens = list(_tokens(lines))
    if sum(len(widths) for _, widths in clusters) != sum(glyph != b"" for _, glyph, _ in tokens):
        return content
    marked = _marked(tokens, clusters, tables)
    return b"\n".join(_joined(marked))


def _tokens(lines: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each glyph with its font, each amount between glyphs (an empty glyph), each other instruction (no amount)."""
    font = b""
    for line in lines:
        if named := _FONT.match(line):
            font = named[1]
        if shown := _SHOWN.match(line):
            for glyphs, amount in _PARTS.findall(shown[1]):
                for place in range(0, len(glyphs), 4):
                    yield font, glyphs[place : place + 4], b""
                if amount:
                    yield font, b"", b"[%b" % amount
        else:
            yield font, b"", line


def _marked(
    tokens: Sequence[tuple[bytes, bytes, bytes]], clusters: Clusters, tables: Mapping[bytes, Mapping[bytes, str]]
) -> Iterator[tuple[bytes, bytes]]:
    """The glyphs and instructions with marks between them."""
    places = [place for place, (_, glyph, _) in enumerate(tokens) if glyph]
    said: dict[int, str] = {}
    first = 0
    for letters, widths in clusters:
        inside = places[first : first + len(widths)]
        first += len(widths)
        spelt = [tables.get(tokens[place][0], {}).get(tokens[place][1], "") for place in inside]
        # The widest glyph is the letter's, the others are its dots and signs.
        widest = widths.index(max(widths))
        for number, place in enumerate(inside):
            own = letters if number == widest else ""
            if spelt[number] != own and letters.strip():
                said[place] = own
    for place, (_, glyph, other) in enumerate(tokens):
        if place in said:
            code = said[place].encode("utf-16-be").hex().encode()
            yield b"", b"/Span\n<</ActualText <FEFF%b>>>\nBDC" % code
        yield glyph, other
        if place in said:
            yield b"", b"EMC"


def _joined(parts: Iterator[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Lines of instructions, with what is shown together in one."""
    shown: list[bytes] = []
    for glyph, other in parts:
        if glyph:
            shown.append(b"<%b>" % glyph)
        elif other.startswith(b"["):
            shown.append(b" " + other[1:])
        else:
            if shown:
                yield b"[" + b"".join(shown).replace(b"><", b"") + b"] TJ"
                shown = []
            yield other
    if shown:
        yield b"[" + b"".join(shown).replace(b"><", b"") + b"] TJ"
