"""The article's data: normal form and phrases in other languages."""

import pytest

from publish.article import Code, Emphasis, Inlines, Link, NoteMarker, Phrase, Text, normalised, plain, tagged


def en(text: str) -> Text:
    return Text(text, "en")


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        ((en("a"), en(""), en("b")), (en("ab"),)),
        ((en("a"), Text("", "fr"), Emphasis(()), en("b")), (en("ab"),)),
        ((en("a"), Text("b", "fr")), (en("a"), Text("b", "fr"))),
        ((Emphasis((Emphasis((en("a"),)), en("b"))),), (Emphasis((en("ab"),)),)),
        ((Link((en("a"), Link((en("b"),), "y")), "x"),), (Link((en("ab"),), "x"),)),
        ((Code("a"), Code("b")), (Code("ab"),)),
        ((NoteMarker("1"), NoteMarker("2")), (NoteMarker("1"), NoteMarker("2"))),
    ],
)
def test_normal_form(inlines: Inlines, expected: Inlines) -> None:
    assert normalised(inlines) == expected
    assert normalised(expected) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        (
            "in “La seule chose « d’otages » libre” (fr)",
            "La seule chose « d’otages » libre",
            "La seule chose « d’otages » libre",
        ),
        ("„La seule chose ‚d’otages‘ libre“", "La seule chose « d’otages » libre", "La seule chose ‚d’otages‘ libre"),
        (
            "2023 Völkermord in Gaza – Solidarität!",
            "Völkermord in Gaza - Solidarität!",
            "Völkermord in Gaza – Solidarität!",
        ),
        ("« Solidarität »", "Solidarität!", "Solidarität"),
        ("nonsense", "non", ""),
        ("another word", "…", ""),
    ],
)
def test_a_phrase_is_found_by_its_words(text: str, phrase: str, found: str) -> None:
    result = tagged((en(text),), [Phrase(phrase, "fr")])
    assert [run.text for run in result if isinstance(run, Text) and run.language == "fr"] == ([found] if found else [])
    assert plain(result) == text


def test_the_longer_phrase_wins_and_marks_inside_are_reached() -> None:
    phrases = [Phrase("casa", "es"), Phrase("la casa grande", "it")]
    result = tagged((Emphasis((en("in la casa grande, casa"),)),), phrases)
    assert result == (Emphasis((en("in "), Text("la casa grande", "it"), en(", "), Text("casa", "es"))),)
