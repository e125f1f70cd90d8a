"""The marks in pages' drawing instructions: what is text, what is decoration, how a line ends.

WeasyPrint writes an operator a line, so that the few that mark content can be found without reading all the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError
from publish.render.passes.tags_clusters import Clusters, with_letters
from publish.render.passes.tags_record import Piece, Record
from publish.render.passes.tags_text import Key, LineEnds

if TYPE_CHECKING:
    import pikepdf

_MARKS = re.compile(rb"^/(\w+)\n<</MCID (\d+)>>\nBDC$|^/Artifact\n(BMC)$|^(EMC)$", re.MULTILINE)
_FORM = re.compile(rb"^/(\S+) Do$", re.MULTILINE)
_LETTER = re.compile(rb"^<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>\s*$", re.MULTILINE)
_NO_BREAK_SPACE = re.compile(rb"^(<[0-9a-fA-F]+>\s*)<00[aA]0>", re.MULTILINE)
_LAST_FONT = re.compile(rb"/(\S+) \S+ Tf")
_LAST_SHOWN = re.compile(rb"^\[(.*)\] TJ\s*\nET\s*\Z", re.MULTILINE | re.DOTALL)

# ISO 32000-1, table 330: what belongs to the page rather than to the text, by its place in the margin.
_PAGINATION = {"@top": b" /Subtype /Header", "@bottom": b" /Subtype /Footer"}
_WATERMARK = b" /Subtype /Watermark"


@dataclass(slots=True)
class Marked:
    """Where a piece is: its stream (a page's, or that of a form drawn on a page), that stream's number in the parent
    tree, and its own number there."""

    stream: Any
    owner: int
    mcid: int


@dataclass(slots=True)
class Marks:
    """All pieces by page and WeasyPrint's number; `owners` are the pages and forms that hold some, by their numbers."""

    places: dict[Key, Marked] = field(default_factory=dict)
    owners: list[Any] = field(default_factory=list)


def remarked(pdf: pikepdf.Pdf, record: Record, ends: LineEnds, decoration: set[Key]) -> Marks:
    """Marks the content anew and numbers it: margins and decoration as artifacts, with soft hyphens and spaces at line
    ends; says where each piece is now."""
    marks = Marks()
    margins = {(margin.page, margin.mcid): _pagination(margin.place, margin.turned) for margin in record.margins}
    artifacts = {**dict.fromkeys(decoration | ends.blank, b""), **margins}
    clusters = {
        (piece.page, piece.mcid): piece.clusters
        for piece in record.drawn
        if isinstance(piece, Piece) and piece.clusters
    }
    fonts: Any = pdf.pages[0].obj.Resources.get("/Font", {})
    for font in fonts.values():
        _tell_spaces(font)
    tables = {name[1:].encode(): _letters(font) for name, font in fonts.items()} if clusters else {}
    rewriting = _Rewriting(record.spaces, ends, artifacts, marks, clusters, tables)
    for number, page in enumerate(pdf.pages):
        rewriting.rewrite(page.obj, page.obj.Contents, page.obj.Resources, number)
    return marks


def _letters(font: Any) -> dict[bytes, str]:
    """What a font's glyphs stand for."""
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    return {glyph.lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in _LETTER.findall(table)}


def _tell_spaces(font: Any) -> None:
    """Has a font's space read as a space: a glyph stands for what it was drawn for first, and the no-break space, which
    most fonts draw with the same one, would then stand between all words."""
    if "/ToUnicode" in font:
        table = font.ToUnicode.read_bytes()
        told = _NO_BREAK_SPACE.sub(rb"\1<0020>", table)
        if told != table:
            font.ToUnicode.write(told)


def _pagination(place: str, turned: bool) -> bytes:
    subtype = _WATERMARK if turned else _PAGINATION.get(place.partition("-")[0], b"")
    return b"<</Type /Pagination" + subtype + b">>"


class _Rewriting:
    """Rewrites the streams of a document one after the other."""

    def __init__(
        self,
        spaces: Mapping[str, str],
        ends: LineEnds,
        artifacts: Mapping[Key, bytes],
        marks: Marks,
        clusters: Mapping[Key, Clusters],
        tables: Mapping[bytes, Mapping[bytes, str]],
    ) -> None:
        self.spaces = {name.encode(): glyph.encode() for name, glyph in spaces.items()}
        self.ends = ends
        self.artifacts = artifacts
        self.marks = marks
        self.clusters = clusters
        self.tables = tables

    def rewrite(self, owner: Any, stream: Any, resources: Any, page: int) -> None:
        data = stream.read_bytes()
        number = len(self.marks.owners)
        keys: list[Key] = []
        self.font = b""
        written = b"".join(self._parts(data, page, keys))
        if keys or owner is not stream:
            self.marks.owners.append(owner)
            self.marks.places.update((key, Marked(owner, number, mcid)) for mcid, key in enumerate(keys))
        if written != data:
            stream.write(written)
        # A see-through block is drawn by a form of its own, whose text counts among the page's.
        if "/XObject" in resources:
            for name in _FORM.findall(data):
                form = resources.XObject.get("/" + name.decode())
                if form is not None and form.get("/Subtype") == "/Form":
                    self.rewrite(form, form, form.get("/Resources", resources), page)

    def _parts(self, data: bytes, page: int, keys: list[Key]) -> Iterator[bytes]:
        """The stream in parts. Marks inside a mark are left out: an underline belongs to its text, and a text in an
        artifact is none."""
        position = depth = 0
        key: Key | None = None
        for mark in _MARKS.finditer(data):
            type_, mcid, artifact, _end = mark.groups()
            before = data[position : mark.start()]
            position = mark.end()
            if mcid is None and artifact is None:
                depth -= 1
                if depth < 0:
                    raise RenderError(_MISREAD)
                yield self._ended(before, key) if key and depth == 0 else before
                if depth == 0:
                    yield mark[0]
                    key = None
                continue
            depth += 1
            yield before
            if mcid is not None and depth > 1:
                raise RenderError(_MISREAD)
            if depth > 1:
                continue
            if artifact:
                yield mark[0]
                continue
            key = (page, int(mcid))
            if key in self.artifacts:
                properties = self.artifacts[key]
                yield b"/Artifact\n" + (properties + b"\nBDC" if properties else b"BMC")
                key = None
            else:
                yield b"/%b\n<</MCID %d>>\nBDC" % (type_, len(keys))
                keys.append(key)
        if depth:
            raise RenderError(_MISREAD)
        yield data[position:]

    def _ended(self, content: bytes, key: Key) -> bytes:
        """A piece's instructions, with what its line's end lacks."""
        if key in self.clusters:
            content = with_letters(content, self.clusters[key], self.tables)
        fonts = _LAST_FONT.findall(content)
        self.font = fonts[-1] if fonts else self.font
        hyphenated, spaced = key in self.ends.hyphenated, key in self.ends.spaced
        if not (hyphenated or spaced):
            return content
        shown = _LAST_SHOWN.search(content)
        if shown is None:
            return content
        glyphs = shown[1]
        if hyphenated:
            parted = _LAST_GLYPH.match(glyphs)
            if parted is None:
                return content
            head = b"[%b>] TJ\n" % parted[1] if not parted[1].endswith(b"<") else b"[%b] TJ\n" % parted[1][:-1]
            soft = b"/Span\n<</ActualText <FEFF00AD>>>\nBDC\n[<%b>%b] TJ\nEMC\nET\n" % (parted[2], parted[3])
            return content[: shown.start()] + head + soft
        space = self.spaces.get(self.font)
        if space is not None:
            return content[: shown.start()] + b"[%b<%b>] TJ\nET\n" % (glyphs, space)
        # A font that draws only single words here has no space; any other's is as good, since nothing is seen of it.
        for name, space in self.spaces.items():
            return content.removesuffix(b"ET\n") + b"/%b 1 Tf\n[<%b>] TJ\nET\n" % (name, space)
        return content


_LAST_GLYPH = re.compile(rb"(.*[<0-9a-f])([0-9a-f]{4})>([^<>]*)\Z", re.DOTALL)
_MISREAD = "the marks in WeasyPrint's pages cannot be read; install the version that .make/constraints.txt names"
