"""What every command shares: where text goes, the options they have in common, and errors turned into exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish.early_interrupts import INTERRUPTED, SENTENCE, raise_when_interrupted
from publish.errors import Finding, PublishError, reason

if TYPE_CHECKING:
    from publish.console import Console
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


_OBJECTS_BEFORE_COLLECTING = 50_000


@dataclass(slots=True)
class Call:
    """What the options before the command say."""

    folder: Path
    quiet: bool

    def console(self) -> Console:
        """Where text goes: standard error for problems and progress, standard output for results."""
        from publish.console import Console

        return Console(quiet=self.quiet)


class MainGroup(click.Group):
    """Turns every error into one line and an exit code: 1 bad input, 2 wrong usage, 130 interrupted."""

    def main(self, *args: Any, **extra: Any) -> Any:
        extra["standalone_mode"] = False
        try:
            raise_when_interrupted()
            # What a command makes it keeps to its end: Python's 700 would look through it again and again, for nothing.
            gc.set_threshold(_OBJECTS_BEFORE_COLLECTING, *gc.get_threshold()[1:])
            _prepare_streams()
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            click.echo(SENTENCE, err=True)
            code = INTERRUPTED
        except PublishError as error:
            click.echo(f"error: {error}", err=True)
            code = 1
        except OSError as error:
            # What is still to be printed would fail again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                click.echo(
                    f"error: {error.filename or 'standard output'}: {reason(error)}; mend that and try again", err=True
                )
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


def _be_quiet(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.find_object(Call).quiet = True  # type: ignore[union-attr]


quiet_option = click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=_be_quiet, help="Print problems only."
)
article_option = click.option(
    "--article", "articles", multiple=True, metavar="NAME", help="Only this article (may be repeated)."
)
locale_option = click.option(
    "--locale", "locales", multiple=True, metavar="LOCALE", help="Only this locale (may be repeated)."
)


def work_on(
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
