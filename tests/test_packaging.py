"""What an installation gets: the pinned versions, and a wheel with all that the program reads."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from publish.render.font_files import FONT_FILES, SCRIPTS

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
    optional = [name for names in project["project"]["optional-dependencies"].values() for name in names]
    wanted = [*project["project"]["dependencies"], *optional, *project["build-system"]["requires"]]
    for requirement in map(Requirement, wanted):
        if requirement.name == project["project"]["name"]:
            assert requirement.extras <= set(project["project"]["optional-dependencies"])
            continue
        version = pins.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} has no pin; run: make pins"
        assert version in requirement.specifier, f"{requirement} is not what is pinned ({version}); run: make pins"


def test_every_scripts_fonts_are_an_extra_that_the_tests_have() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {script.extra for script in SCRIPTS.values()} - {""}
    packages = {font.package for font in FONT_FILES}
    for extra in extras:
        assert {Requirement(name).name for name in project["optional-dependencies"][extra]} <= packages
    tests = map(Requirement, project["optional-dependencies"]["test"])
    (own,) = [requirement for requirement in tests if requirement.name == project["name"]]
    assert own.extras == extras


@pytest.mark.parametrize(
    ("locales", "extras"),
    [
        ("fr el ru ja", ""),
        ("ar fa ur", "arabic"),
        ("he yi", "hebrew"),
        ("ko zh-Hans zh-Hant zh", "korean chinese"),
        ("hi ne", "devanagari"),
        ("uz-Arab sr-Latn", "arabic"),
    ],
)
def test_locales_need_the_fonts_of_their_scripts(locales: str, extras: str) -> None:
    assert module("fonts").extras(locales.split()) == set(extras.split())


def test_fonts_are_lacking_unless_they_are_there_as_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = module("fonts")
    assert list(fonts.lacking({"arabic", "chinese"})) == []
    monkeypatch.setattr(fonts, "version", lambda name: "0.0.9")
    assert list(fonts.lacking({"arabic", "chinese"})) == [
        "pylopdf-fonts-ar",
        "pylopdf-fonts-zh-cn",
        "pylopdf-fonts-zh-tw",
    ]


@pytest.mark.parametrize(("text", "code"), [("[tool.publish]\nlocales = 7\n", 1), ("[tool", 1), (None, 1)])
def test_wrong_settings_are_left_to_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str | None, code: int
) -> None:
    fonts = module("fonts")
    monkeypatch.setattr(fonts, "ROOT", tmp_path)
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    assert fonts.main() == code
    assert capsys.readouterr() == ("", "")


class Npm:
    """A machine whose npm gives an archive, and where the HTML checker is to go."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.checker = module("checker")
        self.archive = folder / f"{self.checker.NAME}.tgz"
        with tarfile.open(self.archive, "w:gz") as archive:
            for name in self.checker.FILES:
                member = tarfile.TarInfo(name)
                member.size = len(name)
                archive.addfile(member, io.BytesIO(name.encode()))
        digest = base64.b64encode(hashlib.sha512(self.archive.read_bytes()).digest()).decode()
        monkeypatch.setattr(self.checker, "INTEGRITY", digest)
        monkeypatch.setattr(self.checker, "FOLDER", folder / "npm")
        npm = folder / "bin/npm"
        npm.parent.mkdir()
        npm.write_text(f'#!/bin/sh\necho "$*" >> "{folder}/asked"\ncp "{self.archive}" "{folder}/npm/"\n')
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
        self.folder = folder

    def asked(self) -> list[str]:
        asked = self.folder / "asked"
        return asked.read_text().splitlines() if asked.exists() else []


def test_the_checker_comes_from_npm_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = Npm(tmp_path, monkeypatch)
    assert [npm.checker.main(""), npm.checker.main("")] == [0, 0]
    (asked,) = npm.asked()
    assert asked == f"pack --loglevel=error --ignore-scripts --pack-destination {tmp_path / 'npm'} vnu-jar@26.9.27"
    assert (tmp_path / "npm/vnu.jar").read_text() == "package/build/dist/vnu.jar"


def test_the_checker_comes_from_a_bundle_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = Npm(tmp_path, monkeypatch)
    (tmp_path / "bundle/npm").mkdir(parents=True)
    shutil.copy(npm.archive, tmp_path / "bundle/npm")
    assert npm.checker.main(str(tmp_path / "bundle")) == 0
    assert (tmp_path / "npm/vnu.jar").exists()
    assert npm.asked() == []


@pytest.mark.parametrize(
    ("bundle", "said"),
    [("", "from npm is not the archive that is pinned"), ("bundle", "the bundle has another HTML checker")],
)
def test_another_archive_than_the_pinned_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bundle: str, said: str
) -> None:
    npm = Npm(tmp_path, monkeypatch)
    npm.archive.write_bytes(npm.archive.read_bytes() + b"more")
    assert npm.checker.main(bundle and str(tmp_path / bundle)) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "npm/vnu.jar").exists()


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
