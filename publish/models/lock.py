"""One at a time: a folder that only one process changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.models.disk import changing_files
from publish.progress import WAITING, Progress, silent

FILE = ".publish.lock"


@contextmanager
def alone(folder: Path, progress: Progress = silent, name: str = FILE) -> Iterator[None]:
    """Wait until no other process holds the lock of this name in the folder, then keep the others out.

    The folder is made if need be. The system lets go of the lock when a process ends, however it ends.
    """
    with changing_files(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / name).open("ab")
    with file:
        _wait(file.fileno(), progress)
        yield


def _wait(descriptor: int, progress: Progress) -> None:
    try:
        import fcntl
    except ImportError:
        return  # Windows: there a second process fails where it finds a file in use
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(WAITING, 0, 0)
            time.sleep(0.1)
        except OSError:
            return  # a file system without locks
        else:
            return
