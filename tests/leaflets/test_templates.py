"""Templates as a publication's people meet them: copied, changed, broken; and the looks that come with the program."""

from __future__ import annotations

import io
import subprocess
from itertools import combinations
from pathlib import Path

import pdf
import pytest
from click.testing import CliRunner
from conftest import MakePublication, Run
from PIL import Image, ImageChops

from publish.cli.call import Call
from publish.cli.templates import templates
from publish.site import template_files
from publish.workspace import shipped

OWN_LOOK = """\
:root { --paper: #fff; --ink: #000; --quiet: #000; --line: #000; --accent: #000; --band-paper: #fff; --band-ink: #000;
  --text-font: var(--sans); --heading-font: var(--serif); --label-font: var(--serif); }
"""

BROKEN = {
    "a style sheet's syntax": (
        {"formats/a4.css": "@page {}\n{% if %}\n"},
        "templates/formats/a4.css:2: template syntax: ",
    ),
    "a variable that is not there": (
        {"formats/a4.css": "@page {}\n\n:root { --size: {{ sise }}; }\n"},
        "templates/formats/a4.css:3: 'sise' is undefined; correct the template",
    ),
    "an include that is not there": (
        {"leaflet.css": '@page {}\n{% include "formats/a4.css" %}\n{% include "my.css" %}\n'},
        "templates/leaflet.css:3: the template my.css is missing",
    ),
    "a part of the page": ({"credits.html": "<p>\n{{ licence.name }}</p>\n"}, "templates/credits.html:2: "),
}


def ejected(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(templates, ["eject", *arguments], obj=Call(folder, quiet=False))
    return result.exit_code, result.output + str(result.exception or "")


def shipped_names() -> set[str]:
    return set(template_files([shipped("templates")]))


def test_eject_copies_everything_and_changes_nothing(small: MakePublication, run: Run) -> None:
    folder = small({"templates/web.css": "body { color: red; }\n"})
    assert run("build", folder=folder).code == 0
    code, said = ejected(folder)
    assert code == 0, said
    assert set(template_files([folder / "templates"])) == shipped_names()
    assert (folder / "templates/web.css").read_text(encoding="utf-8") == "body { color: red; }\n"
    assert "wrote templates/leaflet.html" in said
    assert "1 of the files were in templates/ already" in said
    before = (folder / "output/fr/good.pdf").read_bytes()
    assert run("build", folder=folder).code == 0
    assert (folder / "output/fr/good.pdf").read_bytes() == before
    assert "everything is up to date" in ejected(folder)[1]


def test_a_look_of_ones_own_begins_as_a_copy(small: MakePublication) -> None:
    folder = small()
    code, said = ejected(folder, "--look", "union")
    assert code == 0, said
    assert 'look = "union"' in said
    assert set(template_files([folder / "templates"])) == {"looks/union.css"}
    own, plain = folder / "templates/looks/union.css", shipped("templates") / "looks/plain.css"
    assert own.read_bytes() == plain.read_bytes()
    own.write_text(OWN_LOOK, encoding="utf-8")
    assert "stays as it is" in ejected(folder, "--look", "union")[1]
    assert own.read_text(encoding="utf-8") == OWN_LOOK


@pytest.mark.parametrize("name", ["../x", "Union", ""])
def test_a_name_that_is_no_file_name_is_refused(name: str, small: MakePublication) -> None:
    folder = small()
    code, _ = ejected(folder, "--look", name)
    assert code == 2 or not name
    assert not (folder / "x.css").exists()


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_with_file_and_line(case: str, small: MakePublication, run: Run) -> None:
    files, expected = BROKEN[case]
    folder = small({f"templates/{name}": content for name, content in files.items()})
    outcome = run("build", folder=folder)
    assert outcome.code == 1
    assert any(line.startswith(expected) for line in outcome.errors), outcome.errors
    assert "Traceback" not in outcome.err


def test_a_look_that_is_not_there_is_told(small: MakePublication, run: Run) -> None:
    settings = '[tool.publish]\nsource = "en"\nlocales = ["fr"]\nlook = "mine"\n'
    outcome = run("build", folder=small({"pyproject.toml": settings}))
    assert outcome.code == 1
    assert any("there is no look “mine”" in line and "looks/mine.css" in line for line in outcome.errors)


def picture(path: Path) -> Image.Image:
    """The first page, small and in grey."""
    command = ["pdftoppm", "-r", "50", "-gray", "-singlefile", str(path)]
    return Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)).convert("L")


def test_looks_differ_in_print(small: MakePublication, run: Run) -> None:
    pictures = {}
    for look in ("plain", "press", "own"):
        settings = f'[tool.publish]\nsource = "en"\nlocales = ["fr"]\nlook = "{look}"\n'
        folder = small({"pyproject.toml": settings, "templates/looks/own.css": OWN_LOOK})
        outcome = run("build", "--locale", "en", folder=folder)
        assert outcome.code == 0, outcome.errors
        path = folder / "output/en/good.pdf"
        (page,) = pdf.pages(path)
        assert "Another paragraph." in pdf.text(page.body)
        pictures[look] = picture(path)
    for one, other in combinations(pictures.values(), 2):
        difference = ImageChops.difference(one, other).point(lambda value: 255 if value > 64 else 0)
        assert difference.histogram()[255] > 300, "as good as the same"
