"""A package's archive, examined before anything of it reaches the disk, and unpacked into a folder of its own."""

from __future__ import annotations

import json
import lzma
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from publish.engines.argos_packages import Versioned, is_code, version
from publish.errors import EngineError, first_line, reason
from publish.files import sync_folder
from publish.models.disk import megabytes, require_room
from publish.progress import Progress, silent

MOST_BYTES = 4_000_000_000
MOST_FILES = 10_000
MOST_METADATA = 1_000_000
# Models hardly shrink; deflate makes a thousand bytes of one at most. What is small may be any ratio.
MOST_RATIO = 100
ANY_RATIO_BELOW = 200_000_000
_CHUNK = 1 << 20
_TOKENIZERS = ("sentencepiece.model", "bpe.model")

_GET_ANOTHER = "get another copy of the package"


@dataclass(frozen=True, slots=True)
class Archive(Versioned):
    """An examined archive: `top` is its one folder, `size` what it takes unpacked, in bytes."""

    path: Path
    top: str
    source: str
    target: str
    version: str
    size: int

    @property
    def folder(self) -> str:
        """The name for its folder, as Argos's own packages have it: `translate-en_fr-1_9`."""
        version = re.sub(r"[^A-Za-z0-9]+", "_", self.version).strip("_")[:40]
        return f"{self.name}-{version}" if version else self.name


class _UnfitError(Exception):
    """What is wrong with an archive, in a clause."""


def examined(path: Path) -> Archive:
    """What an archive holds, if it is a package that can safely be unpacked; else `EngineError`."""
    with _told(path), zipfile.ZipFile(path) as file:
        entries = file.infolist()
        _check_size(entries, path.stat().st_size)
        names = [_checked_name(entry) for entry in entries]
        _check_distinct(names)
        files = {name for name in names if not name.endswith("/")}
        tops = {name.partition("/")[0] for name in names}
        if len(tops) != 1 or any("/" not in name for name in files):
            raise _UnfitError("it does not have exactly one folder at its top")
        top = tops.pop()
        sizes = {name: entry.file_size for name, entry in zip(names, entries, strict=True)}
        source, target, version = _metadata(file, f"{top}/metadata.json", sizes)
        if not sizes.get(f"{top}/model/model.bin"):
            raise _UnfitError("it has no model/model.bin")
        if not any(sizes.get(f"{top}/{name}") for name in _TOKENIZERS):
            raise _UnfitError(f"it has no tokenizer ({' or '.join(_TOKENIZERS)})")
        return Archive(path, top, source, target, version, sum(sizes.values()))


def check_whole(archive: Archive) -> None:
    """Read all of an archive and compare every checksum; `EngineError` if a byte is wrong."""
    with _told(archive.path), zipfile.ZipFile(archive.path) as file:
        for entry in file.infolist():
            for _chunk in _content(file, entry):
                pass


def unpack(archive: Archive, folder: Path, what: str, progress: Progress = silent) -> None:
    """Unpack what lies in the archive's one folder into `folder`, which is made; all is on the disk on return.

    `EngineError` if the archive is damaged or the disk too small; the folder is then incomplete.
    """
    require_room(folder.parent, archive.size, archive.name)
    done = 0
    with _told(archive.path), zipfile.ZipFile(archive.path) as file:
        folder.mkdir()
        for entry in file.infolist():
            inside = _checked_name(entry).partition("/")[2]
            place = folder / inside
            if not inside or inside.endswith("/"):
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as out:
                for chunk in _content(file, entry):
                    out.write(chunk)
                    done += len(chunk)
                    progress(what, done // 1_000_000, archive.size // 1_000_000, "MB")
                out.flush()
                os.fsync(out.fileno())
    for directory, _folders, _files in os.walk(folder, topdown=False):
        sync_folder(Path(directory))


def _check_size(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_FILES:
        raise _UnfitError(f"it holds {len(entries)} files, more than any package needs")
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES or (size > ANY_RATIO_BELOW and size > MOST_RATIO * packed):
        raise _UnfitError(f"it would swell from {megabytes(packed)} to {megabytes(size)}")


# What a name must not have, and what that is called. Names are refused, never mended.
_BAD_NAMES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda name: any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name), "a control character"),
    (lambda name: "\\" in name, "a backslash"),
    (lambda name: ":" in name, "a colon, as drives have"),
    (lambda name: name.startswith("/"), "a path from the root"),
    (lambda name: ".." in name.split("/"), "a path out of its folder"),
    (lambda name: "" in name.removesuffix("/").split("/") or "." in name.split("/"), "an empty part"),
    (lambda name: any(len(part.encode()) > 200 for part in name.split("/")) or len(name) > 1000, "too long a name"),
)


def _checked_name(entry: zipfile.ZipInfo) -> str:
    # The library cuts a name at a null character; only this one is as it stands in the archive.
    name = entry.orig_filename
    for is_bad, called in _BAD_NAMES:
        if is_bad(name):
            raise _UnfitError(f"it holds {called}: {ascii(name)[:80]}")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > name.endswith("/"):
        raise _UnfitError(f"it holds a link or a device: {ascii(name)[:80]}")
    # Encrypted, patched, strongly encrypted, masked (APPNOTE.TXT, 4.4.4).
    if entry.flag_bits & (0x1 | 0x20 | 0x40 | 0x2000):
        raise _UnfitError("it is encrypted")
    if name.endswith("/") and entry.file_size:
        raise _UnfitError(f"it holds a folder with content of its own: {ascii(name)[:80]}")
    return name


def _check_distinct(names: Sequence[str]) -> None:
    """Two names that some file system takes for one, or a file where a folder must be."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name.removesuffix("/")).casefold()
        if key in seen:
            raise _UnfitError(f"it holds two files of one name: {ascii(name)[:80]}")
        seen[key] = name
    files = {key for key, name in seen.items() if not name.endswith("/")}
    # A folder counts once, by whichever spelling: `model` and `Model` would be two on one disk and one on another.
    spellings: dict[str, str] = {}
    for name in names:
        parts = name.removesuffix("/").split("/")
        for count in range(1, len(parts) + (1 if name.endswith("/") else 0)):
            folder = "/".join(parts[:count])
            key = unicodedata.normalize("NFC", folder).casefold()
            if key in files or spellings.setdefault(key, folder) != folder:
                raise _UnfitError(f"it holds two files of one name: {ascii(folder)[:80]}")


def _metadata(file: zipfile.ZipFile, name: str, sizes: dict[str, int]) -> tuple[str, str, str]:
    """The languages and the version that the package says it is of."""
    if name not in sizes:
        raise _UnfitError("it has no metadata.json")
    if sizes[name] > MOST_METADATA:
        raise _UnfitError("its metadata.json is far too big")
    try:
        metadata = json.loads(file.read(name).decode("utf-8"))
    except (ValueError, RecursionError):
        raise _UnfitError("its metadata.json is not JSON") from None
    if not isinstance(metadata, dict):
        raise _UnfitError("its metadata.json is not an object")
    if metadata.get("type", "translate") != "translate":
        raise _UnfitError(f"it is no package for translation but of the type {ascii(metadata.get('type'))[:40]}")
    source, target = metadata.get("from_code"), metadata.get("to_code")
    if not (is_code(source) and is_code(target)):
        raise _UnfitError("its metadata.json does not say which languages it is for")
    return str(source), str(target), version(metadata.get("package_version"))


def _content(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A file of the archive piece by piece; the library compares the checksum at the end."""
    with file.open(entry) as content:
        size = 0
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            yield chunk
    if size != entry.file_size:
        raise _UnfitError("it is damaged")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What is wrong with an archive, told as an `EngineError` that names it."""
    try:
        yield
    except _UnfitError as error:
        raise EngineError(f"{error}; {_GET_ANOTHER}", file=str(path)) from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error) as error:
        raise EngineError(
            f"it is no whole zip archive ({first_line(error)}); {_GET_ANOTHER}", file=str(path)
        ) from error
    except (NotImplementedError, RuntimeError, ValueError, OverflowError, MemoryError) as error:
        raise EngineError(f"it cannot be read ({first_line(error)}); {_GET_ANOTHER}", file=str(path)) from error
    except OSError as error:
        raise EngineError(
            f"it cannot be read or unpacked ({reason(error)}); mend that and run the command again",
            file=error.filename or str(path),
        ) from error
