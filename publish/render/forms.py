"""Dates, numbers, lists and language names as each language writes them: Babel's, corrected where Babel is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from publish.languages import babel_locale

# The first of the month is an ordinal in French: "1er novembre" (Imprimerie nationale, Lexique, "Date").
_FIRST_OF_MONTH = {"fr": "1er"}

# Numbers of four digits are written without a separator: Spanish (RAE, Ortografía 2010, "Los números").
_GROUPED_FROM_FIVE_DIGITS = frozenset({"es"})

# Spanish groups digits by a space, not by the full stop that CLDR gives (RAE, the same chapter).
_GROUP_SEPARATOR = {"es": "\u202f"}


def date(value: datetime.date, tag: str) -> str:
    """A date in full, its day and month on one line.

    >>> date(datetime.date(2023, 11, 1), "fr"), date(datetime.date(2023, 11, 1), "ja")
    ('1er\\xa0novembre 2023', '2023年11月1日')
    """
    from babel.dates import format_date

    from publish.render.typography.spacing import typeset_text

    text = str(format_date(value, "long", locale=babel_locale(tag)))
    first = _FIRST_OF_MONTH.get(_subtag(tag))
    return typeset_text(text.replace("1 ", f"{first} ", 1) if first and value.day == 1 else text, tag)


def number(value: int, tag: str) -> str:
    """A whole number with the language's group separator.

    >>> number(4000, "es"), number(25000, "de"), number(25000, "en")
    ('4000', '25.000', '25,000')
    """
    from babel.numbers import format_decimal

    if _subtag(tag) in _GROUPED_FROM_FIVE_DIGITS and abs(value) < 10_000:
        return str(value)
    separator = _GROUP_SEPARATOR.get(_subtag(tag))
    if separator:
        return f"{value:,}".replace(",", separator)
    return str(format_decimal(value, locale=babel_locale(tag)))


def percent(part: int, whole: int, tag: str) -> str:
    """`part` of `whole` as a whole percentage, rounded down, so that 100% means all.

    >>> percent(399, 400, "de"), percent(0, 0, "en")
    ('99\\xa0%', '100%')
    """
    from babel.numbers import format_percent

    share = (part * 100 // whole) if whole else 100
    return str(format_percent(share / 100, format=None, locale=babel_locale(tag)))


def listed(items: Sequence[str], tag: str) -> str:
    """Names joined as in a sentence.

    >>> listed(["Ana", "Ben", "Cai"], "fr"), listed(["アナ", "ベン"], "ja")
    ('Ana, Ben et Cai', 'アナ、ベン')
    """
    from babel.lists import format_list

    return str(format_list(list(items), locale=babel_locale(tag)))


def _subtag(tag: str) -> str:
    return tag.partition("-")[0]
