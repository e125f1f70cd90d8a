"""The templates' own strings ("Notes", "Page 3 of 4") in the language of a page, and the filters they pass through.

A translation is data: a placeholder it lacks or invents is no error here (`publish check` reports it), and nothing
in it is taken for HTML, CSS or template code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class SiteStrings:
    """The templates' strings for one locale: msgid to msgstr, finished ones only."""

    by_source: Mapping[str, str]

    def __call__(self, message: str, **values: object) -> str:
        """The message in the page's language with its placeholders filled, as plain text.

        >>> SiteStrings({"Note %(number)s": "Anmerkung %(number)s"})("Note %(number)s", number=3)
        'Anmerkung 3'
        """
        return filled(self.by_source.get(message) or message, values)


def filled(message: str, values: Mapping[str, object]) -> str:
    """The message with `%(name)s` replaced for the names that have a value; others stand as they are."""
    return _PLACEHOLDER.sub(
        lambda match: str(values[match.group(1)]) if match.group(1) in values else match.group(), message
    )


def placeholders(message: str) -> list[str]:
    """The names of a message's placeholders, sorted."""
    return sorted(_PLACEHOLDER.findall(message))


def css_string(text: str) -> Markup:
    r"""Text as a CSS string that neither CSS nor the HTML around it can take for anything else (CSS Syntax 3, 4.3.7).

    >>> print(css_string('</style>"'))
    "\3c \2f style\3e \22 "
    """
    return Markup('"' + "".join(_css_character(character) for character in text) + '"')  # noqa: S704 - all escaped


def _css_character(character: str) -> str:
    # Nothing beyond ASCII means anything to CSS or HTML.
    return character if character.isalnum() or character == " " or not character.isascii() else f"\\{ord(character):x} "


def css_content(message: str) -> Markup:
    """A message with the placeholders page and pages as a value of CSS `content` that counts the pages.

    >>> print(css_content("Page %(page)s of %(pages)s"))
    "Page " counter(page) " of " counter(pages)
    """
    parts: list[str] = []
    position = 0
    for match in _PLACEHOLDER.finditer(message):
        if match.group(1) not in ("page", "pages"):
            continue
        if match.start() > position:
            parts.append(css_string(message[position : match.start()]))
        parts.append(f"counter({match.group(1)})")
        position = match.end()
    if position < len(message):
        parts.append(css_string(message[position:]))
    return Markup(" ".join(parts) or '""')  # noqa: S704 - css_string escapes, the rest is fixed
