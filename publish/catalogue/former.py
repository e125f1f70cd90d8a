"""The comment in which a changed entry remembers what it was, so that the old text, should it come back, finds it.

    # Source changed; before: reviewed, hash 5f0c1a2b3c4d/9172e8eec99f

The hashes are those of the source, with its context, and of the translation that belonged to it: a person's change to
either shows. An entry that changes again keeps its earlier steps behind the last one, `… | earlier: …`. A line that a
person has altered is a person's line: nothing here reads it as anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from publish.catalogue.entry import Entry, state_of
from publish.catalogue.folded import Kind, Whole, without
from publish.catalogue.origin import text_hash

CHANGED = "Source changed"
HARMLESS = "Source changed harmlessly"
PART = "Part of a longer sentence, whose translation stands here"
JOINED = "Joined from several sentences, whose translations stand here in order"
SIMILAR = "Similar to a removed sentence, whose translation stands here"
TWIN = "Once the same as another sentence, whose translation stands here"

_COPIES = (PART, JOINED, SIMILAR, TWIN)
_MOST_STEPS = 3
_EARLIER = " | earlier: "
_HASHES = "[0-9a-f]{12}/[0-9a-f]{12}"
_STEP = re.compile(
    rf"(?P<kind>{HARMLESS}|{CHANGED}|{PART}|{JOINED}|{SIMILAR}|{TWIN})(?:: (?P<words>.+?))?"
    rf"; before: (?P<state>[a-z]+), hash (?P<hashes>{_HASHES}(?: \+ {_HASHES})*)"
)
_FIRST_WORDS = (CHANGED, *_COPIES)

Hashes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an entry: its kind and what it did, in words; the state before, and the hashes of what was there.

    There is one pair of hashes, or one for each of the sentences joined; if the source has changed twice since anybody
    looked, a second one for what was between.
    """

    kind: str
    state: str
    hashes: tuple[Hashes, ...]
    words: str = ""

    @property
    def is_copy(self) -> bool:
        """Whether what was there stays in the catalogue, as an entry of its own."""
        return self.kind in _COPIES

    def __str__(self) -> str:
        words = f": {self.words}" if self.words else ""
        hashes = " + ".join("/".join(pair) for pair in self.hashes)
        return f"{self.kind}{words}; before: {self.state}, hash {hashes}"


def step(kind: str, *before: Entry, words: str = "") -> Step:
    """The step that leads away from these entries.

    >>> str(step(CHANGED, Entry("Hello", "Bonjour")))
    'Source changed; before: reviewed, hash 7d27b804bcf8/9172e8eec99f'
    """
    states = [state_of(entry).value for entry in before]
    return Step(kind, states[0] if len(set(states)) == 1 else "mixed", tuple(map(hashes_of, before)), words)


def hashes_of(entry: Entry) -> Hashes:
    """The hashes of the entry's source and translation."""
    return source_hash(entry.key), text_hash(entry.translation)


def source_hash(key: tuple[str, str]) -> str:
    """The hash of a context and a source, parted as gettext parts them."""
    return text_hash("\x04".join(key))


def steps(comments: Sequence[str]) -> tuple[Step, ...]:
    """The steps that the comments remember, the last one first."""
    memory = _memory(comments) if comments else None
    return () if memory is None else _read(memory.text)


def remembering(comments: Sequence[str], last: Step, *, instead: bool = False) -> tuple[str, ...]:
    """The comments with one more step, or with this one `instead` of the last."""
    memory = _memory(comments)
    if memory is None:
        return (*comments, str(last))
    earlier = _read(memory.text)[int(instead) :]
    line = _EARLIER.join(map(str, (last, *earlier[: _MOST_STEPS - 1])))
    return (*comments[: memory.start], line, *comments[memory.end :])


def without_last(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments with their last step forgotten."""
    memory = _memory(comments)
    if memory is None:
        return tuple(comments)
    rest = _EARLIER.join(map(str, _read(memory.text)[1:]))
    return (*comments[: memory.start], *([rest] if rest else []), *comments[memory.end :])


def without_steps(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without what is remembered here."""
    return without(comments, _KIND.wholes(comments))


def is_remembered(comment: str) -> bool:
    """Whether a translator's comment is one of these, as the program wrote it."""
    return bool(_read(comment))


_KIND = Kind(_FIRST_WORDS, is_remembered, joint=_EARLIER)


def _memory(comments: Sequence[str]) -> Whole | None:
    return next(reversed(_KIND.wholes(comments)), None)


def _read(comment: str) -> tuple[Step, ...]:
    if not comment.startswith(_FIRST_WORDS):
        return ()
    matches = [_STEP.fullmatch(text) for text in comment.split(_EARLIER)]
    found = []
    for match in matches:
        if match is None:
            return ()
        pairs = [pair.partition("/") for pair in match["hashes"].split(" + ")]
        hashes = tuple((source, translation) for source, _, translation in pairs)
        found.append(Step(match["kind"], match["state"], hashes, match["words"] or ""))
    return tuple(found)
