"""What has happened to a text: each sentence, old or new, is told of once, unless it stands there still."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.entry import Entry
from publish.catalogue.source_changes import SourceChange, source_changes
from publish.segments import Segment

A = "In Britain, hundreds of thousands of people demonstrated."
B = "On 26 November around 25,000 people attended a march on Ottawa, and hundreds blocked a bridge in Montreal."
C = "The ISO comrades denounced the attacks by those in power.[^1]"
D = "Astonishment gradually turned into militant indignation in many countries."
E = "Students are walking out of classes to protest."
F = "Every country has a particular context of its own."
OLD = (A, B, C, D, E, F)
B_CHANGED = B.replace("25,000 people", "30,000 marchers")
B_SPLIT = ("On 26 November around 25,000 people attended a march on Ottawa.", "Hundreds blocked a bridge in Montreal.")
C_HARMLESS = C.replace("[^1]", "[^2]")
DE = f"{D.removesuffix('.')}, and students are walking out of classes to protest."
NEW = "An entirely different sentence stands here."


def changes(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[SourceChange, ...]:
    before = [Entry(text, roles=(f"Paragraph {number}",)) for number, text in enumerate(old, 1)]
    return source_changes(before, [Segment(text, f"Paragraph {n}", line=10 * n) for n, text in enumerate(new, 1)])


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        ((A, B_CHANGED, *OLD[2:]), [("changed", (B,), (B_CHANGED,), "Paragraph 2", 20)]),
        ((A, B, C_HARMLESS, *OLD[3:]), [("harmless", (C,), (C_HARMLESS,), "Paragraph 3", 30)]),
        ((A, *B_SPLIT, *OLD[2:]), [("split", (B,), B_SPLIT, "Paragraph 2 to Paragraph 3", 20)]),
        ((A, B, C, DE, F), [("joined", (D, E), (DE,), "Paragraph 4", 40)]),
        ((A, B, NEW, *OLD[2:]), [("new", (), (NEW,), "Paragraph 3", 30)]),
        ((A, C, D, E, F), [("removed", (B,), (), "Paragraph 2", 0)]),
        (OLD[1:], [("removed", (A,), (), "Paragraph 1", 0)]),
        (OLD[:-1], [("removed", (F,), (), "Paragraph 6", 0)]),
        ((*OLD[2:], A, B), [("moved", (A, B), (A, B), "Paragraph 5 to Paragraph 6", 50)]),
        # In the order of the new text, and what is gone behind what stood before it.
        (
            (NEW, A, B_CHANGED, C, E, F),
            [
                ("new", (), (NEW,), "Paragraph 1", 10),
                ("changed", (B,), (B_CHANGED,), "Paragraph 3", 30),
                ("removed", (D,), (), "Paragraph 4", 0),
            ],
        ),
        ((A, A, B, *OLD[2:], A), []),
        ((), [("removed", (text,), (), f"Paragraph {number}", 0) for number, text in enumerate(OLD, 1)]),
    ],
)
def test_what_has_happened(new: tuple[str, ...], expected: list[tuple[object, ...]]) -> None:
    found = changes(OLD, new)
    assert [(change.kind, change.old, change.new, change.place, change.line) for change in found] == expected


def test_a_sentence_moved_and_changed_is_both() -> None:
    (change,) = changes(OLD, (A, *OLD[2:], B_CHANGED))
    assert (change.kind, change.place, change.former) == ("changed", "Paragraph 6", "Paragraph 2")


def test_what_is_harmless_is_named() -> None:
    (change,) = changes(OLD, (A.replace(" ", "\u00a0", 1), *OLD[1:]))
    assert (change.kind, change.words) == ("harmless", "space")


TEXTS = st.lists(st.sampled_from([*OLD, B_CHANGED, *B_SPLIT, C_HARMLESS, DE, NEW, "Peace.", "War."]), max_size=10)


@given(TEXTS, TEXTS)
def test_every_sentence_is_told_of_once(old: list[str], new: list[str]) -> None:
    before, after = tuple(dict.fromkeys(old)), tuple(dict.fromkeys(new))
    found = changes(before, tuple(new))
    told = Counter(itertools.chain.from_iterable(change.old for change in found if change.kind != "moved"))
    assert told == Counter(set(before) - set(after))
    told = Counter(itertools.chain.from_iterable(change.new for change in found if change.kind != "moved"))
    assert told == Counter(set(after) - set(before))
    moved = list(itertools.chain.from_iterable(change.new for change in found if change.kind == "moved"))
    assert len(moved) == len(set(moved))
    assert set(moved) <= set(before) & set(after)
    lines = [change.line for change in found if change.line]
    assert lines == sorted(lines)
