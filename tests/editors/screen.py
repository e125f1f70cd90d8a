"""A screen nobody looks at, on which programs with windows are driven by keys, as a person would."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_DISPLAY = ":97"
_SIZE = "1280x900"


class Screen:
    """An X server without a monitor, a window manager on it, and a home folder for the programs' settings."""

    def __init__(self, home: Path, pictures: Path | None) -> None:
        runtime = home / ".runtime"
        runtime.mkdir(mode=0o700, parents=True)
        self.home = home
        self.pictures = pictures
        self.environment = {
            "PATH": os.environ["PATH"],
            "DISPLAY": _DISPLAY,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }

    def settings(self, name: str, content: str) -> None:
        """Write a program's settings before it starts; `name` is relative to the home folder."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def window(self, kind: str, text: str, seconds: float = 20) -> str:
        """Wait for the window whose title (`kind` "name") or program ("class") is `text`; it then fills the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self._output("xdotool", "search", "--onlyvisible", f"--{kind}", text).split()
            if found:
                self._output("xdotool", "windowactivate", "--sync", found[-1])
                self._output("xdotool", "windowmove", found[-1], "0", "0")
                self._output("xdotool", "windowsize", found[-1], *_SIZE.split("x"))
                time.sleep(1)
                return found[-1]
            time.sleep(0.3)
        self.picture("no-window")
        raise SystemExit(f"no window whose {kind} is “{text}” appeared within {seconds:.0f} s")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self._output("xdotool", "key", key)
            time.sleep(0.5)

    def click(self, x: int, y: int) -> None:
        self._output("xdotool", "mousemove", str(x), str(y), "click", "1")
        time.sleep(0.5)

    def paste(self, text: str) -> None:
        """Put the text where the cursor is, through the clipboard, since a keyboard has no Japanese keys."""
        command = ["xclip", "-selection", "clipboard"]
        subprocess.run(command, input=text.encode(), env=self.environment, check=True, stdout=subprocess.DEVNULL)
        self.keys("ctrl+v")

    def picture(self, name: str) -> None:
        if self.pictures is not None:
            self._output("import", "-window", "root", str(self.pictures / f"{name}.png"))

    @contextlib.contextmanager
    def running(self, command: Sequence[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program on the screen, on a message bus of its own, ended at the end if it has not ended by itself."""
        with _started(["dbus-run-session", "--", *command], self.environment | more) as process:
            yield process

    def saved(self, path: Path, before: bytes, seconds: float = 15) -> bytes:
        """Wait until the file differs from `before` and stays as it is."""
        end = time.monotonic() + seconds
        content = before
        while time.monotonic() < end:
            time.sleep(1)
            last, content = content, path.read_bytes() if path.exists() else b""
            if content == last and content not in (before, b""):
                return content
        self.picture(f"{path.parent.name}-not-saved")
        raise SystemExit(f"{path} has not been saved within {seconds:.0f} s")

    def _output(self, *command: str) -> str:
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30).stdout


@contextlib.contextmanager
def screen(pictures: Path | None = None) -> Iterator[Screen]:
    """A screen for as long as it is needed; what is on it is saved into `pictures` where a program's driver says so."""
    with tempfile.TemporaryDirectory() as folder:
        result = Screen(Path(folder) / "home", pictures)
        server = ["Xvfb", _DISPLAY, "-screen", "0", f"{_SIZE}x24", "-nolisten", "tcp"]
        with _started(server, result.environment):
            time.sleep(1)
            with _started(["openbox"], result.environment):
                time.sleep(1)
                yield result


@contextlib.contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
