"""The command line: parse, call a step, report. Everything slow is imported inside the command that needs it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish import __version__
from publish.errors import Finding, PublishError

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@dataclass(slots=True)
class Call:
    """What the options before the command say."""

    folder: Path
    quiet: bool

    def console(self) -> Console:
        """Where text goes: standard error for problems and progress, standard output for results."""
        from publish.console import Console

        return Console(quiet=self.quiet)


class _Main(click.Group):
    """Turns every error into one line and an exit code: 1 bad input, 2 wrong usage, 130 interrupted."""

    def main(self, *args: Any, **extra: Any) -> Any:
        extra["standalone_mode"] = False
        _prepare_streams()
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted; what was done is kept, run the command again to go on", err=True)
            code = 130
        except PublishError as error:
            click.echo(f"error: {error}", err=True)
            code = 1
        except OSError as error:
            # What is still to be printed would fail again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                reason = (error.strerror or str(error)).lower()
                click.echo(f"error: {error.filename or 'standard output'}: {reason}; mend that and try again", err=True)
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    """Make printing work wherever the program is started."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - till the end
        elif isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show Japanese gets its code points, not the end of the work.
            stream.reconfigure(errors="backslashreplace")


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    metavar="FOLDER",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="Work in this publication instead of the current folder.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.version_option(__version__, prog_name="publish")
@click.pass_context
def main(context: click.Context, folder: Path, quiet: bool) -> None:
    """One article in, leaflets in many languages out.

    Articles lie in seeds/, their translations in locales/, finished pages in output/.
    """
    context.obj = Call(folder, quiet)


def _be_quiet(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_object(Call).quiet = True  # type: ignore[union-attr]


_quiet = click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=_be_quiet, help="Print problems only."
)
_articles = click.option(
    "--article", "articles", multiple=True, metavar="NAME", help="Only this article (may be repeated)."
)
_locales = click.option(
    "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this locale (may be repeated)."
)


@main.command()
@_quiet
@_articles
@_locales
@click.pass_obj
def run(call: Call, articles: tuple[str, ...], locales: tuple[str, ...]) -> None:
    """Update the catalogues, draft what is empty, check, and render: the whole work."""
    from publish.render.pool import cores, warmed_up
    from publish.steps.build import build
    from publish.steps.draft import draft
    from publish.steps.output import MANIFEST
    from publish.steps.sources import others
    from publish.steps.status import status
    from publish.steps.update import update

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        if cores() > 1 and not (workspace.output / MANIFEST).is_file():
            warmed_up()
        with console.progress() as progress:
            update(workspace, sources, report, locales=locales, progress=progress)
            draft(workspace, sources, report, locales=locales, progress=progress)
            unasked = others(workspace, sources) if articles else ()
            build(workspace, sources, report, others=unasked, locales=locales, progress=progress)
        console.status(status(workspace, sources, report, locales=locales), report.written)
        console.hint(f"Open {workspace.shown(workspace.output / 'index.html')} to see them all.")

    _work(call, articles, locales, work)


@main.command()
@_quiet
@_articles
@_locales
@click.pass_obj
def update(call: Call, articles: tuple[str, ...], locales: tuple[str, ...]) -> None:
    """Bring the catalogues up to date with the articles and templates."""
    from publish.steps.update import update as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            step(workspace, sources, report, locales=locales, progress=progress)
        console.written(report.written, workspace)

    _work(call, articles, locales, work)


@main.command()
@_quiet
@_articles
@_locales
@click.option("--engine", metavar="NAME", default="", help="Draft with this engine instead of the publication's.")
@click.pass_obj
def draft(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], engine: str) -> None:
    """Fill empty entries with machine translations, marked as unreviewed."""
    from publish.steps.draft import draft as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            step(workspace, sources, report, locales=locales, engine_name=engine, progress=progress)
        console.written(report.written, workspace)

    _work(call, articles, locales, work)


@main.command()
@_quiet
@_articles
@_locales
@click.option("--final", is_flag=True, help="Only finished locales: all reviewed, no errors.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write there instead of output/.",
)
@click.pass_obj
def build(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], final: bool, output: Path | None) -> None:
    """Render web pages and leaflets from the catalogues as they are."""
    from publish.steps.build import build as step
    from publish.steps.sources import others

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        folder = output.resolve() if output else None
        with console.progress() as progress:
            unasked = others(workspace, sources) if articles else ()
            step(
                workspace,
                sources,
                report,
                others=unasked,
                locales=locales,
                final=final,
                output=folder,
                progress=progress,
            )
        console.written(report.written, workspace)

    _work(call, articles, locales, work)


@main.command()
@_quiet
@_articles
@_locales
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@click.pass_obj
def status(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> None:
    """Show how far each language is."""
    from publish.steps.status import status as step

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        rows = step(workspace, sources, report, locales=locales)
        if as_json:
            console.json([row.as_data() for row in rows])
        else:
            console.status(rows, None)

    _work(call, articles, locales, work)


@main.command()
@_quiet
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


def _work(
    call: Call,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    work: Callable[[Workspace, list[Source], Report, Console], None],
) -> None:
    """Open the publication, read the articles, do the work, and report; exit code 1 if there was an error."""
    from publish.steps.report import Report
    from publish.steps.sources import sources
    from publish.workspace import Workspace

    console, report = call.console(), Report()
    workspace = Workspace.open(call.folder.resolve())
    workspace.require(locales)
    try:
        work(workspace, sources(workspace, report, articles), report, console)
    except PublishError as error:
        report.failed(error)
    console.findings([_shown(finding, workspace) for finding in report.findings])
    console.notices(report.notices)
    if report.has_errors:
        sys.exit(1)


def _shown(finding: Finding, workspace: Workspace) -> Finding:
    """The finding with its file named relative to the publication."""
    if not finding.file.startswith(os.sep):
        return finding
    return Finding(finding.severity, finding.message, workspace.shown(Path(finding.file)), finding.line)


if __name__ == "__main__":
    main()
