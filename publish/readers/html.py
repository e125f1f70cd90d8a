"""A saved web page in, an Article out: its article found, its frame left out and reported, nothing ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from publish.article import Article, Inlines, Note, Paragraph, Phrase, Text, descendants, plain, tagged
from publish.errors import Finding, SettingsError
from publish.languages import language
from publish.readers._addresses import cleaned, is_web_address
from publish.readers._assembly import Parts, assembled, stretches
from publish.readers._inlines import as_text, excerpt, tidied, without_start
from publish.readers._page import (
    Element,
    article_part,
    body_of,
    names_of,
    page_address,
    page_facts,
    page_language,
    parsed_page,
    titles,
    words,
)
from publish.readers._page_blocks import RAISED, PageBlocks
from publish.readers._page_notes import page_notes
from publish.readers._words import NOTES_HEADINGS, union
from publish.readers.facts import with_facts
from publish.readers.reading import Reading, Seed

_STANDFIRST_NAMES = frozenset({"standfirst", "subtitle", "dek", "deck", "lede", "article-summary", "entry-summary"})


def read(seed: Seed) -> Reading:
    """The article in a web page; `SeedError` if the page shows no text or has no title."""
    page = parsed_page(seed)
    part = article_part(page)
    tag = seed.facts.language or seed.language
    notes = page_notes(page, part)
    base = next((cleaned(base.get("href") or "") for base in page.iter("base")), "") or page_address(page)
    skipped = notes.skipped | set(notes.bodies.values())
    builder = PageBlocks(seed.file, tag, notes, skipped, base if is_web_address(base) else "")
    title = _title(page, part, builder)
    standfirst = _standfirst(page, builder)
    findings = [*_language_findings(page, tag, seed.file), *_frame_findings(page, part, skipped, seed.file)]
    for heading in notes.uncalled:
        message = f"what stands under {excerpt(words(heading))} looks like notes, but none is called; it stays text"
        findings.append(Finding("warning", message, seed.file, heading.sourceline or 0))
    parts = Parts(
        blocks=list(builder.blocks(part)),
        notes={label: _note(label, body, builder) for label, body in notes.bodies.items()},
        title=title,
        standfirst=standfirst,
        findings=findings,
    )
    article = assembled(parts, seed, tag)
    own = page_facts(page, part)
    if article.source:
        # The text names its source itself; the page's own address is then only where it was copied from.
        own = replace(own, source="", source_address="")
    article = replace(with_facts(article, own), phrases=tuple(_certain(article, builder, findings)))
    return Reading(article, tuple(dict.fromkeys((*findings, *builder.findings))))


def _title(page: Element, part: Element, builder: PageBlocks) -> Inlines:
    """The title; the heading that holds it is skipped from here on."""
    candidates = list(titles(page, part))
    declared = {name.casefold() for name, _ in candidates}
    headings = [heading for heading in part.iter("h1") if words(heading)]
    chosen = next((heading for heading in headings if words(heading).casefold() in declared), None)
    if chosen is None:
        chosen = headings[0] if headings else next((heading for _, heading in candidates if heading is not None), None)
    if chosen is None:
        return as_text(candidates[0][0], builder.language) if candidates else ()
    builder.skipped.add(chosen)
    return builder.inlines(chosen)


def _standfirst(page: Element, builder: PageBlocks) -> Inlines:
    found = [
        element
        for element in body_of(page).iter("p", "div", "h2", "h3", "header")
        if _STANDFIRST_NAMES & set(names_of(element)) and element not in builder.skipped and words(element)
    ]
    if len(found) != 1:
        return ()
    builder.skipped.add(found[0])
    return tidied(inline for block in builder.blocks(found[0]) for inline in getattr(block, "text", ()))


def _note(label: str, body: Element, builder: PageBlocks) -> Note:
    blocks = list(builder.blocks(body))
    shown = builder.notes.labels.get(label, "")
    if any(words(element).strip("[]() .") == shown for element in body.iter() if element in builder.notes.skipped):
        # The number was itself the link back and is gone; what begins with it now is the note's own.
        shown = ""
    if blocks and shown and isinstance(first := blocks[0], Paragraph):
        start = _label_start(shown, is_item=body.tag == "li").match(plain(first.text))
        text = without_start(first.text, start.end()) if start else first.text
        blocks[:1] = [replace(first, text=text)] if text else []
    if not blocks:
        message = f"the note {shown or words(body)} is empty; write its text, or take out its marker"
        builder.findings.append(Finding("warning", message, builder.file, body.sourceline or 0))
    return Note(label, tuple(blocks), body.sourceline or 0)


def _label_start(shown: str, *, is_item: bool) -> re.Pattern[str]:
    """How a note begins that repeats its number; a list item's number is not in its text unless it is marked as one."""
    raised, written = re.escape(shown.translate(RAISED)), re.escape(shown)
    bare = "" if is_item else rf"|{written}[.:)]?\s+"
    return re.compile(rf"(?:{raised}\s*|[\[(]{written}[\])]\s*{bare})")


def _language_findings(page: Element, tag: str, file: str) -> Iterator[Finding]:
    declared = page_language(page)
    if not declared:
        return
    try:
        agrees = language(declared).subtag == language(tag).subtag
    except SettingsError:
        agrees = False
    if not agrees:
        message = f"the page says it is in “{declared}”, but it is read as “{tag}”; if the page is right, write "
        yield Finding("warning", f'{message}language = "{declared}" in the .toml file beside it', file, 1)


def _frame_findings(page: Element, part: Element, told: set[Element], file: str) -> Iterator[Finding]:
    """What the page shows outside its article, one finding for each piece; and its style sheets."""
    for inner in (part, *part.iterancestors()):
        around = inner.getparent()
        if around is None or inner.tag == "body":
            break
        bare = [around.text or "", *(child.tail or "" for child in around)]
        pieces = [(child, words(child, told)) for child in around if child is not inner]
        for element, text in (*pieces, (around, " ".join(" ".join(bare).split()))):
            if text and text.casefold() not in union(NOTES_HEADINGS):
                message = f"left out as outside the article: <{element.tag}> {excerpt(text)}"
                yield Finding("note", message, file, element.sourceline or 0)
    sheets = [link for link in page.iter("link") if "stylesheet" in (link.get("rel") or "").lower().split()]
    distant = [link for link in sheets if part not in link.iterancestors()]
    if distant:
        message = f"the page's style sheets ({len(distant)}) are not read; the templates set the style"
        yield Finding("note", message, file, distant[0].sourceline or 0)


def _certain(article: Article, builder: PageBlocks, findings: list[Finding]) -> Iterator[Phrase]:
    """The phrases in another language, without the single words that the article's own language has, too."""
    for phrase, times in builder.phrases.items():
        tagged_runs = [
            inline
            for stretch in stretches(article)
            for inline in descendants(tagged(stretch, [phrase]))
            if isinstance(inline, Text) and inline.language == phrase.language
        ]
        if len(phrase.text.split()) == 1 and len(tagged_runs) > times:
            message = (
                f"{excerpt(phrase.text)} is marked as “{phrase.language}” in some places only, so it is not tagged; "
            )
            remedy = "if it is so everywhere, say so under [phrases] in the .toml file beside it"
            findings.append(Finding("note", message + remedy, builder.file))
        else:
            yield phrase
