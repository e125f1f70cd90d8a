"""Sheets as a person prints and folds them: which page stands where, and that nothing but paper separates them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pdf as poppler
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import RenderError
from publish.render.passes.imposition import (
    TRIFOLD_HEIGHT,
    TRIFOLD_PANELS,
    Direction,
    booklet,
    booklet_pair,
    trifold,
)

from .preflight import boxes
from .samples import numbered, opened, panels

MM = 72 / 25.4
BOTH: tuple[Direction, ...] = ("ltr", "rtl")


def folded(sides: list[tuple[int, int]], direction: Direction) -> list[int]:
    """The pages of a booklet as one turns them: `sides` are left and right of each side of each sheet, outermost first.

    A sheet turned over on its short edge has behind its right half the left half of its other side.
    """
    leaves: list[tuple[int, int]] = []
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    if direction == "ltr":
        leaves += [(front[1], back[0]) for front, back in sheets]
        leaves += [(back[1], front[0]) for front, back in reversed(sheets)]
    else:
        leaves += [(front[0], back[1]) for front, back in sheets]
        leaves += [(back[0], front[1]) for front, back in reversed(sheets)]
    return [page for leaf in leaves for page in leaf]


def standing(content: pikepdf.Pdf, folder: Path) -> list[list[tuple[float, str]]]:
    """Per side, the pages poppler finds there: where each begins in millimetres, and what it says."""
    path = folder / "sheets.pdf"
    content.save(path)
    return [
        sorted((word.left / MM, word.text) for word in page.words if word.text.startswith("p"))
        for page in poppler.pages(path)
    ]


@pytest.mark.parametrize("direction", BOTH)
@pytest.mark.parametrize("count", [4, 8, 12, 16])
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(
    count: int, direction: Direction, tmp_path: Path
) -> None:
    pdf = opened(numbered(count))
    booklet(pdf, direction=direction)
    found = standing(pdf, tmp_path)
    assert len(found) == count // 2
    sides = []
    for left, right in found:
        assert left[0] < 148.5 < right[0]
        sides.append((int(left[1][1:]), int(right[1][1:])))
    assert folded(sides, direction) == list(range(1, count + 1))
    for page in pdf.pages:
        assert [round(side / MM) for side in boxes(page)["/TrimBox"]] == [0, 0, 297, 210]


@given(st.integers(1, 40), st.sampled_from(BOTH))
def test_any_number_of_sheets_folds_into_the_right_order(sheets: int, direction: Direction) -> None:
    sides = [booklet_pair(side, 4 * sheets, direction) for side in range(2 * sheets)]
    assert folded(sides, direction) == list(range(4 * sheets))


def test_a_wrong_fold_is_noticed() -> None:
    sides = [booklet_pair(side, 8, "ltr") for side in range(4)]
    assert folded(sides, "rtl") != list(range(8))
    assert folded(sides[2:] + sides[:2], "ltr") != list(range(8))


@pytest.mark.parametrize(("count", "sides"), [(1, 2), (5, 4), (6, 4), (9, 6)])
def test_missing_pages_are_blank_and_at_the_end(count: int, sides: int, tmp_path: Path) -> None:
    pdf = opened(numbered(count))
    booklet(pdf, direction="ltr")
    found = standing(pdf, tmp_path)
    assert len(found) == sides
    assert sorted(text for side in found for _, text in side) == sorted(f"p{number + 1}" for number in range(count))
    first = found[0][-1]
    assert first[1] == "p1"
    assert first[0] > 148


@pytest.mark.parametrize("direction", BOTH)
def test_inner_sheets_move_towards_the_spine(direction: Direction, tmp_path: Path) -> None:
    pdf = opened(numbered(16))
    booklet(pdf, direction=direction, paper_mm=0.5)
    for side, words in enumerate(standing(pdf, tmp_path)):
        creep = side // 2 * 0.5
        (left, _), (right, _) = words
        assert left == pytest.approx(0.5 + 10 + creep, abs=0.1)
        assert right == pytest.approx(148.5 + 10 - creep, abs=0.1)


@pytest.mark.parametrize("direction", BOTH)
@pytest.mark.parametrize("bleed", [0, 3])
def test_bleed_is_kept_at_the_edges_and_not_at_the_spine(bleed: int, direction: Direction) -> None:
    pdf = opened(numbered(8, bleed))
    booklet(pdf, direction=direction)
    for page in pdf.pages:
        found = {name: [round(side / MM, 1) for side in box] for name, box in boxes(page).items()}
        # What is cut is as wide as two pages, what is not as wide as the paper.
        width = 296 if bleed else 297
        assert found["/BleedBox"] == [-bleed, -bleed, width + bleed, 210 + bleed]
        if bleed:
            assert found["/MediaBox"][0] < -bleed
        for form in dict(page.obj.Resources.XObject).values():
            left, bottom, right, top = (round(float(side) / MM, 1) for side in form.BBox)
            assert top - bottom == 210 + 2 * bleed
            assert right - left == pytest.approx(width / 2 + bleed, abs=0.4)
            # What lies beyond the spine is cut off, or it would print on the neighbour.
            assert 0 <= left <= 0.4 or 147.6 <= right <= 148


def test_fold_marks_stand_outside_the_trimmed_sheet() -> None:
    pdf = opened(numbered(4, 3))
    booklet(pdf, direction="ltr")
    lines = [
        [float(operand) for operand in instruction.operands]
        for instruction in pikepdf.parse_content_stream(pdf.pages[0], "m l")
    ]
    assert len(lines) == 4
    for x, y in lines:
        assert x == pytest.approx(148 * MM, abs=0.1)
        assert y <= -3 * MM + 0.01 or y >= 213 * MM - 0.01
    plain = opened(numbered(4, 3))
    booklet(plain, direction="ltr", marks=False)
    assert not pikepdf.parse_content_stream(plain.pages[0], "m l")


def test_the_panels_of_the_folded_leaflet_lie_back_to_back() -> None:
    for direction in BOTH:
        rows = TRIFOLD_PANELS[direction]
        for front, back in ((1, 3), (6, 4), (2, 5)):
            assert rows[front].side, rows[back].side == (1, 2)
            assert rows[front].width == rows[back].width
            assert rows[front].left + rows[front].width + rows[back].left == 297
        for side in (1, 2):
            spans = sorted((row.left, row.left + row.width) for row in rows.values() if row.side == side)
            assert [spans[0][0], spans[0][1], spans[1][1], spans[2][1]] == [0, spans[1][0], spans[2][0], 297]
        # The flap is the narrow one, and is turned in over the inside before the front closes.
        assert {number for number, row in rows.items() if row.width == 97} == {2, 5}
    assert TRIFOLD_PANELS["ltr"][1].left > TRIFOLD_PANELS["ltr"][6].left > TRIFOLD_PANELS["ltr"][2].left
    assert TRIFOLD_PANELS["rtl"][1].left < TRIFOLD_PANELS["rtl"][6].left < TRIFOLD_PANELS["rtl"][2].left


@pytest.mark.parametrize("direction", BOTH)
@pytest.mark.parametrize("bleed", [0, 3])
def test_a_folded_leaflet_has_its_panels_where_the_table_says(bleed: int, direction: Direction, tmp_path: Path) -> None:
    pdf = opened(panels((100, 97, 100, 100, 97, 100), bleed))
    trifold(pdf, direction=direction)
    found = standing(pdf, tmp_path)
    assert len(found) == 2
    left_edge = boxes(pdf.pages[0])["/MediaBox"][0] / MM
    for number, panel in TRIFOLD_PANELS[direction].items():
        places = [left for left, text in found[panel.side - 1] if text == f"p{number}"]
        assert places == [pytest.approx(panel.left + 8 - left_edge, abs=0.2)]
    assert boxes(pdf.pages[1])["/TrimBox"][2:] == [pytest.approx(297 * MM), pytest.approx(TRIFOLD_HEIGHT * MM)]


@pytest.mark.parametrize(
    ("widths", "said"),
    [
        ((100, 97, 100, 100, 97, 100, 100), "the text takes 7 panels and a folded leaflet has 6"),
        ((100, 100, 100, 100, 97, 100), "page 2 measures 100 × 210 mm where the sheet has room for 97 × 210 mm"),
    ],
)
def test_a_leaflet_that_does_not_fit_is_refused(widths: tuple[int, ...], said: str) -> None:
    with pytest.raises(RenderError, match=said):
        trifold(opened(panels(widths)), direction="ltr")


def test_pages_of_several_sizes_make_no_booklet() -> None:
    with pytest.raises(RenderError, match="page 2 measures 97 × 210 mm"):
        booklet(opened(panels((100, 97, 100, 100))), direction="ltr")


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def spoken(path: Path) -> list[str]:
    """The structure as poppler reads it, without the numbers of objects."""
    said = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout
    return [line for line in said.split("\n") if not line.strip().startswith("Object")]


@pytest.mark.parametrize("direction", BOTH)
def test_tags_and_links_survive_imposition(direction: Direction, tmp_path: Path) -> None:
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(numbered(6))
    pdf = opened(numbered(6))
    booklet(pdf, direction=direction)
    pdf.save(after)
    assert spoken(after) == spoken(before)
    assert any('"p3 "' in line or '"p3"' in line for line in spoken(after))

    with pikepdf.open(after) as pdf:
        sheets = {page.obj.objgen for page in pdf.pages}
        # A page that something still named would have stayed in the file.
        every = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Page"
        ]
        assert {page.objgen for page in every} == sheets
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        waiting, marked, referred = [pdf.Root.StructTreeRoot.K[0]], 0, 0
        while waiting:
            element = waiting.pop()
            for kid in kids(element):
                assert not isinstance(kid, int), "marked content that names no XObject"
                if kid.get("/Type") == "/MCR":
                    marked += 1
                    assert kid.Pg.objgen in sheets
                    forms = [form.objgen for form in dict(kid.Pg.Resources.XObject).values()]
                    assert kid.Stm.objgen in forms
                    assert parents[int(kid.Stm.StructParents)][int(kid.MCID)].objgen == element.objgen
                elif kid.get("/Type") == "/OBJR":
                    referred += 1
                    assert kid.Obj.objgen in [annotation.objgen for annotation in kid.Pg.Annots]
                    assert kid.Obj.P.objgen == kid.Pg.objgen
                    assert parents[int(kid.Obj.StructParent)].objgen == element.objgen
                else:
                    waiting.append(kid)
        assert (marked, referred) == (12, 6)


@pytest.mark.parametrize("direction", BOTH)
def test_links_lie_on_their_words_and_lead_to_their_targets(direction: Direction, tmp_path: Path) -> None:
    pdf = opened(numbered(8, 3))
    booklet(pdf, direction=direction)
    path = tmp_path / "sheets.pdf"
    pdf.save(path)
    sides = poppler.pages(path)
    places = list(pdf.Root.Names.Dests.Names)
    targets = {str(name): target for name, target in zip(places[::2], places[1::2], strict=True)}
    followed = []
    for side, page in zip(sides, pdf.pages, strict=True):
        left_edge, _, _, top_edge = boxes(page)["/MediaBox"]
        for annotation in page.obj.Annots:
            left, bottom, right, top = (float(value) for value in annotation.Rect)
            inside = [
                word.text
                for word in side.words
                if left < (word.left + word.right) / 2 + left_edge < right
                and bottom < top_edge - (word.top + word.bottom) / 2 < top
            ]
            target = targets[str(annotation.Dest)]
            index = next(i for i, each in enumerate(pdf.pages) if each.obj.objgen == target[0].objgen)
            edge, _, _, upper = boxes(pdf.pages[index])["/MediaBox"]
            near = [
                word.text
                for word in sides[index].words
                if abs(word.left + edge - float(target[2])) < 2 and 0 <= word.bottom - (upper - float(target[3])) < 40
            ]
            followed.append((inside, near))
    assert sorted(followed) == [([f"n{number}"], [f"p{number % 8 + 1}"]) for number in range(1, 9)]
