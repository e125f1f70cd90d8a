"""The program's own comments in the signs that an older charset has, so that they alone never make a file UTF-8.

An arrow in a remark is no reason to write every accented letter of a person's file anew. What is written here is read
back as a comment of the same kind: where a hash covers its text, that is the hash of the text with the stand-ins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import is_remembered
from publish.catalogue.matches import is_match, restated
from publish.catalogue.origin import is_origin, restated_remarks

_STAND_INS = str.maketrans(
    {
        "→": "->", "…": "...", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "œ": "oe", "Œ": "OE", "€": "EUR",
        **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛‹›", "'"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    }
)  # fmt: skip


def with_stand_ins(catalogue: Catalogue) -> Catalogue:
    """The catalogue with those of the program's comments rewritten that its charset cannot hold.

    >>> entry = Entry("Hello", "Bonjour", comments=("Origin: argos en → fr, hash 9172e8eec99f", "De A → Z"))
    >>> with_stand_ins(Catalogue((entry,), charset="ISO-8859-1")).entries[0].comments
    ('Origin: argos en -> fr, hash 9172e8eec99f', 'De A → Z')
    """

    def changed(entry: Entry) -> Entry:
        comments = _with_stand_ins(entry.comments, catalogue.charset)
        return entry if comments == entry.comments else replace(entry, comments=comments)

    return replace(catalogue, entries=tuple(changed(entry) for entry in catalogue.entries))


def in_ascii(text: str) -> str:
    """The text with ASCII in place of the signs that older charsets lack most often.

    >>> in_ascii("“25 → 28”")
    '"25 -> 28"'
    """
    return text.translate(_STAND_INS)


def _with_stand_ins(comments: Sequence[str], charset: str) -> tuple[str, ...]:
    def spelt(text: str) -> str:
        return "".join(sign if _has(charset, sign) else in_ascii(sign) for sign in text)

    result = restated_remarks(comments, spelt)
    return tuple(comment if _has(charset, comment) else _restated(comment, spelt(comment)) for comment in result)


def _restated(comment: str, spelt: str) -> str:
    if is_match(comment):
        return restated(spelt)
    return spelt if is_remembered(comment) or is_origin(comment) else comment


def _has(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
