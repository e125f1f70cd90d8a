"""What pages say in each language: the words by which the reader of pasted text knows a byline, a note section, a menu.

One table per purpose, by language; what a page's frame says may be in another language than its text, so most tables
are used with all their languages at once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

Words = Mapping[str, tuple[str, ...]]


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


NOTES_HEADINGS: Words = {
    "en": ("notes", "note", "footnotes", "footnote", "endnotes", "references", "notes and references", "sources"),
    "fr": ("notes", "note", "notes de bas de page", "références", "notes et références"),
    "es": ("notas", "nota", "notas al pie", "notas a pie de página", "referencias", "notas y referencias", "fuentes"),
    "de": (
        "anmerkungen",
        "anmerkung",
        "fußnoten",
        "fußnote",
        "fussnoten",
        "endnoten",
        "einzelnachweise",
        "quellen",
        "nachweise",
    ),
    "ja": ("注", "註", "注釈", "註釈", "脚注", "脚註", "原注", "訳注", "注記", "後注", "参考文献"),
    "pt": ("notas", "nota", "notas de rodapé", "referências"),
    "it": ("note", "nota", "note a piè di pagina", "riferimenti"),
    "nl": ("noten", "voetnoten", "eindnoten"),
}

# The name of a site's section, where it stands above an article's title.
SECTIONS: Words = {
    "en": (
        *("analysis", "blog", "books", "business", "climate", "comment", "commentary", "culture", "debate", "economy"),
        *(
            "editorial",
            "environment",
            "essay",
            "essays",
            "exclusive",
            "feature",
            "features",
            "history",
            "international",
        ),
        *("interview", "interviews", "investigation", "letters", "local", "long read", "magazine", "media", "national"),
        *(
            "news",
            "obituary",
            "opinion",
            "perspective",
            "politics",
            "report",
            "review",
            "reviews",
            "science",
            "society",
        ),
        *("sport", "statement", "technology", "theory", "travel", "uk", "us", "world"),
    ),
    "fr": (
        *("actualité", "actualités", "analyse", "chronique", "critique", "culture", "débat", "dossier", "économie"),
        *("éditorial", "entretien", "environnement", "histoire", "idées", "international", "interview", "monde"),
        *("opinion", "politique", "reportage", "sciences", "société", "tribune"),
    ),
    "es": (
        *("actualidad", "análisis", "ciencia", "columna", "crítica", "cultura", "deportes", "economía", "editorial"),
        *("entrevista", "historia", "internacional", "medio ambiente", "mundo", "opinión", "política", "reportaje"),
        *("sociedad", "tribuna"),
    ),
    "de": (
        *("analyse", "ausland", "debatte", "essay", "feuilleton", "gesellschaft", "geschichte", "inland", "interview"),
        *("kommentar", "kultur", "meinung", "nachrichten", "politik", "reportage", "umwelt", "wirtschaft"),
        *("wissenschaft", "rezension"),
    ),
    "ja": (
        "社会",
        "政治",
        "経済",
        "国際",
        "文化",
        "環境",
        "論説",
        "社説",
        "特集",
        "書評",
        "連載",
        "インタビュー",
        "ニュース",
    ),
}

BACK_LINKS: Words = {
    "en": ("back", "back to text", "back to the text", "back to post", "return", "return to text", "jump up"),
    "fr": ("retour", "retour au texte"),
    "es": ("volver", "volver al texto"),
    "de": ("zurück", "zurück zum text"),
    "ja": ("戻る", "本文へ戻る", "本文に戻る"),
}

# A number after one of these belongs to it: "No.7", "p.12", "Covid19".
NUMBERED_ABBREVIATIONS: Words = {
    "en": (
        *("no", "nos", "p", "pp", "vol", "vols", "ch", "chap", "fig", "figs", "art", "sec", "sect", "ed", "eq", "tab"),
        *("para", "paras", "cf", "ca", "approx", "tel", "ext", "min", "max", "ver", "v", "op", "cl", "bk", "pt", "rev"),
        *("covid", "sars", "mp", "web"),
    ),
    "fr": ("nº", "n", "art", "chap", "fig", "al", "éd", "env"),
    "es": ("núm", "nº", "pág", "págs", "cap", "art", "fig", "apdo"),
    "de": ("nr", "s", "bd", "abs", "abb", "kap", "ziff", "anm", "jg", "h"),
    "ja": ("第", "約", "平成", "令和", "昭和", "図", "表", "章"),
    "pt": ("núm", "pág", "cap", "art"),
    "it": ("pag", "cap", "art"),
    "nl": ("blz", "hfst"),
}

# Likewise right behind one of these with a capital: "Article5", "Channel4".
NUMBERED_WORDS: Words = {
    "en": (
        *("article", "chapter", "channel", "section", "figure", "table", "page", "part", "number", "version", "volume"),
        *("appendix", "platform", "route", "junction", "level", "phase", "tier", "windows", "apollo", "formula"),
        *("boeing", "airbus", "omega", "python", "schedule", "model", "type", "grade", "zone", "area"),
    ),
    "fr": ("tome", "alinéa", "chapitre", "numéro", "partie"),
    "es": ("capítulo", "artículo", "número", "página"),
    "de": ("artikel", "kapitel", "kanal", "ziffer", "teil", "band"),
    "pt": ("capítulo", "artigo"),
    "it": ("capitolo", "articolo"),
}

# Latin letters that a 2 or 3 follows as a power, and a unit that a figure may follow.
UNITS = frozenset(_split("m km cm mm dm µm nm ft yd mi in kg g s h l t w kw mw a ha r x y z n cc mc"))

# What counts things when it follows a number in Japanese and Chinese: such a number is never a note's.
COUNTERS = frozenset(
    "年月日時分秒人名回度個本冊件枚台歳才円万億千百つ番号章節階点割倍週か箇ヶヵ条項目次位世代頁匹羽杯軒隻棟"
)

# The word before names follows these; `{names}` is where the names stand.
BYLINES: Words = {
    "en": ("written by {names}", "text by {names}", "words by {names}", "by {names}", "author: {names}"),
    "fr": ("par {names}", "texte : {names}", "texte de {names}", "auteur : {names}", "auteurs : {names}"),
    "es": ("por {names}", "texto: {names}", "texto de {names}", "autor: {names}", "autora: {names}"),
    "de": ("von {names}", "text: {names}", "autor: {names}", "autorin: {names}"),
    "ja": ("文：{names}", "文・{names}", "著者：{names}", "執筆：{names}", "筆者：{names}"),
    "pt": ("por {names}", "texto: {names}"),
    "it": ("di {names}", "testo di {names}", "testo: {names}"),
    "nl": ("door {names}",),
}

CONJUNCTIONS: Words = {
    "en": ("and", "&", "with"),
    "fr": ("et", "avec"),
    "es": ("y", "e", "con"),
    "de": ("und", "mit"),
    "ja": ("と", "、", "・"),
    "pt": ("e", "com"),
    "it": ("e", "ed", "con"),
    "nl": ("en",),
}

# What stands before a date on its line.
DATE_LABELS: Words = {
    "en": ("published on", "published", "posted on", "posted", "date", "first published"),
    "fr": ("publié le", "mis en ligne le", "date", "le"),
    "es": ("publicado el", "publicado", "fecha", "el"),
    "de": ("veröffentlicht am", "erschienen am", "stand", "datum", "vom", "am"),
    "ja": ("公開日", "掲載日", "公開", "投稿日"),
    "pt": ("publicado em", "data", "em"),
    "it": ("pubblicato il", "data", "il"),
    "nl": ("gepubliceerd op",),
}

# A picture's credit: what is pictured, then "by" or a colon, then a name.
CREDITS: Words = {
    "en": ("image", "photo", "photograph", "picture", "illustration", "photo credit", "image credit", "photography"),
    "fr": ("photo", "image", "illustration", "crédit photo", "crédit image", "photographie"),
    "es": ("foto", "fotografía", "imagen", "ilustración", "crédito de la foto"),
    "de": ("foto", "bild", "titelbild", "illustration", "bildnachweis", "titelfoto", "fotos"),
    "ja": ("写真", "画像", "撮影", "写真提供", "イラスト"),
    "pt": ("foto", "imagem", "ilustração"),
    "it": ("foto", "immagine", "illustrazione"),
    "nl": ("foto", "beeld"),
}

CREDIT_PREFIXES: Words = {"en": ("main", "cover", "header", "lead", "featured", "top", "title", "banner")}

CREDIT_LINKS: Words = {"en": ("by", "courtesy of"), "fr": ("de", "par"), "es": ("de", "por"), "de": ("von",)}

SOURCES: Words = {
    "en": ("source", "original source", "originally published", "first published"),
    "fr": ("source", "paru dans"),
    "es": ("fuente", "publicado en"),
    "de": ("quelle", "erstveröffentlichung", "zuerst erschienen"),
    "ja": ("出典", "初出", "出所", "原文"),
    "pt": ("fonte",),
    "it": ("fonte",),
    "nl": ("bron",),
}

# Words that begin a sentence but have no capital within one.
FUNCTION_WORDS: Words = {
    "en": _split(
        "the a an all in on at but and this that these those it its he she they we you there here when while if as "
        "for from by with after before since although though however some many most no not now then so such what "
        "where who why how to of our their his her"
    ),
    "fr": _split(
        "le la les un une des ce cet cette ces il elle ils elles nous vous on mais et dans en à au aux pour par "
        "avec sans sur sous depuis après avant si quand comme tout tous"
    ),
    "es": _split(
        "el la los las un una unos unas este esta estos estas eso pero y en a al con sin sobre desde después antes "
        "si cuando como todo todos para por no"
    ),
    "de": _split(
        "der die das ein eine einen dieser diese dieses er sie es wir aber und in im am an auf mit ohne seit nach "
        "vor wenn als wie alle doch auch bei für so"
    ),
}


def union(words: Words) -> frozenset[str]:
    """The words of all languages.

    >>> "notas" in union(NOTES_HEADINGS)
    True
    """
    return frozenset(itertools.chain.from_iterable(words.values()))


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first.

    >>> alternatives(["by", "by the"])
    'by\\\\ the|by'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
