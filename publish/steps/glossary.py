"""What the commands about terms do: show the glossary, hold it against the catalogues, exchange it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.article import plain
from publish.catalogue.entry import Entry, state_of
from publish.catalogue.store import load
from publish.errors import Finding, PublishError, reason
from publish.files import content_of, write_whole
from publish.glossary.merging import merged
from publish.glossary.saving import save_glossary
from publish.glossary.table import cell_text, load_glossary, parsed
from publish.glossary.terms import Glossary, Use, is_quoted, is_used
from publish.invocation import typed
from publish.markup import parsed as markup
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
        raise PublishError(f"there is no glossary yet; write one, or type: {typed('glossary import FILE')}", file=file)
    return glossary


def rows(glossary: Glossary, locales: Collection[str] = ()) -> list[list[str]]:
    """The glossary as a table with a head, of all its columns or those that speak for `locales`."""
    columns = [tag for tag in glossary.locales if not locales or tag in {glossary.column(name) for name in locales}]
    table = [["Term", "Note", *columns]]
    return table + [[cell_text(term, name) for name in ("term", "note", *columns)] for term in glossary.terms]


def check(
    workspace: Workspace, articles: Iterable[Source], report: Report, *, locales: Collection[str] = ()
) -> Checked:
    """Report every reviewed or drafted translation that has another word than the glossary's for one of its terms.

    Columns whose empty cells keep words in the source's language that others translate are reported too, once each.
    """
    glossary = glossary_in(workspace)
    report.add(_untold(glossary, workspace.shown(workspace.glossary), locales or workspace.settings.locales))
    translations = uses = misses = 0
    for source in articles:
        for tag in workspace.settings.locales:
            if locales and tag not in locales:
                continue
            for entry in _translated(workspace, source.article.name, tag, report):
                sentence = plain(markup(entry.source, workspace.settings.source))
                translation = plain(markup(entry.translation, tag))
                found = glossary.uses(sentence, tag)
                missed = {use.term.source: use for use in found if not _is_kept(use, sentence, translation, tag)}
                translations, uses, misses = translations + 1, uses + len(found), misses + len(missed)
                file = workspace.shown(workspace.catalogue(source.article.name, tag))
                report.add(Finding("warning", _miss(use), file, entry.line) for use in missed.values())
    return Checked(translations, uses, misses)


def _untold(glossary: Glossary, file: str, locales: Collection[str]) -> Iterator[Finding]:
    for column in glossary.locales:
        terms = glossary.untold(column)
        if terms and column in {glossary.column(tag) for tag in locales}:
            message = (
                f"empty cells in the column {column} keep “{terms[0].source}” as it is"
                f"{f' and {len(terms) - 1} more' if len(terms) > 1 else ''}, which others translate; "
                "write = there if that is meant, or ? where nobody has decided"
            )
            yield Finding("warning", message, file, terms[0].line)


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

    Where the file says nothing of a term, nobody has decided; how often, is reported. `PublishError` if the file cannot
    be understood; nothing is written then.
    """
    other, findings = _read(path, workspace)
    report.add(findings)
    file = workspace.shown(workspace.glossary)
    own = load_glossary(workspace.glossary, file) or Glossary((), ())
    result = merged(own, other, workspace.settings.locales)
    report.add(Finding("warning", item.message, file, item.line) for item in result.differences)
    report.add(Finding("warning", _undecided(tag, count), file) for tag, count in result.undecided)
    if result.left_out:
        report.notices.append(f"{path.name}: left out {', '.join(result.left_out)}, no locales of this publication")
    if result.glossary != own and save_glossary(workspace.glossary, result.glossary, file):
        report.written.append(workspace.glossary)


def _undecided(tag: str, count: int) -> str:
    terms = "1 term is" if count == 1 else f"{count} terms are"
    return f"{terms} undecided in the column {tag} (“?”); write the words there, or = to leave a term as it is"


def hand_out(workspace: Workspace, path: Path) -> bool:
    """Write the glossary as a TBX or CSV file, by its suffix; true if the file changed.

    `PublishError` if the file is there and is anything but a glossary.
    """
    glossary = glossary_in(workspace)
    present = content_of(path, str(path))
    if present and not _is_glossary(present, path):
        raise PublishError("the file is there already and is no glossary; name another file", file=str(path))
    if path.suffix.lower() == TBX:
        from publish.glossary.tbx import written

        return write_whole(path, written(glossary, workspace.settings.source, str(path)))
    return save_glossary(path, glossary.spelled_out(), for_spreadsheets=True)


def _is_glossary(content: bytes, path: Path) -> bool:
    if path.suffix.lower() == TBX:
        from publish.glossary.tbx import is_tbx

        return is_tbx(content)
    try:
        parsed(content, "")
    except PublishError:
        return False
    return True


def _read(path: Path, workspace: Workspace) -> tuple[Glossary, Sequence[Finding]]:
    file = str(path)
    if path.suffix.lower() == TBX:
        from publish.glossary import tbx

        try:
            with path.open("rb") as stream:
                content = stream.read(tbx.LARGEST + 1)
        except OSError as error:
            raise PublishError(f"cannot be read ({reason(error)}); name a file that can", file=file) from error
        read = tbx.parsed(content, file, workspace.settings.source, workspace.settings.locales)
        return read.glossary, read.findings
    glossary = load_glossary(path, file)
    if glossary is None:
        raise PublishError("there is no such file; name one that is there", file=file)
    return glossary, ()
