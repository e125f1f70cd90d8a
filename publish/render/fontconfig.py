"""Fontconfig, through which WeasyPrint finds fonts, told of ours and of nothing else.

A configuration of our own keeps whatever is installed on a machine out of the pages. It lists the families that a page
needs, each in a folder of the user's cache with one static file for each weight in use.
"""

from __future__ import annotations

import hashlib
import html as markup
import os
import re
from collections.abc import Iterator
from pathlib import Path

from publish.files import write_whole
from publish.render.font_cache import font_cache, identity
from publish.render.font_coverage import covers
from publish.render.font_files import BOLD_FROM, SCRIPTS, FontFile, families, file_stem, fonts_of
from publish.render.font_instances import instance, instances
from publish.render.font_stacks import families_of, stack

_LANG = re.compile(r"\blang=[\"']?([A-Za-z0-9-]+)")


def use_own_fonts_only(html: str | None = None, own: tuple[FontFile, ...] = ()) -> None:
    """Point Fontconfig at the fonts a page needs (without one, at all there are), before WeasyPrint lays it out.

    The first call for a family makes its static fonts, which takes up to a second.
    """
    wanted = families(own) if html is None else needed_families(html, own)
    # The rules are the same for every page: Pango takes them from the first configuration a process has seen.
    folders = [_folder(family, own) for family in wanted]
    text = "\n".join(
        [
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>',
            *(f"  <dir>{markup.escape(str(folder))}</dir>" for folder in folders),
            f"  <cachedir>{markup.escape(str(font_cache() / 'fontconfig'))}</cachedir>",
            *(_bold_rule(*pair) for pair in BOLD_FROM.items() if pair[0] not in {font.family for font in own}),
            "</fontconfig>\n",
        ]
    )
    # The folder may have a name in bytes that are no text.
    content = text.encode(errors="surrogateescape")
    configuration = font_cache() / f"{hashlib.sha256(content).hexdigest()[:16]}.conf"
    if not configuration.is_file():
        write_whole(configuration, content)
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def needed_families(html: str, own: tuple[FontFile, ...] = ()) -> tuple[str, ...]:
    """The families that may draw something of a page: of its languages, and of characters that these lack.

    >>> needed_families('<html lang="fr">日'), needed_families('<html lang="fr">')
    (('Noto Serif', 'Noto Sans', 'Noto Serif JP', 'Noto Sans JP'), ('Noto Serif', 'Noto Sans'))
    """
    wanted = {"Noto Serif", "Noto Sans", *(font.family for font in own)}
    for tag in set(_LANG.findall(html)):
        wanted |= _families_of(tag, own)
    order = stack("en", "serif", own)
    for character in sorted(set(markup.unescape(html))):
        if not any(covers(family, character, own) for family in wanted):
            wanted |= _with_companions(next((name for name in order if covers(name, character, own)), ""))
    return tuple(family for family in families(own) if family in wanted)


def _families_of(tag: str, own: tuple[FontFile, ...]) -> frozenset[str]:
    from publish.errors import SettingsError

    try:
        return families_of(tag, own)
    except SettingsError:  # a template may name a language that no locale has
        return frozenset()


def _with_companions(family: str) -> frozenset[str]:
    """A family and those that the same script is set in, in headings and in bold."""
    return frozenset(
        name
        for script in SCRIPTS.values()
        if family in (*script.serif, *script.sans)
        for name in (*script.serif, *script.sans)
    ) | {family}


def _folder(family: str, own: tuple[FontFile, ...]) -> Path:
    """The folder with the static fonts of a family; what is missing in it is made."""
    made = fonts_of(family, own)
    name = hashlib.sha256("".join(identity(font) for font in made).encode()).hexdigest()[:16]
    folder = font_cache() / f"{file_stem(family)}-{name}"
    for file, font in _files(made):
        path = folder / file
        if not path.is_file():
            # What is not whole yet is no font to Fontconfig: it passes over names that begin with a dot.
            write_whole(path, instance(font, file))
    return folder


def _files(fonts: tuple[FontFile, ...]) -> Iterator[tuple[str, FontFile]]:
    for font in fonts:
        yield from instances(font).items()


def _bold_rule(family: str, bold: str) -> str:
    """Have what is bold in one family set in another: Fontconfig would otherwise take its regular to be smeared."""
    return (
        '  <match target="pattern">\n'
        f'    <test name="family"><string>{family}</string></test>\n'
        '    <test name="weight" compare="more_eq"><const>demibold</const></test>\n'
        f'    <edit name="family" mode="prepend" binding="same"><string>{bold}</string></edit>\n'
        "  </match>"
    )
