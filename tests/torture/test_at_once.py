"""Several processes at once in one folder end where one after another would end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import environment, process

from .publication import edited, kept, publication, translated

PLUG_IN = """
from publish.engines import Draft, Engine

class Quick(Engine):
    name = "quick"

    def description(self, source, target):
        return "Quick 1.0"

    def translate(self, sentences, source, target):
        return (Draft(f"({target}) {sentence.swapcase()}", -0.1) for sentence in sentences)
"""


@pytest.fixture(scope="module")
def with_engine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables for programs that find an engine called “quick”, installed as any plug-in is."""
    folder = tmp_path_factory.mktemp("plug-in")
    (folder / "quick_engine.py").write_text(PLUG_IN, encoding="utf-8")
    facts = folder / "quick_engine-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: quick-engine\nVersion: 1.0\n", encoding="utf-8")
    (facts / "entry_points.txt").write_text("[publish.engines]\nquick = quick_engine:Quick\n", encoding="utf-8")
    variables = environment()
    return {**variables, "PYTHONPATH": os.pathsep.join([variables["PYTHONPATH"], str(folder)])}


UPDATE, DRAFT = ("update",), ("draft", "--engine", "quick")


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_two_updates_and_a_draft(with_engine: dict[str, str], tmp_path: Path, times: int) -> None:
    folder = publication(tmp_path / "before")
    assert process("-C", folder, "update").code == 0
    edited(translated(folder))
    expected = []
    for number, order in enumerate([(UPDATE, DRAFT, UPDATE), (DRAFT, UPDATE, UPDATE)]):
        one = shutil.copytree(folder, tmp_path / str(number))
        for command in (*order, DRAFT):
            outcome = process("-C", one, *command, env=with_engine)
            assert outcome.code == 0, outcome.err
        expected.append(kept(one))
    for _ in range(times):
        one = shutil.copytree(folder, tmp_path / "at once")
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "publish", "-C", str(one), *command],
                env=with_engine, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            for command in (UPDATE, DRAFT, UPDATE)
        ]  # fmt: skip
        said = [program.communicate()[0] for program in running]
        assert [program.returncode for program in running] == [0, 0, 0], said
        # A draft that began first has filled only what was empty then.
        outcome = process("-C", one, *DRAFT, env=with_engine)
        assert outcome.code == 0, outcome.err
        found = kept(one)
        assert found.keys() == expected[0].keys()
        for name, content in found.items():
            assert content in [contents[name] for contents in expected], name
        shutil.rmtree(one)
