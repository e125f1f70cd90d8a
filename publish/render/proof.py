"""The bilingual proof: source and translation side by side on paper, with what is known of every entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from publish.article import Article, Inlines, plain
from publish.errors import Severity
from publish.languages import language, name_in
from publish.markup import parsed
from publish.render import forms
from publish.render.font_files import FontFile
from publish.render.fonts import font_css, missing_characters
from publish.render.html import ArticleHtml
from publish.render.page_strings import PROOF
from publish.render.strings import SiteStrings
from publish.render.templates import Templates
from publish.segments import MERGED, State
from publish.word_diff import word_diff

# The order in which the legend names them, the best first.
_STATES = (State.REVIEWED, State.DRAFT, State.OUTDATED, State.UNTRANSLATED)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at in the margin: what a check found, or what a comment says (severity "note")."""

    severity: Severity
    text: str

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, by its first letter (UAX #9, rules P2 and P3).

        >>> Remark("note", "1 כן").direction, Remark("note", "OK, כן").direction
        ('rtl', 'ltr')
        """
        strong = (kind for kind in map(unicodedata.bidirectional, self.text) if kind in ("L", "R", "AL"))
        return "ltr" if next(strong, "L") == "L" else "rtl"


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One entry of a catalogue as the proof shows it.

    `number` counts the article's entries in reading order from 1, `line` is its line in the catalogue (0 if it has
    none), `source` and `translation` are Markdown, `previous` is the source that an outdated translation was made for;
    `confidence` is the machine's, in percent.
    """

    number: int
    line: int
    role: str
    starts_block: bool
    state: State
    source: str
    translation: str
    previous: str = ""
    confidence: int | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofRow:
    """An entry ready for the template."""

    entry: ProofEntry
    role: str
    source: Markup
    translation: Markup
    change: Markup
    is_merged: bool


def proof_page(
    templates: Templates,
    article: Article,
    entries: Sequence[ProofEntry],
    strings: SiteStrings,
    *,
    source_language: str,
    fingerprint: str,
    total: int,
    own: tuple[FontFile, ...] = (),
) -> str:
    """The HTML of a proof; `article` is the localised one, `entries` are those to be shown of `total`."""
    tag = article.language
    variables: dict[str, Any] = {
        "_": strings,
        "language": tag,
        "direction": language(tag).direction,
        "source_language": source_language,
        "source_direction": language(source_language).direction,
        "source_name": name_in(source_language, tag),
        "language_name": name_in(tag, tag),
        "capital": _capital,
        "page_title": strings(PROOF, article=plain(article.title)),
        "title": _html(article.title, tag, strings),
        "rows": [_row(entry, source_language, tag, strings) for entry in entries],
        "counts": [(state.value, count) for state in _STATES if (count := _count(entries, state))],
        "shown": len(entries),
        "total": total,
        "fingerprint": fingerprint,
        "print_fonts": Markup(font_css([tag, source_language], own)),  # noqa: S704 - family names, which it escapes
        "percent": lambda value: forms.percent(value, 100, tag),
    }
    return drawable(templates.rendered("proof.html", variables), own)


def drawable(text: str, own: tuple[FontFile, ...] = ()) -> str:
    """The text with each character that no font has named instead, since a proof shows faults and must not fail of one.

    >>> drawable("ᚠ is a rune")
    '[U+16A0] is a rune'
    """
    for character in missing_characters(text, own):
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


def _capital(name: str) -> str:
    """A language's name as a heading has it."""
    return name[:1].upper() + name[1:]


def _row(entry: ProofEntry, source_language: str, tag: str, strings: SiteStrings) -> ProofRow:
    merged = entry.translation.strip() == MERGED
    return ProofRow(
        entry=entry,
        # A number stays with what it counts.
        role=re.sub(r" (?=\d)", "\u00a0", entry.role),
        source=_html(parsed(entry.source, source_language), source_language, strings),
        translation=Markup() if merged else _html(parsed(entry.translation, tag), tag, strings),
        change=_change(entry.previous, entry.source) if entry.previous else Markup(),
        is_merged=merged,
    )


def _html(inlines: Inlines, tag: str, strings: SiteStrings) -> Markup:
    """The text as it will be printed; its note markers lead nowhere, since the notes are entries like the others."""
    return ArticleHtml(Article("proof", tag, inlines), strings, _no_image).inlines(inlines)


def _change(old: str, new: str) -> Markup:
    """The old source with what was taken out and put in: struck through and underlined, not told by colour alone."""
    names = {"same": "span", "removed": "del", "added": "ins"}
    spans = word_diff(old, new)
    return Markup().join(Markup("<{0}>{1}</{0}>").format(names[span.kind], span.text) for span in spans)


def _count(entries: Iterable[ProofEntry], state: State) -> int:
    return sum(entry.state is state for entry in entries)


def _no_image(path: str) -> bytes:
    raise AssertionError(path)
