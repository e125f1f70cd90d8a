"""What WeasyPrint knows about a page while it tags it, kept for the pass that tags it anew.

WeasyPrint gives every line of text and every image a number on its page (MCID), and makes a structure element of each
box. A box knows its HTML element, with its language, its role and its place in the document; the file it writes does
not. `recorded_tags` therefore listens at the one function that writes the tags, `weasyprint.pdf.add_tags`: it is called
once, when all pages are drawn and all links have their annotations, and everything is still in memory. Nothing that
WeasyPrint writes is changed. A version whose function takes other arguments is refused rather than misread.
"""

from __future__ import annotations

import contextlib
import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from publish.errors import RenderError
from publish.render.passes.tags_clusters import Clusters, clusters_of, is_shaped

_ARGUMENTS = ["pdf", "document", "pdf_version", "page_streams"]
_SVG = "{http://www.w3.org/2000/svg}"
_POINTS = 0.75
"""Of a CSS pixel."""


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element: its `tag`, its attributes, the numbers (places in document order) of itself and its parent, and
    its text as the source has it, before its first child and after each child."""

    number: int
    parent: int
    tag: str
    attributes: Mapping[str, str]
    texts: tuple[str, ...]

    @property
    def classes(self) -> list[str]:
        """The names in `class`."""
        return self.attributes.get("class", "").split()

    @property
    def role(self) -> str:
        """The ARIA role, or ""."""
        return self.attributes.get("role", "")

    @property
    def is_link(self) -> bool:
        """Whether it leads somewhere."""
        return self.tag == "a" and bool(self.attributes.get("href"))

    @property
    def language(self) -> str:
        """The language it declares, or ""."""
        return self.attributes.get("lang", "")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something drawn: a line's stretch of text, or an image (`text` is "" and `box` says where, in points).

    `element` is the number of its element, `pseudo` the name of the pseudo-element it comes from, `hyphen` what a word
    divided at its end would end in, `is_rtl` whether it is part of a text that runs from right to left, `clusters` the
    letters of its glyphs where several make one.
    """

    page: int
    mcid: int
    element: int
    pseudo: str = ""
    text: str = ""
    box: tuple[float, float, float, float] | None = None
    hyphen: str = ""
    is_rtl: bool = False
    clusters: Clusters = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A link's rectangle on a page: the number of its annotation's object, and the element it belongs to."""

    page: int
    annotation: int
    element: int
    pseudo: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """Something drawn outside the text: `place` is the name of its margin box, such as `@bottom-center`."""

    page: int
    mcid: int
    place: str
    turned: bool = False


@dataclass(slots=True)
class Record:
    """One document: its elements and their children by number, what was drawn in the order of the boxes, its facts.

    `shown` are the elements that have a box, `blocks` those laid out as blocks, `footnotes` those at the foot of pages,
    `list_styles` the markers of list items, `spaces` the glyph of a space by the name of its font, `facts` what the
    head says (title, authors, rights, …).
    """

    elements: dict[int, Element] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    drawn: list[Piece | Area] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    blocks: set[int] = field(default_factory=set)
    footnotes: set[int] = field(default_factory=set)
    list_styles: dict[int, str] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def ancestors(self, number: int) -> Iterator[Element]:
        """The element itself, then its parents up to the root."""
        while number in self.elements:
            yield self.elements[number]
            number = self.elements[number].parent

    def anchor(self, number: int) -> Element | None:
        """The link an element is in, or is."""
        return next((each for each in self.ancestors(number) if each.is_link), None)

    @property
    def language(self) -> str:
        """The document's language."""
        return next((element.language for element in self.elements.values() if element.tag == "html"), "")


@contextlib.contextmanager
def recorded_tags() -> Iterator[Record]:
    """Records what WeasyPrint tags inside the `with`; one document only.

    with recorded_tags() as record:
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    """
    import weasyprint.pdf

    original = weasyprint.pdf.add_tags
    if list(inspect.signature(original).parameters) != _ARGUMENTS:
        raise RenderError(
            f"WeasyPrint {weasyprint.__version__} tags pages in another way than this program knows; "
            "install the version that .make/constraints.txt names"
        )
    record = Record()

    def listening(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
        _Listener(record, document).note_pages(page_streams)
        original(pdf, document, pdf_version, page_streams)

    weasyprint.pdf.add_tags = listening
    try:
        yield record
    finally:
        weasyprint.pdf.add_tags = original


class _Listener:
    """Walks the boxes of a document and fills in its record."""

    def __init__(self, record: Record, document: Any) -> None:
        from weasyprint.formatting_structure import boxes

        self.boxes = boxes
        self.record = record
        self.document = document
        self.numbers: dict[Any, int] = {}

    def note_pages(self, page_streams: Any) -> None:
        self._note_facts()
        for page, (laid_out, stream) in enumerate(zip(self.document.pages, page_streams, strict=True)):
            page_box = laid_out._page_box
            if not self.numbers:
                root = next(box.element for box in page_box.children if box.element is not None)
                self._note_elements(root)
            height = laid_out.height * _POINTS
            for box in page_box.children:
                self._note_box(box, page, height, stream._tags)
        for font in self.document.fonts.values():
            space = next((glyph for glyph, text in font.to_unicode.items() if text in (" ", "\u00a0")), None)
            if space is not None and not font.bitmap:
                self.record.spaces[font.hash] = f"{space:04x}"

    def _note_facts(self) -> None:
        metadata = self.document.metadata
        custom = {key.lower(): value for key, value in metadata.custom.items()}
        self.record.facts = {
            "title": metadata.title or "",
            "authors": tuple(metadata.authors),
            "description": metadata.description or "",
            "keywords": tuple(metadata.keywords),
            "generator": metadata.generator or "",
            "created": metadata.created or "",
            "rights": custom.get("dcterms.rights", "") or custom.get("rights", ""),
            "licence": custom.get("dcterms.license", "") or custom.get("licence", ""),
        }

    def _note_elements(self, root: Any) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for number, element in enumerate(root.iter()):
            self.numbers[element] = number
            if isinstance(element.tag, str):
                self.record.elements[number] = Element(
                    number,
                    self.numbers[parents[element]] if element in parents else -1,
                    element.tag.removeprefix(_SVG),
                    dict(element.attrib),
                    tuple(_texts(element)),
                )
                self.record.children[self.record.elements[number].parent].append(number)

    def _note_box(self, box: Any, page: int, height: float, tags: Mapping[Any, Mapping[str, Any]]) -> None:
        # A placeholder stands for a box that is laid out elsewhere.
        box = getattr(box, "_box", box)
        boxes, record = self.boxes, self.record
        if isinstance(box, boxes.MarginBox):
            turned = bool(box.style["transform"])
            for inside in box.descendants():
                if inside in tags:
                    record.margins.append(Margin(page, tags[inside]["mcid"], box.at_keyword, turned))
            return
        number = self.numbers.get(box.element, -1) if box.element is not None else -1
        pseudo = (box.element_tag or "").partition("::")[2]
        if number >= 0 and not pseudo:
            self._note_style(box, number)
        if getattr(box, "link_annotation", None) is not None:
            record.drawn.append(Area(page, box.link_annotation.number, number, pseudo))
        if isinstance(box, boxes.FootnoteAreaBox):
            record.footnotes.update(self.numbers[note.element] for note in box.children if note.element is not None)
        if isinstance(box, boxes.TextBox):
            if box in tags:
                hyphen = box.style["hyphenate_character"]
                record.drawn.append(
                    Piece(
                        page,
                        tags[box]["mcid"],
                        number,
                        pseudo,
                        box.text,
                        None,
                        hyphen,
                        box.style["direction"] == "rtl",
                        _clusters(box),
                    )
                )
        elif isinstance(box, boxes.ReplacedBox) and box in tags:
            left, top = box.content_box_x() * _POINTS, height - box.content_box_y() * _POINTS
            place = (left, top - box.height * _POINTS, left + box.width * _POINTS, top)
            record.drawn.append(Piece(page, tags[box]["mcid"], number, pseudo, "", place))
        for child in getattr(box, "children", ()):
            self._note_box(child, page, height, tags)

    def _note_style(self, box: Any, number: int) -> None:
        self.record.shown.add(number)
        if isinstance(box, self.boxes.BlockLevelBox):
            self.record.blocks.add(number)
        if self.record.elements[number].tag == "li" and number not in self.record.list_styles:
            style = box.style["list_style_type"]
            self.record.list_styles[number] = style if isinstance(style, str) else ""


def _clusters(box: Any) -> Clusters:
    visible = box.style["visibility"] == "visible" and box.text.strip()
    return clusters_of(box) if visible and any(is_shaped(letter) for letter in box.text) else ()


def _texts(element: Any) -> list[str]:
    """The text before an element's first child and behind each; a line break is one, comments are nothing."""
    texts = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            texts[-1] += child.tail or ""
        else:
            texts.append(("\n" if child.tag == "br" else "") + (child.tail or ""))
    return texts
