"""What all tests share: publications in temporary folders, the program called in this process, and no network."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from support import ARTICLE, FRENCH, TRANSLATED, Outcome, catalogue, copy_of_publication, process

from publish.cli import main
from publish.render.pdf import Printed

# How long an example takes says more about the machine than about the program. The same examples every time, so that a
# test that fails after a change fails because of it; `pytest --hypothesis-profile explore` looks for new ones.
settings.register_profile("publish", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("publish")

# For the programs tests start; Debian's own module of that name would be taken for it.
collect_ignore = ["machine"]

Run = Callable[..., Outcome]
MakePublication = Callable[..., Path]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_caches(shared: Path) -> Iterator[None]:
    """Nothing of the user's is read or written: neither the font cache nor installed translation packages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        patch.setenv("ARGOS_PACKAGES_DIR", str(shared / "no-packages"))
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any attempt fails the test, even one whose error the program catches."""
    attempts: list[object] = []

    def refuse(*arguments: object, **named: object) -> None:
        attempts.append(arguments)
        raise OSError("tests have no network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    yield
    assert attempts == [], "the program reached for the network"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the program in this process: `run("build", "--final", folder=publication)`.

    It sees one core and starts no workers, so that what a test has patched holds everywhere.
    """
    for module in ("publish.cores", "publish.render.pool"):
        monkeypatch.setattr(f"{module}.cores", lambda: 1)

    def call(*arguments: str | Path, folder: Path) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(["-C", str(folder), *map(str, arguments)], prog_name="publish")
            except SystemExit as end:
                code = end.code
        return Outcome(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def quick_leaflets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaflets that take no time, for tests of what happens around them; a sixth of a second each counts."""
    monkeypatch.setattr(
        "publish.steps.output.pdfs_of", lambda jobs: [Printed(b"%PDF-1.7\n" + job.html.encode()) for job in jobs]
    )


@pytest.fixture
def small(tmp_path: Path) -> MakePublication:
    """Makes a publication of one small article, `seeds/good.md`, and other files given by name (None: not that one)."""

    def make(files: Mapping[str, str | bytes | None] | None = None, locales: tuple[str, ...] = ("fr",)) -> Path:
        folder = tmp_path / "publication"
        listed = ", ".join(f'"{tag}"' for tag in locales)
        settings = f'[tool.publish]\nsource = "en"\nlocales = [{listed}]\n'
        for name, content in {"pyproject.toml": settings, "seeds/good.md": ARTICLE, **(files or {})}.items():
            if content is not None:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


@pytest.fixture
def translated(small: MakePublication, run: Run) -> Path:
    """A publication up to date, with every sentence reviewed."""
    folder = small({FRENCH: catalogue(TRANSLATED)})
    assert run("update", folder=folder).code == 0
    return folder


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """A copy of this repository's publication."""
    return copy_of_publication(tmp_path / "publication")


@pytest.fixture(scope="session")
def rendered(shared: Path, own_caches: None) -> Path:
    """A copy of this repository's publication on which `publish run` was called once; to be looked at, not changed."""
    folder = shared / "rendered"
    with (shared / "rendered.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "rendered.out").exists():
            shutil.rmtree(folder, ignore_errors=True)
            outcome = process("-C", copy_of_publication(folder), "run")
            assert outcome.code == 0, outcome.err
            (shared / "rendered.out").write_text(outcome.out, encoding="utf-8")
    return folder
