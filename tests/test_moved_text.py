"""Sentences that go from one article to another: a dry run knows of them, and file names decide nothing."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import HEADER, contents

from publish.catalogue import reading
from publish.catalogue.comparing import Comparison
from publish.catalogue.entry import Catalogue, Count
from publish.catalogue.store import load
from publish.memory import building
from publish.steps import update as step
from publish.steps.diff import outlook
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.steps.update import update
from publish.workspace import Workspace

FIRST = "Doves fly over the harbour. Ships lie at anchor there.\n\nNobody works today."
SECOND = "Thousands came to the square. They stood in the rain. The police kept away."
ARTICLE = f"# Good news\n\n## Harbour\n\n{FIRST}\n\n## Square\n\n{SECOND}\n"
REST = f"# Good news\n\n## Harbour\n\n{FIRST}\n"
PART = f"# Second part\n\n{SECOND}\n"


@pytest.fixture(params=[True, False], ids=["trusted", "not trusted"])
def is_trusted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def translated(folder: Path, run: Run, *, is_trusted: bool = False, drafts: bool = False) -> Path:
    """The publication with its article translated: reviewed, or by a machine."""
    if is_trusted:
        with (folder / "pyproject.toml").open("a") as settings:
            settings.write("trust_context = true\n")
    assert run("update", folder=folder).code == 0
    path = folder / "locales/fr/LC_MESSAGES/good.po"
    text = path.read_text(encoding="utf-8")
    flag = "#, fuzzy\n" if drafts else ""
    text = re.sub(r'msgid "(.+)"\nmsgstr ""\n', rf'{flag}msgid "\1"\nmsgstr "FR \1"\n', text)
    path.write_text(text, encoding="utf-8")
    assert run("update", folder=folder).code == 0
    return folder


@pytest.fixture
def march(small: MakePublication) -> Path:
    return small({"seeds/good.md": ARTICLE}, locales=("fr", "de"))


def seeds(folder: Path, **texts: str | None) -> None:
    for name, text in texts.items():
        path = folder / f"seeds/{name.replace('_', '-')}.md"
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def looked(folder: Path) -> tuple[dict[str, Comparison], list[str]]:
    workspace, report = Workspace.open(folder), Report()
    found = outlook(workspace, sources(workspace, report), report)
    assert report.findings == []
    return found.locales, report.notices


def updated(folder: Path) -> tuple[dict[str, Comparison], list[str]]:
    workspace, report = Workspace.open(folder), Report()
    return update(workspace, sources(workspace, report), report), report.notices


CHANGES: dict[str, tuple[dict[str, str | None], Count, int]] = {
    "an article renamed": ({"good": None, "better": ARTICLE}, Count(0, 0), 9),
    "an article split in two": ({"good": None, "one": REST, "two": PART}, Count(1, 2), 8),
    "a part moved to a later name": ({"good": REST, "second_part": PART}, Count(1, 2), 3),
    "a part moved to an earlier name": ({"good": REST, "a_part": PART}, Count(1, 2), 3),
    "an edit": ({"good": ARTICLE.replace("Nobody works", "Hardly anybody works")}, Count(0, 0), 0),
    "a new sentence": ({"good": f"{ARTICLE}\nThey will come back.\n"}, Count(1, 4), 0),
    "a new article": (
        {"other": "# Other news\n\nThey stood in the rain. They sang songs there.\n"},
        Count(2, 6),
        1,
    ),
    "nothing": ({}, Count(0, 0), 0),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("has_cache", [True, False])
def test_a_dry_run_has_the_figures_of_the_update(
    change: str, has_cache: bool, is_trusted: bool, march: Path, run: Run
) -> None:
    translated(march, run, is_trusted=is_trusted)
    if has_cache:
        assert run("memory", "status", folder=march).code == 0
    texts, to_translate, remembered = CHANGES[change]
    seeds(march, **texts)
    before = contents(march)
    figures, notices = looked(march)
    assert contents(march) == before
    after, told = updated(march)
    assert figures == after
    assert [line for line in notices if "Delete nothing before" not in line] == told
    assert (figures["fr"].to_translate, figures["fr"].remembered.segments) == (to_translate, remembered)
    assert figures["de"].remembered == Count()
    after = {name: content for name, content in contents(march).items() if "/.cache/" not in name}
    again, _ = updated(march)
    assert not any(item.is_change for item in again.values())
    assert {name: content for name, content in contents(march).items() if "/.cache/" not in name} == after


@pytest.mark.parametrize("name", ["second_part", "a_part"])
def test_machine_drafts_move_too(name: str, march: Path, run: Run) -> None:
    translated(march, run, drafts=True)
    seeds(march, good=REST, **{name: PART})
    figures, _ = looked(march)
    assert figures["fr"].remembered.segments == 3
    assert updated(march)[0] == figures


@pytest.mark.parametrize("name", ["second_part", "a_part"])
def test_of_two_translations_the_one_between_the_same_neighbours_moves(name: str, march: Path, run: Run) -> None:
    translated(march, run)
    seeds(march, also="# Also\n\nThey stood in the rain. They sang.\n")
    run("update", folder=march)
    path = march / "locales/fr/LC_MESSAGES/also.po"
    text = re.sub("(#.*fuzzy.*\n|# Origin.*\n)", "", path.read_text(encoding="utf-8"))
    path.write_text(text.replace('"FR They stood in the rain."', '"Sous la pluie."'), encoding="utf-8")
    updated(march)
    seeds(march, good=REST, **{name: PART})
    updated(march)
    catalogue = load(march / f"locales/fr/LC_MESSAGES/{name.replace('_', '-')}.po")
    assert catalogue is not None
    (entry,) = (entry for entry in catalogue.live if entry.source == "They stood in the rain.")
    assert entry.translation == "FR They stood in the rain."
    assert any("“Sous la pluie.”" in comment for comment in entry.comments), "the other one is named"


def test_the_figures_are_shown(march: Path, run: Run) -> None:
    translated(march, run)
    seeds(march, good=REST, other=PART)
    head, french, german = (line.split("\t") for line in run("update", "--dry-run", folder=march).out.splitlines())
    assert head[6:10] == ["New", "From the memory", "Words from the memory", "Words to translate"]
    assert (french[6:10], german[6:10]) == (["4", "3", "14", "2"], ["4", "0", "0", "16"])


def test_a_damaged_cache_is_no_matter_for_a_dry_run(march: Path, run: Run) -> None:
    translated(march, run)
    seeds(march, other=PART)
    cache = march / "locales/.cache/memory.sqlite"
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(b"no database" * 1000)
    before = contents(march)
    figures, notices = looked(march)
    assert (figures["fr"].remembered.segments, notices) == (3, [])
    assert contents(march) == before


def test_a_dry_run_reads_no_catalogue_that_the_memory_knows(
    march: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated(march, run)
    assert run("memory", "status", folder=march).code == 0
    seeds(march, other=PART)

    def parsed(_content: bytes, file: str) -> Catalogue:
        raise AssertionError(f"{file} is read again")

    monkeypatch.setattr("publish.memory.building.parsed", parsed)
    assert looked(march)[0]["fr"].remembered.segments == 3


@pytest.mark.parametrize("is_interrupted", [True, False])
def test_a_dry_run_leaves_no_copy_behind(
    is_interrupted: bool, march: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated(march, run)
    seeds(march, other=PART)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    bring_up_to_date, copies = building.bring_up_to_date, []

    def interrupted(*arguments: object, **named: object) -> object:
        copies.extend(folder.rglob("memory.sqlite"))
        if is_interrupted:
            raise KeyboardInterrupt
        return bring_up_to_date(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("publish.memory.building.bring_up_to_date", interrupted)
    with pytest.raises(KeyboardInterrupt) if is_interrupted else contextlib.nullcontext():
        looked(march)
    assert copies, "one was there"
    assert list(folder.iterdir()) == []


def test_a_dry_run_needs_no_room_for_a_copy(march: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    translated(march, run)
    seeds(march, other=PART)

    def full(*arguments: object, **named: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("publish.steps.memory.tempfile.TemporaryDirectory", full)
    assert looked(march)[0]["fr"].remembered.segments == 3


def reviewed(folder: Path, name: str) -> dict[str, bool]:
    """Whether each sentence of the article is reviewed in French."""
    catalogue = load(folder / f"locales/fr/LC_MESSAGES/{name}.po")
    assert catalogue is not None
    return {entry.source: not (entry.is_fuzzy or entry.is_empty) for entry in catalogue.live}


@contextlib.contextmanager
def interrupted_after(number: int) -> Iterator[None]:
    """Ends an update when that many catalogues have been written."""
    write, calls = step.changed, []

    def fails(*arguments: object, **named: object) -> bool:
        calls.append(arguments)
        if len(calls) > number:
            raise KeyboardInterrupt
        return write(*arguments, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, "changed", fails)
        yield


# In between two of the same article's sentences: what stands at its edge has other neighbours now.
KEPT = {
    "Second part": False,
    "Thousands came to the square.": False,
    "They stood in the rain.": True,
    "The police kept away.": True,
}


@pytest.mark.parametrize("name", ["second_part", "a_part"])
@pytest.mark.parametrize("way", ["one update", "interrupted", "the old one first", "without obsolete entries"])
def test_trust_in_neighbours_does_not_hang_on_file_names(way: str, name: str, march: Path, run: Run) -> None:
    translated(march, run, is_trusted=True)
    seeds(march, good=REST)
    if way in ("the old one first", "without obsolete entries"):
        updated(march)
    if way == "without obsolete entries":
        path = march / "locales/fr/LC_MESSAGES/good.po"
        path.write_text(path.read_text(encoding="utf-8").partition("\n#~ ")[0], encoding="utf-8")
        assert "#~" not in path.read_text(encoding="utf-8")
    seeds(march, **{name: PART})
    if way == "interrupted":
        with interrupted_after(2), pytest.raises(KeyboardInterrupt):
            updated(march)
    updated(march)
    assert reviewed(march, name.replace("_", "-")) == KEPT
    files = contents(march / "locales/fr")
    updated(march)
    assert contents(march / "locales/fr") == files


def test_an_update_without_new_sentences_asks_no_memory(march: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    translated(march, run)
    (march / "locales/de/LC_MESSAGES/good.po").write_text(HEADER, encoding="utf-8")
    updated(march)
    asked: list[str] = []

    def no_memory(*arguments: object, **named: object) -> None:
        asked.append(str(arguments[1]))
        raise AssertionError("asked")

    monkeypatch.setattr("publish.memory.building.bring_up_to_date", no_memory)
    seeds(march, good=ARTICLE.replace("Nobody works", "Hardly anybody works").replace("They stood in the rain. ", ""))
    workspace, report = Workspace.open(march), Report()
    assert update(workspace, sources(workspace, report), report, locales=("fr",))["fr"].review.segments == 1
    assert asked == []


@pytest.mark.parametrize("does", [looked, updated])
def test_no_catalogue_that_loses_or_gains_text_is_read_twice(
    does: Callable[[Path], object], march: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated(march, run)
    seeds(march, good=None, better=ARTICLE)
    updated(march)
    seeds(march, better=f"{ARTICLE}\nThey will come back.\n")
    (march / "locales/.cache/memory.sqlite").unlink()
    read: list[str] = []

    def parsed(content: bytes, file: str) -> Catalogue:
        read.append(file)
        return reading.parsed(content, file)

    monkeypatch.setattr("publish.memory.building.parsed", parsed)
    does(march)
    # The dry run has let go of the one whose article is gone.
    again = {"site"} if does is updated else {"good", "site"}
    assert set(read) == {f"locales/{tag}/LC_MESSAGES/{name}.po" for tag in ("fr", "de") for name in again}


def test_without_trust_nothing_is_added_to_the_memory_for_its_neighbours(
    march: Path, run: Run, is_trusted: bool
) -> None:
    translated(march, run, is_trusted=is_trusted)
    seeds(march, good=REST)
    updated(march)
    path = march / "locales/memory/fr.tmx"
    found = (
        re.findall('<tuv xml:lang="en".*?<seg>(.*?)</seg>', path.read_text("utf-8"), re.DOTALL) if path.exists() else []
    )
    assert found == (["Square", *SECOND.replace(". ", ".|").split("|")] if is_trusted else [])
