"""The spaces, line ends and spacing each language wants: tables of what is written and what is set."""

from __future__ import annotations

import re
import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.render.typography.patterns import MARKER, SPACE
from publish.render.typography.rules import ROWS
from publish.render.typography.spacing import OUTSIDE, Run, Stretch, typeset

# In these tables ~ is a no-break space, ^ a narrow one, # a note marker and | a thin space.
SIGNS = str.maketrans("~^#|", "\u00a0\u202f\ufffc\u2009")


def signs(text: str) -> str:
    return text.translate(SIGNS)


def runs(*parts: tuple[str, str]) -> tuple[Run, ...]:
    return tuple(Run(signs(text), language) for text, language in parts)


@pytest.mark.parametrize(
    ("language", "written", "set_"),
    [
        ("fr", "Quoi ? Non ! Oui ; si : là", "Quoi^? Non^! Oui^; si~: là"),
        ("fr", "Quoi? Non! Oui; si: là", "Quoi^? Non^! Oui^; si~: là"),
        ("fr", "Quoi~? Non~!", "Quoi^? Non^!"),
        ("fr", "« mot » et «mot»", "«~mot~» et «~mot~»"),
        ("fr", "«~Plus jamais ça !~»", "«~Plus jamais ça^!~»"),
        ("fr", "(!) […] ?! « ? »", "(!) […]^?! «~?~»"),
        ("fr", "à 10:30, http://a.fr/?b;c:d !", "à 10:30, http://a.fr/?b;c:d^!"),
        ("fr", "le 7 octobre 2023, le 1er novembre", "le 7~octobre 2023, le 1er~novembre"),
        ("fr", "25 000 personnes, 1 500, 1 250 000", "25^000 personnes, 1^500, 1^250^000"),
        ("fr", "En 2023 350 personnes", "En 2023 350 personnes"),
        ("fr", "18 % et 18%, 300 km, 5 €", "18~% et 18~%, 300~km, 5~€"),
        ("fr", "n° 151, p. 12, t. III, M. Dupont", "n°~151, p.~12, t.~III, M.~Dupont"),
        ("fr", "le t. de Les", "le t. de Les"),
        ("fr", "mot – incise – mot", "mot –~incise~– mot"),
        ("fr", "mot – fin. Autre – fin", "mot~– fin. Autre~– fin"),
        ("fr-CA", "Quoi ? Non ! Oui ; si : « là »", "Quoi? Non! Oui; si~: «~là~»"),
        ("fr-CH", "Quoi ? si : « là »", "Quoi^? si^: «^là^»"),
        ("fr-BE", "Quoi ?", "Quoi^?"),
        ("de", "z. B., z.B., d. h., d.|h., i. d. R.", "z.^B., z.^B., d.^h., d.^h., i.^d.^R."),
        ("de", "§ 5, §§ 5 ff., Nr. 151, S. 12", "§~5, §§~5 ff., Nr.~151, S.~12"),
        ("de", "am 7. Oktober, 18 %, 18%, 10%ige, 30 km", "am 7.~Oktober, 18~%, 18~%, 10%ige, 30~km"),
        ("de", "gut – so – gut", "gut~– so~– gut"),
        ("de-CH", "« so » und «so»", "«so» und «so»"),
        ("es", "« hola », ¿ qué ? ¡ no !", "«hola», ¿qué? ¡no!"),
        ("es", "el 7 de octubre de 2023, 18 %, 18%", "el 7~de~octubre de 2023, 18~%, 18~%"),
        ("es", "25 000 personas, n.º 151, EE. UU., EE.UU.", "25^000 personas, n.º~151, EE.^UU., EE.^UU."),
        ("en", "4 November, November 4, 2023, May 2023", "4~November, November~4, 2023, May 2023"),
        ("en", "J. R. R. Tolkien, Dr Smith, No. 5, pp. 3", "J.~R.~R.~Tolkien, Dr~Smith, No.~5, pp.~3"),
        ("en", "25 000, 18 %, € 5", "25 000, 18~%, €~5"),
        ("en", "really?~Yes, Mr.~Smith; the movement.~All", "really? Yes, Mr.~Smith; the movement. All"),
        ("en", "so …, and … so", "so~…, and~… so"),
        ("cs", "7. října v roce 2023 s Petrem", "7.~října v~roce 2023 s~Petrem"),
        ("pl", "25 000 osób i wiele w kraju", "25~000 osób i~wiele w~kraju"),
        ("pt", "7 de outubro", "7~de~outubro"),
        ("ru", "25 000, 18 %, 7 октября", "25~000, 18~%, 7~октября"),
        ("sv", "18 %, 25 000", "18~%, 25~000"),
        ("ru", "в мае, с. 12, стр. 5", "в~мае, с.~12, стр.~5"),
        ("el", "σ. 12, αρ. 5", "σ.~12, αρ.~5"),
        ("he", "7 באוקטובר 2023", "7~באוקטובר 2023"),
        ("he", "עמ׳ 12, מס׳ 3", "עמ׳~12, מס׳~3"),
        ("ar", "الطبعة الثانية، ص 12", "الطبعة الثانية، ص~12"),
        ("ar", "7 أكتوبر 2023", "7~أكتوبر 2023"),
        ("ja", "東京 2023", "東京 2023"),
    ],
)
def test_spaces(language: str, written: str, set_: str) -> None:
    assert typeset(runs((written, language))).texts == (signs(set_),)


@pytest.mark.parametrize(
    ("written", "set_", "reason"),
    [
        ([("Il dit «", "fr"), ("non", "fr"), ("» !", "fr")], ["Il dit «~", "non", "~»^!"], "quotes round an element"),
        ([("Voir « ", "fr"), ("Solidarität!", "de"), (" »", "fr")], ["Voir «~", "Solidarität!", "~»"], "German inside"),
        ([("mot", "fr"), ("#", ""), (" !", "fr")], ["mot", "#", "^!"], "a note marker before the mark"),
        ([("mot ", "fr"), ("#", ""), (".", "fr")], ["mot^", "#", "."], "a space before a marker"),
        ([("f!", ""), (" !", "fr")], ["f!", "^!"], "code keeps what it has"),
        ([("30", "de"), (" km", "de")], ["30", "~km"], "number and unit in two elements"),
        ([("le 7 octobre ", "de"), ("le 7 octobre", "fr")], ["le 7 octobre ", "le 7~octobre"], "each in its language"),
        ([("sens", "fr"), ("#", ""), (".~Les", "fr")], ["sens", "#", ". Les"], "a slip after a sentence"),
        ([("Sentence.", "en"), ("#", ""), ("~The", "en")], ["Sentence.", "#", " The"], "a slip after a marker"),
    ],
)
def test_spaces_at_the_borders_of_runs(written: list[tuple[str, str]], set_: list[str], reason: str) -> None:
    assert list(typeset(runs(*written)).texts) == [signs(text) for text in set_], reason


def stretches(name: str, *parts: tuple[str, str]) -> list[str]:
    result = typeset(runs(*parts))
    text = "".join(result.texts).replace(MARKER, "#")
    return [text[part.start : part.end] for part in result.stretches if part.name == name]


@pytest.mark.parametrize(
    ("language", "text", "wholes"),
    [
        ("en", "in 1995–1998, word—word, J.-P. Sartre", ["1995–1998", "word—", "J.-P."]),
        ("es", "Paz) —por ejemplo, una— infundieron", ["—por", "una—"]),
        ("ja", "2023年10月7日、2万5000人、第151号", ["2023年", "10月", "7日", "2万5000人", "第151号"]),
        ("ja", "LGBT+の7500", []),
        ("zh", "2023年10月", ["2023年", "10月"]),
    ],
)
def test_stretches_kept_on_one_line(language: str, text: str, wholes: list[str]) -> None:
    assert stretches("nowrap", (text, language)) == wholes


@pytest.mark.parametrize(
    ("parts", "wholes"),
    [
        ([("Wort.", "de"), ("#", "")], [".#"]),
        ([("字", "ja"), ("#", ""), ("#", "")], ["字##"]),
        ([("Wort", "de"), ("#", "")], []),
        ([("x = 1)", ""), ("#", "")], []),
        ([("2万人", "ja"), ("#", ""), ("。", "ja")], ["2万人#"]),
        ([("وLGBT+ ", "ar"), ("قال LGBT+", "ar"), ("#", "")], ["LGBT+#"]),
    ],
)
def test_no_line_begins_with_a_note_marker(parts: list[tuple[str, str]], wholes: list[str]) -> None:
    assert stretches("nowrap", *parts) == wholes


@pytest.mark.parametrize(
    ("language", "text", "followed"),
    [
        ("ja", "10月7日のLGBT+の人々", ["10", "月", "7", "の", "LGBT+"]),
        ("ja", "（UE）、SNS上「Risking」と", ["SNS"]),
        ("ja", "全 10 月", []),
        ("zh-Hant", "在Free中", ["在", "Free"]),
        ("ko", "운동 10월", []),
    ],
)
def test_a_quarter_em_between_ideographs_and_western_letters(language: str, text: str, followed: list[str]) -> None:
    assert stretches("gap", (text, language)) == followed


def test_a_gap_may_stand_between_two_languages() -> None:
    assert stretches("gap", ("を", "ja"), ("in Free", "en"), ("の", "ja")) == ["を", "Free"]


@pytest.mark.parametrize(
    ("language", "text", "halves"),
    [
        ("ja", "」「", "」"),
        ("ja", "、「そう」。", "、」"),
        ("ja", "。」（「", "。」（"),
        ("ja", "」・「", "」・"),
        ("ja", "」と「", ""),
        ("ja", "）#が", "）"),
        ("zh-Hant", "」，「", ""),
    ],
)
def test_consecutive_punctuation_shares_its_blank_halves(language: str, text: str, halves: str) -> None:
    assert "".join(stretches("half", (text, language))) == halves


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("في (UAW) و LGBT+ و +972، 25,000", ["UAW", "LGBT+", "+972"]),
        ("قال J. Smith: United Auto Workers, UE.", ["J.~Smith", "United Auto Workers, UE"]),
        ("https://example.org/a?b=1.", ["https://example.org/a?b=1"]),
    ],
)
def test_latin_names_stand_by_themselves_from_right_to_left(text: str, turned: list[str]) -> None:
    assert stretches("ltr", (text, "ar")) == [signs(name) for name in turned]
    assert stretches("ltr", (text, "en")) == []


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://example.org/a, or", ["https://example.org/a"]),
        ("a.b@example.org.", ["a.b@example.org"]),
        ("https://example.org/を参照", ["https://example.org/"]),
        ("no address", []),
    ],
)
def test_addresses_may_be_parted_anywhere(text: str, addresses: list[str]) -> None:
    assert stretches("url", (text, "ja")) == addresses


ALPHABET = st.sampled_from(
    [
        *" \u00a0\u202f\u2009\n",
        *"!?;:,.«»„“”‚‘’¿¡()[]–—…%§°€-+/@",
        *"aéßPIMz B7015",
        *"月日の東。、「」・（）",
        *"قאПя",
        MARKER,
    ]
) | st.sampled_from(["7 octobre", "z. B.", "25 000", "n° ", "http://a.b/", "18 %", "M. D", "Oktober", " de ", "第"])
LANGUAGES = st.sampled_from([*(tag for tag in ROWS if tag != "und"), "ar", "he", "ru", "ko", "th", OUTSIDE])
TEXTS = st.lists(st.builds(Run, st.lists(ALPHABET, max_size=12).map("".join), LANGUAGES), max_size=5).map(tuple)


def words(text: str) -> str:
    return re.sub(f"[{SPACE}]", "", text)


@given(TEXTS)
def test_no_character_but_spaces_ever_changes(text: tuple[Run, ...]) -> None:
    result = typeset(text)
    assert [words(new) for new in result.texts] == [words(run.text) for run in text]
    for new, run in zip(result.texts, text, strict=True):
        if run.language == OUTSIDE:
            assert new == run.text


@given(TEXTS)
def test_setting_a_text_twice_is_setting_it_once(text: tuple[Run, ...]) -> None:
    once = typeset(text)
    again = typeset(tuple(Run(new, run.language) for new, run in zip(once.texts, text, strict=True)))
    assert again == once


@given(TEXTS)
def test_stretches_lie_in_the_text_and_in_their_run(text: tuple[Run, ...]) -> None:
    result = typeset(text)
    ends = [0]
    for new in result.texts:
        ends.append(ends[-1] + len(new))
    before = Stretch(0, 0, "nowrap")
    for part in result.stretches:
        assert 0 <= part.start < part.end <= ends[-1]
        if part.is_whole:
            assert part.start >= before.end, "two of them overlap"
            before = part
        else:
            assert any(start <= part.start and part.end <= end for start, end in pairwise(ends))


@given(st.text(string.ascii_letters + " .,", max_size=60))
def test_plain_words_keep_their_line_ends(text: str) -> None:
    tied = typeset((Run(text, "en"),)).texts[0].count("\u00a0")
    assert tied <= len(
        re.findall(r"\b[A-Z]\. [A-Z]|\b(?:Mrs?|Ms|Dr|St|Prof|[Nn]os?|pp?|vol|ch|fig)\.? [A-ZIVXLC]", text)
    )
