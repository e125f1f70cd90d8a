"""The shortest way from one language to another through translation packages, in as few steps as there can be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Protocol, TypeVar

# Nearly every Argos package has English on one side, and those are the ones most used and best tested.
_PIVOT = "en"


class Direction(Protocol):
    """What translates from one language into another: a package, installed or in an index."""

    @property
    def source(self) -> str:
        """Argos's code of the language it reads."""

    @property
    def target(self) -> str:
        """Argos's code of the language it writes."""

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts versions of one pair, the newest last."""


Step = TypeVar("Step", bound=Direction)


def newest(packages: Iterable[Step]) -> dict[tuple[str, str], Step]:
    """The newest package of each pair of languages; of equals the first."""
    best: dict[tuple[str, str], Step] = {}
    for package in packages:
        pair = (package.source, package.target)
        if pair not in best or package.order > best[pair].order:
            best[pair] = package
    return best


def route(packages: Iterable[Step], source_code: str, target_code: str) -> list[Step] | None:
    """The packages to go through one after another, `None` where they lead nowhere.

    Fewest steps first; among equals the way through English, then the first by the languages' codes. The newest version
    of each pair is taken. A language needs no package to itself: then the list is empty.
    """
    pairs = newest(packages)
    onward: dict[str, list[str]] = {}
    for source, target in sorted(pairs):
        onward.setdefault(source, []).append(target)
    ways: list[list[str]] = [[source_code]]
    seen = {source_code}
    while ways:
        arrived = [way for way in ways if way[-1] == target_code]
        if arrived:
            best = min(arrived, key=lambda way: (_PIVOT not in way[1:-1], way))
            return [pairs[pair] for pair in pairwise(best)]
        ways = _one_further(ways, onward, seen)
    return None


def _one_further(ways: list[list[str]], onward: dict[str, list[str]], seen: set[str]) -> list[list[str]]:
    """Each way taken one step further, the best one to each language not reached before."""
    best: dict[str, list[str]] = {}
    for way in sorted(ways, key=lambda way: (_PIVOT not in way, way)):
        for language in onward.get(way[-1], []):
            if language not in seen:
                best.setdefault(language, [*way, language])
    seen.update(best)
    return list(best.values())
