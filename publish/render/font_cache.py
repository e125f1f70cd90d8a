"""Where what is made from font files is kept: a folder of the user's cache, the same for all publications."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from pathlib import Path

from publish import __version__
from publish.render.font_files import FontFile, package_version


@functools.cache
def font_cache() -> Path:
    """The folder; a temporary one where the user's cache cannot be written."""
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = cache / "publish-leaflets" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # the latter where the user has no home
        return Path(tempfile.mkdtemp(prefix="publish-fonts-"))


@functools.cache
def identity(font: FontFile) -> str:
    """A short hash of all that decides what is made from a font file; not of where it lies."""
    source = (font.package, package_version(font.package), font.path) if font.module else font.digest
    facts = (font.family, source, font.weights, font.is_italic, font.weight, font.number, font.scale, font.only)
    content = repr((__version__, package_version("uharfbuzz"), facts))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def put(path: Path, content: bytes) -> None:
    """Write a file of the cache, whole."""
    # Another process may be doing the same: each writes its own file, and the last rename wins. Fontconfig looks at no
    # file whose name begins with a dot.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
