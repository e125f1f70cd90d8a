"""Notes at the foot of a page stay with the line that calls them, under one column and under two."""

from __future__ import annotations

import io
from itertools import pairwise
from types import SimpleNamespace

import pikepdf
import pytest

from publish.render import footnote_area
from publish.render.pdf import PrintJob, pdf_of
from publish.render.recipe import Recipe

from .layouts import places_in

NOTES = 24

STYLE = """\
@page {{ size: 105mm 148mm; margin: 10mm; @footnote {{ border-top: 1pt solid; margin-top: {gap}; padding-top: 1mm }} }}
html {{ font: {size} "Noto Serif" }} main {{ columns: {columns} }} p {{ margin: 0; orphans: 1; widows: 1 }}
.footnote {{ float: footnote; footnote-policy: line; font-size: .8em }}
.footnote::footnote-call, .footnote::footnote-marker {{ content: none }}
"""


def page(columns: str, size: str, gap: str) -> str:
    paragraphs = "".join(
        f'<p>{"Some words of a text. " * (3 + number % 5)}<a id="marker-{number}" href="#note-{number}">{number}</a>'
        f'<span class="footnote" id="note-{number}">{number} {"What a note says. " * (1 + number % 3)}'
        f'<a href="#marker-{number}">back</a></span>{" And more of it." * (number % 4)}</p>'
        for number in range(1, NOTES + 1)
    )
    style = STYLE.format(columns=columns, size=size, gap=gap)
    return f'<html lang="en"><title>x</title><style>{style}</style><body><main>{paragraphs}</main>'


@pytest.mark.parametrize("gap", ["0", "13pt"])
@pytest.mark.parametrize("size", ["9.2pt", "10.6pt", "13.1pt"])
@pytest.mark.parametrize("columns", ["auto", "2"])
def test_notes_stand_on_the_page_that_calls_them(columns: str, size: str, gap: str) -> None:
    printed = pdf_of(PrintJob(page(columns, size, gap), Recipe()))
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        places = places_in(document)
        count = len(document.pages)
    numbers = range(1, NOTES + 1)
    late = [places[f"note-{number}"] - places[f"marker-{number}"] for number in numbers]
    if columns == "2":
        # Where both columns are full, WeasyPrint may send the page's last note to the next one.
        assert sum(late) <= 2
        assert set(late) <= {0, 1}
    else:
        assert set(late) == {0}
    assert len(set(places.values())) == count, "a page without text"


HEAD = "<header><h1>A title over both columns</h1><p>What the text is about, in a line or two.</p></header>"
BACK = '<footer style="break-before: avoid; break-inside: avoid">Credits<br>in<br>four<br>lines</footer>'


def article(sentences: int) -> str:
    """Three paragraphs with notes, and one of so many sentences."""
    text = page("2", "9.2pt", "13pt").replace("<body>", f"<body>{HEAD}") + BACK
    start, end = text.index("<p>", text.index("<main>")), text.index("</main>")
    notes = "".join(f"{part}</p>" for part in text[start:end].split("</p>")[:3])
    return f"{text[:start]}{notes}<p>{'Some words of a text. ' * sentences}</p>{text[end:]}"


@pytest.mark.parametrize("sentences", range(1, 22, 2))
def test_no_title_stands_alone_on_its_page(sentences: int) -> None:
    """Whether the text has just room on one page or just not."""
    with pikepdf.open(io.BytesIO(pdf_of(PrintJob(article(sentences), Recipe())).pdf)) as document:
        places = places_in(document)
    assert places["marker-1"] == places["note-1"] == 0


def test_notes_from_one_line_fill_as_many_pages_as_they_need() -> None:
    notes = "".join(
        f'<a id="marker-{number}" href="#note-{number}">{number}</a><span class="footnote" id="note-{number}">'
        f'{number} {"What a note says. " * 30}<a href="#marker-{number}">back</a></span>'
        for number in range(1, NOTES + 1)
    )
    start, _, _ = page("auto", "9.2pt", "13pt").partition("<p>")
    with pikepdf.open(io.BytesIO(pdf_of(PrintJob(f"{start}<p>A{notes}</p></main>", Recipe())).pdf)) as document:
        places = places_in(document)
    pages = [places[f"note-{number}"] for number in range(1, NOTES + 1)]
    assert all(before <= after for before, after in pairwise(pages))
    assert len(set(pages)) > 1


def test_functions_that_take_other_things_are_not_replaced() -> None:
    from weasyprint.layout import LayoutContext, block

    assert footnote_area._is_known(LayoutContext, block)
    assert not footnote_area._is_known(
        LayoutContext, SimpleNamespace(**vars(block) | {"_in_flow_layout": lambda context: context})
    )
