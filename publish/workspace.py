"""The folder of a publication: the only module that knows where things lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publish.errors import SettingsError
from publish.settings import FILE, Settings, read_settings

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

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.root / "locales" / ".cache"

    @property
    def glossary(self) -> Path:
        """What terms are called in each locale."""
        return self.root / "locales" / "glossary.csv"

    def memory(self, tag: str) -> Path:
        """What was imported, and what has left the catalogues, in a locale."""
        return self.root / "locales" / "memory" / f"{tag}.tmx"

    @property
    def memory_cache(self) -> Path:
        """Where the memories of all locales are kept ready."""
        return self.cache / "memory.sqlite"

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

    @property
    def own_fonts(self) -> Path:
        """Fonts that the publication brings itself."""
        return self.root / "templates" / "fonts"

    def shown(self, path: Path) -> str:
        """The path as messages name it: relative to the publication where it lies inside, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def require(self, tags: Iterable[str]) -> None:
        """`SettingsError` if a locale is not one of this publication's."""
        for tag in tags:
            if tag not in self.settings.languages:
                known = ", ".join(self.settings.languages)
                raise SettingsError(f"this publication has no locale “{tag}”; it has {known} (locales in {FILE})")


def shipped(name: str) -> Path:
    """A folder that comes with the program: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name
