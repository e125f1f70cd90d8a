"""What an installation gets: the pinned versions, and a wheel with all that the program reads."""

from __future__ import annotations

import importlib.util
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def module(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, ROOT / f".make/{name}.py")
    assert specification is not None
    assert specification.loader is not None
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded


def test_missing_names_what_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = module("missing")
    monkeypatch.setattr(missing, "LIBRARIES", {"here": "pango-1.0", "gone": "no-such-library"})
    assert list(missing.missing()) == ["gone"]
    without = {"ctypes": ["python", "here", "gone"], "ensurepip": ["gone", "venv"]}
    for name, needs in without.items():
        monkeypatch.setattr(missing, "find_spec", lambda wanted, name=name: None if wanted == name else object())
        assert list(missing.missing()) == needs


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    lines = (ROOT / ".make/constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["test"]]
    for requirement in map(Requirement, [*wanted, *project["build-system"]["requires"]]):
        version = pins.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} has no pin; run: make pins"
        assert version in requirement.specifier, f"{requirement} is not what is pinned ({version}); run: make pins"


def test_the_wheel_carries_templates_and_their_strings_but_no_article(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="set-up installs it")
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("templates", "*"), ("locales", "site.po*"), ("publish", "*.py")):
        prefix = "" if folder == "publish" else "publish/"
        files = (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
        assert {prefix + path.relative_to(ROOT).as_posix() for path in files} <= names
    assert {Path(name).name for name in names if name.startswith("publish/locales")} <= {"site.pot", "site.po"}
    assert not any(name.startswith(("seeds", "tests", "output")) for name in names)
