"""One browser for each worker, and pages that are opened in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from .chromium import launched, opened

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens pages as `opened` does: `open_page(path, width=320, dark=True)`.

    They must not cause an error, break their own content security policy or reach for the network: it fails the test.
    """
    pages: list[tuple[Page, list[str]]] = []

    def open_one(*arguments: object, **options: object) -> Page:
        pages.append(opened(chromium, *arguments, **options))
        return pages[-1][0]

    yield open_one
    said = [line for _, lines in pages for line in lines]
    for page, _ in pages:
        page.context.close()
    assert said == [], "the browser complained"
