"""Terms, where a sentence uses them, and what each is to be in a locale."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field, replace

from publish.glossary.finding import Forms, alike
from publish.glossary.inflection import holds
from publish.languages import native_name

Wanted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name of the source language, and what it is to be in others.

    `note` tells a translator what it is. `wanted` has a pair for each locale with a decision: its alternatives, the
    usual one first; without any, the term is left as it is, as in a locale without a pair. In the `undecided` locales
    nobody has decided yet. `line` is where the glossary has it, 0 if from no file.
    """

    source: str
    note: str = ""
    wanted: tuple[tuple[str, Wanted], ...] = ()
    undecided: frozenset[str] = frozenset()
    line: int = field(default=0, compare=False)

    def cell(self, locale: str) -> Wanted | None:
        """What the glossary says for a locale; `None` if nobody has written a decision there."""
        return next((wanted for tag, wanted in self.wanted if tag == locale), None)


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a sentence, `sentence[start:end]`; without anything `wanted` it is to be left as it is."""

    term: Term
    start: int
    end: int
    wanted: Wanted


def is_used(use: Use, translation: str, tag: str) -> bool:
    """Whether the translation (plain text) has one of the wanted words, inflected as its language may inflect it.

    A term to be left as it is must stand there itself; see `publish.glossary.inflection`.

    >>> strike = Use(Term("strike"), 0, 6, ("Streik",))
    >>> is_used(strike, "Die Streiks gehen weiter.", "de"), is_used(strike, "Der Ausstand geht weiter.", "de")
    (True, False)
    """
    return any(holds(translation, wanted, tag) for wanted in use.wanted or (use.term.source,))


def is_quoted(use: Use, sentence: str, translation: str) -> bool:
    """Whether the term is part of a passage that the translation leaves in the source language, such as a title.

    That shows in a neighbour, a word in small letters, that stands beside the term there too.

    >>> gaza = Use(Term("Gaza"), 24, 28, ("ガザ",))
    >>> is_quoted(gaza, "972mag, “Protesting the Gaza war”", "『972』「Protesting the Gaza war」")
    True
    """
    sentence, translation = alike(sentence), alike(translation)
    before = re.search(r"\b[^\W\d_]{2,}\W{1,2}(?:\w\W{1,2})?$", sentence[: use.start])
    after = re.match(r"\W{1,2}(?:\w\W{1,2})?[^\W\d_]{2,}\b", sentence[use.end :])
    words = sentence[use.start : use.end]
    return bool(
        (before and before[0].islower() and before[0] + words in translation)
        or (after and after[0].islower() and words + after[0] in translation)
    )


@dataclass(frozen=True)
class Glossary:
    """Terms, and the locales that the glossary has columns for, in their order."""

    terms: tuple[Term, ...]
    locales: tuple[str, ...]

    def uses(self, text: str, tag: str) -> list[Use]:
        """Where a sentence (plain text) uses terms that have something to say for the locale `tag`, in their order.

        No two overlap; where terms do, the longer one is used. A term with a capital is found as it is written; one in
        small letters also with a capital where a sentence begins, and in its plain English plural. Either is found in
        capitals in a line of capitals.

        Where nobody has decided yet, or the glossary has no column for the locale, a term has nothing to say: it is
        neither kept nor looked for. Unless all locales of the same script that have decided leave it as it is: then it
        is a name, and is left as it is here too.

        >>> terms = (Term("union", wanted=(("fr", ("syndicat",)),)), Term("Histadrut", wanted=(("fr", ()),)))
        >>> [(use.term.source, use.wanted) for use in Glossary(terms, ("fr",)).uses("Unions left Histadrut.", "fr")]
        [('union', ('syndicat',)), ('Histadrut', ())]
        """
        wanted = self._wanted_in(tag)
        if not wanted:
            return []
        forms = self._in_capitals if text.isupper() else self._as_written
        return [
            Use(self._terms[source], start, end, wanted[source]) for source, start, end in forms.found(text, wanted)
        ]

    def column(self, tag: str) -> str | None:
        """The column that speaks for a locale: its own, or that of its language in the same script.

        >>> Glossary((), ("pt", "zh-Hant")).column("pt-BR"), Glossary((), ("zh",)).column("zh-Hant")
        ('pt', None)
        """
        parts = tag.split("-")
        while parts:
            if "-".join(parts) in self.locales:
                return "-".join(parts)
            if len(parts.pop()) == 4 and parts:
                return None
        return None

    def spelled_out(self) -> Glossary:
        """The same glossary without empty cells: what they leave as it is says so.

        >>> Glossary((Term("Reuters"),), ("fr",)).spelled_out().terms[0].wanted
        (('fr', ()),)
        """
        terms = []
        for term in self.terms:
            decided = [tag for tag in self.locales if tag not in term.undecided]
            terms.append(replace(term, wanted=tuple((tag, term.cell(tag) or ()) for tag in decided)))
        return Glossary(tuple(terms), self.locales)

    def untold(self, column: str) -> list[Term]:
        """The terms that a column leaves as they are by an empty cell alone, though its script's others translate them.

        >>> strike = Term("strike", wanted=(("fr", ("grève",)),))
        >>> [term.source for term in Glossary((strike, Term("Reuters")), ("fr", "it")).untold("it")]
        ['strike']
        """
        near = [other for other in self.locales if _script(other) == _script(column)]
        return [
            term
            for term in self.terms
            if term.cell(column) is None and column not in term.undecided and any(term.cell(other) for other in near)
        ]

    def _wanted_in(self, tag: str) -> dict[str, Wanted]:
        if tag not in self._cache:
            self._cache[tag] = self._decisions(tag)
        return self._cache[tag]

    def _decisions(self, tag: str) -> dict[str, Wanted]:
        column = self.column(tag)
        near = [other for other in self.locales if _script(other) == _script(tag)]
        decisions: dict[str, Wanted] = {}
        for term in self.terms:
            if column is not None and column not in term.undecided:
                decisions[term.source] = term.cell(column) or ()
            else:
                others = [other for other in near if other not in term.undecided]
                if others and not any(term.cell(other) for other in others):
                    decisions[term.source] = ()
        return decisions

    @functools.cached_property
    def _cache(self) -> dict[str, dict[str, Wanted]]:
        return {}

    @functools.cached_property
    def _terms(self) -> dict[str, Term]:
        return {term.source: term for term in self.terms}

    @functools.cached_property
    def _as_written(self) -> Forms:
        return Forms.of(self._terms)

    @functools.cached_property
    def _in_capitals(self) -> Forms:
        return self._as_written.in_capitals()


def _script(tag: str) -> str:
    """The script a language's own name is written in.

    >>> _script("pt-BR"), _script("sr"), _script("ko")
    ('LATIN', 'CYRILLIC', 'HANGUL')
    """
    return unicodedata.name(native_name(tag)[0]).split()[0]
