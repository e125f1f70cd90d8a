"""Ctrl-C, which a terminal sends to all of a program's processes, answered by the first alone, and in its own time."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def interrupts_not_inherited() -> Iterator[None]:
    """Processes started in this block leave Ctrl-C to this one, which answers it at the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # Starting it later would let interrupts through again.
    resource_tracker.ensure_running()
    # A signal is blocked for one thread only: another one could still take it, and the main one would answer at once.
    with interrupts_held_back():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Answer Ctrl-C at the end of the block, whichever of this process's threads the system gives it to."""
    handler = signal.getsignal(signal.SIGINT)
    # Python lets only the main thread set handlers, and answers signals only there.
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    held_back = threading.Event()
    signal.signal(signal.SIGINT, lambda _number, _frame: held_back.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if held_back.is_set():
        handler(signal.SIGINT, None)
