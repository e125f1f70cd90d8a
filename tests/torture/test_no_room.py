"""A full or read-only disk: one clear line for each file that could not be written, and everything as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import Outcome, contents, environment, process

from .publication import edited, kept, publication, translated

LIMITED = """
import resource, sys
from publish.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""

# What is mounted is gone when the shell ends, and nobody else ever sees it.
MOUNTED = """
set -e
mount -t tmpfs -o size=1m none "$1"
cp -a "$2"/. "$1"
if [ "$3" = read-only ]; then
    mount -o remount,ro "$1"
else
    cat /dev/zero > "$1/fill" 2> "$2/full" || true
    truncate -s "-$3" "$1/fill"
fi
code=0
"$4" -m publish -C "$1" update || code=$?
mkdir "$2-after"
cp -a "$1"/locales "$2-after"
exit $code
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication to be brought up to date, which nobody changes."""
    folder = publication(tmp_path_factory.mktemp("room") / "before")
    assert process("-C", folder, "update").code == 0
    return edited(translated(folder))


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an update makes of it."""
    folder = copied(before, tmp_path_factory.mktemp("room") / "after")
    assert process("-C", folder, "update").code == 0
    return kept(folder)


def copied(folder: Path, place: Path) -> Path:
    for name, content in contents(folder).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def called(*command: str | Path) -> Outcome:
    done = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8", check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)


def assert_as_it_was(
    outcome: Outcome, before: dict[str, bytes], found: dict[str, bytes], after: dict[str, bytes]
) -> None:
    assert outcome.code == 1, outcome
    assert "Traceback" not in outcome.err
    causes = [error for error in outcome.errors if not error.endswith(": not brought up to date because of that")]
    assert causes
    for error in causes:
        assert "cannot be written (" in error
        assert "; free space or allow writing there, then run the command again" in error
    assert before.keys() <= found.keys()
    for name, content in found.items():
        assert content in (before.get(name), after.get(name)), name


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_may_not_grow(before: Path, after: dict[str, bytes], tmp_path: Path, share: float) -> None:
    size = int(share * max(map(len, after.values())))
    folder = copied(before, tmp_path / "one")
    outcome = called(sys.executable, "-c", LIMITED, str(size), "-C", folder, "update")
    assert_as_it_was(outcome, kept(before), kept(folder), after)
    assert size or kept(folder) == kept(before)
    assert process("-C", folder, "update").code == 0
    assert kept(folder) == after


@pytest.fixture(scope="module")
def mounting() -> None:
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user cannot mount a file system; the test above, which needs none, has run")


@pytest.mark.parametrize("room", ["0", "4K", "read-only"])
@pytest.mark.usefixtures("mounting")
def test_a_full_disk(before: Path, after: dict[str, bytes], tmp_path: Path, room: str) -> None:
    folder = copied(before, tmp_path / "one")
    place = tmp_path / "mounted"
    place.mkdir()
    outcome = called("unshare", "--mount", "sh", "-c", MOUNTED, "sh", place, folder, room, sys.executable)
    found = kept(tmp_path / "one-after")
    assert_as_it_was(outcome, kept(before), found, after)
    assert room not in ("0", "read-only") or found == kept(before)
