"""The QR code on the last page, read back from its drawing."""

from __future__ import annotations

import base64
import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from publish.render.leaflets import short_title
from publish.render.qr import qr_image

QUIET = 4


def modules(image: str) -> tuple[int, set[tuple[int, int]]]:
    """The size of a drawing and its dark modules, from the rectangles of its path."""
    data = re.search(r"base64,([^\"]+)", image)
    assert data
    svg = base64.b64decode(data[1]).decode()
    size = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert size
    dark = set()
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        dark |= {(int(left) + step, int(top)) for step in range(int(width))}
    return int(size[1]), dark


@given(st.from_regex(r"https://[a-z0-9.-]{3,40}/[a-zA-Z0-9/._-]{0,80}", fullmatch=True))
def test_the_drawing_is_the_code(address: str) -> None:
    code = segno.make_qr(address, error="m", boost_error=False)
    size, dark = modules(qr_image(address, "Code"))
    assert code.error == "M"
    assert size == len(code.matrix) + 2 * QUIET
    assert dark == {
        (column + QUIET, line + QUIET)
        for line, row in enumerate(code.matrix)
        for column, value in enumerate(row)
        if value
    }


def test_its_description_is_text() -> None:
    assert 'alt="&lt;b&gt; &#34;x&#34;"' in qr_image("https://example.org", '<b> "x"')


@given(st.text(min_size=1, max_size=80), st.integers(6, 60))
def test_a_short_title_is_never_wider_than_asked_for(title: str, width: int) -> None:
    from publish.render.leaflets import _width

    short = short_title(title, width)
    assert _width(short.rstrip("…")) <= width
    assert short
