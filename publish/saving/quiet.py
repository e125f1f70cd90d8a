"""A file's bytes once nobody is writing it any more.

Linux grants a read lease (fcntl(2), "Leases") only on a file that no process has open for writing, and holds up whoever
wants to open it so while the lease lasts: what is read meanwhile is final. Where there are no leases, a file that has
stayed as it is for a few looks counts as final.
"""

from __future__ import annotations

import errno
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait for a program that has a file open for writing."""

_POLL = 0.02
# Seconds a lease is held: whoever was about to open the file when it changed its name shows up by then.
_SETTLING = 0.01
# Looks that must agree where there are no leases, and seconds between them.
_LOOKS = 4
_BETWEEN = 0.05
# Seconds after which it is doubted that a refused lease means a writer.
_DOUBT = 0.3


class NoLeasesError(Exception):
    """The system, the file system or the file's owner does not allow a lease."""


def quiet_content(path: Path, *, sure: bool = True) -> bytes | None:
    """The file's bytes when nobody has it open for writing; None if somebody still has after `PATIENCE`.

    Being `sure` takes a moment; otherwise whoever is about to open the file is overlooked, and where there are no
    leases, what is there now counts. Raises `FileNotFoundError` and other `OSError`.
    """
    began = time.monotonic()
    doubted = False
    while True:
        try:
            content = _leased(path, _SETTLING if sure else 0.0)
        except NoLeasesError:
            return _steady(path, began) if sure else path.read_bytes()
        waited = time.monotonic() - began
        if content is not None or waited > PATIENCE:
            return content
        if waited > _DOUBT and not doubted:
            if not _grants_leases(path.parent):
                return _steady(path, began) if sure else path.read_bytes()
            doubted = True
        time.sleep(_POLL)


def _leased(path: Path, settling: float) -> bytes | None:
    """The file's bytes, None if it is open for writing or is about to be within so many seconds."""
    with _opened(path) as descriptor:
        if not _granted(descriptor):
            return None
        content = _read(descriptor)
        time.sleep(settling)
        return content if _lasts(descriptor) else None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # and with it goes the lease


def _granted(descriptor: int) -> bool:
    """Whether there is a lease now; False if somebody has the file open for writing."""
    try:
        import fcntl

        # Whoever opens the file then would have the system send a signal that ends this process; this one does nothing.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except (ImportError, AttributeError) as error:
        raise NoLeasesError from error
    except OSError as error:
        if error.errno == errno.EAGAIN:
            return False
        raise NoLeasesError from error
    return True


def _lasts(descriptor: int) -> bool:
    """Whether nobody has asked to write since."""
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_GETLEASE) == fcntl.F_RDLCK


def _grants_leases(folder: Path) -> bool:
    """Whether a file that is surely at rest gets a lease: network file systems refuse as if there was a writer."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".publish.", suffix=".part", dir=folder)
    except OSError:
        return False
    os.close(descriptor)
    try:
        with _opened(Path(name)) as descriptor:
            return _granted(descriptor)
    except (NoLeasesError, FileNotFoundError):
        return False  # or another process has tidied up: then one looks twice rather than once too little
    finally:
        Path(name).unlink(missing_ok=True)


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return file.read()


def _steady(path: Path, began: float) -> bytes | None:
    """The file's bytes once it has not changed for a while."""
    seen: list[tuple[int, int, int, bytes]] = []
    while time.monotonic() - began <= PATIENCE:
        with _opened(path) as descriptor:
            facts = os.fstat(descriptor)
            seen.append((facts.st_ino, facts.st_size, facts.st_mtime_ns, _read(descriptor)))
        if seen[-1][3] and len(seen) >= _LOOKS and all(look == seen[-1] for look in seen[-_LOOKS:]):
            return seen[-1][3]
        del seen[:-_LOOKS]
        time.sleep(_BETWEEN)
    # An empty file is one that somebody has just opened, unless it stays so.
    return b"" if not seen[-1][3] else None
