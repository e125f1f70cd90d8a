"""The article: immutable data that every reader gives and every renderer takes. No input or output happens here.

Every run of text knows its language, so that a French title inside an English note, or an untranslated sentence on a
German page, can be tagged as what it is.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

TextState = Literal["draft", "outdated", "untranslated"]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in one language (a BCP 47 tag)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class NoteMarker:
    """The place in the text where note `label` is called."""

    label: str


@dataclass(frozen=True, slots=True)
class Code:
    """A stretch of computer code, shown as it is in every language."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end the author set on purpose."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed text (`*…*`)."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly stressed text (`**…**`)."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address."""

    children: Inlines
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A translated stretch that no person has reviewed, or an untranslated one in the source's language."""

    children: Inlines
    state: TextState


Inline = Text | NoteMarker | Code | LineBreak | Emphasis | Strong | Link | Passage
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading; `level` counts from 2, since 1 is the article's title."""

    level: int
    text: Inlines
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `line` is where it starts in the seed, counted from 1."""

    text: Inlines
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a sequence of blocks, `start` the number of an ordered list's first item."""

    ordered: bool
    items: tuple[Blocks, ...]
    start: int = 1
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quote."""

    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `path` relative to the seeds folder, `alt` for those who cannot see it, and a caption."""

    path: str
    alt: Inlines = ()
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture between paragraphs."""

    image: Image
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, never translated."""

    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Divider:
    """A break in thought between paragraphs (a rule, three asterisks)."""

    line: int = field(default=0, compare=False)


Block = Heading | Paragraph | ListBlock | Quotation | Figure | CodeBlock | Divider
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; `label` is a number counted from 1 in the order in which the text calls the notes."""

    label: str
    blocks: Blocks
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text in another language than its surroundings, wherever the same words stand in the article."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language.

    `language` is the BCP 47 tag of the page; `credit` the main image's credit line, shown only with an image; `source`
    the publication the text was taken from, as words; `licence` and `rights` are shown as they are.
    """

    name: str
    language: str
    title: Inlines
    standfirst: Inlines = ()
    authors: tuple[Inlines, ...] = ()
    blocks: Blocks = ()
    notes: tuple[Note, ...] = ()
    source: Inlines = ()
    source_address: str = ""
    date: datetime.date | None = None
    licence: str = ""
    rights: str = ""
    image: Image | None = None
    credit: Inlines = ()
    phrases: tuple[Phrase, ...] = ()


def plain(inlines: Iterable[Inline]) -> str:
    """The words alone: no markup, no note markers, line breaks as spaces.

    >>> plain((Text("See ", "en"), Emphasis((Text("this", "en"),)), NoteMarker("1")))
    'See this'
    """
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text=text) | Code(text=text):
            return text
        case LineBreak():
            return " "
        case NoteMarker():
            return ""
        case Emphasis(children=children) | Strong(children=children) | Link(children=children):
            return plain(children)
        case Passage(children=children):
            return plain(children)


def descendants(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Every inline and the inlines inside it, in reading order, containers before their children."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Strong | Link | Passage):
            yield from descendants(inline.children)


def normalised(inlines: Iterable[Inline]) -> Inlines:
    """The same inlines in the one form every article has: neighbouring runs of one kind joined, nothing empty, no
    emphasis inside emphasis of its kind and no link inside a link (the outer one holds).

    >>> normalised((Text("a", "en"), Text("", "fr"), Text("b", "en"), Emphasis(())))
    (Text(text='ab', language='en'),)
    """
    return _normalised(inlines, frozenset())


def _normalised(inlines: Iterable[Inline], inside: frozenset[type]) -> Inlines:
    result: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Emphasis | Strong | Link | Passage):
            kind = type(inline)
            children = _normalised(inline.children, inside | {kind})
            pieces: Inlines = children if kind in inside else (replace(inline, children=children),) if children else ()
        else:
            pieces = (inline,)
        for piece in pieces:
            last = result[-1] if result else None
            if isinstance(piece, Text | Code) and not piece.text:
                continue
            if isinstance(piece, Text) and isinstance(last, Text) and last.language == piece.language:
                result[-1] = Text(last.text + piece.text, last.language)
            elif isinstance(piece, Code) and isinstance(last, Code):
                result[-1] = Code(last.text + piece.text)
            else:
                result.append(piece)
    return tuple(result)


def tagged(inlines: Inlines, phrases: Iterable[Phrase]) -> Inlines:
    """The inlines with each phrase, wherever its words stand, marked as being in its own language.

    Only the words count: punctuation, quotation marks and spaces between them may differ, since a translation quotes a
    foreign title with its own quotation marks. Where two phrases overlap, the longer wins.

    >>> tagged((Text("in L’Anticapitaliste monthly", "en"),), [Phrase("L'Anticapitaliste", "fr")])[1]
    Text(text='L’Anticapitaliste', language='fr')
    """
    patterns = _patterns(tuple(phrases))
    return _tagged(inlines, patterns) if patterns else inlines


@functools.lru_cache(maxsize=16)
def _patterns(phrases: tuple[Phrase, ...]) -> list[tuple[re.Pattern[str], str]]:
    return [
        (pattern, phrase.language)
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase.text), phrase.text, phrase.language))
        if (pattern := _phrase_pattern(phrase.text)) is not None
    ]


def _phrase_pattern(text: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", text)
    if not words:
        return None
    tail = re.search(r"[!?…]+$", text)
    ending = f"(?:{re.escape(tail.group())})?" if tail else ""
    return re.compile(r"(?<!\w)" + r"[^\w]+".join(map(re.escape, words)) + r"(?!\w)" + ending)


def _tagged(inlines: Inlines, patterns: list[tuple[re.Pattern[str], str]]) -> Inlines:
    result: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text):
            result.extend(_tagged_run(inline, patterns))
        elif isinstance(inline, Emphasis | Strong | Link | Passage):
            result.append(replace(inline, children=_tagged(inline.children, patterns)))
        else:
            result.append(inline)
    return normalised(result)


def _tagged_run(run: Text, patterns: list[tuple[re.Pattern[str], str]]) -> list[Text]:
    for number, (pattern, language) in enumerate(patterns):
        match = pattern.search(run.text)
        if match is None:
            continue
        before, after = Text(run.text[: match.start()], run.language), Text(run.text[match.end() :], run.language)
        return [
            *_tagged_run(before, patterns[number:]),
            Text(match.group(), language),
            *_tagged_run(after, patterns[number:]),
        ]
    return [run]
