from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint

import pytest

from publish import engines
from publish.engines import Declared, Draft, Engine, engine
from publish.engines.argos import ArgosEngine
from publish.errors import EngineError


class Shouting(Engine):
    """The example of the documentation, whole."""

    name = "shouting"

    def description(self, source: str, target: str) -> str:
        return "Shouting 1.0"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        return (Draft(sentence.upper()) for sentence in sentences)


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = importlib.metadata.EntryPoints(
        [
            EntryPoint("shouting", f"{__name__}:Shouting", engines.GROUP),
            EntryPoint("torn", f"{__name__}:Nothing", engines.GROUP),
            EntryPoint("gone", "no_such_module:Engine", engines.GROUP),
        ]
    )
    monkeypatch.setattr(engines, "entry_points", lambda group: entries.select(group=group))


def test_argos_is_built_in() -> None:
    assert isinstance(engine("argos"), ArgosEngine)


def test_a_plug_in_is_found_by_its_entry_point_and_inherits_what_it_does_not_say(plugins: None) -> None:
    found = engine("shouting")
    assert isinstance(found, Shouting)
    assert (found.declares, found.missing("en", "fr"), found.findings()) == (Declared(), None, ())


def test_an_unknown_engine_is_told_with_the_known_ones(plugins: None) -> None:
    with pytest.raises(
        EngineError, match="no translation engine “deepl”; installed are: argos, firefox, gone, shouting, torn"
    ):
        engine("deepl")


@pytest.mark.parametrize("name", ["torn", "gone"])
def test_a_plug_in_that_cannot_be_loaded_is_named(plugins: None, name: str) -> None:
    with pytest.raises(EngineError, match=f"the translation engine “{name}” .* cannot be loaded: .*; install its"):
        engine(name)


def test_nothing_heavy_is_loaded_before_an_engine_works() -> None:
    script = (
        "import sys, publish.engines.argos, publish.drafting.draft\n"
        "publish.engines.engine('argos').missing('en', 'fr')\n"
        "print(sorted({'ctranslate2', 'sentencepiece', 'argostranslate', 'numpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
