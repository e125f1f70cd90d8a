"""The collection's front page: all articles by language, with their states and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from publish.languages import language, native_name
from publish.render import forms
from publish.render.font_files import FontFile
from publish.render.fonts import web_font_css
from publish.render.pages import Edition, IndexRow, PageState
from publish.render.strings import SiteStrings
from publish.render.templates import Templates
from publish.render.web_files import FileLink, file_links
from publish.render.web_policy import PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition as the front page lists it, in its own language; so is its title, if it is translated."""

    title: str
    title_language: str
    web: str
    state: PageState
    percent: str
    date: str
    iso_date: str
    files: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All editions in one language, and the words that the page says about them in it."""

    language: str
    editions: tuple[Listed, ...]
    strings: SiteStrings

    @property
    def name(self) -> str:
        """The language's name in itself."""
        return native_name(self.language)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return language(self.language).direction


def index_page(
    templates: Templates,
    rows: Sequence[IndexRow],
    strings: Mapping[str, SiteStrings],
    tag: str,
    *,
    site: str = "",
    look: str = "plain",
    own: tuple[FontFile, ...] = (),
) -> str:
    """The front page in the language `tag`, each language's part in that language.

    Its fonts are still to be put in, then its policy, as with every web page.
    """
    groups = _groups(rows, strings)
    languages = [tag, *(group.language for group in groups)]
    variables = {
        "_": strings[tag],
        "language": tag,
        "direction": language(tag).direction,
        "groups": groups,
        "site": site,
        "look": look,
        "content_policy": PLACEHOLDER,
        "font_stacks": Markup(web_font_css(languages, own)),  # noqa: S704 - names of fonts, quoted
    }
    return templates.rendered("index.html", variables)


def _groups(rows: Sequence[IndexRow], strings: Mapping[str, SiteStrings]) -> list[Group]:
    """The languages that have an edition, in the settings' order; in each the newest articles first, undated last."""
    newest = sorted((row for row in rows if row.editions), key=_age)
    groups = []
    for tag, words in strings.items():
        listed = [_listed(edition, row, words) for row in newest for edition in row.editions if edition.language == tag]
        if listed:
            groups.append(Group(tag, tuple(listed), words))
    return groups


def _age(row: IndexRow) -> int:
    date = row.editions[0].date
    return -date.toordinal() if date else 0


def _listed(edition: Edition, row: IndexRow, strings: SiteStrings) -> Listed:
    original = next((other for other in row.editions if other.state == "original"), edition)
    is_untranslated = edition.state in ("draft", "partial") and edition.title == original.title
    return Listed(
        title=edition.title,
        title_language=original.language if is_untranslated else edition.language,
        web=edition.web,
        state=edition.state,
        percent=forms.percent(edition.reviewed, edition.segments, edition.language),
        date=forms.date(edition.date, edition.language) if edition.date else "",
        iso_date=edition.date.isoformat() if edition.date else "",
        files=file_links(edition, strings),
    )
