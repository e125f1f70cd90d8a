"""Drafts for as much text as a whole magazine's archive has: all of it is filled, in little memory."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from drafting.model_builder import build, dictionary, install
from support import environment

from publish.catalogue.origin import untouched
from publish.catalogue.store import load

pytestmark = pytest.mark.soak

ARTICLES, PARAGRAPHS, SENTENCES = 50, 400, 5
MOST_MEMORY = 1_000_000_000

# What the child used beyond the model, in bytes. A model that is not there: its memory is not what is measured.
DRAFT = """
import resource, sys
from publish.cli import main
from publish import engines
from publish.engines import Draft, Engine

class Quick(Engine):
    name = "quick"
    def description(self, source, target):
        return "Quick 1.0"
    def translate(self, sentences, source, target):
        return (Draft("Traduction " + sentence.partition("number")[2].strip(), -0.1) for sentence in sentences)

engines.engine = lambda name: Quick()
try:
    main(["-q", "draft"])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_a_hundred_thousand_segments_stay_small(tmp_path: Path) -> None:
    words = random.Random(7)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.publish]\nlocales = ["fr"]\n', encoding="utf-8")
    number = 0
    for article in range(ARTICLES):
        paragraphs = []
        for _ in range(PARAGRAPHS):
            numbers = range(number, number := number + SENTENCES)
            paragraphs.append(" ".join(f"{sentence(words)} number {one}." for one in numbers))
        text = f"# Title {article}\n\n" + "\n\n".join(paragraphs) + "\n"
        (tmp_path / "seeds" / f"article-{article}.md").write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "publish", "-q", "update"], cwd=tmp_path, env=environment(), check=True)
    done = subprocess.run(
        [sys.executable, "-c", DRAFT], cwd=tmp_path, env=environment(), check=True, stdout=subprocess.PIPE, text=True
    )
    assert int(done.stdout.split()[-1]) < MOST_MEMORY
    seen = set()
    for path in sorted(tmp_path.glob("locales/fr/LC_MESSAGES/article-*.po")):
        catalogue = load(path, path.name)
        assert catalogue is not None
        for entry in catalogue.live:
            assert untouched(entry) is not None
            match = re.fullmatch(r"Traduction (\d+)\.", entry.translation)
            if match:
                assert entry.source.endswith(f"number {match[1]}.")
                seen.add(int(match[1]))
    assert seen == set(range(ARTICLES * PARAGRAPHS * SENTENCES))


def sentence(words: random.Random) -> str:
    return "We " + " ".join(words.choices(["march", "strike", "peace", "port", "street", "campus", "again"], k=18))


def test_a_long_run_holds_one_model_at_a_time(tmp_path: Path) -> None:
    """Through English it needs no more than for one leg; with both models it would be a fifth more."""
    back = {translation: word for word, translation in dictionary("fr").items()}
    size = {"width": 512, "layers": 6, "heads": 8, "feed_forward": 2048, "vocabulary": 24_000}
    install(build(tmp_path / "fr_en.argosmodel", "fr", "en", back, **size), tmp_path / "packages")
    install(build(tmp_path / "en_de.argosmodel", "en", "de", dictionary("de"), **size), tmp_path / "packages")
    code = (
        "import resource\n"
        "from publish.engines import engine\n"
        "sentences = [f'paix {number}' for number in range(300)]\n"
        "found = list(engine('argos').translate(sentences, 'fr', '{target}'))\n"
        "assert [draft.text for draft in found] == [f'{word} {number}' for number in range(300)], found[:3]\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    used = {}
    for target, word in (("en", "peace"), ("de", "Frieden")):
        done = subprocess.run(
            [sys.executable, "-c", code.replace("{target}", target).replace("{word}", word)],
            env=environment(ARGOS_PACKAGES_DIR=str(tmp_path / "packages")),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        used[target] = int(done.stdout)
    assert used["de"] < used["en"] * 1.1
