"""What a page's HTML says, paragraph by paragraph, to be compared with what its tags say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from pdf_tags.structure import Content, Element, Tagged

_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "figcaption",
        "caption",
        "td",
        "th",
        "pre",
        "dt",
        "dd",
        "div",
        "note",
    }
)
_HOLDERS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "LBody", "TD", "TH", "Lbl"})


def squeezed(text: str) -> str:
    """The text without soft hyphens, with one space for any number and kind of them: fonts tell few kinds apart."""
    return re.sub(r"\s+", " ", re.sub("[\u00ad\u200b\u2060]", "", text)).strip(" ")


def paragraphs_of_html(source: str) -> list[str]:
    """The paragraphs, each note's behind the one that calls it, the note's number apart."""
    body = lxml_html.document_fromstring(source).body
    # Spare pages show on sheets only, as many as these need.
    for spare in body.find_class("spare"):
        spare.drop_tree()
    return [text for text in map(squeezed, _blocks(body)) if text]


def _blocks(element: lxml_html.HtmlElement) -> Iterator[str]:
    text, waiting = element.text or "", []
    for child in element:
        if not isinstance(child.tag, str) or child.tag in ("svg", "style"):
            text += child.tail or ""
            continue
        classes = (child.get("class") or "").split()
        if "footnote" in classes or "counted" in classes:
            waiting += list(_blocks(child))
        elif child.tag in _BLOCKS or "line" in classes or "number" in classes or _has_blocks(child):
            yield text
            yield from waiting
            yield from _blocks(child)
            text, waiting = "", []
        else:
            inside = list(_blocks(child))
            # Only its own text and the notes called in it are left.
            text += inside[0] if inside else ""
            waiting += inside[1:]
        text += ("\n" if child.tag == "br" else "") + (child.tail or "")
    yield text
    yield from waiting


def _has_blocks(element: lxml_html.HtmlElement) -> bool:
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def paragraphs_of_tags(tagged: Tagged) -> list[str]:
    """The same as the structure tree has it."""
    texts = (
        _own_text(tagged, element) for root in tagged.roots for element in root.below() if element.type in _HOLDERS
    )
    return [text for text in map(squeezed, texts) if text]


def _own_text(tagged: Tagged, element: Element) -> str:
    parts = []
    for kid in element.kids:
        if isinstance(kid, Content):
            parts.append(tagged.drawn[kid.stream].texts[kid.mcid])
        elif isinstance(kid, Element) and kid.type not in _HOLDERS and kid.type not in ("Note", "L", "Figure", "Table"):
            parts.append(str(kid.object.ActualText) if "/ActualText" in kid.object else _own_text(tagged, kid))
    return "".join(parts)


def languages_of_html(source: str) -> list[tuple[str, str]]:
    """Each stretch in another language than what is around it: the language and the words."""
    root = lxml_html.document_fromstring(source)
    found = []
    for element in root.body.iter():
        tag = element.get("lang") if isinstance(element.tag, str) else None
        around = next((above.get("lang") for above in element.iterancestors() if above.get("lang")), "")
        if tag and tag != around and squeezed(element.text_content()):
            found.append((tag, squeezed(element.text_content())))
    return sorted(found)


def languages_of_tags(tagged: Tagged) -> list[tuple[str, str]]:
    """The same as the structure tree has it."""
    found = [(str(each.object.Lang), squeezed(tagged.text(each))) for each in tagged.elements if "/Lang" in each.object]
    return sorted(found)
