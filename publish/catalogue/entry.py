"""Catalogues as data: entries, their states, and the bytes they were read from. No input or output happens here.

The format is GNU gettext's (manual, "The Format of PO Files"). `#~`, `#|` and the like are explained there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Literal

from publish.segments import Segment, State, Translate, Translation

FUZZY = "fuzzy"

Part = Literal[
    "blank", "comment", "role", "reference", "flag", "previous", "msgctxt", "msgid", "msgid_plural", "msgstr"
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A source text and its translation, as a catalogue holds them.

    `comments` are the translator's lines (`# `), `roles` the program's (`#.`), `references` the `#:` lines, each
    without its sign; `previous` is the source (`#| msgid`) the translation was made for, where that has changed since.
    The `plural` fields are only ever read; `translation` is then the first form. `line` counts from 1 and is 0 for an
    entry not read from a file. Entries with equal values are equal, wherever they stand and however they are wrapped.
    """

    source: str
    translation: str = ""
    context: str = ""
    comments: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str = ""
    previous_context: str = ""
    obsolete: bool = False
    plural: str = ""
    plural_translations: tuple[str, ...] = ()
    previous_plural: str = ""
    line: int = field(default=0, compare=False)
    original: Original | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the entry in its catalogue, as `Segment.key`."""
        return self.context, self.source

    @property
    def is_header(self) -> bool:
        """The entry without a source holds the catalogue's header fields."""
        return not self.source and not self.context and not self.obsolete

    @property
    def is_empty(self) -> bool:
        """Nobody, man or machine, has written a translation."""
        return not self.translation.strip() and not any(text.strip() for text in self.plural_translations)

    @property
    def is_fuzzy(self) -> bool:
        return FUZZY in self.flags


_SAID = attrgetter(
    *(one.name for one in fields(Entry) if one.compare and one.name not in ("roles", "references")),
)


def says_the_same(entry: Entry, other: Entry) -> bool:
    """Whether two entries differ at most in where their sentence stands.

    >>> says_the_same(Entry("Hello", roles=("Section 1, title",)), Entry("Hello"))
    True
    """
    return bool(_SAID(entry) == _SAID(other))


@dataclass(frozen=True, slots=True)
class Original:
    """An entry as it was read: the blank lines before it, its lines by what they hold, and their values.

    The writer takes from here every line whose value is still the same.
    """

    before: bytes
    lines: tuple[tuple[Part, bytes], ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A .po or .pot file.

    `entries` stand in file order, the header among them; `tail` is what follows the last entry. `content` is the whole
    file as it was read, None for a catalogue that is new. `file` names it in messages.
    """

    entries: tuple[Entry, ...] = ()
    file: str = ""
    charset: str = "UTF-8"
    newline: bytes = b"\n"
    byte_order_mark: bool = False
    tail: bytes = b""
    content: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def header(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.is_header), None)

    @property
    def live(self) -> tuple[Entry, ...]:
        """The entries to be translated: neither obsolete nor the header."""
        return tuple(entry for entry in self.entries if not entry.obsolete and not entry.is_header)

    @property
    def obsolete(self) -> tuple[Entry, ...]:
        """The entries whose source no longer occurs, kept for their translations."""
        return tuple(entry for entry in self.entries if entry.obsolete)

    def with_live(self, change: Callable[[Entry], Entry]) -> Catalogue:
        """The catalogue with `change` applied to each entry to be translated."""
        return replace(
            self,
            entries=tuple(entry if entry.obsolete or entry.is_header else change(entry) for entry in self.entries),
        )


@dataclass(frozen=True, slots=True)
class Count:
    """How much text: segments, and the words of their sources."""

    segments: int = 0
    words: int = 0


def state_of(entry: Entry) -> State:
    """What is known of the entry's translation.

    >>> state_of(Entry("Hello", "Bonjour")), state_of(Entry("Hello", "Bonjour", flags=("fuzzy",), previous="Hallo"))
    (<State.REVIEWED: 'reviewed'>, <State.OUTDATED: 'outdated'>)
    """
    if entry.is_empty:
        return State.UNTRANSLATED
    if not entry.is_fuzzy:
        return State.REVIEWED
    return State.OUTDATED if entry.previous else State.DRAFT


def translations(catalogue: Catalogue) -> Translate:
    """The catalogue as `publish.segments.localised` asks it; a segment it does not know is untranslated."""
    known = {entry.key: Translation(entry.translation, state_of(entry)) for entry in catalogue.live}
    unknown = Translation("", State.UNTRANSLATED)

    def translate(segment: Segment) -> Translation:
        return known.get(segment.key, unknown)

    return translate


def counts(catalogue: Catalogue) -> dict[State, Count]:
    """How much of the catalogue is in each state; obsolete entries do not count.

    >>> counts(Catalogue((Entry("Two words[^1]", "Deux mots"),)))[State.REVIEWED]
    Count(segments=1, words=2)
    """
    result = dict.fromkeys(State, Count())
    for entry in catalogue.live:
        state = state_of(entry)
        result[state] = Count(result[state].segments + 1, result[state].words + word_count(entry.source))
    return result


# Scripts without spaces are counted by the character, as translators' offices do.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’\-][\w]+)*"
)
_NOT_WORDS = re.compile(r"\[\^[^\]]*\]|\]\([^)\s]*\)")


def word_count(source: str) -> int:
    """How many words a source has, without note markers and addresses; characters in scripts without spaces.

    >>> word_count("Two words[^1]")
    2
    """
    return len(_WORD.findall(_NOT_WORDS.sub(" ", source)))
