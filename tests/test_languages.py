"""Locales in the three forms that folders, catalogues and Babel use, and what their scripts ask for."""

from __future__ import annotations

import pytest
from babel import Locale

from publish.errors import SettingsError
from publish.languages import babel_locale, language, name_in, native_name, plural_forms, tag_of_gettext


@pytest.mark.parametrize(
    ("tag", "gettext", "direction", "writes_spaces"),
    [
        ("fr", "fr", "ltr", True),
        ("de-CH", "de_CH", "ltr", True),
        ("pt-BR", "pt_BR", "ltr", True),
        ("es-419", "es_419", "ltr", True),
        ("ja", "ja", "ltr", False),
        ("zh-Hans", "zh_CN", "ltr", False),
        ("zh-Hant", "zh_TW", "ltr", False),
        ("zh-Hant-HK", "zh_HK", "ltr", False),
        ("th", "th", "ltr", False),
        ("km", "km", "ltr", False),
        ("ko", "ko", "ltr", True),
        ("ar", "ar", "rtl", True),
        ("he", "he", "rtl", True),
        ("fa", "fa", "rtl", True),
        ("ur", "ur", "rtl", True),
        ("yi", "yi", "rtl", True),
        ("sr-Latn", "sr@latin", "ltr", True),
        ("sr-Cyrl", "sr", "ltr", True),
        ("ca-valencia", "ca@valencia", "ltr", True),
        ("eo", "eo", "ltr", True),
    ],
)
def test_one_table_for_every_use(tag: str, gettext: str, direction: str, writes_spaces: bool) -> None:
    found = language(tag)
    assert (found.tag, found.gettext, found.direction, found.writes_spaces) == (tag, gettext, direction, writes_spaces)
    assert found.subtag == tag.split("-")[0]
    if tag != "sr-Cyrl":
        assert tag_of_gettext(gettext) == tag
    assert isinstance(babel_locale(tag), Locale)
    assert native_name(tag)[:1] == native_name(tag)[:1].upper()
    assert plural_forms(tag).startswith("nplurals=")


@pytest.mark.parametrize(
    "tag",
    ["", "x", "french", "fr_FR", "fr-", "-fr", "xx", "qq-QQ", "fr/../..", "../etc", "fr fr", "FR.po", "fr\n", "日本"],
)
def test_what_is_no_locale_is_refused_in_one_line(tag: str) -> None:
    with pytest.raises(SettingsError, match=r"use a BCP 47 tag such as fr, pt-BR or zh-Hant") as caught:
        language(tag)
    assert "\n" not in str(caught.value).replace(tag, "")


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "English"), ("fr", "Français"), ("es", "Español"), ("de", "Deutsch"), ("ja", "日本語"), ("ar", "العربية")],
)
def test_names_in_their_own_language(tag: str, name: str) -> None:
    assert native_name(tag) == name


@pytest.mark.parametrize(
    ("reader", "name"), [("en", "English"), ("fr", "anglais"), ("es", "inglés"), ("de", "Englisch"), ("ja", "英語")]
)
def test_names_in_running_text(reader: str, name: str) -> None:
    assert name_in("en", reader) == name


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("ja", "nplurals=1; plural=0;"),
        ("de", "nplurals=2; plural=(n != 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("ar", "nplurals=6;"),
    ],
)
def test_plural_forms(tag: str, header: str) -> None:
    assert plural_forms(tag).startswith(header)


@pytest.mark.parametrize(
    ("tag", "usual"), [("pt-br", "pt-BR"), ("FR", "fr"), ("zh-hant", "zh-Hant"), ("sr-latn-rs", "sr-Latn-RS")]
)
def test_unusual_case_is_refused_with_the_usual_one(tag: str, usual: str) -> None:
    with pytest.raises(SettingsError, match=f"usually written {usual}"):
        language(tag)
