"""The templates' own strings: found, told about, and filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.errors import TemplateError
from publish.render.strings import SiteStrings, filled, placeholders
from publish.site import site_segments, template_files


def folder_of(path: Path, files: dict[str, str | bytes]) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{ _("Notes") }}', [("Notes", "")]),
        ("{{ _('Notes') }} {{ _('Notes') }}", [("Notes", "")]),
        ('{# Translators: a label #}\n{{ _("Source:") }}', [("Source:", "a label")]),
        ('{{ _("A") }}\n{# Translators: told later #}\n{{ _("A") }}', [("A", "told later")]),
        ('{{ _("By %(authors)s", authors=byline) }}', [("By %(authors)s", "")]),
        ('{% if x %}{{ _("A") | css_string }}{% else %}{{ _("B") }}{% endif %}', [("A", ""), ("B", "")]),
        ("<p>{{ title }}</p> _(no call)", []),
        ('{# {{ _("commented out") }} #}', []),
        ('<a title="{{ _("„Wörter“ 日本") }}">', [("„Wörter“ 日本", "")]),
    ],
)
def test_strings_are_found_in_templates(template: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    found = site_segments([folder_of(tmp_path / "t", {"a.html": template})])
    assert [(segment.source, segment.role) for segment in found[: len(expected)]] == expected
    assert [segment.source for segment in found[len(expected) :]] == [segment.source for segment in site_segments([])]


def test_the_publications_own_template_stands_for_the_shipped_one(tmp_path: Path) -> None:
    own = folder_of(
        tmp_path / "own", {"web.html": '{{ _("Mine") }}', "more.css": '{{ _("Styled") }}', "a.txt": '{{ _("x") }}'}
    )
    shipped = folder_of(tmp_path / "shipped", {"web.html": '{{ _("Theirs") }}', "index.html": '{{ _("Index") }}'})
    assert list(template_files([own, tmp_path / "none", shipped])) == ["index.html", "more.css", "web.html"]
    found = [segment.source for segment in site_segments([own, shipped])]
    assert found[:3] == ["Index", "Styled", "Mine"]
    assert "Theirs" not in found


@pytest.mark.parametrize(
    ("template", "line"), [("<p>\n{% if %}", 2), ("{{ _('a' }}", 1), ("\n\n{% endblock %}", 3), ("{% block x %}", 1)]
)
def test_a_broken_template_is_named_with_its_line(template: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(
        TemplateError, match=r"^templates/web\.html:\d+: template syntax: .*; correct the template$"
    ) as error:
        site_segments([folder_of(tmp_path / "t", {"web.html": template})])
    assert error.value.line == line


def test_a_template_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"^templates/web\.html: cannot be read"):
        site_segments([folder_of(tmp_path / "t", {"web.html": b"\xff\xfe"})])


def test_every_placeholder_is_filled_by_the_template_that_uses_it() -> None:
    root = Path(__file__).parent.parent / "templates"
    for name, path in template_files([root]).items():
        for message, values in re.findall(
            r'_\("([^"]*%\([^"]*)"((?:, \w+=(?:[^()]|\([^()]*\))*?)?)\)', path.read_text(encoding="utf-8")
        ):
            given = set(re.findall(r"(\w+)=", values)) | {"page", "pages"}
            assert set(placeholders(message)) <= given, name


@pytest.mark.parametrize(
    ("message", "values", "expected"),
    [
        ("Note %(number)s", {"number": 3}, "Note 3"),
        ("%(a)s %(b)s", {"a": "%(b)s", "b": "x"}, "%(b)s x"),
        ("%(unknown)s 100% %s %d", {"a": 1}, "%(unknown)s 100% %s %d"),
        ("{a} {{ a }}", {"a": 1}, "{a} {{ a }}"),
    ],
)
def test_values_are_filled_in_once(message: str, values: dict[str, object], expected: str) -> None:
    assert filled(message, values) == expected
    assert SiteStrings({"x": message})("x", **values) == expected


def test_without_a_translation_the_source_is_shown() -> None:
    assert SiteStrings({"Notes": ""})("Notes") == "Notes"
    assert SiteStrings({})("By %(authors)s", authors="A") == "By A"
