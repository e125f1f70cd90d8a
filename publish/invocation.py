"""How a user can type a command of this program, or of one beside it: they may be in no folder of the PATH."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def typed(command: str, *names: str, program: str = "publish") -> str:
    """The command line as it works in the current folder; a shell takes each of the names for one word.

    `program` is one that is installed where this one is.

    >>> typed("models remove", "my broken", "fr").endswith("publish models remove 'my broken' fr")
    True
    """
    return " ".join([shlex.quote(_path(program)), command, *map(shlex.quote, names)])


def _path(program: str) -> str:
    beside = Path(sys.executable).with_name(program)
    if not beside.exists():
        return program
    found = shutil.which(program)
    if found and Path(found).samefile(beside):
        return program
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)
