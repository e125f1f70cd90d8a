"""Small fonts for web pages: some characters of one font at one weight, compressed."""

from __future__ import annotations

import re
from collections.abc import Collection
from io import BytesIO

from publish.render.font_faults import faults_told
from publish.render.font_files import FontFile
from publish.render.font_instances import adapt, pin, unpacked

# What a shaper asks of a font by itself, for every script it may meet (HarfBuzz's default one, and those for Arabic,
# Hebrew, Hangul and Indic scripts), and `chws` and `halt`, by which browsers close the gaps of Chinese and Japanese
# punctuation (CSS Text 4, text-spacing-trim). Vertical setting and alternative forms would bring in glyphs that no rule
# of ours asks for.
_SHAPING = (
    *("abvm", "blwm", "ccmp", "curs", "dist", "kern", "liga", "clig", "calt", "rclt", "locl", "mark", "mkmk", "rlig"),
    *("ltra", "ltrm", "rtla", "rtlm", "rvrn", "chws", "halt"),
    *("isol", "init", "medi", "med2", "fina", "fin2", "fin3", "mset", "stch", "ljmo", "vjmo", "tjmo"),
    *("nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "half", "abvf", "pstf", "vatu", "cjct"),
    *("abvs", "blws", "pres", "psts", "haln", "cfar"),
)
# By the words of font-variant (CSS Fonts 4, section 6).
_VARIANTS = {
    "all-small-caps": ("smcp", "c2sc"),
    "diagonal-fractions": ("frac", "numr", "dnom"),
    "full-width": ("fwid",),
    "lining-nums": ("lnum",),
    "oldstyle-nums": ("onum",),
    "ordinal": ("ordn",),
    "proportional-nums": ("pnum",),
    "proportional-width": ("pwid",),
    "ruby": ("ruby",),
    "slashed-zero": ("zero",),
    "small-caps": ("smcp",),
    "sub": ("subs",),
    "super": ("sups",),
    "tabular-nums": ("tnum",),
}
# The copyright notice and the licence go with every copy of a font (OFL 1.1, condition 2): name table, 0, 13 and 14.
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)


def features_asked_for(html: str) -> frozenset[str]:
    """The OpenType features that a page's style sheet turns on besides those that shaping needs.

    >>> sorted(features_asked_for("p { font-feature-settings: 'palt' 1 } td { font-variant-numeric: tabular-nums }"))
    ['palt', 'tnum']
    """
    found = set()
    for settings in re.findall(r"font-feature-settings\s*:([^;}]*)", html):
        found.update(re.findall(r"[\"']([\x20-\x7e]{4})[\"']", settings))
    for words in re.findall(r"font-variant(?:-[a-z-]+)?\s*:([^;}]*)", html):
        for word in words.split():
            found.update(_VARIANTS.get(word, ()))
    return frozenset(found)


def subset(font: FontFile, weight: int, points: Collection[int], features: Collection[str] = ()) -> bytes:
    """The font as WOFF2, with the glyphs that these code points and features need."""
    with faults_told(font):
        return _compressed(cut(font, weight, points, features), font)


def cut(font: FontFile, weight: int, points: Collection[int], features: Collection[str] = ()) -> bytes:
    """The same, not yet compressed."""
    import uharfbuzz

    face = uharfbuzz.Face(unpacked(font), 0)
    wanted = uharfbuzz.SubsetInput()
    for chosen, members in (
        (wanted.unicode_set, points),
        (wanted.layout_feature_tag_set, map(_tag, (*_SHAPING, *features))),
        (wanted.name_id_set, _NAMES),
    ):
        # Whatever is there before stays otherwise, a long list of features for one.
        chosen.clear()
        chosen.update(set(members))
    # Browsers draw at sizes where instructions for coarse screens no longer help, and they are half of a small font.
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    pin(wanted, face, weight)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _compressed(content: bytes, font: FontFile) -> bytes:
    from fontTools.ttLib import TTFont

    result = BytesIO()
    with TTFont(BytesIO(content), recalcTimestamp=False) as file:
        adapt(file, font)
        file.flavor = "woff2"
        file.save(result)
    return result.getvalue()
