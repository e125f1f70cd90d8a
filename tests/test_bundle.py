"""What `make bundle` gathers: with the real pip and tiny wheels, and an apt that is a stand-in."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from drafting.model_builder import build
from support import contents, environment
from test_packaging import module
from test_setup import LOG, ROOT, Machine

PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
[project]
name = "tiny-leaflets"
dependencies = ["tiny>=1"]
[project.optional-dependencies]
arabic = ["tinyarabic"]
npm = ["tinynode"]
test = ["tinytest", "tiny-leaflets[arabic]"]
[tool.publish]
source = "en"
locales = ["fr", "de"]
"""
PINS = "# Pins.\ntiny==1.5\nhelper==1.0\nhatchling==1.27\neditables==0.5\ntinytest==3.0\ntinyarabic==1.0\n"
# Each with what it requires; the second helper and the second tiny are newer than the pins.
WHEELS = {
    "tiny-1.5-py3-none-any": "helper",
    "tiny-2.0-py3-none-any": "helper",
    "helper-1.0-py3-none-any": "",
    "helper-1.1-py3-none-any": "",
    "hatchling-1.27-py3-none-any": "",
    "editables-0.5-py3-none-any": "",
    "tinytest-3.0-py3-none-any": "",
    "tinyarabic-1.0-py3-none-any": "",
}
# An apt that knows of make 4 and a library; as the real one, it does not look into a file that is there.
APT_GET = (
    LOG
    + """\
case "$*" in
*--simulate*) printf 'Inst %s\\n' 'make (4 Debian:12 [amd64])' 'libtiny:amd64 (1:2 Debian:12 [amd64])' ;;
*--print-uris*) cat "$MACHINE/uris" ;;
*download*) for name in make_4_amd64.deb libtiny_1%3a2_amd64.deb; do
    [ -e $name ] || { printf 'whole %s' $name > $name; echo "fetched $name" >> "$MACHINE/log"; }; done ;;
esac
"""
)
DPKG_DEB = """echo "Package: of $(basename "$2")"; echo "Version: 1"\n"""


def wheel(folder: Path, name: str, requires: str) -> None:
    package, version, tag = name.split("-", 2)
    info = f"{package}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    metadata += f"Requires-Dist: {requires}\n" if requires else ""
    with zipfile.ZipFile(folder / f"{name}.whl", "w") as file:
        file.writestr(f"{info}/METADATA", metadata)
        file.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        file.writestr(f"{info}/RECORD", "")


class Workshop(Machine):
    """A machine where a bundle is made: its network is a folder of wheels and a stand-in for apt."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        shutil.copy(ROOT / ".make/bundle.py", self.publication / ".make")
        (self.publication / ".make/constraints.txt").write_text(PINS)
        (self.publication / "pyproject.toml").write_text(PYPROJECT)
        (self.publication / ".venv/npm").mkdir(parents=True)
        (self.publication / ".venv/npm/vnu-jar-1.tgz").write_text("an archive")
        (self.publication / "seeds").mkdir()
        (self.publication / "seeds/a.md").write_text("# A\n")
        self.index = folder / "index"
        self.index.mkdir()
        for name, requires in WHEELS.items():
            wheel(self.index, name, requires)
        self.program("apt-get", APT_GET)
        self.program("dpkg-deb", DPKG_DEB)
        self.program("dpkg", "echo amd64\n")
        self.promise("SHA256", "sha256")
        self.folder.joinpath("packages").mkdir()

    def promise(self, kind: str, algorithm: str) -> None:
        """Says what apt is to promise of its packages: a digest, and what it calls that kind."""
        lines = []
        for name in ("make_4_amd64.deb", "libtiny_1%3a2_amd64.deb"):
            content = f"whole {name}".encode()
            digest = hashlib.new(algorithm, content).hexdigest()
            lines.append(f"'http://debian.example/{name}' {name} {len(content)} {kind}:{digest}\n")
        self.write("uris", "".join(lines))

    def bundle(self, **variables: str) -> subprocess.CompletedProcess[str]:
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), "PIP_CONFIG_FILE": os.devnull}
        own = {"ARGOS_PACKAGES_DIR": str(self.folder / "packages"), **pip, **variables}
        path = {key: environment()[key] for key in ("PYTHONPATH",)}
        return self.run(sys.executable, ".make/bundle.py", **path, **own)

    def made(self, **variables: str) -> dict[str, bytes]:
        """The bundle's files; it must come about."""
        result = self.bundle(**variables)
        assert result.returncode == 0, result.stderr
        return contents(self.publication / "output/bundle")

    def install_model(self, source: str, target: str, version: str = "1.9") -> None:
        folder = self.folder / "packages" / f"translate-{source}_{target}-{version.replace('.', '_')}"
        archive = build(self.folder / "a.argosmodel", source, target, {"the": "le"}, version=version)
        with zipfile.ZipFile(archive) as file:
            file.extractall(self.folder / "packages")
        assert folder.is_dir()


@pytest.fixture
def bundle() -> ModuleType:
    return module("bundle")


RUN_WHEELS = {"tiny-1.5", "helper-1.0", "hatchling-1.27", "editables-0.5", "tinyarabic-1.0"}


def names(files: Mapping[str, bytes], folder: str) -> set[str]:
    return {name.removeprefix(f"{folder}/") for name in files if name.startswith(f"{folder}/")}


def test_the_folder_has_all_that_the_other_machine_needs(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.install_model("en", "fr")
    result = workshop.bundle()
    folder = workshop.publication / "output/bundle"
    files = contents(folder)
    assert result.returncode == 0
    assert "bundle: no model for de is installed; install it with " in result.stdout
    assert names(files, "wheels") == {f"{name}-py3-none-any.whl" for name in RUN_WHEELS}
    assert names(files, "debs") == {"Packages", "make_4_amd64.deb", "libtiny_1%3a2_amd64.deb"}
    assert names(files, "models") == {"translate-en_fr-1_9.argosmodel"}
    assert {"Makefile", "pyproject.toml", "seeds/a.md", ".make/setup"} <= names(files, "project")
    entries = files["debs/Packages"].decode().split("\n\n")
    assert [entry.splitlines()[:3] for entry in entries] == [
        ["Package: of libtiny_1%3a2_amd64.deb", "Version: 1", "Filename: ./libtiny_1%3a2_amd64.deb"],
        ["Package: of make_4_amd64.deb", "Version: 1", "Filename: ./make_4_amd64.deb"],
    ]
    readme = files["README.txt"].decode()
    assert 'make leaflets BUNDLE="FOLDER"' in readme
    assert "translate-en_fr-1_9" in readme
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_a_second_bundle_takes_the_place_of_the_first(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    first = workshop.made(TEST="1")
    folder = workshop.publication / "output/bundle"
    assert names(first, "wheels") == {f"{name}-py3-none-any.whl" for name in RUN_WHEELS | {"tinytest-3.0"}}
    assert b"for=test" in first["made-for"]
    assert names(first, "npm") == {"vnu-jar-1.tgz"}
    assert b"HTML checker" in first["README.txt"]
    workshop.calls()
    (folder / "debs/make_4_amd64.deb").write_text("brken make_4_amd64.deb")
    (folder / "debs/foreign.deb").write_text("a package of another release")
    (folder / "project/old").write_text("a file that the project had")
    (workshop.publication / ".make/constraints.txt").write_text(PINS.replace("helper==1.0", "helper==1.1"))
    (folder.parent / "bundle.part/wheels").mkdir(parents=True)
    (folder.parent / "bundle.part/wheels/left-1.0-py3-none-any.whl").write_text("of a run that was interrupted")
    second = workshop.made()
    expected = RUN_WHEELS - {"helper-1.0"} | {"helper-1.1"}
    assert names(second, "wheels") == {f"{name}-py3-none-any.whl" for name in expected}
    assert names(second, "debs") == names(first, "debs")
    assert second["debs/make_4_amd64.deb"] == b"whole make_4_amd64.deb"
    assert "project/old" not in second
    assert not names(second, "npm")
    assert [path.name for path in folder.parent.iterdir()] == ["bundle"]
    assert [call for call in workshop.calls() if call.startswith("fetched")] == ["fetched make_4_amd64.deb"]


def test_without_apt_there_are_no_system_packages(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    (workshop.bin / "apt-get").unlink()
    files = workshop.made(MODELS="")
    assert names(files, "debs") == names(files, "models") == set()
    assert b"system=any\n" in files["made-for"]


@pytest.mark.parametrize(
    ("prepare", "variables", "said"),
    [
        (lambda shop: None, {"BUNDLE": "seeds"}, "seeds is there and is no bundle; name a new folder"),
        (lambda shop: None, {"BUNDLE": "/"}, "/ is a whole disk; name a folder on it: make bundle BUNDLE=/bundle"),
        (
            lambda shop: None,
            {"MODELS": "fr"},
            "publish models install fr, then make the bundle",
        ),
        (lambda shop: None, {"MODELS": "x.argosmodel"}, "x.argosmodel: it cannot be read or unpacked (no such file"),
        (lambda shop: None, {"MODELS": "a.argosmodel"}, "a.argosmodel: it is no whole zip archive"),
        (lambda shop: shutil.rmtree(shop.index), {}, "pip could not download everything; its last lines say why."),
        (
            lambda shop: shop.program("apt-get", "echo 'E: Unable to locate package make' >&2; exit 100\n"),
            {},
            "apt-get: E: Unable to locate package make; run “apt-get update” as root, then try again",
        ),
        (lambda shop: shop.promise("SHA256", "md5"), {}, "is not what apt-get promised; run “apt-get update” as"),
        (lambda shop: shop.write("uris", ""), {}, "apt-get knows no digest of some packages; run “apt-get update”"),
        (
            lambda shop: shutil.rmtree(shop.publication / ".venv"),
            {"TEST": "1"},
            "the HTML checker is not in .venv; run “sh .make/setup test”",
        ),
    ],
    ids=[
        "not a bundle",
        "a disk",
        "no model",
        "no archive",
        "no zip",
        "no wheels",
        "no lists",
        "old lists",
        "no digests",
        "no checker",
    ],
)
def test_what_stops_it_is_one_line(
    tmp_path: Path, prepare: Callable[[Workshop], object], variables: dict[str, str], said: str
) -> None:
    workshop = Workshop(tmp_path)
    (workshop.publication / "a.argosmodel").write_text("<html>")
    prepare(workshop)
    result = workshop.bundle(**variables)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("bundle: ")
    assert said in result.stderr.splitlines()[-1]
    assert not (workshop.publication / "output/bundle").exists()
    assert (workshop.publication / "seeds/a.md").exists()


@pytest.mark.parametrize(("kind", "algorithm"), [("MD5Sum", "md5"), ("SHA512", "sha512")])
def test_packages_are_checked_by_the_digest_apt_has(
    tmp_path: Path, bundle: ModuleType, kind: str, algorithm: str
) -> None:
    workshop = Workshop(tmp_path)
    workshop.promise(kind, algorithm)
    promised = bundle.promised((tmp_path / "uris").read_text())
    debs = tmp_path / "debs"
    debs.mkdir()
    (debs / "make_4_amd64.deb").write_text("whole make_4_amd64.deb")
    (debs / "libtiny_1%3a2_amd64.deb").write_text("other libtiny_1%3a2_amd64.deb")
    bundle.remove_all_but(promised, debs)
    assert [file.name for file in debs.iterdir()] == ["make_4_amd64.deb"]


@pytest.mark.parametrize(
    ("installed", "models", "chosen"),
    [
        (["en_fr-1.9", "en_de-1.9"], None, ["en_fr-1_9", "en_de-1_9"]),
        (["en_fr-1.9", "en_fr-1.10"], "fr", ["en_fr-1_10"]),
        (["en_pt-1.0", "en_pb-1.0"], "pt-BR", ["en_pb-1_0"]),
        (["en_es-1.0", "es_ca-1.0"], "ca es", ["en_es-1_0", "es_ca-1_0"]),
        (["en_fr-1.9"], "", []),
    ],
    ids=["the publication's", "the newest", "by Argos's codes", "by way of another", "none"],
)
def test_models_are_chosen_by_locale(
    tmp_path: Path,
    bundle: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    installed: list[str],
    models: str | None,
    chosen: list[str],
) -> None:
    workshop = Workshop(tmp_path)
    for name in installed:
        pair, _, version = name.partition("-")
        workshop.install_model(*pair.split("_"), version)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    monkeypatch.setattr(bundle, "ROOT", workshop.publication)
    bundle.pack_models(bundle.chosen_models(models), tmp_path / "models")
    expected = {f"translate-{name}.argosmodel" for name in chosen}
    assert {file.name for file in (tmp_path / "models").iterdir()} == expected
    for name in expected:
        assert bundle.examined(tmp_path / "models" / name).folder == name.removesuffix(".argosmodel")


@pytest.mark.parametrize(
    ("installed", "lacks"),
    [(None, True), ("1.8", True), ("1.9", False), ("1.10", False)],
    ids=["not there", "older", "the same", "newer"],
)
def test_a_model_is_lacking_unless_it_is_there_as_new(
    tmp_path: Path, bundle: ModuleType, monkeypatch: pytest.MonkeyPatch, installed: str | None, lacks: bool
) -> None:
    workshop = Workshop(tmp_path)
    workshop.install_model("en", "de")
    if installed:
        workshop.install_model("en", "fr", installed)
    (tmp_path / "bundle/models").mkdir(parents=True)
    model = build(tmp_path / "bundle/models/translate-en_fr-1_9.argosmodel", "en", "fr", {"the": "le"})
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    assert list(bundle.lacking(tmp_path / "bundle")) == ([model] if lacks else [])


def test_of_two_versions_of_a_pair_the_newest_counts(
    tmp_path: Path, bundle: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(tmp_path)
    workshop.install_model("en", "de", "1.9")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    monkeypatch.setattr(bundle, "ROOT", workshop.publication)
    (tmp_path / "bundle/models").mkdir(parents=True)
    models = []
    for version in ("1.9", "1.10", "1.2"):
        path = tmp_path / f"bundle/models/translate-en_fr-{version}.argosmodel"
        models.append(build(path, "en", "fr", {"the": "le"}, version=version))
    assert list(bundle.lacking(tmp_path / "bundle")) == [models[1]]
    assert bundle.chosen_models(" ".join(map(str, models))) == [models[1]]
    older = build(tmp_path / "older.argosmodel", "en", "de", {"the": "der"}, version="1.8")
    assert bundle.chosen_models(f"{older} de") == [tmp_path / "packages/translate-en_de-1_9"]


@pytest.mark.parametrize("git", [True, False], ids=["in git", "without git"])
def test_the_project_goes_along_without_what_can_be_made_again(
    tmp_path: Path, bundle: ModuleType, monkeypatch: pytest.MonkeyPatch, git: bool
) -> None:
    project = tmp_path / "project"
    kept = {"Makefile", ".ci/run", "seeds/é.md", "output/samples/fr.png", "locales/fr/LC_MESSAGES/a.po"}
    made = {"output/fr/a.pdf", "locales/.cache/a", "publish/__pycache__/a.pyc", ".venv/bin/python", ".mypy_cache/a"}
    bundles = {"stick/bundle/made-for", "stick/bundle/wheels/a.whl", "usb/wheels/a.whl", "usb.part/wheels/a.whl"}
    for name in (*kept, *made, *bundles):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(name)
    (project / ".ci/run").chmod(0o755)
    if git and shutil.which("git"):
        subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
        shutil.copy(ROOT / ".gitignore", project)
        kept.add(".gitignore")
    monkeypatch.setattr(bundle, "ROOT", project)
    bundle.copy_project(tmp_path / "copy", (project / "usb",))
    assert set(contents(tmp_path / "copy")) == kept
    assert os.access(tmp_path / "copy/.ci/run", os.X_OK)
