"""Characters and fonts: nothing prints as an empty box, and where no font is, no leaflet pretends to be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from fonts import made
from support import HEADER, LANGUAGES, NAME

from publish.render.fonts import missing_characters
from publish.render.webfonts import PLACEHOLDER

AMHARIC = "locales/am/LC_MESSAGES/good.po"
SENTENCE = 'msgid "Another paragraph."\nmsgstr "ሌላ አንቀጽ።"\n'


def test_the_placeholder_is_gone_from_every_page(small: MakePublication, run: Run) -> None:
    folder = small(locales=("ja",))
    assert run("build", folder=folder).code == 0
    for page in (folder / "output").rglob("*.html"):
        assert PLACEHOLDER not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_web_page_with_its_fonts_is_small(tag: str, rendered: Path) -> None:
    page = rendered / f"output/{tag}/{NAME}.html"
    assert "@font-face" in page.read_text(encoding="utf-8")
    assert page.stat().st_size <= (450_000 if tag == "ja" else 200_000)


def test_language_names_no_font_has_are_printed_in_the_reader_s_language(small: MakePublication, run: Run) -> None:
    folder = small(locales=("am", "th", "ru", "ja"))
    run("build", folder=folder)
    text = _text(folder / "output/en/good.pdf")
    assert "Also available in: Amharic Thai Русский 日本語" in text
    assert missing_characters(text) == []
    assert "ไทย" in (folder / "output/en/good.html").read_text(encoding="utf-8")


def test_a_script_without_a_font_gets_its_web_page_and_one_line(small: MakePublication, run: Run) -> None:
    folder = small({AMHARIC: HEADER + SENTENCE}, locales=("am", "fr"))
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    (error,) = outcome.errors
    assert error.startswith(
        f"{AMHARIC}: no font for the script of አማርኛ is here, so no leaflet is made in am; its web page is"
    )
    assert not (folder / "output/am/good.pdf").exists()
    page = (folder / "output/am/good.html").read_text(encoding="utf-8")
    assert "ሌላ አንቀጽ።" in page
    assert "good.pdf" not in page
    assert "am/good.pdf" not in (folder / "output/index.html").read_text(encoding="utf-8")
    assert (folder / "output/fr/good.pdf").exists()


def test_a_publication_s_own_font_draws_what_no_package_has(small: MakePublication, run: Run) -> None:
    seed = f"# Title\n\nA rune, {made.RUNE}.\n"
    folder = small({"seeds/good.md": seed, "templates/fonts/runes.ttf": made.font()}, locales=())
    outcome = run("build", folder=folder)
    assert outcome.errors == []
    assert made.RUNE in _text(folder / "output/en/good.pdf")
    fonts = subprocess.run(["pdffonts", folder / "output/en/good.pdf"], check=True, capture_output=True, text=True)
    assert "Runes-of-Ours" in fonts.stdout
    assert 'font-family: "Runes of Ours"' in (folder / "output/en/good.html").read_text(encoding="utf-8")
    assert (folder / "output/licences").is_dir()


def test_a_file_that_is_no_font_is_one_line_and_the_rest_is_made(small: MakePublication, run: Run) -> None:
    folder = small({"templates/fonts/broken.otf": b"no font"})
    outcome = run("build", folder=folder)
    (error,) = outcome.errors
    assert error.startswith("templates/fonts/broken.otf: is no font that can be used (")
    assert outcome.code == 1
    assert (folder / "output/en/good.pdf").exists()
    assert (folder / "output/fr/good.html").exists()


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
