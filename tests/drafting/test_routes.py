"""Ways through packages from one language to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engines.routes import newest, route


@dataclass(frozen=True)
class Step:
    source: str
    target: str
    order: tuple[int, ...] = (1,)
    note: str = ""


def steps(text: str) -> list[Step]:
    """Packages written as `fr>en en>de`."""
    return [Step(*pair.split(">")) for pair in text.split()]


@pytest.mark.parametrize(
    ("packages", "way", "reason"),
    [
        ("fr>de", "fr>de", "direct"),
        ("fr>en en>de fr>de", "fr>de", "direct rather than through English"),
        ("fr>en en>de", "fr>en en>de", "through English"),
        ("fr>ca ca>de fr>en en>de", "fr>en en>de", "through English rather than another language of as few steps"),
        ("fr>pl pl>de fr>ca ca>de", "fr>ca ca>de", "by the codes where English does not help"),
        ("fr>en en>pl pl>de fr>ca ca>de", "fr>ca ca>de", "fewer steps rather than through English"),
        ("fr>ca ca>pl pl>de fr>en en>pl", "fr>en en>pl pl>de", "through English, first of three"),
        ("fr>ca ca>en en>de fr>ab ab>pl pl>de", "fr>ca ca>en en>de", "through English, last of three"),
        ("fr>en de>en", None, "the wrong direction"),
        ("", None, "nothing there"),
        ("fr>en en>fr", None, "a circle"),
        ("fr>fr fr>en en>en en>de", "fr>en en>de", "a package from a language to itself leads nowhere"),
    ],
)
def test_the_way_from_french_to_german(packages: str, way: str | None, reason: str) -> None:
    wanted = None if way is None else steps(way)
    for order in permutations(steps(packages)):
        assert route(order, "fr", "de") == wanted, reason


def test_a_language_needs_no_package_to_itself() -> None:
    assert route([], "fr", "fr") == []


def test_the_newest_of_each_pair() -> None:
    old, new, same = Step("fr", "de", (1, 9)), Step("fr", "de", (1, 10)), Step("fr", "de", (1, 10), "found later")
    assert newest([old, new, same]) == {("fr", "de"): new}
    assert route([old, new, same], "fr", "de") == [new]


LANGUAGES = ("en", "fr", "de", "ja", "es")
PACKAGES = st.lists(st.builds(Step, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES)), max_size=14)


@given(PACKAGES, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_every_way_leads_there_in_as_few_steps_as_there_can_be(packages: list[Step], start: str, end: str) -> None:
    pairs = {(package.source, package.target) for package in packages}
    others = [language for language in LANGUAGES if language not in (start, end)]
    ways = [
        (start, *between, end)
        for count in range(len(others) + 1)
        for between in permutations(others, count)
        if set(pairwise((start, *between, end))) <= pairs
    ]
    found = route(packages, start, end)
    if start == end:
        assert found == []
    elif not ways:
        assert found is None
    else:
        shortest = min(map(len, ways))
        best = min((way for way in ways if len(way) == shortest), key=lambda way: ("en" not in way[1:-1], way))
        assert found is not None
        assert (start, *(step.target for step in found)) == best
