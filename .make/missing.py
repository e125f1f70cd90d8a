"""Prints what this Python and this machine lack for set-up, one word a line; nothing when all is there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

LIBRARIES = {
    "pango": "pango-1.0",
    "pangoft2": "pangoft2-1.0",
    # WeasyPrint can do without it, but then writes a PDF five to twenty times slower, and with other bytes.
    "harfbuzz-subset": "harfbuzz-subset",
}


def missing() -> Iterator[str]:
    if find_spec("ctypes") is None:
        yield "python"
        yield from LIBRARIES
    else:
        yield from (need for need, library in LIBRARIES.items() if not loads(library))
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        yield "venv"


def loads(library: str) -> bool:
    """Whether the shared library can be loaded, by the names that WeasyPrint tries."""
    import ctypes.util

    for name in (f"lib{library}.so.0", f"lib{library}.0.dylib", ctypes.util.find_library(library)):
        try:
            if name is not None:
                ctypes.CDLL(name)
                return True
        except OSError:
            continue
    return False


if __name__ == "__main__":
    for need in missing():
        print(need)
