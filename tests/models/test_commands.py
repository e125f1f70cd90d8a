"""The commands as a user types them, in processes of their own: `publish models list, install, remove, path`."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from drafting.model_builder import build, dictionary
from support import Outcome, environment, process

from publish.engines.argos_packages import installed
from publish.locks import alone
from publish.models.installing import STAGE
from publish.progress import WAITING

from . import server as does
from .archives import package
from .conftest import Index
from .server import File, Server

Publish = Callable[..., Outcome]


@pytest.fixture
def publish(child: dict[str, str], tmp_path: Path) -> Publish:
    """Calls the program in a folder that is no publication."""
    (tmp_path / "nowhere").mkdir()

    def call(*arguments: str | Path, **more: str) -> Outcome:
        return process(*arguments, cwd=tmp_path / "nowhere", env=child | more)

    return call


@pytest.fixture
def argosmodel(tmp_path: Path) -> Path:
    return build(tmp_path / "en_fr.argosmodel", "en", "fr", dictionary("fr"))


def test_from_nothing_to_a_draft(
    publish: Publish, packages: Path, server: Server, index: Index, argosmodel: Path, small: Callable[..., Path]
) -> None:
    """A real package, downloaded with a cut in between, installed, listed and put to use."""
    place = index({"en_fr 1.9": argosmodel.read_bytes()})
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.cut(50_000)]
    assert publish("models", "list").out == "Languages\tVersion\tSize\tFolder\n"
    outcome = publish("models", "install", "fr", "--index", place)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"English → French 1.9 is installed in {packages}/translate-en_fr-1_9\n"
    assert publish("models", "install", "fr", "--index", place).out == (
        f"English → French 1.9 was installed already in {packages}/translate-en_fr-1_9\n"
    )
    listed = publish("models", "list").out.splitlines()[1].split("\t")
    assert [listed[0], listed[1], listed[3]] == ["English → French", "1.9", f"{packages}/translate-en_fr-1_9"]
    folder = small()
    assert process("-C", folder, "update").code == 0
    outcome = process("-C", folder, "draft")
    assert (outcome.code, outcome.out) == (0, "wrote locales/fr/LC_MESSAGES/good.po\n"), outcome.err
    assert publish("models", "remove", "fr").out.startswith("English → French 1.9 is removed from ")
    assert publish("models", "list").out.count("\n") == 1


def test_the_folder(publish: Publish, packages: Path) -> None:
    for arguments in ([], ["-q"]):
        outcome = publish("models", "path", *arguments)
        assert (outcome.code, outcome.out, outcome.err) == (0, f"{packages}\n", "")
    assert not packages.exists()


def test_a_file_on_a_machine_without_network(packages: Path, argosmodel: Path) -> None:
    """`support.environment` ends a process that reaches for any network, loopback included."""
    outcome = process("models", "install", argosmodel, cwd=argosmodel.parent)
    assert (outcome.code, outcome.err) == (0, "")
    outcome = process("models", "install", argosmodel.name, cwd=argosmodel.parent)
    assert (outcome.code, outcome.err) == (0, "")
    assert [found.folder.name for found in installed(packages)[0]] == ["translate-en_fr-1_9"]
    assert process("models", "list").code == 0


def test_what_can_be_had(publish: Publish, index: Index) -> None:
    place = index({"en_pb 1.9": package("en", "pb"), "fr_en 1.9": package("fr", "en")})
    outcome = publish("models", "list", "--available", ARGOS_PACKAGE_INDEX=place.removesuffix("index.json"))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "Languages\tVersion\tInstalled\tpublish models install …",
        "English → Portuguese (Brazil)\t1.9\t\tpt-BR",
        "French → English\t1.9\t\ten --from fr",
    ]


def test_the_publications_language_is_translated_from(
    publish: Publish, packages: Path, server: Server, index: Index, small: Callable[..., Path]
) -> None:
    folder = small({"pyproject.toml": '[tool.publish]\nsource = "fr"\nlocales = ["de"]\n'})
    place = index({"fr_de 1.9": package("fr", "de"), "en_de 1.9": package("en", "de")})
    assert publish("-C", folder, "models", "install", "de", "--index", place).code == 0
    assert publish("-C", folder, "models", "install", "de", "--from", "en", "--index", place).code == 0
    assert [found.name for found in installed(packages)[0]] == ["translate-en_de", "translate-fr_de"]
    assert publish("-C", folder, "models", "remove", "de").code == 0
    assert [found.name for found in installed(packages)[0]] == ["translate-en_de"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["install", "fr"],
            r"http://127\.0\.0\.1:9/no-index/index\.json: .* cannot be reached \(connection refused\); check",
        ),
        (
            ["install", "none.argosmodel"],
            r"none\.argosmodel: there is no such file; name an \.argosmodel file or a locale",
        ),
        (["install", "FR", "--index", "{index}"], "the locale “FR” is usually written fr; write it so"),
        (
            ["install", "fr", "--index", "none.json"],
            r"none\.json: .* cannot be read \(no such file .*; correct --index",
        ),
        (["list", "--available", "--index", "{page}"], "/page: the index of packages is a web page; name another one"),
        (["list", "--available", "--index", "{none}"], "/none: .* the server answered 404 .*; check the address"),
        (
            ["install", "https://me:secret@example.org/a.argosmodel"],
            r"^https://example\.org/a\.argosmodel: only what an index lists is downloaded; save the file",
        ),
        (["remove", "fr"], "/packages: no package is installed; there is nothing to remove"),
    ],
)
def test_errors_are_one_line(publish: Publish, server: Server, index: Index, arguments: list[str], says: str) -> None:
    server.files["/page"] = File(b"<!doctype html>", "text/html")
    places = {"index": index({"en_fr 1.9": package()}), "page": server.url("/page"), "none": server.url("/none")}
    outcome = publish("models", *[argument.format(**places) for argument in arguments])
    assert (outcome.code, outcome.out) == (1, "")
    assert len(outcome.err.splitlines()) == 1
    assert re.search(says, outcome.errors[0]), outcome.err


@pytest.mark.parametrize("arguments", [["install"], ["remove"], ["list", "x"], ["nonsense"]])
def test_wrong_usage(publish: Publish, arguments: list[str]) -> None:
    assert publish("models", *arguments).code == 2


@pytest.mark.parametrize("arguments", [["list"], ["path"], ["install", "fr"], ["remove", "fr"]])
def test_a_folder_that_is_not_there(publish: Publish, arguments: list[str]) -> None:
    outcome = publish("-C", "nonexistent", "models", *arguments)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "error: nonexistent: there is no such folder; correct the name behind -C\n"


def test_without_a_home() -> None:
    """A user whom the system does not know, as in a container, without HOME."""
    code = "import pwd, runpy; pwd.getpwuid = {}.__getitem__; runpy.run_module('publish', run_name='__main__')"
    named = {"HOME", "ARGOS_PACKAGES_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"}
    variables = {name: value for name, value in environment().items() if name not in named}
    command = [sys.executable, "-c", code, "models", "list"]
    outcome = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (
        1,
        "error: this user has no home folder for packages; set HOME or ARGOS_PACKAGES_DIR\n",
    )


def test_broken_folders_are_named_and_skipped(publish: Publish, packages: Path, argosmodel: Path) -> None:
    (packages / "translate-en_es-1_0").mkdir(parents=True)
    assert publish("models", "install", argosmodel).code == 0
    outcome = publish("models", "list")
    assert outcome.code == 0
    assert outcome.out.count("English → French") == 1
    assert re.fullmatch(
        rf"warning: {packages}/translate-en_es-1_0: skipped, .* broken \(it has no metadata\.json\); .*\n", outcome.err
    )


def wait_for(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_it_goes_on_the_next_time(
    publish: Publish, packages: Path, server: Server, index: Index, child: dict[str, str], tmp_path: Path, ending: int
) -> None:
    place = index({"en_fr 1.9": package()})
    file = server.files["/translate-en_fr-1.9.argosmodel"]
    file.faults = [does.stall(server, 100_000)]
    part = tmp_path / "cache" / "publish-leaflets" / "models" / "translate-en_fr-1_9.argosmodel.part"
    command = [sys.executable, "-m", "publish", "models", "install", "fr", "--index", place]
    with subprocess.Popen(command, env=child, stderr=subprocess.PIPE, text=True) as running:
        wait_for(lambda: part.exists() and part.stat().st_size == 100_000)
        running.send_signal(ending)
        assert running.stderr is not None
        said = running.stderr.read()
    if ending == signal.SIGINT:
        assert running.returncode == 130
        assert said.strip() == "interrupted; what was done is kept, run the command again to go on"
    assert part.stat().st_size == 100_000
    assert installed(packages) == ([], [])
    server.requests.clear()
    assert publish("models", "install", "fr", "--index", place).code == 0
    assert [request.range for request in server.requests] == ["", "bytes=100000-"]
    assert [found.name for found in installed(packages)[0]] == ["translate-en_fr"]
    assert not part.exists()
    assert not (packages / STAGE).exists()


def test_two_at_once_do_not_collide(
    packages: Path, server: Server, index: Index, child: dict[str, str], tmp_path: Path
) -> None:
    place = index({"en_fr 1.9": package()})
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.drip(50_000, 0.1)]
    command = [sys.executable, "-m", "publish", "models", "install", "fr", "--index", place]
    both = [
        subprocess.Popen(command, env=child, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    where = f"{packages}/translate-en_fr-1_9\n"
    assert said == [
        f"English → French 1.9 is installed in {where}",
        f"English → French 1.9 was installed already in {where}",
    ]
    assert len(server.asked("/translate-en_fr-1.9.argosmodel")) == 1
    assert [found.folder.name for found in installed(packages)[0]] == ["translate-en_fr-1_9"]


def test_two_files_of_one_pair_at_once(packages: Path, child: dict[str, str], tmp_path: Path) -> None:
    both = []
    for version in ("1.8", "1.9"):
        file = tmp_path / f"{version}.argosmodel"
        file.write_bytes(package(version=version))
        command = [sys.executable, "-m", "publish", "models", "install", str(file)]
        both.append(subprocess.Popen(command, env=child, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
    said = {process.communicate(timeout=60)[1].decode() for process in both}
    assert said <= {"", f"{WAITING}\n"}
    assert [process.returncode for process in both] == [0, 0]
    assert len([found for found in packages.iterdir() if found.is_dir()]) == 1
    assert installed(packages)[1] == []


@pytest.mark.parametrize(("quiet", "said"), [([], f"{WAITING}\n"), (["-q"], "")])
def test_who_waits_says_so_once(
    packages: Path, child: dict[str, str], tmp_path: Path, quiet: list[str], said: str
) -> None:
    file = tmp_path / "a.argosmodel"
    file.write_bytes(package())
    command = [sys.executable, "-m", "publish", *quiet, "models", "install", str(file)]
    with alone(packages):
        running = subprocess.Popen(command, env=child, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert running.stderr is not None
        select.select([running.stderr], [], [], 30 if said else 0)
        time.sleep(0.5)  # many times as long as it takes to look again
        assert running.poll() is None
    assert running.communicate(timeout=60)[1] == said
    assert running.returncode == 0


def test_others_are_installed_while_a_package_is_downloaded(
    publish: Publish, packages: Path, server: Server, index: Index, child: dict[str, str], tmp_path: Path
) -> None:
    place = index({"en_fr 1.9": package(), "en_es 1.9": package("en", "es")})
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.stall(server, 100_000)]
    part = tmp_path / "cache" / "publish-leaflets" / "models" / "translate-en_fr-1_9.argosmodel.part"
    file = tmp_path / "a.argosmodel"
    file.write_bytes(package("en", "de"))
    command = [sys.executable, "-m", "publish", "models", "install", "fr", "--index", place]
    with subprocess.Popen(command, env=child, stderr=subprocess.DEVNULL) as running:
        wait_for(lambda: part.exists() and part.stat().st_size == 100_000)
        for arguments in ([file], ["es", "--index", place]):
            assert publish("models", "install", *arguments).err == ""
        assert running.poll() is None
        running.kill()
    assert [found.name for found in installed(packages)[0]] == ["translate-en_de", "translate-en_es"]


def on_terminal(*arguments: str, env: dict[str, str]) -> str:
    """What the program shows on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "publish", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=env | {"COLUMNS": "100", "LINES": "30", "TERM": "xterm"},
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode(errors="replace")).replace("\r", "\n")


def test_on_a_terminal_a_bar_shows_size_speed_and_time_left(
    server: Server, index: Index, child: dict[str, str], packages: Path
) -> None:
    place = index({"en_fr 1.9": package()})
    server.files["/translate-en_fr-1.9.argosmodel"].faults = [does.drip(30_000, 0.15)]
    shown = on_terminal("models", "install", "fr", "--index", place, env=child)
    assert re.search(r"English → French 1\.9 .* \d+/300 .* kB, \d+\.\d kB/s, 0:0\d left", shown), shown
    shown = on_terminal("models", "list", env=child)
    lines = [line for line in shown.splitlines() if line]
    assert re.fullmatch(r"Languages {9}Version  Size    Folder", lines[0])
    assert lines[1].startswith("English → French  1.9      0.3 MB  /")


def test_on_a_terminal_without_packages_there_is_a_hint(child: dict[str, str]) -> None:
    assert "publish models install LOCALE" in on_terminal("models", "list", env=child)
