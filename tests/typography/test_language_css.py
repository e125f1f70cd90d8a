"""The style sheet of the languages and the table of rules: complete, sourced, and free of what looks decide."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import tinycss2

from publish.languages import language
from publish.render.typography.rules import ROWS, rules

CSS = (Path(__file__).parent.parent.parent / "templates/language.css").read_text(encoding="utf-8")
DECISIONS_OF_LOOKS = re.compile(r"(color|background|font-size|line-height|border|padding)(-|$)")


def declarations(content: str) -> list[str]:
    names = []
    for rule in tinycss2.parse_stylesheet(content, skip_comments=True, skip_whitespace=True):
        assert rule.type != "error", rule
        if rule.type == "at-rule":
            names += declarations(tinycss2.serialize(rule.content))
        else:
            parsed = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            assert all(part.type == "declaration" for part in parsed), tinycss2.serialize(rule.content)
            names += [part.lower_name for part in parsed]
    return names


def test_colours_and_sizes_are_left_to_looks() -> None:
    names = declarations(CSS)
    assert len(names) > 30
    assert [name for name in names if DECISIONS_OF_LOOKS.match(name)] == []


@pytest.mark.parametrize("name", ["nowrap", "gap", "half", "url", "long"])
def test_every_class_the_program_writes_has_its_rule(name: str) -> None:
    assert f".{name} {{" in CSS


@pytest.mark.parametrize(
    ("selector", "declared"),
    [
        (":lang(ja)", "hyphens: manual"),
        (":lang(ar)", "hyphens: manual"),
        ("em:lang(ja)", "font-style: normal"),
        ("em:lang(he)", "font-style: normal"),
        ("html", "text-autospace: no-autospace"),
    ],
)
def test_what_a_script_cannot_have(selector: str, declared: str) -> None:
    assert re.search(rf"(^|[,\s}}]){re.escape(selector)}[^{{}}]*{{[^}}]*{declared}", CSS), selector


def parts(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [part for item in value for part in parts(item)]
    return [value] if is_dataclass(value) else []


@pytest.mark.parametrize("tag", sorted(ROWS))
def test_every_rule_names_its_source(tag: str) -> None:
    row = ROWS[tag]
    found = [part for field in fields(row) for part in parts(getattr(row, field.name))]
    assert found
    assert all(part.source for part in found)
    assert tag == "und" or language(tag).tag == tag


@pytest.mark.parametrize(
    ("tag", "row"), [("fr-CA", "fr-CA"), ("fr-BE", "fr"), ("zh-Hant-HK", "zh-Hant"), ("de-AT", "de"), ("ta", "und")]
)
def test_a_locale_has_its_own_row_its_languages_or_the_one_for_all(tag: str, row: str) -> None:
    assert rules(tag).tag == row
