"""An article's text as HTML: every piece escaped, every change of language tagged, every note linked both ways."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from publish.article import (
    Article,
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
    Passage,
    Quotation,
    Strong,
    Text,
    descendants,
    plain,
)
from publish.languages import language
from publish.render.strings import SiteStrings

_SAFE_ADDRESS = re.compile(r"(?i:https?://|mailto:|tel:)|#|\.{0,2}/|[^:/?#\s]*(?:[/?#]|$)")
_IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}

_NO_ATTRIBUTES = Markup()

NOTE = "Note %(number)s"
NOT_TRANSLATED = "Not yet translated"

STRINGS = {
    NOTE: "accessible name of a note marker; number such as 3",
    NOT_TRANSLATED: "tool tip of a sentence that is shown in the original language",
}
"""The strings this module writes into pages, with what a translator is told; they live in site.po."""


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note ready for a template: its label, its text, and the places that call it (ids of markers)."""

    label: str
    html: Markup
    markers: tuple[str, ...]


class ArticleHtml:
    """One article's text as HTML; counts the markers of each note, so that every id is used once.

    `strings` are the page's own words; `read_image` gives the bytes of an image by its path in the seeds folder, since
    images are written into the page.
    """

    def __init__(self, article: Article, strings: SiteStrings, read_image: Callable[[str], bytes]) -> None:
        self.article = article
        self.strings = strings
        self.read_image = read_image
        self.labels = {note.label for note in article.notes}
        self.calls: dict[str, int] = {}

    def inlines(self, inlines: Inlines) -> Markup:
        """A stretch of text in the page's language."""
        return self._inlines(inlines, self.article.language)

    def blocks(self, blocks: Blocks) -> Markup:
        """A sequence of blocks."""
        return Markup("\n").join(self._block(block) for block in blocks)

    def notes(self) -> list[NoteHtml]:
        """The notes; to be called after the text, whose markers they link back to."""
        return [self._note(note) for note in self.article.notes]

    def image(self, image: Image, credit: Inlines = ()) -> Markup:
        """A figure with its caption and credit."""
        type_ = _IMAGE_TYPES.get(PurePosixPath(image.path).suffix.lower(), "application/octet-stream")
        data = base64.b64encode(self.read_image(image.path)).decode("ascii")
        picture = Markup('<img src="data:{};base64,{}" alt="{}">').format(type_, data, plain(image.alt))
        lines = [self.inlines(text) for text in (image.caption, credit) if text]
        caption = Markup("<figcaption>{}</figcaption>").format(Markup(" ").join(lines)) if lines else Markup()
        return Markup("<figure>{}{}</figure>").format(picture, caption)

    def _note(self, note: Note) -> NoteHtml:
        only = note.blocks[0] if len(note.blocks) == 1 else None
        html = self.inlines(only.text) if isinstance(only, Paragraph) else self.blocks(note.blocks)
        markers = tuple(_marker_id(note.label, call) for call in range(1, self.calls.get(note.label, 0) + 1))
        return NoteHtml(note.label, html, markers)

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(level=level, text=text):
                rank = min(level, 6)
                return Markup("<h{0}>{1}</h{0}>").format(rank, self.inlines(text))
            case Paragraph(text=text):
                return Markup("<p>{}</p>").format(self.inlines(text))
            case ListBlock(ordered=ordered, items=items, start=start):
                content = Markup("\n").join(Markup("<li>{}</li>").format(self._item(item)) for item in items)
                if not ordered:
                    return Markup("<ul>\n{}\n</ul>").format(content)
                first = Markup(' start="{}"').format(start) if start != 1 else Markup()
                return Markup("<ol{}>\n{}\n</ol>").format(first, content)
            case Quotation(blocks=blocks):
                return Markup("<blockquote>\n{}\n</blockquote>").format(self.blocks(blocks))
            case Figure(image=image):
                return self.image(image)
            case CodeBlock(text=text):
                return Markup('<pre dir="ltr"><code>{}</code></pre>').format(text)
            case Divider():
                return Markup("<hr>")

    def _item(self, blocks: Blocks) -> Markup:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].text)
        return self.blocks(blocks)

    def _inlines(self, inlines: Inlines, around: str) -> Markup:
        inlines = tuple(_markers_outside_links(inlines))
        parts: list[Markup] = []
        position = 0
        while position < len(inlines):
            inline = inlines[position]
            position += 1
            markers = []
            while position < len(inlines) and isinstance(inlines[position], NoteMarker):
                markers.append(self._inline(inlines[position], around))
                position += 1
            if markers and isinstance(inline, Text) and _may_break_after(inline.text):
                parts.append(self._inline(Text(inline.text[:-1], inline.language), around))
                last = self._inline(Text(inline.text[-1], inline.language), around)
                parts.append(Markup('<span class="nowrap">{}{}</span>').format(last, Markup().join(markers)))
            else:
                parts.extend([self._inline(inline, around), *markers])
        return Markup().join(parts)

    def _inline(self, inline: Inline, around: str) -> Markup:
        match inline:
            case Text(text=text, language=tag):
                return escape(text) if tag == around else Markup("<span{}>{}</span>").format(_lang(tag, around), text)
            case Code(text=text):
                return Markup('<code dir="ltr">{}</code>').format(text)
            case LineBreak():
                return Markup("<br>")
            case NoteMarker():
                return self._marker(inline)
            case Emphasis(children=children):
                return self._element("em", children, around)
            case Strong(children=children):
                return self._element("strong", children, around)
            case Link(children=children, address=address):
                if not _SAFE_ADDRESS.match(address):
                    return self._inlines(children, around)
                return self._element("a", children, around, Markup(' href="{}"').format(address))
            case Passage(children=children, state=state):
                title = (
                    Markup(' title="{}"').format(self.strings(NOT_TRANSLATED)) if state == "untranslated" else Markup()
                )
                return self._element("span", children, around, Markup(' class="{}"{}').format(state, title))

    def _element(self, name: str, children: Inlines, around: str, attributes: Markup = _NO_ATTRIBUTES) -> Markup:
        tags = {inline.language for inline in descendants(children) if isinstance(inline, Text)}
        inside = tags.pop() if len(tags) == 1 else around
        content = self._inlines(children, inside)
        return Markup("<{0}{1}{2}>{3}</{0}>").format(name, attributes, _lang(inside, around), content)

    def _marker(self, marker: NoteMarker) -> Markup:
        if marker.label not in self.labels:
            return Markup('<sup class="marker">{}</sup>').format(marker.label)
        call = self.calls[marker.label] = self.calls.get(marker.label, 0) + 1
        return Markup(
            '<sup class="marker"><a id="{}" href="#note-{}" role="doc-noteref" aria-label="{}">{}</a></sup>'
        ).format(_marker_id(marker.label, call), marker.label, self.strings(NOTE, number=marker.label), marker.label)


def _markers_outside_links(inlines: Inlines) -> Iterator[Inline]:
    """The inlines with each link that has note markers inside parted around them: HTML knows no link in a link."""
    for inline in inlines:
        if isinstance(inline, Link) and any(isinstance(inside, NoteMarker) for inside in descendants((inline,))):
            for part in _parted_at_markers(inline.children):
                yield part if isinstance(part, NoteMarker) else replace(inline, children=(part,))
        else:
            yield inline


def _parted_at_markers(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Emphasis | Strong | Link | Passage):
            for part in _parted_at_markers(inline.children):
                yield part if isinstance(part, NoteMarker) else replace(inline, children=(part,))
        else:
            yield inline


def _may_break_after(text: str) -> bool:
    """Whether a line could end between the text and a note marker's digit.

    UAX #14 allows that after an ideograph, a dash or a closing bracket, never after the letters of an alphabet (and
    those of a cursive one must not be parted from their word).
    """
    last = text[-1]
    if last.isspace():
        return False
    return unicodedata.east_asian_width(last) in "WF" or not unicodedata.category(last).startswith(("L", "M"))


def _marker_id(label: str, call: int) -> str:
    return f"marker-{label}" if call == 1 else f"marker-{label}-{call}"


def _lang(tag: str, around: str) -> Markup:
    if tag == around:
        return Markup()
    direction = language(tag).direction
    turned = Markup(' dir="{}"').format(direction) if direction != language(around).direction else Markup()
    return Markup(' lang="{}"{}').format(tag, turned)
