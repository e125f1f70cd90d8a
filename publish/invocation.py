"""How a user can type a command of this program: it may be in no folder of the PATH."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def typed(arguments: str) -> str:
    """The command line for `publish` with these arguments, as it works in the current folder."""
    return f"{_program()} {arguments}"


def _program() -> str:
    beside = Path(sys.executable).with_name("publish")
    if not beside.exists():
        return "publish"
    found = shutil.which("publish")
    if found and Path(found).samefile(beside):
        return "publish"
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)
