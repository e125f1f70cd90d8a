"""The browser, axe-core and the Nu HTML checker report what is wrong with a page, and nothing about a good one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from . import chromium as module
from .accessibility import audit, axe
from .chromium import opened, overflowing
from .conftest import OpenPage
from .nu import nu_errors

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<style>
:root {{ color-scheme: light dark; color: #222; background: #fff }}
@media (prefers-color-scheme: dark) {{ :root {{ color: #eee; background: #111 }} a {{ color: #9cf }} }}
{style}
</style>
</head>
<body><main><h1>A page</h1><p>Words and <a href="#end">a link</a>.</p>{body}<p id="end">The end.</p></main></body>
</html>
"""


@pytest.fixture
def write(tmp_path: Path):
    """Writes a page, with more style and more text than a good one has."""

    def page(style: str = "", body: str = "", name: str = "page.html") -> Path:
        path = tmp_path / name
        path.write_text(PAGE.format(policy=POLICY, style=style, body=body), encoding="utf-8")
        return path

    return page


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_good_page_is_praised(write, open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page(write(), width=width, dark=dark)
    found = audit(page)
    assert (found.violations, found.undecided, overflowing(page)) == ([], [], [])
    assert {"color-contrast", "html-has-lang", "landmark-one-main"} <= found.passed


@pytest.mark.parametrize(
    ("style", "body", "dark", "rule"),
    [
        ("p { color: #aaa }", "", False, "color-contrast"),
        ("@media (prefers-color-scheme: dark) { p { color: #444 } }", "", True, "color-contrast"),
        ("", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', False, "image-alt"),
        ("", '<p lang="zz">x</p>', False, "valid-lang"),
        ("", "<h3>Too low</h3>", False, "heading-order"),
        (
            "nav a { display: inline-block; inline-size: 8px; block-size: 8px; overflow: hidden }",
            '<nav><a href="#a">one</a><a href="#b">two</a></nav>',
            False,
            "target-size",
        ),
    ],
)
def test_axe_reports(write, open_page: OpenPage, style: str, body: str, dark: bool, rule: str) -> None:
    page = open_page(write(style, body), dark=dark)
    assert {line.partition(" ")[0] for line in axe(page)} == {rule}


def test_what_is_right_in_light_can_be_wrong_in_dark(write, open_page: OpenPage) -> None:
    path = write("@media (prefers-color-scheme: dark) { p { color: #444 } }")
    assert axe(open_page(path)) == []


@pytest.mark.parametrize(
    ("style", "body", "text", "over"),
    [
        ("", "<pre>" + "long" * 40 + "</pre>", 100, ["<pre></pre> “longlonglonglonglonglonglonglonglonglong”"]),
        ("pre { overflow-x: auto }", "<pre>" + "long" * 40 + "</pre>", 100, []),
        ("div { inline-size: 15rem }", "<div>box</div>", 100, []),
        ("div { inline-size: 15rem }", "<div>box</div>", 200, ["<div></div> “box”"]),
        (
            "main::after { content: ''; position: absolute; left: 120vw; width: 1px; height: 1px }",
            "",
            100,
            ["the page is"],
        ),
    ],
    ids=["a long line", "in a box of its own", "a box", "a box at twice the size", "no element"],
)
def test_what_reaches_over_the_edge_is_named(
    write, open_page: OpenPage, style: str, body: str, text: int, over: list[str]
) -> None:
    found = overflowing(open_page(write(style, body), width=320, text=text))
    assert len(found) == len(over)
    assert all(line.startswith(start) for line, start in zip(found, over, strict=True))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<img src="http://example.org/a.png" alt="">', "http://example.org/a.png"),
        ('<img src="gone.png" alt="">', "Content Security Policy"),
        ("<script>throw 1</script>", "Content Security Policy"),
    ],
    ids=["the network", "a file", "a script"],
)
def test_what_a_page_must_not_do_is_heard(write, chromium: Browser, body: str, said: str) -> None:
    page, heard = opened(chromium, write(body=body))
    page.context.close()
    assert any(said in line for line in heard)


def test_the_checker_reports_errors_in_html_and_css(write) -> None:
    good = write(name="good.html")
    bad = write("p { colr: red }", "<p><div>no</div></p><ul><p>none</p></ul>", name="bad.html")
    assert nu_errors([good], warnings=True) == []
    found = nu_errors([good, bad])
    assert all(line.startswith("bad.html:") for line in found)
    for words in (
        "No “p” element in scope",
        "“p” not allowed as child of element “ul”",
        "Property “colr” doesn't exist",
    ):
        assert any(words in line for line in found)


def test_a_file_that_is_not_there_is_no_good_page(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is not there"):
        nu_errors([tmp_path / "gone.html"])


def test_without_a_browser_a_test_fails_with_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    with pytest.raises(pytest.fail.Exception, match="install Debian's chromium or Google Chrome") as failure:
        module.browser_path()
    assert not failure.value.pytrace
