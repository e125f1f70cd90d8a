"""A web page: its tree, the part of it that is the article, and what its head and its frame say about it."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lxml import etree, html

from publish.errors import SeedError
from publish.readers._addresses import cleaned, is_web_address
from publish.readers._words import BYLINES, CONJUNCTIONS, alternatives, union
from publish.readers.reading import Facts, Seed

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "title", "meta", "link", "base"})
"""Elements that show no words."""

_SECTIONS = frozenset({"body", "div", "main", "section", "article", "td", "tr", "tbody", "table", "center", "form"})
_FRAME = "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::article"
_ARTICLE_PATHS = (
    f"//article[not({_FRAME})]",
    "//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' articleBody ')]",
    "//main | //*[@role='main'][not(self::main)]",
)
_MOST = 0.8
_BY = re.compile(
    rf"(?:{alternatives(name.partition('{')[0].strip() for name in union(BYLINES) if not name.startswith('{'))})\s+",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero)/(\d\.\d))")


def parsed_page(seed: Seed) -> Element:
    """The page's root element. Nothing is fetched and no entity is read from a file."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        page = html.document_fromstring(seed.text.encode(), parser=parser)
    except etree.ParserError as error:
        raise SeedError("has no text; put the article's page in it", file=seed.file, line=1) from error
    if not words(page):
        raise SeedError("has no text that a reader would see; save the whole page again", file=seed.file, line=1)
    return page


def words(element: Element, without: AbstractSet[Element] = frozenset()) -> str:
    """The words an element shows, on one line, without those of the elements `without`."""
    return " ".join(" ".join(_strings(element, without)).split())


def _strings(element: Element, without: AbstractSet[Element]) -> Iterator[str]:
    if element in without or element.tag in HIDDEN or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _strings(child, without)
        yield child.tail or ""


def names_of(element: Element) -> list[str]:
    """The names a page gives an element: its classes and its id, in lower case."""
    return f"{element.get('class', '')} {element.get('id', '')}".lower().split()


def body_of(page: Element) -> Element:
    """The page's body."""
    found = page.find("body")
    return page if found is None else found


def article_part(page: Element) -> Element:
    """The element that holds the article: the page's one `article`, article body or `main`, else what trafilatura
    takes for the main text, else the whole body.
    """
    for path in _ARTICLE_PATHS:
        found = [element for element in page.xpath(path) if words(element)]
        if len(found) == 1:
            return found[0]
    return _by_library(page)


def _by_library(page: Element) -> Element:
    import trafilatura

    body = body_of(page)
    document = trafilatura.bare_extraction(copy.deepcopy(page), include_comments=False, with_metadata=False)
    main_text: Element = getattr(document, "body", None)
    if main_text is None:
        return body
    texts = [_squeezed(text) for block in main_text.iter("p", "head", "quote", "item") if (text := words(block))]
    while True:
        inner = next((child for child in body if child.tag in _SECTIONS and _share(child, texts) >= _MOST), None)
        if inner is None:
            return body
        body = inner


def _share(element: Element, texts: list[str]) -> float:
    """How much of the texts an element holds, by length."""
    whole = _squeezed(words(element))
    total = sum(map(len, texts))
    return sum(len(text) for text in texts if text in whole) / total if total else 0.0


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def titles(page: Element, part: Element) -> Iterator[tuple[str, Element | None]]:
    """What the article may be called besides a heading inside its part, likeliest first, with the heading if any."""
    declared = [*_meta(page, "og:title"), *(words_of_title(element) for element in page.iter("title"))]
    for heading in page.iter("h1"):
        # A site's name is often a heading of level 1, too: the page's declared title tells them apart.
        is_declared = any(_squeezed(words(heading)) in _squeezed(title) for title in declared)
        if part not in heading.iterancestors() and is_declared and not _is_site_name(heading, page):
            yield words(heading), heading
    for name in _meta(page, "og:title"):
        yield name, None
    site = "|".join(re.escape(name) for name in _meta(page, "og:site_name"))
    for title in page.iter("title"):
        yield re.sub(rf"\s+[-–—|·:»]\s+(?:{site})$" if site else "$", "", words_of_title(title)), None


def _is_site_name(heading: Element, page: Element) -> bool:
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    leads_home = any(link.get("rel") == "home" or urlsplit(link.get("href") or "-").path in ("", "/") for link in links)
    return leads_home or _squeezed(words(heading)) in map(_squeezed, _meta(page, "og:site_name"))


def words_of_title(element: Element) -> str:
    """The words of the head's `title`, which no page shows."""
    return " ".join((element.text_content() or "").split())


def _meta(page: Element, *names: str) -> list[str]:
    return [
        content
        for name in names
        for meta in page.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() == name
        and (content := " ".join(meta.get("content", "").split()))
    ]


def _links(page: Element, relation: str, *tags: str) -> list[Element]:
    return [link for link in page.iter(*tags) if relation in (link.get("rel") or "").lower().split()]


def page_facts(page: Element, part: Element) -> Facts:
    """What the page's head, or the links and labels around its article, say of it."""
    return Facts(
        authors=_authors(page, part),
        date=_date(page, part),
        source=next(iter(_meta(page, "og:site_name")), ""),
        source_address=page_address(page),
        licence=_licence(page),
        rights=next(iter(_meta(page, "dcterms.rights", "copyright")), ""),
    )


def page_address(page: Element) -> str:
    """The address the page says it has, or nothing."""
    canonical = [link.get("href") or "" for link in _links(page, "canonical", "link")]
    return next(
        (address for raw in (*canonical, *_meta(page, "og:url")) if is_web_address(address := cleaned(raw))), ""
    )


def page_language(page: Element) -> str:
    """The tag the page gives its language, or nothing."""
    return str(page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang") or "")


def _authors(page: Element, part: Element) -> tuple[str, ...]:
    declared = [name for name in _meta(page, "author", "article:author", "dcterms.creator") if "://" not in name]
    if not declared:
        marked = part.xpath(".//*[contains(concat(' ', @rel, ' '), ' author ') or @itemprop='author']")
        declared = [words(element) for element in marked]
    if not declared:
        declared = [words(element) for element in part.iter() if {"author", "byline"} & set(names_of(element))]
    names = [
        name for text in declared for name in _separate_names(_BY.sub("", text, count=1) if _BY.match(text) else text)
    ]
    return tuple(dict.fromkeys(name for name in names if len(name) < 80))


def _separate_names(text: str) -> list[str]:
    names = re.split(rf"\s*;\s*|\s+(?:{alternatives(union(CONJUNCTIONS) - {'e', 'y', 'en', 'con', 'と'})})\s+", text)
    if all(" " in part for part in text.split(", ")):
        names = [part for name in names for part in name.split(", ")]
    return [name.strip(" ,") for name in names if name.strip(" ,")]


def _date(page: Element, part: Element) -> datetime.date | None:
    declared = _meta(page, "article:published_time", "datepublished", "dcterms.date", "dc.date", "date")
    marked = [
        element.get("datetime") or element.get("content") or ""
        for element in page.xpath("//*[@itemprop='datePublished']") + part.xpath(".//header//time")
    ]
    for text in (*declared, *marked):
        try:
            return datetime.date.fromisoformat(text.strip()[:10])
        except ValueError:
            continue
    return None


def _licence(page: Element) -> str:
    for link in _links(page, "license", "a", "link"):
        address = link.get("href") or ""
        if named := _LICENCE.search(address):
            kind, version, zero, zero_version = named.groups()
            return f"CC0 {zero_version}" if zero else f"CC {kind.upper()} {version}"
        if text := words(link) or (link.get("title") or "").strip() or cleaned(address):
            return str(text)
    return ""
