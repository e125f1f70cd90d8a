"""Files are written when they change, and never over what another program saved."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.entry import Entry
from publish.catalogue.store import load, save
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
