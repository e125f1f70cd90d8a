"""Set-up from a folder that `make bundle` has made, on machines that are not there (see test_setup)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from test_packaging import module
from test_setup import APT_GET, LIBRARIES, LOG, PYTHON, Machine

MODEL = "models/translate-en_fr-1_9.argosmodel"
TOOLS = ("cmp", "cut", "dpkg", "mktemp", "sha256sum", "shasum", "wc")
# Says which kind it is, which models it lacks, and all that pip is asked.
ANSWERS = """\
case "$*" in
*get_platform*) cat "$MACHINE/kind"; exit ;;
*"bundle.py lacking"*) echo "lacking ${*##*lacking }" >> "$MACHINE/log"; cat "$MACHINE/models"; exit ;;
esac
"""
OWN_PYTHON = ANSWERS + PYTHON.replace('"pip ${*##*constraints.txt }"', '"$PIP_CONFIG_FILE ${*#-m }"')
# Writes down the source it is to install from, and what lies there.
OWN_APT_GET = (
    """\
for option; do case "$option" in
Dir::Etc::SourceList=*) list=${option#*=}; { cat "$list"; ls "${list%/*}/debs"; } >> "$MACHINE/log" ;;
esac; done
"""
    + APT_GET
)


class Offline(Machine):
    """A machine that gets all from a bundle, which lies on a stick."""

    def __init__(self, folder: Path, *, lacks: tuple[str, ...] = (), user: int = 0, tests: bool = False) -> None:
        super().__init__(folder, lacks=lacks, user=user)
        for tool in (*TOOLS, "ls"):
            if path := shutil.which(tool):
                (self.bin / tool).symlink_to(path)
        (self.bin / "dpkg").unlink(missing_ok=True)
        self.program("dpkg", "echo amd64\n")
        self.program("python3", OWN_PYTHON)
        self.program("apt-get", OWN_APT_GET)
        self.program("publish", LOG)
        self.stick = folder / "The group’s stick"
        shutil.copytree(self.publication, self.stick / "project")
        for name in ("wheels/polib-1.2.0-py3-none-any.whl", "debs/Packages", MODEL):
            (self.stick / name).parent.mkdir(exist_ok=True)
            (self.stick / name).write_text(name)
        self.described(tests=tests, debs=True)
        self.write("models", "")

    def described(self, *, tests: bool, debs: bool) -> None:
        """Writes the bundle's own account, by the code that makes bundles, as if it had been made here."""
        bundle = module("bundle")
        bundle.output = lambda *command: self.run(*command).stdout
        bundle.describe(self.stick, tests, debs)
        self.write("kind", self.made_for()["python"] + "\n")

    def made_for(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in (self.stick / "made-for").read_text().splitlines())

    def set_up(self, wanted: str = "run", bundle: str | Path = "", **environment: str):
        return self.run("sh", ".make/setup", wanted, BUNDLE=str(bundle or self.stick), **environment)

    def first_lines(self, wanted: str = "run") -> list[str]:
        result = self.set_up(wanted)
        assert result.returncode == 1
        return result.stderr.splitlines()


def test_everything_comes_from_the_bundle(tmp_path: Path) -> None:
    machine = Offline(tmp_path, lacks=LIBRARIES)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert machine.set_up(TMPDIR=str(scratch)).returncode == 0
    calls = machine.calls()
    apt = [call for call in calls if call.startswith("apt-get")]
    assert [call.split()[-1] for call in apt] == ["update", "libharfbuzz-subset0"]
    for call in apt:
        assert "Dir::Etc::SourceParts=/dev/null" in call
    sources = [call for call in calls if call.startswith("deb ")]
    assert len(sources) == 2
    assert all(line.startswith("deb [trusted=yes] file:/") and line.endswith("/debs ./") for line in sources)
    assert calls.count("Packages") == 2, "what lies there is the bundle's folder"
    pip = [call for call in calls if " pip " in call]
    assert [call.rpartition("constraints.txt ")[2] for call in pip] == [
        "hatchling editables",
        "--no-build-isolation --editable .",
    ]
    for call in pip:
        assert call.startswith("/dev/null pip install --isolated ")
        assert f"--no-index --find-links {machine.stick}/wheels " in call
    assert list(scratch.iterdir()) == []


def test_models_that_are_lacking_are_installed(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    assert machine.set_up().returncode == 0
    (machine.publication / ".venv/bin/publish").symlink_to(machine.bin / "publish")
    machine.calls()
    machine.write("models", f"{machine.stick / MODEL}\n")
    result = machine.set_up()
    assert result.returncode == 0
    assert result.stdout == "set-up: checking the bundle\nset-up: installing the model translate-en_fr-1_9\n"
    assert machine.calls() == [f"lacking {machine.stick}", f"publish models install {machine.stick / MODEL}"]
    machine.write("models", "")
    second = machine.set_up()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert machine.calls() == [f"lacking {machine.stick}"]


@pytest.mark.parametrize("named", ["../The group’s stick", "~/The group’s stick"])
def test_the_folder_is_named_as_people_name_folders(tmp_path: Path, named: str) -> None:
    machine = Offline(tmp_path)
    assert machine.run("make", "leaflets", f"BUNDLE={named}", HOME=str(tmp_path)).stdout.endswith("set-up: ready\n")


def cut(name: str) -> Callable[[Path], object]:
    return lambda stick: (stick / name).write_text((stick / name).read_text()[:-1])


def gone(name: str) -> Callable[[Path], object]:
    return lambda stick: (stick / name).unlink()


def without_last_line(stick: Path) -> None:
    sums = stick / "SHA256SUMS"
    sums.write_text("".join(sums.read_text().splitlines(keepends=True)[:-1]))


PART = "set-up: the bundle is not whole: {} is missing or damaged; copy the bundle again"
NONE = "set-up: {0} is no bundle, or only a part of one: it has no {1}."


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (shutil.rmtree, NONE.format("STICK", "SHA256SUMS")),
        (gone("SHA256SUMS"), NONE.format("STICK", "SHA256SUMS")),
        (gone("made-for"), NONE.format("STICK", "made-for")),
        (gone("wheels/polib-1.2.0-py3-none-any.whl"), PART.format("STICK/wheels/polib-1.2.0-py3-none-any.whl")),
        (gone("project/Makefile"), PART.format("STICK/project/Makefile")),
        (cut("debs/Packages"), PART.format("STICK/debs/Packages")),
        (cut(MODEL), PART.format(f"STICK/{MODEL}")),
        (cut("made-for"), PART.format("STICK/made-for")),
        (cut("SHA256SUMS"), PART.format("STICK/SHA256SUMS")),
        (without_last_line, PART.format("STICK/SHA256SUMS")),
    ],
    ids=["folder", "list", "account", "wheel", "project", "index", "model", "cut account", "cut list", "short list"],
)
def test_a_bundle_copied_in_part_is_refused(tmp_path: Path, damage: Callable[[Path], object], said: str) -> None:
    machine = Offline(tmp_path)
    damage(machine.stick)
    assert machine.first_lines()[0] == said.replace("STICK", str(machine.stick))
    assert machine.calls() == []


def test_who_worked_in_the_bundles_project_can_still_use_it(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    (machine.stick / "project/pyproject.toml").write_text("[tool.publish]\n")
    assert machine.set_up().returncode == 0


def test_the_tests_need_a_bundle_with_their_packages(tmp_path: Path) -> None:
    assert Offline(tmp_path).first_lines("test")[0].endswith("make bundle TEST=1")
    (tmp_path / "other").mkdir()
    machine = Offline(tmp_path / "other", tests=True)
    (machine.bin / "npm").unlink()
    assert machine.set_up("test").returncode == 0
    assert f"checker {machine.stick}" in machine.calls()


def test_a_checker_that_is_not_in_the_bundle_is_not_asked_for_again(tmp_path: Path) -> None:
    machine = Offline(tmp_path, tests=True)
    machine.write("checker-fails", "1\n")
    assert "could not be installed" in machine.first_lines("test")[0]
    assert [call.split()[0] for call in machine.calls()][-1] == "checker"


def test_the_fonts_of_another_locale_come_from_the_bundle_too(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    assert machine.set_up().returncode == 0
    machine.calls()
    settings = machine.publication / "pyproject.toml"
    settings.write_text(settings.read_text() + "# Another locale.\n")
    machine.write("fonts", "pylopdf-fonts-ar\n")
    assert machine.set_up().returncode == 0
    (call,) = [call for call in machine.calls() if " pip " in call]
    assert call.endswith(f"--find-links {machine.stick}/wheels --constraint .make/constraints.txt pylopdf-fonts-ar")


def test_a_bundle_for_another_python_is_refused(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    machine.write("kind", "3.9 haiku-sparc\n")
    kind = machine.made_for()["python"]
    said = f"set-up: the bundle was made for Python {kind}, and this is Python 3.9 haiku-sparc; make one on a machine"
    assert machine.first_lines() == [said + " like this one"]
    assert machine.calls() == []


def test_the_python_of_the_bundle_comes_first(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    own = f"python{machine.made_for()['python'].split()[0]}"
    machine.program("other", OWN_PYTHON)
    (machine.bin / own).unlink(missing_ok=True)
    (machine.bin / "other").rename(machine.bin / own)
    assert machine.set_up().returncode == 0
    assert (machine.publication / ".venv/bin/python").resolve() == machine.bin / own


def test_a_venv_of_another_python_is_made_anew(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    assert machine.set_up().returncode == 0
    machine.calls()
    (machine.publication / ".make/constraints.txt").write_text("polib==1.2.0\n\n")
    machine.program(
        "python3", OWN_PYTHON.replace('cat "$MACHINE/kind"', 'case "$0" in .venv*) echo;; *) cat "$MACHINE/kind"; esac')
    )
    assert machine.set_up().returncode == 0
    assert machine.calls()[0] == "venv"


def test_another_system_matters_only_where_its_packages_are_needed(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    account = machine.made_for()["system"]
    machine.program("dpkg", "echo sparc\n")
    assert machine.set_up().returncode == 0
    (tmp_path / "other").mkdir()
    machine = Offline(tmp_path / "other", lacks=("pango",))
    machine.program("dpkg", "echo sparc\n")
    said, remedy = machine.first_lines()
    assert said == "set-up: this machine lacks: pango."
    here = account.replace("amd64", "sparc")
    assert (
        remedy
        == f"The bundle's system packages are for {account}, and this is {here}: make one on a machine like this one."
    )
    assert machine.calls() == []


def test_a_bundle_without_system_packages_says_so(tmp_path: Path) -> None:
    machine = Offline(tmp_path, lacks=("pango",))
    shutil.rmtree(machine.stick / "debs")
    machine.described(tests=False, debs=False)
    assert machine.first_lines()[0] == "set-up: this machine lacks: pango; and the bundle has no system packages."
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("pins", "said"),
    [
        ("polib==1.2.0\n", "set-up: pip could not install everything from the bundle; its last lines say why."),
        ("polib==1.3.0\n", "set-up: this folder's pins are others than the bundle's; work in a copy of {}/project,"),
    ],
)
def test_pip_that_fails_is_not_tried_again(tmp_path: Path, pins: str, said: str) -> None:
    machine = Offline(tmp_path)
    (machine.publication / ".make/constraints.txt").write_text(pins)
    machine.write("pip-fails", "1\n")
    assert machine.first_lines()[0] == said.format(machine.stick)
    assert len(machine.calls()) == 2


def test_who_may_not_install_hears_what_the_administrator_can_run(tmp_path: Path) -> None:
    machine = Offline(tmp_path, lacks=("pango",), user=1000)
    command = machine.first_lines()[2]
    assert machine.calls() == []
    machine.program("id", "echo 0\n")
    assert machine.run("sh", "-c", f"cd / && {command}").returncode == 0
    assert [call.split()[-1] for call in machine.calls() if call.startswith("apt-get")] == ["update", "libpango-1.0-0"]
    assert not (machine.publication / ".venv").exists()
    machine.program("id", "echo 1000\n")
    assert machine.set_up().returncode == 0


def test_apt_that_fails_is_not_tried_again(tmp_path: Path) -> None:
    machine = Offline(tmp_path, lacks=("pango",))
    machine.write("apt-fails", "0\n100\n")
    said = "set-up: apt-get could not install from the bundle: libpango-1.0-0; its last lines say why."
    assert machine.first_lines()[0] == said


def test_a_disk_without_links_is_named(tmp_path: Path) -> None:
    machine = Offline(tmp_path)
    machine.program("python3", OWN_PYTHON.replace('echo "venv"', 'exit 1 "venv"'))
    lines = machine.first_lines()
    assert lines[0] == "set-up: Python could not make .venv; its last lines say why."
    assert "copy it to the machine's own disk" in lines[1]


# Packages of nothing, each with what it depends on, and the version of it that is to be had.
TINY_DEBS = {
    "make": "4",
    "python3": "3.11",
    "python3-venv": "3.11 python3 (= 3.11)",
    "libpango-1.0-0": "1.50 libtiny (>= 1:2)",
    "libpangoft2-1.0-0": "1.50",
    "libharfbuzz-subset0": "6",
    "libtiny": "1:2",
    "unwanted": "1",
}
APT_CONFIG = """\
Dir::State "{0}/state"; Dir::State::status "{0}/status"; Dir::Cache "{0}/cache"; Dir::Log "{0}"; Dir::Etc "{0}/etc";
Dir::Bin::dpkg "{0}/dpkg";
"""
DPKG = """\
case "$*" in
*--unpack*) for word; do case "$word" in *.deb) echo "unpack $(basename "$word")" >> "$MACHINE/log" ;; esac; done ;;
*--configure*) rm -f "$MACHINE/lacks" ;;
esac
"""


def tiny_deb(name: str, version: str, depends: str, folder: Path) -> Path:
    control = folder / name / "DEBIAN/control"
    control.parent.mkdir(parents=True)
    fields = {"Package": name, "Version": version, "Architecture": "all", "Maintainer": "A <a@example.org>"}
    fields |= {"Depends": depends} if depends else {}
    control.write_text("".join(f"{key}: {value}\n" for key, value in (fields | {"Description": "tiny"}).items()))
    deb = folder / f"{name}_{version.replace(':', '%3a')}_all.deb"
    subprocess.run(["dpkg-deb", "--build", folder / name, deb], check=True, capture_output=True)
    return deb


@pytest.mark.skipif(not shutil.which("apt-get") or not shutil.which("dpkg-deb"), reason="this system has no apt")
def test_the_real_apt_fills_the_bundle_and_installs_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Offline(tmp_path, lacks=("pango",))
    bundle = module("bundle")
    apt = tmp_path / "apt"
    for name in ("state/lists/partial", "cache/archives/partial", "etc/apt.conf.d", "repository"):
        (apt / name).mkdir(parents=True)
    installed = "Package: libtiny\nStatus: install ok installed\nArchitecture: all\nVersion: 1:2\nDescription: tiny\n"
    (apt / "status").write_text(installed)
    (apt / "config").write_text(APT_CONFIG.format(apt))
    (apt / "etc/sources.list").write_text(f"deb [trusted=yes] file:{apt}/repository ./\n")
    debs = [tiny_deb(name, *entry.partition(" ")[::2], apt / "repository") for name, entry in TINY_DEBS.items()]
    (apt / "repository/Packages").write_text("\n".join(bundle.entry(deb) for deb in debs))
    machine.program("../apt/dpkg", DPKG)
    monkeypatch.setenv("APT_CONFIG", str(apt / "config"))
    subprocess.run(["apt-get", "-qq", *bundle.AS_USER, "update"], check=True)

    folder = machine.stick / "debs"
    shutil.rmtree(folder)
    assert bundle.system_packages(folder, tmp_path / "none", False)
    assert {file.name for file in folder.iterdir()} == {deb.name for deb in debs if "unwanted" not in deb.name} | {
        "Packages"
    }
    machine.described(tests=False, debs=True)
    # The other machine has nothing yet, and no repository.
    (apt / "status").write_text("")
    shutil.rmtree(apt / "repository")
    (machine.bin / "apt-get").unlink()
    (machine.bin / "apt-get").symlink_to(shutil.which("apt-get") or "apt-get")
    result = machine.set_up(APT_CONFIG=str(apt / "config"))
    assert result.returncode == 0, result.stdout + result.stderr
    unpacked = [call for call in machine.calls() if call.startswith("unpack")]
    assert sorted(unpacked) == ["unpack libpango-1.0-0_1.50_all.deb", "unpack libtiny_1%3a2_all.deb"]
    # What the machine's own apt knew it still knows.
    assert list((apt / "state/lists").glob("*Packages*"))
