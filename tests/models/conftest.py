"""A web server for the tests, a folder of packages of their own, and no network beyond loopback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import environment

from publish.models.web import Patience

from .loopback import confined, machine
from .server import File, Server

Index = Callable[..., str]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only loopback; any other attempt fails the test, even one whose error the program catches."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    attempts = confined(monkeypatch.setattr)
    yield
    assert attempts == [], "the program reached for the network"


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of installed packages, not made yet; nothing of the user's or of Argos's settings counts."""
    folder = tmp_path / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "http://127.0.0.1:9/no-index/")
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def index(server: Server) -> Index:
    """Serves packages and an index of them: `index({"en_fr 1.9": content, …})` gives the index's address."""

    def make(packages: dict[str, bytes], *links: str) -> str:
        entries = []
        for named, archive in packages.items():
            pair, version = named.split()
            source, target = pair.split("_")
            path = f"/translate-{pair}-{version}.argosmodel"
            server.files[path] = File(archive)
            entries.append(
                {
                    "package_version": version,
                    "from_code": source,
                    "to_code": target,
                    "links": [*links, server.url(path), "ipfs://Qm"],
                    "code": f"translate-{pair}",
                }
            )
        server.files["/index.json"] = File(json.dumps(entries).encode(), "application/json")
        return server.url("/index.json")

    return make


@pytest.fixture
def patience() -> Patience:
    """As the program's, with short pauses."""
    return Patience(stall=20.0, tries=4, pause=0.001, longest_pause=0.05)


@pytest.fixture
def child(tmp_path: Path) -> dict[str, str]:
    """The variables for a program that a test starts: it reaches loopback only."""
    variables = environment()
    path = variables["PYTHONPATH"].split(os.pathsep)
    return {**variables, "PYTHONPATH": os.pathsep.join([str(machine(tmp_path / "machine")), *path[1:]])}
