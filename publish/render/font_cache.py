"""Where what is made from font files is kept: a folder of the user's cache, the same for all publications."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tempfile
from pathlib import Path

from publish import __version__
from publish.errors import PublishError
from publish.files import write_whole
from publish.render.font_files import FontFile, package_version

_MAKERS = ("uharfbuzz", "fonttools", "brotli")


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
def makers() -> tuple[str, ...]:
    """The versions of what reads, cuts and compresses fonts: others may make other bytes of the same font."""
    return (__version__, *(package_version(name) for name in _MAKERS))


@functools.cache
def identity(font: FontFile) -> str:
    """A short hash of all that decides what is made from a font file; not of where it lies."""
    source = (font.package, package_version(font.package), font.path) if font.module else font.digest
    facts = (font.family, source, font.weights, font.is_italic, font.weight, font.number, font.scale, font.only)
    content = repr((makers(), facts))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def keep(path: Path, content: bytes) -> None:
    """Put in the cache what can be made again at any time; where it cannot be kept, it only costs that time again."""
    with contextlib.suppress(PublishError):
        write_whole(path, content)
