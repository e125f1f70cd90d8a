"""Places in a text that may call a note, each with how much its surroundings speak for it.

The score is what a reader would bet on the place alone, before anything is known of its neighbours: from 6 (nothing
else can be meant) to 0 (never a note). `publish.readers._markers` chooses among them.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from publish.readers._notes import digits
from publish.readers._words import COUNTERS, NUMBERED_ABBREVIATIONS, NUMBERED_WORDS, UNITS, union

Form = Literal["bracket", "paren", "superscript", "prefixed", "symbol", "glued", "spaced"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may call the note printed as `label`: from `start` to `end` in the text number `text`.

    `group` is the same for the numbers of one "[1, 2]", of which either all are markers or none.
    """

    text: int
    start: int
    end: int
    label: str
    form: Form
    score: float
    group: tuple[int, int]


_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*"
_CLOSERS = "\"'”’“»«›‹)]）］」』】"
# How much of the text on either side has a say; without a limit a hostile text would take hours.
_REACH = 200
_AFTER_GLUED = re.compile(r"(?=$|[\s.,;:!?…)\]”’\"»«“–—、。」』）／])(?![.,:]\d)(?![–—]\d)")
_FORMS: dict[Form, re.Pattern[str]] = {
    "bracket": re.compile(
        rf"[\[［〔【]\s?(?:\^|(?:note|nota|Anm\.|注|註|※)\s?)?(?P<numbers>{_NUMBERS})\s?[\]］〕】](?!\()"
    ),
    "paren": re.compile(rf"[(（]\s?(?:(?:note|nota|Anm\.|注|註|※)\s?)?(?P<numbers>{_NUMBERS})\s?[)）]"),
    "superscript": re.compile(r"(?P<numbers>[⁰¹²³⁴-⁹]{1,3}(?:[,;⁻]\s?[⁰¹²³⁴-⁹]{1,3})*)"),
    "prefixed": re.compile(
        r"(?<![(（\[［])(?:※|(?<![\d\s])[＊*]|(?<![\u3400-\u9fff])[注註])(?P<numbers>\d{1,3})(?!\d)"
    ),
    "symbol": re.compile(
        r"(?P<open>\()?(?P<numbers>(?<!\*)\*{1,4}(?!\*)|†{1,3}|‡{1,3}|§{1,2}(?!\s?\d)|¶)(?(open)\))(?!\w)"
    ),
    "glued": re.compile(rf"(?<=[^\s\d(\[])(?P<numbers>\d{{1,3}}(?:,\d{{1,3}})*)(?!\d){_AFTER_GLUED.pattern}"),
    "spaced": re.compile(r"(?<=[.!?…”»)])\s(?P<numbers>\d{1,3})(?=\s+[A-ZÀ-ÖØ-Þ“«„¿¡]|$)"),
}
_ENUMERATED = re.compile(r"\(\d{1,2}\)(?=\s\w)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\[\]()<>“”«»]+|[\w.+-]+@[\w.-]+\w")
_TOKEN = re.compile(r"[^\W\d_]+\d+(?!\w)")
_ABBREVIATIONS, _NUMBERED = union(NUMBERED_ABBREVIATIONS), union(NUMBERED_WORDS)
_CJK = r"\u3040-\u30ff\u3400-\u9fff々"


def candidates(texts: Sequence[str], labels: Iterable[str], other: Iterable[str] = ()) -> list[Candidate]:
    """All places in `texts` that may call one of the notes printed as `labels`, in reading order.

    `other` is text that calls no notes, but may show that "CO2" is a name: whatever stands there twice is one.
    """
    known = frozenset(labels)
    words = _Vocabulary.of([*texts, *other])
    found = [
        candidate
        for index, text in enumerate(texts)
        for candidate in _in_text(index, text, words)
        if candidate.label in known
    ]
    whole = Counter((*candidate.group, candidate.text) for candidate in found)
    return [
        candidate
        for candidate in sorted(found, key=lambda item: (item.text, item.start, item.end))
        if candidate.score > 0 and whole[(*candidate.group, candidate.text)] == _size(texts[candidate.text], candidate)
    ]


def unmistakable(texts: Sequence[str]) -> list[Candidate]:
    """The places that look like nothing but a note marker, whether or not there is such a note."""
    words = _Vocabulary.of(texts)
    return [
        candidate
        for index, text in enumerate(texts)
        for candidate in _in_text(index, text, words)
        if candidate.score >= 5 and candidate.form in ("bracket", "superscript", "glued")
    ]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The page's words: those that have a number stuck to them more than once, and those in capitals without one."""

    numbered: frozenset[str]
    capitals: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Vocabulary:
        counts: Counter[str] = Counter()
        capitals: set[str] = set()
        for text in texts:
            counts.update(_TOKEN.findall(text))
            capitals.update(re.findall(r"(?<![\w-])[^\W\d_a-z]{2,}(?![\w-])", text))
        return cls(frozenset(word for word, count in counts.items() if count > 1), frozenset(capitals))


def _in_text(index: int, text: str, words: _Vocabulary) -> Iterator[Candidate]:
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for form, pattern in _FORMS.items():
        for match in pattern.finditer(text):
            inside = any(start <= match.start() < end for start, end in addresses)
            if inside and form in ("glued", "symbol", "prefixed"):
                continue
            score = _glued(text, match, words) if form == "glued" else _SCORES[form](text, match)
            yield from _numbers(index, text, match, form, score)


def _numbers(index: int, text: str, match: re.Match[str], form: Form, score: float) -> Iterator[Candidate]:
    """One candidate for each number of the match; they share out its characters among them."""
    group = match.span()
    start, end = _with_space_before(text, match, form), match.end() + _closing_bracket(text, match, form)
    if form == "symbol":
        yield Candidate(index, start, end, match["numbers"], form, score, group)
        return
    numbers = list(re.finditer(r"[\d⁰¹²³⁴-⁹]+", match["numbers"]))
    offset = match.start("numbers")
    labels = [digits(number.group()).lstrip("0") for number in numbers]
    for place, label in enumerate(labels):
        stop = offset + numbers[place + 1].start() if place + 1 < len(numbers) else end
        if not label:
            return
        yield Candidate(index, start, stop, label, form, score, group)
        between = match["numbers"][numbers[place].end() : stop - offset] if place + 1 < len(numbers) else ""
        start = stop
        if re.search("[–⁻-]", between):
            for skipped in range(int(label) + 1, min(int(labels[place + 1]), int(label) + 10)):
                yield Candidate(index, stop, stop, str(skipped), form, score, group)


def _size(text: str, candidate: Candidate) -> int:
    """How many candidates the place has if every number in it is a note's."""
    written = text[candidate.group[0] : candidate.group[1]]
    numbers = [int(digits(number)) for number in re.findall(r"[\d⁰¹²³⁴-⁹]+", written)]
    separators = re.findall(r"(?<=[\d⁰¹²³⁴-⁹])\s?([,;–⁻-])\s?(?=[\d⁰¹²³⁴-⁹])", written)
    skipped = sum(
        max(0, min(following, number + 10) - number - 1)
        for number, following, separator in zip(numbers, numbers[1:], separators, strict=False)
        if separator in "–⁻-"
    )
    return max(1, len(numbers)) + skipped


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _REACH) : match.start()]


def _after(text: str, match: re.Match[str]) -> str:
    return text[match.end() : match.end() + _REACH]


def _with_space_before(text: str, match: re.Match[str], form: Form) -> int:
    """Where the marker begins: the space before "[1]" is part of how it is written, not of the text."""
    start = match.start()
    bracketed = form in ("bracket", "paren", "spaced") or match.group()[0] == "("
    if bracketed and re.match(r"$|[\s.,;:!?…)”’»、。]", _after(text, match)):
        return start - len(before := _before(text, match)) + len(before.rstrip(" \u00a0\t"))
    return start


def _closing_bracket(text: str, match: re.Match[str], form: Form) -> int:
    """The length of the bracket in "voice1)", which nothing opened: it belongs to the marker."""
    before = _before(text, match)
    unopened = text[match.end() : match.end() + 1] == ")" and before.count("(") <= before.count(")")
    return int(form == "glued" and unopened)


def _bracket(text: str, match: re.Match[str]) -> float:
    return 6 if _before(text, match).strip() else 3


def _paren(text: str, match: re.Match[str]) -> float:
    before, after = _before(text, match), _after(text, match)
    if not before.strip():
        return 0
    if not match.group()[1:].lstrip()[0].isdigit():
        return 6
    # "Section 2(1)" and "3(a)(1)": parts of a law.
    if re.search(r"(?:\d|\(\w{1,3}\))$", before):
        return 0
    # "(1) to learn, (2) to teach": numbers of things, not of notes.
    if match.start() in _enumerations(text):
        return 1
    if not before[-1].isspace():
        return 4.5
    return 4 if re.match(r"$|[.,;:!?…)”’»、。]", after) else 3


@functools.lru_cache(maxsize=64)
def _enumerations(text: str) -> frozenset[int]:
    """Where the numbers of a run "(1) …, (2) …" stand that each begin, and do not end, a piece of the sentence."""
    begun = [
        match.start()
        for match in _ENUMERATED.finditer(text)
        if re.search(r"(?:[:;,]|\b(?:and|or|und|oder|et|ou|y|e|o))\s$", _before(text, match))
    ]
    return frozenset(begun if text.find("(1)") in begun and len(begun) > 1 else ())


def _superscript(text: str, match: re.Match[str]) -> float:
    before, is_power = _before(text, match), match["numbers"] in ("²", "³")
    unit = re.search(r"(?:^|[\s\d/·*(])([^\W\d_]{1,2})$", before)
    if not before.strip() or re.match(r"[⁻⁺\w]", _after(text, match)):
        return 1
    if is_power and unit and unit.group(1).lower() in UNITS:
        return 0.5
    return 1 if is_power and before[-1].isdigit() else 6


def _prefixed(text: str, match: re.Match[str]) -> float:
    return 5.5 if _before(text, match).strip() else 0


def _symbol(text: str, match: re.Match[str]) -> float:
    before = _before(text, match)
    if not before.strip() or (before[-1].isspace() and not match["open"]) or before[-1] in "([/":
        return 0
    symbol = match["numbers"]
    # "*so*": the second of a pair around words that are stressed.
    opened = len(re.findall(rf"(?<![\w*]){re.escape(symbol)}(?=[^\s*])", before))
    closed = len(re.findall(rf"(?<=[^\s*]){re.escape(symbol)}(?![\w*])", before))
    return 0 if symbol[0] == "*" and opened > closed else 5


def _spaced(text: str, match: re.Match[str]) -> float:
    return 3 if match.end() == len(text) else 2.5


def _glued(text: str, match: re.Match[str], words: _Vocabulary) -> float:
    before, after = _before(text, match), _after(text, match)
    if len(match["numbers"]) > 1 and match["numbers"].startswith("0"):
        return 0
    if end := re.search(rf"([.!?…:;,。！？、；])[{re.escape(_CLOSERS)}]*$", before):
        return _after_stop(before[: end.start()], end.group(), after)
    french = before.endswith("»") and before.count("«") >= before.count("»")
    if french or re.search(rf"\S[{re.escape(_CLOSERS)}]$", before):
        return 4 if before[-1] in ")]）］" else 5
    if before[-1] == "%":
        return 2.5
    word = re.search(r"(?P<before>^|.)(?P<word>[^\W\d_]+)$", before)
    return _after_word(word, match["numbers"], after, words) if word else 0


def _after_stop(before: str, stop: str, after: str) -> float:
    """The score behind a full stop or comma, with or without a closing quotation mark."""
    if len(stop) > 1:
        return 5 if before.strip() else 0
    if stop in "。！？、；":
        return 0 if after[:1] in COUNTERS and after else 5 if not re.match(rf"[{_CJK}]", after) else 2
    new_sentence = bool(re.match(r"\s*$|\s+[^\s\w]?[^\Wa-zß-öø-ÿ]|[”’\"»)]", after))
    if before[-1:].isdigit():
        # "in 2023.11 Then": a year and a note, if there must be one; "3.5" and "25,000" are numbers.
        is_year = bool(re.search(r"(?<![\d.,])(?:19|20)\d\d$", before))
        return 2 if is_year and (new_sentence or stop == ",") else 1 if new_sentence and stop == "." else 0
    word = re.search(r"([^\W\d_]+|[nN]º|[§°%])$", before)
    if word is None:
        return 4.5 if before and not before[-1].isspace() else 0
    if re.search(r"\b(?:[A-Z]\.)+[A-Z]$", before):
        return 3.5
    if stop == "." and word.group().casefold() in _ABBREVIATIONS:
        return 0
    if stop in ":;":
        return 2.5
    if stop == ",":
        return 4
    if stop == "." and len(word.group()) == 1:
        return 3
    return 5 if new_sentence else 3.5


def _after_word(word: re.Match[str], number: str, after: str, words: _Vocabulary) -> float:
    """The score right behind a word: "ceasefire4", but not "CO2", "MI5", "Covid19" or "x2"."""
    letters, previous = word["word"], word["before"]
    if re.search(rf"[{_CJK}]$", letters):
        if letters[-1] in _ABBREVIATIONS or letters[-2:] in _ABBREVIATIONS or after[:1] not in "、。」』）":
            return 0
        return 3 if re.search(r"[\u3040-\u309f]$", letters) else 2
    if letters + number in words.numbered or (previous and previous in "£$€¥#@0123456789_"):
        return 0
    if previous and previous in "-‑/" and not (letters[1:].islower() and len(letters) > 3):
        return 0
    lower = letters.lower()
    if lower in _ABBREVIATIONS or lower in UNITS or len(letters) == 1 or (letters != lower and lower in _NUMBERED):
        return 0
    if letters.isupper():
        return 2.5 if letters in words.capitals or len(letters) > 5 else 0.5
    if not (letters.islower() or letters.istitle()):
        # Camel case is a product's name; scripts without capitals have neither.
        return 3 if letters.lower() == letters.upper() and len(letters) > 3 else 1
    if letters.islower():
        return 4 if len(letters) > 3 else 3
    return 3.5 if len(letters) > 3 else 2


_SCORES: dict[Form, Callable[[str, re.Match[str]], float]] = {
    "bracket": _bracket,
    "paren": _paren,
    "superscript": _superscript,
    "prefixed": _prefixed,
    "symbol": _symbol,
    "spaced": _spaced,
}
