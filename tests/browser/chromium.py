"""Opens pages in the real Chromium of this machine, and hears what it says about them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright
from support import ROOT

# Nothing of it asks for anything outside this machine, and no name has an address.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
LOCAL = ("file:", "data:", "about:", "blob:")
NO_BROWSER = "no browser that tests can drive is on this machine (sh .make/setup browser finds none); " + (
    "install Debian's chromium or Google Chrome, or name one: make test CHROMIUM=/path/to/it"
)
# What reaches over the right or the left edge, with its box or its text: innermost elements only, the ones to mend.
OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth
    const inScrollingBox = element => {
        for (let e = element; e !== document.body; e = e.parentElement)
            if (getComputedStyle(e).overflowX !== 'visible') return true
    }
    const text = node => { const range = document.createRange(); range.selectNodeContents(node); return range }
    const isOver = element => [element, ...[...element.childNodes].filter(node => node.nodeType === 3).map(text)]
        .map(part => part.getBoundingClientRect())
        .some(box => box.width && box.height && (box.right > width + 1 || box.left < -1))
    const over = [...document.body.querySelectorAll('*')].filter(e => isOver(e) && !inScrollingBox(e))
    const said = over.filter(e => !over.some(other => other !== e && e.contains(other)))
        .map(e => e.cloneNode(false).outerHTML.slice(0, 120) + ' “' + e.textContent.trim().slice(0, 40) + '”')
    const whole = document.scrollingElement.scrollWidth
    if (!said.length && whole > width + 1) said.push(`the page is ${whole} px wide`)
    return said
}"""


def browser_path() -> str:
    """The browser that set-up finds; without one the test fails with a line that says what to do."""
    found = subprocess.run(["sh", ".make/setup", "browser"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not found.stdout.strip():
        pytest.fail(NO_BROWSER, pytrace=False)
    return found.stdout.strip()


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window, for as long as it is needed."""
    path = browser_path()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS])
        except Error as error:
            pytest.fail(f"{path} does not start: {error.message.splitlines()[0]}", pytrace=False)
        yield browser
        browser.close()


def heard(page: Page) -> list[str]:
    """A list that fills with the page's errors, what its content security policy blocked, and reaches for the network.

    A colour scheme or width changes nothing of that, so no exception is made for any of them.
    """
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(LOCAL) else None)
    page.on("requestfailed", lambda request: said.append(f"{request.url}: {request.failure}"))
    return said


def opened(
    browser: Browser,
    path: Path,
    *,
    width: int = 1280,
    height: int = 800,
    dark: bool = False,
    text: int = 100,
    **context: Any,
) -> tuple[Page, list[str]]:
    """The page in a window of its own, and what is heard of it.

    `width` and `height` are in CSS pixels; `text` is the reader's size of text in per cent, as set in a browser;
    `context` are more of Playwright's options (`forced_colors="active"`, `java_script_enabled=False`, …).
    """
    window = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **context
    )
    page = window.new_page()
    said = heard(page)
    page.goto(path.resolve().as_uri(), wait_until="load")
    page.evaluate("document.fonts.ready.then(() => null)")
    if text != 100:
        page.evaluate("size => { document.documentElement.style.fontSize = size + '%' }", text)
    return page, said


def overflowing(page: Page) -> list[str]:
    """The innermost elements that reach beyond the window's width, outside boxes that scroll by themselves."""
    return page.evaluate(OVERFLOWING)
