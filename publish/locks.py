"""One at a time: a folder that only one process changes. The system lets go of a lock when a process ends, however."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import PublishError, reason
from publish.progress import WAITING, Progress, silent

FILE = ".publish.lock"


@contextmanager
def alone(
    folder: Path, progress: Progress = silent, name: str = FILE, kind: type[PublishError] = PublishError
) -> Iterator[None]:
    """Wait until no other process holds the lock of this name in the folder, then keep the others out.

    The folder is made if need be; an error of that `kind` if it cannot be. Who holds a lock does not ask for it again:
    it would wait for itself.
    """
    place = folder / name
    entered = False
    while not entered:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = place.open("ab")
        except OSError as error:
            raise kind(
                f"cannot be written ({reason(error)}); free space or allow writing there, then run the command again",
                file=str(error.filename or folder),
            ) from error
        with file:
            _wait(file.fileno(), progress)
            if not is_at(file.fileno(), place):
                continue  # somebody has deleted it meanwhile, and the next one would not wait for us
            entered = True
            yield


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """The same with the folder itself for a lock, for the moments it takes to change a file there: no file appears."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield  # Windows cannot open folders
        return
    try:
        _wait(descriptor, silent)
        yield
    finally:
        os.close(descriptor)


def is_at(descriptor: int, place: Path) -> bool:
    """Whether the open file is the one that lies there."""
    try:
        return os.path.samestat(os.fstat(descriptor), place.stat())
    except FileNotFoundError:
        return False


def is_locked(descriptor: int) -> bool | None:
    """Lock the open file for this process, until every copy of the descriptor is closed; false if another holds it.

    None if there are no locks: on Windows, where a second process fails where it finds a file in use, and on some
    network file systems.
    """
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _wait(descriptor: int, progress: Progress) -> None:
    while is_locked(descriptor) is False:
        progress(WAITING, 0, 0)
        time.sleep(0.1)
