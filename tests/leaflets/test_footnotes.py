"""Notes at the foot of a page stay with the line that calls them, under one column and under two."""

from __future__ import annotations

import io

import pikepdf
import pytest

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
