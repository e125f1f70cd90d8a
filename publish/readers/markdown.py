"""Markdown in, an Article out: CommonMark with footnotes, tables and YAML front matter.

What an article cannot hold is never dropped silently: tables become paragraphs, HTML and pictures inside a sentence are
left out, each with a finding that names the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from publish.article import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Quotation,
    Strong,
    Text,
    plain,
)
from publish.errors import Finding, SeedError, Severity
from publish.readers._addresses import cleaned, is_safe
from publish.readers._assembly import Parts, assembled
from publish.readers._inlines import as_text, excerpt, tidied
from publish.readers.facts import KEYS, Table, facts_of, similar, with_facts
from publish.readers.reading import Facts, Reading, Seed

_DEEPEST = 60
_UNDEFINED = re.compile(r"\[\^([^\s\[\]]+)\]")
_COMMENTS = re.compile(r"<!--.*?-->|<!--.*\Z", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def read(seed: Seed) -> Reading:
    """The article in a Markdown seed.

    `SeedError` for front matter that cannot be used and for a note that is called but not defined.
    """
    findings: list[Finding] = []
    env: dict[str, Any] = {}
    tokens = _parser().parse(seed.text, env)
    if any(token.level >= _DEEPEST for token in tokens):
        message = f"is nested more than {_DEEPEST} levels deep; take out some of its lists and quotations"
        raise SeedError(message, file=seed.file)
    front, standfirst, tokens = _front_matter(tokens, seed, findings)
    language = seed.facts.language or front.language or seed.language
    builder = _Builder(seed, language, env, findings)
    blocks = builder.blocks(SyntaxTreeNode(tokens).children)
    parts = Parts(
        blocks=list(blocks),
        notes=builder.notes,
        title=as_text(front.title, language),
        standfirst=builder.stretch(standfirst),
        findings=findings,
    )
    article = assembled(parts, seed, language)
    return Reading(with_facts(article, front), tuple(findings))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST + 2})
    parser.use(front_matter_plugin).use(footnote_plugin, move_to_end=False).enable("table")
    # Without it, what a backslash protects stays apart from what only looks like a note.
    parser.disable("text_join")
    # Unsafe addresses are to be reported, so the parser may not turn them into plain text by itself.
    parser.validateLink = _any_link  # type: ignore[method-assign, assignment]
    parser.normalizeLink = _as_written  # type: ignore[method-assign, assignment]
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign, assignment]
    return parser


def _any_link(_: str) -> bool:
    return True


def _as_written(address: str) -> str:
    return address


def _front_matter(tokens: list[Token], seed: Seed, findings: list[Finding]) -> tuple[Facts, str, list[Token]]:
    """The facts in the front matter, the standfirst in it (Markdown), and the tokens after it."""
    if not tokens or tokens[0].type != "front_matter":
        return Facts(), "", tokens
    import yaml

    text = tokens[0].content
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        cause = getattr(error, "problem", None) or "a character that YAML does not allow"
        message = (
            f"the front matter is not valid YAML ({cause}); write key: value on each line, and put a value with a "
        )
        line = mark.line + 2 if mark else 1
        raise SeedError(f"{message}colon in quotation marks", file=seed.file, line=line) from error
    except ValueError as error:
        raise SeedError(f"the front matter has an impossible date ({error})", file=seed.file, line=1) from error
    if not isinstance(values, dict | None):
        message = "the front matter between --- and --- must be lines of key: value; write a dividing line as ***"
        raise SeedError(message, file=seed.file, line=1)
    table = Table({str(key): value for key, value in (values or {}).items()}, text, seed.file, first_line=2)
    for key in table.values:
        if key not in KEYS | {"standfirst"}:
            message = f"the front matter's “{key}” is not used; {similar(key, KEYS | {'standfirst'})}"
            findings.append(Finding("note", message, seed.file, table.line(key)))
    standfirst = table.values.get("standfirst") or ""
    if not isinstance(standfirst, str):
        raise table.fault("standfirst must be text; put it in quotation marks", "standfirst")
    return facts_of(table), standfirst, tokens[1:]


class _Builder:
    """Turns the parser's tree into blocks; `line` is that of the inline being read, `notes` what was defined."""

    def __init__(self, seed: Seed, language: str, env: dict[str, Any], findings: list[Finding]) -> None:
        self.seed = seed
        self.language = language
        self.env = env
        self.findings = findings
        self.notes: dict[str, Note] = {}
        self.line = 0

    def report(self, severity: Severity, message: str) -> None:
        self.findings.append(Finding(severity, message, self.seed.file, self.line))

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> Blocks:
        return tuple(block for node in nodes for block in self._block(node))

    def stretch(self, text: str) -> Inlines:
        """Inline Markdown from outside the body."""
        tokens = _parser().parseInline(text, self.env) if text else []
        return tuple(inline for node in SyntaxTreeNode(tokens).children for inline in self._text(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        line = node.map[0] + 1 if node.map else self.line
        self.line = line
        match node.type:
            case "paragraph":
                yield from self._paragraph(node.children[0], line)
            case "heading":
                if text := self._text(node.children[0]):
                    yield Heading(int(node.tag[1:]), text, line)
            case "bullet_list" | "ordered_list":
                items = tuple(blocks for item in node.children if (blocks := self.blocks(item.children)))
                ordered = node.type == "ordered_list"
                if items:
                    yield ListBlock(ordered, items, int(node.attrs.get("start", 1)) if ordered else 1, line)
            case "blockquote":
                if blocks := self.blocks(node.children):
                    yield Quotation(blocks, line)
            case "fence" | "code_block":
                yield CodeBlock(node.content.removesuffix("\n"), line)
            case "hr":
                yield Divider(line)
            case "table":
                yield from self._table(node, line)
            case "footnote_reference":
                self._note(node, line)
            case "html_block":
                self._html_block(node)
            case _:
                raise AssertionError(node.type)

    def _paragraph(self, inline: SyntaxTreeNode, line: int) -> Iterator[Block]:
        pictures = _only_pictures(inline.children)
        if not pictures:
            if text := self._text(inline):
                yield Paragraph(text, line)
            return
        for picture, is_linked in pictures:
            if is_linked:
                self.report("note", "the link around the picture is left out")
            yield Figure(self._image(picture), line)

    def _image(self, node: SyntaxTreeNode) -> Image:
        alt = as_text(plain(self._inlines(node.children)), self.language)
        return Image(str(node.attrs["src"]), alt, as_text(str(node.attrs.get("title", "")), self.language))

    def _table(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        self.report("warning", "tables are not supported; each row has become a paragraph, its cells parted by “|”")
        rows = [row for part in node.children for row in part.children]
        for row in rows:
            self.line = row.map[0] + 1 if row.map else line
            cells = [self._text(cell.children[0]) for cell in row.children]
            separated = [inline for cell in cells for inline in (Text(" | ", self.language), *cell)][1:]
            if any(cells):
                yield Paragraph(tidied(separated), self.line)

    def _note(self, node: SyntaxTreeNode, line: int) -> None:
        label = node.meta["label"]
        blocks = self.blocks(node.children)
        self.line = line
        if label in self.notes:
            message = (
                f"the note [^{label}] is defined twice, first in line {self.notes[label].line}; give one another name"
            )
            raise SeedError(message, file=self.seed.file, line=line)
        if not blocks:
            message = f"the note [^{label}] is empty; write its text behind the colon"
            raise SeedError(message, file=self.seed.file, line=line)
        self.notes[label] = Note(label, blocks, line)

    def _html_block(self, node: SyntaxTreeNode) -> None:
        rest = _COMMENTS.sub("", node.content).strip()
        words = _TAGS.sub(" ", rest).strip()
        if words:
            self.report("error", f"HTML is not supported here, so {excerpt(words)} is left out; write it in Markdown")
        elif rest:
            self.report("warning", f"the HTML {excerpt(rest)} is left out; write it in Markdown")

    def _text(self, node: SyntaxTreeNode) -> Inlines:
        """The inlines of a paragraph, heading or cell."""
        if node.map:
            self.line = node.map[0] + 1
        return tidied(self._inlines(node.children))

    def _inlines(self, nodes: Sequence[SyntaxTreeNode]) -> list[Inline]:
        result: list[Inline] = []
        pending = ""
        for node in nodes:
            if node.type == "text":
                pending += node.content
                continue
            result.append(self._checked(pending))
            pending = ""
            result.extend(self._inline(node))
        return [*result, self._checked(pending)]

    def _checked(self, text: str) -> Text:
        if undefined := _UNDEFINED.search(text):
            label = undefined.group(1)
            raise SeedError(self._undefined(label), file=self.seed.file, line=self.line)
        return Text(text, self.language)

    def _undefined(self, label: str) -> str:
        cause = f"the note [^{label}] is called here but defined nowhere"
        # A definition right below a quotation or a list item reads as more of that (CommonMark 0.31, 5.1: laziness).
        swallowed = re.search(rf"^ {{0,3}}\[\^{re.escape(label)}\]:", self.seed.text, re.MULTILINE)
        if swallowed:
            line = self.seed.text.count("\n", 0, swallowed.start()) + 1
            return f"{cause}; line {line} looks like its text: put a blank line before that one"
        return f"{cause}; add a line “[^{label}]: …”, or write \\[^{label}] if no note is meant"

    def _inline(self, node: SyntaxTreeNode) -> Iterable[Inline]:
        match node.type:
            case "text_special":
                return (Text(node.content, self.language),)
            case "softbreak":
                self.line += 1
                return (Text("\n", self.language),)
            case "hardbreak":
                self.line += 1
                return (LineBreak(),)
            case "em":
                return (Emphasis(tuple(self._inlines(node.children))),)
            case "strong":
                return (Strong(tuple(self._inlines(node.children))),)
            case "code_inline":
                return (Code(node.content),)
            case "link":
                return self._link(node)
            case "footnote_ref":
                return (NoteMarker(self._label(node)),)
            case "image":
                alt = plain(self._inlines(node.children))
                message = f"the picture {excerpt(alt or str(node.attrs['src']))} inside a text is left out; "
                self.report("warning", f"{message}put it in a paragraph of its own")
            case "html_inline":
                if _COMMENTS.sub("", node.content) and not node.content.startswith("</"):
                    message = f"the HTML {excerpt(node.content)} is left out, the words around it stay; "
                    self.report("warning", f"{message}write it in Markdown")
                self.line += node.content.count("\n")
            case _:
                raise AssertionError(node.type)
        return ()

    def _link(self, node: SyntaxTreeNode) -> Iterable[Inline]:
        line = self.line
        children = tuple(self._inlines(node.children))
        address = cleaned(str(node.attrs["href"]))
        if is_safe(address) and address and not address.startswith("#"):
            return (Link(children, address),)
        cause = "leads to a place in the page" if address.startswith("#") else "is not one a reader can safely follow"
        message = f"the link {excerpt(str(node.attrs['href']), 40)} {cause if address else 'is empty'}; "
        severity: Severity = "note" if address.startswith("#") else "warning"
        self.findings.append(Finding(severity, f"{message}only its text is shown", self.seed.file, line))
        return children

    def _label(self, node: SyntaxTreeNode) -> str:
        """The label of the note called; a note written in place (`^[…]`) gets one of its own."""
        if "label" in node.meta:
            return str(node.meta["label"])
        label = f"^{node.meta['id']}"
        content = SyntaxTreeNode(self.env["footnotes"]["list"][node.meta["id"]]["tokens"])
        line = self.line
        text = tidied(self._inlines(content.children))
        if not text:
            raise SeedError("the note ^[] is empty; write its text in the brackets", file=self.seed.file, line=line)
        self.notes[label] = Note(label, (Paragraph(text, line),), line)
        return label


def _only_pictures(nodes: Sequence[SyntaxTreeNode]) -> list[tuple[SyntaxTreeNode, bool]]:
    """The pictures of a paragraph that holds nothing else, and for each whether a link is around it."""
    pictures = []
    for node in nodes:
        if node.type == "softbreak" or (node.type == "text" and not node.content.strip()):
            continue
        inside = [child for child in node.children if child.content.strip() or child.type != "text"]
        if node.type == "image":
            pictures.append((node, False))
        elif node.type == "link" and len(inside) == 1 and inside[0].type == "image":
            pictures.append((inside[0], True))
        else:
            return []
    return pictures
