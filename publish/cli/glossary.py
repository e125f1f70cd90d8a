"""The commands about terms: glossary list, check, import and export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, article_option, locale_option, quiet_option, work_on

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@click.group()
def glossary() -> None:
    """Show, check and exchange the terms in locales/glossary.csv."""


def _with_suffix(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    from publish.steps.glossary import SUFFIXES

    if path.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"“{path.name}” ends in neither {' nor '.join(SUFFIXES)}; use a file that does")
    return path.resolve()


_file_argument = click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), callback=_with_suffix
)


@glossary.command("list")
@quiet_option
@locale_option
@click.pass_obj
def list_(call: Call, locales: tuple[str, ...]) -> None:
    """List the terms and what they are in each language.

    A term with “=” or nothing in a language's column stays as it is. “?” says that nobody has decided yet: the term is
    neither kept nor checked, unless all other languages in the same script leave it as it is.
    """
    from publish.steps.glossary import glossary_in, rows

    def work(workspace: Workspace, _report: Report, console: Console) -> None:
        workspace.require(locales)
        table = rows(glossary_in(workspace), locales)
        if console.quiet or not sys.stdout.isatty():
            console.lines(["\t".join(cells) for cells in table])
        else:
            _print_table(table)

    _without_articles(call, work)


@glossary.command()
@quiet_option
@article_option
@locale_option
@click.pass_obj
def check(call: Call, articles: tuple[str, ...], locales: tuple[str, ...]) -> None:
    """Warn of translations that have other words than the glossary."""
    from publish.steps.glossary import check as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        checked = step(workspace, sources, report, locales=locales)
        console.lines(
            [f"{checked.translations} translations use terms {checked.uses} times; {checked.misses} to look at"]
        )

    work_on(call, articles, locales, work)


@glossary.command("import")
@quiet_option
@_file_argument
@click.pass_obj
def import_(call: Call, file: Path) -> None:
    """Take over terms from FILE (.tbx or .csv).

    Nothing that somebody decided is changed; where FILE says something else, that is reported. Where FILE says nothing
    of a term, “?” is written: nobody has decided yet.
    """
    from publish.steps.glossary import take_over

    def work(workspace: Workspace, report: Report, console: Console) -> None:
        take_over(workspace, file, report)
        console.written(report.written, workspace, report.findings)

    _without_articles(call, work)


@glossary.command()
@quiet_option
@_file_argument
@click.pass_obj
def export(call: Call, file: Path) -> None:
    """Write the terms into FILE (.tbx or .csv); a file that is there and is no glossary is left alone."""
    from publish.steps.glossary import hand_out

    def work(workspace: Workspace, _report: Report, console: Console) -> None:
        console.written([file] if hand_out(workspace, file) else [], workspace)

    _without_articles(call, work)


def _without_articles(call: Call, work: Callable[[Workspace, Report, Console], None]) -> None:
    """Open the publication, do the work, and report; an error ends it."""
    from publish.steps.report import Report
    from publish.workspace import Workspace

    console, report = call.console(), Report()
    work(Workspace.open(call.folder.resolve()), report, console)
    console.findings(report.findings)
    console.notices(report.notices)


def _print_table(table: list[list[str]]) -> None:
    from rich.console import Console as Rich
    from rich.table import Table
    from rich.text import Text

    # Long words are broken, not cut: Japanese has no spaces to break at.
    shown = Table(header_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for title in table[0]:
        shown.add_column(title, overflow="fold")
    for cells in table[1:]:
        shown.add_row(*map(Text, cells))
    Rich(highlight=False).print(shown)
