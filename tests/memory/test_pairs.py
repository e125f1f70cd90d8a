"""What a catalogue gives to the memory: each translation with the source it was made for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.updating import updated
from publish.languages import language
from publish.memory.pairs import Standing, pairs_of
from publish.segments import Segment


def after_edit(old: str, translation: str, new: str) -> Catalogue:
    """The French catalogue of one reviewed sentence after its source has become another one."""
    before = Catalogue((Entry(old, translation, roles=("Title",)),))
    segment = Segment(new, "Title")
    return updated(before, [segment], language=language("fr"), facts=HeaderFacts("x"), reference="seeds/x.txt")


REVIEWED, UNREVIEWED = Standing.REVIEWED, Standing.UNREVIEWED


@pytest.mark.parametrize(
    ("old", "translation", "new", "expected"),
    [
        (
            "They agreed to a truce.",
            "Ils ont accepté une trêve.",
            "They have agreed to a truce.",
            ("They agreed to a truce.", "Ils ont accepté une trêve.", REVIEWED),
        ),
        (
            "25,000 people marched.",
            "25 000 personnes ont défilé.",
            "28,000 people marched.",
            ("28,000 people marched.", "28 000 personnes ont défilé.", UNREVIEWED),
        ),
        (
            "Many marched there.[^1]",
            "Beaucoup y ont défilé[^1].",
            "Many more marched there.[^2]",
            ("Many marched there.[^1]", "Beaucoup y ont défilé[^1].", REVIEWED),
        ),
        (
            "A few marched.",
            "Quelques-uns ont défilé.",
            "Fifteen marched.",
            ("A few marched.", "Quelques-uns ont défilé.", REVIEWED),
        ),
    ],
)
def test_a_translation_is_given_with_the_source_it_is_for(
    old: str, translation: str, new: str, expected: tuple[str, str, Standing]
) -> None:
    catalogue = after_edit(old, translation, new)
    assert [entry.is_fuzzy for entry in catalogue.live] == [True]
    assert [(pair.source, pair.translation, pair.standing) for pair in pairs_of(catalogue, "x")] == [expected]


@pytest.mark.parametrize(
    ("old", "translation", "new", "text", "expected"),
    [
        (
            "25,000 people marched.",
            "25 000 personnes ont défilé.",
            "28,000 people marched.",
            "28 000 ont défilé.",
            None,
        ),
        (
            "Many marched there.[^1]",
            "Beaucoup y ont défilé[^1].",
            "Many more marched there.[^2]",
            "Bien plus y ont défilé[^2].",
            ("Many marched there.[^1]", "Bien plus y ont défilé[^1]."),
        ),
    ],
)
def test_what_a_person_has_made_of_it_since_is_not_lost(
    old: str, translation: str, new: str, text: str, expected: tuple[str, str] | None
) -> None:
    changed = after_edit(old, translation, new).with_live(lambda entry: replace(entry, translation=text))
    (pair,) = pairs_of(changed, "x")
    assert (pair.source, pair.translation) == (expected or (new, text))
    assert pair.standing is UNREVIEWED


def test_it_is_reviewed_once_it_is_accepted() -> None:
    catalogue = after_edit("25,000 people marched.", "25 000 personnes ont défilé.", "28,000 people marched.")
    (pair,) = pairs_of(catalogue.with_live(lambda entry: replace(entry, flags=(), previous="")), "x")
    assert (pair.source, pair.standing) == ("28,000 people marched.", REVIEWED)
