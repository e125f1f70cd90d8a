"""The formats a catalogue can be handed out in, by name; and whatever comes back, told apart by what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.errors import PublishError
from publish.interchange.units import Document, Reply
from publish.invocation import typed

if TYPE_CHECKING:
    from lxml.etree import _Element

    from publish.interchange.xliff import Version

CSV, XLIFF_1, XLIFF_2 = "csv", "xliff-1.2", "xliff-2.0"

LARGEST = 100_000_000
"""Bytes of the largest file that is read; a book of 50,000 sentences has half of it."""


_CATALOGUE = re.compile(rb"(\xef\xbb\xbf)?(\s|#[^\n]*\n)*msg(ctxt|id)\s")

_COMMANDS = {
    "tmx": ("a translation memory", "memory import"),
    "martif": ("a glossary", "glossary import"),
    "tbx": ("a glossary", "glossary import"),
}
"""What other exchanged files are, by the name of their root, and the command that takes them."""


@dataclass(frozen=True, slots=True)
class Format:
    """How files of a format are named and written."""

    suffix: str
    written: Callable[[Document], bytes]


def format_named(name: str) -> Format:
    """The format: one of `CSV`, `XLIFF_1`, `XLIFF_2`."""
    from publish.interchange import spreadsheet, xliff12, xliff20

    return {
        CSV: Format(".csv", spreadsheet.written),
        XLIFF_1: Format(".xlf", xliff12.written),
        XLIFF_2: Format(".xlf", xliff20.written),
    }[name]


def replies(content: bytes, file: str, source: str) -> list[Reply]:
    """The documents in a file of any of the formats; `source` is the language of the publication's articles.

    `PublishError` for what is none of them.
    """
    from publish.interchange import spreadsheet, xliff

    if len(content) > LARGEST:
        raise PublishError(f"it has more than {LARGEST // 1_000_000} MB; have it exported in parts", file=file)
    if not content or content.isspace():
        raise PublishError("the file is empty; name one that was exported", file=file)
    if not _is_xml(content):
        if _CATALOGUE.match(content):
            raise PublishError(
                "a catalogue needs no import; edit it in place, or name an exported .xlf or .csv", file=file
            )
        return spreadsheet.parsed(content, file, source)
    return xliff.parsed(content, file, lambda root: _version(root, file))


def _version(root: _Element, file: str) -> Version:
    from publish.interchange import xliff12, xliff20
    from publish.interchange.xml import name_of

    name = str(root.tag).rpartition("}")[2]
    if name in _COMMANDS:
        what, command = _COMMANDS[name]
        raise PublishError(f"it is {what}; type: {typed(command, file)}", file=file)
    if name_of(root) != "xliff":
        raise PublishError(
            f"this is no XLIFF; its root is <{str(root.tag)[:60]}>: name a file that was exported", file=file
        )
    # 2.1 and 2.2 have the same core; 1.0 and 1.1 the same elements as far as they are read here.
    return xliff20.VERSION if root.get("version", "").startswith("2.") else xliff12.VERSION


def _is_xml(content: bytes) -> bool:
    """Whether the first character is "<", in any encoding of Unicode."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.replace(b"\0", b"").lstrip().startswith(b"<")
