"""Numbers in the notations of many languages: what they mean, and which of them a translation has changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from publish.languages import babel_locale
from publish.numbers import Changes, changes, numbers, spelt

NO_CHANGE = Changes()
TAGS = [
    "ar", "bn", "cs", "da", "de", "de-CH", "el", "en", "en-IN", "es", "es-MX", "fa", "fi", "fr", "fr-CH", "he",
    "hi", "it", "ja", "ko", "mr", "my", "nb", "nl", "pl", "pt", "pt-BR", "pt-PT", "ru", "sv", "ta", "th", "tr",
    "uk", "ur", "vi", "zh-Hans", "zh-Hant",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("25,000", "en", ["25000"]),
        ("25 000", "fr", ["25000"]),
        ("25\u202f000", "fr", ["25000"]),
        ("25.000", "de", ["25000"]),
        ("25’000", "de-CH", ["25000"]),
        ("25'000.50", "de-CH", ["25000.5"]),
        ("1.234.567,89", "es", ["1234567.89"]),
        ("12,34,567.8", "hi", ["1234567.8"]),
        ("２５，０００", "ja", ["25", "0"]),  # a full-width comma is punctuation
        ("２５０００", "ja", ["25000"]),
        ("٢٥٬٠٠٠٫٥", "ar", ["25000.5"]),
        ("२५,०००", "hi", ["25000"]),
        ("2万5000", "ja", ["25000"]),
        ("2万5千", "ja", ["25000"]),
        ("1億2000万", "ja", ["120000000"]),
        ("3百万", "ja", ["3000000"]),
        ("1.5亿", "zh-Hans", ["150000000"]),
        ("5千克", "zh-Hans", ["5"]),  # kilograms
        ("2만 5천", "ko", ["25000"]),
        ("1.5 billion", "en", ["1500000000"]),
        ("1,5 milliard", "fr", ["1500000000"]),
        ("1,5 Milliarden", "de", ["1500000000"]),
        ("1,5 Mrd.", "de", ["1500000000"]),
        ("1500 millones", "es", ["1500000000"]),
        ("25 mil millones", "es", ["25000000000"]),
        ("3 millones 500 mil", "es", ["3500000"]),
        ("5 миллионов", "ru", ["5000000"]),
        ("5 миллионами", "ru", ["5000000"]),  # inflected as CLDR does not
        ("1.5", "en", ["1.5"]),
        ("1,5", "fr", ["1.5"]),
        ("1.500", "en", ["1.5"]),
        ("0,254", "de", ["0.254"]),
        ("1st, 1er, 1. und 第1", "de", ["1", "1", "1", "1"]),
        ("7.10.2023", "de", ["7", "10", "2023"]),
        ("15:00", "fr", ["15"]),
        ("1.2.3", "en", ["1", "2", "3"]),
        ("972mag", "en", ["972"]),
        ("½", "en", ["1", "2"]),
        ("On 18 October, 350 people", "en", ["18", "350"]),
        ("no digits", "en", []),
    ],
)
def test_values(text: str, tag: str, expected: list[str]) -> None:
    assert [{Decimal(value)} for value in expected] == [set(number.values) for number in numbers(text, tag)]


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("3 pm", "en", {3, 15}),
        ("午後3時", "ja", {3, 15}),
        ("1990s", "en", {1990, 90, 2090}),
        ("90er", "de", {90, 1990, 2090}),
        ("90年代", "ja", {90, 1990, 2090}),
        ("10k", "en", {10, 10_000}),
        ("$5m", "en", {5, 5_000_000}),
    ],
)
def test_numbers_with_more_than_one_meaning(text: str, tag: str, expected: set[int]) -> None:
    (number,) = numbers(text, tag)
    meant = {Decimal(value) for value in expected}
    assert number.values <= meant | {Decimal(2000)}
    assert meant - {Decimal(2090)} <= number.values


def test_where_a_number_stands() -> None:
    text = "À Berlin, 1,5 million sur 25 000 000."
    assert [text[number.start :].startswith(number.text) for number in numbers(text, "fr")] == [True, True]
    assert [number.text for number in numbers(text, "fr")] == ["1,5 million", "25 000 000"]


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("Fifteen hundred people", "en", 1500),
        ("twenty-five thousand", "en", 25_000),
        ("two hundred and fifty thousand", "en", 250_000),
        ("a dozen", "en", 12),
        ("half a million", "en", 500_000),
        ("two and a half million", "en", 2_500_000),
        ("a million and a half", "en", 1_500_000),
        ("half a thousand", "en", 500),
        ("un demi-million", "fr", 500_000),
        ("deux millions et demi", "fr", 2_500_000),
        ("medio millón", "es", 500_000),
        ("dos millones y medio", "es", 2_500_000),
        ("eine halbe Million", "de", 500_000),
        ("mezzo milione", "it", 500_000),
        ("meio milhão", "pt", 500_000),
        ("een half miljoen", "nl", 500_000),
        ("quatre-vingt-dix-sept mille", "fr", 97_000),
        ("soixante-douze", "fr", 72),
        ("une trentaine", "fr", 30),
        ("treinta y cinco mil", "es", 35_000),
        ("fünfundzwanzigtausend", "de", 25_000),
        ("zwölf", "de", 12),
        ("venticinquemila", "it", 25_000),
        ("duzentos e cinquenta", "pt", 250),
        ("vijfentwintigduizend", "nl", 25_000),
        ("二万五千", "ja", 25_000),
        ("二〇二三年", "ja", 2023),
        ("百万", "ja", 1_000_000),
        ("兩千人", "zh-Hant", 2000),
        ("le XIXe siècle", "fr", 19),
        ("Heinrich VIII.", "de", 8),
        ("in October", "en", 10),
        ("im März", "de", 3),
        ("7 octobre", "fr", 10),
    ],
)
def test_numbers_in_words(text: str, tag: str, expected: int) -> None:
    assert Decimal(expected) in spelt(text, tag)


@pytest.mark.parametrize(
    ("text", "tag", "unwanted"),
    [
        ("half of the million", "en", 500_000),
        ("two million", "en", 2_500_000),
        ("two, three", "en", 5),
        ("LGBT", "en", 50),
        ("march", "en", 3),
        ("siebenhundert", "de", 7100),
    ],
)
def test_what_is_no_number_in_words(text: str, tag: str, unwanted: int) -> None:
    assert Decimal(unwanted) not in spelt(text, tag)


@pytest.mark.parametrize(
    ("original", "translation", "target"),
    [
        ("25,000 people", "25 000 personnes", "fr"),
        ("half a million people", "500 000 personnes", "fr"),
        ("half a million people", "50万人", "ja"),
        ("two and a half million people", "2,5 millions de personnes", "fr"),
        ("500,000 people", "un demi-million de personnes", "fr"),
        ("25,000 people", "25\u202f000 personnes", "fr"),
        ("25,000 people", "25.000 Menschen", "de"),
        ("25,000 people", "25000 personas", "es"),
        ("25,000 people", "約2万5000人", "ja"),
        ("25,000 people", "2万5千人", "ja"),
        ("25,000 people", "2.5万人", "zh-Hans"),
        ("25,000 people", "fünfundzwanzigtausend Menschen", "de"),
        ("Fifteen hundred people", "1500人", "ja"),
        ("twelve of them", "12 d’entre eux", "fr"),
        ("12 of them", "douze d’entre eux", "fr"),
        ("5 of them", "viisi heistä", "fi"),  # no table for Finnish: short numbers may be words
        ("1.5 million", "1,5 million", "fr"),
        ("2.5 million", "250万", "ja"),
        ("1.5 billion", "1500 millones", "es"),
        ("about 200 people", "około dwustu osób", "pl"),  # nor for Polish: so may round ones
        ("On March 3, 2023", "le 3 mars 2023", "fr"),
        ("On March 3, 2023", "2023年3月3日", "ja"),
        ("7 October 2023", "7.10.2023", "de"),
        ("7/10/2023", "7 octobre 2023", "fr"),
        ("at 3 pm", "à 15 h", "fr"),
        ("at 3:30 pm", "um 15.30 Uhr", "de"),
        ("at 15:00", "午後3時", "ja"),
        ("the 1990s", "les années 1990", "fr"),
        ("the 1990s", "die 90er Jahre", "de"),
        ("the 1990s", "1990年代", "ja"),
        ("the ’90s", "les années 1990", "fr"),
        ("2022–23", "2022-2023", "es"),
        ("the 19th century", "le XIXe siècle", "fr"),
        ("World War II", "第2次世界大戦", "ja"),
        ("the 1st of May", "le 1er mai", "fr"),
        ("18%", "18 %", "de"),
        ("½ litre", "1/2 litre", "fr"),
        ("a week later", "1週間後", "ja"),
        ("a decade ago", "vor 10 Jahren", "de"),
        ("$5m", "5 millions de dollars", "fr"),
        ("on 4 May and again on 4 June", "les 4 mai et juin", "fr"),  # twice in the one, once in the other
        ("in May they may march", "5月に", "ja"),
    ],
)
def test_no_change(original: str, translation: str, target: str) -> None:
    assert changes(original, translation, "en", target) == NO_CHANGE


@pytest.mark.parametrize(
    ("original", "translation", "target", "expected"),
    [
        ("25,000 people", "2 500 personnes", "fr", Changes(("25,000",), ("2 500",))),
        ("25,000 people", "des personnes", "fr", Changes(("25,000",))),
        ("25,000 people", "2万500人", "ja", Changes(("25,000",), ("2万500",))),
        ("some people", "500 personnes", "fr", Changes((), ("500",))),
        ("half a million people", "600 000 personnes", "fr", Changes((), ("600 000",))),
        ("12 people", "dix personnes", "fr", Changes(("12",))),
        ("21 people", "ihmisiä", "fi", Changes(("21",))),
        ("1.5 million", "1,5 milliard", "fr", Changes(("1.5 million",), ("1,5 milliard",))),
        ("1.5 million", "1,5", "fr", Changes(("1.5 million",), ("1,5",))),
        ("1,500 people", "1,5 Menschen", "de", Changes(("1,500",), ("1,5",))),
        ("1,500 people", "1,500 Menschen", "de", Changes((), (), ("1,500",))),
        ("7 October", "11月7日", "ja", Changes(("October",), ("11",))),
        ("On 7 October", "月7日", "ja", Changes(("October",))),
        ("3 pm", "16 h", "fr", Changes(("3 pm",), ("16",))),
        ("4 November and 4 December", "4 novembre et 5 décembre", "fr", Changes(("4",), ("5",))),
        ("the 1990s", "die 80er Jahre", "de", Changes(("1990",), ("80",))),
        ("1 man", "des hommes", "fr", Changes(("1",))),
    ],
)
def test_changes(original: str, translation: str, target: str, expected: Changes) -> None:
    assert changes(original, translation, "en", target) == expected


VALUES = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False, allow_infinity=False) | st.integers(
    0, 10**15
).map(Decimal)


@given(value=VALUES, source=st.sampled_from(TAGS), target=st.sampled_from(TAGS), default=st.booleans())
def test_the_same_number_in_the_notation_of_every_language(
    value: Decimal, source: str, target: str, default: bool
) -> None:
    system = "default" if default else "latn"  # with the language's own digits, where it has some
    original, translation = (
        format_decimal(value, locale=babel_locale(tag), numbering_system=system) for tag in (source, target)
    )
    assert changes(original, translation, source, target) == NO_CHANGE, (original, translation)


@given(
    value=st.integers(21, 10**9),
    other=st.integers(21, 10**9),
    source=st.sampled_from(TAGS),
    target=st.sampled_from(TAGS),
)
def test_another_number_is_noticed(value: int, other: int, source: str, target: str) -> None:
    original = format_decimal(value, locale=babel_locale(source))
    translation = format_decimal(other, locale=babel_locale(target))
    found = changes(f"{original} a", f"{translation} b", source, target)
    round_ones = any(len(Decimal(number).normalize().as_tuple().digits) == 1 for number in (value, other))
    assert (found == NO_CHANGE) == (value == other) or round_ones, (original, translation)


@given(st.text(), st.text(), st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_any_text_can_be_compared(original: str, translation: str, source: str, target: str) -> None:
    changes(original, translation, source, target)
    assert changes(original, original, source, source).misread == ()


NUMERIC = st.text("0123456789٣५.,'’ \u00a0\u202f:-–/½%pm万千百億十二milon Mrdhundre", max_size=40)


@given(NUMERIC, NUMERIC, st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_any_digits_can_be_compared(original: str, translation: str, source: str, target: str) -> None:
    changes(original, translation, source, target)
    spelt(original, source)
    assert changes(original, original, source, source) == NO_CHANGE


def test_every_number_of_a_long_list_is_compared() -> None:
    original, translation = "; ".join(map(str, range(1000))), "; ".join(map(str, range(2000, 3000)))
    assert len(changes(original, translation, "en", "fr").missing) == 1000
