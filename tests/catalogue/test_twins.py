"""A sentence that stands twice, one of the two edited: the edited one is offered what the other goes on having."""

from __future__ import annotations

import pytest

from publish.catalogue.comparing import compared
from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import TWIN, steps
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.reading import parsed
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import MERGED, Segment, State

from .samples import HEADER

BRIDGE = "The old bridge was closed on Monday."
FRIDAY, SUNDAY = BRIDGE.replace("Monday", "Friday"), BRIDGE.replace("Monday", "Sunday")
BETWEEN = ["Their teachers waited on the other bank.", "Volunteers cleaned the streets for three weeks."]
NOTHING_ALIKE = "They found 350 bicycles in the mud and gave them back."
T = "Le vieux pont a été fermé lundi."


def article(*sources: str) -> list[Segment]:
    return [Segment(source, f"Paragraph {number}, sentence 1") for number, source in enumerate(sources, 1)]


def brought(catalogue: Catalogue, *sources: str) -> Catalogue:
    after = updated(
        catalogue, article(*sources), language=language("fr"), facts=HeaderFacts("x"), reference="seeds/a.md"
    )
    return parsed(written(after), "fr.po")


def start(translation: str = T, *sources: str) -> Catalogue:
    sources = sources or (BRIDGE, *BETWEEN, BRIDGE)
    entries = [Entry(source, translation if source == BRIDGE else f"<{source}>") for source in dict.fromkeys(sources)]
    return brought(Catalogue((*parsed(HEADER, "").entries, *entries)), *sources)


def states(catalogue: Catalogue) -> dict[str, str]:
    return {entry.source: state_of(entry).value for entry in catalogue.live if entry.source not in BETWEEN}


@pytest.mark.parametrize("sources", [(FRIDAY, *BETWEEN, BRIDGE), (BRIDGE, *BETWEEN, FRIDAY)])
def test_the_edited_one_is_offered_the_translation(sources: tuple[str, ...]) -> None:
    before = start()
    after = brought(before, *sources)
    assert states(after) == {BRIDGE: "reviewed", FRIDAY: "outdated"}
    (copy,) = (entry for entry in after.live if entry.source == FRIDAY)
    assert (copy.translation, copy.previous, steps(copy.comments)[0].kind) == (T, BRIDGE, TWIN)
    assert (compared(before, after).review.segments, compared(before, after).new.segments) == (1, 0)
    assert departing(before, after) == ()
    assert written(brought(after, *sources)) == written(after)
    assert written(brought(after, BRIDGE, *BETWEEN, BRIDGE)) == written(before)


def test_edited_again_it_is_offered_it_still() -> None:
    before = start()
    after = brought(brought(before, BRIDGE, *BETWEEN, FRIDAY), BRIDGE, *BETWEEN, SUNDAY)
    assert written(after) == written(brought(before, BRIDGE, *BETWEEN, SUNDAY))
    assert written(brought(after, BRIDGE, *BETWEEN, BRIDGE)) == written(before)


def test_both_edited_each_has_it_and_both_come_back() -> None:
    before = start()
    after = brought(before, FRIDAY, *BETWEEN, SUNDAY)
    assert states(after) == {FRIDAY: "outdated", SUNDAY: "outdated"}
    assert written(brought(after, BRIDGE, *BETWEEN, BRIDGE)) == written(before)
    one_by_one = brought(brought(before, FRIDAY, *BETWEEN, BRIDGE), FRIDAY, *BETWEEN, SUNDAY)
    assert states(one_by_one) == {FRIDAY: "outdated", SUNDAY: "outdated"}


@pytest.mark.parametrize(
    ("translation", "sources"),
    [
        (T, (BRIDGE, *BETWEEN, BRIDGE, FRIDAY)),
        (T, (BRIDGE, *BETWEEN, NOTHING_ALIKE)),
        (MERGED, (BRIDGE, *BETWEEN, FRIDAY)),
        ("", (BRIDGE, *BETWEEN, FRIDAY)),
    ],
)
def test_nothing_is_offered_where_none_was_edited_or_none_has_words(translation: str, sources: tuple[str, ...]) -> None:
    after = brought(start(translation), *sources)
    assert state_of(after.live[-1]) is State.UNTRANSLATED


def test_once_it_is_back_at_all_its_places_nothing_is_offered_to_another() -> None:
    edited = brought(start(), BRIDGE, *BETWEEN, FRIDAY)
    after = brought(edited, BRIDGE, *BETWEEN, BRIDGE, SUNDAY)
    assert state_of(after.live[-1]) is State.UNTRANSLATED
