"""Packages put among the installed ones as a whole, replaced as a whole, and removed.

A new package gets its place by one rename, under a name that is free, before an older one goes: at every moment there
is a whole package. What a crash leaves behind lies in one folder, which the next command empties.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.engines.argos_packages import installed
from publish.errors import EngineError
from publish.files import sync_folder
from publish.locks import alone
from publish.models.archive import Archive, unpack
from publish.models.disk import changing_files
from publish.progress import Progress, silent

STAGE = ".publish"
"""Where packages come into being and go: inside the folder, for a rename works only within one file system."""


@contextmanager
def changing(folder: Path, progress: Progress = silent) -> Iterator[None]:
    """Have the folder of packages to oneself, rid of what a crash has left there."""
    with alone(folder, progress, kind=EngineError):
        _clear(folder)
        try:
            yield
        finally:
            _clear(folder)


def place(archive: Archive, folder: Path, what: str, progress: Progress = silent) -> Path:
    """Install an archive in the folder of packages, in place of every other version of the same pair of languages.

    Call it while `changing` the folder. Gives the package's own folder. After an `EngineError` the older one
    is still whole.
    """
    new = _stage(folder) / "new"
    unpack(archive, new, what, progress)
    packages, broken = installed(folder)
    older = [package for package in packages if (package.source, package.target) == (archive.source, archive.target)]
    with changing_files(folder):
        target = folder / archive.folder
        if str(target) in {finding.file for finding in broken}:
            _retire(target, folder)  # of use to nobody, and the newcomer is what mends it
        target = _free(target)
        new.rename(target)
        sync_folder(folder)
    for package in older:
        take_away(package.folder, folder)
    return _named_as_usual(target, folder / archive.folder)


def take_away(path: Path, folder: Path) -> None:
    """Remove a folder from among the packages as a whole, while `changing` them; of a link only the link."""
    with changing_files(folder):
        _retire(path, folder)
        sync_folder(folder)
    _clear(folder)


def size(folder: Path) -> int:
    """The bytes of all files of a package."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _free(wanted: Path) -> Path:
    """The path, or with a number behind it where something is there: the same version may be installed already."""
    names = itertools.chain([wanted], (wanted.with_name(f"{wanted.name}-{number}") for number in itertools.count(2)))
    return next(name for name in names if not os.path.lexists(name))


def _named_as_usual(package: Path, usual: Path) -> Path:
    if package == usual or os.path.lexists(usual):
        return package
    with changing_files(package):
        package.rename(usual)
        sync_folder(usual.parent)
    return usual


def _stage(folder: Path) -> Path:
    """The folder for what is not installed. Argos Translate reads every folder's metadata.json: it gets one."""
    stage = folder / STAGE
    with changing_files(folder):
        stage.mkdir(exist_ok=True)
        (stage / "metadata.json").write_text(json.dumps({"type": "none"}), encoding="utf-8")
    return stage


def _retire(path: Path, folder: Path) -> None:
    stage = _stage(folder)
    place = next(place for number in itertools.count(1) if not os.path.lexists(place := stage / f"old-{number}"))
    path.rename(place)


def _clear(folder: Path) -> None:
    stage = folder / STAGE
    if stage.is_symlink():
        stage.unlink()
    for entry in stage.iterdir() if stage.is_dir() else ():
        if entry.is_symlink() or not entry.is_dir():
            continue
        shutil.rmtree(entry, ignore_errors=True)
    # The metadata goes last: without it Argos Translate would stumble over the folder.
    shutil.rmtree(stage, ignore_errors=True)
