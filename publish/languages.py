"""Locales: one code per use, and what a language's script asks of the program.

BCP 47 tags in folders, addresses and settings (`pt-BR`, `zh-Hant`); gettext's form in a catalogue's `Language:` header
(`pt_BR`, `zh_TW`); Babel's `Locale` for names, dates, numbers and plural forms. Babel is imported on first use.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from publish.errors import SettingsError

if TYPE_CHECKING:
    from babel import Locale

# gettext writes a country or an @modifier where BCP 47 writes a script (GNU gettext manual, "Locale Names").
_GETTEXT_BY_TAG = {
    "zh-Hans": "zh_CN",
    "zh-Hant": "zh_TW",
    "zh-Hant-HK": "zh_HK",
    "sr-Latn": "sr@latin",
    "sr-Cyrl": "sr",
    "uz-Cyrl": "uz@cyrillic",
    "ca-valencia": "ca@valencia",
}
_TAG_BY_GETTEXT = {code: tag for tag, code in _GETTEXT_BY_TAG.items()} | {"zh_SG": "zh-Hans-SG"}

# Scripts whose words stand without spaces, so that sentences follow one another without one (UAX #29, section 4).
_SCRIPTS_WITHOUT_SPACES = frozenset({"Jpan", "Hira", "Kana", "Hans", "Hant", "Hani", "Khmr", "Laoo", "Mymr", "Thai"})


@dataclass(frozen=True, slots=True)
class Language:
    """A locale as the rest of the program uses it.

    `tag` is BCP 47, `gettext` the catalogue header's form, `direction` that of its script.
    """

    tag: str
    gettext: str
    direction: Literal["ltr", "rtl"]
    writes_spaces: bool

    @property
    def subtag(self) -> str:
        """The primary language subtag: `pt` of `pt-BR`."""
        return self.tag.partition("-")[0]


@functools.cache
def language(tag: str) -> Language:
    """What is known of a locale. `SettingsError` if the tag names no language that Babel (CLDR) knows.

    >>> language("pt-BR").gettext, language("zh-Hant").gettext, language("ar").direction
    ('pt_BR', 'zh_TW', 'rtl')
    """
    locale = babel_locale(tag)
    if tag != _in_usual_case(tag):
        raise SettingsError(f"the locale “{tag}” is usually written {_in_usual_case(tag)}; write it so")
    return Language(
        tag=tag,
        gettext=_GETTEXT_BY_TAG.get(tag, tag.replace("-", "_")),
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        writes_spaces=script_of(tag) not in _SCRIPTS_WITHOUT_SPACES,
    )


def _in_usual_case(tag: str) -> str:
    """BCP 47, section 2.1.1: language in lower case, Script capitalised, REGION in upper case."""
    first, *rest = tag.split("-")
    cased = {4: str.capitalize, 2: str.upper}
    return "-".join([first.lower(), *(cased.get(len(part), str.lower)(part) for part in rest)])


@functools.cache
def babel_locale(tag: str) -> Locale:
    """Babel's locale of a BCP 47 tag."""
    from babel import Locale, UnknownLocaleError

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*", tag):
        raise SettingsError(f"“{tag}” is no locale code; use a BCP 47 tag such as fr, pt-BR or zh-Hant")
    try:
        return Locale.parse(_without_variant(tag), sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise SettingsError(f"the locale “{tag}” is unknown; use a BCP 47 tag such as fr, pt-BR or zh-Hant") from error


def _without_variant(tag: str) -> str:
    return re.sub(r"(-[A-Za-z0-9]{5,8})+$", "", tag)


@functools.cache
def script_of(tag: str) -> str:
    """The ISO 15924 code of the script a locale is written in, "" if CLDR does not know.

    >>> script_of("ja"), script_of("sr-Latn"), script_of("he")
    ('Jpan', 'Latn', 'Hebr')
    """
    from babel.core import get_global

    explicit = babel_locale(tag).script
    if explicit:
        return str(explicit)
    likely = get_global("likely_subtags")
    full = likely.get(_without_variant(tag).replace("-", "_")) or likely.get(tag.partition("-")[0]) or ""
    return next((part for part in full.split("_") if re.fullmatch(r"[A-Z][a-z]{3}", part)), "")


def tag_of_gettext(code: str) -> str:
    """The BCP 47 tag of gettext's form of a locale.

    >>> tag_of_gettext("zh_TW"), tag_of_gettext("pt_BR")
    ('zh-Hant', 'pt-BR')
    """
    return _TAG_BY_GETTEXT.get(code, code.replace("_", "-"))


def plural_forms(tag: str) -> str:
    """The `Plural-Forms` header for a locale.

    >>> plural_forms("ja")
    'nplurals=1; plural=0;'
    """
    from babel.messages.plurals import get_plural

    return str(get_plural(babel_locale(tag)).plural_forms)


def native_name(tag: str) -> str:
    """The language's name in itself, with the capital that a list of languages wants.

    >>> native_name("fr"), native_name("ja")
    ('Français', '日本語')
    """
    name = babel_locale(tag).get_display_name() or tag
    return name[:1].upper() + name[1:]


def name_in(tag: str, reader: str) -> str:
    """The language's name in the language `reader`, as it stands in running text.

    >>> name_in("en", "de"), name_in("en", "fr")
    ('Englisch', 'anglais')
    """
    return babel_locale(tag).get_display_name(babel_locale(reader)) or tag
