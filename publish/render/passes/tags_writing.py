"""The structure tree as a PDF has it: elements, the way back from marked content to them, and their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from publish.render.passes.tags_record import Area, Piece
from publish.render.passes.tags_streams import Marks
from publish.render.passes.tags_text import Key
from publish.render.passes.tags_tree import Node

if TYPE_CHECKING:
    import pikepdf

_OWNERS = {"ListNumbering": "/List", "ColSpan": "/Table", "RowSpan": "/Table", "Scope": "/Table", "BBox": "/Layout"}


def write_structure(pdf: pikepdf.Pdf, tree: Node, marks: Marks, spoken: Mapping[Key, str]) -> None:
    """Puts the tree in the place of WeasyPrint's. `spoken` are the words of pieces whose glyphs do not say them."""
    _Writing(pdf, marks, spoken).write(tree)


class _Writing:
    """Makes the objects of one document's tree."""

    def __init__(self, pdf: pikepdf.Pdf, marks: Marks, spoken: Mapping[Key, str]) -> None:
        self.pdf = pdf
        self.marks = marks
        self.spoken = spoken
        self.pages = [page.obj for page in pdf.pages]
        self.parents: dict[int, dict[int, Any]] = defaultdict(dict)
        self.annotations: list[tuple[Any, Any]] = []
        self.identities: dict[str, Any] = {}

    def write(self, tree: Node) -> None:
        import pikepdf

        pdf = self.pdf
        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        root.K = pikepdf.Array([self._element(tree, root)])
        numbers = pikepdf.Array()
        for number, owner in enumerate(self.marks.owners):
            owner.StructParents = number
            elements = self.parents.get(number, {})
            numbers.append(number)
            numbers.append(pdf.make_indirect(pikepdf.Array([elements[mcid] for mcid in sorted(elements)])))
        for number, (annotation, element) in enumerate(self.annotations, len(self.marks.owners)):
            annotation.StructParent = number
            numbers.append(number)
            numbers.append(element)
        root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self.marks.owners) + len(self.annotations)
        if self.identities:
            names = pikepdf.Array()
            for name in sorted(self.identities, key=lambda each: each.encode("utf-8")):
                names.append(pikepdf.String(name))
                names.append(self.identities[name])
            root.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=names))
        pdf.Root.StructTreeRoot = root

    def _element(self, node: Node, parent: Any) -> Any:
        import pikepdf

        element = self.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/" + node.type), P=parent)
        )
        if node.language:
            element.Lang = pikepdf.String(node.language)
        if node.alternative:
            element.Alt = pikepdf.String(node.alternative)
        if node.expansion:
            element.E = pikepdf.String(node.expansion)
        if node.identity:
            identity = node.identity
            while identity in self.identities:
                identity += "'"
            element.ID = pikepdf.String(identity)
            self.identities[identity] = element
        if node.attributes:
            element.A = self._attributes(node.attributes)
        first = next((self.pages[each.page] for each in node.kids if isinstance(each, Piece | Area)), None)
        if first is not None:
            element.Pg = first
        kids = [self._kid(kid, element, first) for kid in node.kids]
        if kids:
            element.K = kids[0] if len(kids) == 1 else pikepdf.Array(kids)
        return element

    def _attributes(self, attributes: dict[str, Any]) -> Any:
        import pikepdf

        owner = _OWNERS[next(iter(attributes))]
        dictionary = pikepdf.Dictionary(O=pikepdf.Name(owner))
        for key, value in attributes.items():
            if isinstance(value, str):
                dictionary["/" + key] = pikepdf.Name("/" + value)
            elif isinstance(value, tuple):
                dictionary["/" + key] = pikepdf.Array([round(number, 3) for number in value])
            else:
                dictionary["/" + key] = value
        return dictionary

    def _kid(self, kid: Node | Piece | Area, element: Any, page: Any) -> Any:
        import pikepdf

        if isinstance(kid, Node):
            return self._element(kid, element)
        if isinstance(kid, Area):
            annotation = self.pdf.get_object(kid.annotation, 0)
            self.annotations.append((annotation, element))
            return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation, Pg=self.pages[kid.page])
        place = self.marks.places[kid.page, kid.mcid]
        words = self.spoken.get((kid.page, kid.mcid))
        if words is not None:
            said = pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.Span, P=element, Pg=self.pages[kid.page]
            )
            said.ActualText = pikepdf.String(words)
            element, page = self.pdf.make_indirect(said), self.pages[kid.page]
        self.parents[place.owner][place.mcid] = element
        content: Any = place.mcid
        in_form = place.stream.get("/Type") != "/Page"
        if in_form or self.pages[kid.page] is not page:
            content = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=self.pages[kid.page], MCID=place.mcid)
            if in_form:
                content.Stm = place.stream
        if words is None:
            return content
        element.K = content
        return element
