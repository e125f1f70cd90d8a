"""The Markdown reader: every construct, every refusal, and the round trip through segments."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Raster

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
from publish.readers.markdown import read
from publish.readers.reading import Reading, Seed
from publish.segments import identity, localised

from .conftest import ReadText


def _read(text: str, language: str = "en") -> Reading:
    return read(Seed("a", "seeds/a.md", text, language))


def _messages(reading: Reading) -> list[str]:
    return [f"{finding.severity}:{finding.line}: {finding.message}" for finding in reading.findings]


def t(text: str) -> Text:
    return Text(text, "en")


def p(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(t(inline) if isinstance(inline, str) else inline for inline in inlines))


BLOCKS: list[tuple[str, list[Block]]] = [
    ("One\ntwo   three\n\nfour", [p("One two three"), p("four")]),
    ("## Two\n\n### Three ###\n\nx", [Heading(2, (t("Two"),)), Heading(3, (t("Three"),)), p("x")]),
    ("# One again", [Heading(2, (t("One again"),))]),
    ("a *b* __c__", [p("a ", Emphasis((t("b"),)), " ", Strong((t("c"),)))]),
    ("a ***b***", [p("a ", Emphasis((Strong((t("b"),)),)))]),
    ("a `b  c` d", [p("a ", Code("b  c"), " d")]),
    ("a  \nb\\\nc", [p("a", LineBreak(), "b", LineBreak(), "c")]),
    ("[a *b*](https://x.org 'c')", [p(Link((t("a "), Emphasis((t("b"),))), "https://x.org"))]),
    ("[a][r]\n\n[r]: ../b.html", [p(Link((t("a"),), "../b.html"))]),
    ("<https://x.org/é>", [p(Link((t("https://x.org/é"),), "https://x.org/é"))]),
    ("<a@b.org>", [p(Link((t("a@b.org"),), "mailto:a@b.org"))]),
    ("[a](<b c(d>)", [p(Link((t("a"),), "b%20c(d"))]),
    ("- a\n- b\n\n  c", [ListBlock(False, ((p("a"),), (p("b"), p("c"))))]),
    ("- a\n  1. b", [ListBlock(False, ((p("a"), ListBlock(True, ((p("b"),),))),))]),
    ("7. a\n8. b", [ListBlock(True, ((p("a"),), (p("b"),)), 7)]),
    ("> a\n>\n> - b", [Quotation((p("a"), ListBlock(False, ((p("b"),),))))]),
    ("> > c", [Quotation((Quotation((p("c"),)),))]),
    ("a\n\n***\n\nb", [p("a"), Divider(), p("b")]),
    ("```py\na  = 1\n\n```\n\n    b\n\nc", [CodeBlock("a  = 1\n"), CodeBlock("b"), p("c")]),
    ("![A *b*](c.png 'D e')\n\nx", [Figure(Image("c.png", (t("A b"),), (t("D e"),))), p("x")]),
    ("![a](b.png)\n![c](d.png)", [Figure(Image("b.png", (t("a"),))), Figure(Image("d.png", (t("c"),)))]),
    ("a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf", [p("a c"), p("f")]),
    ("\\*a\\* &amp; \\[^b] &lt;i> `[^c]`", [p("*a* & [^b] <i> ", Code("[^c]"))]),
    ("| a | *b* |\n|---|---|\n| c | |", [p("a | ", Emphasis((t("b"),))), p("c |")]),
    ("a\u00a0b\u2009c\u00a0", [p("a\u00a0b\u2009c")]),
    ("*a*\n", [p(Emphasis((t("a"),)))]),
    ("- \n- a\n\n## \n\nb", [ListBlock(False, ((p("a"),),)), p("b")]),
    ("~~a~~ -- 'b'", [p("~~a~~ -- 'b'")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_blocks_and_inlines(text: str, blocks: list[Block]) -> None:
    reading = _read(f"# T\n\nFirst.\n\n{text}")
    assert list(reading.article.blocks) == [p("First."), *blocks]
    assert localised(reading.article, identity, "en") == reading.article


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("one\ntwo", "en", "one two"),
        ("山は\n高い", "ja", "山は高い"),
        ("山は。\n「高い」", "ja", "山は。「高い」"),
        ("山は*高*\nい", "ja", "山は高い"),
        ("山は[^1]\n高い\n\n[^1]: 注", "ja", "山は高い"),
        ("山は Python\nで", "ja", "山は Python で"),
        ("山は 高い", "ja", "山は 高い"),
        ("ภูเขา\nสูง", "th", "ภูเขาสูง"),
        ("산은\n높다", "ko", "산은 높다"),
        ("山高\n水长", "zh-Hans", "山高水长"),
    ],
)
def test_line_ends_are_spaces_only_where_the_script_writes_them(text: str, language: str, words: str) -> None:
    block = _read(f"# T\n\n{text}", language).article.blocks[0]
    assert isinstance(block, Paragraph)
    assert plain(block.text) == words


STANDFIRSTS: list[tuple[str, Inlines, list[str]]] = [
    ("# T\n\n**Short *word*.**\n\nText.", (t("Short "), Emphasis((t("word"),)), t(".")), ["Text."]),
    ("# T\n\n*Short.*\n\nText.", (t("Short."),), ["Text."]),
    ("# T\n\n*Short*.\n\nText.", (), ["Short.", "Text."]),
    ("# T\n\n*Only this.*", (), ["Only this."]),
    ("---\nstandfirst: A *b*\n---\n# T\n\n**B.**\n\nText.", (t("A "), Emphasis((t("b"),))), ["B.", "Text."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "standfirst", "paragraphs"), STANDFIRSTS)
def test_standfirst(text: str, standfirst: Inlines, paragraphs: list[str]) -> None:
    article = _read(text).article
    assert article.standfirst == standfirst
    assert [plain(block.text) for block in article.blocks if isinstance(block, Paragraph)] == paragraphs


TITLES: list[tuple[str, str, list[int]]] = [
    ("# A *b*\n\nx\n\n# C\n\ny", "A b", [2]),
    ("x\n\n# A\n\ny", "A", []),
    ("A\n=\n\nx", "A", []),
    ("---\ntitle: A\n---\nx", "A", []),
    ("---\ntitle: A b\n---\n# A *b*\n\nx", "A b", []),
    ("---\ntitle: A\n---\n# B\n\nx\n\n## C\n\ny", "A", [2, 2]),
]


@pytest.mark.parametrize(("text", "title", "levels"), TITLES)
def test_title(text: str, title: str, levels: list[int]) -> None:
    article = _read(text).article
    assert plain(article.title) == title
    assert [block.level for block in article.blocks if isinstance(block, Heading)] == levels


SOURCES: list[tuple[str, Inlines, str]] = [
    ("Source: A *Paper*", (t("A "), Emphasis((t("Paper"),))), ""),
    ("Source >> A Paper", (t("A Paper"),), ""),
    ("**Source:** [A *Paper*](https://x.org)", (t("A "), Emphasis((t("Paper"),))), "https://x.org"),
    ("*Source: [A Paper](https://x.org)*\n\n---", (t("A Paper"),), "https://x.org"),
    ("Quelle: [A](https://x.org), May", (Link((t("A"),), "https://x.org"), t(", May")), ""),
    ("Source: A\n\nAfter it.", (), ""),
    ("Sources differ: some say so.", (), ""),
    ("Source:", (), ""),
]


@pytest.mark.parametrize(("text", "source", "address"), SOURCES)
def test_source_is_the_last_paragraph(text: str, source: Inlines, address: str) -> None:
    article = _read(f"# T\n\nText.\n\n{text}").article
    assert (article.source, article.source_address) == (source, address)
    assert len(article.blocks) == (1 if source else 1 + text.count("\n\n") + 1)


def test_notes_are_numbered_as_the_text_calls_them() -> None:
    text = (
        "# T[^t]\n\nText[^b] and[^a] again[^b], ^[in *place*[^c]].\n\n- item[^d]\n\n## Notes\n\n"
        "[^a]: A.\n[^b]: B, see[^e].\n\n    More.\n\n    - list\n[^c]: C.\n[^d]: D.\n[^e]: E.\n[^t]: T.\n"
    )
    reading = _read(text)
    article = reading.article
    assert article.title == (t("T"), NoteMarker("1"))
    assert article.blocks == (
        p("Text", NoteMarker("2"), " and", NoteMarker("3"), " again", NoteMarker("2"), ", ", NoteMarker("4"), "."),
        ListBlock(False, ((p("item", NoteMarker("5")),),)),
    )
    assert article.notes == (
        Note("1", (p("T."),)),
        Note("2", (p("B, see", NoteMarker("6"), "."), p("More."), ListBlock(False, ((p("list"),),)))),
        Note("3", (p("A."),)),
        Note("4", (p("in ", Emphasis((t("place"),)), NoteMarker("7")),)),
        Note("5", (p("D."),)),
        Note("6", (p("E."),)),
        Note("7", (p("C."),)),
    )
    assert [note.line for note in article.notes] == [18, 10, 9, 3, 16, 17, 15]
    assert not reading.findings


def test_lines_count_from_the_top_of_the_file() -> None:
    text = "---\ntitle: T\n---\n\nOne\ntwo\n\n- a\n- b\n\n> c\n\n## D\n\n[^1]: N.\n\nx[^1]\n"
    article = _read(text).article
    one, items, quotation, heading, last = article.blocks
    assert isinstance(items, ListBlock)
    assert isinstance(quotation, Quotation)
    lines = [one.line, items.line, items.items[1][0].line, quotation.blocks[0].line, heading.line, last.line]
    assert lines == [5, 8, 9, 11, 13, 17]
    assert article.notes[0].line == 15


ERRORS = [
    ("# T\n\nOne\ntwo *three\nfour[^x]*.", 5, "[^x] is called here but defined nowhere"),
    ("# T\n\n- a\n- b[^my_note] c[^d]\n\n[^d]: D", 4, "[^my_note] is called here but defined nowhere"),
    ("# T[^x]\n\nx", 1, "[^x] is called here"),
    ("# T\n\nx[^a]\n\n[^a]: A[^b]", 5, "[^b] is called here"),
    ("# T\n\n[x[^y]](https://x.org)", 3, "[^y] is called here"),
    ("# T\n\nx[^a]\n\n> quoted\n[^a]: A", 3, "line 6 looks like its text: put a blank line before"),
    ("# T\n\nx[^a]\n\n[^a]: A\n[^a]: B", 6, "defined twice, first in line 5"),
    ("# T\n\nx[^a]\n\n[^a]:\n", 5, "[^a] is empty"),
    ("# T\n\nx^[ ]\n", 3, "^[] is empty"),
    ("No title", 1, "has no title"),
    ("# Only a title\n", 1, "no text"),
    ("---\ntitle: a: b\n---\nx", 2, "not valid YAML"),
    ("---\n\nauthors:\n  - [\n---\nx", 4, "not valid YAML"),
    ("---\njust words\n---\nx", 1, "key: value"),
    ("---\ntitle: T\nlanguage: no\n---\nx", 3, "true or false; put it in quotation marks"),
    ("---\ntitle: T\nlanguage: klingon\n---\nx", 3, "BCP 47"),
    ("---\ntitle: T\ndate: soon\n---\nx", 3, "2023-12-31"),
    ("---\ntitle: T\nimage:\n  path: p.png\n  text: x\n---\nx", 5, "unknown in image"),
    ("---\ntitle: T\nstandfirst: 3\n---\nx", 3, "standfirst must be text"),
    ("---\ndate: 2024-13-01\n---\nx", 1, "impossible date"),
]


@pytest.mark.parametrize(("text", "line", "cause"), ERRORS)
def test_what_cannot_be_read_is_one_error_with_its_line(text: str, line: int, cause: str) -> None:
    with pytest.raises(SeedError) as error:
        _read(text)
    assert (error.value.file, error.value.line) == ("seeds/a.md", line)
    assert cause in error.value.message
    assert "\n" not in str(error.value)


FINDINGS: list[tuple[str, list[str], str]] = [
    ("a\nb <b>c</b>", ["warning:4: the HTML “<b>” is left out"], "a b c"),
    ("a\n\n<div>\n<p>lost words</p>\n</div>\n\nb", ["error:5: HTML is not supported here, so “lost words”"], "ab"),
    ("<hr/>\n\na", ["warning:3: the HTML “<hr/>” is left out"], "a"),
    ("<!-- c --> words\n\na", ["error:3: HTML is not supported here, so “words”"], "a"),
    ("a [b](javascript:x()) c", ["warning:3: the link “javascript:x()” is not one"], "a b c"),
    ("a\n[b](JaVa&#10;ScRiPt:x) c", ["warning:4: the link “JaVa ScRiPt:x” is not one"], "a b c"),
    ("[b](data:text/html,x)", ["warning:3: the link “data:text/html,x” is not one"], "b"),
    ("[b](vbscript&colon;x)", ["warning:3: the link “vbscript:x” is not one"], "b"),
    ("[b](#c)", ["note:3: the link “#c” leads to a place in the page"], "b"),
    ("[b]()", ["warning:3: the link “” is empty"], "b"),
    ("a ![b](c.png) d", ["warning:3: the picture “b” inside a text is left out"], "a d"),
    ("[![b](c.png)](https://x.org)", ["note:3: the link around the picture is left out"], ""),
    ("|a|\n|-|\n|b|", ["warning:3: tables are not supported"], "ab"),
    ("a\n\n[^n]: Not *called*.", ["warning:5: the note “Not called.” is called nowhere"], "a"),
]


@pytest.mark.parametrize(("text", "messages", "words"), FINDINGS)
def test_what_is_left_out_is_said(text: str, messages: list[str], words: str) -> None:
    reading = _read(f"# T\n\n{text}")
    found = _messages(reading)
    assert len(found) == len(messages)
    assert all(message.startswith(start) for message, start in zip(found, messages, strict=True))
    assert "".join(plain(block.text) for block in reading.article.blocks if isinstance(block, Paragraph)) == words


def test_front_matter(read_text: ReadText) -> None:
    text = """---
title: The title
language: en-GB
authors: [Ann Author, Bob Writer]
date: 2024-02-29 23:30:00 +02:00
source: A Paper
source_address: https://example.org/a
licence: CC BY 4.0
rights: © A Paper
image: {path: p.png, alt: A street}
phrases:
  La vie: fr
tags: [x]
author: y
---

Text of La vie.
"""
    reading = read_text("a.md", text, pictures=("p.png",))
    assert reading.article == Article(
        name="a",
        language="en-GB",
        title=(Text("The title", "en-GB"),),
        authors=((Text("Ann Author", "en-GB"),), (Text("Bob Writer", "en-GB"),)),
        date=datetime.date(2024, 2, 29),
        blocks=(Paragraph((Text("Text of ", "en-GB"), Text("La vie", "fr"), Text(".", "en-GB"))),),
        source=(Text("A Paper", "en-GB"),),
        source_address="https://example.org/a",
        licence="CC BY 4.0",
        rights="© A Paper",
        image=Image("p.png", (Text("A street", "en-GB"),)),
        phrases=(Phrase("La vie", "fr"),),
    )
    assert [(finding.severity, finding.line) for finding in reading.findings] == [("note", 13), ("note", 14)]
    assert "did you mean authors?" in reading.findings[1].message


def _raster(kind: str) -> bytes:
    content = io.BytesIO()
    Raster.effect_noise((64, 64), 50).convert("RGB").save(content, kind)
    return content.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PICTURES = [
    ("a.png", _raster("PNG"), ""),
    ("a.jpg", _raster("JPEG"), ""),
    ("a.gif", _raster("GIF"), ""),
    ("a.webp", _raster("WEBP"), ""),
    ("a.svg", SVG, ""),
    ("a.png", b"", "a.png is empty"),
    ("a.png", b"just words", "a.png is no picture"),
    ("a.png", _raster("PNG")[:900], "a.png is no picture, or is damaged or cut short"),
    ("a.jpg", _raster("JPEG")[:900], "a.jpg is no picture, or is damaged or cut short"),
    ("a.svg", SVG[:-2], "a.svg is no picture"),
    ("a.svg", b"<html/>", "a.svg is no picture"),
    ("a.svg", b"", "a.svg is empty"),
]


@pytest.mark.parametrize(("name", "content", "cause"), PICTURES)
@pytest.mark.parametrize("place", ["markdown", "html", "facts"])
def test_a_picture_file_that_is_no_picture_is_left_out(
    read_text: ReadText, tmp_path: Path, name: str, content: bytes, cause: str, place: str
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / name).write_bytes(content)
    text, facts, where = {
        "markdown": (f"# T\n\n![b]({name})\n\nText.\n", "", ("seeds/a.md", 3)),
        "html": (f"<h1>T</h1>\n\n<p><img alt=b src={name}></p><p>Text.</p>", "", ("seeds/a.html", 3)),
        "facts": ("# T\n\nText.\n", f'[image]\npath = "{name}"\nalt = "b"', ("seeds/a.toml", 0)),
    }[place]
    reading = read_text("a.html" if place == "html" else "a.md", text, facts)
    kept = [block for block in reading.article.blocks if isinstance(block, Figure)] or reading.article.image
    assert bool(kept) == (not cause)
    found = [(item.severity, item.file, item.line) for item in reading.findings if cause and cause in item.message]
    assert found == ([("error", *where)] if cause else [])


ODD = ["One. Two! ", "Kolleg*innen", "\\*", "&lt;b", "x\\", "]( ", "[^n]", "<!-- c -->", "Mr. Fox", "山は。", "1. "]
WORDS = st.text(st.sampled_from("ab Zé.!?,;:…“”*_`[]()<>^\\|#-&~\u00a03"), max_size=9) | st.sampled_from(ODD)
AROUND = [
    "*{}*",
    "**{}**",
    "***{}***",
    "`{}`",
    "``{}``",
    "[{}](https://x.org/a_(b)*c)",
    "{}[^n] ",
    "{0}^[{0}]",
    "La vie {}",
]
STARTS = ["", "## ", "### ", "> ", "- ", "1. ", "> - ", "  - ", "[^n]: ", "```\n", "    "]


def _around(pair: tuple[str, str]) -> str:
    return pair[0].replace("{0}", pair[1]).replace("{}", pair[1])


INLINE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(AROUND), inner).map(_around),
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("\n".join),
        st.lists(inner, min_size=2, max_size=2).map("  \n".join),
    ),
    max_leaves=8,
)
BLOCK = st.tuples(st.sampled_from(STARTS), INLINE).map("".join)
FRONT = '---\ntitle: "T"\nphrases: {"La vie": fr, "a Z": de}\n---\n'


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCK, min_size=1, max_size=5), st.sampled_from(["\n\n", "\n"]))
def test_every_article_is_in_normal_form_and_localises_to_itself(blocks: list[str], between: str) -> None:
    text = f"{FRONT}\nFirst.[^n]\n\n{between.join(blocks)}\n\n[^n]: The note.\n"
    try:
        article = with_phrases(_read(text).article)
    except SeedError as error:
        assert error.line  # noqa: PT017
        return
    for stretch in stretches(article):
        assert normalised(stretch) == stretch
        assert not any(isinstance(edge, Text) and edge.text[0].isspace() for edge in stretch[:1])
        assert not any(isinstance(edge, Text) and edge.text[-1].isspace() for edge in stretch[-1:])
    assert localised(article, identity, article.language) == article
    assert localised(article, identity, article.language, "paragraph") == article
    assert [note.label for note in article.notes] == [str(number) for number in range(1, len(article.notes) + 1)]
