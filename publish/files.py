"""Files written whole: a reader sees the old bytes or the new ones, never a part, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from publish.errors import PublishError, reason


def content_of(path: Path, file: str, kind: type[PublishError] = PublishError) -> bytes | None:
    """The file's bytes, `None` if there is no file; an error of that kind, naming it `file`, if it is unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise kind(
            f"cannot be read ({reason(error)}); allow reading it, then run the command again", file=file
        ) from error


def write_whole(path: Path, content: bytes) -> bool:
    """Put `content` at `path` if it is not there already; true if the file changed.

    Temporary file in the same folder, fsync, rename: POSIX rename() is atomic within a file system. Raises
    `PublishError` when the folder is read-only or the disk is full; the old file is then still whole.
    """
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        if not isinstance(error, OSError):
            raise
        raise PublishError(
            f"cannot be written ({reason(error)}); free space or allow writing there, then run the command again",
            file=str(path),
        ) from error
    return True


def _mode_of(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    # Without this the rename itself may be lost in a power cut; Windows cannot open folders.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
