"""Mozilla's Firefox Translations models on this machine: where they are, what each translates, which are broken.

A model is a few files, `model.enpt.intgemm.alphas.bin` and `vocab.enpt.spm`, or `srcvocab.enja.spm` and
`trgvocab.enja.spm` where two languages share none. They may lie in one folder for all or in one for each pair, as
`fxtranslate` keeps them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.engines import argos_packages
from publish.engines.argos_packages import version_order
from publish.errors import Finding

VARIABLE = "PUBLISH_FIREFOX_MODELS"
"""Names the folder of models in the environment."""

_FILE = re.compile(
    r"(?P<kind>model|vocab|srcvocab|trgvocab)\.(?P<pair>[A-Za-z_-]{4,})\.(?:.+\.)?(?:bin|spm)(?P<packed>\.(?:gz|zst|xz|zip))?"
)
_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_PAIR = re.compile(rf"({_TAG})-({_TAG})")
# Mozilla keeps Chinese apart by script; otherwise its codes are the primary subtags that Argos's index has, too.
_TRADITIONAL_CHINESE = ("zh-Hant", "zh-TW", "zh-HK", "zh-MO")
# <root>/<pair>/<version>, as mirrors of the models have it.
_DEPTH = 2
# Marian's binary format, version 1 (marian-dev, src/common/binary.cpp).
_MAGIC = (1).to_bytes(8, "little")


@dataclass(frozen=True, slots=True)
class Model:
    """A model's files; `source` and `target` are Mozilla's codes of its languages."""

    file: Path
    source: str
    target: str
    source_vocabulary: Path
    target_vocabulary: Path

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.file.parent

    @property
    def name(self) -> str:
        """What `fxtranslate` calls it."""
        return f"{self.source}-{self.target}"

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts models of one pair by the version in their folder's name, if it has one."""
        return version_order(self.folder.name)


def code(tag: str) -> str:
    """Mozilla's code for a locale.

    >>> code("pt-BR"), code("zh-Hant-HK"), code("zh-Hans"), code("no"), code("de-AT")
    ('pt', 'zh-Hant', 'zh', 'nb', 'de')
    """
    if any(tag == form or tag.startswith(f"{form}-") for form in _TRADITIONAL_CHINESE):
        return "zh-Hant"
    return argos_packages.code(tag.partition("-")[0])


def models_folder() -> Path:
    """The folder that `VARIABLE` names, else the one where `fxtranslate` keeps what the user has fetched.

    `ImportError` if that is asked for and the package is not installed.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    from fxtranslate import Cache

    return Path(Cache().root)


def fingerprint(model: Model) -> str:
    """The first 8 hexadecimal digits of the SHA-256 of the model's file, which has no version in it."""
    with model.file.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


class _BrokenError(Exception):
    """What a model lacks, in a clause."""


def installed(folder: Path) -> tuple[list[Model], list[Finding]]:
    """The models in the folder, by name, and a finding for each that cannot be used."""
    models: list[Model] = []
    findings: list[Finding] = []
    for place in _folders(folder, _DEPTH, findings):
        for pair, files in _files_by_pair(place):
            try:
                models.append(_model(place, pair, files))
            except (OSError, _BrokenError) as error:
                message = f"skipped, for this Firefox model is broken ({error}); remove it and fetch {pair} again"
                findings.append(Finding("warning", message, str(place)))
    return models, findings


def _folders(folder: Path, depth: int, findings: list[Finding]) -> Iterator[Path]:
    yield folder
    try:
        inner = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        findings.append(Finding("warning", f"the Firefox models in it cannot be read ({reason})", str(folder)))
        return
    for entry in inner if depth else ():
        yield from _folders(entry, depth - 1, findings)


def _files_by_pair(folder: Path) -> Iterator[tuple[str, dict[str, Path]]]:
    """The model files right in a folder: for each pair as they name it, the file of each kind."""
    pairs: dict[str, dict[str, Path]] = {}
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return
    for file in files:
        match = _FILE.fullmatch(file.name)
        if match and file.is_file():
            kind = "packed" if match["packed"] else match["kind"]
            pairs.setdefault(match["pair"], {}).setdefault(kind, file)
    yield from pairs.items()


def _model(folder: Path, pair: str, files: dict[str, Path]) -> Model:
    """The model made of these files. `_BrokenError` or `OSError` if it is broken."""
    source_vocabulary = files.get("srcvocab") or files.get("vocab")
    target_vocabulary = files.get("trgvocab") or files.get("vocab")
    if "model" not in files or source_vocabulary is None or target_vocabulary is None:
        if "packed" in files:
            raise _BrokenError(f"{files['packed'].name} is not unpacked")
        raise _BrokenError("it has no vocabulary" if "model" in files else "it has no model file")
    with files["model"].open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise _BrokenError(f"{files['model'].name} is no model")
    source, target = _languages(folder, pair)
    return Model(files["model"], source, target, source_vocabulary, target_vocabulary)


def _languages(folder: Path, pair: str) -> tuple[str, str]:
    """The languages by the folder's name if it is a pair, en-zh-Hant, else by the files', enpt."""
    for name in (folder.name, folder.parent.name):
        match = _PAIR.fullmatch(name)
        if match and match[1][:2] == pair[:2].lower():
            return code(match[1]), code(match[2])
    if len(pair) == len("enpt"):
        return code(pair[:2]), code(pair[2:])
    for source, target in ((pair[:2], pair[2:]), (pair[:-2], pair[-2:])):
        if "en" in (source, target):
            return code(source), code(target)
    raise _BrokenError(f"“{pair}” does not say which languages it is for; name its folder as en-pt")
