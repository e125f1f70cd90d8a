"""A sentence's inline marks: taken off before an engine translates its plain text, and put back afterwards.

Every mark survives, in number and kind, whatever the engine returns; where that cannot be, nothing is put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from publish.article import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMarker,
    Passage,
    Strong,
    Text,
    descendants,
    normalised,
    plain,
)
from publish.drafting.words import has_words
from publish.markup import parsed, written


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark and the stretch of the plain text it stands around: none (`start == end`) for one without words.

    `children` are the marks inside it, in reading order.
    """

    inline: Inline
    start: int
    end: int
    children: tuple[Mark, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether the words inside mean nothing to a translator: code, and an address that is shown."""
        match self.inline:
            case Code():
                return True
            case Link(children=children, address=address):
                return plain(children) in (address, address.removeprefix("mailto:"))
            case _:
                return False

    @property
    def surrounds_words(self) -> bool:
        """Whether its words are translated, and the mark put around their translation."""
        return self.start < self.end and not self.is_fixed

    @property
    def called(self) -> str:
        """What a reviewer knows it by."""
        match self.inline:
            case NoteMarker(label=label):
                return f"note {label}"
            case Code(text=text):
                return f"code “{text}”"
            case Link():
                return "link"
            case LineBreak():
                return "line break"
            case _:
                return "emphasis"


@dataclass(frozen=True, slots=True)
class Bare:
    """A sentence without its marks: the plain text an engine gets, and the marks that stood in it."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def is_translatable(self) -> bool:
        """Whether there is a word to translate, outside code and addresses."""
        fixed = sorted((mark.start, mark.end) for mark in every(self.marks) if mark.is_fixed)
        rest, position = "", 0
        for start, end in fixed:
            rest += self.text[position:start]
            position = end
        return any(character.isalpha() for character in rest + self.text[position:])


def bare(sentence: Iterable[Inline]) -> Bare:
    """The sentence taken apart.

    >>> bare(parsed("*Peace* now[^2].", "en")).text
    'Peace now.'
    """
    stripper = _Stripper()
    marks = stripper.strip(_spaces_outside(sentence))
    return Bare(stripper.text.rstrip(), marks)


def _spaces_outside(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """The inlines with the spaces at the edges of emphasis and links beside them, where no engine can move them."""
    for inline in inlines:
        if not isinstance(inline, Emphasis | Strong | Link) or not has_words(plain(inline.children)):
            yield inline
            continue
        children = normalised(_spaces_outside(inline.children))
        before = after = Text("", "")
        if children and isinstance(first := children[0], Text):
            words = first.text.lstrip()
            before = replace(first, text=first.text.removesuffix(words))
            children = (replace(first, text=words), *children[1:])
        if children and isinstance(last := children[-1], Text):
            words = last.text.rstrip()
            after = replace(last, text=last.text.removeprefix(words))
            children = (*children[:-1], replace(last, text=words))
        yield from (before, replace(inline, children=normalised(children)), after)


class _Stripper:
    """Collects the plain text; the space beside a mark that is taken out goes with it."""

    def __init__(self) -> None:
        self.text = ""

    def strip(self, inlines: Iterable[Inline]) -> tuple[Mark, ...]:
        return tuple(mark for inline in inlines if (mark := self._stripped(inline)) is not None)

    def _stripped(self, inline: Inline) -> Mark | None:
        start = len(self.text)
        match inline:
            case Text(text=text):
                self._add(text)
                return None
            case Code(text=text):
                self._add(text)
                return Mark(inline, start, len(self.text))
            case LineBreak():
                self._add(" ")
                return Mark(inline, start, start)
            case NoteMarker():
                return Mark(inline, start, start)
            case _:
                if not has_words(plain(inline.children)):
                    return Mark(inline, start, start)
                children = self.strip(inline.children)
                return Mark(inline, start, len(self.text), children)

    def _add(self, text: str) -> None:
        self.text += text.lstrip() if not self.text or self.text[-1].isspace() else text


def every(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks and the marks inside them."""
    for mark in marks:
        yield mark
        yield from every(mark.children)


@dataclass(frozen=True, slots=True)
class Placed:
    """A translation with its marks back; `guesses` names those whose place is a guess ("note 5", "link")."""

    inlines: Inlines
    guesses: tuple[str, ...] = ()


def survivors(inlines: Iterable[Inline]) -> Counter[tuple[str, str]]:
    """How often each mark stands in the inlines: what may not change from a source to its translation."""
    return Counter(kind for inline in descendants(inlines) if (kind := _kind(inline)) is not None)


def _kind(inline: Inline) -> tuple[str, str] | None:
    match inline:
        case Text() | Passage():
            return None
        case NoteMarker(label=label):
            return "note", label
        case Code(text=text):
            return "code", text
        case Link(address=address):
            return "link", address
        case LineBreak():
            return "line break", ""
        case Emphasis():
            return "emphasis", ""
        case Strong():
            return "strong", ""


def checked(placed: Placed, sentence: Iterable[Inline], target: str) -> Placed | None:
    """The placing as it reads back from a catalogue, or `None` if a mark would be lost, doubled or made another.

    A translation that begins or ends with a line break is refused too: gettext wants msgid and msgstr to agree on that.
    """
    inlines = parsed(written(placed.inlines), target)
    edges = (inlines[0], inlines[-1]) if inlines else ()
    if survivors(inlines) != survivors(sentence) or any(isinstance(edge, LineBreak) for edge in edges):
        return None
    return Placed(inlines, placed.guesses)
