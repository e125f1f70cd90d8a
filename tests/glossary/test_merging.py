"""Another glossary adds to one's own and changes nothing in it."""

from __future__ import annotations

import pytest
from hypothesis import given

from publish.glossary.finding import alike
from publish.glossary.merging import merged
from publish.glossary.table import cell_text
from publish.glossary.terms import Glossary, Term

from .samples import LOCALES, glossaries, glossary

OWN = Glossary(
    (
        Term("strike", "work stopped", (("fr", ("grève",)),), line=2),
        Term("Haaretz", "", (("fr", ()),), line=3),
        Term("truce", line=4),
    ),
    ("fr", "de"),
)


def test_new_terms_and_empty_cells_are_taken_over() -> None:
    other = glossary("truce: trêve; Waffenruhe", "union: syndicat; =", locales=("fr", "de"))
    result = merged(OWN, other, ["fr", "de"])
    assert [(term.source, dict(term.wanted)) for term in result.glossary.terms] == [
        ("strike", {"fr": ("grève",)}),
        ("Haaretz", {"fr": ()}),
        ("truce", {"fr": ("trêve",), "de": ("Waffenruhe",)}),
        ("union", {"fr": ("syndicat",), "de": ()}),
    ]
    assert (result.differences, result.left_out, result.undecided) == ((), (), ())


@pytest.mark.parametrize(
    ("own", "other", "expected", "reason"),
    [
        (
            "truce: trêve",
            "strike: ; sciopero",
            {"truce": "trêve;?", "strike": "?;sciopero"},
            "a new column, a new term",
        ),
        (
            "truce: trêve; ",
            "strike: ; sciopero",
            {"truce": "trêve;", "strike": "?;sciopero"},
            "an empty cell of one's own",
        ),
        ("truce: ?; ?", "truce: trêve; ", {"truce": "trêve;?"}, "an undecided cell is filled"),
        ("truce: ?; ?", "truce: =; ?", {"truce": "=;?"}, "and may be filled with the sign for a name"),
        ("truce: trêve; ", "truce: ?; ?", {"truce": "trêve;"}, "what is undecided there changes nothing here"),
    ],
)
def test_nobody_decides_by_saying_nothing(own: str, other: str, expected: dict[str, str], reason: str) -> None:
    columns = ("fr", "it") if own.count(";") else ("fr",)
    result = merged(glossary(own, locales=columns), glossary(other, locales=("fr", "it")), ["fr", "it"]).glossary
    cells = {term.source: ";".join(cell_text(term, tag) for tag in result.locales) for term in result.terms}
    assert cells == expected, reason


def test_a_new_column_leaves_no_political_term_in_english() -> None:
    own = glossary("strike: grève; Streik", "trade union: syndicat; Gewerkschaft", "Reuters: =; ", locales=("fr", "de"))
    result = merged(own, glossary("strike: sciopero", locales=("it",)), ["fr", "de", "it"])
    uses = result.glossary.uses("Reuters on the strike of a trade union", "it")
    assert [(use.term.source, use.wanted) for use in uses] == [("Reuters", ()), ("strike", ("sciopero",))]
    assert result.undecided == (("it", 2),)


def test_what_stands_there_stays_and_is_reported() -> None:
    other = Glossary(
        (Term("strike", "a walk-out", (("fr", ("débrayage",)),)), Term("Haaretz", "", (("fr", ("H",)),))), ("fr",)
    )
    result = merged(OWN, other, ["fr"])
    assert result.glossary == OWN
    assert [(item.line, item.message) for item in result.differences] == [
        (2, "“strike” (note): kept “work stopped”, not taken over “a walk-out”"),
        (2, "“strike” (fr): kept “grève”, not taken over “débrayage”"),
        (3, "“Haaretz” (fr): kept “=”, not taken over “H”"),
    ]


def test_languages_come_into_the_columns_that_speak_for_them() -> None:
    other = glossary("truce: trêve; trêve québécoise; 休戦; tregua", locales=("fr", "fr-CA", "ja", "it"))
    result = merged(OWN, other, ["fr", "de", "ja"])
    assert result.glossary.locales == ("fr", "de", "ja")
    assert dict(result.glossary.terms[2].wanted) == {"fr": ("trêve",), "ja": ("休戦",)}
    assert result.left_out == ("it",)


def test_a_countrys_variant_fills_what_its_language_leaves_empty() -> None:
    other = glossary("truce: trêve", locales=("fr-CA",))
    assert merged(OWN, other, ["fr"]).glossary.terms[2].cell("fr") == ("trêve",)


@given(glossaries(), glossaries())
def test_nothing_of_ones_own_changes(own: Glossary, other: Glossary) -> None:
    result = merged(own, other, LOCALES)
    after = {alike(term.source): term for term in result.glossary.terms}
    for term in own.terms:
        present = after[alike(term.source)]
        assert present.note == (term.note or present.note)
        assert [present.cell(locale) for locale, _ in term.wanted] == [wanted for _, wanted in term.wanted]
        empty = [locale for locale in LOCALES if term.cell(locale) is None and locale not in term.undecided]
        assert not present.undecided & set(empty)
    for term in other.terms:
        present = after[alike(term.source)]
        kept = [locale for locale, wanted in term.wanted if present.cell(locale) != wanted]
        assert all(any(f"({locale}): kept" in item.message for item in result.differences) for locale in kept)


@given(glossaries(), glossaries())
def test_merging_twice_adds_nothing(own: Glossary, other: Glossary) -> None:
    once = merged(own, other, LOCALES)
    twice = merged(once.glossary, other, LOCALES)
    assert (twice.glossary, twice.undecided) == (once.glossary, ())
