"""The translator's comment that says where a draft came from: origin only, never state, so that it cannot go stale."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.catalogue.entry import FUZZY, Entry

_ORIGIN = re.compile(r"Origin: (?P<engine>.*), hash (?P<hash>[0-9a-f]{12})")
_HASH_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a draft, in words, and the hash of what it wrote."""

    engine: str
    hash: str

    def wrote(self, text: str) -> bool:
        """Whether the text is still as the machine wrote it."""
        return self.hash == text_hash(text)


def text_hash(text: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the text in UTF-8.

    >>> text_hash("Bonjour")
    '9172e8eec99f'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def origin_comment(engine: str, text: str) -> str:
    """The comment for a draft, one line.

    >>> origin_comment("argos translate-en_fr-1_9", "Bonjour")
    'Origin: argos translate-en_fr-1_9, hash 9172e8eec99f'
    """
    return f"Origin: {' '.join(engine.split())}, hash {text_hash(text)}"


def is_origin(comment: str) -> bool:
    """Whether a translator's comment is one of these."""
    return _ORIGIN.fullmatch(comment.strip()) is not None


def origin_of(entry: Entry) -> Origin | None:
    """Where the entry's translation came from, as far as its comments say; the last such comment counts.

    >>> origin_of(Entry("Hello", "Bonjour", comments=("Origin: argos, hash 9172e8eec99f",))).wrote("Bonjour")
    True
    """
    for comment in reversed(entry.comments):
        match = _ORIGIN.fullmatch(comment.strip())
        if match:
            return Origin(match["engine"], match["hash"])
    return None


def with_draft(entry: Entry, translation: str, engine: str, comments: Sequence[str] = ()) -> Entry:
    """The empty entry filled by a machine: fuzzy, its origin in a comment, after `comments` for the reviewer.

    `ValueError` if the entry has a translation: a draft never takes the place of words.
    """
    if not entry.is_empty:
        raise ValueError(f"the entry in line {entry.line} has a translation already")
    kept = [comment for comment in entry.comments if not is_origin(comment)]
    added = [line for comment in comments for line in comment.splitlines() if line not in kept]
    return replace(
        entry,
        translation=translation,
        comments=(*kept, *added, origin_comment(engine, translation)),
        flags=(FUZZY, *(flag for flag in entry.flags if flag != FUZZY)),
        previous="",
        previous_context="",
        previous_plural="",
    )
