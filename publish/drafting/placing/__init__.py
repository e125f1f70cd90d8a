"""Marks put back into a translation, at word boundaries and on the side of the punctuation its language wants.

A mark around words that stand unchanged in the translation (a name, a title, code) goes around them; one that began or
ended its sentence does so again; any other goes where the model's alignment says. Where that is not sure, or there is
none, the place is reported as a guess: the alignment's likeliest, or else where the mark's share of the words says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from publish.article import Emphasis, Inline, Inlines, LineBreak, Link, Passage, Strong, Text, normalised, plain
from publish.drafting.marks import Bare, Mark, Placed, checked
from publish.drafting.placing.aligned import Aligned, Worded
from publish.drafting.placing.phrases import divided, swaps_nouns, without_particles
from publish.drafting.placing.probed import Probed
from publish.drafting.placing.punctuation import ORDINARY_SPACES, Punctuated
from publish.drafting.words import CLOSING_QUOTES, OPENING, STOPS, words
from publish.engines import Alignment, Span
from publish.languages import language

_LEAST_ANCHOR = 3


class _TooFewWordsError(Exception):
    """The translation has fewer words than the marks need."""


def placed(
    sentence: Bare,
    translation: str,
    source: str,
    target: str,
    alignment: Alignment | None = None,
    probed: Probed | None = None,
) -> Placed | None:
    """The translation with the marks of `sentence` put back, or `None` if it has too few words to hold them.

    `source` and `target` are BCP 47 tags. The alignment may be of any quality: it never costs a mark.
    `probed` takes its place where there is none.

    >>> from publish.drafting.marks import bare
    >>> from publish.markup import parsed, written
    >>> sentence = bare(parsed("The *New Order* of peace[^2].", "en"))
    >>> written(placed(sentence, "Le New Order de la paix.", "en", "fr").inlines)
    'Le *New Order* de la paix[^2].'
    """
    try:
        return _Placing(sentence, translation, source, target, alignment, probed).result()
    except _TooFewWordsError:
        return None


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch of the source and the stretch of the translation that stands for it.

    `source` and `target` are offsets into the texts; `source_words` and `target_words` count their words. It `is_sure`
    if the model's alignment is.
    """

    source: Span
    source_words: Span
    target: Span
    target_words: Span
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Insertion:
    """What replaces a stretch of the translation."""

    start: int
    end: int
    inlines: Inlines


class _Placing:
    def __init__(
        self,
        sentence: Bare,
        translation: str,
        source: str,
        target: str,
        alignment: Alignment | None,
        probed: Probed | None,
    ) -> None:
        self.sentence = sentence
        self.text = translation
        self.target = target
        self.source_subtag, self.subtag = language(source).subtag, language(target).subtag
        self.source_words = words(sentence.text, source)
        self.source_ends = [end for _, end in self.source_words]
        self.words = divided(translation, words(translation, target), self.subtag)
        self.spaced = language(target).writes_spaces
        self.punctuated = Punctuated(translation, target)
        self.aligned = probed or Aligned(
            Worded(sentence.text, self.source_subtag, self.source_words),
            Worded(translation, self.subtag, self.words),
            alignment,
        )
        self.guesses: list[str] = []

    def result(self) -> Placed | None:
        whole = _Region(
            (0, len(self.sentence.text)),
            (0, len(self.source_words)),
            (0, len(self.text)),
            (0, len(self.words)),
        )
        inlines = normalised(self._filled(self.sentence.marks, whole, ()))
        guesses = tuple(dict.fromkeys(self.guesses))
        return checked(Placed(inlines, guesses), [mark.inline for mark in self.sentence.marks], self.target)

    def _filled(self, marks: Sequence[Mark], region: _Region, breaks: Sequence[_Insertion]) -> Inlines:
        """The region's translation with its marks; `breaks` are line breaks from outside that fall into it."""
        kept = self._unchanged(marks, region)
        around = self._surrounded(marks, region, kept)
        if around is None:
            kept = {}
            around = self._dealt(marks, region)
        occupied = sorted([*kept.values(), *(inner.target for inner in around.values())])
        insertions = [_Insertion(*span, (mark.inline,)) for mark, span in kept.items()]
        all_breaks = [*breaks, *(self._break(mark, region) for mark in marks if isinstance(mark.inline, LineBreak))]
        outside = set(range(len(all_breaks)))
        for mark, inner in around.items():
            is_whole = (inner.source_words, inner.target_words) == (region.source_words, region.target_words)
            if not (is_whole or inner.is_sure):
                self.guesses.append(mark.called)
            inside = {n for n in outside if inner.target[0] < all_breaks[n].start < inner.target[1]}
            outside -= inside
            content = self._filled(mark.children, inner, [all_breaks[n] for n in sorted(inside)])
            insertions.append(_Insertion(*inner.target, (_with_children(mark.inline, content),)))
        insertions.extend(
            self._point(mark, region, occupied)
            for mark in marks
            if mark not in kept and mark not in around and not isinstance(mark.inline, LineBreak)
        )
        insertions.extend(self._beside(all_breaks[n], kept.values()) for n in sorted(outside))
        return self._emitted(insertions, region.target)

    def _emitted(self, insertions: Iterable[_Insertion], span: Span) -> Inlines:
        position, end = span
        result: list[Inline] = []
        for insertion in sorted(insertions, key=lambda item: (item.start, item.end)):
            start = min(max(insertion.start, position), end)
            result.append(Text(self.text[position:start], self.target))
            result.extend(insertion.inlines)
            position = min(max(insertion.end, start), end)
        result.append(Text(self.text[position:end], self.target))
        return tuple(result)

    def _unchanged(self, marks: Sequence[Mark], region: _Region) -> dict[Mark, Span]:
        """Marks whose words stand in the region's translation as they stood in the source, as often as there."""
        found: dict[Mark, Span] = {}
        for mark in marks:
            wording = self.sentence.text[mark.start : mark.end].strip()
            if not wording:
                continue
            here = self._occurrences(wording, self.text, region.target)
            free = [span for span in here if not any(_overlap(span, taken) for taken in found.values())]
            there = self._occurrences(wording, self.sentence.text, region.source)
            number = sum(span[0] < mark.start for span in there)
            if len(here) == len(there) and number < len(here) and here[number] in free:
                found[mark] = here[number]
            elif mark.is_fixed and free:
                found[mark] = free[0]
        return found

    def _occurrences(self, wording: str, text: str, region: Span) -> list[Span]:
        found = []
        start = text.find(wording, *region)
        while start >= 0:
            end = start + len(wording)
            if not (self._glued(text, start) or self._glued(text, end)):
                found.append((start, end))
            start = text.find(wording, end, region[1])
        return found

    def _glued(self, text: str, position: int) -> bool:
        """Whether the offset is inside a word."""
        around = text[max(position - 1, 0) : position + 1]
        return len(around) == 2 and all(
            character.isalnum() and (self.spaced or character.isascii()) for character in around
        )

    def _surrounded(self, marks: Sequence[Mark], region: _Region, kept: dict[Mark, Span]) -> dict[Mark, _Region] | None:
        """Each mark's share of the words that are free; `None` if one gets fewer than it needs."""
        first, last = region.target_words
        free = {n for n in range(first, last) if not any(_overlap(self.words[n], span) for span in kept.values())}
        taken = list(kept.values())
        found: dict[Mark, _Region] = {}
        for mark in marks:
            if mark in kept or not mark.surrounds_words:
                continue
            source = self._words_of(mark)
            aligned = None if source == region.source_words else self.aligned.around(source, region.target_words)
            if aligned and len(taking := range(*aligned.words)) >= _need(mark) and free.issuperset(taking):
                stretch, is_sure = aligned.words, aligned.is_sure
            else:
                start, end = self._share(region, source[0]), self._share(region, source[1])
                start = min(start, last - 1)
                stretch, is_sure = _longest_run(n for n in range(start, max(end, start + 1)) if n in free), False
            if stretch[1] - stretch[0] < _need(mark):
                return None
            free -= set(range(*stretch))
            found[mark] = replace(self._inner(mark, region, stretch, taken), is_sure=is_sure)
            taken.append(found[mark].target)
        return found

    def _dealt(self, marks: Sequence[Mark], region: _Region) -> dict[Mark, _Region]:
        """The region's words dealt out to the marks in their order, to each by what it needs."""
        first, last = region.target_words
        surrounding = [mark for mark in marks if mark.surrounds_words]
        whole = sum(map(_need, surrounding))
        if last - first < whole:
            raise _TooFewWordsError
        found: dict[Mark, _Region] = {}
        dealt = 0
        for mark in surrounding:
            start = first + dealt * (last - first) // whole
            dealt += _need(mark)
            stretch = start, first + dealt * (last - first) // whole
            found[mark] = self._inner(mark, region, stretch, [inner.target for inner in found.values()])
        return found

    def _inner(self, mark: Mark, region: _Region, stretch: Span, taken: Iterable[Span]) -> _Region:
        """The region of a mark that goes around the words of `stretch`, with the punctuation it had in the source."""
        source_words = self._words_of(mark)
        start, end = self.words[stretch[0]][0], self._word_end(stretch[1] - 1)
        wording = self.sentence.text[mark.start : mark.end].strip()
        is_whole = (source_words, stretch) == (region.source_words, region.target_words)
        if is_whole and not self.sentence.text[region.source[0] : mark.start].strip():
            start = region.target[0]
        elif wording[0] in OPENING:
            start = self.punctuated.back_over_quotes(start, region.target[0])
        if is_whole and not self.sentence.text[mark.end : region.source[1]].strip():
            end = region.target[1]
        elif wording[-1] in CLOSING_QUOTES | STOPS:
            end = self.punctuated.past(end, region.target[1])
        for other in taken:
            start = max(start, other[1]) if other[0] <= start < other[1] else start
            end = min(end, other[0]) if other[0] < end <= other[1] else end
        return _Region((mark.start, mark.end), source_words, (start, end), stretch)

    def _break(self, mark: Mark, region: _Region) -> _Insertion:
        """A line break between two words of the translation; it replaces the space there."""
        if len(self.words) < 2:
            raise _TooFewWordsError
        first, last = region.target_words
        word = min(max(self._share(region, self._words_before(mark)), first, 1), last, len(self.words) - 1)
        self.guesses.append(mark.called)
        start, end = self.words[word - 1][1], self.words[word][0]
        space = next((n for n in range(start, end) if self.text[n] in ORDINARY_SPACES), end)
        start = self.punctuated.past(start, space)
        end = start + 1 if start == space < end else start
        return _Insertion(start, end, (mark.inline,))

    def _beside(self, insertion: _Insertion, kept: Iterable[Span]) -> _Insertion:
        """The line break moved out of words that stay together."""
        for start, end in kept:
            if start < insertion.start < end:
                position = end if end < len(self.text) else start
                return replace(insertion, start=position, end=position)
        return insertion

    def _point(self, mark: Mark, region: _Region, occupied: Sequence[Span]) -> _Insertion:
        """A mark that stands between words: a note marker, or code and signs that the translation lost."""
        is_word = plain((mark.inline,)).strip() != ""
        position = self._position(mark, region, is_word=is_word)
        for start, end in occupied:
            if start < position < end:
                position = end
                self.guesses.append(mark.called)
        limit = min((start for start, _ in occupied if start >= position), default=region.target[1])
        if is_word:
            self.guesses.append(mark.called)
            return _Insertion(position, position, self._apart(mark.inline, position))
        position = self.punctuated.beside(position, limit, self.sentence.text[: mark.start][-1:])
        return _Insertion(position, position, (mark.inline,))

    def _apart(self, inline: Inline, position: int) -> Inlines:
        """The inline with a space on either side where it would touch a word."""
        before, after = self.text[:position][-1:], self.text[position : position + 1]
        return (
            Text("" if not before or before.isspace() else " ", self.target),
            inline,
            Text(" " if not before or after.isalnum() else "", self.target),
        )

    def _position(self, mark: Mark, region: _Region, *, is_word: bool) -> int:
        before = self._words_before(mark)
        (first, last), (start, end) = region.source_words, region.target_words
        if before <= first:
            return region.target[0]
        if before >= last:
            return self.words[end - 1][1] if is_word else self.punctuated.at_end(region.target[1])
        anchor = self._anchor(before - 1, region)
        known = next((n for n in range(start, end) if anchor and self.words[n][0] < anchor <= self.words[n][1]), None)
        if aligned := self.aligned.after(before - 1, region.target_words, known):
            if not (aligned.is_sure or is_word):
                self.guesses.append(mark.called)
            word = aligned.words[1] - 1
            if anchor is not None and word == known:
                return anchor
            return self._word_end(next(n for n in range(word, end) if n == end - 1 or not self._is_elided(n)))
        if anchor is not None:
            # A name ends its phrase in both languages; what qualifies another word may now follow it.
            if self._source_word(before - 1).islower() and swaps_nouns(self.source_subtag, self.subtag) and not is_word:
                self.guesses.append(mark.called)
            return anchor
        if not is_word:
            self.guesses.append(mark.called)
        word = min(max(self._share(region, before), start + 1), max(end - 1, start + 1))
        return self._word_end(word - 1)

    def _anchor(self, source_word: int, region: _Region) -> int | None:
        """The end of a source word that stands in the translation as it is, if it does so once."""
        anchor = self._source_word(source_word)
        here = self._occurrences(anchor, self.text, region.target)
        there = self._occurrences(anchor, self.sentence.text, region.source)
        return here[0][1] if len(anchor) >= _LEAST_ANCHOR and len(here) == len(there) == 1 else None

    def _source_word(self, number: int) -> str:
        return self.sentence.text[slice(*self.source_words[number])]

    def _word_end(self, word: int) -> int:
        """Where the word ends, before the particles that Japanese hangs on to it."""
        start, end = self.words[word]
        return start + len(without_particles(self.text[start:end], self.subtag))

    def _share(self, region: _Region, word: int) -> int:
        """The word boundary of the translation that lies as far along as boundary `word` of the source."""
        first, last = region.source_words
        start, end = region.target_words
        boundaries = [n for n in range(start, end + 1) if n in (start, end) or not self._is_elided(n - 1)]
        return boundaries[round((word - first) * (len(boundaries) - 1) / max(last - first, 1))]

    def _is_elided(self, word: int) -> bool:
        """Whether the word is written as one with the next."""
        return self.spaced and self.words[word][1] == self.words[word + 1][0]

    def _words_before(self, mark: Mark) -> int:
        return bisect_right(self.source_ends, mark.start)

    def _words_of(self, mark: Mark) -> Span:
        first = bisect_right(self.source_ends, mark.start)
        last = next((n for n in range(first, len(self.source_words)) if self.source_words[n][0] >= mark.end), None)
        return first, max(first + 1, len(self.source_words) if last is None else last)


def _need(mark: Mark) -> int:
    """How many words the mark must have for itself and the marks inside it."""
    return max(1, sum(map(_need, mark.children))) if mark.surrounds_words else 0


def _longest_run(numbers: Iterable[int]) -> Span:
    best, start, previous = (0, 0), None, None
    for number in numbers:
        if start is None or previous is None or number != previous + 1:
            start = number
        previous = number
        if number + 1 - start > best[1] - best[0]:
            best = start, number + 1
    return best


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _with_children(inline: Inline, children: Inlines) -> Inline:
    assert isinstance(inline, Emphasis | Strong | Link | Passage)
    return replace(inline, children=children)
