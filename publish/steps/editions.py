"""Articles as their catalogues have them: one for each locale, and which of these are finished."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.article import Article, plain
from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.store import load
from publish.errors import Finding, PublishError, RenderError
from publish.languages import native_name
from publish.markup import parsed
from publish.render.font_files import FontFile
from publish.render.fonts import font_remedy, has_font_for, missing_characters
from publish.render.formats import FORMATS, recipes
from publish.render.pages import Edition, PageState
from publish.render.recipe import PURPOSES
from publish.review.checks import Checked, findings
from publish.segments import Segmentation, State, Translation, localised, segments
from publish.steps.report import Report
from publish.steps.sources import Source
from publish.workspace import Workspace

_MANY = 5


@dataclass(frozen=True, slots=True)
class Localised:
    """An article in one locale, ready to be rendered: `entries` are its segments as its catalogue (`file`) has them."""

    source: Source
    article: Article
    edition: Edition
    fingerprint: str
    file: str
    entries: tuple[Checked, ...]

    @property
    def tag(self) -> str:
        """The locale."""
        return self.edition.language

    def count(self, state: State) -> int:
        """How many segments are in a state."""
        return sum(entry.translation.state is state for entry in self.entries)


def localised_article(workspace: Workspace, source: Source, tag: str, report: Report) -> Localised | None:
    """The article in a locale; `None`, and the error reported, if its catalogue cannot be read."""
    article, segmentation = source.article, workspace.settings.segmentation
    edition = Edition(tag, plain(article.title), f"{tag}/{article.name}.html", date=article.date)
    edition = replace(edition, description=plain(article.standfirst))
    if tag == article.language:
        entries = tuple(
            Checked(segment, Translation(segment.source, State.REVIEWED), segment.line)
            for segment in segments(article, segmentation)
        )
        return Localised(source, article, edition, fingerprint_of(source.path.read_bytes()), source.file, entries)
    path = workspace.catalogue(article.name, tag)
    try:
        catalogue = load(path, workspace.shown(path)) or Catalogue(file=workspace.shown(path), content=b"")
    except PublishError as error:
        report.failed(error)
        return None
    entries = checked_entries(article, catalogue, segmentation)
    by_key = {entry.segment.key: entry.translation for entry in entries}
    result = localised(article, lambda segment: by_key[segment.key], tag, segmentation)
    report.add(findings(entries, workspace.shown(path)))
    states = [entry.translation.state for entry in entries]
    edition = replace(
        edition,
        title=plain(result.title),
        description=plain(result.standfirst),
        state=_page_state(states),
        reviewed=states.count(State.REVIEWED),
        segments=len(states),
    )
    fingerprint = fingerprint_of(catalogue.content or b"")
    return Localised(source, result, edition, fingerprint, workspace.shown(path), entries)


def checked_entries(article: Article, catalogue: Catalogue, segmentation: Segmentation) -> tuple[Checked, ...]:
    """The article's segments in reading order, each with what its catalogue says of it."""
    known = {entry.key: entry for entry in catalogue.live}
    result = []
    for segment in segments(article, segmentation):
        entry = known.get(segment.key)
        translation = Translation(entry.translation, state_of(entry)) if entry else Translation("", State.UNTRANSLATED)
        result.append(Checked(segment, translation, entry.line if entry else 0))
    return tuple(result)


def _page_state(states: Sequence[State]) -> PageState:
    kinds = set(states)
    if kinds <= {State.REVIEWED}:
        return "finished"
    return "draft" if kinds <= {State.DRAFT, State.OUTDATED} else "partial"


def finished(
    items: list[Localised], missing: Mapping[str, int], asked: Collection[str], folder: Path, report: Report
) -> list[Localised]:
    """The items that may be printed as final; each other one that was asked for is reported with the reason.

    So are pages of it that an earlier build left in the output folder: they must not be taken for this one's.
    """
    result = []
    for item in items:
        reasons = [
            f"{count} {state.value}" for state in State if state is not State.REVIEWED and (count := item.count(state))
        ]
        errors = sum(finding.severity == "error" for finding in findings(item.entries, item.file))
        if errors:
            reasons.append(f"{errors} with errors")
        if missing.get(item.tag):
            reasons.append(f"{missing[item.tag]} of the templates’ strings without a reviewed translation in site.po")
        if not reasons:
            result.append(item)
        elif item.tag in asked:
            old = [name for name in _pages(item) if (folder / name).exists()]
            left = f"; of an earlier build, and not final: {', '.join(old)}" if old else ""
            report.failed(
                RenderError(
                    f"{item.source.article.name} is not finished in {item.tag} ({', '.join(reasons)}); review these, "
                    f"then build again{left}",
                    file=item.file,
                )
            )
    return result


def _pages(item: Localised) -> list[str]:
    """Where every page of an article in a locale would lie in the output folder."""
    name = item.source.article.name
    leaflets = [recipe.name(name) for purpose in PURPOSES for recipe in recipes(list(FORMATS), purpose)]
    return [item.edition.web, *(f"{item.tag}/{leaflet}" for leaflet in leaflets)]


def undrawable(item: Localised, own: tuple[FontFile, ...] = ()) -> list[Finding]:
    """An error for each segment with characters that no font has: they would print as empty boxes.

    One for all, if they are many, or if the locale's own script has no font here. `own` are the publication's fonts.
    """
    if not has_font_for(item.tag, own):
        message = f"no font for the script of {native_name(item.tag)} is here, so no leaflet is made in {item.tag}"
        return [Finding("error", f"{message}; its web page is. To mend it: {font_remedy(item.tag)}", item.file)]
    shown = [
        entry.segment.source if entry.translation.state is State.UNTRANSLATED else entry.translation.text
        for entry in item.entries
    ]
    # Every build asks; markup only adds characters that every font has, so most need not be parsed.
    if not missing_characters("\n".join(shown), own):
        return []
    found = []
    for entry, text in zip(item.entries, shown, strict=True):
        characters = missing_characters(plain(parsed(text, item.tag)), own)
        if characters:
            what = f"{entry.segment.role}: no font has {named(characters)}, so no leaflet is made"
            message = f"{what}; write other characters, or put a font that has them into templates/fonts/"
            found.append(Finding("error", message, item.file, entry.line))
    if len(found) <= _MANY:
        return found
    message = (
        f"{len(found)} entries have characters that no font here has, so no leaflet is made in "
        f"{native_name(item.tag)}; its web page is. The first is {found[0].message.partition(', so')[0]}"
    )
    return [Finding("error", message, item.file)]


def named(characters: Sequence[str]) -> str:
    """Characters as a message names them, at most ten.

    >>> named("ᚠ")
    '“ᚠ” (U+16A0)'
    """
    names = [f"“{character}” (U+{ord(character):04X})" for character in characters]
    return ", ".join(names[:10]) + (" and others" if len(names) > 10 else "")


def fingerprint_of(content: bytes) -> str:
    """A short hash of a file, which pages name so that a printed one can be traced to its text."""
    return hashlib.sha256(content).hexdigest()[:8]
