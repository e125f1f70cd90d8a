"""Characters a model has never seen, replaced by plain ones that it has, and put back in its translation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

_DOUBLE_QUOTES = "“”„‟«»"
_SINGLE_QUOTES = "‘’‚‛‹›"
_DASHES = "–—‒―‑"
# Letters that Unicode does not decompose.
_LETTERS = {"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th",
            "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "ħ": "h"}  # fmt: skip
_PLAIN = (
    dict.fromkeys(_DOUBLE_QUOTES, '"') | dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DASHES, "-") | _LETTERS
)


def plain(text: str, knows: Callable[[str], bool]) -> str:
    """The text with a plain character for each that the model does not know, as far as there is one.

    >>> plain("“Völkermord” – in Łódź, 日本", str.isascii)
    '"Volkermord" - in Lodz, 日本'
    """
    return "".join(_replaced(character, knows) for character in text)


def restored(original: str, shown: str, translation: str) -> str:
    """The translation of `shown`, the plain form of the original, with the original's characters where they belong.

    Words come back where they stand in the translation as they were shown; quotation marks and dashes one for one, if
    there are as many. Three dots become the ellipsis, which tokenizers take apart, under the same condition.

    >>> restored("“Völkermord” …", '"Volkermord" …', '"Volkermord"...')
    '“Völkermord”…'
    """
    if "…" in original and "..." not in original:
        translation = _in_turn(translation, re.compile(r"\.\.\."), re.findall("…", original))
    if shown == original:
        return translation
    for word, plain_word in zip(original.split(), shown.split(), strict=True):
        translation = _with_word(word, plain_word, original, translation)
    translation = _in_turn(translation, re.compile('"'), re.findall(f'["{_DOUBLE_QUOTES}]', original))
    if "'" not in original:
        translation = re.sub(r"(?<=\w)'(?=\w)", "’", translation) if "’" in original else translation
        quotes = re.findall(rf"(?<!\w)[{_SINGLE_QUOTES}]|[{_SINGLE_QUOTES}](?!\w)", original)
        translation = _in_turn(translation, re.compile("'(?!\\w)|(?<!\\w)'"), quotes)
    return _in_turn(translation, re.compile(r"(?<=\s)-(?=\s)"), re.findall(rf"(?<=\s)[{_DASHES}-](?=\s)", original))


def _replaced(character: str, knows: Callable[[str], bool]) -> str:
    if character.isspace() or knows(character):
        return character
    instead = _PLAIN.get(character) or unicodedata.normalize("NFD", character)[0]
    return instead if all(knows(other) for other in instead) else character


def _with_word(word: str, shown: str, original: str, translation: str) -> str:
    """The translation with the word, without punctuation at its edges, for its plain form, if the original has none."""
    edges = f"{_DOUBLE_QUOTES}{_SINGLE_QUOTES}{_DASHES}\"'()[].,;:!?-"
    word, shown = word.strip(edges), shown.strip(edges)
    plain_word = re.compile(rf"(?<!\w){re.escape(shown)}(?!\w)")
    if word == shown or not any(character.isalnum() for character in shown) or plain_word.search(original):
        return translation
    return plain_word.sub(lambda _: word, translation)


def _in_turn(text: str, sign: re.Pattern[str], originals: Sequence[str]) -> str:
    """The text with the originals, one after another, for the sign, if there are as many."""
    if not originals or len(sign.findall(text)) != len(originals):
        return text
    waiting = iter(originals)
    return sign.sub(lambda _: next(waiting), text)
