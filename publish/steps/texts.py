"""What catalogues are made from: the articles' segments, and the templates' strings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.article import plain
from publish.catalogue.entry import Catalogue
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.matches import without_spent_matches
from publish.catalogue.store import load
from publish.catalogue.updating import updated
from publish.languages import language
from publish.segments import Segment, segments
from publish.site import site_segments
from publish.steps.sources import Source
from publish.workspace import SITE, Workspace, shipped


@dataclass(frozen=True, slots=True)
class Text:
    """What catalogues are made from: an article, or the templates' strings (`SITE`)."""

    name: str
    segments: tuple[Segment, ...]
    facts: HeaderFacts
    reference: str
    language: str

    def in_locale(self, before: Catalogue | None, tag: str) -> Catalogue:
        """The catalogue brought up to date, which is `before` now (None if there is none)."""
        after = updated(
            before,
            self.segments,
            language=language(tag),
            facts=self.facts,
            reference=self.reference,
            source=self.language,
        )
        return _with_shipped_strings(after, tag) if self.name == SITE else without_spent_matches(after)


def texts(workspace: Workspace, articles: Sequence[Source]) -> Iterator[Text]:
    """The articles as catalogues see them, then the templates' strings."""
    for source in articles:
        facts = HeaderFacts(plain(source.article.title), date=source.article.date)
        found = segments(source.article, workspace.settings.segmentation)
        yield Text(source.article.name, tuple(found), facts, source.file, source.article.language)
    strings = site_segments(workspace.template_folders)
    yield Text(SITE, tuple(strings), HeaderFacts("page templates"), "templates", workspace.settings.source)


def articles_among(found: Sequence[Text]) -> list[tuple[str, Sequence[Segment]]]:
    """The names and segments of the articles among these."""
    return [(text.name, text.segments) for text in found if text.name != SITE]


def _with_shipped_strings(catalogue: Catalogue, tag: str) -> Catalogue:
    """Empty entries filled with the finished translations that come with the program."""
    path: Path = shipped("locales") / tag / "LC_MESSAGES" / f"{SITE}.po"
    known = {entry.key: entry for entry in (load(path) or Catalogue()).live if not entry.is_fuzzy}
    return catalogue.with_live(
        lambda entry: (
            replace(entry, translation=known[entry.key].translation) if entry.is_empty and entry.key in known else entry
        )
    )
