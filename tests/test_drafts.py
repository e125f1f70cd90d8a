"""Drafts through the command line, with real packages: what is filled, made again, shown, and never touched."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePublication, Run
from drafting.model_builder import WORDS, build, dictionary, install
from support import LOCALES, NAME, copy_of_publication, environment, process

import publish.steps.draft
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import without_steps
from publish.catalogue.origin import origin_of, remarks_of, untouched
from publish.catalogue.store import load, save
from publish.drafting.marks import survivors
from publish.engines import Draft, Engine
from publish.markup import parsed

PO = f"{NAME}.po"


@pytest.fixture(scope="session")
def argosmodels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A real .argosmodel from English into each language of `WORDS`."""
    folder = tmp_path_factory.mktemp("argosmodels")
    return {code: build(folder / f"translate-en_{code}.argosmodel", "en", code, dictionary(code)) for code in WORDS}


@pytest.fixture
def packages(argosmodels: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the French package installed."""
    folder = tmp_path / "packages"
    install(argosmodels["fr"], folder)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder


def catalogue(folder: Path, tag: str = "fr", name: str = "good") -> Catalogue:
    path = folder / "locales" / tag / "LC_MESSAGES" / f"{name}.po"
    found = load(path, path.name)
    assert found is not None
    return found


def entry(folder: Path, beginning: str) -> Entry:
    (found,) = [item for item in catalogue(folder).live if item.source.startswith(beginning)]
    return found


def change(folder: Path, beginning: str, **values: object) -> None:
    """What a person does to one entry."""
    path = folder / "locales" / "fr" / "LC_MESSAGES" / "good.po"
    save(
        path,
        catalogue(folder).with_live(
            lambda item: replace(item, **values) if item.source.startswith(beginning) else item  # type: ignore[arg-type]
        ),
    )


@pytest.mark.parametrize("tag", LOCALES)
def test_install_draft_and_build_without_a_network(argosmodels: Mapping[str, Path], tmp_path: Path, tag: str) -> None:
    """As a group without a network does it: three commands, each a process of its own."""
    folder = copy_of_publication(tmp_path / "publication")
    (folder / "locales" / tag / "LC_MESSAGES" / PO).unlink()
    env = environment(ARGOS_PACKAGES_DIR=str(tmp_path / "packages"), HOME=str(tmp_path))
    for arguments in (
        ("models", "install", str(argosmodels[tag])),
        ("run", "--locale", tag),
    ):
        outcome = process("-C", folder, *arguments, env=env)
        assert outcome.code == 0, outcome.err
    entries = catalogue(folder, tag, NAME).live
    assert len(entries) == 80
    for item in entries:
        assert item.is_fuzzy
        assert survivors(parsed(item.translation, tag)) == survivors(parsed(item.source, "en"))
        origin = untouched(item)
        assert origin is not None
        assert f"package translate-en_{tag} 1.9, route en → {tag}" in origin.words or not origin.engine
        assert origin.confidence is not None or not origin.engine
    assert (folder / "output" / tag / f"{NAME}.html").is_file()
    assert (folder / "output" / tag / f"{NAME}.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_missing_is_told_with_what_to_type(run: Run, small: MakePublication) -> None:
    folder = small(locales=("fr", "ja"))
    run("update", folder=folder)
    outcome = run("draft", folder=folder)
    assert outcome.code == 0
    for tag, name in (("fr", "Français"), ("ja", "日本語")):
        assert re.search(
            rf"{name} \({tag}\) not drafted: no Argos package from en to {tag} .*models install {tag}", outcome.err
        )


def test_only_what_is_empty_is_filled_and_a_second_run_does_nothing(
    run: Run, small: MakePublication, packages: Path
) -> None:
    folder = small()
    run("update", folder=folder)
    change(folder, "Another", translation="Un autre alinéa.")
    outcome = run("draft", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert entry(folder, "Another").translation == "Un autre alinéa."
    assert origin_of(entry(folder, "Another")) is None
    assert entry(folder, "A *first*").translation.endswith("[^1].")
    before = catalogue(folder).content
    assert "everything is up to date" in run("draft", folder=folder).out
    assert catalogue(folder).content == before


class Second(Engine):
    """Another engine, without scores; some sentences it cannot translate."""

    name = "second"

    def description(self, source: str, target: str) -> str:
        return "Second 2.0"

    def translate(self, sentences: object, source: str, target: str) -> Iterator[Draft]:
        for sentence in sentences:  # type: ignore[attr-defined]
            yield Draft("", problem="it has no words for it") if "Another" in sentence else Draft("Deux " + sentence)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    from publish import engines

    real = engines.engine
    monkeypatch.setattr(engines, "engine", lambda name: Second() if name == "second" else real(name))


def test_the_engine_is_asked_only_for_what_the_memory_has_not(run: Run, small: MakePublication, second: None) -> None:
    folder = small({"seeds/other.md": "# Other\n\nAnother paragraph.\n\nNothing like it.\n"})
    run("update", folder=folder)
    change(folder, "Another", translation="Un autre alinéa.")
    outcome = run("draft", "--engine", "second", folder=folder)
    assert (outcome.code, "wrote" in outcome.out) == (0, True)
    found = {item.source: item for item in catalogue(folder, name="other").live}
    assert found["Another paragraph."].translation == "Un autre alinéa."
    origin = untouched(found["Another paragraph."])
    assert origin is not None
    assert origin.words == "reviewed translation of the same sentence in good"
    assert found["Nothing like it."].translation == "Deux Nothing like it."


def test_redo_makes_only_untouched_drafts_of_that_engine_again(
    run: Run, small: MakePublication, packages: Path, second: None
) -> None:
    folder = small()
    run("update", folder=folder)
    run("draft", folder=folder)
    first = {item.key: item for item in catalogue(folder).live}
    change(folder, "A *first*", translation="Une *première* phrase[^1].")
    change(folder, "A second", flags=())
    change(folder, "Another", comments=())
    outcome = run("draft", "--engine", "second", "--redo", "second", folder=folder)
    assert outcome.err == "no draft by “second” is as it was made; there are such drafts by: argos\n"
    outcome = run("draft", "--engine", "second", "--redo", "argos", folder=folder)
    assert outcome.code == 0
    assert entry(folder, "A *first*").translation == "Une *première* phrase[^1]."
    assert entry(folder, "A second").translation == first["", entry(folder, "A second").source].translation
    assert entry(folder, "Another").translation == first["", entry(folder, "Another").source].translation
    again = [item for item in catalogue(folder).live if item.translation.startswith("Deux")]
    assert {item.source for item in again} == {"A small title", "A heading", "The note’s text."}
    for item in again:
        origin = untouched(item)
        assert origin is not None
        assert (origin.engine, origin.confidence) == ("second", None)
        assert "confidence unknown" in origin.words
        assert [comment.startswith("Origin") for comment in item.comments].count(True) == 1


def test_a_draft_that_cannot_be_made_again_stays(
    run: Run, small: MakePublication, packages: Path, second: None
) -> None:
    folder = small()
    run("update", folder=folder)
    run("draft", folder=folder)
    before = entry(folder, "Another")
    outcome = run("draft", "--engine", "second", "--redo", "argos", folder=folder)
    assert "fr: 1 draft stays as it was (it has no words for it)" in outcome.err
    assert entry(folder, "Another") == before


def test_what_an_engine_could_not_do_is_not_asked_of_it_again(
    run: Run, small: MakePublication, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small()
    run("update", folder=folder)
    outcome = run("draft", "--engine", "second", folder=folder)
    assert "fr: 1 entry was left empty (it has no words for it); translate it" in outcome.err
    empty = entry(folder, "Another")
    assert (empty.translation, empty.is_fuzzy) == ("", False)
    assert "left empty: it has no words for it" in empty.comments[-1]
    monkeypatch.setattr(Second, "translate", lambda *arguments: pytest.fail("asked again"))
    assert "everything is up to date" in run("draft", "--engine", "second", folder=folder).out


def test_another_engine_may_try_what_one_could_not(
    run: Run, small: MakePublication, packages: Path, second: None
) -> None:
    folder = small()
    run("update", folder=folder)
    run("draft", "--engine", "second", folder=folder)
    run("draft", folder=folder)
    found = untouched(entry(folder, "Another"))
    assert found is not None
    assert found.engine == "argos"
    assert [comment for comment in entry(folder, "Another").comments if "second" in comment] == []


def test_the_committed_drafts_are_not_overwritten_unless_their_engine_is_named(
    run: Run, publication: Path, packages: Path
) -> None:
    path = publication / "locales" / "fr" / "LC_MESSAGES" / PO
    before = path.read_bytes()
    for arguments in ((), ("--redo", "argos"), ("--engine", "argos")):
        run("draft", "--locale", "fr", *arguments, folder=publication)
        assert path.read_bytes() == before
    run("draft", "--locale", "fr", "--redo", "language model", folder=publication)
    engines = [origin.engine for item in catalogue(publication, "fr", NAME).live if (origin := untouched(item))]
    assert len(engines) == 80
    assert set(engines) == {"argos", ""}


def test_a_sample_is_printed_and_nothing_written(run: Run, publication: Path, packages: Path) -> None:
    before = {path: path.read_bytes() for path in publication.rglob("*") if path.is_file()}
    outcome = run("draft", "--locale", "fr", "--sample", "5", folder=publication)
    assert outcome.code == 0
    assert len(re.findall(r"^en: ", outcome.out, re.MULTILINE)) == 5
    assert len(re.findall(r"^fr: ", outcome.out, re.MULTILINE)) == 5
    assert len(re.findall(r"argos: .*, confidence \d+%", outcome.out)) == 5
    assert {path: path.read_bytes() for path in publication.rglob("*") if path.is_file()} == before


def test_a_sample_and_a_redo_do_not_go_together(run: Run, small: MakePublication) -> None:
    outcome = run("draft", "--sample", "5", "--redo", "argos", folder=small())
    assert outcome.code == 2
    assert "give one of the two" in outcome.err


def test_what_a_person_accepted_is_not_made_again_after_its_sentence_changed(
    run: Run, small: MakePublication, packages: Path, second: None
) -> None:
    folder = small()
    run("update", folder=folder)
    run("draft", folder=folder)
    change(folder, "Another", flags=())
    seed = folder / "seeds" / "good.md"
    seed.write_text(seed.read_text().replace("Another paragraph.", "Another paragraph!"))
    run("update", folder=folder)
    before = entry(folder, "Another")
    assert before.is_fuzzy
    run("draft", "--engine", "second", "--redo", "argos", folder=folder)
    assert entry(folder, "Another") == before
    assert "Another" not in run("doubts", folder=folder).out


def test_what_an_engine_could_not_do_says_nothing_of_the_next_sentence(
    run: Run, small: MakePublication, second: None
) -> None:
    folder = small()
    run("update", folder=folder)
    run("draft", "--engine", "second", folder=folder)
    empty = entry(folder, "Another")
    change(folder, "Another", comments=("Which one?", *empty.comments))
    seed = folder / "seeds" / "good.md"
    seed.write_text(seed.read_text().replace("Another paragraph.", "One more paragraph."))
    run("update", folder=folder)
    assert without_steps(entry(folder, "One more").comments) == ("Which one?",)
    run("draft", "--engine", "second", folder=folder)
    assert entry(folder, "One more").translation == "Deux One more paragraph."


@pytest.mark.parametrize(
    ("translate", "error"),
    [
        (lambda *_: [][0], "the engine “second” failed (list index out of range); choose another one"),
        (lambda _, sentences, *__: iter(sentences), "the engine “second” gave something that is no Draft"),
        (lambda _, sentences, *__: iter([Draft("x")] * 99), "the engine “second” gave more drafts for 6 sentences"),
        (lambda _, sentences, *__: iter([Draft("x")]), "the engine “second” gave only 1 drafts for 6 sentences"),
    ],
)
def test_an_engine_that_fails_is_one_line(
    run: Run, small: MakePublication, second: None, monkeypatch: pytest.MonkeyPatch, translate: object, error: str
) -> None:
    monkeypatch.setattr(Second, "translate", translate)
    folder = small()
    run("update", folder=folder)
    outcome = run("draft", "--engine", "second", folder=folder)
    assert outcome.code == 1
    assert len(outcome.errors) == 1
    assert outcome.errors[0].startswith(error)
    assert "everything is up to date" not in outcome.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--engine", "nonsense"), 1, "there is no translation engine “nonsense”"),
        (("--redo", "argoss"), 0, "no draft by “argoss” is as it was made; there are such drafts by: none"),
        ((), 0, "locales/fr/LC_MESSAGES/good.po is not there yet; make it with "),
    ],
)
def test_nothing_done_is_explained(
    run: Run, small: MakePublication, arguments: tuple[str, ...], code: int, words: str
) -> None:
    outcome = run("draft", *arguments, folder=small())
    assert (outcome.code, outcome.out) == (code, "")
    assert words in outcome.err


def test_a_damaged_package_is_an_error(run: Run, small: MakePublication, packages: Path) -> None:
    folder = small()
    run("update", folder=folder)
    (packages / "translate-en_fr-1_9" / "model" / "model.bin").write_bytes(b"no")
    outcome = run("draft", folder=folder)
    assert (outcome.code, outcome.out) == (1, "")
    assert "cannot be loaded" in outcome.errors[0]


def test_samples_of_the_other_locales_are_shown(run: Run, small: MakePublication, packages: Path) -> None:
    folder = small(locales=("es", "fr"))
    run("update", folder=folder)
    outcome = run("draft", "--sample", "2", folder=folder)
    assert outcome.code == 1
    assert len(re.findall(r"^fr: ", outcome.out, re.MULTILINE)) == 2
    assert "no Argos package from en to es" in outcome.errors[0]


def test_a_catalogue_removed_meanwhile_is_not_made_anew(
    run: Run, small: MakePublication, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small()
    path = folder / "locales" / "fr" / "LC_MESSAGES" / "good.po"
    run("update", folder=folder)

    def translate(_: Engine, sentences: Sequence[str], *__: str) -> Iterator[Draft]:
        path.unlink()
        return iter([Draft("Deux")] * len(sentences))

    monkeypatch.setattr(Second, "translate", translate)
    outcome = run("draft", "--engine", "second", folder=folder)
    assert outcome.errors[0].startswith("locales/fr/LC_MESSAGES/good.po: it has been removed")
    assert not path.exists()


def test_what_could_not_be_saved_is_saved_the_next_time(
    run: Run, small: MakePublication, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small({"seeds/good.md": "# Title\n\nOne.\n\nTwo.\n\nThree.\n"})
    path = folder / "locales" / "fr" / "LC_MESSAGES" / "good.po"
    run("update", folder=folder)
    whole = path.read_bytes()
    monkeypatch.setattr("publish.steps.draft.SAVE_EVERY", -1.0)

    def translate(_: Engine, sentences: Sequence[str], *__: str) -> Iterator[Draft]:
        path.write_bytes(b'msgid "half')
        yield Draft("Un")
        path.write_bytes(b'msgid "half')
        yield Draft("Deux")
        path.write_bytes(whole)
        yield from [Draft("Trois")] * (len(sentences) - 2)

    monkeypatch.setattr(Second, "translate", translate)
    outcome = run("draft", "--engine", "second", folder=folder)
    assert outcome.code == 1
    assert not any(item.is_empty for item in catalogue(folder).live)


def test_an_engine_for_one_locale(
    run: Run, small: MakePublication, packages: Path, argosmodels: Mapping[str, Path], second: None
) -> None:
    install(argosmodels["ja"], packages)
    settings = '[tool.publish]\nlocales = ["fr", "ja"]\n[tool.publish.engines]\nfr = "second"\n'
    folder = small({"pyproject.toml": settings})
    run("update", folder=folder)
    run("draft", folder=folder)
    for tag, name in (("fr", "second"), ("ja", "argos")):
        found = [origin for item in catalogue(folder, tag).live if (origin := origin_of(item))]
        assert {origin.engine for origin in found} == {name}


def test_without_a_readable_glossary_nothing_is_drafted(run: Run, small: MakePublication, packages: Path) -> None:
    folder = small({"locales/glossary.csv": "term,note,xx yy\npeace,,\n"})
    run("update", folder=folder)
    for arguments in (("draft",), ("draft", "--sample", "1")):
        outcome = run(*arguments, folder=folder)
        assert outcome.code == 1
        (error,) = outcome.errors
        assert error.startswith("locales/glossary.csv:1: ")
    assert all(item.is_empty for item in catalogue(folder).live)


def test_doubts_come_the_worst_first(run: Run, small: MakePublication, packages: Path, second: None) -> None:
    folder = small({"seeds/good.md": "# Title\n\nAnother one.\n\nIt has 25,000 words.\n\nThe workers.\n"})
    run("update", folder=folder)
    assert run("doubts", folder=folder).out == "no draft of a machine is waiting for review\n"
    run("draft", "--engine", "second", folder=folder)
    run("draft", folder=folder)
    change(folder, "The workers", translation="Les travailleurs.", flags=())
    change(folder, "Title", comments=("Machine: mine",))
    lines = run("doubts", folder=folder).out.splitlines()
    assert all(re.match(r"locales/fr/LC_MESSAGES/good\.po:\d+: ", line) for line in lines)
    assert not any("travailleurs" in line or "Title" in line for line in lines)
    assert len(lines) == 2
    assert run("doubts", "--limit", "1", folder=folder).out.splitlines() == lines[:1]


def test_a_draft_with_remarks_and_one_left_empty_come_first(
    run: Run, small: MakePublication, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small({"seeds/good.md": "# Title\n\nPeace.\n\nIt has 25,000 words.\n\nAnother one.\n"})
    monkeypatch.setattr(
        Second,
        "translate",
        lambda self, sentences, source, target: (
            Draft("", problem="no words")
            if "Another" in text
            else Draft(text.replace("It has 25,000 words", "Il y a 28 mots"), -0.1)
            for text in sentences
        ),
    )
    run("update", folder=folder)
    run("draft", "--engine", "second", folder=folder)
    lines = run("doubts", folder=folder).out.splitlines()
    assert "left empty: no words" in lines[0]
    assert "25,000" in lines[1]
    assert any("25,000" in remark for remark in remarks_of(entry(folder, "It has")))
    assert len(lines) == 4


def test_an_interrupt_while_drafts_are_saved_costs_none_of_them(
    run: Run, small: MakePublication, second: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small()
    run("update", folder=folder)
    undisturbed = shutil.copytree(folder, tmp_path / "undisturbed")
    assert run("draft", "--engine", "second", folder=undisturbed).code == 0
    real, calls = publish.steps.draft.changed, []

    def interrupted(*arguments: Any) -> bool:
        calls.append(arguments)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(publish.steps.draft, "changed", interrupted)
    assert run("draft", "--engine", "second", folder=folder).code == 130
    assert catalogue(folder).entries == catalogue(undisturbed).entries
    assert any(origin_of(item) for item in catalogue(folder).live)


SLOW = """
import time
from publish.engines import argos_model
real = argos_model.ArgosModel._draft
def slowly(self, *arguments):
    time.sleep(0.05)
    return real(self, *arguments)
argos_model.ArgosModel._draft = slowly
import publish.steps.draft
publish.steps.draft.SAVE_EVERY = 0.3
from publish.cli import main
main(prog_name="publish")
"""


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_interrupted_run_keeps_what_was_done_and_goes_on(
    argosmodels: Mapping[str, Path], tmp_path: Path, sign: signal.Signals, code: int
) -> None:
    folder = copy_of_publication(tmp_path / "publication")
    path = folder / "locales" / "fr" / "LC_MESSAGES" / PO
    path.unlink()
    install(argosmodels["fr"], tmp_path / "packages")
    env = environment(ARGOS_PACKAGES_DIR=str(tmp_path / "packages"))
    assert process("-C", folder, "update", "--locale", "fr", env=env).code == 0
    working = subprocess.Popen(
        [sys.executable, "-c", SLOW, "-C", str(folder), "draft", "--locale", "fr"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while b"# Origin: machine" not in path.read_bytes() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(working.pid, sign)
    _, said = working.communicate(timeout=60)
    assert working.returncode == code, said
    assert "Traceback" not in said
    kept = {item.key: item for item in catalogue(folder, "fr", NAME).live if not item.is_empty}
    assert 0 < len(kept) < 80
    outcome = process("-C", folder, "draft", "--locale", "fr", env=env)
    assert outcome.code == 0, outcome.err
    after = {item.key: item for item in catalogue(folder, "fr", NAME).live}
    assert not any(item.is_empty for item in after.values())
    assert {key: after[key] for key in kept} == kept
    assert shutil.which("msgfmt") is None or subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], check=True)
