"""A new publication: the few files a folder needs for every command to work in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.errors import SettingsError
from publish.files import write_whole
from publish.languages import language
from publish.settings import FILE

_SETTINGS = """\
[project]
name = "{name}"
version = "0"

[tool.publish]
source = "{source}"
locales = [{locales}]
segmentation = "sentence"
engine = "argos"
# The address output/ will be published at, for links between its pages.
site = ""
# What leaflets are made as: a4, letter, booklet, trifold, large-print.
formats = ["a4"]
# plain, press, or a look of your own in templates/looks (publish templates eject --look NAME).
look = "plain"
# Where notes go: foot (of the page) or end (of the text); without it each format has its own place.
# notes = "end"
# The print shop's colour profile, for publish build --print.
# profile = "PSOcoated_v3.icc"

# Printed leaflets need an imprint by law in many countries:
# [tool.publish.imprint.de]
# lines = ["V.i.S.d.P.: …", "Druck: …"]
"""

_MAKEFILE = """\
leaflets:
\tpublish run

.PHONY: leaflets
"""

_IGNORED = """\
/output/
/locales/.cache/
"""

_ATTRIBUTES = """\
# Git changes no byte of what people write, and keeps what two branches have added to a memory.
/seeds/** -text
/locales/** -text
/locales/memory/*.tmx merge=union
"""

_ARTICLE = """\
# A first leaflet

**This article is here so that there is something to print. Put your own beside it and delete this one.**

An article is one file in the folder *seeds*: plain text as it was pasted from a web page, Markdown, or a saved web
page.[^1] Every sentence of it becomes an entry in a catalogue, one for each language.

## What happens next

Translators open the catalogues under *locales* in any editor for PO files. What no person has reviewed is marked as a
draft on every page.

[^1]: The name of the file is the name of the article, and of its pages in the folder *output*.
"""


def init(folder: Path, source: str, locales: Sequence[str]) -> list[str]:
    """Make the publication; gives the names of the files made.

    `SettingsError` if a locale is unknown, or something that would be overwritten is there already.
    """
    tags = [language(tag).tag for tag in locales if tag != source]
    files = {
        FILE: _SETTINGS.format(
            name=_project_name(folder.name), source=language(source).tag, locales=", ".join(f'"{tag}"' for tag in tags)
        ),
        "Makefile": _MAKEFILE,
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
    }
    if source.partition("-")[0] == "en":
        files["seeds/first-leaflet.md"] = _ARTICLE
    for name in files:
        if (folder / name).exists():
            raise SettingsError(
                "is there already; name an empty folder, since nothing is overwritten", file=str(folder / name)
            )
    for name, content in files.items():
        write_whole(folder / name, content.encode())
    (folder / "seeds").mkdir(exist_ok=True)
    return list(files)


def _project_name(name: str) -> str:
    safe = "".join(character if character.isascii() and character.isalnum() else "-" for character in name).strip("-")
    return safe.lower() or "publication"
