"""Writes constraints.txt: one version of every package that set-up installs, the same for all Pythons we support.

Usage: `make pins`. Needs Python 3.11 (the oldest supported: what it can use, the newer ones can too) and the network.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = Path(__file__).resolve().with_name("constraints.txt")
HEADER = """\
# The versions that set-up installs, resolved from pyproject.toml by `make pins`; do not edit by hand.
# Each has wheels for Python {oldest} to {newest}.
"""


def main() -> int:
    oldest = _interpreter(PYTHONS[0])
    if oldest is None:
        print(f"pins: Python {PYTHONS[0]}, the oldest supported, is not on this machine; install it, then try again")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        python = _pip_python(oldest, Path(folder) / "venv")
        pins = resolved(python)
        missing = [line for version in PYTHONS for line in without_wheel(python, pins, version, Path(folder))]
    if missing:
        print("pins: no wheel for every Python; bound these in pyproject.toml:", *missing, sep="\n  ")
        return 1
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    CONSTRAINTS.write_text(HEADER.format(oldest=PYTHONS[0], newest=PYTHONS[-1]) + "".join(lines), encoding="utf-8")
    print(f"pins: {len(pins)} packages in {CONSTRAINTS.relative_to(ROOT)}")
    return 0


def _interpreter(version: str) -> str | None:
    for name in (f"python{version}", "python3"):
        path = shutil.which(name)
        if path is None:
            continue
        answer = subprocess.run([path, "-V"], capture_output=True, text=True, check=False).stdout
        if answer.startswith(f"Python {version}."):
            return path
    return None


def _pip_python(interpreter: str, folder: Path) -> str:
    # A current pip: older ones have no --report, or resolve differently.
    subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], check=True)
    return python


def resolved(python: str) -> dict[str, str]:
    """Every package that the project, its extras and its build need, with the version pip chooses today."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = ",".join(project["optional-dependencies"])
    command = [python, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    report = subprocess.run(
        [*command, f".[{extras}]", "hatchling", "editables"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    packages = [
        entry["metadata"] for entry in json.loads(report)["install"] if "dir_info" not in entry["download_info"]
    ]
    return {normalised(package["name"]): package["version"] for package in packages}


def normalised(name: str) -> str:
    """A package's name in the one form that compares equal (PEP 503): `types-PyYAML` is `types-pyyaml`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def without_wheel(python: str, pins: dict[str, str], version: str, folder: Path) -> list[str]:
    """The pins that have no wheel for this Python on this kind of machine, as lines for a person."""
    pip = [python, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps", "--only-binary=:all:"]
    target = [f"--python-version={version}", f"--target={folder / 'target'}"]
    wanted = [f"{name}=={pin}" for name, pin in pins.items()]
    if subprocess.run([*pip, *target, *wanted], capture_output=True, check=False).returncode == 0:
        return []
    alone = ((pin, subprocess.run([*pip, *target, pin], capture_output=True, check=False)) for pin in wanted)
    return [f"{pin} (Python {version})" for pin, result in alone if result.returncode != 0]


if __name__ == "__main__":
    sys.exit(main())
