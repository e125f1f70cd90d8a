"""What changed, word by word: nothing of either version is lost, and a person can read it."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.word_diff import Span, plain_diff, visible, word_diff

# Few different words, so that they meet again in another order; letters of several scripts; what nobody sees.
WORDS = st.sampled_from(
    ["the", "people", "25,000", "[^3]", "[^12]", "“", "”", ",", ".", "Israel’s", "](https://example.org/a)", "*", "[-"]
) | st.sampled_from(
    [
        "東京",
        "で",
        "デモ",
        "行進に参加した",
        "ไทย",
        "e\u0301",
        "👩\u200d👩\u200d👧",
        *" \u00a0\u202f\n\u200b\ufeff\x1c\u0301",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map("".join) | st.lists(WORDS, max_size=20).map(" ".join) | st.text(max_size=40)


def joined(spans: tuple[Span, ...], *kinds: str) -> str:
    return "".join(span.text for span in spans if span.kind in kinds)


@given(TEXTS, TEXTS)
def test_both_versions_are_in_the_spans_exactly(old: str, new: str) -> None:
    spans = word_diff(old, new)
    assert joined(spans, "same", "removed") == old
    assert joined(spans, "same", "added") == new
    assert all(span.text for span in spans)
    kinds = [span.kind for span in spans]
    assert all(one != other for one, other in itertools.pairwise(kinds)), "a run in two spans"
    assert ("added", "removed") not in list(itertools.pairwise(kinds)), "the old words come first"


@given(TEXTS)
def test_what_has_not_changed_is_one_span(text: str) -> None:
    assert word_diff(text, text) == ((Span("same", text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("25,000 people in Tokyo", "25,000 marchers in Tokyo", "25,000 [-people-] {+marchers+} in Tokyo"),
        ("a march of 25,000", "a march of 30,000", "a march of [-25,000-] {+30,000+}"),
        ("in Haifa.", "in Haifa and Tel Aviv.", "in Haifa{+ and Tel Aviv+}."),
        ("It is not clear", "It is clear", "It is [-not -]clear"),
        ("the end[^6]", "the end[^7]", "the end[-[^6]-] {+[^7]+}"),
        ("“right”", '"right"', '[-“-] {+"+}right[-”-] {+"+}'),
        ("Israel's right", "Israel’s right", "[-Israel's-] {+Israel’s+} right"),
        ("November..", "November.", "November.[-.-]"),
        ("18 %", "18\u00a0%", "18[-␣-] {+⍽+}%"),
        ("a well-known anti-racist", "a well-known antiracist", "a well-known [-anti-racist-] {+antiracist+}"),
        (
            "[the page](https://example.org/a).",
            "[the page](https://example.org/b).",
            "[the page[-](https://example.org/a)-] {+](https://example.org/b)+}.",
        ),
        (
            "東京では2万5000人がデモ行進に参加した。",
            "東京では3万人がデモ行進に参加しました。",
            "東京では[-2-] {+3+}万[-5000-]人がデモ行進に参加[-した-] {+しました+}。",
        ),
        ("ประเทศไทย", "ประเทศลาว", "ประเทศ[-ไทย-] {+ลาว+}"),
        # A phrase that was rewritten is read as one, though a comma and a “the” are still there.
        ("men, women, all", "boys, girls, all", "[-men, women-] {+boys, girls+}, all"),
        ("we saw old men of few means today", "we saw some tall boys of no age today",
         "we saw [-old men of few means-] {+some tall boys of no age+} today"),
        ("one and two", "three and four", "[-one-] {+three+} and [-two-] {+four+}"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_a_person_reads(old: str, new: str, expected: str) -> None:
    assert plain_diff(old, new) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two words", "two words"),
        (" a ", " a "),
        ("   ", "␣␣␣"),
        ("a\u00a0b\tc\n", "a⍽b→c↵"),
        ("a\u202fb\u200b\x1b", "a<U+202F>b<U+200B><U+001B>"),
        ("日本語 ñ", "日本語 ñ"),
    ],
)
def test_a_change_of_white_space_can_be_seen(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize("size", [10_000, 40_000])
def test_long_texts_come_to_an_end(size: int) -> None:
    """A comparison that grew with the cube, or recursed, would not; the longer ones are beyond the limit."""
    fixed = random.Random(4)
    old, new = (
        " ".join(fixed.choice(["the", "of", ",", f"w{fixed.randrange(3000)}"]) for _ in range(size)) for _ in range(2)
    )
    spans = word_diff(old, new)
    assert (joined(spans, "same", "removed"), joined(spans, "same", "added")) == (old, new)
