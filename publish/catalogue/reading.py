"""A catalogue read strictly: what GNU msgfmt refuses is refused here, and every byte is kept for writing it back.

This is a parser of our own because existing ones forget how a file was written. It knows lines, as every program writes
them. What gettext would also read but no program writes is refused as well: two keywords on one line, a line joined to
the next by a backslash, `#~` before a comment, `domain`, bytes in comments that are no characters, a zero byte, `\\x41`
right before another hexadecimal digit. An entry with two `#,` lines is fuzzy if one of them says so; gettext believes
the last alone, which could make a draft look reviewed.
"""

from __future__ import annotations

import codecs
import contextlib
import gc
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from publish.catalogue.charset import charset_in, declared_charset, decoded
from publish.catalogue.entry import Catalogue, Entry, Original, Part
from publish.catalogue.strings import unescaped
from publish.errors import CatalogueError

_WHITE_SPACE = " \t\r\f\v"
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)(?![\w\[])[ \t]*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*')
_PLAIN_STRING = re.compile(r'"([^"\\]*)"')
_COMMENTS: dict[str, Part] = {".": "role", ":": "reference", ",": "flag", "!": "flag"}
_FLAG = re.compile(r"range:\s*[^\s,]+|[^\s,]+")

# What may follow what in an entry; "|" marks the previous source, "" is the entry's start.
_BODY = frozenset({"msgctxt", "msgid"})
_FOLLOWING = {
    "": _BODY | {"|msgctxt", "|msgid"},
    "|msgctxt": frozenset({"|msgid"}),
    "|msgid": _BODY | {"|msgid_plural"},
    "|msgid_plural": _BODY,
    "msgctxt": frozenset({"msgid"}),
    "msgid": frozenset({"msgid_plural", "msgstr"}),
    "msgid_plural": frozenset({"msgstr[0]"}),
}


def parsed(content: bytes, file: str) -> Catalogue:
    """The catalogue in a file's bytes; `file` names it in messages.

    A file without a header is read as UTF-8 and has none. Raises `CatalogueError` with the line for anything that is
    not a catalogue, merge conflicts, bytes that the declared charset does not have, and a source that occurs twice.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    marked = len(body) != len(content)
    charset = declared_charset(body, file)
    if marked and codecs.lookup(charset).name != "utf-8":
        raise CatalogueError(
            f"the file begins with the mark of UTF-8, but its header declares {charset}; declare UTF-8",
            file=file,
            line=1,
        )
    lines = decoded(body, charset, file).split("\n")
    raw = body.split(b"\n")
    if len(lines) != len(raw):
        raise CatalogueError(f"the file is not {charset}, which its header declares", file=file)
    parser = _Parser(file, charset)
    with _nothing_collected():
        for number, (line, content_of_line) in enumerate(zip(lines, raw, strict=True), 1):
            last = number == len(lines)
            if not last or line:
                parser.read(line, content_of_line if last else content_of_line + b"\n", number)
        entries, tail = parser.finished()
    _require_charset(entries, charset, file)
    return Catalogue(
        entries=entries,
        file=file,
        charset=charset,
        newline=b"\r\n" if raw[0].endswith(b"\r") else b"\n",
        byte_order_mark=marked,
        tail=tail,
        content=content,
    )


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without the garbage collector: everything that a parser makes is kept, so looking it through finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _require_charset(entries: Iterable[Entry], charset: str, file: str) -> None:
    """The charset had to be found before the header could be read; now it can be."""
    header = next((entry for entry in entries if entry.is_header), None)
    declared = charset_in(header.translation) if header else "UTF-8"
    if declared.upper() != charset.upper():
        raise CatalogueError(
            f"the header declares the charset {declared} in an unusual form; "
            'write msgid "" and msgstr on lines of their own, the header\'s fields below',
            file=file,
            line=header.line if header else 1,
        )


class _Parser:
    """Takes the file line by line; the fields without a comment belong to the entry being read."""

    def __init__(self, file: str, charset: str) -> None:
        self.file = file
        self.charset = charset
        self.entries: list[Entry] = []
        self.lines_of_keys: dict[tuple[str, str], int] = {}
        self.number = 0
        self._start(())

    def _start(self, before: tuple[bytes, ...]) -> None:
        self.before = b"".join(before)
        self.lines: list[tuple[Part, bytes]] = []
        self.line = 0
        self.section = ""
        self.part: Part = "msgid"
        self.complete = False
        self.obsolete: bool | None = None
        self.texts: dict[str, str] = {}
        self.has_text = True
        self.comments: dict[Part, list[str]] = {"comment": [], "role": [], "reference": [], "flag": []}

    def read(self, line: str, raw: bytes, number: int) -> None:
        self.number = number
        text = line.strip(_WHITE_SPACE)
        if line.endswith("\\"):
            self._refuse(
                "the line ends with a backslash, so that gettext joins the next one to it; write a space after it, "
                "or close the text with a quotation mark"
            )
        if text.startswith("#") and text != "#~":
            self._sign(text, raw)
        elif text in ("", "#~"):
            self._blank(raw)
        elif text[0] in "<>|=" and _CONFLICT.match(line.rstrip("\r")):
            self._refuse(
                "merge conflict: choose a side, delete the lines with <<<<<<<, ======= and >>>>>>>, "
                "then run the command again"
            )
        else:
            self._string(text, raw, previous=False, obsolete=False)

    def _sign(self, text: str, raw: bytes) -> None:
        match text[:2]:
            case "#~" if text.startswith("#~|"):
                self._string(text[3:].lstrip(_WHITE_SPACE), raw, previous=True, obsolete=True)
            case "#~":
                self._string(text[2:].lstrip(_WHITE_SPACE), raw, previous=False, obsolete=True)
            case "#|":
                self._string(text[2:].lstrip(_WHITE_SPACE), raw, previous=True, obsolete=False)
            case _:
                self._comment(text, raw)

    def finished(self) -> tuple[tuple[Entry, ...], bytes]:
        """The entries, and the bytes after the last one."""
        if not self.section:
            return tuple(self.entries), self.before + b"".join(raw for _, raw in self.lines)
        tail = self._finish()
        return tuple(self.entries), b"".join(tail)

    def _blank(self, raw: bytes) -> None:
        if self.lines:
            self.lines.append(("blank", raw))
        else:
            self.before += raw

    def _comment(self, text: str, raw: bytes) -> None:
        if self.complete:
            self._start(self._finish())
        elif self.section:
            self._refuse(
                f"a comment stands inside an entry, before its msgstr; move it above the entry's {self._first()}"
            )
        kind = _COMMENTS.get(text[1:2], "comment")
        self.lines.append((kind, raw))
        if kind == "flag":
            self.comments[kind].extend(_FLAG.findall(text[2:]))
        elif kind == "comment":
            self.comments[kind].append(text[1:].removeprefix(" "))
        else:
            self.comments[kind].append(text[2:].strip(_WHITE_SPACE))

    def _first(self) -> str:
        return "#| lines" if self.section.startswith("|") else "msgid"

    def _string(self, text: str, raw: bytes, *, previous: bool, obsolete: bool) -> None:
        if not text.startswith('"'):
            keyword = _KEYWORD.match(text)
            if keyword is None:
                self._refuse_words(text)
            self._enter(("|" if previous else "") + keyword.group(1))
            text = text[keyword.end() :]
        elif not self.section or self.section.startswith("|") is not previous:
            self._refuse(
                "a text in quotation marks belongs to no msgid or msgstr; join it to the entry it was cut from"
            )
        if self.obsolete is None:
            self.obsolete = obsolete
        elif self.obsolete is not obsolete:
            self._refuse(
                "the lines of one entry begin partly with #~, partly without; give all of them the same beginning"
            )
        plain = _PLAIN_STRING.fullmatch(text)
        self.texts[self.section] += plain.group(1) if plain else self._strings(text)
        self.has_text = self.has_text or bool(text)
        self.lines.append((self.part, raw))

    def _enter(self, section: str) -> None:
        """Begin a section of the entry, or the next entry if this one has all it needs."""
        if self.complete and section not in self._after_msgstr():
            self._start(self._finish())
        allowed = self._after_msgstr() if self.complete else _FOLLOWING[self.section]
        if section not in allowed:
            self._refuse_order(section)
        self._require_text()
        if not self.line and not section.startswith("|"):
            self.line = self.number
        self.section = section
        self.part = _part(section)
        self.complete = self.part == "msgstr"
        self.texts[section] = ""
        self.has_text = False

    def _after_msgstr(self) -> frozenset[str]:
        plural = re.fullmatch(r"msgstr\[([0-9]+)\]", self.section)
        return frozenset({f"msgstr[{int(plural.group(1)) + 1}]"}) if plural else frozenset()

    def _strings(self, text: str) -> str:
        result, position = "", 0
        while position < len(text):
            match = _STRING.match(text, position)
            if match is None:
                self._refuse_string(text[position:])
            try:
                result += unescaped(match.group(1), self.charset)
            except ValueError as error:
                self._refuse(f"“{error}” is no escape sequence; a backslash in a text is written twice")
            position = match.end()
        return result

    def _finish(self) -> tuple[bytes, ...]:
        """Close the entry; gives the blank lines after it."""
        self._require_text()
        if not self.complete:
            self._refuse("the entry has no msgstr; add one, empty if there is no translation", self.line or self.number)
        blanks: list[bytes] = []
        while self.lines[-1][0] == "blank":
            blanks.insert(0, self.lines.pop()[1])
        entry = self._entry()
        first = self.lines_of_keys.setdefault(entry.key, self.line)
        if first != self.line:
            self._refuse(
                f"the same msgid stands in line {first} already; "
                "keep the entry with the better translation and delete the other",
                self.line,
            )
        self.entries.append(replace(entry, original=Original(before=self.before, lines=tuple(self.lines), entry=entry)))
        return tuple(blanks)

    def _entry(self) -> Entry:
        texts = self.texts
        forms = [text for section, text in texts.items() if section.startswith("msgstr")]
        return Entry(
            source=texts["msgid"],
            translation=forms[0],
            context=texts.get("msgctxt", ""),
            comments=tuple(self.comments["comment"]),
            roles=tuple(self.comments["role"]),
            references=tuple(self.comments["reference"]),
            flags=tuple(self.comments["flag"]),
            previous=texts.get("|msgid", ""),
            previous_context=texts.get("|msgctxt", ""),
            obsolete=bool(self.obsolete),
            plural=texts.get("msgid_plural", ""),
            plural_translations=tuple(forms[1:]),
            previous_plural=texts.get("|msgid_plural", ""),
            line=self.line,
        )

    def _require_text(self) -> None:
        if not self.has_text:
            self._refuse(f'{self.section.lstrip("|")} has no text in quotation marks; write "" if it is empty')

    def _refuse_order(self, section: str) -> NoReturn:
        name = section.lstrip("|")
        if not self.section:
            self._refuse(f"{name} belongs to no msgid; complete the entry or delete the line")
        self._refuse(f"{name} cannot stand after {self.section.lstrip('|')}; complete the entry before it")

    def _refuse_words(self, text: str) -> NoReturn:
        if text.startswith("#"):
            self._refuse("two comment signs begin the line; write #~ or #~| once, and a comment with # alone")
        word = re.match(r"[A-Za-z_]\w*", text)
        if word:
            self._refuse(f"“{word.group()}” is no keyword; a translation's text stands in quotation marks after msgstr")
        self._refuse(
            f"“{_shortened(text)}” is neither a comment (#) nor a text in quotation marks; mend or delete the line"
        )

    def _refuse_string(self, rest: str) -> NoReturn:
        if rest.startswith('"'):
            self._refuse('the text is not closed; end the line with a quotation mark (")')
        self._refuse(
            f"“{_shortened(rest)}” stands after the closing quotation mark; "
            'a quotation mark inside a text is written \\", and each keyword begins a line'
        )

    def _refuse(self, message: str, line: int = 0) -> NoReturn:
        raise CatalogueError(message, file=self.file, line=line or self.number)


def _part(section: str) -> Part:
    if section.startswith("|"):
        return "previous"
    if section.startswith("msgstr"):
        return "msgstr"
    return "msgid" if section == "msgid" else "msgctxt" if section == "msgctxt" else "msgid_plural"


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
