"""The web page of an article."""

from __future__ import annotations

from markupsafe import Markup

from publish.article import Inlines, Text, descendants, plain
from publish.render.fonts import web_font_css
from publish.render.pages import PageFacts, PageText, article_variables, page_languages, unreviewed_mark
from publish.render.templates import Templates
from publish.render.web_feeds import feed_name
from publish.render.web_files import file_links
from publish.render.web_metadata import alternates, json_ld, open_graph
from publish.render.web_notes import note_groups, note_rows
from publish.render.web_policy import PLACEHOLDER


def web_page(templates: Templates, text: PageText, facts: PageFacts) -> str:
    """The web page of an article; still to be put in are its fonts (`webfonts.with_fonts`), then its policy
    (`web_policy.with_policy`).
    """
    article, strings = text.article, text.strings
    variables = article_variables(text, facts)
    root = facts.site or ".."
    files = file_links(facts.edition, strings)
    groups = note_groups(article)
    variables |= {
        "content_policy": PLACEHOLDER,
        "font_stacks": Markup(web_font_css(page_languages(variables), facts.own_fonts)),  # noqa: S704 - names of fonts, quoted
        "title_language": _language(article.title, article.language),
        "description_language": _language(article.standfirst, article.language),
        "alternates": alternates(facts, root),
        "open_graph": open_graph(facts, unreviewed_mark(facts.edition, strings)),
        "json_ld": json_ld(article, facts, files, root),
        "feed": f"{facts.site}/{feed_name(article.language)}" if facts.site else "",
        "files": files,
        "note_groups": [[variables["notes"][place] for place in group.notes] for group in groups],
        "note_rows": Markup(note_rows(groups)),  # noqa: S704 - numbers
    }
    return templates.rendered("web.html", variables)


def _language(text: Inlines, tag: str) -> str:
    """The language a text is in: the page's, unless all of it is in another."""
    tags = {inline.language for inline in descendants(text) if isinstance(inline, Text) and plain((inline,)).strip()}
    return tags.pop() if len(tags) == 1 else tag
