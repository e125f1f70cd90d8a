"""The facts beside a seed: what is accepted, what is refused and where."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from publish.article import Emphasis, Image, Phrase, Text, plain
from publish.errors import SeedError
from publish.readers.facts import facts_beside
from publish.readers.reading import Facts, ImageFacts

from .conftest import ReadText

ALL = """
title = "The  title"
language = "en-GB"
authors = ["Ann Author", "Bob Writer"]
date = 2024-02-29
source = "A Paper"
source_address = "https://example.org/a b"
licence = "CC BY 4.0"
rights = "© 2024 A Paper"
credit = "Photo by C"

[image]
path = "p.png"
alt = "A street"
caption = "The street in May"

[phrases]
"L’Hebdo" = "fr"

[notes_decided]
"fire4 All" = 4
"page 3" = 0
"""


def _facts(tmp_path: Path, text: str) -> Facts:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    return facts_beside(path, "seeds/a.toml")


def test_every_key_is_read(tmp_path: Path) -> None:
    assert _facts(tmp_path, ALL) == Facts(
        title="The title",
        language="en-GB",
        authors=("Ann Author", "Bob Writer"),
        date=datetime.date(2024, 2, 29),
        source="A Paper",
        source_address="https://example.org/a%20b",
        licence="CC BY 4.0",
        rights="© 2024 A Paper",
        image=ImageFacts("p.png", "A street", "The street in May"),
        credit="Photo by C",
        phrases=(Phrase("L’Hebdo", "fr"),),
        notes_decided={"fire4 All": 4, "page 3": 0},
    )


def test_no_file_is_no_facts(tmp_path: Path) -> None:
    assert facts_beside(tmp_path / "none.toml", "seeds/none.toml") == Facts()


BAD = [
    ('title = "a"\nauthor = "b"', 2, "did you mean authors?"),
    ('license = "b"', 1, "did you mean licence?"),
    ("\nzzz = 1", 2, "known are authors, credit"),
    ("title = 1984", 1, "a number; put it in quotation marks"),
    ('title = "a"\nauthors = "Ann"', 2, '["First Author", "Second Author"]'),
    ('authors = ["Ann", 3]', 1, "list of names"),
    ('date = "2024-01-01"', 1, "without quotation marks"),
    ("date = 12:30:00", 1, "must be a day"),
    ('language = "english"', 1, "BCP 47"),
    ('\nlanguage = "xx"', 2, "unknown"),
    ('source_address = "www.example.org"', 1, "https://"),
    ('source_address = "javascript:alert(1)"', 1, "https://"),
    ('image = "p.png"', 1, "table"),
    ('[image]\nalt = "x"', 1, "needs a path"),
    ('[image]\npath = "p.png"\n\ncaptions = "x"', 4, "did you mean caption?"),
    ('[image]\npath = "p.png"\nalt = true', 3, "true or false"),
    ('[phrases]\n"a" = "fr"\n"La vie" = "french"', 3, "BCP 47"),
    ('[phrases]\n"La vie" = 3', 2, "must be text"),
    ('[phrases]\n"…" = "fr"', 1, "no word"),
    ('[notes_decided]\n"w" = "1"', 2, "number of a note"),
    ('[notes_decided]\n"w" = -1', 2, "number of a note"),
    ('[notes_decided]\n"w" = true', 2, "number of a note"),
    ('title = "a"\ntitle = "b"', 2, "not valid TOML"),
    ("a = 1\nb", 2, "not valid TOML"),
    ('title = "a', 1, "not valid TOML"),
    ('title = "a\\u0007b"', 1, "control character"),
]


@pytest.mark.parametrize(("text", "line", "remedy"), BAD)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, line: int, remedy: str) -> None:
    with pytest.raises(SeedError) as error:
        _facts(tmp_path, text)
    assert (error.value.file, error.value.line) == ("seeds/a.toml", line)
    assert remedy in error.value.message


def test_facts_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'title = "a"\nsource = "caf\xe9"')
    with pytest.raises(SeedError, match="0xE9") as error:
        facts_beside(tmp_path / "a.toml", "seeds/a.toml")
    assert error.value.line == 2


def test_a_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbftitle = "a"\r\nrights = "b"\r\n')
    assert facts_beside(tmp_path / "a.toml", "") == Facts(title="a", rights="b")


def test_facts_win_over_what_the_text_says(read_text: ReadText) -> None:
    front = "---\ntitle: From the text\nrights: theirs\nlicence: kept\n---\n"
    text = f"{front}# From the text\n\nIn L'Hebdo, *today*.\n\nSource: Other\n"
    reading = read_text("a.md", text, ALL, pictures=("p.png",))
    article = reading.article
    assert plain(article.title) == "The title"
    assert article.language == "en-GB"
    assert [plain(author) for author in article.authors] == ["Ann Author", "Bob Writer"]
    assert article.date == datetime.date(2024, 2, 29)
    assert (plain(article.source), article.source_address) == ("A Paper", "https://example.org/a%20b")
    assert (article.licence, article.rights) == ("CC BY 4.0", "© 2024 A Paper")
    assert article.image == Image("p.png", (Text("A street", "en-GB"),), (Text("The street in May", "en-GB"),))
    assert plain(article.credit) == "Photo by C"
    assert article.phrases == (Phrase("L’Hebdo", "fr"),)
    assert article.blocks[0].text == (  # type: ignore[union-attr]
        Text("In ", "en-GB"),
        Text("L'Hebdo", "fr"),
        Text(", ", "en-GB"),
        Emphasis((Text("today", "en-GB"),)),
        Text(".", "en-GB"),
    )
    assert [finding.message for finding in reading.findings] == [
        "notes_decided is for .txt files only; here the markers are in the text itself"
    ]


def test_phrases_are_tagged_in_every_part_and_reported_if_nowhere(read_text: ReadText) -> None:
    text = "# La vie\n\n**La vie, again**\n\n## La vie\n\n- La vie[^1]\n\n> La vie\n\n[^1]: La vie.\n\nSource: La vie\n"
    facts = 'authors = ["La vie"]\ncredit = "La vie"\n[phrases]\n"La vie" = "fr"\n"Der Tod" = "de"\n'
    reading = read_text("a.md", text, facts + '[image]\npath = "p.png"\nalt = "La vie"\ncaption = "La vie"', ("p.png",))
    article = reading.article
    assert str(article).count("Text(text='La vie', language='fr')") == 11
    assert "Text(text='La vie', language='en')" not in str(article)
    (finding,) = reading.findings
    assert (finding.severity, finding.file) == ("warning", "seeds/a.toml")
    assert "Der Tod" in finding.message
