"""Inflected words count as the words themselves, other words do not."""

from __future__ import annotations

import time

import pytest

from publish.glossary.inflection import holds

FRENCH = [
    ("syndicat", "des syndicats", "plural"),
    ("travail", "les travaux", "-ail, -aux"),
    ("national", "des forces nationales et des partis nationaux", "-al, -aux"),
    ("drapeau", "les drapeaux", "-eau, -eaux"),
    ("impérialiste", "les puissances impérialistes", "plural of an adjective"),
    ("palestinien", "une militante palestinienne", "-ien, -ienne"),
    ("actuel", "les luttes actuelles", "-el, -elle"),
    ("ouvrier", "la classe ouvrière", "-er, -ère"),
    ("travailleur", "les travailleuses", "-eur, -euse"),
    ("directeur", "la directrice", "-teur, -trice"),
    ("actif", "très actives", "-if, -ive"),
    ("nombreux", "nombreuses", "-eux, -euse"),
    ("public", "l’opinion publique", "-c, -que"),
    ("grec", "la presse grecque", "-c, -cque"),
    ("juif", "des Juives et des Juifs", "a capital inside a sentence"),
    ("otage", "L’otage", "elision"),
    ("Union européenne", "de l'Union européenne", "elision before several words"),
    ("Le Monde", "lu dans le Monde, dit au Monde", "the title’s article, small or melted"),
    ("États-Unis", "Aux Etats‑Unis", "a capital without its accent, a no-break hyphen"),
    ("cessez-le-feu", "Cessez-le-feu immédiat", "a capital where the sentence begins"),
    ("nettoyage ethnique", "nettoyage\u00a0ethnique", "a no-break space"),
    ("mouvement ouvrier", "LE MOUVEMENT OUVRIER", "a line of capitals"),
    ("travailleur", "les travailleur·ses", "for all genders, with a middle dot"),
    ("militant", "les militant·e·s", "the same in the plural"),
    ("militant", "les militant-e-s", "with hyphens"),
    ("étudiant", "les étudiant(e)s", "with brackets"),
    ("libéré", "soient libéréEs", "with a capital"),
    ("ONG", "plusieurs ONG", "an abbreviation"),
]
NOT_FRENCH = [
    ("grève", "un rêve", "a part of another word"),
    ("syndicat", "le parti", "another word"),
    ("loi", "le lot", "no ending of this group"),
    ("UE", "une rue, ue", "an abbreviation in small letters"),
    ("peuple palestinien", "les Palestiniens", "one word of two"),
    ("peuple palestinien", "le peuple du pays palestinien", "others between"),
    ("Gaza", "Gazaouis", "another word built on it"),
    ("front unique", "unique front", "the other order"),
]
GERMAN = [
    ("Streik", "die Streiks", "plural in -s"),
    ("Gewerkschaft", "mehrere Gewerkschaften", "plural in -en"),
    ("Land", "in vielen Ländern", "umlaut, -ern"),
    ("Mutter", "die Mütter", "umlaut alone"),
    ("Haus", "die Häuser", "umlaut of au"),
    ("Bündnis", "die Bündnisse", "-nis, -nisse"),
    ("Zentrum", "die Zentren", "-um, -en"),
    ("Arbeiterin", "die Arbeiterinnen", "-in, -innen"),
    ("Genosse", "Genossinnen und Genossen", "-e, -innen"),
    ("Volk", "des Volkes", "genitive in -es"),
    ("Israel", "Israels Angriff", "genitive of a name"),
    ("Arabischer Frühling", "den Arabischen Frühling", "declension of an adjective"),
    ("Vereinigte Staaten", "in den Vereinigten Staaten", "weak declension"),
    ("herrschende Klasse", "die herrschenden Klassen", "plural of both words"),
    ("Der Spiegel", "im Spiegel, dem Spiegel", "the title’s article declined or melted"),
    ("Solidarität", "eine Solidaritätsmahnwache", "the first part of a compound"),
    ("Streik", "ein Generalstreik", "the last part of a compound"),
    ("Gaza", "der Gazastreifen", "four letters may begin a compound"),
    ("Hisbollah", "die Hisbollah-Miliz", "with a hyphen"),
    ("Nordamerika", "in Nord- und Lateinamerika", "a suspended compound"),
    ("Arbeiter", "die Arbeiter*innen", "for all genders, with an asterisk"),
    ("Arbeiter", "die Arbeiter:innen", "with a colon"),
    ("Straße", "AUF DER STRASSE", "ß in capitals"),
    ("NGO", "viele NGOs", "plural of an abbreviation"),
]
NOT_GERMAN = [
    ("Streik", "der Ausstand", "another word"),
    ("Waffenstillstand", "die Feuerpause", "another word"),
    ("Land", "Deutschland", "four letters do not end a compound"),
    ("Rat", "Ratte", "three letters begin none"),
    ("Nordamerika", "Nord und Süd", "no suspended compound without a hyphen"),
    ("USA", "usa", "an abbreviation in small letters"),
]
SPANISH = [
    ("sindicato", "los sindicatos", "plural"),
    ("movilización", "las movilizaciones", "an accent that goes"),
    ("crimen de guerra", "crímenes de guerra", "an accent that comes"),
    ("voz", "las voces", "-z, -ces"),
    ("trabajador", "las trabajadoras", "-or, -ora"),
    ("palestino", "mujeres palestinas", "-o, -as"),
    ("israelí", "los israelíes", "-í, -íes"),
    ("francés", "una francesa", "an accent that goes in the feminine"),
    ("rehén", "los rehenes", "an accent that goes in the plural"),
    ("El País", "en El País, según el País", "the title’s article"),
    ("alto el fuego", "Alto el fuego ya", "a capital where the sentence begins"),
    ("trabajador", "trabajador/as", "for all genders, with a slash"),
    ("limpieza étnica", "LIMPIEZA ETNICA", "a line of capitals without accents"),
]
NOT_SPANISH = [
    ("huelga", "el paro", "another word"),
    ("paro", "parar", "a verb"),
    ("Gaza", "gazatíes", "another word built on it"),
]
OTHERS = [
    ("pt", "nação", "as nações", "Portuguese -ão, -ões"),
    ("pt", "internacional", "internacionais", "Portuguese -al, -ais"),
    ("pt-BR", "greve", "as greves", "a country’s variant has its language’s rules"),
    ("ru", "забастовка", "забастовки", "no table: the first seven tenths"),
    ("pl", "strajk", "o strajkach", "the same"),
    ("ar", "فلسطين", "وفلسطين", "Arabic particles before a word"),
    ("ja", "民族浄化", "それは民族浄化である", "no spaces: letter by letter"),
    ("ja", "アナドル通信（AA）", "アナドル通信(AA)", "full and half width are the same"),
]
NOT_OTHERS = [
    ("ja", "停戦", "休戦", "another word"),
    ("ja", "ミシェル・ワルシャウスキー", "ミシェル ワルシャウスキー", "the dot between names counts"),
    ("ru", "забастовка", "стачка", "another word"),
]
YES = [
    *(("fr", *row) for row in FRENCH),
    *(("de", *row) for row in GERMAN),
    *(("es", *row) for row in SPANISH),
    *OTHERS,
]
NO = [
    *(("fr", *row) for row in NOT_FRENCH),
    *(("de", *row) for row in NOT_GERMAN),
    *(("es", *row) for row in NOT_SPANISH),
    *NOT_OTHERS,
]


@pytest.mark.parametrize(("tag", "wanted", "translation", "reason"), YES)
def test_a_form_of_the_word_will_do(tag: str, wanted: str, translation: str, reason: str) -> None:
    assert holds(translation, wanted, tag), reason


@pytest.mark.parametrize(("tag", "wanted", "translation", "reason"), NO)
def test_another_word_will_not(tag: str, wanted: str, translation: str, reason: str) -> None:
    assert not holds(translation, wanted, tag), reason


@pytest.mark.parametrize("tag", ["fr", "de", "es", "pl", "ar", "ja"])
@pytest.mark.parametrize(
    "hostile",
    ["streik" * 2000, "streik_" * 2000, "streik-" * 2000, "streik " * 2000, "ſ" * 10_000, "·e" * 5000, "Ж" * 10_000],
)
def test_hostile_text_takes_no_time(tag: str, hostile: str) -> None:
    began = time.perf_counter()
    assert not holds(hostile, "Streik der Streik vom Streik zu", tag)
    assert time.perf_counter() - began < 5
