"""Killed at any step of a save, alone or while another program saves too: no word is lost, nothing stays half done."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support import ROOT, environment

from publish.catalogue.reading import parsed
from publish.catalogue.store import changed, load
from publish.errors import CatalogueError

from . import faults
from .faults import DIED
from .other_editor import MANNERS
from .samples import with_header

CONTENT = with_header('msgid "a"\nmsgstr "b"\n')
NEVER = -1
PAIRS = [(saving, dying) for saving in range(16) for dying in range(saving, 36)]
SEARCHED = os.pathsep.join([str(ROOT / "tests"), environment()["PYTHONPATH"]])

Attempt = Callable[[int, str, int], tuple[int, bool]]


@contextmanager
def attempts(path: Path, system: str) -> Iterator[Attempt]:
    """Calls give what became of one change of the file, begun anew: exit code, and whether another program saved."""
    command = [sys.executable, "-m", "catalogue.faults", str(path), system]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(PYTHONPATH=SEARCHED), **pipes) as child:

        def attempt(saving: int, manner: str, dying: int) -> tuple[int, bool]:
            for file in path.parent.iterdir():
                file.unlink()
            path.write_bytes(CONTENT)
            print(saving, manner, dying, sep="\t", file=child.stdin, flush=True)
            code, saved = map(int, child.stdout.readline().split())
            return code, bool(saved)

        yield attempt
        child.stdin.close()


def check_whole(path: Path, *, theirs: bool, always_there: bool) -> None:
    """After the next run both our words and theirs are there and nothing is left over; and until then a whole file."""
    if path.exists() or always_there:
        parsed(path.read_bytes(), path.name)
    assert load(path) is not None
    kept = ""
    try:
        changed(path, faults.with_ours)
    except CatalogueError as error:
        kept = str(error)
    text = path.read_text()
    assert "à nous" in text
    files = {file.name for file in path.parent.iterdir()} - {f"{path.name}.bak"}
    beside = files - {path.name}
    assert all(name in kept for name in beside)
    if theirs and "theirs" not in text:
        assert any("theirs" in path.with_name(name).read_text() for name in beside)
    assert not any(name.startswith(".") for name in files)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    return tmp_path / "fr" / "article.po"


@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_killed_before_each_step_in_turn(path: Path, system: str) -> None:
    with attempts(path, system) as attempt:
        step, code = -1, DIED
        while code == DIED:
            step += 1
            code, _ = attempt(NEVER, "", step)
            check_whole(path, theirs=False, always_there=system == "with exchange")
    assert code == 0
    assert step > 10


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_saved_before_each_step_in_turn(path: Path, system: str, manner: str) -> None:
    with attempts(path, system) as attempt:
        step, saved = -1, True
        while saved:
            step += 1
            code, saved = attempt(step, manner, NEVER)
            assert code in (0, 1)
            check_whole(path, theirs=saved, always_there=True)
    assert step > 10


@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_saved_before_one_step_and_killed_before_a_later_one(path: Path, system: str) -> None:
    pairs = random.Random(1).sample(PAIRS, 40)
    check_pairs(path, system, pairs)


@pytest.mark.soak
@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_saved_before_any_step_and_killed_before_any_later_one(path: Path, system: str) -> None:
    check_pairs(path, system, PAIRS)


def check_pairs(path: Path, system: str, pairs: Iterable[tuple[int, int]]) -> None:
    both = 0
    with attempts(path, system) as attempt:
        for saving, dying in pairs:
            for manner in ("rename", "in place"):
                code, saved = attempt(saving, manner, dying)
                both += saved and code == DIED
                check_whole(path, theirs=saved, always_there=system == "with exchange")
    assert both > 5, "the pairs of steps show nothing"
