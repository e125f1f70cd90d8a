"""Catalogues are read strictly, and nothing of them is lost."""

from __future__ import annotations

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.entry import Entry
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.errors import CatalogueError

from .gnu import accepted
from .samples import HEADER, with_header

EVERYTHING = r"""# A translator's comment
#  indented, then an empty one
#
#. Title
#. Section 2, paragraph 1, sentence 2
#: seeds/article.txt
#, fuzzy, no-check-x
#| msgctxt "Heading"
#| msgid ""
#| "An older "
#| "title"
msgctxt "Title"
msgid ""
"A \"title\"\n"
"on two lines\\"
msgstr "Un « titre »"

msgid "%d word"
msgid_plural "%d words"
msgstr[0] "%d mot"
msgstr[1] "%d mots"

# kept
#, fuzzy
#~| msgid "goner"
#~ msgid "gone"
#~ msgstr "parti"
"""


def entry(text: str) -> Entry:
    return parsed(with_header(text), "fr.po").entries[1]


def test_every_part_of_an_entry() -> None:
    catalogue = parsed(with_header(EVERYTHING), "fr.po")
    title, plural, gone = catalogue.entries[1:]
    assert title == Entry(
        source='A "title"\non two lines\\',
        translation="Un « titre »",
        context="Title",
        comments=("A translator's comment", " indented, then an empty one", ""),
        roles=("Title", "Section 2, paragraph 1, sentence 2"),
        references=("seeds/article.txt",),
        flags=("fuzzy", "no-check-x"),
        previous="An older title",
        previous_context="Heading",
    )
    assert title.line == HEADER.count(b"\n") + 13
    assert plural == Entry("%d word", "%d mot", plural="%d words", plural_translations=("%d mots",))
    assert gone == Entry("gone", "parti", comments=("kept",), flags=("fuzzy",), previous="goner", obsolete=True)
    assert catalogue.header is catalogue.entries[0]
    assert catalogue.live == (title, plural)
    assert catalogue.obsolete == (gone,)


@pytest.mark.parametrize(
    ("text", "source", "translation"),
    [
        ('msgid "a"\nmsgstr "b"\n', "a", "b"),
        ('msgid"a"\nmsgstr"b"', "a", "b"),
        ('  msgid  "a" "b"\n\t"c"\nmsgstr\n\n"d"\n', "abc", "d"),
        ('msgid "a"\r\nmsgstr ""\r\n"b"\r\n', "a", "b"),
        (
            'msgid "tab\\t quote\\" backslash\\\\n"\nmsgstr "caf\\303\\251 \\x41"\n',
            'tab\t quote" backslash\\n',
            "café A",
        ),
        ('msgid "line separator\u2028 and next line\x85"\nmsgstr "b"\n', "line separator\u2028 and next line\x85", "b"),
    ],
)
def test_texts_however_they_are_written(text: str, source: str, translation: str) -> None:
    found = entry(text)
    assert (found.source, found.translation) == (source, translation)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("#, fuzzy", ("fuzzy",)),
        ("#,fuzzy, no-wrap", ("fuzzy", "no-wrap")),
        ("#, no-wrap fuzzy", ("no-wrap", "fuzzy")),
        ("#! fuzzy", ("fuzzy",)),
        ("#, range: 1..5, fuzzy", ("range: 1..5", "fuzzy")),
        ("#, no-wrap\n#, fuzzy", ("no-wrap", "fuzzy")),
        ("# , fuzzy", ()),
        ("#, fuzzy-not", ("fuzzy-not",)),
        # gettext would believe the last line alone, and take the draft for reviewed.
        ("#, fuzzy\n#, no-wrap", ("fuzzy", "no-wrap")),
    ],
)
def test_flags_as_gnu_reads_them(flags: str, expected: tuple[str, ...]) -> None:
    assert entry(f'{flags}\nmsgid "a"\nmsgstr "b"\n').flags == expected


UNHARMED = {
    "everything": with_header(EVERYTHING),
    "empty": b"",
    "no header": b'msgid "a"\nmsgstr "b"\n',
    "CRLF": with_header(EVERYTHING).replace(b"\n", b"\r\n"),
    "mixed line ends": HEADER + EVERYTHING.replace("\n", "\r\n").encode(),
    "BOM": b"\xef\xbb\xbf" + with_header(EVERYTHING),
    "no line end at the end": with_header(EVERYTHING).rstrip(b"\n"),
    "blank lines": b"\n\n" + with_header(EVERYTHING).replace(b"\n\n", b"\n\n \n") + b"\n\n",
    "no blank lines": with_header(EVERYTHING).replace(b"\n\n", b"\n"),
    "comments at the end": with_header(EVERYTHING) + b"\n# vim: set et:\n#, fuzzy\n",
    "comments before the header": b"# French translation\n# (c) 2023\n\n#, fuzzy\n" + with_header(EVERYTHING),
    "the header last": EVERYTHING.encode() + b"\n" + HEADER,
    "not wrapped": with_header('msgid "' + "word " * 60 + '"\nmsgstr "' + "mot " * 60 + '"\n'),
    "wrapped narrowly": with_header('msgid ""\n"one "\n"two "\n"three"\nmsgstr ""\n"un "\n"deux "\n"trois"\n'),
    "sticky flags and other signs": with_header('#= sticky\n#-x\n#no space\n#\ttab\nmsgid "a"\nmsgstr "b"\n'),
    "Latin-1": with_header('msgid "a"\nmsgstr "café"\n').decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "Shift_JIS": with_header('msgid "table"\nmsgstr "表示ソ"\n').decode().replace("UTF-8", "SHIFT_JIS").encode("cp932"),
    "a template's charset": HEADER.replace(b"UTF-8", b"CHARSET"),
    "white space at line ends": with_header('#. role  \nmsgid "a"  \nmsgstr "b"\t\n'),
}


@pytest.mark.parametrize("content", UNHARMED.values(), ids=UNHARMED)
def test_an_unchanged_catalogue_has_the_same_bytes(content: bytes) -> None:
    assert written(parsed(content, "fr.po")) == content


def test_legacy_charsets_are_read_by_what_the_header_says() -> None:
    assert parsed(UNHARMED["Latin-1"], "fr.po").entries[1].translation == "café"
    assert parsed(UNHARMED["Shift_JIS"], "ja.po").entries[1].translation == "表示ソ"


# Content, line of the complaint, words in it. GNU msgcat refuses each of them too.
REFUSED = {
    "conflict": (
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> theirs\n',
        1,
        "choose a side",
    ),
    "conflict within an entry": ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\n', 2, "merge conflict"),
    "conflict with the common version": ('msgid "a"\nmsgstr "b"\n||||||| base\n', 3, "merge conflict"),
    "duplicate": ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4, "line 16"),
    "obsolete duplicate": ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 4, "already"),
    "second header": ('msgid ""\nmsgstr "x"\n', 1, "line 1 already"),
    "unterminated": ('msgid "a\nmsgstr "b"\n', 1, "not closed"),
    "unescaped quotation mark": ('msgid "a"\nmsgstr "say "hello""\n', 2, "after the closing quotation mark"),
    "unknown keyword": ('msgid "a"\nmsgtext "b"\n', 2, "“msgtext” is no keyword"),
    "unknown escape": ('msgid "a"\nmsgstr "C:\\q"\n', 2, "“\\q” is no escape"),
    "bytes that are no character": ('msgid "a"\nmsgstr "caf\\351!"\n', 2, "no escape"),
    "missing msgstr": ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 3, "cannot stand after msgid"),
    "missing msgstr at the end": ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n', 4, "no msgstr"),
    "missing msgid": ('msgctxt "a"\nmsgstr "b"\n', 2, "cannot stand after msgctxt"),
    "msgstr alone": ('msgstr "b"\n', 1, "belongs to no msgid"),
    "context after msgid": ('msgid "a"\nmsgctxt "b"\nmsgstr "c"\n', 2, "cannot stand after msgid"),
    "keyword without a text": ('msgid\nmsgstr "b"\n', 2, "msgid has no text"),
    "comment inside an entry": ('msgid "a"\n# note\nmsgstr "b"\n', 2, "inside an entry"),
    "comment after the previous source": ('#| msgid "a"\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n', 2, "inside an entry"),
    "previous source without an entry": ('#| msgid "a"\n', 1, "no msgstr"),
    "previous text without msgid": ('#| "a"\nmsgid "b"\nmsgstr "c"\n', 1, "belongs to no msgid"),
    "obsolete in part": ('#~ msgid "a"\nmsgstr "b"\n', 2, "partly"),
    "live after an obsolete previous source": ('#~| msgid "a"\nmsgid "b"\nmsgstr "c"\n', 2, "partly"),
    "plural form missing": ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 3, "cannot stand after msgid_plural"),
    "plural form without plural": ('msgid "a"\nmsgstr[0] "c"\n', 2, "cannot stand after msgid"),
    "plural forms out of order": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
        4,
        "belongs to no msgid",
    ),
    "comment ending with a backslash": ('# C:\\\nmsgid "a"\nmsgstr "b"\n', 1, "ends with a backslash"),
    "fuzzy swallowed by a backslash": ('#. C:\\\nmsgid "a"\n#, fuzzy\nmsgstr "b"\n', 1, "ends with a backslash"),
    "stray words": ('msgid "a"\nmsgstr "b"\nhello there\n', 3, "“hello” is no keyword"),
    "stray sign": ('msgid "a"\nmsgstr "b"\n*\n', 3, "neither a comment"),
}


@pytest.mark.parametrize(("text", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_what_gnu_refuses_is_refused(text: str, line: int, words: str) -> None:
    content = with_header(text)
    with pytest.raises(CatalogueError) as error:
        parsed(content, "locales/fr.po")
    assert error.value.file == "locales/fr.po"
    assert error.value.line == line + HEADER.count(b"\n") + 1
    assert words in error.value.message
    assert "\n" not in error.value.message
    assert not accepted(content)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (
            with_header('msgid "a"\nmsgstr "ab?"\n').replace(b"?", b"\xe9"),
            17,
            "0xE9 (the 11th of the line) is not UTF-8",
        ),
        (UNHARMED["Latin-1"].replace(b"ISO-8859-1", b"ASCII"), 17, "0xE9 (the 12th of the line) is not ASCII"),
        (HEADER.replace(b"UTF-8", b"KLINGON"), 1, "“KLINGON”, which is not known"),
        (HEADER.replace(b"UTF-8", b"UTF-7"), 1, "“UTF-7”, which is not known"),
        (HEADER.replace(b"UTF-8", b"unicode_escape"), 1, "not known"),
        (HEADER.replace(b"UTF-8", b"UTF-"), 1, "“UTF-”, which is not known"),
        (HEADER.replace(b"Last-Translator: ", b"X-Old: charset=KLINGON"), 1, "“KLINGON”, which is not known"),
        # Declared where it can only be seen after reading: nothing is decoded by guess.
        (HEADER.replace(b'msgid ""\n', b'msgid "" ""\n').replace(b"UTF-8", b"KOI8-R"), 1, "in an unusual form"),
        (b'msgctxt "not the header"\n' + HEADER.replace(b"UTF-8", b"KOI8-R"), 1, "declares the charset UTF-8"),
        (b"\xef\xbb\xbf" + HEADER.replace(b"UTF-8", b"KOI8-R"), 1, "begins with the mark of UTF-8"),
        (with_header('msgid "a"\nmsgstr "b?"\n').replace(b"?", b"\0"), 17, "zero byte"),
        ("msgid".encode("utf-16"), 1, "0xFF (the 1st of the line)"),
        (with_header('#~ #~ msgid "a"\n'), 16, "two comment signs"),
        (with_header('msgid "a" msgstr "b"\n'), 16, "each keyword begins a line"),
        (with_header('domain "x"\n'), 16, "“domain” is no keyword"),
    ],
)
def test_what_else_cannot_be_read(content: bytes, line: int, words: str) -> None:
    with pytest.raises(CatalogueError, match=r"^fr\.po:[0-9]+: ") as error:
        parsed(content, "fr.po")
    assert (error.value.line, words in error.value.message) == (line, True), error.value


@pytest.mark.parametrize(
    "name", ["everything", "CRLF", "not wrapped", "wrapped narrowly", "comments before the header"]
)
def test_polib_reads_the_same(name: str) -> None:
    content = UNHARMED[name].replace(b'#~| msgid "goner"', b"# no previous source: polib forgets it").decode()
    ours = [found for found in parsed(content.encode(), "fr.po").entries if not found.is_header]
    theirs = list(polib.pofile(content.replace("\r\n", "\n")))
    assert [
        (e.source, e.translation, e.context, list(e.roles), list(e.flags), e.previous, e.obsolete) for e in ours
    ] == [
        (
            e.msgid,
            e.msgstr_plural[0] if e.msgid_plural else e.msgstr,
            e.msgctxt or "",
            e.comment.splitlines(),
            e.flags,
            e.previous_msgid or "",
            bool(e.obsolete),
        )
        for e in theirs
    ]


LINES = with_header(EVERYTHING).decode().splitlines()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["delete", "copy", "swap", "insert"]),
            st.integers(0, len(LINES) - 1),
            st.integers(0, len(LINES) - 1),
            st.sampled_from(['"', "\\", "#", "#~ ", "~", "|", "\n", " ", "\r", "msgid", "\ufeff", "\x00", "é"]),
        ),
        max_size=4,
    )
)
def test_a_damaged_catalogue_is_refused_or_kept_whole(damage: list[tuple[str, int, int, str]]) -> None:
    lines = list(LINES)
    for kind, first, second, text in damage:
        first, second = first % len(lines), second % len(lines)
        match kind:
            case "delete" if len(lines) > 1:
                del lines[first]
            case "copy":
                lines.insert(first, lines[second])
            case "swap":
                lines[first], lines[second] = lines[second], lines[first]
            case _:
                place = second % (len(lines[first]) + 1)
                lines[first] = lines[first][:place] + text + lines[first][place:]
    content = "\n".join(lines).encode()
    try:
        catalogue = parsed(content, "fr.po")
    except CatalogueError:
        return
    assert written(catalogue) == content
