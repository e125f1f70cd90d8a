"""Articles as an editor changes them: a manuscript of sentences, the edits one makes to it, and its Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from hypothesis import strategies as st

from publish.readers.markdown import read
from publish.readers.reading import Facts, Seed
from publish.segments import Segment, segments

VOCABULARY = """
people march union strike peace Gaza city demand ceasefire thousand student worker campus port street government
movement against before after between every small large organisation campaign public banner council harbour school
demonstration support occupation neighbourhood week never not many 18% 25,000 1,500 7 *now* “peace” ‘never’ union’s
workers’ – —
"""
WORDS = tuple(VOCABULARY.split())
_FIRST = ("People", "Unions", "Students", "In", "Every", "The", "Workers", "Never", "After")
_NOTE = re.compile(r"⟦(\d+)⟧")
_NUMBER = re.compile(r"\d[\d,]*")


class Edit(NamedTuple):
    """What an editor does, where (any number counts, modulo what there is), and the words for it."""

    kind: str
    place: int = 0
    other: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Paragraphs of sentences (the first paragraph is the title); `⟦3⟧` in a sentence refers to note 3 in `notes`.

    Notes are numbered in the order in which the text refers to them, whatever they are called here.
    """

    paragraphs: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The manuscript as a seed."""
        numbers: dict[str, int] = {}

        def marker(match: re.Match[str]) -> str:
            return f"[^{numbers.setdefault(match[1], len(numbers) + 1)}]"

        title, *rest = (" ".join(sentences) for sentences in self.paragraphs)
        # A reader refuses an article without text.
        body = [_NOTE.sub("", f"# {title}"), *(_NOTE.sub(marker, paragraph) for paragraph in rest or ["Nothing yet."])]
        ends = [f"[^{number}]: {self.notes[int(name)]}" for name, number in numbers.items()]
        return "\n\n".join([*filter(str.strip, body), *ends]) + "\n"

    @property
    def segments(self) -> list[Segment]:
        """What `publish update` finds in it."""
        reading = read(Seed("article", "seeds/article.md", self.markdown, "en", Facts()))
        return segments(reading.article, "sentence")


def edited(manuscript: Manuscript, edit: Edit) -> Manuscript:
    """The manuscript after the edit; itself where there is nothing to do it to."""
    return _EDITS[edit.kind](manuscript, edit)


def _places(manuscript: Manuscript) -> list[tuple[int, int]]:
    """Every sentence below the title."""
    return [(p, s) for p, sentences in enumerate(manuscript.paragraphs) if p for s in range(len(sentences))]


def _with(manuscript: Manuscript, place: tuple[int, int], *sentences: str, gone: int = 1) -> Manuscript:
    """The manuscript with these sentences instead of the `gone` ones from that place on."""
    paragraph, start = place
    before = manuscript.paragraphs[paragraph]
    after = (*before[:start], *(one for one in sentences if one.strip()), *before[start + gone :])
    paragraphs = (*manuscript.paragraphs[:paragraph], *filter(None, [after]), *manuscript.paragraphs[paragraph + 1 :])
    return replace(manuscript, paragraphs=paragraphs)


def _at_sentence(change: Callable[[str, Edit], tuple[str, ...]]) -> Callable[[Manuscript, Edit], Manuscript]:
    """An edit that makes other sentences of one."""

    def apply(manuscript: Manuscript, edit: Edit) -> Manuscript:
        places = _places(manuscript)
        if not places:
            return manuscript
        place = places[edit.place % len(places)]
        return _with(manuscript, place, *change(manuscript.paragraphs[place[0]][place[1]], edit))

    return apply


def _at_match(pattern: str, change: Callable[[str], str]) -> Callable[[Manuscript, Edit], Manuscript]:
    """An edit that changes one match of the pattern in the article, or all of them where `words` is "all"."""

    def apply(manuscript: Manuscript, edit: Edit) -> Manuscript:
        found = [
            (place, match)
            for place in _places(manuscript)
            for match in re.finditer(pattern, manuscript.paragraphs[place[0]][place[1]])
        ]
        if not found:
            return manuscript
        chosen = found if edit.words == "all" else [found[edit.place % len(found)]]
        for (paragraph, sentence), match in reversed(chosen):
            text = manuscript.paragraphs[paragraph][sentence]
            text = text[: match.start()] + change(match[0]) + text[match.end() :]
            manuscript = _with(manuscript, (paragraph, sentence), text)
        return manuscript

    return apply


def _insert(manuscript: Manuscript, edit: Edit) -> Manuscript:
    places = _places(manuscript)
    if not places:
        return replace(manuscript, paragraphs=(*manuscript.paragraphs, (edit.words,)))
    paragraph, sentence = places[edit.place % len(places)]
    return _with(manuscript, (paragraph, sentence + edit.other % 2), edit.words, gone=0)


def _new_paragraph(manuscript: Manuscript, edit: Edit) -> Manuscript:
    paragraphs = list(manuscript.paragraphs)
    paragraphs.insert(1 + edit.place % len(paragraphs), (edit.words,))
    return replace(manuscript, paragraphs=tuple(paragraphs))


def _delete_paragraph(manuscript: Manuscript, edit: Edit) -> Manuscript:
    if len(manuscript.paragraphs) < 2:
        return manuscript
    number = 1 + edit.place % (len(manuscript.paragraphs) - 1)
    return replace(manuscript, paragraphs=manuscript.paragraphs[:number] + manuscript.paragraphs[number + 1 :])


def _move(manuscript: Manuscript, edit: Edit) -> Manuscript:
    places = _places(manuscript)
    if len(places) < 2:
        return manuscript
    place = places[edit.place % len(places)]
    text = manuscript.paragraphs[place[0]][place[1]]
    without = _with(manuscript, place)
    left = _places(without)
    return _with(without, left[edit.other % len(left)], text, gone=0)


def _move_paragraph(manuscript: Manuscript, edit: Edit) -> Manuscript:
    title, *rest = manuscript.paragraphs
    if rest:
        rest.insert(edit.other % len(rest), rest.pop(edit.place % len(rest)))
    return replace(manuscript, paragraphs=(title, *rest))


def _join(manuscript: Manuscript, edit: Edit) -> Manuscript:
    places = [(p, s) for p, s in _places(manuscript) if s + 1 < len(manuscript.paragraphs[p])]
    if not places:
        return manuscript
    paragraph, sentence = places[edit.place % len(places)]
    first, second = manuscript.paragraphs[paragraph][sentence : sentence + 2]
    first = re.sub(r"\.+(?=(?:⟦\d+⟧)*$)", "", first)
    joined = f"{first}, and {second[:1].lower()}{second[1:]}"
    return _with(manuscript, (paragraph, sentence), joined, gone=2)


def _split(sentence: str, edit: Edit) -> tuple[str, ...]:
    words = sentence.split(" ")
    at = 1 + edit.other % max(1, len(words) - 1)
    if at >= len(words):
        return (sentence,)
    second = " ".join(words[at:])
    return f"{' '.join(words[:at])}.", f"The {second}"


def _retype(sentence: str, edit: Edit) -> tuple[str, ...]:
    words = sentence.split(" ")
    at = edit.other % len(words)
    end = re.search(r"\.*(?:⟦\d+⟧)*$", words[at])
    # A number in front would make a list of it, and a dash too.
    word = edit.words if at else edit.words.capitalize() if edit.words.isalpha() else "Those"
    words[at] = word + (end[0] if end else "")
    return (" ".join(words),)


def _add_note(manuscript: Manuscript, edit: Edit) -> Manuscript:
    mark = f"⟦{len(manuscript.notes)}⟧"
    places = _places(manuscript)
    if not places:
        return manuscript
    paragraph, sentence = places[edit.place % len(places)]
    text = manuscript.paragraphs[paragraph][sentence]
    words = text.split(" ")
    at = edit.other % (2 * len(words))
    text = f"{' '.join(words[: at + 1])}{mark} {' '.join(words[at + 1 :])}" if at + 1 < len(words) else text + mark
    return replace(
        _with(manuscript, (paragraph, sentence), text.strip()), notes=(*manuscript.notes, edit.words or "See there.")
    )


def _edit_title(manuscript: Manuscript, edit: Edit) -> Manuscript:
    return replace(manuscript, paragraphs=((edit.words.rstrip("."),), *manuscript.paragraphs[1:]))


def _retype_note(manuscript: Manuscript, edit: Edit) -> Manuscript:
    if not manuscript.notes:
        return manuscript
    notes = list(manuscript.notes)
    notes[edit.place % len(notes)] = edit.words
    return replace(manuscript, notes=tuple(notes))


def _next_number(number: str) -> str:
    return f"{int(number.replace(',', '')) * 3 + 1:,}"


HARMLESS: dict[str, Callable[[Manuscript, Edit], Manuscript]] = {
    "double quotes": _at_match(r'[“”"]', lambda mark: {"“": '"', "”": '"', '"': "”"}[mark]),
    "single quotes": _at_match(r"(?<!\w)‘|(?<!\w)'(?=\w)", lambda mark: {"‘": "'", "'": "‘"}[mark]),
    "apostrophe": _at_match(r"(?<=\w)['’]", lambda mark: {"’": "'", "'": "’"}[mark]),
    "dash": _at_match(r"(?<= )[–—](?= )", lambda mark: {"–": "—", "—": "–"}[mark]),
    "space": _at_match("(?<=\\w)[ \u00a0\u2009\u202f](?=\\w)", lambda space: "\u00a0" if space == " " else " "),
    "double full stop": _at_match(r"(?<=\w)\.\.(?!\.)", lambda _: "."),
    "add note": _add_note,
    "delete note": _at_match(r"⟦\d+⟧", lambda _: ""),
}
"""Edits that leave every sentence's review alone, but for the sentences that gain or lose the note itself."""

NEARLY_HARMLESS: dict[str, Callable[[Manuscript, Edit], Manuscript]] = {
    "number": _at_match(r"\d[\d,]*(?!\d*⟧)", _next_number),
    "make a double full stop": _at_match(r"(?<=\w)\.(?!\.)", lambda _: ".."),
    "capital": _at_match(r"(?<= )[A-Za-z]", str.swapcase),
    "comma": _at_match(r"(?<=\w) (?=\w)", lambda _: ", "),
    "drop a quotation mark": _at_match("[“”]", lambda _: ""),
    "drop a negation": _at_match("(?<= )(?:never|not) ", lambda _: ""),
}
"""Edits as small as those, after which every translation is to be looked at again."""

_EDITS: dict[str, Callable[[Manuscript, Edit], Manuscript]] = {
    **HARMLESS,
    **NEARLY_HARMLESS,
    "insert": _insert,
    "insert paragraph": _new_paragraph,
    "delete": _at_sentence(lambda _sentence, _edit: ()),
    "delete paragraph": _delete_paragraph,
    "move": _move,
    "move paragraph": _move_paragraph,
    "split": _at_sentence(_split),
    "join": _join,
    "retype": _at_sentence(_retype),
    "repeat": lambda manuscript, edit: _insert(
        manuscript,
        edit._replace(
            words=_NOTE.sub("", manuscript.paragraphs[edit.other % len(manuscript.paragraphs)][0]).rstrip(".") + "."
        ),
    ),
    "title": _edit_title,
    "retype note": _retype_note,
}


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = [draw(st.sampled_from(_FIRST)), *draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))]
    return f"{' '.join(words)}."


@st.composite
def edits(draw: st.DrawFn, kinds: Iterable[str] = _EDITS) -> Edit:
    kind = draw(st.sampled_from(sorted(kinds)))
    place, other = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    if kind == "retype":
        return Edit(kind, place, other, draw(st.sampled_from(WORDS)))
    if kind in HARMLESS and kind != "add note":
        return Edit(kind, place, other, draw(st.sampled_from(["", "all"])))
    return Edit(kind, place, other, draw(sentences()))


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    title = draw(sentences()).rstrip(".")
    paragraphs = draw(st.lists(st.lists(sentences(), min_size=1, max_size=4), min_size=1, max_size=4))
    manuscript = Manuscript(((title,), *map(tuple, paragraphs)))
    for place in draw(st.lists(st.integers(0, 40), max_size=3)):
        manuscript = _add_note(manuscript, Edit("add note", place, 1, f"See page {'x' * (1 + place)}."))
    return manuscript
