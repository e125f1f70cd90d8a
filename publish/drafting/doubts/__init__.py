"""What a machine's translation probably did wrong, as far as a program can see, for the person who reviews it.

These are doubts, not faults: a good translation may raise one now and then. `benchmarks/doubts.py` measures how often.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from publish.drafting.addresses import addresses
from publish.drafting.doubts.currencies import currencies_missing
from publish.drafting.doubts.lengths import length_doubts
from publish.drafting.doubts.names import names_missing
from publish.drafting.doubts.pairs import without_partner
from publish.drafting.doubts.prose import subtag, without_addresses
from publish.drafting.doubts.repetition import repetitions
from publish.drafting.doubts.untranslated import untranslated
from publish.drafting.kept import Kept, lost
from publish.languages import babel_locale, name_in
from publish.numbers import changes


def doubts(original: str, translation: str, source: str, target: str, kept: Sequence[str] = ()) -> list[str]:
    """What a reviewer should look at, the gravest first, each a short clause in English.

    Both texts are plain, without marks; `source` and `target` are their BCP 47 tags. `kept` are names and the like that
    stay as they are, and are no sign of a text left in its language. What is quoted from a text stands in “ ”.

    >>> doubts("He met (briefly) 25,000 people.", "Il a rencontré (brièvement 2 500 personnes.", "en", "fr")
    ['number changed: “25,000” is missing, “2 500” is new', '“(” is not closed']
    """
    left = untranslated(_without(kept, original), _without(kept, translation), source, target)
    changed = [*_characters_lost(original, translation), *_addresses_changed(original, translation)]
    original, translation = without_addresses(original), without_addresses(translation)
    repeated = repetitions(original, translation, source, target)
    unpaired = without_partner(original, translation, source, target)
    if left:
        return [left, *repeated, *changed, *unpaired]
    return [
        *repeated,
        *length_doubts(original, translation, source, target),
        *_numbers_changed(original, translation, source, target),
        *currencies_missing(original, translation, source, target),
        *changed,
        *names_missing(original, translation, source, target),
        *unpaired,
    ]


def _without(kept: Sequence[str], text: str) -> str:
    for words in kept:
        text = text.replace(words, " ")
    return text


def _addresses_changed(original: str, translation: str) -> list[str]:
    spans = addresses(original)
    missing = dict.fromkeys(
        item.text for item in lost([Kept(original[start:end], start, end) for start, end in spans], translation)
    )
    return [f"address changed: “{address}” is missing" for address in missing]


def _characters_lost(original: str, translation: str) -> list[str]:
    return [f"a character was lost: “{sign}”" for sign in _LOST if sign in translation and sign not in original]


# What decoders put for bytes that are no character (The Unicode Standard 16, section 3.9) and SentencePiece for words
# that its vocabulary does not have.
_LOST = ("\ufffd", "\u2047")


def _numbers_changed(original: str, translation: str, source: str, target: str) -> Iterator[str]:
    found = changes(original, translation, source, target)
    if len(found.missing) == len(found.added) == 1:
        yield f"number changed: “{found.missing[0]}” is missing, “{found.added[0]}” is new"
    else:
        yield from (f"number changed: “{number}” is missing" for number in found.missing)
        yield from (f"number changed: “{number}” is new" for number in found.added)
    yield from (f"“{number}” means another number in {name_in(target, 'en')}" for number in found.misread)
    if _PER_CENT.search(original) and not _PER_CENT.search(translation):
        word = _word_for_per_cent(target)
        if not word or word not in translation.casefold():
            yield "the sign “%” is missing"


_PER_CENT = re.compile(r"\d\s?[%٪％]|[%٪％]\s?\d")
# Where CLDR writes the sign or the English word.
_WORDS_FOR_PER_CENT = {"zh": "百分", "ko": "퍼센트", "ar": "بالمئة"}


@functools.cache
def _word_for_per_cent(tag: str) -> str:
    """The beginning of the word for per cent, in small letters: what comes before its endings."""
    from babel.units import format_unit

    named = _WORDS_FOR_PER_CENT.get(subtag(tag)) or format_unit(2, "percent", locale=babel_locale(tag))
    return re.sub(r"^[\d\s%٪]+|[\d\s%٪]+$", "", str(named).casefold())[:6]
