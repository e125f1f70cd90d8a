"""A web page's notes: which links call them, and which elements hold them.

Sites differ in names and in which element bears the id (WordPress, Pandoc, MediaWiki, Substack, Word), but all share
this: a short link leads to a place further down in the page, which holds the note and usually a link back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from publish.readers._page import Element, names_of, page_address, words
from publish.readers._words import BACK_LINKS, union

_CALL_CLASSES = re.compile(r"(foot|end)?note-?(ref|anchor|link|call).*|noteref|fn-?ref.*|easy-footnote")
_BACK_CLASSES = re.compile(
    r"(foot|end)note-?(back(ref|link)?|return|number)|reversefootnote|mw-cite-backlink|back-?link|backref"
)
_NOTE_NAMES = re.compile(r".*(note|ftn|fn|cite).*")
_LABEL = re.compile(r"[\[(]?\s*(\d{1,3}|[*†‡§¶]{1,3}|[a-z]|[ivxl]+)\s*[\])]?", re.IGNORECASE)
_ARROW = re.compile(r"[↩↑⤴⏎←^▲]\ufe0e?\ufe0f?")
_PUNCTUATION = re.compile(r"[\s\[\](),;–-]*")
_BODIES = frozenset({"li", "p", "div", "aside", "dd", "section", "tr", "td", "blockquote", "dt"})


@dataclass
class PageNotes:
    """The notes of a page: `calls` gives for each element that calls one the note's label, `bodies` the elements that
    hold each note's text. `labels` is how the page shows each, `skipped` what the page needs and an article does not:
    links back, and the numbers in front of notes. `missing` are calls that lead nowhere, with what they show.
    """

    calls: dict[Element, str] = field(default_factory=dict)
    bodies: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    skipped: set[Element] = field(default_factory=set)
    missing: dict[Element, str] = field(default_factory=dict)


def page_notes(page: Element) -> PageNotes:
    """The notes of a page, found by the links that call them."""
    notes = PageNotes()
    places = {element: number for number, element in enumerate(page.iter())}
    targets = _targets(page)
    called_from: dict[Element, Element] = {}
    for link in page.iter("a"):
        fragment = _fragment(link, page)
        if not fragment:
            continue
        target = targets.get(fragment)
        if target is None:
            if (_is_marked_call(link) or _is_raised(link)) and _LABEL.fullmatch(words(link)):
                notes.missing[_whole_call(link)] = words(link)
            continue
        if places[target] <= places[link] or not (_is_marked_call(link) or _looks_like_call(link, target)):
            continue
        body = _body(target)
        # A note lies outside the text that calls it; a link to the next section does not call a note.
        if body is None or body in link.iterancestors() or not words(body):
            continue
        label = str(places[body])
        notes.bodies[label] = body
        notes.labels.setdefault(label, words(link).strip("[]() "))
        notes.calls[_whole_call(link)] = label
        called_from[link] = target
    for body in notes.bodies.values():
        notes.skipped |= _back_links(body, page, targets, set(called_from))
    _add_uncalled(notes, places)
    return notes


def _targets(page: Element) -> dict[str, Element]:
    targets: dict[str, Element] = {}
    for element in page.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
    return targets


def _fragment(link: Element, page: Element) -> str:
    """The id in this page that a link leads to, or nothing."""
    address, _, fragment = (link.get("href") or "").strip().partition("#")
    is_local = not address or address.rstrip("/") == page_address(page).rstrip("/")
    return unquote(fragment) if is_local else ""


def _is_marked_call(link: Element) -> bool:
    roles = f"{link.get('role', '')} {link.get('epub:type', '')} {link.get('rel', '')}".split()
    if {"doc-noteref", "noteref", "footnote"} & set(roles):
        return True
    around = [element for element in (link, link.getparent()) if element is not None]
    return any(
        _CALL_CLASSES.fullmatch(name) for element in around for name in (element.get("class") or "").lower().split()
    )


def _looks_like_call(link: Element, target: Element) -> bool:
    text = words(link)
    if not _LABEL.fullmatch(text):
        return False
    named = any(_NOTE_NAMES.fullmatch(name) for name in names_of(target))
    return _is_raised(link) or (named and not text.isalpha())


def _is_raised(link: Element) -> bool:
    return any(element.tag == "sup" for element in (*link.iter(), *list(link.iterancestors())[:2]))


def _whole_call(link: Element) -> Element:
    """The link, or what is around it and shows nothing else but brackets: `<sup>[<a href="#n">1</a>]</sup>`."""
    call = link
    for around in link.iterancestors("sup", "span", "b", "strong", "em", "i", "small"):
        if around is not call.getparent() or not _PUNCTUATION.fullmatch(words(around, frozenset({link}))):
            break
        if len(list(around.iter("a"))) > 1:
            break
        call = around
    return call


def _body(target: Element) -> Element | None:
    body = target
    while body is not None and body.tag not in _BODIES:
        body = body.getparent()
    if body is None:
        return None
    if body.tag == "dt":
        return next(body.itersiblings("dd"), None)
    around = body.getparent()
    is_wrapper = around is not None and (around.tag == "li" or (around.tag in ("div", "aside") and body is not target))
    if is_wrapper and any(
        _NOTE_NAMES.fullmatch(name) for name in (*names_of(around), "note" if around.tag == "li" else "")
    ):
        ids = [element for element in around.iter() if element.get("id") and element.tag in ("li", "p", "div")]
        if len(ids) <= 1:
            return around
    return body


def _back_links(body: Element, page: Element, targets: dict[str, Element], calls: set[Element]) -> set[Element]:
    """The links in a note that lead back to where it is called, and what is around them alone."""
    found = set()
    inside = set(body.iter())
    for element in inside:
        classes = (element.get("class") or "").lower().split()
        if any(_BACK_CLASSES.fullmatch(name) for name in classes) or element.get("role") == "doc-backlink":
            found.add(_whole_call(element))
        elif element.tag == "a" and (target := targets.get(_fragment(element, page))) is not None:
            near = {target, *target.iter(), *list(target.iterancestors())[:2]}
            text = words(element).lower()
            says_back = _ARROW.fullmatch(text) or text in union(BACK_LINKS) or _LABEL.fullmatch(text)
            if target not in inside and (near & calls or says_back) and element not in calls:
                found.add(_whole_call(element))
    return found


def _add_uncalled(notes: PageNotes, places: dict[Element, int]) -> None:
    """Neighbours of called notes that nothing calls are notes too: their text belongs to no paragraph."""
    called = set(notes.bodies.values())
    for body in list(called):
        if body.tag != "li" and not any(_NOTE_NAMES.fullmatch(name) for name in names_of(body)):
            continue
        for sibling in (*body.itersiblings(body.tag), *body.itersiblings(body.tag, preceding=True)):
            alike = body.tag == "li" or any(_NOTE_NAMES.fullmatch(name) for name in names_of(sibling))
            if alike and sibling not in called and words(sibling):
                notes.bodies.setdefault(str(places[sibling]), sibling)
