"""An article's text as HTML: structure, languages, links, and nothing that is not the text's."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from tinyhtml5.parser import HTMLParser

from publish.article import (
    Article,
    Block,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Passage,
    Quotation,
    Strong,
    Text,
    descendants,
    normalised,
    plain,
)
from publish.errors import RenderError
from publish.render.html import ArticleHtml
from publish.render.strings import SiteStrings

GERMAN = SiteStrings(
    {
        "Note %(number)s": "Anmerkung %(number)s",
        "Not yet translated": "Noch nicht übersetzt",
        "Back to the text": "Zurück zum Text",
    }
)


def no_image(path: str) -> bytes:
    raise RenderError("the image cannot be read; restore it", file=path)


def de(text: str) -> Text:
    return Text(text, "de")


def p(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines)


def writer(notes: int = 2, place: Literal["end", "foot"] = "end") -> ArticleHtml:
    article = Article("a", "de", (de("T"),), notes=tuple(Note(str(n), (p(de(f"N{n}")),)) for n in range(1, notes + 1)))
    return ArticleHtml(article, GERMAN, no_image, notes=place)


MARKER = (
    '<sup class="marker"><a id="marker-{0}" href="#note-{0}" role="doc-noteref"'
    ' aria-label="Anmerkung {0}">{0}</a></sup>'
)


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        ((de("Text"),), "Text"),
        ((de("<b> & \"'"),), "&lt;b&gt; &amp; &#34;&#39;"),
        ((Emphasis((de("a"),)), Strong((de("b"),)), LineBreak()), "<em>a</em><strong>b</strong><br>"),
        ((Code("x < y"),), '<code dir="ltr">x &lt; y</code>'),
        ((de("in "), Text("L’Humanité", "fr")), 'in <span lang="fr">L’Humanité</span>'),
        ((Text("كتاب", "ar"),), '<span lang="ar" dir="rtl">كتاب</span>'),
        ((Emphasis((Text("mot", "fr"),)),), '<em lang="fr">mot</em>'),
        ((Emphasis((Text("mot ", "fr"), de("Wort"))),), '<em><span lang="fr">mot </span>Wort</em>'),
        ((de("Wort"), NoteMarker("1")), "Wort" + MARKER.format(1)),
        ((de("Wort."), NoteMarker("1")), f'Wort<span class="nowrap">.{MARKER.format(1)}</span>'),
        ((de("字"), NoteMarker("1")), f'<span class="nowrap">字{MARKER.format(1)}</span>'),
        ((de("x"), NoteMarker("9")), 'x<sup class="marker">9</sup>'),
        ((de("z. B. 5 %"),), "z.\u202fB. 5\u00a0%"),
        ((Emphasis((de("30"),)), de(" km")), "<em>30</em>\u00a0km"),
        (
            (Emphasis((de("ja."),)), NoteMarker("1"), NoteMarker("2"), de(" Ja")),
            f'<em>ja</em><span class="nowrap"><em>.</em>{MARKER.format(1)}{MARKER.format(2)}</span> Ja',
        ),
        (
            (Link((de("in 1995–98."),), "#ort"), NoteMarker("1")),
            '<a href="#ort">in <span class="nowrap">1995–98</span></a>'
            f'<span class="nowrap"><a href="#ort">.</a>{MARKER.format(1)}</span>',
        ),
        (
            (Text("「10月の」、", "ja"), Emphasis((Text("Free", "en"),)), Text("が", "ja")),
            '<span lang="ja">「<span class="nowrap"><span class="gap">10</span>月</span>の'
            '<span class="half">」</span>、</span>'
            '<em lang="en"><span class="gap">Free</span></em><span lang="ja">が</span>',
        ),
        ((Text("قال J. Smith", "ar"),), '<span lang="ar" dir="rtl">قال <bdi dir="ltr">J.\u00a0Smith</bdi></span>'),
        ((de("s. https://a.de/b."),), 's. <span class="url">https://a.de/b</span>.'),
        ((Code("5 %"), de(" ist")), '<code dir="ltr">5 %</code> ist'),
        (
            (de("mit "), Code("build --format a4")),
            'mit <code dir="ltr">build <span class="nowrap">--format</span> a4</code>',
        ),
        ((Code("a-" * 13),), f'<code dir="ltr"><span class="long">{"a-" * 13}</span></code>'),
        ((Link((de("da"),), "https://example.org/?a=1&b"),), '<a href="https://example.org/?a=1&amp;b">da</a>'),
        ((Link((de("da"),), 'https://example.org/"><b>'),), '<a href="https://example.org/&#34;&gt;&lt;b&gt;">da</a>'),
        ((Link((Emphasis((de("da"),)),), "#ort"),), '<a href="#ort"><em>da</em></a>'),
        (
            (Link((Emphasis((de("da"), NoteMarker("1"))), de("!")), "#ort"),),
            f'<a href="#ort"><em>da</em></a>{MARKER.format(1)}<a href="#ort">!</a>',
        ),
        (
            (Passage((Text("Not yet.", "en"),), "untranslated"),),
            '<span class="untranslated" title="Noch nicht übersetzt" lang="en">Not yet.</span>',
        ),
        ((Passage((de("Entwurf."),), "draft"),), '<span class="draft">Entwurf.</span>'),
        ((Passage((de("Alt."),), "outdated"),), '<span class="outdated">Alt.</span>'),
    ],
)
def test_inlines(inlines: Inlines, expected: str) -> None:
    assert str(writer().inlines(inlines)) == expected


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "java\nscript:x", "data:text/html,x", "vbscript:x"),
        *("file:///etc/passwd", "blob:x", "about:blank", "x:y", "ftp://example.org", "\x01javascript:x"),
    ],
)
def test_an_address_that_may_do_harm_is_no_link(address: str) -> None:
    assert str(writer().inlines((Link((de("da"),), address),))) == "da"


@pytest.mark.parametrize(
    "address",
    [*("https://example.org", "HTTP://example.org", "mailto:a@example.org", "tel:+49", "#a", "/a", "../a", "a/b.html")],
)
def test_other_addresses_are_links(address: str) -> None:
    assert f'href="{address}"' in str(writer().inlines((Link((de("da"),), address),)))


ITEM = (p(de("Milch")),)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (p(de("a")), "<p>a</p>"),
        (Heading(2, (de("a"),)), "<h2>a</h2>"),
        (Heading(9, (de("a"),)), "<h6>a</h6>"),
        (ListBlock(False, (ITEM, ITEM)), "<ul>\n<li>Milch</li>\n<li>Milch</li>\n</ul>"),
        (ListBlock(True, (ITEM,)), "<ol>\n<li>Milch</li>\n</ol>"),
        (ListBlock(True, (ITEM,), start=4), '<ol start="4">\n<li>Milch</li>\n</ol>'),
        (ListBlock(False, ((*ITEM, p(de("Brot"))),)), "<ul>\n<li><p>Milch</p>\n<p>Brot</p></li>\n</ul>"),
        (ListBlock(False, ((),)), "<ul>\n<li></li>\n</ul>"),
        (Quotation(ITEM), "<blockquote>\n<p>Milch</p>\n</blockquote>"),
        (CodeBlock("a < b\n"), '<pre dir="ltr"><code>a &lt; b\n</code></pre>'),
        (Divider(), "<hr>"),
    ],
)
def test_blocks(block: Block, expected: str) -> None:
    assert str(writer().blocks((block,))) == expected


@pytest.mark.parametrize(
    ("name", "type_"), [("a.png", "image/png"), ("A.JPEG", "image/jpeg"), ("x/a.svg", "image/svg+xml")]
)
def test_a_picture_is_inside_the_page(name: str, type_: str) -> None:
    article = Article("a", "de", (de("T"),))
    image = Image(name, (de('Ein "Bild"'),), (de("Unterschrift"),))
    result = ArticleHtml(article, GERMAN, lambda path: path.encode()).blocks((Figure(image),))
    assert str(result).startswith(f'<figure><img src="data:{type_};base64,')
    assert 'alt="Ein &#34;Bild&#34;"><figcaption>Unterschrift</figcaption></figure>' in result


def test_a_credit_stands_below_the_caption() -> None:
    html = ArticleHtml(Article("a", "de", (de("T"),)), GERMAN, lambda path: path.encode())
    figure = html.image(Image("a.png", (), (de("Unterschrift"),)), (de("Foto: N."),))
    assert "<figcaption>Unterschrift<br>Foto: N.</figcaption>" in figure
    assert "<figcaption>Foto: N.</figcaption>" in html.image(Image("a.png", (), ()), (de("Foto: N."),))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ((de("Was wir in der Stadt tun"),), '<h2>Was wir in der <span class="nowrap">Stadt tun</span></h2>'),
        (
            (de("Was wir "), Emphasis((de("dort tun"),)), NoteMarker("1")),
            f'<h2>Was wir <span class="nowrap"><em>dort tun</em>{MARKER.format(1)}</span></h2>',
        ),
        ((de("Stadt und Land"),), '<h2>Stadt <span class="nowrap">und Land</span></h2>'),
        ((de("Zwei Wörter"),), "<h2>Zwei Wörter</h2>"),
        ((de("Die Solidaritätsbewegung organisieren"),), "<h2>Die Solidaritätsbewegung organisieren</h2>"),
    ],
)
def test_the_last_two_words_of_a_title_stay_together_if_they_are_short(title: Inlines, expected: str) -> None:
    assert str(writer().blocks((Heading(2, title),))) == expected


@pytest.mark.parametrize(
    ("blocks", "first", "rest", "whole"),
    [
        ((p(de("a")),), "a", "", "a"),
        ((p(de("a")), p(de("b"))), "a", "<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ((Quotation((p(de("a")),)),), "", *["<blockquote>\n<p>a</p>\n</blockquote>"] * 2),
    ],
)
def test_a_note_in_two_parts(blocks: tuple[Block, ...], first: str, rest: str, whole: str) -> None:
    article = Article("a", "de", (de("T"),), notes=(Note("1", blocks),))
    (note,) = ArticleHtml(article, GERMAN, no_image).notes()
    assert (note.first, note.rest, note.html) == (first, rest, whole)


def test_a_note_called_twice_leads_back_to_both_places() -> None:
    html = writer()
    text = html.blocks((p(de("a"), NoteMarker("1"), de(" b"), NoteMarker("1")), p(de("c"), NoteMarker("2"))))
    assert text.count('href="#note-1"') == 2
    assert [(note.label, note.markers) for note in html.notes()] == [
        ("1", ("marker-1", "marker-1-2")),
        ("2", ("marker-2",)),
    ]


def test_notes_at_the_foot_stand_where_they_are_called_first() -> None:
    inside = (de("Siehe"), NoteMarker("2"), de("."))
    article = Article("a", "de", (de("T"),), notes=(Note("1", (p(*inside),)), Note("2", (p(de("a")), p(de("b"))))))
    html = ArticleHtml(article, GERMAN, no_image, notes="foot")
    marker = MARKER.format
    again = marker(1).replace('"marker-1"', '"marker-1-2"')
    back = '<a class="number" href="#marker-{0}" role="doc-backlink" aria-label="Zurück zum Text">{0} </a>'.format
    first = f'<span class="footnote" id="note-1" role="doc-footnote" data-label="1">{back(1)}Siehe{marker(2)}.</span>'
    second = (
        f'<span class="footnote" id="note-2" role="doc-footnote" data-label="2">{back(2)}'
        '<span class="line">a</span><span class="line">b</span></span>'
    )
    text = html.blocks((p(Emphasis((de("Wort."), NoteMarker("1"))), de(" Ja"), NoteMarker("1"), de(".")),))
    assert str(text) == (f'<p><em>Wort<span class="nowrap">.{marker(1)}</span></em>{first}{second} Ja{again}.</p>')


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading(2, (de("a"),)), '<strong class="line">a</strong>'),
        (
            ListBlock(True, ((p(de("a")),), (p(de("b")),)), start=3),
            '<span class="line item">3. a</span><span class="line item">4. b</span>',
        ),
        (
            ListBlock(False, ((p(de("a")), p(de("b"))),)),
            '<span class="line item">• <span class="line">a</span><span class="line">b</span></span>',
        ),
        (Quotation((p(de("a")),)), '<span class="line quotation">a</span>'),
        (CodeBlock("a < b"), '<code class="line" dir="ltr">a &lt; b</code>'),
        (Divider(), ""),
    ],
)
def test_a_note_at_the_foot_may_stand_in_a_paragraph(block: Block, expected: str) -> None:
    article = Article("a", "de", (de("T"),), notes=(Note("1", (block, p(de("z")))),))
    text = str(ArticleHtml(article, GERMAN, no_image, notes="foot").blocks((p(de("x"), NoteMarker("1")),)))
    assert f' </a>{expected}<span class="line">z</span></span></p>' in text


def test_a_note_of_several_blocks() -> None:
    article = Article("a", "de", (de("T"),), notes=(Note("1", (p(de("a")), p(de("b")))),))
    (note,) = ArticleHtml(article, GERMAN, no_image).notes()
    assert (note.html, note.markers) == ("<p>a</p>\n<p>b</p>", ())


LEAVES: st.SearchStrategy[Inline] = st.one_of(
    st.builds(
        Text,
        st.text(st.sampled_from("ab <>&\"'/{}%日。月「」0123!?«».:–—.Ju"), min_size=1),
        st.sampled_from(["de", "fr", "ar", "ja", "es"]),
    ),
    st.sampled_from("123").map(NoteMarker),
    st.text(st.sampled_from("a<>& !"), min_size=1).map(Code),
)
INLINES = st.lists(
    st.recursive(
        LEAVES,
        lambda inside: st.one_of(
            st.lists(inside, min_size=1, max_size=3).map(tuple).map(Emphasis),
            st.builds(Link, st.lists(inside, min_size=1, max_size=3).map(tuple), st.text("a:/#\"'<>", max_size=6)),
            st.builds(Passage, st.lists(inside, min_size=1, max_size=3).map(tuple), st.just("untranslated")),
        ),
        max_leaves=6,
    ),
    min_size=1,
    max_size=5,
).map(normalised)


def without_spaces(text: str) -> str:
    return re.sub("[ \u00a0\u202f]", "", text)


@given(INLINES, st.sampled_from(["end", "foot"]))
def test_whatever_the_text_it_is_well_formed_and_all_there(inlines: Inlines, notes: Literal["end", "foot"]) -> None:
    markup = f"<!doctype html><title>x</title><p>{writer(3, notes).inlines(inlines)}</p>"
    parser = HTMLParser()
    parser.parse(markup)
    assert parser.errors == []
    assert set("\u2060\u200b\u00ad\u2066\u2067\u2068\u2069").isdisjoint(markup), "copied text would not be clean"
    assert "style=" not in re.sub("<[^>]*href=[^>]*>", "", markup)
    document = lxml_html.document_fromstring(markup)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    labels = [inline.label for inline in descendants(inlines) if isinstance(inline, NoteMarker)]
    assert document.xpath("//sup/a/text()") == labels
    assert len(document.xpath("//span[@class='footnote']")) == (len(set(labels)) if notes == "foot" else 0)
    for part in document.xpath("//sup | //span[@class='footnote']"):
        part.drop_tree()
    # HTML folds no no-break space, and code keeps all of its own.
    assert without_spaces(document.xpath("string(//p)")) == without_spaces(plain(inlines))
    code = [inline.text for inline in descendants(inlines) if isinstance(inline, Code)]
    assert "".join(document.xpath("//code//text()")) == "".join(code)


@given(INLINES)
def test_every_character_stands_in_its_own_language(inlines: Inlines) -> None:
    document = lxml_html.document_fromstring(f"<p lang=de>{writer(3).inlines(inlines)}</p>")
    said = [
        (without_spaces(text), text.getparent().xpath("ancestor-or-self::*/@lang")[-1])
        for text in document.xpath("//p//text()[not(ancestor::sup) and not(ancestor::code)]")
        if not text.is_tail
    ]
    wanted = {
        (character, run.language) for run in descendants(inlines) if isinstance(run, Text) for character in run.text
    }
    assert {(character, tag) for text, tag in said for character in text} <= wanted
