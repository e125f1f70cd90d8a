"""Addresses of links as an article may hold them: cleaned, and of a kind that a reader can safely follow."""

from __future__ import annotations

import re
from urllib.parse import quote

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What RFC 3986 allows in an address, and the percent sign of what is already encoded.
_ALLOWED = frozenset("-._~:/?#[]@!$&'()*+,;=%")


def cleaned(address: str) -> str:
    """The address without what browsers pass over (WHATWG URL, 4.4: control characters, line ends), all else that an
    address cannot hold percent-encoded. Letters of any script stay readable.

    >>> cleaned(" https://example.org/été en\\nville<1> ")
    'https://example.org/été%20enville%3C1%3E'
    """
    text = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    if text.startswith("//"):
        text = f"https:{text}"
    return "".join(
        character if character in _ALLOWED or character.isalnum() else quote(character, errors="replace")
        for character in text
    )


def is_safe(address: str) -> bool:
    """Whether a cleaned address has a scheme that only leads somewhere, or none.

    >>> is_safe("javascript:alert(1)"), is_safe("../about.html")
    (False, True)
    """
    scheme = _SCHEME.match(address)
    return scheme is None or scheme.group(1).lower() in _SCHEMES


def is_web_address(address: str) -> bool:
    """Whether it is a whole http or https address.

    >>> is_web_address("https://example.org/a"), is_web_address("www.example.org")
    (True, False)
    """
    return re.match(r"https?://[^/\s]", address, re.IGNORECASE) is not None
