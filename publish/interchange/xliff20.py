"""XLIFF 2.0 (OASIS Standard, 5 August 2014): a document written for translators' tools, and read as they return it.

Codes are `<pc>` and `<ph>` whose Markdown stands in `<originalData>`. States, by what the standard says of `state`: a
draft is `initial`, since no translator has been there, with the sub-state `publish:draft`; outdated likewise; reviewed
is `reviewed`, signed off `final`. `translated` is what other tools write once a translator has been there: accepted.
What an entry was when it was handed out stands in the metadata module, which tools keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from publish.interchange.inline import Alone, Begin, End, Ids, Token, codes_of, read
from publish.interchange.units import Document, Returned, Status, Unit, joined, seal_in
from publish.interchange.xliff import Version, tokens
from publish.interchange.xml import (
    SPACE,
    child,
    children,
    content_in_parts,
    name_of,
    on_lines,
    refuse_what_xml_cannot_hold,
    text_in,
)
from publish.segments import MERGED

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

_STATES = {
    Status.UNTRANSLATED: ("initial", ""),
    Status.DRAFT: ("initial", "publish:draft"),
    Status.OUTDATED: ("initial", "publish:outdated"),
    Status.REVIEWED: ("reviewed", ""),
    Status.SIGNED_OFF: ("final", ""),
}
_ACCEPTED = frozenset({"translated", "reviewed", "final"})

_PLACE, _PREVIOUS = "place", "previous source"
_OWN_NOTES = frozenset({_PLACE, _PREVIOUS})

# The values of type and subType (section 4.3.1.38 f.); shown to a translator is what stands in `disp`.
_TYPES = {
    "emphasis": ("fmt", "xlf:i"),
    "strong": ("fmt", "xlf:b"),
    "break": ("fmt", "xlf:lb"),
    "link": ("link", "publish:link"),
    "note": ("other", "publish:note"),
    "code": ("other", "publish:code"),
}
_KINDS = {sub_type: kind for kind, (_, sub_type) in _TYPES.items()}


def written(document: Document) -> bytes:
    """The document as a file with one `<file>`; `PublishError` if a text has what XML cannot hold."""
    refuse_what_xml_cannot_hold(document)
    return content_in_parts(document, _tree, b"unit")


def _tree(document: Document) -> _Element:
    root = etree.Element(
        f"{{{NAMESPACE}}}xliff",
        {"version": "2.0", "srcLang": document.source, "trgLang": document.target},
        nsmap={None: NAMESPACE, "mda": _METADATA},
    )
    file = _added(root, "file", {"id": "f1", "original": document.file})
    for unit in document.units:
        _write(file, unit, document)
    on_lines(root)
    return root


def _added(parent: _Element, name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> _Element:
    node = etree.SubElement(parent, name if name.startswith("{") else f"{{{NAMESPACE}}}{name}", dict(attributes or {}))
    if text:
        node.text = text
    return node


def _write(file: _Element, unit: Unit, document: Document) -> None:
    node = _added(file, "unit", {"id": unit.id})
    meta = {"seal": str(unit.seal), "context": unit.context, "merged": "yes" if unit.is_merged else ""}
    group = _added(_added(node, f"{{{_METADATA}}}metadata"), f"{{{_METADATA}}}metaGroup", {"category": "publish"})
    for kind, value in meta.items():
        if value:
            _added(group, f"{{{_METADATA}}}meta", {"type": kind}, value)
    notes = {
        _PLACE: joined(unit.roles),
        "comment": joined(unit.comments),
        _PREVIOUS: unit.previous,
    }
    if any(notes.values()):
        holder = _added(node, "notes")
        for category, text in notes.items():
            if text:
                _added(holder, "note", {"category": category}, text)
    ids = Ids()
    source = ids.tokens(unit.source, document.source)
    target = [] if unit.is_merged or not unit.target else ids.tokens(unit.target, document.target)
    data = _Data()
    for token in (*source, *target):
        if not isinstance(token, str):
            data.number(token.code)
    if data.numbers:
        holder = _added(node, "originalData")
        for code, number in data.numbers.items():
            _added(holder, "data", {"id": number, SPACE: "preserve"}, code)
    state, sub_state = _STATES[unit.status]
    segment = _added(node, "segment", {"state": state, **({"subState": sub_state} if sub_state else {})})
    _fill(_added(segment, "source", {SPACE: "preserve"}), source, data)
    if unit.target:
        _fill(_added(segment, "target", {SPACE: "preserve"}), target, data)


class _Data:
    """The codes of a unit, each once, by what `dataRef` calls them."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def number(self, code: str) -> str:
        return self.numbers.setdefault(code, f"d{len(self.numbers) + 1}")


def _fill(node: _Element, tokens: Sequence[Token], data: _Data) -> None:
    ends = {token.id: token.code for token in tokens if isinstance(token, End)}
    parents, last = [node], None
    for token in tokens:
        match token:
            case Begin(id=number, kind=kind, code=code):
                kinds = dict(zip(("type", "subType"), _TYPES[kind], strict=True))
                start, end = data.number(code), data.number(ends[number])
                shown = {"dispStart": code, "dispEnd": ends[number]}
                pair = {"id": number, **kinds, **shown, "dataRefStart": start, "dataRefEnd": end}
                parents.append(_added(parents[-1], "pc", pair))
                last = None
            case End():
                last = parents.pop()
            case Alone(id=number, kind=kind, code=code):
                kinds = dict(zip(("type", "subType"), _TYPES[kind], strict=True))
                shown = {"disp": "↵" if kind == "break" else code, "equiv": " " if kind == "break" else ""}
                last = _added(parents[-1], "ph", {"id": number, **kinds, **shown, "dataRef": data.number(code)})
            case text if last is None:
                parents[-1].text = (parents[-1].text or "") + text
            case text:
                last.tail = (last.tail or "") + text


def _languages(root: _Element, _file: _Element) -> tuple[str, str]:
    return root.get("srcLang", ""), root.get("trgLang", "")


def _returned(node: _Element, source: str, target: str) -> Returned:
    holder = child(node, "originalData")
    data = {} if holder is None else {item.get("id", ""): text_in(item) for item in children(holder, "data")}
    parts = list(children(node, "segment", "ignorable"))
    origin = [token for part in parts for token in _side(part, "source", data)]
    known = codes_of(origin)
    meta = {
        item.get("type", ""): text_in(item)
        for item in node.iter(f"{{{_METADATA}}}meta")
        if (parent := item.getparent()) is not None and parent.get("category") == "publish"
    }
    result = read((token for part in _in_target_order(parts) for token in _target(part, data)), target, known)
    text = result.markdown
    segments = [part for part in parts if name_of(part) == "segment"]
    if not any(child(part, "target") is not None for part in segments):
        text = ""
    elif not text.strip() and meta.get("merged") == "yes":
        text = MERGED
    # Some tools put notes into the segment, where the standard has none.
    notes = [item for item in node.iter() if name_of(item) == "note" and item.get("category") not in _OWN_NOTES]
    return Returned(
        node.get("id", ""),
        read(origin, source, known).markdown,
        text,
        _acceptance([part.get("state", "") for part in segments]),
        meta.get("context", ""),
        tuple(text_in(note) for note in notes if note.get("appliesTo") != "source"),
        seal_in(meta.get("seal", "")),
        node.sourceline or 0,
        tuple(result.faults),
    )


def _acceptance(states: Sequence[str]) -> bool | None:
    if not any(states):
        return None
    return all(state in _ACCEPTED for state in states)


def _in_target_order(parts: Sequence[_Element]) -> list[_Element]:
    """The parts as the translation has them: `order` counts from 1 (section 4.3.1.23), the others keep their places."""
    placed: dict[int, _Element] = {}
    for part in parts:
        target = child(part, "target")
        order = target.get("order", "") if target is not None else ""
        if order.isdecimal():
            placed[int(order)] = part
    rest = iter([part for part in parts if part not in placed.values()])
    result = [placed[number] if number in placed else next(rest, None) for number in range(1, len(parts) + 1)]
    return (
        [part for part in result if part is not None]
        + [part for number, part in placed.items() if not 1 <= number <= len(parts)]
        + list(rest)
    )


def _target(part: _Element, data: Mapping[str, str]) -> Iterator[Token]:
    # What stands between segments is the same in both languages unless its target says otherwise.
    is_between = name_of(part) == "ignorable" and child(part, "target") is None
    return _side(part, "source" if is_between else "target", data)


def _side(part: _Element, name: str, data: Mapping[str, str]) -> Iterator[Token]:
    node = child(part, name)
    if node is not None:
        yield from _tokens(node, data)


def _tokens(node: _Element, data: Mapping[str, str]) -> Iterator[Token]:
    return tokens(node, lambda item: _element(item, data))


def _element(node: _Element, data: Mapping[str, str]) -> Iterator[Token]:
    number = node.get("id") or node.get("copyOf") or ""
    kind = _KINDS.get(node.get("subType", ""), "")
    code = data.get(node.get("dataRef", ""), "")
    match name_of(node):
        case "pc":
            yield Begin(number, kind, data.get(node.get("dataRefStart", ""), ""))
            yield from _tokens(node, data)
            yield End(number, data.get(node.get("dataRefEnd", ""), ""))
        case "sc":
            yield Begin(number, kind, code)
        case "ec":
            yield End(node.get("startRef") or number, code)
        case "ph":
            yield Alone(number, kind, code)
        case "cp" if node.get("hex", "").isalnum():
            yield Alone(number or node.get("hex", ""), "", "")
        case "sm" | "em":
            pass
        case _:
            # Annotations, and elements of other namespaces: what they mark is still text.
            yield from _tokens(node, data) if isinstance(node.tag, str) else ()


VERSION = Version("unit", _languages, _returned)
