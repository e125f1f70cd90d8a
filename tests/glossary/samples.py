"""What the glossary's tests share: glossaries in a line, and any glossary there can be."""

from __future__ import annotations

from hypothesis import strategies as st

from publish.glossary.finding import alike
from publish.glossary.table import decided, fault
from publish.glossary.terms import Glossary, Term

# Portugal's and Germany's own are what translate-toolkit takes for Portuguese and German.
LOCALES = ("fr", "pt-BR", "de-DE", "de", "ja")


def glossary(*lines: str, locales: tuple[str, ...] = ("fr",)) -> Glossary:
    """Terms as `strike: grève | débrayage; …`, a cell for each locale, `=`, `?` and nothing as in the table."""
    terms = []
    for line in lines:
        source, _, row = line.partition(": ")
        cells = dict(zip(locales, map(str.strip, row.split(";")), strict=False))
        wanted = tuple(
            (locale, decided(source, [text.strip() for text in cell.split("|")]))
            for locale, cell in cells.items()
            if cell not in ("", "?")
        )
        undecided = frozenset(locale for locale, cell in cells.items() if cell == "?")
        terms.append(Term(source, wanted=wanted, undecided=undecided))
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
    states = {locale: draw(st.sampled_from(["words", "?", ""])) for locale in LOCALES}
    wanted = tuple(
        (locale, decided(source, draw(st.lists(_TEXTS, max_size=3)) or [source]))
        for locale, state in states.items()
        if state == "words"
    )
    return Term(source, note, wanted, frozenset(locale for locale, state in states.items() if state == "?"))


def glossaries() -> st.SearchStrategy[Glossary]:
    """Glossaries of any terms a table can hold."""
    fitting = terms().filter(lambda term: not fault(term))
    unique = st.lists(fitting, max_size=6, unique_by=lambda term: alike(term.source))
    return unique.map(lambda found: Glossary(tuple(found), LOCALES))
