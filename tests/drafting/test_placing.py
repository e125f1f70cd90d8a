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
from publish.drafting.marks import Bare, bare, every, survivors
from publish.drafting.placing import placed
from publish.drafting.placing.aligned import Found
from publish.drafting.placing.probed import Probed
from publish.drafting.placing.punctuation import marker_precedes
from publish.drafting.words import has_words, words
from publish.engines import Alignment
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
    ("They call for peace.[^1]", "pt-PT", "Pedem paz.", "Pedem paz[^1]."),
    ("They call for peace.[^1]", "it", "Chiedono la pace.", "Chiedono la pace[^1]."),
    ("They call for peace.[^1]", "pl", "Wzywają do pokoju.", "Wzywają do pokoju[^1]."),
    ("They call for peace![^1]", "ru", "Они требуют мира!", "Они требуют мира![^1]"),
    ("They call for peace.[^1]", "ru", "Они требуют мира.", "Они требуют мира[^1]."),
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


# `links`: for each word of the translation the words of the source it comes from, counted from 1; 0 is none.
ALIGNED = [
    (
        "Workers of Kent[^1] met",
        "de",
        "Arbeiter aus Kent trafen sich",
        "1 2 3 4 4",
        "Arbeiter aus Kent[^1] trafen sich",
    ),
    ("They met[^1] us there", "de", "Sie trafen uns dort", "1 2 3 4", "Sie trafen[^1] uns dort"),
    (
        "In May they met us[^1] in Kent",
        "de",
        "Im Mai trafen sie uns in Kent",
        "1 2 4 3 5 6 7",
        "Im Mai trafen sie uns[^1] in Kent",
    ),
    (
        "They met us[^1] yet left soon",
        "de",
        "Sie trafen uns, gingen aber bald",
        "1 2 3 5 4 6",
        "Sie trafen uns[^1], gingen aber bald",
    ),
    (
        "They met us,[^1] yet left soon",
        "de",
        "Sie trafen uns, gingen aber bald",
        "1 2 3 5 4 6",
        "Sie trafen uns,[^1] gingen aber bald",
    ),
    (
        "They met us,[^1] then all left soon",
        "fr",
        "On nous vit, puis tous partirent vite",
        "1 3 2 4 5 6 7",
        "On nous vit[^1], puis tous partirent vite",
    ),
    (
        "It was here that some steel[^1] lay",
        "fr",
        "C’est ici que de l’acier dormait",
        "1+2 3 4 5 0+6 7",
        "C’est ici que de l’acier[^1] dormait",
    ),
    (
        "The wage cut[^1] came as a shock",
        "es",
        "La bajada salarial llegó como un golpe",
        "1 3 2 4 5 6 7",
        "La bajada salarial[^1] llegó como un golpe",
    ),
    (
        "The pension fund[^1] of the city is empty",
        "fr",
        "Le fonds de pension de la ville est vide",
        "1 3 0 2 4 5 6 7 8",
        "Le fonds de pension[^1] de la ville est vide",
    ),
    (
        "Their large pensions[^1] were cut in May",
        "fr",
        "Leurs pensions élevées ont été coupées en mai",
        "1 3 2 4 4 5 6 7",
        "Leurs pensions élevées[^1] ont été coupées en mai",
    ),
    (
        "In May they loudly gave them bread[^1] in Kent",
        "fr",
        "En mai ils leur donnèrent du pain bruyamment à Kent",
        "1 2 3 6 5 0 7 4 8 9",
        "En mai ils leur donnèrent du pain[^1] bruyamment à Kent",
    ),
    (
        "The dockers of Antwerp[^1] left",
        "ja",
        "アントワープの港湾労働者は去った。",
        "4 2 5",
        "アントワープの港湾労働者[^1]は去った。",
    ),
    ("They refused weapons[^1] again", "ja", "彼らは再び武器を拒否した。", "1 4 3 2", "彼らは再び武器[^1]を拒否した。"),
    (
        "We read the *old report* twice",
        "fr",
        "On lut deux fois le vieux rapport",
        "1 2 6 6 3 4 5",
        "On lut deux fois le *vieux rapport*",
    ),
    (
        "We read *the old report* twice",
        "de",
        "Zweimal lasen wir den alten Bericht.",
        "6 2 1 3 4 5",
        "Zweimal lasen wir *den alten Bericht*.",
    ),
    ("We saw *many workers* there", "ja", "そこで多くの労働者に会った。", "5 3 4 2", "そこで*多くの労働者*に会った。"),
    (
        "We know [that affair](http://a.org) now",
        "fr",
        "On connaît l’affaire ici",
        "1 2 3+4 5",
        "On connaît [l’affaire](http://a.org) ici",
    ),
    (
        "We know the [affair](http://a.org) now",
        "fr",
        "On connaît l’affaire ici",
        "1 2 3+4 5",
        "On connaît l’[affaire](http://a.org) ici",
    ),
]

# The alignment is not to be trusted, or there is more than one place; it is still the better guess than the position.
ALIGNED_GUESSES = [
    (
        "They saw workers[^1] there",
        "de",
        "Dort sahen sie Arbeiter.",
        "4 2 1 3",
        "Dort sahen sie[^1] Arbeiter.",
        "no order in it",
    ),
    (
        "The men in Italy[^1] met a few of us",
        "de",
        "In Italien trafen die Männer einige von uns",
        "3 4 5 1 2 7 8 9",
        "In Italien[^1] trafen die Männer einige von uns",
        "of the men, or of Italy",
    ),
    (
        "They met us[^1] there in May",
        "de",
        "Sie trafen uns dort im Mai",
        "1 2 0 4 5 6",
        "Sie trafen uns[^1] dort im Mai",
        "nothing comes from the word",
    ),
]


def _linked(sentence: Bare, translation: str, target: str, linked: str) -> Alignment:
    """The alignment of a model that is nearly sure of the links; elided words have a piece of their own."""
    there, here = words(sentence.text, "en"), words(translation, target)
    assert len(here) == len(linked.split())
    pieces, rows = [], []
    for (start, end), numbers in zip(here, linked.split(), strict=True):
        parts = translation[start:end].replace("’", "’|").split("|")
        shares = numbers.split("+") if len(parts) > 1 else [numbers]
        for part, share in zip(parts, shares, strict=True):
            comes_from = {int(number) - 1 for number in share.split("+")} - {-1}
            pieces.append((start, start + len(part)))
            rows.append([0.9 / len(comes_from) * (s in comes_from) if comes_from else 0.0 for s in range(len(there))])
            start += len(part)
    return Alignment(there, pieces, rows)


@pytest.mark.parametrize(("source", "target", "translation", "links", "expected"), ALIGNED)
def test_a_place_by_alignment(source: str, target: str, translation: str, links: str, expected: str) -> None:
    sentence = bare(parsed(source, "en"))
    result = placed(sentence, translation, "en", target, _linked(sentence, translation, target, links))
    assert result is not None
    assert (written(result.inlines), result.guesses) == (expected, ())


@pytest.mark.parametrize(("source", "target", "translation", "links", "expected", "why"), ALIGNED_GUESSES)
def test_a_place_that_the_alignment_leaves_open(
    source: str, target: str, translation: str, links: str, expected: str, why: str
) -> None:
    sentence = bare(parsed(source, "en"))
    result = placed(sentence, translation, "en", target, _linked(sentence, translation, target, links))
    assert result is not None
    assert (written(result.inlines), result.guesses) == (expected, ("note 1",)), why


@pytest.mark.parametrize(
    ("tag", "precedes"),
    [("fr", ".,;:!?"), ("fr-CA", ".,;:!?"), ("pt-PT", ".,;:!?"), ("pt", ""), ("pt-BR", ""), ("de", ""), ("ar", "")],
)
def test_the_stops_that_a_marker_precedes(tag: str, precedes: str) -> None:
    assert marker_precedes(tag) == precedes


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


def test_a_note_that_another_mark_displaces_is_a_guess() -> None:
    sentence = bare(parsed("The *rent* strikes[^1] of the tenants are no new idea.", "en"))
    text = "As greves de aluguel dos inquilinos não são uma ideia nova."
    probed = Probed(after={2: Found((5, 6), is_sure=True)}, around={(1, 2): Found((3, 8), is_sure=True)})
    found = placed(sentence, text, "en", "pt", probed=probed)
    assert found is not None
    assert written(found.inlines) == "As greves de *aluguel dos inquilinos não são*[^1] uma ideia nova."
    assert found.guesses == ("note 1",)
