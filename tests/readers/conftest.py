"""What the readers' tests share: seeds written into a folder, and no network."""

from __future__ import annotations

import base64
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.readers import read_seed
from publish.readers.reading import Reading

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
"""A picture of one point, as PNG."""

ReadText = Callable[..., Reading]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("a reader asked for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Reads a seed of this name and text, with the facts beside it and pictures of these names in its folder."""

    def read(
        name: str, text: str | bytes, facts: str = "", pictures: tuple[str, ...] = (), language: str = "en"
    ) -> Reading:
        folder = tmp_path / "seeds"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if facts:
            path.with_suffix(".toml").write_text(facts, encoding="utf-8")
        for picture in pictures:
            (folder / picture).parent.mkdir(parents=True, exist_ok=True)
            (folder / picture).write_bytes(PICTURE)
        return read_seed(path, tmp_path, language)

    return read
