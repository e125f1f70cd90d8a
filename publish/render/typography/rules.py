"""What the typography of a language asks for, as data: a row per locale, each rule with its source.

A row holds what differs from the language it is derived from: fr-CA is French with other spaces before marks. A locale
without a row of its own gets what CLDR knows (percent sign, digit groups, months) and the rules of `EVERYWHERE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NO_BREAK = "\u00a0"
NARROW = "\u202f"

# Sources that several rules share, by the names their readers use.
LEXIQUE = "Imprimerie nationale, Lexique des règles typographiques en usage à l’Imprimerie nationale"
OQLF = "Office québécois de la langue française, Vitrine linguistique, « Espacement avant et après les signes »"
ROMAND = "Association suisse des typographes, Guide du typographe"
DUDEN = "Duden, Die deutsche Rechtschreibung; DIN 5008"
RAE = "RAE y ASALE, Ortografía de la lengua española (2010)"
HART = "New Hart’s Rules"
JLREQ = "W3C, Requirements for Japanese Text Layout (JLREQ)"
CLREQ = "W3C, Requirements for Chinese Text Layout (CLREQ)"
UCJC = "Ústav pro jazyk český, Internetová jazyková příručka, „Zalomení řádků“"
CLDR = "Unicode CLDR"
HOUSE = "common practice of book typography"


@dataclass(frozen=True, slots=True)
class Before:
    """The space that stands before a mark: what is written there becomes `space` ("" for none)."""

    marks: str
    space: str
    source: str


@dataclass(frozen=True, slots=True)
class Inside:
    """The space between a pair of quotation marks and what they enclose ("" for none)."""

    opening: str
    closing: str
    space: str
    source: str


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations of several parts, whose parts stand `space` apart and on one line."""

    forms: tuple[str, ...]
    space: str
    source: str


@dataclass(frozen=True, slots=True)
class Held:
    """Words that stay on a line with what follows them: a number, a name (a capital letter) or any word."""

    words: tuple[str, ...]
    to: Literal["number", "name", "word"]
    source: str


@dataclass(frozen=True, slots=True)
class Dates:
    """A day of the month stays with its month, by the names and order of CLDR; `month_first` allows "October 7" too."""

    source: str
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Dashes:
    """A dash between spaces begins no line; with `opening` the first of a pair ends none instead."""

    source: str
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Ideographs:
    """Spacing among full-width characters, given as classes of spans (`language.css`).

    `gap` asks for a quarter of an em between them and Latin letters or digits; `half` for consecutive punctuation to
    share its blank halves; `counters` are the characters that stay with the number before them.
    """

    source: str
    gap: bool = True
    half: bool = True
    counters: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """One locale's typography. `percent` and `group` are spaces ("" for none, None for what CLDR says)."""

    tag: str
    before: tuple[Before, ...] = ()
    inside: tuple[Inside, ...] = ()
    abbreviations: tuple[Abbreviations, ...] = ()
    held: tuple[Held, ...] = ()
    dates: Dates | None = None
    dashes: Dashes | None = None
    ideographs: Ideographs | None = None
    percent: str | None = None
    group: str | None = None


EVERYWHERE = Rules(
    tag="und",
    held=(Held(("No.", "Nos.", "no.", "№", "§", "§§", "¶"), "number", HOUSE),),
    dashes=Dashes(HOUSE),
)

_ENGLISH = Rules(
    tag="en",
    held=(
        Held(("No.", "Nos.", "no.", "nos.", "p.", "pp.", "vol.", "ch.", "fig.", "§", "§§"), "number", HART),
        Held(("Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St", "St."), "name", HART),
    ),
    dates=Dates(HART, month_first=True),
    dashes=Dashes(HART),
)

_FRENCH = Rules(
    tag="fr",
    before=(Before(";!?", NARROW, LEXIQUE), Before(":", NO_BREAK, LEXIQUE)),
    inside=(Inside("«", "»", NO_BREAK, LEXIQUE),),
    held=(
        Held(
            ("n°", "nos", "nº", "n\u1d52", "p.", "pp.", "t.", "vol.", "chap.", "art.", "fig.", "§"), "number", LEXIQUE
        ),
        Held(("M.", "MM.", "Mme", "Mmes", "Mlle", "Dr", "Pr", "Me", "St", "Ste"), "name", LEXIQUE),
    ),
    dates=Dates(LEXIQUE),
    dashes=Dashes(LEXIQUE, opening=True),
    percent=NO_BREAK,
    group=NARROW,
)

_GERMAN = Rules(
    tag="de",
    abbreviations=(
        Abbreviations(
            (
                *("z. B.", "d. h.", "u. a.", "u. Ä.", "o. Ä.", "i. d. R.", "z. T.", "v. a.", "u. U.", "s. o.", "s. u."),
                *("i. A.", "i. V.", "e. V.", "d. J.", "n. Chr.", "v. Chr.", "m. E.", "a. D.", "u. s. w.", "a. M."),
                *("z. Z.", "z. Zt.", "V. i. S. d. P.", "G. m. b. H.", "Z. B.", "D. h.", "I. d. R."),
            ),
            NARROW,
            DUDEN,
        ),
    ),
    held=(
        Held(("§", "§§", "Nr.", "Nrn.", "S.", "Art.", "Abs.", "Bd.", "Kap.", "Abb.", "Ziff."), "number", DUDEN),
        Held(("Dr.", "Prof.", "Frau", "Herr", "Herrn", "St.", "Hl."), "name", DUDEN),
    ),
    dates=Dates(DUDEN),
    dashes=Dashes(DUDEN),
    percent=NO_BREAK,
)

_SPANISH = Rules(
    tag="es",
    inside=(Inside("«", "»", "", RAE), Inside("¿", "?", "", RAE), Inside("¡", "!", "", RAE)),
    abbreviations=(Abbreviations(("EE. UU.", "p. ej.", "a. C.", "d. C.", "RR. HH."), NARROW, RAE),),
    held=(
        Held(("n.º", "n.os", "núm.", "p.", "pp.", "pág.", "págs.", "vol.", "cap.", "art.", "fig.", "§"), "number", RAE),
        Held(("Sr.", "Sra.", "Srta.", "Dr.", "Dra.", "D.", "Dña.", "S.", "Sto.", "Sta."), "name", RAE),
    ),
    dates=Dates(RAE),
    dashes=Dashes(RAE),
    percent=NO_BREAK,
    group=NARROW,
)

_JAPANESE = Rules(
    tag="ja",
    ideographs=Ideographs(JLREQ, counters="年月日時分秒人名円%％度回歳号章節条項頁巻版倍割階件台本冊枚個"),
)

_CHINESE_COUNTERS = "年月日时時分秒人元%％度次岁歲号號章节節条條页頁"
_CHINESE = Rules(tag="zh", ideographs=Ideographs(CLREQ, counters=_CHINESE_COUNTERS))

_SMALL_WORDS = "kK sS vV zZ oO uU aA iI"


def _capitals_too(words: str) -> tuple[str, ...]:
    return tuple(letter for pair in words.split() for letter in pair)


def _row(base: Rules, tag: str, **changes: object) -> Rules:
    values = {name: getattr(base, name) for name in Rules.__dataclass_fields__} | changes | {"tag": tag}
    return Rules(**values)


ROWS = {
    row.tag: row
    for row in (
        EVERYWHERE,
        _ENGLISH,
        _FRENCH,
        _row(
            _FRENCH,
            "fr-CA",
            before=(Before(";!?", "", OQLF), Before(":", NO_BREAK, OQLF)),
            inside=(Inside("«", "»", NO_BREAK, OQLF),),
            group=NO_BREAK,
        ),
        _row(
            _FRENCH,
            "fr-CH",
            before=(Before(";:!?", NARROW, ROMAND),),
            inside=(Inside("«", "»", NARROW, ROMAND),),
        ),
        _GERMAN,
        _row(_GERMAN, "de-CH", inside=(Inside("«", "»", "", DUDEN),)),
        _SPANISH,
        _JAPANESE,
        _CHINESE,
        # In Taiwan and Hong Kong commas and full stops stand in the middle of their square: nothing can be shared.
        _row(_CHINESE, "zh-Hant", ideographs=Ideographs(CLREQ, half=False, counters=_CHINESE_COUNTERS)),
        Rules(
            tag="ar",
            held=(Held(("ص", "ص.", "ج", "ج.", "رقم", "العدد"), "number", HOUSE),),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
        Rules(
            tag="he",
            held=(Held(("עמ׳", "עמ'", "עמ’", "מס׳", "מס'", "מס’", "גיליון"), "number", HOUSE),),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
        Rules(
            tag="el",
            held=(Held(("σ.", "σσ.", "σελ.", "αρ.", "τ.", "τόμ.", "τχ."), "number", HOUSE),),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE, opening=True),
        ),
        Rules(
            tag="ru",
            held=(
                Held(_capitals_too("вВ кК сС уУ оО иИ аА"), "word", HOUSE),
                Held(("с.", "стр.", "т.", "гл.", "рис.", "п.", "ст.", "вып."), "number", HOUSE),
            ),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
        Rules(
            tag="uk",
            held=(
                Held(_capitals_too("вВ зЗ уУ оО іІ йЙ аА"), "word", HOUSE),
                Held(("с.", "стор.", "т.", "гл.", "рис.", "п.", "ст.", "вип."), "number", HOUSE),
            ),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
        Rules(tag="it", dates=Dates(CLDR), dashes=Dashes(HOUSE, opening=True)),
        Rules(
            tag="pt",
            held=(Held(("n.º", "p.", "pp.", "pág.", "vol.", "cap.", "art."), "number", HOUSE),),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE, opening=True),
        ),
        Rules(
            tag="cs",
            held=(
                Held(_capitals_too(_SMALL_WORDS), "word", UCJC),
                Held(("č.", "s.", "str.", "sv.", "roč.", "obr.", "§"), "number", UCJC),
            ),
            dates=Dates(UCJC),
            dashes=Dashes(UCJC),
        ),
        Rules(
            tag="sk",
            held=(Held(_capitals_too(_SMALL_WORDS), "word", HOUSE), Held(("č.", "s.", "str."), "number", HOUSE)),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
        Rules(
            tag="pl",
            held=(
                Held(_capitals_too("aA iI oO uU wW zZ"), "word", HOUSE),
                Held(("nr", "s.", "str.", "t.", "art.", "§"), "number", HOUSE),
            ),
            dates=Dates(CLDR),
            dashes=Dashes(HOUSE),
        ),
    )
}


def rules(tag: str) -> Rules:
    """The row of a locale: its own, its language's, or the one for all others.

    >>> rules("fr-CA").before[0].space, rules("fr-BE").tag, rules("ta").tag
    ('', 'fr', 'und')
    """
    parts = tag.split("-")
    while parts:
        row = ROWS.get("-".join(parts))
        if row:
            return row
        parts.pop()
    return EVERYWHERE
