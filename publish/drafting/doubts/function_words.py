"""Function words of some languages, by which a language is told."""

from __future__ import annotations

FUNCTION_WORDS = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": """
            the of and with this that these those which who what when where while because than then there their they
            them have has had been were are is was be by for from to in on at as an it its not but or if into about
            would could should will can may between through during against after before over under more most other
            also his her he she we our you your some any all such only
        """,
        "fr": """
            le la les un une des du de et en dans pour par sur avec sans ce cette ces qui que quoi dont où est sont
            été être avoir ont a au aux plus pas ne se sa son ses leur leurs nous vous ils elles il elle mais ou comme
        """,
        "es": """
            el la los las un una unos unas de del y en por para con sin este esta estos estas que quien cuyo donde es
            son fue ser han ha al más no se su sus lo le les nos pero o como entre sobre
        """,
        "de": """
            der die das den dem des ein eine einer eines einem einen und in im an am auf aus bei mit nach von vom zu
            zum zur für über unter ist sind war waren wird werden wurde wurden hat haben nicht auch sich als wie dass
            oder aber so was es er sie wir ihr
        """,
        "it": """
            il lo la i gli le un una uno di del della dei delle e in nel nella per con da dal che chi è sono stato non
            si su sul ma o come più anche
        """,
        "pt": """
            o a os as um uma de do da dos das e em no na nos nas por para com sem este esta que quem é são foi ser não
            se seu sua mas ou como mais ao à
        """,
        "nl": """
            de het een en van in op te met voor door bij naar uit is zijn was waren wordt worden niet ook als dat die
            dit deze of maar om aan over
        """,
    }.items()
}
# Function words above that are words of languages without a row as well.
ALSO_WORDS = {
    "af": "die een en het in is of van was",
    "cs": "a by do i na o on to",
    "da": "at by de den der en er for have her i over so under",
    "fi": "he me on",
    "hu": "a at be de is",
    "nb": "at by de den der en er for have her i over under",
    "pl": "a by do i na o on to",
    "ro": "a are an de in la pe un",
    "sk": "a by do i na o on to",
    "sv": "at de den der en er i man over under",
    "tr": "an at in on",
}
