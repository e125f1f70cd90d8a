"""An article's inline text as HTML: typeset over the borders of its elements, each element parted where it must be.

The tree of inlines becomes a row of pieces, each with the path of elements it stands in. Typography works on the row;
what it adds (a stretch that stays on one line) may begin in one element and end in another, so an element is closed and
opened again wherever the path changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from markupsafe import Markup, escape

from publish.article import Code, Emphasis, Inlines, LineBreak, Link, NoteMarker, Passage, Strong, Text, descendants
from publish.languages import language
from publish.render.typography.patterns import MARKER
from publish.render.typography.spacing import OUTSIDE, Run, Stretch, typeset

_WORDS_OF_CODE = re.compile(r"\S+|\s+")
# What fits into a narrow column at any place.
_LONGEST_WHOLE = 24

_SAFE_ADDRESS = re.compile(r"(?i:https?://|mailto:|tel:)|#|\.{0,2}/|[^:/?#\s]*(?:[/?#]|$)")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An HTML element that pieces of text stand in: its tags."""

    start: Markup
    end: Markup


def element(name: str, attributes: Markup) -> Element:
    """An element with its attributes, which begin with a space."""
    return Element(Markup("<{}{}>").format(name, attributes), Markup("</{}>").format(name))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or `html` that stands for it, in the elements of `path`."""

    text: str
    language: str
    path: tuple[Element, ...] = ()
    html: Markup | None = None


@dataclass(frozen=True, slots=True)
class Markers:
    """How a page writes a note marker, and what follows the markers at a place: their notes, if they stand there."""

    marker: Callable[[NoteMarker], Markup]
    following: Callable[[], Markup]


def inlines_html(
    inlines: Inlines, around: str, untranslated: str, markers: Markers, *, is_title: bool = False
) -> Markup:
    """The text within elements of the language `around`; `untranslated` is the tool tip of what is not translated."""
    pieces = list(_with_notes(_Pieces(untranslated, markers.marker).of(inlines, around), markers))
    return Markup().join(_written(pieces, is_title=is_title))


def language_attributes(tag: str, around: str) -> Markup:
    """The attributes that say in which language a text within another one is, nothing if in the same."""
    if tag == around:
        return Markup()
    direction = language(tag).direction
    turned = Markup(' dir="{}"').format(direction) if direction != language(around).direction else Markup()
    return Markup(' lang="{}"{}').format(tag, turned)


@dataclass(frozen=True, slots=True)
class _Pieces:
    untranslated: str
    marker: Callable[[NoteMarker], Markup]

    def of(
        self, inlines: Inlines, around: str, path: tuple[Element, ...] = (), outside: tuple[Element, ...] | None = None
    ) -> Iterator[Piece]:
        """The pieces in reading order. HTML knows no link in a link: markers stand in `outside`, the path to a link."""
        for inline in inlines:
            match inline:
                case Text(text=text, language=tag):
                    lang = language_attributes(tag, around)
                    yield Piece(text, tag, (*path, element("span", lang)) if lang else path)
                case Code(text=text):
                    yield from _code(text, (*path, element("code", Markup(' dir="ltr"'))))
                case LineBreak():
                    yield Piece("\n", OUTSIDE, path, Markup("<br>"))
                case NoteMarker():
                    yield Piece(MARKER, OUTSIDE, path if outside is None else outside, self.marker(inline))
                case Emphasis(children=children):
                    yield from self._inside("em", Markup(), children, around, path, outside)
                case Strong(children=children):
                    yield from self._inside("strong", Markup(), children, around, path, outside)
                case Link(children=children, address=address) if _SAFE_ADDRESS.match(address):
                    href = Markup(' href="{}"').format(address)
                    yield from self._inside("a", href, children, around, path, path if outside is None else outside)
                case Link(children=children):
                    yield from self.of(children, around, path, outside)
                case Passage(children=children, state=state):
                    tip = Markup(' title="{}"').format(self.untranslated) if state == "untranslated" else Markup()
                    attributes = Markup(' class="{}"{}').format(state, tip)
                    yield from self._inside("span", attributes, children, around, path, outside)

    def _inside(
        self,
        name: str,
        attributes: Markup,
        children: Inlines,
        around: str,
        path: tuple[Element, ...],
        outside: tuple[Element, ...] | None,
    ) -> Iterator[Piece]:
        tags = {inline.language for inline in descendants(children) if isinstance(inline, Text)}
        inside = tags.pop() if len(tags) == 1 else around
        container = element(name, attributes + language_attributes(inside, around))
        yield from self.of(children, inside, (*path, container), outside)


def _code(text: str, path: tuple[Element, ...]) -> Iterator[Piece]:
    """Computer code, whose lines end at its spaces: a hyphen in it is no place to part it at."""
    for part in _WORDS_OF_CODE.findall(text):
        whole = 1 < len(part) <= _LONGEST_WHOLE and not part.isalnum() and not part.isspace()
        name = "nowrap" if whole else "long" if len(part) > _LONGEST_WHOLE else ""
        yield Piece(part, OUTSIDE, (*path, _element(name)) if name else path)


def _with_notes(pieces: Iterable[Piece], markers: Markers) -> Iterator[Piece]:
    """The pieces with each row of markers followed by what the page puts there, outside all elements."""
    after_marker = False
    for piece in pieces:
        if after_marker and piece.text != MARKER:
            yield Piece("", OUTSIDE, (), markers.following())
        after_marker = piece.text == MARKER
        yield piece
    if after_marker:
        yield Piece("", OUTSIDE, (), markers.following())


def _written(pieces: list[Piece], *, is_title: bool) -> Iterator[Markup]:
    open_: tuple[Element, ...] = ()
    for piece in _cut(pieces, is_title=is_title):
        content = escape(piece.text) if piece.html is None else piece.html
        if not content:
            continue
        same = 0
        while same < len(open_) and same < len(piece.path) and open_[same] is piece.path[same]:
            same += 1
        yield from (element.end for element in reversed(open_[same:]))
        yield from (element.start for element in piece.path[same:])
        yield content
        open_ = piece.path
    yield from (element.end for element in reversed(open_))


def _cut(pieces: list[Piece], *, is_title: bool) -> Iterator[Piece]:
    """The pieces typeset, parted wherever a stretch begins or ends, in the elements of these stretches."""
    result = typeset(tuple(Run(piece.text, piece.language) for piece in pieces), is_title=is_title)
    if not result.stretches:
        yield from (Piece(text, p.language, p.path, p.html) for p, text in zip(pieces, result.texts, strict=True))
        return
    starts = list(accumulate(map(len, result.texts), initial=0))
    depths = {part: _depth(part, pieces, starts) for part in result.stretches if part.is_whole}
    elements = {part: _element(part.name) for part in result.stretches}
    places = sorted({place for part in result.stretches for place in (part.start, part.end)})
    for piece, text, start, end in zip(pieces, result.texts, starts, starts[1:], strict=False):
        cuts = [start, *places[bisect_right(places, start) : bisect_left(places, end)], end]
        here = [part for part in result.stretches if part.start < end and start < part.end]
        for first, last in pairwise(cuts):
            path = piece.path
            for part in [part for part in here if part.start <= first and last <= part.end] if first < last else ():
                if part.is_whole:
                    path = (*path[: depths[part]], elements[part], *path[depths[part] :])
                elif last == part.end or not part.is_space:
                    # A stretch parted by another has its spacing once, at its end.
                    path = (*path, elements[part])
            yield Piece(text[first - start : last - start], piece.language, path, piece.html)


def _depth(stretch: Stretch, pieces: list[Piece], starts: list[int]) -> int:
    """How many elements stand around the whole of a stretch."""
    first, last = bisect_right(starts, stretch.start) - 1, bisect_left(starts, stretch.end)
    paths = [piece.path for piece in pieces[first:last] if piece.text]
    depth = 0
    while all(len(path) > depth and path[depth] is paths[0][depth] for path in paths):
        depth += 1
    return depth


def _element(name: str) -> Element:
    return element("bdi", Markup(' dir="ltr"')) if name == "ltr" else element("span", Markup(f' class="{name}"'))  # noqa: S704 - a fixed name
