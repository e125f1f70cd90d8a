"""What people write into a table's state column: the words, by language, for what is accepted and what is not."""

from __future__ import annotations

import re
import unicodedata

ACCEPTED = {
    "en": ("reviewed", "translated", "final", "approved", "signed off", "done", "yes", "ok"),
    "fr": ("relu", "révisé", "vérifié", "traduit", "approuvé", "validé", "terminé", "oui"),
    "es": ("revisado", "verificado", "traducido", "aprobado", "terminado", "sí", "si"),
    "de": ("geprüft", "überprüft", "übersetzt", "freigegeben", "fertig", "ja"),
    "ja": ("確認済み", "確認済", "レビュー済み", "翻訳済み", "承認済み", "承認", "完了", "はい"),
}
OPEN = {
    "en": ("draft", "outdated", "needs review", "not reviewed", "unreviewed", "needs work", "fuzzy", "no"),
    "fr": ("brouillon", "à relire", "à revoir", "non relu", "périmé", "non"),
    "es": ("borrador", "por revisar", "sin revisar", "pendiente", "no"),
    "de": ("entwurf", "zu prüfen", "ungeprüft", "veraltet", "nein"),
    "ja": ("下書き", "要確認", "未確認", "要レビュー", "いいえ"),
}
SILENT = ("", "untranslated")
"""What says nothing of whether a translation is accepted."""


def _plain(text: str) -> str:
    # Some systems write é as e and an accent.
    return " ".join(re.sub("[-_]", " ", unicodedata.normalize("NFKC", text)).split()).casefold()


_MEANING: dict[str, bool | None] = {
    **{_plain(word): True for words in ACCEPTED.values() for word in words},
    **{_plain(word): False for words in OPEN.values() for word in words},
    **dict.fromkeys(SILENT),
}


def is_known(word: str) -> bool:
    """Whether it is one of the words, however it is spelt.

    >>> is_known(" Reviewed"), is_known("Reviewd"), is_known("")
    (True, False, True)
    """
    return _plain(word) in _MEANING


def acceptance(word: str) -> bool | None:
    """What the word says: accepted or not; `None` where it says nothing. `KeyError` for one that is not known.

    >>> acceptance("Signed-off"), acceptance("à relire"), acceptance("untranslated")
    (True, False, None)
    """
    return _MEANING[_plain(word)]


def choice() -> str:
    """The words to choose from, as a message names them.

    >>> choice()[:34]
    '“reviewed”, “translated”, “final”,'
    """
    accepted, other = (", ".join(f"“{word}”" for word in words["en"]) for words in (ACCEPTED, OPEN))
    return f"{accepted} for what a person stands behind, {other} for what is still to be looked at"
