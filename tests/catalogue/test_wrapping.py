"""Long strings are broken where GNU gettext breaks them; its own writer is the judge."""

from __future__ import annotations

import random

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.reading import parsed
from publish.catalogue.wrapping import wrapped
from publish.catalogue.writing import written

from .gnu import rewritten
from .samples import HEADER


@pytest.mark.parametrize(
    ("escaped", "expected"),
    [
        ("", [""]),
        ("x" * 70, ["x" * 70]),
        ("x" * 200, ["x" * 200]),
        ("x" * 60 + " " + "y" * 20, ["", "x" * 60 + " ", "y" * 20]),
        (r"one\n", [r"one\n"]),
        (r"one\ntwo", ["", r"one\n", "two"]),
        (r"C:\\new", [r"C:\\new"]),
        ("漢" * 34, ["漢" * 34]),
        ("漢" * 35, ["漢" * 35]),
        ("漢" * 36, ["", "漢" * 36]),
        ("漢" * 38 + "。", ["", "漢" * 37, "漢。"]),
    ],
)
def test_lines(escaped: str, expected: list[str]) -> None:
    assert wrapped(escaped, "msgid") == expected


def test_no_wrap_breaks_at_line_ends_only() -> None:
    assert wrapped("word " * 40 + r"\nend", "msgid", wrap=False) == ["", "word " * 40 + r"\n", "end"]


PROSE = {
    "English": "Israel’s offensive sparked a worldwide revolt – “unlike any other issue” – in the cities (18%), "
    "well-known or not; see https://example.org/a/very/long/address/that/does/not/end?query=1&other=2#fragment.[^3] ",
    "French": "« L’offensive d’Israël : 25 000 personnes, 18 % ! » Les manifestant·es, le cessez-le-feu… ",
    "German": "„Etwa 25.000 Menschen“ – so die Veranstalter – demonstrierten z. B. in Düsseldorf und/oder Köln‑Deutz. ",
    "Spanish": "¿Quién convocó la manifestación? ¡Nadie lo sabe! «Unas 7500 personas», según El País (n.º 12). ",
    "Japanese": "10月7日、「軍事攻勢」が始まり、全米自動車労組（UAW）など約2万5000人がデモに参加した[^3]。ー々ッ！？… ",
    "Chinese": "“国际团结”——在加沙，约有25,000人参加了示威；《卫报》报道：18%的人……支持停火！",
    "Korean": "가자 지구에 대한 공격에 맞서 약 2만 5000명이 시위에 참가했다(18%). ",
    "Arabic": "شارك حوالي 25,000 شخص في المظاهرة؛ «وقف إطلاق النار الآن!»، 18٪ منهم. ",
    "Hebrew": 'כ-25,000 איש השתתפו בהפגנה; "הפסקת אש עכשיו!" – לפי הארץ (18%). ',
    "Russian": "Около 25 000 человек вышли на демонстрацию — «прекратить огонь!» — по данным профсоюзов №5. ",
    "Thai": "ผู้คนประมาณ 25,000 คนเข้าร่วมการเดินขบวน เพื่อเรียกร้องให้หยุดยิง ",
    "Hindi": "लगभग 25,000 लोगों ने प्रदर्शन में भाग लिया; युद्धविराम की माँग की। ",
    "signs": r'C:\path\to\[file] "quoted" *strong* `code` a/b//c 50$ £5 €7 5€ 100°C ☎ ★ ■ → ∅ 1–2 3—4 5-6 -7 x=y ½ ',
}


def as_gnu_writes(texts: list[str]) -> tuple[list[bytes], list[bytes]]:
    """The texts as translations, written by us and by msgcat."""
    entries = (Entry(str(number), text) for number, text in enumerate(texts))
    ours = written(Catalogue((parsed(HEADER, "").entries[0], *entries)))
    return ours.split(b"\n\n"), rewritten(ours).split(b"\n\n")


@pytest.mark.parametrize("language", PROSE)
def test_prose_at_every_place_of_the_line(language: str) -> None:
    text = PROSE[language] * 4
    ours, theirs = as_gnu_writes([text[start : start + length] for start in range(60) for length in (70, 150, 300)])
    assert ours == theirs


def test_words_put_together_at_random() -> None:
    chance = random.Random(20231206)
    words = [word for text in PROSE.values() for word in text.split()]
    signs = "\n \u00a0\u202f\u2009\u3000-–—…/\\\"'’“”„«»()[]{}%€$#&*+,.:;!?「」、。・"
    texts = [
        "".join(
            chance.choice(words) + chance.choice(signs) + chance.choice(("", " ")) for _ in range(chance.randint(5, 30))
        )
        for _ in range(1500)
    ]
    ours, theirs = as_gnu_writes(texts)
    assert ours == theirs
