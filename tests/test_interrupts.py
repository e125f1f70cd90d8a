from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from support import environment

from publish.early_interrupts import INTERRUPTED, SENTENCE, end_when_interrupted, raise_when_interrupted
from publish.interrupts import interrupts_held_back, interrupts_not_inherited

Block = Callable[[], AbstractContextManager[None]]
BLOCKS = [interrupts_not_inherited, interrupts_held_back]


@pytest.fixture(params=["alone", "beside another thread"])
def other_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """There is none, or one that the system may give a signal to which this one blocks."""
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait, daemon=True)
    if request.param != "alone":
        thread.start()
    yield
    ended.set()
    if request.param != "alone":
        thread.join()


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.usefixtures("other_thread")
def test_an_interrupt_in_the_block_is_answered_at_its_end(block: Block) -> None:
    reached = 0
    with pytest.raises(KeyboardInterrupt), block():  # noqa: PT012 - both are to be reached
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(10):
            time.sleep(0.001)
            reached += 1
    assert reached == 10


def test_a_process_started_in_the_block_leaves_it_alone() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('still here')"
    with interrupts_not_inherited():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "still here\n", "")


@pytest.mark.parametrize("block", BLOCKS)
def test_afterwards_all_is_as_before(block: Block) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGINT)
    with block():
        pass
    assert (signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGINT)) == before


@pytest.mark.parametrize("block", BLOCKS)
def test_another_thread_may_start_processes_too(block: Block) -> None:
    done = threading.Event()

    def work() -> None:
        with block():
            done.set()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done.is_set()


def test_an_ignored_interrupt_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        end_when_interrupted()
        raise_when_interrupted()
        with interrupts_not_inherited():
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


# Sends itself Ctrl-C while that module is being loaded.
STARTED = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["--version"]
from publish.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ["publish.cli", "click", "publish.cli.call", "dataclasses", "publish.cli.exchange"])
def test_ctrl_c_while_the_program_is_loaded_is_one_line(name: str) -> None:
    command = [sys.executable, "-c", STARTED.format(name=name)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", f"\n{SENTENCE}\n")


def test_once_it_is_loaded_ctrl_c_is_pythons() -> None:
    code = "import publish.early_interrupts as e; e.end_when_interrupted(); e.raise_when_interrupted(); import signal\n"
    code += (
        "try: signal.raise_signal(signal.SIGINT); [None for _ in range(100)]\nexcept KeyboardInterrupt: print('raised')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "raised\n", "")


def test_to_load_the_command_changes_no_handler() -> None:
    code = "import signal, publish.__main__; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).stdout == b"True\n"
