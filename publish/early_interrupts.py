"""Ctrl-C answered in one line while the program is still being loaded."""

from __future__ import annotations

import os
import signal

INTERRUPTED = 130
"""The exit code, by the custom of shells: 128 and the signal's number."""


SENTENCE = "interrupted; what was done is kept, run the command again to go on"


def end_when_interrupted() -> None:
    """Until `raise_when_interrupted`, Ctrl-C ends the program at once: nothing is begun yet that has to be finished.

    Where it is to be ignored, in a background job for one, that stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_when_interrupted() -> None:
    """From here on Ctrl-C raises `KeyboardInterrupt`, as usual."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: object) -> None:
    try:
        # The terminal has shown ^C.
        os.write(2, f"\n{SENTENCE}\n".encode())
    finally:
        os._exit(INTERRUPTED)
