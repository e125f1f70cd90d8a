"""Another process saves a catalogue while we change it: what it saved last is in the file, or in one beside it."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support import environment

from publish.catalogue import store
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.errors import CatalogueError
from publish.files import content_of, write_whole
from publish.saving import quiet, swap_call, swapping

from . import other_editor
from .samples import with_header

CONTENT = with_header("\n".join(f'msgid "source {number}"\nmsgstr "traduction {number}"\n' for number in range(20)))

Changed = Callable[[Path, Callable[[Catalogue | None], Catalogue]], bool]


def with_ours(word: str, calls: list[None]) -> Callable[[Catalogue | None], Catalogue]:
    """Puts a word of ours into the catalogue."""

    def change(catalogue: Catalogue | None) -> Catalogue:
        calls.append(None)
        if catalogue is None:
            raise CatalogueError("it is not there")
        others = tuple(entry for entry in catalogue.entries if entry.source != "ours")
        return replace(catalogue, entries=(*others, Entry("ours", word)))

    return change


def naively_changed(path: Path, change: Callable[[Catalogue | None], Catalogue]) -> bool:
    """Look whether the file is still what was read, then rename over it: as good as can be without an exchange."""
    content = content_of(path, path.name)
    if content is None:
        return False
    result = written(change(parsed(content, "")))
    return path.read_bytes() == content and write_whole(path, result)


@contextmanager
def editor(path: Path) -> Iterator[Callable[[str], None]]:
    """Another editor with the file loaded; calling it sends a line, or waits for the answer if that is empty."""
    command = [sys.executable, "-I", "-S", other_editor.__file__, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "loaded\n"

        def say(line: str) -> None:
            if line:
                print(line, file=process.stdin, flush=True)
            else:
                assert process.stdout is not None
                assert process.stdout.readline() == "saved\n"

        yield say
        process.stdin.close()


@dataclass(slots=True)
class Tally:
    """What became of the other's saves; `met` counts those that came between our read and the end of our change."""

    merged: int = 0
    kept: int = 0
    lost: int = 0
    met: int = 0


def saved_at_once(path: Path, changed: Changed, rounds: int, latest: float = 0.02) -> Tally:
    """Have the other program save at a random moment of two changes of ours, and count what its words came to."""
    chance = random.Random(1)
    tally = Tally()
    path.write_bytes(CONTENT)
    with editor(path) as say:
        for number in range(rounds):
            manner = other_editor.MANNERS[number % len(other_editor.MANNERS)]
            say(f"{manner}\t{chance.uniform(0, latest):.4f}\tword {number}")
            told = ""
            calls: list[None] = []
            for turn in range(2):
                try:
                    changed(path, with_ours(f"ours {number} {turn}", calls))
                except CatalogueError as error:
                    told += str(error)
            say("")
            tally.met += len(calls) > 2
            theirs = f'msgstr "word {number}"'.encode()
            beside = sorted(path.parent.glob("*~*"))
            if theirs in path.read_bytes():
                tally.merged += 1
            elif any(theirs in file.read_bytes() for file in beside):
                tally.kept += 1
            else:
                tally.lost += 1
            parsed(path.read_bytes(), "article.po")
            for file in beside:
                assert changed is naively_changed or file.name in told
                file.unlink()
            assert {file.name for file in path.parent.iterdir()} <= {path.name, f"{path.name}.bak"}
    return tally


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "article.po"


def test_saves_at_random_moments(path: Path) -> None:
    tally = saved_at_once(path, store.changed, 200)
    assert tally.lost == 0
    assert tally.met > 20, "the saves came at moments that show nothing"


@pytest.mark.soak
def test_very_many_saves_at_random_moments(path: Path) -> None:
    tally = saved_at_once(path, store.changed, 5000)
    assert tally.lost == 0
    assert tally.met > 500


@pytest.mark.parametrize(
    ("missing", "rounds"),
    [
        pytest.param("exchange", 60, id="no exchange of files"),
        pytest.param("leases", 20, id="no leases"),
        pytest.param("both", 20, id="neither"),
        pytest.param("everything", 20, id="nothing but rename"),
    ],
)
def test_saves_where_the_system_can_do_less(
    path: Path, missing: str, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(missing, monkeypatch)
    assert saved_at_once(path, store.changed, rounds).lost == 0


def without(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take from the system what others do not have."""
    if missing != "leases":
        monkeypatch.setattr(swap_call, "_called", lambda *_: errno.ENOSYS)
    if missing != "exchange":
        monkeypatch.setattr(quiet, "_granted", no_leases)
        monkeypatch.setattr(quiet, "_BETWEEN", 0.02)
    if missing == "everything":
        monkeypatch.setattr(os, "link", refuse)


def no_leases(_descriptor: int) -> bool:
    raise quiet.NoLeasesError


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_the_check_finds_what_is_lost(path: Path) -> None:
    assert saved_at_once(path, naively_changed, 60).lost > 0


@pytest.mark.parametrize("without_look", ["at what came out", "whether somebody writes"])
def test_the_check_finds_what_is_lost_without(path: Path, without_look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if without_look == "at what came out":
        monkeypatch.setattr(swapping._Change, "_is_settled", lambda _, out, *__: out.unlink() or True)
    else:
        monkeypatch.setattr(quiet, "_granted", lambda _: True)
        monkeypatch.setattr(quiet, "_lasts", lambda _: True)
    assert saved_at_once(path, store.changed, 60).lost > 0


ADDING = """
import sys
from dataclasses import replace
from pathlib import Path
from publish.catalogue.entry import Entry
from publish.catalogue.store import changed
path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    changed(path, lambda catalogue: replace(catalogue, entries=(*catalogue.entries, Entry(f"{name} {number}", "word"))))
"""


def test_many_processes_of_ours_add_to_one_catalogue(path: Path) -> None:
    path.write_bytes(CONTENT)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(path), f"process {number}"],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.communicate("\n")
        assert process.returncode == 0
    sources = {entry.source for entry in parsed(path.read_bytes(), "").entries}
    assert sources >= {f"process {number} {word}" for number in range(4) for word in range(10)}
    assert [file.name for file in path.parent.iterdir()] == [path.name]
