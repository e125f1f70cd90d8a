r"""Inline marks as the placeholders of a translation tool: Markdown as text and codes, and put together again.

    "a *word*[^3]"  →  "a ", Begin("1", "emphasis", "*"), "word", End("1", "*"), Alone("2", "note", "[^3]")

The text between codes is plain: nothing in it is escaped. A code's id says what it is: the same mark in a source and in
its translation has the same one, wherever it stands. A translator may move marks, drop them, or nest them otherwise.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from publish.article import Code, Emphasis, Inline, Inlines, LineBreak, Link, NoteMarker, Strong, Text, normalised
from publish.markup import parsed, written

_FILLER = "x"
_BREAK = "\\\n"


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a mark with content begins. `code` is its Markdown, "" where a file does not say."""

    id: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class End:
    """Where it ends. A link's address stands here, as in Markdown."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A mark without content: a note marker, a line break, a piece of code."""

    id: str
    kind: str
    code: str


Token = str | Begin | End | Alone

CODES = {"emphasis": ("*", "*"), "strong": ("**", "**"), "break": (_BREAK, "")}
"""The Markdown of the kinds that have no data of their own."""


@dataclass(slots=True)
class Ids:
    """Numbers for the marks of one unit: those of the source first, then those that only its translation has."""

    known: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def tokens(self, markdown: str, language: str) -> list[Token]:
        """The text in tokens, none of them empty.

        >>> Ids().tokens("2 \\\\* 2[^3]", "en")
        ['2 * 2', Alone(id='1', kind='note', code='[^3]')]
        """
        seen: dict[tuple[str, str], int] = {}
        return list(self._tokens(parsed(markdown, language), seen))

    def _tokens(self, inlines: Inlines, seen: dict[tuple[str, str], int]) -> Iterator[Token]:
        for inline in inlines:
            match inline:
                case Text(text=text):
                    yield text
                case Emphasis(children=children):
                    yield from self._paired("emphasis", "*", "*", children, seen)
                case Strong(children=children):
                    yield from self._paired("strong", "**", "**", children, seen)
                case Link(children=children):
                    end = written((Link((Text(_FILLER, ""),), inline.address),)).removeprefix(f"[{_FILLER}")
                    yield from self._paired("link", "[", end, children, seen)
                case NoteMarker():
                    yield self._alone("note", written((inline,)), seen)
                case LineBreak():
                    yield self._alone("break", _BREAK, seen)
                case Code():
                    yield self._alone("code", written((inline,)), seen)

    def _paired(
        self, kind: str, begin: str, end: str, children: Inlines, seen: dict[tuple[str, str], int]
    ) -> Iterator[Token]:
        number = self._number(kind, end, seen)
        yield Begin(number, kind, begin)
        yield from self._tokens(children, seen)
        yield End(number, end)

    def _alone(self, kind: str, code: str, seen: dict[tuple[str, str], int]) -> Alone:
        return Alone(self._number(kind, code, seen), kind, code)

    def _number(self, kind: str, code: str, seen: dict[tuple[str, str], int]) -> str:
        seen[kind, code] = seen.get((kind, code), 0) + 1
        return self.known.setdefault((kind, code, seen[kind, code]), str(len(self.known) + 1))


@dataclass(slots=True)
class Read:
    """A text that came back: its Markdown, and what was wrong with its placeholders, each in a clause."""

    markdown: str
    faults: list[str] = field(default_factory=list)


def canonical(markdown: str, language: str) -> str:
    r"""The Markdown as this program writes it: what a text is after it went out and came back.

    >>> canonical("an *unfinished thought", "en")
    'an \\*unfinished thought'
    """
    return written(parsed(markdown, language))


def codes_of(tokens: Iterable[Token]) -> dict[str, tuple[str, str]]:
    """The Markdown of each code, by its id: that which begins it and that which ends it."""
    result: dict[str, tuple[str, str]] = {}
    for token in tokens:
        match token:
            case Begin(id=number, kind=kind, code=code) | Alone(id=number, kind=kind, code=code):
                begin, end = CODES.get(kind, ("", ""))
                result.setdefault(number, (code or begin, end))
            case End(id=number, code=code) if code:
                result[number] = (result.get(number, ("", ""))[0], code)
    return result


def read(tokens: Iterable[Token], language: str, known: Mapping[str, tuple[str, str]] | None = None) -> Read:
    """The Markdown of a text in tokens. `known` has the codes of the source, for placeholders that name only an id.

    >>> read([Begin("1", "", ""), "a * b", End("1", "")], "en", {"1": ("**", "**")}).markdown
    '**a \\\\* b**'
    """
    reader = _Reader(language, known or {})
    for token in tokens:
        reader.read(token)
    return Read(written(normalised(reader.finished())), reader.faults)


@dataclass(slots=True)
class _Open:
    begin: Begin
    children: list[Inline] = field(default_factory=list)


class _Reader:
    """Marks that are open wait on a stack. Where two overlap, the inner one is closed and opened again."""

    def __init__(self, language: str, known: Mapping[str, tuple[str, str]]) -> None:
        self.language, self.known = language, known
        self.faults: list[str] = []
        self.stack = [_Open(Begin("", "", ""))]

    def read(self, token: Token) -> None:
        match token:
            case Begin():
                self.stack.append(_Open(token))
            case End():
                self._close(token)
            case Alone():
                self._alone(token)
            case str():
                self._add(Text(token, self.language))

    def finished(self) -> list[Inline]:
        while len(self.stack) > 1:
            # A link's address would stand in the code that is missing: the source has it.
            self._leave(End(self.stack[-1].begin.id, ""))
        return self.stack[0].children

    def _add(self, *inlines: Inline) -> None:
        self.stack[-1].children.extend(inlines)

    def _close(self, end: End) -> None:
        if end.id not in [item.begin.id for item in self.stack[1:]]:
            self.faults.append(f"the placeholder {end.id} ends without having begun")
            return
        again = []
        while self.stack[-1].begin.id != end.id:
            again.append(self.stack[-1].begin)
            self._leave(End(again[-1].id, ""))
        self._leave(end)
        self.stack.extend(_Open(begin) for begin in reversed(again))

    def _leave(self, end: End) -> None:
        item = self.stack.pop()
        begin_code, end_code = self.known.get(item.begin.id, ("", ""))
        usual = CODES.get(item.begin.kind, ("", ""))
        inline = _container(
            item.begin.code or begin_code or usual[0], end.code or end_code or usual[1], tuple(item.children)
        )
        if inline is None:
            self.faults.append(f"the placeholder {item.begin.id} is unknown here and was left out, not its text")
            self._add(*item.children)
        else:
            self._add(inline)

    def _alone(self, token: Alone) -> None:
        code = token.code or self.known.get(token.id, ("", ""))[0] or CODES.get(token.kind, ("", ""))[0]
        found: Inlines = (LineBreak(),) if code.strip() == "\\" else parsed(code, self.language)
        match found:
            case (NoteMarker() | LineBreak() | Code(),):
                self._add(*found)
            case _:
                self.faults.append(f"the placeholder {token.id} is unknown here and was left out")


def _container(begin: str, end: str, children: Inlines) -> Inline | None:
    mark = _mark(begin, end)
    return None if mark is None else replace(mark, children=children)


@functools.lru_cache(maxsize=1024)
def _mark(begin: str, end: str) -> Emphasis | Strong | Link | None:
    match parsed(f"{begin}{_FILLER}{end}", ""):
        case ((Emphasis() | Strong() | Link()) as mark,) if mark.children == (Text(_FILLER, ""),):
            return mark
    return None
