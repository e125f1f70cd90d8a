"""An article's translatable segments, and the article put together again from their translations.

`segments` and `localised` walk the article by the same function, so they cannot disagree about what stands where:
`localised(article, identity, article.language) == article` for every article a reader gives.
"""

from __future__ import annotations

import bisect
import enum
import functools
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from publish.article import (
    Article,
    Block,
    Blocks,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Passage,
    Quotation,
    Text,
    TextState,
    normalised,
    plain,
    tagged,
)
from publish.languages import language
from publish.markup import parsed, written

Segmentation = Literal["sentence", "paragraph"]

MERGED = "∅"
"""The translation of a sentence that the target language has merged into its neighbour; it renders to nothing."""


class State(enum.Enum):
    """What is known of an entry's translation; see README, "States"."""

    REVIEWED = "reviewed"
    DRAFT = "draft"
    OUTDATED = "outdated"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Segment:
    """A translatable unit in its place.

    `source` is Markdown (`publish.markup`), `context` gettext's msgctxt ("" for none), `role` what a translator is told
    of its place, counted within its section, `line` the seed's line from 1, `start` true for the first of its block.
    """

    source: str
    role: str
    context: str = ""
    line: int = 0
    start: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What gettext identifies an entry by: context and source."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue says of a segment: Markdown, and how far it can be trusted."""

    text: str
    state: State


Translate = Callable[[Segment], Translation]
Visit = Callable[[Inlines, str, int, bool], Inlines]


def segments(article: Article, segmentation: Segmentation = "sentence") -> list[Segment]:
    """The article's segments in reading order; the same sentence twice is in the list twice."""
    found: list[Segment] = []

    def collect(inlines: Inlines, role: str, line: int, splits: bool) -> Inlines:
        pieces = _pieces(inlines, article.language, splits and segmentation == "sentence")
        found.extend(_segments_of(pieces, role, line))
        return inlines

    _walked(article, collect)
    return found


def identity(segment: Segment) -> Translation:
    """The translation that changes nothing."""
    return Translation(segment.source, State.REVIEWED)


def localised(article: Article, translate: Translate, target: str, segmentation: Segmentation = "sentence") -> Article:
    """The article in the language `target` (a BCP 47 tag).

    Every segment without a translation shows its source, tagged with the source's language; every one that no person
    has reviewed is inside a `Passage` that says so.
    """

    def rendered(inlines: Inlines, role: str, line: int, splits: bool) -> Inlines:
        pieces = _pieces(inlines, article.language, splits and segmentation == "sentence")
        found = _segments_of(pieces, role, line)
        return _joined(pieces, [(segment, translate(segment)) for segment in found], article, target)

    return replace(_walked(article, rendered), language=target)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence and the white space before it, which belongs to no segment."""

    separator: Inlines
    content: Inlines


def _segments_of(pieces: Iterable[_Piece], role: str, line: int) -> list[Segment]:
    sentences = [piece for piece in pieces if piece.content]
    numbered = ", paragraph " in role or ", item " in role or role == "Standfirst"
    result = []
    for number, piece in enumerate(sentences, 1):
        place = f"{role}, sentence {number}" if numbered or number > 1 else role
        result.append(Segment(written(piece.content), place, line=line, start=number == 1))
    return result


def shown(segment: Segment, translation: Translation) -> Translation:
    """What a page shows of a translation: a sentence stands nowhere else unless a person has reviewed that it does.

    >>> shown(Segment("It rained.", "Title"), Translation(MERGED, State.OUTDATED)).state
    <State.UNTRANSLATED: 'untranslated'>
    """
    if translation.text == MERGED != segment.source and translation.state is not State.REVIEWED:
        return Translation("", State.UNTRANSLATED)
    return translation


_MARKED: dict[State, TextState] = {State.DRAFT: "draft", State.OUTDATED: "outdated"}


def _joined(
    pieces: Iterable[_Piece], translated: Iterable[tuple[Segment, Translation]], article: Article, target: str
) -> Inlines:
    """The pieces in the target language, with the white space between them that its script wants."""
    result: list[Inline] = []
    remaining = iter(translated)
    previous_in_source = begins_merged = False
    for piece in pieces:
        content: Inlines = ()
        in_source = False
        if piece.content:
            segment, translation = next(remaining)
            translation = shown(segment, translation)
            in_source = translation.state is State.UNTRANSLATED
            if translation.text == MERGED != segment.source:
                begins_merged = begins_merged or not result
                continue
            content = _shown(piece, translation, article, target)
        if result or not begins_merged:
            foreign = in_source or previous_in_source
            result.extend(_separator(piece, article.language, target, foreign=foreign, between=bool(result)))
        result.extend(content)
        previous_in_source = in_source
    return normalised(result)


def _shown(piece: _Piece, translation: Translation, article: Article, target: str) -> Inlines:
    if translation.state is State.UNTRANSLATED:
        return (Passage(piece.content, "untranslated"),)
    content = tagged(parsed(translation.text, target), article.phrases)
    mark = _MARKED.get(translation.state)
    return (Passage(content, mark),) if mark else content


def _separator(piece: _Piece, source: str, target: str, *, foreign: bool, between: bool) -> Inlines:
    """What stands before a piece: the source's white space, unless one script writes spaces and the other does not.

    `foreign` says that a sentence beside it is still in the source's language, `between` that something stands before.
    """
    separator = tuple(Text(inline.text, target) if isinstance(inline, Text) else inline for inline in piece.separator)
    had_spaces, has_spaces = language(source).writes_spaces, language(target).writes_spaces
    if had_spaces and not has_spaces and not foreign:
        return _breaks(separator)
    if has_spaces and not had_spaces and between and piece.content and not separator:
        return (Text(" ", target),)
    return separator


def _breaks(separator: Inlines) -> Inlines:
    return tuple(inline for inline in separator if isinstance(inline, LineBreak))


def _walked(article: Article, visit: Visit) -> Article:
    """The article with every translatable stretch of inlines replaced by what `visit` gives for it, in reading order.

    `visit(inlines, role, line, splits)` is called for stretches that are not empty.
    """

    def text(inlines: Inlines, role: str, line: int = 0, *, splits: bool = False) -> Inlines:
        return visit(inlines, role, line, splits) if plain(inlines).strip() or inlines else inlines

    def image(picture: Image, role: str) -> Image:
        return replace(
            picture,
            alt=text(picture.alt, f"{role}, description for those who cannot see it"),
            caption=text(picture.caption, f"{role}, caption", splits=True),
        )

    def blocks(items: Blocks, place: _Place) -> Blocks:
        return tuple(block(item, place) for item in items)

    def block(item: Block, place: _Place) -> Block:
        match item:
            case Heading():
                role = place.heading(item.level)
                return replace(item, text=text(item.text, role, item.line))
            case Paragraph():
                return replace(item, text=text(item.text, place.next("paragraph"), item.line, splits=True))
            case ListBlock():
                role = place.next("list")
                return replace(
                    item,
                    items=tuple(
                        blocks(content, _ItemPlace(f"{role}, item {number}"))
                        for number, content in enumerate(item.items, 1)
                    ),
                )
            case Quotation():
                return replace(item, blocks=blocks(item.blocks, _Place(place.next("quotation"))))
            case Figure():
                return replace(item, image=image(item.image, place.next("picture")))
            case _:
                return item

    def note(item: Note) -> Note:
        return replace(item, blocks=blocks(item.blocks, _NotePlace(f"Note {item.label}")))

    return replace(
        article,
        title=text(article.title, "Title"),
        authors=tuple(text(author, "Author") for author in article.authors),
        standfirst=text(article.standfirst, "Standfirst", splits=True),
        image=image(article.image, "Main picture") if article.image else None,
        credit=text(article.credit, "Picture credit"),
        blocks=blocks(article.blocks, _SectionPlace()),
        source=text(article.source, "Source (the publication's name)"),
        notes=tuple(note(item) for item in article.notes),
    )


class _Place:
    """Counts the blocks of one container, so that an edit elsewhere does not change what a translator is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[str, int] = {}

    def next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{self.name}, {kind} {self.counts[kind]}"

    def heading(self, level: int) -> str:
        return "Heading" if level == 2 else f"Heading, level {level - 1}"


class _SectionPlace(_Place):
    """The article's body: a heading of any level begins the next section."""

    def __init__(self) -> None:
        super().__init__("Section 1")
        self.section = 1

    def heading(self, level: int) -> str:
        self.section += 1
        self.name = f"Section {self.section}"
        self.counts.clear()
        return super().heading(level)


class _ItemPlace(_Place):
    """A list item: its one paragraph needs no number."""

    def next(self, kind: str) -> str:
        role = super().next(kind)
        return self.name if kind == "paragraph" and self.counts[kind] == 1 else role


class _NotePlace(_ItemPlace):
    """A note, likewise."""


@functools.lru_cache(maxsize=4096)
def _pieces(inlines: Inlines, source: str, splits: bool) -> tuple[_Piece, ...]:
    """The stretch cut into sentences; the last piece may be white space alone."""
    cuts = _cuts(inlines, source) if splits else []
    pieces = []
    space: Inlines = ()
    for start, end in zip([_Cut(0, 0), *cuts], [*cuts, _Cut(len(inlines), 0)], strict=True):
        before, content = _parted(_between(inlines, start, end), at_end=False)
        content, after = _parted(content, at_end=True)
        pieces.append(_Piece(normalised((*space, *before)), content))
        space = after
    if space:
        pieces.append(_Piece(space, ()))
    return tuple(pieces)


class _Cut(NamedTuple):
    """A place between two characters: the index of an inline and an offset in its text."""

    inline: int
    offset: int


def _between(inlines: Inlines, start: _Cut, end: _Cut) -> Inlines:
    part = list(inlines[start.inline : end.inline])
    if end.offset:
        part.append(_sliced(inlines[end.inline], 0, end.offset))
    if start.offset:
        part[0] = _sliced(part[0], start.offset, None)
    return normalised(part)


def _sliced(inline: Inline, start: int, end: int | None) -> Text:
    assert isinstance(inline, Text)
    return Text(inline.text[start:end], inline.language)


def _parted(inlines: Inlines, *, at_end: bool) -> tuple[Inlines, Inlines]:
    """The white space at one end, apart from the rest, in their order."""
    rest = list(reversed(inlines) if at_end else inlines)
    space: list[Inline] = []
    while rest:
        match rest[0]:
            case LineBreak():
                space.append(rest.pop(0))
            case Text(text=text, language=tag):
                stripped = text.rstrip() if at_end else text.lstrip()
                gone = len(text) - len(stripped)
                if gone:
                    space.append(Text(text[len(stripped) :] if at_end else text[:gone], tag))
                if stripped:
                    rest[0] = Text(stripped, tag)
                    break
                rest.pop(0)
            case _:
                break
    if at_end:
        return tuple(reversed(rest)), tuple(reversed(space))
    return tuple(space), tuple(rest)


def _cuts(inlines: Inlines, source: str) -> list[_Cut]:
    """Where a sentence begins, the first one left out."""
    words = [plain((inline,)) for inline in inlines]
    starts = [0, *itertools.accumulate(len(word) for word in words)]
    cuts: list[_Cut] = []
    for boundary in _sentence_starts("".join(words), source):
        # The inline that reaches past the boundary; inside anything but text no sentence is cut off.
        index = bisect.bisect_right(starts, boundary) - 1
        if index >= len(inlines):
            continue
        cut = _Cut(index, boundary - starts[index])
        if cut.offset:
            inline = inlines[index]
            if not isinstance(inline, Text) or inline.language != source:
                continue
        else:
            cut = _before_markers(inlines, index)
        if cut > _Cut(0, 0) and cut not in cuts:
            cuts.append(cut)
    return cuts


def _before_markers(inlines: Inlines, index: int) -> _Cut:
    """Note markers right before a sentence belong to it only if white space parts them from the last one."""
    first = index
    while first and isinstance(inlines[first - 1], NoteMarker):
        first -= 1
    before = inlines[first - 1] if first else None
    apart = isinstance(before, LineBreak) or (isinstance(before, Text) and before.text[-1].isspace())
    return _Cut(first if apart else index, 0)


def _sentence_starts(text: str, source: str) -> list[int]:
    starts = []
    has_words = True
    for start, end in _sentences(_SPACE.sub(" ", text), source):
        # A number such as "1." is no sentence of its own: keep it with what follows.
        if start and has_words:
            starts.append(start)
        has_words = any(character.isalpha() for character in text[start:end])
    return starts


_SPACE = re.compile(r"\s")


def _sentences(text: str, source: str) -> list[tuple[int, int]]:
    """The first and last offset of each sentence; white space other than plain spaces would make sentencex panic."""
    import sentencex

    try:
        found = sentencex.get_sentence_boundaries(language(source).subtag, text)
    except BaseException as error:
        # A panic of its Rust core is no Exception; a text it cannot cut stays in one piece.
        if type(error).__name__ != "PanicException":
            raise
        return []
    return [(boundary["start_index"], boundary["end_index"]) for boundary in found]
