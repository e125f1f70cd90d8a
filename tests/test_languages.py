"""Locale codes in their three forms, and what a script asks for."""

import pytest

from publish.errors import SettingsError
from publish.languages import language, native_name, plural_forms, tag_of_gettext


@pytest.mark.parametrize(
    ("tag", "gettext", "direction", "writes_spaces"),
    [
        ("en", "en", "ltr", True),
        ("fr", "fr", "ltr", True),
        ("fr-CA", "fr_CA", "ltr", True),
        ("pt-BR", "pt_BR", "ltr", True),
        ("ja", "ja", "ltr", False),
        ("zh-Hans", "zh_CN", "ltr", False),
        ("zh-Hant", "zh_TW", "ltr", False),
        ("th", "th", "ltr", False),
        ("ko", "ko", "ltr", True),
        ("ar", "ar", "rtl", True),
        ("he", "he", "rtl", True),
        ("sr-Latn", "sr@latin", "ltr", True),
        ("ca-valencia", "ca@valencia", "ltr", True),
    ],
)
def test_forms(tag: str, gettext: str, direction: str, writes_spaces: bool) -> None:
    found = language(tag)
    assert (found.tag, found.gettext, found.direction, found.writes_spaces) == (tag, gettext, direction, writes_spaces)
    assert tag_of_gettext(gettext) in (tag, "sr")


@pytest.mark.parametrize("tag", ["", "xx", "english", "fr_FR", "../fr", "zz-Latn", "fr-"])
def test_unknown_codes_are_refused(tag: str) -> None:
    with pytest.raises(SettingsError, match="BCP 47"):
        language(tag)


@pytest.mark.parametrize(
    ("tag", "name"), [("fr", "Français"), ("es", "Español"), ("de", "Deutsch"), ("ja", "日本語"), ("ar", "العربية")]
)
def test_names_in_their_own_language(tag: str, name: str) -> None:
    assert native_name(tag) == name


@pytest.mark.parametrize(("tag", "count"), [("ja", 1), ("de", 2), ("ru", 3), ("ar", 6)])
def test_plural_forms(tag: str, count: int) -> None:
    assert plural_forms(tag).startswith(f"nplurals={count};")
