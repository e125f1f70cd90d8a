"""Argos Translate's packages for the locales a person names: listed, installed, removed."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publish.engines.argos_packages import Package, code, home, installed, packages_folder, tag
from publish.engines.routes import newest, route
from publish.errors import EngineError, Finding, PublishError, SettingsError
from publish.invocation import typed
from publish.languages import language, name_in
from publish.progress import Progress, silent
from publish.settings import FILE, read_settings
from publish.steps.report import Report

if TYPE_CHECKING:
    from publish.models.archive import Archive
    from publish.models.index import Offer
    from publish.models.web import Patience


@dataclass(frozen=True, slots=True)
class Installed:
    """A package on this machine and the bytes it takes."""

    package: Package
    size: int


@dataclass(frozen=True, slots=True)
class Available:
    """A package in an index, the version of the same that is installed (empty for none), and how to install it.

    `arguments` is what to type behind `publish models install`.
    """

    offer: Offer
    installed: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one package; `what` is its languages and version, `was` what was done."""

    what: str
    was: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.what} {self.was} {self.folder}"


def direction(source: str, target: str) -> str:
    """The languages of a package, from Argos's codes.

    >>> direction("en", "pb"), direction("en", "qqq")
    ('English → Portuguese (Brazil)', 'English → qqq')
    """
    return f"{_name(source)} → {_name(target)}"


def _name(argos_code: str) -> str:
    try:
        return name_in(tag(argos_code), "en")
    except SettingsError:
        return argos_code


def source_language(folder: Path) -> str:
    """The language of the articles in the publication in this folder; English where there is no publication."""
    try:
        tools = tomllib.loads((folder / FILE).read_text(encoding="utf-8-sig")).get("tool")
        is_publication = isinstance(tools, dict) and "publish" in tools
    except FileNotFoundError:
        is_publication = False
    except (OSError, ValueError):
        is_publication = True  # whose settings say what is wrong with them
    return read_settings(folder).source if is_publication else "en"


def packages(report: Report) -> list[Installed]:
    """The packages installed on this machine; what is broken there is reported."""
    from publish.models.installing import size

    found, findings = installed(packages_folder())
    report.add(findings)
    return [Installed(package, size(package.folder)) for package in found]


def available(index: str = "", patience: Patience | None = None, usual: str = "") -> list[Available]:
    """The newest package of each pair of languages that an index offers. `EngineError` if it cannot be read.

    `usual` is the language that the user's commands translate from unless told otherwise; empty where nobody knows.
    """
    from publish.models.index import index_place, offers

    start = code(usual)
    have = newest(installed(packages_folder())[0])
    found = newest(offers(index_place(index), patience))
    return [
        Available(
            offer,
            have[pair].version if pair in have else "",
            tag(offer.target) if offer.source == start else _arguments(offer),
        )
        for pair, offer in sorted(found.items(), key=lambda item: direction(*item[0]))
    ]


def _arguments(step: Package | Offer) -> str:
    """What to type behind `publish models install` in whatever folder."""
    return f"{tag(step.target)} --from {tag(step.source)}"


def install(
    wanted: Sequence[str],
    report: Report,
    *,
    source: str = "en",
    index: str = "",
    progress: Progress = silent,
    patience: Patience | None = None,
) -> list[Result]:
    """Install packages from files, and for locales what translates to them from `source`.

    What is in the index is downloaded where it is not installed or newer there. Where no package translates directly,
    the shortest way is taken, through English rather than another language, and what is installed of it is left as it
    is. What cannot be installed is reported, and the next follows.
    """
    from publish.models.installing import changing

    folder = packages_folder().absolute()
    results: list[Result] = []
    with changing(folder, progress):
        pass  # a folder that cannot be written is to be told of before anything is downloaded
    for name in filter(is_file, wanted):
        try:
            results.append(_installed_file(name, folder, progress))
        except PublishError as error:
            report.failed(error)
    locales = [name for name in wanted if not is_file(name)]
    if locales:
        results += _Shop(folder, report, index, progress, patience).bring(locales, source)
    return results


def is_file(name: str) -> bool:
    """Whether a person means a file, not a locale.

    >>> is_file("translate-en_fr.argosmodel"), is_file("./fr"), is_file("pt-BR")
    (True, True, False)
    """
    return re.fullmatch(r"[A-Za-z0-9-]+", name) is None


def _installed_file(name: str, folder: Path, progress: Progress) -> Result:
    from publish.models.archive import examined
    from publish.models.web import is_web, shown

    if is_web(name):
        raise EngineError(
            "only what an index lists is downloaded; save the file with a browser and name it here, or name a locale "
            "such as fr",
            file=shown(name),
        )
    path = Path(name)
    if not path.is_file():
        raise EngineError("there is no such file; name an .argosmodel file or a locale such as fr", file=str(path))
    return _placed(examined(path), folder, progress)


def _placed(archive: Archive, folder: Path, progress: Progress) -> Result:
    from publish.models.installing import changing, place

    what = _what(archive.source, archive.target, archive.version)
    with changing(folder, progress):
        return Result(what, "is installed in", place(archive, folder, f"unpacking {what}", progress))


def _what(source: str, target: str, version: str) -> str:
    return f"{direction(source, target)} {version}".strip()


class _Shop:
    """An index, what is installed, and the way from one to the other."""

    def __init__(self, folder: Path, report: Report, index: str, progress: Progress, patience: Patience | None) -> None:
        self.folder = folder
        self.report = report
        self.index = index
        self.progress = progress
        self.patience = patience
        self.offers: list[Offer] = []

    def bring(self, locales: Sequence[str], source: str) -> list[Result]:
        from publish.models.index import index_place, offers

        results: dict[Path, Result] = {}
        unread: PublishError | None = None
        try:
            self.offers = offers(index_place(self.index), self.patience, self.progress)
        except PublishError as error:
            unread = error
        for locale in locales:
            try:
                for result in self._way(source, locale, unread):
                    results.setdefault(result.folder, result)
            except PublishError as error:
                self.report.failed(error)
        return list(results.values())

    def _way(self, source: str, locale: str, unread: PublishError | None) -> list[Result]:
        """Every package on the way, installed."""
        have = installed(self.folder)[0]
        steps: list[Package | Offer] = [*have, *self.offers]
        start, end = _code(source, steps), _code(locale, steps)
        if start == end:
            raise EngineError(
                f"from {source} to {locale} there is nothing to translate; name another locale, or --from"
            )
        # A package that nobody can download helps only where there is no other way at all.
        open_ways = [step for step in steps if isinstance(step, Package) or step.links]
        way = route(open_ways, start, end) or route(steps, start, end)
        if way is None and unread is not None:
            raise unread
        if way is None:
            raise EngineError(
                f"no package translates from {source} to {locale}, nor do several in a row; "
                f"{typed('models list --available')} shows what there is"
            )
        if unread is not None:
            self.report.add([Finding("warning", f"{unread.message}; what is installed stays as it is", unread.file)])
        return [self._step(step, newest(have), alone=len(way) == 1) for step in way]

    def _step(self, step: Package | Offer, have: dict[tuple[str, str], Package], *, alone: bool) -> Result:
        mine = have.get((step.source, step.target))
        if mine is None or (alone and step.order > mine.order):
            assert not isinstance(step, Package)
            return self._fetched(step)
        what = _what(mine.source, mine.target, mine.version)
        if step.order > mine.order:
            hint = typed(f"models install {_arguments(step)}")
            self.report.add([Finding("note", f"{what} is installed, {step.version} is to be had: {hint}")])
        return _was_installed(mine)

    def _fetched(self, offer: Offer) -> Result:
        from publish.locks import alone
        from publish.models.archive import examined
        from publish.models.download import download

        what = _what(offer.source, offer.target, offer.version)
        version = re.sub(r"[^A-Za-z0-9]+", "_", offer.version)
        file = downloads_folder() / f"{offer.name}-{version}.argosmodel"

        def check(path: Path) -> None:
            _check(path, offer)

        # Others may install meanwhile, only not the same.
        with alone(file.parent, self.progress, f".{offer.name}.lock", EngineError):
            mine = newest(installed(self.folder)[0]).get((offer.source, offer.target))
            if mine is not None and mine.order >= offer.order:
                return _was_installed(mine)
            if not _is_good(file, offer):
                download(offer.links, file, check, what, self.progress, self.patience)
            archive = examined(file)
            if archive.version != offer.version:
                text = f"the index calls {what} what calls itself version {archive.version or 'unknown'}"
                self.report.add([Finding("note", text)])
            result = _placed(archive, self.folder, self.progress)
            # With it go the parts of older versions, which nobody will ask for any more.
            for old in file.parent.glob(f"{offer.name}-*.argosmodel*"):
                if "-" not in old.name.removeprefix(f"{offer.name}-"):  # en_zh-1_9, not another's en_zh-Hant-1_9
                    old.unlink(missing_ok=True)
        return result


def _was_installed(package: Package) -> Result:
    what = _what(package.source, package.target, package.version)
    return Result(what, "was installed already in", package.folder)


def downloads_folder() -> Path:
    """Where downloads lie until they are whole and installed: in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home("XDG_CACHE_HOME") / ".cache")
    return cache.absolute() / "publish-leaflets" / "models"


def _check(path: Path, offer: Offer) -> None:
    from publish.models.archive import check_whole, examined

    archive = examined(path)
    if (archive.source, archive.target) != (offer.source, offer.target):
        raise EngineError(f"it is for {direction(archive.source, archive.target)}; use another index", file=str(path))
    check_whole(archive)


def _is_good(file: Path, offer: Offer) -> bool:
    if not file.is_file():
        return False
    try:
        _check(file, offer)
    except EngineError:
        return False
    return True


def _code(name: str, steps: Iterable[Package | Offer]) -> str:
    """Argos's code for what a person typed: a locale, or a code of Argos's that is in use."""
    if any(name in (step.source, step.target) for step in steps):
        return name
    return code(language(name).tag)


def remove(names: Sequence[str], report: Report, *, source: str = "en", progress: Progress = silent) -> list[Result]:
    """Remove packages by name or folder, and for locales what translates to them from `source`.

    A name that fits nothing is reported, and the next follows.
    """
    from publish.models.installing import changing, take_away

    folder = packages_folder().absolute()
    results: list[Result] = []
    if not folder.is_dir():
        raise EngineError("no package is installed; there is nothing to remove", file=str(folder))
    with changing(folder, progress):
        for name in names:
            try:
                for what, path in _named(name, source, folder):
                    take_away(path, folder)
                    results.append(Result(what, "is removed from", path))
            except PublishError as error:
                report.failed(error)
    return results


def _named(name: str, source: str, folder: Path) -> list[tuple[str, Path]]:
    """What is meant, and its folder: a folder's name, a package's name, or a locale."""
    found, broken = installed(folder)
    folders = [Path(finding.file) for finding in broken if Path(finding.file).name == name]
    if folders:
        return [(name, path) for path in folders]
    fitting = [package for package in found if name in (package.folder.name, package.name)]
    if not fitting and not is_file(name):
        pair = (_code(source, found), _code(name, found))
        fitting = [package for package in found if (package.source, package.target) == pair]
    if not fitting:
        there = ", ".join(sorted(package.folder.name for package in found)) or "none"
        raise EngineError(
            f"no installed package is called {name} or translates from {source} to it; there are: {there}"
        )
    return [(_what(package.source, package.target, package.version), package.folder) for package in fitting]
