"""Lines as WeasyPrint lays them out once it has been taught: flush in Japanese, and nothing else moved."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from publish.render.fonts import use_own_fonts_only
from publish.render.typography import justified

WIDTH = 300.0
SIZE = 16.0
JAPANESE = (
    "ガザに対するイスラエルの攻勢は、ほかのいかなる問題にも例を見ない世界的な反乱を呼び起こしている。「二度と」など。"
)


@pytest.fixture(scope="module", autouse=True)
def taught() -> None:
    use_own_fonts_only()
    assert justified.install()
    assert justified.install(), "a second time does no harm"


Placed = tuple[str, float, float]
"""A text, where it begins and where it ends, in pixels from the line's left edge."""


def lines(body: str, language: str, direction: str = "ltr", align: str = "justify") -> list[list[Placed]]:
    import weasyprint

    css = f"""@page {{ size: {WIDTH}px 900px; margin: 0 }} body {{ margin: 0 }} .half {{ margin-inline-end: -.5em }}
      .gap {{ margin-inline-end: .25em }} p {{ margin: 0; text-align: {align};
      font: {SIZE}px/1.5 "Noto Serif", "Noto Serif JP" }} :lang(ja) {{ font-family: "Noto Serif JP" }}"""
    html = f"<!doctype html><html lang={language} dir={direction}><title>x</title><style>{css}</style><p>{body}</p>"
    page = weasyprint.HTML(string=html).render().pages[0]._page_box
    return [list(texts(line)) for line in found(page, "LineBox")]


def found(box: Any, kind: str) -> Iterator[Any]:
    if type(box).__name__ == kind:
        yield box
    for child in getattr(box, "children", ()):
        yield from found(child, kind)


def texts(line: Any) -> Iterator[Placed]:
    for box in found(line, "TextBox"):
        if box.text:
            yield box.text, box.position_x, box.position_x + box.width


def edges(line: list[Placed]) -> tuple[float, float]:
    return min(start for _, start, _ in line), max(end for _, _, end in line)


def drawn_width(text: str, room: list[float]) -> float:
    """How wide Pango draws a text between whose characters there is more room."""
    import weasyprint
    from weasyprint.text import line_break

    page = weasyprint.HTML(string=f'<p style="font: {SIZE}px Noto Serif JP">字').render().pages[0]._page_box
    style = next(found(page, "TextBox")).style
    layout = line_break.Layout(style)
    layout.set_text(text)
    before = line_break.line_size(layout.get_first_line()[0], style)[0]
    justified._spread(layout, room, line_break)
    return line_break.line_size(layout.get_first_line()[0], style)[0] - before


@pytest.mark.parametrize(
    ("text", "room", "more"),
    [
        ("漢字仮名", [2.0] * 4, 6.0),
        ("漢字仮名", [2.0, 2.0, 0.0, 0.0], 3.0),
        ("漢 字", [0.0, 4.0, 0.0], 4.0),
        ("漢字 for 仮名", [1.0, 1.0, 4.0, 0.0, 0.0, 0.0, 4.0, 1.0, 1.0], 11.0),
    ],
)
def test_pango_puts_half_of_the_room_on_either_side_but_not_at_the_ends(
    text: str, room: list[float], more: float
) -> None:
    assert drawn_width(text, room) == pytest.approx(more, abs=0.05)


@pytest.mark.parametrize(
    "body",
    [
        JAPANESE * 3,
        f"<span>{JAPANESE}</span><em>{JAPANESE}</em>{JAPANESE}",
        f"この<span lang=en>Workers for a Free Palestine</span>の旗印のもとに行われる。{JAPANESE * 2}",
        "".join(f"{text}<sup>1</sup>" for text in JAPANESE.split("、")) * 3,
        "ことだ――イスラエルが戦争状態に……ある。" * 6,
    ],
)
def test_japanese_lines_end_together(body: str) -> None:
    *full, last = lines(body, "ja")
    assert len(full) > 2
    for line in full:
        text = "".join(part for part, _, _ in line)
        left, right = edges(line)
        assert left == pytest.approx(-SIZE / 2 if text[0] == "「" else 0, abs=0.1), text
        assert right == pytest.approx(WIDTH, abs=0.2), text
        for (_, _, end), (_, start, _) in pairwise(line):
            assert -0.01 <= start - end < SIZE / 4, f"a hole or an overlap in {text}"
    assert edges(last)[1] < WIDTH


def test_a_line_that_cannot_be_filled_stays_ragged() -> None:
    body = "字" * 12 + "A" * 24 + "字" * 20
    assert edges(lines(body, "ja")[0])[1] == pytest.approx(12 * SIZE)


def test_the_blank_half_of_a_bracket_is_taken_off_at_both_ends_of_a_line() -> None:
    bracketed = "「" + "字" * 15 + "」、" + "字" * 30
    left, right = edges(lines(bracketed, "ja", align="start")[0])
    assert left == -SIZE / 2
    assert right == pytest.approx(17 * SIZE)


def test_a_gap_at_the_end_of_a_line_is_taken_off() -> None:
    body = "字" * 17 + '<span class="gap">字</span>2023' + "字" * 10
    assert edges(lines(body, "ja")[0])[1] == pytest.approx(WIDTH, abs=0.1)


FRENCH = (
    "La majorité des 25\u202f000 personnes, soit 18\u00a0% de la population de la ville, a manifesté le 7\u00a0octobre "
    "dans les rues de la ville et des villages qui l’entourent, au bord de la mer."
)


def test_no_break_spaces_at_numbers_keep_their_width_and_others_grow() -> None:
    words = " ".join(f"<b>{word}</b>".replace("\u00a0", "</b>\u00a0<b>") for word in FRENCH.split(" "))
    fixed, grown = [], []
    for line in lines(words, "fr")[:-1]:
        assert edges(line)[1] == pytest.approx(WIDTH, abs=0.1)
        for before, space, after in zip(line, line[1:], line[2:], strict=False):
            (fixed if space[0] == "\u00a0" else grown if space[0] == " " else []).append(after[1] - before[2])
    assert fixed == [pytest.approx(0.26 * SIZE, abs=0.1)] * 2
    assert min(grown) > 0.27 * SIZE


def test_a_no_break_space_at_a_dash_grows_with_the_space_after_it() -> None:
    body = "<b>eins</b>\u00a0<b>–</b> <b>zwei</b> <b>drei</b> " * 6
    line = lines(body, "de")[0]
    widths = [
        after[1] - before[2]
        for before, space, after in zip(line, line[1:], line[2:], strict=False)
        if not space[0].strip()
    ]
    assert len(widths) > 4
    assert widths == [pytest.approx(widths[0], abs=0.01)] * len(widths)
    assert widths[0] > 0.27 * SIZE


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("de", "ltr")])
def test_other_lines_end_together_too(language: str, direction: str) -> None:
    body = {
        "ar": "كتب <em>الناس في</em> كل <b>مكان</b> أنهم – مع السلام؛ ",
        "he": "אנשים <em>בכל מקום</em> כתבו <b>שהם</b> בעד – השלום; ",
        "de": "eins zwei drei <em>vier und</em> fünf <b>sechs</b> sieben – acht; ",
    }[language] * 4
    *full, _ = lines(body, language, direction)
    for line in full:
        left, right = edges(line)
        assert (left, right) == (pytest.approx(0, abs=0.2), pytest.approx(WIDTH, abs=0.2))


def test_another_version_is_left_alone(tmp_path: Path) -> None:
    code = """if True:
        import weasyprint
        from weasyprint.layout import inline
        from publish.render.typography import justified
        before = inline.justify_line, inline.text_align
        justified.VERSION = "71."
        assert not justified.install() and (inline.justify_line, inline.text_align) == before
        justified.VERSION = weasyprint.__version__
        inline.justify_line = lambda context, line: None
        assert not justified.install() and inline.text_align is before[1]
    """
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent.parent)


@pytest.mark.parametrize(
    "pair",
    ["カァ", "カッ", "かょ", "カー", "人々", "か。", "か」", "「か", "か・", "か？", "――", "……", "か％", "￥1", "か）"],
)
def test_pango_knows_where_japanese_lines_may_not_end(pair: str) -> None:
    from weasyprint.text.line_break import can_break_text

    assert not can_break_text(pair, "ja")
    assert can_break_text("漢字", "ja")


@pytest.mark.parametrize(("word", "is_flush"), [("word" * 3, True), ("x" * 34, False)])
def test_a_line_that_a_long_word_leaves_half_empty_is_not_stretched(word: str, is_flush: bool) -> None:
    first = lines(f"Some words here {word} and more words after it, up to the end.", "en")[0]
    assert (edges(first)[1] > WIDTH - 0.5) is is_flush


def test_an_opening_bracket_after_a_notes_number_moves_without_the_number() -> None:
    number, text, *_ = lines(f'<span style="display: inline-block; width: 20px">1 </span>「{JAPANESE}」', "ja")[0]
    assert number[:2] == ("1", 0.0)
    assert text[0].startswith("「")
    assert text[1] == pytest.approx(20 - SIZE / 2, abs=0.1)
