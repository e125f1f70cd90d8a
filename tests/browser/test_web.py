"""The web pages of all locales in the real Chromium: accessible, readable at every width, closed to everything else."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support import NAME, ROOT, copy_of_publication

from publish.render.web_policy import with_policy

from .accessibility import audit, axe
from .chromium import opened, overflowing
from .conftest import OpenPage
from .nu import nu_errors
from .web_pages import written

TAGS = ("en", "fr", "es", "de", "ja", "ar", "he", "el", "ru")
LIBRARY = tuple(f"library/{tag}/tools.html" for tag in TAGS)
ARTICLE = tuple(f"article/{tag}/{NAME}.html" for tag in TAGS[:5])
EVERYTHING = "everything/en/everything.html"
INDEXES = ("library/index.html", "article/index.html")
PAGES = (*LIBRARY, *ARTICLE, EVERYTHING, *INDEXES)
WITH_NOTES = (*ARTICLE, "library/ar/tools.html", "library/he/tools.html", EVERYTHING)
LOOKS = ("plain", "press")

# What axe-core says of single characters and arrows; the text around them, and the other links, have the same colours.
SINGLE_CHARACTERS = ("Element content is too short", "Element content contains only non-text characters")

BOXES = """() => {
    const box = (e, name) => {
        const {left, right, top, bottom} = e.getBoundingClientRect()
        return {name, left, right, top, bottom}
    }
    const others = '.bar, article > header > *, body > footer > *'
    return {
        notes: [...document.querySelectorAll('.notes li')].map(e => box(e, e.id)),
        groups: [...document.querySelectorAll('.notes ol')].map(e => box(e, e.id)),
        text: [...document.querySelectorAll('.text > :not(.notes)')].map(e => box(e, e.tagName)),
        others: [...document.querySelectorAll(others)].map(e => box(e, e.className)),
        calling: Object.fromEntries([...document.querySelectorAll('.text > :not(.notes) sup.marker a')].reverse()
            .map(e => [e.hash.slice(1), box(e.closest('.text > *'), e.id)])),
    }
}"""
UNREACHABLE = """() => [...document.querySelectorAll('.notes a')].filter(e => {
    e.scrollIntoView({block: 'center'})
    const {left, top, width, height} = e.getClientRects()[0]
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('a') !== e
}).map(e => e.outerHTML)"""
HEIGHT = "() => document.querySelector('.text').getBoundingClientRect().height"
WITHOUT_NOTES = "() => document.querySelectorAll('.notes ol').forEach(e => e.style.display = 'none')"


@pytest.fixture(scope="session")
def pages(shared: Path) -> Path:
    """All pages in both looks: `pages / "plain" / "library/ar/tools.html"`; to be looked at, not changed."""
    folder = shared / "web"
    with (shared / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            article = copy_of_publication(shared / "web-article") if not (shared / "web-article").exists() else None
            places = {"article": article or shared / "web-article"}
            places |= {name: ROOT / "tests/publications" / name for name in ("library", "everything")}
            for look, (name, publication) in product(LOOKS, places.items()):
                # With an address in one look, without in the other: both kinds of links must be right.
                site = "https://example.org/leaflets" if look == "press" else ""
                written(folder / look / name, publication, shared / "fonts", site=site, look=look)
            (folder / "done").touch()
    return folder


def states(page: Page) -> Iterator[str]:
    """The page at the widths of a phone, a tablet and a screen, light and dark."""
    for width, dark in product((320, 768, 1280), (False, True)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light")
        yield f"{width}px {'dark' if dark else 'light'}"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / name)
    for state in states(page):
        found = audit(page)
        undecided = [line for line in found.undecided if not any(reason in line for reason in SINGLE_CHARACTERS)]
        assert (found.violations, undecided, overflowing(page)) == ([], [], []), state
        assert {"color-contrast", "target-size", "html-has-lang", "region", "bypass"} <= found.passed


@pytest.mark.parametrize("name", ["library/ar/tools.html", ARTICLE[1], EVERYTHING, INDEXES[0]])
def test_the_other_look_is_as_good(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "press" / name)
    for state in states(page):
        assert (axe(page), overflowing(page)) == ([], []), state


@pytest.mark.parametrize("name", PAGES)
def test_text_twice_as_big_loses_nothing(name: str, pages: Path, open_page: OpenPage) -> None:
    """WCAG 2.2, 1.4.4 by the size of text, and 1.4.10 by zooming, which leaves a window of 320 CSS pixels."""
    for page in (open_page(pages / "plain" / name, text=200), open_page(pages / "plain" / name, width=320, height=256)):
        assert overflowing(page) == []
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth")
        cut = "e => ['hidden', 'clip'].includes(getComputedStyle(e).overflow) && e.scrollHeight > e.clientHeight + 1"
        hidden = f"[...document.querySelectorAll('body *:not(.skip, .notes h2)')].filter({cut}).map(e => e.outerHTML)"
        assert page.evaluate(hidden) == []
        assert over(page) == []


def test_every_page_passes_the_w3c_checker(pages: Path) -> None:
    # The looks differ in their style sheets alone.
    assert nu_errors([*(pages / "plain" / name for name in PAGES), pages / "press" / PAGES[0]]) == []


def over(page: Page) -> list[str]:
    """Pairs of notes, and of a note and anything else, that overlap."""
    boxes = page.evaluate(BOXES)
    notes, others = boxes["notes"], [*boxes["text"], *boxes["others"]]
    pairs = [(note, other) for place, note in enumerate(notes) for other in [*notes[place + 1 :], *others]]
    return [
        f"{one['name']} over {two['name']}"
        for one, two in pairs
        if min(one["right"], two["right"]) - max(one["left"], two["left"]) > 1
        and min(one["bottom"], two["bottom"]) - max(one["top"], two["top"]) > 1
    ]


@pytest.mark.parametrize("name", WITH_NOTES)
def test_notes_stand_beside_the_text_and_never_overlap(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / name)
    for width in (1100, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        stand_beside_the_text(page)
    assert page.evaluate(UNREACHABLE) == []
    with_notes = page.evaluate(HEIGHT)
    page.evaluate(WITHOUT_NOTES)
    assert with_notes - page.evaluate(HEIGHT) < 40, "the notes tear gaps into the text"


def test_many_notes_of_a_short_text_end_after_it(tmp_path: Path, shared: Path, open_page: OpenPage) -> None:
    calls, long = "".join(f"[^{number}]" for number in range(1, 12)), "A note that goes on and on. " * 8
    notes = "".join(f"[^{number}]: {long}\n" for number in range(1, 12))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/short.md").write_text(f"# Short\n\nA paragraph.{calls}\n\n{notes}", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.publish]\nsource = "en"\nlocales = []\n', encoding="utf-8")
    written(tmp_path / "output", tmp_path, shared / "fonts")
    page = open_page(tmp_path / "output/en/short.html")
    stand_beside_the_text(page)
    assert page.evaluate(UNREACHABLE) == []
    assert page.evaluate(BOXES)["notes"][-1]["bottom"] > page.evaluate(BOXES)["others"][-1]["bottom"]
    assert axe(page) == []


@pytest.mark.parametrize("name", [ARTICLE[1], "library/ar/tools.html"])
def test_bigger_notes_make_room_for_themselves(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / name)
    page.evaluate("document.querySelectorAll('.notes ol').forEach(e => e.style.fontSize = '1.5rem')")
    assert over(page) == []
    assert overflowing(page) == []


def stand_beside_the_text(page: Page) -> None:
    boxes = page.evaluate(BOXES)
    assert over(page) == []
    is_mirrored = page.evaluate("document.documentElement.dir") == "rtl"
    for note in boxes["notes"]:
        for block in boxes["text"]:
            assert (note["right"] < block["left"]) if is_mirrored else (note["left"] > block["right"])
    # A group begins at the block that calls its first note, or after that if the one before takes so long.
    first = {group["name"]: next(n for n in boxes["notes"] if n["top"] >= group["top"]) for group in boxes["groups"]}
    for note in first.values():
        assert 0 <= note["top"] - boxes["calling"][note["name"]]["top"] < 60


@pytest.mark.parametrize("name", WITH_NOTES)
def test_on_a_phone_the_notes_follow_the_text(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / name, width=320)
    boxes = page.evaluate(BOXES)
    assert over(page) == []
    tops = [box["top"] for box in boxes["notes"]]
    assert tops == sorted(tops)
    assert min(tops) > max(box["bottom"] for box in boxes["text"])


@pytest.mark.parametrize(("name", "width"), [(ARTICLE[1], 320), (ARTICLE[1], 1280), ("library/he/tools.html", 1280)])
def test_the_keyboard_leads_from_marker_to_note_and_back(
    name: str, width: int, pages: Path, open_page: OpenPage
) -> None:
    page = open_page(pages / "plain" / name, width=width)
    for note in ("note-1", "note-3"):
        marker = page.locator(f"sup.marker a[href='#{note}']").first
        marker.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{note}")
        assert page.evaluate("document.querySelector(':target').id") == note
        assert page.locator(f"#{note}").bounding_box()["y"] < 800
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.back')"):
                break
        assert page.evaluate("document.activeElement.closest('li').id") == note
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{marker.get_attribute('id')}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.notes')") is None


@pytest.mark.parametrize("name", [ARTICLE[0], "library/ar/tools.html", "library/index.html"])
def test_tab_reaches_every_link_in_reading_order_and_shows_where_it_is(
    name: str, pages: Path, open_page: OpenPage
) -> None:
    page = open_page(pages / "plain" / name, width=320)
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(e => e.href + e.textContent)")
    reached = []
    for _ in links:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.href + document.activeElement.textContent"))
        assert page.evaluate(
            """() => { const e = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(e)
            const {top, bottom, width} = e.getBoundingClientRect()
            return outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2
                && top >= 0 && bottom <= innerHeight && width > 1 }"""
        ), reached[-1]
    assert reached == links


def test_the_first_link_skips_to_the_text(pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / "library/fr/tools.html", width=320)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance; of `#rgb` or `#rrggbb`."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("look", LOOKS)
def test_the_colours_of_a_look_can_be_told_apart(look: str, dark: bool, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / look / ARTICLE[1], dark=dark)
    colour = {
        name: page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()")
        for name in ("paper", "ink", "quiet", "accent", "band-paper", "band-ink")
    }
    # Text, and the lines under what nobody has reviewed (1.4.3 and 1.4.11; the lines are in the accent's colour).
    for text, ground in (("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("band-ink", "band-paper")):
        assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground, colour)


def test_what_is_not_reviewed_is_marked_by_shape(pages: Path, tmp_path: Path, open_page: OpenPage) -> None:
    html = (pages / "plain" / ARTICLE[1]).read_text(encoding="utf-8")
    html = html.replace('class="state-draft', 'class="state-partial').replace(
        'class="draft"', 'class="untranslated"', 2
    )
    (tmp_path / "partial.html").write_text(html, encoding="utf-8")
    page = open_page(tmp_path / "partial.html")
    for state in states(page):
        assert axe(page) == [], state
        line = "e => getComputedStyle(e).textDecorationLine + ' ' + getComputedStyle(e).textDecorationStyle"
        assert page.locator("p .untranslated").first.evaluate(line) == "underline dotted"
        assert page.locator("p .draft").first.evaluate(line) == "underline dashed"


@pytest.mark.parametrize("name", [ARTICLE[1], "library/index.html"])
def test_readers_preferences_are_heeded(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / name, forced_colors="active", contrast="more", reduced_motion="reduce")
    assert axe(page) == []
    assert (
        page.evaluate(
            """[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(
            ({scrollBehavior, transitionDuration, animationName}) =>
                scrollBehavior === 'smooth' || parseFloat(transitionDuration) || animationName !== 'none').length"""
        )
        == 0
    )
    if name == ARTICLE[1]:
        borders = page.locator(".band").evaluate("e => getComputedStyle(e).borderInlineStartWidth")
        assert borders == "3px", "the warning’s colours are gone, so it needs a frame"
    page = open_page(pages / "plain" / name, contrast="more")
    ink, quiet, line = (
        page.evaluate(f"getComputedStyle(document.body).getPropertyValue('--{colour}')")
        for colour in ("ink", "quiet", "line")
    )
    assert ink == quiet == line


def test_on_paper_there_are_no_links_to_click(pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "plain" / ARTICLE[1], width=1280)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".bar", ".skip", ".back", ".files"):
        assert not page.locator(hidden).first.is_visible()
    for shown in (".band", "h1", ".notes h2", ".notes li", ".credits"):
        assert page.locator(shown).first.is_visible()
    boxes = page.evaluate(BOXES)
    assert boxes["notes"][0]["top"] > boxes["text"][-1]["bottom"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_page_needs_no_script(pages: Path, chromium: Browser) -> None:
    window = chromium.new_context(java_script_enabled=False)
    page = window.new_page()
    page.goto((pages / "plain" / ARTICLE[0]).as_uri())
    page.locator("sup.marker a").nth(2).click()
    assert page.url.endswith("#note-3")
    page.locator("#note-3 .back").click()
    assert page.url.endswith("#marker-3")
    window.close()


PLANTED = {
    "a script": "<script>document.body.dataset.planted = 'yes'</script>",
    "an event handler": "<img src='data:,x' alt='' onerror=\"document.body.dataset.planted = 'yes'\">",
    "a style sheet": "<style>body { --planted: yes }</style>",
    "a style attribute": "<p style='--planted: yes' id='planted'>x</p>",
    "an image": "<img src='https://example.org/x.png' alt=''>",
    "a frame": "<iframe src='data:text/html,x' title='x'></iframe>",
    "a base": "<base href='https://example.org/'>",
}


@pytest.mark.parametrize("what", PLANTED)
def test_the_policy_blocks(what: str, pages: Path, tmp_path: Path, chromium: Browser) -> None:
    html = (pages / "plain" / "library/fr/tools.html").read_text(encoding="utf-8")
    (tmp_path / "planted.html").write_text(html.replace("<main", f"{PLANTED[what]}<main"), encoding="utf-8")
    page, said = opened(chromium, tmp_path / "planted.html")
    assert any("Content Security Policy" in line for line in said)
    styles = "[document.body, document.querySelector('#planted') ?? document.body]"
    assert page.evaluate("document.body.dataset.planted") is None
    assert page.evaluate(f"{styles}.map(e => getComputedStyle(e).getPropertyValue('--planted')).join('')") == ""
    assert page.evaluate("document.baseURI").startswith("file:")
    page.context.close()


def test_the_policy_names_only_the_pages_own_style_sheets(pages: Path) -> None:
    html = (pages / "plain" / "library/fr/tools.html").read_text(encoding="utf-8")
    assert with_policy(html) == html, "already there"
    assert html.count("'sha256-") == html.count("<style>") == 2
    assert "unsafe" not in html.partition("</head>")[0]


@pytest.mark.parametrize("name", [ARTICLE[4], "library/ar/tools.html"])
def test_data_for_search_engines_can_be_read(name: str, pages: Path, open_page: OpenPage) -> None:
    page = open_page(pages / "press" / name)
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert data["@type"] == "Article"
    assert data["inLanguage"] == page.evaluate("document.documentElement.lang")
    assert data["headline"] == page.title()
    assert data["translationOfWork"]["inLanguage"] == "en"
    assert data["url"] == page.locator("link[rel=canonical]").get_attribute("href")


def test_linked_pages_are_the_same_with_shared_files(shared: Path, tmp_path: Path, chromium: Browser) -> None:
    names = written(tmp_path, ROOT / "tests/publications/library", shared / "fonts", linked=True)
    sheets = {path.name for path in (tmp_path / "assets").glob("*.css")}
    assert len(sheets) == 1, "one style sheet for all"
    assert all((tmp_path / name).stat().st_size < 40_000 for name in names)
    shared_by = {
        tag: set(re.findall(r"assets/[\w.-]+", (tmp_path / tag / "tools.html").read_text(encoding="utf-8")))
        for tag in ("en", "fr", "es", "de")
    }
    assert shared_by["en"] == shared_by["fr"] == shared_by["es"] == shared_by["de"], "one set of fonts for an alphabet"
    window = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.route("https://example.org/**", lambda route: route.fulfill(path=tmp_path / route.request.url[20:]))
    # From a server, and from the disk.
    for root, name in product(
        ("https://example.org", tmp_path.as_uri()), ("fr/tools.html", "ja/tools.html", "index.html")
    ):
        page.goto(f"{root}/{name}")
        page.evaluate("document.fonts.ready.then(() => null)")
        assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") >= 2, name
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", name
        assert axe(page) == []
    assert said == []
    window.close()
