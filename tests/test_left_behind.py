"""Catalogues and templates whose article is gone: what is told of them, what is to be typed, what is taken away."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import ARTICLE, LOCALES, NAME, catalogue, contents

from publish.catalogue.headers import HeaderFacts
from publish.catalogue.template import template
from publish.languages import language

FRENCH = "locales/fr/LC_MESSAGES/good.po"
BETTER = "locales/fr/LC_MESSAGES/better.po"
TRANSLATED = {
    "A small title": "Un petit titre",
    "A *first* sentence with a note.[^1]": "Une *première* phrase avec une note.[^1]",
    "A second one, see [the page](https://example.org/page).": "Une seconde, voir [la page](https://example.org/page).",
    "A heading": "Un intertitre",
    "Another paragraph.": "Un autre paragraphe.",
    "The note’s text.": "Le texte de la note.",
}


@pytest.fixture
def translated(small: MakePublication, run: Run) -> Path:
    """A publication up to date, with every sentence reviewed."""
    folder = small({FRENCH: catalogue(TRANSLATED)})
    assert run("update", folder=folder).code == 0
    return folder


def rename(folder: Path) -> None:
    (folder / "seeds/good.md").rename(folder / "seeds/better.md")


def told(err: str) -> tuple[list[str], list[str]]:
    """The lines to be read, and those to be typed."""
    lines = err.splitlines()
    return (
        [line for line in lines if not line.startswith("    ")],
        [line.strip() for line in lines if line.startswith("    ")],
    )


RENAMED = [
    "good: its article is gone. 6 of the 6 sentences of better were there: is it good by a new name?",
    "  If so, keep its 6 reviews: better does not get them from the memory. Before anybody works on that, type:",
]


def moves(folder: Path, *tags: str, old: str = "good", new: str = "better") -> list[str]:
    places = [folder / f"locales/{tag}/LC_MESSAGES" for tag in tags]
    return [f"mv {place / old}.po {place / new}.po" for place in places]


def test_a_renamed_article_finds_its_translations_and_how_to_keep_the_reviews(translated: Path, run: Run) -> None:
    rename(translated)
    outcome = run("update", "--dry-run", folder=translated)
    words, commands = told(outcome.err)
    assert (words, commands[:-1]) == (RENAMED, moves(translated, "fr"))
    assert commands[-1].endswith(f"publish -C {translated} update")
    assert not (translated / BETTER).exists()
    before = (translated / FRENCH).read_bytes()
    assert run("update", folder=translated).err == outcome.err
    assert (translated / FRENCH).read_bytes() == before, "nothing is deleted"
    better = (translated / BETTER).read_text(encoding="utf-8")
    assert all(f'msgstr "{text}"' in better.replace('msgstr ""\n"', 'msgstr "') for text in TRANSLATED.values())
    assert better.count("#, fuzzy") == 6
    assert run("update", folder=translated).err == "", "an update tells it once"
    assert run("status", folder=translated).err == outcome.err, "as long as it would help"
    assert run("status", "--json", folder=translated).err == ""
    for command in commands:
        subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    assert "\t6\t6\t0\t0\t0" in run("status", "--locale", "fr", folder=translated).out
    assert run("status", folder=translated).err == ""


def test_where_neighbours_are_trusted_a_new_name_loses_no_review(translated: Path, run: Run) -> None:
    with (translated / "pyproject.toml").open("a") as settings:
        settings.write("trust_context = true\n")
    rename(translated)
    words, _ = told(run("update", folder=translated).err)
    assert words[1].startswith("  If so, keep its 6 reviews: better may not get them from the memory.")
    assert "\t6\t6\t0\t0\t0" in run("status", "--locale", "fr", folder=translated).out
    assert run("status", folder=translated).err.splitlines() == [
        "good: its article is gone; its translations (fr) stay in the memory"
    ]


def test_where_nothing_was_reviewed_nothing_is_to_be_typed(translated: Path, run: Run) -> None:
    path = translated / FRENCH
    path.write_text(re.sub('(msgid "[^"])', r"#, fuzzy\n\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    rename(translated)
    assert run("update", folder=translated).err.splitlines() == [
        RENAMED[0],
        "  Nothing is to be done: none was reviewed, and the drafts come from the memory",
    ]
    assert (translated / BETTER).read_text(encoding="utf-8").count("#, fuzzy") == 6


def test_a_new_catalogue_that_cannot_be_read_is_not_to_be_overwritten(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    (translated / BETTER).write_text('msgid "no end\n', encoding="utf-8")
    words, commands = told(run("update", "--dry-run", folder=translated).err)
    assert (
        f"  But mend {translated / BETTER} first, which cannot be read: it would be overwritten. Only then type:"
        in words
    )
    assert commands[1:] == moves(translated, "fr")


def test_there_is_a_line_for_each_locale_that_has_the_catalogue(publication: Path, run: Run) -> None:
    (publication / f"seeds/{NAME}.txt").rename(publication / "seeds/peace.txt")
    (publication / f"locales/es/LC_MESSAGES/{NAME}.po").unlink()
    french = publication / f"locales/fr/LC_MESSAGES/{NAME}.po"
    french.write_text(french.read_text(encoding="utf-8").replace("#, fuzzy\n", "", 1), encoding="utf-8")
    words, commands = told(run("update", folder=publication).err)
    assert words[-1].startswith("  If so, keep its one review: peace does not get it ")
    assert [shlex.split(command)[0] for command in commands[:-1]] == ["mv"] * 3
    assert [shlex.split(command)[2] for command in commands[:-1]] == [
        str(publication / f"locales/{tag}/LC_MESSAGES/peace.po") for tag in LOCALES if tag != "es"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Un autre paragraphe."', '"Encore un paragraphe."'),
        ("# Origin: reviewed translation", "# Marie: is this right?\n# Origin: reviewed translation"),
    ],
)
def test_a_persons_work_in_the_new_catalogue_is_not_to_be_overwritten(
    old: str, new: str, translated: Path, run: Run
) -> None:
    rename(translated)
    run("update", folder=translated)
    path = translated / BETTER
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    words, commands = told(run("status", folder=translated).err)
    assert words[2:] == [
        f"  But look at {path} first: for 1 sentence people have written there what {translated / FRENCH} does not "
        "have. It would be overwritten: copy it, and only then type:"
    ]
    assert commands[1:] == moves(translated, "fr"), "after the command that ends the safe ones"


def test_what_has_been_reviewed_again_needs_no_notice(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    path = translated / BETTER
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert run("status", folder=translated).err.splitlines() == [
        "good: its article is gone; its translations (fr) stay in the memory"
    ]


def test_a_removed_article_stays_in_the_memory_even_when_its_catalogue_is_deleted(translated: Path, run: Run) -> None:
    (translated / "seeds/good.md").rename(translated / "good.md")
    (translated / "seeds/other.md").write_text("# Other\n\nText.\n", encoding="utf-8")
    outcome = run("update", folder=translated)
    gone = ["good: its article is gone; its translations (fr) stay in the memory"]
    assert outcome.err.splitlines() == gone
    assert "wrote locales/memory/fr.tmx" in outcome.out.splitlines()
    assert run("update", folder=translated).err == "", "it is told once"
    assert run("status", folder=translated).err.splitlines() == gone
    (translated / FRENCH).unlink()
    (translated / "good.md").rename(translated / "seeds/good.md")
    assert run("update", folder=translated).code == 0
    back = (translated / FRENCH).read_text(encoding="utf-8")
    assert 'msgstr "Un autre paragraphe."' in back


def test_an_article_split_into_two_gives_both_their_translations(translated: Path, run: Run) -> None:
    head, _, _ = ARTICLE.partition("## A heading")
    (translated / "seeds/good.md").unlink()
    (translated / "seeds/one.md").write_text(f"{head}\n[^1]: The note’s text.\n", encoding="utf-8")
    (translated / "seeds/two.md").write_text("# A heading\n\nAnother paragraph.\n", encoding="utf-8")
    outcome = run("update", folder=translated)
    assert outcome.err.splitlines() == [
        "good: its article is gone. 4 of the 4 sentences of one and 2 of the 2 sentences of two were there; their "
        "translations come from the memory, to be reviewed"
    ]
    for name, texts in (("one", 4), ("two", 2)):
        made = (translated / f"locales/fr/LC_MESSAGES/{name}.po").read_text(encoding="utf-8")
        assert made.count("#, fuzzy") == texts


def test_a_template_goes_with_the_last_catalogue_of_its_name(translated: Path, run: Run) -> None:
    rename(translated)
    run("update", folder=translated)
    assert (translated / "locales/good.pot").is_file(), "a catalogue has that name"
    (translated / FRENCH).replace(translated / BETTER)
    before = contents(translated)
    outcome = run("update", "--dry-run", folder=translated)
    assert outcome.err.splitlines() == [
        "locales/good.pot: no article and no catalogue has that name any more; update removes it"
    ]
    assert contents(translated) == before
    outcome = run("update", folder=translated)
    assert outcome.err.splitlines() == ["removed locales/good.pot: no article and no catalogue has that name any more"]
    assert {path.name for path in (translated / "locales").glob("*.pot")} == {"better.pot", "site.pot"}
    assert run("update", folder=translated).err == ""


OWN = template([], source=language("en"), facts=HeaderFacts("Other"), reference="seeds/other.md").decode()


@pytest.mark.parametrize(
    ("content", "seed", "is_removed"),
    [
        (OWN, "", True),
        (OWN, "seeds/other.html", False),
        (OWN.replace("X-Generator: publish", "X-Generator: Poedit 3.2"), "", False),
        (f"# A person’s remark.\n{OWN}", "", False),
        (f'{OWN}\nmsgid "One"\nmsgstr "Un"\n', "", False),
        ("no catalogue at all", "", False),
        ("", "", False),
    ],
)
def test_only_templates_that_the_program_wrote_are_removed(
    content: str, seed: str, is_removed: bool, translated: Path, run: Run
) -> None:
    (translated / "locales/other.pot").write_text(content, encoding="utf-8")
    if seed:
        (translated / seed).write_text("not to be read")
    lines = [line for line in run("status", folder=translated).err.splitlines() if line.startswith("locales/other.pot")]
    assert [line.rpartition(", so ")[2].rpartition("; ")[2] for line in lines] == (
        [] if seed else ["update removes it" if is_removed else "delete it if nobody needs it"]
    )
    run("update", folder=translated)
    assert (translated / "locales/other.pot").exists() is not is_removed


def test_a_template_stays_for_a_catalogue_in_a_locale_no_longer_listed(translated: Path, run: Run) -> None:
    (translated / "locales/other.pot").write_text(OWN, encoding="utf-8")
    (translated / "locales/it/LC_MESSAGES").mkdir(parents=True)
    (translated / "locales/it/LC_MESSAGES/other.po").write_text(catalogue({"A": "B"}), encoding="utf-8")
    run("update", folder=translated)
    assert (translated / "locales/other.pot").exists()
