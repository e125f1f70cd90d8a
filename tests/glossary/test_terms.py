"""Where sentences use terms, and which of several terms it is."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.glossary.terms import Glossary, Term, Use, is_quoted, is_used

from .samples import LOCALES, glossaries, glossary

TERMS = glossary(
    "strike: grève",
    "general strike: grève générale",
    "trade union: syndicat",
    "party: parti",
    "class: classe",
    "Umm Al-Fahm: Oum al-Fahm",
    "Gaza: =",
    "Gaza Strip: bande de Gaza",
    "B’Tselem: =",
    "US: États-Unis",
    "LGBT+: =",
    "Al Jazeera: =",
    "ceasefire",
)


@pytest.mark.parametrize(
    ("sentence", "expected", "reason"),
    [
        ("a strike is on", ["strike"], "as it is written"),
        ("two strikes, a strike’s end", ["strikes", "strike"], "plural and possessive"),
        ("Strikes go on", ["Strikes"], "a capital where the sentence begins"),
        ("They said: “Strike now!”", ["Strike"], "a capital where a sentence within it begins"),
        ("It ends. Strikes go on", ["Strikes"], "a capital where the next sentence begins"),
        ("We met Strike there", [], "a capital anywhere else: it is a name"),
        ("the parties and classes", ["parties", "classes"], "the other plain plurals"),
        ("a general strike", ["general strike"], "the longer of two terms"),
        ("in the Gaza Strip, in Gaza", ["Gaza Strip", "Gaza"], "the longer where both would do"),
        ("Gazans and gaza", [], "a name is only ever itself"),
        ("striker, hunger-strike", ["strike"], "whole words; a hyphen ends one"),
        ("to B'Tselem and B’Tselem", ["B'Tselem", "B’Tselem"], "either apostrophe"),
        ("a trade\u00a0union, Umm Al‑Fahm", ["trade\u00a0union", "Umm Al‑Fahm"], "no-break spaces and hyphens"),
        ("GENERAL STRIKE IN GAZA!", ["GENERAL STRIKE", "GAZA"], "a line of capitals"),
        ("tell us", [], "a name in capitals is not the word in small letters"),
        ("the US and LGBT+ people", ["US", "LGBT+"], "a term that ends in a sign"),
        ("LGBT people", [], "and has it"),
        ("Gaza’s", ["Gaza"], "possessive of a name"),
        ("a ceasefire", ["ceasefire"], "an empty cell counts too"),
        ("", [], "nothing"),
    ],
)
def test_terms_are_found(sentence: str, expected: list[str], reason: str) -> None:
    assert [sentence[use.start : use.end] for use in TERMS.uses(sentence, "fr")] == expected, reason


def test_a_term_that_loses_to_a_longer_one_gives_way_to_a_shorter() -> None:
    terms = glossary("New York Times: a", "Times Square Station: b", "New York: c")
    assert [use.term.source for use in terms.uses("the New York Times Square Station", "fr")] == [
        "New York",
        "Times Square Station",
    ]


def test_a_script_without_spaces_has_no_edges_of_words() -> None:
    terms = glossary("停戦: cessez-le-feu")
    assert [(use.start, use.end) for use in terms.uses("即時停戦を求める", "fr")] == [(2, 4)]


@pytest.mark.parametrize(
    ("tag", "expected", "reason"),
    [
        ("fr", {"strike": ("grève", "débrayage"), "Haaretz": (), "truce": ()}, "alternatives, =, an empty cell"),
        ("fr-CA", {"strike": ("grève", "débrayage"), "Haaretz": (), "truce": ()}, "a country’s variant"),
        ("pt-BR", {"strike": ("greve",), "Haaretz": (), "truce": ("trégua",)}, "falls back to pt"),
        ("ja", {"strike": ("ストライキ",), "Haaretz": ("ハアレツ",), "truce": ("休戦",)}, "its own column"),
        ("it", {"Haaretz": ()}, "no column: what its neighbours leave alone"),
        ("sr", {}, "no column and none in its script"),
        ("ar", {}, "no column and none in its script"),
    ],
)
def test_each_locale_has_its_own_decisions(tag: str, expected: dict[str, tuple[str, ...]], reason: str) -> None:
    terms = glossary(
        "strike: grève | débrayage; greve; ストライキ",
        "Haaretz: =; ; ハアレツ",
        "truce: ; trégua; 休戦",
        locales=("fr", "pt", "ja"),
    )
    found = {use.term.source: use.wanted for use in terms.uses("strike, truce, Haaretz", tag)}
    assert found == expected, reason


@pytest.mark.parametrize(
    ("cells", "expected", "reason"),
    [
        ("?; grève; Streik", None, "others translate it: neither kept nor looked for"),
        ("?; grève; =", None, "one of the others does"),
        ("?; =; =", (), "all others leave it as it is: a name"),
        ("?; ; ", (), "and so do empty cells"),
        ("?; =; ?", (), "the only one that has decided"),
        ("?; grève; ?", None, "the only one that has decided"),
        ("?; ?; ?", None, "nobody has decided"),
        ("?; ?; ?; ス", None, "another script says nothing of names in this one"),
        ("=; grève; Streik", (), "decided, whatever others do"),
        ("; grève; Streik", (), "an empty cell leaves it as it is, whatever others do"),
    ],
)
def test_a_question_mark_decides_nothing(cells: str, expected: tuple[str, ...] | None, reason: str) -> None:
    terms = glossary(f"strike: {cells}", locales=("it", "fr", "de", "ja"))
    assert [use.wanted for use in terms.uses("a strike", "it")] == ([] if expected is None else [expected]), reason


@given(glossaries(), st.text(max_size=30), st.lists(st.integers(0, 5), max_size=4))
def test_uses_never_overlap_and_are_what_they_say(terms: Glossary, text: str, picks: list[int]) -> None:
    sources = [term.source for term in terms.terms]
    sentence = text + " ".join(sources[number] for number in picks if number < len(sources))
    found = terms.uses(sentence, "fr")
    assert all(0 <= use.start < use.end <= len(sentence) for use in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(glossaries())
def test_a_term_alone_is_found_as_a_whole(terms: Glossary) -> None:
    for term in terms.terms:
        if "fr" not in term.undecided:
            assert [(use.start, use.end) for use in terms.uses(term.source, "fr")] == [(0, len(term.source))]


@given(glossaries())
def test_a_glossary_spelled_out_says_the_same(terms: Glossary) -> None:
    text = " ".join(term.source for term in terms.terms)
    for tag in (*LOCALES, "it", "ar"):
        said = [(use.start, use.end, use.wanted) for use in terms.uses(text, tag)]
        assert [(use.start, use.end, use.wanted) for use in terms.spelled_out().uses(text, tag)] == said


@given(glossaries(), st.sampled_from(["fr", "de", "ja", "it", "ar"]))
def test_a_wanted_word_itself_is_used(terms: Glossary, tag: str) -> None:
    for term in terms.terms:
        for _, wanted in term.wanted:
            use = Use(term, 0, len(term.source), wanted)
            for text in wanted or (term.source,):
                assert is_used(use, text, tag)
                assert is_used(use, f"… {text} …", tag)


@pytest.mark.parametrize(
    ("sentence", "translation", "expected", "reason"),
    [
        ("972mag, “They protest Gaza war”", "『972』「They protest Gaza war」", True, "a title left in English"),
        (
            "“it backs a Gaza, Reuters says”",
            "„it backs a Gaza, Reuters says“",
            True,
            "with a word of one letter between",
        ),
        ("the war in Gaza", "la guerre à Gaza", False, "another neighbour"),
        ("Gaza", "Gaza", False, "nothing around it"),
        ("Gaza 2023", "Gaza 2023", False, "a number is the same in any language"),
        ("Gaza, Israel", "Gaza, Israel", False, "and so may a name be"),
    ],
)
def test_titles_in_the_source_language_are_seen(sentence: str, translation: str, expected: bool, reason: str) -> None:
    start = sentence.index("Gaza")
    assert is_quoted(Use(Term("Gaza"), start, start + 4, ("x",)), sentence, translation) is expected, reason


def test_a_hundred_thousand_sentences_take_seconds() -> None:
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(3000)]
    names = {" ".join(chance.sample(words, chance.randint(1, 3))) for _ in range(250)}
    terms = glossary(*(f"{name}: x" for name in names), *(f"{name.title()}: =" for name in names))
    sentences = [" ".join(chance.choices(words, k=20)) for _ in range(5000)]
    began = time.perf_counter()
    found = sum(len(terms.uses(sentence, "fr")) for sentence in sentences)
    taken = time.perf_counter() - began
    assert found > 100
    assert taken * 20 < 60, "a minute for 100,000 sentences and 500 terms, on a slow machine"
