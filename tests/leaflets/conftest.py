"""Leaflets in every format, printed once for all tests that look at them."""

from __future__ import annotations

import fcntl
import re
import shutil
from pathlib import Path

import pytest
from support import ROOT, copy_of_publication, process

FORMATS = ("a4", "letter", "booklet", "large-print")
"""Those that this repository's article fits into, with a file for reading."""


def _printed(folder: Path, source: Path | None, arguments: tuple[str, ...]) -> Path:
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            if source:
                shutil.copytree(source, folder)
            else:
                copy_of_publication(folder)
            settings = folder / "pyproject.toml"
            text = re.sub(r"(?m)^site = .*$", "", settings.read_text(encoding="utf-8"))
            text = text.replace("[tool.publish]", '[tool.publish]\nsite = "https://example.org/leaflets"')
            settings.write_text(text, encoding="utf-8")
            outcome = process("-C", folder, "build", *arguments)
            assert outcome.code == 0, outcome.err
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def article(shared: Path, own_caches: None) -> Path:
    """A copy of this repository's publication, its article in three languages printed in every format it fits."""
    arguments = [*(f"--format={name}" for name in FORMATS), *(f"--locale={tag}" for tag in ("fr", "de", "ja"))]
    return _printed(shared / "article", None, tuple(arguments))


@pytest.fixture(scope="session")
def library(shared: Path, own_caches: None) -> Path:
    """The short text of tests/publications/library in all its languages, in every format."""
    arguments = [f"--format={name}" for name in (*FORMATS, "trifold")]
    return _printed(shared / "library", ROOT / "tests/publications/library", tuple(arguments))
