"""However an article was worked on before and after it got a new name, a move printed as safe costs nobody’s work."""

from __future__ import annotations

import random
import shlex
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import FUZZY, Catalogue, Entry, state_of
from publish.catalogue.store import changed, load
from publish.segments import MERGED, State
from publish.steps.left_behind import left_behind
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.steps.update import update
from publish.workspace import Workspace

SENTENCES = (
    "25 people came to the old harbour.",
    "Nobody in the town knew why.",
    "They went home at night.",
    "The ships lay at anchor, and the doves flew away over the roofs.",
    "Then 7 bells rang.",
)
EDITS = (("25", "26"), ("7 bells", "8 bells"), ("anchor, and the", "anchor. The"), ("at night", "late at night"),
         ("They went", "Snow fell. They went"), ("Nobody in the town knew why. ", ""))  # fmt: skip


def written(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def updated(folder: Path) -> Workspace:
    workspace, report = Workspace.open(folder), Report()
    update(workspace, sources(workspace, report), report)
    assert report.findings == []
    return workspace


def worked_on(path: Path, chance: random.Random, share: float) -> None:
    """People do something in so many of a catalogue's entries."""

    def done(entry: Entry) -> Entry:
        if chance.random() > share:
            return entry
        words = f"words {chance.randrange(10**9)}"
        reviewed = replace(entry, flags=(), previous="", previous_context="")
        return chance.choice(
            [
                entry if entry.is_empty else reviewed,
                replace(reviewed, translation=words),
                replace(reviewed, translation=MERGED),
                replace(entry, translation=words, flags=(FUZZY,)),
                replace(entry, comments=(f"{words}?", *entry.comments)),
            ]
        )

    changed(path, lambda catalogue: (catalogue or Catalogue()).with_live(done), path.name)


def history(folder: Path, chance: random.Random) -> bool:
    """An article is translated, renamed, worked on and edited; whether a move is printed as safe, which it then is."""
    seed, catalogues = folder / "seeds/better.md", folder / "locales/fr/LC_MESSAGES"
    old, new = catalogues / "good.po", catalogues / "better.po"

    def edited() -> None:
        if chance.random() < 0.5:
            written(seed, lambda text: text.replace(*chance.choice(EDITS)))

    seed.parent.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.publish]\nsource = "en"\nlocales = ["fr"]\n')
    seed.write_text(f"# News\n\n{' '.join(SENTENCES)}\n")
    updated(folder)
    new.rename(old)
    worked_on(old, chance, 0.9)
    edited()
    updated(folder)
    worked_on(new, chance, chance.choice([0.1, 0.3]))
    edited()
    workspace = updated(folder)
    (item,) = left_behind(workspace, ["fr"], [])
    commands = [line for line in item.lines() if line.startswith("    mv")]
    if not commands or item.successors[0].moves[0].lost:
        return False
    before = load(new)
    _, source, target = shlex.split(commands[0])
    Path(source).replace(target)
    updated(folder)
    assert_kept(before or Catalogue(), load(new) or Catalogue())
    return True


def assert_kept(before: Catalogue, after: Catalogue) -> None:
    found = {entry.key: entry for entry in after.live}
    texts = {entry.translation for entry in after.entries}
    comments = {comment for entry in after.entries for comment in entry.comments}
    for entry in before.live:
        now = found[entry.key]
        if state_of(entry) is State.REVIEWED:
            assert (state_of(now), now.translation) == (State.REVIEWED, entry.translation)
        assert not entry.translation.startswith("words") or entry.translation in texts
        assert comments.issuperset(persons_comments(entry.comments))


@pytest.mark.parametrize("number", [30, pytest.param(300, marks=pytest.mark.soak)])
def test_a_move_that_is_printed_as_safe_costs_nothing(number: int, tmp_path: Path) -> None:
    safe = 0
    for seed in range(number):
        folder = tmp_path / str(seed)
        safe += history(folder, random.Random(seed))
        shutil.rmtree(folder)
    assert safe > number / 4, "it is tried often enough"
