"""Python libraries that write catalogues: polib, Babel, and translate-toolkit, which is what Weblate saves with."""

from __future__ import annotations

from pathlib import Path

from edited_article import Edit


def polib(path: Path, tag: str, edit: Edit) -> None:
    import polib as library

    catalogue = library.pofile(str(path))
    catalogue.find(edit.translated).msgstr = edit.text
    catalogue.find(edit.accepted).flags.remove("fuzzy")
    catalogue.save()


def babel(path: Path, tag: str, edit: Edit) -> None:
    from babel.messages.pofile import read_po, write_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=tag)
    catalogue[edit.translated].string = edit.text
    catalogue[edit.accepted].flags.discard("fuzzy")
    with path.open("wb") as file:
        write_po(file, catalogue)


def translate_toolkit(path: Path, tag: str, edit: Edit) -> None:
    """As Weblate does with a unit: target, state, header; its default width of 77 is the library's own."""
    from translate.storage.pypo import pofile

    store = pofile.parsefile(str(path))
    unit = store.findunit(edit.translated)
    unit.target = edit.text
    unit.markfuzzy(False)
    store.findunit(edit.accepted).markfuzzy(False)
    store.updateheader(
        last_translator="A translator <translator@example.org>", po_revision_date="2023-12-07 12:00+0000"
    )
    store.save()
