"""A document's logical structure, from its HTML and what was drawn of it.

One node for each HTML element that means something, however many lines, columns and pages it runs over. Notes stand
behind the paragraph that calls them: whoever listens hears a sentence to its end, and the link at the call leads there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from publish.languages import language
from publish.render.passes.tags_record import Area, Element, Piece, Record

# The structure type of an HTML element; inline elements that are not listed have none of their own.
_TYPES = {
    "address": "P", "article": "Art", "aside": "Sect", "blockquote": "BlockQuote", "caption": "Caption", "code": "Code",
    "div": "Div", "dl": "L", "figcaption": "Caption", "figure": "Div", "footer": "Div", "h1": "H1", "h2": "H2",
    "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "header": "Div", "img": "Figure", "kbd": "Code", "main": "Part",
    "nav": "Sect", "ol": "L", "p": "P", "pre": "P", "q": "Quote", "samp": "Code", "section": "Sect", "svg": "Figure",
    "table": "Table", "tbody": "TBody", "td": "TD", "tfoot": "TFoot", "th": "TH", "thead": "THead", "tr": "TR",
    "ul": "L",
}  # fmt: skip

GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Note"})
"""Types whose content is paragraphs; loose text in them gets a paragraph of its own."""

_HOMES = GROUPS | {"LBody", "TD", "TH"}
_TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})
_INLINE = frozenset({"Span", "Link", "Reference", "Code", "Quote"})
_NUMBERING = {
    "decimal": "Decimal", "decimal-leading-zero": "Decimal", "disc": "Disc", "circle": "Circle", "square": "Square",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "lower-latin": "LowerAlpha", "upper-latin": "UpperAlpha",
}  # fmt: skip


_SPACES = re.compile("[ \t\n\r\f]+")


@dataclass(slots=True)
class Node:
    """A structure element; `type` is "" for an element that only holds its children together.

    `attributes` are those of the table or list it belongs to, `language` is set where it differs from the text around.
    """

    type: str
    kids: list[Node | Piece | Area] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    expansion: str = ""
    identity: str = ""
    attributes: dict[str, str | int | tuple[float, ...]] = field(default_factory=dict)

    def nodes(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()


def structure(record: Record, drawn: Iterable[Piece | Area]) -> tuple[Node, list[Piece]]:
    """The tree of what was drawn, and the pieces that are no part of it: decoration, and repeated heads of tables."""
    grower = _Grower(record)
    for each in drawn:
        grower.add(each)
    root = grower.root
    _move_notes(root)
    root.kids = list(_flattened(root))
    _wrap_loose_text(root)
    _lift_labels(root)
    _number_headings(root)
    return root, grower.decoration


class _Grower:
    """Adds what was drawn to the nodes of its elements, which it makes as they come."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.root = Node("Document")
        self.outer: dict[int, Node] = {}
        self.inner: dict[int, Node] = {}
        self.labels: dict[int, Node] = {}
        self.calls: dict[int, Node] = {}
        self.links: dict[tuple[int, str], Node] = {}
        self.decoration: list[Piece] = []
        self.pages: dict[int, int] = {}
        self.around: dict[int, tuple[bool, list[int]]] = {}
        self.note_targets = {
            element.attributes.get("href", "").removeprefix("#")
            for element in record.elements.values()
            if element.role == "doc-noteref"
        }
        self.notes = {element.number for element in record.elements.values() if self._is_note(element)}

    def add(self, drawn: Piece | Area) -> None:
        if isinstance(drawn, Piece) and self._is_decoration(drawn):
            self.decoration.append(drawn)
            return
        node = self._node_for(drawn)
        if isinstance(drawn, Area):
            if self.record.anchor(drawn.element) is None:
                node = self._loose_link(drawn, node)
        elif (drawn.element, drawn.pseudo) in self.links:
            node = self.links[drawn.element, drawn.pseudo]
        node.kids.append(drawn)
        if isinstance(drawn, Piece) and drawn.box is not None and node.type == "Figure":
            node.attributes["BBox"] = drawn.box

    def _up(self, number: int) -> Iterator[Element]:
        return self.record.ancestors(number)

    def _is_note(self, element: Element) -> bool:
        if element.role in ("doc-footnote", "doc-endnote") or element.number in self.record.footnotes:
            return True
        return element.tag != "a" and element.attributes.get("id", "") in self.note_targets - {""}

    def _is_decoration(self, piece: Piece) -> bool:
        if piece.element not in self.around:
            above = list(self._up(piece.element))
            heads = [element.number for element in above if element.tag in ("thead", "tfoot")]
            self.around[piece.element] = any(map(_is_ornament, above)), heads
        is_ornament, heads = self.around[piece.element]
        return is_ornament or any(self.pages.setdefault(head, piece.page) != piece.page for head in heads)

    def _node_for(self, drawn: Piece | Area) -> Node:
        number, pseudo = drawn.element, drawn.pseudo
        if number not in self.record.elements:
            return self.root
        if pseudo == "footnote-call":
            if number not in self.calls:
                self.calls[number] = self._child(self._inside(self.record.elements[number].parent), Node("Reference"))
            return self.calls[number]
        inside = self._inside(number)
        if pseudo in ("marker", "footnote-marker"):
            if number not in self.labels:
                self.labels[number] = Node("Lbl")
                self.outer[number].kids.insert(0, self.labels[number])
            return self.labels[number]
        return inside

    def _inside(self, number: int) -> Node:
        """The node that holds an element's content."""
        if number not in self.record.elements or self.record.elements[number].tag in ("html", "body"):
            return self.root
        if number not in self.inner:
            element = self.record.elements[number]
            parent = self._inside(element.parent)
            if number in self.inner:
                return self.inner[number]
            outer, inner = self._made(element, parent)
            around = next((above.language for above in self._up(element.parent) if above.language), "")
            if element.language and element.language != around:
                outer.language = element.language
                outer.type = outer.type or "Span"
            self.outer[number], self.inner[number] = outer, inner
            self._add_cells(element)
        return self.inner[number]

    def _add_cells(self, element: Element) -> None:
        """Adds rows and cells with their table: nothing is drawn of an empty one, and yet it is counted."""
        if element.tag in ("table", "thead", "tbody", "tfoot", "tr"):
            for child in self.record.children[element.number]:
                if child in self.record.shown and self.record.elements[child].tag in _TABLE_PARTS:
                    self._inside(child)

    def _child(self, parent: Node, node: Node) -> Node:
        parent.kids.append(node)
        return node

    def _made(self, element: Element, parent: Node) -> tuple[Node, Node]:
        """The outermost and the innermost node of an element, put into its parent's."""
        attributes, tag = element.attributes, element.tag
        if tag in ("li", "dt", "dd"):
            return self._list_item(element, parent)
        if element.number in self.notes:
            note = self._child(parent, Node("Note", identity=attributes.get("id") or f"note-{element.number}"))
            return note, note
        if self._is_number(element):
            label = self._child(parent, Node("Lbl"))
            return label, self._child(label, Node("Link")) if element.is_link else label
        if element.is_link:
            if element.role == "doc-noteref":
                parent = self._child(parent, Node("Reference"))
            link = self._child(parent, Node("Link"))
            return link, link
        node = Node(_TYPES.get(tag, ""))
        if tag == "abbr" and attributes.get("title"):
            node.type, node.expansion = "Span", attributes["title"]
        elif node.type == "Figure":
            node.alternative = attributes.get("alt") or attributes.get("aria-label") or self._svg_title(element)
        elif node.type == "L":
            node.attributes["ListNumbering"] = self._numbering(element)
        elif node.type in ("TH", "TD"):
            node.attributes.update(self._cell_attributes(element))
        elif not node.type and element.number in self.record.blocks:
            node.type = "P"
        if tag == "caption":
            parent.kids.insert(0, node)
        else:
            self._child(parent, node)
        if tag == "pre" and parent.type != "Code":
            return node, self._child(node, Node("Code"))
        if tag == "code" and parent.type == "Code":
            node.type = ""
        return node, node

    def _is_number(self, element: Element) -> bool:
        return "number" in element.classes and any(above.number in self.notes for above in self._up(element.parent))

    def _list_item(self, element: Element, parent: Node) -> tuple[Node, Node]:
        items = [kid for kid in parent.kids if isinstance(kid, Node) and kid.type == "LI"]
        if items and (element.tag == "dd" or (element.tag == "dt" and _has_labels_only(items[-1]))):
            item = items[-1]
        else:
            item = self._child(parent, Node("LI"))
        if element.tag == "dt":
            label = next((kid for kid in item.kids if isinstance(kid, Node)), None) or self._child(item, Node("Lbl"))
            term = self._child(label, Node("Span"))
            return term, term
        body = next((kid for kid in item.kids if isinstance(kid, Node) and kid.type == "LBody"), None)
        body = body or self._child(item, Node("LBody"))
        if element.number in self.notes:
            note = self._child(body, Node("Note", identity=element.attributes.get("id") or f"note-{element.number}"))
            return item, note
        return item, body

    def _numbering(self, element: Element) -> str:
        items = self.record.children[element.number]
        styles = {self.record.list_styles[item] for item in items if item in self.record.list_styles}
        if len(styles) == 1:
            return _NUMBERING.get(styles.pop(), "None")
        return "None"

    def _svg_title(self, element: Element) -> str:
        if element.tag != "svg":
            return ""
        titles = (child for child in self.record.children[element.number] if self.record.elements[child].tag == "title")
        return next((words(self.record, title) for title in titles), "")

    def _cell_attributes(self, element: Element) -> dict[str, str | int]:
        attributes: dict[str, str | int] = {}
        for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
            value = element.attributes.get(name, "1")
            if value.isdecimal() and int(value) > 1:
                attributes[key] = int(value)
        if element.tag == "th":
            scope = element.attributes.get("scope", "")
            in_head = any(above.tag == "thead" for above in self._up(element.number))
            cells = [self.record.elements[cell].tag for cell in self.record.children[element.parent]]
            in_row = not in_head and "td" in cells
            default = "Row" if in_row else "Column"
            attributes["Scope"] = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}.get(
                scope, default
            )
        return attributes

    def _loose_link(self, area: Area, node: Node) -> Node:
        """The link of an annotation that no `a` element made: a style gave it to an element or pseudo-element."""
        key = area.element, area.pseudo
        if key not in self.links:
            self.links[key] = self._child(node, Node("Link"))
        return self.links[key]


def _is_ornament(element: Element) -> bool:
    attributes = element.attributes
    if attributes.get("aria-hidden") == "true" or element.role in ("presentation", "none"):
        return True
    return element.tag == "img" and attributes.get("alt") == ""


def _has_labels_only(item: Node) -> bool:
    return all(isinstance(kid, Node) and kid.type == "Lbl" for kid in item.kids)


def _move_notes(node: Node) -> list[Node]:
    """Moves each note from the text that calls it to behind that paragraph; gives those that found no home yet."""
    kids: list[Node | Piece | Area] = []
    waiting: list[Node] = []
    for kid in node.kids:
        if not isinstance(kid, Node):
            kids.append(kid)
            continue
        below = _move_notes(kid)
        if kid.type == "Note":
            waiting.append(kid)
            continue
        is_block = node.type in _HOMES and kid.type not in _INLINE | {"", "Lbl"}
        if is_block:
            kids.extend(waiting)
            waiting = []
        kids.append(kid)
        if is_block:
            kids.extend(below)
        else:
            waiting.extend(below)
    node.kids = kids
    if node.type in _HOMES:
        node.kids.extend(waiting)
        return []
    return waiting


def _flattened(node: Node) -> Iterator[Node | Piece | Area]:
    """The node's children without empty ones, and with those of elements that mean nothing in their place."""
    for kid in node.kids:
        if not isinstance(kid, Node):
            yield kid
            continue
        inside = list(_flattened(kid))
        if kid.type == "":
            yield from inside
        elif inside or kid.type in ("TD", "TH"):
            kid.kids = inside
            yield kid


def _wrap_loose_text(node: Node) -> None:
    for below in node.kids:
        if isinstance(below, Node):
            _wrap_loose_text(below)
    if node.type not in GROUPS:
        return
    kids: list[Node | Piece | Area] = []
    paragraph: Node | None = None
    for kid in node.kids:
        if isinstance(kid, Node) and kid.type not in _INLINE:
            kids.append(kid)
            paragraph = None
            continue
        if not paragraph:
            paragraph = Node("P")
            kids.append(paragraph)
        paragraph.kids.append(kid)
    node.kids = kids


def _lift_labels(root: Node) -> None:
    """Puts the number of a note before its first paragraph, which the HTML has it in."""
    for note in [node for node in root.nodes() if node.type == "Note"]:
        first = note.kids[0]
        if (
            isinstance(first, Node)
            and first.type == "P"
            and isinstance(label := first.kids[0], Node)
            and label.type == "Lbl"
        ):
            del first.kids[0]
            note.kids[: 0 if first.kids else 1] = [label]


def _number_headings(root: Node) -> None:
    """Renumbers headings where levels are skipped: a heading is one level below the last one that was above it.

    ISO 14289-1, 7.4.2 wants <H1> first and no level left out on the way down.
    """
    open_levels: list[int] = []
    for node in root.nodes():
        if len(node.type) == 2 and node.type[0] == "H" and node.type[1].isdecimal():
            level = int(node.type[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            node.type = f"H{len(open_levels)}"


def link_label(record: Record, anchor: int) -> str:
    """What a link is, said to somebody who cannot see it: its name if it has one, or its words, or its picture's."""
    element = record.elements[anchor]
    return element.attributes.get("aria-label") or element.attributes.get("title") or words(record, anchor)


def words(record: Record, number: int, left_out: Collection[int] = ()) -> str:
    """An element's text in the source, pictures by their alternatives, without the elements that are left out."""
    return _SPACES.sub(" ", "".join(_words(record, number, left_out)).replace("\u00ad", "")).strip(" ")


def _words(record: Record, number: int, left_out: Collection[int]) -> Iterator[str]:
    element = record.elements[number]
    yield element.texts[0]
    for child, text in zip(record.children[number], element.texts[1:], strict=True):
        if child not in left_out:
            yield record.elements[child].attributes.get("alt", "")
            yield from _words(record, child, left_out)
        yield text


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left."""
    return bool(tag) and language(tag).direction == "rtl"
