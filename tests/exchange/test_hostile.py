"""Files that are no export, or were made to do harm: one line with the place, the cause and the remedy; no network."""

from __future__ import annotations

import pytest

from exchange.samples import FORMATS, catalogue, handed_out
from publish.catalogue.entry import Entry
from publish.errors import PublishError
from publish.interchange import formats
from publish.interchange.formats import replies

BODY = (
    '<xliff version="1.2"><file original="a" source-language="en" target-language="fr" datatype="x"><body>'
    '<trans-unit id="1"{attribute}><source>A</source><target>{text}</target></trans-unit></body></file></xliff>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://example.org/x.dtd"> %e;]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LAUGHS + BODY.format(attribute="", text="&a11;"), "document type|no whole XML"),
        (LAUGHS + BODY.format(attribute=' resname="&a11;"', text="a"), "document type|no whole XML"),
        (EXTERNAL + BODY.format(attribute="", text="&e;"), "document type"),
        (REMOTE + BODY.format(attribute="", text="a"), "document type"),
        (PARAMETER + BODY.format(attribute="", text="a"), "document type|no whole XML"),
        (BODY.format(attribute="", text="&undefined;"), "x.xlf:1: it is no whole XML .*save or export it again"),
        (BODY.format(attribute="", text="a")[:-9], "x.xlf:1: it is no whole XML"),
        ("<xliff>\n<file>\n</xliff>", "x.xlf:3: it is no whole XML"),
        (BODY.format(attribute="", text="<g>" * 5000 + "</g>" * 5000), "no whole XML"),
        (BODY.format(attribute=f' resname="{"a" * 11_000_000}"', text="a"), "no whole XML"),
        (BODY.format(attribute="", text="a\x01"), "no whole XML"),
        ("<html><body/></html>", "this is no XLIFF; its root is <html>"),
        ('<xliff version="1.2"/>', "there is no <file> in it"),
        ('<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "there is no <file> in it"),
        ('<?xml version="1.0" encoding="x-unknown"?><xliff/>', "no whole XML"),
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("%PDF-1.7", "names no column “id”"),
        ("id,source,translation\nx,y,z\n", "x.xlf:2: the column “id” does not say what the row belongs to"),
        ('id,source,translation\nfr/a/s1,"y\n', "x.xlf:2: a quotation mark that opens a cell is never closed"),
        ("id,source,translation,id\n", "two columns are named “id”"),
        ("id,source\n", "names no column “translation”"),
        (
            "id,translation,hash\nfr/a/s1,b,\n",
            "x.xlf:1: the first line names no column “source”; a table that was exported",
        ),
        ("id,source,translation\nfr/a/s1,x,a\0b\n", "x.xlf:2: it has the character U\\+0000"),
        (
            "id,source,translation\nfr/a/s1,x," + "a" * 1_000_001,
            "x.xlf:2: a cell has more than 1,000,000 characters; shorten it, or close the quotation mark",
        ),
    ],
)
def test_bad_files_are_refused_in_a_line(content: str, message: str) -> None:
    with pytest.raises(PublishError, match=message) as error:
        replies(content.encode(), "x.xlf", "en")
    assert "\n" not in str(error.value)
    assert str(error.value).startswith("x.xlf")


@pytest.mark.parametrize("number", [0, 3000, 5999])
@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("&undefined;", "Entity 'undefined' not defined"),
        ('<x a="&undefined;"/>', "Entity 'undefined' not defined"),
        ("\x01", "invalid Char"),
        ("<g>", "mismatch"),
        ("</g>", "mismatch"),
        ("<x:g/>", "Namespace prefix x"),
    ],
)
def test_a_fault_far_down_is_named_with_its_line(number: int, fault: str, says: str) -> None:
    """The file is longer than what is read of it at once."""
    head, tail = BODY.format(attribute="", text="a").split("<trans-unit", 1)[0], "</body></file></xliff>"
    unit = "<trans-unit><source>A</source><target>{}</target></trans-unit>\n"
    content = head + "".join(unit.format(fault if place == number else "a" * 20) for place in range(6000)) + tail
    with pytest.raises(PublishError, match=rf"^x\.xlf:{number + 1}: it is no whole XML .*{says}"):
        replies(content.encode(), "x.xlf", "en")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    content = handed_out(catalogue(Entry("A", "B")), form)
    monkeypatch.setattr(formats, "LARGEST", len(content) - 1)
    with pytest.raises(PublishError, match="more than"):
        replies(content, "x", "en")


def test_a_table_in_another_charset_says_what_to_do() -> None:
    content = "id,translation\nfr/a/s1,é\n".encode("cp1252")
    with pytest.raises(PublishError, match="x:2: this is no UTF-8; save the table as “CSV UTF-8”"):
        replies(content, "x", "en")
