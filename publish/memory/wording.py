"""What is said of a pair on one line of a comment or terminal: where it is, what it says, how its source differs."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from publish.catalogue.harmless import kinds_between, normal_form
from publish.catalogue.note_numbers import labels
from publish.memory.pairs import Pair, Standing
from publish.memory.search import Similar
from publish.word_diff import Span, visible, word_diff

_LONGEST_SHOWN = 1000

_ROOM = 110
"""Characters of a difference that leave a comment readable in an editor's pane; words around the changes give way."""

_MOST_CONTEXT = 4
"""Words that are left standing on each side of a change."""

_WORTH_LEAVING_OUT = 15
_ELLIPSIS = "…"


def exact_words(pair: Pair) -> str:
    """What is said of a pair whose source is just the one asked for.

    >>> exact_words(Pair("War", "Guerre", name="dove"))
    '100% in dove, reviewed: “Guerre”'
    """
    return f"100% {_where(pair)}: “{shown(pair.translation)}”"


def offer_words(found: Similar, source: str) -> str:
    """What an offer says: how similar, where, what it is, and how the source there differs.

    >>> offer_words(Similar(83.4, Pair("War then", "La guerre", name="dove")), "War now")
    '83% in dove, reviewed: “La guerre” (source there: War [-then-] {+now+})'
    """
    pair = found.pair
    # 99.7% is not the same sentence.
    percent = min(int(found.score), 99)
    translation, there = shown(pair.translation), difference(pair.source, source)
    return f"{percent}% {_where(pair)}: “{translation}” (source there: {there})"


def _where(pair: Pair) -> str:
    match pair.standing:
        case Standing.REVIEWED:
            return f"in {pair.name}, reviewed"
        case Standing.IMPORTED:
            return f"in the imported {pair.name}"
        case Standing.UNREVIEWED:
            return f"in {pair.name}, not reviewed"
        case Standing.MACHINE:
            return f"in {pair.name}, machine draft"


def shown(text: str) -> str:
    """A text on one line of a comment, without what a terminal or an editor could take for a command.

    >>> shown("La paix\\\\\\nmaintenant\\x1b")
    'La paix\\\\⏎maintenant'
    """
    line = _on_one_line(text)
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}{_ELLIPSIS}"


def _on_one_line(text: str) -> str:
    line = text.replace("\n", "⏎").replace("\t", " ")
    if line.isprintable():
        return line
    return "".join(character for character in line if unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"))


def difference(old: str, new: str) -> str:
    """How a source differs from another, with the marks of GNU wdiff; what both have is left out where it is long.

    Harmless differences (`publish.catalogue.harmless`) are none here; if there are no others, they are named. Every
    other change is shown in full, or at least counted where they are more than anyone reads.

    >>> difference("“No\\u00a0more,” he said[^3]", '"No less," he said[^4]')
    '"No [-more-] {+less+}," he said[^4]'
    >>> difference("It – is it?", "It — is it?")
    'the same but for dash'
    >>> difference(f"{'Every day. ' * 20}There were 9.", f"{'Every day. ' * 20}There were 10.")
    '… Every day. There were [-9-] {+10+}.'
    """
    if normal_form(old) == normal_form(new):
        kinds = [*kinds_between(old, new), *(["note numbers"] if labels(old) != labels(new) else [])]
        return f"the same but for {', '.join(kinds) or 'signs'}"
    spans = list(_with_labels(word_diff(_comparable(old), _comparable(new)), labels(old), labels(new)))
    for context in (len(old), *range(_MOST_CONTEXT, -1, -1)):
        text = _on_one_line("".join(_pieces(spans, context))).strip()
        if len(text) <= _ROOM:
            break
    return text if len(text) <= _LONGEST_SHOWN else _counted(spans)


def _comparable(source: str) -> str:
    """The source in its normal form, as a text that can be read."""
    text, *kept = normal_form(source).split("\x00")
    parts = text.replace("\uffff", '"').replace("[^]", _MARKER).split("\ufffc")
    if len(parts) != len(kept) + 1:
        # It has such signs itself.
        return source
    return "".join(part + hole for part, hole in zip(parts, [*kept, ""], strict=True))


# One word for `word_diff`, whatever note it means; a label has no such sign, which no XML and no catalogue can hold.
_MARKER = "[^\x00]"


def _with_labels(spans: Sequence[Span], old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """The spans with the numbers that the notes have: the new ones, and in what was removed the old ones."""
    before, after = iter(old), iter(new)

    def label(kind: str) -> str:
        removed = next(before, "") if kind != "added" else ""
        return removed if kind == "removed" else next(after, "")

    for span in spans:
        first, *parts = span.text.split(_MARKER)
        yield replace(span, text=first + "".join(f"[^{label(span.kind)}]{part}" for part in parts))


def _pieces(spans: Sequence[Span], context: int) -> Iterator[str]:
    """The spans as they are shown, with that many words beside each change."""
    for number, span in enumerate(spans):
        match span.kind:
            case "same":
                yield _shortened(span.text, context if number else 0, context if number < len(spans) - 1 else 0)
            case "removed":
                yield f"[-{visible(span.text)}-]"
            case "added":
                gap = " " if number and spans[number - 1].kind == "removed" else ""
                yield f"{gap}{{+{visible(span.text)}+}}"


def _shortened(text: str, first: int, last: int) -> str:
    """The text's first and last words, with an ellipsis for those between.

    >>> _shortened(" people in Tokyo and in other cities of Japan ", 1, 2)
    ' people … of Japan '
    """
    words = _words().findall(text)
    between = words[first : len(words) - last]
    if len("".join(between).strip()) < _WORTH_LEAVING_OUT:
        return text
    head, tail = "".join(words[:first]), "".join(words[len(words) - last :]).lstrip()
    return f"{head} {_ELLIPSIS} {tail}"


@functools.cache
def _words() -> Any:
    """A word with the white space before it; of a script without spaces, three characters."""
    import regex

    unspaced = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
    return regex.compile(rf"\s*(?:(?:(?={unspaced})\X){{1,3}}|(?:(?!{unspaced})\S)+)(?:\s+\Z)?", regex.VERSION1)


def _counted(spans: Sequence[Span]) -> str:
    """The first changes, as far as there is room, the beginning of the next, and how many more there are."""
    result = ""
    for number, piece in enumerate(_pieces(spans, 0), 1):
        result += _on_one_line(piece)
        if len(result) > _LONGEST_SHOWN:
            more = sum(span.kind != "same" for span in spans[number:])
            return f"{result[:_LONGEST_SHOWN]}{_ELLIPSIS}" + (f" and {_changes(more)}" if more else "")
    return result


def _changes(number: int) -> str:
    return "1 more change" if number == 1 else f"{number} more changes"
