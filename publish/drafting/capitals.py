"""Lines in capitals: shown to an engine in the small letters it was trained on, and put back into capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from publish.drafting.kept import Kept, kept_in
from publish.engines import Draft

_LEAST_LETTERS = 10
_LEAST_WORDS = 2
# Languages whose small i has a capital with a dot (Unicode, SpecialCasing.txt).
_DOTTED_I = frozenset({"tr", "az"})
# Greek capitals carry no accent (Unicode, SpecialCasing and CLDR's el-Upper transform).
_WITHOUT_ACCENTS = frozenset({"el"})
_TONOS = "\u0301"


def in_capitals(text: str, kept: Iterable[Kept] = ()) -> bool:
    """Whether a line is set in capitals for effect, apart from what stays as it is: acronyms alone are not.

    >>> in_capitals("STOP THE WAR NOW"), in_capitals("UE, CLUW and APWU"), in_capitals("APWU")
    (True, False, False)
    """
    text = outside(text, kept)
    letters = [character for character in text if character.isalpha()]
    words = [word for word in text.split() if sum(character.isalpha() for character in word) > 1]
    return (
        len(letters) >= _LEAST_LETTERS
        and len(words) >= _LEAST_WORDS
        and not any(character.islower() for character in letters)
        and any(character.isupper() for character in letters)
    )


def outside(text: str, kept: Iterable[Kept]) -> str:
    """The text with spaces for what stays as it is, so that offsets still hold.

    >>> outside("JOIN US, b.org", [Kept("b.org", 9, 14)])
    'JOIN US,      '
    """
    for item in kept:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return text


def in_small_letters(text: str, names: Iterable[tuple[int, int, str]] = ()) -> str:
    """The line as a sentence, with the names in it as they are usually written.

    A name is where it starts and ends in the text, and its spelling, which is passed over if it is not as long.

    >>> in_small_letters("US WORKERS FOR GAZA NOW!", [(0, 2, "US"), (15, 19, "Gaza")])
    'US workers for Gaza now!'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    first = next((number for number, character in enumerate(lowered) if character.isalpha()), 0)
    lowered = lowered[:first] + lowered[first : first + 1].upper() + lowered[first + 1 :]
    for start, end, name in names:
        if len(name) == end - start:
            lowered = lowered[:start] + name + lowered[end:]
    return lowered


def capitals(draft: Draft, tag: str) -> Draft:
    """The draft in capitals, by the rules of its language; addresses and the like stay as they are.

    >>> capitals(Draft("Frieden für Straßen"), "de").text, capitals(Draft("Ειρήνη τώρα"), "el").text
    ('FRIEDEN FÜR STRASSEN', 'ΕΙΡΗΝΗ ΤΩΡΑ')
    """
    text, position = "", 0
    for item in kept_in(draft.text):
        text += _upper(draft.text[position : item.start], tag) + item.text
        position = item.end
    text += _upper(draft.text[position:], tag)
    return replace(draft, text=text, alignment=draft.alignment if len(text) == len(draft.text) else None)


def _upper(text: str, tag: str) -> str:
    language = tag.partition("-")[0]
    if language in _DOTTED_I:
        text = text.replace("i", "İ")
    if language in _WITHOUT_ACCENTS:
        bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if sign != _TONOS)
        text = unicodedata.normalize("NFC", bare)
    return text.upper()
