"""The commands for translators with other tools: export, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, article_option, quiet_option, work_on

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@click.command()
@quiet_option
@click.argument("locales", metavar="LOCALE...", nargs=-1, required=True)
@article_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["xliff-1.2", "xliff-2.0", "csv"]),
    default="xliff-1.2",
    show_default=True,
    help="XLIFF for translation programs, CSV for spreadsheets.",
)
@click.option(
    "--to",
    metavar="PLACE",
    type=click.Path(path_type=Path),
    help="Write into this folder, or this file, instead of output/exchange/.",
)
@click.option("--all/--todo", "everything", default=True, help="Every sentence, or those no one has reviewed.")
@click.pass_obj
def export(
    call: Call, locales: tuple[str, ...], articles: tuple[str, ...], form: str, to: Path | None, everything: bool
) -> None:
    """Write translations as XLIFF or CSV, for translators with other programs.

    Bring the files back with “import”. A file with work that is in no catalogue yet is never written over.
    """
    from publish.steps.exchange import export as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        place = to.resolve() if to else None
        tags = tuple(dict.fromkeys(locales))
        step(workspace, sources, report, tags, form, to=place, todo=not everything, with_site=not articles)
        console.written(report.written, workspace, report.findings)

    work_on(call, articles, locales, work)


@click.command("import")
@quiet_option
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def import_(call: Call, files: tuple[Path, ...]) -> None:
    """Take translations over from exported files that translators have worked on.

    Where a translation was changed here too since the export, it stays, and both are shown. Sentences that have changed
    since are updated where that is sure; the rest is listed.
    """
    from publish.steps.exchange import take_back
    from publish.steps.report import Report
    from publish.workspace import Workspace

    console, report = call.console(), Report()
    workspace = Workspace.open(call.folder.resolve())
    with console.progress() as progress:
        taken = take_back(workspace, [file.resolve() for file in files], report, progress)
    if report.written:
        console.written(report.written, workspace)
    entries = "1 entry" if taken.entries == 1 else f"{taken.entries} entries"
    console.lines([f"took over what was changed in {entries}"] if taken.entries else [])
    console.lines([f"nothing new in {workspace.shown(path)}" for path in taken.without_news])
    console.findings(report.findings)
    if report.has_errors:
        sys.exit(1)
