"""The command that lays a translation out for review on paper."""

from __future__ import annotations

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
@article_option
@click.option("--waiting", is_flag=True, help="Only what waits for a reviewer.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write there instead of output/.",
)
@click.argument("locale")
@click.pass_obj
def proof(call: Call, locale: str, articles: tuple[str, ...], waiting: bool, output: Path | None) -> None:
    """Lay out source and translation side by side, for review on paper."""
    from publish.steps.proof import ProofWanted
    from publish.steps.proof import proof as step

    wanted = ProofWanted(locale, waiting, output.resolve() if output else None)

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            step(workspace, sources, report, wanted, progress)
        console.written(report.written, workspace, report.findings)

    work_on(call, articles, (locale,), work)
