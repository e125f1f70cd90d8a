"""Lines that say something about the article: who wrote it, when, who made the picture, where it first appeared."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass

from publish.languages import babel_locale
from publish.readers._words import (
    BYLINES,
    CONJUNCTIONS,
    CREDIT_LINKS,
    CREDIT_PREFIXES,
    CREDITS,
    DATE_LABELS,
    SOURCES,
    alternatives,
    union,
)

_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|de|del|della|di|da|dos|du|la|le|van|von|der|den|zu|al|bin|el|y)"
_CJK_NAME = r"[\u3040-\u30ff\u3400-\u9fff][\u3040-\u30ff\u3400-\u9fffー・＝\s]{0,20}"
_NAME = rf"(?:{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,5}}|{_CJK_NAME})[*†‡]*"
_AND = rf"(?:{alternatives(union(CONJUNCTIONS))})"
_BETWEEN_NAMES = rf"(?:\s*[,、;]\s*(?:{_AND}\s+)?|\s+{_AND}\s+|\s*[と、・]\s*)"
_DATE_AFTER_NAMES = re.compile(
    r"\s*(?:[|·•,–—/]|\s-)\s*(?P<date>[^|·•]*\d{4}.*)$|\s+\((?P<inside>[^()]*\d{4}[^()]*)\)$"
)

_DAY_FIRST_TERRITORIES = frozenset({"GB", "IE", "AU", "NZ", "ZA", "IN"})
_MONTH_DAY_ENDINGS = r"(?:st|nd|rd|th|er|re|º|ª|°|\.)?"


@dataclass(frozen=True, slots=True)
class Byline:
    """Where in a line the authors' names stand (start, end), and the date after them, as written."""

    names: tuple[tuple[int, int], ...]
    date: str = ""


@functools.cache
def _byline_patterns() -> list[re.Pattern[str]]:
    names = rf"(?P<names>{_NAME}(?:{_BETWEEN_NAMES}{_NAME})*)"
    return [
        re.compile(
            "".join(names if piece == "{names}" else _either_case(piece) for piece in re.split(r"(\{names\})", form))
        )
        for form in sorted(union(BYLINES), key=lambda form: (-len(form), form))
    ]


def _either_case(words: str) -> str:
    """The words with a capital or all in capitals too; a space before a colon or none."""
    spaced = r"\s*".join(re.escape(piece) for piece in re.split(r"\s+(?=:)", words))
    spaced = spaced.replace(r"\ ", r"\s+").replace(":", r"\s*:\s*") if words.rstrip().endswith(":") else spaced
    return rf"(?i:{spaced})"


def byline_of(text: str) -> Byline | None:
    """The authors that a line names, if it is a byline.

    >>> line = "By Ada Moss and Tom Reed, 3 May 2024"
    >>> [line[start:end] for start, end in byline_of(line).names], byline_of(line).date
    (['Ada Moss', 'Tom Reed'], '3 May 2024')
    >>> byline_of("By the river, people fish.")
    """
    if len(text) > 160:
        return None
    date = _DATE_AFTER_NAMES.search(text)
    words = text[: date.start()] if date else text
    for pattern in _byline_patterns():
        match = pattern.fullmatch(words)
        if match is None:
            continue
        start, names = match.start("names"), []
        for name in re.split(f"({_BETWEEN_NAMES})", match["names"]):
            if not re.fullmatch(_BETWEEN_NAMES, name):
                names.append((start, start + len(name)))
            start += len(name)
        # "By Sea and Land" is a title: somebody has a first name and a family name, or writes neither in Latin.
        if not any(re.search(r"\s|[^\x00-\u024f]", text[first:last].strip("*†‡")) for first, last in names):
            return None
        return Byline(tuple(names), (date["date"] or date["inside"]) if date else "")
    return None


@functools.cache
def _credit_pattern() -> re.Pattern[str]:
    pictured = rf"(?:(?:{alternatives(union(CREDIT_PREFIXES))})\s+)?(?:{alternatives(union(CREDITS))})"
    links = rf"(?:\s*[:：]\s*©?\s*|\s+(?:{alternatives(union(CREDIT_LINKS))})\s+|\s*©\s*)"
    return re.compile(rf"(?:^|(?<=[.!?…”\"»)]\s)|(?<=[。！？]))(?i:{pictured})(?i:{links})\S[^.!?。]{{1,80}}[.。]?$")


def credit_of(text: str) -> str:
    """The picture credit with which a text ends: a whole line, or its last sentence.

    >>> credit_of("A walk by the sea. Main image by Ada Moss."), credit_of("The image by the door was old.")
    ('Main image by Ada Moss.', '')
    """
    match = _credit_pattern().search(text)
    if match is None:
        return ""
    # "Image by the door": what follows is a name only if it begins like one.
    name = re.search(rf"(?i:[:：©]|\b(?:{alternatives(union(CREDIT_LINKS))})\b)\s*©?\s*(\S)", match.group())
    first = name.group(1) if name else ""
    return match.group() if first and not first.islower() else ""


@functools.cache
def _source_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?i:{alternatives(union(SOURCES))})\s*(?:>>|[»→]|[:：])\s*(?P<source>\S.{{0,150}})")


def source_of(text: str) -> tuple[int, str] | None:
    """Where in a "Source: …" line the publication's name begins, and the address given with it.

    >>> source_of("Source >> Tide Quarterly"), source_of("Source: Tide Quarterly (https://tides.example/3)")
    ((10, ''), (8, 'https://tides.example/3'))
    """
    match = _source_pattern().fullmatch(text)
    if match is None:
        return None
    address = re.search(r"https?://[^\s()<>]+", match["source"])
    return match.start("source"), address.group() if address else ""


def source_name(text: str) -> str:
    """The publication's name without the address given with it."""
    return re.sub(r"[\s,;(<]*https?://[^\s()<>]+[)>]?$", "", text).strip()


@functools.cache
def _months(tag: str) -> dict[str, int]:
    result: dict[str, int] = {}
    for locale in dict.fromkeys((tag, "en")):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in babel_locale(locale).months[form][width].items():
                    result.setdefault(name.casefold().rstrip("."), number)
    return result


@functools.cache
def _weekdays(tag: str) -> str:
    names = {
        name
        for locale in (tag, "en")
        for width in ("wide", "abbreviated")
        for name in babel_locale(locale).days["format"][width].values()
    }
    return alternatives(names)


def dates_of(text: str, tag: str) -> tuple[datetime.date, ...]:
    """The dates a line may mean if it holds a date and nothing else; two where day and month could be either.

    >>> dates_of("12 March 2024", "en"), dates_of("3/4/2024", "en")
    ((datetime.date(2024, 3, 12),), (datetime.date(2024, 4, 3), datetime.date(2024, 3, 4)))
    """
    if len(text) > 80:
        return ()
    words = re.sub(rf"^(?:(?i:{alternatives(union(DATE_LABELS))})\s*[:：]?\s*)?", "", text.strip(), count=1)
    words = re.sub(rf"^(?:(?i:{_weekdays(tag)})\.?,?\s+)?", "", words, count=1)
    words = re.sub(r"[,\s]+(?:at |um |à |a las )?\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?Uhr)?$", "", words)
    words = re.sub(r"\s*[(（].曜?日?[)）]$|\.$", "", words)
    return tuple(dict.fromkeys(date for date in map(_date, _readings(words, tag)) if date is not None))


def _readings(words: str, tag: str) -> list[tuple[int, int, int]]:
    """Years, months and days that the words may mean."""
    if match := re.fullmatch(r"(\d{4})(?:[-/.]|年\s*)(\d{1,2})(?:[-/.]|月\s*)(\d{1,2})日?", words):
        return [(int(match[1]), int(match[2]), int(match[3]))]
    if match := re.fullmatch(
        rf"(\d{{1,2}}){_MONTH_DAY_ENDINGS}\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:del?\s+)?(\d{{4}})", words
    ):
        return [(int(match[3]), _months(tag).get(match[2].casefold(), 0), int(match[1]))]
    if match := re.fullmatch(rf"([^\W\d_]+)\.?\s+(\d{{1,2}}){_MONTH_DAY_ENDINGS},?\s+(\d{{4}})", words):
        return [(int(match[3]), _months(tag).get(match[1].casefold(), 0), int(match[2]))]
    if match := re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", words):
        day_first, month_first = (
            (int(match[4]), int(match[3]), int(match[1])),
            (int(match[4]), int(match[1]), int(match[3])),
        )
        if match[2] == "." or not tag.startswith("en") or tag.rpartition("-")[2] in _DAY_FIRST_TERRITORIES:
            return [day_first]
        return [month_first] if tag == "en-US" else [day_first, month_first]
    return []


def _date(reading: tuple[int, int, int]) -> datetime.date | None:
    try:
        return datetime.date(*reading)
    except ValueError:
        return None
