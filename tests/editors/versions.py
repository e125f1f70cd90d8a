"""Which versions of the programs are installed."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import shutil
import subprocess

_COMMANDS = {
    "poedit": ["dpkg-query", "--show", "--showformat=${Version}", "poedit"],
    "lokalize": ["dpkg-query", "--show", "--showformat=${Version}", "lokalize"],
    "omegat": ["dpkg-query", "--show", "--showformat=${Version}", "omegat"],
    "po-mode": ["dpkg-query", "--show", "--showformat=${Version}", "gettext-el"],
    "gettext": ["msgcat", "--version"],
}
_VERSION = re.compile(r"(?:^[0-9]+:)?([0-9]+(?:\.[0-9]+)+)|\) ([0-9.]+)", re.MULTILINE)


@functools.cache
def version(program: str) -> str:
    """The version of the program, "" if it is not there."""
    if program not in _COMMANDS:
        try:
            return importlib.metadata.version(program)
        except importlib.metadata.PackageNotFoundError:
            return ""
    command = _COMMANDS[program]
    if not shutil.which(command[0]):
        return ""
    found = _VERSION.search(subprocess.run(command, capture_output=True, text=True).stdout)
    return (found.group(1) or found.group(2)) if found else ""
