from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.article import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMarker,
    Strong,
    Text,
    normalised,
    plain,
)
from publish.drafting.marks import bare, every, survivors
from publish.drafting.placing import placed
from publish.drafting.words import has_words, words
from publish.markup import parsed, written


@pytest.mark.parametrize(
    ("source", "text", "translatable"),
    [
        ("Peace now[^1].", "Peace now.", True),
        ("[^1] Peace", "Peace", True),
        ("Peace [^1] now", "Peace now", True),
        ("Peace now [^1]", "Peace now", True),
        ("One\\\ntwo", "One two", True),
        ("*Peace* **[now](http://a.org)**", "Peace now", True),
        ("Run `make` now", "Run make now", True),
        ("`make`", "make", False),
        ("<https://example.org>", "https://example.org", False),
        ("*<https://example.org>*[^1]", "https://example.org", False),
        ("25,000[^1]", "25,000", False),
        ("More [→](http://a.org)", "More", True),
        ("*…*", "", False),
        ("a \\* b", "a * b", True),
        ("*peace *now", "peace now", True),
    ],
)
def test_what_the_engine_gets(source: str, text: str, translatable: bool) -> None:
    sentence = bare(parsed(source, "en"))
    assert (sentence.text, sentence.is_translatable) == (text, translatable)


NOTES_AT_THE_END = [
    ("They call for peace.[^1]", "fr", "Ils appellent à la paix.", "Ils appellent à la paix[^1]."),
    ("They call for peace[^1].", "fr", "Ils appellent à la paix.", "Ils appellent à la paix[^1]."),
    ("Peace?[^1]", "fr", "La paix ?", "La paix[^1] ?"),
    ("Peace!?[^1]", "fr", "La paix\u202f!?", "La paix[^1]\u202f!?"),
    ("“Peace”.[^1]", "fr", "« Paix ».", "« Paix »[^1]."),
    ("And so on...[^1]", "fr", "Et ainsi de suite...", "Et ainsi de suite...[^1]"),
    ("Peace[^1]", "fr", "La paix", "La paix[^1]"),
    ("Peace.[^1][^2]", "fr", "La paix.", "La paix[^1][^2]."),
    ("They call for peace.[^1]", "es", "Piden la paz.", "Piden la paz[^1]."),
    ("Peace![^1]", "es", "¡Paz!", "¡Paz![^1]"),
    ("They call for peace[^1].", "de", "Sie fordern Frieden.", "Sie fordern Frieden.[^1]"),
    ("“Peace”[^1].", "de", "„Frieden“.", "„Frieden“.[^1]"),
    ("They call for peace.[^1]", "ja", "平和を求める。", "平和を求める[^1]。"),
    ("They call for “peace.”[^1]", "ja", "「平和を。」", "「平和を。」[^1]"),
    ("They call for peace.[^1]", "pt-BR", "Pedem paz.", "Pedem paz.[^1]"),
    ("[^1] They call for peace.", "fr", "Ils appellent à la paix.", "[^1]Ils appellent à la paix."),
]

SURE = [
    ("The Auto Workers[^5], too.", "fr", "Les Auto Workers, aussi.", "Les Auto Workers[^5], aussi."),
    ("The Auto Workers[^5], too.", "de", "Die Auto Workers, auch.", "Die Auto Workers[^5], auch."),
    ("The Auto Workers,[^5] too.", "de", "Die Auto Workers, auch.", "Die Auto Workers,[^5] auch."),
    ("The Auto Workers,[^5] too.", "es", "Los Auto Workers, también.", "Los Auto Workers[^5], también."),
    ("The Auto Workers[^5] too.", "ja", "Auto Workersも。", "Auto Workers[^5]も。"),
    ("The “Elbit”[^7] site.", "fr", "Le site « Elbit » ici.", "Le site « Elbit »[^7] ici."),
    ("*All of it now.*", "fr", "Tout cela maintenant.", "*Tout cela maintenant.*"),
    ("*All of it now*.", "fr", "Tout cela maintenant.", "*Tout cela maintenant*."),
    ("**[All of it](http://a.org)**[^1]", "de", "Alles.", "**[Alles.](http://a.org)**[^1]"),
    ("[All of it](http://a.org/x).[^1]", "ja", "すべて。", "[すべて](http://a.org/x)[^1]。"),
    ("*Peace now[^2].*", "fr", "La paix maintenant.", "*La paix maintenant[^2].*"),
    ("In *New Order*, say", "fr", "Dans New Order, dis", "Dans *New Order*, dis"),
    ("In *New Order*, say", "ja", "New Orderでは言う", "*New Order*では言う"),
    ("*A* and *B* and *A*", "es", "A y B y A", "*A* y *B* y *A*"),
    ("To make it, run `make`", "es", "Hay que make: ejecute make", "Hay que make: ejecute `make`"),
    ("the*peace *now", "es", "la paz ahora", None),
    ("so *peace *now", "es", "así peace ahora", "así *peace* ahora"),
    ("Run `make` now", "fr", "Exécutez make maintenant", "Exécutez `make` maintenant"),
    ("Run `make_it[0]` *now*", "ja", "今すぐmake_it[0]を実行", None),
    ("See <https://a.org/x>.", "de", "Siehe https://a.org/x.", "Siehe <https://a.org/x>."),
]

GUESSED = [
    ("They call[^4] for peace", "fr", "Ils appellent à la paix", "Ils appellent[^4] à la paix", "note 4"),
    ("A [call for](http://a.org) it", "es", "Un llamado a ello", "Un [llamado a](http://a.org) ello", "link"),
    ("the *new* order", "de", "die neue Ordnung", "die *neue* Ordnung", "emphasis"),
    ("the *“new”* order", "fr", "l’ordre « nouveau » ici", "l’ordre *« nouveau »* ici", "emphasis"),
    ("Run `make` now", "fr", "Exécutez faire maintenant", "Exécutez `make` faire maintenant", "code “make”"),
    ("One line,\\\nanother line", "fr", "Une ligne, une autre", "Une ligne,\\\nune autre", "line break"),
    ("One line\\\nanother line", "ja", "一行、また一行。", "一行、また\\\n一行。", "line break"),
    ("One line\\\nanother line", "ja", "「一行」、「二行目です」。", "「一行」、\\\n「二行目です」。", "line break"),
    ("[one](http://1) [two](http://2)", "fr", "un deux", "[un](http://1) [deux](http://2)", "link"),
    ("*very **very** good*, yes", "fr", "très très bon, oui", "*très **très** bon*, oui", "emphasis"),
]


@pytest.mark.parametrize(("source", "target", "translation", "expected"), NOTES_AT_THE_END + SURE)
def test_a_sure_place(source: str, target: str, translation: str, expected: str | None) -> None:
    result = placed(bare(parsed(source, "en")), translation, "en", target)
    assert result is not None
    assert survivors(result.inlines) == survivors(parsed(source, "en"))
    if expected is not None:
        assert (written(result.inlines), result.guesses) == (expected, ())


@pytest.mark.parametrize(("source", "target", "translation", "expected", "guess"), GUESSED)
def test_a_guessed_place_is_reported(source: str, target: str, translation: str, expected: str, guess: str) -> None:
    result = placed(bare(parsed(source, "en")), translation, "en", target)
    assert result is not None
    assert (written(result.inlines), guess in result.guesses) == (expected, True)


@pytest.mark.parametrize(
    ("source", "translation"),
    [("[one](http://1) [two](http://2)", "un"), ("*one* **two** [three](http://3)", "un deux"), ("a\\\nb", "un")],
)
def test_too_few_words(source: str, translation: str) -> None:
    assert placed(bare(parsed(source, "en")), translation, "en", "fr") is None


LANGUAGES = st.sampled_from(["fr", "es", "de", "ja", "ar", "zh-Hans", "th", "pt-BR"])
WORDS = st.sampled_from(
    ["peace", "New", "Order", "25,000", "workers’", "“strike”", "a_b", "*", "[1]", "café,", "…", "."]
)


def _inlines(depth: int) -> st.SearchStrategy[list[Inline]]:
    leaves: list[st.SearchStrategy[Inline]] = [
        st.lists(WORDS, min_size=1, max_size=4).map(lambda items: Text(" ".join(items) + " ", "en")),
        st.sampled_from([" ", "→", "x"]).map(lambda text: Text(text, "en")),
        st.sampled_from("123").map(NoteMarker),
        st.sampled_from(["make", "x y", "{}", "`"]).map(Code),
        st.just(LineBreak()),
        st.just(Link((Text("https://a.org/b", "en"),), "https://a.org/b")),
    ]
    if depth:
        children = _inlines(depth - 1).map(tuple)
        leaves += [
            children.map(Emphasis),
            children.map(Strong),
            st.builds(Link, children, st.sampled_from(["http://1", "http://2", "a(b)"])),
        ]
    return st.lists(st.one_of(leaves), max_size=4)


@st.composite
def sentences(draw: st.DrawFn) -> Inlines:
    """What a segment may hold: as it reads back from a msgid, without space or line breaks at its ends."""
    inlines = parsed(written(normalised(draw(_inlines(2)))).strip(), "en")
    while inlines and isinstance(inlines[0], LineBreak):
        inlines = inlines[1:]
    while inlines and isinstance(inlines[-1], LineBreak):
        inlines = inlines[:-1]
    return parsed(written(inlines).strip(), "en")


OUTPUTS = st.one_of(
    st.lists(WORDS, max_size=12).map(" ".join),
    st.text(max_size=40),
    st.text(alphabet="平和を求める運動、。「」 AB1", max_size=30),
    st.sampled_from(["*[^1]* [x](http://1) `make`", "\\", "[^1][^1]", "« » ! ?", "make make x y https://a.org/b {}"]),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sentences(), OUTPUTS, LANGUAGES)
def test_every_mark_survives_whatever_the_engine_returns(sentence: Inlines, output: str, target: str) -> None:
    output = " ".join(output.split())
    if not has_words(output):
        return
    result = placed(bare(sentence), output, "en", target)
    if result is not None:
        assert survivors(parsed(written(result.inlines), target)) == survivors(sentence)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sentences(), LANGUAGES, st.integers(40, 60))
def test_an_output_with_words_enough_holds_every_mark_and_keeps_its_words(
    sentence: Inlines, target: str, number: int
) -> None:
    output = "。".join(["運動は"] * number) if target in ("ja", "zh-Hans") else ", ".join(["mot"] * number) + "."
    taken = bare(sentence)
    result = placed(taken, output, "en", target)
    assert result is not None
    assert len(words(plain(result.inlines), target)) >= len(words(output, target))
    if not any(mark.is_fixed or mark.start == mark.end for mark in every(taken.marks)):
        assert plain(result.inlines) == output


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sentences())
def test_a_translation_equal_to_its_source_keeps_the_marks_where_they_were(sentence: Inlines) -> None:
    """The engine that changes nothing: what stands around words is found again, so nothing else is told apart."""
    taken = bare(sentence)
    if not has_words(taken.text) or any(mark.is_fixed or mark.start == mark.end for mark in every(taken.marks)):
        return
    result = placed(taken, taken.text, "en", "de")
    if result is not None:
        assert plain(result.inlines) == taken.text
