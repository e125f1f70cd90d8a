"""Another glossary's terms put into one's own, without a change to what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.glossary.finding import alike
from publish.glossary.table import LEAVE, shortened
from publish.glossary.terms import Glossary, Term, Wanted


@dataclass(frozen=True, slots=True)
class Difference:
    """A term of which two glossaries say different things; `line` is where one's own says its own."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A glossary with another's terms, and what of the other was not taken over.

    `left_out` are its languages that nobody asked for, `added` and `filled` count new terms and cells.
    """

    glossary: Glossary
    differences: tuple[Difference, ...] = ()
    left_out: tuple[str, ...] = ()
    added: int = 0
    filled: int = 0


def merged(own: Glossary, other: Glossary, locales: Sequence[str]) -> Merged:
    """One's own glossary with the other's terms, and its cells where one's own are empty.

    Languages are taken over into one's own columns and `locales`; `fr-CA` into `fr` where there is no column for it.
    """
    columns = tuple(dict.fromkeys([*own.locales, *(tag for tag in locales if tag in other.locales)]))
    targets = Glossary((), tuple(dict.fromkeys([*columns, *locales])))
    into = {tag: column for tag in sorted(other.locales, key=len) if (column := targets.column(tag))}
    terms = {alike(term.source): term for term in own.terms}
    differences: list[Difference] = []
    added = filled = 0
    for found in other.terms:
        cells: dict[str, Wanted] = {}
        for tag, column in into.items():
            wanted = found.cell(tag)
            if wanted is not None:
                cells.setdefault(column, wanted)
        key = alike(found.source)
        if key not in terms:
            terms[key] = Term(found.source, found.note, tuple(cells.items()))
            added += 1
            continue
        present = terms[key]
        fresh = tuple((column, wanted) for column, wanted in cells.items() if present.cell(column) is None)
        filled += len(fresh) + (not present.note and bool(found.note))
        differences += _differences(present, found, cells)
        terms[key] = replace(present, note=present.note or found.note, wanted=present.wanted + fresh)
    used = {column for term in terms.values() for column, _ in term.wanted}
    glossary = Glossary(
        tuple(terms.values()), tuple(tag for tag in targets.locales if tag in own.locales or tag in used)
    )
    left_out = tuple(tag for tag in other.locales if tag not in into)
    return Merged(glossary, tuple(differences), left_out, added, filled)


def shown(wanted: Wanted) -> str:
    """What a cell says, for a message."""
    return " | ".join(wanted) if wanted else LEAVE


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
