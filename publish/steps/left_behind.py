"""Catalogues whose article is gone: nothing of them is deleted, and where their sentences went is told."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from publish.catalogue.changing import Changing
from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import steps
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.origin import untouched
from publish.catalogue.store import load
from publish.catalogue.updating import updated
from publish.errors import PublishError
from publish.invocation import typed
from publish.languages import language
from publish.memory.pairs import Pair, Standing, pairs_of
from publish.memory.tmx_writing import identities, identity
from publish.readers import article_names, seed_paths
from publish.segments import Segment, State, segments
from publish.steps.report import Report
from publish.steps.sources import sources
from publish.workspace import SITE, Workspace

_Key = tuple[str, str]
_SHOWN = 5
"""Line numbers that are named."""


@dataclass(frozen=True, slots=True)
class Move:
    """The catalogue left behind in a locale, and where it would have to lie to be the successor's.

    `reviewed` is how many reviewed translations the successor would gain; `lost` are the lines where people have
    written into its catalogue what the one left behind does not have: None if it cannot be read.
    """

    tag: str
    old: str
    new: str
    reviewed: int = 0
    lost: tuple[int, ...] | None = ()

    @property
    def is_worth_it(self) -> bool:
        """Whether it gains more than it costs."""
        return not self.lost or self.reviewed > len(self.lost)

    @property
    def command(self) -> str:
        """What is to be typed."""
        return f"mv {shlex.quote(self.old)} {shlex.quote(self.new)}"


@dataclass(frozen=True, slots=True)
class Successor:
    """An article, and how many of its sentences are in the catalogues left behind.

    `is_new` if a locale has no catalogue of it yet. `part_of` are other articles that have lost as many of these
    sentences. `later_than` is another name left behind, whose catalogues are to be moved first.
    """

    name: str
    found: int
    sentences: int
    is_new: bool = True
    moves: tuple[Move, ...] = ()
    part_of: tuple[str, ...] = ()
    later_than: str = ""

    @property
    def reviewed(self) -> int:
        """How many reviewed translations would be gained by the moves that are worth it."""
        return sum(move.reviewed for move in self.moves if move.is_worth_it)


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

    def pairs(self, tag: str) -> list[Pair]:
        """What people have translated there, for the memory."""
        return [pair for pair in pairs_of(self.catalogues[tag], self.name) if pair.standing is not Standing.MACHINE]

    def lines(self, missing: Collection[str] = ()) -> list[str]:
        """What there is to know, and to type; `missing` are the locales whose memory does not have the `pairs` yet.

        >>> old, new = "locales/fr/LC_MESSAGES/doves.po", "locales/fr/LC_MESSAGES/peace.po"
        >>> successor = Successor("peace", 8, 10, moves=(Move("fr", old, new, reviewed=7),))
        >>> for line in LeftBehind("doves", {}, (successor,)).lines(missing=["fr"]):
        ...     print(line)
        doves: its article is gone. 8 of the 10 sentences of peace were there: is it doves by a new name?
          If so, keep its 7 reviews: peace does not get them from the memory. Before anybody works on that, type:
            mv locales/fr/LC_MESSAGES/doves.po locales/fr/LC_MESSAGES/peace.po
            publish update
          Delete nothing before publish update has put its translations (fr) into the memory
        """
        warning = (
            f"Delete nothing before {self.update} has put its translations ({', '.join(missing)}) into the memory"
            if missing
            else ""
        )
        words = f"{self.name}: its article is gone"
        if not self.successors:
            if warning:
                return [f"{words}. {warning}"]
            if kept := [tag for tag in self.catalogues if self.pairs(tag)]:
                return [f"{words}; its translations ({', '.join(kept)}) stay in the memory"]
            return [f"{words}; nobody has translated anything in its catalogues ({', '.join(self.catalogues)})"]
        if len(self.successors) == 1:
            told = self._of_a_new_name(f"{words}.", self.successors[0])
        else:
            shares = [f"{item.found:,} of the {item.sentences:,} sentences of {item.name}" for item in self.successors]
            told = [f"{words}. {' and '.join(shares)} were there; their translations come from the memory, "]
            told[0] += "as drafts where the neighbours differ" if self.trust_context else "to be reviewed"
        return [*told, f"  {warning}"] if warning else told

    def _of_a_new_name(self, words: str, item: Successor) -> list[str]:
        first = f"{words} {item.found:,} of the {item.sentences:,} sentences of {item.name} were there"
        if item.later_than:
            return [f"{first}, too. See to {item.later_than} first, then run status again"]
        so = "If so"
        if item.part_of:
            others = " and ".join(item.part_of)
            first += f", and in {others}: is it {self.name} by a new name, or a part of {others}?"
            so = "If it is the new name"
        else:
            first += f": is it {self.name} by a new name?"
        if not item.reviewed:
            is_known = any(move.reviewed for move in item.moves)
            why = f"people have done more in the catalogues of {item.name}" if is_known else "none was reviewed"
            return [first, f"  Nothing is to be done: {why}, and the drafts come from the memory"]
        reviews, them = (f"{item.reviewed:,} reviews", "them") if item.reviewed > 1 else ("one review", "it")
        kept = f"may not get {them}" if self.trust_context else f"does not get {them}"
        return [
            first,
            f"  {so}, keep its {reviews}: {item.name} {kept} from the memory. Before anybody works on that, type:",
            *(f"    {move.command}" for move in item.moves if move.lost == ()),
            f"    {self.update}",
            *(line for move in item.moves if move.is_worth_it for line in _with_care(move)),
        ]


def _with_care(move: Move) -> list[str]:
    """What is to be done before the move, if that would overwrite anybody's words."""
    if move.lost == ():
        return []
    if move.lost is None:
        why = f"  But mend {move.new} first, which cannot be read: it would be overwritten. Only then type:"
    else:
        entries, lines = ("1 entry", "line") if len(move.lost) == 1 else (f"{len(move.lost):,} entries", "lines")
        places = ", ".join(map(str, move.lost[:_SHOWN])) + (", …" if len(move.lost) > _SHOWN else "")
        why = (
            f"  But look at {move.new} first: in {entries} ({lines} {places}) people have done what {move.old} does "
            "not have. It would be overwritten: copy it into that one, and only then type:"
        )
    return [why, f"    {move.command}"]


def words_on_left_behind(
    workspace: Workspace, tags: Collection[str], articles: Iterable[tuple[str, Iterable[Segment]]]
) -> list[str]:
    """What there is to know of what is `left_behind`, as long as no update has looked at it, a line each."""
    found = left_behind(workspace, tags, articles)
    known = {tag: identities(workspace.memory(tag)) for tag in tags} if found else {}
    return [
        line
        for item in found
        for line in item.lines(
            [tag for tag in item.catalogues if any(identity(pair) not in known[tag] for pair in item.pairs(tag))]
        )
    ]


def left_behind(
    workspace: Workspace, tags: Collection[str], articles: Iterable[tuple[str, Iterable[Segment]]]
) -> list[LeftBehind]:
    """The catalogues in these locales that belong to no article.

    An article may be the successor of one if at least half of its sentences are there, as long as there is something
    reviewed that it lacks. `articles` are names and segments, asked for only if something is left behind; those that
    are not among them are read then. What cannot be read is passed over.
    """
    found: dict[str, dict[str, Catalogue]] = {}
    for tag in tags:
        for name, catalogue in _without_article(workspace, tag):
            found.setdefault(name, {})[tag] = catalogue
    if not found:
        return []
    texts = {name: tuple(its_segments) for name, its_segments in articles}
    texts |= _other_articles(workspace, texts)
    update = typed("update") if workspace.root == Path.cwd() else typed("-C", str(workspace.root), "update")
    trust = workspace.settings.trust_context
    return _one_after_the_other(
        [
            LeftBehind(name, catalogues, tuple(_successors(workspace, name, catalogues, tags, texts)), update, trust)
            for name, catalogues in sorted(found.items())
        ]
    )


def _other_articles(workspace: Workspace, known: Collection[str]) -> dict[str, tuple[Segment, ...]]:
    """The segments of the articles that are not known yet; what is wrong with their seeds is not the matter now."""
    names = [path.stem for path in seed_paths(workspace.seeds) if path.stem not in known]
    how = workspace.settings.segmentation
    return {
        source.article.name: tuple(segments(source.article, how))
        for source in (sources(workspace, Report(), names) if names else ())
    }


def _one_after_the_other(found: Sequence[LeftBehind]) -> list[LeftBehind]:
    """The same, with moves to one article from one name only: the second would overwrite what the first has brought."""
    first: dict[str, tuple[int, int, str]] = {}
    for item in found:
        for one in item.successors if len(item.successors) == 1 else ():
            if one.reviewed:
                first[one.name] = max(first.get(one.name, (0, 0, "")), (one.reviewed, one.found, item.name))
    return [
        replace(
            item,
            successors=tuple(
                replace(one, later_than=first[one.name][2])
                if one.reviewed and one.name in first and first[one.name][2] != item.name
                else one
                for one in item.successors
            ),
        )
        for item in found
    ]


def _successors(
    workspace: Workspace,
    name: str,
    catalogues: Mapping[str, Catalogue],
    tags: Collection[str],
    articles: Mapping[str, Sequence[Segment]],
) -> Iterator[Successor]:
    known = {entry.key for catalogue in catalogues.values() for entry in catalogue.entries if not entry.is_header}
    sentences = {other: {segment.key for segment in text} for other, text in articles.items()}
    for other, keys in sentences.items():
        shared = known.intersection(keys)
        if len(shared) * 2 < max(len(keys), 1):
            continue
        is_new = any(not workspace.catalogue(other, tag).exists() for tag in tags)
        moves = tuple(
            _move(workspace, tag, name, other, catalogue, articles[other]) for tag, catalogue in catalogues.items()
        )
        if is_new or any(move.reviewed for move in moves if move.is_worth_it):
            part_of = tuple(
                third
                for third, its_keys in sentences.items()
                if third != other and len(_lost_by(workspace, third, its_keys, catalogues) & shared) == len(shared)
            )
            yield Successor(other, len(shared), len(keys), is_new, moves, part_of)


def _lost_by(workspace: Workspace, name: str, keys: Collection[_Key], tags: Iterable[str]) -> set[_Key]:
    """The sentences in an article's catalogues that it does not have any more."""
    catalogues = (_read(workspace, name, tag) or Catalogue() for tag in tags)
    return {entry.key for catalogue in catalogues for entry in catalogue.entries}.difference(keys)


def _move(workspace: Workspace, tag: str, name: str, other: str, catalogue: Catalogue, text: Sequence[Segment]) -> Move:
    path, source = workspace.catalogue(other, tag), workspace.settings.source
    present = _read(workspace, other, tag) or (None if path.exists() else Catalogue())
    # What the next update would make of it over there.
    moved = updated(catalogue, text, language=language(tag), facts=HeaderFacts(other), reference=other, source=source)
    lost: tuple[int, ...] | None = None
    if present is not None:
        changing = Changing(source, tag)
        kept = {what for what, _ in _work(moved, changing)}
        lost = tuple(sorted({line for what, line in _work(present, changing) if what not in kept}))
    reviewed = len(_reviewed(moved) - _reviewed(present or Catalogue()))
    return Move(tag, _path(workspace.catalogue(name, tag)), _path(path), reviewed, lost)


def _reviewed(catalogue: Catalogue) -> set[_Key]:
    return {entry.key for entry in catalogue.live if state_of(entry) is State.REVIEWED}


def _work(catalogue: Catalogue, changing: Changing) -> Iterator[tuple[tuple[_Key, str, tuple[str, ...]], int]]:
    """What people have done in each entry, and its line: comments, words, and the reviews of these.

    What the program alone has written does not count. What it has changed since counts also as it was before.
    """
    for entry in catalogue.entries:
        for comment in persons_comments(entry.comments):
            yield (entry.key, "comment", (comment,)), entry.line
        states = [entry]
        while (before := changing.base(states[-1])) is not None:
            states.append(before)
        if entry.is_header or _is_programs(states[-1], changing):
            continue
        for state in states:
            texts = (state.translation, *state.plural_translations)
            yield (state.key, "words", texts), entry.line
            if not state.is_fuzzy:
                yield (state.key, "review", texts), entry.line


def _is_programs(entry: Entry, changing: Changing) -> bool:
    """Whether nobody has put a word into it: it is empty, a draft (never a plural), or a copy of other entries."""
    last = next(iter(steps(entry.comments)), None)
    is_copy = last is not None and last.is_copy and changing.is_unfinished(entry)
    return entry.is_empty or is_copy or (untouched(entry) is not None and not entry.plural)


def _path(path: Path) -> str:
    """The path as a shell takes it in the current folder."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _without_article(workspace: Workspace, tag: str) -> Iterator[tuple[str, Catalogue]]:
    articles = article_names(workspace.seeds)
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
