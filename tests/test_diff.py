"""What an update would mean, told before it is made: the figures, the sentences, and that nothing is written."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import ARTICLE, FRENCH, LOCALES, NAME, TRANSLATED, catalogue, environment
from test_cli import terminal

SEED = f"seeds/{NAME}.txt"
EDITS = (
    ("attended by around 25,000 people", "attended by around 30,000 marchers"),
    ("Most of the demonstrations focused on", "Many of the demonstrations focused on"),
    ("is very strong, with support for Israel masked", "is very strong. Support for Israel is masked"),
    ("and 7,500 in Düsseldorf.9", "and 7,500 in Düsseldorf.9 In Hamburg the demonstration was forbidden."),
    (" Astonishment gradually turned into militant indignation in many countries, albeit at very different rates and in"
     " very different ways.", ""),
    ("Israel's military offensive", "Israel’s military offensive"),
)  # fmt: skip


def edit(folder: Path, *edits: tuple[str, str]) -> None:
    path = folder / SEED
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def rows(out: str) -> list[dict[str, str]]:
    """The table's rows, up to the first line that is none."""
    head, *lines = (line.split("\t") for line in out.splitlines() if "\t" in line)
    return [dict(zip(head, line, strict=True)) for line in lines]


def hashes(folder: Path) -> dict[str, str]:
    """Every file and folder, those of the cache too."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("command", [("update", "--dry-run"), ("diff",), ("diff", "--json")])
def test_nothing_is_written(command: tuple[str, ...], publication: Path, run: Run) -> None:
    edit(publication, *EDITS)
    (publication / SEED).rename(publication / "seeds/renamed.txt")
    before = hashes(publication)
    outcome = run(*command, folder=publication)
    assert outcome.code == 0
    assert hashes(publication) == before


def test_the_figures_are_those_of_the_update(publication: Path, run: Run) -> None:
    """In the four languages of this repository's own article."""
    assert all(row["Kept"] == "80" for row in rows(run("diff", folder=publication).out))
    edit(publication, *EDITS)
    told = rows(run("update", "--dry-run", folder=publication).out)
    assert [row["Locale"] for row in told] == list(LOCALES)
    for row in told:
        assert row == {
            "Locale": row["Locale"], "Kept": "76", "Harmless": "1", "Back": "0", "Review again": "4",
            "Words to review": "106", "New": "1", "From the memory": "0", "Words from the memory": "0",
            "Words to translate": "6", "Removed": "1", "Waiting": "0", "Words waiting": "0",
        }  # fmt: skip
    outcome = run("update", folder=publication)
    assert [line for line in outcome.out.splitlines() if not line.startswith("wrote")] == [
        f"{tag}: 1 harmlessly changed, 4 to review again (106 words), 1 new (6 words), 1 removed" for tag in LOCALES
    ]
    states = json.loads(run("status", "--json", folder=publication).out)[1:]
    assert [(row["segments"], row["outdated"], row["untranslated"]) for row in states] == [(81, 4, 1)] * 4
    told = rows(run("diff", folder=publication).out)
    assert [(row["Kept"], row["Review again"], row["Waiting"], row["Words waiting"]) for row in told] == [
        ("81", "0", "4", "106")
    ] * 4


def sentences(out: str) -> list[str]:
    return [line for line in out.splitlines() if "\t" not in line]


def test_the_sentences_are_told_once_for_all_locales(publication: Path, run: Run) -> None:
    edit(publication, *EDITS)
    lines = sentences(run("diff", folder=publication).out)
    assert [line.split(": ")[:3] for line in lines] == [
        [SEED, "Standfirst, sentence 1", "harmlessly changed (apostrophes)"],
        [SEED, "Section 1, paragraph 2, sentence 2", "removed"],
        [f"{SEED}:14", "Section 2, paragraph 2, sentence 1", "changed"],
        [f"{SEED}:18", "Section 2, paragraph 4, sentence 1", "changed"],
        [f"{SEED}:28", "Section 3, paragraph 3, sentence 1 to sentence 2", "split into 2"],
        [f"{SEED}:28", "Section 3, paragraph 3, sentence 5", "new"],
    ]
    assert "[-25,000 people-] {+30,000 marchers+}" in lines[3]
    assert lines[4].endswith(
        "is very strong[-, with support-] {+.↵Support+} for Israel {+is +}masked behind a discourse that very quickly"
        " equates any criticism with antis-Semitism."
    )
    assert lines[5].endswith(": {+In Hamburg the demonstration was forbidden.+}")


def test_what_waits_after_an_update_is_told_by_locale_and_place(publication: Path, run: Run) -> None:
    edit(publication, EDITS[0])
    assert run("update", folder=publication).code == 0
    lines = sentences(run("diff", folder=publication).out)
    assert len(lines) == len(LOCALES)
    for tag, line in zip(LOCALES, lines, strict=True):
        match = re.fullmatch(rf"locales/{tag}/LC_MESSAGES/{NAME}\.po:(\d+): waiting: (.*)", line)
        assert match
        assert match[2].startswith("Section 2, paragraph 4, sentence 1: In Canada")
        assert "[-25,000 people-] {+30,000 marchers+}" in match[2]
        entry = (
            (publication / f"locales/{tag}/LC_MESSAGES/{NAME}.po").read_text("utf-8").splitlines()[int(match[1]) - 1 :]
        )
        assert "30,000" in "".join(entry[: entry.index("")])
    assert len(sentences(run("diff", "--locale", "ja", folder=publication).out)) == 1
    edit(publication, ("30,000 marchers", "35,000 marchers"))
    lines = sentences(run("diff", folder=publication).out)
    assert len(lines) == 1, "what is about to change again waits no more"
    assert "[-30,000-] {+35,000+}" in lines[0]


def test_a_locale_that_is_behind_is_named(publication: Path, run: Run) -> None:
    edit(publication, EDITS[0])
    assert run("update", "--locale", "fr", "--locale", "ja", folder=publication).code == 0
    edit(publication, EDITS[1])
    lines = sentences(run("diff", folder=publication).out)
    assert [": changed (in es, de only): " in line for line in lines[:2]] == [False, True]
    assert [line["Review again"] for line in rows(run("diff", folder=publication).out)] == ["1", "2", "2", "1"]


def test_a_new_article_is_one_line(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue(TRANSLATED)}, locales=("fr", "de"))
    (folder / "seeds/other.md").write_text("# Other\n\nA text. And another one.\n", encoding="utf-8")
    assert sentences(run("diff", folder=folder).out) == [
        "seeds/good.md: a new article in de: 6 segments, 22 words",
        "seeds/other.md: a new article: 3 segments, 6 words",
    ]
    assert sentences(run("diff", "--article", "good", "--locale", "fr", folder=folder).out) == []


def test_for_programs(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue(TRANSLATED), "seeds/good.md": ARTICLE.replace("Another", "One more")})
    data = json.loads(run("diff", "--json", "--quiet", folder=folder).out)
    (row,) = data["locales"]
    assert (row["tag"], row["live"]["segments"], row["kept"]["segments"]) == ("fr", 6, 5)
    assert row["review"] == {"segments": 1, "words": 3}
    assert (row["to_translate"], row["remembered"]) == ({"segments": 0, "words": 0},) * 2
    assert data["changes"] == [
        {
            "file": "seeds/good.md", "kind": "changed", "old": ["Another paragraph."], "new": ["One more paragraph."],
            "place": "Section 2, paragraph 1, sentence 1", "line": 7, "former": "", "words": "", "locales": ["fr"],
        }
    ]  # fmt: skip
    run("update", folder=folder)
    (waiting,) = json.loads(run("diff", "--json", folder=folder).out)["waiting"]
    assert (waiting["old"], waiting["new"]) == ("Another paragraph.", "One more paragraph.")
    assert [(entry["tag"], entry["translation"]) for entry in waiting["entries"]] == [("fr", "Un autre paragraphe.")]


def test_a_catalogue_that_cannot_be_read_is_left_out(small: MakePublication, run: Run) -> None:
    german = "locales/de/LC_MESSAGES/good.po"
    folder = small({FRENCH: catalogue(TRANSLATED), german: 'msgid "no end\n'}, locales=("fr", "de"))
    outcome = run("diff", folder=folder)
    assert outcome.code == 1
    assert [error.partition(":")[0] for error in outcome.errors] == [german]
    assert [row["Kept"] for row in rows(outcome.out)] == ["6", "0"]


@pytest.mark.parametrize(("columns", "is_wide"), [(140, True), (80, False)])
def test_a_terminal_shows_both_versions(columns: int, is_wide: bool, publication: Path) -> None:
    edit(publication, *EDITS)
    code, shown = terminal("-C", publication, "diff", columns=columns)
    assert code == 0
    assert re.search("\x1b\\[1;31m25,000 people\x1b", shown)
    assert re.search("\x1b\\[1;32m30,000 marchers?\x1b", shown)
    assert not re.search(r"\[-|\{\+", shown)
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).splitlines()]
    assert max(map(len, (line for line in lines if not line.startswith(("note", "warning"))))) <= columns
    assert any(re.match("  In Canada, .* {3,}In Canada, ", line) for line in lines) == is_wide
    assert any(line.startswith("  − In Canada, ") for line in lines) != is_wide


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_fits_and_has_no_column_of_zeros(columns: int, publication: Path) -> None:
    edit(publication, *EDITS)
    _, shown = terminal("-C", publication, "update", "--dry-run", columns=columns)
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).splitlines()]
    start = next(number for number, line in enumerate(lines) if line.lstrip().startswith("To review"))
    table = [re.split(" {2,}", line.strip()) for line in lines[start : start + 7]]
    assert table == [
        ["To review", "To"],
        ["again", "translate"],
        ["Locale", "Kept", "Harmless", "(words)", "(words)", "Removed"],
        *([tag, "76", "1", "4 (106)", "1 (6)", "1"] for tag in LOCALES),
    ]
    assert max(map(len, lines[start : start + 7])) <= 80


def test_without_colours_there_are_marks(publication: Path) -> None:
    edit(publication, *EDITS)
    command = [sys.executable, "-m", "publish", "-C", str(publication), "diff"]
    script = f"import pty; pty.spawn({command!r})"
    env = environment(TERM="xterm-256color", COLUMNS="140", NO_COLOR="1")
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, encoding="utf-8", check=False)
    assert "[-25,000 people-]" in done.stdout
    assert "{+30,000 marchers+}" in done.stdout
    assert "\x1b[1;31m[-" not in done.stdout


def test_a_text_gives_no_orders_to_the_terminal(small: MakePublication) -> None:
    outdated = '\n#, fuzzy\n#| msgid "A [bold]red[/] \\033[2Jtitle"\nmsgid "A small title"\nmsgstr "Un \\033[2Jtitre"\n'
    folder = small({FRENCH: catalogue({}) + outdated})
    _, shown = terminal("-C", folder, "diff", columns=100)
    assert "\x1b[2J" not in shown
    assert "[bold]red[/]" in re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "Un \ufffd[2Jtitre" in shown
