"""Where marks belong in a translation that comes without alignment: the sentence is translated again with signs in it.

Models copy the sign of a reference, [1], as encyclopedias have it, in its place among the words, and brackets around
the words they stood around. Both bend the wording a little, so only the place is taken, and looked up among the words
of the first translation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from publish.article import NoteMarker
from publish.drafting.marks import Bare, every
from publish.drafting.placing.aligned import Found
from publish.drafting.placing.phrases import divided
from publish.drafting.words import words
from publish.engines import Span
from publish.languages import language

_SIGNS = range(1, 100)


@dataclass(frozen=True, slots=True)
class Questions:
    """The texts to translate for a sentence; each asks for the place of some marks, by the numbers of source words.

    `notes` is the probe of all notes between words, `after` the words they stand behind, `around` those of each mark
    around words. All are empty if the place of every mark is plain without asking.
    """

    notes: Probe | None
    after: tuple[int, ...]
    around: Mapping[str, Span]

    @property
    def texts(self) -> tuple[str, ...]:
        return (*((self.notes.text,) if self.notes else ()), *self.around)


class Probed:
    """The places that were found; it is asked as `publish.drafting.placing.aligned.Aligned` is."""

    def __init__(self, after: Mapping[int, Found], around: Mapping[Span, Found]) -> None:
        self._after, self._around = after, around

    def after(self, source_word: int, within: Span, known: int | None = None) -> Found | None:  # noqa: ARG002
        """The words after which a mark goes that stood after `source_word`; `None` if there is nothing to go by."""
        return _within(self._after.get(source_word), within)

    def around(self, source_words: Span, within: Span) -> Found | None:
        """The words around which a mark goes that stood around `source_words`; `None` if there is nothing to go by."""
        return _within(self._around.get(source_words), within)


def _within(found: Found | None, within: Span) -> Found | None:
    return found if found and within[0] <= found.words[0] < found.words[1] <= within[1] else None


def questions(sentence: Bare, source: str, translation: str = "", shown: str = "") -> Questions:
    """What to ask an engine for the places of the sentence's marks.

    A mark around words that stand in the `translation` as they are needs no question. `shown` is the sentence's text as
    the engine is given it, if that is another.

    >>> from publish.markup import parsed
    >>> from publish.drafting.marks import bare
    >>> questions(bare(parsed("The *whole* union[^1] agreed.[^2]", "en")), "en").texts
    ('The whole union [1] agreed.', 'The [whole] union agreed.')
    """
    text = shown or sentence.text
    found = words(sentence.text, source)
    starts, ends = [start for start, _ in found], [end for _, end in found]
    after: list[int] = []
    around: dict[str, Span] = {}
    for mark in every(sentence.marks):
        first, last = (
            bisect_right(ends, mark.start),
            len(starts) - len([start for start in starts if start >= mark.end]),
        )
        if mark.surrounds_words and first < last and (first, last) != (0, len(found)):
            is_there = sentence.text[mark.start : mark.end] in translation
            if not is_there and (asked := bracketed(text, (mark.start, mark.end))):
                around[asked] = (first, last)
        elif isinstance(mark.inline, NoteMarker) and 0 < first < len(found):
            after.append(first - 1)
    notes = probe(text, [ends[word] for word in after])
    return Questions(notes if notes.signs else None, tuple(after[: len(notes.signs)]), around)


def answered(asked: Questions, answers: Sequence[str], translation: str, target: str) -> Probed:
    """The places in the translation by the translations of the questions' texts, one for each."""
    found = divided(translation, words(translation, target), language(target).subtag)
    starts, ends = [start for start, _ in found], [end for _, end in found]
    rest = list(answers)
    after: dict[int, Found] = {}
    if asked.notes:
        for word, place in zip(asked.after, places(asked.notes, rest.pop(0), translation, target), strict=True):
            if place is not None:
                last = bisect_right(ends, place.offset)
                # It was not at the end of its sentence: a sign found there may just have been left over.
                after[word] = Found((last - 1, last), place.is_sure and last < len(found))
    around: dict[Span, Found] = {}
    for span, answer in zip(asked.around.values(), rest, strict=True):
        if edges := stretch(answer, translation, target):
            first, last = bisect_right(starts, edges[0].offset) - 1, bisect_right(ends, edges[1].offset)
            around[span] = Found((first, last), edges[0].is_sure and edges[1].is_sure)
    return Probed(after, around)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the translation: an offset, and whether it is certainly that of the word the sign stood beside."""

    offset: int
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Probe:
    """A sentence with a sign behind each of some of its words."""

    text: str
    signs: tuple[str, ...]


def probe(sentence: str, ends: Sequence[int]) -> Probe:
    """The sentence with a sign at each offset, which is a word's end, in the offsets' order.

    >>> probe("The workers, in March, went on strike.", [11, 21]).text
    'The workers [1], in March [2], went on strike.'
    """
    free = [sign for sign in map("[{}]".format, _SIGNS) if sign not in sentence][: len(ends)]
    text, position = "", 0
    for end, sign in sorted(zip(ends, free, strict=False)):
        text += f"{sentence[position:end]} {sign}"
        position = end
    return Probe(text + sentence[position:], tuple(free))


def places(asked: Probe, answer: str, translation: str, target: str) -> list[Place | None]:
    """For each sign the end of the word in the translation that it belongs behind, 0 for the beginning.

    `answer` is the translation of the probe, `translation` that of the sentence itself, both in the language `target`.
    `None` where the sign did not come through once, or stands where the two translations have no word in common.

    >>> asked = probe("The workers of Haifa, who marched", [20])
    >>> places(asked, "Os operários de Haifa [1], que marcharam", "Os trabalhadores de Haifa, que marcharam", "pt")
    [Place(offset=25, is_sure=True)]
    """
    plain, positions = _without_signs(answer, asked.signs)
    twin = _Twin(plain, translation, target)
    return [None if position is None else twin.end_before(position) for position in positions]


def bracketed(sentence: str, span: Span) -> str:
    """The sentence with brackets around a stretch, "" if it has brackets of its own.

    >>> bracketed("See the appeal by the union.", (4, 14))
    'See [the appeal] by the union.'
    """
    if "[" in sentence or "]" in sentence:
        return ""
    start, end = span
    return f"{sentence[:start]}[{sentence[start:end]}]{sentence[end:]}"


def stretch(answer: str, translation: str, target: str) -> tuple[Place, Place] | None:
    """The stretch of the translation that stands in brackets in `answer`, the translation of the bracketed sentence.

    The beginning of its first word and the end of its last one; `None` if there is none or it cannot be told.

    >>> stretch("Veja [a chamada] do sindicato.", "Veja o apelo do sindicato.", "pt")
    (Place(offset=5, is_sure=True), Place(offset=12, is_sure=True))
    """
    match = re.fullmatch(r"([^\[\]]*)\[([^\[\]]*)\]([^\[\]]*)", answer, re.DOTALL)
    if not match:
        return None
    before, inside, after = match.groups()
    twin = _Twin(before + inside + after, translation, target)
    start, end = twin.start_after(len(before)), twin.end_before(len(before + inside))
    return (start, end) if start and end and start.offset < end.offset else None


class _Twin:
    """A text that is nearly the translation, and the way from its places to the translation's."""

    def __init__(self, text: str, translation: str, target: str) -> None:
        self._theirs, self._ours = words(text, target), words(translation, target)
        pairs = SequenceMatcher(
            None,
            [text[start:end].casefold() for start, end in self._theirs],
            [translation[start:end].casefold() for start, end in self._ours],
            autojunk=False,
        ).get_opcodes()
        # As many other words in place of some stand for them one by one.
        self._counterparts = {
            first + n: other + n
            for _, first, last, other, end in pairs
            if last - first == end - other
            for n in range(last - first)
        }

    def end_before(self, position: int) -> Place | None:
        """The end of the translation's word that a place in the text is behind, 0 at the beginning."""
        before = sum(end <= position for _, end in self._theirs)
        if not before:
            return Place(0) if self._theirs else None
        if before - 1 in self._counterparts:
            return Place(self._ours[self._counterparts[before - 1]][1])
        following = len(self._ours) if before == len(self._theirs) else self._counterparts.get(before)
        return Place(self._ours[following - 1][1], is_sure=False) if following else None

    def start_after(self, position: int) -> Place | None:
        """The start of the translation's word that a place in the text is before."""
        before = sum(end <= position for _, end in self._theirs)
        if before in self._counterparts:
            return Place(self._ours[self._counterparts[before]][0])
        following = self._counterparts[before - 1] + 1 if before - 1 in self._counterparts else None if before else 0
        if following is None or following >= len(self._ours):
            return None
        return Place(self._ours[following][0], is_sure=False)


def _without_signs(text: str, signs: Sequence[str]) -> tuple[str, list[int | None]]:
    """The text without the signs, and where each stood in what is left; `None` unless it was there once."""
    once = [sign for sign in signs if text.count(sign) == 1]
    found: dict[str, int] = {}
    plain, position = "", 0
    for match in re.finditer("|".join(rf" ?{re.escape(sign)}" for sign in signs) or "$.", text):
        plain += text[position : match.start()]
        position = match.end()
        if (sign := match[0].strip()) in once:
            found[sign] = len(plain)
    return plain + text[position:], [found.get(sign) for sign in signs]
