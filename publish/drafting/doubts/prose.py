"""What in a text is prose: words, titles in quotation marks, and addresses."""

from __future__ import annotations

import re

from publish.drafting.addresses import addresses


def subtag(tag: str) -> str:
    return tag.partition("-")[0]


def without_addresses(text: str) -> str:
    for start, end in reversed(addresses(text)):
        text = text[:start] + text[end:]
    return text


WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
# A title in quotation marks may stand in any language.
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|»[^«]*«|„[^“”]*[“”]|「[^」]*」|『[^』]*』|\"[^\"]*\"")
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*\w"
