"""Characters that no page may hold: controls, and code points that are for no interchange."""

from __future__ import annotations

import re

# HTML Living Standard, "Preprocessing the input stream": controls but tab, line feed and carriage return, and
# noncharacters are errors. XML 1.0 (section 2.2, Char) forbids no others that text read as UTF-8 may have.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def allowed(text: str) -> str:
    r"""The text without the characters that HTML and XML forbid; those that separate words become spaces.

    >>> allowed("a\x01b\x0bc\x85d")
    'ab c d'
    """
    return _FORBIDDEN.sub(lambda match: " " if match[0].isspace() else "", text)
