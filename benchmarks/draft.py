"""How fast drafts are made: `publish draft` against Argos Translate and against CTranslate2 alone.

    .venv/bin/python benchmarks/draft.py [ROUNDS]

Whole processes, in turn: load, tokenise, translate, decode. The package is built here with the dimensions of a real one
(512 wide, 6 + 6 layers, 24,000 pieces, int8; its weights are a dictionary), the text is this publication's article
several times over, in each copy with other words, to 10,000 words. Each round verifies every sentence: all four give
the same text, and it is what the dictionary says.
(a) `argostranslate.translate.translate`, paragraph by paragraph, as it comes;
(b) the same with ARGOS_INTRA_THREADS=1, its best setting on small machines;
(c) CTranslate2 alone on all sentences sorted by length, all cores;
(d) `publish draft`, from article to catalogue.
In (a) and (b) the sentence splitter, which fetches a model from the network, is replaced by one that hands over the
sentences found beforehand.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "drafting"))

from model_builder import build, install  # noqa: E402

from publish.catalogue.store import load  # noqa: E402
from publish.drafting.marks import bare  # noqa: E402
from publish.markup import parsed  # noqa: E402
from publish.segments import segments  # noqa: E402
from publish.steps.report import Report  # noqa: E402
from publish.steps.sources import sources  # noqa: E402
from publish.workspace import Workspace  # noqa: E402

WORDS = 10_000
NAME = "solidarity"
SETTINGS = '[tool.publish]\nlocales = ["fr"]\n'
WANTED = {"a": 12.0, "b": 3.5, "c": 0.95}

ARGOS = """
import json, sys
from pathlib import Path
import argostranslate.translate as translate

paragraphs = json.loads(Path(sys.argv[1]).read_text())

class Splitter:
    def __init__(self, package): pass
    def split_sentences(self, text): return found[text]

found = {" ".join(sentences): sentences for sentences in paragraphs}
translate.MiniSBDSentencizer = Splitter
print(json.dumps([translate.translate(text, "en", "fr") for text in found]))
"""

ALONE = """
import json, os, sys
from pathlib import Path
import ctranslate2, sentencepiece

folder = Path(sys.argv[2])
paragraphs = json.loads(Path(sys.argv[1]).read_text())
sentences = sorted({sentence for paragraph in paragraphs for sentence in paragraph}, key=len)
tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
translator = ctranslate2.Translator(
    str(folder / "model"), compute_type="auto", inter_threads=len(os.sched_getaffinity(0)), intra_threads=1
)
results = translator.translate_batch(
    tokenizer.encode(sentences, out_type=str), beam_size=4, length_penalty=0.2, replace_unknowns=True,
    max_batch_size=2048, batch_type="tokens",
)
texts = [tokenizer.decode(result.hypotheses[0]) for result in results]
print(json.dumps(dict(zip(sentences, texts))))
"""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = publication(folder / "publication")
        paragraphs = found_paragraphs(folder / "publication")
        (folder / "paragraphs.json").write_text(json.dumps(paragraphs), encoding="utf-8")
        dictionary = translations(paragraphs)
        package = build(
            folder / "translate-en_fr.argosmodel",
            "en",
            "fr",
            dictionary,
            width=512,
            layers=6,
            heads=8,
            feed_forward=2048,
            vocabulary=24_000,
        )
        install(package, folder / "packages")
        times: dict[str, list[float]] = {"a": [], "b": [], "c": [], "d": []}
        for _ in range(rounds):
            measure(folder, paragraphs, dictionary, times)
        report(times, words, rounds, len({text for paragraph in paragraphs for text in paragraph}))


def measure(
    folder: Path, paragraphs: Sequence[Sequence[str]], dictionary: dict[str, str], times: dict[str, list[float]]
) -> None:
    """One round of all four, its results verified."""
    given = str(folder / "paragraphs.json")
    variables = {**os.environ, "ARGOS_PACKAGES_DIR": str(folder / "packages"), "HOME": str(folder)}
    variables = {name: value for name, value in variables.items() if not name.startswith(("XDG_", "ARGOS_INTRA"))}
    expected = {text: translated(text, dictionary) for paragraph in paragraphs for text in paragraph}

    for letter, more in (("a", {}), ("b", {"ARGOS_INTRA_THREADS": "1"})):
        took, printed = timed([sys.executable, "-c", ARGOS, given], variables | more)
        times[letter].append(took)
        wanted = [" ".join(expected[text] for text in paragraph) for paragraph in paragraphs]
        assert json.loads(printed) == list(dict.fromkeys(wanted)), f"({letter}) gave other translations"

    (model,) = (folder / "packages").iterdir()
    took, printed = timed([sys.executable, "-c", ALONE, given, str(model)], variables)
    times["c"].append(took)
    assert json.loads(printed) == expected, "(c) gave other translations"

    publish = [sys.executable, "-m", "publish", "-C", str(folder / "publication"), "-q"]
    for catalogue in folder.glob("publication/locales/fr/LC_MESSAGES/*.po"):
        catalogue.unlink()
    timed([*publish, "update"], variables)
    took, _ = timed([*publish, "draft"], variables)
    times["d"].append(took)
    assert drafted(folder / "publication") == expected, "(d) gave other translations"


def timed(command: list[str], variables: dict[str, str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, env=variables, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - start, done.stdout


def publication(folder: Path) -> int:
    """Make a publication of copies of the article, each with words of its own; how many words it has."""
    (article,) = (ROOT / "seeds").glob("*.txt")
    text = article.read_text(encoding="utf-8")
    copies = -(-WORDS // len(text.split()))
    (folder / "seeds").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    for number in range(copies):
        ending = "" if number == 0 else "abcdefghijkl"[number]
        (folder / "seeds" / f"{NAME}-{number}.txt").write_text(with_endings(text, ending), encoding="utf-8")
    return copies * len(text.split())


def with_endings(text: str, ending: str) -> str:
    """The text with letters added to its longer words, but for addresses."""

    def lengthened(match: re.Match[str]) -> str:
        return match[0] if "/" in match[0] or "@" in match[0] else match[0] + ending

    return re.sub(r"\S*[/@]\S*|(?<![\w’'])[a-z]{4,}(?![\w’'])", lengthened, text)


def found_paragraphs(folder: Path) -> list[list[str]]:
    """The sentences that are to be translated, without their marks, by paragraph; each paragraph once."""
    workspace, report = Workspace.open(folder), Report()
    paragraphs: list[list[str]] = []
    for source in sources(workspace, report, ()):
        for segment in segments(source.article, workspace.settings.segmentation):
            sentence = bare(parsed(segment.source, "en"))
            if not sentence.is_translatable:
                continue
            if segment.start or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(sentence.text)
    assert not report.has_errors, report.findings
    return [list(paragraph) for paragraph in dict.fromkeys(map(tuple, paragraphs))]


def translations(paragraphs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Every word backwards that is in small letters; names stay."""
    words = {word for paragraph in paragraphs for text in paragraph for word in re.findall(r"[^\W\d_]+", text)}
    return {word: word[::-1] if word.islower() else word for word in sorted(words) if len(word) > 1}


def translated(text: str, dictionary: dict[str, str]) -> str:
    return re.sub(r"(?<![^ ])[^\W\d_]+", lambda match: dictionary.get(match[0], match[0]), text)


def drafted(folder: Path) -> dict[str, str]:
    """The translation of each sentence in the catalogues, both without their marks."""
    found: dict[str, str] = {}
    for path in folder.glob("locales/fr/LC_MESSAGES/*.po"):
        catalogue = load(path, path.name)
        for entry in catalogue.live if catalogue and path.stem != "site" else ():
            sentence = bare(parsed(entry.source, "en"))
            if sentence.is_translatable:
                found[sentence.text] = bare(parsed(entry.translation, "fr")).text
    return found


def report(times: dict[str, list[float]], words: int, rounds: int, sentences: int) -> None:
    names = {
        "a": "argostranslate, as it comes",
        "b": "argostranslate, ARGOS_INTRA_THREADS=1",
        "c": "CTranslate2 alone, sorted by length",
        "d": "publish draft",
    }
    print(
        f"{rounds} rounds, {words} words in {sentences} sentences, {os.cpu_count()} cores; medians of whole processes"
    )
    print("(a) and (b): the sentence splitter, which would fetch a model, is replaced by one that knows the sentences")
    for letter, name in names.items():
        middle = statistics.median(times[letter])
        print(f"({letter}) {name:38} {middle:7.1f} s {words / middle:7.0f} words/s")
    for letter, wanted in WANTED.items():
        ratio = statistics.median(other / ours for other, ours in zip(times[letter], times["d"], strict=True))
        print(f"publish draft against ({letter}): {ratio:6.2f} times as fast (wanted: at least {wanted:g})")


if __name__ == "__main__":
    main()
