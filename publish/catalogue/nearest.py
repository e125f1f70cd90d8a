"""Which of many texts share the rarest words with one: a short list, found without a look at every text."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

MOST = 16
"""How many texts are found at most."""

_PLACES = 400
_CROWD = 48
"""How many places of words are looked at for one text, and how many of one word (those nearest to the right place)."""

_THOROUGHLY = 10
"""How many times as many in a thorough search."""

# Scripts written without spaces between words: each character counts as a word.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:'[^\W{_UNSPACED}]+)*")
_FIRST = 0x1000
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF


class Vocabulary:
    """Words as single characters, so that texts can be compared word by word as quickly as strings."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._next = _FIRST

    def words(self, text: str) -> str:
        """A character for each word of a text, the same for the same word in either case.

        >>> vocabulary = Vocabulary()
        >>> vocabulary.words("The unions, the union.") == vocabulary.words("the UNIONS the union")
        True
        >>> len(vocabulary.words("大阪で2万5000人"))
        7
        """
        signs = self._signs
        found = []
        for word in _TOKEN.findall(text.casefold()):
            sign = signs.get(word)
            if sign is None:
                sign = signs[word] = chr(self._next)
                # Beyond a million different words, new ones share the last sign.
                self._next = min(self._next + 1, _LAST)
                if self._next in _SURROGATES:
                    self._next = _SURROGATES.stop
            found.append(sign)
        return "".join(found)


class Index:
    """Texts, as words of a `Vocabulary`, by the words and pairs of neighbouring words in them.

    The texts are numbered in their order. Rare words and pairs count for more.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._places: dict[str, list[int]] = {}
        places = self._places
        for number, text in enumerate(texts):
            for feature in _features(text):
                if feature in places:
                    places[feature].append(number)
                else:
                    places[feature] = [number]
        self._size = len(texts)

    def nearest(self, text: str, expected: int = 0, *, thoroughly: bool = False) -> list[int]:
        """The numbers of the texts most likely to be similar, the likeliest first; bounded in work.

        `expected` is the number round which texts are looked at where too many share a word.
        """
        times = _THOROUGHLY if thoroughly else 1
        left, crowd = _PLACES * times, _CROWD * times
        lists = [places for feature in _features(text) if (places := self._places.get(feature))]
        lists.sort(key=len)
        votes: dict[int, float] = {}
        for places in lists:
            weight = math.log(1 + self._size / len(places))
            if len(places) > crowd:
                middle = bisect_left(places, expected)
                start = max(0, min(middle - crowd // 2, len(places) - crowd))
                places = places[start : start + crowd]
            for number in places:
                votes[number] = votes.get(number, 0.0) + weight
            left -= len(places)
            if left <= 0:
                break
        if len(votes) > MOST:
            least = sorted(votes.values(), reverse=True)[MOST - 1]
            votes = {number: vote for number, vote in votes.items() if vote >= least}
        return sorted(votes, key=lambda number: (-votes[number], abs(number - expected)))[:MOST]


def _features(text: str) -> Iterable[str]:
    return {*text, *map("".join, itertools.pairwise(text))}
