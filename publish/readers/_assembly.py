"""From the blocks and notes a reader found to an article: what all formats with explicit structure have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from publish.article import (
    Article,
    Block,
    Blocks,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inlines,
    Link,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Quotation,
    Strong,
    descendants,
    plain,
)
from publish.errors import Finding, SeedError
from publish.readers._inlines import as_text, excerpt, tidied, unwrapped, without_start
from publish.readers._words import NOTES_HEADINGS, SOURCES, alternatives, union
from publish.readers.reading import Seed

_SOURCE = re.compile(rf"(?:{alternatives(union(SOURCES))})\s*(?::|：|»|>+|→)\s*", re.IGNORECASE)


@dataclass
class Parts:
    """What a reader found in a seed.

    A heading of level 1 is the title unless `title` is given. `notes` has the reader's own labels, which the markers
    in the text bear too. `findings` collects what `assembled` notices.
    """

    blocks: list[Block]
    notes: dict[str, Note] = field(default_factory=dict)
    title: Inlines = ()
    standfirst: Inlines = ()
    findings: list[Finding] = field(default_factory=list)


def assembled(parts: Parts, seed: Seed, language: str) -> Article:
    """The article of these parts; `SeedError` if it has no title or no text.

    - The first heading of level 1 is the title (so is one that says what `title` says); later ones are of level 2.
    - A first paragraph that is emphasised as a whole is the standfirst, unless one is given.
    - A last paragraph "Source: …" is the source; if it is one link, its address is the source's.
    - A heading "Notes" with nothing below it, and dividers at either end, are only the dress of the notes.
    - Notes are numbered in the order in which the text calls them; one that nothing calls is left out and reported.
    """
    title, blocks = _title(parts.title, parts.blocks)
    title = as_text(seed.facts.title, language) or title
    if not title:
        message = f'has no title; give it a main heading, or write title = "…" in {seed.name}.toml beside it'
        raise SeedError(message, file=seed.file, line=1)
    # The source may stand before the notes' heading or after it.
    source, address, blocks = _source(_undressed(blocks, parts))
    blocks = _undressed(blocks, parts)
    standfirst, blocks = (parts.standfirst, blocks) if parts.standfirst else _standfirst(blocks)
    if not blocks:
        raise SeedError("has a title but no text; write the article's text below it", file=seed.file, line=1)
    article = Article(
        name=seed.name,
        language=language,
        title=title,
        standfirst=standfirst,
        blocks=tuple(blocks),
        source=source,
        source_address=address,
    )
    return with_notes(article, parts.notes, seed.file, parts.findings)


def with_inlines(article: Article, change: Callable[[Inlines], Inlines]) -> Article:
    """The article with every stretch of inline text changed by a function, in reading order."""

    def image(picture: Image) -> Image:
        return replace(picture, alt=change(picture.alt), caption=change(picture.caption))

    def block(item: Block) -> Block:
        match item:
            case Heading() | Paragraph():
                return replace(item, text=change(item.text))
            case ListBlock():
                return replace(item, items=tuple(blocks(content) for content in item.items))
            case Quotation():
                return replace(item, blocks=blocks(item.blocks))
            case Figure():
                return replace(item, image=image(item.image))
            case _:
                return item

    def blocks(items: Blocks) -> Blocks:
        return tuple(map(block, items))

    return replace(
        article,
        title=change(article.title),
        standfirst=change(article.standfirst),
        authors=tuple(change(author) for author in article.authors),
        image=image(article.image) if article.image else None,
        credit=change(article.credit),
        blocks=blocks(article.blocks),
        source=change(article.source),
        notes=tuple(replace(note, blocks=blocks(note.blocks)) for note in article.notes),
    )


def stretches(article: Article) -> list[Inlines]:
    """Every stretch of inline text, in reading order."""
    found: list[Inlines] = []

    def collect(inlines: Inlines) -> Inlines:
        found.append(inlines)
        return inlines

    with_inlines(article, collect)
    return found


def _title(given: Inlines, blocks: Iterable[Block]) -> tuple[Inlines, list[Block]]:
    title = given
    rest: list[Block] = []
    title_is_open = True
    for block in blocks:
        if isinstance(block, Heading):
            says_the_title = bool(given) and _words(block.text) == _words(given)
            if title_is_open and (says_the_title or (block.level == 1 and not given)):
                title, title_is_open = block.text, False
                continue
            rest.append(replace(block, level=max(block.level, 2)))
        else:
            rest.append(block)
    return title, rest


def _words(inlines: Inlines) -> list[str]:
    return re.findall(r"\w+", plain(inlines).casefold())


def _undressed(blocks: list[Block], parts: Parts) -> list[Block]:
    return _without_edge_dividers(list(_without_notes_headings(blocks)) if parts.notes else blocks)


def _without_notes_headings(blocks: list[Block]) -> Iterator[Block]:
    names = union(NOTES_HEADINGS)
    for number, block in enumerate(blocks):
        following = next((item for item in blocks[number + 1 :] if not isinstance(item, Divider)), None)
        if isinstance(block, Heading):
            ends = following is None or (isinstance(following, Heading) and following.level <= block.level)
        else:
            ends = following is None
        if isinstance(block, Heading | Paragraph) and ends and plain(block.text).strip(" :：").casefold() in names:
            continue
        yield block


def _without_edge_dividers(blocks: list[Block]) -> list[Block]:
    first, last = 0, len(blocks)
    while first < last and isinstance(blocks[first], Divider):
        first += 1
    while last > first and isinstance(blocks[last - 1], Divider):
        last -= 1
    return blocks[first:last]


def _standfirst(blocks: list[Block]) -> tuple[Inlines, list[Block]]:
    first = blocks[0] if len(blocks) > 1 else None
    if isinstance(first, Paragraph) and len(first.text) == 1 and isinstance(first.text[0], Emphasis | Strong):
        return unwrapped(first.text), blocks[1:]
    return (), blocks


def _source(blocks: list[Block]) -> tuple[Inlines, str, list[Block]]:
    last = blocks[-1] if len(blocks) > 1 else None
    if not isinstance(last, Paragraph):
        return (), "", blocks
    text = unwrapped(last.text)
    label = _SOURCE.match(plain(text))
    source = without_start(text, label.end()) if label else ()
    if not source:
        return (), "", blocks
    source = unwrapped(source)
    if len(source) == 1 and isinstance(source[0], Link):
        return tidied(source[0].children), source[0].address, blocks[:-1]
    return source, "", blocks[:-1]


def with_notes(article: Article, notes: Mapping[str, Note], file: str, findings: list[Finding]) -> Article:
    """The article with the notes it calls, by the labels of its markers; both are numbered in the order of the calls.

    A note that nothing calls is left out and added to `findings`.
    """
    order: dict[str, str] = {}

    def numbered(inlines: Inlines) -> Inlines:
        for inline in descendants(inlines):
            if isinstance(inline, NoteMarker):
                order.setdefault(inline.label, str(len(order) + 1))
        return relabelled(inlines, order)

    article = with_inlines(article, numbered)
    done: list[Note] = []
    # A note may call further notes, which then follow it.
    while len(done) < len(order):
        label = list(order)[len(done)]
        inside = with_inlines(replace(_EMPTY, blocks=notes[label].blocks), numbered).blocks
        done.append(replace(notes[label], label=order[label], blocks=inside))
    for label, note in notes.items():
        if label not in order:
            words = " ".join(plain(stretch) for stretch in stretches(replace(_EMPTY, blocks=note.blocks)))
            message = f"the note {excerpt(words)} is called nowhere in the text; it is left out"
            findings.append(Finding("warning", message, file, note.line))
    return replace(article, notes=tuple(done))


_EMPTY = Article(name="", language="", title=())


def relabelled(inlines: Inlines, labels: Mapping[str, str]) -> Inlines:
    """The inlines with each note marker's label exchanged."""
    return tuple(
        NoteMarker(labels[inline.label])
        if isinstance(inline, NoteMarker)
        else replace(inline, children=relabelled(inline.children, labels))
        if isinstance(inline, Emphasis | Strong | Link)
        else inline
        for inline in inlines
    )
