"""The engine `argos`: Argos Translate's installed packages, one after another where none translates directly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from publish.engines import Declared, Draft, Engine
from publish.engines.argos_model import ArgosModel
from publish.engines.argos_packages import Package, code, install_hint, installed, packages_folder
from publish.engines.legs import Leg, through
from publish.engines.routes import route
from publish.errors import EngineError, Finding


class ArgosEngine(Engine):
    """Argos Translate's installed packages. The packages' folder is read once, when first needed.

    One model at most is in memory at a time, and stays there between calls.
    """

    name = "argos"
    declares = Declared(gives_scores=True, gives_alignment=True)

    def __init__(self) -> None:
        self._installed: tuple[list[Package], list[Finding]] | None = None
        self._model: ArgosModel | None = None

    def description(self, source: str, target: str) -> str:
        legs = self._route(source, target)
        if not legs:
            return f"Argos Translate {version('argos-translate-lt')}"
        packages = " and ".join(f"{package.name} {package.version}" for package in legs)
        stations = " → ".join([legs[0].source, *(package.target for package in legs)])
        kind = "package" if len(legs) == 1 else "packages"
        return f"Argos Translate {version('argos-translate-lt')}, {kind} {packages}, route {stations}"

    def missing(self, source: str, target: str) -> str | None:
        if self._route(source, target):
            return None
        return f"no Argos package from {source} to {target} is installed in {packages_folder()}: " + install_hint(
            source, target
        )

    def findings(self) -> Sequence[Finding]:
        return self._packages()[1]

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        legs = self._route(source, target)
        if not legs:
            raise EngineError(self.missing(source, target) or "")
        if len(legs) == 1:
            yield from self._loaded(legs[0], target).translate(sentences)
            return
        stations = [*(package.target for package in legs[:-1]), target]
        yield from through([self._leg(*leg) for leg in zip(legs, stations, strict=True)], sentences)

    def _leg(self, package: Package, target: str) -> Leg:
        return lambda sentences: self._loaded(package, target).translate(sentences)

    def _loaded(self, package: Package, target: str) -> ArgosModel:
        if self._model is None or self._model.package != package:
            self._model = None  # lets go of the last one before the next is loaded
            self._model = ArgosModel(package, target)
        return self._model

    def _route(self, source: str, target: str) -> list[Package] | None:
        return route(self._packages()[0], code(source), code(target))

    def _packages(self) -> tuple[list[Package], list[Finding]]:
        if self._installed is None:
            self._installed = installed(packages_folder())
        return self._installed
