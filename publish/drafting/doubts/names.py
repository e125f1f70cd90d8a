"""Names that a translation has dropped."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from publish.drafting.doubts.english_names import COMMON, OPENERS
from publish.drafting.doubts.function_words import FUNCTION_WORDS
from publish.drafting.doubts.prose import CAPITAL, QUOTED, WORD, subtag
from publish.languages import babel_locale, name_in

_NAME = re.compile(rf"{CAPITAL}(?:\s+(?:(?:bin|ibn|da|de|del|della|der|van|von|y)\s+)?{CAPITAL})*")
# "Workers for a Free Palestine", "Prime Minister of Israel": what is linked so may be translated.
_LINK_BEFORE = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\s(?:of|for)\s(?:(?:the|a|an)\s)?$")
_LINK_AFTER = re.compile(r"\s(?:of|for)\s(?:(?:the|a|an)\s)?[A-ZÀ-ÖØ-Þ]")
_AT_START = re.compile(r"(?:^|[.!?:…–—])[\s“”\"'‘(\[«»-]*$")
_POSSESSIVE = re.compile(r"[’']s?$")
# Latin letters, but foreign names spelt anew.
_RESPELLING = frozenset({"az", "lv", "sq", "sr", "tk", "uz"})
_LIKE = 75.0  # per cent of the letters, by rapidfuzz
_LEAST_OF_NAME = 3


def names_missing(original: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Names that would be the same in the target language, and are not in it.

    Only English is asked: in few other languages are capitals names, and we know its words of names.
    """
    if subtag(source) == "en" and _keeps_names(target):
        for name in _names(original):
            if not _stands_in(name, translation, target):
                yield f"the name “{name}” is missing"


@functools.cache
def _keeps_names(tag: str) -> bool:
    """Whether the language has Latin letters and leaves foreign names as they are."""
    return subtag(tag) not in _RESPELLING and unicodedata.name(name_in("en", tag)[0], "").startswith("LATIN")


def _names(text: str) -> list[str]:
    """The names in an English text that other languages are likely to keep.

    >>> _names("In October the Labour Party, Jane Roe’s firm Acme Ltd and the UN went from Vienna to Germany.")
    ['Jane Roe', 'Acme Ltd', 'Vienna']
    """
    if not any(word.islower() and word not in FUNCTION_WORDS["en"] for word in WORD.findall(text)):
        return []  # a heading with capitals throughout
    text = QUOTED.sub(lambda match: "·" * len(match.group()), text)
    found = []
    for match in _NAME.finditer(text):
        if _LINK_BEFORE.search(text, 0, match.start()) or _LINK_AFTER.match(text, match.end()):
            continue
        parts = match.group().split()
        if _AT_START.search(text, 0, match.start()):
            if len(parts) == 1:
                continue
            parts = parts[1:] if parts[0].casefold() in FUNCTION_WORDS["en"] | OPENERS else parts
        name = _POSSESSIVE.sub("", " ".join(parts))
        if name.casefold() in _cities("en") or not any(_is_translated(part) for part in re.split(r"[\s-]", name)):
            found.append(name)
    return list(dict.fromkeys(found))


def _is_translated(word: str) -> bool:
    """Whether a capitalised English word may have another form in another language."""
    word = _POSSESSIVE.sub("", word)
    folded = word.casefold()
    return (
        word.removesuffix("s").isupper()
        or folded in _words_of_names()
        or folded.endswith(_OF_MOVEMENTS)
        or (folded.endswith(_OF_PEOPLES) and folded[:4] in _beginnings())
    )


# Endings of what is made of a country's name: Germans, Israeli, Polish.
_OF_PEOPLES = ("an", "ans", "ian", "ians", "ese", "ish", "i", "is", "s", "es", "ic", "ics", "ite", "ites", "ity")
_OF_MOVEMENTS = ("ism", "isms", "ist", "ists", "phobia", "ocrat", "ocrats", "n't", "n’t")


@functools.cache
def _words_of_names() -> frozenset[str]:
    """English words of names that have another form in other languages: those of CLDR's and of the table."""
    return _words_in_cldr() | set(COMMON.split()) | FUNCTION_WORDS["en"] | OPENERS


@functools.cache
def _words_in_cldr() -> frozenset[str]:
    """The English words for countries, languages, months and days."""
    locale = babel_locale("en")
    names = [*locale.territories.values(), *locale.languages.values()]
    for calendar in (locale.months, locale.days):
        names += [name for width in ("wide", "abbreviated") for name in calendar["format"][width].values()]
    return frozenset(word for name in names for word in re.findall(r"[^\W\d_]+", str(name).casefold()))


@functools.cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[:4] for word in _words_in_cldr() if len(word) >= 4)


@functools.cache
def _cities(target: str) -> dict[str, str]:
    """The cities after which CLDR names time zones, in English with small letters, and their names in the language."""
    from babel.core import get_global

    english, other = babel_locale("en").time_zones, babel_locale(target).time_zones
    found: dict[str, str] = {}
    for zone in get_global("zone_territories"):
        name = str(english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
        found[name.casefold()] = str(other.get(zone, {}).get("city", name))
    return found


def _stands_in(name: str, translation: str, target: str) -> bool:
    """Whether a word of the name is in the translation, be it inflected or spelt in the language's own way."""
    if name in translation:
        return True
    also = _cities(target).get(name.casefold(), "")
    parts = {part for part in _bare_words(f"{name} {also}") if len(part) >= _LEAST_OF_NAME}
    if not parts or not parts.isdisjoint(_bare_words(translation)):
        return True
    capitalised = _bare_words(" ".join(word for word in WORD.findall(translation) if not word[0].islower()))
    return any(_is_like(part, word) for part in parts for word in capitalised)


def _bare_words(text: str) -> set[str]:
    """Words in small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return set(re.findall(r"[^\W\d_]+", "".join(sign for sign in letters if not unicodedata.combining(sign))))


def _is_like(name: str, word: str) -> bool:
    """Whether a word may be the name: Netanyahu, Netanjahus."""
    from rapidfuzz.fuzz import ratio

    return word.startswith(name) or (len(word) > _LEAST_OF_NAME and ratio(name, word) >= _LIKE)
