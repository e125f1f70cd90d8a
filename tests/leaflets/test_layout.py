"""What a typographer looks for in every format and language: nothing sticks out, nothing is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import pdf
import pikepdf
import pytest
from support import NAME

from publish.languages import language

from .conftest import FORMATS
from .layouts import LAYOUTS, MM, column_of, headings, leading, path_of, places, said, squeezed

TAGS = ("fr", "de", "ja")
SCRIPTS = ("en", "fr", "es", "de", "ja", "ar", "he", "el", "ru")
NOTES = 11

ARTICLES = [(tag, format_) for format_ in FORMATS for tag in TAGS]
SHORT_TEXTS = [(tag, format_) for format_ in FORMATS for tag in SCRIPTS]


def ink(word: pdf.Word) -> tuple[float, float]:
    """Where the ink of a word begins and ends: full-width brackets and stops have a blank half."""
    left = word.left + (0.5 * word.height if word.text[0] in "（「『［〔【〈《｛" else 0)
    return left, word.right - (0.5 * word.height if word.text[-1] in "。、，．）」』】〉》］〕｝" else 0)


def over_the_edge(path: Path, format_: str) -> Iterator[str]:
    """The words that leave their column or page."""
    layout = LAYOUTS[format_]
    for number, page in enumerate(pdf.pages(path), 1):
        assert (round(page.width), round(page.height)) == (round(layout.width), round(layout.height))
        for word in page.words:
            if not word.is_huge and not (
                layout.side - 1 <= ink(word)[0] <= ink(word)[1] <= layout.width - layout.side + 1
                and 0 < word.top < word.bottom < layout.height
            ):
                yield f"page {number}: {word}"


def over_the_gap(path: Path, format_: str) -> Iterator[str]:
    """The words of a text in two columns that stand in the gap between them."""
    layout = LAYOUTS[format_]
    middle, half = layout.width / 2, 3 * MM
    for number, page in enumerate(pdf.pages(path), 1):
        body = page.body
        tops = [word.top for word in body if column_of(word, layout) >= 0]
        wide = [place for place, word in enumerate(body) if column_of(word, layout) < 0]
        # Before the text stand title and standfirst over both columns, after it the credits.
        first = max((place for place in wide if number == 1 and place < len(body) / 3), default=-1)
        last = min((place for place in wide if place > 2 * len(body) / 3), default=len(body))
        yield from (f"page {number}: {body[place]}" for place in wide if first < place < last)
        for word in body[first + 1 : last]:
            inside = ink(word)[0] < middle + half and ink(word)[1] > middle - half
            if inside and word.top > min(tops) + 150 and word.bottom < max(tops) - 150:
                yield f"page {number}, in the gap: {word}"


@pytest.mark.parametrize(("tag", "format_"), ARTICLES)
def test_no_word_leaves_its_column(tag: str, format_: str, article: Path) -> None:
    path = path_of(article, tag, NAME, format_)
    assert list(over_the_edge(path, format_)) == []
    if LAYOUTS[format_].columns == 2:
        assert list(over_the_gap(path, format_)) == []


@pytest.mark.parametrize(("tag", "format_"), SHORT_TEXTS)
def test_no_word_leaves_its_page_in_any_script(tag: str, format_: str, library: Path) -> None:
    assert list(over_the_edge(path_of(library, tag, "tools", format_), format_)) == []


@pytest.mark.parametrize(("tag", "format_"), ARTICLES)
def test_every_page_has_its_header_and_number(tag: str, format_: str, article: Path) -> None:
    path = path_of(article, tag, NAME, format_)
    pages = pdf.pages(path)
    with pikepdf.open(path) as document:
        title = squeezed(str(document.docinfo.Title))
    for number, page in enumerate(pages, 1):
        margins = squeezed("".join(word.text for word in page.margins))
        counted = said(tag, "Page %(page)s of %(pages)s")
        counted = counted.replace("%(page)s", str(number)).replace("%(pages)s", str(len(pages)))
        assert squeezed(counted) in margins
        assert squeezed(said(tag, "Machine draft, not reviewed")) in margins
        assert "".join(word.text for word in page.watermark) == said(tag, "Draft")
        has_title = title[:14] in margins
        verso = format_ == "booklet" and number % 2 == 0
        assert has_title is (number > 1 and not verso)


@pytest.mark.parametrize("format_", ["a4", "letter"])
@pytest.mark.parametrize("tag", TAGS)
def test_the_columns_of_the_last_page_are_of_one_height(tag: str, format_: str, article: Path) -> None:
    layout = LAYOUTS[format_]
    page = pdf.pages(path_of(article, tag, NAME, format_))[-1]
    notes = squeezed(said(tag, "Notes"))
    end = next((word.top for word in page.body if squeezed(word.text) == notes and column_of(word, layout) == 0), 1e9)
    text = [word for word in page.body if word.bottom < end]
    lowest = [max((word.bottom for word in text if column_of(word, layout) == side), default=0.0) for side in (0, 1)]
    # Two lines of a paragraph stay together at a column's foot, so that it may be shorter by them.
    assert abs(lowest[0] - lowest[1]) < 2.5 * leading(page)


@pytest.mark.parametrize(("tag", "format_"), ARTICLES)
def test_a_heading_stands_above_its_text(tag: str, format_: str, article: Path) -> None:
    layout = LAYOUTS[format_]
    words = [
        (number, word)
        for number, page in enumerate(pdf.pages(path_of(article, tag, NAME, format_)))
        for word in page.body
    ]
    texts = [squeezed(word.text) for _, word in words]
    wanted = headings(article, tag, NAME)
    assert len(wanted) == 4
    for heading in wanted:
        _, end = found(texts, squeezed(heading))
        (page, word), (next_page, next_word) = words[end - 1], words[end]
        assert (next_page, column_of(next_word, layout)) == (page, column_of(word, layout)), heading
        lines = [other for number, other in words[end:] if number == page and other.top > word.top]
        below = {round(other.bottom) for other in lines if column_of(other, layout) == column_of(word, layout)}
        assert len(below) >= 2, f"only one line below “{heading}”"


def found(texts: list[str], wanted: str) -> tuple[int, int]:
    """Where words that make up a text begin and end."""
    for start in range(len(texts)):
        joined, end = "", start
        while end < len(texts) and len(joined) < len(wanted) and wanted.startswith(joined):
            joined += texts[end]
            end += 1
        if joined == wanted:
            return start, end
    raise AssertionError(f"{wanted} is not there")


@pytest.mark.parametrize("tag", TAGS)
def test_a_heading_at_the_top_of_a_column_stands_on_its_first_line(tag: str, article: Path) -> None:
    """In a narrow column one of them will stand there; the text's lines stand level all over the page."""
    layout = LAYOUTS["a4"]
    for page in pdf.pages(path_of(article, tag, NAME, "a4"))[1:-1]:
        bottoms = [
            min(word.bottom for word in page.body if column_of(word, layout) == side and word.height > 8)
            for side in (0, 1)
        ]
        assert abs(bottoms[0] - bottoms[1]) < 3


@pytest.mark.parametrize("tag", ["fr", "de"])
def test_note_markers_do_not_push_the_lines_apart(tag: str, article: Path) -> None:
    """In a booklet, whose notes stand in the text's lines until they are taken to the foot of the page."""
    all_pages = pdf.pages(path_of(article, tag, NAME, "booklet"))
    step = leading(all_pages[1])
    height = median(word.height for word in all_pages[1].body)
    for page in all_pages[1:-1]:
        lines = sorted({round(word.bottom, 1) for word in page.body if abs(word.height - height) < 0.3})
        gaps = [after - before for before, after in pairwise(lines) if after - before > 1]
        assert gaps
        assert max(abs(gap - round(gap / step) * step) for gap in gaps) < 0.4


@pytest.mark.parametrize(("tag", "format_"), ARTICLES)
def test_notes_and_markers_lead_to_each_other(tag: str, format_: str, article: Path) -> None:
    path = path_of(article, tag, NAME, format_)
    with pikepdf.open(path) as document:
        links = sorted(
            str(annotation.Dest)
            for page in document.pages
            for annotation in page.get("/Annots", [])
            if "/Dest" in annotation
        )
    assert links == sorted(f"{kind}-{number}" for kind in ("note", "marker") for number in range(1, NOTES + 1))


@pytest.mark.parametrize("tag", TAGS)
def test_a_note_stands_on_the_page_that_calls_it(tag: str, article: Path) -> None:
    found_at = places(path_of(article, tag, NAME, "booklet"))
    pages = [(found_at[f"marker-{number}"], found_at[f"note-{number}"]) for number in range(1, NOTES + 1)]
    assert [pair for pair in pages if pair[0] != pair[1]] == []
    assert len({page for page, _ in pages}) >= 3


@pytest.mark.parametrize(("tag", "format_"), SHORT_TEXTS)
def test_a_finished_text_has_no_mark_of_a_draft(tag: str, format_: str, library: Path) -> None:
    for page in pdf.pages(path_of(library, tag, "tools", format_)):
        assert "".join(word.text for word in page.watermark) != said(tag, "Draft")
        margins = squeezed("".join(word.text for word in page.margins))
        assert squeezed(said(tag, "Machine draft, not reviewed")) not in margins


@pytest.mark.parametrize("tag", ["ar", "he"])
def test_right_to_left_columns_begin_at_the_right(tag: str, library: Path) -> None:
    layout = LAYOUTS["a4"]
    page = pdf.pages(path_of(library, tag, "tools", "a4"))[0]
    assert language(tag).direction == "rtl"
    columns = [column_of(word, layout) for word in page.body if word.height > 8]
    order = [side for side in columns if side >= 0]
    assert order.index(1) < order.index(0)
