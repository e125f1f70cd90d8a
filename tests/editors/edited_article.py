"""A small article and its catalogues as this program writes them: what the editors are given.

The Spanish one keeps to the characters of ISO-8859-1, the Japanese one to those of Shift_JIS.
"""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from publish.catalogue.entry import FUZZY, Catalogue, Entry
from publish.catalogue.headers import HeaderFacts
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.template import template
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.readers import read_seed
from publish.segments import Segment, segments

FACTS = HeaderFacts("Marches for a ceasefire", date=datetime.date(2023, 12, 6))
REFERENCE = "seeds/marches.md"

MARCH = "Hundreds of thousands of people demonstrated in the capital on 11 November.[^1]"
STUDENTS = "Students walk out of their classes."
UNIONS = "Unions in *many* countries have signed [calls for a ceasefire](https://example.org/call)."
GONE = "A sentence that will go."
NEW = "Nothing like it before."
NOBODY_KNEW = "A sentence nobody knew."
TITLE = "Marches for a ceasefire"
NOTE_IN_LATIN_1 = 'See the report: "Fifteen hundred at the station", p. 3 \\* 4.'
NOTE = "See the report: “Fifteen hundred at the station”, p. 3 \\* 4."

FIRST_TEXT = """\
# Marches for a ceasefire

Hundreds of thousands of people demonstrated in the capital on 11 November.[^1] Students walk out of their classes.

## Unions

Unions in *many* countries have signed [calls for a ceasefire](https://example.org/call). A sentence that will go.

[^1]: See the report: “Fifteen hundred at the station”, p. 3 \\* 4.
"""

# What the editors are given: one sentence changed since it was translated, one gone, one new.
TEXT = FIRST_TEXT.replace("Hundreds", "Many hundreds").replace(
    " A sentence that will go.", "\n\nNothing like it before."
)

# What the second round changes, after the editors have saved.
LATER_TEXT = TEXT.replace("many* countries", "all* countries").replace("\n\n[^1]", f"\n\n{NOBODY_KNEW}\n\n[^1]")

REVIEWED: dict[str, dict[str, str]] = {
    "fr": {
        MARCH: "Des centaines de milliers de personnes ont manifesté dans la capitale le 11 novembre, "
        "de la place de la République à la Bastille.[^1]",
        UNIONS: "Dans *de nombreux* pays, des syndicats ont signé [des appels au cessez-le-feu]"
        "(https://example.org/call).",
        GONE: "Une phrase qui s’en ira.",
        "Unions": "Les syndicats",
    },
    "ja": {
        MARCH: "11月11日、首都では数十万人がデモに参加し、中央駅前の広場から国会議事堂まで、停戦を求めて行進した。"
        "警察の発表はそれよりはるかに少ない。[^1]",
        UNIONS: "*多くの*国の労働組合が[停戦を求める声明](https://example.org/call)に署名した。",
        GONE: "消える文。",
        "Unions": "労働組合",
    },
    "es": {
        MARCH: "Cientos de miles de personas se manifestaron en la capital el 11 de noviembre, desde la estación "
        "hasta el parlamento, según la organización.[^1]",
        UNIONS: "En *muchos* países, los sindicatos han firmado [llamamientos al alto el fuego]"
        "(https://example.org/call).",
        GONE: "Una frase que se irá.",
        "Unions": "Los sindicatos",
    },
}

DRAFTS: dict[str, dict[str, str]] = {
    "fr": {
        TITLE: "Marches pour un cessez-le-feu",
        NOTE: "Voir le rapport : « Mille cinq cents à la gare », p. 3 \\* 4.",
    },
    "ja": {TITLE: "停戦を求める行進", NOTE: "報告「駅に1500人」3 \\* 4頁を見よ。"},
    "es": {TITLE: "Marchas por un alto el fuego", NOTE_IN_LATIN_1: "Véase el informe: «Mil quinientos», p. 3 \\* 4."},
}


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person does in each program: accept the draft of one source, translate another as `text`."""

    accepted: str
    translated: str
    text: str


FIRST_EDIT = {
    "fr": Edit(TITLE, NEW, "Du jamais vu : « tout » a changé !"),
    "ja": Edit(TITLE, NEW, "かつてない「出来事」である。"),
}
LATER_EDIT = {
    "fr": Edit(NOTE, NOBODY_KNEW, "Une phrase que personne ne connaissait."),
    "ja": Edit(NOTE, NOBODY_KNEW, "誰も知らない文。"),
}

REMARK = {"fr": "Marie : « à relire »", "ja": "要確認：「全国」か「多く」か", "es": "¿Está bien así? 'sí'"}


def _by_hand(tag: str) -> tuple[Entry, ...]:
    """Entries of other programs' catalogues, which this program reads and keeps but does not make."""
    forms, menu, gone = _WORDS[tag]
    return (
        Entry(
            "%d march",
            forms[0],
            plural="%d marches",
            plural_translations=forms[1:],
            comments=("Entered by hand; a plural entry.",),
            flags=("c-format", "no-check-x"),
            references=("src/counts.c:12", "src/counts.c:34"),
        ),
        Entry(
            'File\tname: "\\path"\nsecond line',
            menu,
            context="Menu",
            flags=(FUZZY, "no-wrap", "x-unknown"),
            previous="Filename",
            previous_context="Old menu",
            roles=("A role that is not the article's",),
        ),
        Entry(
            "An obsolete entry with everything a long line needs so that it has to be wrapped somewhere by somebody.",
            gone * 3,
            context="Menu",
            obsolete=True,
            comments=("Kept: " + REMARK[tag], "", "  indented"),
            flags=(FUZZY,),
            previous="An obsolete entry",
        ),
        Entry("An obsolete reviewed one", gone, obsolete=True, comments=("Gone since May",)),
    )


_WORDS = {
    "fr": (
        ("%d marche", "%d marches"),
        "Nom\tde fichier : « \\chemin »\nseconde ligne",
        "Une entrée obsolète déjà relue.",
    ),
    "ja": (("%d回の行進",), "ファイル名\t「\\path」\n二行目", "古くなった項目。表示もしない。"),
    "es": (("%d marcha", "%d marchas"), 'Nombre\t"\\ruta"\nsegunda línea', "Una entrada obsoleta, ya revisada."),
}


def article_segments(text: str) -> list[Segment]:
    """The text's segments, as the reader of Markdown gives them."""
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "marches.md"
        seed.write_text(text, encoding="utf-8")
        return segments(read_seed(seed, Path(folder), "en").article)


def brought_up(catalogue: Catalogue | None, text: str, tag: str) -> Catalogue:
    """The catalogue updated to the text."""
    return updated(catalogue, article_segments(text), language=language(tag), facts=FACTS, reference=REFERENCE)


def catalogue(tag: str) -> bytes:
    """The catalogue the editors are given."""
    first = brought_up(None, _text(FIRST_TEXT, tag), tag).with_live(lambda entry: _translated(entry, tag))
    second = brought_up(parsed(written(first), f"{tag}.po"), _text(TEXT, tag), tag)
    plural, menu, *gone = _by_hand(tag)
    live = [entry for entry in second.entries if not entry.obsolete]
    return written(replace(second, entries=(*live, plural, menu, *second.obsolete, *gone)))


def pot(tag: str) -> bytes:
    """The article's template."""
    return template(article_segments(_text(TEXT, tag)), source=language("en"), facts=FACTS, reference=REFERENCE)


def later(saved: bytes, tag: str) -> bytes:
    """What an editor has saved, after this program has brought it up to the later text."""
    return written(brought_up(parsed(saved, f"{tag}.po"), _text(LATER_TEXT, tag), tag))


def _text(text: str, tag: str) -> str:
    return text.replace("“", '"').replace("”", '"') if tag == "es" else text


def _translated(entry: Entry, tag: str) -> Entry:
    if entry.source in DRAFTS[tag]:
        return with_draft(
            entry, DRAFTS[tag][entry.source], "machine draft (argos: Argos Translate 1.12.1)", ["a remark"]
        )
    comments = (REMARK[tag], "#hash at the start, 100 %") if entry.source == UNIONS else ()
    return replace(entry, translation=REVIEWED[tag].get(entry.source, ""), comments=comments)
