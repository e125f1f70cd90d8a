"""The comment that shows a similar sentence's translation; a line that a person has changed is that person's.

    # Memory: 83% in peace, reviewed: “La paix maintenant.” (source there: Peace [-then-] {+now+}.), hash 9172e8ee

The hash is that of the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.folded import Kind, without
from publish.catalogue.origin import text_hash

_PREFIX = "Memory: "
_MATCH = re.compile(r"(?P<line>Memory: .*), hash (?P<hash>[0-9a-f]{8})")


def match_comment(words: str) -> str:
    """The comment with these words, one line.

    >>> match_comment("83% in peace")
    'Memory: 83% in peace, hash 66b7b41d'
    """
    line = _PREFIX + " ".join(words.split())
    return f"{line}, hash {text_hash(line)[:8]}"


def is_match(comment: str) -> bool:
    """Whether a comment is one of these, as the program wrote it.

    >>> is_match("Memory: 83% in war, hash 66b7b41d")
    False
    """
    found = _MATCH.fullmatch(comment.strip())
    return found is not None and found["hash"] == text_hash(found["line"])[:8]


def restated(comment: str) -> str:
    """The comment when some of its signs have been replaced: with the hash of what it says now.

    >>> is_match(restated(match_comment("83% in “peace”").replace("“", '"').replace("”", '"')))
    True
    """
    return match_comment(comment.removeprefix(_PREFIX).rpartition(", hash ")[0])


_KIND = Kind(_PREFIX.strip(), is_match)


def without_matches(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without these; every line that a person wrote or changed stays."""
    result = tuple(comments)
    # What stood between the lines of a folded one may have been another.
    while found := _KIND.wholes(result):
        result = without(result, found)
    return result


def with_matches(comments: Sequence[str], words: Iterable[str]) -> tuple[str, ...]:
    """The comments with these in place of others; a line that a person made of one stays beside them."""
    return (*without_matches(comments), *map(match_comment, words))


def without_spent_matches(catalogue: Catalogue) -> Catalogue:
    """The catalogue without these in entries that are reviewed by now: nobody needs them there any more.

    Nothing else of an entry changes, and an entry without such comments is the very same.

    >>> entry = Entry("War now", "La guerre", comments=("Marie", match_comment("83% in peace")))
    >>> [entry.comments for entry in without_spent_matches(Catalogue((entry,))).live]
    [('Marie',)]
    """
    if not any(_is_spent(entry) for entry in catalogue.live):
        return catalogue
    return catalogue.with_live(
        lambda entry: replace(entry, comments=without_matches(entry.comments)) if _is_spent(entry) else entry
    )


def _is_spent(entry: Entry) -> bool:
    # Only the few entries with comments are looked at more closely.
    return bool(entry.comments) and not (entry.is_empty or entry.is_fuzzy) and bool(_KIND.wholes(entry.comments))
