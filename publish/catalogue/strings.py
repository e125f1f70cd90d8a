r"""A text as catalogues write it between quotation marks: escape sequences as in C (gettext manual, "PO Files")."""

from __future__ import annotations

import re

_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
_SEQUENCES = {ord(character): f"\\{letter}" for letter, character in _CHARACTERS.items()}
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}(?![0-9A-Fa-f])))+)|\\(.?)", re.DOTALL)
_BYTE = re.compile(r"\\(?:x([0-9A-Fa-f]+)|([0-7]+))")


def escaped(text: str) -> str:
    r"""The text as it stands between quotation marks.

    >>> print(escaped('say "hello"\n'))
    say \"hello\"\n
    """
    return text.translate(_SEQUENCES)


def unescaped(text: str, charset: str) -> str:
    r"""What `text` says; numeric escapes are bytes in the catalogue's charset. `ValueError` names a faulty escape.

    >>> unescaped(r"caf\303\251\t\"", "UTF-8")
    'café\t"'
    """
    return _ESCAPE.sub(lambda match: _meaning(match, charset), text) if "\\" in text else text


def _meaning(match: re.Match[str], charset: str) -> str:
    number, letter = match.groups()
    if letter in _CHARACTERS:
        return _CHARACTERS[letter]
    if number is None:
        raise ValueError(match.group())
    try:
        meaning = bytes(int(hexa, 16) if hexa else int(octal, 8) for hexa, octal in _BYTE.findall(number)).decode(
            charset
        )
    except ValueError:
        raise ValueError(number) from None
    if "\0" in meaning:
        raise ValueError(number)
    return meaning
