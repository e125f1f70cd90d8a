"""Note markers whose numbers change in a source and in its translation together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

# What is escaped, code or an address is matched first, and so hides a marker that is in it; a run of backticks that
# opens nothing is matched whole, lest it be tried from each of its signs.
_TOKEN = re.compile(
    r"\[\^(?P<label>[^\s\[\]^\\]+)\]"
    r"|\\."
    r"|(?P<fence>`++).*?(?<!`)(?P=fence)(?!`)"
    r"|`++"
    r"|\]\((?:<[^<>\n]*>|[^\s()<>]*)\)"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>",
    re.DOTALL,
)
_NOW = re.compile(r"note (\d+) is now (\d+)")
_NOTE = re.compile(r"Note ([^\s,]+)(?:,|$)")


def labels(text: str) -> list[str]:
    """The labels of the note markers in a Markdown text, in their order.

    >>> labels("One[^3] and two[^4]")
    ['3', '4']
    >>> labels(r"No notes: \\[^3], `[^4]`; a note: `[^5]")
    ['5']
    """
    return [match["label"] for match in _TOKEN.finditer(text) if match["label"]] if "[^" in text else []


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


def alike_numbered(text: str, other: str) -> dict[str, str]:
    """Which label would have to become which for a text to have those of another one, each in its rank.

    >>> alike_numbered("Deux[^4], un[^3]", "One[^10], two[^9]")
    {'3': '9', '4': '10'}
    """
    mine, others = (sorted(set(labels(one)), key=lambda label: (len(label), label)) for one in (text, other))
    return dict(zip(mine, others, strict=False)) if len(mine) == len(others) else {}


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
    return _relabelled(text, lambda label: numbers.get(label, label))


def unnumbered(text: str) -> str:
    """The text with markers that do not tell which note they mean.

    >>> unnumbered("Un[^3], deux[^4]")
    'Un[^], deux[^]'
    """
    return _relabelled(text, lambda _: "")


def _relabelled(text: str, label_for: Callable[[str], str]) -> str:
    def written(match: re.Match[str]) -> str:
        return f"[^{label_for(match['label'])}]" if match["label"] else match.group()

    return _TOKEN.sub(written, text) if "[^" in text else text


def in_words(numbers: Mapping[str, str]) -> list[str]:
    """The changes as a translator reads them.

    >>> in_words({"3": "4", "7": "7"})
    ['note 3 is now 4']
    """
    return [f"note {old} is now {new}" for old, new in numbers.items() if old != new]


def numbers_in(words: Iterable[str]) -> dict[str, str] | None:
    """What `in_words` was made from; None if the words say anything else.

    >>> numbers_in(["note 3 is now 4"]), numbers_in(["dash", "note 3 is now 4"])
    ({'3': '4'}, None)
    """
    result: dict[str, str] = {}
    for text in words:
        match = _NOW.fullmatch(text)
        if match is None:
            return None
        result[match[1]] = match[2]
    return result


def composed(first: Mapping[str, str], then: Mapping[str, str], order: Iterable[str]) -> dict[str, str]:
    """Two renumberings as one, in the `order` in which the last labels stand in the text.

    >>> composed({"1": "2"}, {"2": "3", "7": "8"}, ["8", "3"])
    {'7': '8', '1': '3'}
    """
    former = {now: old for old, now in first.items()}
    between = {now: old for old, now in then.items()}
    return {former.get(middle, middle): now for now in order for middle in [between.get(now, now)]}
