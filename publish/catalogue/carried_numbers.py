"""A translation with the new numbers of a source of which nothing but numbers has changed.

A number is carried only where no doubt is possible: the old one stands in the translation exactly once, in digits, and
the new one can be written the way the old one is there, without any other word having to change.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from publish.catalogue.harmless import normal_form
from publish.languages import babel_locale, language
from publish.number_words import spelt
from publish.numerals import Number, notation_of, numbers

_KEPT = re.compile(
    r"\[\^[^\]]*\]|(?<!`)(?P<fence>`++).*?(?<!`)(?P=fence)(?!`)|\]\([^)\n]*\)|<[^<>\s]*>|https?://\S+", re.DOTALL
)
_FORM = re.compile(
    r"""
    (?P<whole> \d{1,3} (?P<group>[.,'’\u00a0\u2009\u202f\ ]) \d{3} (?:(?P=group)\d{3})* | \d+)
    (?: (?P<point>[.,]) (?P<fraction>\d+) )?
    """,
    re.ASCII | re.VERBOSE,
)
_ANY_NUMBER = "0"
CARRIED = "carried into the translation"
_BY_HAND = "change it by hand"
_ORDINAL = re.compile(r"\d[\d,]*(?:st|nd|rd|th)", re.IGNORECASE)
_ROUND_WORDS = ",;:.!?()\"'“”‘’"
_PLAIN_WORD = re.compile(r"\w+(?:[-‐‑.,’']\w+)*")
_FOUR_DIGITS = 4
_LONGEST_PLAIN = 4
_THOUSAND = 1000

# Four digits stand ungrouped in these languages (CLDR, minimumGroupingDigits 2), longer numbers do not.
_FOUR_UNGROUPED = frozenset({"bg", "ca", "es", "et", "gl", "hu", "it", "ka", "lt", "lv", "pl", "pt", "be", "uz"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A translation with new numbers in it, or the old one, and what a translator is told of that."""

    text: str
    words: str
    is_carried: bool = False


def skeleton(source: str, tag: str) -> str:
    """The source with the same number for each of its own; sources that differ in numbers only have the same.

    >>> skeleton("25,000 people in Tokyo[^3]", "en")
    '0 people in Tokyo[^3]'
    """
    text, result = _masked(source), ""
    end = 0
    for number in numbers(text, tag):
        if number.start >= end:
            result += source[end : number.start] + _ANY_NUMBER
            end = number.start + len(number.text)
    return result + source[end:]


def carried(old: str, new: str, translation: str, *, source: str, target: str) -> Carried | None:
    """The translation of `old` with the numbers of `new`; None unless these differ, and nothing else that does harm.

    `source` and `target` are BCP 47 tags.

    >>> carried("25,000 people", "28,000 people", "25 000 personnes", source="en", target="fr").text
    '28 000 personnes'
    >>> carried("25,000 people", "28,000 people", "2万5000人", source="en", target="ja").words
    'number 25,000 → 28,000 not carried: the translation does not write it in digits alone; change it by hand'
    >>> carried("Fifteen hundred people", "Sixteen hundred people", "1500 personnes", source="en", target="fr").words
    'number Fifteen hundred → Sixteen hundred not carried: it is written in words; change it by hand'
    >>> carried("The 3rd march", "The 4th march", "La 3e marche", source="en", target="fr").words
    'number 3rd → 4th not carried: it is an ordinal; change it by hand'
    """
    if old == new:
        return None
    if normal_form(skeleton(old, source)) != normal_form(skeleton(new, source)):
        changed = _changed_words(old, new, source)
        words = f"number {changed} not carried: {_why_in_words(changed)}; {_BY_HAND}"
        return Carried(translation, words) if changed else None
    before, after = numbers(_masked(old), source), numbers(_masked(new), source)
    if len(before) != len(after):
        return None
    changes = [(was, now) for was, now in zip(before, after, strict=True) if was.values != now.values]
    if not changes:
        return None
    names = ", ".join(f"{was.text} → {now.text}" for was, now in changes)
    noun = "number" if len(changes) == 1 else "numbers"
    try:
        text = _rewritten(changes, before, old, new, translation, target)
        # What cannot be put back is not changed: the translator's words must survive a change of mind.
        back = _rewritten([(now, was) for was, now in changes], after, new, old, text, target)
    except _DoubtError as doubt:
        return Carried(translation, f"{noun} {names} not carried: {doubt}")
    if back != translation:
        return Carried(translation, f"{noun} {names} not carried: the way back would not be the same")
    return Carried(text, f"{noun} {names} {CARRIED}", is_carried=True)


def _changed_words(old: str, new: str, tag: str) -> str:
    """The words of the one number that differs between two texts where it is written in words; "" if more differs."""
    before, after = old.split(), new.split()
    start = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    rest = list(zip(before[start:][::-1], after[start:][::-1], strict=False))
    end = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], rest))
    while start and _is_number(before[start - 1], tag):
        start -= 1
    while end and _is_number(before[len(before) - end], tag):
        end -= 1
    changed = [words[start : len(words) - end] for words in (before, after)]
    if not all(words and all(_is_number(word, tag) for word in words) for words in changed):
        return ""
    was, now = (" ".join(words).strip(_ROUND_WORDS) for words in changed)
    return f"{was} → {now}" if _meaning(was, tag) != _meaning(now, tag) else ""


def _why_in_words(changed: str) -> str:
    """Why numbers that are no digits alone are not carried."""
    both = changed.split(" → ")
    if all(map(_ORDINAL.fullmatch, both)):
        return "it is an ordinal"
    return "it is part of a word" if all(text[:1].isdigit() for text in both) else "it is written in words"


def _is_number(word: str, tag: str) -> bool:
    return _PLAIN_WORD.fullmatch(word.strip(_ROUND_WORDS)) is not None and bool(_meaning(word, tag))


def _meaning(words: str, tag: str) -> set[Decimal]:
    return spelt(words, tag) | {value for number in numbers(words, tag) for value in number.values}


class _DoubtError(Exception):
    """Why a number is not carried, in words."""


def _rewritten(
    changes: Sequence[tuple[Number, Number]],
    before: Sequence[Number],
    old: str,
    new: str,
    translation: str,
    target: str,
) -> str:
    masked = _masked(translation)
    there = numbers(masked, target)
    edits = []
    for was, now in changes:
        value, following = _plain_value(was, old), _plain_value(now, new)
        if sum(value in number.values | number.others | number.parts for number in before) != 1:
            raise _DoubtError("it is not the only such number")
        if _plural(value, target) != _plural(following, target):
            raise _DoubtError("other words may have to change with it")
        number = _only(value, there)
        _refuse_attached(masked, number, target)
        edits.append((number, _written_like(number.text, following, now.text, target)))
    result = translation
    for number, text in sorted(edits, key=lambda edit: -edit[0].start):
        result = result[: number.start] + text + result[number.start + len(number.text) :]
    return result


def _only(value: Decimal, there: Sequence[Number]) -> Number:
    """The one number in a translation that means the value, whatever notation it may be in."""
    found = [number for number in there if value in number.values | number.others | number.parts]
    if not found:
        raise _DoubtError("it is not in the translation")
    if len(found) > 1:
        raise _DoubtError("it may be in the translation more than once")
    if found[0].values != {value}:
        raise _DoubtError("it is not surely the one in the translation")
    return found[0]


def _plain_value(number: Number, text: str) -> Decimal:
    if len(number.values) != 1 or not _FORM.fullmatch(number.text):
        raise _DoubtError("it is more than a number in digits")
    end = number.start + len(number.text)
    if text[end : end + 1].isalpha() or text[number.start - 1 : number.start].isalnum():
        raise _DoubtError("it is part of a word")
    (value,) = number.values
    return value


def _refuse_attached(text: str, number: Number, target: str) -> None:
    """An ordinal ("1er"), a time ("15h30") or a word with a number in it would change its form."""
    if not _FORM.fullmatch(number.text):
        raise _DoubtError(f"the translation does not write it in digits alone; {_BY_HAND}")
    before, after = text[: number.start], text[number.start + len(number.text) :]
    for near, beyond in ((before[-1:], before[-2:-1]), (after[:1], after[1:2])):
        is_word = near.isalnum() and language(target).writes_spaces
        if near in _ORDINAL_SIGNS or is_word or (near == "-" and beyond.isalpha()):
            raise _DoubtError("it is part of a word in the translation")
        if near in _DATE_SIGNS and beyond.isdigit():
            raise _DoubtError("it is part of a time or a date in the translation")


# The elided article of "l'8 marzo" is another one before another number.
_ORDINAL_SIGNS = frozenset("ºª°'’")
_DATE_SIGNS = frozenset(":/.")


def _plural(value: Decimal, tag: str) -> str:
    return babel_locale(tag).plural_form(value)


def _written_like(form: str, value: Decimal, source_form: str, target: str) -> str:
    """The value written as the number `form` is."""
    match, wanted = _FORM.fullmatch(form), _FORM.fullmatch(source_form)
    assert match is not None
    assert wanted is not None
    digits = str(int(value))
    group = match["group"] or ""
    # In the source's text the fraction may have zeros at its end that a value forgets.
    fraction = _fraction(value, wanted)
    if group:
        if len(digits) == _FOUR_DIGITS < len(re.sub(r"\D", "", match["whole"])) and _subtag(target) in _FOUR_UNGROUPED:
            raise _DoubtError("four digits are not written like more")
        digits = f"{int(digits):,}".replace(",", group)
    elif int(digits) >= _THOUSAND and (
        len(match["whole"]) < _FOUR_DIGITS or len(digits) > _LONGEST_PLAIN >= len(match["whole"])
    ):
        raise _DoubtError("the translation does not show how to write one so long")
    if not fraction:
        return digits
    point = match["point"] or notation_of(target).decimal
    if point == group or point not in ".,":
        raise _DoubtError("the translation does not show how to write a fraction")
    return f"{digits}{point}{fraction}"


def _fraction(value: Decimal, wanted: re.Match[str]) -> str:
    exact = str(value.normalize() % 1)
    if value == value.to_integral_value():
        return ""
    found = exact.partition(".")[2]
    return found + "0" * (len(wanted["fraction"] or "") - len(found))


def _subtag(tag: str) -> str:
    return tag.partition("-")[0]


def _masked(text: str) -> str:
    """The text with everything that is no prose blotted out, each character in its place."""
    return _KEPT.sub(lambda match: "\ufffc" * len(match.group()), text)
