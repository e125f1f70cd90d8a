from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from publish.invocation import typed


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `publish` beside the Python of a virtual environment that is not active."""
    program = tmp_path / ".venv" / "bin" / "publish"
    program.parent.mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", program)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    monkeypatch.setenv("PATH", "/nowhere")
    return program


def test_it_is_named_from_the_current_folder(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed("models install fr") == f"{Path('.venv', 'bin', 'publish')} models install fr"


def test_it_is_named_wholly_from_elsewhere(
    program: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert typed("run") == f"{program} run"


def test_in_the_path_its_name_is_enough(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert typed("run") == "publish run"


def test_another_one_in_the_path_is_not_meant(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "bin" / "publish"
    other.parent.mkdir()
    shutil.copy(program, other)
    monkeypatch.setenv("PATH", str(other.parent))
    monkeypatch.chdir(tmp_path)
    assert typed("run") == f"{Path('.venv', 'bin', 'publish')} run"


def test_names_and_folders_of_several_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my leaflets" / "publish"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    monkeypatch.setenv("PATH", "/nowhere")
    assert typed("models remove", "my broken", "it's", "fr") == (
        f"'{program}' models remove 'my broken' 'it'\"'\"'s' fr"
    )


def test_without_an_installed_program_its_name_is_all_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert typed("run") == "publish run"
