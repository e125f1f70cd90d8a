"""What a translation that came back has lost: note markers, links and emphasis that were there before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from publish.article import Emphasis, Link, NoteMarker, Strong, descendants
from publish.catalogue.entry import Entry
from publish.markup import parsed

_SENTENCE = re.compile(r", sentence [0-9]+$")

Marks = Counter[str]


def marks_in(markdown: str) -> Marks:
    """The marks of a text, each in a translator's words, as often as it is there.

    >>> dict(marks_in("a *b*[^3] [c](d)"))
    {'emphasis': 1, 'the note marker [^3]': 1, 'the link to d': 1}
    """
    found: Marks = Counter()
    for inline in descendants(parsed(markdown, "und")):
        match inline:
            case Emphasis() | Strong():
                found["emphasis" if isinstance(inline, Emphasis) else "strong emphasis"] += 1
            case NoteMarker(label=label):
                found[f"the note marker [^{label}]"] += 1
            case Link(address=address):
                found[f"the link to {address}"] += 1
    return found


def paragraphs(entries: Iterable[Entry]) -> dict[str, list[tuple[str, str]]]:
    """The keys of the entries whose sentences make up each paragraph, by its place."""
    result: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        for role in entry.roles:
            if _SENTENCE.search(role):
                result.setdefault(_SENTENCE.sub("", role), []).append(entry.key)
    return result


def lost(
    expected: Marks, entry: Entry, entries: Mapping[tuple[str, str], Entry], places: Mapping[str, list[tuple[str, str]]]
) -> list[str]:
    """Which of the expected marks the entry's translation lacks, unless a neighbour in its paragraph has them now.

    A mark counts as missing only where the paragraph's translations have it less often than their sources. `places` are
    the `paragraphs` of `entries`.
    """
    missing = expected - marks_in(entry.translation)
    if not missing:
        return []
    found = [places.get(_SENTENCE.sub("", role), []) for role in entry.roles if _SENTENCE.search(role)]
    result: set[str] = set()
    for keys in found or [[]]:
        near = {key: entries[key] for key in keys if not entries[key].is_empty} | {entry.key: entry}
        wanted = sum((marks_in(item.source) for item in near.values()), Counter[str]())
        present = sum((marks_in(item.translation) for item in near.values()), Counter[str]())
        result |= missing.keys() & (wanted - present).keys()
    return [mark for mark in missing if mark in result]
