"""What people wrote and accepted, and whether an update respects it: judged by rules of its own, from the promises.

The promises: no word of a person's disappears from the catalogue, its obsolete part and the memory's TMX; nothing is
`reviewed` but what a person accepted for that source, or for one that differs from it by no more than the kind of
quotation mark, dash, space or apostrophe, a corrected double full stop, or the numbers of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.segments import MERGED, State

_MARKER = re.compile(r"\[\^[^\]]+\]")
_KINDS = [
    (re.compile("[“”„‟«»\"]|''"), '"'),
    (re.compile("[‘’‚‛‹›'ʼ]"), "'"),
    (re.compile("[‐‑‒–—―−-]"), "-"),
    (re.compile(r"\s+"), " "),
    (_MARKER, "[^]"),
]
_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


def plainest(source: str) -> str:
    """The source without all that a harmless change may change, its double full stops apart.

    >>> plainest("“Now” – the workers’ march.[^3]") == plainest('"Now" — the workers\\' march.[^12]')
    True
    >>> plainest("not 5") == plainest("not 6"), plainest("a..") == plainest("a."), plainest("a[^1]") == plainest("a")
    (False, False, False)
    """
    for pattern, kind in _KINDS:
        source = pattern.sub(kind, source)
    return source


def corrected(source: str) -> set[str]:
    """The source with none, some or all of its double full stops corrected.

    >>> sorted(corrected("a.. b...")), len(corrected("a.. b.."))
    (['a. b...', 'a.. b...'], 4)
    """
    result = {source}
    for match in reversed(list(_DOUBLE_STOP.finditer(source))):
        result |= {f"{text[: match.start()]}.{text[match.end() :]}" for text in result}
    return result


def unnumbered(text: str) -> str:
    """A translation without the numbers of its notes, which the program may change."""
    return _MARKER.sub("[^]", text)


def numberless(text: str) -> str:
    """A translation without any number, which the program may carry over from a changed source."""
    return re.sub("[\\d\u00a0\u202f]+", "", unnumbered(text))


def markers(text: str) -> list[str]:
    return sorted(_MARKER.findall(text))


class Ledger:
    """Everything people did to one catalogue."""

    def __init__(self) -> None:
        self.words = 0
        self.written: set[str] = set()
        self.comments: set[str] = set()
        self.machine: set[str] = set()
        self.memory: list[str] = []
        self._accepted: set[tuple[str, str]] = set()
        self._with_markers: set[tuple[str, str]] = set()

    def is_machine(self, text: str) -> bool:
        """Whether a machine wrote the text and nobody has accepted it."""
        return text in self.machine and unnumbered(text) not in self.written

    def write(self, entry: Entry) -> None:
        """A person wrote, or took as their own, the entry's translation."""
        if entry.translation != MERGED:
            self.written.add(unnumbered(entry.translation))
            for pair in _corrected(entry):
                if markers(entry.translation) == markers(entry.source):
                    self._with_markers.add(pair)
                else:
                    self._with_markers.discard(pair)

    def accept(self, entry: Entry) -> None:
        """A person says that the translation is right for the source."""
        self.write(entry)
        self._accepted |= _corrected(entry)

    def reject(self, entry: Entry) -> None:
        """A person says that it no longer is."""
        self._accepted -= _corrected(entry)

    def forget(self, text: str) -> None:
        """A person threw the translation away, and what it was before the program carried other numbers into it."""
        self.written = {one for one in self.written if numberless(one) != numberless(text)}

    def keep_only(self, catalogue: Catalogue) -> None:
        """Another program has saved the catalogue: what is no longer there it threw away."""
        held = _held(catalogue.entries, self.memory)
        self.written = {text for text in self.written if text in held}
        self.comments = {text for text in self.comments if text in held}

    def depart(self, entries: Iterable[Entry]) -> None:
        """The program put these entries' words into the memory."""
        self.memory += [unnumbered(entry.translation) for entry in entries]

    def lost(self, catalogue: Catalogue) -> list[str]:
        """What people wrote that is neither in the catalogue nor in the memory.

        In the memory alone there may be no more than the numbers that stood in it.
        """
        held = _held(catalogue.entries, self.memory)
        in_catalogue = _held(catalogue.entries, ())
        without_numbers = numberless(in_catalogue)
        lost = {text for text in self.written if text not in held or numberless(text) not in without_numbers}
        return sorted(lost | {text for text in self.comments if text not in in_catalogue})

    def unwarranted(self, catalogue: Catalogue) -> list[Entry]:
        """The entries that are `reviewed` though no person accepted that translation for that source."""
        return [entry for entry in _reviewed(catalogue) if _pair(entry) not in self._accepted]

    def misnumbered(self, catalogue: Catalogue) -> list[Entry]:
        """The reviewed entries whose translation no longer has its source's notes, though it had that source's."""
        return [
            entry
            for entry in _reviewed(catalogue)
            if _pair(entry) in self._with_markers
            and _pair(entry) in self._accepted
            and markers(entry.translation) != markers(entry.source)
        ]


def _corrected(entry: Entry) -> set[tuple[str, str]]:
    return {(source, unnumbered(entry.translation)) for source in corrected(plainest(entry.source))}


def _pair(entry: Entry) -> tuple[str, str]:
    return plainest(entry.source), unnumbered(entry.translation)


def _reviewed(catalogue: Catalogue) -> list[Entry]:
    return [entry for entry in catalogue.live if state_of(entry) is State.REVIEWED]


def _held(entries: Iterable[Entry], memory: Iterable[str]) -> str:
    """All the texts in which a person's words may stand, as one."""
    texts = [text for entry in entries for text in (entry.translation, *entry.plural_translations, *entry.comments)]
    return "\n".join(map(unnumbered, [*texts, *memory]))
