"""Argos Translate's packages on this machine: where they are, what each translates, which are broken.

Read without importing `argostranslate`, whose settings make folders in the user's home as they are loaded.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import Finding

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
}


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; `source` and `target` are Argos's codes, `tokenizer` the file of its tokenizer."""

    folder: Path
    source: str
    target: str
    version: str
    tokenizer: Path
    target_prefix: str = ""

    @property
    def name(self) -> str:
        """What `argospm` and the index call it."""
        return f"translate-{self.source}_{self.target}"

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts versions: 1.10 after 1.9."""
        return tuple(int(number) for number in re.findall(r"\d+", self.version))


def code(tag: str) -> str:
    """Argos's code for a locale.

    >>> code("pt-BR"), code("pt"), code("zh-Hant-HK"), code("zh-Hans"), code("es-419")
    ('pb', 'pt', 'zt', 'zh', 'es')
    """
    shorter = tag
    while shorter not in _CODES and "-" in shorter:
        shorter = shorter.rpartition("-")[0]
    return _CODES.get(shorter, shorter)


def packages_folder() -> Path:
    """Where Argos Translate keeps its packages, by the rules of `argostranslate.settings`.

    ARGOS_PACKAGES_DIR in the environment, then in the user's settings.json, then the user's data folder (XDG Base
    Directory Specification).
    """
    home = Path(os.environ["SNAP_USER_DATA"]) if "SNAP" in os.environ else Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "argos-translate"
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "argos-translate"
    setting = "ARGOS_PACKAGES_DIR"
    return Path(os.environ.get(setting) or _settings(config / "settings.json").get(setting) or data / "packages")


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
        return [], [Finding("warning", f"Argos's packages cannot be read ({error.strerror})", str(folder))]
    for entry in entries:
        try:
            package = _package(entry)
        except (OSError, _BrokenError) as error:
            findings.append(
                Finding(
                    "warning",
                    f"skipped, for this Argos package is broken ({error}); remove the folder and install it again",
                    str(entry),
                )
            )
        else:
            packages.extend([package] if package else [])
    return packages, findings


def _package(folder: Path) -> Package | None:
    """The package in a folder, `None` if it does not translate. `_BrokenError` or `OSError` if it is broken."""
    metadata = _metadata(folder / "metadata.json")
    if metadata.get("type", "translate") != "translate":
        return None
    source, target = metadata.get("from_code"), metadata.get("to_code")
    if not (isinstance(source, str) and isinstance(target, str)):
        raise _BrokenError("metadata.json does not say which languages it is for")
    if not (folder / "model" / "model.bin").is_file():
        raise _BrokenError("it has no model/model.bin")
    tokenizer = next(
        (folder / name for name in ("sentencepiece.model", "bpe.model") if (folder / name).is_file()), None
    )
    if tokenizer is None:
        raise _BrokenError("it has no tokenizer")
    return Package(
        folder,
        source,
        target,
        str(metadata.get("package_version", "")),
        tokenizer,
        str(metadata.get("target_prefix", "")),
    )


def _metadata(file: Path) -> dict[str, object]:
    try:
        metadata = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _BrokenError("it has no metadata.json") from None
    except ValueError:
        raise _BrokenError("its metadata.json is not JSON") from None
    if not isinstance(metadata, dict):
        raise _BrokenError("its metadata.json is not an object")
    return metadata


def _settings(file: Path) -> dict[str, str]:
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}
