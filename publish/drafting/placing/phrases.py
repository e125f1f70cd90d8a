"""Which words of a language belong together: what a mark goes around, and where a note's phrase ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.engines import Span

# Articles, with the prepositions they are fused with: a link in "the [report]" leaves them out, one in "[the report]"
# takes them in.
_ARTICLES = {
    "de": "der die das den dem des ein eine einen einem einer eines am ans beim im ins vom zum zur",
    "en": "a an the",
    "es": "el la los las lo un una unos unas al del",
    "fr": "le la les l’ l' un une des du au aux",
    "it": "il lo la i gli le l’ l' un uno una un’ un' al allo alla ai agli alle del dello della dei degli delle nel "
    "nello nella nei negli nelle dal dallo dalla dai dagli dalle sul sullo sulla sui sugli sulle",
    "nl": "de het een",
    "pt": "o a os as um uma uns umas ao aos à às do da dos das no na nos nas pelo pela pelos pelas num numa",
}
_ARTICLE_SETS = {subtag: frozenset(listed.split()) for subtag, listed in _ARTICLES.items()}

# Words that lose their vowel before another one stand before an apostrophe, without a space.
_ELIDED = {
    "fr": re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)[’'](?=\w)", re.IGNORECASE),
    "it": re.compile(r"(?:[cdlmnstv]|un|(?:a|da|de|ne|su)ll|quest|quell)[’'](?=\w)", re.IGNORECASE),
    "ca": re.compile(r"[dlmnst][’'](?=\w)", re.IGNORECASE),
}

# Languages in which what qualifies a noun mostly follows it (WALS, chapters 86A and 87A: noun before genitive, noun
# before adjective): "solidarity movement" is "mouvement de solidarité".
_NOUN_FIRST = frozenset({"ar", "ca", "es", "fr", "gl", "he", "id", "it", "ms", "oc", "pt", "ro", "th", "vi"})
# Languages in which the verb comes last (WALS, 81A), so that what follows a noun need not belong to it.
_VERB_LAST = frozenset(
    {"bn", "eu", "fa", "hi", "ja", "ka", "kk", "ko", "ky", "mn", "mr", "my", "ne", "pa", "ta", "te", "tr", "ur", "uz"}
)
# What the particle of a genitive hangs on to does belong to it: "the dockers of Antwerp", "アントワープの港湾労働者".
_GENITIVE = {"ja": "の", "ko": "의"}
_LINKING = {"en": frozenset({"at", "by", "for", "from", "in", "of", "on", "to", "with"})}

# The particles of a Japanese noun, after anything but hiragana, which may be its ending ("を" never is); "たち" and
# "など" belong to it.
_PARTICLES = re.compile(
    r"(?:(?<=[^ぁ-ゟ])|(?<=たち)|(?<=など))"
    r"(?:によると|によれば|によって|による|について|に関する|に対する|における|のうち|だけ|から|まで|より|[はがをにでともへのや])+$|を$"
)


def divided(text: str, found: Sequence[Span], subtag: str) -> list[Span]:
    """The words with elided ones parted from what they stand before.

    >>> divided("l’ordre", [(0, 7)], "fr")
    [(0, 2), (2, 7)]
    """
    elided = _ELIDED.get(subtag)
    if elided is None:
        return list(found)
    parts: list[Span] = []
    for start, end in found:
        while match := elided.match(text, start, end):
            parts.append(match.span())
            start = match.end()
        parts.append((start, end))
    return parts


def is_article(word: str, subtag: str) -> bool:
    return word.casefold() in _ARTICLE_SETS.get(subtag, ())


def is_linking(word: str, subtag: str) -> bool:
    """Whether the word links a noun to one before it, as "of" does."""
    return word.casefold() in _LINKING.get(subtag, ())


def without_particles(word: str, subtag: str) -> str:
    """The word without the particles that Japanese hangs on to a noun.

    >>> without_particles("学生は", "ja"), without_particles("始まり", "ja")
    ('学生', '始まり')
    """
    return _PARTICLES.sub("", word) if subtag == "ja" else word


def swaps_nouns(source: str, target: str) -> bool:
    """Whether what stands before a noun in the source stands after it in the target, or the other way round."""
    return (source in _NOUN_FIRST) != (target in _NOUN_FIRST) and target not in _VERB_LAST


def has_other_order(source: str, target: str) -> bool:
    """Whether sentences run so differently that the order of words says nothing about an alignment."""
    return (source in _VERB_LAST) != (target in _VERB_LAST)


def carries_on(word: str, between: Sequence[str], source: str, target: str) -> bool:
    """Whether a phrase that ends in `word` goes on with a word of the source from which `between` parts it."""
    particle = _GENITIVE.get(target)
    return particle is not None and word.endswith(particle) and any(is_linking(other, source) for other in between)
