"""Which characters of a web page are set in which font, as its own style sheet says.

The fonts inside a page hold just the glyphs it uses; a list of element names would have to be kept in step with every
publication's style sheet, so the cascade is worked out: what a browser may do at any size and in any colour scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from publish.render.page_styles import Declaration, Rules, Variables, declared, variables_inside

_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
_BOLD = frozenset({"b", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "th"})
_ITALIC = frozenset({"address", "cite", "dfn", "em", "i", "var"})
_MONOSPACE = frozenset({"code", "kbd", "pre", "samp"})
_CONTENT = frozenset({"before", "after", "marker"})
_PARTS = frozenset({"first-letter", "first-line"})
_FIGURES = "0123456789."
# What a browser puts at a line's end by itself.
_HYPHENS = "-\N{HYPHEN}"


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: the families to be tried in order, a CSS weight, and whether it is slanted."""

    families: tuple[str, ...]
    weight: int = 400
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """All that an element's text may be set in, and the custom properties it hands down."""

    families: frozenset[tuple[str, ...]] = frozenset({("serif",)})
    weights: frozenset[int] = frozenset({400})
    slants: frozenset[bool] = frozenset({False})
    variables: Variables = field(default_factory=dict)

    def settings(self) -> Iterator[Setting]:
        for families, weight, is_italic in product(self.families, self.weights, self.slants):
            yield Setting(families, weight, is_italic)


def characters_by_setting(html: str, tag: str = "") -> dict[Setting, set[str]]:
    """The characters of a page by how they are set; `tag` is its language where it does not say.

    >>> style = "<style>body { font-family: A } b, h1 { font: 700 1rem/1 B, serif }</style>"
    >>> for setting, characters in characters_by_setting(f"{style}<body>x<h1>y</h1>").items():
    ...     print(setting.families, setting.weight, sorted(characters - set("-‐")))
    ('A',) 400 ['x']
    ('B', 'serif') 700 ['y']
    """
    import cssselect2
    import tinyhtml5

    root = tinyhtml5.parse(html, namespace_html_elements=False)
    wrapped = cssselect2.ElementWrapper.from_html_root(root, content_language=tag or None)
    rules = Rules("\n".join(style.text or "" for style in root.iter("style")))
    found: dict[Setting, set[str]] = {}
    _collect(wrapped, _Style(), rules, found)
    return {setting: characters | set(_HYPHENS) for setting, characters in found.items() if characters}


def _collect(element: Any, around: _Style, rules: Rules, found: dict[Setting, set[str]]) -> None:
    node = element.etree_element
    if node.tag in _UNSEEN:
        return
    parts = rules.of(element)
    style = _inside(around, node.tag, parts.get("", ()))

    def add(text: str | None, shown: _Style) -> None:
        if text and not text.isspace():
            for setting in shown.settings():
                found.setdefault(setting, set()).update(rules.as_shown(text))

    add(node.text, style)
    # An image that cannot be shown shows this in the page; tool tips are drawn by the system.
    add(node.get("alt"), style)
    if node.tag == "li":
        add(_FIGURES, style)
    for part, declarations in parts.items():
        shown = _inside(style, "", declarations)
        if part in _CONTENT:
            said = declared(declarations, shown.variables)
            for text in (*said.contents, *(node.get(name) for name in said.attributes)):
                add(text, shown)
            add(_FIGURES if part == "marker" or said.counts else None, shown)
        elif part in _PARTS:
            add("".join(node.itertext()), shown)
    for child in element.iter_children():
        _collect(child, style, rules, found)
        add(child.etree_element.tail, style)


def _inside(around: _Style, name: str, declarations: Sequence[Declaration]) -> _Style:
    """The style of an element in one of another style; the browser's own rules for its name count too."""
    variables = variables_inside(around.variables, declarations)
    said = declared(declarations, variables)
    families = frozenset(said.families)
    if said.inherits_family:
        families |= around.families
    elif not families:
        families = frozenset({("monospace",)}) if name in _MONOSPACE else around.families
    weights = frozenset(
        weight
        for value in said.weights
        for weight in ([value] if isinstance(value, int) else _relative(value, around.weights))
    )
    if not weights:
        weights = frozenset({700}) if name in _BOLD else around.weights
    slants = frozenset(said.slants) or (frozenset({True}) if name in _ITALIC else around.slants)
    return replace(around, families=families, weights=weights, slants=slants, variables=variables)


def _relative(word: str, around: frozenset[int]) -> list[int]:
    """CSS Fonts 4, section 2.2.1: what `bolder` and `lighter` come to; other words inherit."""
    if word == "bolder":
        return [400 if weight < 350 else 700 if weight < 550 else 900 for weight in around]
    if word == "lighter":
        return [100 if weight < 550 else 400 if weight < 750 else 700 for weight in around]
    return list(around)
