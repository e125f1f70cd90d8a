"""Files are written when they change, and never over what another program saved."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.store import changed, load, save
from publish.catalogue.writing import written
from publish.errors import CatalogueError, PublishError

from .samples import brought_up, with_header

CONTENT = with_header('msgid "a"\nmsgstr "b"\n')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    result = tmp_path / "article.po"
    result.write_bytes(CONTENT)
    return result


def test_no_file_is_no_catalogue(tmp_path: Path) -> None:
    assert load(tmp_path / "none.po") is None


def test_a_new_catalogue_is_saved_in_a_new_folder(tmp_path: Path) -> None:
    catalogue = brought_up(None, "a")
    path = tmp_path / "fr" / "LC_MESSAGES" / "article.po"
    assert save(path, catalogue)
    assert path.read_bytes() == written(catalogue)
    assert not save(path, catalogue)


def test_an_unchanged_catalogue_is_not_written(path: Path) -> None:
    os.utime(path, (0, 0))
    catalogue = load(path)
    assert catalogue is not None
    assert not save(path, catalogue)
    assert path.stat().st_mtime == 0


def test_a_change_is_saved(path: Path) -> None:
    catalogue = load(path)
    assert catalogue is not None
    assert save(path, catalogue.with_live(lambda entry: replace(entry, translation="c")))
    assert path.read_bytes() == CONTENT.replace(b'"b"', b'"c"')


@pytest.mark.parametrize("new", [True, False])
def test_what_another_program_saved_meanwhile_stays(path: Path, new: bool) -> None:
    catalogue = brought_up(None, "a") if new else load(path, "locales/fr.po")
    assert catalogue is not None
    theirs = CONTENT.replace(b'"b"', b'"theirs"')
    path.write_bytes(theirs)
    with pytest.raises(CatalogueError, match="another program has saved this file meanwhile") as error:
        save(path, replace(catalogue, entries=(*catalogue.entries, Entry("c", "d"))))
    assert error.value.file == (str(path) if new else "locales/fr.po")
    assert path.read_bytes() == theirs


def test_a_file_that_cannot_be_read_is_left_alone(path: Path) -> None:
    path.write_bytes(broken := CONTENT + b"<<<<<<< HEAD\n")
    with pytest.raises(CatalogueError, match=r"fr\.po:18: merge conflict"):
        load(path, "fr.po")
    assert path.read_bytes() == broken
    with pytest.raises(CatalogueError, match="cannot be read"):
        load(path.parent)


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "fr").write_text("a file where a folder should be")
    with pytest.raises(PublishError):
        save(tmp_path / "fr" / "article.po", brought_up(None, "a"))


def with_c(catalogue: Catalogue | None) -> Catalogue:
    """The entry “a” translated as “c”."""
    assert catalogue is not None
    return catalogue.with_live(lambda entry: replace(entry, translation="c") if entry.source == "a" else entry)


def test_a_change_is_made_to_what_is_there(path: Path) -> None:
    assert changed(path, with_c)
    assert path.read_bytes() == CONTENT.replace(b'"b"', b'"c"')
    os.utime(path, (0, 0))
    assert not changed(path, with_c)
    assert path.stat().st_mtime == 0


def test_a_change_of_nothing_makes_a_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "article.po"
    assert changed(path, lambda before: brought_up(before, "a"))
    assert path.read_bytes() == written(brought_up(None, "a"))


def test_a_change_is_made_again_to_what_another_program_saves_meanwhile(path: Path) -> None:
    seen: list[tuple[str, ...]] = []

    def change(catalogue: Catalogue | None) -> Catalogue:
        assert catalogue is not None
        if not seen:
            path.write_bytes(CONTENT + b'\nmsgid "d"\nmsgstr "theirs"\n')
        seen.append(tuple(entry.source for entry in catalogue.live))
        return with_c(catalogue)

    assert changed(path, change)
    assert seen == [("a",), ("a", "d")]
    assert path.read_bytes() == CONTENT.replace(b'"b"', b'"c"') + b'\nmsgid "d"\nmsgstr "theirs"\n'


def test_a_merge_conflict_saved_meanwhile_is_left_in_its_place(path: Path) -> None:
    def change(catalogue: Catalogue | None) -> Catalogue:
        path.write_bytes(CONTENT + b"<<<<<<< HEAD\n")
        return with_c(catalogue)

    with pytest.raises(CatalogueError, match=r"^fr\.po:18: merge conflict"):
        changed(path, change, "fr.po")
    assert path.read_bytes() == CONTENT + b"<<<<<<< HEAD\n"
    assert list(path.parent.iterdir()) == [path]


def test_what_another_reader_would_not_read_alike_is_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.catalogue.writing.written", lambda catalogue: written(catalogue).replace(b"c", b"d"))
    with pytest.raises(CatalogueError, match="left as it is"):
        changed(path, with_c)
    assert path.read_bytes() == CONTENT


WORDS = CONTENT + b'\n# Mine\nmsgid "d"\nmsgstr "e"\n\n#~ msgid "f"\n#~ msgstr "g"\n'


@pytest.mark.parametrize(
    ("newer", "kept"),
    [
        pytest.param(WORDS, False, id="all of it"),
        pytest.param(WORDS + b'\nmsgid "more"\nmsgstr "more"\n', False, id="more"),
        pytest.param(WORDS.replace(b"#~ ", b""), False, id="no longer obsolete"),
        pytest.param(WORDS.replace(b'"e"', b'"other"'), True, id="another translation"),
        pytest.param(WORDS.replace(b"# Mine\n", b""), True, id="a comment less"),
        pytest.param(CONTENT, True, id="entries less"),
        pytest.param(b"no catalogue", True, id="unreadable"),
    ],
)
def test_what_is_saved_twice_meanwhile_is_kept_where_words_would_be_missing(
    path: Path, newer: bytes, kept: bool
) -> None:
    saves = [WORDS, newer]

    def change(catalogue: Catalogue | None) -> Catalogue:
        if saves:
            path.write_bytes(saves.pop(0))
        return with_c(catalogue)

    if kept:
        with pytest.raises(CatalogueError, match=r"article\.po~|not written|keyword"):
            changed(path, change)
        assert path.with_name("article.po~").read_bytes() == WORDS
    else:
        assert changed(path, change)
        assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == newer.replace(b'"b"', b'"c"')
