"""A document's facts as XMP: title, authors, languages, rights, and what standard it was tagged for."""

from __future__ import annotations

import html
from collections.abc import Iterator

from publish.render.characters import allowed
from publish.render.passes.tags_record import Record

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
_TAIL = '</x:xmpmeta>\n<?xpacket end="r"?>\n'


def metadata_packet(record: Record, producer: str) -> bytes:
    """The packet, with nothing in it that the document does not say itself: no clock and no identifier."""
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    properties = "\n".join(_properties(record, producer))
    description = f'<rdf:Description rdf:about="" {spaces.replace(_RDF, "").strip()}>\n{properties}\n</rdf:Description>'
    text = f"{_HEAD}<rdf:RDF {_RDF}>\n{description}\n</rdf:RDF>\n{_TAIL}"
    return allowed(text).encode()


_RDF = f'xmlns:rdf="{_NAMESPACES["rdf"]}"'


def _properties(record: Record, producer: str) -> Iterator[str]:
    facts = record.facts
    yield "<pdfuaid:part>1</pdfuaid:part>"
    yield "<dc:format>application/pdf</dc:format>"
    if facts.get("title"):
        yield _alternatives("dc:title", facts["title"], record.language)
    if facts.get("authors"):
        yield _list("dc:creator", "Seq", facts["authors"])
    if facts.get("description"):
        yield _alternatives("dc:description", facts["description"], record.language)
    if record.language:
        yield _list("dc:language", "Bag", [record.language])
    rights = " ".join(dict.fromkeys(text for text in (facts.get("rights"), facts.get("licence")) if text))
    if rights:
        yield _alternatives("dc:rights", rights, record.language)
    if str(facts.get("licence", "")).startswith(("https://", "http://")):
        yield f"<xmpRights:WebStatement>{html.escape(facts['licence'])}</xmpRights:WebStatement>"
    if facts.get("created"):
        yield f"<xmp:CreateDate>{html.escape(facts['created'])}</xmp:CreateDate>"
    if facts.get("generator"):
        yield f"<xmp:CreatorTool>{html.escape(facts['generator'])}</xmp:CreatorTool>"
    if producer:
        yield f"<pdf:Producer>{html.escape(producer)}</pdf:Producer>"


def _alternatives(name: str, text: str, language: str) -> str:
    said = html.escape(text)
    own = f'<rdf:li xml:lang="{html.escape(language)}">{said}</rdf:li>' if language else ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{said}</rdf:li>{own}</rdf:Alt></{name}>'


def _list(name: str, kind: str, items: list[str]) -> str:
    content = "".join(f"<rdf:li>{html.escape(item)}</rdf:li>" for item in items)
    return f"<{name}><rdf:{kind}>{content}</rdf:{kind}></{name}>"
