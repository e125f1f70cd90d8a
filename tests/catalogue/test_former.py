"""A change of the text that is taken back leaves the catalogue as it was, to the byte."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace

import polib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import CHANGED, HARMLESS, Step, hashes_of, remembering, step, steps, without_last
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.segments import MERGED, State

from .samples import HEADER, brought_up

MARCH = "Some 25,000 people marched in Tokyo, and “many more” came to the rally in Osaka on the same afternoon.[^3]"
UNIONS = (
    "Unions in Palestine asked workers everywhere to stop making weapons; the dockers were the first to answer.[^4]"
)
STUDENTS = "Students walk out of their classes."
LONG = "The march began at noon. It ended at the embassy, where the speakers asked for a ceasefire at once."
BEGAN, ENDED = "The march began at noon.", "It ended at the embassy, where the speakers asked for a ceasefire at once."
NOON = "The march began at noon today, they say, and it ended at the embassy at once."
PAGES = "It cost 9 pounds.."

ARTICLE = [MARCH, UNIONS, STUDENTS, LONG, PAGES]
TRANSLATIONS = {
    "fr": [
        "Quelque 25\u202f000 personnes défilèrent à Tokyo, et « bien d’autres » vinrent au rassemblement d’Osaka.[^3]",
        "Les syndicats de Palestine ont demandé aux travailleurs du monde entier de ne plus fabriquer d’armes.[^4]",
        "Les étudiants quittent leurs cours.",
        "La marche a commencé à midi. Elle s’est terminée devant l’ambassade, où l’on a demandé un cessez-le-feu.",
        "Cela coûtait 9 livres.",
    ],
    "es": [
        "Unas 25.000 personas marcharon en Tokio, y «muchas más» acudieron a la concentración de Osaka.[^3]",
        "Los sindicatos de Palestina pidieron a los trabajadores que dejaran de fabricar armas.[^4]",
        "Los estudiantes abandonan las aulas.",
        "La marcha empezó a mediodía. Terminó ante la embajada, donde se pidió un alto el fuego inmediato.",
        "Costó 9 libras.",
    ],
    "de": [
        "Rund 25.000 Menschen zogen durch Tokio, und „noch viel mehr“ kamen zur Kundgebung nach Osaka.[^3]",
        "Die Gewerkschaften in Palästina riefen dazu auf, keine Waffen mehr herzustellen.[^4]",
        "Die Studierenden verlassen ihre Seminare.",
        "Der Marsch begann am Mittag. Er endete vor der Botschaft, wo sofortige Waffenruhe gefordert wurde.",
        "Es kostete 9 Pfund.",
    ],
    "ja": [
        "東京では2万5000人がデモ行進し、同じ日の午後、大阪の集会にも「さらに多くの人びと」が集まった。[^3]",
        "パレスチナの労働組合は、武器の製造をやめるよう各国の労働者に呼びかけた。[^4]",
        "学生たちは授業をボイコットする。",
        "デモ行進は正午に始まった。大使館前で終わり、演説者たちは即時停戦を求めた。",
        "それは9ポンドだった。",
    ],
}


def _up_to_date(content: bytes, article: list[str], tag: str = "fr") -> bytes:
    return written(brought_up(parsed(content, f"{tag}.po"), *article, tag=tag))


def _catalogue(tag: str) -> bytes:
    """A catalogue with every state in it."""
    first, second, third, fourth, fifth = (
        Entry(source, translation) for source, translation in zip(ARTICLE, TRANSLATIONS[tag], strict=True)
    )
    entries = (
        replace(first, comments=("Marie : ainsi dit la source",)),
        with_draft(replace(second, translation=""), second.translation, "argos", ["note 4 placed by guess"]),
        replace(third, flags=("fuzzy",), previous="Students leave their classes."),
        replace(fourth, flags=("no-check-x",)),
        fifth,
        Entry("A sentence that left the article long ago.", "x", obsolete=True, comments=("gardé",)),
    )
    header = parsed(HEADER, "").entries
    return _up_to_date(written(Catalogue((*header, *entries))), ARTICLE, tag)


def _as_polib(content: bytes, width: int) -> bytes:
    """Wrapped as programs built on Python's textwrap do it."""
    return f"{polib.pofile(content.decode(), wrapwidth=width)}\n".encode()


def _as_gnu(content: bytes, *options: str) -> bytes:
    return subprocess.run(["msgcat", *options, "-"], input=content, capture_output=True, check=True).stdout


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "ours": lambda content: content,
    "msgcat --no-wrap": lambda content: _as_gnu(content, "--no-wrap"),
    "msgcat -w 120": lambda content: _as_gnu(content, "--width=120"),
    "msgcat -w 50": lambda content: _as_gnu(content, "--width=50"),
    "polib 78": lambda content: _as_polib(content, 78),
    "polib 40": lambda content: _as_polib(content, 40),
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "BOM": lambda content: b"\xef\xbb\xbf" + content,
    "no blank lines": lambda content: content.replace(b"\n\n", b"\n"),
    "blank lines": lambda content: content.replace(b"\n\nmsg", b"\n\n\n\nmsg").replace(b"\n\n#", b"\n\n\n#"),
    "flags": lambda content: content.replace(b"#, fuzzy", b"#,fuzzy").replace(
        b"#, no-check-x", b"#,  no-check-x,no-wrap"
    ),
}

CHANGES = {
    "a word": [MARCH, UNIONS.replace("first", "last"), STUDENTS, LONG, PAGES],
    "a word of a reviewed sentence": [MARCH.replace("people", "workers"), UNIONS, STUDENTS, LONG, PAGES],
    "a word in each": [source.replace("the", "a").replace("Students", "Pupils") for source in ARTICLE],
    "a number": [MARCH.replace("25,000", "28,000"), UNIONS, STUDENTS, LONG, PAGES.replace("9", "7")],
    "quotation marks": [MARCH.replace("“", '"').replace("”", '"'), UNIONS, STUDENTS, LONG, PAGES],
    "a space": [source.replace(" in ", "\u00a0in ") for source in ARTICLE],
    "a full stop": [*ARTICLE[:4], "It cost 9 pounds."],
    "note numbers": [source.replace("[^4]", "[^5]").replace("[^3]", "[^4]") for source in ARTICLE],
    "inserted": [MARCH, "An entirely new sentence stands here.", UNIONS, STUDENTS, LONG, PAGES],
    "removed": [UNIONS, LONG],
    "moved": [PAGES, *ARTICLE[:4]],
    "split": [MARCH, UNIONS, STUDENTS, BEGAN, ENDED, PAGES],
    "joined": [MARCH, UNIONS, f"{STUDENTS} {LONG}", PAGES],
    "a revived one": ["A sentence that left the article long ago.", *ARTICLE],
    "one like an obsolete one": ["A sentence that left the book long ago.", *ARTICLE],
    "all gone": ["Nothing is left."],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_taken_back_leaves_the_first_bytes(change: str, form: str) -> None:
    first = FORMS[form](_catalogue("fr"))
    assert _up_to_date(first, ARTICLE) == first
    second = _up_to_date(first, CHANGES[change])
    assert second != first
    assert _up_to_date(second, CHANGES[change]) == second
    assert _up_to_date(second, ARTICLE) == first


@pytest.mark.parametrize("tag", TRANSLATIONS)
@pytest.mark.parametrize(
    ("change", "next_change"),
    [
        ("a word", "a word of a reviewed sentence"),
        ("a word of a reviewed sentence", "a word in each"),
        ("a word in each", "a number"),
        ("a number", "a word in each"),
        ("quotation marks", "a space"),
        ("a space", "a full stop"),
        ("a full stop", "note numbers"),
        ("note numbers", "inserted"),
        ("note numbers", "a word in each"),
        ("inserted", "removed"),
        ("removed", "moved"),
        ("moved", "split"),
        ("split", "joined"),
        ("joined", "split"),
        ("split", "a word"),
        ("removed", "a word in each"),
        ("a word in each", "all gone"),
        ("a number", "removed"),
        ("note numbers", "removed"),
        ("one like an obsolete one", "all gone"),
    ],
)
def test_a_chain_of_changes_taken_back_leaves_the_first_bytes(tag: str, change: str, next_change: str) -> None:
    first = _catalogue(tag)
    second = _up_to_date(first, CHANGES[change], tag)
    third = _up_to_date(second, CHANGES[next_change], tag)
    assert _up_to_date(third, ARTICLE, tag) == first
    assert _up_to_date(third, CHANGES[change], tag) == second


WORDS = """
people march union strike peace Gaza city demand 18% [^3] *now* today 25,000 “so” "so" – - it’s
"""
VOCABULARY = WORDS.split()
sentences = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12).map(" ".join)
articles = st.lists(sentences, min_size=1, max_size=7, unique=True)
edits = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "move", "retype", "split", "join", "renumber", "quote"]),
        st.integers(0, 20),
        st.sampled_from(VOCABULARY),
    ),
    min_size=1,
    max_size=5,
)


def _edited(article: list[str], steps_taken: list[tuple[str, int, str]]) -> list[str]:
    sources = list(article)
    for kind, place, word in steps_taken:
        number = place % len(sources) if sources else 0
        words = sources[number].split() if sources else []
        if kind == "insert" or not sources:
            sources.insert(number, f"{word} {place} new")
        elif kind == "delete":
            del sources[number]
        elif kind == "move":
            sources.insert(place // 2 % len(sources), sources.pop(number))
        elif kind == "retype":
            words[place % len(words)] = word
            sources[number] = " ".join(words)
        elif kind == "split" and len(words) > 1:
            middle = 1 + place % (len(words) - 1)
            sources[number : number + 1] = [" ".join(words[:middle]), " ".join(words[middle:])]
        elif kind == "join" and number + 1 < len(sources):
            sources[number : number + 2] = [" ".join(sources[number : number + 2])]
        elif kind == "renumber":
            sources = [source.replace("[^3]", f"[^{place}]") for source in sources]
        elif kind == "quote":
            sources[number] = sources[number].replace("“", '"').replace("”", '"').replace("–", "—")
    return sources


STATES = ["reviewed", "fuzzy", "draft", "outdated", "empty", "comment", MERGED]


def _translated(article: list[str], states: list[str]) -> bytes:
    entries = []
    for number, source in enumerate(article):
        marks = " ".join(word for word in source.split() if word.startswith("[^") or word[:1].isdigit())
        entry = Entry(source, f"mots {'abcdefgh'[number]} {marks}".strip())
        match states[number % len(states)]:
            case "fuzzy":
                entry = replace(entry, flags=("fuzzy",))
            case "draft":
                entry = with_draft(replace(entry, translation=""), entry.translation, "argos")
            case "outdated":
                entry = replace(entry, flags=("fuzzy", "x"), previous="Something else entirely.")
            case "empty":
                entry = Entry(source)
            case "comment":
                entry = Entry(source, comments=("Quoi ?",))
            case "∅":
                entry = replace(entry, translation=MERGED)
        entries.append(entry)
    return _up_to_date(written(Catalogue((*parsed(HEADER, "").entries, *entries))), article)


@settings(max_examples=80, deadline=None)
@given(articles, st.lists(st.sampled_from(STATES), min_size=1, max_size=7), edits)
@example(["a [^3]", "a [^4]"], ["reviewed"], [("renumber", 4, "so")])
def test_any_edits_taken_back_leave_the_first_bytes(
    article: list[str], states: list[str], taken: list[tuple[str, int, str]]
) -> None:
    first = _translated(article, states)
    changed = _edited(article, taken)
    second = _up_to_date(first, changed)
    assert _up_to_date(second, changed) == second
    assert _up_to_date(second, article) == first


@settings(max_examples=50, deadline=None)
@given(articles, st.lists(st.sampled_from(STATES), min_size=1, max_size=7), st.lists(edits, min_size=2, max_size=4))
def test_any_chain_of_edits_taken_back_leaves_every_state(
    article: list[str], states: list[str], rounds: list[list[tuple[str, int, str]]]
) -> None:
    first = _translated(article, states)
    content, sources = first, article
    for taken in rounds:
        sources = _edited(sources, taken)
        content = _up_to_date(content, sources)
    back = parsed(_up_to_date(content, article), "fr.po")
    translated = [entry for entry in parsed(first, "fr.po").live if not entry.is_empty]
    found = {entry.key: _essence(entry) for entry in back.live}
    assert [found[entry.key] for entry in translated] == [_essence(entry) for entry in translated]


def test_an_outdated_sentence_whose_note_was_renumbered_before_it_lost_it() -> None:
    first = Entry("people marched here [^3]", "mots [^3]", flags=("fuzzy",), previous="Something else entirely.")
    content = _up_to_date(written(Catalogue((*parsed(HEADER, "").entries, first))), [first.source])
    before = content
    for source in ("people marched here [^4]", "people marched here", first.source):
        content = _up_to_date(content, [source])
    assert content == before


def _essence(entry: Entry) -> tuple[str, str, State]:
    return entry.source, entry.translation, state_of(entry)


def test_steps_are_remembered_and_forgotten_in_turn() -> None:
    comments = ("Marie : bien",)
    one, two = step(CHANGED, Entry("a", "b")), step(HARMLESS, Entry("c", "d"), words="dash")
    longer = remembering(remembering(comments, one), two)
    assert steps(longer) == (two, one)
    assert without_last(longer) == remembering(comments, one)
    assert without_last(without_last(longer)) == comments


@pytest.mark.parametrize("altered", ["Source changed", "Source changed; before: reviewed, hash 12", "source changed"])
def test_a_line_that_a_person_altered_is_a_persons(altered: str) -> None:
    assert steps([altered]) == ()
    last = Step(CHANGED, "reviewed", (hashes_of(Entry("a", "b")),))
    assert remembering([altered], last) == (altered, str(last))
