"""The leaflets of this repository's article as other programs see them: poppler for the text, pikepdf for the rest."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pdf
import pikepdf
import polib
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from support import LANGUAGES, NAME

from publish.article import Inlines, LineBreak, NoteMarker, plain
from publish.languages import language
from publish.markup import parsed
from publish.render.fonts import FONT_FILES, font_path
from publish.render.forms import listed
from publish.segments import MERGED

NOTES = 11
OUR_FAMILIES = {"Noto-Serif", "Noto-Sans", "Noto-Serif-JP", "Noto-Sans-JP"}

# No line may begin with the first or end with the second (JIS X 4051, the rules of kinsoku).
NOT_FIRST = "、。，．・：；！？）」』］｝〉》〕】’”ー々…‥,.:;!?)]}»"
NOT_LAST = "（「『［｛〈《〔【‘“([{«"

STAY_WITH_NUMBERS = "年月日人万号%"


def leaflet(rendered: Path, tag: str) -> Path:
    return rendered / f"output/{tag}/{NAME}.pdf"


def entries(rendered: Path, tag: str) -> list[tuple[str, str]]:
    """What the catalogue says: each segment's role and its text as Markdown, in the article's order."""
    if tag == "en":
        return [(entry.comment, entry.msgid) for entry in polib.pofile(str(rendered / f"locales/{NAME}.pot"))]
    catalogue = polib.pofile(str(rendered / f"locales/{tag}/LC_MESSAGES/{NAME}.po"))
    return [(entry.comment, entry.msgstr) for entry in catalogue if not entry.obsolete]


def site_string(rendered: Path, tag: str, source: str) -> str:
    if tag == "en":
        return source
    entry = polib.pofile(str(rendered / f"locales/{tag}/LC_MESSAGES/site.po")).find(source)
    assert entry is not None
    return str(entry.msgstr)


def with_markers(inlines: Inlines) -> str:
    """The words with note markers as poppler's text has them here, `[^3]`."""
    parts = []
    for inline in inlines:
        match inline:
            case NoteMarker(label=label):
                parts.append(f"[^{label}]")
            case LineBreak():
                parts.append("\n")
            case _:
                children = getattr(inline, "children", None)
                parts.append(with_markers(children) if children else plain((inline,)))
    return "".join(parts)


def expected(rendered: Path, tag: str) -> Iterator[tuple[str, str]]:
    """What stands in a leaflet up to its credits: role and text, each text with the line end or space before it."""
    found = entries(rendered, tag)
    authors = [text for role, text in found if role == "Author"]
    by = site_string(rendered, tag, "By %(authors)s").replace("%(authors)s", listed(authors, tag))
    sentence_space = " " if language(tag).writes_spaces else ""
    in_notes = False
    for role, markdown in found:
        if role == "Author" or role.startswith(("Picture credit", "Source", "Main picture")):
            continue
        if role.startswith("Note ") and not in_notes:
            in_notes = True
            yield "Heading of the notes", "\n" + site_string(rendered, tag, "Notes")
        if markdown != MERGED:
            number = re.search(r"sentence (\d+)", role)
            before = sentence_space if number and number[1] != "1" else "\n"
            if in_notes and before == "\n":
                # A bracket's blank half is taken off where a line of Japanese begins.
                is_close = not sentence_space and markdown[0] in NOT_LAST
                before += role.removeprefix("Note ").partition(",")[0] + ("" if is_close else " ")
            yield role, before + with_markers(parsed(markdown, tag))
        if role == "Title":
            yield "Byline", f"\n{by}"


def pattern(text: str, *, spaced: bool) -> str:
    """The text as it may stand in lines: hyphenated, broken at spaces and after dashes, never at a no-break space."""
    parts = []
    for character, following in zip(text, [*text[1:], ""], strict=True):
        if character in " \u2009":
            parts.append("[ \n]")
        elif character in "\u00a0\u202f":
            parts.append(" ")
        else:
            parts.append(re.escape(character))
            parts.append(_break_after(character, following, spaced=spaced))
    return "".join(parts)


def _break_after(character: str, following: str, *, spaced: bool) -> str:
    if not following or following in " \n\u00a0\u202f\u2009":
        return ""
    if (character + following).isalpha() and _is_latin(character + following):
        return "(?:[-\u2010\u00ad]\n)?"
    if character in "-\u2010–—/…":
        return "\n?"
    if not spaced and _are_a_quarter_em_apart(character, following):
        return " " if character.isdigit() and following in STAY_WITH_NUMBERS else "[ \n]"
    if spaced or _is_latin(character + following) or following in NOT_FIRST or character in NOT_LAST:
        return ""
    return "" if following == "[" else "\n?"


def _are_a_quarter_em_apart(character: str, following: str) -> bool:
    """Whether poppler sees a space between the two: the gap between Japanese and Western letters is that wide."""
    return bool(
        re.fullmatch(
            r"[A-Za-zÀ-ɏ0-9%+][ぁ-ゖァ-ヺー々一-鿿]|[ぁ-ゖァ-ヺー々一-鿿][A-Za-zÀ-ɏ0-9]", character + following
        )
    )


def _is_latin(characters: str) -> bool:
    return all(character < "\u0250" for character in characters)


@pytest.mark.parametrize(
    ("text", "printed", "same"),
    [
        ("la solidarité", "la\nsolidarité", True),
        ("la solidarité", "la soli-\ndarité", True),
        ("la solidarité", "la soli\u00ad\ndarité", True),
        ("la solidarité", "la soli\ndarité", False),
        ("la solidarité", "la  solidarité", False),
        ("18\u00a0% de", "18 %\nde", True),
        ("18\u00a0%", "18\n%", False),
        ("« x\u202f»", "« x\n»", False),
        ("cessez-le-feu", "cessez-\nle-feu", True),
        ("pays[^1]. Des", "pays[^1].\nDes", True),
        ("pays[^1]. Des", "pays. Des", False),
        ("pays[^1]. Des", "pays[^2]. Des", False),
        ("pays[^1].", "pays\n[^1].", False),
        ("逮捕された[^1]。", "逮捕\nされた[^1]。", True),
        ("逮捕された[^1]。", "逮捕された[^1]\n。", False),
        ("逮捕された[^1]。", "逮捕された\n[^1]。", False),
        ("「集い」が", "「\n集い」が", False),
        ("10月に", "10 月に", True),
        ("10月に", "10月に", False),
        ("10月に", "10\n月に", False),
        ("10月に", "1\n0 月に", False),
        ("運動for a Freeの", "運動\nfor a\nFree の", True),
        ("約30の", "約\n30\nの", True),
    ],
)
def test_the_comparison_forgives_line_ends_and_hyphens_only(text: str, printed: str, same: bool) -> None:
    assert bool(re.fullmatch(pattern(text, spaced=_is_latin(text)), printed)) is same


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_leaflet_says_what_its_catalogue_says(tag: str, rendered: Path) -> None:
    printed = "\n" + "\n".join(pdf.text(page.body) for page in pdf.pages(leaflet(rendered, tag)))
    spaced = language(tag).writes_spaces
    position = 0
    pieces = list(expected(rendered, tag))
    assert len(pieces) > 70
    for role, text in pieces:
        before = "[ \n]" if text.startswith(" ") else "\n" if text.startswith("\n") else "\n?"
        match = re.compile(before + pattern(text.lstrip(" \n"), spaced=spaced)).match(printed, position)
        assert match, f"{role}\n  catalogue: {text!r}\n  leaflet:   {printed[position : position + len(text) + 30]!r}"
        position = match.end()
    source = re.escape(site_string(rendered, tag, "Source:")).replace("\u00a0", " ")
    assert re.match(f"\n{source}", printed[position:]), "something stands after the notes"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_note_is_called_once_in_order(tag: str, rendered: Path) -> None:
    printed = "\n".join(pdf.text(page.body) for page in pdf.pages(leaflet(rendered, tag)))
    markers = re.findall(r"\[\^(\d+)\]", printed)
    assert sorted(markers, key=int) == [str(number) for number in range(1, NOTES + 1)]
    assert not re.search(r"\n\[\^", printed), "a marker begins a line"


def test_japanese_lines_begin_and_end_as_they_may(rendered: Path) -> None:
    lines = [
        line
        for page in pdf.pages(leaflet(rendered, "ja"))
        for line in re.sub(r"\[\^\d+\]", "", pdf.text(page.body)).split("\n")
    ]
    assert [line for line in lines if line[:1] in NOT_FIRST or line[-1:] in NOT_LAST] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_drafts_are_marked_on_every_page(tag: str, rendered: Path) -> None:
    pages = pdf.pages(leaflet(rendered, tag))
    assert 1 <= len(pages) <= 4
    for number, page in enumerate(pages, 1):
        said = site_string(rendered, tag, "Page %(page)s of %(pages)s")
        said = said.replace("%(page)s", str(number)).replace("%(pages)s", str(len(pages)))
        margins = pdf.text(page.margins)
        assert said in margins
        if tag == "en":
            assert page.watermark == []
        else:
            assert site_string(rendered, tag, "Machine draft, not reviewed") in margins
            assert "".join(word.text for word in page.watermark) == site_string(rendered, tag, "Draft")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_notes_and_markers_link_to_each_other(tag: str, rendered: Path) -> None:
    with pikepdf.open(leaflet(rendered, tag)) as document:
        names = document.Root.Names.Dests.Names
        places = {str(name): target for name, target in zip(list(names)[::2], list(names)[1::2], strict=True)}
        links: dict[str, int] = {}
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                left, bottom, right, top = (float(side) for side in annotation.Rect)
                assert abs(right - left) > 2, "too narrow to be clicked"
                assert abs(top - bottom) > 4, "too low to be clicked"
                if "/Dest" in annotation:
                    links[str(annotation.Dest)] = links.get(str(annotation.Dest), 0) + 1
        wanted = {f"{kind}-{number}" for kind in ("note", "marker") for number in range(1, NOTES + 1)}
        assert links == dict.fromkeys(wanted, 1)
        objects = {page.objgen for page in document.pages}
        assert all(places[name][0].objgen in objects for name in links)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_leaflet_says_what_it_is(tag: str, rendered: Path) -> None:
    words = dict(entries(rendered, tag))
    authors = [plain(parsed(text, tag)) for role, text in entries(rendered, tag) if role == "Author"]
    with pikepdf.open(leaflet(rendered, tag)) as document:
        assert str(document.Root.Lang) == tag
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K
        assert str(document.docinfo.Title) == plain(parsed(words["Title"], tag))
        assert str(document.docinfo.Author) == ", ".join(authors)
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo.keys())
        for page in document.pages:
            assert [round(float(side)) for side in page.MediaBox] == [0, 0, 595, 842]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_all_fonts_are_ours_and_inside(tag: str, rendered: Path) -> None:
    listing = subprocess.run(["pdffonts", leaflet(rendered, tag)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listing.splitlines()[2:]]
    families = {re.sub("-(Bold|Italic|Medium)+$", "", row[0].partition("+")[2]) for row in rows}
    assert families <= OUR_FAMILIES, listing
    assert families >= ({"Noto-Serif-JP", "Noto-Sans-JP"} if tag == "ja" else {"Noto-Serif", "Noto-Sans"})
    for row in rows:
        assert re.match("[A-Z]{6}[+]", row[0]), f"no subset: {row}"
        embedded, subset, to_unicode = row[-5:-2]
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes"), listing


def fonts(path: Path) -> Iterator[tuple[str, pikepdf.Object]]:
    with pikepdf.open(path) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                yield str(font.BaseFont).partition("+")[2], font


def test_japanese_bold_is_a_designed_weight(rendered: Path) -> None:
    path = leaflet(rendered, "ja")
    subset = next(
        TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
        for name, font in fonts(path)
        if name == "Noto-Sans-JP-Bold"
    )
    drawn = [name for name in subset.getGlyphOrder() if subset["glyf"][name].numberOfContours > 0]
    assert len(drawn) > 20
    file = next(font for font in FONT_FILES if font.family == "Noto Sans JP")
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_path(file))))
    like = {}
    for weight in (400, 700):
        font = uharfbuzz.Font(face)
        font.set_variations({"wght": weight})
        like[weight] = sum(
            abs(subset["glyf"][name].xMin - box.x_bearing) < 2 and abs(subset["glyf"][name].yMax - box.y_bearing) < 2
            for name in drawn
            if (box := font.get_glyph_extents(subset.getGlyphID(name)))
        )
    assert like[700] > 0.8 * len(drawn), "not the variable font's own bold"
    assert like[400] < 0.2 * len(drawn)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_weight_is_made_by_smearing(tag: str, rendered: Path) -> None:
    with pikepdf.open(leaflet(rendered, tag)) as document:
        for page in document.pages:
            modes = [operands[0] for operands, operator in pikepdf.parse_content_stream(page, "Tr")]
            assert {int(mode) for mode in modes} <= {0, 3}
