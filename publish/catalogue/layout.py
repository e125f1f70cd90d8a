r"""How a file's lines are laid out, so that lines written anew look like those beside them.

Editors wrap strings at other columns than GNU gettext does, or not at all. The page width is found from the strings
that are there; where no width gives them, a changed string keeps the line ends it had.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Sequence

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.strings import escaped
from publish.catalogue.wrapping import PAGE_WIDTH, UNWRAPPED, columns, wrapped

_WIDTHS = (PAGE_WIDTH, UNWRAPPED, 80, 78, 77, 76, 100, 120)
_SAMPLE = 60
_ALIKE = 0.6
_MOST = 0.5
_NEARLY_ALL = 0.9
_LONGEST_WORD = 15
_STRING = re.compile(rb'^[^"]*"(.*)"[ \t\r\n]*$', re.DOTALL)
_FLAGS = re.compile(r"(?P<sign>[ \t]*#[,!])(?P<space>[ \t]*)(?P<rest>.*?)(?P<end>[ \t]*\r?\n?)$", re.DOTALL)


def page_width(catalogue: Catalogue) -> int:
    """The page width, in columns, at which most of the file's strings were wrapped; GNU's own where they do not say."""
    entries = [*filter(_is_long, catalogue.entries)]
    some = entries[:: max(1, len(entries) // _SAMPLE)]
    sample = [found for entry in some for found in _telling(entry, catalogue.charset)]
    if not sample:
        return PAGE_WIDTH
    width, score = _best(sample, _WIDTHS)
    if score >= _MOST * len(sample):
        return width
    other, its_score = _best(sample, _possible_widths(sample))
    return other if its_score >= _NEARLY_ALL * len(sample) else width


def entry_width(entry: Entry, charset: str, width: int) -> int | None:
    """The page width of one entry: the file's, if it may be that; None if there is no such width."""
    found = [*_strings(entry, charset)]
    return next((one for one in (width, *_WIDTHS) if all(_fits(string, one) for string in found)), None)


_String = tuple[str, str, str, bool, list[str]]


def _is_long(entry: Entry) -> bool:
    """Whether its strings, as they were read, may have had to be wrapped."""
    if entry.original is None or entry.is_header:
        return False
    return sum(len(line) for part, line in entry.original.lines if part in ("msgid", "msgstr")) >= PAGE_WIDTH


def _telling(entry: Entry, charset: str) -> list[_String]:
    """The entry's strings that show how they were wrapped: those of several lines, or of one that is very long."""
    found = _strings(entry, charset)
    return [one for one in found if len(one[4]) > 1 or len(one[4][0]) > PAGE_WIDTH - len(f'{one[2]}{one[0]} ""')]


def _strings(entry: Entry, charset: str) -> list[_String]:
    """Keyword, text, prefix, whether it may be wrapped, and the lines, of the entry's source and translation."""
    original = entry.original
    if original is None:
        return []
    before = original.entry
    result: list[_String] = []
    if before.plural:
        return []
    for keyword, text in (("msgid", before.source), ("msgstr", before.translation)):
        lines = chunks([line for part, line in original.lines if part == keyword], charset)
        result.append((keyword, text, "#~ " if before.obsolete else "", "no-wrap" not in before.flags, lines))
    return result


def _fits(string: _String, width: int) -> bool:
    keyword, text, prefix, wrap, lines = string
    return wrapped(escaped(text), keyword, prefix, wrap=wrap, width=width) == lines


def _best(sample: Sequence[_String], widths: Sequence[int]) -> tuple[int, int]:
    """The first of the widths that explain the most strings, and how many."""
    scores: Counter[int] = Counter()
    for width in widths:
        scores[width] = sum(_fits(string, width) for string in sample)
        if scores[width] == len(sample):
            break
    # `max` gives the first of equals.
    best = max(widths, key=lambda width: scores[width])
    return best, scores[best]


def _possible_widths(sample: Sequence[_String]) -> list[int]:
    """The widths that one wrapped string in two leaves possible: its longest line's or a word more; round ones first.

    A person chooses a round one, where several give the same lines.
    """
    longest = sorted(len(prefix) + 2 + max(map(columns, lines)) for _, _, prefix, _, lines in sample if lines[1:])
    least = longest[len(longest) // 2] if longest else PAGE_WIDTH
    return sorted(range(least, least + _LONGEST_WORD), key=lambda width: (width % 10 != 0, width % 5 != 0))


def chunks(lines: Sequence[bytes], charset: str) -> list[str]:
    """What stands between the quotation marks of each line."""
    matches = [_STRING.match(line) for line in lines]
    return [match.group(1).decode(charset) for match in matches if match]


def broken_alike(old: Sequence[str], new: str) -> list[str] | None:
    """The escaped string `new` with its line ends where `old`, the lines of a similar one, has them; None if it is not.

    >>> broken_alike(["", "one two ", "three"], "one 2 three")
    ['', 'one 2 ', 'three']
    """
    if old[0] == "":
        rest = broken_alike(old[1:], new) if old[1:] else None
        return rest and ["", *rest]
    before = "".join(old)
    ends = list(itertools.accumulate(len(line) for line in old))[:-1]
    matcher = difflib.SequenceMatcher(None, before, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    codes = matcher.get_opcodes()
    cuts = [0]
    for end in ends:
        place = next((at for at in codes if at[1] <= end <= at[2] and (end > at[1] or end == 0)), None)
        if place is None:
            return None
        kind, first, _, start, stop = place
        cut = start + end - first if kind == "equal" else stop
        if _splits_escape(new, cut):
            return None
        cuts.append(max(cut, cuts[-1]))
    result = [new[start:stop] for start, stop in itertools.pairwise([*cuts, len(new)])]
    return [line for number, line in enumerate(result) if line or number == 0]


def _splits_escape(text: str, cut: int) -> bool:
    head = text[:cut]
    return (len(head) - len(head.rstrip("\\"))) % 2 == 1


def flag_lines(lines: Sequence[bytes], before: Sequence[str], flags: Sequence[str], charset: str) -> list[bytes] | None:
    """The lines of flags with `fuzzy` added or taken away, each otherwise as it is; None if more has changed."""
    others = [flag for flag in before if flag != FUZZY]
    if others != [flag for flag in flags if flag != FUZZY] or (FUZZY in before) == (FUZZY in flags):
        return None
    texts = [line.decode(charset) for line in lines]
    if FUZZY in flags:
        for number, text in enumerate(texts):
            match = _FLAGS.match(text)
            if match and match["rest"]:
                texts[number] = f"{match['sign']}{match['space']}{FUZZY}, {match['rest']}{match['end']}"
                return [text.encode(charset) for text in texts]
        return None
    result = []
    for text in texts:
        match = _FLAGS.match(text)
        if match is None:
            return None
        names = re.sub(rf"(?:^|(?<=,))\s*{FUZZY}\s*(?:,\s*|$)", "", match["rest"]).rstrip(", \t")
        if names == match["rest"]:
            result.append(text)
        elif names:
            result.append(f"{match['sign']}{match['space']}{names}{match['end']}")
    return [text.encode(charset) for text in result]
