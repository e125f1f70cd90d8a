"""A catalogue's header: fields in the translation of the entry without a source (gettext manual, "Header Entry")."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from publish.catalogue.entry import Entry
from publish.languages import Language, plural_forms

_NO_DATE = datetime.date(1970, 1, 1)
_PLACEHOLDERS = frozenset({"", "LANGUAGE", "nplurals=INTEGER; plural=EXPRESSION;"})


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What a new header says: the text's name, whom to tell of errors in it, who translates, and the date of the text.

    No clock is asked: without a date the header says 1970-01-01, since gettext wants one.
    """

    project: str
    report_to: str = ""
    team: str = ""
    date: datetime.date | None = None


def new_header(facts: HeaderFacts, language: Language, *, translated: bool = True) -> Entry:
    """The header of a new catalogue, or of a template, which has no plural forms.

    The fields are those that msgfmt --check asks for, each in the form it accepts.
    """
    date = f"{facts.date or _NO_DATE:%Y-%m-%d} 00:00+0000"
    fields = [
        ("Project-Id-Version", facts.project),
        ("Report-Msgid-Bugs-To", facts.report_to),
        ("POT-Creation-Date", date),
        ("PO-Revision-Date", date),
        ("Last-Translator", ""),
        ("Language-Team", facts.team),
        ("Language", language.gettext),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        *([("Plural-Forms", plural_forms(language.tag))] if translated else []),
        ("X-Generator", "publish"),
    ]
    return Entry("", "".join(f"{name}: {_one_line(value)}\n" for name, value in fields))


def fields(header: Entry) -> dict[str, str]:
    """The header's fields in order.

    >>> fields(Entry("", "Language: fr\\nX-Generator: Poedit 3.2\\n"))
    {'Language': 'fr', 'X-Generator': 'Poedit 3.2'}
    """
    pairs = (line.partition(":") for line in header.translation.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def completed(header: Entry, language: Language, charset: str) -> Entry:
    """The header with the fields that a reader cannot do without; what another program or a person wrote stays."""
    present = fields(header)
    if present.get("Language", "") in _PLACEHOLDERS:
        header = with_field(header, "Language", language.gettext)
    if present.get("Plural-Forms", "") in _PLACEHOLDERS:
        header = with_field(header, "Plural-Forms", plural_forms(language.tag))
    content_type = present.get("Content-Type", "")
    if "charset=" not in content_type or content_type.endswith("charset=CHARSET"):
        header = with_charset(header, charset)
    return header


def with_charset(header: Entry, charset: str) -> Entry:
    """The header declaring the charset."""
    return with_field(header, "Content-Type", f"text/plain; charset={charset}")


def with_field(header: Entry, name: str, value: str) -> Entry:
    """The header with one field changed in its place, or added at the end."""
    line = f"{name}: {_one_line(value)}"
    pattern = re.compile(rf"^{re.escape(name)}[ \t]*:.*$", re.MULTILINE)
    text, replaced = pattern.subn(lambda _: line, header.translation, count=1)
    if not replaced:
        text = f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n"
    return replace(header, translation=text)


def _one_line(value: str) -> str:
    return " ".join(value.split())
