"""TMX files in and out: the memory exchanged with other programs, and with other publications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.errors import Finding, PublishError
from publish.languages import name_in
from publish.locks import alone
from publish.memory.pairs import Pair, Standing
from publish.memory.tmx import Counts, read
from publish.memory.tmx_writing import append, fault, write
from publish.progress import Progress, silent
from publish.steps.memory import Memories
from publish.steps.report import Report
from publish.workspace import Workspace

_TOLD_EVERY = 2000


def take_over(
    workspace: Workspace,
    paths: Sequence[Path],
    report: Report,
    *,
    locales: Sequence[str] = (),
    progress: Progress = silent,
) -> list[str]:
    """Put the pairs of TMX files into the memories of the locales; what came of each file, a line for each locale.

    A pair that is there already is not added again. A file that cannot be read to its end adds nothing more.
    """
    told: list[str] = []
    with alone(workspace.cache, progress):
        for path in paths:
            try:
                told += _taken_over(workspace, path, locales or workspace.settings.locales, report, progress)
            except PublishError as error:
                report.failed(error)
    return told


def _taken_over(
    workspace: Workspace, path: Path, tags: Sequence[str], report: Report, progress: Progress
) -> Iterator[str]:
    source, file = workspace.settings.source, workspace.shown(path)
    found = False
    languages: list[bytearray] = []
    for tag in tags:
        counts = Counts()
        target = workspace.memory(tag)
        pairs = _usable(read(path, source, tag, file=file, counts=counts), counts)
        added = append(target, _told(pairs, progress, f"{path.name}, {tag}"), source, tag, workspace.shown(target))
        if added and target not in report.written:
            report.written.append(target)
        languages.append(counts.languages)
        _report_unused(counts, tag, file, report)
        if counts.read:
            found = True
            yield f"{tag}: {_came(counts, added)} ({path.name})"
    number = sum(not any(unit) for unit in zip(*languages, strict=False))
    if number or not languages[0]:
        message = _in_other_languages(number, source, tags)
        report.add([Finding("note" if found else "warning", message if found else f"{message}; {_REMEDY}", file)])


_REMEDY = "export what is wanted here with these languages"


def _in_other_languages(number: int, source: str, tags: Sequence[str]) -> str:
    """What is said of units without the publication's languages.

    >>> _in_other_languages(2, "en", ["fr", "ja"])
    '2 units are left out: neither has a text in English and in one of French, Japanese'
    """
    names = ", ".join(name_in(tag, "en") for tag in tags)
    wanted = f"a text in {name_in(source, 'en')} and in {names if len(tags) == 1 else f'one of {names}'}"
    match number:
        case 0:
            return f"it has no unit, and so none that has {wanted}"
        case 1:
            return f"1 unit is left out: it does not have {wanted}"
        case _:
            return f"{number:,} units are left out: {'neither' if number == 2 else 'none'} has {wanted}"


def _usable(pairs: Iterator[Pair], counts: Counts) -> Iterator[Pair]:
    for pair in pairs:
        if why := fault(pair):
            counts.read -= 1
            counts.skip(f"with {why}")
        else:
            yield pair


def _told(pairs: Iterator[Pair], progress: Progress, what: str) -> Iterator[Pair]:
    for number, pair in enumerate(pairs, 1):
        if number % _TOLD_EVERY == 0:
            progress(what, 0, 0, f"{number:,} pairs")
        yield pair


def _came(counts: Counts, added: int) -> str:
    """What came of a file.

    >>> _came(Counts(units=3, read=2), 1)
    '1 pair added, 1 there already'
    """
    there = counts.read - added
    return f"{added} {'pair' if added == 1 else 'pairs'} added" + (f", {there} there already" if there else "")


def _report_unused(counts: Counts, tag: str, file: str, report: Report) -> None:
    for why, number in counts.unused.items():
        units = "unit is" if number == 1 else "units are"
        report.add([Finding("note", f"{tag}: {number} {units} left out {why}", file)])
    if counts.left_out:
        marks = "mark is" if counts.left_out == 1 else "marks are"
        report.add(
            [
                Finding(
                    "note", f"{tag}: {counts.left_out} {marks} left out of the texts, which have no place in them", file
                )
            ]
        )


def hand_out(known: Memories, tag: str, path: Path, *, everything: bool = False) -> int:
    """Write a locale's reviewed pairs, or all, as a TMX file; how many there are.

    `PublishError` if there is a file that is no TMX, or is the publication's own memory.
    """
    workspace = known.workspace
    if any(_is_same(path, workspace.memory(other)) for other in workspace.settings.locales):
        raise PublishError(
            "this is the publication's own memory, which holds more than is written here; name another file",
            file=workspace.shown(path),
        )
    if path.exists() and path.stat().st_size and not _is_tmx(path):
        raise PublishError("the file is there already and is no TMX; name another file", file=str(path))
    worst = Standing.MACHINE if everything else Standing.REVIEWED
    return known.ask(
        tag,
        lambda memory: write(path, memory.all(worst), workspace.settings.source, tag, workspace.shown(path)),
    )


def _is_same(path: Path, other: Path) -> bool:
    """Whether both name one file, through links or letters of another case too."""
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


def _is_tmx(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"<tmx" in stream.read(4096).replace(b"\0", b"")
