"""One article written in the three formats gives one `Article`."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from publish.article import (
    Article,
    Code,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
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
)
from publish.segments import identity, localised, segments

from .conftest import ReadText

FACTS = """
authors = ["Rosa Valley", "Jan Kettle"]
date = 2024-05-02
source_address = "https://example.org/laundries"
licence = "CC BY 4.0"

[phrases]
"Le Lavoir" = "fr"
"""

TEXT = """How the laundries of Marl Street went on strike

In the spring of 2024 the workers of nine laundries put down their irons. Rosa Valley and Jan Kettle asked them \
why, and what they have won so far.


For three weeks nobody in the district had a clean shirt. The owners said that the demands were impossible, yet \
within days two of the nine had signed.1 More than 18% of the workers had never been in a union before.

The idea was born in the canteen. “We counted our hours, and then we counted our pay,” says one of them. “It \
did not add up.”2 By 4 April everyone had signed the letter.

What the workers want

The letter has four demands, and the first is the oldest one: an hour of rest after four hours of steam. In \
other towns this has been the rule since 1931.3

Hardly anyone outside the trade knows how hot it is inside. On most days the thermometer shows more than 35 \
degrees by noon, and there are no windows.

How it goes on

The strike fund holds 25,000 crowns, enough for another month. Support has come from far away, even from the \
paper of a French laundry.4

Nobody can say how it will end. But the steam has gone from the street, and people stop to read the posters.

Source >> The Marl Street Gazette


  1. The Marl Street Gazette, 12 April 2024, “Two laundries give in” ↩︎
  2. Talk with the authors, 3 April 2024 ↩︎
  3. See the chapter on laundries in “A Century of Steam”, 1998 ↩︎
  4. Le Lavoir, No 12, May 2024 ↩︎
"""

MARKDOWN = """# How the laundries of Marl Street went on strike

**In the spring of 2024 the workers of nine laundries put down their irons. Rosa Valley and Jan Kettle asked them why,
and what they have won so far.**

For three weeks nobody in the district had a clean shirt. The owners said that the demands were impossible, yet within
days two of the nine had signed.[^signed] More than 18% of the workers had never been in a union before.

The idea was born in the canteen. “We counted our hours, and then we counted our pay,” says one of them. “It did not add
up.”[^talk] By 4 April everyone had signed the letter.

## What the workers want

The letter has four demands, and the first is the oldest one: an hour of rest after four hours of steam. In other towns
this has been the rule since 1931.[^rule]

Hardly anyone outside the trade knows how hot it is inside. On most days the thermometer shows more than 35 degrees by
noon, and there are no windows.

## How it goes on

The strike fund holds 25,000 crowns, enough for another month. Support has come from far away, even from the paper of a
French laundry.[^paper]

Nobody can say how it will end. But the steam has gone from the street, and people stop to read the posters.

Source: The Marl Street Gazette

[^rule]: See the chapter on laundries in “A Century of Steam”, 1998
[^signed]: The Marl Street Gazette, 12 April 2024, “Two laundries give in”
[^talk]: Talk with the authors, 3 April 2024
[^paper]: Le Lavoir, No 12, May 2024
"""

HTML = """<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <title>How the laundries of Marl Street went on strike – Example Site</title>
  <link rel="stylesheet" href="https://example.org/style.css">
</head>
<body class="post">
<div id="menu"><ul><li><a href="/">Start</a></li><li><a href="/all">All articles</a></li></ul></div>
<article>
<h1>How the laundries of Marl Street went on strike</h1>
<p class="standfirst">In the spring of 2024 the workers of nine laundries put down their irons. Rosa Valley and Jan
Kettle asked them why, and what they have won so far.</p>
<p>For three weeks nobody in the district had a clean shirt. The owners said that the demands were impossible, yet
within days two of the nine had signed.<sup id="r1"><a href="#n1">1</a></sup> More than 18% of the workers had never
been in a union before.</p>
<p>The idea was born in the canteen. &ldquo;We counted our hours, and then we counted our pay,&rdquo; says one of them.
&ldquo;It did not add up.&rdquo;<sup id="r2"><a href="#n2">2</a></sup> By 4 April everyone had signed the letter.</p>
<h2>What the workers want</h2>
<p>The letter has four demands, and the first is the oldest one: an hour of rest after four hours of steam. In other
towns this has been the rule since 1931.<sup id="r3"><a href="#n3">3</a></sup></p>
<p>Hardly anyone outside the trade knows how hot it is inside. On most days the thermometer shows more than 35 degrees
by noon, and there are no windows.</p>
<div class="share-buttons">Share this</div>
<h2>How it goes on</h2>
<p>The strike fund holds 25,000 crowns, enough for another month. Support has come from far away, even from the paper
of a French laundry.<sup id="r4"><a href="#n4">4</a></sup></p>
<p>Nobody can say how it will end. But the steam has gone from the street, and people stop to read the posters.</p>
<p>Source: The Marl Street Gazette</p>
<section class="footnotes"><h2>Notes</h2><ol>
<li id="n1">The Marl Street Gazette, 12 April 2024, “Two laundries give in” <a href="#r1">↩︎</a></li>
<li id="n2">Talk with the authors, 3 April 2024 <a href="#r2">↩︎</a></li>
<li id="n3">See the chapter on laundries in “A Century of Steam”, 1998 <a href="#r3">↩︎</a></li>
<li id="n4">Le Lavoir, No 12, May 2024 <a href="#r4">↩︎</a></li>
</ol></section>
</article>
<footer>© Example Site</footer>
</body>
</html>
"""


def _differences(one: Article, other: Article) -> list[str]:
    return [
        field.name for field in dataclasses.fields(Article) if getattr(one, field.name) != getattr(other, field.name)
    ]


def test_text_markdown_and_html_give_one_article(read_text: ReadText) -> None:
    text = read_text("laundries.txt", TEXT, FACTS).article
    markdown = read_text("laundries.md", MARKDOWN, FACTS).article
    html = read_text("laundries.html", HTML, FACTS).article
    assert _differences(markdown, html) == []
    assert _differences(text, markdown) == []
    assert text == markdown == html
    assert text.notes[3] == Note("4", (Paragraph((Text("Le Lavoir", "fr"), Text(", No 12, May 2024", "en"))),))
    assert (len(text.blocks), len(text.notes), text.date) == (8, 4, datetime.date(2024, 5, 2))
    assert [segment.source for segment in segments(text)] == [segment.source for segment in segments(html)]


RICH_MARKDOWN = """---
authors: [Rosa Valley]
date: 2024-05-02
language: en-GB
licence: CC BY-SA 4.0
phrases:
  Le Lavoir de la rue: fr
---

# Steam, *and* what follows[^title]

***A short history** of irons.*

![A hot iron](pictures/iron.png "An iron, 1931")

The first paper was called *Le Lavoir de la rue*, and it had [four **thin** pages](https://example.org/a_(b)?c=1&d=2).[^one]

## Tools

- irons
- boards
  1. long
  2. short

     with a second paragraph
- `steam --hot`

### Older tools

5. five
6. six

> “Never let it cool,” she said.
>
> > “Never?”

Water boils; H₂O does not care.\\
This is a new line, with the note again[^one] and another[^two].

***

#### Very old tools

Stones. See [the other page](../other.html).

## Afterword

Last words.

Source: [The *Marl Street* Gazette](https://example.org/gazette)

[^one]: See **page 3**.

    > It was thin.

[^two]: Two.[^three]
[^three]: Three, in the end.
[^title]: A note to the title.
"""

RICH_HTML = """<!DOCTYPE html>
<html lang="en"><head>
<title>Steam</title>
<meta name="author" content="Rosa Valley"><meta name="dcterms.date" content="2024-05-02">
<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.de">
</head><body><main>
<h1>Steam, <em>and</em> what follows<a href="#fn0" role="doc-noteref"><sup>*</sup></a></h1>
<p><em><strong>A short history</strong> of irons.</em></p>
<figure><img src="pictures/iron.png" alt="A hot iron" width="300"><figcaption>An iron, 1931</figcaption></figure>
<p>The first paper was called <i lang="fr">Le Lavoir de la rue</i>, and it had
<a href="https://example.org/a_(b)?c=1&amp;d=2">four <b>thin</b> pages</a>.<sup><a href="#fn1" id="ref1">1</a></sup></p>
<h2>Tools</h2>
<ul><li>irons</li><li>boards<ol><li>long</li><li><p>short</p><p>with a second paragraph</p></li></ol></li>
<li><code>steam --hot</code></li></ul>
<h3>Older tools</h3>
<ol start="5"><li>five</li><li>six</li></ol>
<blockquote><p>“Never let it cool,” she said.</p><blockquote>“Never?”</blockquote></blockquote>
<p>Water boils; H<sub>2</sub>O does not care.<br>
This is a new line, with the note again<sup><a href="#fn1">1</a></sup> and another<sup><a href="#fn2">2</a></sup>.</p>
<hr>
<h4>Very old tools</h4>
<p>Stones. See <a href="../other.html">the other page</a>.</p>
<h2>Afterword</h2>
<p>Last words.</p>
<p>Source: <a href="https://example.org/gazette">The <em>Marl Street</em> Gazette</a></p>
<hr>
<h2>Notes</h2>
<div id="fn0">* A note to the title.</div>
<ol><li id="fn1"><p>See <strong>page 3</strong>.</p><blockquote><p>It was thin.</p></blockquote>
<p><a href="#ref1">↩︎</a></p></li>
<li id="fn2">Two.<sup><a href="#fn3">3</a></sup></li><li id="fn3">Three, in the end.</li></ol>
</main></body></html>
"""


def _en(text: str) -> Text:
    return Text(text, "en-GB")


def _paragraph(text: str) -> Paragraph:
    return Paragraph((_en(text),))


RICH = Article(
    name="steam",
    language="en-GB",
    title=(_en("Steam, "), Emphasis((_en("and"),)), _en(" what follows"), NoteMarker("1")),
    standfirst=(Strong((_en("A short history"),)), _en(" of irons.")),
    authors=((_en("Rosa Valley"),),),
    date=datetime.date(2024, 5, 2),
    licence="CC BY-SA 4.0",
    phrases=(Phrase("Le Lavoir de la rue", "fr"),),
    source=(_en("The "), Emphasis((_en("Marl Street"),)), _en(" Gazette")),
    source_address="https://example.org/gazette",
    blocks=(
        Figure(Image("pictures/iron.png", (_en("A hot iron"),), (_en("An iron, 1931"),))),
        Paragraph(
            (
                _en("The first paper was called "),
                Emphasis((Text("Le Lavoir de la rue", "fr"),)),
                _en(", and it had "),
                Link((_en("four "), Strong((_en("thin"),)), _en(" pages")), "https://example.org/a_(b)?c=1&d=2"),
                _en("."),
                NoteMarker("2"),
            )
        ),
        Heading(2, (_en("Tools"),)),
        ListBlock(
            False,
            (
                (_paragraph("irons"),),
                (
                    _paragraph("boards"),
                    ListBlock(
                        True, ((_paragraph("long"),), (_paragraph("short"), _paragraph("with a second paragraph")))
                    ),
                ),
                (Paragraph((Code("steam --hot"),)),),
            ),
        ),
        Heading(3, (_en("Older tools"),)),
        ListBlock(True, ((_paragraph("five"),), (_paragraph("six"),)), 5),
        Quotation((_paragraph("“Never let it cool,” she said."), Quotation((_paragraph("“Never?”"),)))),
        Paragraph(
            (
                _en("Water boils; H₂O does not care."),
                LineBreak(),
                _en("This is a new line, with the note again"),
                NoteMarker("2"),
                _en(" and another"),
                NoteMarker("3"),
                _en("."),
            )
        ),
        Divider(),
        Heading(4, (_en("Very old tools"),)),
        Paragraph((_en("Stones. See "), Link((_en("the other page"),), "../other.html"), _en("."))),
        Heading(2, (_en("Afterword"),)),
        _paragraph("Last words."),
    ),
    notes=(
        Note("1", (_paragraph("A note to the title."),)),
        Note(
            "2",
            (
                Paragraph((_en("See "), Strong((_en("page 3"),)), _en("."))),
                Quotation((_paragraph("It was thin."),)),
            ),
        ),
        Note("3", (Paragraph((_en("Two."), NoteMarker("4"))),)),
        Note("4", (_paragraph("Three, in the end."),)),
    ),
)


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_markdown_and_html_give_one_rich_article(read_text: ReadText, suffix: str) -> None:
    text, facts = {".md": (RICH_MARKDOWN, ""), ".html": (RICH_HTML, 'language = "en-GB"\n')}[suffix]
    reading = read_text(f"steam{suffix}", text, facts, pictures=("pictures/iron.png",))
    assert _differences(reading.article, RICH) == []
    assert reading.article == RICH
    assert reading.findings == ()
    for segmentation in ("sentence", "paragraph"):
        assert localised(RICH, identity, "en-GB", segmentation) == RICH  # type: ignore[arg-type]
