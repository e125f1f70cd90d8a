"""What an update makes of one catalogue, worked out before anything is written, and what the memory adds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from publish.catalogue.comparing import Comparison, Fate, compared, fates, filled
from publish.catalogue.entry import Catalogue
from publish.steps.memory import Memories
from publish.steps.texts import Text
from publish.workspace import SITE

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text's catalogue in a locale as it is and as it is to be; `new` are the entries to be asked of the memory.

    Older empty entries are the business of `draft`.
    """

    text: Text
    tag: str
    before: Catalogue | None
    after: Catalogue
    new: frozenset[_Key]

    @property
    def is_same(self) -> bool:
        """Whether the update changes no entry."""
        return self.before is not None and self.before.entries == self.after.entries

    def is_for(self, before: Catalogue | None) -> bool:
        """Whether this is what becomes of `before`, read from the same bytes."""
        if before is None or self.before is None:
            return before is self.before
        return before.content == self.before.content

    def comparison(self) -> Comparison:
        """What the update means for the translators, without the memory."""
        return compared(self.before, self.after)

    def filled(self, known: Memories, *, offers: int, seen: Callable[[], None] = lambda: None) -> Catalogue:
        """The catalogue with what the memory has for its new entries; `seen` is called for each of them.

        Raises `PublishError` if the memory cannot be asked.
        """
        return known.filled(self.after, self.tag, offers=offers, wanted=lambda entry: entry.key in self.new, seen=seen)

    def with_memory(self, known: Memories) -> Comparison:
        """What the update means for the translators, whom the memory saves some work. Raises `PublishError`."""
        return filled(self.comparison(), self.after, self.filled(known, offers=0))


def prepared(text: Text, tag: str, before: Catalogue | None) -> Prepared:
    """What an update makes of the text's catalogue, which is `before` now (None if there is none)."""
    after = text.in_locale(before, tag)
    new: frozenset[_Key] = frozenset()
    if text.name != SITE:
        new = frozenset(entry.key for entry, fate in fates(before, after) if fate is Fate.NEW and entry.is_empty)
    return Prepared(text, tag, before, after, new)
