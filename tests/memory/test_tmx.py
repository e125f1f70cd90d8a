"""TMX: our own files to the letter, other programs' files as far as they can be understood, faults by file and line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.entry import Entry
from publish.catalogue.former import CHANGED, step
from publish.catalogue.matches import match_comment
from publish.catalogue.origin import with_draft
from publish.errors import CatalogueError, PublishError
from publish.memory.pairs import Pair, Standing, imported_words, pair_of
from publish.memory.tmx import Counts, read
from publish.memory.tmx_languages import best
from publish.memory.tmx_writing import append, fault, write

# Char of XML 1.0, production 2.
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
        lambda character: character >= " " or character in "\t\n\r"
    ),
    min_size=1,
).filter(lambda text: text.strip() not in ("", "∅"))
PAIRS = st.builds(
    lambda words="", **named: Pair(
        words=words or ("elsewhere" if named["standing"] is Standing.IMPORTED else ""), **named
    ),
    source=XML_TEXT,
    translation=XML_TEXT,
    standing=st.sampled_from(Standing),
    name=XML_TEXT,
    context=st.just("") | XML_TEXT,
    before=st.sampled_from(["", "edge", "0123456789ab"]),
    words=st.just("") | XML_TEXT,
    remarks=st.lists(XML_TEXT, max_size=2).map(tuple),
    comments=st.lists(st.text("abc #&<>“", min_size=1).filter(str.strip), max_size=2).map(tuple),
    changed=st.sampled_from(["", "20260131T120000Z"]),
)


def pairs_in(path: Path, *, foreign: bool = False) -> list[Pair]:
    return list(read(path, "en", "fr", foreign=foreign))


@given(st.lists(PAIRS, max_size=4, unique_by=lambda pair: (pair.source, pair.translation, pair.context)), st.data())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("tmx") / "fr.tmx"
    cut = data.draw(st.integers(0, len(pairs)))
    assert append(path, pairs[:cut], "en", "fr") == cut
    before = path.read_bytes() if cut else b""
    assert append(path, pairs, "en", "fr") == len(pairs) - cut
    if pairs:
        assert pairs_in(path) == pairs
        after = path.read_bytes()
        assert after.startswith(before.removesuffix(b"  </body>\n</tmx>\n")), "what was there stays as it was"
        assert append(path, reversed(pairs), "en", "fr") == 0
        assert path.read_bytes() == after
        whole = path.with_name("whole.tmx")
        assert write(whole, pairs, "en", "fr") == len(pairs)
        assert whole.read_bytes() == after
    else:
        assert not path.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bell\x07", "a character that XML has not (U+0007)"),
        ("\x00", "a character that XML has not (U+0000)"),
        ("half \ud800", "a character that XML has not (U+D800)"),
        ("\ufffe", "a character that XML has not (U+FFFE)"),
        ("x" * 100_001, "a text longer than 100,000 characters"),
    ],
)
def test_what_a_file_cannot_hold_is_refused_and_the_file_stays(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    append(path, [Pair("a", "b")], "en", "fr")
    before = path.read_bytes()
    assert fault(Pair(text, "x")) == why
    with pytest.raises(CatalogueError, match=rf"locales/fr.tmx: “e” cannot be kept there with {re.escape(why)}; mend"):
        append(path, [Pair("c", "d"), Pair("e", text)], "en", "fr", file="locales/fr.tmx")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["fr.tmx"]


@pytest.mark.parametrize(
    "content", [b"", b"<tmx><body>", "<tmx><body></body></tmx>".encode("utf-16"), b"<tmx><body></body></tmx> rest"]
)
def test_nothing_is_added_to_what_does_not_end_as_tmx(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    path.write_bytes(content)
    with pytest.raises(
        CatalogueError, match=r"not end as a TMX file in UTF-8 does, .*; restore it from version control"
    ):
        append(path, [Pair("a", "b")], "en", "fr")
    assert path.read_bytes() == content


@pytest.mark.parametrize("ending", ["</body></tmx>", "</body>\r\n</tmx>\r\n", "\t</body>\n\n</tmx>"])
def test_adding_to_another_programs_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    unit = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"))
    path.write_text(f'<?xml version="1.0"?>\n<tmx version="1.4"><header/><body>{unit}{ending}', newline="")
    append(path, [Pair("Two", "Deux")], "en", "fr")
    assert [(pair.source, pair.translation) for pair in pairs_in(path)] == [("One", "Un"), ("Two", "Deux")]
    assert path.read_bytes().endswith(ending.encode())


def tu(*variants: tuple[str, str], before: str = "", attributes: str = "") -> str:
    texts = "".join(f'<tuv xml:lang="{language}">{segment}</tuv>' for language, segment in variants)
    return f"<tu {attributes}>{before}{texts}</tu>"


def file_with(folder: Path, *units: str, declaration: str = "", encoding: str = "utf-8", tool: str = "other") -> Path:
    path = folder / "other.tmx"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{declaration}<tmx version="1.4"><header creationtool="{tool}" '
        f'srclang="en"/>\n<body>\n{chr(10).join(units)}\n</body></tmx>'
    )
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("segment", "expected", "left_out"),
    [
        ("plain &amp; <!-- x -->simple", "plain & simple", 0),
        ("<![CDATA[a < b]]>", "a < b", 0),
        ("\n      spread\r\n", "spread", 0),
        ('<bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> x', "**bold** x", 0),
        ('<bpt i="1" type="italic">{\\i </bpt>it<ept i="1">}</ept>', "*it*", 0),
        ('<bpt i="1">&lt;a href="https://example.org/"&gt;</bpt>here<ept i="1"/>', "[here](https://example.org/)", 0),
        ('<bpt i="1">&lt;a href="java script:x"&gt;</bpt>here<ept i="1"/>', "here", 2),
        ('<bpt i="2" type="font">{f</bpt>x<ept i="2">}</ept>', "x", 2),
        ('a<ph type="lb"/>b', "a\\\nb", 0),
        ('a<ph x="1">&lt;img/&gt;</ph>b<it pos="begin">&lt;b&gt;</it>', "ab", 2),
        ('<hi type="bold">a <hi type="italic">b</hi></hi><hi>c</hi>', "**a *b***c", 1),
        ("x<ph>code <sub>a footnote</sub> code</ph>y<ut>?</ut>", "xy", 2),
        ("a&#x85;b&#x2028;c&#x9f;d", "a b cd", 0),
    ],
)
def test_inline_elements_of_other_programs(segment: str, expected: str, left_out: int, tmp_path: Path) -> None:
    counts = Counts()
    path = file_with(tmp_path, tu(("en", "<seg>One</seg>"), ("fr", f"<seg>{segment}</seg>")))
    (pair,) = read(path, "en", "fr", counts=counts)
    assert (pair.translation, counts.left_out) == (expected, left_out)


@pytest.mark.parametrize(
    ("wanted", "names", "expected"),
    [
        ("fr", ["fr"], "fr"),
        ("fr", ["fr-CA", "fr"], "fr"),
        ("fr", ["FR-FR"], "FR-FR"),
        ("fr", ["fr_CA"], "fr_CA"),
        ("fr-CA", ["fr"], "fr"),
        ("fr-CA", ["fr-FR"], None),
        ("zh-Hant", ["zh-CN", "zh-TW"], "zh-TW"),
        ("zh-Hant", ["zh-CN"], None),
        ("fr", ["frr", "fro"], None),
        ("fr", [], None),
        ("fr", ["", "x"], None),
    ],
)
def test_languages(wanted: str, names: list[str], expected: str | None) -> None:
    assert best(wanted, names) == expected


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (tu(("en", "<seg>One</seg>"), ("fr", "<seg> </seg>")), "with an empty text"),
        (tu(("en", "<seg>One</seg>"), ("fr", "")), "with an empty text"),
        (tu(("en", "<seg>One</seg>"), ("fr", "<seg>∅</seg>")), "with ∅, which is no translation"),
        (tu(("en", "<seg>One</seg>"), ("fr", f"<seg>{'x' * 100_001}</seg>")), "with a text longer than 100,000"),
    ],
)
def test_units_of_no_use_are_counted(unit: str, reason: str, tmp_path: Path) -> None:
    counts = Counts()
    assert list(
        read(file_with(tmp_path, unit, tu(("en", "<seg>a</seg>"), ("fr", "<seg>b</seg>"))), "en", "fr", counts=counts)
    )
    assert (counts.units, counts.read) == (2, 1)
    ((told, number),) = counts.unused.items()
    assert told.startswith(reason)
    assert number == 1


def test_units_without_both_languages_are_told_apart(tmp_path: Path) -> None:
    counts = Counts()
    texts = [("en", "de"), ("en", "fr"), ("de", "fr")]
    units = [tu((one, "<seg>a</seg>"), (other, "<seg>b</seg>")) for one, other in texts]
    assert len(list(read(file_with(tmp_path, *units), "en", "fr", counts=counts))) == 1
    assert (counts.units, list(counts.languages), counts.unused) == (3, [0, 1, 0], {})


IN_OTHER = "of the same sentence in the imported other.tmx"


@pytest.mark.parametrize(
    ("props", "standing", "words"),
    [
        ("", Standing.IMPORTED, f"translation {IN_OTHER}"),
        ('<prop type="x-ConfirmationLevel">Translated</prop>', Standing.IMPORTED, f"translation {IN_OTHER}"),
        ('<prop type="x-ConfirmationLevel">Draft</prop>', Standing.UNREVIEWED, f"unconfirmed translation {IN_OTHER}"),
        ('<prop type="x-state">reviewed</prop>', Standing.IMPORTED, f"translation {IN_OTHER}"),
        ('<prop type="x-state">imported</prop>', Standing.IMPORTED, f"translation {IN_OTHER}"),
        ('<prop type="x-state">unreviewed</prop>', Standing.UNREVIEWED, f"unconfirmed translation {IN_OTHER}"),
        ('<prop type="x-state">machine</prop>', Standing.MACHINE, f"draft {IN_OTHER}"),
        (
            '<prop type="x-state">machine</prop><prop type="x-origin">machine draft (argos: 1)</prop>',
            Standing.MACHINE,
            "machine draft (argos: 1)",
        ),
        (
            '<prop type="x-state">machine</prop><prop type="x-origin">reviewed translation in march</prop>',
            Standing.MACHINE,
            f"draft {IN_OTHER}",
        ),
        ('<prop type="x-state">nonsense</prop>', Standing.IMPORTED, f"translation {IN_OTHER}"),
    ],
)
@pytest.mark.parametrize("tool", ["other", "publish"])
def test_nothing_that_is_imported_was_reviewed_here(
    tool: str, props: str, standing: Standing, words: str, tmp_path: Path
) -> None:
    unit = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"), before=f'<prop type="file">march</prop>{props}')
    path = file_with(tmp_path, unit, tool=tool)
    (pair,) = read(path, "en", "fr")
    assert (pair.standing, pair.words, pair.name) == (standing, words, "other.tmx")
    # What is imported stays so in our own file, and when that is handed on to another publication.
    ours = tmp_path / "fr.tmx"
    append(ours, [pair], "en", "fr")
    assert pairs_in(ours) == [pair]
    assert (b"x-origin" in ours.read_bytes()) is (standing is not Standing.IMPORTED)
    (again,) = read(ours, "en", "fr")
    assert again.standing is standing
    assert "march" not in again.words


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("tool", ["other", "publish"])
def test_in_our_own_file_only_our_property_tells_what_is_ours(tool: str, standing: Standing, tmp_path: Path) -> None:
    texts = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"))
    path = file_with(tmp_path, texts, tool=tool)
    words = imported_words("march") if standing is Standing.IMPORTED else ""
    append(path, [Pair("Two", "Deux", standing, name="march", words=words)], "en", "fr")
    stranger, ours = read(path, "en", "fr", foreign=False)
    assert (stranger.standing, stranger.words) == (Standing.IMPORTED, f"translation {IN_OTHER}")
    assert (ours.standing, ours.name, ours.words) == (standing, "march", words)


def test_a_file_name_that_no_comment_can_hold(tmp_path: Path) -> None:
    path = file_with(tmp_path, tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>")))
    odd = tmp_path / os.fsdecode(b"a\x07\nb\xff.tmx")
    path.rename(odd)
    (pair,) = read(odd, "en", "fr")
    assert pair.name.isprintable()
    assert fault(pair) == ""


def test_a_pair_that_is_ours_already_is_not_imported_again(tmp_path: Path) -> None:
    ours = tmp_path / "fr.tmx"
    pairs = [Pair("One", "Un", name="march", before="edge", comments=("Marie",)), Pair("Two", "Deux", name="march")]
    append(ours, pairs, "en", "fr")
    handed = tmp_path / "handed.tmx"
    write(handed, [*pairs, Pair("Three", "Trois")], "en", "fr")
    assert append(ours, read(handed, "en", "fr"), "en", "fr") == 1
    assert [pair.standing for pair in pairs_in(ours)] == [*[Standing.REVIEWED] * 2, Standing.IMPORTED]
    # What was imported first, and is reviewed here later, is worth keeping as that.
    assert append(ours, [Pair("Three", "Trois")], "en", "fr") == 1
    assert append(ours, read(handed, "en", "fr"), "en", "fr") == 0


def test_the_same_sentence_between_other_neighbours_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    pairs = [Pair("One", "Un", before=before, after="edge") for before in ("edge", "0123456789ab")]
    assert append(path, pairs, "en", "fr") == 2
    assert pairs_in(path) == pairs


def test_what_is_imported_again_with_other_neighbours_is_not_added_again(tmp_path: Path) -> None:
    """In the newer edition of another publication's file, where her articles have changed."""
    ours, theirs = tmp_path / "fr.tmx", tmp_path / "theirs.tmx"
    pairs = [Pair("One", "Un", name="a"), Pair("Two", "Deux", Standing.UNREVIEWED, name="a")]
    for edition, before in enumerate(["edge", "0123456789ab", "ba9876543210"]):
        write(theirs, [replace(pair, before=before, after=before) for pair in pairs], "en", "fr")
        assert append(ours, read(theirs, "en", "fr"), "en", "fr") == (0 if edition else 2)
    assert [pair.before for pair in pairs_in(ours)] == ["edge", "edge"]


def test_a_unit_is_one_line(tmp_path: Path) -> None:
    """Or version control, which merges by lines, would put those of two branches into each other."""
    path = tmp_path / "fr.tmx"
    pair = Pair("One\\\ntwo\r\n", "Un\nd&eux", name="a\nb", comments=("Marie", "& Z."), remarks=("x\ny",), context="\n")
    append(path, [pair], "en", "fr")
    lines = path.read_bytes().split(b"\n")
    append(path, [Pair("Three", "Trois")], "en", "fr")
    assert len(path.read_bytes().split(b"\n")) == len(lines) + 1
    assert pairs_in(path)[0] == pair


def test_notes_that_would_speak_for_this_program_are_left_out(tmp_path: Path) -> None:
    notes = "<note>Ask Z.</note><note>Origin: argos, hash 9172e8eec99f</note>"
    (pair,) = read(file_with(tmp_path, tu(("en", "<seg>A</seg>"), ("fr", "<seg>B</seg>"), before=notes)), "en", "fr")
    assert pair.comments == ("Ask Z.",)


PROGRAMS_LINES = [
    match_comment("83% in peace, reviewed: “La paix, et le pain, et la liberté, pour tous” (source there: x)"),
    str(step(CHANGED, Entry("Hello", "Bonjour"))),
    *with_draft(Entry("Hello"), "Bonjour", "machine draft (argos: 1)", ["note 1 placed by guess"]).comments,
    "The sentence merged into this one was removed; before: reviewed, "
    f"run {'0' * 12}+{'3' * 12}, hash {'1' * 12}/{'2' * 12}",
]


@pytest.mark.parametrize("width", [1000, 50])
def test_no_comment_of_the_program_comes_in_by_a_note(width: int, tmp_path: Path) -> None:
    """A program may have folded a comment into several lines of a note."""
    lines = [line for comment in PROGRAMS_LINES for line in textwrap.wrap(comment, width, break_on_hyphens=False)]
    notes = "".join(f"<note>{escape(text)}</note>" for text in ("Ask Z.", "\n".join(lines), "And Y."))
    unit = tu(("en", "<seg>A</seg>"), ("fr", "<seg>B</seg>"), before=notes)
    (pair,) = read(file_with(tmp_path, unit), "en", "fr")
    assert pair.comments == ("Ask Z.", "And Y.")


def test_a_mark_on_merged_sentences_is_no_part_of_a_pair(tmp_path: Path) -> None:
    """Neither as it is made from a catalogue nor as an earlier version may have kept it."""
    mark = PROGRAMS_LINES[-1]
    entry = Entry("One.", "Un.", flags=("fuzzy",), previous="One. Two.", comments=("Marie", mark))
    assert pair_of(entry, "march").comments == ("Marie",)
    path = tmp_path / "fr.tmx"
    append(path, [Pair("A", "B", comments=("Marie", mark))], "en", "fr")
    assert pairs_in(path)[0].comments == ("Marie",)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "no whole XML"),
        (b"msgid", 1, "no whole XML"),
        (b'<tmx version="1.4">\n<header/>\n<body>\n<tu></body></tmx>', 4, "no whole XML"),
        (b'<tmx version="1.4">\n<body>\n<tu>', 3, "no whole XML"),
        (b"<tmx>\n<body>\n&#7;</body></tmx>", 3, "no whole XML"),
        (b"<tmx>\n<body>\n<tu><tuv><seg>caf&eacute;</seg></tuv></tu></body></tmx>", 3, "Entity 'eacute' not defined"),
        (
            b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx>\n<body><tu><tuv><seg>caf&eacute;</seg></tuv></tu></body></tmx>',
            3,
            "Entity 'eacute' not defined",
        ),
        (b"<tmx>\n<body></body></tmx>\nrest", 3, "Extra content at the end of the document"),
        (b"<tmx>\n<body/></tmx><tmx/>", 2, "Extra content at the end of the document"),
        (b"<xliff><seg>&eacute;</seg></xliff>", 0, "this is no TMX; its root is <xliff>"),
        (b'<?xml version="1.0" encoding="utf-16"?>\n<tmx></tmx>', 1, "no whole XML"),
        (b"<xliff/>", 0, "this is no TMX; its root is <xliff>"),
        (b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx><body/></tmx>', 0, "it declares entities"),
        (
            b'<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
            b"<tmx><body><tu><tuv><seg>&b;</seg></tuv></tu></body></tmx>",
            0,
            "it declares entities",
        ),
        (
            b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><seg>&a;</seg></tmx>',
            0,
            "it declares entities",
        ),
    ],
)
def test_faults_are_named_with_their_line(content: bytes, line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.tmx"
    path.write_bytes(content)
    with pytest.raises(PublishError) as caught:
        list(read(path, "en", "fr", file="bad.tmx"))
    assert words in caught.value.message
    assert (caught.value.file, caught.value.line) == ("bad.tmx", line)
    assert "\n" not in str(caught.value)
    assert "restore" not in caught.value.message
    with pytest.raises(PublishError) as caught:
        list(read(path, "en", "fr", file="bad.tmx", foreign=False))
    assert words in caught.value.message
    assert caught.value.message.endswith("restore it from version control or a backup")


def test_the_line_of_a_fault_far_into_a_file(tmp_path: Path) -> None:
    """A parser that is fed piece by piece may tell a fault late, and another line."""
    unit = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"))
    path = file_with(tmp_path, *[unit] * 3000, "<tu>&nowhere;</tu>", *[unit] * 3000)
    assert path.stat().st_size > 500_000
    with pytest.raises(PublishError, match="Entity 'nowhere' not defined") as caught:
        list(read(path, "en", "fr"))
    assert caught.value.line == 3004


def test_a_document_type_is_not_fetched(tmp_path: Path) -> None:
    unit = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"))
    path = file_with(tmp_path, unit, declaration='<!DOCTYPE tmx SYSTEM "https://example.org/tmx14.dtd">\n')
    assert len(list(read(path, "en", "fr"))) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    unit = tu(("EN-US", "<seg>Strike</seg>"), ("FR-FR", "<seg>Grève</seg>"))
    assert [pair.translation for pair in read(file_with(tmp_path, unit, encoding=encoding), "en", "fr")] == ["Grève"]


@pytest.mark.parametrize(
    ("name", "bold", "left_out"),
    [("level1", "", 0), ("level2", "**", 4), ("omegat", "**", 4)],
)
def test_files_that_omegat_saved(name: str, bold: str, left_out: int) -> None:
    counts = Counts()
    found = list(read(DATA / f"omegat-{name}.tmx", "en", "fr", counts=counts))
    assert [(pair.source, pair.translation) for pair in found] == [
        (f"A {bold}loud{bold} march.", f"Une marche {bold}bruyante{bold}."),
        ("Peace & bread.", "Paix & pain."),
        ("See the page.", "Voir la page."),
    ]
    assert found[1].changed == "20260102T030406Z"
    assert (counts.units, counts.left_out) == (3, left_out)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell how much memory was used")
def test_a_large_file_streams_by(tmp_path: Path) -> None:
    """The memory it takes does not grow with the file."""
    script = (
        "import re, sys\nfrom pathlib import Path\nfrom publish.memory.tmx import read\n"
        "number = sum(1 for _ in read(Path(sys.argv[1]), 'en', 'fr'))\n"
        "print(number, re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    sizes = {}
    for number in (100, 20_000):
        path = tmp_path / f"{number}.tmx"
        write(path, (Pair(f"{count} " + "sentence " * 40, "phrase " * 40) for count in range(number)), "en", "fr")
        done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
        read_, sizes[number] = map(int, done.stdout.split())
        assert read_ == number
    assert path.stat().st_size > 12_000_000
    assert sizes[20_000] - sizes[100] < 8_000


def test_the_toolkits_files_are_read_and_ours_by_the_toolkit(tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n# Why\nmsgid "A *march*[^1] & more"\n'
        'msgstr "Une *marche*[^1] & plus 𝄞"\n\n#, fuzzy\nmsgid "Not yet"\nmsgstr "Pas encore"\n\n'
        'msgctxt "title"\nmsgid "Peace"\nmsgstr "Paix"\n',
        encoding="utf-8",
    )
    theirs = tmp_path / "theirs.tmx"
    tool = Path(sys.executable).with_name("po2tmx")
    subprocess.run([tool, "-l", "fr", "--progress=none", tmp_path / "fr.po", theirs], check=True, capture_output=True)
    found = {(pair.source, pair.translation, pair.context) for pair in read(theirs, "en", "fr")}
    assert found == {("A *march*[^1] & more", "Une *marche*[^1] & plus 𝄞", ""), ("Peace", "Paix", "title")}
    ours = tmp_path / "ours.tmx"
    write(ours, [Pair("A\nb & <c>", "Un 𝄞", name="n"), Pair("C", "D", comments=("note",))], "en", "fr")
    store = tmxfile.parsestring(ours.read_bytes())
    assert [(unit.source, unit.target) for unit in store.units] == [("A\nb & <c>", "Un 𝄞"), ("C", "D")]


DATA = Path(__file__).parent / "data"
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")


@pytest.mark.skipif(not OMEGAT.exists(), reason="OmegaT, which brings the standard's DTD, is not installed")
@given(pairs=st.lists(PAIRS, min_size=1, max_size=3))
def test_what_we_write_is_valid(pairs: list[Pair], tmp_path_factory: pytest.TempPathFactory) -> None:
    from lxml import etree

    with zipfile.ZipFile(OMEGAT) as jar:
        dtd = etree.DTD(BytesIO(jar.read("schemas/tmx14.dtd")))
    path = tmp_path_factory.mktemp("valid") / "fr.tmx"
    write(path, pairs, "en", "fr-CA")
    root = etree.parse(path)
    assert dtd.validate(root), dtd.error_log.last_error
