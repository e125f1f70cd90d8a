"""Files on their way into a place or out of it, under names that say what to do with them, should a process die.

`.article.po.<made from>-<expected>-<put in>.<random>.swap` is a file that is to change places with `article.po`, or
has; `.out` instead is one that was renamed out of the way. Each of the three is a hash of a file's bytes: what the new
file was made from, what was expected to come out, and the new file. So it holds another program's words only if it is
neither what was expected nor the new file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from publish.files import mode_for, part_of, short_name

_NAME = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})\.[a-z0-9_]{8}\.(?:swap|out)")


class Hashes(NamedTuple):
    """The hashes in a name."""

    made_from: str
    expected: str
    put: str


def prepared(path: Path, made_from: bytes, expected: bytes, content: bytes) -> Path:
    """The content whole on the disk, under the name that it will have when it has changed places."""
    with part_of(path) as (part, stream):
        stream.write(content)
        stream.flush()
        _look_alike(part, path)
        os.fsync(stream.fileno())
        stream.close()  # Windows renames no open file
        hashes = "-".join(map(digest, (made_from, expected, content)))
        random = part.name.removesuffix(".part")[-8:]
        new = path.with_name(f"{_prefix(path)}{hashes}.{random}.swap")
        part.rename(new)
    return new


def _look_alike(new: Path, path: Path) -> None:
    """Give a file the owner, permissions and extended attributes of the present one, as far as the system allows."""
    mode = mode_for(path)
    with contextlib.suppress(OSError, AttributeError):
        facts = path.stat()
        os.chown(new, facts.st_uid, facts.st_gid)
    new.chmod(mode)
    with contextlib.suppress(OSError, AttributeError):
        for name in os.listxattr(path):
            with contextlib.suppress(OSError):
                os.setxattr(new, name, os.getxattr(path, name))


def _prefix(path: Path) -> str:
    return f".{short_name(path)}."


def displaced_files(path: Path) -> list[Path]:
    """The files under such names that belong to this one."""
    prefix = _prefix(path)
    return sorted(
        file
        for file in path.parent.iterdir()
        if file.name.startswith(prefix) and _NAME.fullmatch(file.name.removeprefix(prefix))
    )


def named(file: Path) -> Hashes:
    """The three hashes in a name."""
    match = _NAME.search(file.name)
    assert match is not None
    return Hashes(*match.groups())


def digest(content: bytes) -> str:
    """The hash of a file's bytes, as it stands in names."""
    return hashlib.blake2b(content, digest_size=8).hexdigest()
