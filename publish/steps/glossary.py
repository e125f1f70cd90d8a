"""What the commands about terms do: show the glossary, hold it against the catalogues, exchange it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.article import plain
from publish.catalogue.entry import Entry, state_of
from publish.catalogue.store import load
from publish.errors import Finding, PublishError
from publish.files import write_whole
from publish.glossary.merging import merged, shown
from publish.glossary.table import load_glossary, save_glossary
from publish.glossary.terms import Glossary, Use, is_quoted, is_used
from publish.markup import parsed
from publish.segments import MERGED, State
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import Workspace

TBX, CSV = ".tbx", ".csv"
SUFFIXES = (TBX, CSV)
"""The kinds of file a glossary can be exchanged as."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many translations were held against the glossary, how many uses of terms they have, and how many miss."""

    translations: int = 0
    uses: int = 0
    misses: int = 0


def glossary_in(workspace: Workspace) -> Glossary:
    """The publication's glossary; `PublishError` if it has none."""
    file = workspace.shown(workspace.glossary)
    glossary = load_glossary(workspace.glossary, file)
    if glossary is None:
        raise PublishError("there is no glossary yet; write one, or call: publish glossary import FILE", file=file)
    return glossary


def rows(glossary: Glossary, locales: Collection[str] = ()) -> list[list[str]]:
    """The glossary as a table with a head, of all its columns or those that speak for `locales`."""
    columns = [tag for tag in glossary.locales if not locales or tag in {glossary.column(name) for name in locales}]
    table = [["Term", "Note", *columns]]
    for term in glossary.terms:
        cells = [term.cell(column) for column in columns]
        table.append([term.source, term.note, *("" if cell is None else shown(cell) for cell in cells)])
    return table


def check(
    workspace: Workspace, articles: Iterable[Source], report: Report, *, locales: Collection[str] = ()
) -> Checked:
    """Report every reviewed or drafted translation that has another word than the glossary's for one of its terms."""
    glossary = glossary_in(workspace)
    translations = uses = misses = 0
    for source in articles:
        for tag in workspace.settings.locales:
            if locales and tag not in locales:
                continue
            for entry in _translated(workspace, source.article.name, tag, report):
                sentence = plain(parsed(entry.source, workspace.settings.source))
                translation = plain(parsed(entry.translation, tag))
                found = glossary.uses(sentence, tag)
                missed = {use.term.source: use for use in found if not _is_kept(use, sentence, translation, tag)}
                translations, uses, misses = translations + 1, uses + len(found), misses + len(missed)
                file = workspace.shown(workspace.catalogue(source.article.name, tag))
                report.add(Finding("warning", _miss(use), file, entry.line) for use in missed.values())
    return Checked(translations, uses, misses)


def _translated(workspace: Workspace, name: str, tag: str, report: Report) -> Iterator[Entry]:
    path = workspace.catalogue(name, tag)
    try:
        catalogue = load(path, workspace.shown(path))
    except PublishError as error:
        report.failed(error)
        return
    for entry in catalogue.live if catalogue else ():
        if state_of(entry) in (State.REVIEWED, State.DRAFT) and entry.translation != MERGED:
            yield entry


def _is_kept(use: Use, sentence: str, translation: str, tag: str) -> bool:
    return is_used(use, translation, tag) or is_quoted(use, sentence, translation)


def _miss(use: Use) -> str:
    if not use.wanted:
        return f"“{use.term.source}” is to stay as it is, and is not there"
    return f"“{use.term.source}” is to be “{'” or “'.join(use.wanted)}”, and is not"


def take_over(workspace: Workspace, path: Path, report: Report) -> None:
    """Put the terms of a TBX or CSV file into the glossary; what a person wrote there stays, differences are reported.

    `PublishError` if the file cannot be understood; nothing is written then.
    """
    other = _read(path, workspace.settings.source)
    file = workspace.shown(workspace.glossary)
    own = load_glossary(workspace.glossary, file) or Glossary((), ())
    result = merged(own, other, workspace.settings.locales)
    report.add(Finding("warning", item.message, file, item.line) for item in result.differences)
    if result.left_out:
        report.notices.append(f"{path.name}: left out {', '.join(result.left_out)}, no locales of this publication")
    if result.glossary != own and save_glossary(workspace.glossary, result.glossary, file):
        report.written.append(workspace.glossary)


def hand_out(workspace: Workspace, path: Path) -> bool:
    """Write the glossary as a TBX or CSV file, by its suffix; true if the file changed."""
    glossary = glossary_in(workspace)
    if path.suffix.lower() == TBX:
        from publish.glossary.tbx import written

        return write_whole(path, written(glossary, workspace.settings.source, str(path)))
    return save_glossary(path, glossary, for_spreadsheets=True)


def _read(path: Path, source: str) -> Glossary:
    file = str(path)
    if path.suffix.lower() == TBX:
        from publish.glossary.tbx import LARGEST, parsed

        try:
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PublishError(f"cannot be read ({reason}); name a file that can", file=file) from error
        return parsed(content, file, source)
    glossary = load_glossary(path, file)
    if glossary is None:
        raise PublishError("there is no such file; name one that is there", file=file)
    return glossary
