"""A locale's rules as regular expressions, made once: where spaces change, and what stays on one line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from publish.languages import babel_locale, language
from publish.render.typography.rules import EVERYWHERE, NARROW, NO_BREAK, Abbreviations, Before, Held, Inside, rules

MARKER = "\ufffc"
"""Stands for a note marker in a text."""

OPAQUE = "\ufdd0"
"""Stands for a character that no rule may read: of computer code or of an address."""

SPACE = " \u00a0\u2009\u202f"
_S = f"[{SPACE}]"

# What a mark may follow: the end of a word, of a quotation, of a note marker or of code.
_END = rf"[\p{{L}}\p{{M}}\p{{N}}%‰°)\]»”’\"'….{MARKER}{OPAQUE}]"

# Symbols of the SI and of currencies (BIPM, The International System of Units: a space parts number and unit).
_UNITS = regex.split(
    " ",
    "km² km³ km/h km m² m³ cm² cm mm m kg mg µg g t ha hl cl ml l kWh MWh GWh TWh kW MW GW W V A Hz °C °F K Pa bar "
    "min h s € $ £ ¥ EUR USD CHF CAD Mio. Mrd. px pt GB MB kB",
)


@dataclass(frozen=True, slots=True)
class Change:
    """The spaces `s` in what the pattern finds become what `becomes` makes of them.

    The language of the character `o`, or of the first one found, decides whether the rule applies. Nothing can be found
    in a text that has none of the characters `needs` ("" if it needs none), or that lacks `digits`: most texts need not
    be searched.
    """

    pattern: regex.Pattern[str]
    becomes: Callable[[str], str]
    needs: str = ""
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Patterns:
    """One locale's rules, compiled. `held` finds stretches without spaces that stay on one line."""

    changes: tuple[Change, ...]
    dashes_open: bool
    held: regex.Pattern[str]
    gap: bool
    half: bool
    counted: regex.Pattern[str] | None
    is_rtl: bool


def tied(space: str) -> str:
    """The no-break form of a space: its own width stays what it is.

    >>> tied(" "), tied("\\u2009"), tied("\\u202f")
    ('\\xa0', '\\u202f', '\\u202f')
    """
    return space.replace(" ", NO_BREAK).replace("\u2009", NARROW)


# Between numbers, between the parts of a word, and where a dash hangs at a word: UAX #14 breaks lines there.
_HELD = (
    r"\p{Nd}+(?:[–‑]\p{Nd}+)+"
    r"|\p{Lu}\.(?:-\p{Lu}\.)+"
    r"|[\p{L}\p{M}\p{N}]+—+(?![\p{Ps}\p{Pi}])"
    r"|(?<![\p{L}\p{M}\p{N}\p{Pe}\p{Pf}—])—+[\p{L}\p{M}\p{N}]+—?(?![\p{L}\p{M}\p{N}])"
)


@functools.cache
def patterns(tag: str) -> Patterns:
    """The patterns of a locale."""
    row = rules(tag)
    changes = [
        *(change for rule in row.before for change in _before(rule)),
        *(change for rule in row.inside for change in _inside(rule)),
        *map(_abbreviation, row.abbreviations),
        *_numbers(tag, insert=row.percent),
        *(_held(rule) for rule in (*row.held, *EVERYWHERE.held)),
        *_dates(tag, month_first=bool(row.dates and row.dates.month_first)),
        *_everywhere(),
    ]
    dashes = row.dashes or EVERYWHERE.dashes
    wide = row.ideographs
    counted = (
        regex.compile(
            rf"第?[\p{{Nd}}][\p{{Nd}},.]*(?:[万億兆千百萬亿億]+[\p{{Nd}}][\p{{Nd}},.]*)*[万億兆千百萬亿億]*[{wide.counters}]?"
        )
        if wide and wide.counters
        else None
    )
    return Patterns(
        changes=tuple(changes),
        dashes_open=bool(dashes and dashes.opening),
        held=regex.compile(_HELD),
        gap=bool(wide and wide.gap),
        half=bool(wide and wide.half),
        counted=counted,
        is_rtl=language(tag).direction == "rtl",
    )


def _always(space: str) -> Callable[[str], str]:
    return lambda _: space


def _before(rule: Before) -> Iterator[Change]:
    # The marks that also stand inside numbers and addresses (10:30) count only where a word ends.
    for marks, after in (("!?", ""), (";:", rf"(?=[\s{SPACE}»”)\]{MARKER}{OPAQUE}]|$)")):
        chosen = "".join(mark for mark in rule.marks if mark in marks)
        if chosen:
            found = rf"{_END}(?P<s>{_S}*+)(?P<o>[{chosen}]){after}"
            yield Change(regex.compile(found), _always(rule.space), chosen)


def _inside(rule: Inside) -> Iterator[Change]:
    opening, closing = regex.escape(rule.opening), regex.escape(rule.closing)
    # Spaces within quotation marks may be missing; before a question mark another rule says what stands there.
    some = "*+" if rule.space or rule.opening == "«" else "++"
    yield Change(
        regex.compile(rf"{opening}(?P<s>{_S}{some})(?=[^\s{SPACE}{closing}])"), _always(rule.space), rule.opening
    )
    yield Change(
        regex.compile(rf"[^\s{SPACE}{opening}](?P<s>{_S}{some})(?P<o>{closing})"), _always(rule.space), rule.closing
    )


def _abbreviation(rule: Abbreviations) -> Change:
    forms = "|".join(rf"(?P<s>{_S}?+)".join(map(regex.escape, form.split())) for form in _longest_first(rule.forms))
    return Change(regex.compile(rf"(?<![\p{{L}}\p{{N}}.])(?:{forms})"), _always(rule.space), ".")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _numbers(tag: str, insert: str | None) -> Iterator[Change]:
    percent, group = _cldr_spaces(tag)
    if insert:
        yield _in_numbers(r"\p{Nd}(?P<s>[ \u2009]?+)[%‰](?!\p{L})", _always(insert), "%‰")
    else:
        yield _in_numbers(r"\p{Nd}(?P<s>[ \u2009])[%‰]", _always(percent or NO_BREAK), "%‰")
    group = rules(tag).group or group
    if group:
        grouped = rf"(?<![\p{{Nd}}.,]|\p{{Nd}}{_S})\p{{Nd}}{{1,3}}(?:(?P<s>{_S})\p{{Nd}}{{3}})+(?!{_S}?\p{{Nd}})"
        yield _in_numbers(grouped, _always(group))
    # In some languages one letter is a preposition ("v", "s") rather than a unit.
    small_words = {word for rule in rules(tag).held if rule.to == "word" for word in rule.words}
    units = "|".join(map(regex.escape, _longest_first(unit for unit in _UNITS if unit not in small_words)))
    yield _in_numbers(rf"\p{{Nd}}(?P<s>[ \u2009])(?:{units})(?![\p{{L}}\p{{M}}\p{{N}}’'])", tied)
    yield _in_numbers(r"[€$£¥](?P<s>[ \u2009])\p{Nd}", tied, "€$£¥")


def _in_numbers(found: str, becomes: Callable[[str], str], needs: str = "") -> Change:
    return Change(regex.compile(found), becomes, needs, digits=True)


@functools.cache
def _cldr_spaces(tag: str) -> tuple[str, str]:
    """The spaces that CLDR has before a percent sign and between groups of digits, "" where it has none."""
    locale: Any = babel_locale(tag)
    percent = str(locale.percent_formats[None].pattern).rstrip("%\u200e\u200f")[-1:]
    symbols = locale.number_symbols
    group = str(symbols.get("latn", symbols).get("group", ""))
    return percent if percent in SPACE else "", group if group in SPACE else ""


_FOLLOWING = {"number": r"(?:\p{Nd}|[IVXLC]+(?!\p{L}))", "name": r"\p{Lu}", "word": r"[\p{L}\p{N}„«»‚(]"}


def _held(rule: Held) -> Change:
    words = "|".join(map(regex.escape, _longest_first(rule.words)))
    found = rf"(?<![\p{{L}}\p{{M}}\p{{N}}.’'-])(?:{words})(?P<s>[ \u2009])(?={_FOLLOWING[rule.to]})"
    return Change(regex.compile(found), tied)


def _dates(tag: str, *, month_first: bool) -> Iterator[Change]:
    locale: Any = babel_locale(tag)
    names = {str(name) for width in ("wide", "abbreviated") for name in locale.months["format"][width].values()}
    months = "|".join(map(regex.escape, _longest_first(name for name in names if not name[:1].isdigit())))
    if not months:
        return
    between = regex.escape(_words_between(str(locale.date_formats["long"].pattern)))
    # Hebrew writes what stands between as a part of the month's name.
    joined = rf"(?:{between}(?P<s>[ \u2009])?)?" if between else ""
    day = r"(?<!\p{Nd})\p{Nd}{1,2}(?:\.|er|re|e|º|ª|o|-е|η)?"
    found = rf"{day}(?P<s>[ \u2009]){joined}(?:{months})(?![\p{{L}}\p{{M}}])"
    yield Change(regex.compile(found, regex.IGNORECASE), tied, digits=True)
    if month_first:
        found = rf"(?<!\p{{L}})(?:{months})\.?(?P<s>[ \u2009])\p{{Nd}}{{1,2}}(?!\p{{Nd}})"
        yield Change(regex.compile(found), tied, digits=True)


def _words_between(pattern: str) -> str:
    """What a language writes between a day and its month.

    >>> _words_between("d 'de' MMMM 'de' y"), _words_between("d. MMMM y")
    ('de', '')
    """
    found = regex.search(r"d+((?:'[^']*'|[^'])*?)[ML]", pattern)
    return str(found.group(1)).replace("'", "").strip(" .") if found else ""


def _everywhere() -> Iterator[Change]:
    # Initials and surname; the last of several is followed by the name.
    initial = r"(?<![\p{L}\p{M}\p{N}’'])\p{Lu}\.(?P<s>[ \u2009])(?=\p{Lu}(?:\.|[\p{L}\p{M}’'-]))"
    yield Change(regex.compile(initial), tied, ".")
    # Between sentences a no-break space is a slip: after a whole word or beside a note marker no abbreviation ends.
    ended = rf"(?:(?<![\p{{L}}\p{{M}}])\p{{Ll}}{{5,}}[.!?]|[.!?]{MARKER}+|{MARKER}[.!?])"
    yield Change(regex.compile(rf"{ended}(?P<o>(?P<s>\u00a0))(?=\p{{Lu}})"), _always(" "), "\u00a0")
    # A note marker begins no line; nor does an ellipsis that ends a thought.
    yield Change(regex.compile(rf"(?P<s>(?<=\S){_S}+){MARKER}"), _always(NARROW), MARKER)
    yield Change(regex.compile(r"(?<=[\p{L}\p{N}])(?P<s>[ \u2009])(?=(?:…|\.\.\.)(?![\p{L}\p{N}]))"), tied, "….")
