"""Locks: one process at a time, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support import environment

from publish.errors import CatalogueError, EngineError, PublishError
from publish.locks import FILE, alone, alone_in
from publish.progress import WAITING

HOLDER = """
import sys
from pathlib import Path
from publish.locks import alone, alone_in
with {"file": alone, "folder": alone_in}[sys.argv[1]](Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(kind: str, folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it gets a line."""
    command = [sys.executable, "-c", HOLDER, kind, str(folder)]
    process = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize(("kind", "lock"), [("file", alone), ("folder", alone_in)])
@pytest.mark.parametrize("ending", ["a line", "SIGKILL"])
def test_whoever_comes_second_waits_for_the_first_to_end(
    tmp_path: Path, kind: str, lock: Callable[[Path], AbstractContextManager[None]], ending: str
) -> None:
    entered = threading.Event()

    def enter() -> None:
        with lock(tmp_path):
            entered.set()

    with holder(kind, tmp_path) as first:
        second = threading.Thread(target=enter)
        second.start()
        assert not entered.wait(0.3)
        if ending == "SIGKILL":
            os.kill(first.pid, signal.SIGKILL)
        else:
            first.communicate("\n")
        assert entered.wait(30)
        second.join()


def test_waiting_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with holder("file", tmp_path) as first:

        def tell(what: str, done: int, total: int, note: str = "", /) -> None:
            if not told:
                first.communicate("\n")
            told.append(what)

        with alone(tmp_path, tell):
            pass
    assert set(told) == {WAITING}


def test_the_folder_is_made_and_locks_of_other_names_do_not_matter(tmp_path: Path) -> None:
    with alone(tmp_path / "a" / "b"), alone(tmp_path / "a" / "b", name="another"), alone_in(tmp_path):
        assert sorted(file.name for file in (tmp_path / "a" / "b").iterdir()) == sorted([FILE, "another"])


@pytest.mark.parametrize("kind", [PublishError, EngineError, CatalogueError])
def test_a_folder_that_cannot_be_made(tmp_path: Path, kind: type[PublishError]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(kind, match="cannot be written") as caught, alone(tmp_path / "file", kind=kind):
        pass
    assert type(caught.value) is kind


def test_a_file_system_without_locks_does_not_stop_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("fcntl.flock", refuse)
    with alone(tmp_path), alone(tmp_path), alone_in(tmp_path), alone_in(tmp_path):
        pass


def test_what_goes_wrong_inside_goes_out_as_it_is(tmp_path: Path) -> None:
    for lock in (alone, alone_in):
        with pytest.raises(FileNotFoundError), lock(tmp_path):
            (tmp_path / "none").read_bytes()


def test_a_lock_deleted_while_one_waits_for_it_is_made_anew(tmp_path: Path) -> None:
    """As `make clean` does."""
    with holder("file", tmp_path) as first:

        def delete(_what: str, _done: int, _total: int, _note: str = "", /) -> None:
            (tmp_path / FILE).unlink(missing_ok=True)
            if first.poll() is None:
                first.communicate("\n")

        with alone(tmp_path, delete):
            assert (tmp_path / FILE).exists()
