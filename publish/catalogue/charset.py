"""A catalogue's bytes as text: the charset its header declares, taken at its word and checked."""

from __future__ import annotations

import re

from publish.errors import CatalogueError

_HEADER = re.compile(rb'^msgid[ \t]*""[ \t]*\r?\nmsgstr((?:[ \t]*".*"[ \t]*\r?(?:\n|\Z))+)', re.MULTILINE)
_LINE_JOINT = re.compile(rb'"[ \t]*\r?\n[ \t]*"')
_DECLARED = re.compile(r"charset=([^\\\s\";]+)", re.IGNORECASE)

# The charsets gettext accepts (manual, "Header Entry") that Python knows. None of them changes the meaning of ASCII.
_KNOWN = """
ASCII ISO-8859-1 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-8 ISO-8859-9 ISO-8859-13
ISO-8859-14 ISO-8859-15 KOI8-R KOI8-U KOI8-T CP850 CP866 CP874 CP932 CP949 CP950 CP1250 CP1251 CP1252 CP1253 CP1254
CP1255 CP1256 CP1257 GB2312 EUC-JP EUC-KR BIG5 BIG5-HKSCS GBK GB18030 SHIFT_JIS JOHAB TIS-620 UTF-8
"""
# Other ways in which catalogues spell them; Python would also take "UTF-" for a name.
_ALSO_WRITTEN = (
    "US-ASCII LATIN1 LATIN-1 SJIS WINDOWS-1250 WINDOWS-1251 WINDOWS-1252 WINDOWS-31J UTF8 UTF_8 EUC_JP EUC_KR"
)
_NAMES = frozenset((_KNOWN + _ALSO_WRITTEN).split())


def declared_charset(content: bytes, file: str) -> str:
    """The charset that the header declares; UTF-8 where none does (a template's placeholder declares none).

    >>> declared_charset(b'msgid ""\\nmsgstr "Content-Type: text/plain; charset=KOI8-R\\\\n"\\n', "ru.po")
    'KOI8-R'
    """
    header = _HEADER.search(content)
    if header is None:
        return "UTF-8"
    name = charset_in(_LINE_JOINT.sub(b"", header.group(1)).decode("ascii", "replace"))
    if name.upper() not in _NAMES:
        line = content.count(b"\n", 0, header.start()) + 1
        raise CatalogueError(
            f"the header declares the charset “{name}”, which is not known here; "
            "convert the file with “msgconv --to-code=UTF-8”",
            file=file,
            line=line,
        )
    return name


def charset_in(header: str) -> str:
    """The charset a header's text declares, UTF-8 if none. As for gettext, the first `charset=` counts.

    >>> charset_in("Content-Type: text/plain; charset=CHARSET\\n")
    'UTF-8'
    """
    declared = _DECLARED.search(header)
    return declared.group(1) if declared and declared.group(1) != "CHARSET" else "UTF-8"


def decoded(content: bytes, charset: str, file: str) -> str:
    """The text, or `CatalogueError` naming the first byte that the charset does not have."""
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        start = content.rfind(b"\n", 0, error.start) + 1
        raise CatalogueError(
            f"the byte 0x{content[error.start]:02X} (the {_ordinal(error.start - start + 1)} of the line) "
            f"is not {charset}, which the header declares; save the file as {charset}, or declare its real charset",
            file=file,
            line=content.count(b"\n", 0, error.start) + 1,
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CatalogueError("there is a zero byte; this is no text file", file=file, line=line)
    return text


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
