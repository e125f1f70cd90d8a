"""A translation is data: whatever it says is shown as text, in pages, leaflets and style sheets alike."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
import tinycss2
from conftest import MakePublication, Run
from pdf import pages
from support import catalogue

from publish.article import plain
from publish.markup import parsed
from publish.render.strings import css_content, css_string

FRENCH = "locales/fr/LC_MESSAGES/good.po"
FRENCH_SITE = "locales/fr/LC_MESSAGES/site.po"

HOSTILE = (
    "<script>alert(1)</script>",
    "</script></style></title><h1>x</h1>",
    "<img src=x onerror=alert(1)>",
    "<link rel=stylesheet href=https://example.org/a.css>",
    "<!-- x --!> <![CDATA[ x ]]>",
    "&lt;b&gt; &amp;amp; &#60;",
    "{{ 7 + 7 }} {% include 'web.css' %} {# x #}",
    "'; } body { display: none } @import url(https://example.org/a.css); /\\\\*",
    '\\"; } \\\\* { display: none } p::before { content: \\"',
    "\\\\22 ; } body { display: none }",
    "\\\\3c /style\\\\3e ${x} #{x} %s %d %%",
    "javascript:alert(1) data:text/html,x",
)
"""Translations as they stand between the quotation marks of a catalogue, none of them our own markup."""


def tree(page: str) -> list[tuple[str, list[str]]]:
    """The elements of a page in order, each with the names of its attributes; without those that typography writes."""
    from lxml import html

    return [
        (element.tag, sorted(element.attrib))
        for element in html.document_fromstring(page).iter("*")
        if element.tag != "bdi"
        and not (element.tag == "span" and element.get("class") in ("nowrap", "gap", "half", "url", "long"))
    ]


def text_of(page: str) -> str:
    from lxml import html

    body = html.document_fromstring(page).find("body")
    assert body is not None
    return str(body.text_content())


def leaflet_text(path: Path) -> str:
    return " ".join(word.text for page in pages(path) for word in page.words)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2010]+", "", text)


def unquoted(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")


def test_a_translation_is_text_whatever_it_says(small: MakePublication, run: Run) -> None:
    sources = [f"Paragraph {number}." for number in range(len(HOSTILE))]
    seed = "# Title\n\n" + "\n\n".join(sources) + "\n\n## Heading[^1]\n\n[^1]: Note.\n"
    trees = []
    for texts in (["Harmless"] * len(HOSTILE), HOSTILE):
        entries = {"Title": texts[0], **dict(zip(sources, texts, strict=True)), "Heading[^1]": f"{texts[1]} a[^1]"}
        folder = small({"seeds/good.md": seed, FRENCH: catalogue(entries | {"Note.": texts[7]})})
        outcome = run("build", folder=folder)
        assert (outcome.code, outcome.errors) == (0, [])
        page = (folder / "output/fr/good.html").read_text(encoding="utf-8")
        trees.append(tree(page))
    assert trees[1] == trees[0]
    on_page, in_print = squeezed(text_of(page)), squeezed(leaflet_text(folder / "output/fr/good.pdf"))
    for text in HOSTILE:
        expected = squeezed(plain(parsed(unquoted(text), "fr")))
        assert expected in on_page
        assert expected in in_print


@pytest.mark.parametrize("texts", [HOSTILE[:4], HOSTILE[4:8], HOSTILE[8:]])
def test_the_pages_own_words_are_text_too(texts: tuple[str, ...], small: MakePublication, run: Run) -> None:
    folder = small()
    run("update", folder=folder)
    own = polib.pofile(str(folder / FRENCH_SITE))
    hostile = unquoted(" ".join(texts))
    results = []
    for text in ("Harmless", hostile):
        for entry in own:
            entry.msgstr = " ".join([text, *re.findall(r"%\(\w+\)s", entry.msgid)])
        own.save()
        outcome = run("build", folder=folder)
        assert (outcome.code, outcome.errors) == (0, [])
        results.append([(folder / f"output/{name}.html").read_text(encoding="utf-8") for name in ("fr/good", "index")])
    for before, after in zip(*results, strict=True):
        assert tree(after) == tree(before)
        assert squeezed(hostile) in squeezed(text_of(after))
    printed = squeezed(leaflet_text(folder / "output/fr/good.pdf"))
    assert "Anotherparagraph." in printed, "the text itself has gone"
    assert squeezed(f"{hostile}11") in printed, "the page number, in the page's margin"
    assert printed.count(squeezed(hostile)) >= 5


@pytest.mark.parametrize("text", [*map(unquoted, HOSTILE), "\n", "\0", "\\", '"', "日本語 é", "a\u2028b", ""])
def test_style_sheets_get_words_as_one_string(text: str) -> None:
    assert [(token.type, token.value) for token in tinycss2.parse_component_value_list(str(css_string(text)))] == [
        ("string", text.replace("\0", "\ufffd"))
    ]
    assert not set("<>&'") & set(str(css_string(text)))
    tokens = tinycss2.parse_component_value_list(str(css_content(f"{text}%(page)s{text}%(pages)s%(other)s")))
    kinds = [token.type for token in tokens if token.type != "whitespace"]
    assert kinds == (
        ["string", "function", "string", "function", "string"] if text else ["function", "function", "string"]
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java%0ascript:alert(1)",
        "\\tjavascript:alert(1)",
        "data:text/html;base64,eA==",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
    ],
)
@pytest.mark.usefixtures("quick_leaflets")
def test_a_translation_cannot_lead_anywhere_else(address: str, small: MakePublication, run: Run) -> None:
    source = "A second one, see [the page](https://example.org/page)."
    folder = small({FRENCH: catalogue({source: f"Voir [la page]({address}) ![x](file:///etc/passwd)."})})
    outcome = run("build", folder=folder)
    page = (folder / "output/fr/good.html").read_text(encoding="utf-8")
    assert "la page" in text_of(page)
    assert "root:x:0" not in page
    assert not re.search(
        r"(href|src)=\"\s*(javascript|java%0ascript|data:text|vbscript|file|blob)", page, re.IGNORECASE
    )
    assert outcome.code in (0, 1), outcome.err
