"""TMX 1.4b files read as they stream by, whatever program wrote them and however large they are.

The toolkit's TMX class keeps the whole file as a tree, and knows neither inline elements nor states; so lxml reads
here, unit by unit, without entities and without a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from publish.catalogue.former import is_remembered
from publish.catalogue.matches import is_match
from publish.catalogue.origin import is_origin
from publish.errors import PublishError, first_line, reason
from publish.memory.pairs import Pair, Standing
from publish.memory.tmx_inline import text_of, without_short_tags
from publish.memory.tmx_languages import best
from publish.segments import MERGED

if TYPE_CHECKING:
    from lxml.etree import _Element

TOOL = "publish"
"""What our own files name as the program that made them: their texts are taken to the letter."""

LONGEST = 100_000
"""Characters of the longest segment that is read; no sentence has a tenth of it."""

STANDINGS = {Standing.REVIEWED: "reviewed", Standing.UNREVIEWED: "unreviewed", Standing.MACHINE: "machine"}
_STANDING_OF = {name: standing for standing, name in STANDINGS.items()}
# Trados Studio's confirmation levels; what it does not call translated, nobody answers for.
_UNCONFIRMED = frozenset({"draft", "unspecified", "rejectedtranslation"})

END = re.compile(rb"[ \t]*</body>\s*</tmx>\s*\Z")
"""How a TMX file ends."""

_BODY = re.compile(rb"<body\s*>")
_HEAD = 1 << 16
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINE_ENDS = re.compile("\r\n?")
_ODD_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")


@dataclass(slots=True)
class Counts:
    """What a file came to: its units, those that could not be used, by the reason, and elements left out of texts."""

    units: int = 0
    read: int = 0
    unused: dict[str, int] = field(default_factory=dict)
    left_out: int = 0

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
    program are left out. Without it a file of our own is taken to the letter. `start` is the offset of a unit to begin
    with. Raises `PublishError` for what
    is no TMX or no whole XML, and for a file that declares entities; what stood before the fault has been given then.
    """
    file = file or str(path)
    counts = Counts() if counts is None else counts
    own = has_short_tags = False
    for kind, node in _events(path, file, start):
        if kind == "header":
            own = not foreign and node.get("creationtool") == TOOL
            has_short_tags = node.get("creationtool") == "OmegaT"
            continue
        counts.units += 1
        pair = _pair(node, source, target, counts, own=own, has_short_tags=has_short_tags)
        if pair is not None:
            counts.read += 1
            yield pair


def _events(path: Path, file: str, start: int) -> Iterator[tuple[str, _Element]]:
    """The header and each unit, forgotten as soon as the next one is asked for."""
    from lxml import etree

    is_tmx = False
    try:
        with path.open("rb") as file_stream:
            stream = _FromUnit(file_stream, start) if start else file_stream
            options: dict[str, Any] = {
                "events": ("start", "end"), "resolve_entities": False, "no_network": True, "load_dtd": False,
                "huge_tree": False, "remove_comments": True, "remove_pis": True,
            }  # fmt: skip
            for event, node in etree.iterparse(stream, **options):
                name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
                if not is_tmx:
                    _check_root(node, name, file)
                    is_tmx = True
                if event == "start" or name not in ("header", "tu"):
                    continue
                yield name, node
                node.clear()
                parent = node.getparent()
                while parent is not None and node.getprevious() is not None:
                    del parent[0]
    except OSError as error:
        # lxml raises the XMLSyntaxError of a file that ends early as OSError in some releases.
        raise PublishError(f"cannot be read ({reason(error)}); name a file that can", file=file) from error
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        what = re.sub(r", line \d+, column \d+.*", "", first_line(error))
        line = getattr(error, "lineno", None) or 0
        raise PublishError(f"it is no whole XML ({what}); have it exported again", file=file, line=line) from error
    if not is_tmx:
        raise PublishError("the file is empty; name a TMX file", file=file)


class _FromUnit:
    """A TMX file as if its body began with the unit at an offset."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self.stream = stream
        head = stream.read(_HEAD)
        body = _BODY.search(head)
        if body is None:
            raise ValueError("no <body> where one is wanted")
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


def _check_root(root: _Element, name: str, file: str) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise PublishError("it declares entities, which no TMX needs; have it exported without them", file=file)
    if name != "tmx":
        raise PublishError(f"this is no TMX; its root is <{name[:40]}>, not <tmx>: export it as TMX 1.4", file=file)


def _pair(unit: _Element, source: str, target: str, counts: Counts, *, own: bool, has_short_tags: bool) -> Pair | None:
    variants: dict[str, _Element] = {}
    for node in _children(unit, "tuv"):
        variants.setdefault(node.get(_XML_LANG) or node.get("lang") or "", node)
    origin = best(source, variants)
    wanted = best(target, [name for name in variants if name != origin])
    if origin is None or wanted is None:
        counts.skip(f"without a text in {source if origin is None else target}")
        return None
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
        comments=tuple(notes if own else filter(None, map(_as_comment, notes))),
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
    """How far the unit can be trusted: what is in a memory counts as a person's work unless the unit denies it."""
    if _first(props, "x-ConfirmationLevel").lower() in _UNCONFIRMED:
        return Standing.UNREVIEWED
    return _STANDING_OF.get(_first(props, "x-state"), Standing.REVIEWED)


def _as_comment(note: str) -> str:
    """Another program's note, unless it would speak for this one."""
    comment = _clean(note)
    return "" if is_origin(comment) or is_match(comment) or is_remembered(comment) else comment
