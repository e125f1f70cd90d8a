"""What a page says besides the article's own text, and the variables every template of a page gets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from publish.article import Article, plain
from publish.languages import language, name_in, native_name
from publish.render import forms
from publish.render.font_files import FontFile
from publish.render.fonts import missing_characters
from publish.render.html import ArticleHtml
from publish.render.page_strings import DRAFT, PARTIAL
from publish.render.recipe import NotesAt, Recipe
from publish.render.strings import SiteStrings

PageState = Literal["original", "finished", "partial", "draft"]


@dataclass(frozen=True, slots=True)
class LeafletFile:
    """A leaflet as pages link to it: `address` is relative to the output folder, `size` in bytes, 0 if not known."""

    recipe: Recipe
    address: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """One article in one locale, as other pages link to it: addresses relative to the output folder.

    `leaflets` is empty where none can be made; `description` is the standfirst's words, `date` the article's.
    """

    language: str
    title: str
    web: str
    leaflets: tuple[LeafletFile, ...] = ()
    state: PageState = "original"
    reviewed: int = 0
    segments: int = 0
    description: str = ""
    date: datetime.date | None = None

    @property
    def leaflet(self) -> str:
        """The address of the leaflet for reading, "" if there is none."""
        readable = sorted(self.leaflets, key=lambda file: file.recipe.sheets)
        return readable[0].address if readable else ""

    @property
    def name(self) -> str:
        """The language's name in itself."""
        return native_name(self.language)

    def name_for(self, reader: str) -> str:
        """The language's name as a leaflet can print it: in itself, or in the reader's if no font has its script."""
        return name_in(self.language, reader) if missing_characters(self.name) else self.name

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return language(self.language).direction


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says besides the article: its state, its siblings, its edition, who answers for it.

    `original_language` is the source's tag, `fingerprint` a short hash of the catalogue, `site` the address the output
    folder will be published at ("" if none is set), `imprint` lines of text, `look` the name of the chosen look,
    `own_fonts` the publication's own.
    """

    edition: Edition
    editions: tuple[Edition, ...]
    original_language: str
    has_untranslated: bool
    fingerprint: str
    imprint: tuple[str, ...] = ()
    site: str = ""
    look: str = "plain"
    own_fonts: tuple[FontFile, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One article on the overview: its editions, the original first."""

    editions: tuple[Edition, ...]


def unreviewed_mark(edition: Edition, strings: SiteStrings) -> str:
    """What is said wherever an edition is named whose text no person has reviewed to the end; "" for others."""
    match edition.state:
        case "draft":
            return strings(DRAFT)
        case "partial":
            return strings(PARTIAL)
    return ""


class PageText:
    """An article's text as HTML, written once for each place that its notes can have.

    `strings` are the words of pages in its language; `read_image` gives an image's bytes by its path.
    """

    def __init__(self, article: Article, strings: SiteStrings, read_image: Callable[[str], bytes]) -> None:
        self.article = article
        self.strings = strings
        self.read_image = read_image
        self.written: dict[NotesAt, dict[str, Any]] = {}

    def at(self, notes_at: NotesAt) -> dict[str, Any]:
        """The parts of the text by the names templates know them by."""
        if notes_at not in self.written:
            self.written[notes_at] = self._parts(notes_at)
        return self.written[notes_at]

    def _parts(self, notes_at: NotesAt) -> dict[str, Any]:
        article = self.article
        html = ArticleHtml(article, self.strings, self.read_image, notes=notes_at)
        # In reading order: the notes' links back need the markers counted.
        parts: dict[str, Any] = {
            "title": html.title(article.title),
            "standfirst": html.inlines(article.standfirst),
            "image": html.image(article.image, article.credit) if article.image else Markup(),
            "body": html.blocks(article.blocks),
            "source": html.inlines(article.source),
        }
        notes = html.notes()
        text = "".join(map(str, [*parts.values(), *(note.html for note in notes)]))
        return parts | {
            "notes": notes,
            "notes_at": notes_at,
            "marked_languages": sorted(set(re.findall(r'\blang="([\w-]+)"', text))),
            "list_starts": sorted(set(re.findall(r'<ol start="(-?\d+)"', text))),
        }


def page_languages(variables: Mapping[str, Any]) -> list[str]:
    """The page's language, then every other one that its text or its list of languages is in."""
    others = (other.language for other in variables["others"])
    return list(dict.fromkeys([variables["language"], *variables["marked_languages"], *others]))


def article_variables(text: PageText, facts: PageFacts, notes_at: NotesAt = "end") -> dict[str, Any]:
    """What every template of a page can use, whatever it is for."""
    article, strings = text.article, text.strings
    tag = article.language
    return text.at(notes_at) | {
        "_": strings,
        "language": tag,
        "direction": language(tag).direction,
        "word_space": " " if language(tag).writes_spaces else "",
        "page_title": plain(article.title),
        "description": plain(article.standfirst),
        "authors": [plain(author) for author in article.authors],
        "byline": forms.listed([plain(author) for author in article.authors], tag) if article.authors else "",
        "source_address": article.source_address,
        "date": forms.date(article.date, tag) if article.date else "",
        "iso_date": article.date.isoformat() if article.date else "",
        "licence": article.licence,
        "rights": article.rights,
        "state": facts.edition.state,
        "has_untranslated": facts.has_untranslated,
        "edition": facts.edition,
        "editions": facts.editions,
        "others": tuple(edition for edition in facts.editions if edition.language != tag),
        "original_language": "" if tag == facts.original_language else name_in(facts.original_language, tag),
        "fingerprint": facts.fingerprint,
        "imprint": facts.imprint,
        "site": facts.site,
        "look": facts.look,
    }
