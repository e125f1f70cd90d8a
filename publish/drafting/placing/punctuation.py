"""On which side of a translation's punctuation a mark goes, by the practice of its language."""

from __future__ import annotations

from dataclasses import dataclass

from publish.drafting.words import CLOSING_QUOTES, OPENING, STOPS

# The stops that a note marker precedes; it follows all others. Without a row it stands after the stop that ends a
# sentence and, within a sentence, on the side it had in the source: by whether it belongs to the word or to the clause
# (Duden, "Fußnoten- und Anmerkungszeichen", for de; the answer on "бележка под линия" of the Institute for Bulgarian,
# ibl.bas.bg, for bg). After all of them: MHRA Style Guide, 10.3, for en.
_MARKER_PRECEDES = {
    # Diccionario panhispánico de dudas, "llamada de nota", 3.a: before stops in the French system.
    "es": ".,;:",
    # EU Interinstitutional Style Guide, 8.1, of the language: the call, "followed by any punctuation".
    "fr": ".,;:!?",
    "it": ".,;:!?",
    "pt-PT": ".,;:!?",
    # 日本社会学会『社会学評論スタイルガイド』, 注: before 句点 and 読点, after a closing bracket.
    "ja": "。、．，",
    # M. Bańko, Poradnia językowa PWN, "odnośnik do przypisu" (A. Wolański, Edycja tekstów, p. 236), for the full stop.
    "pl": ".,;:",
    # A. E. Milchin and L. K. Cheltsova, Справочник издателя и автора, 4th ed., by gramota.ru, for the full stop.
    "ru": ".,;:",
}
NO_BREAK_SPACES = "\u00a0\u202f"
ORDINARY_SPACES = " \u3000"
# French sets a space inside its quotation marks and before high stops: a no-break one, if the engine knows it.
_WITHIN_SPACES = {"fr": "«»!?;:"}


def marker_precedes(tag: str) -> str:
    """The stops that a note marker precedes in a locale; its own row counts before its language's.

    >>> marker_precedes("fr-CA"), marker_precedes("pt-BR")
    ('.,;:!?', '')
    """
    return _MARKER_PRECEDES.get(tag, _MARKER_PRECEDES.get(tag.partition("-")[0], ""))


@dataclass(frozen=True, slots=True)
class Punctuated:
    """A text, and where its punctuation lets a mark stand; all positions are offsets into it."""

    text: str
    tag: str

    def at_end(self, end: int) -> int:
        """Where a note to all that goes before is called: at the end, but before a stop that the marker precedes."""
        precedes = marker_precedes(self.tag)
        position = end
        while position and self.text[position - 1] in precedes:
            position -= 1
        # Two full stops or more are an ellipsis, which the marker follows.
        if position == end or self.text[position:end].startswith(".."):
            return end
        while position and self.text[position - 1] in NO_BREAK_SPACES + ORDINARY_SPACES:
            position -= 1
        return position

    def beside(self, position: int, limit: int, before: str) -> int:
        """Where the marker goes that belongs to what ends at the position; `before` stood before it in the source.

        It goes past closing quotes, if it stood behind some, and past stops that it does not precede.
        """
        precedes = frozenset(marker_precedes(self.tag))
        passed = STOPS - precedes if precedes or before in STOPS else frozenset()
        if not precedes or before in CLOSING_QUOTES:
            passed |= CLOSING_QUOTES
        return self.past(position, limit, passed)

    def past(self, position: int, limit: int, characters: frozenset[str] = CLOSING_QUOTES | STOPS) -> int:
        """The offset after the characters that follow, one by one, up to `limit`."""
        while position < limit:
            sign = position + self._is_inner_space(position, position + 1)
            if sign >= limit or self.text[sign] not in characters:
                break
            position = sign + 1
        return position

    def back_over_quotes(self, position: int, limit: int) -> int:
        """The offset before the opening quotes that stand there, down to `limit`."""
        while position > limit:
            sign = position - 1 - self._is_inner_space(position - 1, position - 2)
            if sign < limit or self.text[sign] not in OPENING:
                break
            position = sign
        return position

    def _is_inner_space(self, position: int, sign: int) -> bool:
        """Whether a space stands at `position` that parts a word from the sign belonging to it."""
        space, sign_there = self.text[position], self.text[sign : sign + 1] if sign >= 0 else ""
        within = _WITHIN_SPACES.get(self.tag.partition("-")[0], "")
        return space in NO_BREAK_SPACES or (space == " " and sign_there != "" and sign_there in within)
