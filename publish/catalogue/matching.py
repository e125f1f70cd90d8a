"""Which old entry becomes the entry of which new source, found by what they say: the surest ways first."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from publish.catalogue.carried_numbers import skeleton
from publish.catalogue.changing import Changing, Key
from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Entry, state_of
from publish.catalogue.former import Hashes, hashes_of, source_hash, steps
from publish.catalogue.harmless import normal_form
from publish.catalogue.note_numbers import labels, moved_notes, renumbered
from publish.catalogue.pairing import Candidate, Wanted, paired
from publish.segments import MERGED, State

_Item = TypeVar("_Item")
_Position = TypeVar("_Position", int, None)


class Matching:
    """What is found: the entry of each wanted key, and which old entries are used up in it.

    `wanted` has the keys in reading order, each with the roles of its segments. Every step takes what the steps before
    it left, in time linear in the number of entries (`paired` aside).
    """

    def __init__(self, wanted: Mapping[Key, Sequence[str]], known: Mapping[Key, Entry], changing: Changing) -> None:
        self.wanted = wanted
        self.known = known
        self.changing = changing
        self.found: dict[Key, Entry] = {}
        self.origins: dict[Key, Key] = {}
        self._order = {key: number for number, key in enumerate(known)}
        self._used: set[Key] = set()
        self._names: dict[Key, Key] = {}
        self._by_note_numbers()
        self._by_key()
        if self._missing():
            self._by_memory()
            self._by_last_source()
            self._by_normal_form()
            self._by_numbers()
            self._by_similarity()
        self._settle()

    @property
    def gone(self) -> list[Entry]:
        """The old entries that are no entry of a wanted key."""
        return [entry for key, entry in self.known.items() if key not in self._used]

    def _missing(self) -> list[Key]:
        return [key for key in self.wanted if key not in self.found]

    def _free(self) -> list[Entry]:
        """The entries still to be used, those of the present article first."""
        left = [entry for entry in self.known.values() if entry.key not in self._used and not entry.plural]
        return sorted(left, key=lambda entry: entry.obsolete)

    def _take(self, key: Key, entry: Entry, origin: Entry) -> None:
        self.found[key] = entry
        self.origins[key] = origin.key
        self._used.add(origin.key)

    def _settle(self) -> None:
        """See that no entry becomes obsolete under a key that another one has taken."""
        for entry in self.gone:
            while entry.key in self.found and entry.key not in self._used:
                other = self.origins.get(entry.key)
                self._take(entry.key, entry, entry)
                if other is None:
                    break
                self._used.discard(other)
                entry = self.known[other]

    def _by_note_numbers(self) -> None:
        """Sentences that differ in markers only: "Ibid.[^4]" may be what was "Ibid.[^3]", not what it was itself."""
        olds = [
            entry for entry in self.known.values() if not entry.obsolete and "[^" in entry.source and not entry.plural
        ]
        news = [key for key in self.wanted if "[^" in key[1]]
        if {entry.key for entry in olds} >= set(news):
            return
        old_groups, new_groups = _grouped(olds, lambda entry: entry.key), _grouped(news, lambda key: key)
        votes: dict[str, str] = {}
        for form, group in old_groups.items():
            keys = new_groups.get(form, [])
            if len(group) == len(keys) == 1:
                votes.update(zip(labels(group[0].source), labels(keys[0][1]), strict=True))
        votes |= moved_notes(
            (self.known[key].roles, roles)
            for key, roles in self.wanted.items()
            if key in self.known and not self.known[key].obsolete
        )
        self.changing.notes = votes
        for form, group in old_groups.items():
            keys = new_groups.get(form, [])
            if keys and max(len(keys), len(group)) > 1 and {entry.key for entry in group} != set(keys):
                self._renumber(group, keys, votes)

    def _renumber(self, group: Sequence[Entry], keys: Sequence[Key], votes: dict[str, str]) -> None:
        free = dict.fromkeys(keys)
        pairs, left = [], []
        for entry in group:
            expected = (entry.context, renumbered(entry.source, votes))
            if expected in free and set(labels(entry.source)) <= set(votes):
                del free[expected]
                pairs.append((entry, expected))
            else:
                left.append(entry)
        if len(left) != len(free):
            sure = self._remembered(left, free) or {entry.key: entry for entry in left if entry.key in free}
            pairs += [(entry, key) for key, entry in sure.items()]
            placed = {entry.key for entry in sure.values()}
            left = [entry for entry in left if entry.key not in placed]
            for key in sure:
                del free[key]
        pairs += zip(left, free, strict=False)
        for entry, key in pairs:
            self._take_same(entry, key)

    def _remembered(self, entries: Sequence[Entry], keys: Iterable[Key]) -> dict[Key, Entry]:
        """Which entry was which of the keys, if they all were one of them before their last change."""
        by_hash = {source_hash(key): key for key in keys}
        result: dict[Key, Entry] = {}
        for entry in entries:
            last = next(iter(steps(entry.comments)), None)
            key = by_hash.get(last.hashes[0][0]) if last and not last.is_copy else None
            if key is None or key in result:
                return {}
            result[key] = entry
        return result

    def _take_same(self, entry: Entry, key: Key) -> None:
        result = entry if entry.key == key else self._same(entry, key)
        if result is not None:
            self._take(key, result, entry)

    def _same(self, entry: Entry, key: Key) -> Entry | None:
        """The entry of the same sentence written otherwise."""
        result = self.changing.restored(entry, key)
        if result is None and self.changing.is_unfinished(entry):
            before = self.changing.base(entry)
            result = before and self.changing.harmlessly_changed(before, key)
            return result or self._changed(entry, key)
        return result or self.changing.harmlessly_changed(entry, key)

    def _changed(self, entry: Entry, key: Key) -> Entry:
        """The entry for another sentence; a copy that nobody has touched is copied for that one."""
        origins = self.changing.origins(entry, self._by_hashes)
        return self.changing.copied_again(entry, origins, key) if origins else self.changing.changed(entry, key)

    def _by_key(self) -> None:
        leaving = [entry for key, entry in self.known.items() if key not in self.wanted and key not in self._used]
        remembered = {one.hashes[0][0] for entry in leaving for one in steps(entry.comments) if not one.is_copy}
        for key in self.wanted:
            if key in self.found or key not in self.known or key in self._used:
                continue
            if remembered and not has_words(self.known[key]) and source_hash(key) in remembered:
                # An entry that leaves had words for this source, and this one has none.
                self._used.add(key)
            else:
                self._take(key, self.known[key], self.known[key])

    def _by_memory(self) -> None:
        """Sources that an entry remembers to have had."""
        index: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.known.values():
            for one in steps(entry.comments):
                if not one.is_copy:
                    index[one.hashes[0][0]].append(entry)
        for key in self._missing() if index else ():
            for entry in sorted(
                index.get(source_hash(key), ()), key=lambda entry: (entry.key in self._used, entry.obsolete)
            ):
                result = self.changing.restored(entry, key)
                if result is None:
                    if self.changing.is_superseded(entry, key):
                        # Both reviewed translations have a right to their own source: this one's is the memory's.
                        self.found[key] = Entry(key[1], context=key[0])
                        break
                    continue
                if entry.key in self._used or entry.key in self.found:
                    # Its own source is still there, so it gives its former words and stays.
                    self.found[key] = replace(result, original=None)
                else:
                    self._take(key, result, entry)
                break

    def _by_last_source(self) -> None:
        """Sources that a changed entry had before its last change, its words being those of a still earlier one."""
        index = {between: entry for entry in self._free() if (between := self.changing.last_source(entry))}
        for key in self._missing() if index else ():
            entry = index.get(source_hash(key))
            if entry and entry.key not in self._used and entry.key not in self.found:
                self._take(key, self.changing.changed(entry, key), entry)

    def _by_normal_form(self) -> None:
        missing = self._missing()
        index = _grouped([entry for entry in self._free() if not entry.is_empty], lambda entry: entry.key)
        for entry in self._free():
            before = self.changing.base(entry)
            if before is not None:
                index.setdefault(_form(before.key), []).append(entry)
        for form, keys in _grouped(missing, lambda key: key).items():
            candidates = [entry for entry in index.get(form, ()) if entry.key not in self._used]
            for entry, key in zip(candidates, keys, strict=False):
                self._take_same(entry, key)

    def _by_numbers(self) -> None:
        """As many sentences with other numbers as before: in their order."""
        source = self.changing.source
        old_groups: defaultdict[Key, list[Entry]] = defaultdict(list)
        for entry in self._free():
            if not entry.obsolete and not entry.is_empty and state_of(entry) is not State.OUTDATED:
                old_groups[_form((entry.context, skeleton(entry.source, source)))].append(entry)
        new_groups: defaultdict[Key, list[Key]] = defaultdict(list)
        for key in self._missing():
            new_groups[_form((key[0], skeleton(key[1], source)))].append(key)
        for form, keys in new_groups.items():
            group = old_groups.get(form, [])
            if len(group) == len(keys):
                for entry, key in zip(group, keys, strict=True):
                    if self.changing.is_reversible(entry):
                        self._take(key, self.changing.changed(entry, key), entry)

    def _by_similarity(self) -> None:
        self._names = {origin: key for key, origin in self.origins.items()}
        lenders, standing_in = self._lenders()
        missing = self._missing()
        after, before = self._kept(self.wanted, -1), self._kept(reversed([*self.wanted]), None)
        wanted = [Wanted(key[1], after[key], before[key]) for key in missing]
        candidates = [
            Candidate(
                _sources(entry),
                self._order[standing_in.get(entry.key, entry.key)],
                entry.obsolete and entry.key not in standing_in,
            )
            for entry in lenders
        ]
        twins = self._twins()
        # Where they stood nobody knows: what their entries have is the first place.
        candidates += [Candidate(_sources(entry), self._order[entry.key], obsolete=True) for entry in twins]
        first_twin = len(lenders)
        lenders += twins
        pairing = paired(wanted, candidates, self.changing.source)
        vacant = self._vacant([missing[index] for index, number in pairing.changed.items() if lenders[number].obsolete])
        for index, number in pairing.changed.items():
            entry, key = lenders[number], missing[index]
            if key in vacant:
                continue
            if number >= first_twin:
                self.found[key] = self.changing.twin(entry, key)
            elif entry.obsolete or not self.changing.is_reversible(entry):
                self.found[key] = self.changing.similar(entry, key)
            else:
                self._take(key, self._changed(entry, key), entry)
        for index, number in pairing.parts.items():
            self.found[missing[index]] = self.changing.part(self._roots([lenders[number]]), missing[index])
        for index, several in pairing.joined.items():
            roots, key = self._roots([lenders[number] for number in several]), missing[index]
            self.found[key] = self.changing.joined(roots, key) if roots[1:] else self.changing.similar(roots[0], key)

    def _kept(self, keys: Iterable[Key], outermost: _Position) -> dict[Key, int | _Position]:
        """For each missing key the old position of the last kept entry before it; `outermost` where there is none."""
        result: dict[Key, int | _Position] = {}
        last: int | _Position = outermost
        for key in keys:
            origin = self.origins.get(key)
            if key not in self.found:
                result[key] = last
            elif origin is not None and not self.known[origin].obsolete:
                last = self._order[origin]
        return result

    def _vacant(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys whose sentence was there without a translation, in other words.

        Nothing obsolete is offered to it: it was not before, and should it change back it would stay.
        """
        empty = [entry for entry in self._free() if entry.is_empty and not entry.obsolete]
        if not keys or not empty:
            return set()
        wanted = [Wanted(key[1], -1) for key in keys]
        candidates = [Candidate((entry.source,), self._order[entry.key]) for entry in empty]
        pairing = paired(wanted, candidates, self.changing.source)
        return {keys[index] for index in (*pairing.changed, *pairing.parts, *pairing.joined)}

    def _lenders(self) -> tuple[list[Entry], dict[Key, Key]]:
        """The entries that may lend their words, and for those of which copies stood in the article, where they did.

        A copy that nobody has touched lends for what it is a copy of, unless any of that is back.
        """
        lenders: list[Entry] = []
        standing_in: dict[Key, Key] = {}
        spoken_for: set[Key] = set()
        former = self.changing.former(self.found.values())
        # Those that are obsolete, as what copies were made of is, come last.
        for entry in self._free():
            if entry.key in spoken_for or (entry.is_empty and (entry.obsolete or not has_words(entry))):
                continue
            if self.changing.is_one_of(entry, former):
                continue
            origins = [] if entry.obsolete else self.changing.origins(entry, self._by_hashes) or []
            keys = {origin.key for origin in origins}
            if self._used.isdisjoint(keys):
                lenders.append(entry)
                spoken_for |= keys
            elif self.changing.is_twin(entry) and all(self._places_left(origin) >= 0 for origin in origins):
                lenders.append(entry)
            else:
                standing_in |= dict.fromkeys(keys, entry.key)
        return lenders, standing_in

    def _twins(self) -> list[Entry]:
        """The entries whose sentence does not stand everywhere it did, once for each such place."""
        result = []
        for entry in self.known.values():
            if len(entry.roles) > 1 and not (entry.is_empty or entry.plural or entry.translation == MERGED):
                # One that is still to be used lends for one place itself.
                result += [entry] * (self._places_left(entry) - (entry.key not in self._used))
        return result

    def _places_left(self, entry: Entry) -> int:
        """At how many more places the sentence of an entry stood than it does now."""
        key = self._names.get(entry.key)
        return len(entry.roles) - (len(self.wanted[key]) if key else 0)

    def _roots(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries, each untouched copy among them replaced by what it is a copy of."""
        roots: dict[Key, Entry] = {}
        for entry in entries:
            for origin in self.changing.origins(entry, self._by_hashes) or [entry]:
                roots[origin.key] = origin
        return list(roots.values())

    @functools.cached_property
    def _by_hashes(self) -> dict[Hashes, Entry]:
        return {hashes_of(entry): entry for entry in self.known.values() if not entry.is_empty}


def has_words(entry: Entry) -> bool:
    """Whether a person's or a machine's words are in it; a machine's remark on an empty translation is not enough."""
    return not entry.is_empty or persons_comments(entry.comments) != ()


def _sources(entry: Entry) -> tuple[str, ...]:
    """The sources the entry's translation may belong to: an outdated one belongs to the previous source."""
    return (entry.source, entry.previous) if state_of(entry) is State.OUTDATED else (entry.source,)


def _grouped(items: Iterable[_Item], key_of: Callable[[_Item], Key]) -> dict[Key, list[_Item]]:
    """The items by context and normal form, each group in its order."""
    groups: dict[Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(_form(key_of(item)), []).append(item)
    return groups


def _form(key: Key) -> Key:
    return key[0], normal_form(key[1])
