"""Faults in a translation that a program can be sure of: lost notes, broken markup, changed addresses.

Each check is a function from a paragraph's entries to complaints. A complaint about reviewed text is an error and keeps
a locale from being final; about a draft it is a warning, since nobody has answered for the draft yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.article import Link, NoteMarker, descendants
from publish.errors import Finding, Severity
from publish.markup import faults, parsed
from publish.segments import MERGED, Segment, State, Translation


@dataclass(frozen=True, slots=True)
class Checked:
    """A segment with its translation and the line of its entry in the catalogue."""

    segment: Segment
    translation: Translation
    line: int = 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one entry of a paragraph, and how to mend it."""

    entry: Checked
    message: str


Check = Callable[[Sequence[Checked]], Iterator[Complaint]]


def findings(entries: Iterable[Checked], file: str) -> list[Finding]:
    """What the checks find in a catalogue's entries, in reading order. Untranslated and outdated ones are passed over:
    they are reported as such.
    """
    found = []
    for paragraph in _paragraphs(entries):
        if any(entry.translation.state in (State.UNTRANSLATED, State.OUTDATED) for entry in paragraph):
            continue
        reviewed = all(entry.translation.state is State.REVIEWED for entry in paragraph)
        severity: Severity = "error" if reviewed else "warning"
        found += [
            Finding(severity, f"{complaint.entry.segment.role}: {complaint.message}", file, complaint.entry.line)
            for check in CHECKS
            for complaint in check(paragraph)
        ]
    return found


def _paragraphs(entries: Iterable[Checked]) -> Iterator[list[Checked]]:
    paragraph: list[Checked] = []
    for entry in entries:
        if entry.segment.start and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(entry)
    if paragraph:
        yield paragraph


def markers_differ(paragraph: Sequence[Checked]) -> Iterator[Complaint]:
    """Note markers lost, added or doubled, counted over the paragraph: a sentence may hand its marker to the next."""
    source = Counter(marker for entry in paragraph for marker in _markers(entry.segment.source))
    target = Counter(marker for entry in paragraph for marker in _markers(entry.translation.text))
    for marker in sorted(source | target):
        if source[marker] == target[marker]:
            continue
        place = next(
            entry
            for entry in paragraph
            if marker in (*_markers(entry.segment.source), *_markers(entry.translation.text))
        )
        message = (
            f"the note marker [^{marker}] is missing from the translation; put it where the note belongs"
            if target[marker] < source[marker]
            else f"the note marker [^{marker}] is there more often than in the source; take out what is too many"
        )
        yield Complaint(place, message)


def markup_broken(paragraph: Sequence[Checked]) -> Iterator[Complaint]:
    """Asterisks, backquotes or brackets that lack their partner."""
    for entry in paragraph:
        for fault in faults(entry.translation.text):
            yield Complaint(entry, f"{fault}; complete it, or write a backslash before it if it is meant as it stands")


def address_changed(paragraph: Sequence[Checked]) -> Iterator[Complaint]:
    """Links that lead elsewhere than in the source, or were lost."""
    source = Counter(address for entry in paragraph for address in _addresses(entry.segment.source))
    target = Counter(address for entry in paragraph for address in _addresses(entry.translation.text))
    for address in sorted((source - target).keys() | (target - source).keys()):
        place = next(
            entry
            for entry in paragraph
            if address in (*_addresses(entry.segment.source), *_addresses(entry.translation.text))
        )
        what = "missing from the translation" if source[address] > target[address] else "not in the source"
        yield Complaint(place, f"the link to {address} is {what}; keep the source's links")


def nothing_left(paragraph: Sequence[Checked]) -> Iterator[Complaint]:
    """A paragraph whose every sentence is said to be merged into another."""
    if all(entry.translation.text == MERGED for entry in paragraph):
        yield Complaint(paragraph[0], f"every sentence of it is {MERGED}, so nothing would be printed; translate one")


CHECKS: tuple[Check, ...] = (markers_differ, markup_broken, address_changed, nothing_left)


def _markers(markdown: str) -> list[str]:
    return [inline.label for inline in descendants(parsed(markdown, "und")) if isinstance(inline, NoteMarker)]


def _addresses(markdown: str) -> list[str]:
    return [inline.address for inline in descendants(parsed(markdown, "und")) if isinstance(inline, Link)]
