"""Catalogues on disk: loaded strictly, changed whole, never over what another program has saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from publish.catalogue.entry import Catalogue
from publish.catalogue.reading import parsed
from publish.errors import CatalogueError
from publish.files import content_of
from publish.saving.swapping import replaced, restored


def load(path: Path, file: str = "") -> Catalogue | None:
    """The catalogue at `path`, None if there is no file; `file` names it in messages instead of the path."""
    file = file or str(path)
    content = content_of(path, file, CatalogueError)
    if content is None and restored(path, file):
        content = content_of(path, file, CatalogueError)
    return None if content is None else parsed(content, file)


def changed(
    path: Path, change: Callable[[Catalogue | None], Catalogue], file: str = "", *, known: Catalogue | None = None
) -> bool:
    """Put what `change` makes of the catalogue at `path` in its place; true if that changed the file.

    `change` gets None if there is no file. It is called again with what another program saves meanwhile, so it changes
    nothing but what it gives back, and calls nothing that changes a catalogue of the same folder. `file` names the
    catalogue in messages; what is `known` of it from an earlier reading is not parsed again if the bytes are the same.
    Nothing is written that a second reader does not read as we do. Raises `CatalogueError` as
    `publish.saving.swapping.replaced`, and what `change` raises: then the file is as the other programs left it.
    """
    # Reading is all that most commands do, and needs neither.
    from publish.catalogue.witness import confirm
    from publish.catalogue.writing import written

    file = file or str(path)

    def make(content: bytes | None) -> bytes:
        before = None if content is None else _read_again(content, file, known)
        after = replace(change(before), file=file)
        result = written(after)
        if result != content:
            confirm(result, after)
        return result

    return replaced(path, make, _holds, file)


def _read_again(content: bytes, file: str, known: Catalogue | None) -> Catalogue:
    return known if known is not None and known.content == content else parsed(content, file)


def save(path: Path, catalogue: Catalogue) -> bool:
    """Put the catalogue at `path` if that changes the file; true if it did.

    Raises `CatalogueError`, and the file stays as it is, if that is no longer what the catalogue was read from.
    """
    from publish.catalogue.writing import written

    result = written(catalogue)

    def change(present: Catalogue | None) -> Catalogue:
        content = None if present is None else present.content
        if content not in (None, catalogue.content, result):
            raise CatalogueError(
                "another program has saved this file meanwhile; run the command again",
                file=catalogue.file or str(path),
            )
        return catalogue

    return changed(path, change, catalogue.file)


def _holds(newer: bytes, older: bytes) -> bool:
    """Whether the first of two catalogues has every translation, and every person's comment, of the second."""
    try:
        return _words(newer) >= _words(older)
    except CatalogueError:
        return False


def _words(content: bytes) -> set[tuple[str, str, tuple[str, ...]]]:
    return {
        (*entry.key, text)
        for entry in parsed(content, "").entries
        if not entry.is_header
        for text in ((entry.translation, *entry.plural_translations), entry.comments)
        if any(text)
    }
