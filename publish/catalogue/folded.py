"""The program's own comments found among an entry's, also where another program has folded one into several lines.

Such a comment is written in one line, however long. polib and Babel fold it at about 78 columns when they save.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_MOST_LINES = 12
_HYPHENATED = re.compile(r"[\w-]-$")


@dataclass(frozen=True, slots=True)
class Whole:
    """A comment and the lines, from `start` up to `end`, in which it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of comment: how it begins, what tells a whole one, and the words between the links of a chain of them.

    Where lines can be read as a short one and as a longer one, it is the short one, unless it is a chain.
    """

    first_words: str | tuple[str, ...]
    is_whole: Callable[[str], bool]
    joint: str = ""

    def wholes(self, comments: Sequence[str]) -> list[Whole]:
        """All such comments.

        >>> Kind("Now:", lambda text: text.endswith(".")).wholes(["Marie", "Now: one", "two.", "three."])
        [Whole(text='Now: one two.', start=1, end=3)]
        """
        found: list[Whole] = []
        for start, comment in enumerate(comments):
            if comment.lstrip().startswith(self.first_words) and not (found and start < found[-1].end):
                found += self._at(comments, start)
        return found

    def _at(self, comments: Sequence[str], start: int) -> list[Whole]:
        found: list[Whole] = []
        for end in range(start + 1, min(len(comments), start + _MOST_LINES) + 1):
            if end > start + 1 and not self._goes_on(comments[end - 2], comments[end - 1], is_whole=bool(found)):
                break
            text = next(filter(self.is_whole, unfolded(comments[start:end])), None)
            if text is not None:
                found = [Whole(text, start, end)]
        return found

    def _goes_on(self, line: str, following: str, *, is_whole: bool) -> bool:
        """Whether a line may belong to the comment of the line before, which may be whole without it."""
        first, last = (self.joint.split()[0], self.joint.split()[-1]) if self.joint else ("\n", "\n")
        if is_whole:
            return following.lstrip().startswith(first)
        return line.rstrip().endswith(last) or not following.lstrip().startswith(self.first_words)


def without(comments: Sequence[str], unwanted: Iterable[Whole]) -> tuple[str, ...]:
    """The comments without these."""
    lines = {number for whole in unwanted for number in range(whole.start, whole.end)}
    return tuple(comment for number, comment in enumerate(comments) if number not in lines)


def unfolded(lines: Sequence[str]) -> list[str]:
    """What the lines may have been as one, the likeliest first: some programs fold at hyphens too.

    >>> unfolded(["a so-", "called one"])
    ['a so-called one', 'a so- called one']
    """
    texts = [lines[0].strip()]
    for line in lines[1:]:
        word = line.strip()
        texts = [text + gap + word for text in texts for gap in (("", " ") if _HYPHENATED.search(text) else (" ",))]
    return texts
