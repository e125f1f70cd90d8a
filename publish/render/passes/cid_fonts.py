"""Fonts whose glyphs are known by a character identifier (CID): each is given its own number as its identifier.

WeasyPrint writes the numbers of glyphs into a page. In a font of CID-keyed outlines (CFF, as most Noto fonts for
Chinese, Japanese and Korean have) a reader takes them for identifiers and looks the glyph up in the font's table of
them, its charset (ISO 32000-1, 9.7.4.2). Poppler does not look; MuPDF and Ghostscript do, and would show blanks.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

# Operators of a font's top dictionary (Adobe Technical Note #5176, table 9).
_CHARSET, _GLYPHS, _IS_CID_KEYED = 15, 17, (12, 30)


def number_glyphs(pdf: pikepdf.Pdf) -> None:
    """Let every CID-keyed font inside the document have the numbers of its glyphs as their identifiers."""
    import pikepdf

    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Subtype") != "/CIDFontType0":
            continue
        # For the other kind of font only.
        if "/CIDToGIDMap" in thing:
            del thing.CIDToGIDMap
        file = thing.get("/FontDescriptor", pikepdf.Dictionary()).get("/FontFile3")
        if file is None:
            continue
        before = file.read_bytes()
        after = with_numbered_glyphs(before)
        if after != before:
            file.write(after)


def with_numbered_glyphs(font: bytes) -> bytes:
    """The font, OpenType or CFF alone, with its charset replaced in place; as it is if it is not CID-keyed."""
    start = _table(font, b"CFF ") if font[:4] == b"OTTO" else 0
    if start is None:
        return font
    names_end = _index_end(font, start + font[start + 2])
    first, size = _first_of_index(font, names_end)
    top = _dictionary(font[first : first + size])
    charset = top.get(_CHARSET, 0)
    # 0 to 2 are charsets that are known and not written.
    if _IS_CID_KEYED not in top or charset <= 2 or _GLYPHS not in top:
        return font
    (count,) = struct.unpack_from(">H", font, start + top[_GLYPHS])
    numbers = _numbers(count)
    place = start + charset
    return font[:place] + numbers + font[place + len(numbers) :]


def _numbers(count: int) -> bytes:
    """A charset in which glyph 1 is 1 and so on, in the form that is no longer than any other of as many glyphs."""
    if count < 2:
        return b""
    if count == 2:
        return struct.pack(">BH", 0, 1)
    if count <= 257:
        return struct.pack(">BHB", 1, 1, count - 2)
    return struct.pack(">BHH", 2, 1, count - 2)


def _table(font: bytes, tag: bytes) -> int | None:
    (count,) = struct.unpack_from(">H", font, 4)
    for row in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * row)
        if name == tag:
            return int(offset)
    return None


def _index_end(data: bytes, start: int) -> int:
    (count,) = struct.unpack_from(">H", data, start)
    if not count:
        return start + 2
    size = data[start + 2]
    last = start + 3 + count * size
    return int(last + size - 1 + int.from_bytes(data[last : last + size], "big"))


def _first_of_index(data: bytes, start: int) -> tuple[int, int]:
    """Where the first item of an index starts, and its length."""
    (count,) = struct.unpack_from(">H", data, start)
    size = data[start + 2]
    offsets = start + 3
    first = int.from_bytes(data[offsets : offsets + size], "big")
    second = int.from_bytes(data[offsets + size : offsets + 2 * size], "big")
    return offsets + (count + 1) * size - 1 + first, second - first


def _dictionary(data: bytes) -> dict[int | tuple[int, int], int]:
    """Each operator's last operand; real numbers, which no offset is, count as 0 (Technical Note #5176, 4)."""
    found: dict[int | tuple[int, int], int] = {}
    last, at = 0, 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte == 12:
            found[(12, data[at])] = last
            at += 1
        elif byte <= 21:
            found[byte] = last
        elif byte == 28:
            (last,) = struct.unpack_from(">h", data, at)
            at += 2
        elif byte == 29:
            (last,) = struct.unpack_from(">i", data, at)
            at += 4
        elif byte == 30:
            last = 0
            while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:
                at += 1
            at += 1
        elif byte <= 246:
            last = byte - 139
        elif byte <= 250:
            last = (byte - 247) * 256 + data[at] + 108
            at += 1
        else:
            last = -(byte - 251) * 256 - data[at] - 108
            at += 1
    return found
