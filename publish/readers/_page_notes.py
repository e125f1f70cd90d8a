"""A web page's notes: which links call them, and which elements hold them.

Sites differ in names and in which element bears the id (WordPress, Pandoc, MediaWiki, Substack, Word), but all share
this: a short link leads to a place further down in the page, which holds the note and usually a link back. A page
without such links may still have notes: numbers in superscript or square brackets, and a numbered run of paragraphs or
list items they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from publish.readers._notes import is_notes_heading
from publish.readers._page import HIDDEN, Element, body_of, names_of, page_address, words
from publish.readers._words import BACK_LINKS, UNITS, union

_CALL_CLASSES = re.compile(r"(foot|end)?note-?(ref|anchor|link|call).*|noteref|fn-?ref.*|easy-footnote")
_BACK_CLASSES = re.compile(
    r"(foot|end)note-?(back(ref|link)?|return|number)|reversefootnote|mw-cite-backlink|back-?link|backref"
)
_NOTE_NAMES = re.compile(r".*(note|ftn|fn|cite).*")
_LABEL = re.compile(r"[\[(]?\s*(\d{1,3}|[*†‡§¶]{1,3}|[a-z]|[ivxl]+)\s*[\])]?", re.IGNORECASE)
_ARROW = re.compile(r"[↩↑⤴⏎←^▲]\ufe0e?\ufe0f?")
_PUNCTUATION = re.compile(r"[\s\[\](),;–-]*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HOLDERS = frozenset({"div", "section", "article", "aside", "main", "footer", "header", "table", "tbody", "tr", "td"})
_UNITS_OF_TEXT = frozenset({*_HEADINGS, *_HOLDERS, "p", "ol", "ul", "dl", "pre", "blockquote", "figure", "hr"})
_VERBATIM = frozenset({*HIDDEN, "a", "pre", "code", "kbd", "samp", "tt", "var", "math", "svg", "textarea"})
_NUMBERED = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.:)]?(?=\s))\s*\S")
_RAISED_NUMBERS = re.compile(r"[\[(]?\d{1,3}(?:\s*[,;]\s*\d{1,3})*[\])]?")
_BRACKETED = re.compile(r"(\[\d{1,3}\])")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_BODIES = frozenset({"li", "p", "div", "aside", "dd", "section", "tr", "td", "blockquote", "dt"})


@dataclass
class PageNotes:
    """The notes of a page: `calls` gives for each element that calls one the note's label, `bodies` the elements that
    hold each note's text. `labels` is how the page shows each, `skipped` what the page needs and an article does not:
    links back, and the numbers in front of notes. `missing` are calls that lead nowhere, with what they show;
    `doubtful` are what may be calls but stay text, and `uncalled` headings of what may be notes but stays text.
    """

    calls: dict[Element, str] = field(default_factory=dict)
    bodies: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    skipped: set[Element] = field(default_factory=set)
    missing: dict[Element, str] = field(default_factory=dict)
    doubtful: dict[Element, str] = field(default_factory=dict)
    uncalled: list[Element] = field(default_factory=list)


def page_notes(page: Element, part: Element) -> PageNotes:
    """The notes of a page, found by the links that call them, else by their numbers in the article's `part`."""
    notes = _linked(page)
    if not notes.bodies:
        _add_unlinked(notes, page, part)
    return notes


def _linked(page: Element) -> PageNotes:
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


def _add_unlinked(notes: PageNotes, page: Element, part: Element) -> None:
    """Notes that no link calls: a numbered run under a heading such as "Notes", or one that ends the article and that
    most of its numbers are called from the text.
    """
    heading, run = _section(list(_leaves(body_of(page))))
    if heading is None:
        run = _last_run(list(_leaves(part)))
    inside = {inner for body in (*run.values(), *([heading] if heading is not None else [])) for inner in body.iter()}
    raised, holders = _raised_numbers(part, inside), _bracket_holders(part, inside)
    called = {number for numbers in raised.values() for number in numbers}
    called |= {int(found[1:-1]) for holder in holders for text in _texts(holder) for found in _BRACKETED.findall(text)}
    if heading is not None and not called & run.keys():
        notes.uncalled.append(heading)
        run = {}
    elif heading is None and len(called & run.keys()) * 2 < len(run):
        run = {}
    for number, body in run.items():
        notes.bodies[str(number)] = body
        notes.labels[str(number)] = str(number)
    for element, numbers in raised.items():
        _mark_raised(notes, element, numbers)
    for holder in holders:
        _mark_brackets(notes, holder)


def _leaves(element: Element) -> Iterator[Element]:
    """The paragraphs, headings and items of ordered lists in an element, in order."""
    for child in element:
        if child.tag in _HOLDERS and any(inner.tag in _UNITS_OF_TEXT for inner in child.iterdescendants()):
            yield from _leaves(child)
        elif child.tag == "ol":
            yield from child.iterchildren("li")
        elif child.tag in _UNITS_OF_TEXT and words(child):
            yield child


def _number(leaf: Element) -> int:
    """The number a paragraph or a list's item bears, or 0."""
    if leaf.tag == "li":
        start = leaf.getparent().get("start", "1")
        first = int(start) if re.fullmatch(r"\d{1,3}", start) else 1
        return first + len(list(leaf.itersiblings("li", preceding=True)))
    found = _NUMBERED.match(words(leaf)) if leaf.tag in ("p", "div", "td") else None
    return int(next(filter(None, found.groups()))) if found else 0


def _section(leaves: Sequence[Element]) -> tuple[Element | None, dict[int, Element]]:
    for index in range(len(leaves) - 1, 0, -1):
        if leaves[index].tag in (*_HEADINGS, "p", "div") and is_notes_heading(words(leaves[index])):
            run = _run(leaves[index + 1 :])
            if run:
                return leaves[index], run
    return None, {}


def _last_run(leaves: Sequence[Element]) -> dict[int, Element]:
    for index in range(len(leaves) - 1, 0, -1):
        if _number(leaves[index]) == 1:
            run = _run(leaves[index:])
            # A source line, or a word on the author, may follow the notes.
            return run if len(leaves) - index - len(run) <= 2 else {}
    return {}


def _run(leaves: Sequence[Element]) -> dict[int, Element]:
    """The notes with which the leaves begin: numbered from 1, where a number or two may be missing."""
    run: dict[int, Element] = {}
    last = 0
    for leaf in leaves:
        number = _number(leaf)
        if not last < number <= (last + 3 if last else 1):
            break
        run[number] = leaf
        last = number
    return run


def _outside(part: Element, inside: set[Element]) -> Iterator[Element]:
    for element in part.iter():
        if element not in inside and isinstance(element.tag, str):
            around = {element.tag, *(holder.tag for holder in element.iterancestors())}
            if not around & _VERBATIM:
                yield element


def _raised_numbers(part: Element, inside: set[Element]) -> dict[Element, list[int]]:
    """The superscripts that may call notes, by what stands around them, with their numbers."""
    return {
        element: [int(number) for number in re.findall(r"\d+", words(element))]
        for element in _outside(part, inside)
        if element.tag == "sup"
        and next(element.iter("a"), None) is None
        and _RAISED_NUMBERS.fullmatch(words(element))
        and _may_call(_before(element), (element.tail or "")[:1], bracketed=words(element)[0] in "[(")
    }


def _before(element: Element) -> str:
    """The text that stands before an element in its paragraph."""
    previous = element.getprevious()
    around = element.getparent()
    text = previous.tail if previous is not None else around.text if around is not None else ""
    if text:
        return str(text)
    if previous is not None:
        return _before(previous) if previous.tag == "sup" else "".join(previous.itertext())
    return _before(around) if around is not None and around.tag not in (*_BODIES, *_UNITS_OF_TEXT, "body") else ""


def _may_call(before: str, following: str, *, bracketed: bool) -> bool:
    """Whether a raised number is no power, unit or isotope."""
    if not before.strip() or following.isdigit() or following.lower() != following.upper():
        return False
    if bracketed or not (word := re.search(r"[^\W_]+$", before)):
        return True
    last = word.group()
    if last[-1].isdigit():
        return _YEAR.fullmatch(last) is not None
    is_cased = last.lower() != last.upper()
    return not (is_cased and (len(last) == 1 or last.lower() in UNITS))


def _mark_raised(notes: PageNotes, element: Element, numbers: list[int]) -> None:
    missing = [number for number in numbers if str(number) not in notes.bodies]
    if missing:
        # A bracket before a raised number is as often the end of a formula.
        if not _before(element).endswith(")"):
            notes.doubtful[element] = words(element)
    elif len(numbers) == 1:
        notes.calls[element] = str(numbers[0])
    elif len(element) == 0:
        _split(notes, element, re.split(r"(\d+)", element.text))


def _bracket_holders(part: Element, inside: set[Element]) -> list[Element]:
    return [
        element
        for element in _outside(part, inside)
        if element.tag != "sup" and any(_BRACKETED.search(text) for text in _texts(element))
    ]


def _texts(holder: Element) -> list[str]:
    return [holder.text or "", *(child.tail or "" for child in holder)]


def _mark_brackets(notes: PageNotes, holder: Element) -> None:
    for child in list(holder):
        if _BRACKETED.search(child.tail or ""):
            _split(notes, child, _BRACKETED.split(child.tail), after=True)
    if _BRACKETED.search(holder.text or ""):
        _split(notes, holder, _BRACKETED.split(holder.text))


def _split(notes: PageNotes, place: Element, pieces: list[str], *, after: bool = False) -> None:
    """Puts each number among the pieces (every second one) into an element of its own, which can be a call."""
    holder = place.getparent() if after else place
    index = holder.index(place) + 1 if after else 0
    if after:
        place.tail = pieces[0]
    else:
        place.text = pieces[0]
    for number, (shown, tail) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        element = holder.makeelement("span")
        element.text, element.tail = shown, tail
        holder.insert(index + number, element)
        label = str(int(shown.strip("[]")))
        if label in notes.bodies:
            notes.calls[element] = label
        else:
            notes.doubtful[element] = shown
