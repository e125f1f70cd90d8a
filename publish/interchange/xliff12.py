"""XLIFF 1.2 (OASIS Standard, 1 February 2008): a document written for translators' tools, and read as they return it.

Codes stand inline as `<bpt>`, `<ept>` and `<ph>` with their Markdown. What an entry was when it was handed out stands
in a context group, where the "XLIFF 1.2 Representation Guide for Gettext PO" puts such things: tools keep those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"

_STATES = {
    Status.DRAFT: "needs-review-translation",
    Status.OUTDATED: "needs-review-translation",
    Status.REVIEWED: "translated",
    Status.SIGNED_OFF: "final",
}
_ACCEPTED = frozenset({"translated", "final", "signed-off"})

# The values of ctype (section 2.3), for those of our marks that it knows.
_CTYPES = {
    "emphasis": "italic",
    "strong": "bold",
    "link": "link",
    "break": "lb",
    "note": "x-note",
    "code": "x-code",
}
_KINDS = {ctype: kind for kind, ctype in _CTYPES.items()} | {"x-html-em": "emphasis", "x-html-strong": "strong"}

_SEAL = "x-publish-seal"
_MERGED = "x-publish-merged"
_CONTEXT = "x-gettext-msgctxt"


def written(document: Document) -> bytes:
    """The document as a file with one `<file>`; `PublishError` if a text has what XML cannot hold."""
    refuse_what_xml_cannot_hold(document)
    return content_in_parts(document, _tree, b"trans-unit")


def _tree(document: Document) -> _Element:
    root = etree.Element(f"{{{NAMESPACE}}}xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})
    file = _added(
        root,
        "file",
        {
            "original": document.file,
            "source-language": document.source,
            "target-language": document.target,
            "datatype": "x-markdown",
            "tool-id": "publish",
        },
    )
    header = _added(file, "header")
    _added(header, "tool", {"tool-id": "publish", "tool-name": "publish"})
    body = _added(file, "body")
    for unit in document.units:
        _write(body, unit, document)
    on_lines(root)
    return root


def _added(parent: _Element, name: str, attributes: dict[str, str] | None = None, text: str = "") -> _Element:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes or {})
    if text:
        node.text = text
    return node


def _write(body: _Element, unit: Unit, document: Document) -> None:
    attributes = {"id": unit.id}
    if not unit.status.is_accepted:
        attributes["approved"] = "no"
    elif unit.status is Status.SIGNED_OFF:
        attributes["approved"] = "yes"
    node = _added(body, "trans-unit", attributes)
    ids = Ids()
    _fill(_preserving(_added(node, "source")), ids.tokens(unit.source, document.source))
    if unit.target:
        target = _preserving(_added(node, "target", {"state": _STATES[unit.status]}))
        _fill(target, [] if unit.is_merged else ids.tokens(unit.target, document.target))
    group = _added(node, "context-group", {"purpose": "information"})
    _added(group, "context", {"context-type": _SEAL}, str(unit.seal))
    if unit.context:
        _added(group, "context", {"context-type": _CONTEXT}, unit.context)
    if unit.is_merged:
        _added(group, "context", {"context-type": _MERGED}, "yes")
    for author, lines in (("developer", unit.roles), ("translator", unit.comments)):
        if lines:
            _added(node, "note", {"from": author}, joined(lines))
    if unit.previous:
        former = _added(node, "alt-trans", {"alttranstype": "previous-version"})
        _fill(_preserving(_added(former, "source")), Ids().tokens(unit.previous, document.source))
        # The schema wants a target: the translation as it is was made for that source.
        _fill(
            _preserving(_added(former, "target")), [] if unit.is_merged else Ids().tokens(unit.target, document.target)
        )


def _preserving(node: _Element) -> _Element:
    node.set(SPACE, "preserve")
    return node


def _fill(node: _Element, tokens: Sequence[Token]) -> None:
    last: _Element | None = None
    for token in tokens:
        match token:
            case Begin(id=number, kind=kind, code=code):
                last = _added(node, "bpt", {"id": number, "ctype": _CTYPES[kind]}, code)
            case End(id=number, code=code):
                last = _added(node, "ept", {"id": number}, code)
            case Alone(id=number, kind=kind, code=code):
                last = _added(node, "ph", {"id": number, "ctype": _CTYPES[kind]}, code)
            case text if last is None:
                node.text = (node.text or "") + text
            case text:
                last.tail = (last.tail or "") + text


def _languages(_root: _Element, file: _Element) -> tuple[str, str]:
    return file.get("source-language", ""), file.get("target-language", "")


def _returned(node: _Element, source: str, target: str) -> Returned:
    source_node, target_node = child(node, "source"), child(node, "target")
    origin = list(_tokens(source_node)) if source_node is not None else []
    known = codes_of(origin)
    contexts = {
        item.get("context-type", ""): text_in(item)
        for group in children(node, "context-group")
        for item in children(group, "context")
    }
    result = read(_tokens(target_node) if target_node is not None else [], target, known)
    text = result.markdown
    if not text.strip() and contexts.get(_MERGED) == "yes" and target_node is not None:
        text = MERGED
    return Returned(
        node.get("id", ""),
        read(origin, source, known).markdown,
        text,
        _acceptance(node, target_node),
        contexts.get(_CONTEXT, ""),
        tuple(text_in(note) for note in children(node, "note") if note.get("from") != "developer"),
        seal_in(contexts.get(_SEAL, "")),
        node.sourceline or 0,
        tuple(result.faults),
    )


def _acceptance(node: _Element, target: _Element | None) -> bool | None:
    state = target.get("state", "") if target is not None else ""
    if node.get("approved") == "yes" or state in _ACCEPTED:
        return True
    return False if state or node.get("approved") == "no" else None


def _tokens(node: _Element) -> Iterator[Token]:
    """The text of a `<source>` or `<target>`, its codes as tokens."""
    return tokens(node, _element)


def _element(node: _Element) -> Iterator[Token]:
    number = node.get("id", "")
    pair = f"r{node.get('rid')}" if node.get("rid") else number
    kind = _KINDS.get(node.get("ctype", ""), "")
    code = text_in(node)
    match name_of(node):
        case "g":
            yield Begin(number, kind, "")
            yield from _tokens(node)
            yield End(number, "")
        case "bpt" | "bx":
            yield Begin(pair, kind, code)
        case "ept" | "ex":
            yield End(pair, code)
        case "ph" | "x":
            yield Alone(number, kind, code)
        case "it" if node.get("pos") == "close":
            yield End(pair, code)
        case "it":
            yield Begin(pair, kind, code)
        case "mrk" | "sub":
            yield from _tokens(node)
        case _:
            # Of another namespace: what it marks is still text.
            yield from _tokens(node) if isinstance(node.tag, str) else ()


VERSION = Version("trans-unit", _languages, _returned)
