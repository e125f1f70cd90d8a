"""The glossary as TBX, the format terminology tools exchange (ISO 30042), through translate-toolkit.

A term entry has the source's term, its note as the definition, and a language set for each locale somebody has decided:
its alternatives, or the source's term again where that is to be left as it is. Files of TBX version 3, and entries with
`ntig`, are read too. What comes from elsewhere is parsed here first, without entities, and only then handed on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from publish.errors import PublishError, SettingsError
from publish.glossary.finding import alike
from publish.glossary.table import decided, fault, shortened, tidy
from publish.glossary.terms import Glossary, Term
from publish.languages import language

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 20_000_000
"""Bytes; a hundred thousand terms."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What TBX version 3, and the nested form of a term, call the elements of the plain version 2 that the toolkit reads.
_VERSION_2 = {"tbx": "martif", "conceptEntry": "termEntry", "langSec": "langSet", "termSec": "tig", "ntig": "tig"}


def written(glossary: Glossary, source: str, file: str = "") -> bytes:
    """The glossary as a TBX file whose terms are in the language `source`."""
    from translate.storage.tbx import tbxfile

    store: Any = tbxfile(sourcelanguage=source)
    for term in glossary.terms:
        if reason := fault(term):
            raise PublishError(f"“{shortened(term.source)}” cannot be written: {reason}", file=file)
        unit = store.addsourceunit(term.source)
        unit.set_common_note(term.note, source=True)
        for locale in glossary.locales:
            wanted = term.cell(locale)
            if wanted is not None:
                unit.set_target_terms(list(wanted or (term.source,)), locale)
    return bytes(store)


def parsed(content: bytes, file: str, source: str) -> Glossary:
    """The glossary in a TBX file; the languages that Babel does not know stay under the names the file gives them.

    Entries without a term in the language `source` are left out, deprecated terms too; what two entries say of the same
    term is put together. Raises `PublishError` for what is no TBX and for what only an attack has: entities, hundreds
    of nested elements, more than `LARGEST` bytes.
    """
    from lxml import etree
    from translate.storage.tbx import tbxfile

    root = _checked(content, file)
    _bring_to_version_2(root)
    if root.tag != "martif" or root.find(".//body") is None:
        raise PublishError(
            "this is no TBX; its root must be <martif> or <tbx>, with a <body>: export it again", file=file
        )
    tags = _unify_languages(root, source)
    read: Any = tbxfile.parsestring
    store = read(etree.tostring(root), sourcelanguage=source)
    found: dict[str, _Found] = {}
    for unit in store.units:
        notes = [tidy(note.text) for note in unit.get_common_notes(source=True)]
        for term in unit.get_source_terms():
            name = tidy(term.text)
            if not name or term.deprecated:
                continue
            entry = found.setdefault(alike(name), _Found(name))
            entry.notes += [note for note in notes if note and note not in entry.notes]
            for tag in tags:
                texts = [tidy(other.text) for other in unit.get_target_terms(tag) if not other.deprecated]
                if texts := [text for text in texts if text]:
                    entry.wanted.setdefault(tag, []).extend(texts)
    if not found:
        raise PublishError(f"there is no term in {source} in it; export it with that language", file=file)
    terms = [entry.term() for entry in found.values()]
    for term in terms:
        if reason := fault(term):
            raise PublishError(f"“{shortened(term.source)}” cannot be taken over: {reason}", file=file)
    return Glossary(tuple(terms), tuple(tags))


class _Found:
    """What the entries read so far say of one term."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.notes: list[str] = []
        self.wanted: dict[str, list[str]] = {}

    def term(self) -> Term:
        wanted = tuple((tag, decided(self.source, texts)) for tag, texts in self.wanted.items())
        return Term(self.source, "; ".join(self.notes), wanted)


def _checked(content: bytes, file: str) -> _Element:
    """The file's root element, once there is nothing in the file that an honest one does not have."""
    from lxml import etree

    if len(content) > LARGEST:
        size = f"{len(content) / 1e6:.0f} MB"
        message = f"the file has {size}, and {LARGEST / 1e6:.0f} MB is the limit; export fewer terms or languages"
        raise PublishError(message, file=file)
    refused = PublishError("the file declares entities, which no TBX needs; have it exported without them", file=file)
    # Two bytes a letter in UTF-16, four in UTF-32.
    if b"<!ENTITY" in content.replace(b"\0", b""):
        raise refused
    parser: Any = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        reason = shortened(re.sub(r", line \d+, column \d+.*", "", str(error)), 100)
        line = getattr(error, "lineno", None) or 0
        message = f"the file is no whole XML ({reason}); have it exported again"
        raise PublishError(message, file=file, line=line) from error
    declared = root.getroottree().docinfo.internalDTD
    if (declared is not None and any(True for _ in declared.iterentities())) or any(
        not isinstance(node.tag, str) for node in root.iter()
    ):
        raise refused
    return root


def _bring_to_version_2(root: _Element) -> None:
    from lxml import etree

    for node in root.iter():
        name = etree.QName(node).localname
        node.tag = _VERSION_2.get(name, name)
    for group in list(root.iter("termGrp")):
        parent = group.getparent()
        position = parent.index(group)
        for child in reversed(list(group)):
            parent.insert(position, child)
        parent.remove(group)
    etree.cleanup_namespaces(root)


def _unify_languages(root: _Element, source: str) -> list[str]:
    """Give languages our tags, the source's every variant the tag `source`; the other tags, in their order."""
    tags: dict[str, None] = {}
    for entry in root.iter("termEntry"):
        known: dict[str, _Element] = {}
        for node in list(entry.findall("langSet")):
            tag = _tag(node.get(_XML_LANG) or node.get("lang") or "")
            if tag.partition("-")[0] == source.partition("-")[0]:
                tag = source
            elif tag:
                tags[tag] = None
            node.set(_XML_LANG, tag)
            if tag in known:
                known[tag].extend(list(node))
                entry.remove(node)
            known.setdefault(tag, node)
    return list(tags)


def _tag(name: str) -> str:
    parts = re.split("[-_]", name.strip())
    cased = {4: str.capitalize, 2: str.upper}
    tag = "-".join([parts[0].lower(), *(cased.get(len(part), str.lower)(part) for part in parts[1:])])
    try:
        return language(tag).tag
    except SettingsError:
        return name.strip()
