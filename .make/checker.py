"""Puts the W3C's Nu HTML checker into .venv/npm: from npm, or from the bundle's folder that is its argument."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

NAME = "vnu-jar-26.9.27"
# As in npm's own lock files: SHA-512 of the archive.
INTEGRITY = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
FILES = {"package/build/dist/vnu.jar": "vnu.jar", "package/LICENSE": "vnu-LICENSE"}
FOLDER = Path(sys.prefix, "npm")


def main(bundle: str) -> int:
    archive = FOLDER / f"{NAME}.tgz"
    FOLDER.mkdir(exist_ok=True)
    if not is_whole(archive) and not (copied(Path(bundle), archive) if bundle else fetched(archive)):
        return 1
    unpack(archive)
    return 0


def is_whole(archive: Path) -> bool:
    if not archive.is_file():
        return False
    with archive.open("rb") as content:
        return base64.b64encode(hashlib.file_digest(content, "sha512").digest()).decode() == INTEGRITY


def copied(bundle: Path, archive: Path) -> bool:
    try:
        shutil.copyfile(bundle / "npm" / archive.name, archive)
    except FileNotFoundError:
        return failed("the bundle has another HTML checker than this folder wants; make it anew: make bundle TEST=1")
    return is_whole(archive) or failed(f"{archive.name} in the bundle is not the archive that is pinned")


def fetched(archive: Path) -> bool:
    npm = shutil.which("npm") or str(Path(sys.prefix, "bin", "npm"))
    package, _, version = NAME.rpartition("-")
    pack = [
        npm,
        "pack",
        "--loglevel=error",
        "--ignore-scripts",
        "--pack-destination",
        str(FOLDER),
        f"{package}@{version}",
    ]
    # The npm of .venv finds its node there.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.prefix, "bin"))])
    if subprocess.run(pack, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=False).returncode:
        return failed(f"npm could not fetch {package} {version}")
    return is_whole(archive) or failed(f"{archive.name} from npm is not the archive that is pinned")


def failed(why: str) -> bool:
    print(f"set-up: {why}", file=sys.stderr)
    return False


def unpack(archive: Path) -> None:
    with tarfile.open(archive) as packed:
        for member, name in FILES.items():
            content = packed.extractfile(member)
            assert content is not None
            part = FOLDER / f"{name}.part"
            with part.open("wb") as copy:
                shutil.copyfileobj(content, copy)
            part.replace(FOLDER / name)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or [""]))
