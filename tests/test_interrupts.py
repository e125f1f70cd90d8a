from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from publish.interrupts import interrupts_not_inherited


def test_an_interrupt_in_the_block_is_answered_at_its_end() -> None:
    reached = False
    with pytest.raises(KeyboardInterrupt), interrupts_not_inherited():  # noqa: PT012 - both are to be reached
        os.kill(os.getpid(), signal.SIGINT)
        reached = True
    assert reached


def test_a_process_started_in_the_block_leaves_it_alone() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('still here')"
    with interrupts_not_inherited():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "still here\n", "")


def test_afterwards_all_is_as_before() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with interrupts_not_inherited():
        pass
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
