"""Where the addresses in a text stand: of pages, with or without a scheme, of mail, and of accounts."""

from __future__ import annotations

import re

import regex

from publish.engines import Span

# Ends of addresses written without a scheme: what links in articles mostly have. Only in small letters, for "war.It" is
# two sentences that lack a space.
_DOMAINS = """
    com coop edu gov info int mobi net news ngo online org press site social union wiki app blog dev
    ar at au be br ca ch cl co cz de dk eu fi fr gr hk ie il io it jp kr ly me mx nl no nz pl ps pt ru tr tv tw ua uk us
    za
""".split()  # noqa: SIM905
# These end words too, where both genders are written: militant.es, travailleur.se, Arbeiter.in.
_DOMAINS_OR_ENDINGS = ["es", "in", "se"]
_INSIDE = r"[^\s<>“”«»]"
_LAST = r"[^\s<>“”«».,;:!?)\]’'\"]"
_PATH = rf"/(?:{_INSIDE}*{_LAST})?"
_ADDRESS = regex.compile(
    rf"(?:https?://|www\.){_INSIDE}*{_LAST}"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])@[A-Za-z_]\w+"
    r"|(?<![\p{Latin}\d@._/-])(?:[\p{Latin}\d-]+\.)+"
    rf"(?:(?:{'|'.join(_DOMAINS)})(?![\p{{Latin}}\d_@-]|\.[\p{{Latin}}\d])(?:{_PATH})?"
    rf"|(?:{'|'.join(_DOMAINS_OR_ENDINGS)}){_PATH})"
)
# What every address has, and few sentences.
_HINT = re.compile(r"@|/|\w\.\w")


def addresses(text: str) -> list[Span]:
    """The offsets of each address in the text, without the punctuation that follows it.

    >>> [("See b.org/x, or ask @some_one.")[slice(*span)] for span in addresses("See b.org/x, or ask @some_one.")]
    ['b.org/x', '@some_one']
    """
    return [match.span() for match in _ADDRESS.finditer(text)] if _HINT.search(text) else []
