from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.drafting.marks import bare
from publish.drafting.placing.aligned import Found
from publish.drafting.placing.phrases import divided
from publish.drafting.placing.probed import Place, answered, bracketed, places, probe, questions, stretch
from publish.drafting.words import words
from publish.languages import language
from publish.markup import parsed


@pytest.mark.parametrize(
    ("sentence", "ends", "expected"),
    [
        ("Peace, now.", [5], "Peace [1], now."),
        ("One two three.", [3, 7], "One [1] two [2] three."),
        ("One two three.", [7, 3], "One [2] two [1] three."),
        ("One two.", [3, 3], "One [1] [2] two."),
        ("See [1] there", [3], "See [2] [1] there"),
        ("Peace", [0], " [1]Peace"),
        ("Peace", [], "Peace"),
    ],
)
def test_the_probe(sentence: str, ends: list[int], expected: str) -> None:
    assert probe(sentence, ends).text == expected


TRANSLATION = "Os trabalhadores de Haifa, que marcharam ontem, voltaram."


@pytest.mark.parametrize(
    ("answer", "word", "why"),
    [
        ("Os trabalhadores de Haifa [1], que marcharam ontem, voltaram.", "Haifa", "the same words"),
        ("Os trabalhadores de Haifa[1], que marcharam ontem, voltaram.", "Haifa", "glued to its word"),
        ("Os operários de Haifa [1], que foram ontem, vieram.", "Haifa", "other words elsewhere"),
        ("Os trabalhadores da cidade [1] que marcharam ontem, voltaram.", "Haifa", "only what follows is the same"),
        ("OS TRABALHADORES DE HAIFA [1] QUE MARCHARAM ONTEM", "Haifa", "in capitals"),
        ("[1] Os trabalhadores de Haifa voltaram.", "", "at the beginning"),
        ("Os trabalhadores de Haifa voltaram [1].", "voltaram", "at the end"),
        ("Eles foram [1].", "voltaram", "at the end, behind other words"),
        ("Os trabalhadores de Haifa, que marcharam ontem, voltaram.", None, "the sign is lost"),
        ("Os trabalhadores [1] de Haifa [1] que marcharam ontem", None, "the sign is doubled"),
        ("Eles foram [1] lá para casa", None, "no word in common"),
        ("A B C D [1] E F G", None, "as many other words, but in none of them"),
        ("", None, "nothing"),
        ("[1]", None, "nothing but the sign"),
    ],
)
def test_the_place(answer: str, word: str | None, why: str) -> None:
    (place,) = places(probe("The workers of Haifa, who marched", [20]), answer, TRANSLATION, "pt")
    assert (place and place.offset) == (None if word is None else TRANSLATION.find(word) + len(word)), why


def test_several_signs_each_have_their_place() -> None:
    asked = probe("The workers of Haifa, who marched", [11, 20])
    answer = "Os operários [1] de Haifa [2], que marcharam"
    assert places(asked, answer, "Os operários de Haifa, que marcharam", "pt") == [Place(12), Place(21)]
    assert places(asked, "Os operários de Haifa [2]", "Os operários de Haifa, que marcharam", "pt") == [None, Place(21)]


@pytest.mark.parametrize("target", ["pt", "ja", "zh-Hans"])
@given(answer=st.text("ab [1]2, 平和の", max_size=30), translation=st.text("ab [1]2, 平和の", max_size=30))
def test_a_place_is_the_end_of_a_word_or_the_beginning(target: str, answer: str, translation: str) -> None:
    ends = {0, *(end for _, end in words(translation, target))}
    for place in places(probe("one two three", [3, 7]), answer, translation, target):
        assert place is None or place.offset in ends


@pytest.mark.parametrize(
    ("answer", "expected", "why"),
    [
        ("Os trabalhadores [de Haifa], que marcharam ontem, voltaram.", "de Haifa", "the same words"),
        ("Os operários [de Haifa], que foram ontem, vieram.", "de Haifa", "other words elsewhere"),
        ("Os trabalhadores [da cidade de Haifa], que marcharam", "de Haifa", "more words inside"),
        ("Os trabalhadores [em Nablus], que marcharam", "de Haifa", "other words inside"),
        ("[Os operários] de Haifa", "Os trabalhadores", "at the beginning"),
        ("Os trabalhadores [já voltaram].", "de Haifa, que marcharam ontem, voltaram", "at the end"),
        ("Os trabalhadores de Haifa, que marcharam", None, "the brackets are lost"),
        ("Os trabalhadores [de Haifa, que marcharam", None, "one is lost"),
        ("Os [trabalhadores] de [Haifa]", None, "they are doubled"),
        ("Os trabalhadores [] de Haifa", None, "there is nothing inside"),
        ("Eles lá [foram] para as casas deles agora mesmo", None, "no word in common"),
        ("", None, "nothing"),
    ],
)
def test_the_stretch(answer: str, expected: str | None, why: str) -> None:
    edges = stretch(answer, TRANSLATION, "pt")
    assert (edges and TRANSLATION[edges[0].offset : edges[1].offset]) == expected, why


@pytest.mark.parametrize(
    ("answer", "is_sure"),
    [
        ("Os trabalhadores de Haifa [1], que marcharam", True),
        ("Os trabalhadores de Nablus [1], que marcharam", True),
        ("Os trabalhadores da grande cidade [1], que marcharam", False),
        ("Eles foram [1].", False),
    ],
)
def test_a_place_is_sure_where_the_word_before_has_its_like(answer: str, is_sure: bool) -> None:
    (place,) = places(probe("The workers of Haifa, who marched", [20]), answer, TRANSLATION, "pt")
    assert place is not None
    assert place.is_sure == is_sure


def test_a_stretch_is_sure_where_both_its_edges_are() -> None:
    translation = "A ala jovem do partido criticou a liderança."
    asked = questions(bare(parsed("The party’s *youth wing* criticised the leadership.", "en")), "en")
    for answer, is_sure in (
        ("A [ala jovem] do partido criticou a liderança.", True),
        ("A [ala da juventude] criticou a liderança.", False),
        ("[Os jovens] criticou a liderança.", False),
    ):
        found = answered(asked, [answer], translation, "pt").around((2, 4), (0, 8))
        assert found is not None
        assert found.is_sure == is_sure, answer


def test_a_sentence_with_brackets_is_not_asked() -> None:
    assert bracketed("See [1] there", (0, 3)) == bracketed("See 1] there", (0, 3)) == ""
    assert bracketed("See there", (0, 3)) == "[See] there"


@pytest.mark.parametrize(
    ("sentence", "texts", "why"),
    [
        ("Peace now.", (), "no marks"),
        ("Peace now.[^1]", (), "at the end"),
        ("[^1]Peace now.", (), "at the beginning"),
        ("*Peace now.*", (), "around the whole sentence"),
        ("Peace[^1] now.", ("Peace [1] now.",), "a note"),
        ("Peace,[^1] now.", ("Peace [1], now.",), "behind its word"),
        ("One[^1] two[^2] three.[^3]", ("One [1] two [2] three.",), "all notes at once"),
        ("*One* two [three](https://example.org).", ("[One] two three.", "One two [three]."), "one by one"),
        ("*One **two*** three.", ("[One two] three.", "One [two] three."), "marks in marks"),
        ("Use `make` now", (), "code is kept, not asked for"),
        ("One\\\ntwo", (), "a line break has no words"),
        (r"*One* \[two\] three.", (), "brackets of its own"),
        (r"One[^1] \[1\] three.", ("One [2] [1] three.",), "a sign of its own"),
    ],
)
def test_the_questions(sentence: str, texts: tuple[str, ...], why: str) -> None:
    assert questions(bare(parsed(sentence, "en")), "en").texts == texts, why


def test_the_engine_is_asked_in_the_form_it_is_shown() -> None:
    sentence = bare(parsed("PEACE[^1] IN *GAZA* NOW", "en"))
    assert questions(sentence, "en", shown="Peace in Gaza now").texts == (
        "Peace [1] in Gaza now",
        "Peace in [Gaza] now",
    )


def test_the_answers() -> None:
    asked = questions(bare(parsed("The *old leaders*[^1] of the party[^2] lied.", "en")), "en")
    assert asked.texts == ("The old leaders [1] of the party [2] lied.", "The [old leaders] of the party lied.")
    answers = ["Os velhos líderes [1] do partido [2] mentiram.", "Os [antigos líderes] do partido mentiam."]
    probed = answered(asked, answers, "Os antigos líderes do partido mentiram.", "pt")
    assert probed.after(2, (0, 6)) == Found((2, 3), is_sure=True)
    assert probed.after(5, (0, 6)) == Found((4, 5), is_sure=True)
    assert probed.after(5, (0, 4)) is None, "outside the stretch in question"
    assert probed.after(1, (0, 6)) is None, "not asked for"
    assert probed.around((1, 3), (0, 6)) == Found((1, 3), is_sure=True)
    assert probed.around((1, 3), (2, 6)) is probed.around((1, 2), (0, 6)) is None


def test_more_notes_than_there_are_signs() -> None:
    source = " ".join(f"word[^{number}]" for number in range(1, 120)) + " end"
    asked = questions(bare(parsed(source, "en")), "en")
    assert len(asked.after) == 99
    probed = answered(asked, asked.texts, "word " * 119 + "end", "pt")
    assert [probed.after(number, (0, 120)) for number in (0, 98, 99)] == [
        Found((0, 1), is_sure=True),
        Found((98, 99), is_sure=True),
        None,
    ]


def test_answers_that_are_no_use() -> None:
    asked = questions(bare(parsed("The *old leaders*[^1] of the party[^2] lied.", "en")), "en")
    probed = answered(asked, ["", ""], "Os antigos líderes do partido mentiram.", "pt")
    assert probed.after(2, (0, 6)) is probed.after(5, (0, 6)) is probed.around((1, 3), (0, 6)) is None


@pytest.mark.parametrize("target", ["pt", "fr", "ja", "zh-Hans"])
@given(
    answers=st.lists(st.text("ab [1]2, l’平和の", max_size=30), min_size=2, max_size=2),
    translation=st.text("ab, l’平和の", max_size=30),
)
def test_whatever_the_answers_the_places_are_words(target: str, answers: list[str], translation: str) -> None:
    asked = questions(bare(parsed("The *old leaders*[^1] of the party[^2] lied.", "en")), "en")
    probed = answered(asked, answers, translation, target)
    count = len(divided(translation, words(translation, target), language(target).subtag))
    found = [probed.after(2, (0, count)), probed.after(5, (0, count)), probed.around((1, 3), (0, count))]
    assert all(0 <= place.words[0] < place.words[1] <= count for place in found if place)
