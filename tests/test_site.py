"""The templates' own strings: found, translated, finished."""

from pathlib import Path

import pytest

from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import load
from publish.errors import TemplateError
from publish.render.strings import placeholders
from publish.segments import State
from publish.site import site_segments

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("fr", "es", "de", "ja")


def test_strings_are_found_once_with_what_a_translator_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "{# Translators: a label #}\n<p>{{ _('One') }}{{ _('Two') }}</p>", encoding="utf-8"
    )
    (tmp_path / "b.css").write_text("a { content: {{ _('One') | css_string }} }", encoding="utf-8")
    (tmp_path / "c.txt").write_text("{{ _('Three') }}", encoding="utf-8")
    found = {segment.source: segment.role for segment in site_segments([tmp_path])}
    assert found["One"] == "a label"
    assert "Two" in found
    assert "Three" not in found


def test_the_publications_template_hides_the_shipped_one(tmp_path: Path) -> None:
    for name, text in (("own", "Mine"), ("shipped", "Theirs")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text(f"{{{{ _('{text}') }}}}", encoding="utf-8")
    sources = [segment.source for segment in site_segments([tmp_path / "own", tmp_path / "shipped"])]
    assert "Mine" in sources
    assert "Theirs" not in sources


def test_a_broken_template_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>\n{{ _('One' }}", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        site_segments([tmp_path])
    assert (caught.value.file, caught.value.line) == ("templates/a.html", 2)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_string_is_finished_with_its_placeholders(tag: str) -> None:
    catalogue = load(ROOT / "locales" / tag / "LC_MESSAGES" / "site.po") or Catalogue()
    by_source = {entry.source: entry for entry in catalogue.live}
    for segment in site_segments([ROOT / "templates"]):
        entry = by_source[segment.source]
        assert state_of(entry) is State.REVIEWED, segment.source
        assert placeholders(entry.translation) == placeholders(segment.source)
