"""A sentence that others are merged into is reviewed only while they stand beside it."""

from __future__ import annotations

import pytest

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.reading import parsed
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import MERGED, Segment, State

from .gnu import complaints
from .samples import FACTS, HEADER, REFERENCE

ONE = "A march was held in Tokyo on Monday."
TWO = "Another one filled the streets of Osaka on Tuesday."
TWO_CHANGED = "Another one filled the streets of Osaka on Wednesday."
THREE = "Unions have signed calls for a ceasefire."
NEW = "It rained."
TEXTS = {
    "fr": "Une marche à Tokyo lundi, une autre à Osaka mardi.",
    "ja": "月曜は東京で、火曜は大阪でデモが行われた。",
}
ALL = (ONE, TWO, THREE)


def brought_up(content: bytes | None, *paragraphs: tuple[str, ...], tag: str = "fr") -> bytes:
    segments = [
        Segment(source, f"Section 1, paragraph {number}, sentence {place}")
        for number, paragraph in enumerate(paragraphs, 1)
        for place, source in enumerate(paragraph, 1)
    ]
    catalogue = parsed(content, "x.po") if content is not None else None
    return written(updated(catalogue, segments, language=language(tag), facts=FACTS, reference=REFERENCE))


def first(tag: str, *texts: str, sources: tuple[str, ...] = ALL) -> bytes:
    entries = [Entry(source, text) for source, text in zip(sources, texts, strict=True)]
    header = parsed(HEADER.replace(b"fr", tag.encode()), "").entries
    return brought_up(written(Catalogue((*header, *entries))), sources, tag=tag)


def states(content: bytes) -> dict[str, str]:
    return {entry.source: state_of(entry).value for entry in parsed(content, "x.po").live}


def of(content: bytes, source: str) -> Entry:
    return next(entry for entry in parsed(content, "x.po").entries if entry.source == source)


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize(
    ("paragraphs", "why"),
    [
        ([ALL], ""),
        ([(THREE, ONE, TWO)], ""),
        ([(NEW,), (ONE, TWO), (THREE,)], ""),
        ([(ONE, TWO.replace("one filled", "one\u00a0filled"), THREE)], ""),
        ([(ONE, THREE)], "removed"),
        ([(ONE,)], "removed"),
        ([(ONE, TWO_CHANGED, THREE)], "changed"),
        ([(ONE, THREE, TWO)], "moved"),
        ([(TWO, ONE, THREE)], "moved"),
        ([(ONE,), (TWO, THREE)], "moved"),
        ([(ONE, NEW, TWO, THREE)], "moved"),
    ],
)
def test_the_neighbour_is_marked_and_comes_back(tag: str, paragraphs: list[tuple[str, ...]], why: str) -> None:
    before = first(tag, TEXTS[tag], MERGED, "Trois.")
    after = brought_up(before, *paragraphs, tag=tag)
    assert complaints(after) == ""
    entry = next(one for one in parsed(after, "x.po").live if one.translation == TEXTS[tag])
    if why:
        assert (state_of(entry), entry.previous) == (State.OUTDATED, f"{ONE} {TWO}")
        assert entry.comments[-1].startswith(f"The sentence merged into this one was {why}; before: reviewed")
        assert persons_comments(entry.comments) == ()
    else:
        assert state_of(entry) is State.REVIEWED
    assert brought_up(after, *paragraphs, tag=tag) == after
    assert brought_up(after, ALL, tag=tag) == before


@pytest.mark.parametrize(
    ("texts", "sources", "marked"),
    [
        # Nothing stands before the first one.
        ((MERGED, "Les deux.", "Trois."), (TWO, THREE), TWO),
        (("Les trois.", MERGED, MERGED), (ONE, TWO), ONE),
        (("Les trois.", MERGED, MERGED), (ONE, THREE), ONE),
        # The one that has the words is gone: what is left would print nothing.
        (("Les deux.", MERGED, "Trois."), (TWO, THREE), TWO),
    ],
)
def test_who_is_marked(texts: tuple[str, ...], sources: tuple[str, ...], marked: str) -> None:
    before = first("fr", *texts)
    after = brought_up(before, sources)
    assert states(after)[marked] == "outdated"
    assert all(state == "reviewed" for source, state in states(after).items() if source != marked)
    assert brought_up(after, sources) == after
    assert brought_up(after, ALL) == before


def test_a_neighbour_that_changes_leaves_the_merged_one_as_it_is() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    changed = ONE.replace("Monday", "Sunday night")
    after = brought_up(before, (changed, TWO, THREE))
    assert states(after) == {changed: "outdated", TWO: "reviewed", THREE: "reviewed"}
    assert brought_up(after, ALL) == before


def test_a_sentence_without_a_translation_between_them_tells_where_they_stood() -> None:
    before = first("fr", "Les deux.", "", MERGED)
    assert brought_up(before, ALL) == before
    after = brought_up(before, (ONE, THREE))
    assert brought_up(after, (ONE, THREE)) == after
    assert brought_up(after, ALL) == before


def test_both_change_and_one_comes_back() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    after = brought_up(before, (ONE.replace("Monday", "Sunday night"), THREE))
    after = brought_up(after, (ONE, THREE))
    assert (states(after)[ONE], of(after, ONE).previous) == ("outdated", f"{ONE} {TWO}")
    assert brought_up(after, (ONE, THREE)) == after
    assert brought_up(after, ALL) == before


def test_the_paragraph_leaves_and_one_comes_back() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    gone = brought_up(before, (THREE,))
    alone = brought_up(gone, (ONE, THREE))
    assert states(alone)[ONE] == "outdated"
    for content in (gone, alone):
        assert brought_up(content, ALL) == before


def test_what_a_person_has_accepted_stays_accepted() -> None:
    after = brought_up(first("fr", TEXTS["fr"], MERGED, "Trois."), (ONE, THREE))
    lines = [line for line in after.split(b"\n") if not line.startswith((b"#, fuzzy", b"#|"))]
    accepted = b"\n".join(lines).replace(b", une autre \xc3\xa0 Osaka mardi", b"")
    again = brought_up(accepted, (ONE, THREE))
    assert (state_of(of(again, ONE)), of(again, ONE).comments) == (State.REVIEWED, ())
    assert brought_up(again, (ONE, THREE)) == again


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("fr", "Une marche[^1] et une autre[^2].", "Une marche[^2] et une autre[^3]."),
        ("fr", "Une autre[^2] et une marche[^1].", "Une autre[^3] et une marche[^2]."),
        ("ja", "東京[^1]と大阪[^2]で。", "東京[^2]と大阪[^3]で。"),
    ],
)
def test_the_notes_of_the_merged_sentence_are_renumbered_with_it(tag: str, text: str, expected: str) -> None:
    one, two = f"{ONE}[^1]", f"{TWO}[^2]"
    before = first(tag, text, MERGED, "Trois.", sources=(one, two, THREE))
    new = (f"{ONE}[^2]", f"{TWO}[^3]")
    after = brought_up(before, (f"{NEW}[^1]", *new, THREE), tag=tag)
    assert of(after, new[0]).translation == expected
    assert {states(after)[source] for source in (*new, THREE)} == {"reviewed"}
    assert brought_up(after, (f"{NEW}[^1]", *new, THREE), tag=tag) == after
    assert brought_up(after, (one, two, THREE), tag=tag) == before


def test_notes_that_belong_to_no_merged_sentence_are_not_renumbered() -> None:
    one, two = f"{ONE}[^1]", f"{TWO}[^2]"
    text = "Une marche[^1] et une autre[^7]."
    after = brought_up(first("fr", text, MERGED, sources=(one, two)), (f"{NEW}[^1]", f"{ONE}[^2]", f"{TWO}[^3]"))
    assert (of(after, f"{ONE}[^2]").translation, states(after)[f"{ONE}[^2]"]) == (text, "outdated")
