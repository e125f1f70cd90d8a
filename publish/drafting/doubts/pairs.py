"""Brackets and quotation marks that lack their partner."""

from __future__ import annotations

import functools
import re

from publish.drafting.doubts.prose import subtag

_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "〈": "〉", "《": "》", "〔": "〕"}
_CLOSING_BRACKETS = frozenset(_BRACKETS.values())
_NARROW = str.maketrans("（）［］", "()[]")
# What may close a quotation that began so, in any language; “ opens in English and closes in German.
_QUOTES = {
    "“": "”", "„": "“”", "‟": "”", "«": "»", "‹": "›", "「": "」", "『": "』", "〝": "〟〞", '"': '"', "＂": "＂",
    "”": "”", "»": "«»", "›": "‹›", "‚": "‘’",
}  # fmt: skip
# These begin a quotation in some languages only (The Unicode Standard 16, section 6.2, "Quotation Marks").
_OPENING_SOMEWHERE = frozenset("”»›")
_ALSO_OPENING = {
    "ar": "”", "bs": "”»", "cs": "»", "da": "»›", "de": "»›", "fa": "”", "fi": "”»", "he": "”", "hr": "»", "hu": "»",
    "mk": "”", "pl": "»", "sk": "»", "sl": "»", "sr": "»", "sv": "”»",
}  # fmt: skip
# ‘ and ’ are apostrophes as well, and close a quotation only where ‚ has begun one.
_SINGLE = frozenset("‘’")
_PAIRED = re.compile(f"[{re.escape(''.join([*_BRACKETS, *_CLOSING_BRACKETS, *_QUOTES, *_QUOTES.values()]))}]")
_ANY_QUOTE = re.compile("[“”„‟«»‹›「」『』〝〟〞\"＂‚]|(?<!\\w)[‘’'`]|[‘’'`](?!\\w)")
_ENUMERATION = re.compile(r"\s*[^\W_]{1,3}$")


def without_partner(original: str, translation: str, source: str, target: str) -> list[str]:
    found = []
    brackets, quotes = _partnerless(translation, target)
    if brackets or quotes:
        brackets_before, quotes_before = _partnerless(original, source)
        if len(brackets) > len(brackets_before):
            found += [
                f"“{mark}” is not {'closed' if mark in _BRACKETS else 'opened'}" for mark in dict.fromkeys(brackets)
            ]
        # A slip of the source may stay as it is.
        if quotes and not (quotes_before and _quotes(translation) == _quotes(original)):
            found.append(f"a quotation mark is not {'closed' if quotes[-1] in _opening(target) else 'opened'}")
    if _quotes(original) and not _ANY_QUOTE.search(translation) and not _partnerless(original, source)[1]:
        found.append("the quotation marks are missing")
    return found


def _quotes(text: str) -> int:
    """How many double quotation marks there are in the text."""
    return sum(mark in _QUOTES or mark in "」』" for mark in text)


@functools.cache
def _opening(tag: str) -> frozenset[str]:
    return frozenset(_QUOTES) - _OPENING_SOMEWHERE | frozenset(_ALSO_OPENING.get(subtag(tag), ""))


def _partnerless(text: str, tag: str) -> tuple[list[str], list[str]]:
    """The brackets and the quotation marks of a text that lack their partner."""
    brackets: list[str] = []
    quotes: list[str] = []
    open_brackets: list[str] = []
    open_quotes: list[str] = []
    for match in _PAIRED.finditer(text):
        mark, position = match.group(), match.start()
        if mark in _BRACKETS:
            open_brackets.append(mark)
        elif mark in _CLOSING_BRACKETS:
            # A wide bracket and a narrow one are an ugly pair, but a pair.
            if open_brackets and _BRACKETS[open_brackets[-1]].translate(_NARROW) == mark.translate(_NARROW):
                open_brackets.pop()
            elif not _ENUMERATION.match(text[:position]):
                brackets.append(mark)
        elif _is_inside_word(text, position) and (mark in _SINGLE or "\u05d0" <= text[position - 1] <= "\u05ea"):
            continue  # an apostrophe, or the gershayim of a Hebrew abbreviation
        elif (
            open_quotes
            and mark in _QUOTES[open_quotes[-1]]
            and not (mark in _opening(tag) and _BEFORE_WORD.match(text[max(0, position - 1) : position + 2]))
        ):
            open_quotes.pop()
        elif mark in _opening(tag):
            open_quotes.append(mark)
        elif mark not in _SINGLE:
            quotes.append(mark)
    return [*brackets, *open_brackets], [*quotes, *open_quotes]


# „The “other” one“: what stands so begins a quotation, though it might end one.
_BEFORE_WORD = re.compile(r"[\s(\[][^\w\s]\w")


def _is_inside_word(text: str, position: int) -> bool:
    return text[position - 1 : position].isalpha() and text[position + 1 : position + 2].isalpha()
