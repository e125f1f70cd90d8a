"""A QR code as a vector image for print: ISO/IEC 18004, error correction level M, with its quiet zone."""

from __future__ import annotations

import base64

from markupsafe import Markup

# In modules; the standard wants at least that much free on each side of a symbol.
_QUIET_ZONE = 4


def qr_image(address: str, label: str, colour: str = "#000") -> Markup:
    """An `img` element that shows the code of an address; `label` is said to those who cannot see it.

    The image is one path in one colour, so that a printer's black stays black ink: `device-cmyk(0 0 0 1)`.

    >>> qr_image("https://example.org", "Code")[:52]
    Markup('<img class="qr" alt="Code" src="data:image/svg+xml;b')
    """
    data = base64.b64encode(_svg(address, colour).encode()).decode("ascii")
    return Markup('<img class="qr" alt="{}" src="data:image/svg+xml;base64,{}">').format(label, data)


def _svg(address: str, colour: str) -> str:
    import segno

    matrix = segno.make_qr(address, error="m", boost_error=False).matrix
    size = len(matrix) + 2 * _QUIET_ZONE
    runs = "".join(
        f"M{left + _QUIET_ZONE} {top + _QUIET_ZONE}h{right - left}v1h{left - right}z"
        for top, row in enumerate(matrix)
        for left, right in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path fill="{colour}" d="{runs}"/></svg>'
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where the dark modules of a row begin and end."""
    edges = [place for place in range(len(row) + 1) if _is_dark(row, place) != _is_dark(row, place - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _is_dark(row: bytearray, place: int) -> bool:
    return 0 <= place < len(row) and bool(row[place])
