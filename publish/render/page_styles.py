"""A web page's style sheet as far as it decides which font draws what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_WEIGHTS = {"normal": 400, "bold": 700}
_INHERITED = frozenset({"inherit", "unset", "revert", "revert-layer"})
_CONDITIONAL = frozenset({"media", "supports", "container"})
_GROUPS = _CONDITIONAL | {"layer"}
_SIZES = frozenset(
    {"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger", "math"}
)
_OF_INTEREST = frozenset({"font", "font-family", "font-weight", "font-style", "content"})
_QUOTATION_MARKS = "“”‘’«»‹›„‚「」『』"
# A custom property that names itself would never end, and one with many values on conditions would grow for ever.
_DEEPEST = 8
_MOST = 16

Variables = Mapping[str, Sequence[Sequence[Any]]]
"""Custom properties by name, each with all the values (tokens) it may have."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property of a rule whose conditions (of media and the like) may hold, or which has none."""

    name: str
    value: tuple[Any, ...]
    is_conditional: bool
    is_important: bool


@dataclass(slots=True)
class Declared:
    """What rules say of one element, or of a part of it: every value that may hold; a word for one that is relative."""

    families: list[tuple[str, ...]] = field(default_factory=list)
    weights: list[int | str] = field(default_factory=list)
    slants: list[bool] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    counts: bool = False
    inherits_family: bool = False


class Rules:
    """The rules of a style sheet, matched against elements (cssselect2's)."""

    def __init__(self, css: str) -> None:
        import cssselect2
        import tinycss2

        self.matcher = cssselect2.Matcher()
        self.changes_case = bool(re.search(r"text-transform|small-caps", css))
        for rule, is_conditional in _style_rules(tinycss2.parse_stylesheet(css, skip_comments=True)):
            declarations = tuple(_declarations(rule.content, is_conditional=is_conditional))
            if not declarations:
                continue
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            for selector in selectors:
                self.matcher.add_selector(selector, declarations)

    def as_shown(self, text: str) -> str:
        """The text with the capitals and small letters a rule may make of it."""
        return text + text.upper() + text.lower() if self.changes_case else text

    def of(self, element: Any) -> dict[str, list[Declaration]]:
        """What holds for an element, the stronger later, by the name of its part ("" for the element itself)."""
        parts: dict[str, list[Declaration]] = {}
        for _specificity, _order, part, declarations in self.matcher.match(element):
            parts.setdefault(part or "", []).extend(declarations)
        inline = element.etree_element.get("style")
        if inline:
            parts.setdefault("", []).extend(_declarations(inline, is_conditional=False))
        for declarations in parts.values():
            declarations.sort(key=lambda declaration: declaration.is_important)
        return parts


def _style_rules(rules: Sequence[Any], *, is_conditional: bool = False) -> Iterator[tuple[Any, bool]]:
    import tinycss2

    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule, is_conditional
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in _GROUPS:
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True)
            yield from _style_rules(inside, is_conditional=is_conditional or rule.lower_at_keyword in _CONDITIONAL)


def _declarations(content: Any, *, is_conditional: bool) -> Iterator[Declaration]:
    import tinycss2

    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration" and (item.lower_name in _OF_INTEREST or item.name.startswith("--")):
            name = item.name if item.name.startswith("--") else item.lower_name
            value = tuple(token for token in item.value if token.type != "comment")
            yield Declaration(name, value, is_conditional, item.important)


def variables_inside(around: Variables, declarations: Sequence[Declaration]) -> Variables:
    """The custom properties an element hands down."""
    set_here: dict[str, list[Sequence[Any]]] = {}
    for declaration in declarations:
        if declaration.name.startswith("--"):
            known = set_here.get(declaration.name, []) if declaration.is_conditional else []
            if declaration.is_conditional and not known:
                known = list(around.get(declaration.name, ()))
            set_here[declaration.name] = [*known, declaration.value]
    if not set_here:
        return around
    everything = {**around, **set_here}
    # A value is worked out where it is set; what is inherited is not worked out again.
    return {
        **around,
        **{
            name: [each for value in values for each in _substituted(value, everything)]
            for name, values in set_here.items()
        },
    }


def declared(declarations: Sequence[Declaration], variables: Variables) -> Declared:
    """The last of several values wins; each that hangs on a condition may win."""
    result = Declared()
    for declaration in declarations:
        if declaration.name.startswith("--"):
            continue
        if not declaration.is_conditional:
            _forget(result, declaration.name)
        for value in _substituted(declaration.value, variables):
            _note(result, declaration.name, value)
    return result


def _substituted(value: Sequence[Any], variables: Variables, depth: int = 0) -> list[list[Any]]:
    """What the value may be with every `var()` replaced by what it stands for, or by its fall-back."""
    results: list[list[Any]] = [[]]
    for token in value:
        if token.type != "function" or token.lower_name != "var" or depth > _DEEPEST:
            for result in results:
                result.append(token)
            continue
        name = next((part.value for part in token.arguments if part.type == "ident"), "")
        comma = next((place for place, part in enumerate(token.arguments) if part == ","), None)
        fall_back = [token.arguments[comma + 1 :]] if comma is not None else []
        choices = [
            each for known in variables.get(name) or fall_back for each in _substituted(known, variables, depth + 1)
        ]
        results = [[*result, *choice] for result in results for choice in choices or [[]]][:_MOST]
    return results


def _forget(result: Declared, name: str) -> None:
    if name in ("font", "font-family"):
        result.families, result.inherits_family = [], False
    if name in ("font", "font-weight"):
        result.weights = []
    if name in ("font", "font-style"):
        result.slants = []
    if name == "content":
        result.contents, result.attributes, result.counts = [], [], False


def _note(result: Declared, name: str, value: Sequence[Any]) -> None:
    words = [token.lower_value for token in value if token.type == "ident"]
    if name == "font-weight":
        result.weights += [_WEIGHTS.get(word, word) for word in words]
        result.weights += [int(token.value) for token in value if token.type == "number"]
    elif name == "font-style":
        result.slants += [word in ("italic", "oblique") for word in words[:1] if word not in _INHERITED]
    elif name == "content":
        _note_content(result, value)
    elif _INHERITED.intersection(words):
        result.inherits_family = True
    elif name == "font-family":
        names = _families(value)
        result.families += [names] if names else []
    else:
        _note_font(result, value)


def _note_font(result: Declared, value: Sequence[Any]) -> None:
    """CSS Fonts 4, section 4.7: style and weight, a size with an optional line height, the families."""
    tokens = [token for token in value if token.type != "whitespace"]
    weight, is_italic = 400, False
    for position, token in enumerate(tokens):
        if token.type == "number":
            weight = int(token.value)
        elif token.type == "ident" and token.lower_value not in _SIZES:
            weight = _WEIGHTS.get(token.lower_value, weight) if token.lower_value != "normal" else weight
            is_italic |= token.lower_value in ("italic", "oblique")
        else:
            has_height = position + 1 < len(tokens) and tokens[position + 1] == "/"
            result.families.append(_families(tokens[position + (3 if has_height else 1) :]))
            result.weights.append(weight)
            result.slants.append(is_italic)
            return


def _note_content(result: Declared, value: Sequence[Any]) -> None:
    for token in value:
        if token.type == "string":
            result.contents.append(token.value)
        elif token.type == "ident" and token.lower_value in ("open-quote", "close-quote"):
            result.contents.append(_QUOTATION_MARKS)
        elif token.type == "function" and token.lower_name == "attr":
            result.attributes += [part.value for part in token.arguments if part.type == "ident"]
        elif token.type == "function" and token.lower_name in ("counter", "counters"):
            result.counts = True


def _families(value: Sequence[Any]) -> tuple[str, ...]:
    names: list[str] = []
    words: list[str] = []
    for part in value:
        if part == ",":
            names.append(" ".join(words))
            words = []
        elif part.type in ("string", "ident"):
            words.append(part.value)
    return tuple(dict.fromkeys(name for name in [*names, " ".join(words)] if name))
