"""A bundle made for real, and leaflets made from it by a newcomer on a machine whose network is cut off."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from drafting.model_builder import build, dictionary
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name
from support import ROOT, environment

pytestmark = pytest.mark.soak

# Of what pip writes itself when it installs.
BY_PIP = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"}
CUTS = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
SEED = "# Workers\n\nThe workers support the strike.[^1]\n\n[^1]: See the movement.\n"


def pinned() -> Iterator[Distribution]:
    """The packages of .venv that set-up has installed by its pins."""
    lines = (ROOT / ".make/constraints.txt").read_text(encoding="utf-8").splitlines()
    names = {line.partition("==")[0] for line in lines}
    for found in distributions():
        if canonicalize_name(found.name) in names:
            yield found


def repacked(package: Distribution, folder: Path) -> Path:
    """The wheel that an installed package came from: what pip would download, without a network."""
    made_of = {path: Path(str(package.locate_file(path))) for path in package.files or []}
    info = next(path.parts[0] for path in made_of if path.parts[0].endswith(".dist-info"))
    stem = info.removesuffix(".dist-info")
    commands = {entry.name for entry in package.entry_points}
    tags = {line.partition(": ")[2] for line in (package.read_text("WHEEL") or "").splitlines()}
    tag = next(tag for tag in map(str, sys_tags()) if tag in tags)
    rows = io.StringIO()
    wheel = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w", strict_timestamps=False) as archive:
        for path, file in made_of.items():
            if path.suffix == ".pyc" or (path.parts[0] == info and path.name in BY_PIP) or path.name in commands:
                continue
            outside = path.parts[0] == ".."
            name = f"{stem}.data/{'scripts' if 'bin' in path.parts else 'data'}/{path.name}" if outside else str(path)
            archive.write(file, name)
            csv.writer(rows).writerow([name, "", ""])
        archive.writestr(f"{info}/RECORD", rows.getvalue())
    return wheel


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The variables of a newcomer's first login on a system that has no apt: what it lacks cannot be installed."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for folder in os.environ["PATH"].split(os.pathsep):
        for tool in Path(folder).iterdir() if Path(folder).is_dir() else ():
            if not tool.name.startswith(("apt", "pip", "python")) and not (tools / tool.name).is_symlink():
                (tools / tool.name).symlink_to(tool)
    for name in ("python3", f"python3.{sys.version_info.minor}"):
        (tools / name).symlink_to(sys._base_executable)
    guard = environment()["PYTHONPATH"].split(os.pathsep)[0]
    return {"PATH": str(tools), "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "PYTHONPATH": guard}


def cut() -> list[str]:
    """The command before a command that cuts its network off.

    Where a user may not do that it is empty, and what keeps the network off is the guard of `machine` alone, which ends
    every Python that reaches for one.
    """
    for command in CUTS:
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    return []


def test_a_newcomer_makes_leaflets_from_the_bundle(tmp_path: Path, machine: dict[str, str]) -> None:
    index = tmp_path / "index"
    index.mkdir()
    assert [repacked(package, index) for package in pinned()]
    installed = tmp_path / "packages"
    with zipfile.ZipFile(build(tmp_path / "fr.argosmodel", "en", "fr", dictionary("fr"))) as archive:
        archive.extractall(installed)
    german = build(tmp_path / "de.argosmodel", "en", "de", dictionary("de"))
    bundle = tmp_path / "The group’s stick/bundle"
    maker = {"BUNDLE": str(bundle), "MODELS": f"fr {german}", "ARGOS_PACKAGES_DIR": str(installed)}
    maker |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "PIP_CONFIG_FILE": os.devnull}
    here = {**machine, "HOME": str(tmp_path / "maker"), "PYTHONPATH": environment()["PYTHONPATH"], **maker}
    made = subprocess.run(
        [sys.executable, ".make/bundle.py"], cwd=ROOT, env=here, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr

    publication = tmp_path / "Märchen & Blätter"
    shutil.copytree(bundle / "project", publication)
    (publication / "seeds/workers.md").write_text(SEED, encoding="utf-8")

    def leaflets(*variables: str) -> str:
        command = [*cut(), "make", "leaflets", *variables]
        done = subprocess.run(command, cwd=publication, env=machine, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    said = leaflets(f"BUNDLE={bundle}")
    assert "set-up: ready" in said
    installed = Path(machine["HOME"]) / ".local/share/argos-translate/packages"
    assert {folder.name for folder in installed.glob("translate-*")} == {"translate-en_de-1_9", "translate-en_fr-1_9"}
    for locale, words in {"fr": "travailleurs soutiennent le grève", "de": "Arbeiter unterstützen der Streik"}.items():
        catalogue = (publication / f"locales/{locale}/LC_MESSAGES/workers.po").read_text(encoding="utf-8")
        assert words in catalogue
        assert (publication / f"output/{locale}/workers.pdf").read_bytes().startswith(b"%PDF")
    assert "set-up" not in leaflets()
    assert "set-up" not in leaflets(f"BUNDLE={bundle}")
