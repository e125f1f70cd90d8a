"""The notes of a pasted page: where their section begins and ends, what each is called, and its text.

A section of notes is a run of lines labelled "1.", "1)", "[1]", "(1)", "1", "¹", "*", "†", "※1", "注1" or "^", or with
no label but a back-arrow at the end. It is taken for one under a heading such as "Notes", or when back-arrows end its
lines; a run with neither, at the end of the page, is notes only if the text calls them (`NotesSection.certain` is
false: ask for markers first).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.readers._lines import Layout, Line, Stretch
from publish.readers._words import BACK_LINKS, NOTES_HEADINGS, SOURCES, alternatives, union

_ARROW = r"[↩↑↵⤴⬆⏎]\ufe0e?\ufe0f?"
_BACK_LINK = re.compile(
    rf"(?:\s*(?:[\[(（]?(?:{_ARROW})[\])）]?(?:\d{{1,2}}(?!\d))?|[\[(（](?:{alternatives(union(BACK_LINKS))})[\])）]"
    r"|(?<=\s)\^))+$",
    re.IGNORECASE,
)
_LEADING_ARROW = re.compile(rf"(?:{_ARROW}|\^)\s*(?:(?:[a-z]\s+){{2,}})?")

_LABELS = {
    "bracket": r"[\[［〔【]\^?(?P<label>\d{1,3})[\]］〕】]:?\s*",
    "paren": r"[(（](?:注|註|※)?(?P<label>\d{1,3})[)）]\s*",
    "prefixed": r"(?:[※＊*]|注|註|注釈|脚注|原注|訳注)(?P<label>\d{1,3})[.．:：)）]?\s*",
    "dot": r"(?P<label>\d{1,3})[.．](?!\d)\s*",
    "half": r"(?P<label>\d{1,3})[)）]\s*",
    "dash": r"(?P<label>\d{1,3})\s*[–—:/-]\s+",
    "superscript": r"(?P<label>[⁰¹²³⁴-⁹]{1,3})[.:)]?\s*",
    "plain": r"(?P<label>\d{1,3})\s+",
    "symbol": r"(?P<label>\*{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶)\s*(?![\s*†‡§¶])",
    "arrow": r"(?P<label>\^)\s+",
}
_LABEL_PATTERNS = {form: re.compile(pattern + r"(?=\S)") for form, pattern in _LABELS.items()}
_RULE = re.compile(r"[-=~_–—]*")
_UNLABELLED = "unlabelled"
# Forms in which every note may look like the first.
_ALIKE = frozenset({"symbol", "arrow", _UNLABELLED})
_UNMISTAKABLE = frozenset({"bracket", "superscript", "prefixed", "arrow"})
_SOURCE_LINE = re.compile(rf"(?:{alternatives(union(SOURCES))})\s*(?:>>|[»:：→])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as it stands in the page: `printed` is its label there, a number in ASCII digits or a symbol."""

    printed: str
    paragraphs: tuple[Stretch, ...]
    line: int


@dataclass(frozen=True, slots=True)
class NotesSection:
    """The page cut in three: the lines before the notes, the notes, and the lines after them."""

    before: tuple[Line, ...]
    notes: tuple[NoteText, ...]
    after: tuple[Line, ...]
    certain: bool
    unmistakable: bool


@dataclass(frozen=True, slots=True)
class _Label:
    form: str
    printed: str
    end: int

    @property
    def number(self) -> int:
        return int(self.printed) if self.printed.isdigit() else 0


def digits(text: str) -> str:
    """The number's ASCII digits, whatever kind of digits it is written in.

    >>> digits("¹²"), digits("３")
    ('12', '3')
    """
    return "".join(str(unicodedata.digit(character)) for character in text)


def is_notes_heading(text: str) -> bool:
    """Whether the line is a heading of notes.

    >>> is_notes_heading("Notes:"), is_notes_heading("Notes from a small library")
    (True, False)
    """
    return re.sub(r"^[\W_]+|[\W_]+$", "", text).lower() in union(NOTES_HEADINGS)


def notes_section(lines: Sequence[Line], layout: Layout) -> NotesSection | None:
    """The page's section of notes, if it has one."""
    return _under_heading(lines, layout) or _at_the_end(lines, layout)


def _under_heading(lines: Sequence[Line], layout: Layout) -> NotesSection | None:
    for index in range(len(lines) - 1, 0, -1):
        if is_notes_heading(lines[index].text):
            first = next((n for n in range(index + 1, len(lines)) if not _RULE.fullmatch(lines[n].text)), len(lines))
            if first < len(lines) and (labels := _labels(lines[first].text)):
                return max(
                    (_section(lines, index, first, label, layout, certain=True) for label in labels),
                    key=lambda section: len(section.notes),
                )
    return None


def _at_the_end(lines: Sequence[Line], layout: Layout) -> NotesSection | None:
    """The run of labelled lines that reaches furthest, if little but its own text follows it."""
    best: NotesSection | None = None
    for index in range(len(lines) - 1, 0, -1):
        for label in _labels(lines[index].text):
            if label.number > 1 or (label.form == "symbol" and len(label.printed) > 1):
                continue
            above = [other.form for other in _labels(lines[index - 1].text)]
            if label.form in above and label.form in _ALIKE:
                continue
            section = _section(lines, index, index, label, layout, certain=False)
            after = [line for line in section.after if line.text]
            if len(after) <= 4 and (best is None or len(section.notes) > len(best.notes)):
                best = section
        if best is not None and len([line for line in lines[index:] if line.text]) > 4 * len(best.notes) + 8:
            break
    return best


@functools.lru_cache(maxsize=4096)
def _labels(text: str) -> tuple[_Label, ...]:
    result = []
    for form, pattern in _LABEL_PATTERNS.items():
        match = pattern.match(text)
        if match is None:
            continue
        printed = match["label"]
        is_symbol = form in ("symbol", "arrow")
        result.append(_Label(form, printed if is_symbol else digits(printed).lstrip("0") or "0", match.end()))
    if re.search(rf"{_ARROW}(?:\d{{1,2}})?\s*$", text):
        # The paste may have lost the numbers of a list; the arrows still show what it was.
        result.append(_Label(_UNLABELLED, "1", 0))
    return tuple(label for label in result if label.printed != "0")


def _section(
    lines: Sequence[Line], start: int, first: int, label: _Label, layout: Layout, *, certain: bool
) -> NotesSection:
    """The section whose first note is the line `first`, labelled `label`; `start` is its heading or that note."""
    entries: list[tuple[_Label, list[list[Line]]]] = [(label, [[lines[first]]])]
    end = first + 1
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not line.text:
            continue
        following = _next_label(line.text, entries)
        if following is not None:
            entries.append((following, [[line]]))
        elif not _belongs(lines, index, entries, layout):
            break
        elif not lines[index - 1].text:
            entries[-1][1].append([line])
        else:
            entries[-1][1][-1].append(line)
        end = index + 1
    arrows = sum(any(_BACK_LINK.search(line.text) for part in parts for line in part) for _, parts in entries)
    return NotesSection(
        before=tuple(lines[:start]),
        notes=tuple(_note(number, label, parts, layout) for number, (label, parts) in enumerate(entries, 1)),
        after=tuple(lines[end:]),
        certain=certain or arrows * 2 > len(entries),
        unmistakable=label.form in _UNMISTAKABLE,
    )


def _next_label(text: str, entries: Sequence[tuple[_Label, object]]) -> _Label | None:
    """The label with which `text` goes on with the notes so far: the next number in the same form, or a symbol."""
    forms = {label.form for label, _ in entries}
    last = next((label for label, _ in reversed(entries) if label.number), None)
    for label in _labels(text):
        if label.form == "symbol" and ("symbol" in forms or last is not None):
            return label
        if label.form == "arrow" and "arrow" in forms:
            return label
        if label.form == _UNLABELLED:
            if last is not None and last.form == _UNLABELLED:
                return replace(label, printed=str(last.number + 1))
            continue
        if label.number and (label.number == 1 if last is None else label.form == last.form):
            if last is None or label.number == last.number + 1:
                return label
            # A number left out by mistake; "plain" ones could be any figure at a line's start.
            if label.form not in ("plain", "dash") and last.number < label.number <= last.number + 3:
                return label
    return None


def _belongs(
    lines: Sequence[Line], index: int, entries: Sequence[tuple[_Label, list[list[Line]]]], layout: Layout
) -> bool:
    """Whether an unlabelled line goes on with the note before it."""
    line, previous = lines[index], lines[index - 1]
    if _SOURCE_LINE.match(line.text) or any(
        label.number == 1 for label in _labels(line.text) if label.form != _UNLABELLED
    ):
        return False
    last_line = entries[-1][1][-1][-1]
    if previous.text:
        return not _BACK_LINK.search(last_line.text)
    more_notes = any(
        following.text and _next_label(following.text, entries) for following in lines[index + 1 : index + 4]
    )
    return line.indent >= 2 or (more_notes and layout.continues(last_line, line)) or (more_notes and len(entries) > 1)


def _note(number: int, label: _Label, parts: Sequence[Sequence[Line]], layout: Layout) -> NoteText:
    stretches = [layout.joined(part) for part in parts]
    paragraphs = []
    for index, stretch in enumerate(stretches):
        start = label.end if index == 0 else 0
        arrow = _LEADING_ARROW.match(stretch.text, start)
        back = _BACK_LINK.search(stretch.text)
        paragraph = stretch.cut(arrow.end() if arrow else start, back.start() if back else None)
        if paragraph.text:
            paragraphs.append(paragraph)
    printed = str(number) if label.form == "arrow" else label.printed
    return NoteText(printed, tuple(paragraphs), stretches[0].line)
