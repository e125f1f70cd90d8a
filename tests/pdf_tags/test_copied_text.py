"""What is copied from a page: other programs' words, not the tags'."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pytest

from pdf_tags.making import tagged, untagged
from pdf_tags.samples import ARABIC, HINDI
from publish.render.passes.tags_clusters import with_letters

WORDS = {
    ARABIC: ["عنوان", "نص عربي قصير مع", "an English name", "فيه"],
    HINDI: ["हिन्दी में एक छोटा वाक्य", "किताबों के लिए।"],
}
TABLE = {b"F": {b"0001": "ب", b"0002": "", b"0003": "ت", b"0004": "ا"}}


def copied(data: bytes, folder: Path) -> str:
    file = folder / "page.pdf"
    file.write_bytes(data)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


@pytest.mark.parametrize("html", [ARABIC, HINDI], ids=["Arabic", "Hindi"])
def test_words_are_copied_as_they_were_written(html: str, tmp_path: Path) -> None:
    text = copied(tagged(html), tmp_path)
    assert [words for words in WORDS[html] if words not in text] == []


@pytest.mark.parametrize("html", [ARABIC, HINDI], ids=["Arabic", "Hindi"])
def test_as_weasyprint_writes_them_they_are_other_words(html: str, tmp_path: Path) -> None:
    text = copied(untagged(html)[0], tmp_path)
    assert [words for words in WORDS[html] if words not in text] != []


@pytest.mark.parametrize(
    ("content", "clusters", "expected"),
    [
        (b"[<0001>5<0004>] TJ", [("ب", (9,)), ("ا", (9,))], b"[<0001> 5<0004>] TJ"),
        (
            b"[<00030002>] TJ",
            [("ب", (9, 0))],
            b"/Span\n<</ActualText <FEFF0628>>>\nBDC\n[<0003>] TJ\nEMC\n[<0002>] TJ",
        ),
        (
            b"[<0004>7] TJ\n2 Ts\n[-1<0003>] TJ\n0 Ts",
            [("ا", (9,)), ("ب", (9,))],
            b"[<0004> 7] TJ\n2 Ts\n[ -1] TJ\n/Span\n<</ActualText <FEFF0628>>>\nBDC\n[<0003>] TJ\nEMC\n0 Ts",
        ),
        (b"[<0001>] TJ", [("ب", (9,)), ("ا", (9,))], b"[<0001>] TJ"),
    ],
    ids=["as the table says", "a shape with dots", "raised", "other glyphs"],
)
def test_only_what_the_font_cannot_say_is_spelt(
    content: bytes, clusters: list[tuple[str, tuple[int, ...]]], expected: bytes
) -> None:
    head = b"/F 9 Tf\n"
    assert with_letters(head + content, clusters, TABLE) == head + expected
