"""Catalogues whose article is gone: nothing of them is deleted, and where their sentences went is told."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.headers import fields
from publish.catalogue.reading import parsed
from publish.catalogue.store import load
from publish.errors import CatalogueError, PublishError
from publish.files import content_of
from publish.invocation import typed
from publish.memory.pairs import Standing, pairs_of
from publish.readers import SUFFIXES
from publish.segments import Segment, State
from publish.workspace import SITE, Workspace

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """The catalogue left behind in a locale, and where it would have to lie to be the successor's.

    `reviewed` is how many reviewed translations the successor would gain, `lost` for how many sentences people
    have written into it what the one left behind does not have: None if it cannot be read.
    """

    tag: str
    old: str
    new: str
    reviewed: int = 0
    lost: int | None = 0

    @property
    def command(self) -> str:
        """What is to be typed."""
        return f"mv {shlex.quote(self.old)} {shlex.quote(self.new)}"


@dataclass(frozen=True, slots=True)
class Successor:
    """An article, and how many of its sentences are in the catalogues left behind.

    `is_new` if a locale has no catalogue of it yet.
    """

    name: str
    found: int
    sentences: int
    is_new: bool = True
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The catalogues of one name that belong to no article, by locale, and the articles that come from it.

    `update` is how to type that command; `trust_context` is the setting of that name.
    """

    name: str
    catalogues: Mapping[str, Catalogue] = field(compare=False)
    successors: tuple[Successor, ...] = ()
    update: str = "publish update"
    trust_context: bool = False

    @property
    def is_news(self) -> bool:
        """Whether an article comes from it that has no catalogue yet."""
        return any(item.is_new for item in self.successors)

    def lines(self) -> list[str]:
        """What there is to know, and to type.

        >>> old, new = "locales/fr/LC_MESSAGES/doves.po", "locales/fr/LC_MESSAGES/peace.po"
        >>> successor = Successor("peace", 8, 10, moves=(Move("fr", old, new, reviewed=7),))
        >>> for line in LeftBehind("doves", {}, (successor,)).lines():
        ...     print(line)
        doves: its article is gone. 8 of the 10 sentences of peace were there: is it doves by a new name?
          If so, keep its 7 reviews: peace does not get them from the memory. Before anybody works on that, type:
            mv locales/fr/LC_MESSAGES/doves.po locales/fr/LC_MESSAGES/peace.po
            publish update
        """
        words = f"{self.name}: its article is gone"
        if not self.successors:
            return [f"{words}; its translations ({', '.join(self.catalogues)}) stay in the memory"]
        drafts = "as drafts where the neighbours differ" if self.trust_context else "to be reviewed"
        if len(self.successors) > 1:
            told = " and ".join(
                f"{item.found:,} of the {item.sentences:,} sentences of {item.name}" for item in self.successors
            )
            return [f"{words}. {told} were there; their translations come from the memory, {drafts}"]
        (item,) = self.successors
        first = (
            f"{words}. {item.found:,} of the {item.sentences:,} sentences of {item.name} were there: is it {self.name} "
            "by a new name?"
        )
        number = sum(move.reviewed for move in item.moves)
        if not number:
            return [first, "  Nothing is to be done: none was reviewed, and the drafts come from the memory"]
        reviews, them = (f"{number:,} reviews", "them") if number > 1 else ("one review", "it")
        kept = f"may not get {them}" if self.trust_context else f"does not get {them}"
        return [
            first,
            f"  If so, keep its {reviews}: {item.name} {kept} from the memory. Before anybody works on that, type:",
            *(f"    {move.command}" for move in item.moves if move.lost == 0),
            f"    {self.update}",
            *(line for move in item.moves for line in _with_care(move)),
        ]


def _with_care(move: Move) -> list[str]:
    """What is to be done before the move, if that would overwrite anybody's words."""
    if move.lost == 0:
        return []
    if move.lost is None:
        why = f"  But mend {move.new} first, which cannot be read: it would be overwritten. Only then type:"
    else:
        number = f"{move.lost:,} {'sentence' if move.lost == 1 else 'sentences'}"
        why = (
            f"  But look at {move.new} first: for {number} people have written there what {move.old} does not have. "
            "It would be overwritten: copy it, and only then type:"
        )
    return [why, f"    {move.command}"]


def left_behind(
    workspace: Workspace, tags: Collection[str], articles: Iterable[tuple[str, Iterable[Segment]]]
) -> list[LeftBehind]:
    """The catalogues in these locales that belong to no article.

    An article may be the successor of one if at least half of its sentences are there, as long as there is something
    reviewed that it lacks. `articles` are names and segments, asked for only if something is left behind. What cannot
    be read is passed over.
    """
    found: dict[str, dict[str, Catalogue]] = {}
    for tag in tags:
        for name, catalogue in _without_article(workspace, tag):
            found.setdefault(name, {})[tag] = catalogue
    keys = {name: {segment.key for segment in segments} for name, segments in articles} if found else {}
    update = typed("update") if workspace.root == Path.cwd() else typed("-C", str(workspace.root), "update")
    trust = workspace.settings.trust_context
    return [
        LeftBehind(name, catalogues, tuple(_successors(workspace, name, catalogues, tags, keys)), update, trust)
        for name, catalogues in sorted(found.items())
    ]


def _successors(
    workspace: Workspace,
    name: str,
    catalogues: Mapping[str, Catalogue],
    tags: Collection[str],
    articles: Mapping[str, Collection[_Key]],
) -> Iterator[Successor]:
    known = {entry.key for catalogue in catalogues.values() for entry in catalogue.entries if not entry.is_header}
    for other, keys in articles.items():
        shared = len(known.intersection(keys))
        if shared * 2 < max(len(keys), 1):
            continue
        is_new = any(not workspace.catalogue(other, tag).exists() for tag in tags)
        moves = tuple(_move(workspace, tag, name, other, catalogue, keys) for tag, catalogue in catalogues.items())
        if is_new or any(move.reviewed for move in moves):
            yield Successor(other, shared, len(keys), is_new, moves)


def _move(workspace: Workspace, tag: str, name: str, other: str, catalogue: Catalogue, keys: Collection[_Key]) -> Move:
    path = workspace.catalogue(other, tag)
    present = _read(workspace, other, tag) or (None if path.exists() else Catalogue())
    here = {entry.key for entry in present.live if state_of(entry) is State.REVIEWED} if present else set()
    there = {entry.key for entry in catalogue.entries if state_of(entry) is State.REVIEWED}
    return Move(
        tag,
        _path(workspace.catalogue(name, tag)),
        _path(path),
        reviewed=len((there - here).intersection(keys)),
        lost=None if present is None else len({key for key, _ in _by_people(present) - _by_people(catalogue)}),
    )


def _by_people(catalogue: Catalogue) -> set[tuple[str, str]]:
    """What people have written for each source: translations, and comments."""
    pairs = {(pair.source, pair.translation) for pair in pairs_of(catalogue, "") if pair.standing != Standing.MACHINE}
    comments = {(entry.source, line) for entry in catalogue.entries for line in persons_comments(entry.comments)}
    return pairs | comments


def _path(path: Path) -> str:
    """The path as a shell takes it in the current folder."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _without_article(workspace: Workspace, tag: str) -> Iterator[tuple[str, Catalogue]]:
    articles = _article_names(workspace)
    for path in sorted(workspace.catalogue(SITE, tag).parent.glob("*.po")):
        if path.stem == SITE or path.stem in articles or path.name.startswith("."):
            continue
        catalogue = _read(workspace, path.stem, tag)
        if catalogue is not None:
            yield path.stem, catalogue


def _read(workspace: Workspace, name: str, tag: str) -> Catalogue | None:
    path = workspace.catalogue(name, tag)
    try:
        return load(path, workspace.shown(path))
    except PublishError:
        return None


def _article_names(workspace: Workspace) -> set[str]:
    return {path.stem for path in workspace.seeds.iterdir() if path.suffix.lower() in SUFFIXES}


def stale_templates(workspace: Workspace) -> dict[Path, bool]:
    """The templates (.pot) of which neither seed nor catalogue is left, and whether this program has written them so.

    Such a one holds nobody's words. What is in another may be somebody's.
    """
    folder = workspace.template(SITE).parent
    names = {SITE, *_article_names(workspace), *(path.stem for path in folder.glob("*/LC_MESSAGES/*.po"))}
    paths = sorted(folder.glob("*.pot"))
    return {path: _is_own_template(path) for path in paths if path.stem not in names and path.is_file()}


def words_on_stale_templates(workspace: Workspace) -> list[str]:
    """What there is to know of them, a line each."""
    return [
        f"{workspace.shown(path)}: no article and no catalogue has that name any more; "
        + ("update removes it" if is_own else "it is not as publish writes templates, so delete it if nobody needs it")
        for path, is_own in stale_templates(workspace).items()
    ]


def _is_own_template(path: Path) -> bool:
    try:
        content = content_of(path, path.name, CatalogueError)
        catalogue = parsed(content or b"", path.name)
    except PublishError:
        return False
    header, *entries = catalogue.entries or (None,)
    return (
        header is not None
        and header.is_header
        and fields(header).get("X-Generator") == "publish"
        and not any(entry.comments for entry in catalogue.entries)
        and all(entry.is_empty for entry in entries)
    )
