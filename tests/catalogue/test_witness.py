"""What the second reader lets through, and what it stops."""

from dataclasses import replace

import polib
import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.witness import confirm
from publish.catalogue.writing import written
from publish.errors import CatalogueError

from .gnu import compiled
from .samples import HEADER, with_header

CATALOGUE = Catalogue(
    (
        *parsed(HEADER.encode() if isinstance(HEADER, str) else HEADER, "fr.po").entries,
        Entry("One\\two “three”\n", 'Un\t"deux"\n'),
        Entry("One", "Eins", context="title", flags=("fuzzy",), previous="On"),
        Entry("Gone", "Parti", obsolete=True),
    ),
    file="fr.po",
)


def test_what_we_write_is_confirmed() -> None:
    confirm(written(CATALOGUE), CATALOGUE)
    everything = parsed(with_header('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'), "fr.po")
    confirm(written(everything), everything)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content.replace(b"Eins", b"Zwei"),
        lambda content: content.replace(b'msgctxt "title"\n', b""),
        lambda content: content[: content.index(b"#~")],
        lambda content: content + b'\nmsgid "More"\nmsgstr "Plus"\n',
        lambda content: content.replace(b'msgstr "Eins"', b'msgstr "Eins'),
    ],
    ids=["word", "context", "lost", "added", "syntax"],
)
def test_anything_else_is_stopped(harm) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CatalogueError, match="left as it is"):
        confirm(harm(written(CATALOGUE)), replace(CATALOGUE))


LARGE = parsed(
    with_header("".join(f'#. Paragraph\nmsgid "a{number}"\nmsgstr "b{number}"\n\n' for number in range(9))), "fr.po"
)
CHANGED = LARGE.with_live(lambda entry: replace(entry, translation="new") if entry.source == "a4" else entry)


def test_of_what_was_read_from_a_file_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = polib.pofile
    monkeypatch.setattr(polib, "pofile", lambda text: seen.append(text) or real(text))
    confirm(written(CHANGED), CHANGED)
    assert ["a4" in text and "a5" not in text for text in seen] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'msgstr "new"', b'msgstr "old"'),
        (b'msgstr "b5"', b'msgstr "b6"'),
        (b'#. Paragraph\nmsgid "a5"\nmsgstr "b5"\n', b""),
        (b'#. Paragraph\nmsgid "a5"\n', b'msgid "a50"\nmsgstr ""\n\nmsgid "a5"\n'),
        (b'"b5"\n\n', b'"b5"\n"b6"\n\n'),
        (b'"b5"\n\n', b'"b5"\n\n"b6"\n\n'),
        (b'#. Paragraph\nmsgid "a5"', b'#~ msgid "a5"'),
        (b'msgid "a5"', b'msgctxt "c"\nmsgid "a5"'),
    ],
)
def test_harm_to_what_did_not_change_is_stopped_too(old: bytes, new: bytes) -> None:
    content = written(CHANGED)
    assert old in content
    with pytest.raises(CatalogueError, match="left as it is"):
        confirm(content.replace(old, new), CHANGED)


def test_blank_lines_inside_entries_and_between_none_are_no_harm() -> None:
    catalogue = parsed(
        with_header('msgid "a"\n\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n\n"e"\n\nmsgid "f"\nmsgstr ""\n'), "fr.po"
    )
    confirm(written(catalogue), catalogue)
    after = catalogue.with_live(lambda entry: replace(entry, translation="g") if entry.source == "f" else entry)
    confirm(written(after), after)


def test_a_catalogue_whose_charset_had_to_become_utf_8_is_confirmed() -> None:
    latin = with_header('msgid "a"\nmsgstr "é"\n').decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
    catalogue = parsed(latin, "fr.po")
    after = catalogue.with_live(lambda entry: replace(entry, translation="日本"))
    confirm(written(after), after)


@pytest.mark.parametrize("character", "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
@pytest.mark.parametrize(
    "entry",
    [
        'msgid "a{}b"\nmsgstr "c{}\\"{}d"\n',
        'msgid "a\\r\\v\\f"\nmsgstr "c{}"\n',
        '# A comment{}of two lines\nmsgid "a"\nmsgstr "b"\n',
        '#, fuzzy\n#| msgid "p{}q"\nmsgid "a"\nmsgstr "b"\n',
        '#~ msgid "a{}b"\n#~ msgstr "c{}d"\n',
    ],
)
def test_what_only_the_second_reader_takes_for_a_line_end_is_no_fault(entry: str, character: str) -> None:
    """GNU gettext takes it for a character like any other, and what was pasted into an editor may hold it."""
    content = with_header(entry.replace("{}", character) + '\nmsgid "new"\nmsgstr "neuf"\n')
    assert compiled(content) == ""
    catalogue = parsed(content, "fr.po")
    confirm(content, replace(catalogue, content=None))
    with pytest.raises(CatalogueError, match="left as it is"):
        confirm(content.replace(b"neuf", b"vieux"), replace(catalogue, content=None))


@pytest.mark.parametrize("space", ["\f\n", "\v", "\r"])
def test_white_space_between_entries_is_no_fault(space: str) -> None:
    content = with_header(f'msgid "a"\nmsgstr "b"\n\n{space}\nmsgid "c"{space}\nmsgstr "d\u2028"\n')
    assert compiled(content) == ""
    confirm(content, replace(parsed(content, "fr.po"), content=None))
