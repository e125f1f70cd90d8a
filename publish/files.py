"""Files written whole: a reader sees the old bytes or the new ones, never a part, whatever happens in between.

What is not whole yet lies beside its place as `.publish.<name>.<random>.part`. Whoever writes it holds the system's
lock on it (flock(2)), which ends with the process however that ends; so a file of such a name that somebody else can
lock is nobody's any more, and the next one who writes in the folder removes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from publish.errors import PublishError, reason
from publish.locks import is_at, is_locked

_PART = re.compile(r"\.publish\..*[a-z0-9_]{8}\.part")
# A file's name may have 255 bytes, and what is added to it takes some.
_LONGEST = 160


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
    """Put `content` at `path` if it is not there already; true if the file changed. Errors as `write_pieces`."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    write_pieces(path, (content,))
    return True


def write_pieces(
    path: Path, pieces: Iterable[bytes], file: str = "", still_due: Callable[[], bool] = lambda: True
) -> bool:
    """Put all the pieces, in order, at `path`; they may be read from the very file that is there.

    New file in the same folder, fsync, rename: POSIX rename() is atomic within a file system. Of a link the target is
    replaced. `still_due` is asked just before the rename; if it says no, the old file stays and the answer is false.
    Raises `PublishError`, which names it `file`, when the folder is read-only or the disk is full, and what the pieces
    raise; the old file is then still whole.
    """
    place = Path(os.path.realpath(path))
    is_new = not place.parent.exists()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        clear(place.parent)
        with part_of(place) as (part, stream):
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
            part.chmod(mode_for(place))
            stream.close()  # Windows renames no open file
            if not still_due():
                return False
            part.replace(place)
        sync_folder(place.parent)
    except BaseException as error:
        if is_new:
            with contextlib.suppress(OSError):
                place.parent.rmdir()
        if not isinstance(error, OSError):
            raise
        raise PublishError(
            f"cannot be written ({reason(error)}); free space or allow writing there, then run the command again",
            file=file or str(path),
        ) from error
    return True


@contextlib.contextmanager
def part_of(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside `path`, to be written and renamed within the block; what is not renamed is removed.

    It stays locked to the end of the block, even when the stream is closed.
    """
    with contextlib.ExitStack() as closing:
        while True:
            descriptor, name = tempfile.mkstemp(prefix=f".publish.{short_name(path)}.", suffix=".part", dir=path.parent)
            part = Path(name)
            closing.callback(part.unlink, missing_ok=True)
            stream = closing.enter_context(os.fdopen(descriptor, "wb"))
            lock = is_locked(stream.fileno())
            if lock is None:
                break
            # Another process may have taken it for nobody's before it was locked.
            if lock and is_at(stream.fileno(), part):
                closing.callback(os.close, os.dup(stream.fileno()))
                break
        yield part, stream


def clear(folder: Path) -> None:
    """Remove what killed processes have left in a folder that was not whole yet."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for part in [Path(entry.path) for entry in entries if _PART.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):
                _remove_if_nobodys(part)


def _remove_if_nobodys(part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if is_locked(descriptor) and is_at(descriptor, part):
            part.unlink()
    finally:
        os.close(descriptor)


def short_name(path: Path) -> str:
    """The file's name, or a hash of it where nothing could be added to the name."""
    name = os.fsencode(path.name)
    return path.name if len(name) <= _LONGEST else hashlib.blake2b(name, digest_size=8).hexdigest()


def mode_for(path: Path) -> int:
    """The permissions of the file, those of any new one if there is none."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Have the disk remember what a folder holds, where the system knows how."""
    # Without this the rename itself may be lost in a power cut; Windows cannot open folders.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
