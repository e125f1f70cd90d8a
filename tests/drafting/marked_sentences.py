"""Sentences marked by hand (`marked_sentences.txt`), and how many of their marks a placing puts in the right place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from publish.article import Emphasis, Inline, Link, NoteMarker, Strong, plain
from publish.drafting.marks import Bare, Placed, bare
from publish.engines import Span
from publish.markup import parsed

_FILE = Path(__file__).with_suffix(".txt")
_HELD_OUT = "[held out]"


@dataclass(frozen=True, slots=True)
class Marked:
    """An English sentence with its marks and a translation with the marks in their right places, both in Markdown.

    `others` are further versions that a person would take for as right. `links` gives for each word of the translation
    the numbers (from 0) of the source words it comes from; it is empty where no person has linked them.
    """

    source: str
    language: str
    translation: str
    is_held_out: bool
    others: tuple[str, ...] = ()
    links: tuple[tuple[int, ...], ...] = ()

    @property
    def bare(self) -> Bare:
        return bare(parsed(self.source, "en"))

    @property
    def text(self) -> str:
        return bare(parsed(self.translation, self.language)).text


def marked_sentences() -> tuple[Marked, ...]:
    return tuple(_read(_FILE.read_text(encoding="utf-8").splitlines()))


def _read(lines: Iterable[str]) -> Iterator[Marked]:
    source, is_held_out = "", False
    found: Marked | None = None
    for line in lines:
        kind, content = line[:2].strip(), line[3:]
        if kind == "=" and found:
            found = replace(found, links=_links(content))
            continue
        if kind == "|" and found:
            found = replace(found, others=(*found.others, content))
            continue
        if found:
            yield found
            found = None
        if line.startswith("["):
            is_held_out = line == _HELD_OUT
        elif kind == "en":
            source = content
        elif kind and kind != "#":
            found = Marked(source, kind, content, is_held_out)
    if found:
        yield found


def _links(content: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(n) - 1 for n in word.split("+") if n != "0") for word in content.split())


@dataclass(frozen=True, slots=True)
class Score:
    """How many marks there were, and of them: in the right place, placed as sure, and both."""

    marks: int = 0
    right: int = 0
    sure: int = 0
    right_and_sure: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.marks + other.marks,
            self.right + other.right,
            self.sure + other.sure,
            self.right_and_sure + other.right_and_sure,
        )

    @property
    def wrong_and_sure(self) -> int:
        return self.sure - self.right_and_sure

    def __str__(self) -> str:
        return (
            f"{self.marks:5} marks: right {self.right / self.marks:6.1%}, flagged {1 - self.sure / self.marks:6.1%}, "
            f"right of the sure {self.right_and_sure / max(self.sure, 1):6.1%}, "
            f"wrong and not flagged {self.wrong_and_sure:3} ({self.wrong_and_sure / self.marks:.1%})"
        )


def score(marked: Marked, placed: Placed | None) -> Score:
    """The placing against what the person marked; a mark is right if it stands at, or around, the same characters."""
    versions = [dict(_places(parsed(text, marked.language))) for text in (marked.translation, *marked.others)]
    marks = versions[0].keys()
    if placed is None:
        return Score(len(marks))
    places = dict(_places(placed.inlines))
    right = {mark for mark in marks if any(version[mark] == places.get(mark) for version in versions)}
    sure = {mark for mark in marks if mark[0] not in placed.guesses}
    return Score(len(marks), len(right), len(sure), len(right & sure))


def _places(inlines: Iterable[Inline], start: int = 0) -> Iterator[tuple[tuple[str, str], Span]]:
    """Each mark, by what a reviewer knows it by and its address, and the characters it stands around."""
    for inline in inlines:
        end = start + len(plain((inline,)))
        match inline:
            case NoteMarker(label=label):
                yield (f"note {label}", ""), (start, end)
            case Link(address=address, children=children):
                yield ("link", address), (start, end)
                yield from _places(children, start)
            case Emphasis(children=children) | Strong(children=children):
                yield ("emphasis", ""), (start, end)
                yield from _places(children, start)
        start = end
