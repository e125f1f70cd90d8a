"""The formats a catalogue can be handed out in, by name; and whatever comes back, told apart by what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from publish.errors import PublishError
from publish.interchange.units import Document, Reply

CSV, XLIFF_1, XLIFF_2 = "csv", "xliff-1.2", "xliff-2.0"

LARGEST = 100_000_000
"""Bytes of the largest file that is read; a book of 50,000 sentences has half of it."""


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
    from publish.interchange import spreadsheet, xliff12, xliff20
    from publish.interchange.xml import name_of, root_of

    if len(content) > LARGEST:
        raise PublishError(f"it has more than {LARGEST // 1_000_000} MB; have it exported in parts", file=file)
    if not content.strip():
        raise PublishError("the file is empty; name one that was exported", file=file)
    if not _is_xml(content):
        return spreadsheet.parsed(content, file, source)
    root = root_of(content, file)
    if name_of(root) != "xliff":
        raise PublishError(
            f"this is no XLIFF; its root is <{str(root.tag)[:60]}>: name a file that was exported", file=file
        )
    version = root.get("version", "")
    # 2.1 and 2.2 have the same core; 1.0 and 1.1 the same elements as far as they are read here.
    return xliff20.parsed(root, file) if version.startswith("2.") else xliff12.parsed(root, file)


def _is_xml(content: bytes) -> bool:
    """Whether the first character is "<", in any encoding of Unicode."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.replace(b"\0", b"").lstrip().startswith(b"<")
