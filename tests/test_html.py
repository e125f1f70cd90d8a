"""Text as HTML: escaped, tagged, linked."""

import pytest

from publish.article import Article, Inlines, Link, Note, NoteMarker, Paragraph, Passage, Strong, Text
from publish.render.html import ArticleHtml
from publish.render.strings import SiteStrings, css_content, css_string, filled, placeholders

NOTES = (Note("1", (Paragraph((Text("One", "fr"),)),)),)


def _html(language: str = "fr", notes: tuple[Note, ...] = NOTES) -> ArticleHtml:
    article = Article("a", language, (Text("T", language),), notes=notes)
    return ArticleHtml(article, SiteStrings({"Note %(number)s": "Note nº %(number)s"}), lambda _: b"")


def fr(text: str) -> Text:
    return Text(text, "fr")


def _link(number: str, call: str = "") -> str:
    return (
        f'<sup class="marker"><a id="marker-{number}{call}" href="#note-{number}" role="doc-noteref" '
        f'aria-label="Note nº {number}">{number}</a></sup>'
    )


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        ((fr("<b> & {{ x }} </script>"),), "&lt;b&gt; &amp; {{ x }} &lt;/script&gt;"),
        ((fr("a "), Text("b", "de")), 'a <span lang="de">b</span>'),
        ((fr("a "), Text("ب", "ar")), 'a <span lang="ar" dir="rtl">ب</span>'),
        ((Strong((Text("b", "de"),)),), '<strong lang="de">b</strong>'),
        ((Link((fr("x"),), "https://example.org/?a=1&b=2"),), '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ((Link((fr("x"),), "javascript:alert(1)"),), "x"),
        ((Link((fr("x"),), "JaVaScript:alert(1)"),), "x"),
        ((Link((fr("x"),), "data:text/html,x"),), "x"),
        (
            (Link((fr("x"),), 'https://example.org/"><script>'),),
            '<a href="https://example.org/&#34;&gt;&lt;script&gt;">x</a>',
        ),
        ((Link((fr("x"),), "../en/a.html"),), '<a href="../en/a.html">x</a>'),
        ((fr("mot"), NoteMarker("1"), fr(".")), f"mot{_link('1')}."),
        ((fr("»"), NoteMarker("1")), f'<span class="nowrap">»{_link("1")}</span>'),
        ((fr("mot"), NoteMarker("7")), 'mot<sup class="marker">7</sup>'),
        (
            (Passage((Text("x", "en"),), "untranslated"),),
            '<span class="untranslated" title="Not yet translated" lang="en">x</span>',
        ),
        ((Passage((fr("x"),), "draft"),), '<span class="draft">x</span>'),
    ],
)
def test_inlines(inlines: Inlines, expected: str) -> None:
    assert _html().inlines(inlines) == expected


def test_a_note_called_twice_has_two_ways_back() -> None:
    html = _html()
    assert html.inlines((NoteMarker("1"), fr(" "), NoteMarker("1"))) == f"{_link('1')} {_link('1', '-2')}"
    (note,) = html.notes()
    assert (note.label, note.html, note.markers) == ("1", "One", ("marker-1", "marker-1-2"))


def test_a_note_nobody_calls_has_no_way_back() -> None:
    (note,) = _html().notes()
    assert note.markers == ()


def test_a_marker_stays_on_the_line_of_the_ideograph_before_it() -> None:
    text = _html("ja").inlines((Text("です", "ja"), NoteMarker("1"), Text("。", "ja")))
    assert text == f'で<span class="nowrap">す{_link("1")}</span>。'


@pytest.mark.parametrize(
    ("text", "css"),
    [
        ("Seite 3", '"Seite 3"'),
        ('"; } body { display: none }', '"\\22 \\3b  \\7d  body \\7b  display\\3a  none \\7d "'),
        ("</style><script>", '"\\3c \\2f style\\3e \\3c script\\3e "'),
        ("\\", '"\\5c "'),
        ("草稿", '"草稿"'),
        ("a\nb", '"a\\a b"'),
    ],
)
def test_css_strings_hold_nothing_but_text(text: str, css: str) -> None:
    assert css_string(text) == css


@pytest.mark.parametrize(
    ("message", "css"),
    [
        ("Page %(page)s of %(pages)s", '"Page " counter(page) " of " counter(pages)'),
        ("%(pages)s中%(page)sページ", 'counter(pages) "中" counter(page) "ページ"'),
        ("%(page)s", "counter(page)"),
        ("", '""'),
        ("%(other)s 100%", '"\\25 \\28 other\\29 s 100\\25 "'),
    ],
)
def test_page_counters(message: str, css: str) -> None:
    assert css_content(message) == css


def test_placeholders_a_translation_lacks_or_invents_do_no_harm() -> None:
    assert filled("%(a)s %(b)s 100%", {"a": 1}) == "1 %(b)s 100%"
    assert placeholders("%(b)s %(a)s %d") == ["a", "b"]
