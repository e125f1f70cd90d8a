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


def compiled(content: bytes) -> str:
    """Why `msgfmt` refuses the catalogue; "" if it does not."""
    result = subprocess.run(["msgfmt", "-o", "/dev/null", "-"], input=content, capture_output=True)
    return (result.stderr.decode("utf-8", "replace") or "refused") if result.returncode else ""


def read_by_msgcat(content: bytes) -> bytes | None:
    """The catalogue as `msgcat` reads and writes it; None if it refuses."""
    result = subprocess.run(["msgcat", "-"], input=content, capture_output=True)
    return None if result.returncode else result.stdout


def missing(catalogue: bytes, template: bytes, folder: Path) -> str:
    """What `msgcmp` says the catalogue lacks of the template."""
    (folder / "our.po").write_bytes(catalogue)
    (folder / "new.pot").write_bytes(template)
    command = ["msgcmp", "--use-fuzzy", "--use-untranslated", "our.po", "new.pot"]
    result = subprocess.run(command, cwd=folder, capture_output=True)
    return result.stderr.decode() or ("" if result.returncode == 0 else "refused")


def selected(content: bytes, *options: str) -> bytes:
    """The entries that `msgattrib` chooses, obsolete ones left out."""
    command = ["msgattrib", "--no-obsolete", *options, "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def unformatted(content: bytes) -> bytes:
    """The catalogue compiled by `msgfmt`, and read back from that by `msgunfmt`."""
    compiled = subprocess.run(["msgfmt", "-o", "-", "-"], input=content, capture_output=True, check=True).stdout
    return subprocess.run(["msgunfmt", "-"], input=compiled, capture_output=True, check=True).stdout
