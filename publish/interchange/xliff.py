"""XLIFF as tools return it, whichever its version: read unit by unit, since the tree of a whole book has no room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.errors import PublishError
from publish.interchange.inline import Token
from publish.interchange.units import Reply, Returned
from publish.interchange.xml import elements, forget, name_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDERS = frozenset({"xliff", "file", "body", "group"})
"""What units stand in; one that stands elsewhere, in another tool's additions, is none."""


@dataclass(frozen=True, slots=True)
class Version:
    """How a version of XLIFF is read.

    `unit` is the name of a unit's element, `languages` gives source and target of a `<file>` by it and the root,
    `returned` a unit by its element and these languages.
    """

    unit: str
    languages: Callable[[_Element, _Element], tuple[str, str]]
    returned: Callable[[_Element, str, str], Returned]


def parsed(content: bytes, file: str, version_of: Callable[[_Element], Version]) -> list[Reply]:
    """The documents in a file, one for each `<file>`; `version_of` gets the root, and may refuse it."""
    root: _Element | None = None
    replies: list[Reply] = []
    units: list[list[Returned]] = []
    for event, node in elements(content, file):
        if root is None:
            root, version = node, version_of(node)
        elif event == "start":
            if name_of(node) == "file" and node.getparent() is root:
                replies.append(
                    Reply(node.get("original", ""), *version.languages(root, node), (), node.sourceline or 0)
                )
                units.append([])
        elif name_of(node) == version.unit and replies and _is_in_place(node):
            units[-1].append(version.returned(node, replies[-1].source, replies[-1].target))
            forget(node)
    if not replies:
        line = 0 if root is None else root.sourceline or 0
        raise PublishError("there is no <file> in it; export it again", file=file, line=line)
    return [replace(reply, units=tuple(found)) for reply, found in zip(replies, units, strict=True)]


def _is_in_place(node: _Element) -> bool:
    return all(name_of(parent) in _HOLDERS for parent in node.iterancestors())


def tokens(node: _Element, element: Callable[[_Element], Iterator[Token]]) -> Iterator[Token]:
    """The text in an element, and between its pieces what `element` gives for the elements there."""
    if node.text:
        yield node.text
    for item in node:
        yield from element(item)
        if item.tail:
            yield item.tail
