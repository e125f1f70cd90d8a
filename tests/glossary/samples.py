"""What the glossary's tests share: glossaries in a line, and any glossary there can be."""

from __future__ import annotations

from hypothesis import strategies as st

from publish.glossary.finding import alike
from publish.glossary.table import decided, fault
from publish.glossary.terms import Glossary, Term

LOCALES = ("fr", "pt-BR", "ja")


def glossary(*lines: str, locales: tuple[str, ...] = ("fr",)) -> Glossary:
    """Terms as `strike: grève | débrayage; …`, a cell for each locale, `=` and nothing as in the table."""
    terms = []
    for line in lines:
        source, _, cells = line.partition(": ")
        wanted = tuple(
            (locale, decided(source, [text.strip() for text in cell.split("|")]))
            for locale, cell in zip(locales, cells.split(";"), strict=False)
            if cell.strip()
        )
        terms.append(Term(source, wanted=wanted))
    return Glossary(tuple(terms), locales)


# Every sign that means something to a table, a spreadsheet, XML or this program is likelier than others.
_CHARACTERS = st.one_of(
    st.sampled_from("abcéßÄパ停'’=+-@,;\"<>& |*\u00a0＝"), st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
)
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=12)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    source = draw(_TEXTS)
    note = draw(st.one_of(st.just(""), _TEXTS))
    wanted = tuple(
        (locale, decided(source, draw(st.lists(_TEXTS, max_size=3)) or [source]))
        for locale in LOCALES
        if draw(st.booleans())
    )
    return Term(source, note, wanted)


def glossaries() -> st.SearchStrategy[Glossary]:
    """Glossaries of any terms a table can hold."""
    fitting = terms().filter(lambda term: not fault(term))
    unique = st.lists(fitting, max_size=6, unique_by=lambda term: alike(term.source))
    return unique.map(lambda found: Glossary(tuple(found), LOCALES))
