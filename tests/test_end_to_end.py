"""The whole work on this repository's publication, through the program as a user starts it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from support import LANGUAGES, LOCALES, NAME, ROOT, contents, copy_of_publication, environment, process


def test_a_run_gives_ten_files_and_an_overview(rendered: Path, shared: Path) -> None:
    pages = {f"{tag}/{NAME}.{kind}" for tag in LANGUAGES for kind in ("html", "pdf")}
    assert len(pages) == 10
    made = set(contents(rendered / "output"))
    licences = {name for name in made if name.startswith("licences/")}
    assert "licences/Noto-Serif.txt" in licences
    assert made - licences == pages | {"index.html", "manifest.json"}
    rows = [line.split("\t") for line in (shared / "rendered.out").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == [
        *("Locale", "Language", "Segments", "Reviewed", "Draft", "Outdated", "Untranslated", "Files written")
    ]
    names = {"en": "English", "fr": "Français", "es": "Español", "de": "Deutsch", "ja": "日本語"}
    assert [row[:2] for row in rows[1:]] == [[tag, names[tag]] for tag in LANGUAGES]
    for tag, _, total, reviewed, draft, outdated, untranslated, written in rows[1:]:
        assert int(total) > 70
        assert [reviewed, draft] == ([total, "0"] if tag == "en" else ["0", total])
        assert (outdated, untranslated, written) == ("0", "0", "2")


def test_the_committed_catalogues_are_up_to_date(rendered: Path) -> None:
    now, committed = contents(rendered / "locales"), contents(ROOT / "locales")
    assert {name: content for name, content in now.items() if not name.startswith(".cache/")} == {
        name: content for name, content in committed.items() if not name.startswith(".cache/")
    }


def test_the_seed_is_as_it_came() -> None:
    content = (ROOT / f"seeds/{NAME}.txt").read_bytes()
    assert (len(content), content.count(b"\n")) == (13469, 68), "the seed is kept byte for byte"


@pytest.mark.parametrize("name", [NAME, "site"])
def test_gettext_has_nothing_to_say(name: str, rendered: Path) -> None:
    catalogues = [
        rendered / f"locales/{name}.pot",
        *(rendered / f"locales/{tag}/LC_MESSAGES/{name}.po" for tag in LOCALES),
    ]
    for catalogue in catalogues:
        command = ["msgfmt", "--check", "--check-accelerators", "--output-file=/dev/null", catalogue]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, ""), catalogue.name


def test_every_draft_says_where_it_comes_from(rendered: Path) -> None:
    for tag in LOCALES:
        text = (rendered / f"locales/{tag}/LC_MESSAGES/{NAME}.po").read_text(encoding="utf-8")
        entries = [entry for entry in text.split("\n\n")[1:] if not entry.startswith("#~")]
        for entry in entries:
            assert re.search(r"^# Origin: machine draft \(language model\), hash [0-9a-f]{12}$", entry, re.MULTILINE)
            assert re.search(r"^#, .*\bfuzzy\b", entry, re.MULTILINE)


def test_a_second_run_touches_nothing(rendered: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    shutil.copytree(rendered, folder)
    for path in folder.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))
    before = contents(folder)
    outcome = process("-C", folder, "run")
    assert outcome.code == 0, outcome.err
    assert contents(folder) == before
    # What is in use stays longest in the cache, by its time.
    kept = [path for path in folder.rglob("*") if ".cache" not in path.parts]
    touched = [path for path in kept if path.stat().st_mtime_ns != 10**18]
    assert touched == [], "rewritten with the same bytes, or a file made and removed beside them"
    assert [line.rpartition("\t")[2] for line in outcome.out.splitlines()[1:]] == ["0"] * len(LANGUAGES)


def decoy_font(folder: Path, family: str) -> None:
    """A font of a name we use that draws every letter as a box: should it be used, every line differs."""
    folder.mkdir(parents=True, exist_ok=True)
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 900), (900, 900), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    characters = (*range(0x20, 0x250), *range(0x3000, 0x3100), *range(0x4E00, 0x9FFF))
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap(dict.fromkeys(characters, "box"))
    font.setupGlyf({".notdef": pen.glyph(), "box": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 0)})
    font.setupHorizontalHeader(ascent=900, descent=-100)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=900, usWinAscent=900)
    font.setupPost()
    font.save(folder / f"{family}.ttf")


def test_the_same_bytes_on_another_machine_at_another_time(rendered: Path, tmp_path: Path) -> None:
    home = tmp_path / "Ω home"
    for family in ("Noto Serif", "Noto Sans", "Noto Serif JP", "Noto Sans JP"):
        for folder in (".fonts", ".local/share/fonts"):
            decoy_font(home / folder, family)
    folder = copy_of_publication(tmp_path / "a b" / "öffentlich")
    elsewhere = environment(
        HOME=str(home),
        XDG_CACHE_HOME=str(home / ".cache"),
        XDG_DATA_HOME=str(home / ".local/share"),
        XDG_CONFIG_HOME=str(home / ".config"),
        TZ="Pacific/Kiritimati",
        LANG="tr_TR.UTF-8",
        LC_ALL="C",
        LANGUAGE="ja:tr",
        PYTHONHASHSEED="4711",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        SOURCE_DATE_EPOCH="1",
        COLUMNS="20",
        TEST_CLOCK="4102444800",
        TEST_CORES="1",
    )
    outcome = process("-C", Path("a b") / "öffentlich", "run", cwd=tmp_path, env=elsewhere)
    assert outcome.code == 0, outcome.err
    here, there = contents(rendered), contents(folder)
    assert there.keys() == here.keys()
    assert [name for name in here if there[name] != here[name]] == []


def test_the_manifest_says_what_the_leaflets_depend_on(rendered: Path) -> None:
    manifest = json.loads((rendered / "output/manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["leaflets"]) == {f"{tag}/{NAME}.pdf" for tag in LANGUAGES}
    assert manifest["versions"]["packages"].keys() >= {"publish", "weasyprint", "fontpkg-noto-serif"}
    assert manifest["versions"]["libraries"].keys() >= {"pango", "harfbuzz", "harfbuzz-subset"}
