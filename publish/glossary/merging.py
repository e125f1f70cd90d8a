"""Another glossary's terms put into one's own, without a change to what stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.glossary.finding import alike
from publish.glossary.table import shortened, shown
from publish.glossary.terms import Glossary, Term, Wanted


@dataclass(frozen=True, slots=True)
class Difference:
    """A term of which two glossaries say different things; `line` is where one's own says its own."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A glossary with another's terms, and what of the other was not taken over.

    `left_out` are its languages that nobody asked for; `undecided` has the columns with terms that are undecided now
    and were not before, and how many.
    """

    glossary: Glossary
    differences: tuple[Difference, ...] = ()
    left_out: tuple[str, ...] = ()
    undecided: tuple[tuple[str, int], ...] = ()


def merged(own: Glossary, other: Glossary, locales: Sequence[str]) -> Merged:
    """One's own glossary with the other's terms, and its cells where one's own are empty or undecided.

    Languages are taken over into one's own columns and `locales`; `fr-CA` into `fr` where there is no column for it.
    Nothing is decided where the other says nothing: for one's own terms in a column that is new, for new terms in every
    column. Else one word taken over for Italian would have all other terms stay in English there. So an empty cell of
    the other's is no decision, unlike one of one's own; `Glossary.spelled_out` has none.

    >>> own = Glossary((Term("strike", wanted=(("fr", ("grève",)),)),), ("fr",))
    >>> other = Glossary((Term("truce", wanted=(("it", ("tregua",)),)),), ("it",))
    >>> [(term.source, sorted(term.undecided)) for term in merged(own, other, ["fr", "it"]).glossary.terms]
    [('strike', ['it']), ('truce', ['fr'])]
    """
    columns = tuple(dict.fromkeys([*own.locales, *(tag for tag in locales if tag in other.locales)]))
    targets = Glossary((), tuple(dict.fromkeys([*columns, *locales])))
    into = {tag: column for tag in sorted(other.locales, key=len) if (column := targets.column(tag))}
    new = frozenset(targets.locales) - frozenset(own.locales)
    terms = {alike(term.source): replace(term, undecided=term.undecided | new) for term in own.terms}
    differences: list[Difference] = []
    for found in other.terms:
        cells: dict[str, Wanted] = {}
        for tag, column in into.items():
            wanted = found.cell(tag)
            if wanted is not None:
                cells.setdefault(column, wanted)
        key = alike(found.source)
        if key not in terms:
            terms[key] = Term(found.source, found.note, tuple(cells.items()), frozenset(targets.locales) - cells.keys())
            continue
        present = terms[key]
        fresh = tuple((column, wanted) for column, wanted in cells.items() if present.cell(column) is None)
        differences += _differences(present, found, cells)
        terms[key] = replace(
            present,
            note=present.note or found.note,
            wanted=present.wanted + fresh,
            undecided=present.undecided - {column for column, _ in fresh},
        )
    used = {column for term in terms.values() for column, _ in term.wanted}
    kept = tuple(tag for tag in targets.locales if tag in own.locales or tag in used)
    glossary = Glossary(
        tuple(replace(term, undecided=term.undecided & frozenset(kept)) for term in terms.values()), kept
    )
    left_out = tuple(tag for tag in other.locales if tag not in into)
    return Merged(glossary, tuple(differences), left_out, _newly_undecided(own, glossary))


def _newly_undecided(before: Glossary, after: Glossary) -> tuple[tuple[str, int], ...]:
    known = {(term.source, tag) for term in before.terms for tag in term.undecided}
    counts = Counter(tag for term in after.terms for tag in term.undecided if (term.source, tag) not in known)
    return tuple((tag, counts[tag]) for tag in after.locales if counts[tag])


def _differences(own: Term, other: Term, cells: dict[str, Wanted]) -> list[Difference]:
    pairs = [("note", own.note, other.note)] if own.note and other.note else []
    for column, wanted in cells.items():
        present = own.cell(column)
        if present is not None:
            pairs.append((column, shown(present), shown(wanted)))
    return [
        Difference(own.line, f"“{own.source}” ({what}): kept “{shortened(mine)}”, not taken over “{shortened(theirs)}”")
        for what, mine, theirs in pairs
        if mine != theirs
    ]
