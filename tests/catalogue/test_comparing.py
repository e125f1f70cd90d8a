"""What an update means, counted: every entry has one fate, and the figures say what the two catalogues say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.comparing import (
    Comparison,
    Fate,
    compared,
    fates,
    in_words,
    is_outdated,
    is_waiting,
    sources_before,
)
from publish.catalogue.entry import Catalogue, Count, Entry, state_of
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.updating import updated
from publish.languages import language
from publish.segments import Segment, State

OLD = [
    "In Britain, hundreds of thousands of people demonstrated.",
    "On 26 November around 25,000 people attended a march on Ottawa, and hundreds blocked a bridge in Montreal.",
    "The ISO comrades denounced the attacks by those in power.[^1]",
    "Astonishment gradually turned into militant indignation in many countries.",
    "Students are walking out of classes to protest.",
]


def catalogue(*sources: str, empty: tuple[str, ...] = ()) -> Catalogue:
    return Catalogue(tuple(Entry(text, "" if text in empty else f"<{text}>") for text in sources))


def after(before: Catalogue | None, *sources: str) -> Catalogue:
    segments = [Segment(text, f"Paragraph {number}") for number, text in enumerate(sources, 1)]
    return updated(before, segments, language=language("fr"), facts=HeaderFacts("Title"), reference="seeds/a.md")


def fate_of(before: Catalogue | None, now: Catalogue) -> dict[str, Fate]:
    return {entry.source: fate for entry, fate in fates(before, now)}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, "untouched 5"),
        (OLD[::-1], "untouched 5"),
        ([*OLD, "An entirely different sentence stands here."], "untouched 5, new 1 (6 words)"),
        (OLD[1:], "untouched 4, removed 1"),
        ([OLD[0].replace("thousands", "thousand"), *OLD[1:]], "untouched 4, review 1 (8 words)"),
        ([OLD[0].replace("Britain, ", "Britain,\u00a0"), *OLD[1:]], "untouched 4, harmless 1"),
        ([*OLD[:2], OLD[2].replace("[^1]", "[^2]"), *OLD[3:]], "untouched 4, harmless 1"),
        (
            [OLD[0], "On 26 November around 25,000 people attended a march on Ottawa.",
             "Hundreds blocked a bridge in Montreal.", *OLD[2:]],
            "untouched 4, review 2 (18 words)",
        ),
        (
            [*OLD[:3], "Astonishment gradually turned into militant indignation in many countries, and students are "
             "walking out of classes to protest."],
            "untouched 3, review 1 (18 words)",
        ),
    ],
)  # fmt: skip
def test_what_an_edit_means(new: list[str], expected: str) -> None:
    before = catalogue(*OLD)
    found = compared(before, after(before, *new))
    words = [
        f"untouched {found.untouched.segments}",
        *(f"harmless {found.harmless.segments}" for _ in range(found.harmless.segments > 0)),
        *(f"review {found.review.segments} ({found.review.words} words)" for _ in range(found.review.segments > 0)),
        *(f"new {found.new.segments} ({found.new.words} words)" for _ in range(found.new.segments > 0)),
        *(f"removed {found.removed.segments}" for _ in range(found.removed.segments > 0)),
    ]
    assert ", ".join(words) == expected


def test_a_new_catalogue_is_all_new_and_an_untranslated_one_loses_nothing() -> None:
    assert compared(None, after(None, *OLD)).new.segments == len(OLD)
    empty = catalogue(*OLD, empty=tuple(OLD))
    found = compared(empty, after(empty, *OLD[1:]))
    assert (found.untouched.segments, found.removed, found.is_change) == (4, Count(), False)


def test_what_comes_back_is_kept() -> None:
    before = catalogue(*OLD)
    without = after(before, *OLD[1:])
    found = compared(without, after(without, *OLD))
    assert (found.revived.segments, found.untouched.segments) == (1, 4)
    changed = after(before, OLD[0].replace("thousands", "thousand"), *OLD[1:])
    found = compared(changed, after(changed, *OLD))
    assert (found.revived.segments, found.review, found.kept.segments) == (1, Count(), 5)


def test_what_waits_from_an_earlier_update() -> None:
    before = catalogue(*OLD)
    joined = f"{OLD[3].removesuffix('.')}, and {OLD[4][0].lower()}{OLD[4][1:]}"
    changed = OLD[0].replace("thousands", "thousand")
    now = after(before, changed, *OLD[1:3], joined)
    again = after(now, changed, *OLD[1:3], joined)
    found = compared(now, again)
    assert (found.is_change, found.waiting.segments) == (False, 2)
    waiting = {entry.source: sources_before(entry, again) for entry in again.live if is_outdated(entry)}
    assert waiting == {changed: (OLD[0],), joined: (OLD[3], OLD[4])}
    reviewed = now.with_live(lambda entry: replace(entry, flags=(), previous=""))
    assert compared(reviewed, after(reviewed, changed, *OLD[1:3], joined)).waiting == Count()


@pytest.mark.parametrize(
    ("edited", "harmless", "revived"),
    [
        (OLD[1].replace("25,000", "28,000"), 0, 1),
        (OLD[1].replace("people", "workers"), 0, 1),
        (OLD[1].replace("26 November", "26\u00a0November"), 1, 0),
    ],
)
@pytest.mark.parametrize("keeps_previous", [True, False])
def test_an_accepted_change_that_is_taken_back_is_back_again(
    edited: str, harmless: int, revived: int, keeps_previous: bool
) -> None:
    before = catalogue(*OLD).with_live(lambda entry: replace(entry, translation=f"25 000, {entry.source[:9]}"))
    changed = after(before, OLD[0], edited, *OLD[2:])
    accepted = changed.with_live(
        lambda entry: replace(entry, flags=(), previous=entry.previous if keeps_previous else "")
    )
    found = compared(accepted, after(accepted, *OLD))
    assert (found.harmless.segments, found.revived.segments, found.review) == (harmless, revived, Count())


def test_a_changed_sentence_that_left_and_returns_as_it_was_first_is_back_again() -> None:
    changed = after(catalogue(*OLD), OLD[0].replace("thousands", "thousand"), *OLD[1:])
    accepted = changed.with_live(lambda entry: replace(entry, flags=(), previous=""))
    gone = after(accepted, *OLD[1:])
    found = compared(gone, after(gone, *OLD))
    assert (found.revived.segments, found.harmless.segments) == (1, 0)


def test_what_waits_and_is_only_renumbered_goes_on_waiting() -> None:
    renumbered = [text.replace("[^1]", "[^2]") for text in OLD]
    before = catalogue(*OLD)
    changed = OLD[2].replace("comrades", "friends")
    waiting = after(before, *OLD[:2], changed, *OLD[3:])
    again = after(waiting, *OLD[:2], changed.replace("[^1]", "[^2]"), *OLD[3:])
    found = compared(waiting, again)
    assert (found.review, found.waiting.segments, found.harmless.segments) == (Count(), 1, 1)
    assert [fate for entry, fate in fates(waiting, again) if is_waiting(entry, fate)] == [Fate.HARMLESS]
    found = compared(again, after(again, *OLD[:2], changed, *OLD[3:]))
    assert (found.review, found.waiting.segments) == (Count(), 1)
    # New work is no less new for a number that changes with it.
    found = compared(before, after(before, *OLD[:2], changed.replace("[^1]", "[^2]"), *OLD[3:]))
    assert (found.review.segments, found.waiting) == (1, Count())
    found = compared(waiting, after(waiting, *renumbered))
    assert (found.review, found.waiting) == (Count(), Count())


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Comparison(), ""),
        (Comparison(untouched=Count(80, 1234), waiting=Count(2, 30)), ""),
        (Comparison(review=Count(3, 41), new=Count(1, 12), removed=Count(2, 30)),
         "3 to review again (41 words), 1 new (12 words), 2 removed"),
        (Comparison(review=Count(1, 1)), "1 to review again (1 word)"),
        (
            Comparison(harmless=Count(2, 9), revived=Count(1, 5), removed=Count(1, 3)),
            "2 harmlessly changed, 1 back again, 1 removed",
        ),
        (
            Comparison(new=Count(3, 30), remembered=Count(2, 20)),
            "3 new (30 words; 2 from the memory, 10 words to translate)",
        ),
        (Comparison(new=Count(3, 30), remembered=Count(3, 30)), "3 new (30 words; 3 from the memory)"),
        (
            Comparison(harmless=Count(1, 9), review=Count(1, 5), removed=Count(1, 3)),
            "1 harmlessly changed, 1 to review again (5 words), 1 removed",
        ),
        (Comparison(new=Count(1234, 20_000)), "1,234 new (20,000 words)"),
    ],
)  # fmt: skip
def test_in_words(comparison: Comparison, expected: str) -> None:
    assert in_words(comparison) == expected
    assert comparison.is_change == bool(expected)


TEXTS = st.lists(
    st.sampled_from([*OLD, *(text.replace("the", "a") for text in OLD), OLD[0].replace(",", ""), "Peace.", "War."]),
    min_size=1,
    max_size=7,
    unique=True,
)
STATES = st.lists(st.sampled_from(["reviewed", "draft", "outdated", "empty", "obsolete"]), min_size=7, max_size=7)


@given(TEXTS, STATES, TEXTS)
def test_the_parts_make_up_the_whole(old: list[str], states: list[str], new: list[str]) -> None:
    entries = []
    for text, state in zip(old, states, strict=False):
        entry = Entry(text, "" if state == "empty" else f"<{text}>", obsolete=state == "obsolete")
        if state in ("draft", "outdated"):
            entry = replace(entry, flags=("fuzzy",), previous="Something else." if state == "outdated" else "")
        entries.append(entry)
    before = Catalogue(tuple(entries))
    now = after(before, *new)
    found = compared(before, now)
    assert found.live.segments == len(now.live) == len(new)
    assert found.kept.segments + found.review.segments + found.new.segments == len(new)
    reviewed = {entry.key for entry in now.live if state_of(entry) is State.REVIEWED}
    lost = {entry.key for entry in before.live if state_of(entry) is State.REVIEWED} - reviewed
    told = found.review.segments + found.removed.segments + found.harmless.segments + found.revived.segments
    assert not lost or told, "a review was lost and nobody is told"
    assert all(fate is not Fate.NEW for entry, fate in fates(before, now) if not entry.is_empty)
