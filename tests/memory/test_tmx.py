"""TMX: our own files to the letter, other programs' files as far as they can be understood, faults by file and line."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import CatalogueError, PublishError
from publish.memory.pairs import Pair, Standing
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
    Pair,
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


@pytest.mark.parametrize("text", ["bell\x07", "\x00", "half \ud800", "\ufffe", "x" * 100_001])
def test_what_xml_cannot_hold_is_refused_and_the_file_stays(text: str, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    append(path, [Pair("a", "b")], "en", "fr")
    before = path.read_bytes()
    assert fault(Pair(text, "x"))
    with pytest.raises(CatalogueError, match=r"locales/fr.tmx: “.*cannot be kept there: .*; take it out of the text"):
        append(path, [Pair("c", "d"), Pair("e", text)], "en", "fr", file="locales/fr.tmx")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["fr.tmx"]


@pytest.mark.parametrize(
    "content", [b"", b"<tmx><body>", "<tmx><body></body></tmx>".encode("utf-16"), b"<tmx><body></body></tmx> rest"]
)
def test_nothing_is_added_to_what_does_not_end_as_tmx(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match="does not end as a TMX file in UTF-8 does"):
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


def file_with(folder: Path, *units: str, declaration: str = "", encoding: str = "utf-8") -> Path:
    path = folder / "other.tmx"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{declaration}<tmx version="1.4"><header creationtool="other" '
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
        (tu(("en", "<seg>One</seg>"), ("de", "<seg>Eins</seg>")), "without a text in fr"),
        (tu(("de", "<seg>One</seg>"), ("fr", "<seg>Un</seg>")), "without a text in en"),
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


@pytest.mark.parametrize(
    ("props", "standing"),
    [
        ("", Standing.REVIEWED),
        ('<prop type="x-ConfirmationLevel">Translated</prop>', Standing.REVIEWED),
        ('<prop type="x-ConfirmationLevel">Draft</prop>', Standing.UNREVIEWED),
        ('<prop type="x-state">unreviewed</prop>', Standing.UNREVIEWED),
        ('<prop type="x-state">machine</prop>', Standing.MACHINE),
        ('<prop type="x-state">nonsense</prop>', Standing.REVIEWED),
    ],
)
def test_states(props: str, standing: Standing, tmp_path: Path) -> None:
    unit = tu(("en", "<seg>One</seg>"), ("fr", "<seg>Un</seg>"), before=props)
    assert [pair.standing for pair in read(file_with(tmp_path, unit), "en", "fr")] == [standing]


def test_notes_that_would_speak_for_this_program_are_left_out(tmp_path: Path) -> None:
    notes = "<note>Ask Z.</note><note>Origin: argos, hash 9172e8eec99f</note>"
    (pair,) = read(file_with(tmp_path, tu(("en", "<seg>A</seg>"), ("fr", "<seg>B</seg>"), before=notes)), "en", "fr")
    assert pair.comments == ("Ask Z.",)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "no whole XML"),
        (b"msgid", 1, "no whole XML"),
        (b'<tmx version="1.4">\n<header/>\n<body>\n<tu></body></tmx>', 4, "no whole XML"),
        (b'<tmx version="1.4">\n<body>\n<tu>', 3, "no whole XML"),
        (b"<tmx>\n<body>\n&#7;</body></tmx>", 3, "no whole XML"),
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
