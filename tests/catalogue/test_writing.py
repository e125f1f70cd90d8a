"""What changes is written as GNU gettext would, what does not change is left alone."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.strings import escaped, unescaped
from publish.catalogue.writing import written

from .gnu import complaints, rewritten
from .samples import HEADER, with_header

LONG = "A sentence that is so long that no page of seventy-nine columns could ever hold all of it in one line."
HEADER_ENTRY = parsed(HEADER, "").entries[0]


def changed(text: str, **values: object) -> str:
    """The only entry of a catalogue written again with other values."""
    catalogue = parsed(with_header(text), "fr.po")
    header, entry = catalogue.entries
    again = written(replace(catalogue, entries=(header, replace(entry, **values))))  # type: ignore[arg-type]
    return again.removeprefix(HEADER + b"\n").decode()


@pytest.mark.parametrize(
    "entry",
    [
        Entry("a", "b"),
        Entry("a", ""),
        Entry("a", "b", context="c"),
        Entry("a", "b", comments=("one", "", "  two"), roles=("Title",), references=("seeds/a.txt",), flags=("fuzzy",)),
        Entry(LONG, LONG * 3, previous=LONG * 2, previous_context="old", flags=("fuzzy",)),
        Entry("two\\\nlines", "deux\\\nlignes", previous="one\nor\ntwo", flags=("fuzzy",)),
        Entry('say "hello"\t\\', 'dire « bonjour »\t\\"'),
        Entry(LONG, LONG, flags=("no-wrap",)),
        Entry(LONG, LONG * 2, obsolete=True, comments=("kept",), flags=("fuzzy",), previous=LONG + "!"),
        Entry("only 18% of people", "18%の人々"),
        Entry("a", "∅"),
    ],
)
def test_a_new_entry_is_as_gnu_writes_it(entry: Entry) -> None:
    content = written(Catalogue((HEADER_ENTRY, entry)))
    assert complaints(content) == ""
    assert rewritten(content) == content
    assert parsed(content, "fr.po").entries[1] == entry


BY_ANOTHER_EDITOR = f"""\
# kept   as it is
#no space
#. Title
#: seeds/article.txt
#, no-check-x
msgid "{LONG}"
msgstr ""
"narrow "
"lines"
"""


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({}, "", ""),
        ({"roles": ("Heading",)}, "#. Title", "#. Heading"),
        ({"references": ("seeds/b.txt",)}, "article.txt", "b.txt"),
        ({"comments": ("kept   as it is", "no space", "new")}, "#no space\n", "#no space\n# new\n"),
        ({"comments": ("no space",)}, "# kept   as it is\n", ""),
        ({"flags": ("no-check-x", "fuzzy")}, "#, no-check-x", "#, fuzzy, no-check-x"),
        ({"previous": "old\none"}, "msgid", '#| msgid ""\n#| "old\\n"\n#| "one"\nmsgid'),
        ({"translation": "wide"}, '""\n"narrow "\n"lines"', '"wide"'),
        ({"source": "short"}, LONG, "short"),
        ({"context": "Title"}, "msgid", 'msgctxt "Title"\nmsgid'),
    ],
)
def test_only_the_lines_that_change_are_new(values: dict[str, object], old: str, new: str) -> None:
    assert changed(BY_ANOTHER_EDITOR, **values) == BY_ANOTHER_EDITOR.replace(old, new, 1)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_entry_leaves_and_comes_back_wrapped_as_it_was(ending: str) -> None:
    text = BY_ANOTHER_EDITOR.replace("#. Title\n#: seeds/article.txt\n", "").replace("\n", ending)
    gone = changed(text, obsolete=True)
    assert f'#~ msgid "{LONG}"{ending}#~ msgstr ""{ending}#~ "narrow "{ending}' in gone
    assert complaints(with_header(gone)) == ""
    assert changed(gone, obsolete=False) == text


def test_an_entry_wrapped_by_gnu_is_wrapped_by_gnu_when_obsolete() -> None:
    content = written(Catalogue((HEADER_ENTRY, Entry(LONG, LONG * 3, previous=LONG, flags=("fuzzy",)))))
    catalogue = parsed(content, "fr.po")
    header, entry = catalogue.entries
    gone = written(replace(catalogue, entries=(header, replace(entry, obsolete=True))))
    assert gone == rewritten(gone)
    catalogue = parsed(gone, "fr.po")
    back = replace(catalogue, entries=(header, replace(catalogue.entries[1], obsolete=False)))
    assert written(back) == content


@pytest.mark.parametrize("width", [40, 50, 64, 70, 79, 90, 110])
@pytest.mark.parametrize("script", ["Latin", "Japanese"])
def test_new_entries_are_wrapped_as_wide_as_the_file_is(width: int, script: str) -> None:
    words = (
        "several words of some length stand here, as they do in most other articles"
        if script == "Latin"
        else (
            "この記事には、ほかの多くの記事と同じように、いくらか長めの言葉がいくつも並んでいて、読む人を待っている。"
        )
    )
    entries = [Entry(f"{number} {words[number:]} {words}", f"{words[:-number]} {words}") for number in range(1, 20)]
    new = Entry(f"A new one: {words}", words)
    gnu = ["msgcat", f"--width={width}", "-"]
    content, expected = (
        subprocess.run(gnu, input=written(Catalogue((HEADER_ENTRY, *some))), capture_output=True, check=True).stdout
        for some in (entries, [*entries, new])
    )
    catalogue = parsed(content, "fr.po")
    assert written(replace(catalogue, entries=(*catalogue.entries, new))) == expected


def test_line_ends_of_the_file_are_kept_in_new_entries() -> None:
    catalogue = parsed(with_header('msgid "a"\nmsgstr "b"').replace(b"\n", b"\r\n"), "fr.po")
    content = written(replace(catalogue, entries=(*catalogue.entries, Entry("c", "d"))))
    assert content.endswith(b'msgstr "b"\r\n\r\nmsgid "c"\r\nmsgstr "d"\r\n')
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(("translation", "charset"), [("déjà", "ISO-8859-1"), ("l’été", "UTF-8"), ("日本", "UTF-8")])
def test_a_legacy_charset_lasts_as_long_as_it_can(translation: str, charset: str) -> None:
    text = '# écrit à la main\nmsgid "a"\nmsgstr "é"\n'
    content = with_header(text).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    catalogue = parsed(content, "fr.po")
    again = written(replace(catalogue, entries=(*catalogue.entries, Entry("b", translation))))
    expected = with_header(text + f'\nmsgid "b"\nmsgstr "{translation}"\n').decode().replace("UTF-8", charset)
    assert again == expected.encode(charset)


def test_moved_entries_stay_apart() -> None:
    catalogue = parsed(b'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\nmsgid "e"\nmsgstr "f"', "fr.po")
    a, c, e = catalogue.entries
    assert written(replace(catalogue, entries=(e, a, c))) == (
        b'msgid "e"\nmsgstr "f"\n\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n'
    )


@pytest.mark.parametrize("text", ["", "plain", '"', "\\", "\\n", "\n", "a\tb\r\n", "\a\b\f\v", "é漢\u2028"])
def test_escaping_and_back(text: str) -> None:
    assert unescaped(escaped(text), "UTF-8") == text
    assert "\n" not in escaped(text)
