"""Catalogues on disk: loaded strictly, saved whole, never over what another program has saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from publish.catalogue.entry import Catalogue
from publish.catalogue.reading import parsed
from publish.catalogue.witness import confirm
from publish.catalogue.writing import written
from publish.errors import CatalogueError
from publish.files import content_of, write_whole


def load(path: Path, file: str = "") -> Catalogue | None:
    """The catalogue at `path`, None if there is no file; `file` names it in messages instead of the path."""
    content = content_of(path, file or str(path), CatalogueError)
    return None if content is None else parsed(content, file or str(path))


def save(path: Path, catalogue: Catalogue) -> bool:
    """Put the catalogue at `path` if that changes the file; true if it did.

    Raises `CatalogueError`, and writes nothing, if the file is no longer what the catalogue was read from, or if a
    second reader does not find every translation in what would be written. What is
    saved between this look and the rename would still be lost.
    """
    file = catalogue.file or str(path)
    content = written(catalogue)
    present = content_of(path, file, CatalogueError)
    if present == content:
        return False
    if present is not None and present != catalogue.content:
        raise CatalogueError("another program has saved this file meanwhile; run the command again", file=file)
    confirm(content, catalogue)
    return write_whole(path, content)


def changed(path: Path, change: Callable[[Catalogue | None], Catalogue], file: str = "") -> bool:
    """Load the catalogue at `path`, save what `change` makes of it; true if that changed the file.

    `change` gets None if there is no file. `file` names it in messages.
    """
    before = load(path, file)
    return save(path, replace(change(before), file=file or str(path)))
