"""The commands about what a machine wrote: draft, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, article_option, locale_option, quiet_option, work_on

if TYPE_CHECKING:
    from publish.console import Console
    from publish.drafting.draft import Filled
    from publish.steps.doubtful import Doubtful
    from publish.steps.report import Report
    from publish.steps.sources import Source
    from publish.workspace import Workspace


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--engine", metavar="NAME", default="", help="Draft with this engine instead of the publication's.")
@click.option(
    "--redo",
    metavar="ENGINE",
    default="",
    help="Make the drafts of this engine again, where nobody has changed or accepted them.",
)
@click.option(
    "--sample", "number", metavar="NUMBER", type=click.IntRange(1), help="Print that many drafts, write none."
)
@click.pass_obj
def draft(
    call: Call, articles: tuple[str, ...], locales: tuple[str, ...], engine: str, redo: str, number: int | None
) -> None:
    """Fill empty entries with machine translations, marked as unreviewed."""
    from publish.errors import EngineError
    from publish.steps.draft import draft as step
    from publish.steps.sample import sample

    if number and redo:
        raise click.UsageError("--sample writes nothing, so there is nothing to --redo; give one of the two")

    def show(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        for tag in locales or workspace.settings.locales:
            try:
                found = sample(workspace, sources, tag, report, number or 0, engine_name=engine)
            except EngineError as error:
                report.failed(error)
            else:
                console.lines(list(_sampled(found, workspace.settings.source, tag)))

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        with console.progress() as progress:
            step(
                workspace,
                sources,
                report,
                locales=locales,
                engine_name=engine,
                redo=redo,
                progress=progress,
            )
        if report.written or not (report.notices or report.has_errors):
            console.written(report.written, workspace, report.findings)

    work_on(call, articles, locales, show if number else work)


@click.command()
@quiet_option
@article_option
@locale_option
@click.option("--limit", metavar="NUMBER", type=click.IntRange(1), help="Only that many, the most doubtful.")
@click.pass_obj
def doubts(call: Call, articles: tuple[str, ...], locales: tuple[str, ...], limit: int | None) -> None:
    """List the machine's drafts that nobody has reviewed, the most doubtful first."""
    from publish.steps.doubtful import doubtful

    def work(workspace: Workspace, sources: list[Source], report: Report, console: Console) -> None:
        found = doubtful(workspace, sources, report, locales=locales)[:limit]
        console.lines([_line(item) for item in found] or ["no draft of a machine is waiting for review"])

    work_on(call, articles, locales, work)


def _sampled(found: Sequence[Filled], source: str, tag: str) -> Iterator[str]:
    for filled in found:
        yield f"{source}: {filled.key[1]}"
        yield f"{tag}: {filled.text or '(left empty)'}"
        yield "    " + "; ".join([filled.origin, *filled.remarks])
        yield ""


def _line(item: Doubtful) -> str:
    """One draft as editors and terminals can jump to it: file, line, then what is known of it."""
    confidence = "confidence unknown" if item.confidence is None else f"confidence {item.confidence}%"
    reasons = [f"left empty: {item.refused}"] if item.refused else [confidence, *item.remarks]
    return f"{item.file}:{item.line}: {'; '.join(reasons)} — {_short(item.translation or item.source)}"


def _short(text: str, most: int = 60) -> str:
    """The beginning of a text, cut between words where there are some.

    >>> _short("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rpartition(' ')[0] or head} …"
