"""What a catalogue gives to the memory: each translation with the source it was made for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.updating import updated
from publish.languages import language
from publish.memory.pairs import Standing, has_pair, neighbours_of_pair, pairs_of
from publish.segments import MERGED, Segment


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


@pytest.mark.parametrize(
    ("translations", "known"),
    [
        (("Un.", "Deux.", "Trois."), [True, True, True]),
        (("Un et deux.", MERGED, "Trois."), [False, False]),
        ((MERGED, "Un et deux.", "Trois."), [False, True]),
        (("Un.", "Deux.", MERGED), [True, False]),
        (("Un et trois.", "", MERGED), [False]),
    ],
)
def test_nobody_is_told_the_neighbours_of_a_translation_that_may_be_of_two_sentences(
    translations: tuple[str, ...], known: list[bool]
) -> None:
    entries = [Entry(source, text) for source, text in zip(("One.", "Two.", "Three."), translations, strict=True)]
    pairs = list(pairs_of(Catalogue(tuple(entries)), "x"))
    assert [bool(pair.before and pair.after) for pair in pairs] == known
    shown = [bool(all(neighbours_of_pair(entries, number))) for number, entry in enumerate(entries) if has_pair(entry)]
    assert shown == known
