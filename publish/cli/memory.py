"""The commands about the translation memory: memory status, search, import and export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.call import Call, locale_option, quiet_option

if TYPE_CHECKING:
    from publish.console import Console
    from publish.memory.search import Similar
    from publish.steps.report import Report
    from publish.workspace import Workspace


@click.group()
def memory() -> None:
    """Look into the translation memory, and exchange it as TMX."""


@memory.command()
@quiet_option
@locale_option
@click.pass_obj
def status(call: Call, locales: tuple[str, ...]) -> None:
    """Show how much the memory knows, by language and file."""
    from publish.steps.memory import hint_for_empty, memories, size_of_cache
    from publish.steps.memory_status import holdings

    def work(workspace: Workspace, report: Report, console: Console) -> None:
        with console.progress() as progress, memories(workspace, report, progress) as known:
            rows = [row for tag in locales or workspace.settings.locales for row in holdings(known, tag)]
        if not rows:
            console.notices([hint_for_empty()])
            return
        head = ["Locale", "File", "Reviewed", "Imported", "Not reviewed", "Machine"]
        table = [head, *([row.tag, row.file, *map(str, row.numbers)] for row in rows)]
        if console.quiet or not sys.stdout.isatty():
            console.lines(["\t".join(cells) for cells in table])
        else:
            _print_table(table)
            console.hint(
                f"{size_of_cache(workspace) / 1e6:.1f} MB in locales/.cache/, which can be deleted at any time"
            )

    _run(call, locales, work)


@memory.command()
@quiet_option
@click.option(
    "--limit", metavar="NUMBER", default=5, show_default=True, type=click.IntRange(1), help="At most that many."
)
@click.argument("locale", metavar="LOCALE")
@click.argument("text", metavar="TEXT")
@click.pass_obj
def search(call: Call, limit: int, locale: str, text: str) -> None:
    """Show what the memory has for TEXT, and for sentences like it."""
    from publish.steps.memory import matches, memories

    def work(workspace: Workspace, report: Report, console: Console) -> None:
        with console.progress() as progress, memories(workspace, report, progress) as known:
            found = matches(known, locale, text, limit)
        console.lines(list(_found(found, text)) or ["nothing like it is in the memory"])

    _run(call, (locale,), work)


@memory.command("import")
@quiet_option
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="Only what the files have in this language; without it, in each of the publication's (may be repeated).",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def import_(call: Call, locales: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """Take over the translations in TMX files.

    They go to the end of locales/memory/LOCALE.tmx; what is there already is not added again. Sentences filled from
    them are drafts: whatever was reviewed elsewhere, nobody here has done so.
    """
    from publish.steps.memory_exchange import take_over

    def work(workspace: Workspace, report: Report, console: Console) -> None:
        with console.progress() as progress:
            told = take_over(workspace, [path.resolve() for path in files], report, locales=locales, progress=progress)
        console.lines(told)

    _run(call, locales, work)


@memory.command()
@quiet_option
@locale_option
@click.option("--all", "everything", is_flag=True, help="Also what nobody here has reviewed, and what was imported.")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(call: Call, locales: tuple[str, ...], everything: bool, file: Path | None) -> None:
    """Write the reviewed translations of a language into FILE, as TMX.

    Without FILE, each language goes into a file LOCALE.tmx in the current folder.
    """
    from publish.steps.memory import memories
    from publish.steps.memory_exchange import hand_out

    def work(workspace: Workspace, report: Report, console: Console) -> None:
        tags = locales or workspace.settings.locales
        if file and len(tags) != 1:
            raise click.UsageError("FILE takes one language; name it with --locale")
        with console.progress() as progress, memories(workspace, report, progress) as known:
            for tag in tags:
                path = (file or Path(f"{tag}.tmx")).resolve()
                number = hand_out(known, tag, path, everything=everything)
                console.lines([f"wrote {workspace.shown(path)} ({number} {'pair' if number == 1 else 'pairs'})"])

    _run(call, locales, work)


def _run(call: Call, locales: Sequence[str], work: Callable[[Workspace, Report, Console], None]) -> None:
    """Open the publication, do the work, and report; exit code 1 if there was an error."""
    from publish.errors import SettingsError
    from publish.steps.report import Report
    from publish.workspace import Workspace

    console, report = call.console(), Report()
    workspace = Workspace.open(call.folder.resolve())
    workspace.require(locales)
    if workspace.settings.source in locales:
        raise SettingsError(f"{workspace.settings.source} is the language translated from; name another one")
    work(workspace, report, console)
    console.findings(report.findings)
    console.notices(report.notices)
    if report.has_errors:
        sys.exit(1)


def _found(found: Sequence[Similar], text: str) -> Iterator[str]:
    from publish.memory.wording import exact_words, offer_words

    for item in found:
        yield exact_words(item.pair) if item.pair.source == text else offer_words(item, text)


def _print_table(table: list[list[str]]) -> None:
    from rich.console import Console as Rich
    from rich.table import Table

    shown = Table(*table[0][:2], header_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for title in table[0][2:]:
        shown.add_column(title, justify="right")
    for cells in table[1:]:
        shown.add_row(*cells)
    Rich(highlight=False).print(shown)
