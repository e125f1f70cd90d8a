"""TMX 1.4b files read as they stream by, whatever program wrote them and however large they are.

The toolkit's TMX class keeps the whole file as a tree, and knows neither inline elements nor states; so lxml reads
here, unit by unit, without entities and without a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from publish.catalogue.comments import persons_comments
from publish.catalogue.merged import without_marks
from publish.catalogue.origin import Origin
from publish.errors import PublishError, first_line, reason
from publish.memory.conflicts import conflict
from publish.memory.pairs import Pair, Standing, imported_words
from publish.memory.tmx_inline import text_of, without_short_tags
from publish.memory.tmx_languages import best
from publish.segments import MERGED
from publish.untrusted_xml import PARSER_OPTIONS

if TYPE_CHECKING:
    from lxml.etree import _Element

TOOL = "publish"
"""What our own files name as the program that made them: their texts are taken to the letter."""

LONGEST = 100_000
"""Characters of the longest segment that is read; no sentence has a tenth of it."""

STANDINGS = {
    Standing.REVIEWED: "reviewed",
    Standing.IMPORTED: "imported",
    Standing.UNREVIEWED: "unreviewed",
    Standing.MACHINE: "machine",
}
_STANDING_OF = {name: standing for standing, name in STANDINGS.items()}
# Trados Studio's confirmation levels; what it does not call translated, nobody answers for.
_UNCONFIRMED = frozenset({"draft", "unspecified", "rejectedtranslation"})

RESTORE = "restore it from version control or a backup"
"""What to do about a file of the publication's own that is damaged."""

END = re.compile(rb"[ \t]*</body>\s*</tmx>\s*\Z")
"""How a TMX file ends."""

_BODY = re.compile(rb"<body\s*>")
_HEAD = 1 << 16
_PIECE = 1 << 16
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINE_ENDS = re.compile("\r\n?")
_ODD_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")


@dataclass(slots=True)
class Counts:
    """What a file came to: its units, those that could not be used, by the reason, and elements left out of texts.

    `languages` tells of each unit whether it has both languages (1) or not (0); for want of one it is not `unused`.
    """

    units: int = 0
    read: int = 0
    unused: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    languages: bytearray = field(default_factory=bytearray)

    def skip(self, why: str) -> None:
        """Note a unit that is not used."""
        self.unused[why] = self.unused.get(why, 0) + 1


def read(
    path: Path,
    source: str,
    target: str,
    *,
    file: str = "",
    counts: Counts | None = None,
    foreign: bool = True,
    start: int = 0,
) -> Iterator[Pair]:
    """The pairs from the language `source` to `target` in a TMX file, in its order.

    With `foreign`, texts lose the white space at their ends, and what no editor shows; notes that would speak for this
    program are left out; and whoever reviewed a translation, it was nobody here. Without it a file of our own is taken
    to the letter; what it does not call reviewed by our own property was put there by somebody else. `start` is the
    offset of a unit to begin with. Raises `PublishError` for what is no TMX or no whole XML, and for a file that uses
    or declares entities; some of what stood before the fault has been given then.
    """
    file = file or str(path)
    counts = Counts() if counts is None else counts
    name = " ".join(_clean(path.name.encode("utf-8", "replace").decode()).split()) or "file"
    own = has_short_tags = False
    for kind, node in _events(path, file, start, foreign=foreign):
        if kind == "header":
            own = not foreign and node.get("creationtool") == TOOL
            has_short_tags = node.get("creationtool") == "OmegaT"
            continue
        counts.units += 1
        counts.languages.append(0)
        pair = _pair(node, source, target, counts, own=own, has_short_tags=has_short_tags)
        if pair is not None:
            counts.read += 1
            if foreign or not _has_state(node):
                yield _imported(pair, name)
            elif pair.standing is Standing.IMPORTED and not pair.words:
                yield replace(pair, words=imported_words(pair.name or name))
            else:
                yield pair


def _has_state(unit: _Element) -> bool:
    """Whether a unit of our own file is one that this program put there, as the property tells that others lack."""
    return any(prop.get("type") == "x-state" and prop.text in _STANDING_OF for prop in _children(unit, "prop"))


def _imported(pair: Pair, name: str) -> Pair:
    """Another's pair, from a file of that name: what it says of itself was true elsewhere."""
    if pair.standing is Standing.MACHINE and Origin(pair.words, "").engine:
        # What an engine says of its draft holds everywhere; that somebody reviewed what the draft was taken from does
        # not.
        return replace(pair, name=name)
    what = {Standing.UNREVIEWED: "unconfirmed translation", Standing.MACHINE: "draft"}.get(pair.standing, "translation")
    standing = Standing.IMPORTED if pair.standing is Standing.REVIEWED else pair.standing
    return replace(pair, standing=standing, name=name, words=imported_words(name, what), remarks=())


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def _events(path: Path, file: str, start: int, *, foreign: bool) -> Iterator[tuple[str, _Element]]:
    """The header and each unit, forgotten as soon as the next one is asked for."""
    is_tmx = False
    try:
        with path.open("rb") as stream:
            content = _FromUnit(stream, start, file) if start else stream
            for event, node in _elements(content, file, foreign=foreign):
                name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
                if not is_tmx:
                    _check_root(node, name, file, foreign=foreign)
                    is_tmx = True
                if event == "start" or name not in ("header", "tu"):
                    continue
                yield name, node
                node.clear()
                parent = node.getparent()
                while parent is not None and node.getprevious() is not None:
                    del parent[0]
    except PublishError as error:
        if found := conflict(path, file):
            raise found from error
        raise
    except OSError as error:
        remedy = "name a file that can" if foreign else "allow reading it, then run the command again"
        raise PublishError(f"cannot be read ({reason(error)}); {remedy}", file=file) from error


def _elements(stream: _Stream, file: str, *, foreign: bool) -> Iterator[tuple[str, _Element]]:
    """Each element as it begins ("start") and ends ("end"), parsed piece by piece."""
    from lxml import etree

    options: dict[str, Any] = {"events": ("start", "end"), **PARSER_OPTIONS}
    parser = etree.XMLPullParser(**options)
    is_begun = False
    more = True
    while more:
        what, line = "", 0
        try:
            piece = stream.read(_PIECE)
            more = bool(piece)
            parser.feed(piece) if more else parser.close()
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            what = re.sub(r" *\(line \d+\)|, line \d+, column \d+.*", "", first_line(error))
            line = getattr(error, "lineno", None) or 0
        # Some faults are not raised, or only later with another line. With a document type that is not read, an entity
        # might be declared there, and is just left out of the text.
        for entry in parser.feed_error_log:
            if entry.level >= etree.ErrorLevels.ERROR or entry.type == etree.ErrorTypes.WAR_UNDECLARED_ENTITY:
                what, line = first_line(ValueError(entry.message.strip())), entry.line
                break
        # A root that is not wanted is told before a fault behind it.
        for event, node in parser.read_events() if not (what and is_begun) else ():
            is_begun = True
            yield event, node
            if what:
                break
        if what:
            remedy = "have it exported again" if foreign else RESTORE
            raise PublishError(f"it is no whole XML ({what}); {remedy}", file=file, line=line)


class _FromUnit:
    """A TMX file as if its body began with the unit at an offset."""

    def __init__(self, stream: BinaryIO, start: int, file: str) -> None:
        self.stream = stream
        head = stream.read(_HEAD)
        body = _BODY.search(head)
        if body is None:
            raise PublishError(f"it has no <body> where one is wanted; {RESTORE}", file=file)
        self.head = head[: body.end()]
        stream.seek(start)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self.head:
            head, self.head = self.head, b""
            return head
        return self.stream.read(size)


def end_of_body(path: Path) -> int:
    """The offset of what ends a TMX file in UTF-8, before which units are added; 0 if it does not end so."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        start = stream.seek(max(0, size - _HEAD))
        found = END.search(stream.read())
    return start + found.start() if found else 0


def _check_root(root: _Element, name: str, file: str, *, foreign: bool) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        remedy = "have it exported without them" if foreign else RESTORE
        raise PublishError(f"it declares entities, which no TMX needs; {remedy}", file=file)
    if name != "tmx":
        remedy = "export it as TMX 1.4" if foreign else RESTORE
        raise PublishError(f"this is no TMX; its root is <{name[:40]}>, not <tmx>: {remedy}", file=file)


def _pair(unit: _Element, source: str, target: str, counts: Counts, *, own: bool, has_short_tags: bool) -> Pair | None:
    variants: dict[str, _Element] = {}
    for node in _children(unit, "tuv"):
        variants.setdefault(node.get(_XML_LANG) or node.get("lang") or "", node)
    origin = best(source, variants)
    wanted = best(target, [name for name in variants if name != origin])
    if origin is None or wanted is None:
        return None
    counts.languages[-1] = 1
    texts = []
    for node in (variants[origin], variants[wanted]):
        segment = next(iter(_children(node, "seg")), None)
        text, left_out = text_of(segment) if segment is not None else ("", 0)
        counts.left_out += left_out
        if has_short_tags:
            text, left_out = without_short_tags(text)
            counts.left_out += left_out
        texts.append(text if own else _clean(text))
    if not all(text.strip() for text in texts):
        counts.skip("with an empty text")
        return None
    if texts[1].strip() == MERGED:
        counts.skip(f"with {MERGED}, which is no translation")
        return None
    if max(map(len, texts)) > LONGEST:
        counts.skip(f"with a text longer than {LONGEST:,} characters")
        return None
    props = _props([unit, variants[wanted]], own=own)
    notes = [line for node in _children(unit, "note") for line in (node.text or "").splitlines() if line.strip()]
    date = (variants[wanted].get("changedate") or unit.get("changedate") or "").strip()
    return Pair(
        texts[0],
        texts[1],
        _standing(props),
        name=_first(props, "file"),
        context=_first(props, "x-context"),
        before=_first(props, "x-before"),
        after=_first(props, "x-after"),
        words=_first(props, "x-origin"),
        remarks=tuple(props.get("x-remark", ())),
        comments=without_marks(notes) if own else persons_comments(list(filter(None, map(_clean, notes)))),
        changed=date if _DATE.fullmatch(date) else "",
    )


def _children(node: _Element, name: str) -> Iterator[_Element]:
    return (child for child in node if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name)


def _clean(text: str) -> str:
    r"""The text without characters that no editor shows, and with one kind of line end.

    >>> _clean(" La\x85paix\r\nmaintenant\u2028")
    'La paix\nmaintenant'
    """
    return _CONTROLS.sub("", _ODD_ENDS.sub(" ", _LINE_ENDS.sub("\n", text))).strip()


def _props(nodes: list[_Element], *, own: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in nodes:
        for prop in _children(node, "prop"):
            found.setdefault(prop.get("type") or "", []).append((prop.text or "") if own else _clean(prop.text or ""))
    return found


def _first(props: dict[str, list[str]], kind: str) -> str:
    return next(iter(props.get(kind, ())), "")


def _standing(props: dict[str, list[str]]) -> Standing:
    """How far the unit can be trusted: what no property of ours speaks of counts as finished, unless it denies that."""
    if _first(props, "x-ConfirmationLevel").lower() in _UNCONFIRMED:
        return Standing.UNREVIEWED
    return _STANDING_OF.get(_first(props, "x-state"), Standing.IMPORTED)
