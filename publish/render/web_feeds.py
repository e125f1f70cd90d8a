"""What a site tells search engines and feed readers about all its pages: a sitemap, and an Atom feed per language."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlsplit

from markupsafe import escape

from publish.render.characters import allowed
from publish.render.pages import Edition, IndexRow, unreviewed_mark
from publish.render.strings import SiteStrings

SITEMAP = "sitemap.xml"

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_SITEMAP_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'

# An entry must say when it was changed (RFC 4287, section 4.2.15), and a clock would give another feed tomorrow.
_UNDATED = datetime.date(1970, 1, 1)


def feed_name(tag: str) -> str:
    """The path of a language's feed in the output folder."""
    return f"{tag}/feed.xml"


def site_files(rows: Sequence[IndexRow], site: str, strings: Mapping[str, SiteStrings]) -> dict[str, bytes]:
    """The files by their paths in the output folder; none without the site's address, which they must name.

    `strings` are each language's words.
    """
    if not site:
        return {}
    files = {SITEMAP: _sitemap(rows, site)}
    for tag, words in strings.items():
        editions = [edition for row in rows for edition in row.editions if edition.language == tag]
        if editions:
            files[feed_name(tag)] = _feed(tag, editions, site, words)
    return files


def _sitemap(rows: Sequence[IndexRow], site: str) -> bytes:
    lines = [_DECLARATION, f"<urlset {_SITEMAP_NAMESPACES}>", f"<url><loc>{escape(site)}/index.html</loc></url>"]
    for row in rows:
        siblings = [(edition.language, _address(site, edition.web)) for edition in row.editions]
        siblings += [("x-default", _address(site, edition.web)) for edition in _originals(row)]
        for edition in row.editions:
            lines += ["<url>", f"<loc>{escape(_address(site, edition.web))}</loc>"]
            if edition.date:
                lines.append(f"<lastmod>{edition.date.isoformat()}</lastmod>")
            lines += [
                f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(address)}"/>' for tag, address in siblings
            ]
            lines.append("</url>")
    return _file([*lines, "</urlset>"])


def _feed(tag: str, editions: Sequence[Edition], site: str, strings: SiteStrings) -> bytes:
    """RFC 4287; the newest entries first."""
    newest = sorted(editions, key=lambda edition: (-_date(edition).toordinal(), edition.web))
    lines = [
        _DECLARATION,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{tag}">',
        f"<title>{_text(strings('Leaflets'))}</title>",
        f"<id>{escape(_address(site, feed_name(tag)))}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(_address(site, feed_name(tag)))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(site)}/index.html#{tag}"/>',
        f"<updated>{_updated(newest[0])}</updated>",
        f"<author><name>{_text(urlsplit(site).hostname or site)}</name></author>",
        "<generator>publish</generator>",
    ]
    for edition in newest:
        lines += _entry(edition, site, strings)
    return _file([*lines, "</feed>"])


def _entry(edition: Edition, site: str, strings: SiteStrings) -> Iterator[str]:
    address = _address(site, edition.web)
    mark = unreviewed_mark(edition, strings)
    yield "<entry>"
    yield f"<title>{_text(edition.title)}{_text(f' [{mark}]') if mark else ''}</title>"
    yield f"<id>{escape(address)}</id>"
    yield f'<link rel="alternate" type="text/html" hreflang="{edition.language}" href="{escape(address)}"/>'
    for file in edition.leaflets:
        length = f' length="{file.size}"' if file.size else ""
        place = escape(_address(site, file.address))
        yield f'<link rel="enclosure" type="application/pdf" hreflang="{edition.language}"{length} href="{place}"/>'
    yield f"<updated>{_updated(edition)}</updated>"
    if edition.description:
        yield f"<summary>{_text(edition.description)}</summary>"
    yield "</entry>"


def _originals(row: IndexRow) -> list[Edition]:
    return [edition for edition in row.editions if edition.state == "original"]


def _date(edition: Edition) -> datetime.date:
    return edition.date or _UNDATED


def _updated(edition: Edition) -> str:
    return f"{_date(edition).isoformat()}T00:00:00Z"


def _address(site: str, path: str) -> str:
    return f"{site}/{quote(path)}"


def _text(text: str) -> str:
    return escape(allowed(text))


def _file(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
