from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.drafting.draft import Filled, drafts
from publish.drafting.marks import survivors
from publish.engines import Alignment, Draft, Engine
from publish.errors import EngineError
from publish.glossary.terms import Glossary, Term
from publish.markup import parsed
from publish.segments import Segment


@dataclass
class Scripted(Engine):
    """Says what it is told to, and remembers what it was asked."""

    answers: dict[str, Draft | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    lacking: str | None = None
    name = "scripted"

    def description(self, source: str, target: str) -> str:
        return f"Scripted 1.0, package {source}-{target}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
        self.asked.extend(sentences)
        for sentence in sentences:
            answer = self.answers.get(sentence, sentence.upper())
            yield answer if isinstance(answer, Draft) else Draft(answer)

    def missing(self, source: str, target: str) -> str | None:
        return self.lacking


def segment(source: str, context: str = "") -> Segment:
    return Segment(source, "Title", context)


def test_a_draft_says_what_it_is() -> None:
    engine = Scripted({"Peace now.": Draft("La paix maintenant.", score=-0.25)})
    assert list(drafts([segment("Peace *now*.[^2]", "title")], engine, "en", "fr")) == [
        Filled(
            ("title", "Peace *now*.[^2]"),
            "La paix *maintenant*[^2].",
            "machine draft (scripted: Scripted 1.0, package en-fr), confidence 78%",
            ("emphasis placed by guess",),
            score=-0.25,
        )
    ]


def test_a_sentence_is_asked_for_once_and_a_key_given_once() -> None:
    engine = Scripted()
    segments = [segment("Peace"), segment("*Peace*"), segment("Peace", "title"), segment("Peace"), segment("Now")]
    found = list(drafts(segments, engine, "en", "fr"))
    assert engine.asked == ["Peace", "Now"]
    assert {item.key: item.text for item in found} == {
        ("", "Peace"): "PEACE",
        ("", "*Peace*"): "*PEACE*",
        ("title", "Peace"): "PEACE",
        ("", "Now"): "NOW",
    }
    assert len(found) == 4


@pytest.mark.parametrize("source", ["`make`", "<https://example.org>[^1]", "25,000", "* * *".replace("*", r"\*")])
def test_what_has_no_words_is_copied_without_the_engine(source: str) -> None:
    engine = Scripted(lacking="nothing is installed")
    (filled,) = drafts([segment(source)], engine, "en", "fr")
    assert (filled.text, filled.origin) == (source, "copied from the source, nothing in it to translate")
    assert engine.asked == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "no words"),
        (" \n ", "no words"),
        ("∅", "no words"),
        ("……", "no words"),
        ("paix et paix et paix et paix et paix et", "repeated itself"),
        (Draft("La pa", problem="the sentence is too long"), "too long"),
    ],
)
def test_rubbish_leaves_the_entry_empty_with_a_reason(answer: Draft | str, reason: str) -> None:
    (filled,) = drafts([segment("Peace now")], Scripted({"Peace now": answer}), "en", "fr")
    assert (filled.text, filled.remarks) == ("", ())
    assert reason in filled.reason
    assert filled.origin == f"machine draft (scripted: Scripted 1.0, package en-fr), left empty: {filled.reason}"


def test_too_few_words_for_the_marks_leave_the_entry_empty() -> None:
    (filled,) = drafts([segment("[one](http://1) [two](http://2)")], Scripted({"one two": "un"}), "en", "fr")
    assert (filled.text, filled.reason) == (
        "",
        "the engine returned too few words for the marks in the sentence",
    )


def test_a_source_that_repeats_itself_may_be_translated_so() -> None:
    (filled,) = drafts([segment("no " * 9 + "war")], Scripted({"no " * 9 + "war": "non " * 9}), "en", "fr")
    assert filled.text == "non " * 8 + "non"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("La\npaix", "La paix"),
        ("La \u2028 paix\x00", "La paix"),
        ("  La paix ", "La paix"),
        ("La\u00a0paix !", "La\u00a0paix !"),
        ("*La* [paix](x)[^9] `a` <b>", "\\*La\\* \\[paix\\](x)\\[^9\\] \\`a\\` \\<b>"),
        ("{{ la }} </script>", "{{ la }} </script>"),
    ],
)
def test_what_an_engine_returns_is_text_on_one_line(answer: str, text: str) -> None:
    (filled,) = drafts([segment("Peace")], Scripted({"Peace": answer}), "en", "fr")
    assert parsed(filled.text, "fr") == parsed(text, "fr")
    assert survivors(parsed(filled.text, "fr")) == {}
    assert "\n" not in filled.text


def test_what_is_missing_is_an_error_before_any_work() -> None:
    with pytest.raises(EngineError, match="install it"):
        list(drafts([segment("Peace")], Scripted(lacking="install it"), "en", "fr"))


def test_an_engine_that_gives_too_few_drafts_is_named() -> None:
    class Lazy(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
            return iter([Draft("Un")])

    with pytest.raises(EngineError, match="“scripted” gave only 1 drafts for 2 sentences"):
        list(drafts([segment("One"), segment("Two")], Lazy(), "en", "fr"))


def test_a_lone_surrogate_is_no_text() -> None:
    (filled,) = drafts([segment("Peace")], Scripted({"Peace": "La \ud800paix\udfff"}), "en", "fr")
    assert filled.text == "La paix"


def test_what_has_to_be_asked_again_does_not_wait_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a slow engine lots get small: their marks are asked for soon, and reach the catalogue."""
    now = itertools.count(step=20.0)
    monkeypatch.setattr("publish.engines.lots.time.monotonic", lambda: next(now))
    engine = Scripted()
    segments = [segment(f"Peace number {number}[^1] is here now") for number in range(1000)]
    given_up = drafts(segments, engine, "en", "fr")
    next(given_up)
    assert len(engine.asked) <= 2 * 256
    for _ in range(256):
        next(given_up)
    assert len(engine.asked) <= 2 * (256 + 154)


def test_drafts_come_as_the_engine_makes_them() -> None:
    given_up = drafts(
        [segment("One"), segment("Two")], engine := Scripted({"Two": Draft("x", problem="y")}), "en", "fr"
    )
    assert next(given_up).text == "ONE"
    assert engine.asked == ["One", "Two"]


@given(st.lists(st.sampled_from(["Peace[^1]", "*Peace* now", "1", "a\\\nb", "`x`", "[y](http://z) w"])), st.text())
def test_every_key_gets_text_with_its_marks_or_a_reason(sources: list[str], answer: str) -> None:
    engine = Scripted(dict.fromkeys(("Peace", "Peace now", "a b", "y w"), answer))
    found = list(drafts([segment(source) for source in sources], engine, "en", "fr"))
    assert {item.key[1] for item in found} == set(sources)
    for item in found:
        assert bool(item.text) != bool(item.reason)
        assert not item.text or survivors(parsed(item.text, "fr")) == survivors(parsed(item.key[1], "en"))


GLOSSARY = Glossary(
    (
        Term("Elbit Systems", wanted=(("fr", ()),)),
        Term("strike", wanted=(("fr", ("grève", "débrayage")),)),
        Term("Gaza", wanted=(("fr", ()),)),
    ),
    ("fr",),
)


@pytest.mark.parametrize(
    ("answer", "remarks"),
    [
        ("La grève chez Elbit Systems.", ()),
        ("Les grèves chez Elbit Systems.", ()),
        ("Le débrayage chez Elbit Systems.", ()),
        ("L’arrêt chez Elbit Systems.", ("glossary: “strike” is “grève” or “débrayage”",)),
        ("La grève chez Helbi.", ("“Elbit Systems” is to stay as it is, and did not",)),
    ],
)
def test_terms_are_checked(answer: str, remarks: tuple[str, ...]) -> None:
    class Stubborn(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
            return (Draft(answer) for _ in sentences)

    (filled,) = drafts([segment("The strike at *Elbit Systems*.")], Stubborn(), "en", "fr", glossary=GLOSSARY)
    assert [remark for remark in filled.remarks if "placed" not in remark] == list(remarks)


def test_what_was_lost_is_asked_for_again_with_stand_ins() -> None:
    class Losing(Scripted):
        """Mends names, but lets signs through, as models do."""

        def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
            self.asked.extend(sentences)
            for sentence in sentences:
                yield Draft(sentence.replace("Elbit Systems", "Systèmes Elbit").replace("Write to", "Écrire à"))

    engine = Losing()
    (filled,) = drafts([segment("Write to Elbit Systems[^1] now.")], engine, "en", "fr", glossary=GLOSSARY)
    assert filled.text.replace("[^1]", "") == "Écrire à Elbit Systems now."
    assert engine.asked[1:] == ["Write to XQZ1 now.", "Write to Elbit Systems [1] now."]
    assert engine.asked[0] == "Write to Elbit Systems now."
    assert "Elbit" not in engine.asked[1]


def test_capitals_are_translated_as_a_sentence_and_put_back() -> None:
    engine = Scripted({"Stop the war in Gaza now!": "Arrêtez la guerre à Gaza maintenant !"})
    (filled,) = drafts([segment("STOP THE WAR IN GAZA NOW![^1]")], engine, "en", "fr", glossary=GLOSSARY)
    assert engine.asked == ["Stop the war in Gaza now!"]
    assert filled.text == "ARRÊTEZ LA GUERRE À GAZA MAINTENANT[^1] !"


@pytest.mark.parametrize(
    "source",
    [
        "See https://example.org/a_b?c=%20&d=1 and a.b@example.org",
        "The file_name of R\\&D is at 100% \\_",
        "Peace 🙂 and 👩🏽‍🌾 to all",
        "25\u00a0000 people, 5\u202f% and 3\u2009km",
    ],
)
def test_signs_come_through_an_engine_that_keeps_them(source: str) -> None:
    class Echo(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
            yield from (Draft(sentence.replace("\u00a0", " ").replace("\u202f", " ")) for sentence in sentences)

    (filled,) = drafts([segment(source)], Echo(), "en", "fr")
    assert parsed(filled.text, "fr") == parsed(source, "fr")


def hostile(answers: Iterator[str], alignments: Iterator[Alignment | None]) -> Scripted:
    class Hostile(Scripted):
        def translate(self, sentences: Sequence[str], source: str, target: str) -> Iterator[Draft]:
            for _ in sentences:
                yield Draft(next(answers), next(scores), next(alignments))

    scores = itertools.cycle([-0.1, None, float("-inf"), 3.0])
    return Hostile()


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda span: (min(span), max(span))), max_size=8)
weights = st.lists(st.lists(st.floats(allow_nan=True), max_size=9), max_size=9)
sources = st.lists(
    st.sampled_from(
        [
            "Peace[^1] now[^2].",
            "*Peace* at **Elbit Systems**[^3], says [she](http://b.org).",
            "STOP THE WAR IN GAZA NOW[^4]",
            "`code` and 🙂 in R\\&D[^5], 25,000",
            "The strike\\\nat Gaza (“now”)[^6].",
        ]
    ),
    min_size=1,
    max_size=4,
)
texts = st.one_of(
    st.text(),
    st.text(alphabet="paix 🟦🟩.,“”[^1]*_\n", max_size=60),
    st.sampled_from(["", "[^1][^1][^1]", "paix " * 300, "*Peace* [^1] at", "Elbit Systems Gaza", "🟦 🟩 🟦"]),
)


@given(
    sources, st.lists(texts, min_size=1), st.lists(st.none() | st.builds(Alignment, spans, spans, weights), min_size=1)
)
def test_whatever_a_model_returns_no_mark_is_lost(
    asked: list[str], answers: list[str], alignments: list[Alignment | None]
) -> None:
    engine = hostile(itertools.cycle(answers), itertools.cycle(alignments))
    found = list(drafts([segment(source) for source in asked], engine, "en", "fr", glossary=GLOSSARY))
    assert {item.key[1] for item in found} == set(asked)
    for item in found:
        assert bool(item.text) != bool(item.reason)
        assert not item.text or survivors(parsed(item.text, "fr")) == survivors(parsed(item.key[1], "en"))
