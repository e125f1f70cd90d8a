"""Bad input: one clear line that names file, line, cause and remedy; other work goes on; nothing bad is overwritten."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import ARTICLE, HEADER, LANGUAGES, Outcome, catalogue, contents, copy_of_publication

import publish.files

FRENCH = "locales/fr/LC_MESSAGES/good.po"
FRENCH_SITE = "locales/fr/LC_MESSAGES/site.po"
SETTINGS = '[tool.publish]\nsource = "en"\nlocales = ["fr", "de"]\n'
GERMAN_PAGES = {"output/de/good.html", "output/de/good.pdf"}
ALL_PAGES = GERMAN_PAGES | {f"output/{tag}/good.{kind}" for tag in ("en", "fr") for kind in ("html", "pdf")}
OTHER_PAGES = {page for page in ALL_PAGES if not page.startswith("output/fr/")}


@dataclass(frozen=True)
class Bad:
    """Files that spoil a healthy publication, where the one error is, what it says, and what is made all the same."""

    reason: str
    files: dict[str, str | bytes | None]
    place: str
    words: str
    made: set[str] = field(default_factory=set)
    arguments: tuple[str, ...] = ("run",)


BAD = (
    Bad("empty seed", {"seeds/bad.txt": ""}, "seeds/bad.txt: ", "is empty; put the article's text in it", ALL_PAGES),
    Bad("blank seed", {"seeds/bad.md": " \n\n\t\n"}, "seeds/bad.md: ", "is empty", ALL_PAGES),
    Bad("binary seed", {"seeds/bad.txt": b"text\n\0\1"}, "seeds/bad.txt:2: ", "control character 0x00", ALL_PAGES),
    Bad("picture as seed", {"seeds/bad.txt": b"\x89PNG\r\n\x1a\n\0"}, "seeds/bad.txt:1: ", "byte 0x89", ALL_PAGES),
    Bad("ISO-8859-1", {"seeds/bad.txt": b"A\n\nCaf\xe9\n"}, "seeds/bad.txt:3: ", "byte 0xE9 at offset 6", ALL_PAGES),
    Bad("UTF-16", {"seeds/bad.md": "# Café".encode("utf-16")}, "seeds/bad.md:1: ", "save the file as UTF-8", ALL_PAGES),
    Bad("note undefined", {"seeds/bad.md": "# T\n\nText.[^1]\n"}, "seeds/bad.md:3: ", "[^1] is called here", ALL_PAGES),
    Bad("name", {"seeds/Bad Name.md": ARTICLE}, "seeds/Bad Name.md: ", "such as bad-name.md", ALL_PAGES),
    Bad("name of site.po", {"seeds/site.md": ARTICLE}, "seeds/site.md: ", "cannot be named “site”", ALL_PAGES),
    Bad("two of a name", {"seeds/good.txt": "T\n\nText.\n"}, "seeds/good.txt: ", "has the same name as good.md"),
    Bad("no seeds", {"seeds/good.md": None}, "seeds/: ", "no article is here; put one in"),
    Bad("no article", {"seeds/good.md": None, "seeds/a.odt": "x"}, "seeds/: ", "no article is here"),
    Bad("facts", {"seeds/good.toml": "authors = [\n"}, "seeds/good.toml:1: ", "is not valid TOML"),
    Bad("unknown fact", {"seeds/good.toml": '\nautor = "A"\n'}, "seeds/good.toml:2: ", "did you mean author"),
    Bad(
        "text not closed",
        {FRENCH: HEADER + 'msgid "Another paragraph."\nmsgstr "Encore\n'},
        f"{FRENCH}:9: ",
        "the text is not closed",
        OTHER_PAGES,
    ),
    Bad(
        "merge conflict",
        {FRENCH: HEADER + '<<<<<<< HEAD\nmsgid "a"\n=======\nmsgid "b"\n>>>>>>> theirs\nmsgstr ""\n'},
        f"{FRENCH}:8: ",
        "merge conflict: choose a side",
        OTHER_PAGES,
    ),
    Bad(
        "bytes against the charset",
        {FRENCH: (HEADER + 'msgid "Another paragraph."\nmsgstr "Un été"\n').encode("iso-8859-1")},
        f"{FRENCH}:9: ",
        "0xE9",
        OTHER_PAGES,
    ),
    Bad("unknown charset", {FRENCH: HEADER.replace("UTF-8", "ELVISH")}, f"{FRENCH}:1: ", "“ELVISH”", OTHER_PAGES),
    Bad(
        "duplicate msgid",
        {FRENCH: HEADER + 'msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n'},
        f"{FRENCH}:11: ",
        "the same msgid stands in line 8 already",
        OTHER_PAGES,
    ),
    Bad("the pages' own words", {FRENCH_SITE: HEADER + "msgid Notes\n"}, f"{FRENCH_SITE}:8: ", "quotation", ALL_PAGES),
    Bad("unknown locale", {"pyproject.toml": SETTINGS.replace("de", "qq")}, "pyproject.toml:3: ", "“qq” is unknown"),
    Bad(
        "no locale", {"pyproject.toml": SETTINGS.replace("de", "d-e")}, "pyproject.toml:3: ", "“d-e” is no locale code"
    ),
    Bad("source unknown", {"pyproject.toml": SETTINGS.replace('"en"', '"tlh"')}, "pyproject.toml:2: ", "“tlh”"),
    Bad("broken settings", {"pyproject.toml": "[tool.publish]\nlocales = [\n"}, "pyproject.toml:", "not valid TOML"),
    Bad("no settings", {"pyproject.toml": '[project]\nname = "x"\n'}, "pyproject.toml: ", "no table [tool.publish]"),
    Bad("settings of another kind", {"pyproject.toml": "tool = 3\n"}, "pyproject.toml: ", "no table [tool.publish]"),
    Bad("no publication", {"pyproject.toml": None}, "", "there is no publication in this folder"),
    Bad("asked for a locale", {}, "", "no locale “it”; it has en, fr, de", arguments=("run", "--locale", "it")),
    Bad("asked for an article", {}, "", "no article “other” in seeds/", arguments=("run", "--article", "other")),
    Bad(
        "template syntax",
        {"templates/web.html": "<p>\n{% if state %}\n</p>\n"},
        "templates/web.html:",
        "template syntax",
        {"output/index.html"},
        ("build",),
    ),
    Bad(
        "template syntax, when its strings are looked for",
        {"templates/band.html": "<p>\n\n{% if %}\n"},
        "templates/band.html:3: ",
        "template syntax",
    ),
    Bad(
        "unknown variable",
        {"templates/web.html": "<p>\n{{ titel }}\n"},
        "templates/web.html:2: ",
        "'titel' is undefined",
        {"output/index.html"},
        ("build",),
    ),
    Bad(
        "template that is missing",
        {"templates/web.html": "<p>\n\n{% include 'gone.html' %}\n"},
        "templates/web.html:3: ",
        "the template gone.html is missing",
        {"output/index.html"},
        ("build",),
    ),
    Bad(
        "template not UTF-8",
        {"templates/web.css": b"\xe9 {}"},
        "templates/web.css: ",
        "is not UTF-8: byte 0xE9 at offset 0",
        arguments=("build",),
    ),
    Bad(
        "broken overview",
        {"templates/index.html": "<p>\n{{ rows.first.line }}\n"},
        "templates/index.html:2: ",
        "correct the template",
        ALL_PAGES,
        ("build",),
    ),
    Bad(
        "engine",
        {"pyproject.toml": SETTINGS + 'engine = "oracle"\n'},
        "",
        "no translation engine “oracle”; ",
        ALL_PAGES,
    ),
)


@pytest.mark.parametrize("bad", BAD, ids=[bad.reason for bad in BAD])
@pytest.mark.usefixtures("quick_leaflets")
def test_one_line_says_what_is_wrong_and_other_work_goes_on(bad: Bad, small: MakePublication, run: Run) -> None:
    folder = small(bad.files, locales=("fr", "de"))
    given = contents(folder)
    outcome = run(*bad.arguments, folder=folder)
    assert outcome.code == 1
    assert_one_error(outcome, bad.place, bad.words)
    now = contents(folder)
    assert bad.made <= now.keys()
    assert {name: now[name] for name in given} == given, "a file that was there has been changed"


def assert_one_error(outcome: Outcome, place: str, words: str) -> None:
    assert len(outcome.errors) == 1, outcome.err
    assert outcome.errors[0].startswith(place), outcome.err
    assert words in outcome.errors[0], outcome.err
    assert re.search("; |: choose", outcome.errors[0]), "no remedy"
    assert "Traceback" not in outcome.out + outcome.err


def test_a_byte_order_mark_and_windows_line_ends_are_fine(small: MakePublication, run: Run) -> None:
    text = b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode()
    folder = small({"seeds/good.md": text, "seeds/unix.md": ARTICLE})
    outcome = run("update", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    both = [(folder / f"locales/{name}.pot").read_text(encoding="utf-8") for name in ("good", "unix")]
    assert both[0].replace("seeds/good.md", "seeds/unix.md") == both[1]


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("file:///etc/passwd", "is never fetched; save it into the seeds folder"),
        ("https://example.org/a.png", "is never fetched; save it into the seeds folder"),
        ("//example.org/a.png", "is never fetched; save it into the seeds folder"),
        ("../../../../../../etc/passwd", "is outside the seeds folder; put the picture into it"),
        ("/etc/passwd", "is outside the seeds folder; put the picture into it"),
        ("secret.png", "is outside the seeds folder; put the picture into it"),
        ("none.png", "is not in the seeds folder; put it there"),
    ],
)
@pytest.mark.usefixtures("quick_leaflets")
def test_pictures_come_from_the_seeds_folder_only(picture: str, words: str, small: MakePublication, run: Run) -> None:
    folder = small({"seeds/bad.md": f"# T\n\nText.\n\n![A picture]({picture})\n", "secret.png": b"outside"})
    (folder / "seeds/secret.png").symlink_to(folder / "secret.png")
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert_one_error(outcome, "seeds/bad.md:5: ", words)
    page = (folder / "output/en/bad.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "root:x:0" not in page
    assert (folder / "output/en/good.pdf").is_file()


def test_a_picture_that_is_none_stops_no_other_page(small: MakePublication, run: Run) -> None:
    folder = small({"seeds/bad.md": "# T\n\nText.\n\n![A picture](a.png)\n", "seeds/a.png": b"no picture"})
    outcome = run("build", folder=folder)
    assert "Traceback" not in outcome.err
    assert (folder / "output/en/good.pdf").is_file()


def test_a_character_no_font_has_is_named_with_its_place(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue({"A small title": "Runes", "Another paragraph.": "Voici ᚠᚢ."})}, ("fr", "de"))
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert len(outcome.errors) == 1
    assert outcome.errors[0].startswith(f"{FRENCH}:11: Section 2, paragraph 1, sentence 1: no font has “ᚠ” (U+16A0)")
    made = contents(folder)
    assert made.keys() >= OTHER_PAGES | {"output/fr/good.html"}
    assert "output/fr/good.pdf" not in made


@contextlib.contextmanager
def failing(call: str, number: int, after: int, below: Path) -> Iterator[None]:
    """A system call fails with this error number when writing below a folder, once it has worked `after` times."""
    module, name = call.split(".")
    real = getattr(getattr(publish.files, module), name)
    calls = itertools.count()

    def limited(*arguments: object, **named: object) -> object:
        if Path(str(named.get("dir", below))).is_relative_to(below) and next(calls) >= after:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"publish.files.{call}", limited)
        yield


@pytest.mark.parametrize(
    ("call", "number", "after"),
    [
        ("tempfile.mkstemp", errno.EROFS, 0),
        ("tempfile.mkstemp", errno.EACCES, 0),
        ("tempfile.mkstemp", errno.ENOSPC, 2),
        ("os.fsync", errno.ENOSPC, 0),
        ("os.fsync", errno.EDQUOT, 5),
    ],
)
@pytest.mark.parametrize("command", ["run", "build"])
@pytest.mark.usefixtures("quick_leaflets")
def test_a_full_or_read_only_folder_costs_nothing_that_was_there(
    command: str, call: str, number: int, after: int, small: MakePublication, run: Run
) -> None:
    folder = small()
    assert run("run", folder=folder).code == 0
    before = contents(folder)
    (folder / "seeds/good.md").write_text(ARTICLE.replace("Another", "One more"), encoding="utf-8")
    with failing(call, number, after, folder if command == "run" else folder / "output"):
        outcome = run(command, folder=folder)
    assert outcome.code == 1
    assert outcome.errors
    assert "Traceback" not in outcome.err
    # One line for each file: others may lie where there is room.
    line = (
        rf"(locales|output)/[\w./-]+: cannot be written \({os.strerror(number).lower()}\); free space or allow writing"
    )
    assert [error for error in outcome.errors if not re.match(line, error)] == []
    now = contents(folder)
    assert not [name for name in now if name.endswith(".part")]
    assert now.keys() >= before.keys()
    assert [name for name in before if len(now[name]) < len(before[name]) / 2] == [], "only a part was written"
    assert run("run", folder=folder).code == 0, "the next run goes on"


def test_an_output_folder_below_a_file(small: MakePublication, run: Run) -> None:
    folder = small({"file": b"not a folder"})
    outcome = run("build", "--output", folder / "file" / "pages", folder=folder)
    assert outcome.code == 1
    assert_one_error(outcome, "file/pages/", "cannot be written (not a directory)")
    assert (folder / "file").read_bytes() == b"not a folder"


def test_bad_input_in_the_real_publication_costs_one_page(tmp_path: Path, run: Run) -> None:
    folder = copy_of_publication(tmp_path / "publication")
    path = next(folder.glob("locales/es/LC_MESSAGES/building*.po"))
    path.write_bytes(path.read_bytes().replace(b'msgid "', b"<<<<<<< HEAD\n", 1))
    spoiled = path.read_bytes()
    outcome = run("update", folder=folder)
    assert outcome.code == 1
    assert_one_error(outcome, f"{path.relative_to(folder)}:1: ", "merge conflict")
    assert path.read_bytes() == spoiled
    outcome = run("status", folder=folder)
    assert_one_error(outcome, f"{path.relative_to(folder)}:1: ", "merge conflict")
    assert [line.split("\t")[0] for line in outcome.out.splitlines()[1:]] == list(LANGUAGES)
