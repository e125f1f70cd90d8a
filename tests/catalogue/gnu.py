"""GNU gettext's own tools, as the judges of what the program reads and writes."""

from __future__ import annotations

import subprocess
from pathlib import Path


def complaints(content: bytes) -> str:
    """What `msgfmt --check` says of a catalogue; nothing, if all is well."""
    result = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", "-"], input=content, capture_output=True)
    return result.stderr.decode()


def rewritten(content: bytes) -> bytes:
    """The catalogue as `msgcat`, and so any editor built on GNU gettext, saves it."""
    return subprocess.run(["msgcat", "-"], input=content, capture_output=True, check=True).stdout


def accepted(content: bytes) -> bool:
    return subprocess.run(["msgcat", "-"], input=content, capture_output=True).returncode == 0


def merged(catalogue: bytes, template: bytes, folder: Path) -> bytes:
    """The catalogue as `msgmerge` brings it up to date."""
    (folder / "old.po").write_bytes(catalogue)
    (folder / "new.pot").write_bytes(template)
    command = ["msgmerge", "--quiet", "--previous", "old.po", "new.pot"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
