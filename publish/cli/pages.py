"""The commands from article to page: run, update, diff, build, status, init."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from publish.cli.call import Call, article_option, locale_option, quiet_option, work_on
from publish.invocation import typed
from publish.render.recipe import FormatName, Purpose

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@click.command()
@quiet_option
@article_option
@locale_option
@click.pass_obj
def run(call: Call, articles: tuple[str, ...], locales: tuple[str, ...]) -> None:
    """Update the catalogues, draft what is empty, check, and render: the whole work."""
    from publish.cores import cores
    from publish.render.pool import warmed_up
    from publish.steps.build import Wanted, build
    from publish.steps.draft import draft
    from publish.steps.output import MANIFEST
    from publish.steps.sources import others
    from publish.steps.status import status
    from publish.steps.update import update

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        if cores() > 1 and not (workspace.output / MANIFEST).is_file():
            warmed_up()
        with console.progress() as progress:
            changes = update(workspace, sources, report, locales=locales, progress=progress)
            draft(workspace, sources, report, locales=locales, progress=progress)
            unasked = others(workspace, sources) if articles else ()
            build(workspace, sources, report, Wanted(locales), others=unasked, progress=progress)
        console.updated(changes)
        console.status(status(workspace, sources, report, locales=locales), report.written)
        console.hint(f"Open {workspace.shown(workspace.output / 'index.html')} to see them all.")

    work_on(call, articles, locales, work)


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--dry-run", is_flag=True, help="Write nothing: say what it would mean for each locale.")
@click.pass_obj
def update(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], dry_run: bool) -> None:
    """Bring the catalogues up to date with the articles and templates."""

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        from publish.steps.update import update as step

        with console.progress() as progress:
            changes = step(workspace, sources, report, locales=locales, progress=progress)
        console.written(report.written, workspace, report.findings)
        console.updated(changes)

    def look(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        from publish.steps.diff import outlook

        with console.progress() as progress:
            found = outlook(workspace, sources, report, locales=locales, progress=progress)
        console.outlook(found)
        console.hint(f"Nothing was written. To see the sentences, type: {typed('diff')}")

    work_on(call, articles, locales, look if dry_run else work)


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@click.pass_obj
def diff(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> None:
    """Show what an update would change, and what waits for review.

    Nothing is written.
    """
    from publish.steps.diff import outlook

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            found = outlook(workspace, sources, report, locales=locales, progress=progress)
        if as_json:
            console.json(found.as_data())
            return
        console.outlook(found)
        if not found.is_change:
            console.hint("The catalogues are up to date with the articles.")
        console.changes(found)

    work_on(call, articles, locales, work)


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--final", is_flag=True, help="Only finished locales: all reviewed, no errors.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(get_args(FormatName)),
    help="Leaflets in this format instead of the settings’ (may be repeated).",
)
@click.option("--print", "press", is_flag=True, help="Leaflets for a print shop: PDF/X-4, CMYK, bleed and crop marks.")
@click.option("--mono", is_flag=True, help="Leaflets in black only, for photocopiers.")
@click.option("--pdfa", "archive", is_flag=True, help="Leaflets for archives: PDF/A-2a.")
@click.option("--linked", is_flag=True, help="Web pages that share their style sheet and fonts, for a site.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write there instead of output/.",
)
@click.pass_obj
def build(
    call: Call,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    final: bool,
    formats: tuple[FormatName, ...],
    press: bool,
    mono: bool,
    archive: bool,
    linked: bool,
    output: Path | None,
) -> None:
    """Render web pages and leaflets from the catalogues as they are."""
    from publish.steps.build import Wanted
    from publish.steps.build import build as step
    from publish.steps.sources import others

    asked: tuple[tuple[bool, Purpose], ...] = ((press, "press"), (mono, "mono"), (archive, "archive"))
    wanted = Wanted(
        locales=locales,
        formats=tuple(dict.fromkeys(formats)),
        purposes=tuple(purpose for flag, purpose in asked if flag) or ("screen",),
        final=final,
        linked=linked,
        output=output.resolve() if output else None,
    )

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            unasked = others(workspace, sources) if articles else ()
            step(workspace, sources, report, wanted, others=unasked, progress=progress)
        console.written(report.written, workspace, report.findings)

    work_on(call, articles, locales, work)


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@click.pass_obj
def status(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> None:
    """Show how far each language is."""
    from publish.steps.status import catalogues_left_behind
    from publish.steps.status import status as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        rows = step(workspace, sources, report, locales=locales)
        if not as_json:
            catalogues_left_behind(workspace, sources, report, locales=locales)
        if as_json:
            console.json([row.as_data() for row in rows])
        else:
            console.status(rows, None)

    work_on(call, articles, locales, work)


@click.command()
@quiet_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--source", default="en", metavar="LOCALE", help="The language of the articles.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language to translate into (repeat it).")
@click.pass_obj
def init(call: Call, folder: Path, source: str, locales: tuple[str, ...]) -> None:
    """Make a new publication in FOLDER."""
    from publish.steps.init import init as step

    console = call.console()
    made = step((call.folder / folder).resolve(), source, locales or ("fr", "es", "de", "ja"))
    console.lines([f"made {folder / name}" for name in made])
    console.lines([f"Put an article into {folder / 'seeds'}, then: publish -C {folder} run"])
