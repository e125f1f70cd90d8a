"""A real browser draws a page with the fonts inside it and with no others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fonts.texts import TEXTS
from playwright.sync_api import Browser

from publish.languages import language
from publish.render.fonts import web_font_css
from publish.render.webfonts import PLACEHOLDER, with_fonts

STYLE = "section { font-family: var(--serif) } h2, .sans { font-family: var(--sans) }"


def fonts_used(browser: Browser, path: Path) -> Counter[tuple[str, bool]]:
    """How many glyphs each font drew, by its name and whether it came with the page."""
    page = browser.new_page()
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    used: Counter[tuple[str, bool]] = Counter()
    for node in tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})["nodeIds"]:
        for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            used[font["familyName"], font["isCustomFont"]] += font["glyphCount"]
    page.close()
    return used


def test_every_script_is_drawn_by_the_page_s_own_fonts(chromium: Browser, tmp_path: Path) -> None:
    sections = "".join(
        f'<section lang="{tag}" dir="{language(tag).direction}"><h2>{text}</h2>'
        f"<p>{text} <b>{text}</b> <i>{text}</i></p><p class=sans>{text} <em>{text}</em></p></section>"
        for tag, text in TEXTS.items()
    )
    css = web_font_css(["en", *TEXTS])
    path = tmp_path / "page.html"
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{PLACEHOLDER}{css}{STYLE}</style>{sections}'
    path.write_text(with_fonts(html, "en", tmp_path / "cache"), encoding="utf-8")
    used = fonts_used(chromium, path)
    assert [name for name, came_with_the_page in used if not came_with_the_page] == []
    assert len(used) >= 16
    path.write_text(html, encoding="utf-8")
    assert all(not came_with_the_page for _, came_with_the_page in fonts_used(chromium, path)), "the test sees it"
