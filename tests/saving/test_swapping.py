"""A file changed under other programs' hands, step by step: what happens at which moment, and what is there then."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.errors import CatalogueError
from publish.saving import quiet, swap_call, swapping
from publish.saving.displaced import prepared
from publish.saving.swapping import replaced

Make = Callable[[bytes | None], bytes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    path = tmp_path / "fr" / "article.po"
    path.write_bytes(b"old")
    return path


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapping, "_GONE", 0.1)
    monkeypatch.setattr(quiet, "_DOUBT", 0.05)


@pytest.fixture(params=["exchange", "link", "rename"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the system can do at most."""
    if request.param != "exchange":
        monkeypatch.setattr(swap_call, "_called", lambda *_: errno.EINVAL)
    if request.param == "rename":
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    return str(request.param)


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def change(path: Path, make: Make) -> bool:
    return replaced(path, make, lambda newer, older: older in newer, "fr/article.po")


def with_ours(content: bytes | None) -> bytes:
    return content if content and b"ours" in content else (content or b"") + b" ours"


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def during_the_first_call(act: Callable[[], object], make: Make = with_ours) -> Make:
    """A change during which something else happens, once."""
    acts = [act]

    def call(content: bytes | None) -> bytes:
        if acts:
            acts.pop()()
        return make(content)

    return call


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(
    ("act", "after"),
    [
        pytest.param(lambda path: None, b"old ours", id="nothing"),
        pytest.param(lambda path: path.write_bytes(b"theirs"), b"theirs ours", id="saved in place"),
        pytest.param(lambda path: renamed_over(path, b"theirs"), b"theirs ours", id="saved by rename"),
        pytest.param(lambda path: renamed_over(path, b"old"), b"old ours", id="saved as it was"),
        pytest.param(lambda path: path.unlink(), b" ours", id="deleted"),
        pytest.param(lambda path: path.write_bytes(b""), b" ours", id="emptied"),
    ],
)
def test_what_happens_between_reading_and_writing(path: Path, act: Callable[[Path], object], after: bytes) -> None:
    assert change(path, during_the_first_call(lambda: act(path)))
    assert path.read_bytes() == after
    assert names(path) == ["article.po"]
    assert not change(path, with_ours)


def renamed_over(path: Path, content: bytes) -> None:
    new = path.with_name("new")
    new.write_bytes(content)
    new.replace(path)


@pytest.mark.usefixtures("system")
def test_a_file_created_between_looking_and_writing(path: Path) -> None:
    path.unlink()
    assert change(path, during_the_first_call(lambda: path.write_bytes(b"theirs")))
    assert path.read_bytes() == b"theirs ours"
    assert names(path) == ["article.po"]


@pytest.mark.usefixtures("system")
def test_what_cannot_be_merged_gets_its_place_back(path: Path) -> None:
    def make(content: bytes | None) -> bytes:
        if content == b"broken":
            raise CatalogueError("it is broken", file="fr/article.po", line=7)
        return with_ours(content)

    with pytest.raises(CatalogueError, match=r"^fr/article\.po:7: it is broken$"):
        change(path, during_the_first_call(lambda: path.write_bytes(b"broken"), make))
    assert path.read_bytes() == b"broken"
    assert names(path) == ["article.po"]


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("newer", [b"saved again", b"saved again over broken"])
def test_what_cannot_be_merged_is_kept_beside_what_was_saved_since(path: Path, newer: bytes) -> None:
    def make(content: bytes | None) -> bytes:
        if content == b"broken":
            renamed_over(path, newer)
            raise CatalogueError("it is broken", file="fr/article.po")
        return with_ours(content)

    path.with_name("article.po~").write_bytes(b"an editor's backup")
    with pytest.raises(CatalogueError, match="it is broken") as caught:
        change(path, during_the_first_call(lambda: path.write_bytes(b"broken"), make))
    assert path.read_bytes() == newer
    assert path.with_name("article.po~").read_bytes() == b"an editor's backup"
    if b"broken" in newer:
        assert names(path) == ["article.po", "article.po~"]
    else:
        assert path.with_name("article.po~1~").read_bytes() == b"broken"
        assert "article.po~1~" in str(caught.value)


@pytest.mark.usefixtures("system")
def test_somebody_who_saves_all_the_time_is_given_up_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapping, "_ROUNDS", 3)
    number = 0

    def make(content: bytes | None) -> bytes:
        nonlocal number
        number += 1
        renamed_over(path, b"theirs %d" % number)
        return with_ours(content)

    with pytest.raises(CatalogueError, match="another program keeps saving this file"):
        change(path, make)
    everything = [file.read_bytes() for file in path.parent.iterdir()]
    for saved in range(1, number + 1):
        assert any(content.startswith(b"theirs %d" % saved) for content in everything), saved
    assert not any(name.startswith(".") for name in names(path))


@pytest.mark.parametrize("leases", [True, False])
def test_a_slow_writer_is_waited_for(path: Path, leases: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not leases:
        monkeypatch.setattr(quiet, "_granted", no_leases)
    threads: list[threading.Thread] = []

    def save_slowly() -> None:
        file = path.open("wb", buffering=0)

        def write() -> None:
            with file:
                for part in (b"the", b"irs ", b"whole"):
                    time.sleep(0.1)
                    file.write(part)

        threads.append(threading.Thread(target=write))
        threads[0].start()

    assert change(path, during_the_first_call(save_slowly))
    threads[0].join()
    assert path.read_bytes() == b"theirs whole ours"
    assert names(path) == ["article.po"]


def no_leases(_descriptor: int) -> bool:
    raise quiet.NoLeasesError


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("opened", ["before", "between"])
def test_a_file_that_stays_open_for_writing_is_left_to_its_writer(
    path: Path, opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "PATIENCE", 0.1)
    files = []
    if opened == "before":
        files.append(path.open("r+b", buffering=0))
    make = during_the_first_call(lambda: files.append(path.open("r+b", buffering=0)))
    with pytest.raises(CatalogueError, match=r"open for writing .*; close it there, then run the command again"):
        change(path, with_ours if opened == "before" else make)
    with files[0] as file:
        file.write(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert names(path) == ["article.po"]


@pytest.mark.usefixtures("system")
def test_leases_that_are_always_refused_mean_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a network file system refuses them."""
    monkeypatch.setattr(quiet, "_granted", lambda _: False)
    assert change(path, with_ours)
    assert path.read_bytes() == b"old ours"
    assert names(path) == ["article.po"]


@pytest.mark.usefixtures("system")
def test_of_a_link_the_target_is_changed(path: Path) -> None:
    real = path.parent.with_name("real.po")
    path.rename(real)
    path.symlink_to(os.path.relpath(real, path.parent))
    assert change(path, with_ours)
    assert path.is_symlink()
    assert real.read_bytes() == b"old ours"
    assert names(path) == ["article.po"]


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_who_may_read_a_file_stays_as_it_was(path: Path, mode: int) -> None:
    path.chmod(mode)
    assert change(path, with_ours)
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_stays_its_owners(path: Path) -> None:
    os.chown(path, 1234, 4321)
    assert change(path, with_ours)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fdopen", "os.fsync", "exchanged", "give_place"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("new", [False, True])
def test_a_failure_leaves_the_file_as_it_was_and_says_why(
    path: Path, system: str, call: str, number: int, new: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (new and call == "exchanged") or (not new and call == "give_place" and system == "exchange"):
        return  # it is not called
    if new:
        path.unlink()
    real = swapping.give_place
    if call == "give_place":
        # Only for the new file: the present one must be put back.
        monkeypatch.setattr(
            swapping, call, lambda file, place: real(file, place) if file.suffix == ".out" else failing(number)()
        )
    else:
        monkeypatch.setattr(call if "." in call else f"publish.saving.swapping.{call}", failing(number))
    with pytest.raises(CatalogueError) as caught:
        change(path, with_ours)
    assert caught.value.message.startswith(f"cannot be written ({os.strerror(number).lower()}); ")
    assert caught.value.file == "fr/article.po"
    assert names(path) == ([] if new else ["article.po"])
    assert new or path.read_bytes() == b"old"


@pytest.mark.usefixtures("system")
def test_no_room_for_the_second_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(content: bytes | None) -> bytes:
        if content == b"theirs":
            monkeypatch.setattr("os.fsync", failing(errno.ENOSPC))
        return with_ours(content)

    with pytest.raises(CatalogueError, match=r"cannot be written \(no space left on device\)"):
        change(path, during_the_first_call(lambda: path.write_bytes(b"theirs"), make))
    assert path.read_bytes() == b"theirs"
    assert names(path) == ["article.po"]


def test_an_interruption_at_the_worst_moment_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right after the exchange, with another program's words in what came out."""
    real = swapping.sync_folder
    calls: list[Path] = []

    def interrupt(folder: Path) -> None:
        calls.append(folder)
        if len(calls) == 1:
            raise KeyboardInterrupt
        real(folder)

    monkeypatch.setattr(swapping, "sync_folder", interrupt)
    with pytest.raises(KeyboardInterrupt):
        change(path, during_the_first_call(lambda: path.write_bytes(b"theirs")))
    assert path.read_bytes() == b"theirs ours"
    assert names(path) == ["article.po"]


def test_a_change_that_gives_up_makes_no_folder(tmp_path: Path) -> None:
    def make(_content: bytes | None) -> bytes:
        raise CatalogueError("it is gone")

    with pytest.raises(CatalogueError):
        change(tmp_path / "none" / "article.po", make)
    assert not (tmp_path / "none").exists()


def test_a_name_as_long_as_names_can_be(path: Path) -> None:
    long = path.with_name("ü" * 120 + ".po")
    assert change(long, with_ours)
    assert change(long, lambda content: (content or b"") + b" again")
    assert long.read_bytes() == b" ours again"


def test_what_is_not_ours_stays(path: Path) -> None:
    others = [".article.po.swp", ".#article.po", "article.po~", ".article.po.part", ".other.po.abcdefgh.part"]
    for name in others:
        path.with_name(name).write_bytes(b"not ours")
    assert change(path, with_ours)
    assert names(path) == sorted([*others, "article.po"])


@pytest.mark.usefixtures("system")
def test_a_crash_while_somebody_still_writes_what_came_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the next run finds looks like what was expected, but is still open."""
    monkeypatch.setattr(quiet, "PATIENCE", 0.1)
    out = prepared(path, b"old", b"old", b"old ours")
    out.unlink()
    path.rename(out)
    path.write_bytes(b"old ours")
    with out.open("r+b", buffering=0) as file:
        with pytest.raises(CatalogueError, match="open for writing"):
            change(path, with_ours)
        file.write(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert names(path) == ["article.po"]
