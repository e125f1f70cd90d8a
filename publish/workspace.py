"""The folder of a publication: the only module that knows where things lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from publish.errors import PublishError
from publish.settings import Settings, read_settings

SITE = "site"
"""The name of the catalogue that holds the templates' own strings."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A publication: its folder and its settings."""

    root: Path
    settings: Settings

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """The publication in the folder `root`; `SettingsError` if there is none."""
        return cls(root, read_settings(root))

    @property
    def seeds(self) -> Path:
        """Where the source articles lie."""
        return self.root / "seeds"

    @property
    def output(self) -> Path:
        """Where pages go unless the user names another folder."""
        return self.root / "output"

    def catalogue(self, name: str, tag: str) -> Path:
        """The catalogue of an article (or of the templates' strings, `SITE`) in a locale."""
        return self.root / "locales" / tag / "LC_MESSAGES" / f"{name}.po"

    def template(self, name: str) -> Path:
        """The catalogue template of an article."""
        return self.root / "locales" / f"{name}.pot"

    @property
    def template_folders(self) -> list[Path]:
        """The publication's own page templates, then the shipped ones."""
        return [self.root / "templates", shipped("templates")]

    def shown(self, path: Path) -> str:
        """The path as messages name it: relative to the publication where it lies inside, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def located(self, error: PublishError) -> PublishError:
        """The error with its file named relative to the publication."""
        prefix = f"{self.root}{os.sep}"
        error.file = (
            error.file.removeprefix(prefix).replace(os.sep, "/") if error.file.startswith(prefix) else error.file
        )
        return error


def shipped(name: str) -> Path:
    """A folder that comes with the program: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name
