"""A text in its language's typography: other spaces, stretches that stay on one line, spacing; the same words.

The text comes as runs, since a word and its quotation mark may stand in different elements; each rule sees the
neighbours across their borders. A run's language decides which rules its characters follow.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import category, east_asian_width

import regex

from publish.render.typography.patterns import MARKER, OPAQUE, Patterns, patterns, tied

OUTSIDE = ""
"""The language of what follows no rules: computer code, note markers, line ends."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language (a BCP 47 tag, or `OUTSIDE`)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, from one character up to another, and the class its span has."""

    start: int
    end: int
    name: str

    @property
    def is_whole(self) -> bool:
        """Whether it stays on one line; only such a stretch may begin in one run and end in another."""
        return self.name == "nowrap"

    @property
    def is_space(self) -> bool:
        """Whether it stands for the space after it."""
        return self.name in ("gap", "half")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text with its language's typography: the runs' texts as they are to be written, and over all of them together
    which `stretches` have spans: `nowrap` may cross the borders of runs, all others lie inside one.
    """

    texts: tuple[str, ...]
    stretches: tuple[Stretch, ...] = ()


# What no line may have room for, and no hyphenation may part: 30 characters, none of them a space or of a script that
# writes none between its words.
_ENDLESS = regex.compile(
    rf"[^\s{MARKER}{OPAQUE}\p{{Ideographic}}\p{{Hiragana}}\p{{Katakana}}\p{{Hangul}}\p{{Thai}}"
    r"\u2000-\u200b\u3000-\u303f]{30,}"
)

# Addresses are no prose: neither their dots nor their slashes follow a language's rules.
_ADDRESS = regex.compile(r"(?:https?://|www\.|mailto:)[!-~]*[A-Za-z0-9/#=&]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGIT = regex.compile(r"\p{Nd}")

_IDEOGRAPH = r"[\p{Han}\p{Hiragana}\p{Katakana}ー々〆〇]"
_WESTERN = r"[\p{Latin}\p{Greek}\p{Cyrillic}0-9]"
_GAP_BEFORE = regex.compile(rf"{_IDEOGRAPH}(?=[+#$€£]?{_WESTERN})")
_GAP_AFTER = regex.compile(
    rf"[+#$€£]?{_WESTERN}[^\s{MARKER}{OPAQUE}\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ー、-〟（-］｛-･]*(?={_IDEOGRAPH})"
)
_WORD_END = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{M}0-9%+°]$")

# Full-width punctuation has blank halves: opening marks before, closing ones and stops after (JLREQ, "Positioning of
# Punctuation Marks").
_OPENING = "（「『［｛〈《〔【｟〖〘"
_CLOSING = "）」』］｝〉》〕】｠〗〙、。，．"
_SHARED = regex.compile(rf"[{_CLOSING}](?=[{_OPENING}{_CLOSING}・：；{MARKER}])|[{_OPENING}・](?=[{_OPENING}])")

# Latin names and signed numbers in a text from right to left: what surrounds them must not move their signs.
_LATIN = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}])[+#@$€£]?[\p{Nd}]*\p{Latin}[\p{Latin}\p{M}\p{Nd}]*"
    r"(?:(?:[.,]?[ \u00a0\u202f]|[.'’&/:_–-]| & )[\p{Latin}\p{Nd}][\p{Latin}\p{M}\p{Nd}]*)*[+%]?"
    r"|(?<![\p{L}\p{M}\p{N}])[+\-−±]\p{Nd}+(?:[.,]\p{Nd}+)*"
)
_SPACED_DASH = regex.compile(
    r"(?<=\S)(?P<before>[ \u00a0\u2009\u202f])[–—](?P<after>[ \u00a0\u2009\u202f]|(?=[,;:.!?)]))"
)
_LAST_WORDS = regex.compile(r"(?<=\S )[^ \n]+ [^ \n]+$")
# In letters: what fits into a line of any title but a folded leaflet's.
_SHORT_PAIR = 24
_SENTENCE_END = regex.compile(r"[.!?…]+[»”“’\")]*\s")


@functools.lru_cache(maxsize=2048)  # the same texts stand in several pages
def typeset(runs: tuple[Run, ...], *, is_title: bool = False) -> Typeset:
    """The runs in their languages' typography; a title's last word stays with the one before it if both are short.

    >>> typeset((Run("Le 7 octobre : « Non ! »", "fr"),)).texts
    ('Le 7\\xa0octobre\\xa0: «\\xa0Non\\u202f!\\xa0»',)
    """
    texts = tuple(run.text for run in runs)
    languages = {run.language: patterns(run.language) for run in runs if run.language != OUTSIDE}
    text = _text(runs)
    texts = _changed(texts, text.starts, _edits(text, languages))
    text = _text([Run(changed, run.language) for changed, run in zip(texts, runs, strict=True)])
    spans = list(_spans(text, languages))
    found = [*_held(text, languages), *_marked(text.line), *(_last_words(text.line) if is_title else ())]
    stretches = [*spans, *_nowraps(found, [span for span in spans if span.name == "ltr"])]
    return Typeset(texts, tuple(sorted(stretches, key=lambda part: (part.start, part.end))))


def typeset_text(text: str, language: str) -> str:
    """A plain text with its language's spaces, for where no elements can be.

    >>> typeset_text("4 November 2023", "en")
    '4\\xa0November 2023'
    """
    return typeset((Run(text, language),)).texts[0]


@dataclass(frozen=True, slots=True)
class _Text:
    """The runs as one text, what no rule may read made opaque, and where each begins."""

    line: str
    languages: list[str]
    starts: list[int]
    addresses: list[tuple[int, int]]

    def run_at(self, place: int) -> int:
        return min(bisect_right(self.starts, place) - 1, len(self.languages) - 1)

    def language_at(self, place: int) -> str:
        return self.languages[self.run_at(place)]


def _text(runs: Sequence[Run]) -> _Text:
    starts = list(accumulate((len(run.text) for run in runs), initial=0))
    readable = (run.language != OUTSIDE or run.text in (MARKER, "\n") for run in runs)
    line = "".join(run.text if is_text else OPAQUE * len(run.text) for run, is_text in zip(runs, readable, strict=True))
    addresses = []
    if "@" in line or "://" in line or "www." in line:
        addresses = [match.span() for match in _ADDRESS.finditer(line)]
        line = _ADDRESS.sub(lambda match: OPAQUE * len(match.group()), line)
    return _Text(line, [run.language for run in runs], starts, addresses)


@dataclass(frozen=True, slots=True)
class _Edit:
    """What stands from `start` to `end` becomes `new`, written in the run `run`."""

    start: int
    end: int
    new: str
    run: int


def _edits(text: _Text, languages: dict[str, Patterns]) -> list[_Edit]:
    """The changes of spaces, each place once: the first rule that knows it decides."""
    edits: dict[tuple[int, int], _Edit] = {}
    present = set(text.line)
    has_digits = bool(_DIGIT.search(text.line))
    for tag, rules in languages.items():
        for change in rules.changes:
            if (change.digits and not has_digits) or (change.needs and present.isdisjoint(change.needs)):
                continue
            for match in change.pattern.finditer(text.line):
                owner = text.run_at(match.start("o") if "o" in change.pattern.groupindex else match.start())
                if text.languages[owner] != tag:
                    continue
                for start, end in match.spans("s"):
                    run = text.run_at(start) if end > start else owner
                    new = change.becomes(text.line[start:end])
                    edits.setdefault((start, end), _Edit(start, end, new, run))
        for place in _dash_spaces(text.line, opens=rules.dashes_open):
            run = text.run_at(place)
            if text.languages[run] == tag:
                edits.setdefault((place, place + 1), _Edit(place, place + 1, tied(text.line[place]), run))
    return sorted(edits.values(), key=lambda edit: (edit.start, edit.end))


def _dash_spaces(line: str, *, opens: bool) -> Iterator[int]:
    """The spaces at dashes where a line may not end."""
    if "–" not in line and "—" not in line:
        return
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    sentences: dict[int, list[regex.Match[str]]] = {}
    for match in _SPACED_DASH.finditer(line):
        sentences.setdefault(bisect_right(ends, match.start()), []).append(match)
    for dashes in sentences.values():
        paired = opens and len(dashes) % 2 == 0
        for number, match in enumerate(dashes):
            if paired and number % 2 == 0 and match.group("after"):
                yield match.start("after")
            else:
                yield match.start("before")


def _changed(texts: Sequence[str], starts: list[int], edits: list[_Edit]) -> tuple[str, ...]:
    parts: list[list[str]] = [[] for _ in texts]
    done = [0] * len(texts)
    for edit in edits:
        text, offset = texts[edit.run], starts[edit.run]
        start, end = edit.start - offset, edit.end - offset
        if end > len(text) or start < done[edit.run]:
            continue
        parts[edit.run] += [text[done[edit.run] : start], edit.new]
        done[edit.run] = end
    return tuple(
        "".join([*part, text[position:]]) if part else text
        for part, text, position in zip(parts, texts, done, strict=True)
    )


def _nowraps(found: list[tuple[int, int]], turned: list[Stretch]) -> Iterator[Stretch]:
    """What stays on one line though nothing between its characters says so (`found`); no two of them overlap.

    A stretch from left to right among others (`turned`) is not parted: its parts would be read in the wrong order.
    """
    start = end = -1
    for first, last in sorted(_not_inside(found, turned)):
        if first < end:
            end = max(end, last)
            continue
        if end > 0:
            yield Stretch(start, end, "nowrap")
        start, end = first, last
    if end > 0:
        yield Stretch(start, end, "nowrap")


def _not_inside(found: list[tuple[int, int]], turned: list[Stretch]) -> Iterator[tuple[int, int]]:
    for first, last in found:
        cut = [span for span in turned if span.start < last and first < span.end]
        yield min([first, *(span.start for span in cut)]), max([last, *(span.end for span in cut)])


def _held(text: _Text, languages: dict[str, Patterns]) -> Iterator[tuple[int, int]]:
    for tag, rules in languages.items():
        for pattern in filter(None, (rules.held, rules.counted)):
            for match in pattern.finditer(text.line):
                if not match.group().isdecimal() and text.language_at(match.start()) == tag:
                    yield match.span()


def _last_words(line: str) -> Iterator[tuple[int, int]]:
    """The two words a title ends with, where they are short and others stand before them."""
    match = _LAST_WORDS.search(line)
    if match and len(match.group()) <= _SHORT_PAIR:
        yield match.span()


def _marked(line: str) -> Iterator[tuple[int, int]]:
    """Note markers with the character before them, where a line could end between the two."""
    place = line.find(MARKER)
    while place >= 0:
        end = place
        while line[end : end + 1] == MARKER:
            end += 1
        if place and _may_break_after(line[place - 1]):
            yield place - 1, end
        place = line.find(MARKER, end)


def _may_break_after(last: str) -> bool:
    """Whether a line could end between the character and a note marker's digit.

    UAX #14 allows that after an ideograph, a dash or a closing bracket, never after the letters of an alphabet (and
    those of a cursive one must not be parted from their word).
    """
    if last.isspace() or last == OPAQUE:
        return False
    return east_asian_width(last) in "WF" or not category(last).startswith(("L", "M"))


def _spans(text: _Text, languages: dict[str, Patterns]) -> Iterator[Stretch]:
    for start, end in text.addresses:
        tag = text.language_at(start)
        last = min(end, text.starts[text.run_at(start) + 1])
        yield Stretch(start, last, "url")
        if tag != OUTSIDE and languages[tag].is_rtl:
            yield Stretch(start, last, "ltr")
    for match in _ENDLESS.finditer(text.line):
        start = match.start()
        if text.language_at(start) != OUTSIDE:
            yield Stretch(start, min(match.end(), text.starts[text.run_at(start) + 1]), "long")
    for tag, rules in languages.items():
        if rules.half:
            yield from (
                Stretch(place, place + 1, "half")
                for place in (match.start() for match in _SHARED.finditer(text.line))
                if text.language_at(place) == tag
            )
        if rules.gap:
            yield from _gaps(text, tag)
        if rules.is_rtl:
            for match in _LATIN.finditer(text.line):
                run = text.run_at(match.start())
                if text.languages[run] == tag and match.end() <= text.starts[run + 1]:
                    yield Stretch(match.start(), match.end(), "ltr")


def _gaps(text: _Text, tag: str) -> Iterator[Stretch]:
    """What a quarter of an em follows: an ideograph before a Western word, such a word before an ideograph."""
    for match in _GAP_BEFORE.finditer(text.line):
        if text.language_at(match.start()) == tag:
            yield Stretch(match.start(), match.end(), "gap")
    for match in _GAP_AFTER.finditer(text.line):
        if _WORD_END.search(match.group()) and text.language_at(match.end()) == tag:
            last = text.run_at(match.end() - 1)
            if text.languages[last] != OUTSIDE:
                yield Stretch(max(match.start(), text.starts[last]), match.end(), "gap")
