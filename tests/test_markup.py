"""Inline Markdown: what a translator sees, and what is read back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.article import Code, Emphasis, Inline, Inlines, LineBreak, Link, NoteMarker, Strong, Text, normalised
from publish.markup import faults, parsed, written

TEXTS = st.text(st.sampled_from(list("ab *_[]()<>\\`|!あ「」^1.é\u00a0")), min_size=1, max_size=8)
ADDRESSES = st.sampled_from(["https://example.org/a(b)", "mailto:a@b.c", "#place", ""])
LEAVES: st.SearchStrategy[Inline] = st.one_of(
    TEXTS.map(lambda text: Text(text, "en")),
    st.sampled_from("123").map(NoteMarker),
    TEXTS.map(Code),
    st.just(LineBreak()),
)


def _containers(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    inside = st.lists(children, max_size=4).map(tuple)
    return st.one_of(
        inside.map(Emphasis),
        inside.map(Strong),
        st.builds(Link, inside, ADDRESSES),
        ADDRESSES.map(lambda address: Link((Text(address, "en"),), address)),
    )


INLINES = st.lists(st.recursive(LEAVES, _containers, max_leaves=12), max_size=6).map(normalised)


@settings(max_examples=300)
@given(INLINES)
def test_what_is_written_is_read_back(inlines: Inlines) -> None:
    assert parsed(written(inlines), "en") == inlines
    assert faults(written(inlines)) == []


@given(st.text("ab*_[]()<>\\`|^1\n あ"))
def test_any_text_can_be_read_and_settles(text: str) -> None:
    once = parsed(text, "en")
    assert parsed(written(once), "en") == once


def T(text: str) -> Text:  # noqa: N802 - reads as the data it makes
    return Text(text, "de")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Kolleg*innen und Leser*innen", (T("Kolleg*innen und Leser*innen"),)),
        ("*alle* Kolleg*innen", (Emphasis((T("alle"),)), T(" Kolleg*innen"))),
        ("これは*「強調」*です", (T("これは"), Emphasis((T("「強調」"),)), T("です"))),
        (r"18 % \*von\* \[allen\] \_", (T("18 % *von* [allen] _"),)),
        ("snake_case_name", (T("snake_case_name"),)),
        ("Wort[^12].", (T("Wort"), NoteMarker("12"), T("."))),
        ("[…] und [sic]", (T("[…] und [sic]"),)),
        ("[das](https://example.org/a)", (Link((T("das"),), "https://example.org/a"),)),
        ("[das](<https://example.org/a(b)>)", (Link((T("das"),), "https://example.org/a(b)"),)),
        ("<https://example.org>", (Link((T("https://example.org"),), "https://example.org"),)),
        ("<a@example.org>", (Link((T("a@example.org"),), "mailto:a@example.org"),)),
        ("`x = *p`", (Code("x = *p"),)),
        ("``a`b``", (Code("a`b"),)),
        ("***beides***", (Emphasis((Strong((T("beides"),)),)),)),
        (r"un\|*glaub*\|lich", (T("un"), Emphasis((T("glaub"),)), T("lich"))),
        ("Zeile\\\nzwei", (T("Zeile"), LineBreak(), T("zwei"))),
        ("5 < 6 und <b>fett</b>", (T("5 < 6 und <b>fett</b>"),)),
        ("{{ x }} </script>", (T("{{ x }} </script>"),)),
        ("*offen und [halb](kaputt", (T("*offen und [halb](kaputt"),)),
    ],
)
def test_forms(markdown: str, expected: Inlines) -> None:
    assert parsed(markdown, "de") == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Kolleg*innen [sic] […]", []),
        ("*offen", ["a * without its partner"]),
        ("**offen", ["a ** without its partner"]),
        ("`offen", ["a ` without its partner"]),
        ("[das](kaputt hier)", ["a link whose address cannot be read"]),
    ],
)
def test_faults_name_what_was_probably_meant_as_markup(markdown: str, expected: list[str]) -> None:
    assert faults(markdown) == expected
