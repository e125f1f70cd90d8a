"""Packages placed, replaced and removed; and what is there when it all ends in the middle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from publish.engines.argos_packages import installed
from publish.errors import EngineError
from publish.locks import FILE, alone
from publish.models.archive import examined
from publish.models.installing import STAGE, changing, place, size, take_away
from publish.progress import WAITING

from .archives import content, package


def put(folder: Path, tmp_path: Path, version: str = "1.9", model: bytes = b"model", target: str = "fr") -> Path:
    archive = tmp_path / f"{version}-{target}.argosmodel"
    archive.write_bytes(package("en", target, version, model))
    with changing(folder):
        return place(examined(archive), folder, "unpacking")


def there(folder: Path) -> list[str]:
    """The names of all in the folder but the lock."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name != FILE)


def model(folder: Path) -> bytes:
    return (folder / "model" / "model.bin").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [([], "1.9"), (["1.5"], "1.9"), (["1.9"], "1.9"), (["1.10"], "1.9"), (["1.5", "1.10"], "1.9"), (["1.9"], "")],
)
def test_of_each_pair_there_is_the_version_that_came_last(
    packages: Path, tmp_path: Path, before: list[str], after: str
) -> None:
    put(packages, tmp_path, "1.0", b"another", target="de")
    for version in before:
        put(packages, tmp_path, version, b"old")
    new = put(packages, tmp_path, after, b"new")
    assert model(new) == b"new"
    assert there(packages) == sorted(["translate-en_de-1_0", new.name])
    assert new.name == ("translate-en_fr-1_9" if after else "translate-en_fr")
    assert [found.name for found in installed(packages)[0]] == ["translate-en_de", "translate-en_fr"]


def test_more_than_one_older_version_goes(packages: Path, tmp_path: Path) -> None:
    """As Argos Translate leaves them, which installs beside what is there."""
    for version in ("1.0", "1.5"):
        put(tmp_path / version, tmp_path, version)
        shutil.copytree(tmp_path / version / f"translate-en_fr-{version.replace('.', '_')}", packages / f"my {version}")
    put(packages, tmp_path)
    assert there(packages) == ["translate-en_fr-1_9"]


def test_permissions_are_those_of_any_new_file(packages: Path, tmp_path: Path) -> None:
    new = put(packages, tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    assert new.stat().st_mode == (tmp_path / "folder").stat().st_mode
    assert (new / "model" / "model.bin").stat().st_mode == (tmp_path / "file").stat().st_mode


def test_a_broken_folder_in_the_way_gives_way(packages: Path, tmp_path: Path) -> None:
    (packages / "translate-en_fr-1_9" / "model").mkdir(parents=True)
    assert put(packages, tmp_path) == packages / "translate-en_fr-1_9"
    assert there(packages) == ["translate-en_fr-1_9"]


@pytest.mark.parametrize("kind", ["file", "another package", "no translation package", "link"])
def test_what_else_is_in_the_way_stays(packages: Path, tmp_path: Path, kind: str) -> None:
    taken = packages / "translate-en_fr-1_9"
    if kind == "another package":
        shutil.copytree(put(tmp_path / "other", tmp_path, target="de"), taken)
    elif kind == "no translation package":
        taken.mkdir(parents=True)
        (taken / "metadata.json").write_text('{"type": "sbd"}')
    else:
        packages.mkdir()
        taken.write_text("mine") if kind == "file" else taken.symlink_to(tmp_path / "nowhere")
    assert put(packages, tmp_path) == packages / "translate-en_fr-1_9-2"
    assert there(packages) == ["translate-en_fr-1_9", "translate-en_fr-1_9-2"]


def test_of_a_link_only_the_link_goes(packages: Path, tmp_path: Path) -> None:
    real = put(tmp_path / "elsewhere", tmp_path, "1.5")
    packages.mkdir()
    (packages / "linked").symlink_to(real)
    put(packages, tmp_path)
    assert there(packages) == ["translate-en_fr-1_9"]
    assert model(real) == b"model"


def test_a_damaged_archive_changes_nothing(packages: Path, tmp_path: Path) -> None:
    old = put(packages, tmp_path, "1.5", b"old")
    data = bytearray(package(model=bytes(range(256)) * 1000))
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged").write_bytes(data)
    with changing(packages), pytest.raises(EngineError, match="no whole zip archive"):
        place(examined(tmp_path / "damaged"), packages, "unpacking")
    assert there(packages) == [old.name]
    assert model(old) == b"old"


def test_an_interruption_changes_nothing(packages: Path, tmp_path: Path) -> None:
    old = put(packages, tmp_path, "1.5", b"old")
    (tmp_path / "new").write_bytes(package())

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), changing(packages):
        place(examined(tmp_path / "new"), packages, "unpacking", interrupt)
    assert there(packages) == [old.name]


KILLED = """
import os, sys
from pathlib import Path
from publish.models import archive, installing
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
def install(steps):
    left = [steps]
    def before(real):
        def call(*arguments, **named):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            return real(*arguments, **named)
        return call
    for name in ("mkdir", "rename", "write_text", "rmdir", "open"):
        setattr(Path, name, before(getattr(Path, name)))
    os.fsync, os.unlink, os.rmdir = before(os.fsync), before(os.unlink), before(os.rmdir)
    with installing.changing(folder):
        installing.place(archive.examined(file), folder, "unpacking")
for line in sys.stdin:
    process = os.fork()
    if process == 0:
        install(int(line))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""
"""Installs once for each number it reads, killed when the disk was changed that often; answers with the exit code."""


def test_killed_at_any_step_there_is_a_whole_package(packages: Path, tmp_path: Path, child: dict[str, str]) -> None:
    """Killed before each change of the disk in turn, until one run gets through."""
    new = tmp_path / "new.argosmodel"
    new.write_bytes(package(version="1.9", model=b"new"))
    seen: set[bytes] = set()
    files = {name.partition("/")[2] for name in content()}
    command = [sys.executable, "-c", KILLED, str(packages), str(new)]
    with subprocess.Popen(command, env=child, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdin is not None
        assert killed.stdout is not None
        code, step = 9, 0
        while code == 9:
            shutil.rmtree(packages, ignore_errors=True)
            put(packages, tmp_path, "1.5", b"old")
            print(step, file=killed.stdin, flush=True)
            code = int(killed.stdout.readline())
            found, findings = installed(packages)
            assert findings == []
            models = {model(package.folder) for package in found}
            assert models
            assert models <= {b"old", b"new"}
            seen |= models
            for one in found:
                paths = (path for path in one.folder.rglob("*") if path.is_file())
                assert {path.relative_to(one.folder).as_posix() for path in paths} == files
            stage = packages / STAGE
            assert not stage.is_dir() or (stage / "metadata.json").is_file() or not any(stage.iterdir())
            put(packages, tmp_path, "1.9", b"new")
            assert there(packages) == ["translate-en_fr-1_9"], "the next command clears what was left"
            step += 1
        killed.stdin.close()
    assert code == 0
    assert seen == {b"old", b"new"}
    assert step > 20


def test_what_is_not_installed_yet_does_not_disturb_argos(packages: Path, tmp_path: Path) -> None:
    """It reads metadata.json in every folder, and fails if one has none."""
    seen: list[bool] = []

    def look(*_: object) -> None:
        seen.append(all((folder / "metadata.json").is_file() for folder in packages.iterdir() if folder.is_dir()))

    (tmp_path / "new").write_bytes(package())
    with changing(packages):
        place(examined(tmp_path / "new"), packages, "unpacking", look)
    assert seen
    assert all(seen)


def test_leftovers_go_even_if_they_are_links(packages: Path, tmp_path: Path) -> None:
    packages.mkdir()
    precious = tmp_path / "precious"
    precious.mkdir()
    (packages / STAGE).mkdir()
    (packages / STAGE / "old-1").symlink_to(precious)
    with changing(packages):
        pass
    assert there(packages) == []
    (packages / STAGE).symlink_to(precious)
    with changing(packages):
        pass
    assert there(packages) == []
    assert precious.is_dir()


def test_taking_away(packages: Path, tmp_path: Path) -> None:
    first, second = put(packages, tmp_path), put(packages, tmp_path, target="de")
    with changing(packages):
        take_away(first, packages)
    assert there(packages) == [second.name]


def test_the_size_of_a_package(packages: Path, tmp_path: Path) -> None:
    assert size(put(packages, tmp_path)) == sum(map(len, content(model=b"model").values()))


def test_two_cannot_change_the_folder_at_once(packages: Path) -> None:
    order: list[str] = []
    told: list[str] = []
    waits = threading.Event()

    def wait(what: str, *_: object) -> None:
        told.append(what)
        waits.set()

    def second() -> None:
        with alone(packages, wait):
            order.append("second")

    thread = threading.Thread(target=second)
    with alone(packages):
        thread.start()
        assert waits.wait(30)
        order.append("first")
    thread.join(30)
    assert order == ["first", "second"]
    assert set(told) == {WAITING}


def test_a_folder_that_cannot_be(packages: Path) -> None:
    packages.write_text("a file")
    with pytest.raises(EngineError, match=r"cannot be written .*; free space or allow writing"), changing(packages):
        pass
