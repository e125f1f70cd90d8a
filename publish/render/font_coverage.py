"""Which characters the fonts can draw, asked before anything is laid out: what none has would print as an empty box."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from publish.render.font_cache import font_cache, identity, keep
from publish.render.font_files import FontFile, families, fonts_of
from publish.render.font_instances import is_used, unpacked

Ranges = tuple[int, ...]
"""Where ranges of code points begin and end, in turn: (65, 68, 97, 98) are A, B, C and a."""

# Drawn by no font: spaces are advances, and format characters steer the layout (Unicode categories Zs, Zl, Zp, Cf, Cc).
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
# Letters and marks that Unicode counts as Default_Ignorable_Code_Point too (DerivedCoreProperties): a shaper shows
# nothing where a font has no glyph. Variation selectors are among them.
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")


def missing_characters(text: str, own: tuple[FontFile, ...] = ()) -> list[str]:
    """The characters of `text` that no font can draw, each once, in order of appearance.

    A letter with its marks is one thing to draw: it is missing if no single family has all of it, as it stands or
    composed (NFC) or decomposed (NFD). Of such a one the marks are named. `own` are the publication's fonts.

    >>> missing_characters("Zażółć 東京 ᚠ"), missing_characters("e\\N{COMBINING ACUTE ACCENT}")
    (['ᚠ'], [])
    """
    everything = _every(own)
    seen = dict.fromkeys(text)
    missing = {
        character: None for character in seen if not _is_invisible(character) and not _holds(everything, character)
    }
    if any(unicodedata.category(character)[0] == "M" for character in seen):
        for cluster in dict.fromkeys(_clusters(text)):
            if missing.keys().isdisjoint(cluster) and not _is_drawable(cluster, own):
                missing.update(dict.fromkeys(cluster[1:]))
            elif not missing.keys().isdisjoint(cluster) and _is_drawable(cluster, own):
                for character in cluster:
                    missing.pop(character, None)
    return list(missing)


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks that follow it, where any do."""
    start, length = 0, 0
    for position, character in enumerate(text):
        if _IGNORABLE.match(character):
            continue
        if unicodedata.category(character)[0] != "M":
            if length > 1:
                yield _IGNORABLE.sub("", text[start:position]).rstrip("\u200c\u200d")
            start, length = position, 1
        else:
            length += 1
    if length > 1:
        yield _IGNORABLE.sub("", text[start:])


def _is_drawable(cluster: str, own: tuple[FontFile, ...]) -> bool:
    base = cluster[1:] if _is_invisible(cluster[0]) else cluster
    forms = {base, unicodedata.normalize("NFC", base), unicodedata.normalize("NFD", base)}
    return any(
        all(_holds(ranges, character) for character in form)
        for family in families(own)
        if (ranges := family_ranges(family, own))
        for form in forms
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE or bool(_IGNORABLE.match(character))


def has(font: FontFile, character: str) -> bool:
    """Whether one file has the character."""
    return _holds(_file_ranges(font), character)


def covers(family: str, character: str, own: tuple[FontFile, ...] = ()) -> bool:
    """Whether a family has the character."""
    return _holds(family_ranges(family, own), character)


def _holds(ranges: Ranges, character: str) -> bool:
    return bisect_right(ranges, ord(character)) % 2 == 1


def _pairs(ranges: Ranges) -> Iterator[tuple[int, int]]:
    return zip(ranges[::2], ranges[1::2], strict=True)


def _merged(pairs: Iterable[tuple[int, int]]) -> Ranges:
    result: list[int] = []
    for first, end in sorted(pairs):
        if result and first <= result[-1]:
            result[-1] = max(end, result[-1])
        else:
            result += [first, end]
    return tuple(result)


@functools.cache
def _every(own: tuple[FontFile, ...]) -> Ranges:
    """What any font has; kept in one piece, since every build asks."""
    names = families(own)
    made = repr([identity(font) for name in names for font in fonts_of(name, own)])
    return _kept(
        hashlib.sha256(made.encode()).hexdigest()[:16],
        lambda: _merged(pair for name in names for pair in _pairs(family_ranges(name, own))),
    )


@functools.cache
def family_ranges(family: str, own: tuple[FontFile, ...] = ()) -> Ranges:
    """What the upright files of a family have; nothing for a family that is not here."""
    return _merged(pair for font in fonts_of(family, own) if not font.is_italic for pair in _pairs(_file_ranges(font)))


@functools.cache
def _file_ranges(font: FontFile) -> Ranges:
    return _kept(identity(font), lambda: _read_ranges(font))


def _kept(name: str, make: Callable[[], Ranges]) -> Ranges:
    """Ranges from the cache, or made and put there: reading them from fonts takes a while."""
    path = font_cache() / f"{name}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, list) and len(found) % 2 == 0 and all(isinstance(point, int) for point in found):
            return tuple(found)
    except (OSError, ValueError):
        pass
    ranges = make()
    keep(path, json.dumps(ranges).encode())
    return ranges


def _read_ranges(font: FontFile) -> Ranges:
    import uharfbuzz

    return _merged((point, point + 1) for point in uharfbuzz.Face(unpacked(font), 0).unicodes if is_used(point, font))
