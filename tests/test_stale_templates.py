"""Templates that nobody needs any more: which are taken away, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakePublication, Run
from support import catalogue, contents

from publish.catalogue.headers import HeaderFacts
from publish.catalogue.template import template
from publish.languages import language

FRENCH = "locales/fr/LC_MESSAGES/good.po"


@pytest.fixture
def translated(small: MakePublication, run: Run) -> Path:
    """A publication up to date, with a catalogue."""
    folder = small({FRENCH: catalogue({"A small title": "Un petit titre"})})
    assert run("update", folder=folder).code == 0
    return folder


def test_a_template_goes_with_the_last_catalogue_of_its_name(translated: Path, run: Run) -> None:
    (translated / "seeds/good.md").rename(translated / "seeds/better.md")
    run("update", folder=translated)
    assert (translated / "locales/good.pot").is_file(), "a catalogue has that name"
    (translated / FRENCH).replace(translated / FRENCH.replace("good", "better"))
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
