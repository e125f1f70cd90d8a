"""Killed at any moment, the program leaves every catalogue whole, and its next run ends where it would have ended."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import environment

from .publication import assert_whole, cached, edited, kept, publication, translated
from .victim import End, Victims, victims


@dataclass(frozen=True, slots=True)
class Work:
    """A command, the folder as it is before, and what an undisturbed run makes of it."""

    command: tuple[str, ...]
    folder: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    cache: set[str]
    undisturbed: End


@pytest.fixture(scope="module")
def processes() -> Iterator[Victims]:
    with victims(environment()) as ready:
        yield ready


@pytest.fixture(scope="module", params=["update", "draft"])
def work(request: pytest.FixtureRequest, processes: Victims, tmp_path_factory: pytest.TempPathFactory) -> Work:
    command: str = request.param
    base = tmp_path_factory.mktemp(command)
    folder = publication(base / "before")
    processes.run(folder, "update")
    translated(folder)
    if command == "update":
        edited(folder)
    done = shutil.copytree(folder, base / "after")
    undisturbed = processes.run(done, command)
    assert undisturbed.code == 0, undisturbed.said
    before, after = kept(folder), kept(done)
    assert before != after
    return Work((command,), folder, before, after, cached(done), undisturbed)


def killed(processes: Victims, work: Work, folder: Path, **when: Any) -> str:
    """Kills the command in a copy of the folder, checks all promises, and says in which part of the work it was."""
    shutil.copytree(work.folder, folder)
    end = processes.run(folder, *work.command, **when)
    found = kept(folder)
    assert end.killed or (end.code, found) == (0, work.after), end.said
    assert_whole(folder, work.before, work.after)
    again = processes.run(folder, *work.command)
    assert again.code == 0, again.said
    visible = {name: content for name, content in kept(folder).items() if "/." not in name}
    assert visible == work.after, "the next run ends where an undisturbed one does"
    if visible != kept(folder):
        # A draft that has nothing more to do need not tidy up, an update has to.
        processes.run(folder, "update")
        assert kept(folder) == work.after, "nothing is left over"
    assert cached(folder) <= work.cache
    shutil.rmtree(folder)
    if found == work.before:
        return "before any change" if end.points == 0 else "before the first rename"
    return "between" if found != work.after else "after the last change"


@pytest.mark.parametrize("number", [15, pytest.param(150, marks=pytest.mark.soak)])
def test_killed_at_random_moments(processes: Victims, work: Work, tmp_path: Path, number: int) -> None:
    chance = random.Random(number)
    points, hits = work.undisturbed.points, Counter[str]()
    for one in range(number):
        # Some before the program comes to its files; the others spread evenly over its work on them, however fast the
        # machine is just now, and at any moment between two operations too.
        if one % 8 == 0:
            hits[killed(processes, work, tmp_path / "one", delay=chance.random() * work.undisturbed.first)] += 1
        else:
            point = 1 + int((one + chance.random()) / number * points)
            delay = chance.random() * 0.02
            hits[killed(processes, work, tmp_path / "one", after_point=point, delay=delay)] += 1
    print(work.command, dict(hits))
    assert hits["between"] >= number // 3, f"too few kills hit the work: {dict(hits)}"


def killed_at(processes: Victims, work: Work, tmp_path: Path, points: Iterable[int]) -> None:
    hits = Counter(killed(processes, work, tmp_path / "one", at_point=point) for point in points)
    print(work.command, work.undisturbed.points, dict(hits))
    assert hits["between"] >= hits.total() // 3, f"too few kills hit the work: {dict(hits)}"


def test_killed_at_every_kind_of_operation(processes: Victims, work: Work, tmp_path: Path) -> None:
    points: dict[str, list[int]] = {}
    for number, kind in enumerate(work.undisturbed.kinds, 1):
        points.setdefault(kind, []).append(number)
    # In the middle of the work; the last of a kind often comes when all is done.
    killed_at(processes, work, tmp_path, sorted(numbers[len(numbers) // 2] for numbers in points.values()))


@pytest.mark.soak
def test_killed_at_every_operation(processes: Victims, work: Work, tmp_path: Path) -> None:
    points = work.undisturbed.points
    killed_at(processes, work, tmp_path, range(1, points + 1, max(1, points // 200)))
