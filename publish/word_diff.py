"""What changed between two versions of a text, word by word, as a person would mark it on paper."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["same", "removed", "added"]


_SHRED = 2
"""A run that is the same is taken into the changes on both sides if each has at least this many times its words."""

_MOST_PAIRS = 1_000_000_000
"""Comparing costs a bit of memory for each pair of words; texts beyond this (30,000 words each) differ as a whole."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: in both versions, in the old one only ("removed"), or in the new one only ("added")."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> tuple[Span, ...]:
    """The spans of both versions in reading order, what was removed before what was added in its place.

    The spans that are the same or removed, joined, are `old`; those that are the same or added are `new`. Words are
    never cut; where a script puts no spaces between them, a kanji, a run of kana or a syllable counts as one. Words
    left standing alone between longer changes are taken into them: a phrase is easier to read than shreds.

    >>> [(span.kind, span.text) for span in word_diff("25,000 people in Tokyo", "25,000 marchers in Tokyo")]
    [('same', '25,000 '), ('removed', 'people'), ('added', 'marchers'), ('same', ' in Tokyo')]
    """
    before, after = _words(old), _words(new)
    return tuple(_spans(before, after, _gathered(_blocks(before, after), before, after)))


def plain_diff(old: str, new: str) -> str:
    """The same in one text, with the marks that GNU wdiff gives what was removed and what was added.

    >>> plain_diff("25,000 people in Tokyo", "25,000 marchers in Tokyo")
    '25,000 [-people-] {+marchers+} in Tokyo'
    >>> plain_diff("a solidarity march", "a\\u00a0march")
    'a[- solidarity -] {+⍽+}march'
    """
    result = []
    last: Kind = "same"
    for span in word_diff(old, new):
        match span.kind:
            case "same":
                result.append(span.text)
            case "removed":
                result.append(f"[-{visible(span.text)}-]")
            case "added":
                result.append(f"{' ' if last == 'removed' else ''}{{+{visible(span.text)}+}}")
        last = span.kind
    return "".join(result)


_SIGNS = {" ": "␣", "\u00a0": "⍽", "\n": "↵", "\t": "→"}


def visible(text: str) -> str:
    """A changed text with signs for what nobody would see: any white space but plain spaces beside words.

    >>> visible(" a b\\u202f"), visible("  ")
    (' a b<U+202F>', '␣␣')
    """
    if text.isprintable() and not text.isspace():
        return text
    return "".join(character if character == " " and not text.isspace() else _seen(character) for character in text)


def _seen(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    return character if character.isprintable() else f"<U+{ord(character):04X}>"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, or a mark beside one, and the white space before it; the last of a text is empty and ends it."""

    space: str
    text: str

    @property
    def has_letters(self) -> bool:
        return any(character.isalnum() for character in self.text)

    def __str__(self) -> str:
        return self.space + self.text


@dataclass(frozen=True, slots=True)
class _Block:
    """Words that follow one another in both versions: which of the old, and where the new ones begin."""

    old: int
    new: int
    length: int

    def follows(self, earlier: _Block) -> bool:
        """Whether there is a change between that block and this."""
        return self.old > earlier.old + earlier.length or self.new > earlier.new + earlier.length


def _words(text: str) -> list[_Word]:
    words = [_Word(space, word) for space, word in _pattern().findall(text) if space or word]
    return words if words and not words[-1].text else [*words, _Word("", "")]


@functools.cache
def _pattern() -> Any:
    """White space, then a word: a note's marker, an address, a number, a word, or else one character as people see it.

    Scripts without spaces: UAX #29 leaves Han, kana and those of South East Asia to dictionaries; here a run of kana
    is one word, a Han character another, and a syllable one too.
    """
    import regex

    syllables = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    letter = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}{syllables}]]"
    return regex.compile(
        rf"""(?V1)(\s*)(
            \[\^[^\s\[\]]+\]
            | \]\([^)\s]*\) | <[^<>\s]+> | https?://[^\s<>()\[\]]*[\w/]
            | \p{{Nd}}+(?:[.,:’'\u00a0\u202f]\p{{Nd}}+)*
            | {letter}+(?:['’\-\u2010\u2011]{letter}+)*
            | \p{{Han}}\p{{M}}* | [\p{{Katakana}}\u30fc]+ | [\p{{Hiragana}}\u30fc]+ | [{syllables}]\p{{M}}*
            | (?!\s)\X | \Z
        )""",
        regex.VERBOSE,
    )


def _blocks(before: Sequence[_Word], after: Sequence[_Word]) -> list[_Block]:
    """The longest common subsequence of words; at least the ends, which are empty, are in it."""
    if len(before) * len(after) > _MOST_PAIRS:
        return [_Block(len(before) - 1, len(after) - 1, 1)]
    from rapidfuzz.distance import Indel

    found = Indel.opcodes([word.text for word in before], [word.text for word in after])
    return [
        _Block(code.src_start, code.dest_start, code.src_end - code.src_start) for code in found if code.tag == "equal"
    ]


def _gathered(blocks: Iterable[_Block], before: Sequence[_Word], after: Sequence[_Word]) -> list[_Block]:
    """The blocks without those that are too small to be told apart from the changes on both sides."""
    old = list(itertools.accumulate((word.has_letters for word in before), initial=0))
    new = list(itertools.accumulate((word.has_letters for word in after), initial=0))
    kept = [_Block(0, 0, 0)]

    def changed(left: _Block, right: _Block) -> int:
        return max(old[right.old] - old[left.old + left.length], new[right.new] - new[left.new + left.length])

    def is_shred(left: _Block, block: _Block, right: _Block) -> bool:
        words = old[block.old + block.length] - old[block.old]
        if not words:
            return block.follows(left) and right.follows(block)
        return min(changed(left, block), changed(block, right)) >= _SHRED * words

    for block in blocks:
        while len(kept) > 1 and is_shred(kept[-2], kept[-1], block):
            kept.pop()
        kept.append(block)
    return kept[1:]


def _spans(before: Sequence[_Word], after: Sequence[_Word], blocks: Iterable[_Block]) -> Iterator[Span]:
    same = ""
    old = new = 0
    for block in blocks:
        for number in range(block.length):
            here, there = block.old + number, block.new + number
            removed = "".join(map(str, before[old:here])) + before[here].space
            added = "".join(map(str, after[new:there])) + after[there].space
            start, removed, added, end = _between_spaces(removed, added)
            same += start
            if removed or added:
                yield from _present(("same", same), ("removed", removed), ("added", added))
                same = ""
            same += end + before[here].text
            old, new = here + 1, there + 1
    yield from _present(("same", same))


def _present(*spans: tuple[Kind, str]) -> Iterator[Span]:
    return (Span(kind, text) for kind, text in spans if text)


def _between_spaces(removed: str, added: str) -> tuple[str, str, str, str]:
    """The white space both begin with, what is left of each, and the white space both end with."""
    start = _common_space(removed, added)
    end = _common_space(removed[start:][::-1], added[start:][::-1])
    return (
        removed[:start],
        removed[start : len(removed) - end],
        added[start : len(added) - end],
        removed[len(removed) - end :],
    )


def _common_space(one: Iterable[str], other: Iterable[str]) -> int:
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(one, other, strict=False))
    return sum(1 for _ in pairs)
