"""`publish update` as a whole: what it tells, what it remembers, and what it does beside other programs."""

from __future__ import annotations

import fcntl
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePublication, Run
from support import FRENCH, HEADER, TRANSLATED, catalogue, contents

from publish.catalogue import writing
from publish.steps import texts
from publish.steps import update as step

MEMORY = "locales/memory/fr.tmx"


def edit(folder: Path, *edits: tuple[str, str]) -> None:
    path = folder / "seeds/good.md"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def written(folder: Path) -> dict[str, bytes]:
    """All files but those of the cache."""
    return {name: content for name, content in contents(folder).items() if "/.cache/" not in name}


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([], []),
        ([("Another paragraph.", "Another short paragraph.")], ["fr: 1 to review again (3 words)"]),
        ([("Another paragraph.", "")], ["fr: 1 removed"]),
        ([("Another paragraph.", "Another paragraph. Peace now!")], ["fr: 1 new (2 words)"]),
        ([("note’s", "note's")], ["fr: 1 harmlessly changed"]),
        (
            [("Another paragraph.", "Another short paragraph."), ("A small title", "War"), ("## A heading\n\n", "")],
            ["fr: 1 to review again (3 words), 1 new (1 word), 2 removed"],
        ),
        (
            [("note’s", "note's"), ("Another paragraph.", "Another short paragraph.")],
            ["fr: 1 harmlessly changed, 1 to review again (3 words)"],
        ),
    ],
)
def test_one_line_says_what_has_changed(
    edits: list[tuple[str, str]], told: list[str], translated: Path, run: Run
) -> None:
    edit(translated, *edits)
    outcome = run("update", folder=translated)
    lines = [line for line in outcome.out.splitlines() if not line.startswith("wrote ")]
    assert lines == (told or ["everything is up to date"])
    before = written(translated)
    assert run("update", folder=translated).out == "everything is up to date\n"
    assert written(translated) == before


@pytest.mark.usefixtures("quick_leaflets")
def test_run_says_it_too_and_quiet_says_nothing(translated: Path, run: Run) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph."))
    first, *rows = run("run", folder=translated).out.splitlines()
    assert first == "fr: 1 to review again (3 words)"
    assert [row.split("\t")[0] for row in rows] == ["Locale", "en", "fr"]
    edit(translated, ("Another short paragraph.", "Another paragraph."))
    outcome = run("--quiet", "update", folder=translated)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert run("run", folder=translated).out.startswith("Locale\t")


def test_what_leaves_the_catalogue_is_in_the_memory(translated: Path, run: Run) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph."), ("A heading", "Peace now"))
    outcome = run("update", folder=translated)
    assert f"wrote {MEMORY}" in outcome.out.splitlines()
    memory = (translated / MEMORY).read_text(encoding="utf-8")
    assert re.findall("<seg>(.*?)</seg>", memory) == ["Another paragraph.", "Un autre paragraphe."]
    # What became obsolete is still in the catalogue.
    assert '#~ msgstr "Un intertitre"' in (translated / FRENCH).read_text(encoding="utf-8")


def test_no_word_leaves_a_catalogue_that_the_memory_cannot_take(translated: Path, run: Run) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph."))
    (translated / "locales/memory").mkdir()
    (translated / MEMORY).write_text("<tmx><body><tu>half a fi", encoding="utf-8")
    before = (translated / FRENCH).read_bytes()
    outcome = run("update", folder=translated)
    assert outcome.code == 1
    assert outcome.errors[0].startswith(f"{MEMORY}: ")
    assert outcome.errors[1:] == [f"{FRENCH}: not brought up to date because of that"]
    assert (translated / FRENCH).read_bytes() == before


def test_an_empty_entry_gets_what_another_article_has(translated: Path, run: Run) -> None:
    (translated / "seeds/other.md").write_text("# Other\n\nAnother paragraph. New words.\n", encoding="utf-8")
    outcome = run("update", folder=translated)
    assert "fr: 3 new (5 words; 1 from the memory, 3 words to translate)" in outcome.out.splitlines()
    other = (translated / "locales/fr/LC_MESSAGES/other.po").read_text(encoding="utf-8")
    match = re.search('((?:#.*\n)+)msgid "Another paragraph."\nmsgstr "(.*)"', other)
    assert match
    assert match[2] == "Un autre paragraphe."
    assert "#, fuzzy" in match[1], "nobody has reviewed it here"
    assert "good" in match[1], "its origin"
    assert 'msgid "New words."\nmsgstr ""' in other


OFFER = re.compile("# Memory: .*\n")


def test_what_the_memory_offered_goes_when_the_sentence_is_reviewed(translated: Path, run: Run) -> None:
    (translated / "seeds/other.md").write_text("# Other\n\nAnother short paragraph.\n", encoding="utf-8")
    run("update", folder=translated)
    path = translated / "locales/fr/LC_MESSAGES/other.po"
    offered = path.read_text(encoding="utf-8")
    assert len(OFFER.findall(offered)) == 1

    def saved(flag: str, comment: str = "") -> str:
        text = offered.replace(
            'msgid "Another short paragraph."\nmsgstr ""', f'{flag}msgid "Another short paragraph."\nmsgstr "Un autre."'
        )
        path.write_text(OFFER.sub(lambda match: match[0] + comment, text), encoding="utf-8")
        assert run("update", folder=translated).code == 0
        return path.read_text(encoding="utf-8")

    assert len(OFFER.findall(saved("#, fuzzy\n"))) == 1, "somebody is at work on it"
    reviewed = saved("", "# Memory: the word is Marie’s.\n")
    assert OFFER.findall(reviewed) == ["# Memory: the word is Marie’s.\n"]
    assert 'msgstr "Un autre."' in reviewed
    assert run("update", folder=translated).out == "everything is up to date\n"
    assert path.read_text(encoding="utf-8") == reviewed


def test_a_memory_that_fails_keeps_no_catalogue_from_its_update(
    translated: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph. Peace now!"))

    def broken(*arguments: object, **named: object) -> None:
        raise sqlite3.DatabaseError("no such thing")

    monkeypatch.setattr("publish.memory.building.bring_up_to_date", broken)
    outcome = run("update", folder=translated)
    assert outcome.code == 1
    assert [error.partition(":")[0] for error in outcome.errors] == ["locales/.cache/memory.sqlite"]
    assert "fr: 1 to review again (3 words), 1 new (2 words)" in outcome.out.splitlines()
    assert '#| msgid "Another paragraph."' in (translated / FRENCH).read_text(encoding="utf-8")


def test_a_template_that_cannot_be_written_keeps_no_catalogue_from_its_update(translated: Path, run: Run) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph."))
    (translated / "locales/good.pot").unlink()
    (translated / "locales/good.pot").mkdir()
    outcome = run("update", folder=translated)
    assert outcome.code == 1
    assert [error.partition(":")[0] for error in outcome.errors] == ["locales/good.pot"]
    assert "fr: 1 to review again (3 words)" in outcome.out.splitlines()


def interfering(monkeypatch: pytest.MonkeyPatch, what: Callable[[], object], *, late: bool = False) -> None:
    """Does that once: while it is worked out what becomes of the article's catalogue, or when that is to be written."""
    done = []

    def interrupted(step: Callable[..., Any]) -> Callable[..., Any]:
        def interrupted_step(*arguments: Any, **named: Any) -> Any:
            if not done and (not late or arguments[0].file == FRENCH):
                done.append(what())
            return step(*arguments, **named)

        return interrupted_step

    module, name = (writing, "written") if late else (texts, "updated")
    monkeypatch.setattr(module, name, interrupted(getattr(module, name)))


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("by_rename", [True, False])
def test_what_an_editor_saves_meanwhile_is_merged(
    by_rename: bool, late: bool, translated: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(translated, ("Another paragraph.", "Another short paragraph."))
    path = translated / FRENCH
    saved = path.read_bytes().replace(b"Un intertitre", b"Un sous-titre")

    def save() -> None:
        if by_rename:
            (path.parent / "editor.tmp").write_bytes(saved)
            (path.parent / "editor.tmp").replace(path)
        else:
            path.write_bytes(saved)

    interfering(monkeypatch, save, late=late)
    outcome = run("update", folder=translated)
    assert outcome.code == 0, outcome.err
    after = path.read_text(encoding="utf-8")
    assert 'msgstr "Un sous-titre"' in after
    assert '#| msgid "Another paragraph."' in after
    assert "fr: 1 to review again (3 words)" in outcome.out.splitlines(), "told once, though done twice"


def test_no_two_updates_at_once(translated: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[bool] = []

    def look() -> None:
        with (translated / "locales/.cache/.publish.lock").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                locked.append(True)

    interfering(monkeypatch, look)
    assert run("update", folder=translated).code == 0
    assert locked == [True]


def test_an_interrupted_update_leaves_whole_catalogues(
    small: MakePublication, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small({FRENCH: catalogue(TRANSLATED)}, locales=("fr", "de"))
    assert run("update", folder=folder).code == 0
    before = contents(folder / "locales")
    edit(folder, ("Another paragraph.", "Another short paragraph."))
    write, calls = step.changed, []

    def german_fails(*arguments: object, **named: object) -> bool:
        calls.append(arguments)
        if len(calls) == 3:  # after French, and the page strings
            raise KeyboardInterrupt
        return write(*arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(step, "changed", german_fails)
        assert run("update", folder=folder).code == 130
    between = contents(folder / "locales")
    changed = {name for name, content in between.items() if before.get(name) != content and ".cache" not in name}
    assert changed == {"good.pot", "fr/LC_MESSAGES/good.po", "memory/fr.tmx"}
    assert run("update", folder=folder).out.splitlines() == [
        "wrote locales/de/LC_MESSAGES/good.po", "de: 1 new (3 words)"
    ]  # fmt: skip


def test_page_strings_count_for_nobody(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: HEADER})
    assert run("update", folder=folder).out.splitlines()[-1] == "fr: 6 new (22 words)"
