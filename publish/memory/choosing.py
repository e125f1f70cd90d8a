"""Which of a sentence's translations is best in a place, whether it stays reviewed there, and what the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from publish.memory.pairs import EDGE, Pair, Standing
from publish.memory.search import is_begun, precedence
from publish.memory.wording import shown

_MOST_OTHERS = 3

# What readers of catalogues take for a line's end, or no editor shows; a TMX file may hold it.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def is_fit(text: str) -> bool:
    """Whether a catalogue can hold the text."""
    return not _UNFIT.search(text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a translation is wanted: the sentence's role, and its neighbours as `neighbours` gives them."""

    context: str
    around: tuple[str, str]

    def same_neighbours(self, pair: Pair) -> int:
        """How many of the pair's two neighbours are the same."""
        return (pair.before == self.around[0]) + (pair.after == self.around[1])


@dataclass(slots=True)
class Known:
    """The pairs of one source, in the order of `Memory.exact`; those `present` are in articles' catalogues now.

    `changes` are the harmless ones, in words, if they are of the same sentence otherwise written.
    """

    pairs: Sequence[Pair]
    present: Collection[Pair] = frozenset()
    changes: Sequence[str] = ()
    _reviewed_now: dict[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        reviewed = (pair for pair in self.present if pair.standing is Standing.REVIEWED)
        self._reviewed_now = {(pair.name, pair.context): pair.translation for pair in reviewed}

    def best(self, place: Place) -> Pair:
        """The best of those that a catalogue can hold: by `precedence`, then in the same role, then with more of the
        same neighbours, then what is present in an article, then what is found in most places, then the latest; the
        rest by their order. What was corrected comes last of what was reviewed.
        """
        # A catalogue left behind and its copy in the TMX file are one place.
        places = {(pair.standing, pair.translation, pair.name) for pair in self.pairs}
        often = Counter((standing, translation) for standing, translation, _ in places)

        def merit(pair: Pair) -> tuple[int, bool, bool, int, bool, int, str]:
            is_good = not self._is_former(pair)
            is_there = pair in self.present
            times = often[pair.standing, pair.translation]
            same = place.same_neighbours(pair)
            return -precedence(pair), is_good, pair.context == place.context, same, is_there, times, pair.changed

        # max() gives the first of equals.
        return max((pair for pair in self.pairs if is_fit(pair.translation)), key=merit)

    def is_trusted(self, best: Pair, place: Place) -> bool:
        """Whether a translation is as good as reviewed in a place: in the same role between the same neighbours, and
        undisputed.

        What stands in an article is disputed by what people have made of the sentence in another place like this one.
        What stands in none any more may have been corrected wherever it went since: any other translation disputes it.
        """
        if best.standing is not Standing.REVIEWED or self.changes:
            return False
        if place.around == (EDGE, EDGE) or best.context != place.context or place.same_neighbours(best) < 2:
            return False
        voices = (
            pair
            for pair in self.pairs
            if pair.context == place.context
            and (best not in self.present or place.same_neighbours(pair) == 2)
            and (pair.standing is Standing.REVIEWED or (is_begun(pair) and pair in self.present))
            and not self._is_former(pair)
        )
        return all((pair.standing, pair.translation) == (best.standing, best.translation) for pair in voices)

    def others(self, best: Pair) -> Iterator[str]:
        """What else people have made of the sentence, here or elsewhere, a remark for each."""
        others: dict[str, list[Pair]] = {}
        for pair in sorted(self.pairs, key=precedence):
            if pair.standing is not Standing.MACHINE and pair.translation != best.translation:
                others.setdefault(pair.translation, []).append(pair)
        for text, pairs in list(others.items())[:_MOST_OTHERS]:
            where = self._where(pairs[0])
            names = ", ".join(dict.fromkeys(pair.name for pair in pairs if self._where(pair) == where))
            yield f"also {where} {names}: “{shown(text)}”"
        if len(others) > _MOST_OTHERS:
            yield f"and {len(others) - _MOST_OTHERS} more translations of it"

    def _is_former(self, pair: Pair) -> bool:
        """Whether the article that it was reviewed in has another translation of the sentence by now: a correction."""
        now = self._reviewed_now.get((pair.name, pair.context), pair.translation)
        return pair.standing is Standing.REVIEWED and pair.translation != now

    def _where(self, pair: Pair) -> str:
        match pair.standing:
            case Standing.REVIEWED:
                return "formerly reviewed, in" if self._is_former(pair) else "reviewed, in"
            case Standing.UNREVIEWED if is_begun(pair):
                return "begun, in"
            case Standing.UNREVIEWED:
                return "unconfirmed, in the imported"
            case _:
                return "in the imported"
