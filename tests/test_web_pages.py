"""The web pages of this repository's article: valid, self-contained, in the right languages, with every link leading
somewhere.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path
from unicodedata import east_asian_width

import polib
import pytest
from fontTools.ttLib import TTFont
from lxml import html
from lxml.html import HtmlElement
from support import LANGUAGES, LOCALES, NAME
from tinyhtml5.parser import HTMLParser

from publish.article import plain
from publish.markup import parsed
from publish.render.forms import percent
from publish.render.web_files import file_size
from publish.segments import MERGED

NOTES = 11
PAGES = ("index.html", *(f"{tag}/{NAME}.html" for tag in LANGUAGES))
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)


def source(rendered: Path, name: str) -> str:
    return (rendered / "output" / name).read_text(encoding="utf-8")


def page(rendered: Path, name: str) -> HtmlElement:
    return html.document_fromstring(source(rendered, name))


def article(rendered: Path, tag: str) -> HtmlElement:
    return page(rendered, f"{tag}/{NAME}.html")


def unspaced(text: str) -> str:
    """The text without its spaces, which typography may exchange."""
    return "".join(text.split())


def site_string(rendered: Path, tag: str, text: str) -> str:
    entry = polib.pofile(str(rendered / f"locales/{tag}/LC_MESSAGES/site.po")).find(text)
    assert entry is not None
    return str(entry.msgstr)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_and_works_without_anything_else(name: str, rendered: Path) -> None:
    text = source(rendered, name)
    parser = HTMLParser()
    parser.parse(text)
    assert parser.errors == []
    document = page(rendered, name)
    for element in document.iter("*"):
        assert element.tag not in ("iframe", "object", "embed", "base", "form"), element.tag
        assert element.tag != "script" or element.get("type") == "application/ld+json", "data, not a script"
        assert not [attribute for attribute in element.attrib if attribute.startswith("on") or attribute == "style"]
        for attribute in ("src", "href", "srcset", "poster", "action"):
            assert not re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", element.get(attribute, "")), element.get(attribute)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    styles = document.xpath("//style/text()")
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    assert [f"'sha256-{digest}'" for digest in hashes] == re.search(r"style-src (.*?);", policy)[1].split()
    assert policy.startswith("default-src 'none'; ")
    css = "".join(styles)
    assert "@import" not in css
    assert all(address.startswith('"data:font/woff2;') for address in re.findall(r"url\((.*?)\)", css, re.DOTALL))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str, rendered: Path) -> None:
    document = page(rendered, name)
    ids = [element.get("id") for element in document.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    here = rendered / "output" / name
    links = [element.get("href") for element in document.xpath("//*[@href]")]
    assert links
    for link in links:
        path, _, fragment = link.partition("#")
        assert (here.parent / path).resolve().is_file() if path else fragment in ids, link


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_knows_its_language_and_its_siblings(tag: str, rendered: Path) -> None:
    document = article(rendered, tag)
    assert (document.get("lang"), document.get("dir")) == (tag, "ltr")
    alternate = document.xpath("//link[@rel='alternate'][not(@type)]")
    assert {link.get("hreflang"): link.get("href") for link in alternate} == {
        other: f"../{other}/{NAME}.html" for other in LANGUAGES
    } | {"x-default": f"../en/{NAME}.html"}
    (leaflet,) = document.xpath("//link[@type='application/pdf']/@href")
    assert leaflet == f"../{tag}/{NAME}.pdf"
    shown = {link.get("href") for link in document.xpath("//body//a[@href]")}
    assert shown >= {f"../{other}/{NAME}.html" for other in LANGUAGES} | {leaflet, "../index.html"}
    switcher = document.xpath("//nav//a[@hreflang]")
    assert (
        {link.get("lang") for link in switcher} == {link.get("hreflang") for link in switcher} == set(LANGUAGES) - {tag}
    )
    assert document.xpath("string(//title)") == document.xpath("string(//h1)")
    assert len(document.xpath("//h1")) == 1
    assert len(document.xpath("//main//h2")) == 4 + 1
    assert len(document.xpath("//div[@class='text']/p")) == 19


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_says_what_its_catalogue_says(tag: str, rendered: Path) -> None:
    document = article(rendered, tag)
    for marker in document.xpath("//sup[@class='marker']"):
        marker.drop_tree()
    text = unspaced(document.xpath("string(//body)"))
    if tag == "en":
        entries = [(entry.comment, entry.msgid) for entry in polib.pofile(str(rendered / f"locales/{NAME}.pot"))]
    else:
        catalogue = polib.pofile(str(rendered / f"locales/{tag}/LC_MESSAGES/{NAME}.po"))
        entries = [(entry.comment, entry.msgstr) for entry in catalogue if not entry.obsolete]
    assert len(entries) > 70
    for role, markdown in entries:
        if markdown != MERGED and not role.startswith(("Picture credit", "Main picture")):
            assert unspaced(plain(parsed(markdown, tag))) in text, role


@pytest.mark.parametrize("tag", LANGUAGES)
def test_markers_and_notes_lead_to_each_other(tag: str, rendered: Path) -> None:
    document = article(rendered, tag)
    markers = document.xpath("//sup[@class='marker']/a")
    assert sorted(int(marker.text_content()) for marker in markers) == list(range(1, NOTES + 1))
    for marker in markers:
        number = marker.text_content()
        assert marker.get("href") == f"#note-{number}"
        assert number in marker.get("aria-label")
        (note,) = document.xpath(f"//li[@id='note-{number}']")
        assert note.get("value") == number
        assert [back.get("href") for back in note.xpath("a[@role='doc-backlink']")] == [f"#{marker.get('id')}"]


@pytest.mark.parametrize("tag", LOCALES)
def test_a_draft_carries_a_band_in_its_own_language(tag: str, rendered: Path) -> None:
    document = article(rendered, tag)
    (band,) = document.find_class("band")
    assert band.get("lang") is None
    assert band.text_content().startswith(site_string(rendered, tag, "Machine draft, not reviewed"))
    words = (
        "This text is a machine draft that no person has reviewed. Do not print or share it as a finished translation."
    )
    assert site_string(rendered, tag, words) in band.text_content()
    order = list(document.iter("*"))
    assert order.index(band) < order.index(document.xpath("//h1")[0]), "before the text"


def test_the_original_carries_no_mark(rendered: Path) -> None:
    text = source(rendered, f"en/{NAME}.html")
    assert 'class="band"' not in text
    assert "draft" not in article(rendered, "en").xpath("string(//body)").lower()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_cited_titles_are_in_their_own_language(tag: str, rendered: Path) -> None:
    document = article(rendered, tag)
    for number, language, words in (("2", "fr", "La seule chose"), ("9", "de", "Völkermord in Gaza")):
        (note,) = document.xpath(f"//li[@id='note-{number}']")
        tagged = [span.text_content() for span in note.xpath(f".//*[@lang='{language}']")]
        if tag == language:
            assert words in note.text_content()
        else:
            assert any(words in text for text in tagged), (tagged, note.text_content())


def codepoints(ranges: str) -> set[int]:
    points: set[int] = set()
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


@pytest.mark.parametrize("name", PAGES)
def test_every_japanese_character_is_in_a_font_inside_the_page(name: str, rendered: Path) -> None:
    document = page(rendered, name)
    css = "".join(document.xpath("//style/text()"))
    drawn: dict[str, set[int]] = {}
    for face in FACE.findall(css):
        family = re.search('font-family: "(.*?)"', face)[1]
        data = re.search(r"base64,([A-Za-z0-9+/=]+)", face)[1]
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            assert font.flavor == "woff2"
            points = set(font.getBestCmap())
        if ranges := re.search(r"unicode-range: (.*?);", face):
            points &= codepoints(ranges[1])
        drawn[family] = drawn.get(family, set()) | points
    for style in document.xpath("//style"):
        style.drop_tree()
    headings = set("".join(document.xpath("//*[self::h1 or self::h2 or self::h3 or self::nav]//text()")))
    running = set("".join(document.xpath("//article//p[not(@class)]//text() | //li[starts-with(@id, 'note')]//text()")))
    for family, characters in (("Leaflet Sans JP", headings), ("Leaflet Serif JP", running)):
        japanese = {ord(character) for character in characters if east_asian_width(character) in "WF"}
        assert japanese <= drawn.get(family, set()), "".join(map(chr, japanese - drawn.get(family, set())))
    if name.startswith("ja/"):
        assert drawn.keys() == {"Leaflet Sans JP", "Leaflet Serif JP"}
        assert len(drawn["Leaflet Serif JP"]) > 300
    assert (rendered / "output" / name).stat().st_size <= (450_000 if name.startswith("ja/") else 200_000)


def test_the_overview_lists_every_language(rendered: Path) -> None:
    document = page(rendered, "index.html")
    assert document.get("lang") == "en"
    parts = document.xpath("//main//section")
    assert [part.get("lang") for part in parts] == list(LANGUAGES)
    for part, tag in zip(parts, LANGUAGES, strict=True):
        assert {link.get("href") for link in part.xpath(".//a")} == {f"{tag}/{NAME}.html", f"{tag}/{NAME}.pdf"}
        assert unspaced(part.xpath("string(.//h3)")) == unspaced(article(rendered, tag).xpath("string(//h1)"))
        size = (rendered / "output" / tag / f"{NAME}.pdf").stat().st_size
        assert f", {file_size(size, tag)}" in part.xpath("string(.//li/ul)").replace("、", ", ").replace("، ", ", ")
    states = [part.xpath("string(.//p[@class='state'])") for part in parts]
    draft = {tag: site_string(rendered, tag, "Draft, %(percent)s reviewed") for tag in LOCALES}
    assert states == ["Original", *(draft[tag].replace("%(percent)s", percent(0, 1, tag)) for tag in LOCALES)]
