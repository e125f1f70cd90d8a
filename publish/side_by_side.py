"""Changes of a text as people read them: old and new side by side, below one another where the terminal is narrow.

Where no terminal is, each change is one line.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from publish.errors import located
from publish.word_diff import Span, plain_diff, visible, word_diff

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from publish.catalogue.source_changes import SourceChange
    from publish.steps.diff import Change, Outlook, Waiting

NARROW = 100
"""Columns of a terminal below which two columns of prose would be too narrow to read."""

_WIDEST = 180
_INDENT = 2
_SHORT = 60
_STYLES = {"same": "", "removed": "bold red", "added": "bold green"}
_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


def plain_lines(outlook: Outlook, tags: Sequence[str]) -> Iterator[str]:
    """A line for each change and for each entry that waits; `tags` are all the locales that were looked at."""
    for article in outlook.new_articles:
        yield f"{article.file}: {_new_article(article.size.segments, article.size.words, article.tags, tags)}"
    for change in outlook.changes:
        words = _in_words(change.source, change.tags, tags)
        yield _one_line(located(f"{words}: {_difference(change.source)}", change.file, change.source.line))
    for item in outlook.waiting:
        for place in item.entries:
            yield _one_line(located(f"waiting: {item.role}: {plain_diff(item.old, item.new)}", place.file, place.line))


def show(outlook: Outlook, tags: Sequence[str], console: Console) -> None:
    """The same on a terminal."""
    from rich.text import Text

    for article in outlook.new_articles:
        words = _new_article(article.size.segments, article.size.words, article.tags, tags)
        console.print(Text.assemble("\n", (article.file, "bold"), f": {words}"))
    for file, changes in itertools.groupby(outlook.changes, key=lambda change: change.file):
        console.print(Text(f"\nChanges in {file}", style="bold"))
        for change in changes:
            _show_change(change, tags, console)
    if outlook.waiting:
        console.print(Text("\nWaiting for review since an earlier update", style="bold"))
    for item in outlook.waiting:
        _show_waiting(item, console, with_translation=len(tags) == 1)


def _show_change(change: Change, tags: Sequence[str], console: Console) -> None:
    from rich.text import Text

    source = change.source
    head = Text(f"\n{_in_words(source, change.tags, tags)}", style="cyan")
    if source.line:
        place = f"{change.file}:{source.line}" if console.width >= NARROW else f"line {source.line}"
        head.append(f"  {place}", style="dim")
    console.print(head)
    if source.kind == "moved":
        console.print(_indented(Text(_moved(source.new))))
    else:
        _show_versions("\n".join(source.old), "\n".join(source.new), console)


def _show_waiting(item: Waiting, console: Console, *, with_translation: bool) -> None:
    from rich.text import Text

    places = ", ".join(f"{place.file}:{place.line}" for place in item.entries)
    console.print(Text.assemble("\n", (item.role, "cyan"), "  ", (places, "dim")))
    _show_versions(item.old, item.new, console)
    if with_translation:
        place = item.entries[0]
        console.print(_indented(_hanging(Text(place.tag, style="bold"), Text(_clean(place.translation)))))


def _show_versions(old: str, new: str, console: Console) -> None:
    """Both versions with what was removed marked in the old one, what was added in the new one."""
    spans = word_diff(old, new)
    marked = console.no_color or not console.color_system
    before = _marked([span for span in spans if span.kind != "added"], marked=marked)
    after = _marked([span for span in spans if span.kind != "removed"], marked=marked)
    if console.width >= NARROW:
        console.print(_indented(_columns(before, after, min(console.width, _WIDEST) - _INDENT)))
        return
    from rich.text import Text

    for sign, text in (("−", before), ("+", after)):
        if text:
            console.print(_indented(_hanging(Text(sign, style="bold"), text)))


def _marked(spans: Sequence[Span], *, marked: bool) -> Text:
    from rich.text import Text

    text = Text()
    for span in spans:
        before, after = _MARKS[span.kind] if marked else ("", "")
        shown = _clean(span.text) if span.kind == "same" else "↵\n".join(map(visible, span.text.split("\n")))
        text.append(f"{before}{shown}{after}", style=_STYLES[span.kind])
    return text


def _columns(left: Text, right: Text, width: int) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 3, 0, 0), pad_edge=False)
    half = (width - 3) // 2
    table.add_column(width=half, overflow="fold")
    table.add_column(width=half, overflow="fold")
    table.add_row(left, right)
    return table


def _hanging(sign: Text, text: Text) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(sign, text)
    return table


def _indented(what: RenderableType) -> RenderableType:
    from rich.padding import Padding

    return Padding(what, (0, 0, 0, _INDENT), expand=False)


def _in_words(change: SourceChange, waiting: Sequence[str], tags: Sequence[str]) -> str:
    """What has happened where: the head of a change."""
    kinds = {
        "harmless": f"harmlessly changed ({change.words})",
        "split": f"split into {len(change.new)}",
        "joined": f"joined from {len(change.old)}",
    }
    words = f"{change.place}: {kinds.get(change.kind, change.kind)}"
    if change.former:
        words += f"{'' if change.kind == 'moved' else ', moved'} from {change.former}"
    return words if len(waiting) == len(tags) else f"{words} (in {', '.join(waiting)} only)"


def _new_article(segments: int, words: int, waiting: Sequence[str], tags: Sequence[str]) -> str:
    size = f"{segments:,} segments, {words:,} words"
    where = "" if len(waiting) == len(tags) else f" in {', '.join(waiting)}"
    return f"a new article{where}: {size}"


def _difference(change: SourceChange) -> str:
    return _moved(change.new) if change.kind == "moved" else plain_diff("\n".join(change.old), "\n".join(change.new))


def _moved(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - 1} more after it" if len(sources) > 1 else ""
    first = _one_line(sources[0])
    return f"“{first if len(first) <= _SHORT else f'{first[: _SHORT - 1]}…'}”{more}"


def _one_line(text: str) -> str:
    return _clean(text).replace("\n", "↵")


def _clean(text: str) -> str:
    """A text without what a terminal would take for a command."""
    return "".join(
        character
        if character.isprintable() or character == "\n" or unicodedata.category(character) == "Zs"
        else "\ufffd"
        for character in text
    )
