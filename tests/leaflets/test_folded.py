"""Booklets and folded leaflets: their sheets are full, and what does not fit is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pdf
import pytest
from conftest import Run
from support import NAME, copy_of_publication

from publish.errors import RenderError
from publish.languages import language
from publish.render.leaflets import with_fillers
from publish.render.passes.imposition import TRIFOLD_PANELS
from publish.render.pdf import PrintJob, pdf_of
from publish.render.recipe import Recipe

from .layouts import MM, path_of, said, squeezed

FOLDED = [
    (tag, format_) for format_ in ("booklet", "trifold") for tag in ("en", "fr", "de", "ja", "ar", "he", "el", "ru")
]


def sheet_of(library: Path, tag: str, format_: str) -> Path:
    return path_of(library, tag, "tools", f"{format_}-sheets")


def panels(pages: int) -> str:
    """A leaflet of that many panels, the last for credits."""
    sizes = {number: panel.width for number, panel in TRIFOLD_PANELS["ltr"].items()}
    rules = " ".join(f"@page :nth({number}) {{ size: {width}mm 210mm }}" for number, width in sizes.items())
    texts = "".join(f"<p>{'word ' * 20}{number}</p>" for number in range(pages))
    spare = "".join(f'<section class="s{number}">Spare</section>' for number in range(1, 5))
    shown = " ".join(
        f".fill-{count} .s{number} {{ display: block }}" for count in range(5) for number in range(1, count + 1)
    )
    style = f"{rules} p + p, footer, section {{ break-before: page }} section {{ display: none }} {shown}"
    return (
        f'<html lang="en"><head><title>x</title><style>{style}</style></head>'
        f'<body class="fill-0">{texts}{spare}<footer>Credits</footer></body></html>'
    )


@pytest.mark.parametrize(("tag", "format_"), FOLDED)
def test_the_last_page_of_the_sheets_has_the_credits(tag: str, format_: str, library: Path) -> None:
    sides = pdf.pages(sheet_of(library, tag, format_))
    assert len(sides) == 2, "one sheet, both sides"
    count = 4 if format_ == "booklet" else 6
    outside = squeezed("".join(word.text for word in sides[0].words))
    if language(tag).direction == "rtl":
        # Poppler gives boxes of letters in the order they are drawn; the numbers are enough.
        assert outside.count(str(count)) >= 2
        return
    number = said(tag, "Page %(page)s of %(pages)s").replace("%(page)s", str(count)).replace("%(pages)s", str(count))
    assert squeezed(number) in outside


@pytest.mark.parametrize(("direction", "left"), [("ltr", 197), ("rtl", 0)])
def test_the_front_is_the_last_panel_outside_in_the_direction_of_reading(
    direction: str, left: int, library: Path
) -> None:
    tag = "ar" if direction == "rtl" else "en"
    outside = pdf.pages(sheet_of(library, tag, "trifold"))[0]
    title = max(outside.words, key=lambda word: word.height)
    assert left * MM < title.left <= title.right < (left + 100) * MM


@pytest.mark.parametrize(("texts", "spare"), [(1, 4), (4, 1), (5, 0)])
def test_a_folded_leaflet_is_filled_up_with_spare_pages(texts: int, spare: int, tmp_path: Path) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(pdf_of(PrintJob(panels(texts), Recipe("trifold", sheets=True))).pdf)
    sides = pdf.pages(path)
    assert len(sides) == 2
    words = [word.text for side in sides for word in side.words]
    assert (words.count("Spare"), words.count("Credits")) == (spare, 1)


@pytest.mark.parametrize(("texts", "spare"), [(1, 2), (2, 1), (3, 0), (4, 3)])
def test_a_booklet_is_filled_up_with_spare_pages(texts: int, spare: int, tmp_path: Path) -> None:
    path = tmp_path / "leaflet.pdf"
    html = re.sub("@page :nth.*?}", "", panels(texts)).replace("<style>", "<style>@page { size: 148mm 210mm }")
    path.write_bytes(pdf_of(PrintJob(html, Recipe("booklet", sheets=True))).pdf)
    sides = pdf.pages(path)
    assert len(sides) == (texts + spare + 1) // 2
    assert [word.text for side in sides for word in side.words].count("Spare") == spare
    assert "Credits" in [word.text for word in sides[0].words], "not on the back"


def test_a_text_that_is_too_long_is_refused_and_told_by_how_much() -> None:
    with pytest.raises(
        RenderError, match=r"needs 8 panels and a folded leaflet has 6: about 1[0-9]{2} of its 6[0-9]{2} cha"
    ):
        pdf_of(PrintJob(panels(7), Recipe("trifold", sheets=True)))


def test_this_article_is_refused_in_one_line(tmp_path: Path, run: Run) -> None:
    folder = copy_of_publication(tmp_path / "publication")
    outcome = run("build", "--format", "trifold", "--locale", "de", folder=folder)
    assert outcome.code == 1
    (line,) = outcome.errors
    assert line.startswith(f"output/de/{NAME}-trifold-sheets.pdf: the text needs ")
    assert "characters are too many; shorten it, or choose another format" in line
    assert not (folder / f"output/de/{NAME}-trifold-sheets.pdf").exists()


def test_a_title_is_not_taken_for_the_number_of_spare_pages() -> None:
    page = '<head><title>Peace fill-0</title></head><body class="booklet screen fill-0"><h1>Peace fill-0</h1></body>'
    assert with_fillers(page, 2) == page.replace('screen fill-0"', 'screen fill-2"')
