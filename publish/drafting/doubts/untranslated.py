"""Whether a translation, or a part of it, is still in the source's language."""

from __future__ import annotations

import functools
import re

from publish.drafting.doubts.function_words import ALSO_WORDS, FUNCTION_WORDS
from publish.drafting.doubts.lengths import EAST_ASIAN, SIGNS
from publish.drafting.doubts.prose import CAPITAL, QUOTED, WORD, subtag, without_addresses
from publish.languages import babel_locale, name_in

_LINKS = re.compile(rf"({CAPITAL})\s(?:(?:of|for|the|a|an|and|to|in|on|with|by)\s){{1,3}}(?=[A-ZÀ-ÖØ-Þ])")
_LEAST_HITS, _SHARE_OF_HITS = 2, 0.2
_LEAST_KEPT, _SHARE_OF_KEPT, _SHARE_OF_KEPT_AMONG_COUSINS = 4, 0.7, 0.9
_LEAST_PART = 5
_LEAST_OF_WORD = 4
# Languages that share many words.
_COUSINS: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in ("da nb nn no sv", "es pt gl ca it", "cs sk", "hr sr bs sl mk", "ru uk be bg", "id ms", "de nl lb af")
)


def untranslated(original: str, translation: str, source: str, target: str) -> str:
    """That the translation, or which part of it, is still in the source's language; "" where that is not so."""
    words = _own_words(translation)
    if not words or subtag(source) == subtag(target):
        return ""
    functions = _telling(source, target)
    hits = sum(word.casefold() in functions and not word.isupper() for word in words)
    told = f"left in {name_in(source, 'en')}"
    if _is_same(original, translation):
        plain = any(word.islower() and len(word) >= _LEAST_OF_WORD for word in words)
        return told if (len(words) > 1 and (plain or hits)) or _is_foreign_script(translation, source, target) else ""
    before = {word for word in _own_words(original) if word.islower() and len(word) >= _LEAST_OF_WORD}
    kept = len(before.intersection(words))
    if (
        (hits >= _LEAST_HITS and hits >= _SHARE_OF_HITS * len(words))
        or (len(before) >= _LEAST_KEPT and kept >= _share_of_kept(source, target) * len(before))
        or _is_foreign_script(translation, source, target)
    ):
        return told
    part = _part_left(original, words, functions)
    return f"a part is {told}: “{part}”" if part else ""


def _share_of_kept(source: str, target: str) -> float:
    pair = {subtag(source), subtag(target)}
    return _SHARE_OF_KEPT_AMONG_COUSINS if any(pair <= cousins for cousins in _COUSINS) else _SHARE_OF_KEPT


def _own_words(text: str) -> list[str]:
    """The words that are neither in quotation marks nor link the parts of a name."""
    text = without_addresses(text)
    without = QUOTED.sub(" ", text)
    if not any(map(str.isalpha, without)):
        without = text
    return WORD.findall(without.lower() if without.isupper() else _LINKS.sub(r"\1 ", without))


def _is_same(original: str, translation: str) -> bool:
    return WORD.findall(original.casefold()) == WORD.findall(translation.casefold())


def _is_foreign_script(translation: str, source: str, target: str) -> bool:
    """Whether a translation from Chinese, Japanese or Korean into another script is mostly in theirs."""
    if subtag(source) not in SIGNS or subtag(target) in SIGNS:
        return False
    return 2 * len(EAST_ASIAN.findall(translation)) > sum(map(str.isalpha, translation))


def _part_left(original: str, words: list[str], functions: frozenset[str]) -> str:
    """The beginning of the longest run of words that stand so in the source and are no name; "" if none is long."""
    known = WORD.findall(original)
    known_words, at_once = set(known), f" {' '.join(known)} "
    best: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in known_words:
            run.append(word)
            continue
        if len(run) >= max(_LEAST_PART, len(best)) and _is_prose(run, functions) and f" {' '.join(run)} " in at_once:
            best = run
        run = []
    return " ".join(best[:_LEAST_PART]) + "…" * (len(best) > _LEAST_PART)


def _is_prose(words: list[str], functions: frozenset[str]) -> bool:
    small = [word for word in words if word.islower()]
    hits = sum(word in functions for word in small)
    return hits >= _LEAST_HITS and len(small) - hits >= _LEAST_HITS


@functools.cache
def _telling(source: str, target: str) -> frozenset[str]:
    """Words that only the source's language has: function words and months."""
    own = FUNCTION_WORDS.get(subtag(source), frozenset()) | (_months(source) - _months(target))
    return own - FUNCTION_WORDS.get(subtag(target), frozenset()) - set(ALSO_WORDS.get(subtag(target), "").split())


def _months(tag: str) -> frozenset[str]:
    return frozenset(str(name).casefold() for name in babel_locale(tag).months["format"]["wide"].values())
