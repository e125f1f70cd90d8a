"""Catalogues the tests share."""

from __future__ import annotations

from publish.catalogue.entry import Catalogue
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.updating import updated
from publish.languages import language
from publish.segments import Segment

HEADER = b"""\
msgid ""
msgstr ""
"Project-Id-Version: An article\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 2023-12-06 00:00+0000\\n"
"PO-Revision-Date: 2023-12-06 00:00+0000\\n"
"Last-Translator: \\n"
"Language-Team: \\n"
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"X-Generator: Poedit 3.2\\n"
"""

REFERENCE = "seeds/article.txt"
FACTS = HeaderFacts("An article")


def with_header(entries: str) -> bytes:
    return HEADER + b"\n" + entries.encode()


def segments(*sources: str) -> list[Segment]:
    """Segments whose roles do not depend on their neighbours."""
    return [Segment(source, "Paragraph") for source in sources]


def brought_up(catalogue: Catalogue | None, *sources: str, tag: str = "fr") -> Catalogue:
    """The catalogue updated to these sources."""
    return updated(catalogue, segments(*sources), language=language(tag), facts=FACTS, reference=REFERENCE)
