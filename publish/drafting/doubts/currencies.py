"""Currencies that a translation has dropped or changed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from publish.drafting.doubts.prose import subtag
from publish.languages import babel_locale

# Which currencies (ISO 4217) a sign may mean, the usual one first.
_OF_SIGN = {
    "$": "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BRL", "£": "GBP EGP LBP SYP", "€": "EUR", "¥": "JPY CNY",
    "₪": "ILS", "₹": "INR", "₨": "PKR INR LKR NPR", "₩": "KRW KPW", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₫": "VND",
    "₱": "PHP", "₦": "NGN", "฿": "THB",
}  # fmt: skip
_WIDE = str.maketrans("＄￡￥￦", "$£¥₩")
_WITHOUT_SIGN = "CHF SEK NOK DKK ISK PLN CZK HUF RON ZAR IDR SAR QAR AED IRR IQD JOD KWD TND DZD MAD"
_CODES = tuple(dict.fromkeys(" ".join([*_OF_SIGN.values(), _WITHOUT_SIGN]).split()))
# Codes by other names, and those that are words, above all in a line of capitals.
_ALIASES = {"NIS": "ILS", "RMB": "CNY", "STG": "GBP"}
_CODES_LIKE_WORDS = frozenset({"COP", "MAD", "TRY", "RON"})
# English names of currencies that are other words as well: "those who in 2023 won real rights".
_OTHER_WORDS = frozenset({"won", "real"})
# English spellings that CLDR has only for some countries.
_ALSO_IN_ENGLISH = {"rouble": "RUB", "roubles": "RUB", "renminbi": "CNY", "shekel": "ILS", "shekels": "ILS"}

_DIGIT = re.compile(r"\d")
_SIGN = "[" + re.escape("".join(_OF_SIGN)) + "]"
_SIZE = r"(?:\s?(?:k|m|mn|bn|tn)\b|[\s-](?:hundred|thousand|million|billion|trillion)\b)?"
_LEAST_OF_WORD, _LEAST_OF_STEM, _MOST_OF_STEM = 3, 4, 5
_COUNTS = (1, 2, 5, 1.5)


def currencies_missing(original: str, translation: str, source: str, target: str) -> Iterator[str]:
    """Currencies that stand with a number in the text, and as neither sign, code nor word in the translation.

    In the text words are looked for in English only. They are CLDR's.
    """
    original, translation = original.translate(_WIDE), translation.translate(_WIDE)
    told = set[tuple[str, ...]]()
    for written, codes in _mentioned(original, source):
        if codes not in told and not _stands_in(written, codes, translation, target):
            yield f"currency changed: “{written}” is missing"
        told.add(codes)


def _mentioned(text: str, tag: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each currency with a number, as it is written, and which ones that may mean."""
    if not _DIGIT.search(text):
        return
    known = _written(has_words=subtag(tag) == "en")
    for match in _pattern(has_words=subtag(tag) == "en").finditer(text):
        written = next(group for group in match.groups() if group)
        yield written, known[written if written in known else written.casefold()]


@functools.cache
def _written(*, has_words: bool) -> dict[str, tuple[str, ...]]:
    found = {sign: tuple(codes.split()) for sign, codes in _OF_SIGN.items()}
    found |= {code: (code,) for code in _CODES if code not in _CODES_LIKE_WORDS}
    found |= {alias: (code,) for alias, code in _ALIASES.items()}
    if has_words:
        for code in _CODES:
            for name in _names(code, "en"):
                word = name.split()[-1]
                if word.isalpha() and word not in _OTHER_WORDS:
                    found[word] = tuple(dict.fromkeys((*found.get(word, ()), code)))
        found |= {word: (code,) for word, code in _ALSO_IN_ENGLISH.items()}
    return found


@functools.cache
def _pattern(*, has_words: bool) -> re.Pattern[str]:
    known = _written(has_words=has_words)
    codes = "|".join(word for word in known if word.isupper() and word.isascii() and word.isalpha())
    words = "|".join(sorted((word for word in known if word.islower()), key=len, reverse=True)) or "(?!)"
    return re.compile(
        rf"({_SIGN})\s?\d|\b({codes})\s?\d|\d{_SIZE}\s?({_SIGN})|\d{_SIZE}\s?({codes})\b"
        rf"|\d{_SIZE}[\s-](?:[A-Z][\w.]*\s){{0,2}}(?:(?i:new)\s)?((?ai:{words}))\b"
    )


def _stands_in(written: str, codes: tuple[str, ...], translation: str, target: str) -> bool:
    if written in translation:
        return True
    as_signs, as_words = _signs_of(codes), _words_of(codes, target)
    return bool(as_signs.search(translation) or as_words.search(translation.casefold()))


@functools.cache
def _signs_of(codes: tuple[str, ...]) -> re.Pattern[str]:
    signs = [sign for sign, also in _OF_SIGN.items() if not set(codes).isdisjoint(also.split())]
    aliases = [alias for alias, code in _ALIASES.items() if code in codes]
    return re.compile("|".join(map(re.escape, [*signs, *codes, *aliases])))


@functools.cache
def _words_of(codes: tuple[str, ...], tag: str) -> re.Pattern[str]:
    """What currencies are called in a language, in small letters, with whatever endings."""
    return re.compile("|".join(dict.fromkeys(pattern for code in codes for pattern in _words(code, tag))))


def _words(code: str, tag: str) -> Iterator[str]:
    from babel.numbers import get_currency_symbol

    yield rf"(?<!\w){re.escape(get_currency_symbol(code, babel_locale(tag)).casefold())}(?!\w)"
    # A word that a language spells in several ways is often spelt as in English.
    yield from {
        word[:_MOST_OF_STEM]
        for word, meant in _written(has_words=True).items()
        if word.islower() and code in meant and not word.startswith(_EURO)
    }
    yield from map(re.escape, _ALSO.get((subtag(tag), code), "").split())
    if subtag(tag) in _NOUN_LAST:
        for name in _names(code, tag):
            katakana = _KATAKANA_AT_END.search(name)
            yield re.escape(katakana.group() if katakana else name[-_LEAST_OF_TAIL:])
        return
    countries = _beginnings_of_countries(tag)
    words = [word for name in _names(code, tag) for word in _WORD.findall(name)]
    words = [word for word in words if len(word) >= _LEAST_OF_WORD or not word.isascii()]
    # Of “nouveau shekel israélien” the shekel.
    telling = [
        word for word in words if word[:_LEAST_OF_STEM] not in countries or word.startswith(_NO_COUNTRY)
    ] or words
    for word in telling:
        if word.startswith(_EURO):
            yield rf"{_EURO}(?!p)"  # not Europe
        elif len(word) < _LEAST_OF_STEM and subtag(tag) not in _JOINED:
            yield rf"(?<!\w){re.escape(word)}\w{{0,2}}(?!\w)"
        else:
            yield re.escape(word[: max(_LEAST_OF_STEM, min(len(word) - 1, _MOST_OF_STEM))])


@functools.cache
def _beginnings_of_countries(tag: str) -> frozenset[str]:
    names = babel_locale(tag).territories.values()
    words = [word for name in names for word in _WORD.findall(str(name).casefold())]
    return frozenset(word[:_LEAST_OF_STEM] for word in words)


_EURO = "euro"
# Beginnings of names of currencies, though names of countries begin so too.
_NO_COUNTRY = (_EURO, "fran")
_WORD = re.compile(r"[^\s\d()–-]+")
_KATAKANA_AT_END = re.compile(r"[\u30a1-\u30fa\u30fc]+$")
# Where a name may be joined to a number or a particle.
_JOINED = frozenset({"ko", "th", "lo", "km", "my"})
# Where the currency ends its name and words are not parted: 英国ポンド, 英镑.
_NOUN_LAST = frozenset({"ja", "zh"})
_LEAST_OF_TAIL = 2
# Usual words that are not in CLDR's names.
_ALSO = {
    ("ja", "JPY"): "円", ("ja", "CNY"): "元", ("ja", "KRW"): "ウォン", ("ko", "JPY"): "엔", ("th", "JPY"): "เยน",
    ("zh", "USD"): "美金", ("zh", "JPY"): "日圆 日圓", ("zh", "CNY"): "元", ("zh", "HKD"): "元", ("th", "ILS"): "เชเกล",
}  # fmt: skip


@functools.cache
def _names(code: str, tag: str) -> tuple[str, ...]:
    """CLDR's names of a currency in a language, for one and for several, in small letters."""
    from babel.numbers import get_currency_name

    locale = babel_locale(tag)
    named = [get_currency_name(code, count, locale) for count in (None, *_COUNTS)]
    return tuple(dict.fromkeys(name.casefold() for name in named if name != code))
