"""What a PDF tagged for PDF/UA-1 must be, as far as a program can see it: one rule, one function that gives its faults.

Written against ISO 14289-1 and ISO 32000-1, and independent of the program: it reads the finished file with pikepdf's
own parser. Where the Matterhorn protocol 1.1 has the same failure condition, its number stands with the rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from lxml import etree

STANDARD_TYPES = frozenset(
    {
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *("Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH"),
        *("TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    }
)
"""ISO 32000-1, 14.8.4."""

_SHAPES = ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE")
_PAINTING = frozenset({*_SHAPES, "Tj", "TJ", "'", '"'})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{4,8})*")


@dataclass(slots=True)
class Element:
    """A structure element as it was read; `content` and `kids` keep the order of /K."""

    object: Any
    type: str
    parent: Element | None
    kids: list[Element | Content | Annotation] = field(default_factory=list)

    def below(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.below()

    def up(self) -> Iterator[Element]:
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def children(self, *types: str) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element) and (not types or kid.type in types)]


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content an element refers to: its stream's object number and its own number there."""

    stream: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation an element refers to."""

    number: int
    object: Any


@dataclass(slots=True)
class Drawn:
    """What a stream draws: text by number of marked content, faults found in its marks."""

    texts: dict[int, str] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    artifacts: list[tuple[str, str]] = field(default_factory=list)


class Tagged:
    """A PDF with its structure tree and its marked content read."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.tree = pdf.Root.get("/StructTreeRoot")
        self.roots: list[Element] = []
        self.broken: list[str] = []
        if self.tree is not None and "/K" in self.tree:
            self.roots = [kid for kid in self._kids(self.tree, None, None) if isinstance(kid, Element)]
        self.elements = [element for root in self.roots for element in root.below()]
        self.fonts: dict[int, dict[int, str]] = {}
        self.drawn: dict[int, Drawn] = {}
        self.owners: dict[int, Any] = {}
        for page in pdf.pages:
            self._read(page.obj, page.obj, page.obj.get("/Resources"))

    def _kids(self, holder: Any, parent: Element | None, page: Any) -> list[Element | Content | Annotation]:
        kids = holder.get("/K")
        listed = [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        found: list[Element | Content | Annotation] = []
        for kid in listed:
            if isinstance(kid, int):
                if page is None:
                    self.broken.append("a number of marked content without a page")
                else:
                    found.append(Content(page.objgen[0], int(kid)))
                continue
            type_ = kid.get("/Type")
            if type_ == "/MCR":
                where = kid.get("/Stm") or kid.get("/Pg") or page
                found.append(Content(where.objgen[0], int(kid.MCID)))
            elif type_ == "/OBJR":
                found.append(Annotation(kid.Obj.objgen[0], kid.Obj))
            else:
                element = Element(kid, str(kid.S)[1:], parent)
                if kid.get("/P") is None or kid.P.objgen != holder.objgen:
                    self.broken.append(f"<{element.type}> does not name its parent")
                element.kids = self._kids(kid, element, kid.get("/Pg") or page)
                found.append(element)
        return found

    def _read(self, owner: Any, stream: Any, resources: Any, inside: str = "") -> None:
        drawn = self.drawn.setdefault(owner.objgen[0], Drawn())
        self.owners[owner.objgen[0]] = owner
        stack: list[tuple[str, int | None]] = []
        font: dict[int, str] = {}
        said: list[tuple[int, int, str]] = []
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            if name in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else None
                has_properties = isinstance(properties, pikepdf.Dictionary)
                mcid = int(properties.MCID) if has_properties and "/MCID" in properties else None
                tag = str(operands[0])[1:]
                kind = "Artifact" if tag == "Artifact" else "text" if mcid is not None else ""
                around = [each for each, _ in stack if each]
                if kind and around:
                    drawn.nested.append(f"{kind} in {around[-1]}")
                if kind == "Artifact":
                    drawn.artifacts.append(
                        (str(properties.get("/Type", "")), str(properties.get("/Subtype", "")))
                        if has_properties
                        else ("", "")
                    )
                if has_properties and "/ActualText" in properties and stack:
                    said.append(
                        (len(stack), stack[-1][1] if stack[-1][1] is not None else -1, str(properties.ActualText))
                    )
                if mcid is not None:
                    if mcid in drawn.texts:
                        drawn.nested.append(f"number {mcid} twice")
                    drawn.texts[mcid] = ""
                stack.append((kind, mcid))
            elif name == "EMC":
                stack.pop()
                if said and said[-1][0] == len(stack):
                    _, mcid, text = said.pop()
                    if mcid >= 0:
                        drawn.texts[mcid] += text
            elif name == "Tf":
                font = self._letters(resources, str(operands[0]))
            elif name in _PAINTING:
                kinds = [kind for kind, _ in stack if kind]
                xobject = resources.XObject.get(str(operands[0])) if name == "Do" else None
                if xobject is not None and xobject.get("/Subtype") == "/Form" and not kinds and not inside:
                    self._read(xobject, xobject, xobject.get("/Resources", resources))
                    continue
                if not kinds and not inside:
                    drawn.unmarked.append(name)
                numbers = [mcid for _, mcid in stack if mcid is not None]
                if name == "TJ" and numbers and not said:
                    drawn.texts[numbers[-1]] += "".join(
                        font.get(code, "\ufffd")
                        for part in operands[0]
                        if isinstance(part, pikepdf.String)
                        for code in _codes(bytes(part))
                    )
        if stack:
            drawn.nested.append("marks that never end")

    def _letters(self, resources: Any, name: str) -> dict[int, str]:
        key = resources.Font[name].objgen[0]
        if key not in self.fonts:
            self.fonts[key] = _to_unicode(resources.Font[name])
        return self.fonts[key]

    def text(self, element: Element) -> str:
        """What an element says, in the tree's order: its words as drawn, or as it replaces them."""
        if "/ActualText" in element.object:
            return str(element.object.ActualText)
        parts = []
        for kid in element.kids:
            if isinstance(kid, Element):
                parts.append(self.text(kid))
            elif isinstance(kid, Content):
                parts.append(self.drawn[kid.stream].texts.get(kid.mcid, "") if kid.stream in self.drawn else "")
        return "".join(parts)

    def of(self, *types: str) -> list[Element]:
        return [element for element in self.elements if element.type in types]


def _codes(data: bytes) -> Iterator[int]:
    for place in range(0, len(data), 2):
        yield int.from_bytes(data[place : place + 2], "big")


def _to_unicode(font: Any) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>\s*$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if len(code) == 4}


def _parent_tree(tagged: Tagged) -> dict[int, Any]:
    def leaves(node: Any) -> Iterator[tuple[int, Any]]:
        numbers = list(node.get("/Nums", []))
        yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)
        for kid in node.get("/Kids", []):
            yield from leaves(kid)

    return dict(leaves(tagged.tree.ParentTree)) if tagged.tree is not None and "/ParentTree" in tagged.tree else {}


def _annotations(tagged: Tagged) -> Iterator[tuple[Any, Any]]:
    for page in tagged.pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            yield page.obj, annotation


def is_marked(tagged: Tagged) -> Iterator[str]:
    """The file says that it is tagged, and not that its tags are suspect (01-007)."""
    info = tagged.pdf.Root.get("/MarkInfo", {})
    if info.get("/Marked") is not True:
        yield "/MarkInfo /Marked is not true"
    if info.get("/Suspects") is True:
        yield "/Suspects is true"
    if not tagged.roots:
        yield "there is no structure tree"


def has_one_document(tagged: Tagged) -> Iterator[str]:
    """All stands below one <Document>."""
    if [root.type for root in tagged.roots] != ["Document"]:
        yield f"the tree's roots are {[root.type for root in tagged.roots]}"


def has_a_sound_tree(tagged: Tagged) -> Iterator[str]:
    """Every element names its parent, and only types of the standard occur (02-001: unless mapped to one)."""
    yield from tagged.broken
    roles = tagged.tree.get("/RoleMap", {}) if tagged.tree is not None else {}
    for element in tagged.elements:
        if element.type not in STANDARD_TYPES and str(roles.get("/" + element.type, ""))[1:] not in STANDARD_TYPES:
            yield f"<{element.type}> is no standard type"


def marks_all_content(tagged: Tagged) -> Iterator[str]:
    """01-005: what is painted is either text or an artifact."""
    for drawn in tagged.drawn.values():
        yield from (f"{operator} outside any mark" for operator in drawn.unmarked)


def nests_no_marks(tagged: Tagged) -> Iterator[str]:
    """01-003, 01-004: no artifact in text, no text in an artifact."""
    for drawn in tagged.drawn.values():
        yield from drawn.nested


def refers_to_all_content(tagged: Tagged) -> Iterator[str]:
    """Every number of marked content is one element's, and none is another's too."""
    used = Counter(kid for element in tagged.elements for kid in element.kids if isinstance(kid, Content))
    there = {Content(stream, mcid) for stream, drawn in tagged.drawn.items() for mcid in drawn.texts}
    yield from (f"{content} is in no element" for content in there - set(used))
    yield from (f"{content} is not drawn" for content in set(used) - there)
    yield from (f"{content} is in {times} elements" for content, times in used.items() if times > 1)


def leads_back_from_content(tagged: Tagged) -> Iterator[str]:
    """The parent tree names, for each piece of content and each annotation, the element that holds it."""
    parents = _parent_tree(tagged)
    for element in tagged.elements:
        for kid in element.kids:
            if isinstance(kid, Content):
                owner = tagged.owners.get(kid.stream)
                entry = parents.get(int(owner.get("/StructParents", -1))) if owner is not None else None
                listed = entry is not None and isinstance(entry, pikepdf.Array) and kid.mcid < len(entry)
                if not listed or entry[kid.mcid].objgen != element.object.objgen:
                    yield f"the parent tree does not lead from {kid} to <{element.type}>"
            elif isinstance(kid, Annotation):
                back = parents.get(int(kid.object.get("/StructParent", -1)))
                if back is None or back.objgen != element.object.objgen:
                    yield f"the parent tree does not lead from annotation {kid.number} to <{element.type}>"


def tags_links(tagged: Tagged) -> Iterator[str]:
    """28-011: a link's annotation is in a <Link>; and a <Link> has one, and words (or a picture)."""
    held = {kid.number: element for element in tagged.elements for kid in element.kids if isinstance(kid, Annotation)}
    for _, annotation in _annotations(tagged):
        element = held.get(annotation.objgen[0])
        if element is None or element.type != "Link":
            yield f"annotation {annotation.objgen[0]} is in {element.type if element else 'no element'}"
    on_pages = {annotation.objgen[0] for _, annotation in _annotations(tagged)}
    for link in tagged.of("Link"):
        numbers = [kid.number for kid in link.kids if isinstance(kid, Annotation)]
        if not numbers or not set(numbers) <= on_pages:
            yield f"a <Link> without its annotation: {tagged.text(link)!r}"
        if not any(isinstance(kid, Content) for each in link.below() for kid in each.kids):
            yield "a <Link> without content"


def describes_links(tagged: Tagged) -> Iterator[str]:
    """28-012: a link has a description in /Contents, and it is none of the file's inner names."""
    names = tagged.pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    inner = {str(name) for name in list(names)[::2]}
    for _, annotation in _annotations(tagged):
        contents = str(annotation.get("/Contents", ""))
        if not contents.strip():
            yield f"annotation {annotation.objgen[0]} has no /Contents"
        elif contents in inner:
            yield f"annotation {annotation.objgen[0]} says {contents!r}"


def orders_tabs(tagged: Tagged) -> Iterator[str]:
    """28-008, 28-009: on a page with annotations, tabs follow the structure."""
    for page, _ in _annotations(tagged):
        if page.get("/Tabs") != "/S":
            yield "a page with links whose tabs do not follow the structure"


def finds_destinations(tagged: Tagged) -> Iterator[str]:
    """A link inside the file leads to a place that is there."""
    names = tagged.pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    inner = {str(name) for name in list(names)[::2]}
    for _, annotation in _annotations(tagged):
        if "/Dest" in annotation and str(annotation.Dest) not in inner:
            yield f"no place is called {annotation.Dest}"


def names_notes(tagged: Tagged) -> Iterator[str]:
    """19-003, 19-004: a <Note> has an /ID, which is its own; and the tree's /IDTree finds it."""
    seen: Counter[str] = Counter(str(element.object.ID) for element in tagged.elements if "/ID" in element.object)
    index: dict[str, Any] = {}
    if tagged.tree is not None and "/IDTree" in tagged.tree:
        names = list(tagged.tree.IDTree.get("/Names", []))
        index = {str(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
    for element in tagged.elements:
        identity = str(element.object.get("/ID", ""))
        if element.type == "Note" and not identity:
            yield f"a <Note> without /ID: {tagged.text(element)[:30]!r}"
        if identity and seen[identity] > 1:
            yield f"/ID {identity} is not unique"
        if identity and (identity not in index or index[identity].objgen != element.object.objgen):
            yield f"/IDTree does not find {identity}"


def describes_figures(tagged: Tagged) -> Iterator[str]:
    """13-004: a <Figure> has an alternative text; and it says where it is, on the page."""
    for figure in tagged.of("Figure"):
        if not str(figure.object.get("/Alt", "")).strip() and "/ActualText" not in figure.object:
            yield "a <Figure> without alternative text"
        box = figure.object.get("/A", {}).get("/BBox")
        page = figure.object.get("/Pg")
        if box is None or page is None:
            yield "a <Figure> without /BBox"
            continue
        left, low, right, high = map(float, box)
        page_left, page_low, page_right, page_high = map(float, page.MediaBox)
        if not (page_left <= left < right <= page_right and page_low <= low < high <= page_high):
            yield f"a <Figure> outside its page: {list(map(float, box))}"


def orders_headings(tagged: Tagged) -> Iterator[str]:
    """14-002, 14-003, 14-007: the first heading is <H1>, none skips a level, none is a plain <H>."""
    before = 0
    for element in tagged.elements:
        if element.type == "H":
            yield "<H>"
        if re.fullmatch("H[1-6]", element.type):
            level = int(element.type[1])
            if level > before + 1:
                yield f"<{element.type}> after <H{before}>"
            before = level


def builds_lists(tagged: Tagged) -> Iterator[str]:
    """<L> holds items and captions, <LI> a label and a body; both stand nowhere else. Numbered lists say so."""
    for element in tagged.elements:
        parent = element.parent.type if element.parent else ""
        if element.type == "L":
            strangers = [
                kid for kid in element.kids if not isinstance(kid, Element) or kid.type not in ("LI", "Caption")
            ]
            if strangers:
                yield "something in <L> that is no item"
            labels = [label for item in element.children("LI") for label in item.children("Lbl")]
            is_numbered = any(re.fullmatch(r"\W*(\d+|[ivxlc]+|\w)?\W*", tagged.text(label)) for label in labels)
            if is_numbered and element.object.get("/A", {}).get("/ListNumbering", "/None") == "/None":
                yield "a list with labels and no /ListNumbering"
        if element.type == "LI":
            if parent != "L":
                yield f"<LI> in <{parent}>"
            if any(not isinstance(kid, Element) or kid.type not in ("Lbl", "LBody") for kid in element.kids):
                yield "something in <LI> that is neither label nor body"
        if element.type == "LBody" and parent != "LI":
            yield f"<LBody> in <{parent}>"
        if element.type == "Lbl" and parent not in ("LI", "Note"):
            yield f"<Lbl> in <{parent}>"


_ROWS = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
}


def builds_tables(tagged: Tagged) -> Iterator[str]:
    """15-003 and around: rows and cells stand where they may, headers have a scope, rows are equally long."""
    for element in tagged.elements:
        parent = element.parent.type if element.parent else ""
        if element.type in _ROWS and parent not in _ROWS[element.type]:
            yield f"<{element.type}> in <{parent}>"
        if element.type == "TR" and any(
            not isinstance(kid, Element) or kid.type not in ("TH", "TD") for kid in element.kids
        ):
            yield "something in <TR> that is no cell"
        if element.type == "TH" and element.object.get("/A", {}).get("/Scope") not in ("/Row", "/Column", "/Both"):
            yield f"<TH> without a scope: {tagged.text(element)!r}"
        if element.type == "Table":
            if "Caption" in [kid.type for kid in element.children()][1:]:
                yield "a <Caption> that is not first in its <Table>"
            if any(each.type == "Table" for each in list(element.below())[1:]):
                continue
            rows = [each for each in element.below() if each.type == "TR"]
            widths: Counter[int] = Counter()
            for number, row in enumerate(rows):
                for cell in row.children("TH", "TD"):
                    attributes = cell.object.get("/A", {})
                    for below in range(int(attributes.get("/RowSpan", 1))):
                        widths[number + below] += int(attributes.get("/ColSpan", 1))
            if len(set(widths.values())) > 1 or len(widths) != len(rows):
                yield f"rows of {sorted(set(widths.values()))} cells"


def knows_languages(tagged: Tagged) -> Iterator[str]:
    """11-001, 11-006: the document says its language, and every /Lang is a language's tag."""
    root = tagged.pdf.Root
    if not str(root.get("/Lang", "")).strip():
        yield "the document has no /Lang"
    elif not _TAG.fullmatch(str(root.Lang)):
        yield f"{root.Lang} is no language"
    for element in tagged.elements:
        if "/Lang" in element.object and not _TAG.fullmatch(str(element.object.Lang)):
            yield f"{element.object.Lang} is no language"


def keeps_margins_out(tagged: Tagged) -> Iterator[str]:
    """Running headers, page numbers and watermarks are artifacts that say they belong to the page (18-001 asks it of
    people: is every header and footer one?). Here: each page has one, and none of its words is in the tree."""
    for number, page in enumerate(tagged.pdf.pages, 1):
        drawn = tagged.drawn[page.obj.objgen[0]]
        if drawn.artifacts and not any(kind == "/Pagination" for kind, _ in drawn.artifacts):
            yield f"page {number} has no running header or page number"


def has_metadata(tagged: Tagged) -> Iterator[str]:
    """06-001 to 06-003: XMP metadata, well formed, that claim PDF/UA-1 and have a title; 07-001, 07-002: shown by
    viewers. Nothing stands outside <rdf:RDF>."""
    root = tagged.pdf.Root
    if "/Metadata" not in root:
        yield "there are no metadata"
        return
    try:
        packet = etree.fromstring(root.Metadata.read_bytes())
    except etree.XMLSyntaxError as error:
        yield f"the metadata are not well formed: {error}"
        return
    spaces = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "ua": "http://www.aiim.org/pdfua/ns/id/",
    }
    if [etree.QName(child).localname for child in packet] != ["RDF"]:
        yield "something stands outside <rdf:RDF>"
    part = packet.xpath("//ua:part/text() | //@ua:part", namespaces=spaces)
    if list(map(str, part)) != ["1"]:
        yield f"the metadata claim part {part}"
    titles = packet.xpath("//dc:title/rdf:Alt/rdf:li/text()", namespaces=spaces)
    if not any(title.strip() for title in titles):
        yield "the metadata have no title"
    elif str(tagged.pdf.docinfo.get("/Title", "")) not in titles:
        yield "the metadata's title is not the document's"
    tags = packet.xpath("//dc:language/rdf:Bag/rdf:li/text()", namespaces=spaces)
    if str(root.get("/Lang", "")) not in tags:
        yield "the metadata do not name the document's language"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "viewers are not told to show the title"


def has_an_outline(tagged: Tagged) -> Iterator[str]:
    """The outline has the headings, in their order and one below the other."""

    def items(item: Any, depth: int) -> Iterator[tuple[int, str]]:
        while item is not None:
            yield depth, str(item.Title)
            yield from items(item.get("/First"), depth + 1)
            item = item.get("/Next")

    outlines = tagged.pdf.Root.get("/Outlines")
    outline = list(items(outlines.get("/First"), 1)) if outlines is not None else []
    headings = [
        (int(element.type[1]), _spoken_heading(tagged, element))
        for element in tagged.elements
        if re.fullmatch("H[1-6]", element.type)
    ]
    if [(depth, _squeezed(title)) for depth, title in outline] != headings:
        yield f"the outline is {outline}, the headings are {headings}"


def _spoken_heading(tagged: Tagged, element: Element) -> str:
    parts = []
    for kid in element.kids:
        if isinstance(kid, Element) and kid.type != "Reference":
            parts.append(_spoken_heading(tagged, kid))
        elif isinstance(kid, Content):
            parts.append(tagged.drawn[kid.stream].texts.get(kid.mcid, ""))
    return _squeezed(str(element.object.ActualText) if "/ActualText" in element.object else "".join(parts))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))


def maps_letters(tagged: Tagged) -> Iterator[str]:
    """10-001: every glyph of a text stands for a letter."""
    for drawn in tagged.drawn.values():
        yield from (f"a glyph without a letter in {text!r}" for text in drawn.texts.values() if "\ufffd" in text)


def fills_elements(tagged: Tagged) -> Iterator[str]:
    """No element is empty but a table's cell; a note has a label and text."""
    for element in tagged.elements:
        if not element.kids and element.type not in ("TD", "TH"):
            yield f"<{element.type}> is empty"


RULES: tuple[Callable[[Tagged], Iterator[str]], ...] = (
    is_marked,
    has_one_document,
    has_a_sound_tree,
    marks_all_content,
    nests_no_marks,
    refers_to_all_content,
    leads_back_from_content,
    tags_links,
    describes_links,
    orders_tabs,
    finds_destinations,
    names_notes,
    describes_figures,
    orders_headings,
    builds_lists,
    builds_tables,
    knows_languages,
    keeps_margins_out,
    has_metadata,
    has_an_outline,
    maps_letters,
    fills_elements,
)


def faults(tagged: Tagged) -> dict[str, list[str]]:
    """The faults of a PDF by the name of the rule; an empty dictionary if there are none."""
    found = {rule.__name__: sorted(rule(tagged)) for rule in RULES}
    return {name: each for name, each in found.items() if each}
