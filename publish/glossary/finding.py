"""Where a sentence has any of many terms, in any of the ways they are written; whole words only, the longest first."""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

# Signs that mean the same, one character each, so that offsets stay.
_ALIKE = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | dict.fromkeys("’ʼ", "'") | {"‐": "-", "‑": "-"})
# A letter or digit of a script that writes spaces: only there a word has an edge that can be seen.
_LETTER = "[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_EDGE_BEFORE = f"(?:(?<!{_LETTER})|(?!{_LETTER}))"
_EDGE_AFTER = f"(?:(?!{_LETTER})|(?<!{_LETTER}))"
_NO_EDGE = re.compile(f"(?<={_LETTER})(?={_LETTER})")
# What stands before the first word of a sentence, or of a sentence within one; looked for in the last few characters.
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][\"'”’»)\]]*\s)[^\w]*$|[\"“„«‹(\[]$")
_FEW = 20


def alike(text: str) -> str:
    """The text with plain spaces, apostrophes and hyphens, as long as it was: two that differ in no more are one term.

    >>> alike("Ha’aretz")
    "Ha'aretz"
    """
    return text.translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Forms:
    """Every way some terms may be written.

    `terms` has each form's term, `opening` the forms that only a sentence begins with. `pattern` finds the longest form
    at each place.
    """

    terms: Mapping[str, str]
    opening: Collection[str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, terms: Iterable[str]) -> Forms:
        """The forms of the terms: each as it is, and what `other_forms` gives unless that is a term itself."""
        exact = {alike(term): term for term in terms}
        others: dict[str, str] = {}
        opening = set()
        for form, term in exact.items():
            for other in other_forms(form):
                if other not in exact:
                    others.setdefault(other, term)
                    opening.update([other] if other[0] != form[0] else [])
        return cls._from(others | exact, frozenset(opening))

    @classmethod
    def _from(cls, terms: Mapping[str, str], opening: Collection[str]) -> Forms:
        return cls(terms, opening, re.compile(f"{_EDGE_BEFORE}(?=({_alternation(terms)}){_EDGE_AFTER})"))

    def in_capitals(self) -> Forms:
        """The same forms as a line of capitals has them."""
        return self._from({form.upper(): term for form, term in self.terms.items()}, ())

    def found(self, text: str, wanted: Collection[str]) -> list[tuple[str, int, int]]:
        """The `wanted` terms in the text with their start and end, in order; the longest takes its place first.

        >>> terms = ["Gaza", "Gaza Strip", "strike"]
        >>> Forms.of(terms).found("Strikes in the Gaza Strip", terms)
        [('strike', 0, 7), ('Gaza Strip', 15, 25)]
        """
        text = alike(text)
        waiting = [(-len(match[1]), match.start()) for match in self.pattern.finditer(text)]
        heapq.heapify(waiting)
        taken: list[tuple[int, int, str]] = []
        while waiting:
            length, start = heapq.heappop(waiting)
            end = start - length
            form = text[start:end]
            free = all(end <= other[0] or other[1] <= start for other in taken)
            if free and self.terms[form] in wanted and (form not in self.opening or _opens_sentence(text, start)):
                taken.append((start, end, self.terms[form]))
            elif shorter := self._shorter(text, start, end):
                heapq.heappush(waiting, (start - shorter, start))
        return [(term, start, end) for start, end, term in sorted(taken)]

    def _shorter(self, text: str, start: int, end: int) -> int | None:
        for nearer in range(end - 1, start, -1):
            if text[start:nearer] in self.terms and not _NO_EDGE.match(text, nearer):
                return nearer
        return None


def other_forms(term: str) -> Iterator[str]:
    """How else a term in small letters may be written; a name is only ever itself.

    >>> list(other_forms("strike")), list(other_forms("Histadrut"))
    (['Strike', 'strikes', 'Strikes'], [])
    """
    if term != term.lower():
        return
    for form in (term, *_plurals(term)):
        if form != term:
            yield form
        if form[:1].upper() != form[:1]:
            yield form[:1].upper() + form[1:]


def _plurals(term: str) -> tuple[str, ...]:
    """The plain plural of an English noun.

    >>> _plurals("strike"), _plurals("colony"), _plurals("class")
    (('strikes',), ('colonies',), ('classes',))
    """
    if not term[-1:].isalpha():
        return ()
    if re.search(r"[^aeiou]y$", term):
        return (term[:-1] + "ies",)
    if re.search(r"(?:s|x|z|ch|sh)$", term):
        return (term + "es",)
    return (term + "s",)


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text, max(start - _FEW, 0), start) is not None


_Tree = dict[str, "_Tree"]


def _alternation(words: Iterable[str]) -> str:
    """An expression for the longest of the words; a tree, so that its time does not grow with their number."""
    tree: _Tree = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _expression(tree)


def _expression(tree: _Tree) -> str:
    text = ""
    while len(tree) == 1:
        character, tree = next(iter(tree.items()))
        text += re.escape(character)
    branches = [re.escape(character) + _expression(branch) for character, branch in tree.items() if character]
    if not branches:
        return text
    if "" in tree:
        return f"{text}(?:(?:{'|'.join(branches)})|)"
    return f"{text}(?:{'|'.join(branches)})"
