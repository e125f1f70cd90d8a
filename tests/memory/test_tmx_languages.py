"""Which of a unit's languages is taken for the wanted one, and which never is."""

from __future__ import annotations

from itertools import permutations

import pytest

from publish.memory.tmx_languages import best


@pytest.mark.parametrize(
    ("wanted", "names", "expected"),
    [
        # A script that is left out is the likely one.
        ("zh-Hant", ["zh"], None),
        ("zh", ["zh-TW"], None),
        ("zh", ["zh-Hant"], None),
        ("zh-Hant", ["zh-CN", "zh-SG"], None),
        ("zh-Hant", ["zh-CN", "zh-HK"], "zh-HK"),
        ("zh-Hant", ["zh-HK", "zh-TW"], "zh-TW"),
        ("zh-Hans", ["zh"], "zh"),
        ("zh-Hans", ["zh-TW", "zh_cn"], "zh_cn"),
        ("sr", ["sr-Latn"], None),
        ("sr-Latn", ["sr"], None),
        ("sr-Latn", ["sr-ME"], "sr-ME"),
        ("sr-Cyrl", ["sr-RS"], "sr-RS"),
        ("pa", ["pa-PK"], None),
        ("en-US", ["en-Latn-US"], "en-Latn-US"),
        # Of several countries the likely one.
        ("pt", ["pt-PT", "pt-BR"], "pt-BR"),
        ("pt", ["pt-PT", "pt-AO"], "pt-AO"),
        ("pt-BR", ["pt-PT", "pt"], "pt"),
        ("pt-BR", ["pt-PT"], None),
        ("en", ["en-GB", "en-US", "EN"], "EN"),
        ("en", ["en-GB", "en-US"], "en-US"),
        ("es", ["es-MX", "es-ES"], "es-ES"),
        # Codes of old, of three letters, of a language that holds others.
        ("nb", ["no"], "no"),
        ("no", ["nb-NO"], "nb-NO"),
        ("nb", ["NOR"], "NOR"),
        ("nb", ["no", "nb"], "nb"),
        ("nn", ["no", "nb"], None),
        ("he", ["iw-IL"], "iw-IL"),
        ("id", ["in"], "in"),
        ("fr", ["fra"], "fra"),
        ("zh-Hans", ["cmn"], "cmn"),
        ("zh-Hant", ["cmn"], None),
        ("sr-Latn", ["sh"], "sh"),
        # What is no language, or one that nobody knows.
        ("fr", ["", "x", "-", "default"], None),
        ("xx", ["xx-YY"], "xx-YY"),
        ("xx", ["xy"], None),
    ],
)
def test_the_best_in_whatever_order(wanted: str, names: list[str], expected: str | None) -> None:
    assert {best(wanted, order) for order in permutations(names)} == {expected}
