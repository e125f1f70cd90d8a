"""The words that come with the program: the pages' own strings in every language, and the articles for layout tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import polib
import pytest
from conftest import Run

from publish.article import (
    Block,
    Blocks,
    Emphasis,
    Heading,
    Inline,
    Link,
    ListBlock,
    NoteMarker,
    Paragraph,
    Passage,
    Quotation,
    Text,
    descendants,
)
from publish.languages import language, plural_forms
from publish.readers import read_seed
from publish.render.strings import placeholders
from publish.site import site_segments

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "publications"
LOCALES = sorted(path.parent.parent.name for path in (ROOT / "locales").glob("*/LC_MESSAGES/site.po"))
LIBRARY = ("fr", "es", "de", "ja", "ar", "he", "el", "ru")


def strings_of(tag: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locales" / tag / "LC_MESSAGES" / "site.po"))


def test_the_languages() -> None:
    assert set(LOCALES) == set(LIBRARY)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_string_of_the_pages_is_translated(tag: str) -> None:
    catalogue = strings_of(tag)
    finished = {entry.msgid for entry in catalogue if entry.translated() and not entry.obsolete}
    assert {segment.source for segment in site_segments([ROOT / "templates"])} - finished == set()
    assert catalogue.metadata["Language"] == language(tag).gettext
    assert " ".join(catalogue.metadata["Plural-Forms"].split()) == plural_forms(tag)


@pytest.mark.parametrize("tag", LOCALES)
def test_translations_have_the_placeholders_and_edges_of_their_source(tag: str) -> None:
    for entry in strings_of(tag):
        assert placeholders(entry.msgstr) == placeholders(entry.msgid), entry.msgid
        assert entry.msgstr == entry.msgstr.strip(), entry.msgid


def test_the_translations_of_the_short_article_are_up_to_date_and_reviewed(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "library"
    shutil.copytree(DATA / "library", folder)
    catalogues = {tag: folder / f"locales/{tag}/LC_MESSAGES/tools.po" for tag in LIBRARY}
    before = {tag: path.read_bytes() for tag, path in catalogues.items()}
    outcome = run("update", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert {tag: path.read_bytes() for tag, path in catalogues.items()} == before
    for tag, path in catalogues.items():
        catalogue = polib.pofile(str(path))
        assert catalogue.percent_translated() == 100, tag
        assert not catalogue.obsolete_entries(), tag


SPACES = {" ": "a plain space", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space"}


def test_the_short_article_has_what_layout_is_looked_at_with() -> None:
    path = DATA / "library" / "seeds" / "tools.md"
    reading = read_seed(path, DATA / "library", "en")
    article = reading.article
    assert reading.findings == ()
    assert [block.ordered for block in article.blocks if isinstance(block, ListBlock)] == [False, True]
    assert [note.label for note in article.notes] == ["1", "2", "3", "4", "5"]
    texts = [block.text for block in nested(article.blocks) if isinstance(block, Heading | Paragraph)]
    inlines = {type(inline) for text in texts for inline in descendants(text)}
    assert inlines == {Text, Emphasis, Link, NoteMarker}
    # As much as fills a folded leaflet: less leaves panels blank, more does not fit in the longest languages.
    body = path.read_text(encoding="utf-8").split("---\n")[2].partition("\n[^1]: ")[0]
    assert 2600 <= len(body) <= 3000


@pytest.mark.parametrize(
    ("tag", "before", "kinds"),
    [
        ("fr", ":;%€»", " \u00a0\u202f"),
        ("es", "%€", " \u00a0"),
        ("de", "%€", " \u00a0"),
        ("ru", "%€—", " \u00a0"),
    ],
)
def test_spaces_are_typed_as_translators_type_them(tag: str, before: str, kinds: str) -> None:
    """In more ways than one, since the program is to set them all alike."""
    catalogue = polib.pofile(str(DATA / f"library/locales/{tag}/LC_MESSAGES/tools.po"))
    text = "".join(entry.msgstr for entry in catalogue)
    typed = {text[place - 1] for place, sign in enumerate(text) if place and sign in before} & set(SPACES)
    assert {SPACES[space] for space in typed} == {SPACES[space] for space in kinds}


def test_one_article_has_every_construct() -> None:
    path = DATA / "everything" / "seeds" / "everything.md"
    reading = read_seed(path, DATA / "everything", "en")
    article = reading.article
    assert reading.findings == ()
    blocks = [*nested(article.blocks), *(block for note in article.notes for block in nested(note.blocks))]
    assert {type(block) for block in blocks} == set(get_args(Block))
    texts = [getattr(block, "text", ()) for block in blocks]
    inlines = [inline for text in texts if isinstance(text, tuple) for inline in descendants(text)]
    # A passage is text that no person has reviewed; sources have none.
    assert {type(inline) for inline in inlines} == set(get_args(Inline)) - {Passage}
    assert article.image is not None


def nested(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Quotation):
            yield from nested(block.blocks)
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from nested(item)
