"""A document's XMP packet, as a tree whose properties can be read and replaced; no clock, no random number."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from publish.render.characters import allowed

if TYPE_CHECKING:
    import pikepdf

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_RDF = f"{{{NAMESPACES['rdf']}}}"
_HEAD = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL = b'\n<?xpacket end="r"?>\n'
_EMPTY = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}"/></x:xmpmeta>'


def packet_of(pdf: pikepdf.Pdf) -> Any:
    """The packet's root; an empty one if the document has none that can be read."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True, remove_pis=True)
    stream = pdf.Root.get("/Metadata")
    try:
        root = etree.fromstring(stream.read_bytes() if stream is not None else _EMPTY.encode(), parser)
    except etree.XMLSyntaxError:
        root = etree.fromstring(_EMPTY, parser)
    if root.find(f"{_RDF}RDF") is None:
        root = etree.fromstring(_EMPTY, parser)
    return root


def put(root: Any, properties: Mapping[str, str | Any]) -> None:
    """Replace properties, named as `xmp:CreateDate`; a value is text or an element below the property.

    They stand in one description of their own, after those that are there.
    """
    from lxml import etree

    drop(root, properties)
    prefixes = {name.partition(":")[0] for name in properties} | {"rdf"}
    spaces = {prefix: NAMESPACES[prefix] for prefix in sorted(prefixes)}
    description = etree.SubElement(root.find(f"{_RDF}RDF"), f"{_RDF}Description", nsmap=spaces)
    description.set(f"{_RDF}about", "")
    for name, value in properties.items():
        element = etree.SubElement(description, qualified(name))
        if isinstance(value, str):
            element.text = allowed(value)
        else:
            element.append(value)


def drop(root: Any, properties: Mapping[str, Any] | list[str]) -> None:
    """Remove properties, written as elements or as attributes, and descriptions that are left empty."""
    names = {qualified(name) for name in properties}
    for description in list(root.iter(f"{_RDF}Description")):
        for name in names & set(description.attrib):
            del description.attrib[name]
        for element in [child for child in description if child.tag in names]:
            description.remove(element)
        if not len(description) and set(description.attrib) <= {f"{_RDF}about"}:
            description.getparent().remove(description)


def property_of(root: Any, name: str) -> str:
    """A property's text, its first item's if it is a list; "" if it is not there."""
    for description in root.iter(f"{_RDF}Description"):
        if qualified(name) in description.attrib:
            return str(description.get(qualified(name)))
        element = description.find(qualified(name))
        if element is not None:
            items = list(element.iter(f"{_RDF}li"))
            return str((items[0] if items else element).text or "")
    return ""


def save_packet(pdf: pikepdf.Pdf, root: Any) -> None:
    """Write the packet into the document, uncompressed, as other programs look for it in the file's bytes."""
    import pikepdf
    from lxml import etree

    etree.cleanup_namespaces(root, keep_ns_prefixes=["rdf", "x"])
    etree.indent(root, " ")
    stream = pdf.make_stream(_HEAD + etree.tostring(root, encoding="utf-8") + _TAIL)
    stream.Type = pikepdf.Name.Metadata
    stream.Subtype = pikepdf.Name.XML
    pdf.Root.Metadata = stream


def qualified(name: str) -> str:
    """The name as lxml writes it: `dc:title` with its namespace's address."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def bag_item(kind: str, fields: Mapping[str, str | Any]) -> Any:
    """A list (`Bag`, `Seq`) with one structure in it."""
    from lxml import etree

    # PDF/A prescribes the prefixes of its own schemas, not only their addresses.
    spaces = {prefix: NAMESPACES[prefix] for prefix in sorted({name.partition(":")[0] for name in fields} | {"rdf"})}
    outer = etree.Element(f"{_RDF}{kind}", nsmap=spaces)
    item = etree.SubElement(outer, f"{_RDF}li")
    item.set(f"{_RDF}parseType", "Resource")
    for name, value in fields.items():
        element = etree.SubElement(item, qualified(name))
        if isinstance(value, str):
            element.text = allowed(value)
        else:
            element.append(value)
    return outer


def put_titles(pdf: pikepdf.Pdf, root: Any) -> None:
    """See that the packet has the title that the document's information has."""
    from lxml import etree

    title = str(pdf.docinfo.get("/Title", ""))
    if title and not property_of(root, "dc:title"):
        alternatives = etree.Element(f"{_RDF}Alt")
        item = etree.SubElement(alternatives, f"{_RDF}li")
        item.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")
        item.text = allowed(title)
        put(root, {"dc:title": alternatives})


def put_dates(pdf: pikepdf.Pdf, root: Any, date: datetime.date) -> None:
    """Say in both places that the document was made on that day, and never changed since."""
    put(
        root,
        {f"xmp:{name}": f"{date.isoformat()}T00:00:00Z" for name in ("CreateDate", "ModifyDate", "MetadataDate")},
    )
    for key in ("/CreationDate", "/ModDate"):
        pdf.docinfo[key] = f"D:{date:%Y%m%d}000000Z"
