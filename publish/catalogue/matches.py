"""The comment that shows a similar sentence's translation; a line that a person has changed is that person's.

    # Memory: 83% in peace, reviewed: “La paix maintenant.” (source there: Peace [-then-] {+now+}.), hash 9172e8ee

The hash is that of the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

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


_KIND = Kind(_PREFIX.strip(), is_match)


def without_matches(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without these; every line that a person wrote or changed stays."""
    return without(comments, _KIND.wholes(comments))


def with_matches(comments: Sequence[str], words: Iterable[str]) -> tuple[str, ...]:
    """The comments with these in place of others; a line that a person made of one stays beside them."""
    return (*without_matches(comments), *map(match_comment, words))
