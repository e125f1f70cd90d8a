"""Which files are seeds, and how a file becomes text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publish.article import Figure, Paragraph, Text, plain
from publish.errors import SeedError
from publish.readers import SUFFIXES, passed_over, read_seed, same_named, seed_paths

from .conftest import ReadText

MARKDOWN = "# A title\n\nSome text.\n"


def _folder(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(MARKDOWN)
    return folder


def test_seeds_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ["b.md", "a.txt", "c.HTML", "d.htm", "e.markdown"]
    others = ["README.md", "readme.txt", ".hidden.md", "a.toml", "p.png", "notes.docx"]
    folder = _folder(tmp_path, *names, *others)
    (folder / "pictures.md").mkdir()
    assert [path.name for path in seed_paths(folder)] == ["a.txt", "b.md", "c.HTML", "d.htm", "e.markdown"]
    assert set(SUFFIXES) == {".txt", ".md", ".markdown", ".html", ".htm"}


def test_what_is_no_seed_is_noted(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "a.txt", "a.toml", "lost.toml", "p.png", "notes.docx", "README.md", "b.md~")
    assert [(finding.severity, finding.file) for finding in passed_over(folder)] == [
        ("note", "seeds/b.md~"),
        ("note", "seeds/lost.toml"),
        ("note", "seeds/notes.docx"),
    ]


@pytest.mark.parametrize("names", [["a.md", "a.txt"], ["x.html", "x.htm"]])
def test_two_seeds_of_one_name_are_left_out_and_the_others_go_on(tmp_path: Path, names: list[str]) -> None:
    folder = _folder(tmp_path, *names, "other.md")
    (error,) = same_named(folder)
    assert "rename" in str(error)
    assert all(name in str(error) for name in names)
    assert [path.name for path in seed_paths(folder)] == ["other.md"]


def test_no_seeds_at_all_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    for folder in (_folder(tmp_path, "README.md"), tmp_path / "missing"):
        with pytest.raises(SeedError, match=r"\.txt, \.md or \.html"):
            seed_paths(folder)


BAD_CONTENT = [
    (b"", 0, "empty", "delete the file"),
    (b" \n\t\r\n", 0, "empty", "delete the file"),
    (b"\xef\xbb\xbf\n", 0, "empty", "delete the file"),
    (b"# Title\n\ncaf\xe9\n", 3, "byte 0xE9 at offset 12", "save the file as UTF-8"),
    (b"a\r\nb\rc\xff", 3, "byte 0xFF at offset 6", "save the file as UTF-8"),
    ("# Title".encode("utf-16"), 1, "UTF-16", "save the file as UTF-8"),
    (b"# Title\n\x00\x01binary", 2, "control character 0x00", "plain text"),
    (b"\x89PNG\r\n\x1a\n\x00", 1, "byte 0x89 at offset 0", "save the file as UTF-8"),
    (b"%PDF-1.7\n\x1b", 2, "control character 0x1B", "plain text"),
]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("content", "line", "cause", "remedy"), BAD_CONTENT)
def test_what_is_no_text_is_refused(
    read_text: ReadText, suffix: str, content: bytes, line: int, cause: str, remedy: str
) -> None:
    with pytest.raises(SeedError) as error:
        read_text(f"bad{suffix}", content)
    assert (error.value.file, error.value.line) == (f"seeds/bad{suffix}", line)
    assert cause in error.value.message
    assert remedy in error.value.message


@pytest.mark.parametrize(
    "content",
    [
        MARKDOWN.encode("utf-8-sig"),
        MARKDOWN.replace("\n", "\r\n").encode(),
        MARKDOWN.replace("\n", "\r").encode(),
        b"# A\x0btitle\n\nSome\xe2\x80\xa8text.\n",
    ],
)
def test_marks_and_line_ends_of_every_kind_are_accepted(read_text: ReadText, content: bytes) -> None:
    article = read_text("a.md", content).article
    assert plain(article.title) == "A title"
    assert article.blocks == (Paragraph((Text("Some text.", "en"),)),)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("My Article.md", "my-article.md"),
        ("Été.md", "t.md"),
        ("_a.md", "_"),
        ("日本.md", "article.md"),
        ("site.md", "rename it"),
    ],
)
def test_names_that_cannot_be_part_of_an_address_are_refused(read_text: ReadText, name: str, remedy: str) -> None:
    with pytest.raises(SeedError) as error:
        read_text(name, MARKDOWN)
    assert remedy in error.value.message


def test_the_name_of_the_real_kind_is_accepted(read_text: ReadText) -> None:
    assert read_text("000_d2a5.v2-final.md", MARKDOWN).article.name == "000_d2a5.v2-final"


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SeedError, match="cannot be read"):
        read_seed(tmp_path / "gone.md", tmp_path, "en")


IMAGES = [
    ("https://example.org/p.png", "never fetched"),
    ("HTTP://example.org/p.png", "never fetched"),
    ("//example.org/p.png", "never fetched"),
    ("file:///etc/p.png", "never fetched"),
    ("data:image/png;base64,AAAA", "inside the address"),
    ("missing.png", "not in the seeds folder"),
    ("../outside.png", "outside the seeds folder"),
    ("/etc/p.png", "outside the seeds folder"),
    ("link.png", "outside the seeds folder"),
    ("text.txt", "no picture of a kind"),
]


@pytest.mark.parametrize(("path", "cause"), IMAGES)
@pytest.mark.parametrize("place", ["markdown", "html", "facts"])
def test_pictures_that_are_not_in_the_folder_are_left_out(
    read_text: ReadText, tmp_path: Path, path: str, cause: str, place: str
) -> None:
    (tmp_path / "outside.png").write_bytes(b"")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "link.png").symlink_to(tmp_path / "outside.png")
    (tmp_path / "seeds" / "text.txt").write_bytes(b"")
    reading = {
        "markdown": lambda: read_text("a.md", f"# T\n\n![alt]({path})\n\nText.\n"),
        "html": lambda: read_text("a.html", f'<h1>T</h1>\n\n<p><img alt="alt" src="{path}"></p>\n\n<p>Text.</p>\n'),
        "facts": lambda: read_text("a.md", "# T\n\nText.\n", f'image = {{ path = "{path}", alt = "alt" }}'),
    }[place]()
    assert reading.article.image is None
    assert [type(block) for block in reading.article.blocks] == [Paragraph]
    (finding,) = [finding for finding in reading.findings if finding.severity == "error"]
    assert cause in finding.message
    assert (finding.file, finding.line) == (
        ("seeds/a.toml", 0) if place == "facts" else ("seeds/a." + place[:4].replace("mark", "md"), 3)
    )


def test_pictures_in_the_folder_are_kept_by_their_simplest_path(read_text: ReadText) -> None:
    text = "# T\n\n![A cat](./pictures/a%20cat.jpg)\n\n![](b.png)\n"
    reading = read_text("a.md", text, pictures=("pictures/a cat.jpg", "b.png"))
    figures = [block for block in reading.article.blocks if isinstance(block, Figure)]
    assert [figure.image.path for figure in figures] == ["pictures/a cat.jpg", "b.png"]
    assert [finding.line for finding in reading.findings if "no description" in finding.message] == [5]


def test_a_note_called_only_in_a_caption_that_is_left_out_goes_with_it(read_text: ReadText) -> None:
    text = (
        "<h1>T</h1><figure><img src=no.png alt=x><figcaption>C<sup><a href=#n1>1</a></sup></figcaption></figure>"
        "<p>Text<sup><a href=#n2>2</a></sup>.</p><ol><li id=n1>One.</li><li id=n2>Two.</li></ol>"
    )
    reading = read_text("a.html", text)
    assert [(note.label, note.blocks) for note in reading.article.notes] == [("1", (Paragraph((Text("Two.", "en"),)),))]
    assert any("“One.” is called nowhere" in finding.message for finding in reading.findings)


def test_nesting_without_end_is_an_error_not_a_crash(read_text: ReadText) -> None:
    for name, text in (("a.md", "# T\n\n" + ">" * 500 + " x"), ("a.html", "<h1>T</h1>" + "<div>" * 3000 + "x")):
        with pytest.raises(SeedError, match="nested"):
            read_text(name, text)


def test_the_slow_libraries_are_imported_on_first_use_only() -> None:
    code = "import sys, publish.readers; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"lxml", "markdown_it", "trafilatura", "yaml", "babel"} & set(result.stdout.split())
