"""Text pasted from a web page in, an Article out: its structure found without being told.

What the page's frame left in the paste is taken out and reported; words of the text itself are never changed. How each
thing is recognised stands in the module that does it: `_furniture`, `_lines`, `_front`, `_parts`, `_notes`, `_markers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from publish.article import (
    Article,
    Block,
    Blocks,
    Divider,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Quotation,
    Text,
    normalised,
)
from publish.errors import Finding, SeedError, Severity
from publish.readers._front import Front, front_of
from publish.readers._furniture import is_furniture, without_furniture
from publish.readers._inlines import excerpt
from publish.readers._lines import Layout, Line, Stretch, chunks_of, layout_of, lines_of
from publish.readers._markers import Place, marking
from publish.readers._metadata import source_name, source_of
from publish.readers._notes import NotesSection, NoteText, notes_section
from publish.readers._parts import Part, parts_of, with_headings, without_edge_dividers
from publish.readers._slips import slips
from publish.readers.facts import with_facts
from publish.readers.reading import Reading, Seed


def read(seed: Seed) -> Reading:
    """The article in a pasted page, and what was dropped, doubtful or amiss. `SeedError` if it has no title or text."""
    report = _Report(seed.file, [])
    tag = seed.facts.language or seed.language
    lines, dropped = without_furniture(lines_of(seed.text), seed.facts.title)
    for line in dropped:
        report.dropped(line.text, line.number)
    if not any(line.text for line in lines):
        raise SeedError("is empty; put the article's text in it, or delete the file", file=seed.file)
    page = _page(lines, tag, seed, report)
    texts = page.texts(seed)
    marked = marking(texts, page.notes, seed.facts.notes_decided)
    for doubt in marked.doubts:
        report.add("warning", doubt.message, doubt.line)
    article = _Builder(texts, marked.places, tag).article(page, seed)
    for message, number in slips(_without_markers(texts, marked.places), tag):
        report.add("note", message, number)
    return Reading(with_facts(article, seed.facts), report.sorted())


@dataclass(frozen=True, slots=True)
class _Report:
    """The findings so far."""

    file: str
    findings: list[Finding]

    def add(self, severity: Severity, message: str, line: int) -> None:
        facts = PurePosixPath(self.file).with_suffix(".toml").as_posix()
        self.findings.append(Finding(severity, message.replace("{facts}", facts), self.file, line))

    def dropped(self, words: str, line: int, why: str = "the site's, not the article's") -> None:
        self.add("note", f"left out: {excerpt(words)} ({why})", line)

    def sorted(self) -> tuple[Finding, ...]:
        return tuple(sorted(dict.fromkeys(self.findings), key=lambda finding: finding.line))


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken apart: its front, its body with headings told, its notes and its source line."""

    front: Front
    body: tuple[Part, ...]
    notes: tuple[NoteText, ...]
    source: Stretch | None

    def texts(self, seed: Seed) -> list[Stretch]:
        """All stretches that can call a note, in reading order; not those that the facts replace."""
        front = self.front
        found = [
            None if seed.facts.title else front.title,
            front.standfirst,
            *(() if seed.facts.authors else front.authors),
            None if seed.facts.credit else front.credit,
            *(part.text for part in self.body if part.kind != "divider"),
        ]
        return [stretch for stretch in found if stretch is not None]


def _page(lines: Sequence[Line], tag: str, seed: Seed, report: _Report) -> _Page:
    layout = layout_of(chunks_of(lines), tag)
    section = notes_section(lines, layout)
    if section is not None and not section.certain and not _calls(section, layout, seed):
        section = None
    before, after = (list(section.before), list(section.after)) if section else (list(lines), [])
    front = front_of(
        parts_of(chunks_of(before), layout),
        tag,
        seed.facts,
        drop=report.dropped,
        doubt=lambda message, line: report.add("warning", message, line),
    )
    if front.title is None and not seed.facts.title:
        message = f'has no title; put it on the first line, or write title = "…" in {seed.name}.toml beside it'
        raise SeedError(message, file=seed.file, line=1)
    body, source = _without_source(list(front.body), front.source)
    body = _without_last_furniture(body, report)
    trailing, source = _without_source(parts_of(chunks_of(after), layout), source)
    for part in trailing:
        message = f"{excerpt(part.text.text)} stands after the notes and is read as the end of the text"
        report.add("note", message, part.text.line)
    body = with_headings(without_edge_dividers([*body, *trailing]))
    if not body:
        raise SeedError("has a title but no text; write the article's text below it", file=seed.file, line=1)
    return _Page(front, tuple(body), section.notes if section else (), source)


def _calls(section: NotesSection, layout: Layout, seed: Seed) -> bool:
    """Whether the text calls enough of what may be its notes."""
    texts = [part.text for part in parts_of(chunks_of(section.before), layout) if part.kind != "divider"]
    called = {place.note for place in marking(texts, section.notes, seed.facts.notes_decided).places}
    return len(called) * 2 >= len(section.notes) or (section.unmistakable and bool(called))


def _without_source(parts: list[Part], source: Stretch | None) -> tuple[list[Part], Stretch | None]:
    """The parts without a "Source: …" line among the last three, and the publication's name in it."""
    for index in range(len(parts) - 1, max(-1, len(parts) - 4), -1):
        text = parts[index].text
        if source is None and parts[index].kind == "paragraph" and (found := source_of(text.text)):
            return parts[:index] + parts[index + 1 :], text.cut(found[0])
    return parts, source


def _without_last_furniture(parts: list[Part], report: _Report) -> list[Part]:
    while len(parts) > 1 and parts[-1].kind != "divider" and is_furniture(parts[-1].text.text):
        report.dropped(parts[-1].text.text, parts[-1].text.line)
        parts = parts[:-1]
    return parts


def _without_markers(texts: Sequence[Stretch], places: Iterable[Place]) -> list[Stretch]:
    """The texts with each marker's characters replaced by one that stands for it."""
    result = list(texts)
    for place in sorted(places, reverse=True):
        result[place.text] = result[place.text].replaced(place.start, place.end, "\ufffc")
    return result


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the article's inlines from the texts and the markers in them."""

    texts: Sequence[Stretch]
    places: Sequence[Place]
    tag: str

    def inlines(self, stretch: Stretch | None) -> Inlines:
        """The stretch as inlines: note markers for what calls notes, line breaks for line ends."""
        if stretch is None:
            return ()
        result: list[Inline] = []
        position = 0
        # Texts are told apart by identity: the same words may stand twice.
        own = next((index for index, text in enumerate(self.texts) if text is stretch), None)
        for place in self.places:
            if place.text == own:
                result += [*self._lines(stretch.text[position : place.start]), NoteMarker(str(place.note))]
                position = place.end
        return normalised([*result, *self._lines(stretch.text[position:])])

    def _lines(self, text: str) -> list[Inline]:
        result: list[Inline] = []
        for number, line in enumerate(text.split("\n")):
            result += [LineBreak(), Text(line, self.tag)] if number else [Text(line, self.tag)]
        return result

    def article(self, page: _Page, seed: Seed) -> Article:
        front = page.front
        source = page.source
        found = source_of(f"Source: {source.text}") if source else None
        return Article(
            name=seed.name,
            language=self.tag,
            title=self.inlines(front.title),
            standfirst=self.inlines(front.standfirst),
            authors=tuple(map(self.inlines, front.authors)),
            blocks=self.blocks(page.body),
            notes=tuple(self.note(number, note) for number, note in enumerate(page.notes, 1)),
            source=normalised((Text(source_name(source.text), self.tag),)) if source else (),
            source_address=found[1] if found else "",
            date=front.date,
            credit=self.inlines(front.credit),
        )

    def note(self, number: int, note: NoteText) -> Note:
        paragraphs = tuple(Paragraph(self.inlines(text), text.line) for text in note.paragraphs)
        return Note(str(number), paragraphs, note.line)

    def blocks(self, parts: Sequence[Part]) -> Blocks:
        return tuple(self._block(list(run)) for _, run in groupby(_with_run_numbers(parts), lambda item: item[0]))

    def _block(self, run: list[tuple[int, Part]]) -> Block:
        parts = [part for _, part in run]
        first = parts[0]
        text, line = self.inlines(first.text), first.text.line
        match first.kind:
            case "heading":
                return Heading(first.level, text, line)
            case "divider":
                return Divider(line)
            case "item":
                items = tuple((Paragraph(self.inlines(part.text), part.text.line),) for part in parts)
                return ListBlock(bool(first.number), items, first.number or 1, line)
            case "quote":
                return Quotation(tuple(Paragraph(self.inlines(part.text), part.text.line) for part in parts), line)
            case _:
                return Paragraph(text, line)


def _with_run_numbers(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """Each part with a number that it shares with the other items of its list, or paragraphs of its quotation."""
    numbered: list[tuple[int, Part]] = []
    run = 0
    for index, part in enumerate(parts):
        if index and not part.goes_on(parts[index - 1]):
            run += 1
        numbered.append((run, part))
    return numbered
