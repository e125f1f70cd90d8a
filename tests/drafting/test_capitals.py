from __future__ import annotations

import pytest

from publish.drafting.capitals import capitals, in_capitals, in_small_letters
from publish.engines import Alignment, Draft


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
    ("text", "names", "expected"),
    [
        ("STOP THE WAR NOW", [], "Stop the war now"),
        ("PEACE IN GAZA, GAZA!", ["Gaza"], "Peace in Gaza, Gaza!"),
        ("“NO” TO ELBIT SYSTEMS", ["Elbit Systems"], "“No” to Elbit Systems"),
        ("İSTANBUL İÇİN BARIŞ", [], "İSTANBUL İÇİN BARIŞ"),
    ],
)
def test_small_letters_keep_names(text: str, names: list[str], expected: str) -> None:
    assert in_small_letters(text, names) == expected


@pytest.mark.parametrize(
    ("text", "tag", "expected", "aligned"),
    [
        ("Frieden für Straßen", "de", "FRIEDEN FÜR STRASSEN", False),
        ("La paix à présent", "fr", "LA PAIX À PRÉSENT", True),
        ("Ειρήνη τώρα", "el", "ΕΙΡΗΝΗ ΤΩΡΑ", True),
        ("Şimdi barış", "tr", "ŞİMDİ BARIŞ", True),
        ("今すぐ平和を", "ja", "今すぐ平和を", True),
    ],
)
def test_capitals_by_language(text: str, tag: str, expected: str, aligned: bool) -> None:
    found = capitals(Draft(text, alignment=Alignment([], [], [])), tag)
    assert (found.text, found.alignment is not None) == (expected, aligned)
