"""A catalogue changed in a process of its own, with another program's save, or this one's death, at a chosen step.

A step is a call that touches the disk, counted from 0. As a program it reads lines: the step of a save, its manner, and
the step of death (a negative number for never). It answers with an exit code (`DIED`, 1 if it was told of something, 0
if it got through) and with whether there was a save.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.store import changed
from publish.errors import PublishError
from publish.saving import quiet, swap_call

from .other_editor import save

DIED = 9


def count_steps(before: Callable[[int], None]) -> None:
    """Have `before` called with its number before each step; what that does itself does not count."""
    state = {"step": -1, "inside": 0}

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: object, **named: object) -> object:
            if not state["inside"]:
                state["step"] += 1
                state["inside"] = 1
                before(state["step"])
                state["inside"] = 0
            return real(*arguments, **named)

        return call

    for module, names in (
        (os, ("open", "fsync", "rename", "unlink", "link", "chmod")),
        (swap_call, ("_called",)),
        (quiet, ("_granted",)),
    ):
        for name in names:
            setattr(module, name, wrapped(getattr(module, name)))


def with_ours(catalogue: Catalogue | None) -> Catalogue:
    assert catalogue is not None
    if any(entry.source == "ours" for entry in catalogue.entries):
        return catalogue
    return Catalogue(
        (*catalogue.entries, Entry("ours", "à nous")),
        charset=catalogue.charset,
        tail=catalogue.tail,
        content=catalogue.content,
    )


def marker(path: Path) -> Path:
    """What is there once the other program has saved."""
    return path.parent.with_name("saved")


def run(path: Path, saving: int, manner: str, dying: int) -> int:
    loaded = path.read_bytes()

    def before(step: int) -> None:
        if step == saving:
            save(path, manner, loaded, "theirs")
            marker(path).touch()
        if step == dying:
            os._exit(DIED)

    count_steps(before)
    try:
        changed(path, with_ours)
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def main() -> None:
    path = Path(sys.argv[1])
    if sys.argv[2] == "without exchange":
        swap_call._called = lambda *_: errno.ENOSYS  # type: ignore[assignment]
    for line in sys.stdin:
        saving, manner, dying = line.rstrip("\n").split("\t")
        marker(path).unlink(missing_ok=True)
        process = os.fork()
        if process == 0:
            os._exit(run(path, int(saving), manner, int(dying)))
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(code, int(marker(path).exists()), flush=True)


if __name__ == "__main__":
    main()
