"""Prints the packages of fonts that the publication's locales need and .venv lacks, one a line; run by .venv's Python.

Ends with 1, and no word, when the settings cannot be read: the program itself says what is wrong with them.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from publish.errors import PublishError
from publish.render.font_stacks import needed_extra
from publish.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        tags = read_settings(ROOT).languages
    except PublishError:
        return 1
    for package in lacking(extras(tags)):
        print(package)
    return 0


def extras(tags: Iterable[str]) -> set[str]:
    """The optional dependencies that bring the fonts of these locales' scripts."""
    return set(map(needed_extra, tags)) - {""}


def lacking(extras: set[str]) -> Iterator[str]:
    """The packages of these extras that are not installed as pinned."""
    optional = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    pins = (ROOT / ".make/constraints.txt").read_text(encoding="utf-8").splitlines()
    for extra in sorted(extras):
        for requirement in optional[extra]:
            name = re.split(r"[^\w-]", requirement)[0]
            if f"{name}=={installed(name)}" not in pins:
                yield name


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
