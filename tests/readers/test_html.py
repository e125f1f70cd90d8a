"""The HTML reader: blocks, notes in the manners of many sites, and articles found in noisy pages."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.article import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Phrase,
    Quotation,
    Strong,
    Text,
    normalised,
    plain,
)
from publish.errors import SeedError
from publish.readers import with_phrases
from publish.readers._assembly import stretches
from publish.readers.html import read
from publish.readers.reading import Facts, Reading, Seed
from publish.segments import identity, localised


def _read(text: str, facts: Facts | None = None) -> Reading:
    return read(Seed("a", "seeds/a.html", text, "en", facts or Facts()))


def _page(body: str, head: str = "<title>T</title>") -> str:
    article = f"<article><h1>T</h1>\n{body}\n</article>"
    return f"<!doctype html>\n<html lang=en><head>{head}</head>\n<body>{article}</body></html>"


def t(text: str) -> Text:
    return Text(text, "en")


def p(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(t(inline) if isinstance(inline, str) else inline for inline in inlines))


BLOCKS: list[tuple[str, list[Block]]] = [
    ("<p>One\n two<p>three", [p("One two"), p("three")]),
    ("loose<p>two</p>end", [p("loose"), p("two"), p("end")]),
    ("<div>a<br>b<br><br>c<br></div>", [p("a", LineBreak(), "b"), p("c")]),
    ("<h1>A</h1><h3>B <i>c</i></h3>x", [Heading(2, (t("A"),)), Heading(3, (t("B "), Emphasis((t("c"),)))), p("x")]),
    ("<p><em>a </em>b<strong> c</strong></p>", [p(Emphasis((t("a"),)), " b ", Strong((t("c"),)))]),
    ("<p><b><i>a</i></b></p>", [p(Strong((Emphasis((t("a"),)),)))]),
    ("<p><cite>b</cite> <u>c</u></p>", [p(Emphasis((t("b"),)), " c")]),
    ("<p><b>a <b>b</b></b></p>", [p(Strong((t("a b"),)))]),
    ("<p>a <code>b\n  c</code> <kbd>d</kbd></p>", [p("a ", Code("b c"), " ", Code("d"))]),
    ("<p><a href=' ../é b.html '>a <b>b</b></a></p>", [p(Link((t("a "), Strong((t("b"),))), "../é%20b.html"))]),
    ("<p><a href='//x.org/a'>a</a> <a name=x>b</a></p>", [p(Link((t("a"),), "https://x.org/a"), " b")]),
    ("<p><a href='MAILTO:a@b.org'>b</a></p>", [p(Link((t("b"),), "MAILTO:a@b.org"))]),
    ("<p>H<sub>2</sub>O, 10<sup>6</sup>, m<sup>2</sup>, 1<sup>st</sup></p>", [p("H₂O, 10⁶, m², 1st")]),
    ("<p><q>a</q> &lt;b> &amp; c&nbsp;d</p><p>&nbsp;</p>", [p("“a” <b> & c\u00a0d")]),
    ("<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>", [p("漢字（かんじ）")]),
    ("<ul><li>a<li><p>b</p><p>c</p><li>d<ol start=3><li>e</ol></ul>",
     [ListBlock(False, ((p("a"),), (p("b"), p("c")), (p("d"), ListBlock(True, ((p("e"),),), 3))))]),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", [ListBlock(False, ((p("a"), ListBlock(False, ((p("b"),),))),))]),
    ("<dl><dt>a</dt><dd>b</dd></dl>", [p("a"), p("b")]),
    ("<blockquote>a<blockquote><p>b</p></blockquote><footer>c</footer></blockquote>",
     [Quotation((p("a"), Quotation((p("b"),)), p("c")))]),
    ("<pre><code>\na\n  b\n</code></pre>", [CodeBlock("a\n  b")]),
    ("<p>a</p><hr><p>b</p>", [p("a"), Divider(), p("b")]),
    ("<figure><a href=b.jpg><img src=a.jpg alt='A b'></a><figcaption>C <i>d</i></figcaption></figure>",
     [Figure(Image("a.jpg", (t("A b"),), (t("C "), Emphasis((t("d"),)))))]),
    ("<figure><img src=a.jpg alt=a><img src=b.jpg alt=b><figcaption><p>c</p><p>d</p></figcaption></figure>",
     [Figure(Image("a.jpg", (t("a"),))), Figure(Image("b.jpg", (t("b"),), (t("c"), LineBreak(), t("d"))))]),
    ("<figure><blockquote>a</blockquote><figcaption>b</figcaption></figure>", [Quotation((p("a"),)), p("b")]),
    ("<p><picture><source srcset='//x.org/a 2x'><img src=a.jpg alt=a></picture></p>",
     [Figure(Image("a.jpg", (t("a"),)))]),
    ("<p>a <img class=emoji alt='🙂' src='https://x.org/e.png'></p>", [p("a 🙂")]),
    ("<details><summary>a</summary>b</details>", [p("a"), p("b")]),
    ("<table><caption>a</caption><tr><th>b<th><i>c</i><tr><td>d<td>e</table>",
     [p("a"), p("b | ", Emphasis((t("c"),))), p("d | e")]),
    ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", [p("a"), p("b")]),
    ("<p>山は\n高い</p>", [p("山は高い")]),
    ("<section><div><span><p>a</p></span></div></section>", [p("a")]),
    ("<p>a<wbr>b<!-- c --><?d e?> <script>f</script><style>g</style></p>", [p("ab")]),
    ("<p>{{ a }} &lt;script> $&amp;</p>", [p("{{ a }} <script> $&")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "blocks"), BLOCKS)
def test_blocks_and_inlines(body: str, blocks: list[Block]) -> None:
    reading = _read(_page(f"<p>First.</p>{body}"))
    assert list(reading.article.blocks) == [p("First."), *blocks]
    assert localised(reading.article, identity, "en") == reading.article


ONE, TWO = NoteMarker("1"), NoteMarker("2")
BACK = "↩︎"

NOTES: dict[str, tuple[str, list[Block], list[Note]]] = {
    "links in superscript": (
        "<p>Wet<sup id=r1><a href='#n1'>1</a></sup> day.</p>"
        f"<h2>Notes</h2><ol><li id=n1>One. <a href='#r1'>{BACK}</a></ol>",
        [p("Wet", ONE, " day.")],
        [Note("1", (p("One."),))],
    ),
    "roles": (
        "<p>Wet<a role=doc-noteref href='#n1' id=r1>see note</a>.</p>"
        "<div role=doc-endnotes><p id=n1 role=doc-endnote>One. <a role=doc-backlink href='#r1'>up</a></p></div>",
        [p("Wet", ONE, ".")],
        [Note("1", (p("One."),))],
    ),
    "Pandoc": (
        "<p>Wet<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a> and"
        "<a href='#fn2' class='footnote-ref' id='fnref2' role='doc-noteref'><sup>2</sup></a>.</p>"
        "<section id='footnotes' class='footnotes footnotes-end-of-document' role='doc-endnotes'><hr /><ol>"
        f"<li id='fn1'><p>One.<a href='#fnref1' class='footnote-back' role='doc-backlink'>{BACK}</a></p></li>"
        f"<li id='fn2'><p>Two.</p><p>More.<a href='#fnref2' class='footnote-back'>{BACK}</a></p></li></ol></section>",
        [p("Wet", ONE, " and", TWO, ".")],
        [Note("1", (p("One."),)), Note("2", (p("Two."), p("More.")))],
    ),
    "WordPress": (
        "<p>Wet<sup data-fn='a1' class='fn'><a href='#a1' id='a1-link'>1</a></sup> day.</p><p>Dry.</p>"
        f"<ol class='wp-block-footnotes'><li id='a1'>One. <a href='#a1-link' aria-label='Jump'>{BACK}</a></li></ol>",
        [p("Wet", ONE, " day."), p("Dry.")],
        [Note("1", (p("One."),))],
    ),
    "MediaWiki, called twice": (
        "<p>Wet<sup id='cite_ref-a_1-0' class='reference'><a href='#cite_note-a-1'><i>[</i>1<i>]</i></a></sup>"
        " and<sup id='cite_ref-a_1-1' class='reference'><a href='#cite_note-a-1'>[1]</a></sup> dry.</p>"
        "<h2>References</h2><div class='reflist'><ol class='references'><li id='cite_note-a-1'>"
        "<span class='mw-cite-backlink'>^ <a href='#cite_ref-a_1-0'><sup><i>a</i></sup></a> "
        "<a href='#cite_ref-a_1-1'><sup><i>b</i></sup></a></span> <span class='reference-text'><cite>One</cite>, 1914."
        "</span></li></ol></div><h2>See also</h2><ul><li>Tea</li></ul>",
        [p("Wet", ONE, " and", ONE, " dry."), Heading(2, (t("See also"),)), ListBlock(False, ((p("Tea"),),))],
        [Note("1", (p(Emphasis((t("One"),)), ", 1914."),))],
    ),
    "Substack": (
        "<p>Wet<a class='footnote-anchor' id='footnote-anchor-1' href='#footnote-1'>1</a> and"
        "<a class='footnote-anchor' id='footnote-anchor-2' href='#footnote-2'>2</a>.</p>"
        "<div class='footnote'><a id='footnote-1' href='#footnote-anchor-1' class='footnote-number'>1</a>"
        "<div class='footnote-content'><p>One.</p><p>More.</p></div></div>"
        "<div class='footnote'><a id='footnote-2' href='#footnote-anchor-2' class='footnote-number'>2</a>"
        "<div class='footnote-content'><p>2 is two.</p></div></div>",
        [p("Wet", ONE, " and", TWO, ".")],
        [Note("1", (p("One."), p("More."))), Note("2", (p("2 is two."),))],
    ),
    "a word processor": (
        "<p>Wet<a href='#_ftn1' name='_ftnref1'><span><sup>[1]</sup></span></a> day.</p><div><br clear=all><hr>"
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'><span><sup>[1]</sup></span></a> 1 May.</p></div></div>",
        [p("Wet", ONE, " day.")],
        [Note("1", (p("1 May."),))],
    ),
    "Sphinx": (
        "<p>Wet<a class='footnote-reference brackets' href='#id2' id='id1' role='doc-noteref'>"
        "<span>[</span>1<span>]</span></a>.</p><aside class='footnote-list'>"
        "<aside class='footnote brackets' id='id2' role='doc-footnote'>"
        "<span class='label'><span>[</span><a role='doc-backlink' href='#id1'>1</a><span>]</span></span><p>One.</p>"
        "</aside></aside>",
        [p("Wet", ONE, ".")],
        [Note("1", (p("One."),))],
    ),
    "paragraphs that repeat the number": (
        "<p>Wet<sup>[<a href='#n1'>1</a>, <a href='#n2'>2</a>]</sup><sup><a href='#n3'>*</a></sup></p>"
        "<p id=n1><sup>1</sup>One.</p><p id=n2>2. Two.</p><p id=n3>* Three.</p>",
        [p("Wet", ONE, TWO, NoteMarker("3"))],
        [Note("1", (p("One."),)), Note("2", (p("Two."),)), Note("3", (p("Three."),))],
    ),
    "an item that begins with a number": (
        "<p>Wet<sup><a href='#n1'>1</a></sup></p><ol><li id=n1>1 May.</ol>",
        [p("Wet", ONE)],
        [Note("1", (p("1 May."),))],
    ),
    "a definition list, the order of calls": (
        "<p>Wet<sup><a href='#n2'>b</a></sup> and<sup><a href='#n1'>a</a></sup>.</p>"
        "<dl><dt id=n1>a</dt><dd>One.</dd><dt id=n2>b</dt><dd>Two.</dd></dl>",
        [p("Wet", ONE, " and", TWO, "."), p("a"), p("b")],
        [Note("1", (p("Two."),)), Note("2", (p("One."),))],
    ),
    "the page's own address before the fragment": (
        "<p>Wet<sup><a href='https://x.org/a#n1'>1</a></sup></p><ol><li id=n1>One.</ol>",
        [p("Wet", ONE)],
        [Note("1", (p("One."),))],
    ),
    "notes that call notes": (
        "<p>Wet<sup><a href='#n1'>1</a></sup> and<sup><a href='#n3'>3</a></sup></p>"
        "<ol><li id=n1>One<sup><a href='#n2'>2</a></sup><li id=n2>Two.<li id=n3>Three.</ol>",
        [p("Wet", ONE, " and", TWO)],
        [Note("1", (p("One", NoteMarker("3")),)), Note("2", (p("Three."),)), Note("3", (p("Two."),))],
    ),
    "links that call no note": (
        "<p>Wet, see <a href='#s'>part 2</a>.</p><h2 id=s>Part</h2><p>Dry.</p>",
        [p("Wet, see part 2."), Heading(2, (t("Part"),)), p("Dry.")],
        [],
    ),
}


@pytest.mark.parametrize("manner", NOTES)
def test_notes(manner: str) -> None:
    body, blocks, notes = NOTES[manner]
    reading = _read(_page(body, "<title>T</title><link rel=canonical href='https://x.org/a'>"))
    assert list(reading.article.blocks) == blocks
    assert list(reading.article.notes) == notes
    assert not [finding for finding in reading.findings if finding.severity != "note"]


CALLS = "<p>Wet.<sup>1</sup> Dry<sup>[2]</sup> x<sup>2</sup>, m<sup>2</sup>, 10<sup>6</sup>, 1<sup>st</sup>.</p>"
CALLED: list[Block] = [p("Wet.", ONE, " Dry", TWO, " x², m², 10⁶, 1st.")]
BOTH = [Note("1", (p("One."),)), Note("2", (p("Two."),))]

UNLINKED: dict[str, tuple[str, list[Block], list[Note], list[str]]] = {
    "paragraphs": (f"{CALLS}<h3>Notes</h3><p>1. One.</p><p>2. Two.</p>", CALLED, BOTH, []),
    "a list": (f"{CALLS}<h3>Anmerkungen:</h3><ol><li>One.<li>Two.</ol>", CALLED, BOTH, []),
    "superscript before notes": (
        f"{CALLS}<p><b>Notes</b></p><p><sup>1</sup>One.<p><sup>2</sup> Two.",
        CALLED,
        BOTH,
        [],
    ),
    "no heading": (f"{CALLS}<hr><p>1) One.</p><p>2) Two.</p>", CALLED, BOTH, []),
    "no heading, a list": (f"{CALLS}<ol><li>One.<li>Two.</ol>", CALLED, BOTH, []),
    "brackets, a boxed section": (
        "<p>Wet[1] and <i>dry</i>[2].</p><div><h2>Notes</h2></div><div><p>[1] One.</p><p>[2] Two.</p></div>",
        [p("Wet", ONE, " and ", Emphasis((t("dry"),)), TWO, ".")],
        BOTH,
        [],
    ),
    "two at one place, text after the notes": (
        "<p>Wet<sup>1, 2</sup>.</p><h2>Notes</h2><p>1. One.</p><p>2. Two.</p><h2>More</h2><p>Tea.</p>",
        [p("Wet", ONE, TWO, "."), Heading(2, (t("More"),)), p("Tea.")],
        BOTH,
        [],
    ),
    "a number without a note, a note without a number": (
        "<p>Wet<sup>1</sup> day<sup>4</sup> [5].</p><h2>Notes</h2><p>1. One.</p><p>2. Two.</p>",
        [p("Wet", ONE, " day⁴ [5].")],
        BOTH[:1],
        ["“4” looks like a note's marker", "“[5]” looks like a note's marker", "“Two.” is called nowhere"],
    ),
    "no notes": ("<p>Wet.<sup>1</sup></p>", [p("Wet.¹")], [], ["“1” looks like a note's marker"]),
    "no calls": (
        "<p>Wet.</p><h2>Sources</h2><p>1. One.</p>",
        [p("Wet."), Heading(2, (t("Sources"),)), p("1. One.")],
        [],
        ["“Sources” looks like notes"],
    ),
    "a list that nothing calls": (
        "<p>Wet, m<sup>2</sup>.</p><ol><li>One.</ol>",
        [p("Wet, m²."), ListBlock(True, ((p("One."),),))],
        [],
        [],
    ),
}


@pytest.mark.parametrize("manner", UNLINKED)
def test_notes_without_links(manner: str) -> None:
    body, blocks, notes, warnings = UNLINKED[manner]
    reading = _read(_page(body))
    assert list(reading.article.blocks) == blocks
    assert list(reading.article.notes) == notes
    found = sorted(finding.message for finding in reading.findings if finding.severity == "warning")
    assert len(found) == len(warnings)
    assert all(any(words in message for message in found) for words in warnings)
    assert all(finding.line >= 4 for finding in reading.findings)


FINDINGS = [
    ("<p>a<sup><a href='#none'>1</a></sup></p>", "error", "note marker “1” leads to no note", "a"),
    (
        "<p>a<sup><a href='#n1'>1</a></sup><ol><li id=n1>One.<li id=n2>Two.</ol>",
        "warning",
        "“Two.” is called nowhere",
        "a",
    ),
    (
        "<p>a<sup><a href='#n1' id=r1>1</a></sup><ol><li id=n1><a href='#r1'>↩</a></ol>",
        "warning",
        "note 1 is empty",
        "a",
    ),
    ("<p>a <a href='java\nscript:x()'>b</a></p>", "warning", "“java script:x()” is not one a reader can safely", "a b"),
    (
        "<p>a <a href='data:text/html,x'>b</a></p>",
        "warning",
        "“data:text/html,x” is not one a reader can safely",
        "a b",
    ),
    ("<p>a <img src=b.png alt=c> d</p>", "warning", "picture “c” inside a text", "a d"),
    ("<p>a</p><iframe src='https://x.org/v' title=Film></iframe>", "warning", "<iframe> “Film” cannot be printed", "a"),
    ("<table><tr><td>a</td></tr></table>", "warning", "tables are not supported", "a"),
    ("<p>a <del>b</del></p>", "note", "“b” is struck out", "a b"),
    ("<p>a</p><nav>Next page</nav>", "note", "frame: <nav> “Next page”", "a"),
    ("<p>a</p><aside>Buy tea</aside>", "note", "frame: <aside> “Buy tea”", "a"),
    ("<p>a</p><form>Your mail <input><button>Send</button></form>", "note", "frame: <form> “Your mail Send”", "a"),
    ("<p>a</p><div class='post share-buttons'>Share</div>", "note", "frame: <div> “Share”", "a"),
    ("<p>a</p><div role=complementary>More</div>", "note", "frame: <div> “More”", "a"),
    ("<p class=byline>By Ann Author</p><p>a</p>", "note", "about the text, not in it: <p> “By Ann Author”", "a"),
    ("<p>a <span hidden>b</span></p>", "note", "because the page hides it: <span> “b”", "a"),
    (
        "<p style='background: url(https://x.org/b.png)'>a</p>",
        "warning",
        "remote style “https://x.org/b.png” is never",
        "a",
    ),
    ("<link rel=stylesheet href='https://x.org/s.css'><p>a</p>", "warning", "remote style “https://x.org/s.css”", "a"),
    ("<style>@import 'https://x.org/s.css';</style><p>a</p>", "warning", "remote style “https://x.org/s.css”", "a"),
    ("<p>a <i lang=qqq>b</i></p>", "warning", "locale “qqq” is unknown", "a b"),
]


@pytest.mark.parametrize(("body", "severity", "message", "words"), FINDINGS)
def test_what_is_left_out_is_said(body: str, severity: str, message: str, words: str) -> None:
    reading = _read(_page(body))
    (finding,) = reading.findings
    assert (finding.severity, finding.file) == (severity, "seeds/a.html")
    assert finding.line >= 4
    assert message in finding.message
    assert " ".join(plain(block.text) for block in reading.article.blocks if isinstance(block, Paragraph)) == words


def test_what_shows_no_words_is_left_out_silently() -> None:
    body = "<p>a</p><nav></nav><script>b</script><div class=share><svg></svg></div><span aria-hidden=true>|</span>"
    assert _read(_page(body)).findings == ()


LONG = "".join(
    f"<p>This is paragraph {number} of a rather long article on tea, on rain, and on those who like the two.</p>"
    for number in ("one", "two", "three", "four", "five", "six")
)
MENU = "<ul><li><a href=/>Home</a></li><li><a href=/b>Blog</a></li></ul>"

PAGES: dict[str, tuple[str, list[str]]] = {
    "one article": (f"<header>{MENU}</header><main><article><h1>Tea</h1>{LONG}</article></main>", ["Home Blog"]),
    "an article body": (
        f"<h1>Tea</h1><div>{MENU}</div><div itemprop=articleBody>{LONG}</div><article>x</article><article>y</article>",
        ["Home Blog", "x", "y"],
    ),
    "a main part": (f"<div>{MENU}</div><div role=main><h1>Tea</h1>{LONG}</div><p>Footer</p>", ["Home Blog", "Footer"]),
    "nothing but boxes": (
        f"<div id=a>{MENU}</div><div><div><div><h1>Tea</h1>{LONG}</div><div><h3>Latest</h3>{MENU}</div></div></div>"
        "<div>Copyright 2024</div>",
        ["Home Blog", "Latest Home Blog", "Copyright 2024"],
    ),
    "a teaser in the margin is no article": (
        f"<main><h1>Tea</h1>{LONG}<aside><article>Buy tea</article></aside></main>",
        ["Buy tea"],
    ),
    "a table for layout": (
        f"<table><tr><td>{MENU}</td><td><h1>Tea</h1>{LONG}</td></tr></table>",
        ["Home Blog"],
    ),
    "no boxes at all": (f"<h1>Tea</h1>{LONG}", []),
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_article_is_found_and_the_rest_reported(kind: str) -> None:
    body, outside = PAGES[kind]
    reading = _read(f"<html><head><title>Tea | Site</title></head><body>{body}</body></html>")
    assert plain(reading.article.title) == "Tea"
    assert len(reading.article.blocks) == 6
    assert all("paragraph" in plain(block.text) for block in reading.article.blocks if isinstance(block, Paragraph))
    found = [finding.message for finding in reading.findings]
    assert len(found) == len(outside)
    assert all(any(f"“{words}”" in message for message in found) for words in outside)


def test_notes_outside_the_article_belong_to_it() -> None:
    body = f"<div><article><h1>T</h1>{LONG}<p>Wet<sup><a href='#n1'>1</a></sup></p></article></div>"
    reading = _read(f"{body}<div id=notes><h4>Footnotes</h4><ol><li id=n1>One.</li></ol></div>")
    assert reading.article.notes == (Note("1", (p("One."),)),)
    assert reading.findings == ()


TITLES = [
    ("<article><h1>A <i>b</i></h1><p>x</article>", "<title>A b - Site</title>", "A b"),
    (
        "<h1>Site</h1><article><p>x</article>",
        "<title>Tea - Site</title><meta property=og:site_name content=Site>",
        "Tea",
    ),
    ("<h1>Tea</h1><article><p>x</article>", "<title>Tea - Site</title>", "Tea"),
    (
        "<h1><a href='https://x.org/'>Site</a></h1><main><p>x</main>",
        "<title>Tea at the Site</title>",
        "Tea at the Site",
    ),
    ("<article><h2>Tea</h2><p>x</article>", "<title>T</title><meta property=og:title content=Tea>", "Tea"),
    ("<article><h1>Site</h1><h1>Tea</h1><p>x</article>", "<meta property=og:title content=Tea>", "Tea"),
    ("<article><p>x</article>", "<title>\n Tea\n</title>", "Tea"),
]


@pytest.mark.parametrize(("body", "head", "title"), TITLES)
def test_title(body: str, head: str, title: str) -> None:
    article = _read(f"<html><head>{head}</head><body>{body}</body></html>").article
    assert plain(article.title) == title
    headings = [plain(block.text) for block in article.blocks if isinstance(block, Heading)]
    assert headings == (["Site"] if body.count("<h1>") == 2 else [])


def test_the_page_says_who_wrote_it_and_when() -> None:
    head = """<title>T</title><meta name=author content="Ann Author and Bob Writer">
<meta property="og:site_name" content="A Paper">
<meta property="article:published_time" content="2024-02-29T23:30:00+02:00"><link rel=canonical href="https://x.org/a/b">
<link rel=license href="https://creativecommons.org/licenses/by-sa/4.0/"><meta name=copyright content="© A Paper">
<link rel=stylesheet href="https://x.org/s.css"><link rel=stylesheet href="s.css">"""
    body = "<p class=standfirst>How it <b>began</b>.</p><p>See <a href='../c?d=1'>this</a>.</p>"
    reading = _read(_page(body, head))
    article = reading.article
    assert [plain(author) for author in article.authors] == ["Ann Author", "Bob Writer"]
    assert article.date == datetime.date(2024, 2, 29)
    assert (plain(article.source), article.source_address) == ("A Paper", "https://x.org/a/b")
    assert (article.licence, article.rights) == ("CC BY-SA 4.0", "© A Paper")
    assert article.standfirst == (t("How it "), Strong((t("began"),)), t("."))
    assert article.blocks == (p("See ", Link((t("this"),), "https://x.org/c?d=1"), "."),)
    assert [finding.message for finding in reading.findings] == [
        "the page's style sheets (2) are not read; the templates set the style"
    ]


AUTHORS = [
    (
        "<meta name=author content='Ann Author'><meta name=author content='Bob Writer'>",
        "",
        ["Ann Author", "Bob Writer"],
    ),
    ("<meta name=author content='Ann Author; Bob Writer'>", "", ["Ann Author", "Bob Writer"]),
    ("<meta name=author content='Ann Author, Bob Writer &amp; C D'>", "", ["Ann Author", "Bob Writer", "C D"]),
    (
        "<meta property='article:author' content='https://x.org/ann'>",
        "<a rel=author href=/ann>Ann Author</a>",
        ["Ann Author"],
    ),
    ("", "<p class=byline>By Ann Author</p>", ["Ann Author"]),
    ("", "", []),
]


@pytest.mark.parametrize(("head", "body", "names"), AUTHORS)
def test_authors(head: str, body: str, names: list[str]) -> None:
    article = _read(_page(f"{body}<p>x</p>", head)).article
    assert [plain(author) for author in article.authors] == names


def test_a_source_in_the_text_goes_before_the_page_s_own_address() -> None:
    article = _read(
        _page("<p>x</p><p>Source: <b>A Paper</b></p>", "<link rel=canonical href='https://x.org/copy'>")
    ).article
    assert (article.source, article.source_address) == ((t("A Paper"),), "")


LANGUAGES = [
    ("en-GB", Facts(), 0),
    ("", Facts(), 0),
    ("fr", Facts(), 1),
    ("fr", Facts(language="fr"), 0),
    ("en", Facts(language="fr"), 1),
    ("nonsense!", Facts(), 1),
]


@pytest.mark.parametrize(("tag", "facts", "warnings"), LANGUAGES)
def test_the_page_s_language_is_compared_not_believed(tag: str, facts: Facts, warnings: int) -> None:
    reading = _read(f"<html lang='{tag}'><body><h1>T</h1><p>x</p></body></html>", facts)
    assert reading.article.language == (facts.language or "en")
    assert [finding.severity for finding in reading.findings] == ["warning"] * warnings
    assert reading.article.blocks == (Paragraph((Text("x", facts.language or "en"),)),)


def test_stretches_in_another_language_are_tagged() -> None:
    body = (
        "<p>In <i lang=fr>La vie <b>est</b> à nous</i>, on <span lang=en-US>color</span>, <span lang=de>Tod</span>.</p>"
        "<p>La vie, est.</p><blockquote lang=es><p>Así es.</p></blockquote><p>On <span lang=fr>on</span> and on.</p>"
    )
    reading = _read(_page(body))
    article = with_phrases(reading.article)
    assert article.phrases == (
        Phrase("La vie", "fr"),
        Phrase("à nous", "fr"),
        Phrase("Tod", "de"),
        Phrase("Así es.", "es"),
    )
    assert article.blocks[0] == p(
        "In ",
        Emphasis((Text("La vie", "fr"), t(" "), Strong((t("est"),)), t(" "), Text("à nous", "fr"))),
        ", on color, ",
        Text("Tod", "de"),
        ".",
    )
    assert article.blocks[1] == p(Text("La vie", "fr"), ", est.")
    assert [finding.severity for finding in reading.findings] == ["note", "note"]
    assert localised(article, identity, "en") == article


def test_lines_are_those_of_the_file() -> None:
    article = _read(_page("<p>a</p>\n<ul>\n<li>b</ul>\n<h2>c</h2>\n<p>d</p>")).article
    assert [block.line for block in article.blocks] == [4, 5, 7, 8]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("<!-- nothing -->", "no text"),
        ("<html><head><title>T</title></head><body><script>x</script></body></html>", "no text"),
        ("<p>No title.</p>", "no title"),
        ("<h1>Only a title</h1>", "no text"),
    ],
)
def test_pages_without_an_article_are_refused(text: str, cause: str) -> None:
    with pytest.raises(SeedError, match=cause) as error:
        _read(text)
    assert error.value.file == "seeds/a.html"


def test_declarations_of_another_encoding_do_not_count() -> None:
    text = "<?xml version='1.0' encoding='iso-8859-1'?><html><head><meta charset=iso-8859-1><title>Été</title></head>"
    assert plain(_read(f"{text}<body><p>thé</p></body></html>").article.title) == "Été"


def test_entities_read_no_files() -> None:
    text = (
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><html><body><h1>T</h1><p>a &x; b</p></body></html>"
    )
    assert "&x;" in plain(_read(text).article.blocks[-1].text)  # type: ignore[union-attr]


TAGS = [
    "p",
    "div",
    "em",
    "strong",
    "a href=x",
    "a href='#n'",
    "ul",
    "li",
    "blockquote",
    "h2",
    "span lang=fr",
    "sup",
    "code",
    "table",
    "td",
    "q",
]
MARKUP = st.recursive(
    st.text(st.sampled_from("ab Zé.!?*_`[]()\\|1\u00a0\n"), max_size=8).map(lambda text: text.replace("<", "")),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(TAGS), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"),
        st.lists(inner, min_size=2, max_size=4).map("".join),
        inner.map(lambda text: f"{text}<br>{text}<sup><a href='#n'>1</a></sup>"),
    ),
    max_leaves=10,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MARKUP, min_size=1, max_size=4))
def test_every_article_is_in_normal_form_and_localises_to_itself(pieces: list[str]) -> None:
    article = with_phrases(_read(_page(f"<p>First.</p>{''.join(pieces)}<ol><li id=n>Note.</ol>")).article)
    for stretch in stretches(article):
        assert normalised(stretch) == stretch
    assert localised(article, identity, "en") == article
