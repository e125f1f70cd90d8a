"""What numbers a text may mean by words: number words, months, Roman numerals and Chinese numerals.

The names of months are CLDR's; its spelt-out numbers are not in Babel, and the table has those a translator is likely
to write for digits, or digits for them.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from publish.languages import babel_locale
from publish.numerals import EXACT, ONE, Number, notation_of, value_of


def spelt(text: str, tag: str) -> set[Decimal]:
    """What numbers a text may mean by words: number words, months, Roman numerals and Chinese numerals.

    >>> sorted(map(int, spelt("Fifteen hundred in October, early in the XIXth century", "en")))
    [10, 15, 19, 100, 1500]
    """
    found: set[Decimal] = set()
    found.update(number for match in _ROMAN.finditer(text) if (number := _roman_value(match.group())))
    found.update(_chinese_value(match.group()) for match in _CHINESE.finditer(text))
    found.update(value for month in months_named(text, tag) for value in month.values)
    for run in _runs(text, tag):
        found.update(run)
        found.update(_sums(run))
    found.update(_halved(text, tag))
    return found


_ROMAN = re.compile(r"(?<![A-Za-zÀ-ž])[IVXLCDM]+(?=\b|th|st|nd|rd|e|è|ᵉ|er)")
_ROMAN_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_SIGNS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CHINESE = re.compile(r"[〇零一二三四五六七八九十百千万萬億亿兆两兩]+")
_CHINESE_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_CHINESE_UNITS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12}
_MYRIAD = 4


def _roman_value(signs: str) -> Decimal | None:
    if not _ROMAN_FORM.fullmatch(signs):
        return None
    values = [_ROMAN_SIGNS[sign] for sign in signs]
    return Decimal(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))


def _chinese_value(signs: str) -> Decimal:
    total, section, digits = Decimal(0), Decimal(0), ""
    for sign in signs:
        if sign in _CHINESE_DIGITS:
            digits += str(_CHINESE_DIGITS[sign])
            continue
        power = _CHINESE_UNITS[sign]
        unit = EXACT.scaleb(ONE, power)
        if power < _MYRIAD:
            section = EXACT.add(section, EXACT.multiply(value_of(digits or "1"), unit))
        else:
            section = EXACT.add(section, value_of(digits or "0")) or ONE
            total, section = EXACT.add(total, EXACT.multiply(section, unit)), Decimal(0)
        digits = ""
    return EXACT.normalize(EXACT.add(total, EXACT.add(section, value_of(digits or "0"))))


def months_named(text: str, tag: str) -> list[Number]:
    """The names of months as numbers."""
    numbers_of, pattern = _month_names(tag)
    return [
        Number(match.group(), match.start(), frozenset({Decimal(numbers_of[match.group()])}))
        for match in pattern.finditer(text)
    ]


def is_surely_month(number: Number, text: str) -> bool:
    """Whether a month is no other word, as May and March may be: it is long or stands by a number."""
    if len(number.text) >= _LEAST_OF_MONTH:
        return True
    end = number.start + len(number.text)
    return bool(re.search(r"\d", text[max(0, number.start - 4) : number.start] + text[end : end + 4]))


_LEAST_OF_MONTH = 6


@functools.cache
def _month_names(tag: str) -> tuple[dict[str, int], re.Pattern[str]]:
    by_form = babel_locale(tag).months
    names: dict[str, int] = {}
    for form, width in itertools.product(("format", "stand-alone"), ("abbreviated", "wide")):
        for number, name in by_form.get(form, {}).get(width, {}).items():
            word = str(name).rstrip(".")
            if not any(map(str.isdigit, word)):
                names |= {word: number, word[:1].upper() + word[1:]: number}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return names, re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)")


@functools.cache
def writes_months_as_numbers(tag: str) -> bool:
    return any(map(str.isdigit, str(babel_locale(tag).months["format"]["wide"][1])))


_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\s\w-]")


def _runs(text: str, tag: str) -> Iterator[list[Decimal]]:
    """The values of number words that stand together."""
    table = _words(tag)
    if table is None:
        return
    run: list[Decimal] = []
    for match in _WORD_OR_SIGN.finditer(text.casefold()):
        word = match.group()
        if word in table.values:
            run.append(table.values[word])
        elif table.compound and len(word) <= _LONGEST_COMPOUND and table.compound.fullmatch(word):
            pieces = table.component.findall(word)
            run += [table.values[piece] for piece in pieces]
        elif word not in table.joining and run:
            yield run
            run = []
    if run:
        yield run


_LONGEST_COMPOUND = 60


def _sums(run: Sequence[Decimal]) -> Iterator[Decimal]:
    """What the values of a run come to: smaller ones are added, hundreds and more multiply what is before them."""
    total, section = Decimal(0), Decimal(0)
    for value in run:
        if section > _LARGEST:
            total, section = Decimal(0), Decimal(0)
        if value >= 1000:
            total, section = EXACT.add(total, EXACT.multiply(section or ONE, value)), Decimal(0)
        elif value == 100:
            section = EXACT.multiply(section or ONE, value)
        elif section == 4 and value == 20:  # quatre-vingts
            section = Decimal(80)
        elif _goes_with(section, value):
            section = EXACT.add(section, value)
        else:
            yield EXACT.normalize(EXACT.add(total, section))
            total, section = Decimal(0), value
        yield EXACT.normalize(EXACT.add(total, section))


_LARGEST = Decimal(10**9)


def _goes_with(section: Decimal, value: Decimal) -> bool:
    units = section % 100
    if units < 10:  # fünfundzwanzig
        return units == 0 or (value >= 20 and value % 10 == 0)
    return units >= 10 and units % 10 == 0 and value < (20 if units >= 20 else 10)  # dix-sept, soixante-douze


def _halved(text: str, tag: str) -> Iterator[Decimal]:
    """What halves of large numbers come to: half a million, two and a half million, deux millions et demi."""
    table = _words(tag)
    if table is None:
        return
    count, large, is_joined = Decimal(0), Decimal(0), False
    whole: Decimal | None = None  # what stands before a half that waits for its large number
    for match in _WORD_OR_SIGN.finditer(text.casefold()):
        word = match.group()
        value = table.values.get(word, Decimal(0))
        if word in table.halves:
            if large and is_joined:
                yield EXACT.multiply(EXACT.add(count or ONE, _HALF), large)
            whole = count if is_joined and not large else Decimal(0)
            count, large, is_joined = Decimal(0), Decimal(0), False
        elif word in table.joining:
            is_joined = True
        elif value >= 1000:
            if whole is not None:
                yield EXACT.multiply(EXACT.add(whole, _HALF), value)
            large, is_joined, whole = value, False, None
        else:
            count, large, is_joined, whole = value, Decimal(0), False, None


_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's number words: their values, and for languages that write them together how they are taken apart."""

    values: Mapping[str, Decimal]
    halves: frozenset[str]
    joining: frozenset[str]
    component: re.Pattern[str]
    compound: re.Pattern[str] | None


def has_words(tag: str) -> bool:
    return tag.partition("-")[0] in _WORDS or tag.partition("-")[0] in ("ja", "zh")


def is_short_in_words(value: Decimal) -> bool:
    """Whether many languages would rather write the number in words: to twenty, and one digit with noughts."""
    return value <= 20 or len(value.as_tuple().digits) == 1


@functools.cache
def _words(tag: str) -> _Words | None:
    subtag = tag.partition("-")[0]
    if subtag not in _WORDS:
        return None
    values = {
        word: Decimal(number)
        for line in _WORDS[subtag].split(";")
        for number, *words in [line.split()]
        for word in words
    }
    values |= {word: value for word, value in notation_of(tag).multipliers.items() if word.isalpha() and value > 100}
    joining = _JOINING[subtag]
    longest_first = "|".join(sorted(values, key=len, reverse=True))
    between = "|".join(joining)
    return _Words(
        values,
        _HALVES[subtag],
        joining,
        re.compile(longest_first),
        re.compile(rf"(?:(?:{longest_first})(?:{between})?)+") if subtag in _WRITTEN_TOGETHER else None,
    )


_WRITTEN_TOGETHER = frozenset({"de", "it", "nl"})
_JOINING = {
    "en": frozenset({"and", "a"}),
    "fr": frozenset({"et"}),
    "es": frozenset({"y"}),
    "de": frozenset({"und"}),
    "it": frozenset({"e"}),
    "pt": frozenset({"e"}),
    "nl": frozenset({"en", "ën"}),
}
_HALVES = {
    "en": frozenset({"half"}),
    "fr": frozenset({"demi", "demie"}),
    "es": frozenset({"medio", "media"}),
    "de": frozenset({"halb", "halbe", "halben", "halber"}),
    "it": frozenset({"mezzo", "mezza"}),
    "pt": frozenset({"meio", "meia"}),
    "nl": frozenset({"half", "halve"}),
}
# Number words and words that hide a number: a dozen, both, a quarter (4, 25 per cent, 15 minutes).
_WORDS = {
    "en": """
        0 zero no none nil nought midnight; 1 one first single sole; 2 two second once twice both pair couple
        double half halves bilateral twofold; 3 three third thirds thrice triple treble trilateral threefold; 4
        four fourth quarter quarters fourfold; 5 five fifth fifths fivefold; 6 six sixth; 7 seven seventh; 8 eight
        eighth; 9 nine ninth; 10 ten tenth decade decades teen teens teenage teenager teenagers tenfold; 11 eleven
        eleventh; 12 twelve twelfth dozen noon midday; 13 thirteen thirteenth; 14 fourteen fourteenth fortnight;
        15 fifteen fifteenth; 16 sixteen sixteenth; 17 seventeen seventeenth; 18 eighteen eighteenth; 19 nineteen
        nineteenth; 20 twenty twentieth twenties score; 30 thirty thirtieth thirties; 40 forty fortieth forties;
        50 fifty fiftieth fifties; 60 sixty sixtieth sixties; 70 seventy seventieth seventies; 80 eighty eightieth
        eighties; 90 ninety ninetieth nineties; 100 hundred hundreds hundredth century centuries centenary; 1000
        thousand thousands thousandth millennium; 1000000 millions""",
    "fr": """
        0 zéro aucun aucune minuit; 1 un une premier première; 2 deux second seconde deuxième double moitié demi
        demie; 3 trois troisième tiers triple; 4 quatre quatrième quart; 5 cinq cinquième; 6 six sixième; 7 sept
        septième; 8 huit huitième huitaine; 9 neuf neuvième; 10 dix dixième dizaine décennie; 11 onze onzième; 12
        douze douzième douzaine midi; 13 treize treizième; 14 quatorze quatorzième; 15 quinze quinzième quinzaine;
        16 seize seizième; 20 vingt vingts vingtième vingtaine; 30 trente trentième trentaine; 40
        quarante quarantième quarantaine; 50 cinquante cinquantième cinquantaine; 60 soixante soixantième
        soixantaine; 70 septante; 80 huitante octante; 90 nonante; 100 cent cents centième centaine centaines
        siècle siècles centenaire; 1000 mille millième millier milliers""",
    "es": """
        0 cero ningún ninguna medianoche; 1 un uno una primero primera primer; 2 dos segundo segunda doble mitad
        medio media ambos ambas; 3 tres tercero tercera tercer tercio triple; 4 cuatro cuarto cuarta; 5 cinco
        quinto quinta; 6 seis sexto sexta; 7 siete séptimo séptima; 8 ocho octavo octava; 9 nueve noveno novena;
        10 diez décimo décima década decena; 11 once undécimo; 12 doce duodécimo docena mediodía; 13 trece; 14
        catorce; 15 quince quincena; 16 dieciséis; 17 diecisiete; 18 dieciocho; 19 diecinueve; 20 veinte veintena
        vigésimo; 21 veintiuno veintiún veintiuna; 22 veintidós; 23 veintitrés; 24 veinticuatro; 25 veinticinco;
        26 veintiséis; 27 veintisiete; 28 veintiocho; 29 veintinueve; 30 treinta treintena; 40 cuarenta
        cuarentena; 50 cincuenta cincuentena; 60 sesenta; 70 setenta; 80 ochenta; 90 noventa; 100 cien ciento
        cientos centenar centenares siglo siglos centenario; 200 doscientos doscientas; 300 trescientos
        trescientas; 400 cuatrocientos cuatrocientas; 500 quinientos quinientas; 600 seiscientos seiscientas; 700
        setecientos setecientas; 800 ochocientos ochocientas; 900 novecientos novecientas; 1000 mil miles millar
        millares""",
    "de": """
        0 null kein keine keinen mitternacht; 1 ein eins eine einen einem einer erste ersten erster erstes einmal;
        2 zwei zweite zweiten zweiter zweites zweimal beide beiden doppelt hälfte halb halbe halben paar; 3 drei
        dritte dritten dritter drittes dreimal drittel dreifach; 4 vier vierte vierten viertel; 5 fünf fünfte
        fünften; 6 sechs sechste sechsten; 7 sieben siebte siebten; 8 acht achte achten; 9 neun neunte neunten; 10
        zehn zehnte zehnten jahrzehnt jahrzehnte jahrzehnten; 11 elf elfte elften; 12 zwölf zwölfte zwölften
        dutzend mittag; 13 dreizehn; 14 vierzehn; 15 fünfzehn; 16 sechzehn; 17 siebzehn; 18 achtzehn; 19 neunzehn;
        20 zwanzig zwanziger zwanzigste; 30 dreißig dreissig dreißiger; 40 vierzig vierziger; 50 fünfzig
        fünfziger; 60 sechzig sechziger; 70 siebzig siebziger; 80 achtzig achtziger; 90 neunzig neunziger; 100
        hundert hunderte hunderten jahrhundert jahrhunderts jahrhunderte; 1000 tausend tausende tausenden""",
    "it": """
        0 zero nessun nessuno nessuna mezzanotte; 1 un uno una primo prima; 2 due secondo seconda doppio metà
        mezzo mezza entrambi entrambe; 3 tre terzo terza triplo; 4 quattro quarto quarta; 5 cinque quinto quinta;
        6 sei sesto sesta; 7 sette settimo settima; 8 otto ottavo ottava; 9 nove nono nona; 10 dieci decimo decima
        decennio decina; 11 undici; 12 dodici dozzina mezzogiorno; 13 tredici; 14 quattordici; 15 quindici
        quindicina; 16 sedici; 17 diciassette; 18 diciotto; 19 diciannove; 20 venti ventesimo ventina; 21 ventuno;
        28 ventotto; 30 trenta trentina; 40 quaranta quarantina; 50 cinquanta cinquantina; 60 sessanta sessantina;
        70 settanta; 80 ottanta; 90 novanta; 100 cento centinaio centinaia secolo secoli; 1000 mille mila migliaio
        migliaia""",
    "pt": """
        0 zero nenhum nenhuma meia-noite; 1 um uma primeiro primeira; 2 dois duas segundo segunda dobro metade
        meio meia ambos ambas; 3 três terceiro terceira terço triplo; 4 quatro quarto quarta; 5 cinco quinto
        quinta; 6 seis sexto sexta; 7 sete sétimo sétima; 8 oito oitavo oitava; 9 nove nono nona; 10 dez décimo
        década dezena; 11 onze; 12 doze dúzia meio-dia; 13 treze; 14 catorze quatorze; 15 quinze quinzena; 16
        dezesseis dezasseis; 17 dezessete dezassete; 18 dezoito; 19 dezenove dezanove; 20 vinte vigésimo; 30
        trinta; 40 quarenta; 50 cinquenta; 60 sessenta; 70 setenta; 80 oitenta; 90 noventa; 100 cem cento centena
        centenas século séculos; 200 duzentos duzentas; 300 trezentos trezentas; 400 quatrocentos quatrocentas;
        500 quinhentos quinhentas; 600 seiscentos seiscentas; 700 setecentos setecentas; 800 oitocentos
        oitocentas; 900 novecentos novecentas; 1000 mil milhar milhares""",
    "nl": """
        0 nul geen middernacht; 1 een één eerste eenmaal; 2 twee tweede tweemaal beide dubbel helft half halve
        paar; 3 drie derde driemaal; 4 vier vierde kwart; 5 vijf vijfde; 6 zes zesde; 7 zeven zevende; 8 acht
        achtste; 9 negen negende; 10 tien tiende decennium decennia tiental; 11 elf elfde; 12 twaalf twaalfde
        dozijn; 13 dertien; 14 veertien; 15 vijftien; 16 zestien; 17 zeventien; 18 achttien; 19 negentien; 20
        twintig twintigste twintigtal; 30 dertig; 40 veertig; 50 vijftig; 60 zestig; 70 zeventig; 80 tachtig; 90
        negentig; 100 honderd honderden eeuw eeuwen; 1000 duizend duizenden""",
}
