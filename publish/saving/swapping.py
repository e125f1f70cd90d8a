"""A file changed while other programs may save it: whatever they save at whatever moment is merged, or kept beside it.

The new file, whole on the disk, changes places with the present one in one step. Then what came out is looked at, once
nobody is writing it any more: if it is not what was read, another program has saved it, so the change is made to that
and the two files change places again, until exactly our own former writing comes out. Where a system cannot exchange
files, the present one is renamed out of the way first and the new one put in the free place; a crash between these two
leaves no file there, and the next run puts it back.

What has come out lies in the same folder under a name from which the next run learns what to do with it, should this
process die: see `publish.saving.displaced`.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import CatalogueError, PublishError, reason
from publish.files import clear, sync_folder
from publish.locks import alone_in
from publish.saving.displaced import digest, displaced_files, named, prepared
from publish.saving.quiet import quiet_content
from publish.saving.swap_call import exchanged, give_place

_ROUNDS = 20
# Seconds an editor may take between renaming the old file away and creating the new one.
_GONE = 1.0

Make = Callable[[bytes | None], bytes]
Holds = Callable[[bytes, bytes], bool]


def replaced(path: Path, make: Make, holds: Holds, file: str) -> bool:
    """Put what `make` makes of the file's bytes (None: there is no file) in its place; true if that changed the file.

    `make` is called again with what another program has saved meanwhile, and must not itself replace a file in this
    folder. `holds` tells whether the first of two files has all words of the second. `file` names it in messages.
    Of a link the target is replaced. Raises what `make` raises, and `CatalogueError` if the file cannot be written or
    another program's file had to be kept beside it; every person's words are then in the file or in the one named.
    """
    path = Path(os.path.realpath(path))
    change = _Change(path, make, holds, file)
    with _told(file):
        if not path.parent.is_dir():
            make(None)  # what it raises comes before a folder is made
            path.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(path.parent):
            try:
                change.recover()
                done = change.made()
            except PublishError as error:
                if change.kept:
                    raise CatalogueError(f"{error.message}; {change.told()}", file=file, line=error.line) from error
                raise
    if change.kept:
        raise CatalogueError(change.told(), file=file)
    return done


def restored(path: Path, file: str) -> bool:
    """Put back a file that a crash has left out of its place; see the module's text. False if there is none."""
    path = Path(os.path.realpath(path))
    if not (path.parent.is_dir() and displaced_files(path)):
        return False
    with _told(file), alone_in(path.parent):
        _give_back(path)
    return path.exists()


@contextlib.contextmanager
def _told(file: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CatalogueError(
            f"cannot be written ({reason(error)}); free space or allow writing there, then run the command again",
            file=file,
        ) from error


class _OvertakenError(Exception):
    """Without an exchange: another program has put its file in the place that had just become free."""


@dataclass(slots=True)
class _Change:
    """One change of one file; `kept` are the other programs' files that were put beside it."""

    path: Path
    make: Make
    holds: Holds
    file: str
    kept: list[str] = field(default_factory=list)

    def told(self) -> str:
        return (
            f"another program saved this file at the same moment; what it saved is kept as {', '.join(self.kept)}: "
            "take from there what is missing, then delete it"
        )

    def made(self) -> bool:
        """Change the file; true if that changed it."""
        for _ in range(_ROUNDS):
            before = self._present()
            if before is None and self._has_backup():
                self._await_return()
                before = self._present()
            try:
                content = self.make(before)
            except PublishError:
                if self._present(sure=True) != before:
                    continue  # it was half written
                raise
            if content == before:
                return False
            if self._is_new(content) if before is None else self._is_put(before, content):
                return True
        raise self._given_up()

    def _given_up(self) -> CatalogueError:
        return CatalogueError(
            "another program keeps saving this file; close it there, then run the command again", file=self.file
        )

    def _open(self) -> CatalogueError:
        return CatalogueError(
            "another program has had this file open for writing for a long time; close it there, then run the command "
            "again",
            file=self.file,
        )

    def _present(self, *, sure: bool = False) -> bytes | None:
        try:
            content = quiet_content(self.path, sure=sure)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CatalogueError(
                f"cannot be read ({reason(error)}); allow reading it, then run the command again", file=self.file
            ) from error
        if content is None:
            raise self._open()
        return content

    def _final(self, out: Path) -> bytes:
        content = quiet_content(out)
        if content is None:
            raise self._open()
        return content

    def _is_new(self, content: bytes) -> bool:
        """Put the content where no file is; false if there is one now."""
        new = prepared(self.path, content, content, content)
        try:
            give_place(new, self.path)
        except FileExistsError:
            _remove(new)
            return False
        except BaseException:
            self.recover()
            raise
        sync_folder(self.path.parent)
        return True

    def _is_put(self, before: bytes, content: bytes) -> bool:
        """Put the content in place of what was read, or of what another saved meanwhile; false to begin again."""
        new = prepared(self.path, before, before, content)
        try:
            out = self._swapped(new)
        except FileNotFoundError:
            _remove(new)
            self._await_return()
            return False
        except _OvertakenError:
            self.recover()
            return False
        except BaseException:
            self.recover()
            raise
        return self._is_settled(out, before, content)

    def _is_settled(self, out: Path, expected: bytes | None, ours: bytes) -> bool:
        """Merge what came out until it is what was expected; false if what is in place by then is not of our making.

        `ours` is what was put in place.
        """
        try:
            for _ in range(_ROUNDS):
                came = self._final(out)
                content = ours if came == expected else self.make(came)
                if content == ours:
                    _remove(out)
                    return True
                new = prepared(self.path, came, ours, content)
                try:
                    next_out = self._swapped(new)
                except FileNotFoundError:
                    _remove(new)
                    self._await_return()
                    if self.path.exists():
                        continue
                    give_place(out, self.path)
                    return False
                except _OvertakenError:
                    self.recover()
                    return False
                # From here on the crash of this process is for the next run to mend: see `recover`.
                if quiet_content(next_out) != ours:
                    # Saved once more: what has just been merged may be missing in it.
                    self._keep_unless_held(out, next_out)
                    out, expected, ours = next_out, ours, content
                    continue
                _remove(next_out)
                _remove(out)
                return True
        except BaseException:
            self._put_back(out, ours)
            raise
        self._put_back(out, ours)
        raise self._given_up()

    def _put_back(self, out: Path, ours: bytes) -> None:
        """Give the place back to what came out, unless the file has been saved again since."""
        if not out.exists():
            return
        try:
            second = self._swapped(out)
            if quiet_content(second) == ours:
                _remove(second)
            else:
                self._keep_unless_held(self._swapped(second))
        except FileNotFoundError:
            give_place(out, self.path)
        except _OvertakenError:
            self.recover()

    def _swapped(self, new: Path) -> Path:
        """Put `new` in place; gives where what was there lies now."""
        if exchanged(new, self.path):
            sync_folder(self.path.parent)
            return new
        out = new.with_suffix(".swap" if new.suffix == ".out" else ".out")
        self.path.rename(out)
        try:
            give_place(new, self.path)
        except FileExistsError as error:
            raise _OvertakenError from error
        except BaseException:
            _give_back(self.path)
            raise
        sync_folder(self.path.parent)
        return out

    def _keep_unless_held(self, out: Path, newer: Path | None = None) -> None:
        older, present = quiet_content(out), quiet_content(newer or self.path)
        if older is not None and present is not None and self.holds(present, older):
            _remove(out)
        else:
            self._keep(out)

    def _keep(self, out: Path) -> None:
        """Put another program's file beside ours under a name that is free."""
        name = self.path.name
        for kept in itertools.chain([f"{name}~"], (f"{name}~{number}~" for number in itertools.count(1))):
            with contextlib.suppress(FileExistsError):
                give_place(out, self.path.with_name(kept))
                self.kept.append(kept)
                return

    def _has_backup(self) -> bool:
        return any(file.name.startswith(self.path.name) for file in self.path.parent.iterdir())

    def _await_return(self) -> None:
        """Some editors rename the old file to its backup before they create the new one."""
        began = time.monotonic()
        while not self.path.exists() and time.monotonic() - began < _GONE:
            time.sleep(0.02)

    def recover(self) -> None:
        """Deal with what a crash or an interruption has left of this file."""
        clear(self.path.parent)
        found = displaced_files(self.path)
        if not found:
            return
        _give_back(self.path)
        hashes: dict[Path, str | None] = {}
        for left in found:
            if left.exists():
                content = quiet_content(left)
                hashes[left] = None if content is None else digest(content)
        present = self._present()
        in_place = None if present is None else digest(present)
        names = {left: named(left) for left in hashes}
        merged = {
            name.made_from for left, name in names.items() if name.put == in_place and hashes[left] == name.expected
        }
        unsettled: list[Path] = []
        for left, hash_ in hashes.items():
            if hash_ in merged or hash_ in (names[left].expected, names[left].put):
                _remove(left)
            else:
                unsettled.append(left)
        for left in sorted(unsettled, key=lambda left: names[left].put != in_place):
            if present is not None and names[left].put == in_place:
                self._is_settled(left, None, present)
            else:
                self._keep_unless_held(left)


def _give_back(path: Path) -> None:
    """Give an empty place back to the file that was renamed out of it."""
    for file in displaced_files(path):
        if file.suffix == ".out" and not path.exists():
            with contextlib.suppress(FileExistsError):
                give_place(file, path)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
