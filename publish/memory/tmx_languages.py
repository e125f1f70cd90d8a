"""Which of a unit's languages is the one that is wanted: other programs add countries, or leave them out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from publish.languages import tag_of_gettext

_SCRIPT = re.compile("[A-Z][a-z]{3}")
_REGION = re.compile("[A-Z]{2}|[0-9]{3}")

# CLDR knows `no` as a language of its own, with Bokmål for its words.
_ALIASES = {"no": "nb"}


def tag(name: str) -> str:
    """A language as other programs write it, as BCP 47 in our form.

    >>> tag("EN_us"), tag("zh-tw"), tag("FR")
    ('en-US', 'zh-Hant', 'fr')
    """
    first, *rest = name.strip().replace("_", "-").split("-")
    cased = {4: str.capitalize, 2: str.upper}
    usual = "-".join([first.lower(), *(cased.get(len(part), str.lower)(part) for part in rest)])
    return tag_of_gettext(usual.replace("-", "_"))


def best(wanted: str, names: Iterable[str]) -> str | None:
    """The one of these names that means the wanted language: itself, or the same with or without a country.

    Two scripts are two languages here, whether they are named or not: nobody wants Simplified Chinese, which is what
    `zh` is, for Traditional. So are two countries' forms: nobody wants Brazil's Portuguese for Portugal's. Of several
    countries' forms of a language that is wanted without one, the most spoken comes first (CLDR's likely subtags).
    The order of the names does not count.

    >>> best("fr", ["en", "fr-CA", "FR-fr"]), best("pt-BR", ["pt"]), best("pt-BR", ["pt-PT"])
    ('FR-fr', 'pt', None)
    >>> best("zh-Hant", ["zh"]), best("zh-Hant", ["zh-TW"]), best("he", ["iw-IL"])
    (None, 'zh-TW', 'iw-IL')
    """
    return _best(wanted, tuple(names))


@functools.lru_cache(maxsize=1024)
def _best(wanted: str, names: tuple[str, ...]) -> str | None:
    own = _parts(wanted)
    fitting = []
    for name in names:
        found = tag(name)
        parts = _parts(found)
        if parts.fits(own):
            rank = found != wanted, parts.distance(own)
            fitting.append((rank, found, name))
    return min(fitting)[2] if fitting else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A tag's language and script, though it may leave the script out; country and variant, "" if it has none."""

    language: str
    script: str
    region: str
    variant: str
    likely_region: str

    def fits(self, wanted: _Parts) -> bool:
        """Whether both can mean the same language."""
        same = (self.language, self.script) == (wanted.language, wanted.script)
        return same and all(
            not one or not other or one == other
            for one, other in ((self.region, wanted.region), (self.variant, wanted.variant))
        )

    def distance(self, wanted: _Parts) -> tuple[bool, int]:
        """The less, the better it fits."""
        if self.region == wanted.region:
            far = 0
        elif not self.region or self.region == wanted.likely_region:
            far = 1
        else:
            far = 2
        return self.variant != wanted.variant, far


@functools.lru_cache(maxsize=1024)
def _parts(tag: str) -> _Parts:
    """What a tag says, and what goes without saying (UTS #35, "Likely Subtags")."""
    from babel.core import get_global

    first, *rest = tag.split("-")
    alias = _ALIASES.get(first) or str(get_global("language_aliases").get(first, first))
    language, *implied = _ALIASES.get(alias, alias).split("_")
    script, region, rest = _script_and_region(rest)
    implied_script, implied_region, _ = _script_and_region(implied)
    script, region = script or implied_script, region or implied_region
    likely = get_global("likely_subtags")
    keys = (f"{language}_{script}" if script else f"{language}_{region}", language)
    likely_script, likely_region, _ = _script_and_region(
        next((str(likely[key]) for key in keys if key in likely), "").split("_")[1:]
    )
    return _Parts(language, script or likely_script, region, "-".join(rest), likely_region)


def _script_and_region(parts: list[str]) -> tuple[str, str, list[str]]:
    """Both, "" where there is none, and what comes after them."""
    script = parts[0] if parts and _SCRIPT.fullmatch(parts[0]) else ""
    rest = parts[1:] if script else parts
    region = rest[0] if rest and _REGION.fullmatch(rest[0]) else ""
    return script, region, rest[1:] if region else rest
