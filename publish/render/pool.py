"""Slow pieces of work on all cores: leaflets to lay out, fonts to compress.

The processes are forked from one that has WeasyPrint loaded, so that it is loaded once; `warmed_up` starts that one
while the caller still has other things to do.
"""

from __future__ import annotations

import functools
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.context import BaseContext
from typing import TypeVar

from publish.cores import cores
from publish.errors import PublishError, RenderError, first_line
from publish.interrupts import interrupts_held_back, interrupts_not_inherited
from publish.render.fonts import use_own_fonts_only

Result = TypeVar("Result")
Work = Callable[[], Result]


def results(work: Mapping[str, Work[Result]], workers: int = 0) -> Iterator[tuple[str, Result | PublishError]]:
    """Key and result of each piece of work, as they are done; one that fails gives its error and stops no other.

    `work` is started in its order; with one core, or one piece, no process is started. `workers` is for tests.
    """
    count = min(workers or cores(), len(work))
    if count <= 1:
        for key, piece in work.items():
            yield key, _result(piece)
        return
    executor = ProcessPoolExecutor(count, mp_context=warmed_up())
    try:
        # A worker that is only half started would outlive the parent and complain.
        with interrupts_held_back():
            waiting = {executor.submit(_result, piece): key for key, piece in work.items()}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@functools.cache
def warmed_up() -> BaseContext:
    """The context new processes come from; the first call starts loading what they need, and does not wait for it."""
    use_own_fonts_only("")
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["publish.render.pdf", "weasyprint"])
    # Ctrl-C is the parent's to answer; a process that is still loading would answer it with a traceback.
    with interrupts_not_inherited():
        try:
            forkserver.ensure_running()
        except OSError:
            # Its socket lies in the folder for temporary files, whose name may be too long for one.
            return multiprocessing.get_context("spawn")
    return context


def _result(piece: Work[Result]) -> Result | PublishError:
    try:
        return piece()
    except PublishError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever a library raises over a damaged picture, other work goes on
        return RenderError(f"cannot be made ({type(error).__name__}: {first_line(error)}); please report this")
