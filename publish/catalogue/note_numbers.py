"""Note markers whose numbers change in a source and in its translation together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_MARKER = re.compile(r"\[\^([^\s\[\]^\\]+)\]")
_NOTE = re.compile(r"Note ([^\s,]+)(?:,|$)")


def labels(text: str) -> list[str]:
    """The labels of the note markers in a Markdown text, in their order.

    >>> labels("One[^3] and two[^4]")
    ['3', '4']
    """
    return _MARKER.findall(text)


def renumbering(old: str, new: str) -> dict[str, str] | None:
    """Which label has become which between two versions of a source; None if they do not say it without doubt.

    Only numbers change, each into one number of its own.

    >>> renumbering("One[^3], two[^4]", "One[^4], two[^5]"), renumbering("One[^3], two[^3]", "One[^4], two[^5]")
    ({'3': '4', '4': '5'}, None)
    """
    before, after = labels(old), labels(new)
    if len(before) != len(after):
        return None
    result: dict[str, str] = {}
    for label, now in zip(before, after, strict=True):
        if result.setdefault(label, now) != now or (label != now and not (label.isdecimal() and now.isdecimal())):
            return None
    return result if len(set(result.values())) == len(result) else None


def moved_notes(roles: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, str]:
    """Which label has become which, by what stands in the notes: the roles of the same texts, before and now.

    >>> moved_notes([(["Note 1"], ["Note 2"]), (["Note 2, sentence 1"], ["Note 3, sentence 1", "Standfirst"])])
    {'1': '2', '2': '3'}
    """
    result: dict[str, str] = {}
    for before, now in roles:
        old, new = ([match[1] for match in map(_NOTE.match, names) if match] for names in (before, now))
        if len(old) == len(new):
            result.update(zip(old, new, strict=True))
    return result


def renumbered(text: str, numbers: Mapping[str, str]) -> str:
    """The text with every marker renumbered at once.

    >>> renumbered("Un[^3], deux[^4]", {"3": "4", "4": "5"})
    'Un[^4], deux[^5]'
    """
    return _MARKER.sub(lambda match: f"[^{numbers.get(match[1], match[1])}]", text)


def in_words(numbers: Mapping[str, str]) -> list[str]:
    """The changes as a translator reads them.

    >>> in_words({"3": "4", "7": "7"})
    ['note 3 is now 4']
    """
    return [f"note {old} is now {new}" for old, new in numbers.items() if old != new]
