"""TBX: nothing is lost on the way there and back, other programs' files are read, hostile ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from publish.errors import PublishError
from publish.glossary import tbx
from publish.glossary.tbx import parsed, written
from publish.glossary.terms import Glossary, Term

from .samples import LOCALES, glossaries, glossary

OURS = glossary(
    "strike: grève | débrayage; greve; ストライキ", "Haaretz: =; =;", "truce: ; trégua;", locales=("fr", "pt", "ja")
)


@given(glossaries())
def test_what_is_written_is_read_again(terms: Glossary) -> None:
    if terms.terms:
        assert _by_locale(parsed(written(terms, "en"), "g.tbx", "en", LOCALES).glossary) == _by_locale(
            terms.spelled_out()
        )


def test_the_same_glossary_gives_the_same_bytes() -> None:
    assert written(OURS, "en") == written(parsed(written(OURS, "en"), "g.tbx", "en").glossary, "en")


def test_a_country_and_its_language_both_go_out() -> None:
    terms = glossary("strike: Streik; Ausstand; greve; paralisação", locales=("de-DE", "de", "pt-PT", "pt"))
    assert _by_locale(parsed(written(terms, "en"), "g.tbx", "en").glossary) == [
        ("strike", "", dict(terms.terms[0].wanted))
    ]


def test_what_stays_as_it_is_says_so_in_its_own_words() -> None:
    assert '<langSet xml:lang="fr"><tig><term>Haaretz</term></tig></langSet>' in written(OURS, "en").decode()


def _by_locale(terms: Glossary) -> list[tuple[str, str, dict[str, tuple[str, ...]]]]:
    # A column without any cell leaves no trace in a TBX file.
    return [(term.source, term.note, dict(term.wanted)) for term in terms.terms]


def _martif(body: str, kind: str = "martif") -> bytes:
    return f'<?xml version="1.0"?><{kind} type="TBX"><text><body>{body}</body></text></{kind}>'.encode()


def _entry(*terms: str, more: str = "") -> str:
    sets = (term.partition(":") for term in terms)
    return (
        f"<termEntry>{more}"
        + "".join(f'<langSet xml:lang="{tag}"><tig><term>{text}</term></tig></langSet>' for tag, _, text in sets)
        + "</termEntry>"
    )


FOREIGN = [
    (_martif(_entry("en:strike", "fr:grève")), {"strike": {"fr": ("grève",)}}, "the plain form"),
    (_martif(_entry("fr:grève", "en-GB:strike")), {"strike": {"fr": ("grève",)}}, "the source last, from a country"),
    (_martif(_entry("EN:strike", "pt_br:greve")), {"strike": {"pt-BR": ("greve",)}}, "tags in another case"),
    (_martif(_entry("en:Gaza", "fr:Gaza")), {"Gaza": {"fr": ()}}, "the same term: left as it is"),
    (_martif(_entry("en:a\n  b", "fr:c\n d")), {"a b": {"fr": ("c d",)}}, "line breaks of pretty printing"),
    (
        _martif(_entry("en:strike", "fr:grève") + _entry("en:strike", "fr:arrêt", "de:Streik")),
        {"strike": {"fr": ("grève", "arrêt"), "de": ("Streik",)}},
        "two entries of one term",
    ),
    (
        _martif(_entry("en-GB:labour", "en-US:labor", "fr:travail")),
        {"labour": {"fr": ("travail",)}, "labor": {"fr": ("travail",)}},
        "two spellings of the source",
    ),
    (
        _martif(
            '<termEntry><langSet xml:lang="en"><ntig><termGrp><term>strike</term><termNote type="partOfSpeech">noun'
            '</termNote></termGrp></ntig></langSet><langSet xml:lang="fr"><ntig><termGrp><term>grève</term></termGrp>'
            "</ntig></langSet></termEntry>"
        ),
        {"strike": {"fr": ("grève",)}},
        "the nested form",
    ),
    (
        b'<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca"><text><body><conceptEntry id="c1">'
        b'<langSec xml:lang="en"><termSec><term>strike</term></termSec></langSec><langSec xml:lang="de"><termSec><term>'
        b"Streik</term></termSec></langSec></conceptEntry></body></text></tbx>",
        {"strike": {"de": ("Streik",)}},
        "version 3",
    ),
    (
        _martif(
            '<termEntry><langSet xml:lang="en"><tig><term>strike</term></tig></langSet><langSet xml:lang="fr"><tig>'
            '<term>vieux</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig><tig>'
            "<term>grève</term></tig></langSet></termEntry>"
        ),
        {"strike": {"fr": ("grève",)}},
        "a deprecated translation",
    ),
    (
        _martif(
            '<termEntry><langSet xml:lang="en"><tig><term>coolie</term><termNote type="administrativeStatus">deprecated'
            '</termNote></tig><tig><term>labourer</term></tig></langSet><langSet xml:lang="fr"><tig>'
            "<term>ouvrier</term></tig></langSet></termEntry>"
        ),
        {"labourer": {"fr": ("ouvrier",)}},
        "a deprecated term",
    ),
    (_martif(_entry("fr:grève", "de:Streik") + _entry("en:truce")), {"truce": {}}, "an entry without the source"),
    (_martif(_entry("en:strike", "qq:x")), {"strike": {"qq": ("x",)}}, "a language nobody knows"),
]


@pytest.mark.parametrize(("content", "expected", "reason"), FOREIGN)
def test_other_programs_files_are_read(
    content: bytes, expected: dict[str, dict[str, tuple[str, ...]]], reason: str
) -> None:
    found = parsed(content, "g.tbx", "en").glossary
    assert {term.source: dict(term.wanted) for term in found.terms} == expected, reason


@pytest.mark.parametrize(
    ("source", "locales", "terms", "expected", "reason"),
    [
        ("en", ("en-US",), ["en:labour", "en-US:labor"], {"labour": {"en-US": ("labor",)}}, "a country's is a locale"),
        ("en", ("en-US",), ["en-US:labor"], None, "and no source where it stands alone"),
        ("en", (), ["en:labour", "en-US:labor"], {"labour": {}, "labor": {}}, "no locale: another spelling"),
        ("zh-Hans", ("zh-Hant",), ["zh-Hans:罢工", "zh-Hant:罷工"], {"罢工": {"zh-Hant": ("罷工",)}}, "two scripts"),
        ("zh-Hans", (), ["zh-Hans:罢工", "zh-Hant:罷工"], {"罢工": {"zh-Hant": ("罷工",)}}, "a script is no spelling"),
        ("sr", (), ["sr:штрајк", "sr-Latn:štrajk"], {"штрајк": {"sr-Latn": ("štrajk",)}}, "a script is no spelling"),
        ("pt-BR", ("pt-PT",), ["pt-BR:greve", "pt-PT:paro"], {"greve": {"pt-PT": ("paro",)}}, "two countries"),
        ("pt-BR", (), ["pt:greve", "pt-PT:paro"], {"greve": {"pt-PT": ("paro",)}}, "the language is nearer"),
        ("pt-BR", (), ["pt-PT:greve"], {"greve": {}}, "the neighbour's where there is no other"),
    ],
)
def test_translations_are_no_source_terms(
    source: str,
    locales: tuple[str, ...],
    terms: list[str],
    expected: dict[str, dict[str, tuple[str, ...]]] | None,
    reason: str,
) -> None:
    content = _martif(_entry(*terms))
    if expected is None:
        with pytest.raises(PublishError, match="there is no term in en"):
            parsed(content, "g.tbx", source, locales)
        return
    found = parsed(content, "g.tbx", source, locales).glossary
    assert {term.source: dict(term.wanted) for term in found.terms} == expected, reason


def test_an_entry_with_a_countrys_terms_alone_is_not_the_sources() -> None:
    content = _martif(_entry("en:strike", "fr:grève") + _entry("en-US:labor", "fr:travail"))
    assert [term.source for term in parsed(content, "g.tbx", "en", ("en-US", "fr")).glossary.terms] == ["strike"]


@pytest.mark.parametrize(
    ("entries", "kept", "line", "says", "reason"),
    [
        (["en:a", "fr:b|c"], ["truce"], 3, "“a” is left out: the translation “b|c” has a |", "no table can hold it"),
        (["en:—", "fr:b"], ["truce"], 3, "“—” is left out: “—” has neither letter nor digit", "no word"),
        (["en:a|b", "fr:a|b"], ["a|b", "truce"], 0, "", "a term that stays as it is may have the sign"),
    ],
)
def test_an_odd_entry_alone_is_left_out(entries: list[str], kept: list[str], line: int, says: str, reason: str) -> None:
    found = parsed(_martif(f"\n<!-- ours -->\n{_entry(*entries)}\n{_entry('en:truce')}"), "g.tbx", "en")
    assert [term.source for term in found.glossary.terms] == kept, reason
    shown = [(item.severity, item.file, item.line, item.message[: len(says)]) for item in found.findings]
    assert shown == ([("warning", "g.tbx", line, says)] if says else []), reason


def test_two_entries_that_a_table_cannot_hold_together_are_left_out() -> None:
    found = parsed(_martif(_entry("en:a|b", "fr:a|b") + _entry("en:a|b", "fr:c")), "g.tbx", "en")
    assert (found.glossary.terms, [item.line for item in found.findings]) == ((), [1])


def test_notes_are_put_together() -> None:
    more = '<descrip type="definition">work\n stopped</descrip><note>by a union</note>'
    assert parsed(_martif(_entry("en:strike", more=more)), "g.tbx", "en").glossary.terms == (
        Term("strike", "work stopped; by a union"),
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = [
    (
        f'<!DOCTYPE martif [<!ENTITY l0 "ha">{LAUGHS}]>'.encode() + _martif(_entry("en:&l11;"))[21:],
        "declares entities",
        "a billion laughs",
    ),
    (
        b'<!DOCTYPE martif [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + _martif(_entry("en:&f;"))[21:],
        "declares entities",
        "a file of this machine",
    ),
    (
        b'<!DOCTYPE martif [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>' + _martif(_entry("en:a"))[21:],
        "declares entities",
        "a parameter entity from the network",
    ),
    (
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE martif [<!ENTITY f "x">]>' + _entry("en:a")).encode(
            "utf-16"
        ),
        "declares entities",
        "an entity in UTF-16",
    ),
    (
        b'<!DOCTYPE martif SYSTEM "TBXcdv04.dtd">' + _martif(_entry("en:&unknown;"))[21:],
        "declares entities",
        "an entity that a foreign DTD might declare",
    ),
    (_martif("<x>" * 300 + "</x>" * 300), "no whole XML", "deep nesting"),
    (_martif("<x>"), "no whole XML", "an element never closed"),
    (b"term,note,fr\n", "no whole XML", "a table under another name"),
    (b"", "no whole XML", "nothing"),
    (b"\x00\xff\xfe", "no whole XML", "no text"),
    (b"<html><body/></html>", "this is no TBX", "a web page"),
    (_martif("", "tmx"), "this is no TBX", "another format of the same family"),
    (b"<martif><text/></martif>", "this is no TBX", "no body"),
    (_martif(""), "there is no term in en", "no terms"),
    (_martif(_entry("fr:grève")), "there is no term in en", "another language’s terms"),
]


@pytest.mark.parametrize(("content", "says", "reason"), HOSTILE)
def test_hostile_and_broken_files_are_refused_in_a_line(content: bytes, says: str, reason: str) -> None:
    with pytest.raises(PublishError) as caught:
        parsed(content, "g.tbx", "en")
    assert says in caught.value.message, (reason, str(caught.value))
    assert caught.value.file == "g.tbx"
    assert "\n" not in str(caught.value)


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tbx, "LARGEST", 1000)
    with pytest.raises(PublishError, match="is the limit; export fewer"):
        parsed(_martif(_entry("en:strike") * 30), "g.tbx", "en")


def test_a_dtd_that_is_only_named_is_not_fetched(tmp_path: Path) -> None:
    content = b'<!DOCTYPE martif SYSTEM "http://127.0.0.1:9/TBXcdv04.dtd">' + _martif(_entry("en:strike"))[21:]
    assert parsed(content, "g.tbx", "en").glossary.terms == (Term("strike"),)
