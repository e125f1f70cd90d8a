"""Two branches that both add to the memory, merged by git: what the program says to do gives the units of both."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import MakePublication, Run

from publish.errors import CatalogueError, PublishError
from publish.memory.pairs import EDGE, Pair, Standing
from publish.memory.tmx import read
from publish.memory.tmx_writing import append

git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def pair(number: int) -> Pair:
    """Much of it is the same in all of them, and could be taken by a merge for a part of both."""
    comments = ("Ask Z.", "Twice.") if number % 2 else ()
    text = f"Sentence {number},\\\nin two lines"
    return Pair(text, "Phrase", Standing(number % 3), "march", "title", EDGE, EDGE, "draft", comments=comments)


class Repository:
    """A repository with a memory, and two branches that add to it."""

    def __init__(self, folder: Path, style: str, attributes: str = "") -> None:
        self.folder = folder
        self.path = folder / "locales" / "memory" / "fr.tmx"
        self.run("init", "--quiet", "--initial-branch=ours")
        self.run("config", "merge.conflictStyle", style)
        (folder / ".gitattributes").write_text(f"* text=auto eol=lf\n/locales/** -text\n{attributes}")

    def run(self, *arguments: str, fails: bool = False) -> None:
        identity = ("-c", "user.name=Z", "-c", "user.email=z@example.org", "-c", "commit.gpgSign=false")
        done = subprocess.run(["git", *identity, *arguments], cwd=self.folder, capture_output=True, check=False)
        assert (done.returncode != 0) is fails, done

    def commit(self, numbers: Sequence[int]) -> None:
        append(self.path, [pair(number) for number in numbers], "en", "fr")
        self.run("add", ".")
        self.run("commit", "--quiet", "--allow-empty", "--message", "more")

    def merged(self, before: Sequence[int], ours: Sequence[int], theirs: Sequence[int], *, fails: bool) -> None:
        self.commit(before)
        self.run("checkout", "--quiet", "-b", "theirs")
        self.commit(theirs)
        self.run("checkout", "--quiet", "ours")
        self.commit(ours)
        self.run("merge", "--quiet", "--no-edit", "theirs", fails=fails)


def told_by_reading(path: Path, line: bytes = b"<<<<<<< ") -> str:
    with pytest.raises(PublishError) as caught:
        list(read(path, "en", "fr", file="locales/memory/fr.tmx", foreign=False))
    assert path.read_bytes().splitlines()[caught.value.line - 1].startswith(line)
    return str(caught.value)


def told_by_adding(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(CatalogueError) as caught:
        append(path, [pair(99)], "en", "fr", "locales/memory/fr.tmx")
    assert path.read_bytes() == before
    return str(caught.value)


def advice_followed(path: Path, told: str) -> None:
    signs = re.findall(r"<{7}|\|{7}|={7}|>{7}", told)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(tuple(sign.encode() for sign in signs))))


def twice_only_once(path: Path) -> None:
    """What is to be done where nothing was there before: git has put one whole file behind the other."""
    for told in (told_by_reading(path, b"<tmx"), told_by_adding(path)):
        assert "two versions of the file, one behind the other: keep the units (<tu …>) of both sides, but what" in told
    lines = path.read_bytes().splitlines(keepends=True)
    units = [line for line in lines if b"<tu " in line]
    path.write_bytes(b"".join([*lines[: lines.index(units[0])], *units, *lines[-2:]]))


BRANCHES = [
    ([0], [1], [2]),
    ([0], [1, 2, 3], [4, 5]),
    ([0, 1], [2, 3, 4], [4, 3, 5]),
    ([0], [1, 2], [1, 2, 3, 4]),
    ([], [1], [2]),
    ([], [1, 2, 3], [2, 4]),
]


@git
@pytest.mark.parametrize(("before", "ours", "theirs"), BRANCHES)
@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_the_advice_taken_literally_gives_the_units_of_both(
    before: list[int], ours: list[int], theirs: list[int], style: str, tmp_path: Path
) -> None:
    repository = Repository(tmp_path, style)
    repository.merged(before, ours, theirs, fails=True)
    told = told_by_reading(repository.path)
    assert told_by_adding(repository.path) == told
    assert told.startswith("locales/memory/fr.tmx:")
    assert ("|||||||" in told) is (style == "diff3")
    advice_followed(repository.path, told)
    if style == "diff3" and not before:
        twice_only_once(repository.path)
    assert set(read(repository.path, "en", "fr", foreign=False)) == {
        pair(number) for number in (*before, *ours, *theirs)
    }
    assert append(repository.path, [pair(99)], "en", "fr") == 1


@git
@pytest.mark.parametrize(("before", "ours", "theirs"), [*BRANCHES, ([0], [], [1]), ([0], [1], [1])])
@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_git_can_merge_the_memory_by_itself(
    before: list[int], ours: list[int], theirs: list[int], style: str, tmp_path: Path
) -> None:
    repository = Repository(tmp_path, style, "/locales/memory/*.tmx merge=union\n")
    repository.merged(before, ours, theirs, fails=False)
    if style == "diff3" and not before:
        twice_only_once(repository.path)
    assert set(read(repository.path, "en", "fr", foreign=False)) == {
        pair(number) for number in (*before, *ours, *theirs)
    }
    assert append(repository.path, [pair(99)], "en", "fr") == 1


@pytest.mark.parametrize("command", [("memory", "status"), ("memory", "search", "fr", "x"), ("update",)])
def test_commands_say_what_to_do_about_a_merge_conflict(
    command: tuple[str, ...], run: Run, small: MakePublication
) -> None:
    folder = small({"seeds/good.md": "# Good news\n\nDoves fly.\n"})
    path = folder / "locales" / "memory" / "fr.tmx"
    append(path, [pair(1), pair(2)], "en", "fr")
    first, second = (line for line in path.read_text("utf-8").splitlines(keepends=True) if "<tu " in line)
    in_conflict = path.read_text("utf-8").replace(
        f"{first}{second}", f"<<<<<<< HEAD\n{first}=======\n{second}>>>>>>> theirs\n"
    )
    path.write_text(in_conflict, "utf-8")
    outcome = run(*command, folder=folder)
    assert outcome.code == 1
    (told,) = [line for line in outcome.err.splitlines() if "fr.tmx" in line]
    assert told == (
        "error: locales/memory/fr.tmx:6: merge conflict: keep the units (<tu …>) of both sides, but what else stands "
        "there twice only once, and take out the lines with <<<<<<<, ======= and >>>>>>>; then run the command again"
    )
    assert path.read_text("utf-8") == in_conflict
