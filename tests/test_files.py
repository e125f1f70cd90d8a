"""Files written whole, or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import environment

from publish import files
from publish.errors import PublishError
from publish.files import clear, write_pieces, write_whole


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


def test_pieces_may_come_from_the_very_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\n")

    def pieces() -> Iterator[bytes]:
        yield path.read_bytes()
        yield b"two\n"

    write_pieces(path, pieces())
    assert path.read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("folder", ["", "new"])
def test_what_the_pieces_raise_goes_out_as_it_is(tmp_path: Path, folder: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"two"
        raise PublishError("no more")

    with pytest.raises(PublishError, match=r"^no more$"):
        write_pieces(tmp_path / folder / "a.txt", pieces())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_of_a_link_the_target_is_written(tmp_path: Path, is_there: bool) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.txt", tmp_path / "a.txt"
    link.symlink_to("real/a.txt")
    if is_there:
        real.write_bytes(b"one")
    assert write_whole(link, b"two")
    assert link.is_symlink()
    assert real.read_bytes() == b"two"
    assert not write_whole(link, b"two")


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 120 + ".txt")
    assert write_whole(path, b"one")
    assert path.read_bytes() == b"one"


WRITER = """
import sys
from pathlib import Path
from publish.files import write_pieces
def pieces():
    yield b"two"
    print("writing", flush=True)
    sys.stdin.readline()
write_pieces(Path(sys.argv[1]), pieces())
"""


@pytest.mark.parametrize("ending", ["a line", "SIGKILL"])
def test_only_what_a_killed_process_has_left_is_removed(tmp_path: Path, ending: str) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "a.txt")]
    with subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == "writing\n"
        write_whole(tmp_path / "b.txt", b"one")
        (part,) = tmp_path.glob(".publish.a.txt.*.part")
        if ending == "SIGKILL":
            os.kill(one.pid, signal.SIGKILL)
        else:
            one.communicate("\n")
        one.wait()
    assert part.exists() == (ending == "SIGKILL")
    write_whole(tmp_path / "b.txt", b"two")
    assert {file.name for file in tmp_path.iterdir()} == {"b.txt"} | ({"a.txt"} if ending == "a line" else set())


@pytest.mark.parametrize("moment", ["before", "while"])
def test_what_is_taken_for_nobodys_before_it_is_locked_is_begun_anew(
    tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process looks for what is left over between the making of the file and its locking."""
    real, begun = files.is_locked, []

    def late(descriptor: int) -> bool | None:
        begun.append(descriptor)
        if len(begun) == 1:
            if moment == "before":
                clear(tmp_path)
            else:
                return False
        return real(descriptor)

    monkeypatch.setattr(files, "is_locked", late)
    assert write_whole(tmp_path / "a.txt", b"one")
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"one"


def test_several_that_write_and_clear_do_not_hinder_each_other(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from publish.files import clear, write_whole
folder = Path(sys.argv[1])
for number in range(60):
    assert write_whole(folder / f"{sys.argv[2]}-{number}", b"x" * number) == True
    clear(folder)
"""
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], env=environment()) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}-{number}" for name in "abc" for number in range(60)}


def test_without_locks_nothing_is_known_to_be_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("fcntl.flock", refuse)
    left = tmp_path / ".publish.a.txt.abcdefgh.part"
    left.touch()
    assert write_whole(tmp_path / "a.txt", b"one")
    assert left.exists()


def test_what_others_have_left_stays(tmp_path: Path) -> None:
    names = [".publish.lock", ".a.txt.abcdefgh.part", "a.part", ".publish.a.part", "publish.a.txt.abcdefgh.part"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / ".publish.a.txt.abcdefg1.part").mkdir()
    (tmp_path / ".publish.a.txt.abcdefg2.part").symlink_to("a.part")
    before = {file.name for file in tmp_path.iterdir()}
    assert write_whole(tmp_path / "a.txt", b"one")
    assert {file.name for file in tmp_path.iterdir()} == before | {"a.txt"}
