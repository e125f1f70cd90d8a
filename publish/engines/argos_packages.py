"""Argos Translate's packages on this machine: where they are, what each translates, which are broken.

Read without importing `argostranslate`, whose settings make folders in the user's home as they are loaded.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import EngineError, Finding, reason
from publish.invocation import typed

# Argos's index has codes of its own where a language has two written forms; elsewhere it uses the primary subtag.
_CODES = {
    "pt-BR": "pb",
    "zh-Hant": "zt",
    "zh-TW": "zt",
    "zh-HK": "zt",
    "zh-MO": "zt",
    "no": "nb",
    "fil": "tl",
    "iw": "he",
    "in": "id",
    "mo": "ro",
}

_TAGS = {"pb": "pt-BR", "zt": "zh-Hant"}

# Both become parts of file names, of what a terminal shows, and of comments that a program reads again.
_CODE = re.compile(r"[A-Za-z0-9]{1,16}([-_][A-Za-z0-9]{1,16}){0,3}")
_VERSION = re.compile(r"[A-Za-z0-9_.+-]{0,40}")


class Versioned:
    """What a package is called and how its versions sort, whether it is installed, in an archive or in an index."""

    __slots__ = ()
    source: str
    target: str
    version: str

    @property
    def name(self) -> str:
        """What `argospm` and the index call it."""
        return f"translate-{self.source}_{self.target}"

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts versions: 1.10 after 1.9."""
        return version_order(self.version)


@dataclass(frozen=True, slots=True)
class Package(Versioned):
    """An installed package; `source` and `target` are Argos's codes, `tokenizer` the file of its tokenizer."""

    folder: Path
    source: str
    target: str
    version: str
    tokenizer: Path
    target_prefix: str = ""


def is_code(value: object) -> bool:
    """Whether a value can be one of Argos's language codes.

    >>> is_code("zt"), is_code("../x"), is_code(None)
    (True, False, False)
    """
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def version(value: object) -> str:
    """The version that a package's metadata or an index says; empty where that can be none.

    >>> version("1.9"), version("1.9), confidence 100%"), version(None)
    ('1.9', '', '')
    """
    return value if isinstance(value, str) and _VERSION.fullmatch(value) else ""


def version_order(version: str) -> tuple[int, ...]:
    """The numbers in a version, to sort by.

    >>> version_order("1.10") > version_order("1.9")
    True
    """
    # Python refuses to read a number of thousands of digits, and a package's metadata may say anything.
    return tuple(int(number) for number in re.findall(r"\d{1,18}", version))


def code(tag: str) -> str:
    """Argos's code for a locale.

    >>> code("pt-BR"), code("pt"), code("zh-Hant-HK"), code("zh-Hans"), code("es-419")
    ('pb', 'pt', 'zt', 'zh', 'es')
    """
    shorter = tag
    while shorter not in _CODES and "-" in shorter:
        shorter = shorter.rpartition("-")[0]
    return _CODES.get(shorter, shorter)


def tag(argos_code: str) -> str:
    """The locale that one of Argos's codes stands for.

    >>> tag("pb"), tag("zt"), tag("fr")
    ('pt-BR', 'zh-Hant', 'fr')
    """
    return _TAGS.get(argos_code, argos_code)


def install_hint(source: str, target: str) -> str:
    """What to type, in the current folder, for a package that translates between two locales.

    >>> install_hint("en", "pt-BR").endswith("publish models install pt-BR")
    True
    >>> install_hint("fr", "de").endswith("publish models install de --from fr")
    True
    """
    start = "" if code(source) == "en" else f" --from {source}"
    return f"install it with {typed(f'models install {target}{start}')}"


def setting(name: str) -> str:
    """A setting of Argos Translate's: from the environment, else from the user's settings.json, else empty."""
    if value := os.environ.get(name):
        return value
    try:
        file = _folder("XDG_CONFIG_HOME", ".config") / "settings.json"
    except EngineError:
        return ""  # no home, so no settings in it
    kept = _settings(file).get(name)
    return kept if isinstance(kept, str) else ""


def packages_folder() -> Path:
    """Where Argos Translate keeps its packages, by the rules of `argostranslate.settings`.

    ARGOS_PACKAGES_DIR in the environment, then in the user's settings.json, then the user's data folder (XDG Base
    Directory Specification). `EngineError` where the user has no home.
    """
    return Path(setting("ARGOS_PACKAGES_DIR") or _folder("XDG_DATA_HOME", ".local/share") / "packages")


def _folder(variable: str, usual: str) -> Path:
    place = os.environ.get(variable)
    if place is not None:
        return Path(place) / "argos-translate"
    snap = os.environ.get("SNAP_USER_DATA") if "SNAP" in os.environ else None
    return (Path(snap) if snap else home("ARGOS_PACKAGES_DIR")) / usual / "argos-translate"


def home(instead: str) -> Path:
    """The user's home; `EngineError` where there is none, which says to set the variable `instead` or HOME."""
    try:
        return Path.home()
    except RuntimeError as error:
        raise EngineError(f"this user has no home folder for packages; set HOME or {instead}") from error


class _BrokenError(Exception):
    """What a package lacks, in a clause."""


def installed(folder: Path) -> tuple[list[Package], list[Finding]]:
    """The translation packages in the folder, by name, and a finding for each folder that cannot be used."""
    packages: list[Package] = []
    findings: list[Finding] = []
    try:
        entries = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [Finding("warning", f"Argos's packages cannot be read ({reason(error)})", str(folder))]
    for entry in entries:
        try:
            package = _package(entry)
        except (OSError, _BrokenError) as error:
            findings.append(
                Finding(
                    "warning",
                    f"skipped, for this Argos package is broken ({_why(error)}); "
                    f"type {typed('models remove', entry.name)}, and install it again",
                    str(entry),
                )
            )
        else:
            packages.extend([package] if package else [])
    return packages, findings


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, _BrokenError) else reason(error)


def _package(folder: Path) -> Package | None:
    """The package in a folder, `None` if it does not translate. `_BrokenError` or `OSError` if it is broken."""
    metadata = _metadata(folder / "metadata.json")
    if metadata.get("type", "translate") != "translate":
        return None
    source, target = metadata.get("from_code"), metadata.get("to_code")
    if not (isinstance(source, str) and is_code(source) and isinstance(target, str) and is_code(target)):
        raise _BrokenError("its metadata.json does not say which languages it is for")
    if not (folder / "model" / "model.bin").is_file():
        raise _BrokenError("it has no model/model.bin")
    tokenizer = next(
        (folder / name for name in ("sentencepiece.model", "bpe.model") if (folder / name).is_file()), None
    )
    if tokenizer is None:
        raise _BrokenError("it has no tokenizer")
    prefix = metadata.get("target_prefix")
    return Package(
        folder,
        source,
        target,
        version(metadata.get("package_version")),
        tokenizer,
        prefix if isinstance(prefix, str) else "",
    )


def _metadata(file: Path) -> dict[str, object]:
    try:
        metadata = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _BrokenError("it has no metadata.json") from None
    except OSError as error:
        raise _BrokenError(f"its metadata.json cannot be read: {reason(error)}") from None
    except (ValueError, RecursionError):
        raise _BrokenError("its metadata.json is not JSON") from None
    if not isinstance(metadata, dict):
        raise _BrokenError("its metadata.json is not an object")
    return metadata


def _settings(file: Path) -> dict[str, object]:
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}
