"""What every page of a publication is made with: its templates, and the fonts it brings itself."""

from __future__ import annotations

from publish.render.font_cache import font_cache
from publish.render.font_files import FontFile
from publish.render.fonts import own_fonts
from publish.render.templates import Templates
from publish.steps.report import Report
from publish.workspace import Workspace


def page_templates(workspace: Workspace) -> Templates:
    """The publication's templates before the shipped ones, kept compiled in the user's cache."""
    return Templates(workspace.template_folders, workspace.root, font_cache() / "templates")


def publication_fonts(workspace: Workspace, report: Report) -> tuple[FontFile, ...]:
    """The fonts in the publication's templates; one that cannot be used is reported and left out."""
    fonts, unusable = own_fonts(workspace.own_fonts)
    for error in unusable:
        report.failed(error)
    return fonts
