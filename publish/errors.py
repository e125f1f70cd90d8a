"""What can go wrong, told so that a person can mend it: errors that stop a piece of work, findings that do not.

Nothing here prints; `publish.cli` turns both into text in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


class PublishError(Exception):
    """One thing that stopped a piece of work.

    `message` says what is wrong and what to do about it; `file` is a path relative to the publication where possible,
    `line` counts from 1 (0: the file as a whole).

    >>> print(PublishError("the file is empty; put the article's text in it", file="seeds/a.txt", line=1))
    seeds/a.txt:1: the file is empty; put the article's text in it
    """

    def __init__(self, message: str, *, file: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        return located(self.message, self.file, self.line)


class SettingsError(PublishError):
    """The folder is no publication, or a setting in pyproject.toml cannot be used."""


class SeedError(PublishError):
    """A source article, or the facts beside it, cannot be read."""


class CatalogueError(PublishError):
    """A .po or .pot file cannot be read or written; it is left as it is."""


class TemplateError(PublishError):
    """A page template is missing or broken."""


class RenderError(PublishError):
    """A page cannot be made from its text: a character no font has, an image that is missing."""


class EngineError(PublishError):
    """A translation engine, or a package it needs, is missing or failed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at; work goes on. Fields as in `PublishError`."""

    severity: Severity
    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return located(self.message, self.file, self.line)


def reason(error: Exception) -> str:
    """Why the system refused something, as a clause without its number and the file's name.

    >>> reason(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'no such file or directory'
    """
    return str(getattr(error, "strerror", None) or error).lower()


def first_line(error: Exception) -> str:
    """What a library says of a failure, in one line that any terminal can show, or else the kind of the failure.

    >>> first_line(ValueError("bad\\nworse")), first_line(KeyError())
    ('bad', 'KeyError')
    """
    return ascii(str(error).partition("\n")[0])[1:-1][:120] or type(error).__name__


def located(message: str, file: str, line: int) -> str:
    """The message behind `file:line: `, as compilers and editors write it."""
    if not file:
        return message
    return f"{file}:{line}: {message}" if line else f"{file}: {message}"
