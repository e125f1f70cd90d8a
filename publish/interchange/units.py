"""What is exchanged: a catalogue as a document of units, and what came back of it. No file format is known here."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.catalogue.comments import without_history
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.origin import text_hash
from publish.interchange.inline import canonical
from publish.segments import MERGED, State

_SEAL = re.compile(r"(?P<text>[0-9a-f]{12})(?P<accepted>[+-])(?P<comments>[0-9a-f]{12})")


class Status(enum.Enum):
    """How far an entry's translation is, in the words of a table's state column."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    OUTDATED = "outdated"
    REVIEWED = "reviewed"
    SIGNED_OFF = "signed off"

    @property
    def is_accepted(self) -> bool:
        """Whether a person stands behind the translation."""
        return self in (Status.REVIEWED, Status.SIGNED_OFF)


_STATUS = {
    State.UNTRANSLATED: Status.UNTRANSLATED,
    State.DRAFT: Status.DRAFT,
    State.OUTDATED: Status.OUTDATED,
    State.REVIEWED: Status.REVIEWED,
}


def status_of(entry: Entry) -> Status:
    """How far the entry's translation is. No comment signs anything off yet, so the most it can be is reviewed."""
    return _STATUS[state_of(entry)]


@dataclass(frozen=True, slots=True)
class Seal:
    """What a translation was when it was handed out, so that a change on either side shows.

    Hashes of the translation and of the comments, and whether the translation was accepted.
    """

    text: str
    is_accepted: bool
    comments: str

    def __str__(self) -> str:
        return f"{self.text}{'+' if self.is_accepted else '-'}{self.comments}"


def seal_in(text: str) -> Seal | None:
    """The seal that is written so; None if none is.

    >>> seal_in("9172e8eec99f+e3b0c44298fc")
    Seal(text='9172e8eec99f', is_accepted=True, comments='e3b0c44298fc')
    """
    match = _SEAL.fullmatch(text.strip())
    return Seal(match["text"], match["accepted"] == "+", match["comments"]) if match else None


@dataclass(frozen=True, slots=True)
class Unit:
    """An entry handed out. Texts are Markdown; `line` is its line in the catalogue."""

    id: str
    source: str
    target: str
    status: Status
    context: str
    previous: str
    roles: tuple[str, ...]
    comments: tuple[str, ...]
    seal: Seal
    line: int

    @property
    def is_merged(self) -> bool:
        """Whether the translation stands in the neighbour's: the target is empty on purpose."""
        return self.target == MERGED


@dataclass(frozen=True, slots=True)
class Document:
    """A catalogue handed out: the article's name, the languages (BCP 47), and the catalogue's path for messages."""

    name: str
    source: str
    target: str
    file: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A unit that came back.

    `source` is "" where the file has none. `is_accepted` is None where the file says nothing of the translation's
    state. `line` is the line in the file, and `faults` are what was wrong with the placeholders.
    """

    id: str
    source: str
    target: str
    is_accepted: bool | None
    context: str = ""
    notes: tuple[str, ...] = ()
    seal: Seal | None = None
    line: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A document that came back. Its languages are as the file names them, "" where it does not.

    `faults` are what of it could not be understood, each with its line.
    """

    name: str
    source: str
    target: str
    units: tuple[Returned, ...]
    line: int = 0
    faults: tuple[tuple[int, str], ...] = ()


def unit_id(entry: Entry) -> str:
    """What identifies the entry in a document: the same in every export, whatever is translated around it."""
    return key_id(*entry.key)


def key_id(context: str, source: str) -> str:
    """The same for a context and a source.

    >>> key_id("", "Hello")
    's185f8db32271'
    """
    return "s" + text_hash(f"{context}\x04{source}" if context else source)


def seal_of(entry: Entry, target: str) -> Seal:
    """The seal of the entry as it is; `target` is the language of its translation."""
    return Seal(
        text_hash(wording(entry, target)),
        status_of(entry).is_accepted,
        text_hash(joined(shown_comments(entry))),
    )


def wording(entry: Entry, target: str) -> str:
    """The entry's translation as it comes back if nobody changes it."""
    if entry.is_empty or entry.translation == MERGED:
        return "" if entry.is_empty else MERGED
    return canonical(entry.translation, target)


def shown_comments(entry: Entry) -> tuple[str, ...]:
    """The comments a translator sees: not what the program remembers of the entry's past."""
    return tuple(comment.strip() for comment in without_history(entry.comments) if comment.strip())


def joined(comments: Iterable[str]) -> str:
    """Comments as one note."""
    return "\n".join(comments)


def document(
    catalogue: Catalogue, name: str, source: str, target: str, *, wanted: Sequence[Status] = tuple(Status)
) -> Document:
    """The catalogue's live entries in reading order, those whose status is wanted; plural entries have no place."""
    units = tuple(_unit(entry, target) for entry in catalogue.live if status_of(entry) in wanted and not entry.plural)
    return Document(name, source, target, catalogue.file, units)


def _unit(entry: Entry, target: str) -> Unit:
    return Unit(
        unit_id(entry),
        entry.source,
        "" if entry.is_empty else entry.translation,
        status_of(entry),
        entry.context,
        entry.previous,
        entry.roles,
        shown_comments(entry),
        seal_of(entry, target),
        entry.line,
    )
