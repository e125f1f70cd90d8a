"""The program in processes that are to be killed: started many times at little cost, each in a process of its own.

Run as a script, it loads the program once and then forks for every line of JSON it reads (see `Victims.run`). A process
counts the points at which its files may be in between: every operation that changes a file, and every line of the
modules that write files. It tells them one by one through a pipe, and where it is told to it kills itself at one.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

_CHANGES = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate",
     "fcntl.flock", "sqlite3.connect"}
)  # fmt: skip
_WRITERS = (
    "publish/files.py",
    "publish/locks.py",
    "publish/saving/displaced.py",
    "publish/saving/swap_call.py",
    "publish/saving/swapping.py",
    "publish/memory/tmx_writing.py",
)


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: its exit code (negative: the signal), and when it passed each point (seconds from its start
    to the first, then to the last), how many it passed, and what it said.
    """

    code: int
    kinds: tuple[str, ...]
    first: float
    last: float
    said: str

    @property
    def points(self) -> int:
        return len(self.kinds)

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Victims:
    """Starts processes of the program."""

    def __init__(self, script: subprocess.Popen[str]) -> None:
        self._script = script

    def run(self, folder: Path, *arguments: str, at_point: int = 0, after_point: int = 0, delay: float = -1.0) -> End:
        """Calls the program in the folder to its end, or kills it: at its point of that number, before what it is about
        to do; or `delay` seconds after a point of that number, 0 for its start (no delay: not at all).
        """
        request = {
            "folder": str(folder), "arguments": arguments, "at_point": at_point, "after_point": after_point,
            "delay": delay,
        }  # fmt: skip
        assert self._script.stdin is not None
        assert self._script.stdout is not None
        self._script.stdin.write(json.dumps(request) + "\n")
        self._script.stdin.flush()
        end = json.loads(self._script.stdout.readline())
        return End(**{**end, "kinds": tuple(end["kinds"])})


@contextmanager
def victims(environment: dict[str, str]) -> Iterator[Victims]:
    """The script, started; it ends with the block."""
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as script:
        try:
            yield Victims(script)
        finally:
            script.kill()


def _load() -> None:
    """Does all once that a process would otherwise do anew each time before it comes to its work."""
    import publish.steps.draft
    from publish import engines
    from publish.cli import main

    publish.steps.draft.SAVE_EVERY = 0.02
    engines.engine = lambda _name: Quick()  # type: ignore[assignment,return-value]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seeds").mkdir()
        (Path(folder) / "pyproject.toml").write_text('[tool.publish]\nlocales = ["fr"]\n', encoding="utf-8")
        for text in ("A sentence about a march.", "A sentence about another march."):
            (Path(folder) / "seeds/a.md").write_text(f"# Title\n\n{text}\n", encoding="utf-8")
            for command in ("update", "draft"):
                with suppress(SystemExit):
                    main(["-C", folder, "-q", command], prog_name="publish")


class Quick:
    """An engine that is quick, but not so quick that nothing can happen in between."""

    name = "quick"
    declares: Any = None

    def __init__(self) -> None:
        from publish.engines import Declared

        self.declares = Declared()

    def description(self, _source: str, _target: str) -> str:
        return "Quick 1.0"

    def missing(self, _source: str, _target: str) -> None:
        return None

    def findings(self) -> Sequence[object]:
        return ()

    def translate(self, sentences: Sequence[str], _source: str, target: str) -> Iterator[object]:
        from publish.engines import Draft

        for sentence in sentences:
            time.sleep(0.001)
            yield Draft(f"[{target}] {sentence.swapcase()}", -0.1)


def _kind(path: object) -> str:
    """What kind of file it is: `.article.po.1a2b3c4d.part` is a `.po … .part`."""
    name = Path(str(path)).name
    endings = [ending for ending in (".pot", ".po", ".tmx", ".sqlite", ".part", ".swap", ".lock") if ending in name]
    return " ".join(endings)


def _victim(request: dict[str, Any], points: int, said: int) -> None:
    """The process that is killed; it never returns."""
    count = 0
    folder = request["folder"]

    def point(kind: str = "line") -> None:
        nonlocal count
        count += 1
        if count == request["at_point"]:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(points, f"{kind}\n".encode())

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and isinstance(path, str | os.PathLike) and str(path).startswith(folder):
                point(f"{event} {_kind(path)}")
        elif event in _CHANGES:
            point(f"{event} {_kind(arguments[0])}")

    sync = os.fsync

    def fsync(descriptor: Any) -> None:
        kind = ""
        with suppress(OSError):  # only Linux tells
            kind = _kind(Path(f"/proc/self/fd/{descriptor}").readlink())
        point(f"fsync {kind}")
        sync(descriptor)
        point(f"after fsync {kind}")

    os.fsync = fsync  # type: ignore[assignment]
    known: dict[CodeType, bool] = {}

    def trace(frame: FrameType, event: str, _value: object) -> Any:
        code = frame.f_code
        if code not in known:
            known[code] = code.co_filename.endswith(_WRITERS)
        if not known[code]:
            return None
        if event == "line":
            point()
        return trace

    from publish.cli import main

    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.addaudithook(audit)
    sys.settrace(trace)
    try:
        main(["-C", folder, *request["arguments"]], prog_name="publish")
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 0)
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(99)


def _killed(request: dict[str, Any]) -> dict[str, Any]:
    """Forks, lets the process work, kills it when it is time, and tells how it went."""
    reader, points = os.pipe()
    said_reader, said = os.pipe()
    start = time.monotonic()
    process = os.fork()
    if not process:
        os.close(reader)
        os.close(said_reader)
        sys.stdout = open(said, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = sys.stdout
        _victim(request, points, said)
    os.close(points)
    os.close(said)
    first = last = 0.0
    count = 0
    text = passed = b""
    delay, after_point = request["delay"], request["after_point"]
    deadline = start + delay if delay >= 0 and not after_point else None
    with selectors.DefaultSelector() as ready:
        for descriptor in (reader, said_reader):
            ready.register(descriptor, selectors.EVENT_READ)
        while ready.get_map():
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                os.kill(process, signal.SIGKILL)
                deadline = left = None
            for key, _ in ready.select(left):
                got = os.read(key.fd, 65536)
                if not got:
                    ready.unregister(key.fd)
                elif key.fd == said_reader:
                    text += got
                else:
                    last = time.monotonic() - start
                    first = first or last
                    new = got.count(b"\n")
                    if count < after_point <= count + new:
                        deadline = start + last + delay
                    count += new
                    passed += got
    os.close(reader)
    os.close(said_reader)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    kinds = passed.decode().splitlines()
    return {"code": code, "kinds": kinds, "first": first, "last": last, "said": text.decode(errors="replace")}


if __name__ == "__main__":
    _load()
    for line in sys.stdin:
        print(json.dumps(_killed(json.loads(line))), flush=True)
