"""The commands `publish glossary …`, and the publication's own glossary against its catalogues."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import NAME, ROOT, Outcome, catalogue, contents
from test_cli import terminal

from publish.invocation import typed

Run = Callable[..., Outcome]
MakePublication = Callable[..., Path]

PO = "locales/fr/LC_MESSAGES/good.po"
GLOSSARY = "term,note,fr,de\nsentence,grammar,phrase | énoncé,Satz\nnote,,=,Fußnote\n"
TRANSLATED = catalogue(
    {
        "A small title": "Un petit titre",
        "A *first* sentence with a note.[^1]": "Une *première* proposition avec une remarque.[^1]",
        "A heading": "∅",
    }
)


def test_the_list_is_a_table_for_programs(run: Run, small: MakePublication) -> None:
    outcome = run("glossary", "list", folder=small({"locales/glossary.csv": GLOSSARY}))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "Term\tNote\tfr\tde",
        "sentence\tgrammar\tphrase | énoncé\tSatz",
        "note\t\t=\tFußnote",
    ]


def test_the_list_of_a_locale_has_its_column_alone(run: Run, small: MakePublication) -> None:
    folder = small({"locales/glossary.csv": GLOSSARY}, locales=("fr", "de"))
    assert run("glossary", "list", "--locale", "de", folder=folder).out.splitlines()[0] == "Term\tNote\tde"
    outcome = run("glossary", "list", "--locale", "ja", folder=folder)
    assert (outcome.code, "has no locale “ja”" in outcome.err) == (1, True)


@pytest.mark.parametrize("command", [("list",), ("check",), ("export", "out.csv")])
def test_a_publication_without_a_glossary_says_how_to_get_one(
    run: Run, small: MakePublication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("glossary", *command, folder=small())
    assert outcome.code == 1
    assert outcome.errors == [
        f"locales/glossary.csv: there is no glossary yet; write one, or type: {typed('glossary import FILE')}"
    ]


def test_a_broken_glossary_is_an_error_in_a_line(run: Run, small: MakePublication) -> None:
    outcome = run("glossary", "list", folder=small({"locales/glossary.csv": "term,fr\n,x\n"}))
    assert (outcome.code, outcome.errors) == (
        1,
        ["locales/glossary.csv:2: the row has no term; write one or take the row out"],
    )


def test_the_check_names_file_line_term_and_wanted_word(run: Run, small: MakePublication) -> None:
    outcome = run("glossary", "check", folder=small({"locales/glossary.csv": GLOSSARY, PO: TRANSLATED}))
    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        f"warning: {PO}:11: “sentence” is to be “phrase” or “énoncé”, and is not",
        f"warning: {PO}:11: “note” is to stay as it is, and is not there",
    ]
    assert outcome.out == "2 translations use terms 2 times; 2 to look at\n"


@pytest.mark.parametrize(
    ("translation", "misses", "reason"),
    [
        ("Une *première* phrase avec une note.[^1]", 0, "the wanted words"),
        ("De *premiers* énoncés avec des notes.[^1]", 0, "an alternative, in the plural"),
        ("Une *phrase*, note : rien.[^1]", 0, "inside emphasis"),
        ("Une proposition avec une note.[^1]", 1, "another word"),
        ("Une [remarque](https://example.org/phrase-note)", 2, "an address is no text"),
    ],
)
def test_the_check_reads_text_not_markup(
    run: Run, small: MakePublication, translation: str, misses: int, reason: str
) -> None:
    files = {"locales/glossary.csv": GLOSSARY, PO: catalogue({"A *first* sentence with a note.[^1]": translation})}
    assert run("glossary", "check", folder=small(files)).err.count("warning: ") == misses, reason


def test_the_check_leaves_out_what_is_outdated(run: Run, small: MakePublication) -> None:
    outdated = TRANSLATED.replace('msgid "A *first*', '#, fuzzy\n#| msgid "A line"\nmsgid "A *first*')
    drafted = TRANSLATED.replace('msgid "A *first*', '#, fuzzy\nmsgid "A *first*')
    assert run("glossary", "check", folder=small({"locales/glossary.csv": GLOSSARY, PO: outdated})).err == ""
    assert "phrase" in run("glossary", "check", folder=small({"locales/glossary.csv": GLOSSARY, PO: drafted})).err


@pytest.mark.parametrize(
    ("cells", "warned", "reason"),
    [
        (("", ""), "“sentence” as it is and 1 more, which", "a column that somebody has just begun"),
        (("Satz", ""), "“note” as it is, which", "one cell"),
        (("Satz", "="), "", "an equals sign is meant"),
        (("?", "?"), "", "a question mark too"),
    ],
)
def test_the_check_names_columns_that_keep_words_by_silence(
    run: Run, small: MakePublication, cells: tuple[str, str], warned: str, reason: str
) -> None:
    table = f"term,fr,de\nHamas,,\nsentence,phrase,{cells[0]}\nnote,remarque,{cells[1]}\n"
    folder = small({"locales/glossary.csv": table}, locales=("fr", "de"))
    lines = [line for line in run("glossary", "check", folder=folder).err.splitlines() if "empty cells" in line]
    assert len(lines) == bool(warned), reason
    assert all(line.startswith("warning: locales/glossary.csv:") and warned in line for line in lines), reason
    assert "empty cells" not in run("glossary", "check", "--locale", "fr", folder=folder).err


def test_quiet_leaves_the_warnings(run: Run, small: MakePublication) -> None:
    folder = small({"locales/glossary.csv": GLOSSARY, PO: TRANSLATED})
    outcome = run("glossary", "check", "--quiet", folder=folder)
    assert (outcome.code, outcome.out, outcome.err.count("warning: ")) == (0, "", 2)


@pytest.mark.parametrize("suffix", ["tbx", "csv", "TBX"])
def test_what_goes_out_comes_in_again(run: Run, small: MakePublication, tmp_path: Path, suffix: str) -> None:
    folder = small({"locales/glossary.csv": GLOSSARY}, locales=("fr", "de"))
    path = tmp_path / f"terms.{suffix}"
    outcome = run("glossary", "export", path, folder=folder)
    assert (outcome.code, outcome.out, outcome.err) == (0, f"wrote {path}\n", "")
    assert run("glossary", "export", path, folder=folder).out == "everything is up to date\n"
    (folder / "locales/glossary.csv").unlink()
    outcome = run("glossary", "import", path, folder=folder)
    assert (outcome.code, outcome.out, outcome.err) == (0, "wrote locales/glossary.csv\n", "")
    assert (folder / "locales/glossary.csv").read_text(encoding="utf-8") == GLOSSARY
    assert run("glossary", "import", path, folder=folder).out == "everything is up to date\n"


def test_an_import_keeps_what_is_there_and_says_so(run: Run, small: MakePublication, tmp_path: Path) -> None:
    folder = small({"locales/glossary.csv": GLOSSARY}, locales=("fr", "de"))
    path = tmp_path / "theirs.csv"
    path.write_text("term;fr;ja\nsentence;période;文\nword;mot;語\n", encoding="utf-8")
    outcome = run("glossary", "import", path, folder=folder)
    assert (outcome.code, outcome.out) == (0, "wrote locales/glossary.csv\n")
    assert outcome.err.splitlines() == [
        "warning: locales/glossary.csv:2: “sentence” (fr): kept “phrase | énoncé”, not taken over “période”",
        "warning: locales/glossary.csv: 1 term is undecided in the column de (“?”); "
        "write the words there, or = to leave a term as it is",
        "theirs.csv: left out ja, no locales of this publication",
    ]
    assert (folder / "locales/glossary.csv").read_text(encoding="utf-8") == GLOSSARY + "word,,mot,?\n"


def test_an_import_changes_no_byte_of_what_is_there(run: Run, small: MakePublication, tmp_path: Path) -> None:
    folder = small(locales=("fr", "it"))
    table = folder / "locales/glossary.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_bytes(
        'Term,fr,,note\r\n"strike", grève|grève\r\n,,\r\nHamas,Hamas,,"a ""party"""\r\n+972, +972 '.encode()
    )
    path = tmp_path / "theirs.csv"
    path.write_text("term,note,it\nstrike,a walk-out,sciopero\ntruce,,tregua\n", encoding="utf-8")
    outcome = run("glossary", "import", path, folder=folder)
    assert (outcome.code, outcome.out) == (0, "wrote locales/glossary.csv\n")
    assert table.read_bytes().decode().splitlines() == [
        "Term,fr,,note,it",
        '"strike", grève|grève,,a walk-out,sciopero',
        ",,",
        'Hamas,Hamas,,"a ""party""",?',
        "+972, +972 ,,,?",
        "truce,?,,,tregua",
    ]
    assert "2 terms are undecided in the column it (“?”)" in outcome.err
    assert run("glossary", "import", path, folder=folder).out == "everything is up to date\n"


def test_a_terms_words_of_a_neighbouring_locale_stay_translations(
    run: Run, small: MakePublication, tmp_path: Path
) -> None:
    folder = small(locales=("en-US",))
    path = tmp_path / "theirs.tbx"
    path.write_text(
        "<martif><text><body>"
        '<termEntry><langSet xml:lang="en"><tig><term>labour</term></tig></langSet>'
        '<langSet xml:lang="en-US"><tig><term>labor</term></tig></langSet></termEntry>\n'
        '<termEntry><langSet xml:lang="en"><tig><term>…</term></tig></langSet></termEntry>'
        "</body></text></martif>",
        encoding="utf-8",
    )
    outcome = run("glossary", "import", path, folder=folder)
    assert (outcome.code, f"warning: {path}:2: “…” is left out" in outcome.err) == (0, True)
    assert (folder / "locales/glossary.csv").read_text(encoding="utf-8") == "term,note,en-US\nlabour,,labor\n"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("members.csv", b"name,e-mail\nA,a@example.org\n", "another table"),
        ("broken.csv", b"term,fr\n,x\n", "a table that cannot be understood"),
        ("picture.csv", b"\x89PNG\r\n", "no table"),
        ("memory.tbx", b"<tmx><body/></tmx>", "another format"),
        ("words.tbx", b"term,fr\n", "no XML"),
    ],
)
def test_an_export_overwrites_glossaries_only(
    run: Run, small: MakePublication, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    outcome = run("glossary", "export", path, folder=small({"locales/glossary.csv": GLOSSARY}))
    assert (outcome.code, outcome.errors) == (
        1,
        [f"{path}: the file is there already and is no glossary; name another file"],
    ), reason
    assert path.read_bytes() == content


@pytest.mark.parametrize("suffix", ["tbx", "csv"])
def test_what_goes_out_says_what_empty_cells_mean(
    run: Run, small: MakePublication, tmp_path: Path, suffix: str
) -> None:
    folder = small({"locales/glossary.csv": "term,note,fr,de\nHamas,,,=\ntruce,,?,Waffenruhe\n"}, locales=("fr", "de"))
    path = tmp_path / f"terms.{suffix}"
    assert run("glossary", "export", path, folder=folder).code == 0
    (folder / "locales/glossary.csv").unlink()
    assert run("glossary", "import", path, folder=folder).code == 0
    assert (folder / "locales/glossary.csv").read_text(
        encoding="utf-8"
    ) == "term,note,fr,de\nHamas,,=,=\ntruce,,?,Waffenruhe\n"


@pytest.mark.parametrize(
    ("name", "content", "code", "says", "reason"),
    [
        ("a.xls", b"", 2, "ends in neither .tbx nor .csv; use a file that does", "another kind of file"),
        ("a.csv", None, 1, "there is no such file; name one that is there", "no file"),
        ("a.tbx", None, 1, "cannot be read (no such file or directory); name a file that can", "no file"),
        ("a.tbx", b"<martif", 1, "no whole XML", "a broken file"),
        ("a.csv", b"term,fr\n,x\n", 1, "a.csv:2: the row has no term", "a broken table"),
    ],
)
def test_what_cannot_be_imported_changes_nothing(
    run: Run,
    small: MakePublication,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    code: int,
    says: str,
    reason: str,
) -> None:
    folder = small({"locales/glossary.csv": GLOSSARY})
    before = contents(folder)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = run("glossary", "import", tmp_path / name, folder=folder)
    assert (outcome.code, says in outcome.err) == (code, True), (reason, outcome.err)
    assert contents(folder) == before


def test_the_publications_own_catalogues_use_its_glossary(run: Run) -> None:
    outcome = run("glossary", "check", folder=ROOT)
    assert outcome.code == 0
    assert [line for line in outcome.err.splitlines() if "is to " in line] == []
    uses = int(outcome.out.split(" times")[0].rsplit(" ", 1)[1])
    assert uses > 500


@pytest.mark.parametrize(
    ("tag", "word", "another", "term"),
    [
        ("fr", "Cisjordanie", "Rive occidentale", "West Bank"),
        ("es", "sindicatos estadounidenses", "gremios estadounidenses", "trade union"),
        ("de", "Netanjahu", "Netanyahu", "Netanyahu"),
        ("ja", "テリー・コンウェイ", "テリー・コンウェー", "Terry Conway"),
        ("fr", "l’United Auto Workers", "les Travailleurs unis de l’automobile", "United Auto Workers"),
    ],
)
def test_another_word_in_a_catalogue_is_found(
    run: Run, publication: Path, tag: str, word: str, another: str, term: str
) -> None:
    path = publication / f"locales/{tag}/LC_MESSAGES/{NAME}.po"
    text = path.read_text(encoding="utf-8").replace('"\n"', "")
    assert word in text
    path.write_text(text.replace(word, another), encoding="utf-8")
    found = [line for line in run("glossary", "check", folder=publication).err.splitlines() if "is to " in line]
    assert found
    assert all(f"“{term}” is to " in line and f"/{tag}/" in line for line in found)


def test_a_terminal_gets_a_table_without_a_word_cut_off(small: MakePublication) -> None:
    name = "テリー・コンウェイ" * 4
    folder = small({"locales/glossary.csv": f"term,note,ja,fr\nTerry [Conway],author,{name},=\n"})
    code, shown = terminal("-C", folder, "glossary", "list", columns=60)
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).splitlines()
    assert (code, lines[0].split()) == (0, ["Term", "Note", "ja", "fr"])
    assert "[Conway]" in shown, "brackets are text"
    assert "".join(re.findall("[ァ-ー・]", "".join(lines))) == name
