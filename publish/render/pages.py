"""Pages from templates: Jinja2 with autoescape, the publication's own templates before the ones shipped."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from publish.article import Article, plain
from publish.errors import TemplateError
from publish.languages import language, name_in, native_name
from publish.render import forms
from publish.render.fonts import missing_characters
from publish.render.html import ArticleHtml
from publish.render.strings import SiteStrings, css_content, css_string
from publish.render.webfonts import PLACEHOLDER

PageState = Literal["original", "finished", "partial", "draft"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One article in one locale, as other pages link to it: addresses relative to the output folder.

    `leaflet` is "" where none can be made.
    """

    language: str
    title: str
    web: str
    leaflet: str
    state: PageState = "original"
    reviewed: int = 0
    segments: int = 0

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
    folder will be published at ("" if none is set), `imprint` lines of text.
    """

    edition: Edition
    editions: tuple[Edition, ...]
    original_language: str
    has_untranslated: bool
    fingerprint: str
    imprint: tuple[str, ...] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One article on the overview: its editions, the original first."""

    editions: tuple[Edition, ...]


class _Files(FileSystemLoader):
    """Template files, which are UTF-8."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            message = f"is not UTF-8: byte 0x{error.object[error.start]:02X} at offset {error.start}; save it as UTF-8"
            raise TemplateError(message, file=f"templates/{template}") from error


class Templates:
    """The page templates of a publication. `folders` are searched in order; the last are the shipped ones.

    `root` is the publication, for messages.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        self.folders = [folder for folder in folders if folder.is_dir()]
        self.root = root
        self.environment = Environment(
            loader=ChoiceLoader([_Files(folder) for folder in self.folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters.update(css_string=css_string, css_content=css_content)
        self.environment.globals.update(embedded_fonts=PLACEHOLDER)

    def rendered(self, name: str, variables: Mapping[str, Any]) -> str:
        """The page a template gives; `TemplateError` with the template's file and line if it cannot."""
        try:
            return self.environment.get_template(name).render(variables)
        except TemplateNotFound as error:
            searched = ", ".join(self._shown(str(folder)) for folder in self.folders) or "no folder"
            file, line = self._place_of(error, name)
            message = f"the template {error.name} is missing (looked in {searched}); restore it"
            raise TemplateError(message, file=file, line=line) from error
        except TemplateSyntaxError as error:
            message = f"template syntax: {error.message}; correct the template"
            raise TemplateError(message, file=self._shown(error.filename or name), line=error.lineno) from error
        except TemplateError:
            raise
        except Exception as error:  # a template may raise anything; all of it is the template's fault
            file, line = self._place_of(error, name)
            raise TemplateError(f"{error}; correct the template", file=file, line=line) from error

    def _place_of(self, error: Exception, name: str) -> tuple[str, int]:
        folders = tuple(str(folder) for folder in self.folders)
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.startswith(folders):
                return self._shown(frame.filename), frame.lineno or 0
        return f"templates/{name}", 0

    def _shown(self, path: str) -> str:
        try:
            return str(Path(path).relative_to(self.root))
        except ValueError:
            return path


def web_page(
    templates: Templates, article: Article, facts: PageFacts, strings: SiteStrings, read_image: Callable[[str], bytes]
) -> str:
    """The web page of an article, its fonts still to be put in (`webfonts.with_fonts`)."""
    return templates.rendered("web.html", _variables(article, facts, strings, read_image))


def leaflet_page(
    templates: Templates, article: Article, facts: PageFacts, strings: SiteStrings, read_image: Callable[[str], bytes]
) -> str:
    """The HTML a leaflet is printed from."""
    return templates.rendered("leaflet.html", _variables(article, facts, strings, read_image))


def index_page(templates: Templates, rows: Sequence[IndexRow], strings: Mapping[str, SiteStrings], tag: str) -> str:
    """The overview of all articles and languages, in the language `tag`, each row's words in the row's language.

    Its fonts are still to be put in.
    """

    variables = {
        "_": strings[tag],
        "strings": lambda edition: strings[edition.language],
        "language": tag,
        "direction": language(tag).direction,
        "rows": rows,
        "percent": lambda edition: forms.percent(edition.reviewed, edition.segments, edition.language),
    }
    return templates.rendered("index.html", variables)


def _variables(
    article: Article, facts: PageFacts, strings: SiteStrings, read_image: Callable[[str], bytes]
) -> dict[str, Any]:
    html = ArticleHtml(article, strings, read_image)
    tag = article.language
    # In reading order: the notes' links back need the markers counted.
    title, standfirst = html.inlines(article.title), html.inlines(article.standfirst)
    image = html.image(article.image, article.credit) if article.image else Markup()
    body = html.blocks(article.blocks)
    source = html.inlines(article.source)
    return {
        "_": strings,
        "language": tag,
        "direction": language(tag).direction,
        "word_space": " " if language(tag).writes_spaces else "",
        "page_title": plain(article.title),
        "description": plain(article.standfirst),
        "authors": [plain(author) for author in article.authors],
        "byline": forms.listed([plain(author) for author in article.authors], tag) if article.authors else "",
        "title": title,
        "standfirst": standfirst,
        "image": image,
        "body": body,
        "notes": html.notes(),
        "source": source,
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
    }
