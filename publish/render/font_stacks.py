"""Which families draw which language, and in what order: the font stacks of style sheets."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from publish.languages import native_name, script_of
from publish.render.font_coverage import covers, missing_characters
from publish.render.font_files import SCRIPTS, FontFile, Script, families, fonts_of

Kind = Literal["serif", "sans"]
_KINDS: tuple[Kind, Kind] = ("serif", "sans")


@functools.cache
def stack(tag: str, kind: Kind, own: tuple[FontFile, ...] = ()) -> tuple[str, ...]:
    """The families for text in a language, `serif` for running text and `sans` for headings.

    The script's own come first, with their figures and Latin letters; then those of every other script, so that each
    character is drawn by a font that has it; then a publication's own. A language whose script only those have gets
    them first.

    >>> stack("fr", "serif")[:2], stack("ja", "sans")[:2]
    (('Noto Serif', 'Noto Serif JP'), ('Noto Sans JP', 'Noto Sans'))
    """
    here = families(own)
    theirs = tuple(dict.fromkeys(font.family for font in own))
    script = SCRIPTS.get(script_of(tag))
    others = [other for other in dict.fromkeys(SCRIPTS.values()) if other is not script]
    result = [_best(script, kind, here)] if script else []
    if not result or not result[0]:
        result = [(family,) for family in theirs if _draws(family, tag, own)]
    other_kind: Kind = "sans" if kind == "serif" else "serif"
    result += [_best(other, kind, here) for other in others]
    result += [_best(each, other_kind, here) for each in ([script] if script else []) + others]
    return tuple(dict.fromkeys([family for names in result for family in names] + list(theirs)))


def _best(script: Script, kind: Kind, here: Sequence[str]) -> tuple[str, ...]:
    wanted = script.serif if kind == "serif" else script.sans
    return next(((name,) for name in wanted if name in here), ())


def _draws(family: str, tag: str, own: tuple[FontFile, ...]) -> bool:
    return all(covers(family, character, own) for character in native_name(tag) if not character.isspace())


def has_font_for(tag: str, own: tuple[FontFile, ...] = ()) -> bool:
    """Whether text in the language can be drawn at all: its name, in its own script, can."""
    return not missing_characters(native_name(tag), own)


def font_remedy(tag: str) -> str:
    """What to do where `has_font_for` says no, as the end of a message.

    >>> font_remedy("ar")
    "make leaflets installs one; by hand: pip install 'publish-leaflets[arabic]'"
    >>> font_remedy("am")
    'put a font that has it into templates/fonts/'
    """
    extra = needed_extra(tag)
    if extra:
        return f"make leaflets installs one; by hand: pip install 'publish-leaflets[{extra}]'"
    return "put a font that has it into templates/fonts/"


def needed_extra(tag: str) -> str:
    """The optional dependency that brings a language's fonts; "" for none.

    >>> needed_extra("he"), needed_extra("zh-Hant"), needed_extra("fr")
    ('hebrew', 'chinese', '')
    """
    script = SCRIPTS.get(script_of(tag))
    return script.extra if script else ""


def font_css(tags: Iterable[str], own: tuple[FontFile, ...] = ()) -> str:
    """Rules that set `--serif` and `--sans` for a leaflet: by its language, the first, and for others that differ."""
    return _rules({tag: _declarations([_listed(stack(tag, kind, own)) for kind in _KINDS]) for tag in tags})


def web_font_css(tags: Iterable[str], own: tuple[FontFile, ...] = ()) -> str:
    """The same for a web page, by the names its embedded fonts have, then readers' own fonts.

    A script that knows no italic is not slanted either.
    """
    return _rules({tag: _web_declarations(tag, own) for tag in tags})


def _web_declarations(tag: str, own: tuple[FontFile, ...]) -> str:
    script = SCRIPTS.get(script_of(tag))
    system = dict(zip(_KINDS, script.system if script else ((), ()), strict=True))
    stacks = {kind: [*(web_family(family, own) for family in stack(tag, kind, own)), *system[kind]] for kind in _KINDS}
    declarations = _declarations([f"{_listed(stacks['serif'])}, serif", f"{_listed(stacks['sans'])}, sans-serif"])
    has_italic = any(font.is_italic for font in fonts_of(stack(tag, "serif", own)[0], own))
    return f"{declarations} font-synthesis-style: {'auto' if has_italic else 'none'};"


def web_family(family: str, own: tuple[FontFile, ...] = ()) -> str:
    """What a family is called in web pages: never as a font that a reader's system may have.

    >>> web_family("Noto Serif JP")
    'Leaflet Serif JP'
    """
    return family if any(font.family == family for font in own) else f"Leaflet {family.removeprefix('Noto ')}"


def _rules(declarations: Mapping[str, str]) -> str:
    rules = []
    for number, (tag, declared) in enumerate(declarations.items()):
        if number == 0:
            first = declared
            rules.append(f":root {{ {declared} }}")
        elif declared != first:
            rules.append(f":lang({tag}) {{ {declared} }}")
    return "\n".join(rules)


def _declarations(stacks: Sequence[str]) -> str:
    return f"--serif: {stacks[0]}; --sans: {stacks[1]};"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(css_name, names))


def css_name(family: str) -> str:
    """A family's name as a CSS string that can stand in a `<style>` element, whatever is in it.

    >>> css_name('A "big" </style>')
    '"A \\\\22 big\\\\22  \\\\3c /style>"'
    """
    return '"' + re.sub(r"[\"\\<\n\r\f\0]", lambda match: f"\\{ord(match[0]):x} ", family) + '"'


def families_of(tag: str, own: tuple[FontFile, ...] = ()) -> frozenset[str]:
    """The families of a language's own script that are here."""
    script = SCRIPTS.get(script_of(tag))
    names = (*_best(script, "serif", families(own)), *_best(script, "sans", families(own))) if script else ()
    return frozenset(name for name in names if fonts_of(name, own))
