"""Which of a unit's languages is the one that is wanted: other programs add countries, or leave them out."""

from __future__ import annotations

from collections.abc import Iterable

from publish.languages import tag_of_gettext


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
    """The one of these names that means the wanted language: itself, or the same with or without a country or script.

    Two countries' forms are two languages here: nobody wants Brazil's Portuguese for Portugal's.

    >>> best("fr", ["en", "fr-CA", "FR-fr"]), best("pt-BR", ["pt"]), best("pt-BR", ["pt-PT"])
    ('fr-CA', 'pt', None)
    """
    fitting = []
    for position, name in enumerate(names):
        found = tag(name)
        if found == wanted:
            return name
        if _begins(found, wanted) or _begins(wanted, found):
            fitting.append((abs(len(found) - len(wanted)), position, name))
    return min(fitting)[2] if fitting else None


def _begins(tag: str, beginning: str) -> bool:
    return tag.startswith(f"{beginning}-")
