"""What the W3C's Nu HTML checker says of pages: their HTML, the CSS inside, and style sheets and drawings beside."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

CHECKER = Path(sys.prefix, "npm", "vnu.jar")


def nu_errors(paths: Iterable[Path], *, warnings: bool = False) -> list[str]:
    """The errors in all these files, one line each; a second or two goes into starting Java, so ask once for many."""
    wanted = [path.resolve() for path in paths]
    assert wanted, "there is nothing to check"
    # The checker says nothing of a file that is not there.
    for path in wanted:
        assert path.is_file(), f"{path} is not there"
    if not CHECKER.is_file():
        pytest.fail("the Nu HTML checker is not installed; run: sh .make/setup test", pytrace=False)
    command = [
        "java",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--also-check-css",
        "--also-check-svg",
        *map(str, wanted),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        pytest.fail(f"the Nu HTML checker failed: {done.stderr.strip()[:500]}", pytrace=False)
    return [_line(message) for message in messages if warnings or message["type"] != "info"]


def _line(message: dict[str, str]) -> str:
    name = message.get("url", "").rpartition("/")[2]
    return f"{name}:{message.get('lastLine', '')}: {message['message']} […{message.get('extract', '').strip()}…]"
