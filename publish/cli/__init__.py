"""The command line: parse, call a step, report. Everything slow is imported inside the command that needs it."""

from __future__ import annotations

from pathlib import Path

import click

from publish import __version__
from publish.cli import drafts, exchange, glossary, memory, models, pages, proof, templates
from publish.cli.call import Call, MainGroup

__all__ = ["main"]


@click.group(cls=MainGroup, context_settings={"help_option_names": ["-h", "--help"]})
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


for _command in (
    pages.run,
    pages.update,
    pages.diff,
    drafts.draft,
    drafts.doubts,
    pages.build,
    proof.proof,
    pages.status,
    models.models,
    glossary.glossary,
    memory.memory,
    exchange.export,
    exchange.import_,
    templates.templates,
    pages.init,
):
    main.add_command(_command)
