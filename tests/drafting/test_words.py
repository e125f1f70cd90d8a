from __future__ import annotations

import pytest

from publish.drafting.words import has_words, repeats, words


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("Workers, “unite”!", "en", ["Workers", "unite"]),
        ("the Al-Fahm district", "en", ["the", "Al-Fahm", "district"]),
        ("strike—and then", "en", ["strike", "and", "then"]),
        ("l’eau à 25 %", "fr", ["l’eau", "à", "25", "%"]),
        ("« mot »", "fr", ["mot"]),
        ("https://example.org/a_b, see", "en", ["https://example.org/a_b", "see"]),
        ("हिन्दी में", "hi", ["हिन्दी", "में"]),
        ("한국어 문장.", "ko", ["한국어", "문장"]),
        ("停戦を、今すぐ求める。", "ja", ["停戦を", "今すぐ", "求める"]),
        ("2万5,000人とAPWUは", "ja", ["2万5,000人と", "APWUは"]),
        ("和平运动 2023", "zh-Hans", ["和", "平", "运", "动", "2023"]),
        ("…", "en", []),
        ("", "ja", []),
    ],
)
def test_words(text: str, tag: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text, tag)] == expected


@pytest.mark.parametrize(
    ("text", "tag", "expected", "why"),
    [
        ("of the of the of the of the of the", "en", True, "a phrase again and again"),
        ("peace " * 30, "en", True, "a word again and again"),
        ("It is good, it is good, it is good, it is good.", "en", True, "whatever stands between"),
        ("hahahahahahahahaha", "en", True, "inside a word"),
        ("国際的な国際的な国際的な国際的な国際的な国際的な", "ja", True, "without spaces"),
        ("ののののののののの", "ja", True, "one kana"),
        ("no, no, no!", "en", False, "three times is speech"),
        ("Duran Duran and New York, New York", "en", False, "a name"),
        ("1,000,000,000,000,000 or 0 0 0 0 0 0 0 0", "en", False, "digits"),
        ("-------- ........", "en", False, "no words at all"),
        ("", "en", False, "nothing"),
    ],
)
def test_repeats(text: str, tag: str, expected: bool, why: str) -> None:
    assert repeats(text, tag) is expected, why


@pytest.mark.parametrize(("text", "expected"), [("a", True), ("३", True), ("。", False), ("∅", False), ("", False)])
def test_has_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected
