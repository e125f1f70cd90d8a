"""What a web page says to search engines, feed readers and networks: its siblings, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from publish.article import Article, plain
from publish.languages import babel_locale
from publish.render.pages import Edition, PageFacts
from publish.render.web_files import FileLink

_UNREVIEWED = frozenset({"draft", "partial"})


def alternates(facts: PageFacts, root: str) -> list[tuple[str, str]]:
    """Language and address of every edition, the original's once more for readers of other languages (`x-default`).

    `root` is the output folder's address, without a slash at its end.
    """
    links = [(edition.language, f"{root}/{edition.web}") for edition in facts.editions]
    original = _original(facts)
    return links + ([("x-default", f"{root}/{original.web}")] if original else [])


def open_graph(facts: PageFacts, mark: str) -> list[tuple[str, str]]:
    """Properties of the Open Graph protocol; `mark`, if any, stands before the description."""
    edition = facts.edition
    said = [("og:type", "article"), ("og:title", edition.title), ("og:locale", og_locale(edition.language))]
    said += [("og:locale:alternate", og_locale(other.language)) for other in _others(facts)]
    description = " – ".join(filter(None, [mark, edition.description]))
    if description:
        said.append(("og:description", description))
    if facts.site:
        said.append(("og:url", f"{facts.site}/{edition.web}"))
    if edition.date:
        said.append(("article:published_time", edition.date.isoformat()))
    return said


def og_locale(tag: str) -> str:
    """A locale as Open Graph wants it, with the territory where most of the language's readers live if none is named.

    >>> og_locale("fr"), og_locale("pt-BR"), og_locale("zh-Hant")
    ('fr_FR', 'pt_BR', 'zh_TW')
    """
    from babel.core import get_global

    locale = babel_locale(tag)
    parts = [locale.language, *([locale.script] if locale.script else [])]
    territory = locale.territory or get_global("likely_subtags").get("_".join(parts), "").rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


def json_ld(article: Article, facts: PageFacts, files: Iterable[FileLink], root: str) -> Markup:
    """The article as schema.org has it, for a `script` element of type `application/ld+json`."""
    edition, original = facts.edition, _original(facts)
    said: dict[str, Any] = {"@context": "https://schema.org"} | _work(edition, root)
    said |= {
        "description": edition.description,
        "author": [{"@type": "Person", "name": plain(author)} for author in article.authors],
        "datePublished": edition.date.isoformat() if edition.date else "",
        "isBasedOn": article.source_address,
        "copyrightNotice": article.rights,
        "license": article.licence if article.licence.startswith(("http://", "https://")) else "",
        "creativeWorkStatus": "Draft" if edition.state in _UNREVIEWED else "Published",
        "encoding": [
            {"@type": "MediaObject", "name": file.title, "encodingFormat": "application/pdf"}
            | {"contentUrl": f"{root}/{file.address}", "contentSize": file.size}
            for file in files
        ],
    }
    if edition is original or edition.state == "original":
        said["workTranslation"] = [_work(other, root) for other in _others(facts)]
    elif original:
        said["translationOfWork"] = _work(original, root)
    return for_script(_without_empty(said))


def for_script(value: object) -> Markup:
    r"""JSON that can end no `script` element and begin no comment in one, whatever is in it.

    >>> print(for_script({"name": "</script><!--"}))
    {"name":"\u003c/script\u003e\u003c!--"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - just escaped for where it goes


def _work(edition: Edition, root: str) -> dict[str, Any]:
    address = f"{root}/{edition.web}"
    return {"@type": "Article", "@id": address, "url": address, "headline": edition.title} | {
        "inLanguage": edition.language
    }


def _original(facts: PageFacts) -> Edition | None:
    return next((edition for edition in facts.editions if edition.language == facts.original_language), None)


def _others(facts: PageFacts) -> list[Edition]:
    return [edition for edition in facts.editions if edition.language != facts.edition.language]


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each not in ("", [], None)}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value
