"""The fonts a page is set in, as other modules use them: of pinned packages or the publication's own only."""

from __future__ import annotations

from publish.render.font_coverage import missing_characters
from publish.render.font_files import (
    FONT_FILES,
    FontFile,
    font_path,
    font_versions,
    installed_fonts,
)
from publish.render.font_licences import font_licences
from publish.render.font_stacks import font_css, font_remedy, has_font_for, needed_extra, stack, web_font_css
from publish.render.fontconfig import use_own_fonts_only
from publish.render.own_fonts import own_fonts

__all__ = [
    "FONT_FILES",
    "FontFile",
    "font_css",
    "font_licences",
    "font_path",
    "font_remedy",
    "font_versions",
    "has_font_for",
    "installed_fonts",
    "missing_characters",
    "needed_extra",
    "own_fonts",
    "stack",
    "use_own_fonts_only",
    "web_font_css",
]
