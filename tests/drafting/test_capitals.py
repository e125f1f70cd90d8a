from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from publish.drafting.asking import Task, job_for, results
from publish.drafting.capitals import capitals, in_capitals, in_small_letters
from publish.drafting.kept import kept_in
from publish.drafting.marks import bare
from publish.engines import Alignment, Draft, Engine
from publish.glossary.terms import Glossary, Term
from publish.markup import parsed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STOP THE WAR NOW", True),
        ("NO TO THE WAR!", True),
        ("WAR", False),
        ("UE, CLUW and APWU", False),
        ("APWU", False),
        ("25,000 & 3%", False),
        ("国際的な連帯", False),
        ("", False),
    ],
)
def test_lines_in_capitals(text: str, expected: bool) -> None:
    assert in_capitals(text) is expected


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("STOP ARMING ISRAEL! JOIN THE RALLY AT 10AM, https://example.org/a_b", True, "an address has small letters"),
        ("READ MORE: b.org/x", False, "few letters but for the address"),
        ("Stop arming ISRAEL, https://example.org/a_b", False, "small letters elsewhere"),
        ("https://example.org/a_b b.org/x", False, "nothing else"),
    ],
)
def test_what_stays_as_it_is_does_not_tell(text: str, expected: bool, why: str) -> None:
    assert in_capitals(text, kept_in(text)) is expected, why


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("STOP THE WAR NOW", [], "Stop the war now"),
        ("PEACE IN GAZA, GAZA!", [(9, 13, "Gaza"), (15, 19, "Gaza")], "Peace in Gaza, Gaza!"),
        ("“NO” TO ELBIT SYSTEMS", [(8, 21, "Elbit Systems")], "“No” to Elbit Systems"),
        ("US WORKERS MUST STOP THE WAR", [(0, 2, "US")], "US workers must stop the war"),
        ("QUEUE FOR THE UE", [(14, 16, "UE")], "Queue for the UE"),
        ("b.org/X SAYS NO", [(0, 7, "b.org/X")], "b.org/X says no"),
        ("THE TRADE UNIONS ACT", [(4, 16, "Trade Union")], "The trade unions act"),
        ("İSTANBUL İÇİN BARIŞ", [], "İSTANBUL İÇİN BARIŞ"),
    ],
)
def test_small_letters_keep_names(text: str, names: list[tuple[int, int, str]], expected: str) -> None:
    assert in_small_letters(text, names) == expected


class _Recording(Engine):
    """Gives back what it is asked, and remembers it."""

    name = "recording"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def description(self, source: str, target: str) -> str:
        return f"{source}-{target}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        self.asked += sentences
        return map(Draft, sentences)


GLOSSARY = Glossary(
    tuple(Term(name, wanted=(("fr", wanted),)) for name, wanted in [("US", ("États-Unis",)), ("UE", ()), ("Gaza", ())]),
    ("fr",),
)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("US WORKERS MUST STOP THE WAR", "US workers must stop the war"),
        ("QUEUE WITH THE UE FOR GAZA", "Queue with the UE for Gaza"),
        ("WORKERS FOR GAZA, JOIN b.org/GAZA_us", "Workers for Gaza, join b.org/GAZA_us"),
    ],
)
def test_an_engine_is_asked_in_small_letters(text: str, asked: str) -> None:
    engine = _Recording()
    job = job_for(bare(parsed(text, "en")), "fr", GLOSSARY)
    list(results([job], Task(engine, "en", "fr", "")))
    assert engine.asked[0] == asked


def test_terms_with_signs_are_found_in_capitals_too() -> None:
    glossary = Glossary((Term("R&D", wanted=(("fr", ("R et D",)),)), Term("Gaza", wanted=(("fr", ()),))), ("fr",))
    job = job_for(bare(parsed("NO R&D AGAINST GAZA: b.org/Gaza", "en")), "fr", glossary)
    assert [(use.term.source, job.text[use.start : use.end]) for use in job.uses] == [("R&D", "R&D"), ("Gaza", "GAZA")]


@pytest.mark.parametrize(
    ("text", "tag", "expected", "aligned"),
    [
        ("Frieden für Straßen", "de", "FRIEDEN FÜR STRASSEN", False),
        ("La paix à présent", "fr", "LA PAIX À PRÉSENT", True),
        ("Ειρήνη τώρα", "el", "ΕΙΡΗΝΗ ΤΩΡΑ", True),
        ("Şimdi barış", "tr", "ŞİMDİ BARIŞ", True),
        ("今すぐ平和を", "ja", "今すぐ平和を", True),
        ("Lire b.org/x_y à 🙂", "fr", "LIRE b.org/x_y À 🙂", True),
        ("İmza: b.org/iki", "tr", "İMZA: b.org/iki", True),
    ],
)
def test_capitals_by_language(text: str, tag: str, expected: str, aligned: bool) -> None:
    found = capitals(Draft(text, alignment=Alignment([], [], [])), tag)
    assert (found.text, found.alignment is not None) == (expected, aligned)
