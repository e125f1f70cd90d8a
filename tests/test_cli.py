"""The command line: what it prints where, its exit codes, and that it starts without loading what it does not need."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from conftest import MakePublication, Run
from support import ARTICLE, LANGUAGES, ROOT, catalogue, contents, environment, process

from publish import __version__

COMMANDS = ("run", "update", "diff", "draft", "doubts", "build", "status", "init", "glossary", "models", "proof")
FRENCH = "locales/fr/LC_MESSAGES/good.po"
SLOW = {
    *("argostranslate", "babel", "ctranslate2", "fontTools", "jinja2", "lxml", "multiprocessing", "rich", "sentencex"),
    *("fxtranslate", "pikepdf", "PIL", "polib", "segno", "sentencepiece", "trafilatura", "translate", "uharfbuzz"),
    *("weasyprint", "yaml"),
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([command, "--help"] for command in COMMANDS)])
def test_help_loads_nothing_slow(arguments: list[str]) -> None:
    code = f"""
import sys
from publish.cli import main
try:
    main({arguments!r})
finally:
    print(sorted({{name.partition(".")[0] for name in sys.modules}} & {SLOW!r}), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert done.stdout


BESIDE = ("index", "manifest", "licences/")
"""What there is in the output folder besides pages and leaflets."""


def test_help_names_every_command(run: Run, tmp_path: Path) -> None:
    outcome = run("--help", folder=tmp_path)
    assert outcome.code == 0
    assert all(re.search(rf"^  {command} +[A-Z]", outcome.out, re.MULTILINE) for command in COMMANDS)


def test_the_version(run: Run, tmp_path: Path) -> None:
    assert run("--version", folder=tmp_path).out == f"publish, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "No such command 'nothing'"),
        ([], "Usage:"),
        (["build", "--locale"], "requires an argument"),
        (["run", "--final"], "No such option"),
        (["init"], "Missing argument 'FOLDER'"),
        (["build", "--output", "pyproject.toml"], "is a file"),
    ],
)
def test_wrong_usage_is_told_apart_from_bad_input(arguments: list[str], words: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        outcome = run(*arguments, folder=tmp_path)
    assert outcome.code == 2
    assert words in outcome.out + outcome.err


def test_a_folder_is_named_with_c_from_anywhere(small: MakePublication, tmp_path: Path) -> None:
    folder = small()
    (tmp_path / "elsewhere").mkdir()
    outcome = process("-C", "../publication", "update", cwd=tmp_path / "elsewhere")
    assert (outcome.code, outcome.err) == (0, "")
    assert (folder / FRENCH).is_file()
    assert process("status", cwd=folder).out == process("-C", folder, "status").out
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_steps_alone_do_what_run_does(small: MakePublication, run: Run) -> None:
    folder = small()
    outcome = run("update", folder=folder)
    assert outcome.out.splitlines() == [
        *(f"wrote {name}" for name in ("locales/good.pot", "locales/site.pot", FRENCH, FRENCH.replace("good", "site"))),
        "fr: 6 new (22 words)",
    ]
    assert run("update", folder=folder).out == "everything is up to date\n"
    outcome = run("draft", folder=folder)
    assert outcome.code == 0
    assert re.match(r"Français \(fr\) not drafted: no Argos package from en to fr is installed in ", outcome.err)
    assert outcome.err.count("\n") == 1
    outcome = run("build", folder=folder)
    made = {"index.html", *(f"{tag}/good.{kind}" for tag in ("en", "fr") for kind in ("html", "pdf"))}
    wrote = {line.removeprefix("wrote output/") for line in outcome.out.splitlines()}
    assert {name for name in wrote if not name.startswith("licences/")} == made
    assert "licences/Noto-Serif.txt" in wrote
    alone = contents(folder / "output")
    outcome = run("run", folder=folder)
    assert contents(folder / "output") == alone
    rows = [line.split("\t") for line in outcome.out.splitlines()]
    assert rows[1:3] == [
        ["en", "English", "6", "6", "0", "0", "0", "0"],
        ["fr", "Français", "6", "0", "0", "0", "6", "0"],
    ]


@pytest.mark.usefixtures("quick_leaflets")
def test_locales_articles_and_the_output_folder_can_be_chosen(small: MakePublication, run: Run, tmp_path: Path) -> None:
    folder = small({"seeds/other.md": "# Other\n\nText.\n"}, locales=("fr", "de", "ja"))
    outcome = run("build", "--locale", "de", "--locale", "en", "--output", tmp_path / "pages", folder=folder)
    assert outcome.code == 0
    made = {name for name in contents(tmp_path / "pages") if not name.startswith(BESIDE)}
    assert made == {
        f"{tag}/{name}.{kind}" for tag in ("en", "de") for name in ("good", "other") for kind in ("html", "pdf")
    }
    assert not (folder / "output").exists()
    assert run("build", "--article", "other", "--locale", "fr", folder=folder).code == 0
    made = {name for name in contents(folder / "output") if not name.startswith(BESIDE)}
    assert made == {"fr/other.html", "fr/other.pdf"}
    assert run("update", "--locale", "ja", folder=folder).code == 0
    assert {path.parts[-3] for path in folder.rglob("*.po")} == {"ja"}


@pytest.mark.usefixtures("quick_leaflets")
def test_the_overview_keeps_the_articles_not_asked_for(small: MakePublication, run: Run) -> None:
    folder = small({"seeds/other.md": "# Other\n\nText.\n"})
    assert run("build", folder=folder).code == 0
    before = (folder / "output/index.html").read_text(encoding="utf-8")
    assert run("build", "--article", "good", folder=folder).code == 0
    assert (folder / "output/index.html").read_text(encoding="utf-8") == before


def test_an_unknown_look_is_one_line(small: MakePublication, run: Run) -> None:
    folder = small({"pyproject.toml": '[tool.publish]\nlook = "loud"\n'})
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert outcome.errors == [
        "pyproject.toml: there is no look “loud”; known are plain, press, and one of your own would be "
        "templates/looks/loud.css"
    ]


@pytest.mark.usefixtures("quick_leaflets")
def test_pages_link_to_the_leaflets_that_say_what_they_say(small: MakePublication, run: Run) -> None:
    folder = small(locales=())
    page, booklet = folder / "output/en/good.html", "good-booklet.pdf"
    assert run("build", "--format", "booklet", folder=folder).code == 0
    assert booklet in page.read_text(encoding="utf-8")
    assert run("build", folder=folder).code == 0
    assert booklet in page.read_text(encoding="utf-8"), "made by an earlier build, and still right"
    (folder / "seeds/good.md").write_text(ARTICLE.replace("Another", "Any other"), encoding="utf-8")
    assert run("build", folder=folder).code == 0
    assert booklet not in page.read_text(encoding="utf-8"), "of the text as it was"
    assert (folder / "output/en" / booklet).exists()


@pytest.mark.usefixtures("quick_leaflets")
def test_two_articles_with_one_leaflet(small: MakePublication, run: Run) -> None:
    folder = small({"seeds/good-booklet.md": "# Other\n\nText.\n"}, locales=())
    outcome = run("build", "--format", "a4", "--format", "booklet", folder=folder)
    assert outcome.code == 1
    assert outcome.errors == [
        "en/good-booklet.pdf: two articles would have this leaflet, since the name of one is that of a format of the "
        "other; rename one of the seeds"
    ]


@pytest.mark.usefixtures("quick_leaflets")
def test_quiet_leaves_problems_only(small: MakePublication, run: Run) -> None:
    folder = small({"seeds/stray.odt": "x", "seeds/bad.md": ""})
    loud, quiet = run("build", folder=folder), run("--quiet", "build", folder=folder)
    assert loud.out
    assert len(loud.err.splitlines()) == 2
    assert (quiet.code, quiet.out) == (1, "")
    assert quiet.err.splitlines() == [line for line in loud.err.splitlines() if line.startswith("error")]
    (folder / "seeds/bad.md").unlink()
    quiet = run("run", "--quiet", "--locale", "en", folder=folder)
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_status_for_programs(small: MakePublication, run: Run) -> None:
    fuzzy = '\n#, fuzzy\nmsgid "A heading"\nmsgstr "Titre"\n'
    outdated = '\n#, fuzzy\n#| msgid "The text."\nmsgid "The note’s text."\nmsgstr "Le texte."\n'
    folder = small({FRENCH: catalogue({"A small title": "Petit titre"}) + fuzzy + outdated})
    outcome = run("status", "--json", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    english = {"segments": 6, "reviewed": 6, "draft": 0, "outdated": 0, "untranslated": 0}
    french = {"segments": 6, "reviewed": 1, "draft": 1, "outdated": 1, "untranslated": 3}
    assert json.loads(outcome.out) == [
        {"tag": "en", "name": "English"} | english,
        {"tag": "fr", "name": "Français"} | french,
    ]
    assert run("--quiet", "status", "--json", "--locale", "fr", folder=folder).out.count('"tag"') == 1


def test_init_makes_a_publication_that_works(tmp_path: Path) -> None:
    outcome = process("init", "my leaflets", cwd=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert "publish -C my leaflets run" in outcome.out or "publish -C 'my leaflets' run" in outcome.out
    outcome = process("-C", "my leaflets", "run", cwd=tmp_path)
    assert outcome.code == 0, outcome.err
    made = contents(tmp_path / "my leaflets/output")
    pages = {f"{tag}/first-leaflet.{kind}" for tag in LANGUAGES for kind in ("html", "pdf")}
    assert {name for name in made if not name.startswith(BESIDE)} == pages
    assert {"index.html", "manifest.json"} < made.keys()
    assert "premier" not in made["fr/first-leaflet.html"].decode()
    assert "A first leaflet" in made["fr/first-leaflet.html"].decode()


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", "new", "--locale", "pt-BR", "--locale", "zh-Hant", folder=tmp_path).code == 0
    before = contents(tmp_path)
    assert b'locales = ["pt-BR", "zh-Hant"]' in before["new/pyproject.toml"]
    outcome = run("init", "new", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.errors == [
        f"{tmp_path}/new/pyproject.toml: is there already; name an empty folder, since nothing is overwritten"
    ]
    assert contents(tmp_path) == before
    outcome = run("init", "other", "--locale", "xx-", folder=tmp_path)
    assert (outcome.code, len(outcome.errors)) == (1, 1)
    assert contents(tmp_path) == before


def test_init_in_another_language_waits_for_an_article(run: Run, tmp_path: Path) -> None:
    assert run("init", "neu", "--source", "de", "--locale", "fr", folder=tmp_path).code == 0
    outcome = run("run", folder=tmp_path / "neu")
    assert outcome.code == 1
    assert outcome.errors[0].startswith("seeds/: no article is here")


def terminal(*arguments: str | Path, columns: int = 120) -> tuple[int, str]:
    """Calls the program on a terminal; gives the exit code and all that was shown."""
    mine, its = pty.openpty()
    env = environment(TERM="xterm-256color", COLUMNS=str(columns), NO_COLOR="")
    command = [sys.executable, "-m", "publish", *map(str, arguments)]
    with subprocess.Popen(command, env=env, stdin=its, stdout=its, stderr=its, close_fds=True) as started:
        os.close(its)
        shown = b""
        while True:
            try:
                part = os.read(mine, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(mine)
    return started.returncode, shown.decode()


def test_a_terminal_gets_a_table_and_a_bar(small: MakePublication) -> None:
    folder = small({"seeds/bad.md": ""}, locales=("fr", "ja"))
    code, shown = terminal("-C", folder, "run", columns=80)
    assert code == 1
    assert re.search(r"\x1b\[1;31merror:\x1b\[0m seeds/bad\.md: is empty", shown)
    assert "━" in shown, "a bar"
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).splitlines()
    table = [line for line in lines if re.search("Locale +Language +Segments|(en|fr|ja)  .*6", line)]
    assert [line.split()[:3] for line in table] == [
        ["Locale", "Language", "Segments"],
        *(["en", "English", "6"], ["fr", "Français", "6"], ["ja", "日本語", "6"]),
    ]
    width = [len(line) + sum(east_asian_width(character) == "W" for character in line) for line in table]
    assert len(set(width)) == 1, "columns that do not stand under one another"
    assert width[0] <= 80


def test_no_terminal_gets_plain_lines(small: MakePublication) -> None:
    folder = small({"seeds/bad.md": ""}, locales=("fr", "ja"))
    outcome = process("-C", folder, "run", env=environment(FORCE_COLOR="1", TERM="xterm-256color"))
    assert outcome.code == 1
    assert not re.search("[\x1b\r━│┃]", outcome.out + outcome.err)
    assert "ja\t日本語\t6\t0\t0\t0\t6\t2" in outcome.out.splitlines()


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"PYTHONIOENCODING": "ascii"}, r"\u65e5\u672c\u8a9e"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, r"\u65e5\u672c\u8a9e"),
        ({"PYTHONIOENCODING": "utf-8"}, "日本語"),
    ],
)
def test_a_terminal_without_the_letters_ends_no_work(
    variables: dict[str, str], name: str, small: MakePublication
) -> None:
    outcome = process("-C", small(locales=("ja",)), "status", env=environment(**variables))
    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines()[2].split("\t")[1] == name
    outcome = process("-C", small(locales=("ja",)), "status", "--json", env=environment(**variables))
    assert json.loads(outcome.out)[1]["name"] == "日本語"


@pytest.mark.parametrize("step", ["update", "draft", "build", "status"])
@pytest.mark.usefixtures("quick_leaflets")
def test_an_interruption_is_one_line(
    step: str, small: MakePublication, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"publish.steps.{step}.{step}", interrupted)
    outcome = run("run", folder=small())
    assert outcome.code == 130
    assert outcome.err.strip() == "interrupted; what was done is kept, run the command again to go on"


def assert_interrupted(code: int, said: str) -> None:
    # Python ends by the signal itself if it came while a module was being made by exec(), as dataclasses are.
    assert code in (130, -signal.SIGINT), said
    assert said.split("\n") == ["", "interrupted; what was done is kept, run the command again to go on", ""]


@pytest.mark.parametrize("seconds", [0.35, 0.55, 0.75])
def test_ctrl_c_while_workers_start_is_one_line(seconds: float, publication: Path) -> None:
    command = [sys.executable, "-m", "publish", "-C", str(publication), "run"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as started:
        time.sleep(seconds)
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=60)
    assert_interrupted(started.returncode, said)


def test_ctrl_c_while_leaflets_are_made_leaves_whole_files(publication: Path, rendered: Path) -> None:
    command = [sys.executable, "-m", "publish", "-C", str(publication), "run"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment(), stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as started:
        until = time.monotonic() + 60
        while not list(publication.glob("output/*/*.html")) and time.monotonic() < until:
            time.sleep(0.01)
        # As a terminal does: to the program and all its workers.
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=60)
    assert_interrupted(started.returncode, said)
    whole = contents(rendered)
    kept = contents(publication)
    assert [name for name in kept if not name.endswith("manifest.json") and kept[name] != whole[name]] == []
    assert process("-C", publication, "run").code == 0
    assert contents(publication) == whole


def test_a_reader_that_goes_away_is_no_error(small: MakePublication) -> None:
    folder = small()
    command = f'"{sys.executable}" -m publish -C "{folder}" status | true'
    done = subprocess.run(command, shell=True, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(small: MakePublication) -> None:
    command = f'"{sys.executable}" -m publish -C "{small()}" status --json > /dev/full'
    done = subprocess.run(command, shell=True, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "error: standard output: no space left on device; mend that and try again\n"


def test_the_publication_here_is_in_order(run: Run) -> None:
    outcome = run("status", "--json", folder=ROOT)
    assert outcome.code == 0
    assert [row["tag"] for row in json.loads(outcome.out)] == list(LANGUAGES)
