"""XML for and from programs we do not know: written the same each time, read without entities and without a network."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.errors import PublishError, first_line
from publish.interchange.units import Document
from publish.untrusted_xml import PARSER_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_UNITS_IN_A_TREE = 500
_PIECE = 65_536

# XML 1.0 (fifth edition), production 2.
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def elements(content: bytes, file: str) -> Iterator[tuple[str, _Element]]:
    """Each element of a document as it begins ("start") and ends ("end"), without comments and instructions.

    `PublishError` with the line for what is no whole XML, when its fault is reached, and before the first element for
    what has a document type: only that can declare entities.
    """
    from lxml import etree

    options: dict[str, Any] = {"events": ("start", "end"), **PARSER_OPTIONS}
    parser = etree.XMLPullParser(**options)
    is_checked = False
    try:
        for start in range(0, len(content), _PIECE):
            parser.feed(content[start : start + _PIECE])
            # Some faults are not raised, and what follows would be read as another document.
            if faults := parser.feed_error_log.filter_from_errors():
                raise _no_whole_xml(faults[0].message, faults[0].line, file)
            for event, node in parser.read_events():
                if not is_checked:
                    _refuse_a_document_type(node, file)
                    is_checked = True
                yield event, node
        parser.close()
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        what = re.sub(r" *\(line \d+\)|, line \d+, column \d+.*", "", first_line(error))
        raise _no_whole_xml(what, getattr(error, "lineno", None) or 1, file) from error


def _no_whole_xml(what: str, line: int, file: str) -> PublishError:
    return PublishError(
        f"it is no whole XML ({what.strip()}); save or export it again in the program it comes from",
        file=file,
        line=line,
    )


def _refuse_a_document_type(root: _Element, file: str) -> None:
    if root.getroottree().docinfo.doctype:
        raise PublishError("it has a document type, which XLIFF has not; take the line <!DOCTYPE …> out", file=file)


def forget(node: _Element) -> None:
    """Give back the room of an element that has ended, and of all that stand before it."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def content_of_tree(root: _Element) -> bytes:
    """The document as bytes: UTF-8, each element without text in it on its own line."""
    from lxml import etree

    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def content_in_parts(document: Document, tree: Callable[[Document], _Element], name: bytes) -> bytes:
    """The document as bytes, of trees that have a part of its units each: the tree of a whole book has no room.

    `name` is that of a unit's element.
    """
    parts = [
        content_of_tree(tree(replace(document, units=document.units[start : start + _UNITS_IN_A_TREE])))
        for start in range(0, len(document.units), _UNITS_IN_A_TREE)
    ]
    if len(parts) <= 1:
        return parts[0] if parts else content_of_tree(tree(document))
    start, end = b"<%b " % name, b"</%b>" % name
    head, tail = parts[0][: parts[0].index(start)], parts[-1][parts[-1].rindex(end) + len(end) :]
    gap = head[head.rindex(b"\n") :]
    bodies = (part[part.index(start) : part.rindex(end) + len(end)] for part in parts)
    return head + gap.join(bodies) + tail


def on_lines(node: _Element, depth: int = 0) -> None:
    """Line ends and indentation between the elements that hold nothing but elements."""
    if not len(node) or (node.text or "").strip() or node.get(SPACE) == "preserve":
        return
    indentation = "\n" + "  " * (depth + 1)
    node.text = indentation
    for child in node:
        on_lines(child, depth + 1)
        child.tail = indentation
    node[-1].tail = indentation[:-2]


def name_of(node: _Element) -> str:
    """The element's name without its namespace; "" for what is no element of XLIFF's own."""
    return _name(node.tag) if isinstance(node.tag, str) else ""


@functools.lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    return name if not namespace or namespace.removeprefix("{").startswith("urn:oasis:names:tc:xliff:document:") else ""


def children(node: _Element, *names: str) -> Iterator[_Element]:
    """The element's own children of these names."""
    return (child for child in node if name_of(child) in names)


def child(node: _Element, name: str) -> _Element | None:
    """The first of them; None if there is none."""
    return next(children(node, name), None)


def text_in(node: _Element) -> str:
    """All text in the element, whatever stands between."""
    return "".join(node.itertext())


def refuse_what_xml_cannot_hold(document: Document) -> None:
    """`PublishError`, naming the catalogue's line, if a unit has a character that no XML file can have."""
    for unit in document.units:
        texts = {
            "source": unit.source,
            "translation": unit.target,
            "previous source": unit.previous,
            "context": unit.context,
            "comment": "\n".join((*unit.roles, *unit.comments)),
        }
        for name, text in texts.items():
            found = _REFUSED.search(text)
            if found:
                raise PublishError(
                    f"the {name} has the character U+{ord(found[0]):04X}, which XML cannot hold; take it out",
                    file=document.file,
                    line=unit.line,
                )
