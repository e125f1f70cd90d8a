"""The commands for Argos Translate's packages: models list, install, remove, path."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, quiet_option
from publish.errors import PublishError, SettingsError

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report

index_option = click.option(
    "--index",
    metavar="URL|FILE",
    default="",
    help="Another index than Argos's own (or that of ARGOS_PACKAGE_INDEX).",
)
from_option = click.option(
    "--from", "source", metavar="LOCALE", default="", help="Translate from this language instead of the publication's."
)


@click.group()
@click.pass_obj
def models(call: Call) -> None:
    """Manage the translation packages on this machine."""
    if not call.folder.is_dir():
        raise SettingsError("there is no such folder; correct the name behind -C", file=str(call.folder))


@models.command("list")
@quiet_option
@click.option("--available", "from_index", is_flag=True, help="List what can be installed instead.")
@index_option
@click.pass_obj
def list_(call: Call, from_index: bool, index: str) -> None:
    """List the packages that are installed, or that can be."""
    from publish.invocation import typed
    from publish.models.disk import megabytes
    from publish.steps.models import available, direction, packages
    from publish.steps.report import Report

    console, report = call.console(), Report()
    if from_index or index:
        rows = [
            [direction(row.offer.source, row.offer.target), row.offer.version, row.installed, row.arguments]
            for row in available(index, usual=_usual(call))
        ]
        _table(console, ["Languages", "Version", "Installed", "publish models install …"], rows)
        return
    rows = [
        [
            direction(row.package.source, row.package.target),
            row.package.version,
            megabytes(row.size),
            str(row.package.folder),
        ]
        for row in packages(report)
    ]
    _table(console, ["Languages", "Version", "Size", "Folder"], rows)
    if not rows:
        console.hint(f"No package is installed. To install one, type: {typed('models install LOCALE')}")
    _end(console, report)


@models.command()
@quiet_option
@click.argument("wanted", nargs=-1, required=True, metavar="LOCALE|FILE...")
@from_option
@index_option
@click.pass_obj
def install(call: Call, wanted: tuple[str, ...], source: str, index: str) -> None:
    """Download and install what translates to LOCALE, or install a package from FILE (.argosmodel)."""
    from publish.steps.models import install as step
    from publish.steps.report import Report

    console, report = call.console(), Report()
    start = source or _source(call, wanted)
    with console.progress() as progress:
        results = step(wanted, report, source=start, index=index, progress=progress)
    console.lines([str(result) for result in results])
    _end(console, report)


@models.command()
@quiet_option
@click.argument("names", nargs=-1, required=True, metavar="LOCALE|NAME...")
@from_option
@click.pass_obj
def remove(call: Call, names: tuple[str, ...], source: str) -> None:
    """Remove installed packages, by the LOCALE they translate to or by NAME."""
    from publish.steps.models import remove as step
    from publish.steps.report import Report

    console, report = call.console(), Report()
    with console.progress() as progress:
        results = step(names, report, source=source or _source(call, names), progress=progress)
    console.lines([str(result) for result in results])
    _end(console, report)


@models.command()
@quiet_option
def path() -> None:
    """Print the folder where the packages are."""
    from publish.engines.argos_packages import packages_folder

    click.echo(packages_folder())


def _source(call: Call, names: Sequence[str]) -> str:
    """The language to translate from; the publication is not asked where no name is a locale."""
    from publish.steps.models import is_file, source_language

    return "en" if all(map(is_file, names)) else source_language(call.folder.resolve())


def _usual(call: Call) -> str:
    """The language that the next command translates from, with -C or without; empty where that makes a difference."""
    from publish.steps.models import source_language

    try:
        languages = {source_language(folder.resolve()) for folder in (call.folder, Path.cwd())}
    except PublishError:
        return ""
    return languages.pop() if len(languages) == 1 else ""


def _end(console: Console, report: Report) -> None:
    console.findings(report.findings)
    console.notices(report.notices)
    if report.has_errors:
        sys.exit(1)


def _table(console: Console, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns side by side for a person, separated by tabs for a program."""
    if not sys.stdout.isatty():
        console.lines(["\t".join(cells) for cells in [head, *rows]])
        return
    from rich.cells import cell_len, set_cell_size

    widths = [max(cell_len(cells[column]) for cells in [head, *rows]) for column in range(len(head))]
    console.lines(["  ".join(map(set_cell_size, cells, widths)).rstrip() for cells in ([head, *rows] if rows else [])])
