"""Installed packages for the tests, and no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from .model_builder import WORDS, build, dictionary, install


@pytest.fixture(scope="session")
def argosmodels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A real .argosmodel from English into each language of `WORDS`."""
    folder = tmp_path_factory.mktemp("argosmodels")
    return {code: build(folder / f"translate-en_{code}.argosmodel", "en", code, dictionary(code)) for code in WORDS}


@pytest.fixture(scope="session")
def installed_once(argosmodels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("argos") / "packages"
    for package in argosmodels.values():
        install(package, folder)
    return folder


@pytest.fixture
def packages(installed_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where Argos finds the packages, all four installed."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(installed_once))
    return installed_once


@pytest.fixture
def no_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of packages of one's own."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError(f"a test reached for the network: {arguments}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
