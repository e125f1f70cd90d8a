"""Indexes of packages, read from a server or a file; and what Argos Translate's own settings say about them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from publish.errors import EngineError
from publish.models.index import Offer, index_place, offers
from publish.models.web import Patience

from . import server as does
from .server import Fault, File, Server

ENTRY = {
    "package_version": "1.9",
    "argos_version": "1.9.0",
    "from_code": "en",
    "from_name": "English",
    "to_code": "pb",
    "to_name": "Portuguese (Brazil)",
    "links": ["https://example.org/v1/translate-en_pb-1_9.argosmodel", "ipfs://QmV5"],
    "code": "translate-en_pb",
}
OFFER = Offer("en", "pb", "1.9", ("https://example.org/v1/translate-en_pb-1_9.argosmodel",))


def serve(server: Server, content: object, *faults: Fault) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    server.files["/index.json"] = File(data, "text/plain", list(faults))
    return server.url("/index.json")


def test_an_entry_as_argos_writes_it(server: Server, patience: Patience) -> None:
    assert offers(serve(server, [ENTRY]), patience) == [OFFER]
    assert OFFER.name == "translate-en_pb"


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        "x",
        {},
        ENTRY | {"from_code": None},
        ENTRY | {"to_code": "../../x"},
        ENTRY | {"to_code": ["pb"]},
        ENTRY | {"type": "sbd"},
    ],
)
def test_what_is_no_translation_package_is_passed_over(server: Server, patience: Patience, entry: object) -> None:
    assert offers(serve(server, [entry, ENTRY]), patience) == [OFFER]


@pytest.mark.parametrize(
    "version", [None, 1.9, "\ud800", "\x1b[31m1.9", "1.9), confidence 100%", "1\n9", "1" * 41, "１"]
)
def test_a_version_that_can_be_none_is_none(server: Server, patience: Patience, version: object) -> None:
    assert offers(serve(server, [ENTRY | {"package_version": version}]), patience) == [replace(OFFER, version="")]


@pytest.mark.parametrize("links", [None, [], "https://example.org/", [7, "ipfs://Qm", "file:///etc/passwd"]])
def test_only_links_of_the_web_count(server: Server, patience: Patience, links: object) -> None:
    assert offers(serve(server, [ENTRY | {"links": links}]), patience) == [Offer("en", "pb", "1.9", ())]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"<!DOCTYPE html><title>Log in</title>",
            "is a web page; name another one with --index, and check that no login",
        ),
        (b"\xef\xbb\xbf \n<html>", "is a web page"),
        (b"", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"\xff\xfe\xfd", "is no JSON"),
        (b"9" * 10_000, "is no JSON"),
        (b"{}", "is no list"),
        (b"[]", "lists no package for translation"),
        (b"[1, {}]", "lists no package for translation"),
    ],
)
def test_what_is_no_index_is_said_in_one_line(server: Server, patience: Patience, content: bytes, says: str) -> None:
    place = serve(server, content)
    with pytest.raises(EngineError) as error:
        offers(place, patience)
    assert error.value.file == place
    assert f"the index of packages {says}" in error.value.message or f"the index {says}" in error.value.message
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("fault", [does.cut(10), does.drop, does.refuse(503), does.refuse(429, Retry_After="0")])
def test_a_passing_trouble_passes(server: Server, patience: Patience, fault: Fault) -> None:
    assert offers(serve(server, [ENTRY], fault, fault), patience) == [OFFER]


def test_a_stalled_server_is_asked_again(server: Server, patience: Patience) -> None:
    assert offers(serve(server, [ENTRY], does.stall(server, 5)), replace(patience, stall=1.0)) == [OFFER]


@pytest.mark.parametrize(
    ("fault", "requests", "says"),
    [
        (does.refuse(404), 1, "the server answered 404 (Not Found); check the address"),
        (does.refuse(500), 4, "the server answered 500 (Internal Server Error); try again later"),
        (does.refuse(503, Retry_After="86400"), 1, "the server answered 503"),
        (does.cut(10), 4, "the connection was cut"),
    ],
)
def test_a_lasting_one_is_said(server: Server, patience: Patience, fault: Fault, requests: int, says: str) -> None:
    place = serve(server, [ENTRY], *[fault] * 9)
    with pytest.raises(EngineError) as error:
        offers(place, patience)
    assert str(error.value).startswith(f"{place}: the index of packages cannot be read: {says}")
    assert len(server.requests) == requests


def test_an_index_without_end_is_not_read_to_its_end(
    server: Server, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.models.index._MOST_BYTES", 1000)
    with pytest.raises(EngineError, match="far too big for an index"):
        offers(serve(server, [ENTRY] * 100), patience)


def test_a_file_a_folder_and_a_file_address(tmp_path: Path) -> None:
    file = tmp_path / "index.json"
    file.write_text(json.dumps([ENTRY]))
    for place in (str(file), str(tmp_path), index_place(f"{tmp_path}/"), file.as_uri()):
        assert offers(place) == [OFFER]
    with pytest.raises(EngineError, match=r"cannot be read .no such file or directory.; correct --index"):
        offers(str(tmp_path / "other.json"))


def test_where_the_index_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX")
    usual = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
    assert index_place() == usual
    file = tmp_path / "config" / "argos-translate" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"ARGOS_PACKAGE_INDEX": "https://a.example/"}))
    assert index_place() == "https://a.example/index.json"
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "https://b.example/")
    assert index_place() == "https://b.example/index.json"
    assert index_place("https://c.example/") == "https://c.example/index.json"
    assert index_place("https://c.example/mine.json") == "https://c.example/mine.json"


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({}, {}),
        ({"ARGOS_PACKAGE_INDEX": "https://b.example/"}, {}),
        ({"ARGOS_PACKAGE_INDEX": "https://b.example/argos-"}, {}),
        ({}, {"ARGOS_PACKAGE_INDEX": "https://a.example/x/"}),
        ({"ARGOS_PACKAGE_INDEX": "https://b.example/"}, {"ARGOS_PACKAGE_INDEX": "https://a.example/"}),
        ({"ARGOS_PACKAGES_DIR": "/srv/models"}, {"ARGOS_PACKAGES_DIR": "/srv/others"}),
        ({}, {"ARGOS_PACKAGES_DIR": "/srv/others"}),
    ],
)
def test_argos_translate_itself_says_the_same(
    tmp_path: Path, environment: dict[str, str], settings: dict[str, str], child: dict[str, str]
) -> None:
    """Asked in a process of its own with a home of its own, since it makes folders as it is imported."""
    file = tmp_path / "config" / "argos-translate" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(settings))
    own = {name: value for name, value in child.items() if not name.startswith(("ARGOS_", "XDG_"))}
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}
    code = (
        "import os; os.makedirs = lambda *_, **__: None\n"
        "from argostranslate import settings\n"
        "from publish.models.index import index_place\n"
        "from publish.engines.argos_packages import packages_folder\n"
        "print(settings.remote_package_index, settings.package_data_dir)\n"
        "print(index_place(), packages_folder())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=own | home | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    theirs, ours = done.stdout.splitlines()
    assert ours == theirs
