"""What in a text is prose: words, titles in quotation marks, and addresses."""

from __future__ import annotations

import re

from publish.drafting.kept import kept_in


def subtag(tag: str) -> str:
    return tag.partition("-")[0]


def has_address(text: str) -> bool:
    return "://" in text or "www." in text or "@" in text


def without_addresses(text: str) -> str:
    if has_address(text):
        for item in reversed(kept_in(text)):
            if has_address(item.text):
                text = text[: item.start] + text[item.end :]
    return text


WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
# A title in quotation marks may stand in any language.
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|»[^«]*«|„[^“”]*[“”]|「[^」]*」|『[^』]*』|\"[^\"]*\"")
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*\w"
