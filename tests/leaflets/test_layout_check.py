"""A text that a layout loses, or puts off the page or over another, is found, and no leaflet is made of it."""

from __future__ import annotations

from typing import Any

import pytest

from publish.errors import RenderError
from publish.render import pdf
from publish.render.layout_check import check, found_faults, squeezed
from publish.render.pdf import PrintJob, pdf_of
from publish.render.recipe import Recipe

STYLE = """\
@page { size: 105mm 148mm; margin: 10mm; @footnote { margin-top: 4mm } @bottom-center { content: "page" } }
html { font: 10pt/14pt "Noto Serif" } p { margin: 0 } .columns { columns: 2; column-gap: 5mm } .hidden { display: none }
.footnote { float: footnote; footnote-policy: line }
.footnote::footnote-call, .footnote::footnote-marker { content: none }
"""
WORDS = "Some words of a text. "


def page(body: str, style: str = "") -> str:
    return f'<html lang="en"><title>x</title><style>{STYLE}{style}</style><body>{body}'


def note(number: int, words: int) -> str:
    return f'{number}<span class="footnote" id="note-{number}">{"what a note says " * (words // 4)}</span>'


def laid_out(html: str) -> Any:
    pdf.use_own_fonts_only(html, ())
    return pdf._Renderer().layout(html)


FITS = {
    "a text": f"<p>{WORDS * 300}</p>",
    "hyphenated words": f'<p style="hyphens: auto; width: 20mm">{"incomprehensibilities and well-known " * 20}</p>',
    "columns": f'<div class="columns"><p>{WORDS * 200}</p></div>',
    "notes": f"<p>{' '.join(WORDS + note(number, 20) for number in range(1, 20))}</p>",
    "what a style hides": f'<p>{WORDS}<span class="hidden">not shown</span></p><div class="hidden">nor this</div>',
    "a style's own words": f'<style>p::before {{ content: "before " }}</style><p>{WORDS}</p>',
    "capitals": '<p style="text-transform: uppercase">Straße und Weg</p>',
    "a first letter": f"<style>p::first-letter {{ font-size: 2em }}</style><p>{WORDS}</p>",
    "right to left": '<p dir="rtl" lang="ar" style="font-family: Noto Sans Arabic">نص قصير (32) هنا</p>',
    "raised and level marks": f'<p>{WORDS}<sup style="line-height: 1">1</sup><i style="line-height: 0">x</i></p>' * 30,
    "a mark across the page": f'<p>{WORDS}</p><p style="transform: rotate(-55deg); width: 200mm">Draft</p>',
}

FAULTS = {
    "a note higher than a page": (
        f"<p>{WORDS}{note(7, 900)}</p>",
        "",
        r'note 7 would run off the edge of page \d; .*set notes = "end"',
    ),
    "a block that is not parted": (
        f'<p style="display: inline-block">{WORDS * 400}</p>',
        "",
        r"“Some words of a text. Some…” would run off the edge of page 1; .*choose another format",
    ),
    "a word in a narrow column": (
        f'<div class="columns"><p>{"w" * 20}</p><p>{WORDS * 20}</p></div>',
        "",
        r"“w+” would be printed over other text on page 1",
    ),
    "a word beyond the paper": (f"<p>{'w' * 80}</p>", "", "“w+…” would run off the edge of page 1"),
    "lines beside the paper": (f"<p>{WORDS}</p>", "p { margin-left: -40mm }", "off the edge of page 1"),
    "a place off the paper": (f"<p>{WORDS}</p>", "p { position: absolute; top: -20mm }", "off the edge of page 1"),
}


@pytest.mark.parametrize("name", FITS)
def test_what_fits_has_no_faults(name: str) -> None:
    layout = laid_out(page(FITS[name]))
    assert list(found_faults(layout.pages, layout.given)) == []
    assert layout.given


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_is_an_error(name: str) -> None:
    body, style, message = FAULTS[name]
    with pytest.raises(RenderError, match=message) as caught:
        pdf_of(PrintJob(page(body, style), Recipe()))
    assert "\n" not in str(caught.value)


def test_a_word_that_only_leaves_its_column_is_a_warning() -> None:
    printed = pdf_of(PrintJob(page(f"<p>{'w' * 31}</p>"), Recipe()))
    assert len(printed.warnings) == 1
    assert "on page 1 is wider than its column" in printed.warnings[0]


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("kind", ["line", "paragraph", "note", "page"])
def test_a_planted_loss_is_found(kind: str, place: str) -> None:
    """Whatever a layout is robbed of after the fact is missed."""
    paragraphs = "".join(f"<p>{number} {WORDS * 12}{note(number, 12)} end</p>" for number in range(1, 13))
    layout = laid_out(page(f"<main>{paragraphs}</main>"))
    pages = list(layout.pages)
    assert check(pages, layout.given) == ()
    if kind == "page":
        del pages[chosen(range(len(pages)), place)]
    else:
        parent, child = chosen([pair for box in pages for pair in pairs(box, kind)], place)
        parent.children = [other for other in parent.children if other is not child]
    assert [fault for fault in found_faults(pages, layout.given) if fault.kind == "lost"]
    with pytest.raises(RenderError, match="would be lost, in whole or in part"):
        check(pages, layout.given)


def pairs(box: Any, kind: str) -> list[tuple[Any, Any]]:
    """Boxes of a kind, each with the box around it."""
    found = []
    for child in getattr(box, "children", ()):
        is_note = child.element is not None and child.element.get("class") == "footnote"
        name = type(child).__name__
        wanted = {
            "line": name == "LineBox" and child.element_tag == "p",
            "paragraph": name == "BlockBox" and child.element_tag == "p",
            "note": is_note and name == "BlockBox",
        }
        if wanted[kind]:
            found.append((box, child))
        found += pairs(child, kind)
    return found


def chosen(things: Any, place: str) -> Any:
    return things[{"first": 0, "middle": len(things) // 2, "last": -1}[place]]


@pytest.mark.parametrize(("dx", "dy"), [(-200, 0), (400, 0), (0, -300), (0, 800)])
def test_a_paragraph_moved_off_its_page_is_found(dx: float, dy: float) -> None:
    layout = laid_out(page(f"<p>{WORDS}</p>"))
    ((_, paragraph),) = pairs(layout.pages[0], "paragraph")
    paragraph.translate(dx, dy)
    assert {fault.kind for fault in found_faults(layout.pages, layout.given)} == {"off the page"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [("Emprunter", "Emprun\u2010ter"), ("well-known", "well-\nknown"), ("a b", "a\u00a0b"), ("Straße", "STRASSE")],
)
def test_what_lines_do_to_a_text_is_no_loss(given: str, shown: str) -> None:
    assert squeezed(given) == squeezed(shown)
