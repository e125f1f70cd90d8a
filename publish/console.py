"""What a person sees: problems, progress, tables. Plain lines where no terminal is."""

from __future__ import annotations

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.errors import Finding, located
from publish.progress import WAITING, Progress, silent

if TYPE_CHECKING:
    from publish.catalogue.comparing import Comparison
    from publish.steps.diff import Outlook
    from publish.steps.status import LocaleStatus
    from publish.workspace import Workspace

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


class Console:
    """Results go to standard output; problems and progress to standard error, so that a pipe gets results alone."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet

    @contextlib.contextmanager
    def progress(self) -> Iterator[Progress]:
        """A bar on a terminal, elsewhere no more than a line when another process is in the way.

        The bar is there only once there is something to wait for.
        """
        if self.quiet or not sys.stderr.isatty():
            yield silent if self.quiet else _Waiting()
            return
        from rich.console import Console as Rich
        from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
        )
        with Bars(*columns, console=Rich(stderr=True), transient=True) as bars:
            tasks: dict[str, TaskID] = {}

            def show(what: str, done: int, total: int, note: str = "", /) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=total, note=note)
                bars.update(tasks[what], completed=done, total=total, note=note)

            yield show

    def findings(self, findings: Sequence[Finding]) -> None:
        """One line for each problem; notes only to a person who has not asked for quiet."""
        shown = [finding for finding in findings if not (self.quiet and finding.severity == "note")]
        terminal = sys.stderr.isatty()
        for finding in shown:
            word = finding.severity
            text = located(finding.message, finding.file, finding.line)
            if terminal:
                _print(f"[bold {_COLOURS[word]}]{word}:[/] {_escaped(text)}", stderr=True)
            else:
                sys.stderr.write(f"{word}: {text}\n")

    def notices(self, lines: Sequence[str]) -> None:
        """Lines that are no problem but tell a person what to do next."""
        for line in lines:
            sys.stderr.write(f"{line}\n")

    def hint(self, line: str) -> None:
        """What a person may want to do next; nothing for a program that reads the output."""
        if not self.quiet and sys.stdout.isatty():
            sys.stdout.write(f"{line}\n")

    def lines(self, lines: Sequence[str]) -> None:
        """Results, a line each."""
        if not self.quiet:
            for line in lines:
                sys.stdout.write(f"{line}\n")

    def written(self, paths: Sequence[Path], workspace: Workspace, findings: Sequence[Finding] = ()) -> None:
        """The files a step wrote. That there are none is good news only if nothing failed, by what it found."""
        failed = any(finding.severity == "error" for finding in findings)
        nothing = [] if failed else ["everything is up to date"]
        self.lines([f"wrote {workspace.shown(path)}" for path in paths] or nothing)

    def updated(self, changes: Mapping[str, Comparison]) -> None:
        """What an update has changed for the translators of each locale; nothing where it has changed nothing."""
        from publish.catalogue.comparing import in_words

        self.lines([f"{tag}: {in_words(item)}" for tag, item in changes.items() if item.is_change])

    def json(self, data: Any) -> None:
        """Data for programs, even when quiet."""
        sys.stdout.write(json.dumps(data, indent=1) + "\n")

    def status(self, rows: Sequence[LocaleStatus], written: Sequence[Path] | None) -> None:
        """The table at the end of a run: a row for each locale."""
        terminal = sys.stdout.isatty()
        files = Counter(path.parent.name for path in written or () if path.suffix in (".html", ".pdf"))
        head = ["Locale", "Language", "Segments", "Reviewed", "Draft", "Outdated", "Untranslated"]
        if written is not None:
            head.append("Written" if terminal else "Files written")
        body = [
            [row.tag, row.name, *map(str, (row.segments, row.reviewed, row.draft, row.outdated, row.untranslated))]
            + ([str(files[row.tag])] if written is not None else [])
            for row in rows
        ]
        self._table(head, body, left=2)

    def outlook(self, outlook: Outlook) -> None:
        """What an update would mean: a row for each locale."""
        rows = outlook.locales
        if sys.stdout.isatty():
            head = ["Locale", *_HEAD_FOR_PEOPLE]
            body = [[tag, *_cells_for_people(item)] for tag, item in rows.items()]
            # What is nowhere to be seen leaves room for what is.
            used = [
                number
                for number, title in enumerate(head)
                if title in _ALWAYS_SHOWN or any(cells[number] != "0" for cells in body)
            ]
            head, *body = [[cells[number] for number in used] for cells in [head, *body]]
        else:
            head = ["Locale", *_HEAD_FOR_PROGRAMS]
            body = [[tag, *_cells_for_programs(item)] for tag, item in rows.items()]
        self._table(head, body, left=1)

    def changes(self, outlook: Outlook) -> None:
        """The sentences that have changed, and those that wait for review."""
        from publish.side_by_side import plain_lines, show

        if self.quiet:
            return
        tags = tuple(outlook.locales)
        if not sys.stdout.isatty():
            self.lines(list(plain_lines(outlook, tags)))
            return
        from rich.console import Console as Rich

        show(outlook, tags, Rich(highlight=False))

    def _table(self, head: Sequence[str], body: Sequence[Sequence[str]], *, left: int) -> None:
        """Columns for a person, all but the first few of them numbers; separated by tabs for a program."""
        if self.quiet:
            return
        if not sys.stdout.isatty():
            self.lines(["\t".join(cells) for cells in [head, *body]])
            return
        from rich.table import Table

        # No borders and narrow gaps: eight columns have to fit into a terminal of 80.
        table = Table(*head[:left], header_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for title in head[left:]:
            table.add_column(title, justify="right")
        for cells in body:
            table.add_row(*cells)
        _print(table)


_HEAD_FOR_PEOPLE = (
    *("Kept", "Harmless", "Back", "To review\nagain\n(words)", "From the\nmemory\n(words)", "To\ntranslate\n(words)"),
    *("Removed", "Waiting\n(words)"),
)
_ALWAYS_SHOWN = frozenset({"Locale", "Kept", _HEAD_FOR_PEOPLE[3], _HEAD_FOR_PEOPLE[5]})
_HEAD_FOR_PROGRAMS = (
    *("Kept", "Harmless", "Back", "Review again", "Words to review", "New", "From the memory"),
    *("Words from the memory", "Words to translate", "Removed", "Waiting", "Words waiting"),
)


def _cells_for_people(item: Comparison) -> list[str]:
    counts = (item.review, item.remembered, item.to_translate, item.waiting)
    review, remembered, new, waiting = (
        f"{count.segments:,} ({count.words:,})" if count.segments else "0" for count in counts
    )
    return [*_kept(item), review, remembered, new, str(item.removed.segments), waiting]


def _cells_for_programs(item: Comparison) -> list[str]:
    new = (item.new.segments, item.remembered.segments, item.remembered.words, item.to_translate.words)
    waiting = (item.waiting.segments, item.waiting.words)
    return [*_kept(item), *map(str, (item.review.segments, item.review.words, *new, item.removed.segments, *waiting))]


def _kept(item: Comparison) -> list[str]:
    return [str(count.segments) for count in (item.kept, item.harmless, item.revived)]


class _Waiting:
    """Says once that another process is in the way, and nothing of any other work."""

    def __init__(self) -> None:
        self.is_said = False

    def __call__(self, what: str, _done: int, _total: int, _note: str = "", /) -> None:
        if what == WAITING and not self.is_said:
            self.is_said = True
            sys.stderr.write(f"{what}\n")
            sys.stderr.flush()


def _print(what: Any, *, stderr: bool = False) -> None:
    from rich.console import Console as Rich

    Rich(stderr=stderr, highlight=False, soft_wrap=True).print(what)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
