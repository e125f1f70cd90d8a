"""What must come through a translation unchanged (names, addresses, signs), and how it is brought through.

A model mostly leaves names and addresses alone, and translates better when it sees them. So a sentence is translated as
it is first; only where something was lost is it translated again with stand-ins, and after that the words the model
aligned with what was lost are replaced by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from publish.drafting.addresses import addresses
from publish.engines import Alignment, Draft, Span

_TOPIC = re.compile(r"(?<![\w@])#[A-Za-z_]\w+")
# Words with a sign that tokenizers know as their own: file_name, R&D, 100% stays with its number.
_SIGNS = re.compile(r"(?<!\w)\w*[^\W_]_\w+|\b\w+&\w+\b")
_PICTOGRAM = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\u2600-\u27bf]"
# Unicode Technical Standard 51, section 1.4.9: a pictogram with its skin tone, its style or the tags of a regional
# flag, joined to others by a zero width joiner. Signs such as © that have an emoji style are among them.
_PART = rf"{_PICTOGRAM}(?:\p{{Emoji_Modifier}}|[\ufe0e\ufe0f]\u20e3?)?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
_EMOJI = regex.compile(rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3|{_PART}(?:\u200d{_PART})*")
_UNUSUAL_SPACE = re.compile(r"(?<=(\S))[\u00a0\u2000-\u200a\u202f\u205f](?=(\S))")
_LEAST_SHARE = 0.6
# How many words more than a name has may be what a model made of it ("El Bit" of Elbit), and how many signs in scripts
# without spaces (a name and its particle): more than that are other words, which must not be lost.
_MORE_WORDS, _MORE_SIGNS = 1, 2
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u30fc\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that stay as they are, and where they stand in the sentence."""

    text: str
    start: int
    end: int


def kept_in(sentence: str, more: Iterable[Span] = ()) -> tuple[Kept, ...]:
    """The addresses, words with signs and emoji of a sentence, and the stretches of `more`; where two overlap, the
    longer one.

    >>> [item.text for item in kept_in("Write to a@b.org, see https://b.org/x_y. 🙂")]
    ['a@b.org', 'https://b.org/x_y', '🙂']
    """
    signs = {match.span() for pattern in (_TOPIC, _SIGNS, _EMOJI) for match in pattern.finditer(sentence)}
    spans = signs.union(addresses(sentence), more)
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if start < end and all(end <= other[0] or other[1] <= start for other in found):
            found.append((start, end))
    return tuple(Kept(sentence[start:end], start, end) for start, end in sorted(found))


def lost(kept: Sequence[Kept], translation: str) -> list[Kept]:
    """Those that stand less often in the translation than in the sentence, each as often as it is missing."""
    wanted = Counter(item.text for item in kept)
    missing = {text: count - _occurrences(text, translation) for text, count in wanted.items()}
    result = []
    for item in reversed(kept):
        if missing[item.text] > 0:
            missing[item.text] -= 1
            result.append(item)
    return result[::-1]


def _occurrences(text: str, translation: str) -> int:
    count, start = 0, translation.find(text)
    while start >= 0:
        end = start + len(text)
        count += not (_inside_word(translation, start) or _inside_word(translation, end))
        start = translation.find(text, end)
    return count


def _inside_word(text: str, position: int) -> bool:
    around = text[max(position - 1, 0) : position + 1]
    return len(around) == 2 and all(character.isascii() and character.isalnum() for character in around)


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with stand-ins for what was lost; `stand_ins` pairs each with its words, in their order."""

    text: str
    stand_ins: tuple[tuple[str, str], ...]


def masked(sentence: str, items: Sequence[Kept], stand_ins: Sequence[str]) -> Masked:
    """The sentence with the items replaced by as many of the stand-ins as are needed, none of which it has itself."""
    free = [word for word in stand_ins if word not in sentence]
    pairs: list[tuple[str, str]] = []
    text, position = "", 0
    for item, word in zip(sorted(items, key=lambda item: item.start), free, strict=False):
        text += sentence[position : item.start] + word
        position = item.end
        pairs.append((word, item.text))
    return Masked(text + sentence[position:], tuple(pairs))


def unmasked(masked: Masked, draft: Draft) -> Draft | None:
    """The draft with the words back in place of their stand-ins; `None` unless each came through exactly once."""
    if draft.problem or any(draft.text.count(word) != 1 for word, _ in masked.stand_ins):
        return None
    return _exchanged(draft, masked.stand_ins, masked.text)


def put_in(draft: Draft, item: Kept) -> Draft:
    """The draft with the item in place of the words that the model made of it, if the alignment is sure of them.

    The same draft, unchanged, if it is not, or if it takes more words for those than a name can have become.
    """
    span = _made_of(draft.alignment, item, draft.text) if draft.alignment else None
    if span is None or draft.alignment is None:
        return draft
    changes = [(*span, item.text)]
    alignment = replace(draft.alignment, target=_moved(draft.alignment.target, changes))
    return replace(draft, text=_with(draft.text, changes), alignment=alignment)


def _exchanged(draft: Draft, stand_ins: Sequence[tuple[str, str]], asked: str) -> Draft:
    """The draft of the sentence `asked` and its alignment, with words for stand-ins on both sides."""
    changes = [(start := draft.text.index(word), start + len(word), original) for word, original in stand_ins]
    text = _with(draft.text, changes)
    if draft.alignment is None:
        return replace(draft, text=text)
    there = [(start := asked.index(word), start + len(word), original) for word, original in stand_ins]
    alignment = replace(
        draft.alignment,
        source=_moved(draft.alignment.source, there),
        target=_moved(draft.alignment.target, changes),
    )
    return replace(draft, text=text, alignment=alignment)


_Change = tuple[int, int, str]


def _with(text: str, changes: Iterable[_Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _moved(spans: Sequence[Span], changes: Iterable[_Change]) -> list[Span]:
    """The spans in the changed text; one that touches a changed stretch grows to the whole of it."""
    ordered = sorted(changes)

    def moved(position: int, *, is_end: bool) -> int:
        shift = 0
        for start, end, new in ordered:
            if position <= start:
                break
            if position < end:
                return start + shift + (len(new) if is_end else 0)
            shift += len(new) - (end - start)
        return position + shift

    return [
        (moved(start, is_end=False), max(moved(start, is_end=False), moved(end, is_end=True))) for start, end in spans
    ]


def _made_of(alignment: Alignment, item: Kept, text: str) -> Span | None:
    inside = [number for number, (start, end) in enumerate(alignment.source) if start < item.end and end > item.start]
    shares = [sum(row[number] for number in inside if number < len(row)) for row in alignment.weights]
    rows = [number for number, share in enumerate(shares) if share >= _LEAST_SHARE]
    if not rows or rows != list(range(rows[0], rows[-1] + 1)) or rows[-1] >= len(alignment.target):
        return None
    start, end = alignment.target[rows[0]][0], alignment.target[rows[-1]][1]
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    if start >= end or _inside_word(text, start) or _inside_word(text, end) or _is_too_much(text[start:end], item.text):
        return None
    return start, end


def _is_too_much(words: str, name: str) -> bool:
    """Whether there are more words than a model makes of the name."""
    signs = len(_UNSPACED.findall(words))
    return signs > len(name) + _MORE_SIGNS or len(words.split()) > len(name.split()) + _MORE_WORDS


def with_spaces(sentence: str, translation: str) -> str:
    """The translation with the no-break and thin spaces of the sentence where the same words stand around them.

    >>> with_spaces("25\u202f000 people", "25 000 personnes") == "25\u202f000 personnes"
    True
    """
    for match in _UNUSUAL_SPACE.finditer(sentence):
        before = re.search(r"\S+$", sentence[: match.start()])
        after = re.match(r"\S+", sentence[match.end() :])
        if before and after:
            left, right = before.group(), after.group().rstrip(".,;:!?")
            pattern = rf"(?<!\w)({re.escape(left)}) ({re.escape(right)})(?!\w)"
            translation = re.sub(pattern, rf"\1{match.group()}\2", translation)
    return translation
