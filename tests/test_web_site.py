"""What web pages say to machines: policy, metadata, site map, feeds; where notes stand; sizes of files."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from support import ROOT

from publish.article import Article, Heading, ListBlock, Note, NoteMarker, Paragraph, Text
from publish.render.index import index_page
from publish.render.pages import Edition, IndexRow, LeafletFile, PageFacts, PageText
from publish.render.recipe import Recipe
from publish.render.strings import SiteStrings
from publish.render.templates import Templates
from publish.render.web import web_page
from publish.render.web_feeds import site_files
from publish.render.web_files import file_size
from publish.render.web_linked import linked_page
from publish.render.web_metadata import for_script
from publish.render.web_notes import NoteGroup, note_groups, note_rows
from publish.render.web_policy import PLACEHOLDER, with_policy
from publish.render.webfonts import PLACEHOLDER as FONTS
from publish.render.webfonts import with_fonts

SITE = "https://example.org/leaflets"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOSTILE = "</script></title></style>]]><!--&amp;\"' <b>x</b> \u2028"

ORIGINAL = Edition(
    "en",
    "A title & more",
    "en/a.html",
    (
        LeafletFile(Recipe(), "en/a.pdf", 229_001),
        LeafletFile(Recipe("booklet", sheets=True), "en/a-booklet-sheets.pdf"),
    ),
    description="What it is about.",
    date=datetime.date(2026, 5, 1),
)
FRENCH = replace(ORIGINAL, language="fr", title="Un titre", web="fr/a.html", leaflets=(), state="draft", segments=3)
JAPANESE = replace(FRENCH, language="ja", title="題名", web="ja/a.html", state="finished")
ROW = IndexRow((ORIGINAL, FRENCH, JAPANESE))
STRINGS = {tag: SiteStrings({"Machine draft, not reviewed": f"draft in {tag}"}) for tag in ("en", "fr", "ja")}
TEMPLATES = Templates([ROOT / "templates"], ROOT)


def rendered(edition: Edition, site: str = "", title: str = "", row: IndexRow = ROW) -> html.HtmlElement:
    """The web page of an edition."""
    return html.document_fromstring(source(edition, site, title, row))


def source(edition: Edition, site: str = "", title: str = "", row: IndexRow = ROW) -> str:
    """The same as HTML, its fonts and its policy still to be put in."""
    article = Article("a", edition.language, title=(Text(title or edition.title, edition.language),), date=edition.date)
    editions = tuple(edition if other.language == edition.language else other for other in row.editions)
    facts = PageFacts(edition, editions, "en", has_untranslated=False, fingerprint="0", site=site)
    return web_page(TEMPLATES, PageText(article, STRINGS[edition.language], Path.read_bytes), facts)


@pytest.mark.parametrize(
    ("page", "sources"),
    [
        ("", "style-src 'none'"),
        ("<style>a</style>", "style-src 'sha256-{a}'"),
        ("<style>a</style><style media=print>b\n</style>", "style-src 'sha256-{a}' 'sha256-{b}'"),
        ("<style>a</style><STYLE>a</STYLE >", "style-src 'sha256-{a}'"),
        ('<link rel="stylesheet" href="a.css"><style>a</style>', "style-src 'self' 'sha256-{a}'"),
        ('<link href="a.css" rel=stylesheet>', "style-src 'self'; img-src data:; font-src 'self' data:"),
    ],
)
def test_a_policy_allows_the_style_sheets_there_are(page: str, sources: str) -> None:
    digests = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for name, text in (("a", "a"), ("b", "b\n"))
    }
    policy = with_policy(str(PLACEHOLDER) + page).removesuffix(page)
    assert policy.startswith("default-src 'none'; " + sources.format(**digests))
    assert policy.endswith("; base-uri 'none'; form-action 'none'")


def test_what_html_forbids_is_in_no_page() -> None:
    forbidden = "\x00\x01\x0b\x0c\x1b\x7f\x85\x9f\ufdd0\ufdef\ufffe\U0001ffff\U0010fffe"
    edition = replace(ORIGINAL, title=f"A{forbidden}title", description=f"Its{forbidden}text")
    text = source(edition, SITE)
    assert not set(forbidden) & set(text)
    assert html.document_fromstring(text).findtext(".//title") == "A  \N{SPACE}title"


@pytest.mark.parametrize("placeholder", [FONTS, PLACEHOLDER, "/* embedded fonts */"])
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_title_cannot_be_taken_for_what_is_still_to_be_put_in(
    placeholder: str, is_linked: bool, tmp_path: Path
) -> None:
    title = f"Peace {placeholder!s}"
    edition = replace(ORIGINAL, title=title, description=title)
    page = source(edition)
    text = linked_page(page, edition.web, "en", tmp_path)[0] if is_linked else with_fonts(page, "en", tmp_path)
    found = html.document_fromstring(with_policy(text))
    assert found.findtext(".//title") == title
    assert found.find(".//h1").text_content() == title
    assert json.loads(found.xpath("//script")[0].text)["headline"] == title
    assert "@font-face" in found.xpath("//style")[-1].text
    assert found.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'; ")


def test_a_template_without_a_policy_stays_as_it_is() -> None:
    assert with_policy("<style>a</style>") == "<style>a</style>"


@given(st.recursive(st.text(), lambda inside: st.dictionaries(st.text(), inside) | st.lists(inside), max_leaves=5))
def test_json_in_a_script_is_the_same_and_ends_nothing(value: object) -> None:
    text = str(for_script(value))
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


@pytest.mark.parametrize("site", ["", SITE])
@pytest.mark.parametrize("edition", ROW.editions, ids=lambda edition: edition.language)
def test_a_page_names_itself_and_its_siblings(edition: Edition, site: str) -> None:
    page = rendered(edition, site)
    root = site or ".."
    links = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][not(@type)]")}
    assert links == {other.language: f"{root}/{other.web}" for other in ROW.editions} | {
        "x-default": f"{root}/en/a.html"
    }
    assert page.xpath("//link[@rel='canonical']/@href") == ([f"{site}/{edition.web}"] if site else [])
    feeds = page.xpath("//link[@type='application/atom+xml']/@href")
    assert feeds == ([f"{site}/{edition.language}/feed.xml"] if site else [])
    assert set(feeds) <= {f"{SITE}/{name}" for name in site_files([ROW], SITE, STRINGS)}
    said = [(meta.get("property"), meta.get("content")) for meta in page.xpath("//meta[@property]")]
    graph = dict(said)
    assert graph["og:title"] == edition.title
    assert graph["og:locale"] == {"en": "en_US", "fr": "fr_FR", "ja": "ja_JP"}[edition.language]
    assert sorted(content for name, content in said if name.startswith("og:locale")) == ["en_US", "fr_FR", "ja_JP"]
    assert graph.get("og:url") == (f"{site}/{edition.web}" if site else None)
    assert graph["article:published_time"] == "2026-05-01"
    mark = "draft in fr – " if edition is FRENCH else ""
    assert graph["og:description"] == f"{mark}What it is about."


def test_json_ld_says_which_work_translates_which() -> None:
    def data(edition: Edition) -> dict[str, object]:
        (script,) = rendered(edition, SITE).xpath("//script")
        assert script.get("type") == "application/ld+json"
        return dict(json.loads(script.text))

    original, french = data(ORIGINAL), data(FRENCH)
    assert (original["@type"], original["inLanguage"], original["headline"]) == ("Article", "en", "A title & more")
    assert [work["@id"] for work in original["workTranslation"]] == [f"{SITE}/fr/a.html", f"{SITE}/ja/a.html"]
    assert french["translationOfWork"]["@id"] == original["@id"] == f"{SITE}/en/a.html"
    assert "workTranslation" not in french
    assert (original["creativeWorkStatus"], french["creativeWorkStatus"]) == ("Published", "Draft")
    assert [file["contentUrl"] for file in original["encoding"]] == [
        f"{SITE}/en/a.pdf",
        f"{SITE}/en/a-booklet-sheets.pdf",
    ]
    assert "" not in json.dumps(french).split('"'), "nothing empty is said"


def test_hostile_words_stay_words_for_machines_too() -> None:
    edition = replace(ORIGINAL, title=HOSTILE, description=HOSTILE)
    page = rendered(edition, SITE, HOSTILE)
    assert json.loads(page.xpath("string(//script)"))["headline"] == HOSTILE
    assert page.xpath("string(//meta[@property='og:title']/@content)") == HOSTILE
    files = site_files([IndexRow((replace(edition, title=HOSTILE + "\x0b\x00"),))], SITE, STRINGS)
    feed = etree.fromstring(files["en/feed.xml"])
    assert feed.xpath("string(//a:entry/a:title)", namespaces=ATOM) == f"{HOSTILE} "


def test_a_title_not_yet_translated_is_in_its_own_language() -> None:
    article = Article("a", "fr", title=(Text("A title", "en"),), standfirst=(Text("Words.", "en"),))
    facts = PageFacts(FRENCH, ROW.editions, "en", has_untranslated=True, fingerprint="0")
    page = html.document_fromstring(web_page(TEMPLATES, PageText(article, STRINGS["fr"], Path.read_bytes), facts))
    assert page.xpath("//title/@lang") == page.xpath("//meta[@name='description']/@lang") == ["en"]
    assert page.xpath("//h1//@lang") == ["en"]


def test_every_file_is_offered_with_its_size() -> None:
    page = rendered(ORIGINAL)
    files = [(item.xpath("string(a/@href)"), item.text_content()) for item in page.xpath("//*[@id='files']//li")]
    assert files == [
        ("../en/a.pdf", "A4 (PDF, 230 kB)"),
        ("../en/a-booklet-sheets.pdf", "Booklet (A5), sheets to print and fold"),
    ]
    assert page.xpath("//p[@class='ways']/a/@href") == ["#files", "../index.html"]
    assert rendered(FRENCH).xpath("//*[@id='files']") == []
    (one,) = rendered(replace(ORIGINAL, leaflets=ORIGINAL.leaflets[:1])).xpath("//a[text()='Leaflet (PDF)']")
    assert one.get("href") == "../en/a.pdf"


@pytest.mark.parametrize(
    ("size", "tag", "expected"),
    [
        (1, "en", "1 kB"),
        (999_000, "en", "999 kB"),
        (999_001, "en", "1 MB"),
        (1_240_000, "en", "1.3 MB"),
        (229_001, "fr", "230\u202fko"),
        (1_240_000, "de", "1,3 MB"),
        (229_001, "ja", "230 KB"),
        (229_001, "ru", "230 кБ"),
    ],
)
def test_sizes_are_rounded_up_in_the_languages_own_way(size: int, tag: str, expected: str) -> None:
    assert file_size(size, tag).replace("\xa0", " ") == expected


def test_without_an_address_there_is_neither_map_nor_feed() -> None:
    assert site_files([ROW], "", STRINGS) == {}


def test_the_map_has_every_page_with_its_siblings() -> None:
    urls = etree.fromstring(site_files([ROW], SITE, STRINGS)["sitemap.xml"])
    found = urls.xpath("m:url/m:loc/text()", namespaces=MAP)
    assert found == [f"{SITE}/{name}" for name in ("index.html", "en/a.html", "fr/a.html", "ja/a.html")]
    for url in urls.xpath("m:url[x:link]", namespaces=MAP):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", MAP)}
        assert links == {tag: f"{SITE}/{tag}/a.html" for tag in ("en", "fr", "ja")} | {"x-default": f"{SITE}/en/a.html"}
        assert url.findtext("m:lastmod", namespaces=MAP) == "2026-05-01"


def test_feeds_are_valid_and_the_newest_entry_comes_first() -> None:
    """RFC 4287: 4.1.1 and 4.1.2 for what a feed and an entry must have, and at most once."""
    undated = IndexRow((replace(ORIGINAL, web="en/b.html", date=None), replace(FRENCH, web="fr/b.html", date=None)))
    newer = IndexRow((replace(ORIGINAL, web="en/ü c.html", date=datetime.date(2026, 6, 2)),))
    files = site_files([undated, ROW, newer], SITE, STRINGS)
    assert set(files) == {"sitemap.xml", "en/feed.xml", "fr/feed.xml", "ja/feed.xml"}
    for name in ("en", "fr", "ja"):
        feed = etree.fromstring(files[f"{name}/feed.xml"])
        assert feed.tag == f"{{{ATOM['a']}}}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == name
        assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{SITE}/{name}/feed.xml"]
        assert feed.xpath("count(a:author/a:name)", namespaces=ATOM) == 1
        for element in (feed, *feed.iterfind("a:entry", ATOM)):
            for part in ("id", "title", "updated"):
                (text,) = element.xpath(f"a:{part}/text()", namespaces=ATOM)
                assert text.strip()
            assert len(element.xpath("a:link[@rel='alternate']", namespaces=ATOM)) == 1
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext("a:updated", namespaces=ATOM))
            assert re.fullmatch(r"[!-~]+", element.findtext("a:id", namespaces=ATOM)), "an address, as RFC 3986 has it"
        ids = feed.xpath("//a:id/text()", namespaces=ATOM)
        assert len(ids) == len(set(ids))
        updated = feed.xpath("a:entry/a:updated/text()", namespaces=ATOM)
        assert updated == sorted(updated, reverse=True)
        assert feed.findtext("a:updated", namespaces=ATOM) == updated[0]
    english, french = (etree.fromstring(files[f"{tag}/feed.xml"]) for tag in ("en", "fr"))
    assert english.xpath("a:entry/a:id/text()", namespaces=ATOM) == [
        f"{SITE}/en/%C3%BC%20c.html",
        f"{SITE}/en/a.html",
        f"{SITE}/en/b.html",
    ]
    assert french.xpath("a:entry/a:title/text()", namespaces=ATOM) == ["Un titre [draft in fr]"] * 2
    enclosure = english.xpath("a:entry/a:link[@rel='enclosure']", namespaces=ATOM)[0]
    assert (enclosure.get("type"), enclosure.get("length")) == ("application/pdf", "229001")


def overview(rows: list[IndexRow], site: str = "") -> html.HtmlElement:
    return html.document_fromstring(index_page(TEMPLATES, rows, STRINGS, "en", site=site))


def test_the_front_page_lists_the_articles_by_language() -> None:
    page = overview([ROW])
    assert page.xpath("//section/@lang") == ["en", "fr", "ja"]
    assert page.xpath("//nav//a/@href") == ["#en", "#fr", "#ja"]
    assert page.xpath("//h3/a/@href") == ["en/a.html", "fr/a.html", "ja/a.html"]
    states = [" ".join(state.text_content().split()) for state in page.find_class("state")]
    assert states == ["Original · May 1, 2026", "Draft, 0 % reviewed · 1er mai 2026", "Finished · 2026年5月1日"]
    assert [file.text_content() for file in page.xpath("//ul[@class='leaflets']/li")] == [
        "A4 (PDF, 230 kB)",
        "Booklet (A5), sheets to print and fold",
    ]
    assert page.find_class("count") == []


def test_the_front_page_of_many_articles_says_how_many_and_begins_with_the_newest() -> None:
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=day * 7 % 50) for day in range(49)]
    rows = [
        IndexRow(
            tuple(replace(edition, web=f"{edition.language}/{day}.html", date=day) for edition in ROW.editions[:2])
        )
        for day in days
    ]
    rows.append(IndexRow((replace(ORIGINAL, web="en/undated.html", date=None),)))
    page = overview(rows)
    assert [count.text for count in page.find_class("count")] == ["50", "49"]
    links = page.xpath("//section[@lang='en']//h3/a/@href")
    assert links == [f"en/{day}.html" for day in sorted(days, reverse=True)] + ["en/undated.html"]
    assert page.xpath("//section/@class") == ["many", "many"]


def test_the_front_page_without_articles_says_so() -> None:
    page = overview([])
    assert "No leaflets have been made yet." in page.text_content()
    assert page.xpath("//nav | //section") == []


def test_a_front_page_with_an_address_names_every_feed() -> None:
    page = overview([ROW], SITE)
    feeds = page.xpath("//link[@type='application/atom+xml']/@href")
    assert feeds == [f"{SITE}/{tag}/feed.xml" for tag in STRINGS]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/index.html"]


def test_an_untranslated_title_is_marked_on_the_front_page() -> None:
    row = IndexRow((ORIGINAL, replace(FRENCH, title=ORIGINAL.title, state="partial")))
    assert overview([row]).xpath("//section[@lang='fr']//h3/a/@lang") == ["en"]


@pytest.mark.parametrize(("name", "folder"), [("index.html", "assets/"), ("fr/a.html", "../assets/")])
def test_a_linked_page_keeps_only_what_is_its_own(name: str, folder: str, tmp_path: Path) -> None:
    page = (
        '<html lang="en"><head><style>body { font-family: "Leaflet Serif" }</style>'
        f"<style>{FONTS} #notes-1 {{ grid-row: 1; }}</style></head><body>ab</body></html>"
    )
    text, files = linked_page(page, name, "en", tmp_path)
    (sheet,) = (file for file in files if file.endswith(".css"))
    (font,) = (file for file in files if file.endswith(".woff2"))
    assert files[sheet] == b'body { font-family: "Leaflet Serif" }\n'
    assert hashlib.sha256(files[sheet]).hexdigest().startswith(sheet[7:-4])
    assert files[font][:4] == b"wOF2"
    assert f'<link rel="stylesheet" href="{folder}{sheet[7:]}">' in text
    assert f'url("{folder}{font[7:]}")' in text
    assert text.count("<style>") == 1
    assert "#notes-1 { grid-row: 1; }" in text
    assert "data:" not in text


def paragraph(length: int, *labels: str) -> Paragraph:
    return Paragraph((Text("x" * length, "en"), *(NoteMarker(label) for label in labels)))


def notes(*lengths: int) -> tuple[Note, ...]:
    return tuple(Note(str(number), (paragraph(length),)) for number, length in enumerate(lengths, 1))


@pytest.mark.parametrize(
    ("blocks", "lengths", "expected"),
    [
        ([paragraph(700, "1"), paragraph(700, "2")], [80, 80], [(0, 1, 1, 2), (1, 2, 2, 0)]),
        ([paragraph(70, "1"), paragraph(700, "2")], [800, 80], [(0, 2, 1, 0)]),
        ([paragraph(700, "1", "2"), paragraph(700)], [80, 80], [(0, 2, 1, 0)]),
        ([paragraph(700), Heading(2, (Text("x", "en"),)), paragraph(70, "1")], [80], [(0, 1, 3, 0)]),
        ([paragraph(700), ListBlock(False, ((paragraph(70, "1"),),))], [80], [(0, 1, 2, 0)]),
        ([paragraph(700), paragraph(700, "1")], [80, 80], [(0, 2, 2, 0)]),
        ([], [80], [(0, 1, 1, 0)]),
        ([paragraph(70)], [], []),
    ],
    ids=["beside", "long note", "one paragraph", "a heading", "in a list", "never called", "no text", "no notes"],
)
def test_notes_are_grouped_by_the_room_they_have(blocks, lengths, expected) -> None:
    article = Article("a", "en", title=(Text("x", "en"),), blocks=tuple(blocks), notes=notes(*lengths))
    found = [(group.notes.start, group.notes.stop, group.first_row, group.end_row) for group in note_groups(article)]
    assert found == expected


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 3)), max_size=12), st.data())
def test_every_note_stands_in_one_group_and_groups_stand_one_below_the_other(blocks, data) -> None:
    made, count = [], 0
    for length, markers in blocks:
        made.append(paragraph(length, *(str(count + number) for number in range(1, markers + 1))))
        count += markers
    lengths = data.draw(st.lists(st.integers(1, 600), min_size=count, max_size=count + 2))
    article = Article("a", "en", title=(Text("x", "en"),), blocks=tuple(made), notes=notes(*lengths))
    groups = note_groups(article)
    assert [place for group in groups for place in group.notes] == list(range(len(lengths)))
    assert all(1 <= group.first_row <= max(1, len(made)) for group in groups)
    ends = [group.end_row for group in groups]
    assert ends == [group.first_row for group in groups[1:]] + [0] * bool(groups)
    assert all(group.first_row < group.end_row for group in groups[:-1])
    assert note_rows(groups).count("grid-row") == len(groups)
    assert NoteGroup(range(0), 1, 0) not in groups


@pytest.mark.parametrize(("edition", "expected"), [(ORIGINAL, []), (FRENCH, ["en"])])
def test_rights_stand_in_the_originals_language(edition: Edition, expected: list[str]) -> None:
    article = Article("a", edition.language, title=(Text("x", edition.language),), rights="All rights reserved.")
    facts = PageFacts(edition, ROW.editions, "en", has_untranslated=False, fingerprint="0")
    page = html.document_fromstring(
        web_page(TEMPLATES, PageText(article, STRINGS[edition.language], Path.read_bytes), facts)
    )
    assert page.xpath("//*[text()='All rights reserved.']/@lang") == expected
