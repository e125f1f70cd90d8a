"""What stands in exported XLIFF, and what other programs' files are read as."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml.etree import _Element

from exchange.samples import FORMATS, catalogue, handed_out, reply
from publish.catalogue.entry import Entry
from publish.errors import PublishError
from publish.interchange import units, xliff, xliff12, xliff20, xml
from publish.interchange.formats import replies
from publish.interchange.inline import Alone, Begin, End, Token, read
from publish.interchange.units import Status, document

UNTRANSLATED = Entry("A house")
DRAFT = Entry("A house", "Une maison", flags=("fuzzy",))
OUTDATED = Entry("A house", "Une cabane", flags=("fuzzy",), previous="A hut")
REVIEWED = Entry("A house", "Une maison")


def test_the_states_of_xliff_1_2() -> None:
    table = [
        (UNTRANSLATED, 'approved="no"', None),
        (DRAFT, 'approved="no"', "needs-review-translation"),
        (OUTDATED, 'approved="no"', "needs-review-translation"),
        (REVIEWED, "", "translated"),
    ]
    for entry, approved, state in table:
        text = handed_out(catalogue(entry), "xliff-1.2").decode()
        assert re.findall(r'approved="\w+"', text) == ([approved] if approved else [])
        assert re.findall(r'<target state="([\w-]+)"', text) == ([state] if state else [])
        assert ("<alt-trans" in text) == (entry is OUTDATED)


def test_the_states_of_xliff_2_0() -> None:
    table = [
        (UNTRANSLATED, 'state="initial"'),
        (DRAFT, 'state="initial" subState="publish:draft"'),
        (OUTDATED, 'state="initial" subState="publish:outdated"'),
        (REVIEWED, 'state="reviewed"'),
    ]
    for entry, states in table:
        text = handed_out(catalogue(entry), "xliff-2.0").decode()
        assert re.findall(r"<segment ([^>]*)>", text) == [states]
        assert ("<target" in text) == (entry is not UNTRANSLATED)


def test_signed_off_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "status_of", lambda entry: Status.SIGNED_OFF)
    present = document(catalogue(REVIEWED), "article", "en", "fr")
    assert b'approved="yes"' in xliff12.written(present)
    assert b'<target state="final"' in xliff12.written(present)
    assert b'<segment state="final">' in xliff20.written(present)


MARKED = Entry(
    "See *the* [page](https://example.org/a_b)[^3] 2 \\* 2",
    "2 \\* 2 : voir [**la** page](https://example.org/a_b)[^3]",
)


def test_marks_are_codes_in_xliff_1_2() -> None:
    text = handed_out(catalogue(MARKED), "xliff-1.2").decode()
    assert (
        'See <bpt id="1" ctype="italic">*</bpt>the<ept id="1">*</ept> <bpt id="2" ctype="link">[</bpt>page'
        '<ept id="2">](https://example.org/a_b)</ept><ph id="3" ctype="x-note">[^3]</ph> 2 * 2</source>'
    ) in text
    assert (
        '2 * 2 : voir <bpt id="2" ctype="link">[</bpt><bpt id="4" ctype="bold">**</bpt>la<ept id="4">**</ept> page'
        '<ept id="2">](https://example.org/a_b)</ept><ph id="3" ctype="x-note">[^3]</ph></target>'
    ) in text


def test_marks_are_codes_with_their_data_in_xliff_2_0() -> None:
    text = handed_out(catalogue(MARKED), "xliff-2.0").decode()
    assert re.findall(r"<data id=\"(d\d)\"[^>]*>([^<]*)<", text) == [
        ("d1", "*"),
        ("d2", "["),
        ("d3", "](https://example.org/a_b)"),
        ("d4", "[^3]"),
        ("d5", "**"),
    ]
    assert 'See <pc id="1" type="fmt" subType="xlf:i"' in text
    assert re.search(r'<pc id="2" [^>]*dataRefStart="d2" dataRefEnd="d3">page</pc><ph id="3" [^>]*dataRef="d4"/>', text)


def test_a_merged_sentence_is_an_empty_target_and_comes_back_merged() -> None:
    for form, target in (
        ("xliff-1.2", '<target state="translated" xml:space="preserve"/>'),
        ("xliff-2.0", "<target xml:space"),
    ):
        content = handed_out(catalogue(Entry("A house", "∅")), form)
        assert target in content.decode()
        assert "∅" not in content.decode()
        assert reply(content).units[0].target == "∅"
    emptied = content.replace(b'<mda:meta type="merged">yes</mda:meta>', b"")
    assert reply(emptied).units[0].target == ""


def test_order_context_notes_and_what_is_left_out() -> None:
    present = catalogue(
        Entry("Second", "Zwei", context="Heading", comments=("# by hand", "a comment"), roles=("Heading",)),
        Entry("First", "Eins"),
        Entry("Gone", "Weg", obsolete=True),
    )
    for form in FORMATS:
        content = handed_out(present, form, "de")
        found = reply(content).units
        assert [(unit.source, unit.target, unit.context) for unit in found] == [
            ("Second", "Zwei", "Heading"),
            ("First", "Eins", ""),
        ]
        assert found[0].notes == ("# by hand\na comment",)
        assert content == handed_out(present, form, "de")


@pytest.mark.parametrize("form", ["xliff-1.2", "xliff-2.0"])
@pytest.mark.parametrize("part", ["source", "translation", "comment"])
def test_what_xml_cannot_hold_is_refused_with_its_line(form: str, part: str) -> None:
    fields = {"source": "A house", "translation": "Une maison", part: "a\x01b"}
    entry = Entry(fields["source"], fields["translation"], comments=(fields.get("comment", "fine"),))
    if part == "comment":
        # In a comment the character would stand as it is, which no catalogue has: it is refused on its own.
        entry = Entry("A house", "Une maison", comments=("a\ufffeb",))
    with pytest.raises(
        PublishError, match=r"article\.po:\d+: the .* has the character U\+(0001|FFFE), which XML cannot"
    ) as error:
        handed_out(catalogue(entry), form)
    assert error.value.line > 1


KNOWN = {"1": ("*", "*"), "2": ("[", "](https://example.org)"), "3": ("[^3]", ""), "4": ("**", "**")}


@pytest.mark.parametrize(
    ("tokens", "markdown", "reason"),
    [
        ([Begin("1", "", ""), "a", End("1", ""), Alone("3", "", "")], "*a*[^3]", "by the source's ids"),
        (
            [Alone("3", "", ""), "b ", Begin("2", "", ""), "a", End("2", "")],
            "[^3]b [a](https://example.org)",
            "moved",
        ),
        (
            [Begin("1", "", ""), Begin("4", "", ""), "a", End("4", ""), End("1", "")],
            "*\\|**a**\\|*",
            "nested otherwise",
        ),
        (
            [Begin("1", "", ""), "a", Begin("4", "", ""), "b", End("1", ""), "c", End("4", "")],
            "*a\\|**b**\\|*\\|**c**",
            "overlapping",
        ),
        (["a * b_c [d]"], "a \\* b\\_c \\[d]", "signs are text"),
        ([Begin("1", "", ""), "a"], "*a*", "never closed"),
        ([Begin("9", "emphasis", ""), "a", End("9", "")], "*a*", "by its kind"),
        ([Alone("9", "break", "")], "\\\n", "a line break by its kind"),
        ([Alone("9", "", "\\")], "\\\n", "a line break whose line end was lost"),
    ],
)  # fmt: skip
def test_tokens_read_as_markdown(tokens: list[Token], markdown: str, reason: str) -> None:
    result = read(tokens, "fr", KNOWN)
    assert (result.markdown, result.faults) == (markdown, []), reason


@pytest.mark.parametrize(
    ("tokens", "markdown", "fault"),
    [
        ([Alone("9", "", "<br/>"), "a"], "a", "the placeholder 9 is unknown here and was left out"),
        (
            [Begin("9", "", "<u>"), "a", End("9", "</u>")],
            "a",
            "the placeholder 9 is unknown here and was left out, not its text",
        ),
        (["a", End("1", "*")], "a", "the placeholder 1 ends without having begun"),
    ],
)  # fmt: skip
def test_unknown_placeholders_are_told_and_their_text_stays(tokens: list[Token], markdown: str, fault: str) -> None:
    result = read(tokens, "fr", KNOWN)
    assert (result.markdown, result.faults) == (markdown, [fault])


HEAD_1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="en" target-language="ja" datatype="plaintext"><body>'
)
HEAD_2 = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ja"><file id="f">'


@pytest.mark.parametrize(
    ("body", "target", "accepted"),
    [
        ("<source>A</source><target>あ</target>", "あ", None),
        ('<source>A</source><target state="translated">あ</target>', "あ", True),
        ('<source>A</source><target state="signed-off">あ</target>', "あ", True),
        ('<source>A</source><target state="needs-adaptation">あ</target>', "あ", False),
        ("<source>A</source>", "", None),
        ('<source>A<x id="1" ctype="lb"/>B</source><target>あ<x id="1"/>い</target>', "あ\\\nい", None),
        ('<source><g id="1" ctype="bold">A</g></source><target>い<g id="1">あ</g></target>', "い**あ**", None),
        (
            '<source>A. B.</source><seg-source><mrk mtype="seg" mid="0">A.</mrk> '
            '<mrk mtype="seg" mid="1">B.</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="0">あ。</mrk><mrk mtype="seg" mid="1">い。</mrk></target>',
            "あ。い。",
            None,
        ),
        (
            '<source>A</source><target><o:x xmlns:o="urn:other">あ</o:x></target>'
            "<alt-trans><target>う</target></alt-trans>",
            "あ",
            None,
        ),
    ],
)  # fmt: skip
def test_units_of_other_programs_in_xliff_1_2(body: str, target: str, accepted: bool | None) -> None:
    (unit,) = reply(
        f'{HEAD_1}<group><trans-unit id="1">{body}</trans-unit></group></body></file></xliff>'.encode()
    ).units
    assert (unit.target, unit.is_accepted) == (target, accepted)


@pytest.mark.parametrize(
    ("body", "target", "accepted"),
    [
        ("<segment><source>A</source><target>あ</target></segment>", "あ", None),
        ('<segment state="translated"><source>A</source><target>あ</target></segment>', "あ", True),
        (
            '<segment state="final"><source>A.</source><target>あ。</target></segment>'
            "<ignorable><source> </source></ignorable>"
            '<segment state="initial"><source>B.</source><target>い。</target></segment>',
            "あ。 い。",
            False,
        ),
        (
            '<segment state="final"><source>A.</source><target order="2">あ。</target></segment>'
            '<segment state="final"><source>B.</source><target order="1">い。</target></segment>',
            "い。あ。",
            True,
        ),
        (
            '<originalData><data id="d">**</data></originalData><segment><source>A</source>'
            '<target>い<sc id="1" dataRef="d"/><mrk id="m" type="comment">あ</mrk><ec startRef="1" dataRef="d"/>'
            "</target></segment>",
            "い**あ**",
            None,
        ),
        ("<segment><source>A</source></segment><ignorable><source>[^1]</source></ignorable>", "", None),
    ],
)  # fmt: skip
def test_units_of_other_programs_in_xliff_2_0(body: str, target: str, accepted: bool | None) -> None:
    (unit,) = reply(f'{HEAD_2}<unit id="1">{body}</unit></file></xliff>'.encode()).units
    assert (unit.target, unit.is_accepted) == (target, accepted)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_any_encoding_of_unicode_is_read(encoding: str) -> None:
    text = handed_out(catalogue(Entry("A house", "家")), "xliff-1.2", "ja").decode().replace("encoding='UTF-8'", "")
    if encoding == "utf-16-le":
        text = text.replace("version='1.0' ", "version='1.0' encoding='UTF-16'")
    assert reply(text.encode(encoding)).units[0].target == "家"


def test_only_units_in_place_and_of_their_own_file_count() -> None:
    unit = '<trans-unit id="{}"><source>{}</source><target>あ</target></trans-unit>'
    other = f'<x:y xmlns:x="urn:other">{unit.format(9, "Not ours")}</x:y>'
    second = '</body></file><file original="b" source-language="en" target-language="fr"><body>'
    content = f"{HEAD_1}{unit.format(1, 'A')}{other}<group><group>{unit.format(2, 'B')}</group></group>{second}"
    found = replies(f"{content}{unit.format(3, 'C')}</body></file></xliff>".encode(), "x.xlf", "en")
    assert [(one.name, one.target, [unit.source for unit in one.units]) for one in found] == [
        ("a", "ja", ["A", "B"]),
        ("b", "fr", ["C"]),
    ]


@pytest.mark.parametrize("form", ["xliff-1.2", "xliff-2.0"])
def test_a_unit_that_has_been_read_is_forgotten(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    content = handed_out(catalogue(*(Entry(f"A *house* {number}", "Une *maison*") for number in range(300))), form)
    roots = []

    def elements(content: bytes, file: str) -> Iterator[tuple[str, _Element]]:
        for event, node in xml.elements(content, file):
            if node.getparent() is None:
                roots.append(node)
            yield event, node

    monkeypatch.setattr(xliff, "elements", elements)
    assert len(reply(content).units) == 300
    assert sum(1 for _ in roots[0].iter()) < 10
