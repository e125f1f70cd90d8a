"""Characters and fonts: nothing prints as an empty box, and where no font is, no leaflet pretends to be."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from conftest import MakePublication, Run
from support import HEADER, ROOT

from publish.render.fonts import missing_characters
from publish.render.webfonts import PLACEHOLDER, WEB_FONTS, _characters

ARABIC = "locales/ar/LC_MESSAGES/good.po"
SENTENCE = 'msgid "Another paragraph."\nmsgstr "فقرة أخرى."\n'


def test_a_web_page_s_fonts_follow_its_style_sheet() -> None:
    page = """<style>p {}</style><header><h1>甲</h1><p class="byline">乙</p><p class="standfirst">丙</p></header>
    <p>丁<strong>戊</strong>己<br>庚</p><nav>辛</nav><p>壬"""
    running, headings = _characters(page)
    assert {"丙", "丁", "己", "庚", "壬"} <= running
    assert {"甲", "乙", "戊", "辛"} <= headings
    assert not running & headings - {" ", "\n"}


def test_each_stack_falls_back_on_the_other_embedded_font() -> None:
    style = (ROOT / "templates" / "web.css").read_text(encoding="utf-8")
    stacks = re.findall(r"--(?:serif|sans): ([^;]+);", style)
    assert len(stacks) == 4
    for stack in stacks:
        families = re.findall(r'"([^"]+)"', stack)
        assert set(families[:2]) == {font.family for font in WEB_FONTS}, stack


def test_the_placeholder_is_gone_from_every_page(small: MakePublication, run: Run) -> None:
    folder = small(locales=("ja",))
    assert run("build", folder=folder).code == 0
    for page in (folder / "output").rglob("*.html"):
        assert PLACEHOLDER not in page.read_text(encoding="utf-8")


def test_language_names_no_font_has_are_printed_in_the_reader_s_language(small: MakePublication, run: Run) -> None:
    folder = small(locales=("ar", "ko", "ru", "ja"))
    run("build", folder=folder)
    text = _text(folder / "output/en/good.pdf")
    assert "Also available in: Arabic · Korean · Русский · 日本語" in text
    assert missing_characters(text) == []
    assert "한국어" in (folder / "output/en/good.html").read_text(encoding="utf-8")


def test_a_script_without_a_font_gets_its_web_page_and_one_line(small: MakePublication, run: Run) -> None:
    folder = small({ARABIC: HEADER + SENTENCE}, locales=("ar", "fr"))
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert outcome.errors == [
        f"{ARABIC}: no font for the script of العربية is here, so no leaflet is made in ar; its web page is"
    ]
    assert not (folder / "output/ar/good.pdf").exists()
    page = (folder / "output/ar/good.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in page
    assert "good.pdf" not in page
    assert "ar/good.pdf" not in (folder / "output/index.html").read_text(encoding="utf-8")
    assert (folder / "output/fr/good.pdf").exists()


def test_many_sentences_without_a_font_are_one_error(small: MakePublication, run: Run) -> None:
    sentences = [f"Sentence number {number}." for number in range(20)]
    entries = "\n".join(f'msgid "{text}"\nmsgstr "ᚠᚢᚦ"\n' for text in sentences)
    seed = "# Title\n\n" + "\n\n".join(sentences) + "\n"
    folder = small({"seeds/good.md": seed, "locales/fr/LC_MESSAGES/good.po": HEADER + entries})
    outcome = run("build", folder=folder)
    assert len(outcome.errors) == 1
    assert "20 entries have characters that no font here has" in outcome.errors[0]
    assert "good.pdf" not in (folder / "output/fr/good.html").read_text(encoding="utf-8")


def test_the_page_s_own_words_are_checked_too(small: MakePublication, run: Run) -> None:
    settings = '[tool.publish]\nlocales = ["fr"]\n[tool.publish.imprint.fr]\nlines = ["ᚠᚢᚦ"]\n'
    folder = small({"pyproject.toml": settings})
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert len(outcome.errors) == 1
    assert (
        "no font has “ᚠ” (U+16A0), “ᚢ” (U+16A2), “ᚦ” (U+16A6); change them in site.po, the imprint" in outcome.errors[0]
    )
    assert not (folder / "output/fr/good.pdf").exists()
    assert (folder / "output/en/good.pdf").exists()


def test_what_an_earlier_build_left_is_named_when_a_locale_is_refused(small: MakePublication, run: Run) -> None:
    folder = small()
    run("build", folder=folder)
    outcome = run("build", "--final", folder=folder)
    assert outcome.code == 1
    assert "of an earlier build, and not final: fr/good.html, fr/good.pdf" in outcome.errors[0]


def test_quiet_may_stand_before_and_after_the_command(small: MakePublication, run: Run) -> None:
    for arguments in (("--quiet", "update"), ("update", "--quiet"), ("update", "-q")):
        assert run(*arguments, folder=small()).out == ""


def _text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())
