from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.drafting.kept import Kept, kept_in, lost, masked, put_in, unmasked, with_spaces
from publish.engines import Alignment, Draft


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nothing here, 25,000 & more 100% — of it.", []),
        ("See https://example.org/a_b?c=d&e=%20f.", ["https://example.org/a_b?c=d&e=%20f"]),
        ("(www.example.org), “http://b.org/x”!", ["www.example.org", "http://b.org/x"]),
        ("Write to a.b+c@d-e.example.org.", ["a.b+c@d-e.example.org"]),
        ("Follow @some_one and #StopTheWar", ["@some_one", "#StopTheWar"]),
        ("the file_name of R&D and AT&T", ["file_name", "R&D", "AT&T"]),
        ("🙂 and 👩🏽‍🌾, 🇵🇸!", ["🙂", "👩🏽‍🌾", "🇵🇸"]),
        ("🆘 ⭐ ⏰ ▶️ 1️⃣ #⃣ ✓ ❤️‍🔥", ["🆘", "⭐", "⏰", "▶️", "1️⃣", "#⃣", "✓", "❤️‍🔥"]),
        ("© 2023 Acme™, Acme®", ["©", "™", "®"]),
        (
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f🇵🇸🇮🇪",
            ["🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "🇵🇸", "🇮🇪"],
        ),
        ("1 # * 2, 3.", []),
        ("Sign at workersinpalestine.org/act.", ["workersinpalestine.org/act"]),
        ("(a-b.example.co.uk), x.com/y_z?a=b; bücher.de/", ["a-b.example.co.uk", "x.com/y_z?a=b", "bücher.de/"]),
        ("詳細はworkersinpalestine.orgを参照", ["workersinpalestine.org"]),
        ("Stop the war.It is late.In the U.S., i.e. at 5 p.m.", []),
        ("les militant.es, travailleur.se.s et Arbeiter.in", []),
        ("Voir militant.es/acte", ["militant.es/acte"]),
        ("setup.py, comm.organise, a.organ", []),
        ("", []),
    ],
)
def test_what_stays_as_it_is(sentence: str, expected: list[str]) -> None:
    found = kept_in(sentence)
    assert [item.text for item in found] == expected
    assert all(sentence[item.start : item.end] == item.text for item in found)


def test_of_what_overlaps_the_longer_counts() -> None:
    assert [item.text for item in kept_in("Elbit Systems @Elbit_x", [(0, 5), (0, 13), (14, 20)])] == [
        "Elbit Systems",
        "@Elbit_x",
    ]


@pytest.mark.parametrize(
    ("words", "translation", "expected"),
    [
        (["Gaza"], "À Gaza", []),
        (["Gaza"], "À Gazastreifen", ["Gaza"]),
        (["Gaza", "Gaza"], "Gaza", ["Gaza"]),
        (["Gaza", "Gaza"], "Gaza, Gaza", []),
        (["Gaza"], "Gazaの人々", []),
        (["UE"], "la UEL", ["UE"]),
        ([], "x", []),
    ],
)
def test_what_is_lost(words: list[str], translation: str, expected: list[str]) -> None:
    assert [item.text for item in lost([Kept(word, 0, 1) for word in words], translation)] == expected


SENTENCE = "Elbit sells arms to Boeing."
NAMES = [Kept("Elbit", 0, 5), Kept("Boeing", 20, 26)]


def test_stand_ins_go_and_come() -> None:
    mask = masked(SENTENCE, NAMES, ("🟦", "🟩"))
    assert mask.text == "🟦 sells arms to 🟩."
    translation = Draft("À 🟩, 🟦 vend des armes.")
    assert unmasked(mask, translation) == Draft("À Boeing, Elbit vend des armes.")


@pytest.mark.parametrize(
    "draft", [Draft("🟦 vend"), Draft("🟦 🟦 🟩"), Draft("🟦 🟩", problem="the model went on without end"), Draft("")]
)
def test_a_stand_in_lost_or_doubled_is_no_use(draft: Draft) -> None:
    assert unmasked(masked(SENTENCE, NAMES, ("🟦", "🟩")), draft) is None


def test_stand_ins_that_the_sentence_has_itself_are_passed_over() -> None:
    assert masked("🟦 Elbit", [Kept("Elbit", 2, 7)], ("🟦", "🟩")).text == "🟦 🟩"


def test_too_few_stand_ins_take_the_first() -> None:
    assert masked(SENTENCE, NAMES, ("🟦",)).text == "🟦 sells arms to Boeing."


def test_the_alignment_goes_with_the_words() -> None:
    mask = masked(SENTENCE, NAMES, ("🟦", "🟩"))
    text = "À 🟩, 🟦 vend."
    spans = [(0, 1), (2, 3), (3, 4), (4, 6), (6, 11), (11, 12)]
    alignment = Alignment([(0, 1), (1, 16), (16, 17), (17, 18)], spans, [[0.0] * 4] * 6)
    found = unmasked(mask, Draft(text, alignment=alignment))
    assert found is not None
    assert found.alignment is not None
    assert [found.text[slice(*span)] for span in found.alignment.target] == ["À", "Boeing", ",", " Elbit", " vend", "."]
    assert [SENTENCE[slice(*span)] for span in found.alignment.source] == ["Elbit", " sells arms to ", "Boeing", "."]


def test_words_are_put_in_where_the_alignment_is_sure() -> None:
    spans = [(0, 4), (5, 10), (11, 15), (16, 21)]
    alignment = Alignment([(0, 5), (6, 11)], spans, [[0.9, 0.0], [0.8, 0.1], [0.1, 0.9], [0.0, 0.7]])
    draft = Draft("Helb Biter vend armes", alignment=alignment)
    found = put_in(draft, NAMES[0])
    assert found.text == "Elbit vend armes"
    assert found.alignment is not None
    assert [found.text[slice(*span)] for span in found.alignment.target][2:] == ["vend", "armes"]


@pytest.mark.parametrize(
    "weights",
    [
        [[0.5, 0.4], [0.3, 0.1], [0.1, 0.9], [0.0, 0.7]],  # not sure of any word
        [[0.9, 0.0], [0.1, 0.8], [0.9, 0.1], [0.0, 0.7]],  # two places
        [],
    ],
)
def test_words_are_not_put_in_where_it_is_not(weights: list[list[float]]) -> None:
    alignment = Alignment([(0, 5), (6, 11)], [(0, 4), (5, 10), (11, 15), (16, 21)], weights)
    draft = Draft("Dans Helbi vend armes", alignment=alignment)
    assert put_in(draft, NAMES[0]) is draft
    assert put_in(Draft("x"), NAMES[0]) == Draft("x")


@pytest.mark.parametrize(
    ("text", "pieces", "name", "why"),
    [
        ("Les travailleurs chez Helbi vendent des armes.", ["chez", " Helbi", " vendent", " des"], "Elbit", "a clause"),
        ("Aide SOS de nuit ici", ["SOS", " de", " nuit"], "🆘", "three words for a sign"),
        ("労働者は武器をエルビットに売る", ["は", "武器を", "エルビット"], "Elbit", "words without spaces"),
    ],
)
def test_words_that_are_more_than_a_name_are_not_lost(text: str, pieces: list[str], name: str, why: str) -> None:
    start = text.index("".join(pieces))
    spans = []
    for piece in pieces:
        spans.append((start, start + len(piece)))
        start += len(piece)
    draft = Draft(text, alignment=Alignment([(0, len(name))], spans, [[0.7]] * len(spans)))
    assert put_in(draft, Kept(name, 0, len(name))) is draft, why


def test_spaces_around_what_is_exchanged_stay() -> None:
    draft = Draft("À Helbi vend", alignment=Alignment([(0, 5)], [(1, 8), (8, 12)], [[0.9], [0.1]]))
    assert put_in(draft, NAMES[0]).text == "À Elbit vend"


def test_what_stands_for_a_name_in_a_script_without_spaces_is_exchanged() -> None:
    alignment = Alignment([(0, 5), (6, 10)], [(0, 5), (5, 12)], [[0.9, 0.1], [0.1, 0.9]])
    assert put_in(Draft("ヘルビットは武器を売る", alignment=alignment), NAMES[0]).text == "Elbitは武器を売る"


@given(
    st.lists(st.sampled_from(["Elbit", "R&D", "🙂", "a@b.org", "sells", "x_y"]), min_size=1, max_size=8),
    st.permutations(range(8)),
)
def test_whatever_order_stand_ins_come_back_in_nothing_is_lost(words: list[str], order: list[int]) -> None:
    sentence = " ".join(words)
    found = kept_in(sentence)
    stand_ins = tuple("🟦🟩🟧🟪🟨🟥⬛⬜")
    mask = masked(sentence, found, stand_ins)
    tokens = mask.text.split()
    shuffled = " ".join(tokens[number] for number in order if number < len(tokens))
    back = unmasked(mask, Draft(shuffled))
    assert back is not None
    assert lost(found, back.text) == []


@pytest.mark.parametrize(
    ("sentence", "translation", "expected"),
    [
        ("25\u202f000 people", "25 000 personnes", "25\u202f000 personnes"),
        ("on p.\u00a05, see", "voir p. 5.", "voir p.\u00a05."),
        ("5\u2009% of it", "5 % des", "5\u2009% des"),
        ("5\u2009% of it", "15 % des 5 %", "15 % des 5\u2009%"),
        ("no such\u00a0words", "ces mots", "ces mots"),
        (r"a\1\u00a0b", r"a\1 b", r"a\1 b"),
        ("plain space", "plain space", "plain space"),
    ],
)
def test_unusual_spaces_stand_between_the_same_words(sentence: str, translation: str, expected: str) -> None:
    assert with_spaces(sentence, translation) == expected
