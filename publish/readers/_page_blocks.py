"""Elements of a web page in, blocks of an article out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

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
    NoteMarker,
    Paragraph,
    Phrase,
    Quotation,
    Strong,
    Text,
    plain,
)
from publish.errors import Finding, SettingsError, Severity
from publish.languages import language
from publish.readers._addresses import cleaned, is_safe
from publish.readers._inlines import as_text, excerpt, tidied
from publish.readers._page import HIDDEN, Element, names_of, words
from publish.readers._page_notes import PageNotes

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li", "main", "menu"}
    | {"nav", "ol", "p", "pre", "search", "section", "summary", "table", "td", "th", "tr", "ul", *HEADINGS}
)
_FRAME = frozenset(
    {"aside", "button", "dialog", "footer", "form", "input", "menu", "nav", "search", "select", "textarea"}
)
_FRAME_ROLES = frozenset(
    {"banner", "button", "complementary", "contentinfo", "form", "menu", "navigation", "search", "toolbar"}
)
_FRAME_NAMES = re.compile(
    r"shar(e|es|ing).*|social.*|sharedaddy|jp-relatedposts|related([-_]?(posts|articles|content|stories))?|newsletter.*|"
    r"subscri(be|ption).*|comments?|comment-(form|list)|comments-area|respond|breadcrumbs?|pagination|pager|"
    r"post-navigation|nav-links|navigation|tags|tag-?(list|cloud|links)|post-tags|entry-tags|cat-links|categories|"
    r"cookies?.*|advert.*|ads?|promo.*|sponsored|donat(e|ion).*|author-(box|bio)|toc|table-of-contents|mw-editsection|"
    r"navbox|noprint|printfooter|catlinks|skip-link|sr-only|screen-reader-text|visually-hidden|widget|sidebar"
)
_LABEL_NAMES = re.compile(
    r"byline|authors?|date|dateline|entry-(meta|date)|post-(meta|date)|article-meta|posted-on|published|reading-time"
)
_MEDIA = frozenset(["iframe", "video", "audio", "object", "embed", "canvas", "svg", "math", "applet", "map"])
_EMPHASIS = frozenset({"em", "i", "cite", "dfn", "var"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_CELLS = frozenset({"td", "th"})


@dataclass
class PageBlocks:
    """Turns elements into blocks of an article in `language`.

    `skipped` are elements that are told of elsewhere, `base` the address that relative links are relative to. Filled on
    the way: `findings`, and `phrases` (stretches the page says are in another language, and
    how often).
    """

    file: str
    language: str
    notes: PageNotes
    skipped: set[Element]
    base: str = ""
    findings: list[Finding] = field(default_factory=list)
    phrases: Counter[Phrase] = field(default_factory=Counter)

    def blocks(self, element: Element) -> Blocks:
        """The blocks inside an element."""
        return tuple(self._flow([element.text or "", *self._children(element)], element))

    def inlines(self, element: Element) -> Inlines:
        """The inline text inside an element."""
        return tidied(self._within(element, self.language))

    def _children(self, element: Element) -> Iterator[Element | str]:
        for child in element:
            yield child
            yield child.tail or ""

    def _report(self, severity: Severity, message: str, element: Element) -> None:
        self.findings.append(Finding(severity, message, self.file, element.sourceline or 0))

    def _flow(self, content: Iterable[Element | str], around: Element) -> Iterator[Block]:
        """Blocks, and paragraphs of the text that stands between them."""
        run: list[Element | str] = []
        for item in content:
            if isinstance(item, str):
                run.append(item)
            elif self._is_left_out(item):
                if item.tag in _BLOCKS:
                    yield from self._run(run, around)
                    run = []
            elif self._holds_blocks(item):
                yield from self._run(run, around)
                run = []
                yield from self._block(item)
            else:
                run.append(item)
        yield from self._run(run, around)

    def _holds_blocks(self, element: Element) -> bool:
        return any(inner.tag in _BLOCKS for inner in element.iter()) and element not in self.notes.calls

    def _is_left_out(self, element: Element) -> bool:
        """Whether the element is no part of the text; reported where a reader would miss its words."""
        if element in self.skipped or element.tag in HIDDEN or not isinstance(element.tag, str):
            self._check_style(element)
            return True
        names = names_of(element)
        in_quotation = next(element.iterancestors("blockquote"), None) is not None
        is_frame = (
            (element.tag in _FRAME and not (in_quotation and element.tag == "footer"))
            or element.get("role", "").lower() in _FRAME_ROLES
            or any(_FRAME_NAMES.fullmatch(name) for name in names)
        )
        is_label = not in_quotation and (
            any(_LABEL_NAMES.fullmatch(name) for name in names) or "author" in (element.get("rel") or "").split()
        )
        text = words(element, self.skipped)
        if is_frame or (is_label and len(text) < 200):
            if text:
                what = "what is about the text, not in it" if is_label and not is_frame else "part of the page's frame"
                self._report("note", f"left out as {what}: <{element.tag}> {excerpt(text)}", element)
            return True
        if element.get("hidden") is not None or element.get("aria-hidden") == "true":
            if text and re.search(r"\w", text):
                self._report("note", f"left out because the page hides it: <{element.tag}> {excerpt(text)}", element)
            return True
        if element.tag in _MEDIA:
            name = element.get("title") or text or element.get("src") or element.get("data") or ""
            self._report("warning", f"<{element.tag}> {excerpt(name)} cannot be printed; it is left out", element)
            return True
        self._check_style(element)
        return False

    def _check_style(self, element: Element) -> None:
        is_sheet = element.tag == "link" and "stylesheet" in (element.get("rel") or "").lower().split()
        rules = f"{element.get('style', '')} {element.text or '' if element.tag == 'style' else ''}"
        remote = re.search(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\"')\s;]+)", rules, re.IGNORECASE)
        address = remote.group(1) if remote else element.get("href", "") if is_sheet else ""
        if address:
            message = f"the remote style {excerpt(address, 100)} is never fetched; the templates set the style"
            self._report("warning", message, element)

    def _block(self, element: Element) -> Iterator[Block]:
        line = element.sourceline or 0
        match element.tag:
            case tag if tag in HEADINGS:
                if text := self.inlines(element):
                    yield Heading(HEADINGS[tag], text, line)
            case "ul" | "ol":
                yield from self._list(element, line)
            case "blockquote":
                if blocks := self.blocks(element):
                    yield Quotation(blocks, line)
            case "pre":
                yield from self._code_block(element, line)
            case "hr":
                yield Divider(line)
            case "figure":
                yield from self._figure(element, line)
            case "table":
                yield from self._table(element)
            case _:
                yield from self.blocks(element)

    def _list(self, element: Element, line: int) -> Iterator[Block]:
        items = []
        for child in element:
            if child.tag == "li" and not self._is_left_out(child):
                items.append(self.blocks(child))
            elif child.tag in ("ul", "ol") and items:
                # Old editors put a nested list beside its item, not inside it.
                items[-1] = (*items[-1], *self._list(child, child.sourceline or 0))
            elif child.tag != "li" and not self._is_left_out(child):
                items.append(tuple(self._block(child)))
        filled = tuple(item for item in items if item)
        start = element.get("start", "1") if element.tag == "ol" else "1"
        if filled:
            number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            yield ListBlock(element.tag == "ol", filled, number, line)

    def _code_block(self, element: Element, line: int) -> Iterator[Block]:
        # The first line end after <pre> is not part of it (HTML Standard, 4.4.3).
        text = "".join(element.itertext()).removeprefix("\n")
        if text.strip():
            yield CodeBlock(text.removesuffix("\n"), line)

    def _figure(self, element: Element, line: int) -> Iterator[Block]:
        captions = list(element.iter("figcaption"))
        caption = next((child for child in captions if next(child.iterancestors("figure")) is element), None)
        pictures = [image for image in element.iter("img") if caption is None or caption not in image.iterancestors()]
        if not pictures or element.xpath(".//figure | .//pre | .//blockquote | .//table"):
            yield from self.blocks(element)
            return
        texts = (
            tuple(self._flow([caption.text or "", *self._children(caption)], caption)) if caption is not None else ()
        )
        text = tuple(inline for block in texts if isinstance(block, Paragraph) for inline in (*block.text, LineBreak()))
        for picture in pictures[:-1]:
            yield Figure(self._image(picture), picture.sourceline or line)
        yield Figure(replace(self._image(pictures[-1]), caption=tidied(text)), line)

    def _image(self, element: Element) -> Image:
        source = element.get("src") or element.get("data-src") or ""
        return Image(source.strip(), as_text(element.get("alt", ""), self.language))

    def _table(self, element: Element) -> Iterator[Block]:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        rows = [row for row in rows if row not in self.skipped]
        cells = [cell for row in rows for cell in row if cell.tag in _CELLS and cell not in self.skipped]
        caption = element.find("caption")
        if caption is not None and (title := self.inlines(caption)):
            yield Paragraph(title, caption.sourceline or 0)
        if any(inner.tag in _BLOCKS - _CELLS for cell in cells for inner in cell.iterdescendants()):
            for cell in cells:
                yield from self.blocks(cell)
            return
        if cells:
            message = "tables are not supported; each row has become a paragraph, its cells parted by “|”"
            self._report("warning", message, element)
        for row in rows:
            texts = [self.inlines(cell) for cell in row if cell in cells]
            separated = [inline for text in texts for inline in (Text(" | ", self.language), *text)][1:]
            if any(texts):
                yield Paragraph(tidied(separated), row.sourceline or 0)

    def _run(self, run: list[Element | str], around: Element) -> Iterator[Block]:
        """The paragraphs or figures that a run of text and inline elements makes."""
        elements = [item for item in run if not isinstance(item, str)]
        text = "".join(item if isinstance(item, str) else words(item) for item in run)
        line = around.sourceline or 0
        pictures = [image for item in elements for image in item.iter("img")]
        if pictures and not text.strip():
            for picture in pictures:
                yield Figure(self._image(picture), picture.sourceline or line)
            return
        inlines: list[Inline] = []
        for item in run:
            if isinstance(item, str):
                inlines.extend(self._said(item, self._language_at(around)))
            else:
                inlines.extend(self._inline(item, self._language_at(item)))
        for paragraph in _parted(tidied(inlines)):
            yield Paragraph(paragraph, line)

    def _language_at(self, element: Element) -> str:
        for holder in (element, *element.iterancestors()):
            if holder.getparent() is None:
                break
            if tag := self._declared(holder):
                return tag
        return self.language

    def _declared(self, element: Element) -> str:
        tag = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        if not tag:
            return ""
        try:
            known = language(tag)
        except SettingsError as error:
            self._report("warning", f"{error.message}; the words are taken to be in {self.language}", element)
            return self.language
        return self.language if known.subtag == language(self.language).subtag else tag

    def _said(self, text: str, tag: str) -> Inlines:
        """A run of text, remembered if it is in another language."""
        phrase = " ".join(text.split())
        if tag != self.language and re.search(r"\w", phrase):
            self.phrases[Phrase(phrase, tag)] += 1
        return (Text(text, self.language),)

    def _within(self, element: Element, tag: str) -> list[Inline]:
        tag = self._language_at(element)
        result: list[Inline] = list(self._said(element.text or "", tag))
        for child in element:
            if not self._is_left_out(child):
                result.extend(self._inline(child, tag))
            result.extend(self._said(child.tail or "", tag))
        return result

    def _inline(self, element: Element, tag: str) -> Iterable[Inline]:
        if element in self.notes.calls:
            return (NoteMarker(self.notes.calls[element]),)
        if element in self.notes.missing:
            message = f"the note marker {excerpt(self.notes.missing[element])} leads to no note; it is left out"
            self._report("error", message, element)
            return ()
        if element in self.notes.doubtful:
            shown = excerpt(self.notes.doubtful[element])
            message = f"{shown} looks like a note's marker, but there is no such note; it stays text"
            holder = next((item for item in (element, *element.iterancestors()) if item.sourceline), element)
            self._report("warning", message, holder)
        children = self._within(element, tag)
        match element.tag:
            case name if name in _EMPHASIS:
                return (Emphasis(tuple(children)),)
            case "strong" | "b":
                return (Strong(tuple(children)),)
            case name if name in _CODE:
                return (Code(re.sub(r"\s+", " ", "".join(element.itertext())).strip()),)
            case "br":
                return (LineBreak(),)
            case "a":
                return self._link(element, children)
            case "img":
                return self._inline_image(element)
            case "q":
                return (Text("“", self.language), *children, Text("”", self.language))
            case "rt":
                return (Text("（", self.language), *children, Text("）", self.language))
            case "rp":
                return ()
            case "sup" if _is_only_calls(children):
                return tuple(inline for inline in children if isinstance(inline, NoteMarker))
            case "sup" | "sub" if re.fullmatch(r"[\d+−-]+n?|n", text := plain(children).strip()):
                return (Text(text.translate(RAISED if element.tag == "sup" else _LOWERED), self.language),)
            case "s" | "strike" | "del":
                self._report("note", f"{excerpt(words(element))} is struck out in the page; it is shown", element)
        return children

    def _link(self, element: Element, children: list[Inline]) -> Iterable[Inline]:
        raw = element.get("href") or ""
        address = cleaned(raw)
        if not address or not children:
            return children
        if address.startswith("#"):
            self._report(
                "note", f"the link {excerpt(raw, 40)} leads to a place in the page; only its text is shown", element
            )
            return children
        if not is_safe(address):
            message = f"the link {excerpt(raw, 40)} is not one a reader can safely follow; only its text is shown"
            self._report("warning", message, element)
            return children
        return (Link(tuple(children), cleaned(urljoin(self.base, address)) if self.base else address),)

    def _inline_image(self, element: Element) -> Iterable[Inline]:
        alt = element.get("alt", "").strip()
        if "emoji" in names_of(element) and alt:
            return (Text(alt, self.language),)
        message = (
            f"the picture {excerpt(alt or element.get('src', ''))} inside a text is left out; put it between paragraphs"
        )
        self._report("warning", message, element)
        return ()


def _is_only_calls(inlines: list[Inline]) -> bool:
    calls = [inline for inline in inlines if isinstance(inline, NoteMarker)]
    return bool(calls) and re.fullmatch(r"[\s\[\](),;–-]*", plain(inlines)) is not None


def _parted(inlines: Inlines) -> Iterator[Inlines]:
    """Paragraphs, where two line breaks in a row part them."""
    part: list[Inline] = []
    for number, inline in enumerate(inlines):
        is_double = isinstance(inline, LineBreak) and LineBreak() in (
            inlines[number - 1 : number] + inlines[number + 1 : number + 2]
        )
        if not is_double:
            part.append(inline)
        elif part:
            yield tidied(part)
            part = []
    if part:
        yield tidied(part)
