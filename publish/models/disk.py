"""The disk: its failures told as errors, and the room on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import EngineError, reason

# What a system needs for itself besides.
_SPARE = 50_000_000


@contextmanager
def changing_files(path: Path) -> Iterator[None]:
    """What goes wrong on the disk inside, told as an `EngineError` that names the file, or else `path`."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"cannot be written ({reason(error)}); free space or allow writing there, then run the command again",
            file=str(error.filename or path),
        ) from error


def require_room(folder: Path, needed: int, what: str) -> None:
    """`EngineError` if the disk of a folder has no room for so many bytes more."""
    free = shutil.disk_usage(folder).free
    if needed + _SPARE > free:
        raise EngineError(
            f"{what} takes {megabytes(needed)} here and {megabytes(free)} are free; make room, then run it again",
            file=str(folder),
        )


def megabytes(size: int) -> str:
    """A size in bytes for a person.

    >>> megabytes(104_857_600), megabytes(1_234_000)
    ('105 MB', '1.2 MB')
    """
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.1f} MB"
