"""Lines in capitals: shown to an engine in the small letters it was trained on, and put back into capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from publish.engines import Draft

_LEAST_LETTERS = 10
_LEAST_WORDS = 2
# Languages whose small i has a capital with a dot (Unicode, SpecialCasing.txt).
_DOTTED_I = frozenset({"tr", "az"})
# Greek capitals carry no accent (Unicode, SpecialCasing and CLDR's el-Upper transform).
_WITHOUT_ACCENTS = frozenset({"el"})
_TONOS = "\u0301"


def in_capitals(text: str) -> bool:
    """Whether a line is set in capitals for effect: acronyms alone are not.

    >>> in_capitals("STOP THE WAR NOW"), in_capitals("UE, CLUW and APWU"), in_capitals("APWU")
    (True, False, False)
    """
    letters = [character for character in text if character.isalpha()]
    words = [word for word in text.split() if sum(character.isalpha() for character in word) > 1]
    return (
        len(letters) >= _LEAST_LETTERS
        and len(words) >= _LEAST_WORDS
        and not any(character.islower() for character in letters)
        and any(character.isupper() for character in letters)
    )


def in_small_letters(text: str, names: Iterable[str] = ()) -> str:
    """The line as a sentence, with the names in it as they are usually written.

    >>> in_small_letters("PEACE IN GAZA NOW!", ["Gaza"])
    'Peace in Gaza now!'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    first = next((number for number, character in enumerate(lowered) if character.isalpha()), 0)
    lowered = lowered[:first] + lowered[first : first + 1].upper() + lowered[first + 1 :]
    for name in names:
        start = lowered.lower().find(name.lower())
        while start >= 0:
            lowered = lowered[:start] + name + lowered[start + len(name) :]
            start = lowered.lower().find(name.lower(), start + len(name))
    return lowered


def capitals(draft: Draft, tag: str) -> Draft:
    """The draft in capitals, by the rules of its language.

    >>> capitals(Draft("Frieden für Straßen"), "de").text, capitals(Draft("Ειρήνη τώρα"), "el").text
    ('FRIEDEN FÜR STRASSEN', 'ΕΙΡΗΝΗ ΤΩΡΑ')
    """
    language = tag.partition("-")[0]
    text = draft.text
    if language in _DOTTED_I:
        text = text.replace("i", "İ")
    if language in _WITHOUT_ACCENTS:
        bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if sign != _TONOS)
        text = unicodedata.normalize("NFC", bare)
    text = text.upper()
    return replace(draft, text=text, alignment=draft.alignment if len(text) == len(draft.text) else None)
