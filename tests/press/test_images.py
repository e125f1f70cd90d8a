"""Pictures too coarse to print, at the size at which they are printed."""

from __future__ import annotations

import pytest

from publish.render.passes.images import low_resolution, printed_images
from publish.render.passes.imposition import booklet

from .samples import address, opened, printed, rainbow


def page(width: str, pixels: tuple[int, int] = (300, 200), kind: str = "PNG") -> bytes:
    source = address(rainbow(*pixels), kind)
    return printed(f'<p>first</p><img alt="" src="{source}" style="width:{width}; break-before:page; display:block">')


@pytest.mark.parametrize(("width", "dpi"), [("1in", 300), ("2in", 150), ("96px", 300), ("25.4mm", 300)])
def test_resolution_is_counted_as_printed(width: str, dpi: int) -> None:
    (image,) = printed_images(opened(page(width)))
    assert (image.page, image.width, image.height) == (2, 300, 200)
    assert image.dpi == pytest.approx(dpi, rel=0.01)


@pytest.mark.parametrize(("width", "is_coarse"), [("1in", False), ("0.5in", False), ("1.1in", True), ("4in", True)])
def test_coarse_pictures_are_warned_of(width: str, is_coarse: bool) -> None:
    assert bool(low_resolution(opened(page(width)))) is is_coarse


def test_the_warning_says_which_picture_is_wanted() -> None:
    (finding,) = low_resolution(opened(page("2in")))
    assert finding.severity == "warning"
    assert finding.message == (
        "page 2: a picture of 300 × 200 pixels prints at 150 dpi, and print shops ask for 300; "
        "use one of 600 × 400 pixels, or print it smaller"
    )


def test_the_coarser_direction_counts() -> None:
    source = address(rainbow(300, 300), "PNG")
    (image,) = printed_images(opened(printed(f'<img alt="" src="{source}" style="width:1in;height:3in">')))
    assert image.dpi == pytest.approx(100, rel=0.01)


def test_pictures_are_found_on_sheets_too() -> None:
    pdf = opened(page("2in"))
    booklet(pdf, direction="ltr")
    (image,) = printed_images(pdf)
    assert image.dpi == pytest.approx(150, rel=0.01)
    assert image.page == 2
