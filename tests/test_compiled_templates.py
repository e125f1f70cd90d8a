"""Templates kept compiled: what is damaged, outdated or cannot be kept is compiled again, and nobody hears of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from publish.render import templates
from publish.render.templates import Templates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("{% include 'part.html' %} of {{ pages }}\n", encoding="utf-8")
    (folder / "part.html").write_text("{{ page }}", encoding="utf-8")
    return folder


def page(folder: Path, cache: Path) -> str:
    return Templates([folder], folder.parent, cache).rendered("page.html", {"page": 1, "pages": 2})


def kept(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.iterdir()}


def test_templates_are_compiled_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    assert page(folder, cache) == "1 of 2\n"
    assert len(kept(cache)) == 2
    monkeypatch.setattr(templates.Environment, "_compile", lambda *_: pytest.fail("compiled again"))
    assert page(folder, cache) == "1 of 2\n"


@pytest.mark.parametrize("length", [0, 5, 20, 40, 60, 100, -1])
def test_a_damaged_file_is_made_again(length: int, folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    page(folder, cache)
    whole = kept(cache)
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:length])
    assert page(folder, cache) == "1 of 2\n"
    assert kept(cache) == whole
    for path in cache.iterdir():
        path.write_bytes(path.read_bytes()[:length] + b"\xff" * 9)
    assert page(folder, cache) == "1 of 2\n"
    assert kept(cache) == whole


@pytest.mark.parametrize("changed", ["publish", "jinja2"])
def test_what_another_version_compiled_is_not_used(
    changed: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    page(folder, cache)
    before = kept(cache)
    if changed == "publish":
        monkeypatch.setattr(templates, "__version__", "999")
    else:
        monkeypatch.setattr(templates, "package_version", lambda name: f"999 of {name}")
    page(folder, cache)
    assert len(kept(cache).keys() - before.keys()) == 2


def test_a_full_disk_only_costs_time(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("publish.files.os.fsync", full)
    cache = tmp_path / "cache"
    assert page(folder, cache) == "1 of 2\n"
    assert kept(cache) == {}
