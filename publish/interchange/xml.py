"""XML for and from programs we do not know: written the same each time, read without entities and without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.errors import PublishError, first_line
from publish.interchange.units import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# XML 1.0 (fifth edition), production 2.
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root_of(content: bytes, file: str) -> _Element:
    """The root of a document, without comments and processing instructions.

    `PublishError` with the line for what is no whole XML, or has a document type: only that can declare entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        what = re.sub(r", line \d+, column \d+.*", "", first_line(error))
        line = getattr(error, "lineno", None) or 0
        raise PublishError(
            f"it is no whole XML ({what}); save or export it again in the program it comes from", file=file, line=line
        ) from error
    if root.getroottree().docinfo.doctype:
        raise PublishError("it has a document type, which XLIFF has not; take the line <!DOCTYPE …> out", file=file)
    return root


def content_of_tree(root: _Element) -> bytes:
    """The document as bytes: UTF-8, each element without text in it on its own line."""
    from lxml import etree

    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


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
    if not isinstance(node.tag, str):
        return ""
    namespace, _, name = node.tag.rpartition("}")
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
