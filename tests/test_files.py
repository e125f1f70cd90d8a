"""Files written whole, or not at all."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from publish.errors import PublishError
from publish.files import write_whole


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.txt"
    assert write_whole(path, b"one")
    os.utime(path, ns=(1, 1))
    assert not write_whole(path, b"one")
    assert path.stat().st_mtime_ns == 1
    assert write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_who_may_read_a_file_stays_as_it_was(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    path.chmod(mode)
    write_whole(path, b"two")
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_is_as_open_as_any(mask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "a.txt", b"one")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fdopen", "os.fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_failure_keeps_the_old_bytes_and_says_why(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")

    def fail(*arguments: object, **named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(f"publish.files.{call}", fail)
    with pytest.raises(PublishError) as caught:
        write_whole(path, b"two")
    assert caught.value.message.startswith(f"cannot be written ({os.strerror(number).lower()}); ")
    assert caught.value.file == str(path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"one"


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    monkeypatch.setattr("publish.files.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"one"


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(PublishError, match=r"cannot be written \(is a directory\)"):
        write_whole(tmp_path / "a.txt", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_readers_see_the_old_bytes_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    contents = {bytes([letter]) * 50_000 for letter in b"ab"}
    write_whole(path, min(contents))
    seen: set[bytes] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        for content in contents:
            write_whole(path, content)
    done.set()
    reader.join()
    assert seen <= contents
