"""An article's text as HTML: every piece escaped, every change of language tagged, every note linked both ways."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from markupsafe import Markup

from publish.article import (
    Article,
    Block,
    Blocks,
    CodeBlock,
    Divider,
    Figure,
    Heading,
    Image,
    Inlines,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Quotation,
    plain,
)
from publish.render.inlines import Markers, inlines_html
from publish.render.page_strings import BACK, NOT_TRANSLATED, NOTE
from publish.render.strings import SiteStrings

_IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class NoteHtml:
    """A note ready for a template: its label, its text, and the places that call it (ids of markers).

    `html` is all of it. For a page that writes the number into the first paragraph, `first` is what that one says, ""
    if the note begins with something else, and `rest` are the blocks after it.
    """

    label: str
    html: Markup
    markers: tuple[str, ...]
    first: Markup
    rest: Markup


class ArticleHtml:
    """One article's text as HTML; counts the markers of each note, so that every id is used once.

    `strings` are the page's own words; `read_image` gives the bytes of an image by its path in the seeds folder, since
    images are written into the page.

    `notes` says where the notes go: gathered by `notes()` ("end"), or written beside their first marker ("foot"), for a
    style sheet that floats `.footnote` to the foot of the page. Such a note brings its number and link back with it
    (`.number`), and its paragraphs are `.line`s.
    """

    def __init__(
        self,
        article: Article,
        strings: SiteStrings,
        read_image: Callable[[str], bytes],
        *,
        notes: Literal["end", "foot"] = "end",
    ) -> None:
        self.article = article
        self.strings = strings
        self.read_image = read_image
        self.notes_at = notes
        self.by_label = {note.label: note for note in article.notes}
        self.calls: dict[str, int] = {}
        self.waiting: list[Note] = []
        self.inside_note = False

    def inlines(self, inlines: Inlines, *, is_title: bool = False) -> Markup:
        """A stretch of text in the page's language."""
        markers = Markers(self._marker, self._notes_called)
        untranslated = self.strings(NOT_TRANSLATED)
        return inlines_html(inlines, self.article.language, untranslated, markers, is_title=is_title)

    def title(self, inlines: Inlines) -> Markup:
        """A heading, whose last word does not stand alone on a line if it is a short one."""
        return self.inlines(inlines, is_title=True)

    def blocks(self, blocks: Blocks) -> Markup:
        """A sequence of blocks."""
        return Markup("\n").join(self._block(block) for block in blocks)

    def notes(self) -> list[NoteHtml]:
        """The notes; to be called after the text, whose markers they link back to."""
        return [self._note(note) for note in self.article.notes]

    def image(self, image: Image, credit: Inlines = ()) -> Markup:
        """A figure with its caption and credit, each on lines of its own."""
        lines = [self.inlines(text) for text in (image.caption, credit) if text]
        caption = Markup("<figcaption>{}</figcaption>").format(Markup("<br>").join(lines)) if lines else Markup()
        return Markup("<figure>{}{}</figure>").format(self._picture(image), caption)

    def _picture(self, image: Image) -> Markup:
        type_ = _IMAGE_TYPES.get(PurePosixPath(image.path).suffix.lower(), "application/octet-stream")
        data = base64.b64encode(self.read_image(image.path)).decode("ascii")
        return Markup('<img src="data:{};base64,{}" alt="{}">').format(type_, data, plain(image.alt))

    def _note(self, note: Note) -> NoteHtml:
        begin = note.blocks[0] if note.blocks else None
        first = self.inlines(begin.text) if isinstance(begin, Paragraph) else Markup()
        rest = self.blocks(note.blocks[1:] if isinstance(begin, Paragraph) else note.blocks)
        html = Markup("<p>{}</p>\n{}").format(first, rest) if first and rest else first or rest
        markers = tuple(_marker_id(note.label, call) for call in range(1, self.calls.get(note.label, 0) + 1))
        return NoteHtml(note.label, html, markers, first, rest)

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(level=level, text=text):
                rank = min(level, 6)
                return Markup("<h{0}>{1}</h{0}>").format(rank, self.title(text))
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

    def _marker(self, marker: NoteMarker) -> Markup:
        label = marker.label
        if label not in self.by_label:
            return Markup('<sup class="marker">{}</sup>').format(label)
        call = self.calls[label] = self.calls.get(label, 0) + 1
        if self.notes_at == "foot" and call == 1:
            self.waiting.append(self.by_label[label])
        return Markup(
            '<sup class="marker"><a id="{}" href="#note-{}" role="doc-noteref" aria-label="{}">{}</a></sup>'
        ).format(_marker_id(label, call), label, self.strings(NOTE, number=label), label)

    def _notes_called(self) -> Markup:
        """The notes called for the first time since the last of them, each in place; none from within a note."""
        if self.inside_note:
            return Markup()
        result = []
        while self.waiting:
            note = self.waiting.pop(0)
            self.inside_note = True
            result.append(self._foot_note(note))
            self.inside_note = False
        return Markup().join(result)

    def _foot_note(self, note: Note) -> Markup:
        only = note.blocks[0] if len(note.blocks) == 1 else None
        text = self.inlines(only.text) if isinstance(only, Paragraph) else self._lines(note.blocks)
        return Markup(
            '<span class="footnote" id="note-{0}" role="doc-footnote" data-label="{0}">'
            '<a class="number" href="#{1}" role="doc-backlink" aria-label="{2}">{0} </a>{3}</span>'
        ).format(note.label, _marker_id(note.label, 1), self.strings(BACK), text)

    def _lines(self, blocks: Blocks) -> Markup:
        """Blocks as elements that may stand in a paragraph, which is where a note at the foot of a page is written."""
        return Markup().join(self._line(block) for block in blocks)

    def _line(self, block: Block) -> Markup:
        match block:
            case Heading(text=text):
                return Markup('<strong class="line">{}</strong>').format(self.inlines(text))
            case Paragraph(text=text):
                return Markup('<span class="line">{}</span>').format(self.inlines(text))
            case ListBlock(ordered=ordered, items=items, start=start):
                signs = [f"{number}. " if ordered else "• " for number in range(start, start + len(items))]
                return Markup().join(
                    Markup('<span class="line item">{}{}</span>').format(sign, self._line_of(item))
                    for sign, item in zip(signs, items, strict=True)
                )
            case Quotation(blocks=inside):
                return Markup('<span class="line quotation">{}</span>').format(self._line_of(inside))
            case Figure(image=image):
                return Markup('<span class="line">{}</span>').format(self._picture(image))
            case CodeBlock(text=text):
                return Markup('<code class="line" dir="ltr">{}</code>').format(text)
            case Divider():
                return Markup()

    def _line_of(self, blocks: Blocks) -> Markup:
        only = blocks[0] if len(blocks) == 1 else None
        return self.inlines(only.text) if isinstance(only, Paragraph) else self._lines(blocks)


def _marker_id(label: str, call: int) -> str:
    return f"marker-{label}" if call == 1 else f"marker-{label}-{call}"
