"""Where the words of a sentence went in its translation, by a model's alignment, and whether that is sure."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.drafting.placing.attention import Links, links
from publish.drafting.placing.phrases import carries_on, has_other_order, is_article, is_linking, swaps_nouns
from publish.engines import Alignment, Span

# The thresholds below were chosen on the development sentences of tests/drafting/marked_sentences.txt, so that about
# one mark in a hundred is wrong and held for sure; benchmarks/placing.py prints what they come to.
#
# How sure a place is that is taken for sure, and one that is a better guess than a share of the words.
_SURE_AFTER, _LIKELY_AFTER = 0.4, 0.05
_SURE_AROUND, _LIKELY_AROUND = 0.2, 0.01
# The gain in log-likelihood a word (`Links.order`) of attention that is taken for some: at random it stays below.
_ORDERLY = 0.15
# A link weaker than this says nothing: the word is taken for one that belongs to its neighbours.
_WEAK = 0.15
# How strong, to its strongest word, the link of a further word that renders the same source word is.
_FURTHER = 0.4
# How many words before a noun may stand after it in the translation.
_REACH = 4
# How sure it is of a word that is the same in both texts where its phrase begins.
_KNOWN = 0.7
# How many words after a phrase must not look as if they belonged to it.
_NEXT = 3
# The links of longer texts cost too much: their number grows with the square of the length.
_MOST_LINKS = 40_000


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in the language of a subtag (`pt` of `pt-BR`), and where its words stand."""

    text: str
    subtag: str
    words: Sequence[Span]

    def word(self, number: int) -> str:
        return self.text[slice(*self.words[number])]


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of target words, the first and one after the last."""

    words: Span
    is_sure: bool


class Aligned:
    """A sentence and its translation; `within` and all that is found are numbers of the translation's words."""

    def __init__(self, source: Worded, target: Worded, alignment: Alignment | None) -> None:
        self._source, self._target, self._alignment = source, target, alignment

    def after(self, source_word: int, within: Span, known: int | None = None) -> Found | None:
        """The words after which a mark goes that stood after `source_word`; `None` if there is nothing to go by.

        `known` is the target word that is the same word, where there is one.
        """
        if not (found := self._links):
            return None
        words, sureness = self._phrase(found, source_word, within, known)
        if sureness < _LIKELY_AFTER:
            return None
        is_sure = sureness >= _SURE_AFTER and not self._is_parted(found, source_word, words, within)
        end = words[1]
        while end < within[1] and is_article(self._target.word(end - 1), self._target.subtag):
            end, is_sure = end + 1, False
        return Found((words[0], end), is_sure)

    def around(self, source_words: Span, within: Span) -> Found | None:
        """The words around which a mark goes that stood around `source_words`; `None` if there is nothing to go by."""
        if not (found := self._links):
            return None
        words, sureness = _stretch(found, source_words, within)
        if sureness < _LIKELY_AROUND:
            return None
        return Found(self._with_article(words, source_words, within), sureness >= _SURE_AROUND)

    @functools.cached_property
    def _links(self) -> Links | None:
        """The links of the words, unless they are those of attention that knows nothing."""
        alignment, source, target = self._alignment, self._source, self._target
        if alignment is None or not (alignment.source and alignment.target and source.words and target.words):
            return None
        if max(len(source.words) * len(target.words), len(alignment.source) * len(alignment.target)) > _MOST_LINKS:
            return None
        found = links(alignment, source.text, source.words, target.text, target.words)
        is_orderly = found.order >= _ORDERLY or has_other_order(source.subtag, target.subtag)
        return self._without_articles(found) if found.looks_right and is_orderly else None

    def _without_articles(self, found: Links) -> Links:
        """The links without those from an article to another word: it says nothing on where that one went."""
        source, target = self._source, self._target
        articles = [is_article(source.word(number), source.subtag) for number in range(len(source.words))]
        agreed = [
            [weight * article for weight, article in zip(row, articles, strict=True)]
            if is_article(target.word(number), target.subtag)
            else row
            for number, row in enumerate(found.agreed)
        ]
        return replace(found, agreed=agreed)

    def _is_parted(self, found: Links, source_word: int, words: Span, within: Span) -> bool:
        """Whether the source word ends a phrase ("workers in Italy") whose head is not clearly before it or with it.

        The note may belong to the one or to the other.
        """
        source = self._source
        for link in range(source_word - 1, max(source_word - _REACH, 0), -1):
            if is_linking(source.word(link), source.subtag):
                (start, _), sureness = _words_of(found, link - 1, within)
                return sureness < _WEAK or start >= words[1]
        return False

    def _phrase(self, found: Links, source_word: int, within: Span, known: int | None) -> tuple[Span, float]:
        """The target words of a source word and those that belong to them, and how sure the last one is.

        "a solidarity movement" is "un mouvement de solidarité": what follows "mouvement" belongs to it. The words must
        be a whole: none of the source words in question may have gone elsewhere.
        """
        (start, head_end), sureness = _words_of(found, source_word, within)
        if known is not None:
            (start, head_end), sureness = (known, known + 1), _KNOWN
        end, lowest = self._joined(found, source_word, head_end, within)
        if not _is_whole(found, (lowest, source_word), (start, end), within):
            end, lowest = head_end, source_word
        following = max(
            (_mass(found, number, (lowest, source_word + 1)) for number in range(end, min(end + _NEXT, within[1]))),
            default=0.0,
        )
        return (start, end), sureness * (1 - following)

    def _joined(self, found: Links, source_word: int, end: int, within: Span) -> tuple[int, int]:
        """The end of the phrase whose own words end at `end`, and the first source word in it."""
        lowest = source_word
        for position in range(end, within[1]):
            likeliest = _likeliest(found, position)
            if found.agreed[position][likeliest] < _WEAK:
                continue
            if likeliest > source_word or not self._belongs(position, likeliest, source_word):
                break
            end, lowest = position + 1, min(lowest, likeliest)
        return end, lowest

    def _belongs(self, target_word: int, source_word: int, head: int) -> bool:
        """Whether a target word that comes from a source word before the head may belong to the head's phrase."""
        source, target = self._source, self._target
        if swaps_nouns(source.subtag, target.subtag):
            return source_word >= head - _REACH
        between = [source.word(number) for number in range(source_word + 1, head)]
        return carries_on(target.word(target_word - 1), between, source.subtag, target.subtag)

    def _with_article(self, words: Span, source_words: Span, within: Span) -> Span:
        """The words with or without an article at their beginning, as the source words are."""
        (start, end), first = words, source_words[0]
        source, target = self._source, self._target
        if is_article(source.word(first), source.subtag):
            if start > within[0] and is_article(target.word(start - 1), target.subtag):
                start -= 1
        elif first and is_article(source.word(first - 1), source.subtag):
            while start < end - 1 and is_article(target.word(start), target.subtag):
                start += 1
        return start, end


def _words_of(found: Links, source_word: int, within: Span) -> tuple[Span, float]:
    """The target words that come from one source word, side by side, and how sure that is."""
    column = [row[source_word] for row in found.agreed]
    best = max(range(*within), key=column.__getitem__)
    start, end, least = best, best + 1, column[best] * _FURTHER

    def is_further(number: int) -> bool:
        return column[number] >= least and _likeliest(found, number) == source_word

    while start > within[0] and is_further(start - 1):
        start -= 1
    while end < within[1] and is_further(end):
        end += 1
    return (start, end), sum(column[start:end])


def _is_whole(found: Links, source_words: Span, words: Span, within: Span) -> bool:
    """Whether none of the source words went clearly to words outside."""
    for source_word in range(*source_words):
        (start, end), sureness = _words_of(found, source_word, within)
        if sureness >= _WEAK and not (words[0] <= start and end <= words[1]):
            return False
    return True


def _stretch(found: Links, source_words: Span, within: Span) -> tuple[Span, float]:
    """The target words that come from a stretch of the source, side by side, and how sure its edges are."""
    masses = [_mass(found, number, source_words) for number in range(*within)]
    start, end = _heaviest([mass - 0.5 for mass in masses])
    edges = [
        2 * (masses[n] - 0.5) * (1 if start <= n < end else -1)
        for n in {start - 1, start, end - 1, end}
        if 0 <= n < len(masses)
    ]
    astray = 1 - sum(masses[start:end]) / max(sum(masses), 1e-9)
    return (within[0] + start, within[0] + end), max(min(*edges, 1 - 2 * astray), 0.0)


def _heaviest(gains: Sequence[float]) -> Span:
    """The stretch with the highest sum."""
    best, best_sum, start, total = (0, 1), float("-inf"), 0, 0.0
    for n, gain in enumerate(gains):
        if total <= 0:
            start, total = n, 0.0
        total += gain
        if total > best_sum:
            best, best_sum = (start, n + 1), total
    return best


def _mass(found: Links, target_word: int, source_words: Span) -> float:
    return sum(found.origin[target_word][slice(*source_words)])


def _likeliest(found: Links, target_word: int) -> int:
    row = found.origin[target_word]
    return max(range(len(row)), key=row.__getitem__)
