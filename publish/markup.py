r"""Inline text as the Markdown a translator sees in a msgid, and back.

The forms: `*emphasis*`, `**strong**`, `` `code` ``, `[text](address)`, `<address>`, the note marker `[^3]`, and a
backslash before a line end for a line break. A backslash before punctuation takes away its meaning.

This is a subset of CommonMark 0.31 with three deliberate differences, so that translators are not surprised:
an asterisk between two cased letters is a plain asterisk (German "Kolleg*innen"); any other asterisk counts, whatever
stands beside it (CommonMark 6.2 would refuse emphasis in Japanese before an opening bracket); and `\|` stands for
nothing at all: it parts an asterisk from its neighbour in the rare word that is emphasised only in part.

Reading never fails: what is no markup is text. `faults` names what was probably meant as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.article import Code, Emphasis, Inline, Inlines, LineBreak, Link, NoteMarker, Strong, Text, normalised

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ESCAPED = re.compile(r"[\\`*_\[]|<(?=[A-Za-z]|$)")
_ESCAPED_IN_LINK = re.compile(r"[\\`*_\[\]^]|<(?=[A-Za-z]|$)")
_MARKER = re.compile(r"\[\^([^\s\[\]^\\]+)\]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@:\\]+@[^\s<>@\\]+)>")
_DESTINATION = re.compile(r"\((?:<([^<>\n]*)>|([^\s()<>]*))\)")
_PLAIN = re.compile(r"[^\\`*\[\]<]+")
_NOTHING = r"\|"


def written(inlines: Iterable[Inline]) -> str:
    r"""The inlines as Markdown, without languages and states.

    >>> written((Text("18% of [all] ", "en"), Emphasis((Text("people", "en"),)), NoteMarker("3")))
    '18% of \\[all] *people*[^3]'
    """
    pieces: list[tuple[str, bool]] = []
    _write(inlines, pieces, in_link=False)
    text, after_delimiter = "", False
    for number, (piece, is_delimiter) in enumerate(pieces):
        following = pieces[number + 1][0][:1] if number + 1 < len(pieces) else ""
        if is_delimiter and (after_delimiter or (_is_cased(text[-1:]) and _is_cased(following))):
            text += _NOTHING
        text += piece
        after_delimiter = is_delimiter
    return text


def _write(inlines: Iterable[Inline], pieces: list[tuple[str, bool]], *, in_link: bool) -> None:
    for inline in inlines:
        match inline:
            case Text(text=text):
                escaped = _ESCAPED_IN_LINK if in_link else _ESCAPED
                pieces.append((escaped.sub(lambda match: "\\" + match.group(), text), False))
            case NoteMarker(label=label):
                pieces.append((f"[^{label}]", False))
            case Code(text=text):
                pieces.append((_code(text), False))
            case LineBreak():
                pieces.append(("\\\n", False))
            case Emphasis(children=children):
                _write_between("*", children, pieces, in_link=in_link)
            case Strong(children=children):
                _write_between("**", children, pieces, in_link=in_link)
            case Link(children=(Text(text=text),), address=address) if address in (text, f"mailto:{text}") and (
                _AUTOLINK.fullmatch(f"<{text}>")
            ):
                pieces.append((f"<{text}>", False))
            case Link(children=children, address=address):
                pieces.append(("[", False))
                _write(children, pieces, in_link=True)
                pieces.append((f"](<{address}>)" if re.search(r"[()]", address) else f"]({address})", False))
            case _:
                _write(inline.children, pieces, in_link=in_link)


def _write_between(delimiter: str, children: Inlines, pieces: list[tuple[str, bool]], *, in_link: bool) -> None:
    pieces.append((delimiter, True))
    _write(children, pieces, in_link=in_link)
    pieces.append((delimiter, True))


def _code(text: str) -> str:
    fence = "`" * next(n for n in range(1, len(text) + 2) if not re.search(rf"(?<!`)`{{{n}}}(?!`)", text))
    padded = text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip(" "))
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def parsed(text: str, language: str) -> Inlines:
    """The inlines written in `text`, each run tagged with `language`.

    >>> parsed("Kolleg*innen, *alle*[^1]", "de")[1:]
    (Emphasis(children=(Text(text='alle', language='de'),)), NoteMarker(label='1'))
    """
    return normalised(_Parser(text, language).inlines())


def faults(text: str) -> list[str]:
    """What in `text` looks like markup that went wrong, each as a short clause.

    >>> faults("an *unfinished thought")
    ['a * without its partner']
    """
    parser = _Parser(text, "")
    parser.inlines()
    return parser.faults


def _is_cased(character: str) -> bool:
    return character.lower() != character.upper()


class _Parser:
    """One pass over the text; open marks wait on a stack and turn into plain text if nothing closes them."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.position = 0
        self.faults: list[str] = []
        self.stack: list[tuple[str, list[Inline]]] = [("", [])]

    def inlines(self) -> Inlines:
        while self.position < len(self.text):
            self._step()
        while len(self.stack) > 1:
            self._give_up()
        return tuple(self.stack[0][1])

    def _step(self) -> None:
        text, position = self.text, self.position
        match text[position]:
            case "\\":
                self._escape(text[position + 1 : position + 2])
            case "`":
                self._code()
            case "*":
                self._asterisks()
            case "[" if marker := _MARKER.match(text, position):
                self._add(NoteMarker(marker.group(1)), marker.end())
            case "[":
                self.stack.append(("[", []))
                self.position += 1
            case "]":
                self._close_link()
            case "<" if autolink := _AUTOLINK.match(text, position):
                shown = autolink.group(1)
                address = shown if re.match(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:", shown) else f"mailto:{shown}"
                self._add(Link((Text(shown, self.language),), address), autolink.end())
            case _:
                run = _PLAIN.match(text, position)
                self._add_text(text[position : run.end() if run else position + 1])

    def _add(self, inline: Inline, end: int) -> None:
        self.stack[-1][1].append(inline)
        self.position = end

    def _add_text(self, text: str) -> None:
        self._add(Text(text, self.language), self.position + len(text))

    def _escape(self, character: str) -> None:
        if character == "\n":
            self._add(LineBreak(), self.position + 2)
        elif character == "|":
            self.position += 2
        elif character in _PUNCTUATION:
            self._add(Text(character, self.language), self.position + 2)
        else:
            self._add_text("\\")

    def _code(self) -> None:
        opening = re.compile(r"`+").match(self.text, self.position)
        assert opening is not None
        fence = opening.group()
        closing = re.compile(rf"(?<!`){fence}(?!`)").search(self.text, opening.end())
        if closing is None:
            self.faults.append("a ` without its partner")
            self._add_text(fence)
            return
        content = self.text[opening.end() : closing.start()]
        if content[:1] == content[-1:] == " " and content.strip(" "):
            content = content[1:-1]
        self._add(Code(content), closing.end())

    def _asterisks(self) -> None:
        start, end = self.position, self.position
        while self.text[end : end + 1] == "*":
            end += 1
        run = self.text[start:end]
        before, after = self.text[start - 1 : start] if start else "", self.text[end : end + 1]
        if len(run) > 3 or (_is_cased(before) and _is_cased(after)):
            self._add_text(run)
            return
        marks = ["*", "**"] if run == "***" else [run]
        if [mark for mark, _ in self.stack[-len(marks) :]] == marks:
            marks.reverse()
        for mark in marks:
            if mark not in (open_mark for open_mark, _ in self.stack):
                self.stack.append((mark, []))
                continue
            while self.stack[-1][0] != mark:
                self._give_up()
            _, children = self.stack.pop()
            self.stack[-1][1].append(Emphasis(tuple(children)) if mark == "*" else Strong(tuple(children)))
        self.position = end

    def _close_link(self) -> None:
        destination = _DESTINATION.match(self.text, self.position + 1)
        is_open = "[" in (mark for mark, _ in self.stack)
        if destination is None or not is_open:
            if is_open and self.text[self.position + 1 : self.position + 2] == "(":
                self.faults.append("a link whose address cannot be read")
            if self.stack[-1][0] == "[":
                mark, children = self.stack.pop()
                self.stack[-1][1].extend([Text(mark, self.language), *children])
            self._add_text("]")
            return
        while self.stack[-1][0] != "[":
            self._give_up()
        _, children = self.stack.pop()
        address = destination.group(1) if destination.group(1) is not None else destination.group(2)
        self._add(Link(tuple(children), address), destination.end())

    def _give_up(self) -> None:
        mark, children = self.stack.pop()
        self.faults.append(f"a {mark} without its partner")
        self.stack[-1][1].extend([Text(mark, self.language), *children])
