"""Pasted pages: each page in `pages/` against its structure as written down by hand in the `.expected` file beside it.

In an `.expected` file a line is the line in the seed and the block as Markdown; ` / ` is a line end the author set,
` // ` parts the paragraphs of a note, and `! severity line words` is a finding and how its message begins.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.article import (
    Article,
    Block,
    Divider,
    Heading,
    Inlines,
    ListBlock,
    NoteMarker,
    Paragraph,
    Quotation,
    Text,
    descendants,
    plain,
)
from publish.errors import Finding, SeedError
from publish.markup import written
from publish.readers._assembly import stretches
from publish.readers.facts import facts_beside
from publish.readers.reading import Facts, Reading, Seed
from publish.readers.text import read
from publish.segments import identity, localised, segments

_PAGES = Path(__file__).parent / "pages"
_SEED = Path(__file__).parents[2] / "seeds" / "building-international-solidarity.txt"
_LANGUAGES = {"bibliotheque": "fr", "gezeiten": "de", "bicicletas": "es", "toshokan": "ja"}
_NAMES = sorted(path.stem for path in _PAGES.glob("*.txt"))


def _read(text: str, language: str = "en", facts: Facts | None = None) -> Reading:
    return read(Seed("page", "seeds/page.txt", text, language, facts or Facts()))


def _page(name: str) -> Reading:
    facts = facts_beside(_PAGES / f"{name}.toml", f"{name}.toml")
    return _read((_PAGES / f"{name}.txt").read_text(encoding="utf-8"), _LANGUAGES.get(name, "en"), facts)


def _recorded(article: Article) -> list[str]:
    """The article in the form of the `.expected` files."""
    fields = {
        "title": written(article.title),
        "standfirst": written(article.standfirst),
        "credit": written(article.credit),
        "source": written(article.source),
        "address": article.source_address,
        "date": article.date.isoformat() if article.date else "",
    }
    lines = [f"author: {written(author)}" for author in article.authors]
    lines += [f"{key}: {value}" for key, value in fields.items() if value]
    for block in article.blocks:
        lines += _recorded_block(block)
    return lines + [
        f"{note.line} [{note.label}] {' // '.join(_shown(block.text) for block in note.blocks)}"  # type: ignore[union-attr]
        for note in article.notes
    ]


def _recorded_block(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{block.line} {'#' * block.level} {_shown(block.text)}"]
        case Paragraph():
            return [f"{block.line} {_shown(block.text)}"]
        case Divider():
            return [f"{block.line} ----"]
        case ListBlock():
            signs = [f"{block.start + number}." if block.ordered else "-" for number in range(len(block.items))]
            return [
                f"{item[0].line} {sign} {_shown(item[0].text)}"  # type: ignore[union-attr]
                for sign, item in zip(signs, block.items, strict=True)
            ]
        case Quotation():
            return [re.sub(r"^(\d+) ", r"\1 > ", line) for item in block.blocks for line in _recorded_block(item)]
    raise AssertionError(block)


def _shown(inlines: Inlines) -> str:
    return written(inlines).replace("\\\n", " / ")


@pytest.mark.parametrize("name", _NAMES)
def test_page_has_the_structure_written_down_for_it(name: str) -> None:
    expected = (_PAGES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    reading = _page(name)
    shown = _recorded(reading.article)
    is_field = re.compile(r"[a-z]+: ")
    assert sorted(filter(is_field.match, shown)) == sorted(filter(is_field.match, expected))
    assert [line for line in shown if not is_field.match(line)] == [
        line for line in expected if not is_field.match(line) and not line.startswith("!")
    ]


@pytest.mark.parametrize("name", _NAMES)
def test_page_has_the_findings_written_down_for_it_and_no_others(name: str) -> None:
    expected = (_PAGES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    wanted = [re.fullmatch(r"! (\w+) (\d+) (.*)", line) for line in expected if line.startswith("!")]
    found = [(finding.severity, finding.line, finding.message) for finding in _page(name).findings]
    assert len(found) == len(wanted), found
    for (severity, line, message), match in zip(found, wanted, strict=True):
        assert match is not None
        assert (severity, str(line)) == (match[1], match[2])
        assert message.startswith(match[3]), message


def test_there_are_ten_pages() -> None:
    assert len(_NAMES) >= 10


def test_seed_has_the_segments_written_down_for_it() -> None:
    expected = (Path(__file__).parent / "seed_segments.txt").read_text(encoding="utf-8").splitlines()
    facts = Facts(authors=("Terry Conway", "Antoine Larrache"))
    article = _read(_SEED.read_text(encoding="utf-8"), facts=facts).article
    assert [segment.source for segment in segments(article)] == expected


def test_seed_has_its_parts_each_at_its_line() -> None:
    article = _read(_SEED.read_text(encoding="utf-8")).article
    assert plain(article.credit) == "Main image by Steve Eason."
    assert plain(article.standfirst).startswith("Terry Conway and Antoine Larrache examine")
    assert plain(article.standfirst).endswith("Asia, and the Middle East.")
    assert plain(article.source) == "International Viewpoint"
    headings = [block for block in article.blocks if isinstance(block, Heading)]
    assert [(heading.level, heading.line) for heading in headings] == [(2, 10), (2, 22), (2, 30), (2, 40)]
    paragraphs = [block for block in article.blocks if isinstance(block, Paragraph)]
    assert [block.line for block in paragraphs] == [
        *(6, 8, 12, 14, 16, 18, 20, 24, 26, 28, 32, 34, 36, 38, 42, 44, 46, 48, 50),
    ]
    assert len(article.blocks) == 23
    assert [(note.label, note.line) for note in article.notes] == [(str(n), 54 + n) for n in range(1, 12)]
    assert _markers(article) == [str(n) for n in range(1, 12)]


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        ("1", "Umm Al-Fahm”.", "\u00a0Hundreds"),
        ("2", "the right direction.", "\u00a0The other"),
        ("3", "around thirty organisations.", ""),
        ("4", "supported a ceasefire", "\u00a0All the more"),
        ("5", "United Auto Workers", ", tens of"),
        ("6", "on 16 November..", ""),
        ("7", "Instro Precision Ltd.", "\u00a0The current"),
        ("8", "take solidarity action.", ""),
        ("9", "7,500 in Düsseldorf.", ""),
        ("10", "equality and liberation”.", ""),
        ("11", "Karachi and beyond.", ""),
    ],
)
def test_seed_calls_each_note_at_its_true_place(label: str, before: str, after: str) -> None:
    article = _read(_SEED.read_text(encoding="utf-8")).article
    stretch = next(inlines for inlines in stretches(article) if NoteMarker(label) in inlines)
    index = stretch.index(NoteMarker(label))
    assert plain(stretch[:index]).endswith(before)
    assert plain(stretch[index + 1 :])[: len(after) or None] == after


def test_seed_has_these_findings_and_no_others() -> None:
    findings = _read(_SEED.read_text(encoding="utf-8")).findings
    assert {finding.severity for finding in findings} == {"note"}
    assert [(finding.line, finding.message.partition(":")[0]) for finding in findings] == [
        (12, "a closing quotation mark that nothing opened"),
        (16, "no space after the bracket"),
        (16, "no full stop before the next sentence"),
        (18, "two full stops"),
        (32, "no full stop before the next sentence"),
        (67, "left out"),
        (69, "left out"),
    ]
    assert "“Art (46) Book Review (100)" in findings[5].message
    assert "“Join the discussion”" in findings[6].message


def _markers(article: Article) -> list[str]:
    inlines = [inline for stretch in stretches(article) for inline in descendants(stretch)]
    return [inline.label for inline in inlines if isinstance(inline, NoteMarker)]


@pytest.mark.parametrize("name", [*_NAMES, ""])
def test_article_put_together_from_its_own_segments_is_the_same(name: str) -> None:
    article = _page(name).article if name else _read(_SEED.read_text(encoding="utf-8")).article
    assert localised(article, identity, article.language) == article


@pytest.mark.parametrize("text", ["", "  \n\n\u00a0\n", "Share this\n\nFacebook Twitter\n"])
def test_text_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(SeedError, match="is empty") as caught:
        _read(text)
    assert str(caught.value).startswith("seeds/page.txt: ")


def test_page_with_a_title_alone_is_refused() -> None:
    with pytest.raises(SeedError, match="has a title but no text"):
        _read("A title\n\nShare this\n")


def test_page_without_a_title_is_refused_unless_the_facts_give_one() -> None:
    text = f"{_PARAGRAPH} {_PARAGRAPH}\n\n{_PARAGRAPH}\n"
    with pytest.raises(SeedError, match="has no title"):
        _read(text)
    article = _read(text, facts=Facts(title="The ferry")).article
    assert plain(article.title) == "The ferry"
    assert len(article.blocks) == 2


_PARAGRAPH = (
    "The ferry comes in at noon and goes out at one, and between the two there is time for soup, a nap or a quarrel, "
    "though seldom for all three."
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["What is a ferry?", "", _PARAGRAPH], ["## What is a ferry?"]),
        (["Never the goats!", "", _PARAGRAPH], ["## Never the goats!"]),
        (["1. The soup", "", _PARAGRAPH, "", "2. The nap", "", _PARAGRAPH], ["## 1. The soup", "## 2. The nap"]),
        (["1.2 The soup", "", _PARAGRAPH], ["### 1.2 The soup"]),
        (["II. The soup", "", _PARAGRAPH], ["## II. The soup"]),
        (["The soup", "", "The onions", "", _PARAGRAPH], ["## The soup", "## The onions"]),
        (["“Soup again”", "", _PARAGRAPH], ["## “Soup again”"]),
        (["The soup", _PARAGRAPH], ["## The soup"]),
        (["The soup", "~~~~~~~~", _PARAGRAPH], ["### The soup"]),
        # What is short, but no heading.
        (["It was soup.", "", _PARAGRAPH], []),
        (["And so on:", "", _PARAGRAPH], []),
        (["and then soup", "", _PARAGRAPH], []),
        (["No. It was not. Soup", "", _PARAGRAPH], []),
        (["Photo: Ada Moss", "", _PARAGRAPH], []),
        (["https://ferry.example/soup", "", _PARAGRAPH], []),
        ([_PARAGRAPH, "", "The end"], []),
        (["It was soup.2", "", _PARAGRAPH], []),
    ],
)
def test_tells_headings_from_short_paragraphs(lines: list[str], expected: list[str]) -> None:
    text = "\n".join(["The title", "", _PARAGRAPH, "", _PARAGRAPH, "", *lines, "", _PARAGRAPH, "", _PARAGRAPH])
    if lines[-1] == "The end":
        text = "\n".join(["The title", "", *lines])
    headings = [block for block in _read(text).article.blocks if isinstance(block, Heading)]
    assert [f"{'#' * heading.level} {plain(heading.text)}" for heading in headings] == expected


@pytest.mark.parametrize(
    ("above", "standfirst"),
    [
        (["A walk in figures", "", "By Ada Moss"], "A walk in figures"),
        (["A walk in figures.", "", "12 March 2024"], "A walk in figures."),
        (["A walk in figures. Photo by Tom Reed"], "A walk in figures."),
        (["A walk in figures.", "", "----"], "A walk in figures."),
        (["A walk in figures.", ""], "A walk in figures."),
        (["A walk in figures."], ""),
        (["By Ada Moss", "", "A walk in figures."], ""),
        (["A walk in figures.", "", "* * *"], ""),
    ],
)
def test_standfirst_is_only_what_the_page_sets_off(above: list[str], standfirst: str) -> None:
    text = "\n".join(["The title", "", *above, "", _PARAGRAPH, "", _PARAGRAPH, "", _PARAGRAPH, "", _PARAGRAPH])
    assert plain(_read(text).article.standfirst) == standfirst


@pytest.mark.parametrize(
    ("line", "language", "authors", "date"),
    [
        ("By Ada Moss and Tom Reed", "en", ["Ada Moss", "Tom Reed"], ""),
        ("by Ada Moss, Tom Reed & Zoë Quay | 3 May 2024", "en", ["Ada Moss", "Tom Reed", "Zoë Quay"], "2024-05-03"),
        ("WRITTEN BY ADA MOSS", "en", ["ADA MOSS"], ""),
        ("Par Luc Petit et Anne Roy", "fr", ["Luc Petit", "Anne Roy"], ""),
        ("Von Ute Klein und Max von Au", "de", ["Ute Klein", "Max von Au"], ""),
        ("Por Ana de la Cruz y Pedro Ruiz", "es", ["Ana de la Cruz", "Pedro Ruiz"], ""),
        ("文：山田 花子、佐藤 健", "ja", ["山田 花子", "佐藤 健"], ""),
        ("March 12th, 2024", "en", [], "2024-03-12"),
        ("Published: 2024-03-12", "en", [], "2024-03-12"),
        ("1er mars 2024", "fr", [], "2024-03-01"),
        ("12.03.2024", "de", [], "2024-03-12"),
        ("martes, 12 de marzo de 2024", "es", [], "2024-03-12"),
        ("2024年3月12日（火）", "ja", [], "2024-03-12"),
        ("By Sea and Land", "en", [], ""),
        ("By the sea, in May", "en", [], ""),
        ("In March 2024", "en", [], ""),
    ],
)
def test_reads_bylines_and_dates(line: str, language: str, authors: list[str], date: str) -> None:
    body = "これは本文の段落です。" * 12 if language == "ja" else _PARAGRAPH
    article = _read(f"The title\n\n{line}\n\n{body}\n\n{body}\n", language).article
    assert [plain(author) for author in article.authors] == authors
    assert (article.date.isoformat() if article.date else "") == date


def test_a_date_that_can_be_read_in_two_ways_is_reported() -> None:
    reading = _read(f"The title\n\n03/04/2024\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n")
    assert reading.article.date is None
    assert [(finding.severity, finding.line) for finding in reading.findings] == [("warning", 3)]
    assert "seeds/page.toml" in reading.findings[0].message


def test_facts_win_over_the_page() -> None:
    text = f"The title\n\nBy Ada Moss\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n\nSource: The Ferry\n"
    article = _read(text, facts=Facts(title="Another", authors=("Tom Reed",), source="The Boat")).article
    assert [plain(article.title), plain(article.authors[0]), plain(article.source)] == [
        "Another",
        "Tom Reed",
        "The Boat",
    ]


def test_lines_above_the_title_the_facts_give_are_left_out_and_reported() -> None:
    text = f"Opinion\n\nThe title\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n"
    reading = _read(text, facts=Facts(title="The title"))
    assert len(reading.article.blocks) == 2
    assert [(finding.line, finding.message) for finding in reading.findings] == [
        (1, "left out: “Opinion” (it stands above the title)")
    ]


@pytest.mark.parametrize(("above", "title"), [("Opinion\n", "The title"), ("Opinion", "Opinion")])
def test_the_name_of_a_section_above_the_title_is_left_out(above: str, title: str) -> None:
    below = "The title\n\n" if above.endswith("\n") else "\n\n"
    reading = _read(f"{above}{below}{_PARAGRAPH}\n\n{_PARAGRAPH}\n")
    assert plain(reading.article.title) == title
    assert len(reading.findings) == (1 if above.endswith("\n") else 0)


@pytest.mark.parametrize("line", ["Share this", "Join the discussion", "Menu", "Related posts", "Facebook Twitter"])
def test_furniture_in_the_middle_of_the_text_stays(line: str) -> None:
    text = f"The title\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n\n{line}\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n"
    reading = _read(text)
    assert reading.findings == ()
    assert line in [plain(block.text) for block in reading.article.blocks if isinstance(block, Heading | Paragraph)]


@pytest.mark.parametrize(
    "line",
    [
        "A (1) B (2) C (3)",
        "« Nous » disent-ils",
        "The menu of the house",
        "Share this bread with me",
        "Comments on a ferry",
    ],
)
def test_what_only_resembles_furniture_stays_at_the_edges_too(line: str) -> None:
    reading = _read(f"{line}\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n\n{line}.\n")
    assert reading.findings == ()
    assert plain(reading.article.title) == line


def test_a_numbered_list_at_the_end_that_nothing_calls_is_a_list() -> None:
    text = f"The title\n\n{_PARAGRAPH}\n\nThree rules:\n\n1. No goats.\n2. No soup.\n3. No naps.\n"
    article = _read(text).article
    assert article.notes == ()
    assert isinstance(article.blocks[-1], ListBlock)


@pytest.mark.parametrize("end", [" ↩", " ↩︎", " ↩️", " ↑", " ^", " [↩]", "↩︎ ↩︎2", " (back to text)", "\u00a0↩"])
def test_back_links_are_taken_off_notes(end: str) -> None:
    text = f"The title\n\n{_PARAGRAPH}1\n\n{_PARAGRAPH}2\n\n1. One.{end}\n2. Two!{end}\n"
    notes = _read(text).article.notes
    assert [plain(block.text) for note in notes for block in note.blocks if isinstance(block, Paragraph)] == [
        *("One.", "Two!"),
    ]


def test_notes_whose_numbers_the_paste_lost_are_counted() -> None:
    text = f"The title\n\n{_PARAGRAPH}1\n\n{_PARAGRAPH}2\n\nOne. ↩︎\n3 May 2024, two. ↩︎\n\nShare this\n"
    article = _read(text).article
    assert [note.label for note in article.notes] == ["1", "2"]
    assert _markers(article) == ["1", "2"]


_WORDS = st.sampled_from(
    ["tide", "Ferry", "soup", "12", "3", "1990s", "CO2", "goats.", "nap,", "“log”", "(2023)", "3.5", "sea.2", "*", "1."]
)
_LINES = st.one_of(
    st.just(""),
    st.lists(_WORDS, min_size=1, max_size=25).map(" ".join),
    st.lists(_WORDS, min_size=1, max_size=9).map(lambda words: "- " + " ".join(words)),
    st.lists(_WORDS, min_size=1, max_size=9).map(lambda words: "2. " + " ".join(words)),
    st.sampled_from(["Share this", "Home > Ferry", "> quoted words here", "---", "Notes", "Join the discussion"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=14))
def test_no_word_is_lost_but_those_reported(lines: list[str]) -> None:
    text = "\n".join(["The title", "", *lines, "", _PARAGRAPH])
    reading = _read(text)
    dropped = {finding.line for finding in reading.findings if finding.message.startswith("left out")}
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number not in dropped]
    words = [word for line in kept for word in re.findall(r"[^\W\d_]+", line) if line != "Notes"]
    shown = [word for part in stretches(reading.article) for word in re.findall(r"[^\W\d_]+", plain(part))]
    assert sorted(word for word in shown if word != "Notes") == sorted(words)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_WORDS, min_size=3, max_size=25).map(" ".join), min_size=1, max_size=8))
def test_a_page_without_notes_has_no_markers(paragraphs: list[str]) -> None:
    text = "\n\n".join(["The title", *(f"So {paragraph} it is" for paragraph in paragraphs), _PARAGRAPH])
    article = _read(text).article
    assert article.notes == ()
    assert _markers(article) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB .,1234²[](*†)”>-=\n\n|:Notes", max_size=300), st.sampled_from(["en", "ja", "de"]))
def test_never_fails_on_any_text(text: str, language: str) -> None:
    try:
        article = _read(text, language).article
    except SeedError:
        return
    assert all(inline.text for part in stretches(article) for inline in part if isinstance(inline, Text))


def test_findings_stand_in_the_order_of_their_lines() -> None:
    findings: list[Finding] = [finding for name in _NAMES for finding in _page(name).findings]
    assert all(finding.file == "seeds/page.txt" for finding in findings)
    for name in _NAMES:
        lines = [finding.line for finding in _page(name).findings]
        assert lines == sorted(lines)
