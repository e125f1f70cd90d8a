"""The engine `argos`: Argos Translate's installed packages, run by CTranslate2 with all cores.

Nothing is downloaded here and nothing but the packages is read: sentences come already split, so Argos's sentence
splitter, which fetches a model, and its package index are never loaded.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from publish.drafting.argos_packages import Package, code, installed, packages_folder
from publish.drafting.engines import Declared, Draft, Engine
from publish.errors import EngineError, Finding

# What `argostranslate.translate` asks of CTranslate2, except for the size of a batch (it sends 32 pieces at a time).
_OPTIONS: dict[str, Any] = {
    "beam_size": 4,
    "num_hypotheses": 1,
    "length_penalty": (_LENGTH_PENALTY := 0.2),
    "replace_unknowns": True,
    "return_scores": True,
    "batch_type": "tokens",
    "max_batch_size": 2048,
    "max_input_length": (_LONGEST_INPUT := 1024),
    "max_decoding_length": (_LONGEST_OUTPUT := 256),
}
# Sentences handed over together are sorted by length, so drafts come in bursts of this many; the next lot is queued
# before the last one is done, so that no core waits.
_LOT = 256


class _Tokenizer(Protocol):
    """What cuts a sentence into a model's pieces and joins them again."""

    def encode(self, sentence: str) -> list[str]: ...

    def decode(self, tokens: list[str]) -> str: ...


class ArgosEngine(Engine):
    """Argos Translate's installed packages. The packages' folder is read once, when first needed."""

    name = "argos"
    declares = Declared(gives_scores=True)

    def __init__(self) -> None:
        self._installed: tuple[list[Package], list[Finding]] | None = None

    def description(self, source: str, target: str) -> str:
        package = self._package(source, target)
        named = f", package {package.name} {package.version}" if package else ""
        return f"Argos Translate {version('argos-translate-lt')}{named}"

    def missing(self, source: str, target: str) -> str | None:
        if self._package(source, target):
            return None
        name = f"translate-{code(source)}_{code(target)}"
        return (
            f"no Argos package from {source} to {target} is installed: type “{_argospm()} install {name}”, "
            f"or unzip {name}-….argosmodel into {packages_folder()}"
        )

    def findings(self) -> Sequence[Finding]:
        return self._packages()[1]

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        package = self._package(source, target)
        if package is None:
            raise EngineError(self.missing(source, target) or "")
        return _translated(sentences, package)

    def _package(self, source: str, target: str) -> Package | None:
        pair = code(source), code(target)
        fitting = [package for package in self._packages()[0] if (package.source, package.target) == pair]
        return max(fitting, key=lambda package: package.order, default=None)

    def _packages(self) -> tuple[list[Package], list[Finding]]:
        if self._installed is None:
            self._installed = installed(packages_folder())
        return self._installed


def _translated(sentences: Sequence[str], package: Package) -> Iterator[Draft]:
    try:
        tokenizer, translator = _tokenizer(package), _translator(package)
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineError(
            f"this Argos package cannot be loaded ({_first_line(error)}); remove the folder and install "
            f"{package.name} again",
            file=str(package.folder),
        ) from error
    queued: deque[tuple[str, list[str], Any]] = deque()
    for lot in _lots(sentences):
        pieces = [tokenizer.encode(sentence) for sentence in lot]
        prefix = [[package.target_prefix]] * len(lot) if package.target_prefix else None
        results = translator.translate_batch(pieces, prefix, asynchronous=True, **_OPTIONS)
        queued.extend(zip(lot, pieces, results, strict=True))
        while len(queued) > _LOT:
            yield _draft(package, tokenizer, *queued.popleft())
    while queued:
        yield _draft(package, tokenizer, *queued.popleft())


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _lots(sentences: Sequence[str]) -> Iterator[tuple[str, ...]]:
    remaining = iter(sentences)
    while lot := tuple(itertools.islice(remaining, _LOT)):
        yield lot


def _tokenizer(package: Package) -> _Tokenizer:
    if package.tokenizer.name == "sentencepiece.model":
        return _SentencePiece(package.tokenizer)
    from argostranslate.tokenizer import BPETokenizer

    tokenizer: _Tokenizer = BPETokenizer(package.tokenizer, package.source, package.target)
    return tokenizer


class _SentencePiece:
    def __init__(self, model: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor(model_file=str(model))

    def encode(self, sentence: str) -> list[str]:
        pieces: list[str] = self._processor.encode(sentence, out_type=str)
        return pieces

    def decode(self, tokens: list[str]) -> str:
        return str(self._processor.decode_pieces(tokens)).replace("▁", " ")


def _translator(package: Package) -> Any:
    import ctranslate2

    return ctranslate2.Translator(str(package.folder / "model"), inter_threads=_cores(), intra_threads=1)


def _cores() -> int:
    """The processors this process may use; a container or `taskset` may allow fewer than there are."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _draft(package: Package, tokenizer: _Tokenizer, sentence: str, pieces: list[str], pending: Any) -> Draft:
    try:
        result = pending.result()
    except RuntimeError as error:
        return Draft("", problem=f"the model could not translate it ({_first_line(error)})")
    produced: list[str] = result.hypotheses[0]
    if len(pieces) > _LONGEST_INPUT or len(produced) >= _LONGEST_OUTPUT:
        return Draft("", problem="the sentence is too long for the model, which would cut it off")
    score = _per_piece(result.scores[0], produced) if result.scores else None
    return Draft(_text(package, tokenizer, produced, sentence), score)


def _text(package: Package, tokenizer: _Tokenizer, produced: list[str], sentence: str) -> str:
    """The words of the pieces, by the steps of `argostranslate.translate`."""
    text = tokenizer.decode(produced)
    # Argos makes every underscore a space; here one that the source has comes through.
    if "_" not in sentence:
        text = text.replace("_", " ")
    return text.removeprefix(package.target_prefix).removeprefix(" ")


def _per_piece(score: float, produced: list[str]) -> float:
    # CTranslate2 divides the sum of log-probabilities by length ** penalty, counting the end of the sentence.
    length = len(produced) + 1
    return float(score * length**_LENGTH_PENALTY / length)


def _argospm() -> str:
    """Argos's own installer as the user can type it: it is beside this Python, perhaps in no folder of the PATH."""
    beside = Path(sys.executable).with_name("argospm")
    found = shutil.which("argospm")
    if found and (not beside.exists() or Path(found).samefile(beside)):
        return "argospm"
    if not beside.exists():
        return "argospm"
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)
