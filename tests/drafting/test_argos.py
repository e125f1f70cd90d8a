from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from publish.article import plain as shown
from publish.drafting.draft import drafts
from publish.drafting.kept import kept_in
from publish.drafting.marks import bare
from publish.engines import argos_model, legs
from publish.engines.argos import ArgosEngine
from publish.engines.argos_packages import code, installed, packages_folder
from publish.errors import EngineError
from publish.invocation import typed
from publish.markup import parsed
from publish.segments import Segment, segments
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.workspace import Workspace

from .model_builder import build, dictionary, install

SENTENCE = "Workers support the strike, and the people of Umm Al-Fahm."
SENTENCES = [
    SENTENCE,
    "Solidarity is international.",
    "See the notes",
    "Unknown words such as “Palestine” – naïve 日本 🙂 … pass through (18%, 25,000 & 3.5)!",
    "Two  spaces, a no-break\u00a0space and THE CAPITALS",
    "peace",
    "The union demands peace today; the government, a ceasefire.",
]

REFERENCE = """
import json, sys
import argostranslate.translate as translate

class OneSentence:
    "Argos's own splitter downloads a model; our sentences are split already."
    def __init__(self, package): pass
    def split_sentences(self, text): return [text]

translate.MiniSBDSentencizer = OneSentence
sentences, target = json.load(sys.stdin)
print(json.dumps([translate.translate(sentence, "en", target) for sentence in sentences]))
"""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("fr", "Les travailleurs soutiennent le grève, et le peuple de Umm Al-Fahm."),
        ("es", "Los trabajadores apoyan el huelga, y el pueblo de Umm Al-Fahm."),
        ("de", "Arbeiter unterstützen der Streik, und der Volk von Umm Al-Fahm."),
        ("ja", "労働者は支持するそのストライキを、とその人々はの Umm Al-Fahm。"),
    ],
)
def test_a_real_package_translates(packages: Path, target: str, expected: str) -> None:
    (draft,) = ArgosEngine().translate([SENTENCE], "en", target)
    assert (draft.text, draft.problem) == (expected, "")
    assert draft.score is not None
    assert -0.1 < draft.score < 0


@pytest.mark.parametrize("target", ["fr", "es", "de", "ja"])
def test_the_text_is_the_same_as_argostranslate_gives(packages: Path, tmp_path: Path, target: str) -> None:
    reference = run(REFERENCE, tmp_path, packages, json.dumps([SENTENCES, target]))
    assert [draft.text for draft in ArgosEngine().translate(SENTENCES, "en", target)] == json.loads(reference)


@pytest.mark.parametrize("target", ["fr", "ja"])
def test_the_whole_article_is_the_same_as_argostranslate_gives(no_packages: Path, tmp_path: Path, target: str) -> None:
    """Through all that a draft goes through, sentence by sentence, for those without marks and kept words."""
    workspace, report = Workspace.open(ROOT), Report()
    (source,) = sources(workspace, report)
    found = list(segments(source.article, "sentence"))
    words = {word for segment in found for word in segment.source.split() if word.isalpha()}
    package = build(tmp_path / "whole.argosmodel", "en", target, dictionary(target), copied=words, width=256)
    install(package, no_packages)
    plain = [
        segment
        for segment in found
        if not (sentence := bare(parsed(segment.source, "en"))).marks and not kept_in(sentence.text)
    ]
    assert len(plain) > 60
    texts = [bare(parsed(segment.source, "en")).text for segment in plain]
    reference = run(REFERENCE, tmp_path, no_packages, json.dumps([texts, target]))
    theirs = dict(zip([segment.source for segment in plain], json.loads(reference), strict=True))
    ours = {item.key[1]: item.text for item in drafts(plain, ArgosEngine(), "en", target)}
    assert {source: shown(parsed(text, target)) for source, text in ours.items()} == theirs


def test_the_text_is_the_same_with_a_target_prefix(
    no_packages: Path, argosmodels: dict[str, Path], tmp_path: Path
) -> None:
    install(argosmodels["fr"], no_packages)
    metadata = no_packages / "translate-en_fr-1_9" / "metadata.json"
    metadata.write_text(json.dumps(json.loads(metadata.read_text()) | {"target_prefix": "X"}))
    reference = run(REFERENCE, tmp_path, no_packages, json.dumps([SENTENCES, "fr"]))
    assert [draft.text for draft in ArgosEngine().translate(SENTENCES, "en", "fr")] == json.loads(reference)


def run(script: str, home: Path, packages: Path | None = None, given: str = "", **environment: str) -> str:
    """What a script prints, in a process whose home is `home`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ARGOS_", "XDG_", "SNAP"))}
    variables = clean | {"HOME": str(home)} | environment
    if packages:
        variables["ARGOS_PACKAGES_DIR"] = str(packages)
    result = subprocess.run(
        [sys.executable, "-c", script], input=given, capture_output=True, text=True, check=True, env=variables
    )
    return result.stdout


def test_drafts_of_whole_segments(packages: Path) -> None:
    sources = ["*Workers* support the strike.[^3]", "See the [notes](https://example.org)", "`make`"]
    found = list(drafts([Segment(source, "Title") for source in sources], ArgosEngine(), "en", "ja"))
    assert {item.key[1]: item.text for item in found} == {
        "`make`": "`make`",
        "*Workers* support the strike.[^3]": "*労働者*は支持するそのストライキを[^3]。",
        "See the [notes](https://example.org)": "参照その [notes](https://example.org)",
    }
    pattern = r"machine draft \(argos: Argos Translate 1\.[0-9.]+, package translate-en_ja 1\.9, route en → ja\), "
    assert re.fullmatch(pattern + "confidence (9[0-9]|100)%", found[-1].origin)


def test_an_underscore_of_the_source_comes_through(packages: Path) -> None:
    texts = [draft.text for draft in ArgosEngine().translate(["the file_name today", "the ▁"], "en", "fr")]
    assert texts == ["le file_name aujourd’hui", "le"]


def test_more_sentences_than_one_lot_come_in_order(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos_model, "_LOT", 3)
    numbers = [f"the workers {number}" for number in range(17)]
    texts = [draft.text for draft in ArgosEngine().translate(numbers, "en", "de")]
    assert texts == [f"der Arbeiter {number}" for number in range(17)]


def test_the_number_of_cores_changes_nothing(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = list(ArgosEngine().translate(SENTENCES * 5, "en", "fr"))
    for cores in (1, 3):
        monkeypatch.setattr(argos_model, "cores", lambda number=cores: number)
        assert list(ArgosEngine().translate(SENTENCES * 5, "en", "fr")) == here


def test_nothing_of_a_long_sentence_is_lost(packages: Path) -> None:
    sentences = ["the workers " * 400, "s" * 700, ", ".join(["the workers support peace"] * 200), ""]
    texts = [draft.text for draft in ArgosEngine().translate(sentences, "en", "de")]
    assert texts == [
        "der Arbeiter " * 399 + "der Arbeiter",
        "s" * 700,
        ", ".join(["der Arbeiter unterstützen Frieden"] * 200),
        "",
    ]


def test_a_model_that_finds_no_end_gives_a_problem(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos_model, "_LONGEST_OUTPUT", 20)
    monkeypatch.setitem(argos_model._OPTIONS, "max_decoding_length", 20)
    short, long = ArgosEngine().translate(["peace", "peace " * 30], "en", "de")
    assert (short.text, short.problem) == ("Frieden", "")
    assert (long.text, long.problem) == ("", "the model went on without end")


def test_the_alignment_says_where_each_word_comes_from(packages: Path) -> None:
    for sentence in ["Workers support the strike.", "Unknown words 日本 🙂, peace"]:
        (draft,) = ArgosEngine().translate([sentence], "en", "fr")
        alignment = draft.alignment
        assert alignment is not None
        assert len(alignment.target) == len(alignment.weights)
        pairs = {
            (sentence[slice(*alignment.source[row.index(max(row))])].strip(), draft.text[slice(*span)].strip())
            for span, row in zip(alignment.target, alignment.weights, strict=True)
        }
        known = dictionary("fr")
        assert pairs >= {(word, known[word]) for word in re.findall(r"\w+", sentence) if word in known}


def test_a_missing_package_is_named_with_what_to_type(no_packages: Path) -> None:
    engine = ArgosEngine()
    assert engine.missing("en", "pt-BR") == (
        f"no Argos package from en to pt-BR is installed in {no_packages}: "
        f"install it with {typed('models install pt-BR')}"
    )
    with pytest.raises(EngineError, match="no Argos package"):
        next(engine.translate(["Peace"], "en", "pt-BR"))


def test_a_missing_folder_has_no_packages(tmp_path: Path) -> None:
    assert installed(tmp_path / "nowhere") == ([], [])


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "it has no metadata.json"),
        ({"metadata.json": b"{"}, "its metadata.json is not JSON"),
        ({"metadata.json": b"\xff"}, "its metadata.json is not JSON"),
        ({"metadata.json": b"[]"}, "its metadata.json is not an object"),
        ({"metadata.json": b'{"from_code": "en"}'}, "does not say which languages"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "fr"}'}, "it has no model/model.bin"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "fr"}', "model/model.bin": b""}, "it has no tokenizer"),
    ],
)
def test_a_broken_folder_is_named_and_skipped(
    no_packages: Path, argosmodels: dict[str, Path], files: dict[str, bytes], why: str
) -> None:
    install(argosmodels["de"], no_packages)
    broken = no_packages / "translate-en_fr-1_0"
    broken.mkdir()
    for name, content in files.items():
        (broken / name).parent.mkdir(exist_ok=True)
        (broken / name).write_bytes(content)
    engine = ArgosEngine()
    assert [draft.text for draft in engine.translate(["peace"], "en", "de")] == ["Frieden"]
    assert engine.missing("en", "fr") is not None
    (finding,) = engine.findings()
    assert (finding.severity, finding.file) == ("warning", str(broken))
    assert why in finding.message


def test_what_is_no_translation_package_is_passed_over(no_packages: Path) -> None:
    (no_packages / ".unpacking").mkdir()
    (no_packages / "notes.txt").write_text("mine")
    (no_packages / "sbd").mkdir()
    (no_packages / "sbd" / "metadata.json").write_text('{"type": "sbd"}')
    assert installed(no_packages) == ([], [])


@pytest.mark.parametrize("damaged", ["model/model.bin", "sentencepiece.model"])
def test_a_damaged_package_is_an_error_that_names_its_folder(
    no_packages: Path, argosmodels: dict[str, Path], damaged: str
) -> None:
    install(argosmodels["fr"], no_packages)
    folder = no_packages / "translate-en_fr-1_9"
    (folder / damaged).write_bytes((folder / damaged).read_bytes()[:200] + b"no")
    with pytest.raises(
        EngineError,
        match=r"cannot be loaded .*; type “.*publish models remove translate-en_fr-1_9” and install it again",
    ) as error:
        next(ArgosEngine().translate(["Peace"], "en", "fr"))
    assert error.value.file == str(folder)


def test_the_newest_version_is_used(no_packages: Path, tmp_path: Path) -> None:
    for version, word in (("1.9", "old"), ("1.10", "new"), ("1.2", "older")):
        words = dictionary("fr") | {"peace": word}
        install(build(tmp_path / f"{version}.argosmodel", "en", "fr", words, version=version), no_packages)
    engine = ArgosEngine()
    assert [draft.text for draft in engine.translate(["peace"], "en", "fr")] == ["new"]
    assert engine.description("en", "fr").endswith(", package translate-en_fr 1.10, route en → fr")


def test_a_package_with_the_older_tokenizer(no_packages: Path, argosmodels: dict[str, Path]) -> None:
    """BPE with Moses's word splitting: the pieces differ, so this model passes the letters through."""
    install(argosmodels["fr"], no_packages)
    folder = no_packages / "translate-en_fr-1_9"
    (folder / "sentencepiece.model").unlink()
    (folder / "bpe.model").write_text("#version: 0.2\np e\n")
    assert [draft.text for draft in ArgosEngine().translate(["a b."], "en", "fr")] == ["a b."]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("fr", "fr"), ("de-AT", "de"), ("pt-BR", "pb"), ("pt-PT", "pt"), ("zh-Hans", "zh"), ("zh-Hant", "zt"),
     ("zh-Hant-HK", "zt"), ("zh-TW", "zt"), ("zh", "zh"), ("nb", "nb"), ("no", "nb"), ("fil", "tl"), ("sr-Latn", "sr")],
)  # fmt: skip
def test_codes(locale: str, expected: str) -> None:
    assert code(locale) == expected


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({}, None),
        ({"ARGOS_PACKAGES_DIR": "{home}/mine"}, None),
        ({"XDG_DATA_HOME": "{home}/data"}, None),
        ({"XDG_DATA_HOME": "{home}/data", "ARGOS_PACKAGES_DIR": "{home}/mine"}, None),
        ({}, {"ARGOS_PACKAGES_DIR": "{home}/from-settings"}),
        ({"XDG_CONFIG_HOME": "{home}/.config"}, {"ARGOS_PACKAGES_DIR": "{home}/from-settings"}),
        ({"ARGOS_PACKAGES_DIR": "{home}/mine"}, {"ARGOS_PACKAGES_DIR": "{home}/from-settings"}),
        ({"SNAP": "/snap/x", "SNAP_USER_DATA": "{home}/snap"}, None),
    ],
)
def test_the_folder_is_the_one_argostranslate_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], settings: dict[str, str] | None
) -> None:
    variables = {name: value.format(home=tmp_path) for name, value in environment.items()}
    if settings:
        (tmp_path / ".config" / "argos-translate").mkdir(parents=True)
        content = {name: value.format(home=tmp_path) for name, value in settings.items()}
        (tmp_path / ".config" / "argos-translate" / "settings.json").write_text(json.dumps(content))
    for name in [name for name in os.environ if name.startswith(("ARGOS_", "XDG_", "SNAP"))]:
        monkeypatch.delenv(name)
    for name, value in (variables | {"HOME": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    ours = packages_folder()
    assert not ours.exists()
    theirs = run(
        "import argostranslate.settings as s; print(s.package_data_dir, end='')", tmp_path, None, "", **variables
    )
    assert str(ours) == theirs


def test_translating_makes_nothing_in_the_users_home(packages: Path, tmp_path: Path) -> None:
    script = (
        "from publish.engines import engine\nprint(next(engine('argos').translate(['peace'], 'en', 'fr')).text, end='')"
    )
    assert run(script, tmp_path, packages) == "paix"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [2, 64])
def test_without_a_direct_package_the_way_leads_through_english(
    no_packages: Path, argosmodels: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(legs, "_FIRST_LOT", size)
    back = {translation: word for word, translation in dictionary("fr").items()}
    install(build(tmp_path / "fr_en.argosmodel", "fr", "en", back), no_packages)
    install(argosmodels["de"], no_packages)
    engine = ArgosEngine()
    sentences = ["paix.", "", "Les travailleurs soutiennent le cessez-le-feu", "paix paix", "paix et paix"]
    found = list(engine.translate(sentences, "fr", "de"))
    assert [draft.text for draft in found] == [
        "Frieden.",
        "",
        "Arbeiter unterstützen der Waffenstillstand",
        "Frieden Frieden",
        "Frieden und Frieden",
    ]
    assert engine.description("fr", "de").endswith(
        ", packages translate-fr_en 1.9 and translate-en_de 1.9, route fr → en → de"
    )
    last = found[-1]
    assert last.score is not None
    assert last.alignment is not None
    assert [sentences[-1][slice(*last.alignment.source[row.index(max(row))])] for row in last.alignment.weights] == [
        "paix",
        " et",
        " paix",
    ]


def test_the_score_is_the_mean_log_probability_of_the_pieces(packages: Path) -> None:
    """CTranslate2's own `score_batch` gives the log-probability of each piece, the end of the sentence included."""
    import ctranslate2
    import sentencepiece

    (draft,) = ArgosEngine().translate([SENTENCE], "en", "fr")
    folder = packages / "translate-en_fr-1_9"
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(folder / "model"))
    source = tokenizer.encode(SENTENCE, out_type=str)
    (result,) = translator.translate_batch([source], beam_size=4, length_penalty=0.2)
    (scored,) = translator.score_batch([source], [result.hypotheses[0]])
    assert draft.score == pytest.approx(sum(scored.log_probs) / len(scored.log_probs), rel=1e-3)


def test_few_batches_wait_for_an_interruption(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    real = argos_model.ArgosModel._results
    monkeypatch.setattr(
        argos_model.ArgosModel, "_results", lambda self, batch: given.append(len(batch)) or real(self, batch)
    )
    monkeypatch.setattr(argos_model, "cores", lambda: 2)
    sentences = [f"Workers support the strike in {number} unions." for number in range(3000, 1000, -1)]
    drafts = ArgosEngine().translate(sentences, "en", "fr")
    assert next(drafts).text
    assert len(given) == 1 + 2 * 2
    assert len(list(drafts)) == 1999
    assert sum(given) == 2000


def test_one_model_stays_in_memory_between_calls(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    real = argos_model._translator
    monkeypatch.setattr(argos_model, "_translator", lambda package: loaded.append(package.name) or real(package))
    engine = ArgosEngine()
    for target in ("fr", "fr", "de", "fr"):
        assert next(engine.translate(["peace"], "en", target)).text
    assert loaded == ["translate-en_fr", "translate-en_de", "translate-en_fr"]
