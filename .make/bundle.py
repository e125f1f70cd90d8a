"""Gathers in one folder all that `make leaflets BUNDLE=folder` needs on a machine without a network.

Usage: `make bundle [BUNDLE=folder] [MODELS="fr es package.argosmodel"] [TEST=1]`, run by .venv's Python.
`bundle.py lacking FOLDER` prints the models in a bundle that this user has not installed, one file a line.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.engines.argos_packages import Package, code, install_hint, installed, packages_folder
from publish.engines.routes import newest, route
from publish.errors import PublishError
from publish.models.archive import Archive, check_whole, examined
from publish.render.font_files import SCRIPTS
from publish.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
USUAL = "output/bundle"
SUMS = "SHA256SUMS"
MADE_FOR = "made-for"
# apt's own user may not be able to write where a user keeps a bundle.
AS_USER = ("-o", "APT::Sandbox::User=root")
FONTS = {script.extra for script in SCRIPTS.values()}
LEFT_OUT = {".git", ".venv", "dist", "__pycache__", ".cache"}
README = """\
Everything that makes leaflets with the program "publish" on a computer without a network.
`make bundle` made this folder for: {machine}.

1. Copy the folder project/ to the computer's own disk, unless the publication is there already.
2. Open a terminal in that copy, and type this, with the place of this folder instead of FOLDER:

       make leaflets BUNDLE="FOLDER"

   If it answers that there is no command "make": {make}
3. The leaflets are in the copy's folder output/. From now on `make leaflets` is enough, without this folder.

wheels/      the Python packages
{debs}
{npm}models/      for machine translation: {models}
project/     the publication, with the program, as they were when this folder was made
SHA256SUMS   by which set-up sees whether all of this was copied well
"""


class BundleError(Exception):
    """Why there is no bundle, in one line that says what to do."""


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["lacking"]:
            sys.stdout.buffer.writelines(os.fsencode(model) + b"\n" for model in lacking(Path(arguments[1])))
        else:
            folder = Path(os.environ.get("BUNDLE") or USUAL).expanduser()
            make(folder, os.environ.get("MODELS"), tests=bool(os.environ.get("TEST")))
    except (BundleError, PublishError) as error:
        return failed(str(error))
    except OSError as error:
        return failed(f"{error.filename or 'the folder'}: {error.strerror or error}; mend that, then run it again")
    except KeyboardInterrupt:
        failed("interrupted; what is downloaded is kept for the next run")
        return 130
    return 0


def failed(why: str) -> int:
    print(f"bundle: {why}", file=sys.stderr)
    return 1


def say(text: str) -> None:
    print(f"bundle: {text}", flush=True)


def make(folder: Path, models: str | None, *, tests: bool) -> None:
    """Makes the bundle as a whole: beside its place first, then renamed."""
    target = folder.resolve()
    if target.is_mount():
        raise BundleError(f"{folder} is a whole disk; name a folder on it: make bundle BUNDLE={folder / 'bundle'}")
    if target.exists() and not ((target / MADE_FOR).exists() or (target.is_dir() and not any(target.iterdir()))):
        raise BundleError(f"{folder} is there and is no bundle; name a new folder: make bundle BUNDLE={folder}/bundle")
    chosen = chosen_models(models)
    part = target.with_name(target.name + ".part")
    part.mkdir(parents=True, exist_ok=True)
    wheels(part / "wheels", tests)
    debs = system_packages(part / "debs", target / "debs", tests)
    checker(part / "npm", tests)
    pack_models(chosen, part / "models")
    copy_project(part / "project", without=(target, part))
    describe(part, tests, debs)
    replace(part, target)
    size = sum(file.stat().st_size for file in files(target)) / 1e6
    say(f"{folder} is ready, {size:.0f} MB; its README.txt says what to do with it")


def requirements(tests: bool) -> list[str]:
    """What set-up asks pip for: the packages of the project, of its build, of all scripts' fonts, and of its tests."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    optional = project.get("optional-dependencies", {})
    fonts = [name for extra, names in optional.items() if extra in FONTS for name in names]
    wanted = [*settings["build-system"]["requires"], "hatchling", "editables", *project["dependencies"], *fonts]
    # The tests' extra names the fonts' by the project's own name, which pip is not to look for elsewhere.
    own = project.get("name", "") + "["
    return wanted + [name for name in optional.get("test", []) if tests and not name.startswith(own)]


def wheels(folder: Path, tests: bool) -> None:
    """Downloads the pinned wheels for this Python and this kind of machine; pip's own cache has most since set-up."""
    say("gathering the Python packages")
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--only-binary=:all:"]
    pip += ["--constraint", ".make/constraints.txt", "--dest", str(folder), *requirements(tests)]
    if subprocess.run(pip, cwd=ROOT, check=False).returncode:
        raise BundleError("pip could not download everything; its last lines say why. If it is the network, try again")


def checker(folder: Path, tests: bool) -> None:
    """Copies the HTML checker's archive, which set-up has got from npm for the tests."""
    shutil.rmtree(folder, ignore_errors=True)
    if not tests:
        return
    folder.mkdir()
    archives = list((ROOT / ".venv/npm").glob("*.tgz"))
    if not archives:
        raise BundleError("the HTML checker is not in .venv; run “sh .make/setup test”, then make the bundle")
    for archive in archives:
        shutil.copy(archive, folder)


def system_packages(folder: Path, older: Path, tests: bool) -> bool:
    """Downloads the system's packages with all they depend on, as if nothing were installed; whether there are any."""
    if shutil.which("apt-get") is None:
        say("this system has no apt, so the bundle has no system packages")
        shutil.rmtree(folder, ignore_errors=True)
        return False
    say("gathering the system's packages")
    folder.mkdir(exist_ok=True)
    named = output("sh", ".make/setup", "packages", "test" if tests else "run").split()
    # An empty list of what is installed, so that the plan names what a bare machine lacks too.
    bare = ("--no-install-recommends", "-o", "Dir::State::status=/dev/null")
    plan = apt("--simulate", *bare, "install", "make", *named)
    found = [f"{name}={version}" for name, version in re.findall(r"^Inst (\S+) \((\S+)", plan, flags=re.MULTILINE)]
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not any(package.startswith(f"{python}=") for package in found):
        say(f"the wheels are for {python}, which is not among this system's packages: the other machine must have it")
    wanted = promised(apt("--print-uris", "download", *found))
    if len(wanted) < len(found):
        raise BundleError("apt-get knows no digest of some packages; run “apt-get update” as root, then try again")
    for name in wanted:
        if (older / name).is_file() and not (folder / name).exists():
            shutil.copyfile(older / name, folder / name)
    # apt takes a file for whole that has the right size, so the others go first.
    remove_all_but(wanted, folder)
    if subprocess.run(["apt-get", "--quiet", *AS_USER, "download", *found], cwd=folder, check=False).returncode:
        raise BundleError(
            "apt-get could not download everything; its last lines say why. Run it again: what it has is kept"
        )
    remove_all_but(wanted, folder)
    if missing := wanted.keys() - {file.name for file in folder.iterdir()}:
        raise BundleError(f"{min(missing)} is not what apt-get promised; run “apt-get update” as root, then try again")
    (folder / "Packages").write_text("\n".join(entry(folder / name) for name in sorted(wanted)), encoding="utf-8")
    return True


def apt(*arguments: str) -> str:
    try:
        return output("apt-get", *AS_USER, *arguments)
    except BundleError as error:
        raise BundleError(f"{error}; run “apt-get update” as root, then try again") from error


def promised(uris: str) -> dict[str, tuple[int, str, str]]:
    """The size, kind of digest and digest that apt knows of each file it would download.

    >>> promised("'http://deb.example/m/make_4.3_amd64.deb' make_4.3_amd64.deb 395632 SHA256:a1a83a")
    {'make_4.3_amd64.deb': (395632, 'sha256', 'a1a83a')}
    """
    lines = re.findall(r"^'.*' (\S+) (\d+) (\w+):(\w+)$", uris, flags=re.MULTILINE)
    return {name: (int(size), kind.lower().removesuffix("sum"), digest) for name, size, kind, digest in lines}


def remove_all_but(wanted: dict[str, tuple[int, str, str]], folder: Path) -> None:
    """Removes what is not wanted, or not whole."""
    for file in folder.iterdir():
        size, kind, digest = wanted.get(file.name, (-1, "sha256", ""))
        if file.stat().st_size != size or sum_of(file, kind) != digest:
            file.unlink()


def entry(deb: Path) -> str:
    """A package's entry in the index that makes its folder a source for apt."""
    control = output("dpkg-deb", "--field", str(deb)).strip()
    return f"{control}\nFilename: ./{deb.name}\nSize: {deb.stat().st_size}\nSHA256: {sum_of(deb)}\n"


def output(*command: str) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleError(f"{command[0]}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
    return done.stdout


def chosen_models(names: str | None) -> list[Path]:
    """The folders or archives of the models asked for; by default those of the locales that are installed.

    Of several versions of one pair of languages it is the newest.
    """
    settings = read_settings(ROOT)
    packages = installed(packages_folder())[0]
    chosen: list[Package | Archive] = []
    for name in settings.locales if names is None else names.split():
        if name.endswith(".argosmodel"):
            archive = examined(Path(name))
            check_whole(archive)
            chosen.append(archive)
            continue
        steps = route(packages, code(settings.source), code(name))
        if steps is None:
            lack = f"no model for {name} is installed; {install_hint(settings.source, name)}"
            if names is not None:
                raise BundleError(f"{lack}, then make the bundle")
            say(f"{lack}, if the bundle is to have it")
        chosen += steps or []
    return [model.folder if isinstance(model, Package) else model.path for model in newest(chosen).values()]


def pack_models(models: Iterable[Path], folder: Path) -> None:
    """Puts each model into the folder as one archive, named for its languages and version as the index names it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for model in models:
        packing = folder / "packing"
        if model.is_file():
            shutil.copyfile(model, packing)
        else:
            # Models are compressed already, as far as numbers can be.
            with zipfile.ZipFile(packing, "w", strict_timestamps=False) as archive:
                for file in files(model):
                    archive.write(file, Path(model.name) / file.relative_to(model))
        packing.rename(folder / f"{examined(packing).folder}.argosmodel")


def lacking(bundle: Path) -> Iterator[Path]:
    """The models of a bundle that are not installed in the same version or a newer one."""
    there = newest(installed(packages_folder())[0])
    for pair, archive in newest(map(examined, sorted((bundle / "models").glob("*.argosmodel")))).items():
        own = there.get(pair)
        if own is None or own.order < archive.order:
            yield archive.path


def copy_project(folder: Path, without: tuple[Path, ...]) -> None:
    """Copies the publication with its program as they are now, without what can be made again."""
    shutil.rmtree(folder, ignore_errors=True)
    for file in project_files(without):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        # Not every stick's file system knows modes.
        with contextlib.suppress(OSError):
            shutil.copymode(file, copy)


def project_files(without: tuple[Path, ...]) -> Iterator[Path]:
    found = files_in_git() or files(ROOT)
    bundles = (*without, *(file.parent for file in found if file.name == MADE_FOR))
    for file in found:
        parts = file.relative_to(ROOT).parts
        rendered = parts[0] == "output" and parts[1:2] != ("samples",)
        caches = any(part in LEFT_OUT or part.endswith(("_cache", ".egg-info", ".part")) for part in parts)
        if file.is_file() and not (rendered or caches or any(file.is_relative_to(bundle) for bundle in bundles)):
            yield file


def files_in_git() -> list[Path]:
    """What git knows or would add; nothing where there is no git, or it does not want to look."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return []
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
    return [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]


def describe(part: Path, tests: bool, debs: bool) -> None:
    """Writes what the bundle is for, and the sums by which a copy is checked."""
    python = f"{sys.version_info.major}.{sys.version_info.minor} {sysconfig.get_platform()}"
    system = output("sh", ".make/setup", "machine").strip() if debs else "any"
    if debs:
        texts = {
            "debs": "debs/        the system's packages",
            "make": 'type first:  sudo dpkg -i "FOLDER"/debs/make_*.deb',
        }
    else:
        texts = {
            "debs": "(no debs/: the system's packages could not be gathered where this was made)",
            "make": "install it, and what set-up asks for, with that system's own packages.",
        }
    texts["machine"] = f"{f'{system}, ' if debs else ''}Python {python}{', with what the tests need' if tests else ''}"
    texts["npm"] = "npm/         the W3C's HTML checker, for the tests\n" if tests else ""
    texts["models"] = ", ".join(file.stem for file in files(part / "models")) or "none were chosen"
    (part / "README.txt").write_text(README.format(**texts), encoding="utf-8")
    for name in (SUMS, MADE_FOR):
        (part / name).unlink(missing_ok=True)
    lines = f"system={system}\npython={python}\nfor={'test' if tests else 'run'}\nfiles={len(files(part)) + 1}\n"
    (part / MADE_FOR).write_text(lines, encoding="utf-8")
    digests = (b"%s  %s\n" % (sum_of(file).encode(), os.fsencode(file.relative_to(part))) for file in files(part))
    (part / SUMS).write_bytes(b"".join(digests))


def replace(part: Path, target: Path) -> None:
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def sum_of(file: Path, kind: str = "sha256") -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, kind).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
