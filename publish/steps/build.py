"""From articles and catalogues to pages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.errors import Finding, PublishError, RenderError, SettingsError
from publish.languages import language
from publish.progress import Progress, silent
from publish.render.font_stacks import Kind
from publish.render.fonts import font_licences, stack
from publish.render.formats import FORMATS, recipes
from publish.render.index import index_page
from publish.render.leaflets import leaflet_page
from publish.render.pages import IndexRow, LeafletFile, PageFacts, PageText
from publish.render.passes.profiles import Profile, cmyk_profile
from publish.render.pdf import PrintJob
from publish.render.recipe import FormatName, Purpose, Recipe
from publish.render.web import web_page
from publish.render.web_feeds import site_files
from publish.segments import State, shown
from publish.settings import FILE
from publish.site import site_segments, template_files
from publish.steps.editions import Localised, finished, localised_article, undrawable
from publish.steps.eject import known_looks
from publish.steps.output import (
    Leaflet,
    WebPage,
    WebStyle,
    current_leaflets,
    leaflets_there,
    make_files,
    make_leaflets,
    make_pages,
)
from publish.steps.page_parts import page_templates, publication_fonts
from publish.steps.report import Report
from publish.steps.site import missing_strings, site_strings
from publish.steps.sources import Source
from publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to render: `locales` (all, if none is named), the formats of leaflets (the settings', if none is named) and
    what they are for; with `final` only finished locales; with `linked` web pages that share style sheet and fonts.
    `output` is the folder, the publication's own if `None`.
    """

    locales: Collection[str] = ()
    formats: tuple[FormatName, ...] = ()
    purposes: tuple[Purpose, ...] = ("screen",)
    final: bool = False
    linked: bool = False
    output: Path | None = None


EVERYTHING = Wanted()

_KINDS: tuple[Kind, ...] = ("serif", "sans")


def build(
    workspace: Workspace,
    articles: Sequence[Source],
    report: Report,
    wanted: Wanted = EVERYTHING,
    *,
    others: Sequence[Source] = (),
    progress: Progress = silent,
) -> None:
    """Render the pages that are wanted and the overview, which lists `others` too.

    Where only finished locales are wanted, each other one asked for is an error that says why.
    """
    rendering = _Rendering(workspace, report, wanted)
    asked = {source.path for source in articles}
    rows: list[list[Localised]] = []
    leaflets: list[Leaflet] = []
    for source in sorted([*articles, *others], key=lambda source: source.path):
        items = rendering.items(source, report if source.path in asked else Report())
        rows.append(items)
        if source.path in asked:
            leaflets += [leaflet for item in items for leaflet in rendering.leaflets(item, items)]
    made = make_leaflets(rendering.folder, _each_once(leaflets, report), report, progress)
    there = leaflets_there(rendering.folder)
    unasked = [
        leaflet
        for items in rows
        for item in items
        if item.source.path in asked
        for leaflet in rendering.unasked(item, items, there)
    ]
    # A leaflet of another format that says what the article no longer says is not linked to.
    outdated = {leaflet.name for leaflet in unasked} - current_leaflets(rendering.folder, unasked)
    there = {name: size for name, size in (there | made).items() if name not in outdated}
    rows = [
        [
            rendering.with_files(item, there)
            for item in items
            if rendering.has_page(item, asked=item.source.path in asked)
        ]
        for items in rows
    ]
    pages = [
        page
        for items in rows
        for item in items
        if item.source.path in asked
        for page in rendering.web_pages(item, items)
    ]
    index_rows = [IndexRow(tuple(item.edition for item in items)) for items in rows if items]
    pages += rendering.overview(index_rows)
    families = make_pages(rendering.folder, pages, rendering.web_style, report, progress)
    make_files(rendering.folder, rendering.beside_pages(index_rows, families), report)


class _Rendering:
    """One build: what all its pages have in common."""

    def __init__(self, workspace: Workspace, report: Report, wanted: Wanted) -> None:
        self.workspace = workspace
        self.settings = workspace.settings
        self.report = report
        self.wanted = wanted
        self.folder = wanted.output or workspace.output
        self.tags = [tag for tag in self.settings.languages if not wanted.locales or tag in wanted.locales]
        looks = known_looks(template_files(workspace.template_folders))
        if self.settings.look not in looks:
            raise SettingsError(
                f"there is no look “{self.settings.look}”; known are {', '.join(looks)}, and one of your own would be "
                f"templates/looks/{self.settings.look}.css",
                file=FILE,
            )
        self.templates = page_templates(workspace)
        self.strings = {tag: site_strings(workspace, tag, report) for tag in self.settings.languages}
        self.formats = wanted.formats or self.settings.formats
        self.own_fonts = publication_fonts(workspace, report)
        self.web_style = WebStyle(
            workspace.cache / "webfonts", linked=wanted.linked or self.settings.linked, own=self.own_fonts
        )
        self.read_image = functools.cache(_image_reader(workspace.seeds))
        self.texts: dict[str, PageText] = {}
        self.purposes = wanted.purposes
        self.profile: Profile | None = None
        if "press" in wanted.purposes:
            self._find_profile()
        self.missing: dict[str, int] = {}
        if wanted.final:
            segments = site_segments(workspace.template_folders)
            self.missing = {tag: missing_strings(segments, self.strings[tag]) for tag in self.settings.locales}

    def _find_profile(self) -> None:
        own = self.settings.profile
        try:
            self.profile = cmyk_profile(self.workspace.root / own if own else None)
        except PublishError as error:
            file = self.workspace.shown(Path(error.file)) if error.file else FILE
            self.report.failed(type(error)(error.message, file=file))
            self.purposes = tuple(purpose for purpose in self.purposes if purpose != "press")
            return
        if not own:
            self.report.add([_found_profile(self.profile)])

    def items(self, source: Source, report: Report) -> list[Localised]:
        """The article in every locale that may be rendered, with the leaflets it may have."""
        found = [
            item
            for tag in self.settings.languages
            if (item := localised_article(self.workspace, source, tag, report)) is not None
        ]
        found = [self._with_leaflets(item) for item in found]
        if self.wanted.final:
            found = finished(found, self.missing, self.tags, self.folder, report)
        result = []
        for item in found:
            problems = undrawable(item, self.own_fonts)
            if item.tag in self.tags:
                report.add(problems)
            result.append(replace(item, edition=replace(item.edition, leaflets=())) if problems else item)
        return result

    def _with_leaflets(self, item: Localised) -> Localised:
        """The item with all leaflets for reading that it could have."""
        names = dict.fromkeys([*self.settings.formats, *FORMATS])
        files = (
            LeafletFile(recipe, f"{item.tag}/{recipe.name(item.source.article.name)}")
            for recipe in recipes(list(names), "screen")
        )
        return replace(item, edition=replace(item.edition, leaflets=tuple(files)))

    def leaflets(self, item: Localised, items: Sequence[Localised]) -> Iterator[Leaflet]:
        """What the leaflets of an item are printed from; nothing where none is wanted or can be made."""
        if item.tag not in self.tags or not item.edition.leaflets:
            return
        for purpose in self.purposes:
            if purpose == "press" and not any(self.settings.imprint.get(item.tag, ())):
                self.report.add([_no_imprint(item.tag)])
            for recipe in recipes(self.formats, purpose):
                yield from self._leaflet(item, items, recipe)

    def unasked(self, item: Localised, items: Sequence[Localised], there: Collection[str]) -> Iterator[Leaflet]:
        """What the leaflets of an item that lie in the output folder, and are not made now, would be printed from."""
        asked = recipes(self.formats, "screen") if "screen" in self.purposes else []
        if item.tag in self.tags:
            for file in item.edition.leaflets:
                if file.address in there and file.recipe not in asked:
                    yield from self._leaflet(item, items, file.recipe)

    def _leaflet(self, item: Localised, items: Sequence[Localised], recipe: Recipe) -> Iterator[Leaflet]:
        facts = self._facts(item, items)
        try:
            html = leaflet_page(self.templates, self._text(item), facts, recipe, self.settings.notes)
        except PublishError as error:
            self.report.failed(error)
            return
        job = PrintJob(
            html,
            recipe,
            language(item.tag).direction,
            item.article.date,
            self.profile if recipe.purpose == "press" else None,
            self.own_fonts,
        )
        yield Leaflet(f"{item.tag}/{recipe.name(item.source.article.name)}", job)

    def with_files(self, item: Localised, there: Mapping[str, int]) -> Localised:
        """The item with the leaflets that are there, made now or earlier; `there` are the sizes of all by name."""
        files = [replace(file, size=there[file.address]) for file in item.edition.leaflets if file.address in there]
        return replace(item, edition=replace(item.edition, leaflets=tuple(files)))

    def has_page(self, item: Localised, *, asked: bool) -> bool:
        """Whether the item's web page is there, or is about to be; others link to it only then."""
        return (asked and item.tag in self.tags) or (self.folder / item.edition.web).exists()

    def web_pages(self, item: Localised, items: Sequence[Localised]) -> Iterator[WebPage]:
        """The web page of an item, if it is wanted and its template gives one."""
        if item.tag not in self.tags:
            return
        try:
            html = web_page(self.templates, self._text(item), self._facts(item, items))
        except PublishError as error:
            self.report.failed(error)
            return
        yield WebPage(item.edition.web, html, item.tag)

    def overview(self, rows: Sequence[IndexRow]) -> Iterator[WebPage]:
        """The collection's front page, if its template gives one."""
        try:
            html = index_page(
                self.templates,
                rows,
                self.strings,
                self.settings.source,
                site=self.settings.site,
                look=self.settings.look,
                own=self.own_fonts,
            )
        except PublishError as error:
            self.report.failed(error)
            return
        yield WebPage("index.html", html, self.settings.source)

    def _text(self, item: Localised) -> PageText:
        place = item.edition.web
        if place not in self.texts:
            self.texts[place] = PageText(item.article, self.strings[item.tag], self.read_image)
        return self.texts[place]

    def beside_pages(self, rows: Sequence[IndexRow], families: Iterable[str]) -> dict[str, bytes]:
        """What goes with the pages: the licences of their fonts, and a site's map and feeds."""
        leaflets = [name for tag in self.tags for kind in _KINDS for name in stack(tag, kind, self.own_fonts)[:1]]
        licences = font_licences(sorted({*families, *leaflets}), self.own_fonts)
        files = {f"licences/{name}": text.encode() for name, text in licences.items()}
        return files | site_files(rows, self.settings.site, self.strings)

    def _facts(self, item: Localised, items: Sequence[Localised]) -> PageFacts:
        return PageFacts(
            edition=item.edition,
            editions=tuple(other.edition for other in items),
            original_language=item.source.article.language,
            has_untranslated=any(
                shown(entry.segment, entry.translation).state is State.UNTRANSLATED for entry in item.entries
            ),
            fingerprint=item.fingerprint,
            imprint=self.settings.imprint.get(item.tag, ()),
            site=self.settings.site,
            look=self.settings.look,
            own_fonts=self.own_fonts,
        )


def _each_once(leaflets: Iterable[Leaflet], report: Report) -> list[Leaflet]:
    """The leaflets without those whose file would be another's: that of an article called like a format of this one."""
    found: dict[str, Leaflet] = {}
    for leaflet in leaflets:
        if leaflet.name in found:
            message = "two articles would have this leaflet, since the name of one is that of a format of the other"
            report.failed(RenderError(f"{message}; rename one of the seeds", file=leaflet.name))
        else:
            found[leaflet.name] = leaflet
    return list(found.values())


def _found_profile(profile: Profile) -> Finding:
    return Finding(
        "note",
        f"colours for the press are made by the profile “{profile.description}”, which was found on this system; ask "
        'the print shop for its own, and name it: profile = "…" in [tool.publish]',
        FILE,
    )


def _no_imprint(tag: str) -> Finding:
    return Finding(
        "warning",
        f"the leaflet for the press in {tag} has no imprint, which the law of many countries wants on printed matter; "
        f'write one: [tool.publish.imprint.{tag}] with lines = ["…"]',
        FILE,
    )


def _image_reader(seeds: Path) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        try:
            return (seeds / path).read_bytes()
        except OSError as error:
            raise RenderError(
                f"the image cannot be read ({error.strerror}); restore it", file=f"seeds/{path}"
            ) from error

    return read
