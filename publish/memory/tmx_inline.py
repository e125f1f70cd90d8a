"""What stands in a TMX segment, as Markdown: other programs' inline elements turned into ours, or left out and counted.

TMX 1.4b, section 5: `<bpt>` and `<ept>` hold the codes that begin and end something, `<it>` a code whose partner is
elsewhere, `<ph>` one that stands alone, `<hi>` marks text, `<sub>` is text inside a code (a footnote, a title).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = {
    "bold": "**", "b": "**", "strong": "**", "x-strong": "**",
    "italic": "*", "i": "*", "em": "*", "x-em": "*", "emphasis": "*",
}  # fmt: skip
"""What `type` attributes and HTML names come to."""

_NAME = re.compile(r"<\s*(/?)\s*([A-Za-z][\w-]*)")
_ADDRESS = re.compile(r"""href\s*=\s*(?:"([^"<>\s]*)"|'([^'<>\s]*)')""")
_SHORT_TAG = re.compile(r"<(/?)([a-z])[0-9]+(/?)>")
_LINE_BREAKS = frozenset({"br", "lb", "x-br", "x-lb"})


@dataclass(slots=True)
class _Reader:
    """One segment: its text so far, what is open (by `i`), and how many elements were left out."""

    pieces: list[str] = field(default_factory=list)
    open: dict[str, str] = field(default_factory=dict)
    left_out: int = 0

    def read(self, node: _Element) -> None:
        self.pieces.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, child.tag.rpartition("}")[2])
            self.pieces.append(child.tail or "")

    def _element(self, node: _Element, name: str) -> None:
        kind = (node.get("type") or "").lower()
        code = node.text or ""
        if name == "hi":
            mark = _MARKS.get(kind, "")
            self.left_out += not mark
            self.pieces.append(mark)
            self.read(node)
            self.pieces.append(mark)
            return
        if name == "bpt":
            begin, end = _begin_and_end(kind, code)
            self.open[node.get("i") or ""] = end
            self.left_out += not begin
            self.pieces.append(begin)
        elif name == "ept":
            end = self.open.pop(node.get("i") or "", "")
            self.left_out += not end
            self.pieces.append(end)
        elif name == "ph" and (kind in _LINE_BREAKS or _html_name(code) in _LINE_BREAKS):
            self.pieces.append("\\\n")
        else:
            self.left_out += 1


def text_of(segment: _Element) -> tuple[str, int]:
    """The segment's text and how many of its inline elements were left out."""
    reader = _Reader()
    reader.read(segment)
    return "".join(reader.pieces), reader.left_out


def _begin_and_end(kind: str, code: str) -> tuple[str, str]:
    """The Markdown for what a code begins and what its partner ends; "" for what has none.

    >>> _begin_and_end("", "<b>"), _begin_and_end("", '<a href="https://example.org">'), _begin_and_end("font", "{f1")
    (('**', '**'), ('[', '](https://example.org)'), ('', ''))
    """
    name = _html_name(code)
    address = _ADDRESS.search(code)
    if name == "a" and address:
        return "[", f"]({address[1] or address[2]})" if address[1] or address[2] else ""
    mark = _MARKS.get(kind) or _MARKS.get(name, "")
    return mark, mark


def _html_name(code: str) -> str:
    match = _NAME.match(code.strip())
    # OmegaT numbers them.
    return match[2].lower().rstrip("0123456789") if match else ""


def without_short_tags(text: str) -> tuple[str, int]:
    """A text with the tags that OmegaT writes into it turned into Markdown; how many were left out.

    >>> without_short_tags("a <b0>loud</b0> <f1>march</f1>")
    ('a **loud** march', 2)
    """
    left_out = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal left_out
        mark = "" if match[3] else _MARKS.get(match[2], "")
        left_out += not mark
        return mark

    return _SHORT_TAG.sub(replaced, text), left_out
