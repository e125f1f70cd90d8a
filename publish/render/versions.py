"""The versions a page depends on besides its text: packages and system libraries, for the manifest.

Cheap to ask, since every run asks: WeasyPrint is not imported, the libraries are only opened.
"""

from __future__ import annotations

import ctypes
import functools
import zlib
from collections.abc import Callable

from publish import __version__
from publish.render.font_files import font_versions, package_version

_PACKAGES = (
    *("weasyprint", "pydyf", "pyphen", "tinycss2", "cssselect2", "tinyhtml5", "pillow", "pikepdf"),
    *("fonttools", "uharfbuzz", "brotli", "jinja2", "babel", "lxml", "numpy", "segno"),
)


@functools.cache
def package_versions() -> dict[str, str]:
    """Python packages that shape a page, fonts included."""
    return {"publish": __version__} | {name: package_version(name) for name in _PACKAGES} | font_versions()


@functools.cache
def library_versions() -> dict[str, str]:
    """System libraries that find fonts, shape and write text; "absent" or "unknown" where one cannot be asked.

    The names are those WeasyPrint opens (its `text/ffi.py`), FreeType is what Pango and Fontconfig read fonts with.
    """
    return {
        "glib": _asked(("libglib-2.0.so.0", "libglib-2.0.0.dylib", "libglib-2.0-0.dll"), _glib),
        "fribidi": _asked(("libfribidi.so.0", "libfribidi.0.dylib", "libfribidi-0.dll"), _fribidi),
        "freetype": _asked(("libfreetype.so.6", "libfreetype.6.dylib", "libfreetype-6.dll"), _freetype),
        "fontconfig": _asked(("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), _fontconfig),
        "pango": _asked(("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), _pango),
        "harfbuzz": _asked(("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), _harfbuzz),
        # Without it WeasyPrint subsets fonts in Python: slower, and other bytes.
        "harfbuzz-subset": _asked(
            ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"), lambda _: "present"
        ),
        # What is inside a PDF is compressed with it, and builds of it differ.
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _asked(names: tuple[str, ...], ask: Callable[[ctypes.CDLL], str]) -> str:
    for name in names:
        try:
            return ask(ctypes.CDLL(name))
        except OSError:
            continue
        except (AttributeError, ValueError):
            return "unknown"
    return "absent"


def _glib(library: ctypes.CDLL) -> str:
    return ".".join(
        str(ctypes.c_uint.in_dll(library, f"glib_{part}_version").value) for part in ("major", "minor", "micro")
    )


def _fribidi(library: ctypes.CDLL) -> str:
    text = ctypes.c_char_p.in_dll(library, "fribidi_version_info").value or b""
    # "(GNU FriBidi) 1.0.8", then lines about how it was built.
    words = text.decode("ascii", "replace").partition("\n")[0].split()
    return words[-1] if words else "unknown"


def _freetype(library: ctypes.CDLL) -> str:
    handle = ctypes.c_void_p()
    if library.FT_Init_FreeType(ctypes.byref(handle)):
        return "unknown"
    numbers = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(handle, *map(ctypes.byref, numbers))
    library.FT_Done_FreeType(handle)
    return ".".join(str(number.value) for number in numbers)


def _fontconfig(library: ctypes.CDLL) -> str:
    return _dotted(library.FcGetVersion())


def _pango(library: ctypes.CDLL) -> str:
    return _dotted(library.pango_version())


def _dotted(number: int) -> str:
    """A version that a library gives as one number of two decimal places each: 21401 is 2.14.1."""
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz(library: ctypes.CDLL) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode("ascii"))
