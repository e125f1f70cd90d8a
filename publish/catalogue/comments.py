"""Which of an entry's comments people wrote."""

from __future__ import annotations

from collections.abc import Sequence

from publish.catalogue.former import without_steps
from publish.catalogue.matches import without_matches
from publish.catalogue.merged import without_marks
from publish.catalogue.origin import without_machine_words


def persons_comments(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without all that the program wrote and nobody has altered.

    >>> persons_comments(["Marie : bien", "Origin: argos, hash 9172e8eec99f"])
    ('Marie : bien',)
    """
    return without_matches(without_history(without_machine_words(comments)))


def without_history(comments: Sequence[str]) -> tuple[str, ...]:
    """The comments without what the program remembers of the entry's past."""
    return without_marks(without_steps(comments))
