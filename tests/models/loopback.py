"""The network as these tests have it: this machine itself and nothing beyond."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"


def confined(replace: Callable[[Any, str, Any], None]) -> list[object]:
    """Let sockets reach the loopback address alone; gives the list that holds every other attempt."""
    attempts: list[object] = []

    def guard(owner: Any, name: str, is_allowed: Callable[..., bool]) -> None:
        real = getattr(owner, name)

        def guarded(*arguments: Any, **named: Any) -> Any:
            if is_allowed(*arguments):
                return real(*arguments, **named)
            attempts.append(arguments)
            raise OSError(f"tests have no network beyond loopback: {arguments}")

        replace(owner, name, guarded)

    for name in ("connect", "connect_ex"):
        guard(socket.socket, name, lambda _socket, address, *_: address[0] == HOST)
    guard(socket.socket, "sendto", lambda *_: False)
    guard(socket, "getaddrinfo", lambda host, *_: host == HOST)
    guard(socket, "gethostbyname", lambda host: host == HOST)
    return attempts


def machine(folder: Path) -> Path:
    """A folder for the Python path of a program that a test starts: it confines that program in the same way."""
    folder.mkdir(exist_ok=True)
    text = Path(__file__).read_text(encoding="utf-8")
    (folder / "sitecustomize.py").write_text(f"{text}\n\nconfined(setattr)\n", encoding="utf-8")
    return folder
