"""The database is a cache: whatever happens to it, the answers are those of the files."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.store import load
from publish.catalogue.writing import written
from publish.files import write_whole
from publish.locks import alone_in
from publish.memory import building, cache, tmx
from publish.memory.pairs import Pair, Standing
from publish.memory.search import Memory, Similar
from publish.memory.tmx_writing import append
from publish.settings import Settings
from publish.steps.memory import Memories, memories
from publish.steps.memory import origins as memory_origins
from publish.steps.report import Report
from publish.workspace import Workspace

HEADER = Entry("", "Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
QUESTIONS = ("Peace now.", "Peace, now!", "Hundreds of workers marched.", "Title", "Not there at all")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path, Settings(locales=("fr", "ja")))
    write(found, "a", [Entry("Peace now.", "La paix."), Entry("Hundreds of people marched.", "Des centaines.")])
    write(found, "b", [Entry("Peace now.", "Paix !"), Entry("Gone by now.", "Parti.", obsolete=True)])
    write(found, "site", [Entry("Title", "Titre")])
    append(found.memory("fr"), [Pair("Peace now.", "La paix, vite", name="imported")], "en", "fr")
    return found


def write(workspace: Workspace, name: str, entries: list[Entry]) -> None:
    write_whole(workspace.catalogue(name, "fr"), written(Catalogue((HEADER, *entries), file=name)))


def answers(workspace: Workspace, report: Report | None = None) -> list[tuple[list[Pair], list[Similar]]]:
    with memories(workspace, report or Report()) as known:
        return _answers(known)


def _answers(known: Memories) -> list[tuple[list[Pair], list[Similar]]]:
    return known.ask("fr", lambda memory: [(memory.exact(text), memory.similar(text)) for text in QUESTIONS])


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(100, len(content), 512):
        content[place : place + 200] = b"\xff" * len(content[place : place + 200])
    path.write_bytes(content)


def make_older(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.execute("DROP TABLE posting")
    connection.close()


def make_just_older(path: Path) -> None:
    """Made by a version whose numbers mean something else."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {cache.SCHEMA - 1}")
        connection.execute("UPDATE pair SET standing = 1")
    connection.close()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (cache.remove, 0),
        (lambda path: path.write_bytes(b"no database at all" * 1000), 1),
        (lambda path: path.write_bytes(b""), 0),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), 1),
        (damage, 1),
        (make_older, 0),
        (make_just_older, 0),
    ],
)
def test_the_same_answers_whatever_became_of_the_file(
    harm: Callable[[Path], None], told: int, workspace: Workspace
) -> None:
    before = answers(workspace)
    assert any(before)
    harm(workspace.memory_cache)
    report = Report()
    assert answers(workspace, report) == before
    assert len(report.notices) == told
    assert all("made anew" in notice and "\n" not in notice for notice in report.notices)
    assert report.findings == []
    report = Report()
    assert answers(workspace, report) == before
    assert report.notices == []


def test_a_folder_that_cannot_be_written_is_done_without(workspace: Workspace) -> None:
    before = answers(workspace)
    cache.remove(workspace.memory_cache)
    # A folder in its place refuses even the superuser.
    workspace.memory_cache.mkdir()
    report = Report()
    assert answers(workspace, report) == before
    (notice,) = report.notices
    assert "cannot be used" in notice


@pytest.mark.parametrize("name", ["SQLITE_PROTOCOL", "SQLITE_NOLFS", "SQLITE_BUSY", "SQLITE_IOERR_SHMMAP"])
def test_a_file_system_that_gives_no_locks_is_no_damage(
    name: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(workspace)
    whole = workspace.memory_cache.read_bytes()
    error = sqlite3.OperationalError("locking protocol")
    error.sqlite_errorcode = getattr(sqlite3, name)  # type: ignore[misc]

    def connected(_: Path) -> sqlite3.Connection:
        raise error

    monkeypatch.setattr(cache, "_connected", connected)
    report = Report()
    assert answers(workspace, report) == before
    (notice,) = report.notices
    assert "cannot be used (locking protocol)" in notice
    assert workspace.memory_cache.read_bytes() == whole


def test_of_two_that_find_damage_one_makes_the_file_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other waits, and takes what the first has made."""
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"no database at all" * 1000)
    removing, go_on, done = threading.Event(), threading.Event(), threading.Event()
    removed: list[Path] = []
    real = cache._remove

    def remove(path: Path) -> None:
        removed.append(path)
        removing.set()
        assert go_on.wait(10)
        real(path)

    monkeypatch.setattr(cache, "_remove", remove)

    def make() -> None:
        opened = cache.opened(path, "memory.sqlite")
        with opened.changing() as connection:
            connection.execute("INSERT INTO locale (tag) VALUES ('fr')")
        done.set()
        release.wait(10)
        opened.close()

    release = threading.Event()
    found: list[tuple[str, list[tuple[str]]]] = []

    def take() -> None:
        opened = cache.opened(path, "memory.sqlite")
        assert done.wait(10)
        found.append((opened.notice, opened.connection.execute("SELECT tag FROM locale").fetchall()))
        opened.close()

    first, second = threading.Thread(target=make), threading.Thread(target=take)
    first.start()
    assert removing.wait(10)
    second.start()
    second.join(0.3)
    go_on.set()
    second.join(20)
    release.set()
    first.join(20)
    assert found == [("", [("fr",)])]
    assert removed == [path]


@pytest.mark.parametrize("act", [cache.remove, lambda path: cache.opened(path, "memory.sqlite").close()])
def test_nobody_opens_or_removes_the_file_while_another_removes_it(act: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"no database at all" * 1000)
    before = path.read_bytes()
    thread = threading.Thread(target=act, args=(path,))
    with alone_in(tmp_path):
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        assert path.read_bytes() == before
    thread.join(20)
    assert not thread.is_alive()
    assert not path.exists() or path.read_bytes() != before


def test_damage_that_shows_only_when_asked_is_mended(workspace: Workspace) -> None:
    with memories(workspace, Report()) as known:
        before = _answers(known)
    report = Report()
    with memories(workspace, report) as known:
        known.ask("fr", lambda memory: memory.counts())
        failed = False

        def question(memory: object) -> str:
            nonlocal failed
            if not failed:
                failed = True
                raise sqlite3.DatabaseError("database disk image is malformed")
            return "answer"

        assert known.ask("fr", question) == "answer"
        assert _answers(known) == before
    assert len(report.notices) == 1


def test_only_what_changed_is_read_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(workspace)
    for path in (*workspace.catalogue("a", "fr").parent.glob("*.po"), workspace.memory("fr")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = answers(workspace)
    read: list[str] = []
    real = building._pairs

    def pairs(origin: building.Origin, *arguments: object, **named: object) -> object:
        read.append(origin.name)
        return real(origin, *arguments, **named)

    monkeypatch.setattr(building, "_pairs", pairs)
    assert answers(workspace) == before
    assert read == []
    workspace.catalogue("a", "fr").touch()
    assert answers(workspace) == before
    assert read == [], "the same bytes with another time"
    write(workspace, "b", [Entry("Peace now.", "Autre")])
    workspace.catalogue("site", "fr").unlink()
    after = answers(workspace)
    assert read == ["b"]
    cache.remove(workspace.memory_cache)
    assert answers(workspace) == after


@pytest.mark.parametrize("same", [True, False])
def test_a_catalogue_that_is_known_is_not_parsed_again(
    same: bool, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.catalogue("a", "fr")
    known = load(path, workspace.shown(path))
    assert known is not None
    if not same:
        write(workspace, "a", [Entry("Peace now.", "Saved meanwhile")])
    parsed: list[str] = []
    real = building.parsed

    def parse(content: bytes, file: str) -> Catalogue:
        parsed.append(Path(file).name)
        return real(content, file)

    monkeypatch.setattr(building, "parsed", parse)
    opened = cache.opened(workspace.memory_cache, "memory.sqlite")
    origins = memory_origins(workspace, "fr")
    built = building.bring_up_to_date(opened, "fr", "en", origins, catalogues={workspace.shown(path): known})
    assert parsed == [*([] if same else ["a.po"]), "b.po", "site.po"]
    found = {pair.translation for pair in Memory(opened.connection, built.locale).exact("Peace now.")}
    assert found == {"La paix." if same else "Saved meanwhile", "Paix !", "La paix, vite"}
    opened.close()


@pytest.mark.parametrize("intact", [True, False])
def test_of_a_longer_tmx_file_only_what_is_new_is_read(
    intact: bool, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.memory("fr")
    append(path, [Pair(f"Sentence {number}.", "x") for number in range(3)], "en", "fr")
    answers(workspace)
    units: list[str] = []
    real = tmx._pair

    def pair(unit: object, *arguments: object, **named: object) -> Pair | None:
        found = real(unit, *arguments, **named)
        units.append(found.source)
        return found

    monkeypatch.setattr(tmx, "_pair", pair)
    append(path, [Pair("Hundreds of workers marched.", "Y & z", comments=("é",))], "en", "fr")
    if not intact:
        path.write_bytes(path.read_bytes().replace(b"Sentence 1.", b"Sentence 7."))
    after = answers(workspace)
    assert units[-1] == "Hundreds of workers marched."
    assert len(units) == (1 if intact else 5)
    cache.remove(workspace.memory_cache)
    assert answers(workspace) == after
    assert len(units) == (6 if intact else 10)


def test_a_save_within_the_same_moment_is_seen(workspace: Workspace) -> None:
    answers(workspace)
    path = workspace.catalogue("a", "fr")
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"La paix.", b"La_paix."))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with memories(workspace, Report()) as known:
        assert "La_paix." in [pair.translation for pair in known.ask("fr", lambda memory: memory.exact("Peace now."))]


def test_a_catalogue_that_cannot_be_read_is_told_each_time_and_hides_no_other(workspace: Workspace) -> None:
    path = workspace.catalogue("b", "fr")
    path.write_bytes(path.read_bytes() + b"msgid broken\n")
    for _ in range(2):
        report = Report()
        with memories(workspace, report) as known:
            names = {pair.name for pair in known.ask("fr", lambda memory: memory.exact("Peace now."))}
        assert names == {"a", "imported"}
        (finding,) = report.findings
        assert (finding.severity, finding.file) == ("error", "locales/fr/LC_MESSAGES/b.po")


def test_locales_do_not_mix(workspace: Workspace) -> None:
    with memories(workspace, Report()) as known:
        assert known.ask("ja", lambda memory: (memory.exact("Peace now."), memory.similar("Peace now!"))) == ([], [])
        assert known.ask("fr", lambda memory: len(memory.exact("Peace now."))) == 3


def _ask_often(root: Path, number: int) -> None:
    workspace = Workspace(root, Settings(locales=("fr", "ja")))
    for turn in range(5):
        write(workspace, f"own-{number}", [Entry(f"Sentence {number} {turn}", "x")])
        with memories(workspace, Report()) as known:
            assert known.ask("fr", lambda memory: memory.exact(f"Sentence {number} {turn}"))  # noqa: B023
            assert known.ask("fr", lambda memory: memory.exact("Title"))


@pytest.mark.parametrize("damaged", [False, True])
def test_several_processes_at_once(damaged: bool, workspace: Workspace) -> None:
    if damaged:
        answers(workspace)
        damage(workspace.memory_cache)
    context = multiprocessing.get_context("spawn")
    working = [context.Process(target=_ask_often, args=(workspace.root, number)) for number in range(3)]
    for process in working:
        process.start()
    for process in working:
        process.join(60)
    assert [process.exitcode for process in working] == [0, 0, 0]
    together = answers(workspace)
    cache.remove(workspace.memory_cache)
    assert answers(workspace) == together


def test_pairs_keep_all_they_have(workspace: Workspace) -> None:
    """From a catalogue through the TMX file and the database, nothing of a pair is lost."""
    pair = Pair(
        "A", "B", name="n", context="title", before="edge", after="0123456789ab", comments=("one", "two"),
        changed="20260131T120000Z",
    )  # fmt: skip
    others = [
        replace(pair, standing=standing, words="w", remarks=("r",) if standing is Standing.MACHINE else ())
        for standing in Standing
        if standing is not Standing.REVIEWED
    ]
    append(workspace.memory("fr"), [*others, pair], "en", "fr")
    with memories(workspace, Report()) as known:
        assert known.ask("fr", lambda memory: memory.exact("A")) == [pair, *others]
        assert replace(pair, name="") != pair


def test_where_nothing_is_empty_no_memory_is_asked(workspace: Workspace) -> None:
    """A run with nothing to do leaves every file as it is, the database too."""
    with memories(workspace, Report()) as known:
        full = Catalogue((HEADER, Entry("Peace now.", "La paix.")))
        assert known.filled(full, "fr") == full
        assert not workspace.memory_cache.exists()
        assert known.filled(Catalogue((HEADER, Entry("Peace now.", ""))), "fr").live[0].translation
        assert workspace.memory_cache.exists()


def test_nothing_is_left_beside_the_database_that_is_closed(workspace: Workspace) -> None:
    answers(workspace)
    assert [path.name for path in workspace.cache.iterdir()] == [workspace.memory_cache.name]
    # What was saved a moment ago is looked at again, which may be noted; from then on nothing is.
    for path in (*workspace.catalogue("a", "fr").parent.glob("*.po"), workspace.memory("fr")):
        os.utime(path, ns=(10**18, 10**18))
    answers(workspace)
    before = workspace.memory_cache.read_bytes()
    answers(workspace)
    assert workspace.memory_cache.read_bytes() == before
