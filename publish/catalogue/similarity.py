"""How alike two sources are, as a translator sees it: a changed number, name or negation is a real change."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.numerals import Number, numbers

_NOT_EQUAL = 99.0
"""The most that texts get that differ in anything at all."""

_NOT_THE_SAME_SAID = 95.0
"""The most that texts get of which one has a number, a name or a negation that the other lacks."""

_NUMBER_WEIGHT = 12
_NEGATION_WEIGHT = 8
"""How many characters such a sign weighs, in addition to a negation's own letters."""

_NOT = "\ue000"
_FIRST_NUMBER = 0xF0000
_NUMBERS = 65_521

_KINDS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂「」『』", '"'),
        **dict.fromkeys("‘’‚‛‹›′＇ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\n", " "),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
        "…": "...",
    }
)
_MARKER = re.compile(r"\[\^[^\]]*\]")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_SPACES = re.compile(r" {2,}")
_INSIDE_GUILLEMETS = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")
_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")

_NEGATIONS = {
    "de": r"\b(?:nicht|nie|niemals|niemand(?:e[mns])?|nichts|kein(?:e[mnrs]?)?|ohne|weder|nirgends|nirgendwo)\b",
    "en": r"\b(?:not|cannot|no|never|nobody|nothing|none|nor|neither|nowhere|without)\b|n't\b",
    "es": r"\b(?:no|nunca|jamás|nadie|nada|ning(?:ún|un[oa]s?)|sin|ni|tampoco)\b",
    "fr": r"\b(?:pas|jamais|rien|aucune?s?|sans|ni|non|nulle?|ne \w+ plus|n'\w+ plus|ne \w+ personne|n'\w+ personne)\b",
    "it": r"\b(?:non|mai|nessun[oa]?|niente|nulla|senza|né|neanche|nemmeno|neppure)\b",
    "ja": r"ない|なかっ|なく|なけれ|ません|なし|ずに|ぬ|不|未|無|非",
    "pt": r"\b(?:não|nunca|jamais|ninguém|nada|nenhu(?:ma?s?|ns)|sem|nem|tampouco)\b",
}
"""What says no, by language, over a text whose apostrophes are straight."""

_CAPITALISES_NOUNS = frozenset({"de", "lb"})
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")\]]*\s|[\"(\[])['\"(\[*_]*$")


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A text in which what matters more than its letters takes more letters, and those marks on their own."""

    text: str
    marks: Counter[str]


def similarity(a: str, b: str, language: str = "en") -> float:
    """How alike two Markdown sources in a language (a BCP 47 tag) are, from 0 to 100; 100 only if they are equal.

    It is rapidfuzz's `ratio` (twice the common characters over all characters) of texts without the kinds of quotation
    marks, dashes and spaces and without the labels of notes, in which a number weighs as much as a long word whatever
    its digits, a negation more than its letters, and a name twice its letters.

    >>> similarity("25,000 marched", "25,000 walked") > similarity("25,000 marched", "28,000 marched")
    True
    >>> similarity("They “never” agreed.[^1]", 'They "never" agreed.[^2]')
    99.0
    >>> round(similarity("They agreed to a ceasefire.", "They agreed to no ceasefire."))
    83
    """
    if a == b:
        return 100.0
    from rapidfuzz import fuzz

    one, other = _weighed(a, language), _weighed(b, language)
    most = _NOT_EQUAL if one.marks == other.marks else _NOT_THE_SAME_SAID
    return min(most, fuzz.ratio(one.text, other.text))


def normalised(source: str) -> str:
    """The source without what translators do not translate: kinds of quotation marks, dashes, spaces, labels of notes.

    >>> normalised("Don’t  “stop” – 5\\u00a0%..[^12]")
    'Don\\'t "stop" - 5 %.[^]'
    """
    text = _MARKER.sub("[^]", source) if "[^" in source else source
    if "\\" in text:
        text = _ESCAPE.sub("", text)
    if not text.isascii() or "\n" in text or "\t" in text or "`" in text:
        text = _INSIDE_GUILLEMETS.sub("", text).translate(_KINDS)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return _STOPS.sub(".", text) if ".." in text else text


def marks(source: str, language: str = "en") -> Counter[str]:
    """The numbers, names and negations of a source: if they differ from another's, something else is said.

    >>> sorted(marks("In Paris, 25,000 did not march with Ana.").elements())[:2]
    ['Ana', 'Paris']
    >>> marks("25,000 people") == marks("25 thousand people"), marks("isn’t it") == marks("is not it")
    (True, True)
    """
    return _weighed(source, language).marks


@functools.lru_cache(maxsize=1 << 12)
def _weighed(source: str, language: str) -> _Weighed:
    bare = _MARKER.sub("[^]", source)
    found: Counter[str] = Counter()
    text = normalised("".join(_with_numbers_weighed(bare, numbers(bare, language), found)))
    subtag = language.partition("-")[0].lower()
    if subtag not in _CAPITALISES_NOUNS:
        text = _with_names_weighed(text, found)
    if (negation := _negation(subtag)) is not None:
        text, count = negation.subn(lambda match: _spelt_out(match.group()) + _NOT * _NEGATION_WEIGHT, text)
        if count:
            found[_NOT] = count
    return _Weighed(text, found)


def _with_numbers_weighed(text: str, found: Iterable[Number], marks: Counter[str]) -> Iterator[str]:
    end = 0
    for number in found:
        sign = chr(_FIRST_NUMBER + hash(min(number.values)) % _NUMBERS)
        marks[sign] += 1
        if number.start < end:  # ½ and times are two numbers in one place
            yield sign * _NUMBER_WEIGHT
            continue
        yield text[end : number.start]
        yield sign * _NUMBER_WEIGHT
        end = number.start + len(number.text)
    yield text[end:]


def _with_names_weighed(text: str, marks: Counter[str]) -> str:
    if text.islower():
        return text

    def weighed(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) == 1 or not word[0].isupper():
            return word
        if _SENTENCE_START.search(text, max(0, match.start() - 8), match.start()):
            return word
        marks[word] += 1
        return word + word

    return _WORD.sub(weighed, text)


def _spelt_out(negation: str) -> str:
    return " not" if negation.lower() == "n't" else negation


@functools.cache
def _negation(subtag: str) -> re.Pattern[str] | None:
    pattern = _NEGATIONS.get(subtag)
    return re.compile(pattern, re.IGNORECASE) if pattern else None
