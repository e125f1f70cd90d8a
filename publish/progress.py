"""How far a piece of work is: what whoever does it calls, and what whoever shows it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with what is being done, how many pieces are done and how many there are, and what else is to be said."""

    def __call__(self, what: str, done: int, total: int, note: str = "", /) -> None: ...


WAITING = "waiting for another publish command"
"""What is done while another process is in the way: told, once, even where no progress is shown."""


def silent(_what: str, _done: int, _total: int, _note: str = "") -> None:
    """No progress shown."""


def time_left(seconds: float) -> str:
    """How long something still takes, for a person.

    >>> time_left(7.4), time_left(754)
    ('0:07 left', '12:34 left')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} left"
