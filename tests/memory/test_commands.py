"""`publish memory …`, and what the memory does for articles that are renamed or split, through the command line."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakePublication, Run

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.origin import origin_of, with_draft
from publish.catalogue.store import load, save
from publish.memory.pairs import Pair
from publish.memory.tmx import read

ARTICLE = """# The march

Hundreds of people marched through Tokyo.

The police watched, and did nothing. It rained all day. Nobody went home early.

## The day after

Everyone was tired but happy. The papers wrote about it. So did we.
"""
TRANSLATIONS = {
    "The march": "La manifestation",
    "Hundreds of people marched through Tokyo.": "Des centaines de personnes ont défilé à Tokyo.",
    "It rained all day.": "Il a plu toute la journée.",
    "Nobody went home early.": "Personne n’est rentré tôt.",
    "The papers wrote about it.": "Les journaux en ont parlé.",
}
HALF_DONE = {"The police watched, and did nothing.": "La police n’a rien fait"}
DRAFTED = {"Everyone was tired but happy.": "Chacun était fatigué mais heureux."}


def catalogue(folder: Path, name: str, tag: str = "fr") -> Catalogue:
    found = load(folder / "locales" / tag / "LC_MESSAGES" / f"{name}.po")
    assert found is not None
    return found


def entries(folder: Path, name: str) -> dict[str, Entry]:
    return {entry.source: entry for entry in catalogue(folder, name).live}


def translate(folder: Path, name: str, reviewed: Mapping[str, str]) -> None:
    """What people do to a catalogue, and an engine."""

    def translated(entry: Entry) -> Entry:
        if entry.source in DRAFTED:
            return with_draft(entry, DRAFTED[entry.source], "machine draft (m: 1), confidence 80%", ["a doubt"])
        if entry.source in HALF_DONE:
            return replace(entry, translation=HALF_DONE[entry.source], flags=("fuzzy",), comments=("Which police?",))
        return replace(entry, translation=reviewed.get(entry.source, ""))

    save(folder / "locales" / "fr" / "LC_MESSAGES" / f"{name}.po", catalogue(folder, name).with_live(translated))


@pytest.fixture
def march(run: Run, small: MakePublication) -> Path:
    """A publication with one article, partly translated."""
    folder = small({"seeds/good.md": None, "seeds/march.md": ARTICLE})
    assert run("update", folder=folder).code == 0
    translate(folder, "march", TRANSLATIONS)
    return folder


def test_a_renamed_article_keeps_everything(run: Run, march: Path) -> None:
    before = entries(march, "march")
    (march / "seeds" / "march.md").rename(march / "seeds" / "rally.md")
    outcome = run("update", folder=march)
    assert outcome.code == 0, outcome.err
    after = entries(march, "rally")
    assert {source: entry.translation for source, entry in after.items()} == {
        source: entry.translation for source, entry in before.items()
    }
    for source, entry in after.items():
        assert entry.is_fuzzy is bool(entry.translation)
        if source in TRANSLATIONS:
            origin = origin_of(entry)
            assert origin is not None
            assert origin.words == "reviewed translation of the same sentence in march"
        elif entry.translation:
            assert replace(entry, references=()) == replace(before[source], references=())
    files = {path: path.read_bytes() for path in march.rglob("*.po")}
    assert "everything is up to date" in run("update", folder=march).out
    assert {path: path.read_bytes() for path in march.rglob("*.po")} == files


def test_a_renamed_article_stays_reviewed_where_context_is_trusted(run: Run, march: Path) -> None:
    with (march / "pyproject.toml").open("a") as settings:
        settings.write("trust_context = true\n")
    before = entries(march, "march")
    (march / "seeds" / "march.md").rename(march / "seeds" / "rally.md")
    assert run("update", folder=march).code == 0
    after = entries(march, "rally")
    assert {source: (entry.translation, entry.flags) for source, entry in after.items()} == {
        source: (entry.translation, entry.flags) for source, entry in before.items()
    }


@pytest.mark.parametrize("is_corrected", [True, False], ids=["corrected", "not corrected"])
@pytest.mark.parametrize("is_deleted", [False, True], ids=["left behind", "deleted"])
@pytest.mark.parametrize("is_edited", [False, True], ids=["same neighbours", "a neighbour edited"])
def test_what_was_corrected_does_not_come_back_as_reviewed(
    is_corrected: bool, is_deleted: bool, is_edited: bool, run: Run, march: Path
) -> None:
    """Neither from the catalogue of the article's former name nor from what is kept of it."""
    with (march / "pyproject.toml").open("a") as settings:
        settings.write("trust_context = true\n")
    (march / "seeds" / "march.md").rename(march / "seeds" / "rally.md")
    assert run("update", folder=march).code == 0
    folder = march / "locales" / "fr" / "LC_MESSAGES"
    old, new = TRANSLATIONS["The papers wrote about it."], "La presse en a parlé."
    if is_corrected:
        text = (folder / "rally.po").read_text("utf-8")
        assert text.count(f'"{old}"') == 1
        (folder / "rally.po").write_text(text.replace(f'"{old}"', f'"{new}"'), "utf-8")
    part = f"# {ARTICLE.partition('## ')[2]}"
    if is_edited:
        (march / "seeds" / "rally.md").write_text(ARTICLE.replace("So did we.", "And so did we."))
        assert run("update", folder=march).code == 0
    if is_deleted:
        (folder / "march.po").unlink()
    (march / "seeds" / "part.md").write_text(part)
    assert run("update", folder=march).code == 0
    entry = entries(march, "part")["The papers wrote about it."]
    assert entry.is_fuzzy is is_corrected
    told = {entry.translation, *re.findall("“(.*)”", "\n".join(entry.comments))}
    assert told == {old, new} if is_corrected else {old}


def test_an_article_split_in_two_keeps_everything(run: Run, march: Path) -> None:
    before = entries(march, "march")
    first, second = ARTICLE.split("## ")
    (march / "seeds" / "march.md").unlink()
    (march / "seeds" / "march-1.md").write_text(first)
    (march / "seeds" / "march-2.md").write_text(f"# {second}")
    assert run("update", folder=march).code == 0
    after = entries(march, "march-1") | entries(march, "march-2")
    for source, entry in before.items():
        assert after[source].translation == entry.translation


def test_a_sentence_like_one_elsewhere_is_offered_that_translation(run: Run, march: Path) -> None:
    (march / "seeds" / "other.md").write_text("# Another march\n\nHundreds of workers marched through Tokyo.\n")
    assert run("update", folder=march).code == 0
    entry = entries(march, "other")["Hundreds of workers marched through Tokyo."]
    assert entry.is_empty
    (comment,) = entry.comments
    assert "in march, reviewed: “Des centaines de personnes ont défilé à Tokyo.”" in comment
    assert "[-people-] {+workers+}" in comment
    before = catalogue(march, "other").content
    assert run("update", folder=march).code == 0
    assert catalogue(march, "other").content == before


def test_an_offer_goes_when_it_is_of_no_more_use(run: Run, march: Path) -> None:
    (march / "seeds" / "other.md").write_text(
        "# Another march\n\nHundreds of workers marched through Tokyo.\n\nIt rained all night.\n"
    )
    run("update", folder=march)
    path = march / "locales" / "fr" / "LC_MESSAGES" / "other.po"
    text = path.read_text("utf-8")
    assert text.count("\n# Memory: ") == 2
    translated = text.replace('through Tokyo."\nmsgstr ""', 'through Tokyo."\nmsgstr "Des centaines."')
    assert translated != text
    path.write_text(translated, "utf-8")
    run("update", folder=march)
    (gone,) = set(translated.splitlines()) - set(path.read_text("utf-8").splitlines())
    assert gone.startswith("# Memory: ")
    assert path.read_text("utf-8") == translated.replace(f"{gone}\n", "")
    assert "everything is up to date" in run("update", folder=march).out


@pytest.mark.parametrize("name", ["fr.tmx", "link.tmx"])
def test_the_memory_itself_is_never_written_over_by_an_export(run: Run, march: Path, tmp_path: Path, name: str) -> None:
    """It holds what nobody has reviewed, too; an export does not."""
    given = tmp_path / "given.tmx"
    run("memory", "export", "--locale", "fr", given, folder=march)
    given.write_text(given.read_text("utf-8").replace("Hundreds", "Thousands"), "utf-8")
    run("memory", "import", given, folder=march)
    memory = march / "locales" / "memory" / "fr.tmx"
    before = memory.read_bytes()
    (memory.parent / "link.tmx").symlink_to(memory)
    outcome = run("memory", "export", "--locale", "fr", memory.parent / name, folder=march)
    assert outcome.code == 1
    assert "is the publication's own memory" in outcome.err
    assert memory.read_bytes() == before


def test_export_import_and_status(run: Run, march: Path, small: MakePublication, tmp_path: Path) -> None:
    file = tmp_path / "ours.tmx"
    outcome = run("memory", "export", "--locale", "fr", file, folder=march)
    assert (outcome.code, outcome.err) == (0, "")
    held = [pair for pair in read(file, "en", "fr", foreign=False) if pair.name == "march"]
    assert {pair.source: pair.translation for pair in held} == TRANSLATIONS
    exported = file.read_bytes()
    run("memory", "export", "--locale", "fr", file, folder=march)
    assert file.read_bytes() == exported
    (march / "seeds" / "march.md").rename(march / "seeds" / "good.md")
    for path in march.glob("locales/fr/LC_MESSAGES/*.po"):
        path.unlink()
    first = run("memory", "import", file, folder=march)
    assert (first.code, first.err) == (0, "")
    memory = march / "locales" / "memory" / "fr.tmx"
    content = memory.read_bytes()
    again = run("memory", "import", file, folder=march)
    assert "fr: 0 pairs added" in again.out
    assert memory.read_bytes() == content
    status = run("memory", "status", folder=march)
    assert "fr\tlocales/memory/fr.tmx\t" in status.out
    assert run("update", folder=march).code == 0
    entry = entries(march, "good")["It rained all day."]
    assert (entry.translation, entry.flags) == (TRANSLATIONS["It rained all day."], ("fuzzy",))
    origin = origin_of(entry)
    assert origin is not None
    assert origin.words == "translation of the same sentence in the imported ours.tmx"
    (row,) = [line for line in status.out.splitlines() if "fr.tmx" in line]
    assert row == f"fr\tlocales/memory/fr.tmx\t0\t{len(read_all(file))}\t0\t0"
    # Nobody here has reviewed it.
    run("memory", "export", "--locale", "fr", file, folder=march)
    assert not [pair for pair in read_all(file) if pair.source in TRANSLATIONS]
    run("memory", "export", "--locale", "fr", "--all", file, folder=march)
    assert {pair.source for pair in read_all(file)} >= set(TRANSLATIONS)


def read_all(path: Path) -> list[Pair]:
    return list(read(path, "en", "fr"))


@pytest.mark.parametrize("harm", [lambda content: content + b"garbage", lambda content: content[:-30]])
def test_a_damaged_memory_is_to_be_restored(run: Run, march: Path, harm: Callable[[bytes], bytes]) -> None:
    """It is the publication's own: nobody can export it again."""
    (march / "given.tmx").write_text(GIVEN.format('<tuv xml:lang="fr"><seg>Nous aussi.</seg></tuv>'))
    assert run("memory", "import", march / "given.tmx", folder=march).code == 0
    memory = march / "locales" / "memory" / "fr.tmx"
    memory.write_bytes(harm(memory.read_bytes()))
    content = memory.read_bytes()
    (march / "seeds" / "other.md").write_text("# Another march\n\nSomething new.\n")
    for arguments in (("memory", "status"), ("memory", "search", "fr", "x"), ("memory", "import", "given.tmx")):
        outcome = run(*(str(march / word) if word == "given.tmx" else word for word in arguments), folder=march)
        assert outcome.code == 1, arguments
        (told,) = [line for line in outcome.err.splitlines() if "fr.tmx" in line]
        assert told.startswith("error: locales/memory/fr.tmx:")
        assert told.endswith("restore it from version control or a backup")
        assert "exported" not in told
        if arguments[1] == "status":
            assert "fr\tlocales/memory/fr.tmx\t0\t0\t0\t0\n" in outcome.out
            assert "fr\tlocales/fr/LC_MESSAGES/march.po\t5\t" in outcome.out
    outcome = run("update", folder=march)
    assert outcome.code == 1
    assert "restore it from version control or a backup" in outcome.err
    assert "up to date" not in outcome.out
    assert memory.read_bytes() == content


GIVEN = '<tmx><body><tu><tuv xml:lang="en"><seg>So did we.</seg></tuv>{}</tu></body></tmx>'


@pytest.mark.parametrize(
    ("units", "severity", "told"),
    [
        (["de"], "warning", "1 unit is left out: it does not have a text in English and in French; export what is"),
        (["de", "de"], "warning", "2 units are left out: neither has a text in English and in French; export what is"),
        (["de"] * 3, "warning", "3 units are left out: none has a text in English and in French; export what is"),
        ([], "warning", "it has no unit, and so none that has a text in English and in French; export what is"),
        (["de", "fr"], "note", "1 unit is left out: it does not have a text in English and in French\n"),
    ],
)
def test_units_in_other_languages_are_counted(
    units: list[str], severity: str, told: str, run: Run, march: Path
) -> None:
    texts = "".join(
        f'<tu><tuv xml:lang="en"><seg>a {number}</seg></tuv><tuv xml:lang="{tag}"><seg>b</seg></tuv></tu>'
        for number, tag in enumerate(units)
    )
    (march / "given.tmx").write_text(f"<tmx><body>{texts}</body></tmx>")
    outcome = run("memory", "import", march / "given.tmx", "--locale", "fr", folder=march)
    assert outcome.code == 0
    assert outcome.err.startswith(f"{severity}: given.tmx: {told}")
    assert outcome.err.count("\n") == 1


def test_a_unit_in_one_of_the_languages_is_not_left_out(run: Run, march: Path) -> None:
    variants = '<tuv xml:lang="{}"><seg>x</seg></tuv>'
    (march / "given.tmx").write_text(GIVEN.format(variants.format("ja")))
    settings = (march / "pyproject.toml").read_text("utf-8")
    assert 'locales = ["fr"]' in settings
    (march / "pyproject.toml").write_text(settings.replace('locales = ["fr"]', 'locales = ["fr", "ja"]'), "utf-8")
    outcome = run("memory", "import", march / "given.tmx", folder=march)
    assert (outcome.out, outcome.err) == ("ja: 1 pair added (given.tmx)\n", "")


def test_why_units_are_left_out(run: Run, march: Path) -> None:
    note = f"<note>{'n ' * 60_000}</note>"
    variants = '<tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="fr"><seg>B</seg></tuv>'
    (march / "given.tmx").write_text(f"<tmx><body><tu>{note}{variants}</tu><tu>{variants}</tu></body></tmx>")
    outcome = run("memory", "import", march / "given.tmx", folder=march)
    assert outcome.code == 0
    assert outcome.out == "fr: 1 pair added (given.tmx)\n"
    assert outcome.err == "note: given.tmx: fr: 1 unit is left out with a note longer than 100,000 characters\n"


def test_help(run: Run, march: Path) -> None:
    words = " ".join(run("memory", "search", "--help", folder=march).out.split())
    assert "--limit NUMBER At most that many. [default: 5; x>=1]" in words
    words = " ".join(run("memory", "import", "--help", folder=march).out.split())
    assert "[OPTIONS] FILE..." in words
    assert "--locale LOCALE Only what the files have in this language" in words


def test_search(run: Run, march: Path) -> None:
    out = run("memory", "search", "fr", "It rained all day.", folder=march).out
    assert out.startswith("100% in march, reviewed: “Il a plu toute la journée.”")
    out = run("memory", "search", "fr", "It rained all night.", folder=march).out
    assert "[-day-] {+night+}." in out
    out = run("memory", "search", "fr", "Completely different", folder=march).out
    assert out == "nothing like it is in the memory\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("memory", "import", "{bad}"), 1, "bad.tmx:2: it is no whole XML"),
        (("memory", "import", "{none}"), 1, "none.tmx: cannot be read (no such file or directory); name a file that"),
        (("memory", "import", "{german}"), 0, "1 unit is left out: it does not have a text in English and in French"),
        (("memory", "export", "{text}", "--locale", "fr"), 1, "the file is there already and is no TMX"),
        (("memory", "search", "xx", "Peace"), 1, "this publication has no locale “xx”"),
        (("memory", "search", "en", "Peace"), 1, "en is the language translated from"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(
    arguments: tuple[str, ...], code: int, words: str, run: Run, march: Path, tmp_path: Path
) -> None:
    files = {
        "bad": b"<tmx>\n<body><tu></body></tmx>",
        "text": b"a person's notes",
        "german": b'<tmx><body><tu><tuv xml:lang="de"><seg>x</seg></tuv></tu></body></tmx>',
    }
    for name, content in files.items():
        (tmp_path / f"{name}.tmx").write_bytes(content)
    names = {name: tmp_path / f"{name}.tmx" for name in (*files, "none")}
    outcome = run(*(argument.format(**names) for argument in arguments), folder=march)
    assert outcome.code == code
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert (tmp_path / "text.tmx").read_bytes() == files["text"]
    assert not (march / "locales" / "memory").exists()


@pytest.mark.parametrize("command", [["--help"], ["status"], ["memory", "--help"]])
def test_other_commands_do_without_the_database(command: list[str], march: Path) -> None:
    script = (
        "import sys\nfrom publish.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "slow = {'sqlite3', 'lxml.etree', 'numpy', 'publish.memory.search'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "-C", str(march), *command], capture_output=True, text=True, check=True
    )
    found = done.stderr.splitlines()[-1]
    assert "sqlite3" not in found
    assert "publish.memory.search" not in found
    if command[-1] == "--help":
        assert found == "[]"


def test_a_file_given_by_a_relative_path(
    run: Run, march: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tmx").write_text(
        '<tmx><body><tu><tuv xml:lang="en"><seg>So did we.</seg></tuv>'
        '<tuv xml:lang="fr-FR"><seg>Nous aussi.</seg></tuv></tu></body></tmx>'
    )
    outcome = run("memory", "import", "a.tmx", folder=march)
    assert outcome.out == "fr: 1 pair added (a.tmx)\n"


def test_what_was_only_offered_goes_with_its_sentence(run: Run, march: Path) -> None:
    """An update followed by the text's reverting gives the first bytes again."""
    before = catalogue(march, "march").content
    seed = march / "seeds" / "march.md"
    seed.write_text(f"{ARTICLE}\nHundreds of workers marched through Tokyo.\n")
    assert run("update", folder=march).code == 0
    assert "# Memory: " in (catalogue(march, "march").content or b"").decode()
    seed.write_text(ARTICLE)
    assert run("update", folder=march).code == 0
    assert catalogue(march, "march").content == before
