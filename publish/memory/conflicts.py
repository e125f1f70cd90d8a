"""A merge conflict in a TMX file of our own: where it is, and what to do about it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from publish.errors import CatalogueError

_MARKER = re.compile(rb"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?\n?")
# A merge that shows the version before the change as well (diff3) puts two new files one behind the other.
_SECOND = re.compile(rb"</tmx>\s*<")


def has_conflict(content: bytes) -> bool:
    """Whether version control may have left a conflict in a part of a file: XML has neither of its signs.

    >>> has_conflict(b"<tmx>\\n<<<<<<< HEAD\\n"), has_conflict(b"<tmx>\\n  <seg>a &lt;&lt;</seg>\\n")
    (True, False)
    """
    return b"<<<<<<< " in content or _SECOND.search(content) is not None


def conflict(path: Path, file: str) -> CatalogueError | None:
    """What is to be said of the file's first merge conflict; None if there is none, or the file cannot be read.

    Each unit that we write is a line of its own, so that no line of one side needs one of the other.
    """
    first, signs, roots = 0, dict[str, None](), list[int]()
    with contextlib.suppress(OSError), path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.startswith(b"<tmx"):
                roots.append(number)
            if line[:1] in b"<|=>" and (found := _MARKER.fullmatch(line)):
                first = first or number
                signs.setdefault(found[1].decode())
    keep = "keep the units (<tu …>) of both sides, but what else stands there twice only once"
    if "<" * 7 in signs:
        *most, last = signs
        take_out = f"take out the lines with {', '.join(most)} and {last}"
        message = f"merge conflict: {keep}, and {take_out}; then run the command again"
    elif len(roots) > 1:
        first = roots[1]
        message = f"two versions of the file, one behind the other: {keep}; then run the command again"
    else:
        return None
    return CatalogueError(message, file=file, line=first)
