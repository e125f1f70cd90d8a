"""The numbers that a text writes with digits, in any language's notation, as values.

How a language groups digits, writes decimals, and names thousands and millions is CLDR's, by way of Babel.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from publish.languages import babel_locale


@dataclass(frozen=True, slots=True)
class Number:
    """A number written with digits: its words in the text and where they start.

    `values` are what it means by its language's notation, any of them (3 pm is 3 and 15); `others` what it would mean
    by another's; `parts` its pieces if they should be numbers on their own (10.7. is a date, 15.30 a time).
    """

    text: str
    start: int
    values: frozenset[Decimal]
    others: frozenset[Decimal] = frozenset()
    parts: frozenset[Decimal] = frozenset()


_SPACES = "\u00a0\u2007\u2009\u202f "
_GROUPS, _POINTS = f".,'’٬،⹁{_SPACES}", ".,٫"
_NUMERAL = re.compile(
    rf"""
      (?P<grouped> (?!0) \d{{1,3}} (?P<group>[{_GROUPS}]) \d{{3}} (?:(?P=group)\d{{3}})* (?!\d)
        (?:(?!(?P=group)) [{_POINTS}] (?P<fraction>\d+))? (?![.,]\d) )
    | (?P<indian> (?!0) \d{{1,2}} (?:[,٬]\d\d)* [,٬] \d{{3}} (?!\d) (?: [.٫] (?P<fraction_of_indian>\d+))? (?![.,]\d) )
    | (?P<dotted> \d+ (?:\.\d+){{2,}} )
    | \d+ (?: [{_POINTS}] (?P<fraction_of_plain>\d+) (?![.,]\d) )?
    """,
    re.VERBOSE,
)
_NOT_DIGITS = re.compile(rf"[{_GROUPS}{_POINTS}]")
_CLOCK = re.compile(
    r"(?<![\d.,:]) (?P<hour>\d{1,2}) (?:[:.](?P<minute>\d\d))? \s? (?P<half>[ap])\.?m\b"
    r"| (?P<afternoon>午後|下午|晚上|오후) \s? (?P<hour_before>\d{1,2})",
    re.VERBOSE | re.IGNORECASE,
)
_DECADE_AFTER = re.compile(r"[’']?s\b|-?er(?:ne)?\b|-?(?:talet|luvu|tallet|ih|х)|\s?年代|년대")
_DECADE_BEFORE = re.compile(r"(?:ann[ée]es|años|anys|anni|anos|anii|jaren|lata(?:ch)?|[’'])\s?$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d\d)\d\d[–—/-]$")
# Letters for thousands and millions directly behind a number; they may as well be a unit (5m).
_LETTER = re.compile(r"(k|m|bn|b|tn)(?![^\W_])", re.IGNORECASE)
_LETTERS = {"k": 3, "m": 6, "b": 9, "bn": 9, "tn": 12}
# Long enough for any number that means something; what is longer is compared by its first digits.
EXACT = Context(prec=60)
ONE = Decimal(1)


def numbers(text: str, tag: str) -> list[Number]:
    """The numbers written with digits of any script in a text of the language `tag`, in their order.

    >>> [sorted(map(int, number.values)) for number in numbers("2万5000人（150万のうち）", "ja")]
    [[25000], [1500000]]
    >>> [number.text for number in numbers("Le 1er mai, 1,5 million sur 25 000 000.", "fr")]
    ['1', '1,5 million', '25 000 000']
    """
    if not _HAS_DIGIT.search(text):
        return []
    notation = notation_of(tag)
    found = list(_of_fractions(text))
    position = 0
    while match := _NUMERAL.search(text, position):
        clock = _CLOCK.search(text, max(position, match.start() - 4), match.end() + 8)
        if clock and clock.start() <= match.start() and clock.end() >= match.end():
            found += _times(clock)
            position = clock.end()
        elif match["dotted"]:
            pieces = match.group().split(".")
            found += [Number(match.group(), match.start(), frozenset({value_of(piece)})) for piece in pieces]
            position = match.end()
        else:
            number = _read(text, match, notation)
            position = max(match.end(), number.start + len(number.text))
            # The minutes of a full hour ("15:00") are no number of their own.
            found += [number] if number.text != "00" else []
    return sorted(found, key=lambda number: number.start)


_FRACTION = re.compile(r"[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_HAS_DIGIT = re.compile(rf"\d|{_FRACTION.pattern}")


def _of_fractions(text: str) -> Iterator[Number]:
    """Both numbers of signs such as ½, as they would stand in "1/2"."""
    if not text.isascii():
        for match in _FRACTION.finditer(text):
            for piece in unicodedata.normalize("NFKC", match.group()).split("⁄"):
                yield Number(match.group(), match.start(), frozenset({value_of(piece)}))


@dataclass(frozen=True, slots=True)
class _Notation:
    """How a language writes numbers: its decimal sign, whether spaces group digits, and the words that multiply."""

    decimal: str
    groups_by_space: bool
    multipliers: Mapping[str, Decimal]
    multiplier: re.Pattern[str]
    adds_up: bool


# 百 and 千 are no compact forms of CLDR's. 千 is also the kilo of metres and grams.
_EAST_ASIAN = {
    "ja": {"百": 2, "千": 3, "万": 4, "億": 8, "兆": 12},
    "zh": {"百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8, "万亿": 12},
    "ko": {"백": 2, "천": 3, "만": 4, "억": 8, "조": 12},
}
_MORE_MULTIPLIERS = {"en": {"hundred": 2, "lakh": 5, "crore": 7}, "de": {"tausend": 3}}
_SHORTEST_INFLECTED = 6


@functools.cache
def notation_of(tag: str) -> _Notation:
    locale = babel_locale(tag)
    subtag = tag.partition("-")[0]
    symbols = locale.number_symbols.get("latn", {})
    east_asian = _EAST_ASIAN.get(subtag)
    powers = dict(east_asian or _compact_forms(tag)) | _MORE_MULTIPLIERS.get(subtag, {})
    return _Notation(
        decimal=str(symbols.get("decimal", ".")),
        groups_by_space=str(symbols.get("group", ",")) in _SPACES,
        multipliers={word.casefold(): EXACT.scaleb(ONE, power) for word, power in powers.items()},
        multiplier=_pattern(powers, adds_up=east_asian is not None),
        adds_up=east_asian is not None,
    )


def _pattern(words: Iterable[str], *, adds_up: bool) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    if adds_up:
        return re.compile(rf"[ ]?(?P<word>{'|'.join(longest_first)})(?!(?<=千)[米克瓦卡])")
    inflected = "|".join(word for word in longest_first if len(word) >= _SHORTEST_INFLECTED) or "(?!)"
    others = "|".join(word for word in longest_first if len(word) < _SHORTEST_INFLECTED) or "(?!)"
    return re.compile(rf"[{_SPACES}-]?(?:(?P<word>{inflected})\w{{0,3}}|(?P<short>{others}))(?!\w)", re.IGNORECASE)


def _compact_forms(tag: str) -> dict[str, int]:
    """The words in CLDR's compact forms ("0 million", "00 Mrd.") and the power of ten each stands for."""
    found: dict[str, int] = {}
    forms = babel_locale(tag).compact_decimal_formats
    for length in ("short", "long"):
        for by_power in (forms.get(length) or {}).values():
            for power, pattern in by_power.items():
                zeros = pattern.pattern.count("0")
                word = _NOT_IN_WORD.sub("", pattern.pattern).strip(_SPACES)
                if zeros and len(word) > 1:
                    found[word] = len(str(power)) - zeros
    return found


_NOT_IN_WORD = re.compile(r"['0\u200e\u200f¤]")


def _times(clock: re.Match[str]) -> list[Number]:
    hour = int(clock["hour"] or clock["hour_before"])
    found = [Number(clock.group(), clock.start(), frozenset({Decimal(hour), Decimal(hour % 12 + 12)}))]
    if int(clock["minute"] or 0):
        found.append(Number(clock.group(), clock.start(), frozenset({value_of(clock["minute"])})))
    return found


def _read(text: str, match: re.Match[str], notation: _Notation) -> Number:
    number = _alone(match, notation)
    (value,) = number.values
    multiplied, end = _multiplied(text, value, match.end(), notation)
    if end > match.end():
        return Number(text[match.start() : end].strip(), match.start(), frozenset({multiplied}))
    values = {value}
    if (letter := _LETTER.match(text, end)) is not None:
        values.add(EXACT.normalize(EXACT.scaleb(value, _LETTERS[letter[1].lower()])))
    if len(number.text) == 2 and (year := _YEAR_BEFORE.search(text, 0, match.start())) is not None:
        values.add(value_of(year[1] + number.text))
    if value in _DECADES and (_DECADE_AFTER.match(text, end) or _DECADE_BEFORE.search(text, 0, match.start())):
        values |= {value % 100, value % 100 + 1900, value % 100 + 2000}
    return replace(number, values=frozenset(values))


_DECADES = frozenset(map(Decimal, (*range(10, 100, 10), *range(1100, 2100, 10), 2000)))


def _alone(match: re.Match[str], notation: _Notation) -> Number:
    """The number in the match, without a look at what stands around it."""
    written = match.group()
    fraction = match["fraction"] or match["fraction_of_indian"] or match["fraction_of_plain"]
    whole = written[: len(written) - len(fraction) - 1] if fraction else written
    value = value_of(_NOT_DIGITS.sub("", whole) + (f".{fraction}" if fraction else ""))
    others: frozenset[Decimal] = frozenset()
    parts: frozenset[Decimal] = frozenset()
    group = match["group"]
    if group is None:
        is_short = len(whole) <= _LONGEST_PART and len(fraction or "") <= _LONGEST_PART
        if fraction and (is_short or written[len(whole)] != notation.decimal):
            parts = frozenset({value_of(whole), value_of(fraction)})
    elif group in _SPACES:
        if group == " " or not notation.groups_by_space:
            parts = frozenset(map(value_of, _NOT_DIGITS.split(written)))
    elif group in ".," and written.count(group) == 1 and not fraction:
        as_decimal = value_of(written.replace(group, "."))
        value, other = (as_decimal, value) if group == notation.decimal else (value, as_decimal)
        others = frozenset({other})
    return Number(written, match.start(), frozenset({value}), others, parts)


_LONGEST_PART = 2


def value_of(digits: str) -> Decimal:
    return EXACT.normalize(EXACT.create_decimal(digits))


def _multiplied(text: str, value: Decimal, end: int, notation: _Notation) -> tuple[Decimal, int]:
    """The value with what follows it ("2万5千", "3 millones 500 mil"), and where that ends."""
    factor, end = _factor(text, end, notation)
    total = EXACT.multiply(value, factor)
    while factor > 1:
        start = end + text.startswith(tuple(_SPACES), end)
        numeral = _NUMERAL.match(text, start)
        if numeral is None or numeral["dotted"]:
            break
        (value,) = _alone(numeral, notation).values
        smaller, after = _factor(text, numeral.end(), notation)
        value = EXACT.multiply(value, smaller)
        if value >= factor or (smaller == 1 and (start > end or not notation.adds_up)):
            break
        total, factor, end = EXACT.add(total, value), smaller, after
    return EXACT.normalize(total), end


def _factor(text: str, end: int, notation: _Notation) -> tuple[Decimal, int]:
    factor = ONE
    while found := notation.multiplier.match(text, end):
        word = found["word"] or found["short"]
        factor, end = EXACT.multiply(factor, notation.multipliers.get(word.casefold(), ONE)), found.end()
        if not notation.adds_up:
            break
    return factor, end
