"""Which changes of a source leave its translation as good as it was: each kind by name, and a form without them.

A kind is here only if no reader could understand the sentence otherwise. What only looks harmless is not: a hyphen for
a minus sign or in a compound, a prime for an apostrophe, a quotation mark more or less, a space inside a number, a
closed en dash ("Paris–London"). Nothing is harmless in code and addresses.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

from publish.catalogue.note_numbers import in_words, renumbering, unnumbered

_KEPT = re.compile(
    r"(?<!`)(?P<fence>`++).*?(?<!`)(?P=fence)(?!`)"
    r"|\]\((?:<[^<>\n]*>|[^\s()<>]*)\)"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>"
    r"|(?:\bhttps?://|\bwww\.)[^\s<>\"“”«»]+"
    # Bounded, and from a word's beginning only, so that a long text without spaces is read once.
    r"|(?<![^\s@<>()\[\]])[^\s@<>()\[\]]{1,64}+@[^\s@<>()\[\]]+\.\w+"
    r"|\\\n",
    re.DOTALL,
)
# What any of these has in it.
_MAY_BE_KEPT = re.compile(r"[`<@]|\]\(|https?:|www\.|\\\n")
_HOLE = "\ufffc"
"""Stands where the text is kept as it is; no class of characters below has it."""

_SPACES = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_SPACE_RUN = re.compile(f"[{_SPACES}]+")
_DOUBLE = "“”„‟«»"
_SINGLE = "‘’‚‛‹›ʼ"
_QUOTING = re.compile(f"[{_DOUBLE}{_SINGLE}\"']")
_DASHES = re.compile("[-‐‑‒–—―⸺]")


def _same_spaces(text: str) -> str:
    return _SPACE_RUN.sub(" ", text)


def _same_quotation_marks(text: str) -> str:
    """Double marks of any kind as straight ones; a straight one behind a digit may mean inches and stays apart."""
    if not _QUOTING.search(text):
        return text
    text = re.sub(f"[{_DOUBLE}]", '"', _without_inches(text))
    # A single mark with no letter or digit on one of its sides quotes; between two it is an apostrophe.
    return re.sub(rf"(?<!\w)[{_SINGLE}']|(?<![\d\s])[{_SINGLE}'](?!\w)", "'", text)


def _without_inches(text: str) -> str:
    if '"' not in text:
        return text
    result, is_open = [], False
    for place, character in enumerate(text):
        if character in '"“„«‟':
            if character == '"' and not is_open and text[place - 1 : place].isdigit():
                result.append("\uffff")
                continue
            is_open = not is_open if character == '"' else True
        elif character in "”»":
            is_open = False
        result.append(character)
    return "".join(result)


def _same_apostrophes(text: str) -> str:
    return re.sub(r"(?<=\w)[’ʼ](?=[^\W\d])", "'", text)


def _same_dashes(text: str) -> str:
    if not _DASHES.search(text):
        return text
    # Between spaces every longer dash is the same, and a hyphen too between words, where it cannot be a minus; closed
    # up, only what cannot be a compound.
    text = re.sub(rf"(?<=\S)([{_SPACES}])[–—―⸺](?=[{_SPACES}]\S)", r"\1—", text)
    spaced = re.compile(rf"(?<=[^\s{_HOLE}])([{_SPACES}])(?:[-‐‑]|--)([{_SPACES}])(?=[^\W\d]|[\"'“‘„«(*\[])")
    text = spaced.sub(_with_dash, text)
    text = re.sub(r"(?<=[^\W\d])[—―⸺](?=[^\W\d])", "—", text)
    text = re.sub(r"(?<=[^\W\d])[‐‑](?=[^\W\d])", "-", text)
    return re.sub(r"(?<=\d)‒(?=\d)", "–", text)


def _with_dash(hyphen: re.Match[str]) -> str:
    text, start, end = hyphen.string, hyphen.start(), hyphen.end()
    words = text[max(0, start - _LONGEST_WORD) : start].split()[-1:] + text[end : end + _LONGEST_WORD].split()[:1]
    return f"{hyphen[1]}—{hyphen[2]}" if all(map(_is_word, words)) else hyphen.group()


def _is_word(text: str) -> bool:
    """Whether it can be no part of a formula: that has digits, or names of one letter."""
    letters = sum(character.isalpha() for character in text)
    return letters > 1 and not any(character.isdigit() for character in text)


_LONGEST_WORD = 64
_DOUBLE_STOP = re.compile(
    rf"(?<=[\w\"'”’»)\]])(?<!\d)\.\.(?=[{_SPACES}\"'”’»)\[]|{_HOLE}|$)|(?<=\d)\.\.(?=[ \[]|{_HOLE}|$)"
)


def _single_stops(text: str) -> str:
    return _DOUBLE_STOP.sub(".", text) if ".." in text else text


_KINDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("space", _same_spaces),
    ("apostrophes", _same_apostrophes),
    ("quotation marks", _same_quotation_marks),
    ("dash", _same_dashes),
    ("double full stop", _single_stops),
)


# What a source must have in it for any of the above to change it.
_ANY = re.compile(r"[^A-Za-z0-9 ,;:!?().]|  |\.\.|www\.|^ | $")


@functools.lru_cache(65536)
def normal_form(source: str) -> str:
    """The source in a form that all harmless changes leave as it is.

    >>> normal_form("“Yes”, she said – it’s\u00a0true..[^3]") == normal_form('"Yes", she said — it\\'s true.[^4]')
    True
    """
    return _normal(source, _KINDS) if _ANY.search(source) else source


def _normal(source: str, kinds: Sequence[tuple[str, Callable[[str], str]]]) -> str:
    kept: list[str] = []

    def hole(match: re.Match[str]) -> str:
        kept.append(match.group())
        return _HOLE

    text = unnumbered(_KEPT.sub(hole, source) if _MAY_BE_KEPT.search(source) else source)
    for _, same in kinds:
        text = same(text)
    return "\x00".join((text, *kept))


def harmless_changes(old: str, new: str) -> list[str] | None:
    """What has changed between two sources, each kind in words; None if anything else has.

    >>> harmless_changes('A "list" of them[^3]', "A “list” of them[^4]")
    ['quotation marks', 'note 3 is now 4']
    >>> harmless_changes("its end", "it's end") is None
    True
    """
    if normal_form(old) != normal_form(new) or _stops(new) > _stops(old):
        return None
    numbers = renumbering(old, new)
    if numbers is None:
        return None
    return [*kinds_between(old, new), *in_words(numbers)]


def kinds_between(old: str, new: str) -> list[str]:
    """The kinds, notes apart, in which two sources differ; none unless they have one normal form.

    >>> kinds_between('A "list" of them[^3]', "A “list” of them[^4]")
    ['quotation marks']
    """
    if normal_form(old) != normal_form(new) or unnumbered(old) == unnumbered(new):
        return []
    found: list[str] = []
    for left_out, (name, _) in enumerate(_KINDS):
        kinds = [*_KINDS[:left_out], *_KINDS[left_out + 1 :]]
        if _normal(old, kinds) != _normal(new, kinds):
            found.append(name)
    return found


def _stops(source: str) -> int:
    return len(_DOUBLE_STOP.findall(unnumbered(_KEPT.sub(_HOLE, source)).replace("[^]", "[")))
