"""The command that fills empty entries by machine: draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, article_option, locale_option, quiet_option, work_on

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--engine", metavar="NAME", default="", help="Draft with this engine instead of the publication's.")
@click.pass_obj
def draft(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], engine: str) -> None:
    """Fill empty entries with machine translations, marked as unreviewed."""
    from publish.steps.draft import draft as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            step(workspace, sources, report, locales=locales, engine_name=engine, progress=progress)
        console.written(report.written, workspace)

    work_on(call, articles, locales, work)
