"""The glossary as TBX, the format terminology tools exchange (ISO 30042), through translate-toolkit.

A term entry has the source's term, its note as the definition, and a language set for each locale: its alternatives, or
the source's term again where that is to be left as it is; none where nobody has decided.

Files of TBX version 3, and entries with `ntig`, are read too. What comes from elsewhere is parsed here first, without
entities, and only then handed on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.errors import Finding, PublishError, SettingsError
from publish.glossary.finding import alike
from publish.glossary.table import decided, fault, shortened, tidy
from publish.glossary.terms import Glossary, Term
from publish.languages import language
from publish.untrusted_xml import PARSER_OPTIONS

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
    # Asked for a language, the toolkit also takes its usual country for it; so `de` has to be there before `de-DE`.
    locales = sorted(glossary.locales, key=len)
    for term in glossary.spelled_out().terms:
        if reason := fault(term):
            raise PublishError(f"“{shortened(term.source)}” cannot be written: {reason}", file=file)
        unit = store.addsourceunit(term.source)
        unit.set_common_note(term.note, source=True)
        for locale in locales:
            wanted = term.cell(locale)
            if wanted is not None:
                unit.set_target_terms(list(wanted or (term.source,)), locale)
    return bytes(store)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The glossary in a file, and which of the file's entries it does not have, and why."""

    glossary: Glossary
    findings: tuple[Finding, ...] = ()


def parsed(content: bytes, file: str, source: str, locales: Collection[str] = ()) -> Parsed:
    """The glossary in a TBX file; the languages that Babel does not know stay under the names the file gives them.

    Terms in a variant of the language `source` are the source's too, unless the variant is one of the publication's
    `locales`. Entries without a term in it are left out, deprecated terms too; what two entries say of the same term is
    put together. An entry that a table cannot hold is left out with a finding. Raises `PublishError` for what is no TBX
    and for what only an attack has: entities, hundreds of nested elements, more than `LARGEST` bytes.
    """
    from lxml import etree
    from translate.storage.tbx import tbxfile

    root = _checked(content, file)
    _bring_to_version_2(root)
    if root.tag != "martif" or root.find(".//body") is None:
        raise PublishError(
            "this is no TBX; its root must be <martif> or <tbx>, with a <body>: export it again", file=file
        )
    tags = _unify_languages(root, source, locales)
    lines = [entry.sourceline or 0 for entry in root.iter("termEntry")]
    read: Any = tbxfile.parsestring
    store = read(etree.tostring(root), sourcelanguage=source)
    found: dict[str, _Found] = {}
    findings: list[Finding] = []
    for unit, line in zip(store.units, lines, strict=True):
        for term in _terms(unit, source):
            if reason := fault(term):
                findings.append(_left_out(term, reason, file, line))
            else:
                found.setdefault(alike(term.source), _Found(term.source, line)).add(term)
    if not found and not findings:
        raise PublishError(f"there is no term in {source} in it; export it with that language", file=file)
    terms = []
    for entry in found.values():
        # A term that has a | and stays as it is can be written; not so beside an alternative from another entry.
        if reason := fault(entry.term()):
            findings.append(_left_out(entry.term(), reason, file, entry.line))
        else:
            terms.append(entry.term())
    return Parsed(Glossary(tuple(terms), tuple(tags)), tuple(findings))


def is_tbx(content: bytes) -> bool:
    """Whether a file is TBX of any version."""
    try:
        return _checked(content, "").tag.rpartition("}")[2] in ("martif", "tbx")
    except PublishError:
        return False


def _terms(unit: Any, source: str) -> list[Term]:
    """What one entry says, for each of its terms in the source's language."""
    # Asked for a language that is not there, the toolkit gives that of its usual country.
    present = [node.get(_XML_LANG) for node in unit.getlanguageNodes()]
    if source not in present:
        return []
    notes = [tidy(note.text) for note in unit.get_common_notes(source=True)]
    wanted = {tag: _texts(unit.get_target_terms(tag)) for tag in present if tag and tag != source}
    note = "; ".join(dict.fromkeys(note for note in notes if note))
    return [
        Term(name, note, tuple((tag, decided(name, texts)) for tag, texts in wanted.items() if texts))
        for name in _texts(unit.get_source_terms())
    ]


def _left_out(term: Term, reason: str, file: str, line: int) -> Finding:
    return Finding("warning", f"“{shortened(term.source)}” is left out: {reason}", file, line)


def _texts(terms: Iterable[Any]) -> list[str]:
    return [text for term in terms if not term.deprecated and (text := tidy(term.text))]


class _Found:
    """What the entries read so far say of one term."""

    def __init__(self, source: str, line: int) -> None:
        self.source = source
        self.line = line
        self.notes: dict[str, None] = {}
        self.wanted: dict[str, list[str]] = {}

    def add(self, term: Term) -> None:
        """Take in what one more entry says."""
        if term.note:
            self.notes[term.note] = None
        for tag, texts in term.wanted:
            self.wanted.setdefault(tag, []).extend(texts or [term.source])

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
    parser: Any = etree.XMLParser(**PARSER_OPTIONS)
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


def _unify_languages(root: _Element, source: str, locales: Collection[str]) -> list[str]:
    """Give languages our tags, the source's variants the tag `source`; the other tags, in their order."""
    nodes = [node for entry in root.iter("termEntry") for node in entry.findall("langSet")]
    for node in nodes:
        node.set(_XML_LANG, _tag(node.get(_XML_LANG) or node.get("lang") or ""))
    tags = dict.fromkeys(node.get(_XML_LANG) or "" for node in nodes)
    variants = _variants([tag for tag in tags if tag not in locales], source)
    for entry in root.iter("termEntry"):
        known: dict[str, _Element] = {}
        for node in list(entry.findall("langSet")):
            tag = node.get(_XML_LANG) or ""
            tag = source if tag in variants else tag
            node.set(_XML_LANG, tag)
            if tag in known:
                known[tag].extend(list(node))
                entry.remove(node)
            known.setdefault(tag, node)
    return [tag for tag in tags if tag and tag not in variants]


def _variants(tags: Collection[str], source: str) -> list[str]:
    """The languages that stand for the source's: itself, a country's, the one it is a country's of; else a neighbour's.

    >>> _variants(["en-US", "fr", "en"], "en"), _variants(["pt-PT", "pt"], "pt-BR"), _variants(["pt-PT"], "pt-BR")
    (['en-US', 'en'], ['pt'], ['pt-PT'])
    >>> _variants(["zh-Hant", "zh"], "zh-Hans"), _variants(["sr-Latn"], "sr")
    ([], [])
    """
    own = [tag for tag in tags if Glossary((), (source,)).column(tag) or Glossary((), (tag,)).column(source)]
    if own or _names_script(source):
        return own
    return [tag for tag in tags if _language_of(tag) == _language_of(source) and not _names_script(tag)]


def _language_of(tag: str) -> str:
    return tag.partition("-")[0]


def _names_script(tag: str) -> bool:
    return any(len(part) == 4 for part in tag.split("-"))


def _tag(name: str) -> str:
    parts = re.split("[-_]", name.strip())
    cased = {4: str.capitalize, 2: str.upper}
    tag = "-".join([parts[0].lower(), *(cased.get(len(part), str.lower)(part) for part in parts[1:])])
    try:
        return language(tag).tag
    except SettingsError:
        return name.strip()
