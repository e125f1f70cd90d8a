"""`--final`: nothing that no person has reviewed, and nothing with a fault in it, is ever printed as finished."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pdf
import polib
import pytest
from conftest import MakePublication, Run
from support import LOCALES, NAME, ROOT, catalogue, contents

FRENCH = "locales/fr/LC_MESSAGES/good.po"
REVIEWED = {
    "A small title": "Un petit titre",
    "A *first* sentence with a note.[^1]": "Une *première* phrase, avec une note[^1].",
    "A second one, see [the page](https://example.org/page).": "Une deuxième : voir [la page](https://example.org/page).",
    "A heading": "Un intertitre",
    "Another paragraph.": "Un autre paragraphe.",
    "The note’s text.": "Le texte de la note.",
}
FIRST, SECOND = list(REVIEWED)[1:3]


def test_drafts_are_refused_with_the_reason(publication: Path, run: Run) -> None:
    outcome = run("build", "--final", folder=publication)
    assert outcome.code == 1
    total = (publication / f"locales/{NAME}.pot").read_text(encoding="utf-8").count("\n\n")
    reason = f"({total} draft); review these, then build again"
    assert outcome.errors == [
        f"locales/{tag}/LC_MESSAGES/{NAME}.po: {NAME} is not finished in {tag} {reason}" for tag in LOCALES
    ]
    assert {name for name in contents(publication / "output") if not name.startswith("licences/")} == {
        *(f"en/{NAME}.{kind}" for kind in ("html", "pdf")),
        *("index.html", "manifest.json"),
    }
    page = (publication / f"output/en/{NAME}.html").read_text(encoding="utf-8")
    overview = (publication / "output/index.html").read_text(encoding="utf-8")
    assert not any(f'hreflang="{tag}"' in page + overview for tag in LOCALES), "a link to a page that is not there"


def test_only_what_was_asked_for_is_refused(publication: Path, run: Run) -> None:
    outcome = run("build", "--final", "--locale", "en", folder=publication)
    assert (outcome.code, outcome.errors) == (0, [])
    outcome = run("build", "--final", "--locale", "en", "--locale", "ja", folder=publication)
    assert outcome.code == 1
    assert len(outcome.errors) == 1
    assert f"{NAME} is not finished in ja" in outcome.errors[0]


@pytest.mark.parametrize("tag", LOCALES)
def test_a_reviewed_locale_is_printed_without_a_mark(tag: str, publication: Path, run: Run) -> None:
    path = publication / f"locales/{tag}/LC_MESSAGES/{NAME}.po"
    subprocess.run(["msgattrib", "--clear-fuzzy", f"--output-file={path}", path], check=True)
    outcome = run("build", "--final", "--locale", tag, folder=publication)
    assert (outcome.code, outcome.errors) == (0, [])
    page = (publication / f"output/{tag}/{NAME}.html").read_text(encoding="utf-8")
    assert '<body class="state-finished' in page
    assert 'class="band"' not in page
    assert 'class="draft"' not in page
    site = polib.pofile(str(publication / f"locales/{tag}/LC_MESSAGES/site.po"))
    mark = site.find("Machine draft, not reviewed").msgstr
    for printed in pdf.pages(publication / f"output/{tag}/{NAME}.pdf"):
        assert printed.watermark == []
        assert mark not in pdf.text(printed.margins).replace("\n", " ")


@pytest.mark.usefixtures("quick_leaflets")
def test_a_finished_small_publication(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue(REVIEWED)})
    outcome = run("build", "--final", folder=folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert "output/fr/good.pdf" in contents(folder)


BLOCKED = (
    ("a draft", {}, '\n#, fuzzy\nmsgid "A heading"\nmsgstr "Titre"\n', "(1 draft)", ""),
    ("an outdated entry", {}, '\n#, fuzzy\n#| msgid "Head"\nmsgid "A heading"\nmsgstr "Titre"\n', "(1 outdated)", ""),
    ("an empty entry", {"A heading": ""}, "", "(1 untranslated)", ""),
    ("no entry", {"A heading": None}, "", "(1 untranslated)", ""),
    ("a lost note", {FIRST: "Une phrase."}, "", "(1 with errors)", "the note marker [^1] is missing"),
    ("a note too many", {SECOND: "Deux[^1]."}, "", "with errors)", "the note marker [^1] is there more often"),
    (
        "a note of its own",
        {"A heading": "Titre[^2]"},
        "",
        "(1 with errors)",
        "the note marker [^2] is there more often",
    ),
    ("broken markup", {"A heading": "*Titre"}, "", "(1 with errors)", "a * without its partner"),
    ("another address", {SECOND: "[Là](https://other.example)."}, "", "(2 with errors)", "keep the source's links"),
    ("nothing left", {"Another paragraph.": "∅"}, "", "(1 with errors)", "nothing would be printed"),
)


@pytest.mark.parametrize(("reason", "changes", "more", "refusal", "fault"), BLOCKED, ids=[case[0] for case in BLOCKED])
@pytest.mark.usefixtures("quick_leaflets")
def test_what_keeps_a_locale_from_being_final(
    reason: str,
    changes: dict[str, str | None],
    more: str,
    refusal: str,
    fault: str,
    small: MakePublication,
    run: Run,
) -> None:
    entries = {source: text for source, text in (REVIEWED | changes).items() if text is not None}
    if more:
        entries.pop("A heading")
    folder = small({FRENCH: catalogue(entries) + more})
    outcome = run("build", "--final", folder=folder)
    assert outcome.code == 1, reason
    assert [line for line in outcome.errors if "good is not finished in fr" in line and refusal in line], outcome.err
    assert any(fault in line for line in outcome.errors)
    if fault:
        assert outcome.errors[0].startswith(f"{FRENCH}:"), "no line"
    assert "output/fr/good.pdf" not in contents(folder)
    assert "output/en/good.pdf" in contents(folder)


@pytest.mark.usefixtures("quick_leaflets")
def test_a_note_may_move_within_its_paragraph_and_a_sentence_merge(small: MakePublication, run: Run) -> None:
    moved = {FIRST: "∅", SECOND: "Une *première* phrase ; la deuxième : voir [la page](https://example.org/page)[^1]."}
    outcome = run("build", "--final", folder=small({FRENCH: catalogue(REVIEWED | moved)}))
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize(
    ("own", "refused"),
    [
        ("", True),
        ('\nmsgid "Our own words"\nmsgstr ""\n', True),
        ('\n#, fuzzy\nmsgid "Our own words"\nmsgstr "Nos propres mots"\n', True),
        ('\nmsgid "Our own words"\nmsgstr "Nos propres mots"\n', False),
    ],
)
@pytest.mark.usefixtures("quick_leaflets")
def test_unfinished_words_of_the_pages_block_too(own: str, refused: bool, small: MakePublication, run: Run) -> None:
    credits_ = (ROOT / "templates/credits.html").read_text(encoding="utf-8") + '<p>{{ _("Our own words") }}</p>\n'
    folder = small({FRENCH: catalogue(REVIEWED), "templates/credits.html": credits_})
    (folder / FRENCH).with_name("site.po").write_text(catalogue({"Notes": "Notes"}) + own, encoding="utf-8")
    outcome = run("build", "--final", folder=folder)
    if refused:
        assert outcome.code == 1
        assert "(1 of the templates’ strings without a reviewed translation in site.po)" in outcome.errors[0]
    else:
        assert (outcome.code, outcome.err) == (0, "")
        assert "Nos propres mots" in (folder / "output/fr/good.html").read_text(encoding="utf-8")


def test_a_fault_in_a_draft_is_a_warning(small: MakePublication, run: Run) -> None:
    folder = small({FRENCH: catalogue({}) + '#, fuzzy\nmsgid "A heading"\nmsgstr "*Titre"\n'})
    outcome = run("build", "--locale", "fr", folder=folder)
    assert outcome.code == 0
    assert outcome.err.startswith(f"warning: {FRENCH}:9: Heading: a * without its partner")
    shutil.rmtree(folder / "output")
    (folder / FRENCH).write_text(catalogue({"A heading": "*Titre"}), encoding="utf-8")
    outcome = run("build", "--locale", "fr", folder=folder)
    assert outcome.code == 1
    assert "output/fr/good.pdf" in contents(folder), "shown as it is, but not as final"
