"""The engine `firefox`: Mozilla's Firefox Translations models, one after another where none translates directly.

It needs the package `fxtranslate` and fetches nothing: models are those in a folder, or those the user has fetched.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from publish.engines import Draft, Engine
from publish.engines.firefox_model import FirefoxModel
from publish.engines.firefox_models import VARIABLE, Model, code, fingerprint, installed, models_folder
from publish.engines.legs import Leg, through
from publish.engines.routes import route
from publish.errors import EngineError, Finding
from publish.invocation import typed


class FirefoxEngine(Engine):
    """Firefox Translations models in a folder, which is read once, when first needed.

    It knows no scores and no alignment. One model at most is loaded at a time, and stays so between calls.
    """

    name = "firefox"

    def __init__(self) -> None:
        self._installed: tuple[list[Model], list[Finding]] | None = None
        self._fingerprints: dict[Model, str] = {}
        self._loaded: FirefoxModel | None = None

    def description(self, source: str, target: str) -> str:
        if not (engine := _version()):
            return "Firefox Translations"
        legs = self._route(source, target)
        if not legs:
            return f"Firefox Translations, fxtranslate {engine}"
        models = " and ".join(f"{model.name} {self._fingerprint(model)}" for model in legs)
        stations = " → ".join([legs[0].source, *(model.target for model in legs)])
        kind = "model" if len(legs) == 1 else "models"
        return f"Firefox Translations, fxtranslate {engine}, {kind} {models}, route {stations}"

    def missing(self, source: str, target: str) -> str | None:
        if not _version():
            return (
                "the engine “firefox” needs the package fxtranslate, which is not installed; "
                f"install it with {typed('install fxtranslate', program='pip')}"
            )
        if self._route(source, target):
            return None
        folder = models_folder()
        if VARIABLE in os.environ and not folder.is_dir():
            return f"{VARIABLE} names {folder}, which is no folder; set it to the folder of the Firefox models"
        return f"no Firefox model from {source} to {target} is in {folder}; {_hint(source, target, folder)}"

    def findings(self) -> Sequence[Finding]:
        return self._models()[1]

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        if message := self.missing(source, target):
            raise EngineError(message)
        legs = self._route(source, target)
        if len(legs) == 1:
            yield from self._model(legs[0], target).translate(sentences)
            return
        stations = [*(model.target for model in legs[:-1]), target]
        yield from through([self._leg(*leg) for leg in zip(legs, stations, strict=True)], sentences)

    def _leg(self, model: Model, target: str) -> Leg:
        return lambda sentences: self._model(model, target).translate(sentences)

    def _model(self, model: Model, target: str) -> FirefoxModel:
        if self._loaded is None or self._loaded.model != model:
            if self._loaded is not None:
                self._loaded.close()
            self._loaded = None  # lets go of the last one before the next is loaded
            self._loaded = FirefoxModel(model, target)
        return self._loaded

    def _fingerprint(self, model: Model) -> str:
        if model not in self._fingerprints:
            try:
                self._fingerprints[model] = fingerprint(model)
            except OSError as error:
                raise EngineError(
                    f"it cannot be read ({error.strerror}); fetch it again", file=str(model.file)
                ) from error
        return self._fingerprints[model]

    def _route(self, source: str, target: str) -> list[Model]:
        return route(self._models()[0], code(source), code(target)) or []

    def _models(self) -> tuple[list[Model], list[Finding]]:
        if self._installed is None:
            self._installed = installed(models_folder()) if _version() else ([], [])
        return self._installed


def _version() -> str:
    """The version of fxtranslate, "" if it is not installed."""
    try:
        return version("fxtranslate")
    except PackageNotFoundError:
        return ""


def _hint(source: str, target: str, folder: Path) -> str:
    command = typed(f"models add {code(source)} {code(target)}", program="fxtranslate")
    if VARIABLE in os.environ:
        command += f" --cache-dir {shlex.quote(str(folder))}"
    return f"fetch it with {command}, or put its files there"
