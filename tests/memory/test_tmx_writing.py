"""A TMX file lengthened while other programs save it: what they save stays, whatever the moment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publish.errors import CatalogueError
from publish.memory import tmx_writing
from publish.memory.pairs import Pair
from publish.memory.tmx import read
from publish.memory.tmx_writing import append, write

OURS = [Pair(f"Ours {number}.", "À nous") for number in range(3)]
BEFORE = [Pair(f"Before {number}.", "Avant") for number in range(3)]
# Longer than what was there, and than what is added to it.
THEIRS = [*BEFORE, *(Pair(f"Theirs {number}.", "À eux " * 50) for number in range(10))]
SHORTER = BEFORE[:1]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx_writing, "_BETWEEN", 0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "memory" / "fr.tmx"
    write(path, BEFORE, "en", "fr")
    return path


def renamed_over(path: Path, pairs: list[Pair]) -> None:
    write(path, pairs, "en", "fr")


def saved_in_place(path: Path, pairs: list[Pair]) -> None:
    new = path.with_name("new")
    write(new, pairs, "en", "fr")
    path.write_bytes(new.read_bytes())
    new.unlink()


def sources(path: Path) -> list[str]:
    return [pair.source for pair in read(path, "en", "fr", foreign=False)]


Save = Callable[[Path, list[Pair]], None]
Moment = Callable[[Callable[[], None], pytest.MonkeyPatch], Iterator[Pair]]


def while_the_pairs_come(act: Callable[[], None], _: pytest.MonkeyPatch) -> Iterator[Pair]:
    yield OURS[0]
    act()
    yield from OURS[1:]


def while_it_is_copied(act: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    real = tmx_writing._Present.part
    acts = [act]

    def part(present: tmx_writing._Present, start: int, end: int) -> Iterator[bytes]:
        for piece in real(present, start, end):
            if acts:
                acts.pop()()
            yield piece

    monkeypatch.setattr(tmx_writing._Present, "part", part)
    return iter(OURS)


def before_the_rename(act: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    real = tmx_writing._Present.is_there_still
    acts = [act]

    def is_there_still(present: tmx_writing._Present) -> bool:
        if acts:
            acts.pop()()
        return real(present)

    monkeypatch.setattr(tmx_writing._Present, "is_there_still", is_there_still)
    return iter(OURS)


@pytest.mark.parametrize("moment", [while_the_pairs_come, while_it_is_copied, before_the_rename])
@pytest.mark.parametrize("save", [renamed_over, saved_in_place])
@pytest.mark.parametrize("theirs", [THEIRS, SHORTER, [*BEFORE, OURS[1]]], ids=["longer", "shorter", "ours too"])
def test_what_another_program_saves_stays(
    path: Path, moment: Moment, save: Save, theirs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    added = append(path, moment(lambda: save(path, theirs), monkeypatch), "en", "fr")
    there = [pair.source for pair in theirs]
    new = [pair.source for pair in OURS if pair.source not in there]
    assert sources(path) == [*there, *new]
    assert added == len(new)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("moment", [while_the_pairs_come, while_it_is_copied, before_the_rename])
def test_a_file_deleted_meanwhile_is_made_again(path: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    assert append(path, moment(path.unlink, monkeypatch), "en", "fr") == 3
    assert sources(path) == [pair.source for pair in OURS]


@pytest.mark.parametrize("moment", [while_the_pairs_come, before_the_rename])
def test_a_file_created_meanwhile_stays(path: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    path.unlink()
    append(path, moment(lambda: renamed_over(path, THEIRS), monkeypatch), "en", "fr")
    assert sources(path) == [pair.source for pair in (*THEIRS, *OURS)]


def test_a_pair_that_was_there_and_is_gone_meanwhile_is_told(path: Path) -> None:
    """It may have come only once, and was not kept."""

    def pairs() -> Iterator[Pair]:
        yield from (*BEFORE, *OURS)
        renamed_over(path, SHORTER)

    with pytest.raises(CatalogueError, match=r"saved this file meanwhile; run the command again"):
        append(path, pairs(), "en", "fr")
    assert sources(path) == [pair.source for pair in SHORTER]


def test_a_file_that_is_half_saved_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = path.read_bytes()
    real = tmx_writing._known
    calls: list[int] = []

    def known(stream: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            path.write_bytes(whole[:-20])
            found = real(stream)  # type: ignore[arg-type]
            path.write_bytes(whole)
            return found
        return real(stream)  # type: ignore[arg-type]

    monkeypatch.setattr(tmx_writing, "_known", known)
    assert append(path, iter(OURS), "en", "fr") == 3
    assert sources(path) == [pair.source for pair in (*BEFORE, *OURS)]


def test_somebody_who_saves_all_the_time_is_given_up_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx_writing, "_ROUNDS", 3)
    real = tmx_writing._Present.is_there_still

    def is_there_still(present: tmx_writing._Present) -> bool:
        renamed_over(path, THEIRS)
        os.utime(path)
        return real(present)

    monkeypatch.setattr(tmx_writing._Present, "is_there_still", is_there_still)
    with pytest.raises(CatalogueError, match="another program keeps saving this file"):
        append(path, iter(OURS), "en", "fr")
    assert sources(path) == [pair.source for pair in THEIRS]


def test_more_than_is_kept_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx_writing, "_CHUNK", 5000)
    many = [Pair(f"Sentence {number}.", "Phrase " * (number % 90 + 1)) for number in range(300)]
    assert append(path, before_the_rename(lambda: renamed_over(path, THEIRS), monkeypatch), "en", "fr") == 3
    assert append(path, iter([*many, *many]), "en", "fr") == 300
    assert sources(path) == [pair.source for pair in (*THEIRS, *OURS, *many)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
