"""What libraries raise over a broken font, told as one error that names the font's file."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from publish.errors import PublishError, RenderError, first_line
from publish.render.font_files import FontFile


@contextlib.contextmanager
def faults_told(font: FontFile) -> Iterator[None]:
    """Whatever goes wrong inside is the file's fault if it is a publication's own; packages' fonts are whole."""
    if font.module:
        yield
        return
    with faults_of(f"templates/fonts/{Path(font.path).name}"):
        yield


@contextlib.contextmanager
def faults_of(file: str) -> Iterator[None]:
    """The same for a file by the name that messages call it; what fontTools would log about it stays unsaid."""
    log = logging.getLogger("fontTools")
    level = log.level
    # A line for every record that is odd; the font can be used all the same, or else one error says so.
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except PublishError:
        raise
    except Exception as error:  # libraries raise whatever a broken table makes them stumble over
        raise RenderError(
            f"is no font that can be used ({first_line(error)}); put a whole TrueType, OpenType or WOFF2 file there, "
            "or remove it",
            file=file,
        ) from error
    finally:
        log.setLevel(level)
