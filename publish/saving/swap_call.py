"""Two files change places in one step, a new one gets its place without ever replacing another: what rename() cannot.

Linux has renameat2(2) for it, macOS renameatx_np(2). Other systems, and file systems that refuse, are told apart here.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

# What a file system says that does not know the request; EPERM comes from FUSE and from old network file systems.
_REFUSALS = frozenset({errno.EINVAL, errno.ENOSYS, errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOTTY})

# The function, its word for "here" in place of a folder, and its flags: linux/fcntl.h, sys/stdio.h of macOS.
_SYSTEMS = {"linux": ("renameat2", -100, 2, 1), "darwin": ("renameatx_np", -2, 2, 4)}


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two files of one folder in one step; False if that cannot be done here, and nothing has happened.

    Raises `OSError` for what went wrong otherwise, `FileNotFoundError` if one of them is not there.
    """
    return _renamed(one, other, exchange=True)


def give_place(file: Path, place: Path) -> None:
    """Rename a file to a name that is free; `FileExistsError` if it is not, and both stay as they are."""
    if _renamed(file, place, exchange=False):
        return
    try:
        os.link(file, place, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        # Neither request is known here: all that is left is to look first. Windows refuses by itself.
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        file.rename(place)
    else:
        with suppress(FileNotFoundError):
            file.unlink()


def _renamed(old: Path, new: Path, *, exchange: bool) -> bool:
    if sys.platform not in _SYSTEMS:
        return False
    name, here, swap, exclusive = _SYSTEMS[sys.platform]
    number = _called(name, here, old, new, swap if exchange else exclusive)
    if number in _REFUSALS:
        return False
    if number:
        raise OSError(number, os.strerror(number), str(old), None, str(new))
    return True


def _called(name: str, here: int, old: Path, new: Path, flags: int) -> int:
    """The error's number, 0 for success."""
    import ctypes

    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        return errno.ENOSYS
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    function.restype = ctypes.c_int
    return ctypes.get_errno() if function(here, os.fsencode(old), here, os.fsencode(new), flags) else 0
