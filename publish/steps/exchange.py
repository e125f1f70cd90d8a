"""Catalogues handed out as files for translators' other tools, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from publish.catalogue.entry import Catalogue
from publish.catalogue.store import changed, load
from publish.errors import Finding, PublishError, SettingsError, reason
from publish.files import content_of, write_whole
from publish.interchange.applying import Outcome, applied, edits
from publish.interchange.formats import LARGEST, format_named, replies
from publish.interchange.units import Document, Reply, Status, document
from publish.invocation import typed
from publish.languages import tag_of_gettext
from publish.locks import alone
from publish.progress import Progress, silent
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import SITE, Workspace

FOLDER = "exchange"
"""Where exported files go, below the output folder, unless the user names another place."""

TODO = (Status.UNTRANSLATED, Status.DRAFT, Status.OUTDATED)
"""What is still to be done for a translator."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to: how many entries have changed, and the files that had nothing to tell of."""

    entries: int = 0
    without_news: tuple[Path, ...] = ()


def export(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    locales: Collection[str],
    form: str,
    *,
    to: Path | None = None,
    todo: bool = False,
    with_site: bool = True,
) -> None:
    """Write each article's catalogue in each of the locales as a file in the format `form` (`publish.interchange`).

    `to` is a folder, or a file if there is one catalogue to write. `todo` leaves out what is finished, `with_site` adds
    the templates' own strings. A catalogue or file that cannot be used is reported; the others go on. `SettingsError`
    for the language of the articles themselves.
    """
    if workspace.settings.source in locales:
        known = ", ".join(workspace.settings.locales)
        raise SettingsError(f"{workspace.settings.source} is the articles' own language; name one of {known}")
    names = [source.article.name for source in articles] + ([SITE] if with_site else [])
    found = [item for tag in locales for item in _documents(workspace, names, tag, report, todo=todo)]
    suffix = format_named(form).suffix
    is_file = to is not None and not to.is_dir() and to.suffix.lower() in (".xlf", ".xliff", ".csv")
    if to is not None and is_file and len(found) > 1:
        raise PublishError("there is more than one catalogue to export; name a folder, or an --article", file=str(to))
    for item in found:
        folder = to or workspace.output / FOLDER
        path = to if to is not None and is_file else folder / f"{item.name}.{item.target}{suffix}"
        try:
            _write(path, item, form, workspace, report)
        except PublishError as error:
            report.failed(error)


def _documents(
    workspace: Workspace, names: Iterable[str], tag: str, report: Report, *, todo: bool
) -> Iterator[Document]:
    for name in names:
        path = workspace.catalogue(name, tag)
        file = workspace.shown(path)
        try:
            catalogue = load(path, file)
        except PublishError as error:
            report.failed(error)
            continue
        if catalogue is None:
            report.failed(PublishError(f"there is no catalogue yet; type: {typed('update')}", file=file))
            continue
        report.add(
            Finding("warning", "an entry with plural forms was left out; translate it here", file, entry.line)
            for entry in catalogue.live
            if entry.plural
        )
        result = document(catalogue, name, workspace.settings.source, tag, wanted=TODO if todo else tuple(Status))
        if result.units:
            yield result


def _write(path: Path, item: Document, form: str, workspace: Workspace, report: Report) -> None:
    content = format_named(form).written(item)
    file = workspace.shown(path)
    present = content_of(path, file)
    if present is not None and present != content:
        _refuse_to_lose(present, item, file, workspace)
    if write_whole(path, content):
        report.written.append(path)


def _refuse_to_lose(present: bytes, item: Document, file: str, workspace: Workspace) -> None:
    """`PublishError` if the file that is there is no export, or has work in it that is in no catalogue."""
    try:
        found = replies(present, file, item.source)
    except PublishError as error:
        raise PublishError("the file is there already and is no export; name another one", file=file) from error
    for reply in found:
        name, tag = _belonging(reply, workspace)
        catalogue = load(workspace.catalogue(name, tag), file) if name == item.name and tag else None
        if edits(catalogue or Catalogue(), reply, item.source, tag or item.target):
            raise PublishError(
                f"it has translations that are in no catalogue; type: {typed(f'import {file}')}, or name another file",
                file=file,
            )


def take_back(workspace: Workspace, paths: Iterable[Path], report: Report, progress: Progress = silent) -> Taken:
    """Put what people have changed in the files into the catalogues they belong to.

    What cannot be put there is reported with file and line, the texts in it; the others go on.
    """
    result = Taken()
    with alone(workspace.cache, progress):
        for path in paths:
            try:
                found = _read(path, workspace)
            except PublishError as error:
                report.failed(error)
                continue
            told, count = len(report.findings), 0
            for reply in found:
                try:
                    count += _take(workspace, reply, workspace.shown(path), report)
                except PublishError as error:
                    report.failed(error)
            is_silent = not count and len(report.findings) == told
            result = Taken(result.entries + count, result.without_news + ((path,) if is_silent else ()))
    return result


def _read(path: Path, workspace: Workspace) -> list[Reply]:
    file = workspace.shown(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except IsADirectoryError as error:
        raise PublishError("it is a folder; name the files in it", file=file) from error
    except OSError as error:
        raise PublishError(f"cannot be read ({reason(error)}); name a file that can", file=file) from error
    return replies(content, file, workspace.settings.source)


def _take(workspace: Workspace, reply: Reply, file: str, report: Report) -> int:
    name, tag = _belonging(reply, workspace)
    folder = _folder_in(reply.name)
    if tag and folder and tag != _locale(folder, workspace):
        message = (
            f"it is in the language “{reply.target}”, but names “{reply.name}” as its catalogue; correct one of them"
        )
        raise PublishError(message, file=file, line=reply.line)
    if tag is None:
        known = ", ".join(workspace.settings.locales)
        message = f"it is in the language “{reply.target}”, which this publication has not; it has {known}"
        raise PublishError(message, file=file, line=reply.line)
    if reply.source and _plain(reply.source) != _plain(workspace.settings.source):
        message = (
            f"it was translated from “{reply.source}”, the articles are in {workspace.settings.source}; export again"
        )
        raise PublishError(message, file=file, line=reply.line)
    path = workspace.catalogue(name, tag)
    # A name from a file is only compared, so that it cannot lead anywhere else.
    if path.name not in {present.name for present in path.parent.glob("*.po")}:
        message = (
            f"it belongs to “{reply.name}”, which has no catalogue here; name the publication it came from with -C"
        )
        raise PublishError(message, file=file, line=reply.line)
    outcome = Outcome(Catalogue())

    def change(before: Catalogue | None) -> Catalogue:
        # Called again on what another program has saved meanwhile: the last call is the one that counts.
        nonlocal outcome
        outcome = applied(before or Catalogue(), reply, file, workspace.settings.source, tag)
        return outcome.catalogue

    if changed(path, change, workspace.shown(path)):
        report.written.append(path)
    report.add(outcome.findings)
    return outcome.changed


def _belonging(reply: Reply, workspace: Workspace) -> tuple[str, str | None]:
    """The article's name, and the publication's locale, that a document belongs to."""
    name = _path_in(reply.name).name.removesuffix(".po")
    # Where a tool has taken the target's language away, the catalogue's path still says it.
    return name, _locale(reply.target or _folder_in(reply.name), workspace)


def _path_in(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))


def _folder_in(name: str) -> str:
    """The folder with the catalogues of a language in the path of one; "" for the name of an article."""
    path = _path_in(name)
    return path.parts[-3] if path.parts[-2:-1] == ("LC_MESSAGES",) and len(path.parts) > 2 else ""


def _locale(written: str, workspace: Workspace) -> str | None:
    """The publication's locale of that name, however it is spelt."""
    tags = {_plain(tag): tag for tag in workspace.settings.locales}
    return tags.get(_plain(written)) or tags.get(_plain(tag_of_gettext(written)))


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()
