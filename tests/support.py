"""What tests call: the program in a process of its own, and copies of this repository's publication."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "building-international-solidarity"
LOCALES = ("fr", "es", "de", "ja")
LANGUAGES = ("en", *LOCALES)

ARTICLE = """\
# A small title

A *first* sentence with a note.[^1] A second one, see [the page](https://example.org/page).

## A heading

Another paragraph.

[^1]: The note’s text.
"""
"""A seed with a bit of everything, of 6 segments."""

FRENCH = "locales/fr/LC_MESSAGES/good.po"
"""The catalogue of `ARTICLE`, and below what is in it once all is translated."""

TRANSLATED = {
    "A small title": "Un petit titre",
    "A *first* sentence with a note.[^1]": "Une *première* phrase avec une note.[^1]",
    "A second one, see [the page](https://example.org/page).": "Une seconde, voir [la page](https://example.org/page).",
    "A heading": "Un intertitre",
    "Another paragraph.": "Un autre paragraphe.",
    "The note’s text.": "Le texte de la note.",
}

HEADER = """\
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""The beginning of a catalogue; the next line is number 8."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call of the program ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        """The error lines, without the word in front."""
        return [line.removeprefix("error: ") for line in self.err.splitlines() if line.startswith("error: ")]


def environment(**more: str) -> dict[str, str]:
    """The variables a program is started with: this checkout's package, on a machine without network."""
    machine = Path(__file__).resolve().parent / "machine"
    path = os.pathsep.join(filter(None, [str(machine), str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, **more}


def process(*arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Outcome:
    """Calls the program as a user does, in a process of its own."""
    command = [sys.executable, "-m", "publish", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env=env or environment(), capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def copy_of_publication(folder: Path) -> Path:
    """This repository's own publication, without what was rendered from it."""
    for part in ("seeds", "locales", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".cache"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def catalogue(entries: Mapping[str, str]) -> str:
    """A catalogue of reviewed entries; msgids and msgstrs as they stand between the quotation marks."""
    return HEADER + "\n".join(f'msgid "{source}"\nmsgstr "{text}"\n' for source, text in entries.items())
