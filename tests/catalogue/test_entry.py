"""States, look-ups and counts."""

from __future__ import annotations

import pytest

from publish.catalogue.entry import Catalogue, Count, Entry, counts, state_of, translations
from publish.segments import MERGED, Segment, State, Translation


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (Entry("a"), State.UNTRANSLATED),
        (Entry("a", " \u00a0\n"), State.UNTRANSLATED),
        (Entry("a", flags=("fuzzy",), previous="b"), State.UNTRANSLATED),
        (Entry("a", "b"), State.REVIEWED),
        (Entry("a", MERGED), State.REVIEWED),
        (Entry("a", "b", flags=("no-wrap",), previous="c"), State.REVIEWED),
        (Entry("a", "b", flags=("fuzzy",)), State.DRAFT),
        (Entry("a", "b", flags=("no-wrap", "fuzzy"), previous="c"), State.OUTDATED),
        (Entry("a", "", plural="as", plural_translations=("b",)), State.REVIEWED),
    ],
)
def test_states(entry: Entry, state: State) -> None:
    assert state_of(entry) is state


CATALOGUE = Catalogue(
    (
        Entry("", "Language: fr\n"),
        Entry("Two words", "Deux mots"),
        Entry("Two words", "Titre", context="Title", flags=("fuzzy",)),
        Entry("Gone for good", "Parti", obsolete=True),
    )
)


@pytest.mark.parametrize(
    ("segment", "translation"),
    [
        (Segment("Two words", "Paragraph"), Translation("Deux mots", State.REVIEWED)),
        (Segment("Two words", "Title", context="Title"), Translation("Titre", State.DRAFT)),
        (Segment("Gone for good", "Paragraph"), Translation("", State.UNTRANSLATED)),
        (Segment("", "Paragraph"), Translation("", State.UNTRANSLATED)),
    ],
)
def test_translations(segment: Segment, translation: Translation) -> None:
    assert translations(CATALOGUE)(segment) == translation


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Umm Al-Fahm’s 25 people", 4),
        ("See *the* [interview here](https://example.org/a/b).[^12]", 4),
        ("don't – stop…", 2),
        ("連帯とUAW", 4),
        ("***", 0),
    ],
)
def test_words(source: str, words: int) -> None:
    assert counts(Catalogue((Entry(source),)))[State.UNTRANSLATED] == Count(1, words)


def test_counts_leave_out_the_header_and_what_is_obsolete() -> None:
    assert counts(CATALOGUE) == {
        State.REVIEWED: Count(1, 2),
        State.DRAFT: Count(1, 2),
        State.OUTDATED: Count(),
        State.UNTRANSLATED: Count(),
    }
