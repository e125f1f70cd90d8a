"""Catalogues whose article is gone: nothing of them is deleted, and where their sentences went is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from publish.catalogue.entry import Catalogue
from publish.catalogue.store import load
from publish.errors import PublishError
from publish.readers import SUFFIXES
from publish.segments import Segment
from publish.workspace import SITE, Workspace


@dataclass(frozen=True, slots=True)
class Successor:
    """A new article, and how many of its sentences are in the catalogue left behind."""

    name: str
    found: int
    sentences: int


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The catalogues of one name that belong to no article, by locale, and the new articles that come from it."""

    name: str
    catalogues: dict[str, Catalogue]
    successors: tuple[Successor, ...] = ()

    def in_words(self) -> str:
        """What there is to know and to do, in one line.

        >>> LeftBehind("doves", {"fr": Catalogue()}, (Successor("peace", 8, 10),)).in_words()
        'doves: its article is gone. Renamed to peace? 8 of its 10 sentences were there. To keep them reviewed, rename \
locales/*/LC_MESSAGES/doves.po too, in place of peace.po if that is there, and update'
        """
        words = f"{self.name}: its article is gone"
        if not self.successors:
            return f"{words}; its translations ({', '.join(self.catalogues)}) stay in the memory"
        told = " and ".join(
            f"{item.found:,} of {item.sentences:,} sentences of {item.name}" for item in self.successors
        )
        if len(self.successors) > 1:
            return f"{words}; {told} were there, and get its translations from the memory, to be reviewed"
        item = self.successors[0]
        return (
            f"{words}. Renamed to {item.name}? {item.found:,} of its {item.sentences:,} sentences were there. To keep "
            f"them reviewed, rename locales/*/LC_MESSAGES/{self.name}.po too, in place of {item.name}.po if that is "
            "there, and update"
        )


def left_behind(
    workspace: Workspace, tags: Collection[str], articles: Sequence[tuple[str, Sequence[Segment]]]
) -> list[LeftBehind]:
    """The catalogues in these locales that belong to no article.

    Those of `articles` (names and segments) that have no catalogue yet may be their successors: at least half of their
    sentences are there. What cannot be read is passed over.
    """
    new = [
        (name, {item.key for item in found})
        for name, found in articles
        if any(not workspace.catalogue(name, tag).exists() for tag in tags)
    ]
    found: dict[str, dict[str, Catalogue]] = {}
    for tag in tags:
        for name, catalogue in _without_article(workspace, tag):
            found.setdefault(name, {})[tag] = catalogue
    result = []
    for name, catalogues in sorted(found.items()):
        known = {entry.key for catalogue in catalogues.values() for entry in (*catalogue.live, *catalogue.obsolete)}
        successors = [Successor(other, len(keys & known), len(keys)) for other, keys in new]
        result.append(
            LeftBehind(name, catalogues, tuple(item for item in successors if item.found * 2 >= max(item.sentences, 1)))
        )
    return result


def _without_article(workspace: Workspace, tag: str) -> Iterator[tuple[str, Catalogue]]:
    articles = {path.stem for path in workspace.seeds.iterdir() if path.suffix.lower() in SUFFIXES}
    for path in sorted(workspace.catalogue(SITE, tag).parent.glob("*.po")):
        if path.stem == SITE or path.stem in articles or path.name.startswith("."):
            continue
        try:
            catalogue = load(path, workspace.shown(path))
        except PublishError:
            continue
        if catalogue is not None:
            yield path.stem, catalogue
