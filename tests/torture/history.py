"""An article through its changes: every version of it, its catalogue's bytes, and what must be true of each update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from publish.catalogue.departing import departing
from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.reading import parsed
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import Segment

from .ledger import Ledger
from .people import Act, done

FACTS = HeaderFacts("An article")


class Version(Protocol):
    """What an article is at one time."""

    @property
    def segments(self) -> Sequence[Segment]:
        """What `publish update` finds in it."""
        ...


AnyVersion = TypeVar("AnyVersion", bound=Version)


def brought_up(content: bytes | None, segments: Sequence[Segment]) -> bytes:
    """The catalogue's bytes after an update to these segments."""
    before = parsed(content, "fr.po") if content is not None else None
    after = updated(before, segments, language=language("fr"), facts=FACTS, reference="seeds/article.md")
    return written(after)


class History(Generic[AnyVersion]):
    """An article, its catalogue's bytes, and what people did to them."""

    def __init__(self, first: AnyVersion) -> None:
        self.versions = [first]
        self.ledger = Ledger()
        self.content = brought_up(None, first.segments)

    @property
    def catalogue(self) -> Catalogue:
        return parsed(self.content, "fr.po")

    @property
    def version(self) -> AnyVersion:
        """The article as it is now."""
        return self.versions[-1]

    def revert(self, back: int) -> None:
        self.versions.append(self.versions[-1 - back % len(self.versions)])

    def act(self, act: Act) -> None:
        self.content = done(self.content, act, self.ledger)

    def update(self) -> None:
        """Brings the catalogue up to date and checks every promise that holds whatever came before."""
        before = self.catalogue
        segments = self.versions[-1].segments
        content = brought_up(self.content, segments)
        after = parsed(content, "fr.po")
        self.ledger.depart(departing(before, after))
        assert self.ledger.lost(after) == [], "no word of a person's is lost"
        assert self.ledger.unwarranted(after) == [], "nothing is reviewed but by a person"
        assert self.ledger.misnumbered(after) == [], "a reviewed translation refers to the notes its source refers to"
        assert [entry.key for entry in after.live] == list(dict.fromkeys(one.key for one in segments)), "reading order"
        keys = [entry.key for entry in after.entries]
        assert len(keys) == len(set(keys)), "no key occurs twice"
        assert brought_up(content, segments) == content, "a second update changes nothing"
        lines = {entry.key: raw(entry) for entry in after.entries}
        for entry in before.entries:
            if entry in after.entries:
                assert lines[entry.key] == raw(entry), "what has not changed keeps its bytes"
        self.content = content


def raw(entry: Entry) -> bytes:
    """An entry's lines as they stand in the file."""
    assert entry.original is not None
    return b"".join(line for _, line in entry.original.lines)
