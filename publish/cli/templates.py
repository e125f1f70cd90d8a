"""The commands about page templates: templates eject."""

from __future__ import annotations

import re

import click

from publish.cli.call import Call, quiet_option


@click.group()
def templates() -> None:
    """Get the pages' templates and looks to change them."""


def _as_look(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise click.BadParameter(f"“{name}” is no name for a look; use small letters, digits and hyphens")
    return name


@templates.command()
@quiet_option
@click.option(
    "--look",
    metavar="NAME",
    callback=_as_look,
    help="Copy this look only; if there is none of that name, begin it as a copy of the one in use.",
)
@click.pass_obj
def eject(call: Call, look: str | None) -> None:
    """Copy the templates that come with the program into templates/, where they can be changed.

    Files that are there stay as they are. Whatever is in templates/ is used instead of what comes with the program;
    delete a copy to have that again.
    """
    from publish.steps.eject import eject_look, eject_templates
    from publish.steps.report import Report
    from publish.workspace import Workspace

    workspace = Workspace.open(call.folder.resolve())
    report = Report()
    if look:
        eject_look(workspace, report, look)
    else:
        eject_templates(workspace, report)
    console = call.console()
    console.written(report.written, workspace)
    console.notices(report.notices)
