"""Where the text calls its notes.

Notes are called in their order, so the places are chosen together: of all ways to give the notes places that follow one
another, the one whose places' scores sum highest. Most pages mark all notes in one way, so a place in another form than
the page's own counts for less. A place the facts decide is beyond doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.readers._candidates import Candidate, Form, candidates, unmistakable
from publish.readers._lines import Stretch
from publish.readers._notes import NoteText

_ACCEPTED, _SURE, _BEST, _NEVER = 2.0, 2.9, 6.0, 100.0
_ALIKE = 0.3
_OTHER_FORM = 1.25
_FAR = 1 << 60
_ALWAYS: tuple[Form, ...] = ("bracket", "paren", "superscript", "prefixed", "symbol", "glued")
_REPEATED: dict[Form, float] = {"bracket": 5, "superscript": 5, "prefixed": 5, "paren": 4}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A marker: note number `note` (counted from 1) is called in text number `text`, from `start` to `end`."""

    text: int
    start: int
    end: int
    note: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about markers a person should look at; `{facts}` in the message stands for the facts' file."""

    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Marking:
    """The markers found, in reading order, and what is doubtful about them."""

    places: tuple[Place, ...]
    doubts: tuple[Doubt, ...]


def marking(texts: Sequence[Stretch], notes: Sequence[NoteText], decided: Mapping[str, int]) -> Marking:
    """The markers of `notes` in `texts`; `decided` says for words in the texts which note is called there (0: none)."""
    page = _Page(texts, [stretch.text for stretch in texts], [note.printed for note in notes], [n.line for n in notes])
    decisions = _decisions(page, decided)
    words_of_notes = [paragraph.text for note in notes for paragraph in note.paragraphs]
    free = [
        item
        for item in candidates(page.words, page.printed, words_of_notes)
        if not any(_overlap(item, place) for place in (*decisions.forced, *decisions.banned))
    ]
    first, weighed = _first_calls(free, page.printed, _calling_first(free, page.printed, decisions.forced))
    places = [*decisions.forced, *(Place(item.text, item.start, item.end, note) for note, item in first.items())]
    places += _called_again(free, page.printed, places)
    places = _whole_groups(places, free)
    doubts = [
        *decisions.doubts,
        *_doubtful(page, first, weighed, places),
        *_without_marker(page, free, {place.note for place in places}),
        *_without_note(page, places, decisions.banned, first, weighed),
    ]
    return Marking(tuple(sorted(places)), tuple(sorted(doubts, key=lambda doubt: doubt.line)))


@dataclass(frozen=True, slots=True)
class _Page:
    """The texts, their words alone, and the notes' labels and lines."""

    texts: Sequence[Stretch]
    words: Sequence[str]
    printed: Sequence[str]
    lines: Sequence[int]

    def line(self, text: int, offset: int) -> int:
        return self.texts[text].line_at(offset)

    def number(self, note: int) -> int:
        """What an editor writes for a note: the number printed before it, or its place among the notes."""
        label = self.printed[note - 1]
        return int(label) if label.isdigit() else note

    def around(self, text: int, start: int, end: int) -> str:
        """The words around a place, as many as it takes to find it again: what an editor writes into the facts."""
        words = self.words[text]
        before = [match.start() for match in re.finditer(r"\S+", words[:start])] or [0]
        after = [end + match.end() for match in re.finditer(r"\S+", words[end:])] or [len(words)]
        for reach in range(1, 12):
            first = before[max(0, len(before) - reach)] if len(before) else start
            last = after[min(len(after), reach) - 1]
            # Japanese and Chinese write no spaces: a few characters do.
            first, last = max(first, start - 12 * reach), min(last, end + 12 * reach)
            found = words[first:last].strip()
            if sum(len(_occurrences(found, other)) for other in self.words) == 1:
                return found
        return words[first:last].strip()


@dataclass(frozen=True, slots=True)
class _Decisions:
    forced: tuple[Place, ...]
    banned: tuple[Place, ...]
    doubts: tuple[Doubt, ...]


def _occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Where the words stand in the text, whatever the white space between them."""
    pieces = [re.escape(piece) for piece in words.split()]
    return [match.span() for match in re.finditer(r"\s+".join(pieces), text)] if pieces else []


def _decisions(page: _Page, decided: Mapping[str, int]) -> _Decisions:
    forced: list[Place] = []
    banned: list[Place] = []
    doubts: list[Doubt] = []
    for words, number in decided.items():
        spans = [(text, *span) for text, whole in enumerate(page.words) for span in _occurrences(words, whole)]
        if len(spans) != 1:
            much = "more" if spans else "other"
            doubts.append(
                Doubt(f"the words “{words}” stand {len(spans)} times in the text; write {much} words in {{facts}}", 0)
            )
            continue
        text, start, end = spans[0]
        note = page.printed.index(str(number)) + 1 if str(number) in page.printed else number
        if number == 0:
            banned.append(Place(text, start, end, 0))
        elif not 1 <= note <= len(page.printed):
            doubts.append(
                Doubt(f"“{words}” = {number} in {{facts}}: the text has no note {number}", page.line(text, start))
            )
        elif (span := _written_in(page, text, start, end, page.printed[note - 1])) is None:
            doubts.append(
                Doubt(
                    f"“{words}” has more than one {number} in it; write fewer words in {{facts}}",
                    page.line(text, start),
                )
            )
        else:
            forced.append(Place(text, *span, note))
    return _Decisions(tuple(forced), tuple(banned), tuple(doubts))


def _written_in(page: _Page, text: int, start: int, end: int, label: str) -> tuple[int, int] | None:
    """Where within the words the marker is written; their end if it is not, nothing if it could be in two places."""
    likely = [
        (item.start, item.end)
        for item in candidates(page.words, [label])
        if item.text == text and start <= item.start and item.end <= end
    ]
    if len(likely) == 1:
        return likely[0]
    mark = rf"(?<!\d){label}(?!\d)" if label.isdigit() else re.escape(label)
    written = [match.span() for match in re.finditer(mark, page.words[text][:end]) if match.start() >= start]
    return written[0] if len(written) == 1 else None if written else (end, end)


def _overlap(item: Candidate, place: Place) -> bool:
    return item.text == place.text and (
        (item.start, item.end) == (place.start, place.end) or (item.start < place.end and place.start < item.end)
    )


def _calling_first(found: Sequence[Candidate], printed: Sequence[str], forced: Sequence[Place]) -> list[Place]:
    """The decided places that call their notes first; the others call again what is called elsewhere too.

    A place is the first if the notes find as good an order with it there as without.
    """
    first: list[Place] = []
    for place in forced:
        with_it = sum(item.score for item in _first_calls(found, printed, [*first, place])[0].values()) + _BEST
        without = sum(item.score for item in _first_calls(found, printed, first)[0].values())
        if with_it >= without:
            first.append(place)
    return first


def _first_calls(
    found: Sequence[Candidate], printed: Sequence[str], forced: Sequence[Place]
) -> tuple[dict[int, Candidate], list[Candidate]]:
    """For each note the place that calls it first, and all candidates weighed by the page's own form of marker.

    Numbers and symbols are chosen apart: each have their own order.
    """
    first: dict[int, Candidate] = {}
    weighed: list[Candidate] = []
    done = {place.note for place in forced}
    for is_number in (True, False):
        labels = {
            note: label for note, label in enumerate(printed, 1) if label.isdigit() is is_number and note not in done
        }
        usable = [item for item in found if item.label in labels.values()]
        forms = Counter(item.form for item in _best(usable, labels, forced).values())
        own = max(sorted(forms), key=forms.__getitem__, default=None)
        if own is not None and (forms[own] >= 2 or own != "spaced"):
            usable = [_weighed(item, own) for item in usable if item.form in (own, *_ALWAYS)]
        else:
            usable = [item for item in usable if item.form != "spaced"]
        first |= _best(usable, labels, forced)
        weighed += usable
    return first, weighed


def _weighed(item: Candidate, own: Form) -> Candidate:
    return item if item.form == own else replace(item, score=item.score - _OTHER_FORM)


def _best(found: Sequence[Candidate], labels: Mapping[int, str], forced: Sequence[Place]) -> dict[int, Candidate]:
    """The places that follow one another in the notes' order and whose scores sum highest.

    `best[n]` is the best way to give places to some of the first n notes: a sum, and a chain from the last place back.
    """
    notes = sorted(labels)
    position = {note: index for index, note in enumerate(notes, 1)}
    by_label: dict[str, list[int]] = {}
    for note in notes:
        by_label.setdefault(labels[note], []).append(note)
    empty: _Way = (0.0, None)
    best: list[_Way] = [empty] * (len(notes) + 1)
    index = 0
    while index < len(found):
        # Several candidates may be the same characters: only one of them can be the marker.
        end = index + 1
        while end < len(found) and found[end].text == found[index].text and found[end].start < found[end - 1].end:
            end += 1
        steps: list[tuple[int, _Way]] = []
        for item in found[index:end]:
            for note in by_label.get(item.label, ()):
                if item.score < _ACCEPTED or not _fits(item, note, forced):
                    continue
                total, chain = best[position[note] - 1]
                steps.append((position[note], (total + item.score, (note, item, chain))))
        for place, way in steps:
            for later in range(place, len(best)):
                if way[0] <= best[later][0]:
                    break
                best[later] = way
        index = end
    return _unrolled(best[-1])


_Way = tuple[float, "tuple[int, Candidate, object] | None"]


def _unrolled(way: _Way) -> dict[int, Candidate]:
    result: dict[int, Candidate] = {}
    chain: object = way[1]
    while isinstance(chain, tuple):
        note, item, chain = chain
        result[note] = item
    return result


def _fits(item: Candidate, note: int, forced: Sequence[Place]) -> bool:
    """Whether the place stands between the decided places of the notes before and after."""
    where = (item.text, item.start)
    return all(((place.text, place.start) < where) == (place.note < note) for place in forced if place.note != note)


def _called_again(found: Sequence[Candidate], printed: Sequence[str], places: Sequence[Place]) -> list[Place]:
    """The other places that can be nothing but markers: of notes called before, or out of the notes' order."""
    called = {label: note for note, label in reversed(list(enumerate(printed, 1)))}
    called |= {printed[place.note - 1]: place.note for place in reversed(places)}
    return [
        Place(item.text, item.start, item.end, called[item.label])
        for item in found
        if item.label in called
        and item.score >= _REPEATED.get(item.form, _NEVER)
        and not any(_overlap(item, place) for place in places)
    ]


def _whole_groups(places: Sequence[Place], found: Sequence[Candidate]) -> list[Place]:
    """The places without those of "1,2" of which only one number was taken."""
    taken = {(place.text, place.start, place.end) for place in places}
    halves = {(item.text, item.group) for item in found if (item.text, item.start, item.end) not in taken}
    broken = {(item.text, item.start, item.end) for item in found if (item.text, item.group) in halves}
    return [place for place in places if (place.text, place.start, place.end) not in broken]


def _alternatives(note: int, first: Mapping[int, Candidate], weighed: Sequence[Candidate]) -> list[Candidate]:
    """The places that could call the note as well as the one chosen, between those of the notes before and after."""
    chosen = first[note]
    before = [(item.text, item.start) for other, item in first.items() if other < note]
    after = [(item.text, item.start) for other, item in first.items() if other > note]
    return [
        item
        for item in weighed
        if item.label == chosen.label
        and item.group != chosen.group
        and item.score >= chosen.score - _ALIKE
        and max(before, default=(-1, 0)) < (item.text, item.start) < min(after, default=(_FAR, 0))
    ]


def _doubtful(
    page: _Page, first: Mapping[int, Candidate], weighed: Sequence[Candidate], places: Sequence[Place]
) -> Iterator[Doubt]:
    """Places chosen among equals, and places that little speaks for."""
    for note, chosen in sorted(first.items()):
        line = page.line(chosen.text, chosen.start)
        words = page.around(chosen.text, chosen.start, chosen.end)
        equals = [
            item for item in _alternatives(note, first, weighed) if not any(_overlap(item, place) for place in places)
        ]
        if equals:
            others = " or ".join(
                f"“{page.around(item.text, item.start, item.end)}” (line {page.line(item.text, item.start)})"
                for item in equals
            )
            yield Doubt(
                f"note {chosen.label} may be called at “{words}” or at {others}; the first is taken; "
                f"{_remedy(words, page.number(note))}",
                line,
            )
        elif chosen.score < _SURE:
            yield Doubt(
                f"“{words}” is taken for the place of note {chosen.label}, but may be none; "
                f"{_remedy(words, page.number(note))} (or = 0)",
                line,
            )


def _without_marker(page: _Page, found: Sequence[Candidate], called: Container[int]) -> Iterator[Doubt]:
    for note, (label, line) in enumerate(zip(page.printed, page.lines, strict=True), 1):
        if note in called:
            continue
        possible = [item for item in found if item.label == label]
        if possible:
            best = max(possible, key=lambda item: item.score)
            words = page.around(best.text, best.start, best.end)
            where = (
                f"perhaps at “{words}” in line {page.line(best.text, best.start)}; {_remedy(words, page.number(note))}"
            )
        else:
            where = _remedy("the words before it", page.number(note))
        yield Doubt(f"note {label} has no marker in the text; {where}", line)


def _without_note(
    page: _Page,
    places: Sequence[Place],
    banned: Sequence[Place],
    first: Mapping[int, Candidate],
    weighed: Sequence[Candidate],
) -> Iterator[Doubt]:
    """What looks like nothing but a marker, but is none."""
    reported = {(item.text, item.group) for note in first for item in _alternatives(note, first, weighed)}
    numbered = any(label.isdigit() for label in page.printed)
    for item in unmistakable(page.words):
        if (item.text, item.group) in reported or any(_overlap(item, place) for place in (*places, *banned)):
            continue
        if item.form == "glued" and not numbered:
            continue
        reported.add((item.text, item.group))
        words = page.around(item.text, item.start, item.end)
        why = (
            f"note {item.label} is called elsewhere" if item.label in page.printed
            else f"the page has no note {item.label}" if page.printed
            else "the page has no notes"
        )  # fmt: skip
        remedy = _remedy(words, 0) if item.label not in page.printed else _remedy(words, int(item.label), "or = 0")
        yield Doubt(f"“{words}” looks as if it called a note, but {why}; {remedy}", page.line(item.text, item.start))


def _remedy(words: str, note: int, more: str = "") -> str:
    quoted = f'"{words}"' if not set(words) & set('"\\') else f"'{words}'"
    return f"to decide, write in {{facts}} under [notes_decided]: {quoted} = {note}" + (f" ({more})" if more else "")
