"""Damaged catalogues are read as GNU gettext reads them, or refused: never as something they are not."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.errors import CatalogueError

from .gnu import compiled, read_by_msgcat
from .samples import with_header
from .test_reading import EVERYTHING

EDITORS = Path(__file__).resolve().parent.parent / "editors"
CATALOGUES = [with_header(EVERYTHING), *(path.read_bytes() for path in sorted(EDITORS.glob("*/*.po")))]

PIECES = [
    b'"', b"\\", b"\\\n", b"#", b"#~ ", b"#~|", b"#~", b"#|", b"#,", b"#:", b"#=", b"#!",
    b"~", b"|", b"\n", b" ", b"\r",
    b"\t", b"\x0b", b"\x0c", b"\x00", b"\x1a", b"\x85", b"\xa0", b"\xe9", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\xc3\xa9", b'""', b'"" ""', b"\\n", b"\\x41", b"\\303\\251", b"\\q", b"\\0", b"\\a", b"'", b"[", b"]", b"0",
    b"fuzzy",
    b"msgid", b'msgid "x"\n', b'msgid "a"', b'msgid ""\n', b"msgstr", b'msgstr "y"\n', b'msgid_plural "z"\n',
    b'msgstr[0] "w"\n', b"msgstr[1]", b'msgctxt "c"\n', b"#, fuzzy\n", b"#. r\n", b"#\n", b'#| msgid "p"\n',
    b"#~ # x\n",
    b'#~ msgid "o"\n#~ msgstr "p"\n', b"#~ #, fuzzy\n", b'domain "d"\n', b"charset=KOI8-R", b"nplurals=3",
    b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> theirs\n",
]  # fmt: skip

PLACES = st.integers(0, 1 << 20)
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["delete", "copy", "swap", "begin with", "insert", "cut", "join", "repeat"]),
        PLACES,
        PLACES,
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=3,
)

# What gettext reads and we do not, on purpose (see `publish.catalogue.reading`): words of our message.
REFUSED_BY_US_ALONE = re.compile(
    "stands after the closing quotation mark|two comment signs begin|there is a zero byte|is no escape sequence|"
    "merge conflict|which is not known here|is not .*, which the header declares|in an unusual form|"
    "“(?:domain|\\w+)” is no keyword|the text is not closed|is neither a comment|"
    "the line ends with a backslash"
)
# What msgfmt refuses and we do not: it is not about what the catalogue says, but whether that is good.
REFUSED_BY_GNU_ALONE = re.compile(
    r"entries do not both (?:begin|end) with '\\n'|Charset missing in header|plural form has wrong index|"
    r"invalid control sequence"
)


def damaged(content: bytes, damage: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, first, second, piece in damage:
        lines = content.split(b"\n")
        one, two = first % len(lines), second % len(lines)
        place = first % (len(content) + 1)
        match kind:
            case "delete":
                del lines[one]
            case "copy":
                lines.insert(one, lines[two])
            case "swap":
                lines[one], lines[two] = lines[two], lines[one]
            case "begin with":
                lines[one] = piece + lines[one]
            case "insert":
                lines = [content[:place] + piece + content[place:]]
            case "cut":
                lines = [content[:place] + content[place + 1 + second % 4 :]]
            case "join":
                lines[one : one + 2] = [b" ".join(lines[one : one + 2])]
            case _:
                lines[one:one] = lines[one : one + 1 + second % 6]
        content = b"\n".join(lines)
    return content


def values(catalogue: Catalogue) -> dict[tuple[bool, tuple[str, str]], object]:
    return {(entry.obsolete, entry.key): says(entry) for entry in catalogue.entries if not entry.is_header}


def says(entry: Entry) -> tuple[object, ...]:
    """What the entry says, as far as msgcat keeps it: no flags it does not know, no state of an empty translation."""
    forms = (entry.translation, *entry.plural_translations)
    previous = (entry.previous_context, entry.previous, entry.previous_plural)
    references = frozenset(place for line in entry.references for place in line.split())
    return entry.plural, forms, previous, entry.comments, entry.roles, references


def read_as_gnu_reads_it(content: bytes) -> str:
    """How the catalogue was read by both; fails where we read what gettext does not, or read something else."""
    complaint = compiled(content)
    catalogue, refusal = read(content)
    if catalogue is None:
        assert complaint or REFUSED_BY_US_ALONE.search(refusal), refusal
        return "refused by both" if complaint else "refused by us"
    assert written(catalogue) == content
    if content.startswith(codecs.BOM_UTF8):
        return "with a mark"
    assert not complaint or REFUSED_BY_GNU_ALONE.search(complaint), complaint
    again = read_by_msgcat(content)
    if again is None:
        return "refused by msgcat"
    theirs = parsed(again, "GNU")
    # msgcat forgets obsolete entries without a translation.
    kept = values(theirs)
    assert {key: said for key, said in values(catalogue).items() if not key[0] or key in kept} == kept
    # What is a draft to gettext is one to us.
    assert drafts(theirs) <= drafts(catalogue)
    return "read by both"


def read(content: bytes) -> tuple[Catalogue | None, str]:
    try:
        return parsed(content, "fr.po"), ""
    except CatalogueError as error:
        return None, error.message


def drafts(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {entry.key for entry in catalogue.live if entry.is_fuzzy}


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CATALOGUES), DAMAGE)
def test_damaged_catalogues(content: bytes, damage: list[tuple[str, int, int, bytes]]) -> None:
    event(read_as_gnu_reads_it(damaged(content, damage)))


@pytest.mark.soak
@settings(max_examples=20_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CATALOGUES), DAMAGE)
def test_many_damaged_catalogues(content: bytes, damage: list[tuple[str, int, int, bytes]]) -> None:
    event(read_as_gnu_reads_it(damaged(content, damage)))


@pytest.mark.parametrize("content", CATALOGUES)
def test_undamaged_catalogues(content: bytes) -> None:
    assert read_as_gnu_reads_it(content) == "read by both"
