"""What every reader takes besides a seed's text, and what it gives."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from publish.article import Article, Phrase
from publish.errors import Finding


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The main picture: `path` relative to the seeds folder."""

    path: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What `seeds/<article>.toml` says about an article; it wins over what the seed's own text or metadata says.

    `notes_decided` maps a place in the text, written as the words around it ("ceasefire4 All"), to the number of the
    note called there, or to 0 where no note is called.
    """

    title: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    date: datetime.date | None = None
    source: str = ""
    source_address: str = ""
    licence: str = ""
    rights: str = ""
    image: ImageFacts | None = None
    credit: str = ""
    phrases: tuple[Phrase, ...] = ()
    notes_decided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed's text and where it came from: `file` is its path relative to the publication, for messages.

    `language` is the publication's source language (a BCP 47 tag), `lines` counted from 1 as an editor counts them.
    """

    name: str
    file: str
    text: str
    language: str
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and what the reader noticed on the way: what it dropped, doubted, or found wrong in the source."""

    article: Article
    findings: tuple[Finding, ...] = ()
