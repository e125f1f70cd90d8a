"""What stands above a pasted article's body: title, standfirst, names, date, picture credit.

The standfirst is the one paragraph (or a short subtitle and a paragraph) below the title that the page itself sets off:
it ends in a picture credit, or a byline, date, credit, sharing buttons or a rule stand between it and the body, or
more blank lines follow it than follow the paragraphs of the body. Everything else below the title is body.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.readers._furniture import is_furniture
from publish.readers._lines import Stretch
from publish.readers._metadata import byline_of, credit_of, dates_of, source_of
from publish.readers._parts import Part, is_heading_like
from publish.readers._words import SECTIONS, union
from publish.readers.reading import Facts

_LONGEST_STANDFIRST = 700
_LONGEST_TITLE = 200
_RULE = re.compile(r"[-–—_=\s]+")
_DEPTH = 9
"""How many parts below the title may belong to it."""

Drop = Callable[[str, int, str], None]
Doubt = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a page; `body` is what is left."""

    title: Stretch | None
    standfirst: Stretch | None
    authors: tuple[Stretch, ...]
    date: datetime.date | None
    credit: Stretch | None
    source: Stretch | None
    body: tuple[Part, ...]


@dataclass(slots=True)
class _Found:
    authors: tuple[Stretch, ...] = ()
    date: datetime.date | None = None
    credit: Stretch | None = None
    source: Stretch | None = None


def front_of(parts: Sequence[Part], tag: str, facts: Facts, drop: Drop, doubt: Doubt) -> Front:
    """The front of the parts. `tag` is the text's language, `facts` what is known of the article.

    `drop` is told what is left out, its line and why; `doubt` a message on what may be wrong, and its line.
    """
    first = _title_index(parts, facts.title, drop)
    if first is None:
        return Front(None, None, (), None, None, None, tuple(parts))
    found = _Found(date=facts.date)
    rest = parts[first + 1 :]
    end, plain = 0, []
    for index, part in enumerate(rest[:_DEPTH]):
        if part.kind == "divider":
            end = index + 1 if index == 0 or _RULE.fullmatch(part.text.text) else end
            break
        if part.kind != "item" and _took(part.text, tag, found, drop, doubt):
            end = index + 1
            continue
        plain.append(index)
        if not _may_precede_byline(rest, plain):
            break
    above = [rest[index] for index in plain if index < end]
    body = list(rest[end:])
    if not above and body and _is_set_off(body):
        above, body = body[:1], body[1:]
    standfirst = _one(above)
    if standfirst is not None and (credit := credit_of(standfirst.text)) and found.credit is None:
        found.credit = standfirst.cut(len(standfirst.text) - len(credit))
        standfirst = standfirst.cut(0, len(standfirst.text) - len(credit))
    return Front(
        parts[first].text,
        standfirst if standfirst is not None and standfirst.text else None,
        found.authors,
        found.date,
        found.credit,
        found.source,
        tuple(body),
    )


def _title_index(parts: Sequence[Part], title: str, drop: Drop) -> int | None:
    if not parts:
        return None
    wanted = " ".join(title.split()).casefold()
    for index, part in enumerate(parts[:40]):
        if wanted and " ".join(part.text.text.split()).casefold() == wanted:
            for above in parts[:index]:
                drop(above.text.text, above.text.line, "it stands above the title")
            return index
    first = 0
    while parts[first].text.text.lower() in union(SECTIONS) and len(parts) > first + 1:
        if not is_heading_like(parts[first + 1].text):
            break
        drop(parts[first].text.text, parts[first].text.line, "the name of a section of the site")
        first += 1
    is_body = len(parts[first].text.text) > _LONGEST_TITLE or parts[first].kind in ("item", "quote")
    return None if is_body else first


def _took(stretch: Stretch, tag: str, found: _Found, drop: Drop, doubt: Doubt) -> bool:
    """Whether the stretch is a line about the article or the site's furniture; what it says goes into `found`."""
    text = stretch.text
    if "\n" not in text and (byline := byline_of(text)) and not found.authors:
        found.authors = tuple(stretch.cut(start, end) for start, end in byline.names)
        if byline.date and not _took_date(byline.date, stretch.line, tag, found, doubt):
            drop(byline.date, stretch.line, "no date that can be read")
        return True
    if _took_date(text, stretch.line, tag, found, doubt):
        return True
    if credit_of(text) == text and found.credit is None:
        found.credit = stretch
        return True
    if (source := source_of(text)) and found.source is None:
        found.source = stretch.cut(source[0])
        return True
    if is_furniture(text):
        drop(text, stretch.line, "the site's, not the article's")
        return True
    return False


def _took_date(text: str, line: int, tag: str, found: _Found, doubt: Doubt) -> bool:
    dates = dates_of(text, tag)
    if found.date in dates:
        return True
    if len(dates) > 1:
        choice = " or ".join(date.isoformat() for date in dates)
        doubt(f"“{text}” may be {choice}; write date = {dates[0].isoformat()}, or the other, in {{facts}}", line)
    elif dates and found.date is not None:
        doubt(f"a second date, “{text}”, is left out; write the right one in {{facts}}: date = {dates[0]}", line)
    elif dates:
        found.date = dates[0]
    return bool(dates)


def _may_precede_byline(rest: Sequence[Part], plain: Sequence[int]) -> bool:
    """Whether the parts that are no lines about the article may still be its standfirst."""
    parts = [rest[index] for index in plain]
    return (
        all(part.kind == "paragraph" for part in parts)
        and sum(len(part.text.text) for part in parts) <= _LONGEST_STANDFIRST
        and (len(parts) == 1 or (len(parts) == 2 and is_heading_like(parts[0].text)))
    )


def _is_set_off(body: Sequence[Part]) -> bool:
    """Whether the first paragraph ends in a credit, or has more blank lines after it than paragraphs usually have."""
    first = body[0]
    if first.kind != "paragraph" or len(first.text.text) > _LONGEST_STANDFIRST or len(body) < 3:
        return False
    if credit_of(first.text.text):
        return True
    gaps = Counter(part.gap for part in body[2:])
    usual = max(gaps, key=lambda gap: (gaps[gap], gap))
    return body[1].gap > max(usual, 0) and gaps[body[1].gap] * 4 <= len(body)


def _one(parts: Sequence[Part]) -> Stretch | None:
    """The parts' text as one stretch, each on its own line."""
    if not parts:
        return None
    text, starts = parts[0].text.text, list(parts[0].text.starts)
    for part in parts[1:]:
        starts += [(start + len(text) + 1, line) for start, line in part.text.starts]
        text += "\n" + part.text.text
    return Stretch(text, tuple(starts))
