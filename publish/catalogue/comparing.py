"""What an update means for one catalogue: state by state, from the catalogue before and the one after."""

from __future__ import annotations

import enum
import functools
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from publish.catalogue.entry import Catalogue, Count, Entry, word_count
from publish.catalogue.former import CHANGED, JOINED, source_hash, steps
from publish.catalogue.harmless import normal_form

Key = tuple[str, str]


class Fate(enum.Enum):
    """What becomes of an entry in an update; every entry to be translated has one of these."""

    UNTOUCHED = "untouched"
    HARMLESS = "harmless"
    REVIVED = "revived"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much an update keeps, hands to a person again, asks for and puts aside, in entries and words of the source.

    `untouched`, `harmless` (the source changed, the state is what it was) and `revived` (it was not in the article any
    more, or not in these words) are kept: nobody has to look. `review` is what the update makes outdated, `removed`
    what it makes obsolete. `waiting` is the part of `untouched` and `harmless` that earlier updates have made outdated
    and nobody has looked at since; `remembered` the part of `new` that was filled from the memory.
    """

    untouched: Count = field(default_factory=Count)
    harmless: Count = field(default_factory=Count)
    revived: Count = field(default_factory=Count)
    review: Count = field(default_factory=Count)
    new: Count = field(default_factory=Count)
    removed: Count = field(default_factory=Count)
    waiting: Count = field(default_factory=Count)
    remembered: Count = field(default_factory=Count)

    @property
    def kept(self) -> Count:
        """The entries that nobody has to look at because of this update."""
        return _sum((self.untouched, self.harmless, self.revived))

    @property
    def to_translate(self) -> Count:
        """The new entries for which the memory has nothing."""
        return Count(self.new.segments - self.remembered.segments, self.new.words - self.remembered.words)

    @property
    def live(self) -> Count:
        """All entries of the catalogue after the update."""
        return _sum((self.kept, self.review, self.new))

    @property
    def is_change(self) -> bool:
        """Whether the update changes more than comments."""
        return self.live != self.untouched or self.removed != Count()

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(*(_sum((getattr(self, item.name), getattr(other, item.name))) for item in fields(self)))


def compared(before: Catalogue | None, after: Catalogue) -> Comparison:
    """What `after`, which an update has made of `before`, means for the people who translate it."""
    counts = dict.fromkeys(Fate, Count())
    waiting = removed = Count()
    lent: set[str] = set()
    for entry, fate in fates(before, after):
        counts[fate] = _with(counts[fate], entry)
        if is_waiting(entry, fate):
            waiting = _with(waiting, entry)
        if fate is Fate.REVIEW:
            lent.update(source for source, _ in _origins(entry))
    known = {entry.key for entry in before.live} if before else set()
    for entry in after.obsolete:
        # The words of a sentence that was split, or joined to another, are still in use.
        if entry.key in known and source_hash(entry.key) not in lent:
            removed = _with(removed, entry)
    return Comparison(
        untouched=counts[Fate.UNTOUCHED],
        harmless=counts[Fate.HARMLESS],
        revived=counts[Fate.REVIVED],
        review=counts[Fate.REVIEW],
        new=counts[Fate.NEW],
        removed=removed,
        waiting=waiting,
    )


def fates(before: Catalogue | None, after: Catalogue) -> Iterator[tuple[Entry, Fate]]:
    """Each entry to be translated after the update, and what has become of it."""
    known = {entry.key: entry for entry in before.live} if before else {}
    past = _Past(before or Catalogue(), {entry.key for entry in after.live})
    for entry in after.live:
        yield entry, _fate(entry, known.get(entry.key), past)


def _fate(entry: Entry, before: Entry | None, past: _Past) -> Fate:
    if before is not None and (is_outdated(before) or not is_outdated(entry)):
        return Fate.UNTOUCHED
    if is_outdated(entry):
        return Fate.HARMLESS if past.has_waited(entry) else Fate.REVIEW
    if entry.is_empty:
        return Fate.NEW
    # An update fills nothing: what has words without being outdated has those of a source that meant the same.
    return Fate.REVIVED if past.had(entry.key) else Fate.HARMLESS


class _Past:
    """What the catalogue had before the update, under other sources than now: `keys` are those of now."""

    def __init__(self, before: Catalogue, keys: Container[Key]) -> None:
        self._before = before
        self._waiting = Counter(_form(entry) for entry in before.live if entry.key not in keys and is_outdated(entry))

    def has_waited(self, entry: Entry) -> bool:
        """Whether an entry for the same sentence was outdated already; each counts for one sentence."""
        form = _form(entry)
        self._waiting[form] -= 1
        return self._waiting[form] >= 0

    def had(self, key: Key) -> bool:
        """Whether this source has been left: by an entry that now has another, or with the article's sentence."""
        return key in self._keys or source_hash(key) in self._hashes

    @functools.cached_property
    def _keys(self) -> set[Key]:
        live = {(entry.previous_context, entry.previous) for entry in self._before.live if entry.previous}
        return live | {entry.key for entry in self._before.obsolete}

    @functools.cached_property
    def _hashes(self) -> set[str]:
        """The sources that entries remember, whatever editors have done to `#| msgid`."""
        return {
            one.hashes[0][0]
            for entry in self._before.entries
            for one in steps(entry.comments)
            if one.kind == CHANGED or entry.obsolete
        }


def _form(entry: Entry) -> Key:
    return entry.context, normal_form(entry.source)


def is_waiting(entry: Entry, fate: Fate) -> bool:
    """Whether an earlier update has made the entry outdated, and this one no more than renumbered its notes."""
    return fate in (Fate.UNTOUCHED, Fate.HARMLESS) and is_outdated(entry)


def is_outdated(entry: Entry) -> bool:
    """Whether the translation is that of an earlier source, or of several since joined, and nobody has looked since.

    Where the sources joined are, in a row, the very source there is now, the entry has no `#| msgid`.
    """
    if entry.is_empty or not entry.is_fuzzy:
        return False
    return bool(entry.previous) or _is_joined(entry)


def sources_before(entry: Entry, catalogue: Catalogue) -> tuple[str, ...]:
    """The sources that the translation of an outdated entry was made for, as far as its catalogue still has them."""
    if _is_joined(entry):
        known = {source_hash(other.key): other.source for other in catalogue.obsolete}
        parts = [known.get(source, "") for source, _ in _origins(entry)]
        if all(parts):
            return tuple(parts)
    return (entry.previous,) if entry.previous else ()


def _is_joined(entry: Entry) -> bool:
    return any(step.kind == JOINED for step in steps(entry.comments)[:1])


def _origins(entry: Entry) -> tuple[tuple[str, str], ...]:
    found = steps(entry.comments)
    return found[0].hashes if found else ()


def filled(comparison: Comparison, empty: Catalogue, full: Catalogue) -> Comparison:
    """The comparison when new entries that are `empty` have been filled from the memory."""
    present = {entry.key for entry in full.live if not entry.is_empty}
    remembered = Count()
    for entry in empty.live:
        if entry.is_empty and entry.key in present:
            remembered = _with(remembered, entry)
    return replace(comparison, remembered=remembered)


def _with(count: Count, entry: Entry) -> Count:
    return Count(count.segments + 1, count.words + word_count(entry.source))


def _sum(counts: Iterable[Count]) -> Count:
    present = list(counts)
    return Count(sum(count.segments for count in present), sum(count.words for count in present))


def in_words(comparison: Comparison) -> str:
    """What an update has changed, in one line; "" if nothing.

    >>> in_words(Comparison(review=Count(3, 41), new=Count(2, 12), removed=Count(2, 30), remembered=Count(1, 5)))
    '3 to review again (41 words), 2 new (12 words; 1 from the memory, 7 words to translate), 2 removed'
    """
    of_new = words(comparison.new)
    if comparison.remembered.segments:
        of_new += f"; {comparison.remembered.segments:,} from the memory"
        if comparison.to_translate.segments:
            of_new += f", {words(comparison.to_translate)} to translate"
    named = [
        (comparison.harmless, "harmlessly changed"),
        (comparison.revived, "back again"),
        (comparison.review, f"to review again ({words(comparison.review)})"),
        (comparison.new, f"new ({of_new})"),
        (comparison.removed, "removed"),
    ]
    return ", ".join(f"{count.segments:,} {what}" for count, what in named if count.segments)


def words(count: Count) -> str:
    """How many words, in words.

    >>> words(Count(2, 1)), words(Count(30, 1234))
    ('1 word', '1,234 words')
    """
    return f"{count.words:,} {'word' if count.words == 1 else 'words'}"
