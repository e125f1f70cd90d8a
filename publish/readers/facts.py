"""What a publisher says about an article beside its text: `seeds/<article>.toml`, or Markdown's front matter."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from publish.article import Article, Image, Phrase
from publish.errors import SeedError, SettingsError, reason
from publish.languages import language
from publish.readers._addresses import cleaned, is_web_address
from publish.readers._inlines import as_text
from publish.readers.reading import Facts, ImageFacts

_TEXTS = frozenset({"title", "language", "source", "source_address", "licence", "rights", "credit"})
_IMAGE_KEYS = frozenset(field.name for field in fields(ImageFacts))
KEYS = frozenset(field.name for field in fields(Facts))
"""The keys of a table of facts."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts as it was parsed, and the text it stands in, so that an error can name the line.

    `first_line` is the number of the text's first line in `file`.
    """

    values: Mapping[str, object]
    text: str
    file: str
    first_line: int = 1

    def line(self, *path: str) -> int:
        """The line of the key that `path` leads to, or of the last key on the way that can be found."""
        lines = self.text.split("\n")
        found = 0
        for key in path:
            pattern = re.compile(rf"(?:^|[\s.\[{{,])[\"']?{re.escape(key)}[\"']?\s*[=:.\]]")
            found = next((number for number in range(found, len(lines)) if pattern.search(lines[number])), found)
        return found + self.first_line

    def fault(self, message: str, *path: str) -> SeedError:
        """An error at the line of the key that `path` leads to."""
        return SeedError(message, file=self.file, line=self.line(*path))


def facts_beside(path: Path, file: str) -> Facts:
    """The facts in the TOML file at `path`, none if there is no such file; `file` is its name in messages.

    Raises `SeedError` for anything that is not known or not of its type: a slip must not drop a licence silently.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return Facts()
    except OSError as error:
        raise SeedError(f"cannot be read ({reason(error)}); allow reading it", file=file) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise SeedError(message, file=file, line=line) from error
    try:
        table = Table(tomllib.loads(text), text, file)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, file) from error
    for key in table.values:
        if key not in KEYS:
            raise table.fault(f"the key “{key}” is unknown; {similar(key, KEYS)}", key)
    return facts_of(table)


def _syntax_error(message: str, text: str, file: str) -> SeedError:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(place.group(1)) if place and place.group(1) else text.rstrip().count("\n") + 1 if place else 0
    cause = message[: place.start()] if place else message
    return SeedError(f'is not valid TOML ({cause}); write key = "value" on each line', file=file, line=line)


def similar(key: str, known: frozenset[str]) -> str:
    """A remedy for a key that is not known: the likeliest ones, or all of them.

    >>> similar("author", frozenset({"authors", "date"}))
    'did you mean authors?'
    """
    import difflib

    matches = difflib.get_close_matches(key.lower(), sorted(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(matches)}?" if matches else f"known are {', '.join(sorted(known))}"


def facts_of(table: Table) -> Facts:
    """The facts in a table of keys and values; keys that are no facts are passed over."""
    values = table.values
    texts = {key: _text(table, key, value) for key, value in values.items() if key in _TEXTS}
    if texts.get("language"):
        _checked_language(table, texts["language"], "language")
    if texts.get("source_address") and not is_web_address(texts["source_address"]):
        message = f"source_address is no web address (“{texts['source_address']}”); write it with https://"
        raise table.fault(message, "source_address")
    texts["source_address"] = cleaned(texts.get("source_address", ""))
    return Facts(
        **texts,
        authors=_authors(table, values["authors"]) if "authors" in values else (),
        date=_date(table, values["date"]) if "date" in values else None,
        image=_image(table, values["image"]) if "image" in values else None,
        phrases=_phrases(table, values["phrases"]) if "phrases" in values else (),
        notes_decided=_notes_decided(table, values["notes_decided"]) if "notes_decided" in values else {},
    )


def with_facts(article: Article, facts: Facts) -> Article:
    """The article with what the facts say in place of what its own text says."""
    said: dict[str, object] = {
        key: getattr(facts, key) for key in ("language", "date", "source_address", "licence", "rights")
    }
    tag = facts.language or article.language
    said |= {key: as_text(getattr(facts, key), tag) for key in ("title", "source", "credit")}
    said["authors"] = tuple(as_text(author, tag) for author in facts.authors)
    said["image"] = facts.image and Image(
        facts.image.path, as_text(facts.image.alt, tag), as_text(facts.image.caption, tag)
    )
    said = {key: value for key, value in said.items() if value not in _UNSAID}
    return replace(article, **said, phrases=_union(article.phrases, facts.phrases))  # type: ignore[arg-type]


_UNSAID: tuple[object, ...] = ("", (), None, {})


def _union(first: tuple[Phrase, ...], second: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    languages = {phrase.text: phrase.language for phrase in (*first, *second)}
    return tuple(Phrase(text, tag) for text, tag in languages.items())


def _text(table: Table, key: str, value: object, *inside: str) -> str:
    if not isinstance(value, str):
        raise table.fault(f"{key} must be text, not {_kind(value)}; put it in quotation marks", *inside, key)
    if any(character < " " and character not in "\t\n\r" for character in value):
        raise table.fault(f"{key} has a control character in it; take it out", *inside, key)
    return " ".join(re.split(r"[ \t\n\r]+", value)).strip()


def _authors(table: Table, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(author, str) and author.strip() for author in value):
        raise table.fault('authors must be a list of names; write ["First Author", "Second Author"]', "authors")
    return tuple(_text(table, "authors", author) for author in value)


def _date(table: Table, value: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if not isinstance(value, datetime.date):
        message = f"date must be a day, not {_kind(value)}; write it as 2023-12-31, without quotation marks"
        raise table.fault(message, "date")
    return value


def _image(table: Table, value: object) -> ImageFacts:
    values = _table(table, "image", value)
    for key in values:
        if key not in _IMAGE_KEYS:
            raise table.fault(f"the key “{key}” is unknown in image; {similar(key, _IMAGE_KEYS)}", "image", key)
    texts = {key: _text(table, key, text, "image") for key, text in values.items()}
    if not texts.get("path"):
        raise table.fault("image needs a path, relative to the seeds folder", "image")
    return ImageFacts(**texts)


def _phrases(table: Table, value: object) -> tuple[Phrase, ...]:
    phrases = []
    for words, tag in _table(table, "phrases", value).items():
        if not re.search(r"\w", words):
            raise table.fault(f"the phrase “{words}” has no word in it; write the words as they stand", "phrases")
        if not isinstance(tag, str):
            raise table.fault(f'the language of “{words}” must be text, such as "fr"', "phrases", words)
        _checked_language(table, tag, "phrases", words)
        phrases.append(Phrase(words, tag))
    return tuple(phrases)


def _notes_decided(table: Table, value: object) -> dict[str, int]:
    decided = {}
    for words, number in _table(table, "notes_decided", value).items():
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            message = f"“{words}” must be given the number of a note, or 0 for no note, not {_kind(number)}"
            raise table.fault(message, "notes_decided", words)
        decided[words] = number
    return decided


def _table(table: Table, key: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise table.fault(f"{key} must be a table of its own, not {_kind(value)}; see README", key)
    return {str(name): content for name, content in value.items()}


def _checked_language(table: Table, tag: str, *path: str) -> None:
    try:
        language(tag)
    except SettingsError as error:
        raise table.fault(error.message, *path) from error


def _kind(value: object) -> str:
    kinds: list[tuple[type | tuple[type, ...], str]] = [
        (bool, "true or false"),
        ((int, float), "a number"),
        (str, "text in quotation marks"),
        (list, "a list"),
        (dict, "a table"),
        (datetime.date, "a date"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "empty")
