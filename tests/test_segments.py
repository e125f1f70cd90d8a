"""Segments and back again: nothing lost, spaces as each script wants them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.article import (
    Article,
    Block,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListBlock,
    Note,
    NoteMarker,
    Paragraph,
    Passage,
    Phrase,
    Quotation,
    Strong,
    Text,
    descendants,
    normalised,
    plain,
    tagged,
)
from publish.markup import parsed
from publish.segments import MERGED, Segment, State, Translation, identity, localised, segments

PHRASES = (Phrase("Völkermord in Gaza - Solidarität!", "de"), Phrase("La seule chose. C’est ça", "fr"))
WORDS = st.sampled_from(
    [
        *("One", "Mr.", "Smith", "U.S.", "3.5", "“Why?”", "he", "asked.", "e.g.", "Then…", "ended!", "1."),
        *("a*b", "[x]", "snake_case", "\\", "100%"),
        "No. 5",
        MERGED,
    ]
    + [phrase.text for phrase in PHRASES]
)
SPACES = st.sampled_from([" ", " ", " ", "\u00a0", "\u2009", "  "])


@st.composite
def _texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=8))
    return "".join(word + draw(SPACES) for word in words)


LEAVES: st.SearchStrategy[Inline] = st.one_of(
    _texts().map(lambda text: Text(text, "en")),
    st.sampled_from("123").map(NoteMarker),
    st.just(LineBreak()),
    st.just(Code("x = 1. Y")),
)


def _containers(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    inside = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(inside.map(Emphasis), inside.map(Strong), inside.map(lambda c: Link(c, "https://example.org")))


INLINES: st.SearchStrategy[Inlines] = st.lists(st.recursive(LEAVES, _containers, max_leaves=5), max_size=6).map(
    lambda inlines: tagged(normalised(inlines), PHRASES)
)
SIMPLE: st.SearchStrategy[Block] = st.one_of(
    INLINES.map(Paragraph),
    st.builds(Heading, st.integers(2, 4), INLINES),
    st.builds(Figure, st.builds(Image, st.just("a.png"), INLINES, INLINES)),
    st.just(CodeBlock("x. Y.")),
    st.just(Divider()),
)
BLOCKS = st.recursive(
    SIMPLE,
    lambda blocks: st.one_of(
        st.lists(blocks, max_size=2).map(lambda inside: Quotation(tuple(inside))),
        st.lists(st.lists(blocks, max_size=2).map(tuple), max_size=3).map(lambda items: ListBlock(False, tuple(items))),
    ),
    max_leaves=4,
)
ARTICLES = st.builds(
    Article,
    name=st.just("a"),
    language=st.just("en"),
    title=INLINES,
    standfirst=INLINES,
    authors=st.lists(INLINES, max_size=2).map(tuple),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
    notes=st.lists(INLINES, max_size=2).map(
        lambda notes: tuple(Note(str(n), (Paragraph(text),)) for n, text in enumerate(notes, 1))
    ),
    source=INLINES,
    phrases=st.just(PHRASES),
)


@given(ARTICLES, st.sampled_from(["sentence", "paragraph"]))
def test_the_identity_changes_nothing(article: Article, segmentation: str) -> None:
    assert localised(article, identity, "en", segmentation) == article  # type: ignore[arg-type]


@given(ARTICLES)
def test_every_note_marker_is_in_a_segment(article: Article) -> None:
    def markers(inlines: Inlines) -> list[str]:
        return [inline.label for inline in descendants(inlines) if isinstance(inline, NoteMarker)]

    def all_of(blocks: tuple[Block, ...]) -> list[str]:
        found: list[str] = []
        for block in blocks:
            match block:
                case Paragraph() | Heading():
                    found += markers(block.text)
                case Figure():
                    found += markers(block.image.alt) + markers(block.image.caption)
                case Quotation():
                    found += all_of(block.blocks)
                case ListBlock():
                    found += [label for item in block.items for label in all_of(item)]
        return found

    wanted = [label for text in (article.title, *article.authors, article.standfirst) for label in markers(text)]
    wanted += all_of(article.blocks) + markers(article.source)
    wanted += [label for note in article.notes for label in all_of(note.blocks)]
    assert [label for segment in segments(article) for label in markers(parsed(segment.source, "en"))] == wanted


def _article(*paragraphs: str, language: str = "en") -> Article:
    blocks = tuple(Paragraph(parsed(text, language)) for text in paragraphs)
    return Article("a", language, (Text("Title", language),), blocks=blocks)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("In the right direction.[^2] The other demands.", ["In the right direction.[^2]", "The other demands."]),
        ("Umm Al-Fahm”.[^1]\u00a0Hundreds came.", ["Umm Al-Fahm”.[^1]", "Hundreds came."]),
        ("Ends here. [^1] Next one.", ["Ends here. [^1]", "Next one."]),
        ("Precision Ltd.[^7] The massacre.", ["Precision Ltd.[^7]", "The massacre."]),
        ("A ceasefire[^4] All the more so.", ["A ceasefire[^4] All the more so."]),
        ("*All of it. In one.* And more.", ["*All of it. In one.*", "And more."]),
        ("1. A point. Another.", ["1. A point.", "Another."]),
        ("Some \\[…\\] text. More.", ["Some \\[…] text.", "More."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [segment.source for segment in segments(_article(text))[1:]] == sentences


@pytest.mark.parametrize(
    "text",
    ["_?\u00a0_ _?\u00a0_ ", "a.\u00a0\u2009B?\u00a0\u00a0!\u00a0C. \u202f." * 3, "\u00a0.\u00a0", "?!\u3000。" * 9],
)
def test_any_white_space_can_be_cut(text: str) -> None:
    article = Article("a", "en", (Text("T", "en"),), blocks=(Paragraph((Text(text, "en"),)),))
    assert localised(article, identity, "en") == article


def test_roles_count_within_their_section() -> None:
    note = Note("1", (Paragraph(parsed("See A. See B.", "en")),))
    item = (Paragraph(parsed("Milk.", "en")),)
    article = replace(
        _article("One. Two.", "Three."),
        blocks=(
            Paragraph(parsed("One. Two.", "en")),
            Heading(2, parsed("Next. Part", "en")),
            Paragraph(parsed("Three.", "en")),
            ListBlock(False, (item, item)),
        ),
        notes=(note,),
    )
    assert [segment.role for segment in segments(article)] == [
        "Title",
        "Section 1, paragraph 1, sentence 1",
        "Section 1, paragraph 1, sentence 2",
        "Heading",
        "Section 2, paragraph 1, sentence 1",
        "Section 2, list 1, item 1, sentence 1",
        "Section 2, list 1, item 2, sentence 1",
        "Note 1",
        "Note 1, sentence 2",
    ]


def _translated(article: Article, target: str, translations: dict[str, str], state: State = State.REVIEWED) -> Inlines:
    def translate(segment: Segment) -> Translation:
        text = translations.get(segment.source)
        return Translation(text, state) if text else Translation("", State.UNTRANSLATED)

    (block,) = localised(article, translate, target).blocks
    assert isinstance(block, Paragraph)
    return block.text


@pytest.mark.parametrize(
    ("source", "target", "translations", "expected"),
    [
        ("en", "fr", ["Un.", "Deux.", "Trois."], "Un. Deux. Trois."),
        ("en", "ja", ["一。", "二。", "三。"], "一。二。三。"),
        ("en", "fr", ["Un.", MERGED, "Trois."], "Un. Trois."),
        ("en", "fr", [MERGED, "Deux.", "Trois."], "Deux. Trois."),
        ("en", "fr", ["Un.", "Deux.", MERGED], "Un. Deux."),
        ("en", "ja", ["一。", MERGED, "三。"], "一。三。"),
        ("en", "fr", [MERGED, MERGED, MERGED], ""),
    ],
)
def test_joining(source: str, target: str, translations: list[str], expected: str) -> None:
    article = _article("One one. Two two. Three three.", language=source)
    table = dict(zip(["One one.", "Two two.", "Three three."], translations, strict=True))
    assert plain(_translated(article, target, table)) == expected


def test_a_script_without_spaces_gets_them_in_one_with() -> None:
    article = _article("これは本です。次は机です。", language="ja")
    assert (
        plain(_translated(article, "en", {"これは本です。": "A book.", "次は机です。": "A desk."})) == "A book. A desk."
    )
    assert localised(article, identity, "ja") == article


def test_what_is_untranslated_stays_in_the_sources_language_and_is_marked() -> None:
    text = _translated(_article("One one. Two two."), "ja", {"One one.": "一。"})
    assert text == (Text("一。 ", "ja"), Passage((Text("Two two.", "en"),), "untranslated"))


@pytest.mark.parametrize(("state", "mark"), [(State.DRAFT, "draft"), (State.OUTDATED, "outdated")])
def test_what_nobody_reviewed_is_marked(state: State, mark: str) -> None:
    assert _translated(_article("One one."), "fr", {"One one.": "Un."}, state) == (Passage((Text("Un.", "fr"),), mark),)  # type: ignore[arg-type]


def test_a_translation_is_data() -> None:
    evil = "<script>x</script> {{ 7*7 }} </style>"
    assert plain(_translated(_article("One one."), "fr", {"One one.": evil})) == evil


def test_foreign_phrases_are_tagged_in_the_translation_too() -> None:
    article = replace(_article("ISO, 1 November Völkermord in Gaza - Solidarität!"), phrases=PHRASES)
    article = replace(
        article, blocks=tuple(Paragraph(tagged(b.text, PHRASES)) for b in article.blocks if isinstance(b, Paragraph))
    )
    (segment,) = segments(article)[1:]
    text = _translated(article, "fr", {segment.source: "Voir « Völkermord in Gaza – Solidarität! »."})
    assert Text("Völkermord in Gaza – Solidarität!", "de") in text
