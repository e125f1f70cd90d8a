"""Whether a translation has certain words in one of their forms: what each language may do to a word, as a table.

This is no stemmer: a reviewer is to be warned of another word, not of an ending, so where a rule is in doubt it takes
two words for the same. The endings are those of the languages' grammars for nouns and adjectives (Grevisse and Goosse,
Le bon usage, on number and gender; RAE, Nueva gramática, on the same; Duden, Die Grammatik, on declension, plural and
the hyphen of a suspended compound); verbs are not in the table.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from publish.languages import language

_LETTER = r"[^\W_]"
_WORD = re.compile(rf"{_LETTER}+")
_LONGEST_ACRONYM = 6
# A part of a compound; without a limit a page without spaces would take minutes.
_PART = f"{_LETTER}{{0,40}}"


@dataclass(frozen=True, slots=True)
class Inflection:
    """What a language may do to a word.

    `endings` are groups within which one ending may take another's place, after a stem of `least_stem` letters; without
    groups anything may follow the first seven tenths of a word. `folded` are letters taken for another. `articles` at
    the beginning of a term may be another, or be melted into a preposition. `gender` is the tail of a word for all
    genders. In a language with `compounds` a word of four letters may begin a longer one, and one of five be any part
    of it. `before` is what may be written together with a word, in front of it.
    """

    endings: tuple[tuple[str, ...], ...] = ()
    folded: str = ""
    articles: frozenset[str] = frozenset()
    gender: str = ""
    compounds: bool = False
    before: str = ""
    least_stem: int = 2


_SPANISH_ENDINGS = (("", "s", "es", "a", "as"), ("o", "a", "os", "as", "e", "es"), ("z", "ces"))

INFLECTIONS: Mapping[str, Inflection] = {
    # Accents: e becomes è before a silent syllable, and capitals are often written without any.
    "fr": Inflection(
        endings=(
            ("", "s", "x", "e", "es"),
            ("al", "aux", "ale", "ales"),
            ("ail", "aux"),
            ("l", "lle", "ls", "lles"),
            ("n", "nne", "ns", "nnes"),
            ("t", "tte", "ts", "ttes"),
            ("f", "ve", "fs", "ves"),
            ("x", "se", "ses", "sse", "sses"),
            ("eur", "euse", "eurs", "euses"),
            ("teur", "trice", "teurs", "trices"),
            ("c", "que", "cque", "cs", "ques", "cques"),
        ),
        folded="éèêë:e àâä:a îï:i ôö:o ùûü:u ç:c",
        articles=frozenset({"le", "la", "les", "l", "un", "une", "des", "du"}),
        gender=r"[·•⋅.(](?:e|ne|le|te|se|ve|ice|rice|trice|euse|ère|ale)(?:[·•⋅.)]?s)?\)?|-e(?:-s)?",
    ),
    # Accents: nación, naciones.
    "es": Inflection(
        endings=_SPANISH_ENDINGS,
        folded="á:a é:e í:i ó:o ú:u",
        articles=frozenset({"el", "la", "los", "las", "un", "una", "unos", "unas"}),
        gender=r"/(?:-?[oa]s?)",
    ),
    "pt": Inflection(
        endings=(*_SPANISH_ENDINGS, ("ao", "oes", "aes", "aos", "a", "as"), ("l", "is"), ("il", "eis"), ("m", "ns")),
        folded="áâãà:a éê:e í:i óôõ:o ú:u",
        articles=frozenset({"o", "a", "os", "as", "um", "uma"}),
        gender=r"/(?:-?[oa]s?)",
    ),
    # Umlauts: Land, Länder.
    "de": Inflection(
        endings=(
            ("", "e", "en", "er", "ern", "em", "ens", "es", "s", "n", "nen", "se", "sen", "ses", "in", "innen"),
            ("um", "en"),
            ("us", "en"),
            ("e", "in", "innen"),
        ),
        folded="ä:a ö:o ü:u",
        articles=frozenset(
            {"der", "die", "das", "dem", "den", "des", "ein", "eine", "einen", "einem", "einer", "eines"}
        ),
        gender=r"[*:_/·](?:-?in(?:nen)?)",
        compounds=True,
    ),
    # Prefixed articles and prepositions.
    "ar": Inflection(before=f"{_LETTER}{{0,3}}"),
    "fa": Inflection(before=f"{_LETTER}{{0,3}}"),
    "he": Inflection(before=f"{_LETTER}{{0,3}}"),
}
_OTHER = Inflection()


def holds(translation: str, wanted: str, tag: str) -> bool:
    """Whether a translation (plain text) in the locale `tag` has the wanted words, one after the other, in any form.

    In a script without spaces they must stand there letter by letter.

    >>> holds("Les travailleuses palestiniennes", "travailleur palestinien", "fr"), holds("Streikrecht", "Streik", "de")
    (True, True)
    >>> holds("パレスチナの人々", "パレスチナ", "ja")
    True
    """
    spoken = language(tag)
    if not spoken.writes_spaces:
        return _without_spaces(wanted) in _without_spaces(translation)
    rule = INFLECTIONS.get(spoken.subtag, _OTHER)
    expression = _expression(wanted, spoken.subtag)
    text = unicodedata.normalize("NFC", translation)
    if rule.gender:
        text = re.sub(rf"(?<={_LETTER})(?:{rule.gender})(?!{_LETTER})", "", text)
    return expression.search(text.translate(_folding(rule.folded))) is not None


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@functools.cache
def _folding(pairs: str) -> Mapping[int, str]:
    """A table for `str.translate` from pairs such as `éèê:e`; a capital stays one, and ß is ss as in capitals."""
    table = {ord("ß"): "ss"}
    for pair in pairs.split():
        letters, _, base = pair.partition(":")
        table |= {ord(letter): base for letter in letters} | {ord(letter): base.upper() for letter in letters.upper()}
    return table


@functools.lru_cache(maxsize=4096)
def _expression(wanted: str, subtag: str) -> re.Pattern[str]:
    rule = INFLECTIONS.get(subtag, _OTHER)
    words = _WORD.findall(unicodedata.normalize("NFC", wanted).translate(_folding(rule.folded)))
    while len(words) > 1 and words[0].lower() in rule.articles:
        words = words[1:]
    if not words:
        return re.compile(re.escape(wanted))
    between = r"[\W_]+"
    return re.compile(f"(?<!{_LETTER}){rule.before}{between.join(_forms(word, rule) for word in words)}(?!{_LETTER})")


def _forms(word: str, rule: Inflection) -> str:
    """An expression for a word in any of its forms."""
    if word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM:
        return f"{word}s?"
    if not rule.endings:
        stem = word[: max(3, -(-len(word) * 7 // 10))]
        return f"(?i:{re.escape(stem)}{_PART})"
    lowered = word.lower() if len(word.lower()) == len(word) else word
    forms = [re.escape(lowered)]
    for group in rule.endings:
        followed = "|".join(sorted(group, key=len, reverse=True))
        stems = {lowered.removesuffix(ending) for ending in group if lowered.endswith(ending)}
        forms += [f"{re.escape(stem)}(?:{followed})" for stem in stems if len(stem) >= rule.least_stem]
    if rule.compounds and len(word) >= 4:
        before = _PART if len(word) >= 5 else ""
        forms = [f"{before}(?:{'|'.join(forms)}){_PART}", *_suspended(lowered)]
    return f"(?i:{'|'.join(forms)})"


def _suspended(word: str) -> list[str]:
    """The beginnings of a German compound whose end is said later: Nord- und Lateinamerika."""
    beginnings = [word[:length] for length in range(3, len(word) - 2)]
    return [rf"(?:{'|'.join(beginnings)})-(?=\s+(?:und|oder|bis|wie|sowie)\s)"] if beginnings else []
