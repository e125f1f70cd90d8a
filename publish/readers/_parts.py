"""The body of a pasted page in parts: paragraphs, headings, list items, quotations, dividers.

A heading is a short line that ends like a heading (no full stop, comma or colon), does not begin in lower case, holds
no whole sentence, and has longer text below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from publish.readers._lines import Chunk, Layout, Line, Stretch, display_width, trimmed, verse
from publish.readers._metadata import credit_of

Kind = Literal["paragraph", "heading", "item", "quote", "divider"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body.

    `gap` counts the blank lines before it; `level` is a heading's, `number` an ordered item's (0: a bullet), `whole` an
    item's text with its bullet or number.
    """

    kind: Kind
    text: Stretch
    gap: int = 0
    level: int = 0
    number: int = 0
    whole: Stretch | None = None

    def goes_on(self, previous: Part) -> bool:
        """Whether this part belongs to the same list or quotation as the one before."""
        if self.kind == "quote":
            return previous.kind == "quote" and self.gap == 0
        if self.kind != "item" or previous.kind != "item" or self.whole is None or previous.whole is None:
            return False
        if self.number or previous.number:
            return bool(previous.number) and self.number == previous.number + 1
        return self.whole.text[0] == previous.whole.text[0]


_BULLET = re.compile(r"[•‣◦▪●○■□*+–-]\s+(?=\S)|・\s*(?=\w)")
_PLAIN_BULLETS = frozenset("•‣◦▪●○■□")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)．）]\s+(?=\S)|(?P<wide>\d{1,3})[．）]\s*(?=\S)")
_DIVIDER = re.compile(r"(?:[*•·~#=_⁂❦※◆◇☆★–—-]\s*){3,}|[⁂❦※]|\*\s*\*")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_QUOTED = re.compile(r">\s?")
_NUMBERED = re.compile(r"(?:\d{1,2}(?P<more>(?:\.\d{1,2})*)[.)．）:]?|[IVXLC]{1,5}[.)]|[A-Z][.)])\s+")
_INNER_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[DMS][rt])(?<!\bMrs)[.!?…][\"'”’»)]*\s+[A-ZÀ-ÖØ-Þ¿¡“«„]|[。！？].")
_MARKER_END = re.compile(r"(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\[\d+\]|\(\d+\)|[*†‡]+)$")
_CLOSERS = "\"'”’“»«›‹)]）］」』】"
_NOT_AT_END = frozenset(".,;:…。、；：，．-–—")
_WIDEST_HEADING, _MOST_WORDS = 100, 16
_NARROW_LINE = 60


def parts_of(chunks: Sequence[Chunk], layout: Layout) -> list[Part]:
    """The parts in order, headings not yet told from paragraphs."""
    parts: list[Part] = []
    for index, chunk in enumerate(chunks):
        groups = _groups(chunk.lines, layout, in_list=bool(parts) and parts[-1].kind == "item")
        # The first blocks may be title, names and date one below the other.
        if index > 2 and _is_verse(groups, layout):
            parts.append(Part("paragraph", verse([line for _, lines in groups for line in lines]), chunk.gap))
            continue
        parts.extend(
            _part(kind, lines, layout, 0 if number else chunk.gap) for number, (kind, lines) in enumerate(groups)
        )
    return _with_lists([part for part in parts if part.text.text])


def _is_verse(groups: Sequence[tuple[Kind, Sequence[Line]]], layout: Layout) -> bool:
    return (
        layout.parted
        and len(groups) >= 3
        and all(
            kind == "paragraph" and len(lines) == 1 and display_width(lines[0].text) <= _NARROW_LINE
            for kind, lines in groups
        )
    )


def _groups(lines: Sequence[Line], layout: Layout, *, in_list: bool) -> list[tuple[Kind, list[Line]]]:
    """The lines that belong together, and what they are as far as their first characters tell."""
    groups: list[tuple[Kind, list[Line]]] = []
    for line in lines:
        kind, group = groups[-1] if groups else ("divider", [])
        previous = group[-1] if group else None
        if kind == "paragraph" and len(group) == 1 and _UNDERLINE.fullmatch(line.text) and _fits(group[0]):
            groups[-1] = ("heading", [*group, line])
        elif _DIVIDER.fullmatch(line.text):
            groups.append(("divider", [line]))
        elif line.text.startswith(">") and not line.text.startswith(">>"):
            quoted = Line(line.number, trimmed(_QUOTED.sub("", line.text, count=1)), line.indent)
            if kind == "quote" and previous is not None and previous.text and quoted.text:
                group.append(quoted)
            else:
                groups.append(("quote", [quoted]))
        elif _begins_item(line.text) and (
            previous is None or kind != "paragraph" or not layout.continues(previous, line)
        ):
            groups.append(("item", [line]))
        elif previous is not None and (
            (kind in ("paragraph", "item") and layout.continues(previous, line))
            or (kind == "item" and line.indent >= 2 and line.indent > group[0].indent)
        ):
            group.append(line)
        elif previous is None and in_list and line.indent >= 2:
            groups.append(("paragraph", [line]))
        else:
            groups.append(("paragraph", [line]))
    return groups


def _fits(line: Line) -> bool:
    return display_width(line.text) <= _WIDEST_HEADING


def _begins_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _part(kind: Kind, lines: Sequence[Line], layout: Layout, gap: int) -> Part:
    if kind == "heading":
        return Part("heading", layout.joined(lines[:1]), gap, level=3 if lines[1].text[0] == "~" else 2)
    stretch = layout.joined(lines)
    if kind != "item":
        return Part(kind, stretch, gap)
    bullet = _BULLET.match(stretch.text)
    number = _NUMBER.match(stretch.text)
    match = bullet or number
    assert match is not None
    value = 0 if number is None else int(number["number"] or number["wide"])
    return Part("item", stretch.cut(match.end()), gap, number=value, whole=stretch)


def _with_lists(parts: Sequence[Part]) -> list[Part]:
    """The parts, with items that are no list turned back into paragraphs.

    A list has two items at least, numbered one after the other; only a real bullet (•) makes a list of one.
    """
    result: list[Part] = []
    index = 0
    while index < len(parts):
        end = index + 1
        if parts[index].kind == "item":
            while end < len(parts) and parts[end].goes_on(parts[end - 1]):
                end += 1
            if end == index + 1 and not _is_plain_bullet(parts[index]):
                result.append(_as_paragraph(parts[index]))
                index = end
                continue
        result.extend(parts[index:end])
        index = end
    return result


def _is_plain_bullet(part: Part) -> bool:
    return part.whole is not None and part.whole.text[0] in _PLAIN_BULLETS


def _as_paragraph(part: Part) -> Part:
    assert part.whole is not None
    return replace(part, kind="paragraph", text=part.whole, number=0, whole=None)


def without_edge_dividers(parts: Sequence[Part]) -> list[Part]:
    """The parts without dividers at either end, and with one where several follow one another."""
    result: list[Part] = []
    for part in parts:
        if part.kind != "divider" or (result and result[-1].kind != "divider"):
            result.append(part)
    while result and result[-1].kind == "divider":
        result.pop()
    return result


def with_headings(parts: Sequence[Part]) -> list[Part]:
    """The parts, with the paragraphs that are headings made headings."""
    result = list(parts)
    for index in range(len(parts) - 2, -1, -1):
        part = result[index]
        if part.kind == "paragraph" and is_heading_like(part.text) and _has_text_below(result, index):
            result[index] = replace(part, kind="heading", level=_level(part.text.text))
    return result


def _level(text: str) -> int:
    number = _NUMBERED.match(text)
    return 2 + min(2, (number["more"] or "").count(".")) if number else 2


def is_heading_like(stretch: Stretch) -> bool:
    """Whether the words could be a heading, whatever stands below them."""
    text = stretch.text
    if "\n" in text or display_width(text) > _WIDEST_HEADING or len(text.split()) > _MOST_WORDS:
        return False
    words = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    ending = _MARKER_END.sub("", words).rstrip() or words
    first = next((character for character in words if character.isalnum()), "")
    return (
        bool(first)
        and not first.islower()
        and (ending.rstrip(_CLOSERS) or ending)[-1] not in _NOT_AT_END
        and not _INNER_SENTENCE_END.search(words)
        and not re.search(r"https?://|www\.|\S@\S", words)
        and credit_of(text) != text
    )


def _has_text_below(parts: Sequence[Part], index: int) -> bool:
    """Whether longer text follows, right below or below one more heading."""
    for part in parts[index + 1 : index + 3]:
        if part.kind in ("item", "quote"):
            return True
        if part.kind == "divider":
            return False
        if part.kind == "paragraph" and not is_heading_like(part.text):
            return display_width(part.text.text) > max(40, 1.3 * display_width(parts[index].text.text))
    return False
