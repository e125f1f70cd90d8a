"""Note markers: what calls a note, what only looks like it, and how doubtful places are decided."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.readers._lines import Stretch
from publish.readers._markers import Marking, marking
from publish.readers._notes import NoteText


def _marking(
    texts: Sequence[str], labels: Sequence[str], decided: Mapping[str, int] | None = None, notes: str = "A note."
) -> Marking:
    stretches = [Stretch(text, ((0, number),)) for number, text in enumerate(texts, 1)]
    printed = [
        NoteText(label, (Stretch(notes, ((0, 100 + number),)),), 100 + number) for number, label in enumerate(labels)
    ]
    return marking(stretches, printed, decided or {})


def _shown(texts: Sequence[str], found: Marking) -> list[str]:
    """The texts with each marker written as [^1]."""
    result = list(texts)
    for place in sorted(found.places, reverse=True):
        text = result[place.text]
        result[place.text] = f"{text[: place.start]}[^{place.note}]{text[place.end :]}"
    return result


def _numbered(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        # Digits stuck to the text.
        ("In the sea.1 And so.", "1", "In the sea.[^1] And so."),
        ("“In the sea”.1 And so.", "1", "“In the sea”.[^1] And so."),
        ("“In the sea.”1 And so.", "1", "“In the sea.”[^1] And so."),
        ("In the sea1 and on land2, too3.", "1 2 3", "In the sea[^1] and on land[^2], too[^3]."),
        (
            "In the sea,1 on land;2 in air:3 here?4 Yes!5",
            "1 2 3 4 5",
            "In the sea,[^1] on land;[^2] in air:[^3] here?[^4] Yes![^5]",
        ),
        ("He (a smith)1 and she [a cook]2 met…3", "1 2 3", "He (a smith)[^1] and she [a cook][^2] met…[^3]"),
        ("Of those, 40%1 came.", "1", "Of those, 40%[^1] came."),
        ("In 1998,1 in 2004.2 Then no more.", "1 2", "In 1998,[^1] in 2004.[^2] Then no more."),
        ("It was the U.S.1 All agreed.", "1", "It was the U.S.[^1] All agreed."),
        ("In the sea.1,2 And so.", "1 2", "In the sea.[^1][^2] And so."),
        ("At Smith Ltd.1 and Co.2", "1 2", "At Smith Ltd.[^1] and Co.[^2]"),
        ("An NGO here; the NGO1 there.", "1", "An NGO here; the NGO[^1] there."),
        ("« Oui »1, dit-il.", "1", "« Oui »[^1], dit-il."),
        ("„Ja“1, sagte er. »Nein«2, sagte sie.", "1 2", "„Ja“[^1], sagte er. »Nein«[^2], sagte sie."),
        ("本を読む。1 そして「歩く」2。", "1 2", "本を読む。[^1] そして「歩く」[^2]。"),
        ("1972年のことである1。「赤字」", "1", "1972年のことである[^1]。「赤字」"),
        ("A stand-alone1 text, an EU-Papier2 too.", "1 2", "A stand-alone[^1] text, an EU-Papier[^2] too."),
        (
            "The first version.1 A form2 and a type3 of it.",
            "1 2 3",
            "The first version.[^1] A form[^2] and a type[^3] of it.",
        ),
        ("At the fair, (1) as on the square.", "1", "At the fair,[^1] as on the square."),
        ("В море.1 Потом на суше2.", "1 2", "В море.[^1] Потом на суше[^2]."),
        ("Στη θάλασσα.1 Μετά", "1", "Στη θάλασσα.[^1] Μετά"),
        # In brackets.
        ("In the sea[1] and [2] on land [3].", "1 2 3", "In the sea[^1] and[^2] on land[^3]."),
        ("In the sea [1, 2] or so [3–5].", "1 2 3 4 5", "In the sea[^1][^2] or so[^3][^4][^5]."),
        ("海で［１］、陸で【２】。", "1 2", "海で[^1]、陸で[^2]。"),
        ("In the sea[^1] and so.", "1", "In the sea[^1] and so."),
        ("In the sea (1) and on land(2).", "1 2", "In the sea[^1] and on land[^2]."),
        ("海で（注1）、陸で（2）。", "1 2", "海で[^1]、陸で[^2]。"),
        # Raised.
        ("In the sea¹ and on 3 m² of land.²", "1 2", "In the sea[^1] and on 3 m² of land.[^2]"),
        ("In the sea¹⁰ and so.", "10", "In the sea[^1] and so."),
        ("In the sea¹,² and so.³⁻⁵", "1 2 3 4 5", "In the sea[^1][^2] and so.[^3][^4][^5]"),
        # Symbols.
        ("In the sea* and on land**.", "* **", "In the sea[^1] and on land[^2]."),
        ("In the sea† and on land‡.", "† ‡", "In the sea[^1] and on land[^2]."),
        ("In the sea* and on land*.", "* *", "In the sea[^1] and on land[^2]."),
        ("In the *deep* sea*.", "*", "In the *deep* sea[^1]."),
        ("In the sea (*) at 3 * 4.", "*", "In the sea[^1] at 3 * 4."),
        ("Kolleg*innen am Meer*.", "*", "Kolleg*innen am Meer[^1]."),
        ("海で※1、陸で*2。", "1 2", "海で[^1]、陸で[^2]。"),
        ("海で注1、受注2件。", "1", "海で[^1]、受注2件。"),
    ],
)
def test_finds_what_calls_a_note(text: str, labels: str, expected: str) -> None:
    assert _shown([text], _marking([text], labels.split())) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "only 18% of all, and 76% of some",
        "on 4 November, and on 11 October",
        "about 25,000 people, 7,500 here, 4,000 there",
        "since COVID-19, or Covid19, as they write",
        "at the G20, with less CO2 and more H2O",
        "it rose by 3.5 points to 2.0, and to 3.11 in May",
        "an F-16, a B2B deal, an H1N1 case",
        "Article 5, p. 12, No.7 and p.12, vol.3, fig.4",
        "£5, €6, $7, 5€ and 6 km2 or 12 m2.",
        "MI5 and Channel 4, Channel4, too",
        "in the 1990s, on the 2nd, at 5pm, 10km on",
        "as said (2023), and x2 or 2x",
        "in room 12. 4 of us came",
        "at 10.15, at 3:16, in 2/3 of cases, 1-2 weeks",
        "https://example.org/a1 and mail a1@example.org",
        "Section 2(1) and 3(a)(1) of it",
        "all in debian/* and src/*",
        "it has three aims: (1) to learn, (2) to teach and (3) to rest",
        "5 m² and 12 m³, x², 10² and km²",
        "第3回は2019年10月12日、7人で、約5分。",
        "im Jahr 3, Nr.7, S.12, Abs.2, 2,5 Mio., am 4. Mai",
        "le 1er mai, nº3, 7 500 francs, à 8 h 15",
        "the iPhone5, the A4 and the mp3",
        "the R2D2 of it, the Q3 and the V8",
    ],
)
def test_never_takes_an_ordinary_number_for_a_marker(text: str) -> None:
    found = _marking([f"Well, {text} and so on it goes."], _numbered(25))
    assert found.places == ()


def test_a_year_with_a_number_behind_it_is_a_date_where_the_note_is_called_elsewhere() -> None:
    texts = ["In 2023.2 Then it rained.", "In the sea.1 On land.2 In air.3"]
    assert _shown(texts, _marking(texts, _numbered(3)))[0] == texts[0]


@pytest.mark.parametrize("word", ["CO2", "G7", "Tu4"])
def test_a_word_that_stands_twice_with_the_same_number_is_a_name(word: str) -> None:
    number = word[-1]
    texts = [f"There was {word} and more {word}, alas"]
    assert _marking(texts, [number]).places == ()
    once = [f"There was {word}, alas"]
    assert _marking(once, [number], notes=f"See {word}.").places == ()


def test_markers_follow_the_order_of_the_notes() -> None:
    texts = ["Flour2 and oats.1 Then rye2 and wheat3 again."]
    assert _shown(texts, _marking(texts, _numbered(3))) == ["Flour2 and oats.[^1] Then rye[^2] and wheat[^3] again."]


def test_a_note_called_again_in_brackets_is_a_marker_there_too() -> None:
    texts = ["Flour [1] and oats [2], flour again [1]."]
    assert _shown(texts, _marking(texts, _numbered(2))) == ["Flour[^1] and oats[^2], flour again[^1]."]


def test_two_equally_good_places_are_reported_and_the_facts_decide() -> None:
    texts = ["Some flour1 and some bread1 came.", "Then rain.2"]
    found = _marking(texts, _numbered(2))
    assert [doubt.line for doubt in found.doubts] == [1]
    message = found.doubts[0].message
    assert "“some flour1 and”" in message or "“flour1 and”" in message
    assert "[notes_decided]" in message
    for words, expected in [
        ("some bread1", "Some flour1 and some bread[^1] came."),
        ("Some flour1", "Some flour[^1] and some bread1 came."),
    ]:
        decided = _marking(texts, _numbered(2), {words: 1})
        assert _shown(texts, decided)[0] == expected
    assert _shown(texts, _marking(texts, _numbered(2), {"flour1 and": 0}))[0] == "Some flour1 and some bread[^1] came."
    assert _marking(texts, _numbered(2), {"flour1 and": 0}).doubts == ()


def test_words_the_message_suggests_decide_the_place() -> None:
    texts = ["Some oats1 and some bread1 came."]
    message = _marking(texts, _numbered(1)).doubts[0].message
    words = message.split("[notes_decided]: ")[1].split('"')[1]
    assert _shown(texts, _marking(texts, _numbered(1), {words: 1})) == ["Some oats[^1] and some bread1 came."]
    assert _marking(texts, _numbered(1), {words: 1, "bread1": 0}).doubts == ()


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ({"On land": 2}, "In the sea.[^1] On land[^2] then."),
        ({"the  sea.1\u00a0On": 1}, "In the sea.[^1] On land then."),
        ({"sea.1": 0}, "In the sea.1 On land then."),
    ],
)
def test_facts_can_place_a_note_the_text_does_not_call(decided: dict[str, int], expected: str) -> None:
    texts = ["In the sea.1 On land then."]
    assert _shown(texts, _marking(texts, _numbered(2), decided)) == [expected]


def test_a_decision_that_cannot_be_carried_out_is_reported() -> None:
    texts = ["In the sea.1 In the sea, then."]
    for decided, part in [
        ({"In the sea": 1}, "stand 2 times"),
        ({"on land": 1}, "stand 0 times"),
        ({"sea.1": 9}, "no note 9"),
    ]:
        assert any(part in doubt.message for doubt in _marking(texts, _numbered(1), decided).doubts)


def test_a_note_that_nothing_calls_is_reported_at_its_line() -> None:
    found = _marking(["In the sea.1 On land."], _numbered(2))
    assert [(doubt.line, doubt.message.partition(";")[0]) for doubt in found.doubts] == [
        (101, "note 2 has no marker in the text")
    ]


def test_notes_of_an_excerpt_go_by_the_numbers_printed_before_them() -> None:
    texts = ["In the sea.3 On land.", "In air."]
    found = _marking(texts, ["2", "3"])
    assert _shown(texts, found)[0] == "In the sea.[^2] On land."
    assert found.doubts[0].message.endswith("= 2")
    assert _shown(texts, _marking(texts, ["2", "3"], {"In air": 2}))[1] == "In air[^1]."


@pytest.mark.parametrize("text", ["In the sea [7].", "In the sea⁷ then.", "In the sea.7 Then."])
def test_a_marker_without_its_note_is_reported_at_its_line(text: str) -> None:
    found = _marking(["In the sea.1 On land.", text], _numbered(1))
    assert [doubt.line for doubt in found.doubts] == [2]
    assert "no note 7" in found.doubts[0].message


def test_without_notes_only_what_can_be_nothing_else_is_reported() -> None:
    texts = ["In the sea.1 On land [2], in air³ and on 5 m²."]
    found = _marking(texts, [])
    assert found.places == ()
    assert len(found.doubts) == 2


def test_a_place_little_speaks_for_is_taken_and_reported() -> None:
    texts = ["In the sea.1 The NGO2 said so.", "An NGO again.3 On land.4"]
    found = _marking(texts, _numbered(4))
    assert _shown(texts, found)[0] == "In the sea.[^1] The NGO[^2] said so."
    assert [doubt.line for doubt in found.doubts] == [1]


@given(st.text(alphabet="ab .,1234²[](*†)”A", max_size=60), st.integers(0, 4))
def test_never_fails_and_never_takes_one_place_twice(text: str, count: int) -> None:
    found = _marking([text], _numbered(count))
    places = [(place.start, place.end) for place in found.places]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))
    assert all(1 <= place.note <= count for place in found.places)
