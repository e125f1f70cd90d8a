"""The versions a page depends on besides its text: packages and system libraries, for the manifest.

Cheap to ask, since every run asks: WeasyPrint is not imported, the libraries are only opened.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from importlib.metadata import version

from publish import __version__
from publish.render.fonts import font_versions

_PACKAGES = ("weasyprint", "pydyf", "pyphen", "fonttools", "jinja2", "babel")


@functools.cache
def package_versions() -> dict[str, str]:
    """Python packages that shape a page, fonts included."""
    return {"publish": __version__} | {name: version(name) for name in _PACKAGES} | font_versions()


@functools.cache
def library_versions() -> dict[str, str]:
    """System libraries that shape and write text; "absent" or "unknown" where one cannot be asked."""
    return {
        "pango": _asked(("libpango-1.0.so.0", "libpango-1.0.0.dylib"), _pango),
        "harfbuzz": _asked(("libharfbuzz.so.0", "libharfbuzz.0.dylib"), _harfbuzz),
        # Without it WeasyPrint subsets fonts in Python: slower, and other bytes.
        "harfbuzz-subset": _asked(("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"), lambda _: "present"),
    }


def _asked(names: tuple[str, ...], ask: Callable[[ctypes.CDLL], str]) -> str:
    for name in names:
        try:
            return ask(ctypes.CDLL(name))
        except OSError:
            continue
        except AttributeError:
            return "unknown"
    return "absent"


def _pango(library: ctypes.CDLL) -> str:
    number = library.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz(library: ctypes.CDLL) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode("ascii"))
