"""What a publication's memory is made of: how many pairs are from which file, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from publish.memory.pairs import Standing
from publish.memory.search import Memory
from publish.steps.memory import Memories


@dataclass(frozen=True, slots=True)
class Holding:
    """How many pairs a locale's memory has from one file: a number for each `Standing`, the best first."""

    tag: str
    file: str
    numbers: tuple[int, ...]


def holdings(known: Memories, tag: str) -> list[Holding]:
    """What a locale's memory is made of; a file that cannot be read is there with nothing in it."""
    return [
        Holding(tag, file, tuple(counts[standing] for standing in Standing))
        for file, counts in known.ask(tag, Memory.counts).items()
    ]
