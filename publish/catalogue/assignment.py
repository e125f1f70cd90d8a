"""The best assignment of offers: each taker at most one of the given things, each thing to one taker at most.

Shortest augmenting paths over sparse offers, with prices (Jonker and Volgenant 1987, "A shortest augmenting path
algorithm for dense and sparse linear assignment problems"): exact. The work for one group of offers that hang together
is bounded; takers that are left when it is used up get the best of what is still free.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence

_STEPS_PER_OFFER = 24
_STEPS_AT_LEAST = 200_000
"""How many offers may be looked at, in each group of offers that hang together, before exactness is given up."""


def assignment(offers: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """For each taker (an index of `offers`) the thing it gets, so that the values of all add up to the most.

    `offers` has each taker's things with their values; what is worth nothing is not assigned. Among equals the result
    depends on the order of takers and things only.

    >>> assignment([{7: 10, 8: 9}, {7: 9, 8: 1}])
    {0: 8, 1: 7}
    """
    result: dict[int, int] = {}
    for group in _groups(offers):
        result.update(_solved(group, offers))
    return dict(sorted(result.items()))


def _groups(offers: Sequence[Mapping[int, int]]) -> Iterator[list[int]]:
    """The takers, those together that compete with each other, directly or by way of others."""
    leader = list(range(len(offers)))

    def lead(taker: int) -> int:
        while leader[taker] != taker:
            leader[taker] = leader[leader[taker]]
            taker = leader[taker]
        return taker

    first: dict[int, int] = {}
    for taker, things in enumerate(offers):
        for thing in things:
            one, other = lead(first.setdefault(thing, taker)), lead(taker)
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for taker, things in enumerate(offers):
        if things:
            groups.setdefault(lead(taker), []).append(taker)
    yield from groups.values()


def _solved(group: Sequence[int], offers: Sequence[Mapping[int, int]]) -> dict[int, int]:
    if len(group) == 1:
        (taker,) = group
        best = max(offers[taker], key=lambda thing: (offers[taker][thing], -thing))
        return {taker: best} if offers[taker][best] > 0 else {}
    steps = max(_STEPS_AT_LEAST, _STEPS_PER_OFFER * sum(len(offers[taker]) for taker in group))
    market = _Market(offers, steps)
    for taker in group:
        if market.steps > 0:
            market.add(taker)
        else:
            market.add_greedily(taker)
    return {taker: thing for thing, taker in market.taker.items()}


class _Market:
    """An assignment that stays the best possible while takers are added; a taker may as well get nothing, at value 0.

    What a taker gets from a thing is its value less its price; `gain` is the most it can get. The bookkeeping is that
    of shortest paths: a path leads from a new taker over things and their present takers to a thing that is free, or to
    a taker that does as well with nothing.
    """

    def __init__(self, offers: Sequence[Mapping[int, int]], steps: int) -> None:
        self.offers = offers
        self.steps = steps
        self.taker: dict[int, int] = {}
        self.price: dict[int, int] = {}
        self.gain: dict[int, int] = {}

    def add(self, new: int) -> None:
        price, taker = self.price, self.taker
        self.gain[new] = max(0, max(value - price.get(thing, 0) for thing, value in self.offers[new].items()))
        reached: dict[int, int] = {}
        came_from: dict[int, int] = {}
        done: dict[int, int] = {}
        queue: list[tuple[int, int]] = []
        current, far = new, 0
        gives_up, shortest = new, self.gain[new]
        while True:
            gain = self.gain[current]
            self.steps -= len(self.offers[current])
            for thing, value in self.offers[current].items():
                if thing in done:
                    continue
                length = far + gain - value + price.get(thing, 0)
                if length < shortest and length < reached.get(thing, length + 1):
                    reached[thing] = length
                    came_from[thing] = current
                    heapq.heappush(queue, (length, thing))
            while queue and (queue[0][1] in done or queue[0][0] > reached[queue[0][1]]):
                heapq.heappop(queue)
            if not queue or queue[0][0] >= shortest:
                self._settle(new, done, shortest)
                self._hand_over(gives_up, came_from)
                return
            far, thing = heapq.heappop(queue)
            if thing not in taker:
                self._settle(new, done, far)
                self._give(thing, came_from)
                return
            done[thing] = far
            current = taker[thing]
            if far + self.gain[current] < shortest:
                gives_up, shortest = current, far + self.gain[current]

    def _settle(self, new: int, done: Mapping[int, int], length: int) -> None:
        self.gain[new] -= length
        for thing, far in done.items():
            self.gain[self.taker[thing]] -= length - far
            self.price[thing] = self.price.get(thing, 0) + length - far

    def _give(self, thing: int, came_from: Mapping[int, int]) -> None:
        """Give each taker on the path the thing after it."""
        held = {holder: its for its, holder in ((its, self.taker.get(its)) for its in came_from) if holder is not None}
        while True:
            receiver = came_from[thing]
            before = held.get(receiver)
            self.taker[thing] = receiver
            if before is None:
                return
            thing = before

    def _hand_over(self, giver: int, came_from: Mapping[int, int]) -> None:
        """The giver goes without, so that the others on the path get something."""
        thing = next((its for its in came_from if self.taker.get(its) == giver), None)
        if thing is not None:
            del self.taker[thing]
            self._give(thing, came_from)

    def add_greedily(self, new: int) -> None:
        free = {thing: value for thing, value in self.offers[new].items() if value > 0 and thing not in self.taker}
        if free:
            self.taker[max(free, key=lambda thing: (free[thing], -thing))] = new
