"""Lets the programs that translators use open, edit and save a catalogue of ours, and keeps what they wrote.

    .venv/bin/python tests/editors/save.py [--pictures FOLDER] [PROGRAM …]

It installs nothing and says which programs are missing. README.md beside it says what each is made to do.
"""

from __future__ import annotations

import argparse
import functools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import edited_article
from edited_article import FIRST_EDIT, LATER_EDIT, Edit
from libraries import babel, polib, translate_toolkit
from screen import Screen, screen
from text_programs import GNU, emacs, gnu, omegat
from versions import version
from windows import lokalize, poedit

from publish.catalogue.reading import parsed

HERE = Path(__file__).resolve().parent
LANGUAGES = ("fr", "ja")

# Each program's ways of saving: the name of the file after the language, and the settings that make it so.
# Poedit's "Preserve formatting of existing files" is keep_crlf.
POEDIT = {
    "": "",
    "-wrapped-at-50": "keep_crlf=0\nwrap_po_files=1\nwrap_po_files_width=50\n",
    "-not-wrapped": "keep_crlf=0\nwrap_po_files=0\n",
    "-crlf": "keep_crlf=0\ncrlf_format=win\n",
}
LOKALIZE = {"": "", "-not-wrapped": "[RegExps]\nWordWrap=-1\n"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("programs", nargs="*", help="only these (poedit, lokalize, omegat, po-mode, gettext, …)")
    parser.add_argument("--pictures", type=Path, help="save pictures of the windows here")
    arguments = parser.parse_args()
    programs = {
        "poedit": save_with_poedit,
        "lokalize": save_with_lokalize,
        "omegat": lambda _: save_everything("omegat", omegat),
        "po-mode": lambda _: save_everything("po-mode", emacs),
        "gettext": lambda _: save_with_gnu(),
        "polib": lambda _: save_everything("polib", polib),
        "babel": lambda _: save_everything("babel", babel),
        "translate-toolkit": lambda _: save_everything("translate-toolkit", translate_toolkit),
    }
    for tag in (*LANGUAGES, "es"):
        _keep("publish", f"{tag}.po", edited_article.catalogue(tag))
    for name in arguments.programs or programs:
        if not version(name):
            print(f"{name} is not installed; README.md says which packages are needed", file=sys.stderr)
            continue
        programs[name](arguments.pictures)
        print(f"{name} {version(name)}: saved")


def save_with_poedit(pictures: Path | None) -> None:
    for variant, settings in POEDIT.items():
        _in_windows("poedit", variant, pictures, functools.partial(poedit, settings=settings))


def save_with_lokalize(pictures: Path | None) -> None:
    for variant, settings in LOKALIZE.items():
        _in_windows("lokalize", variant, pictures, functools.partial(lokalize, settings=settings))


def _in_windows(
    program: str, variant: str, pictures: Path | None, program_in_window: Callable[[Screen, Path, str, Edit], None]
) -> None:
    def edited(path: Path, tag: str, edit: Edit) -> None:
        with screen(pictures) as on:
            program_in_window(on, path, tag, edit)

    save_everything(program, edited, variant)


def save_everything(program: str, edited: Callable[[Path, str, Edit], None], variant: str = "") -> None:
    """Save what the program makes of our catalogue, then of that brought up to a later text by us."""
    for tag in LANGUAGES:
        saved = _edited(edited_article.catalogue(tag), tag, FIRST_EDIT[tag], edited)
        _keep(program, f"{tag}{variant}.po", saved)
        if not variant:
            later = edited_article.later(saved, tag)
            _keep(program, f"{tag}-updated.po", later)
            _keep(program, f"{tag}-updated-saved.po", _edited(later, tag, LATER_EDIT[tag], edited))


def save_with_gnu() -> None:
    for name, (tag, command) in GNU.items():
        _keep("gettext", f"{tag}-{name}.po", gnu(command, edited_article.catalogue(tag), edited_article.pot(tag)))


def _edited(content: bytes, tag: str, edit: Edit, edited: Callable[[Path, str, Edit], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{tag}.po"
        path.write_bytes(content)
        edited(path, tag, edit)
        _require(path.read_bytes(), edit, path)
        return path.read_bytes()


def _require(content: bytes, edit: Edit, path: Path) -> None:
    """End here if the program was not really made to do what it was to do."""
    texts = {entry.source: entry.translation for entry in parsed(content, path.name).live}
    if texts.get(edit.translated) != edit.text:
        raise SystemExit(f"{path.name}: the translation has not been entered")


def _keep(program: str, name: str, content: bytes) -> None:
    folder = HERE / (program if program == "publish" else f"{program}-{version(program)}")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
