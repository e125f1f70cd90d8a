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


@pytest.mark.parametrize(
    ("old", "translation", "new", "expected"),
    [
        ("They agreed to a truce.", "Ils ont accepté une trêve.", "They have agreed to a truce.", Standing.REVIEWED),
        ("25,000 people marched.", "25 000 personnes ont défilé.", "28,000 people marched.", None),
        ("Many marched there.[^1]", "Beaucoup y ont défilé[^1].", "Many more marched there.[^2]", None),
        ("A few marched.", "Quelques-uns ont défilé.", "Fifteen marched.", Standing.REVIEWED),
    ],
)
def test_a_translation_is_given_with_the_source_it_was_made_for(
    old: str, translation: str, new: str, expected: Standing | None
) -> None:
    """If the program has changed it, it is nobody's; the people's own words have gone into the memory by then."""
    catalogue = after_edit(old, translation, new)
    assert [entry.is_fuzzy for entry in catalogue.live] == [True]
    found = [(pair.source, pair.translation, pair.standing) for pair in pairs_of(catalogue, "x")]
    assert found == ([(old, translation, expected)] if expected is not None else [])


def test_what_a_person_has_made_of_it_since_is_remembered_once_it_is_accepted() -> None:
    catalogue = after_edit("25,000 people marched.", "25 000 personnes ont défilé.", "28,000 people marched.")
    accepted = catalogue.with_live(lambda entry: replace(entry, flags=(), previous=""))
    (pair,) = pairs_of(accepted, "x")
    assert (pair.source, pair.translation) == ("28,000 people marched.", "28 000 personnes ont défilé.")
