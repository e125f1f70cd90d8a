"""PDF/X-4 as a print shop's check sees it: sound files pass, each planted fault is found."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pikepdf
import pytest

from publish.errors import RenderError
from publish.render.passes.imposition import booklet
from publish.render.passes.ink import in_cmyk
from publish.render.passes.press import EPOCH, as_pdfx
from publish.render.passes.profiles import profile_from
from publish.render.passes.saving import saved

from .preflight import boxes, faults_of_pdfx, operators, xmp
from .samples import colourful, numbered, opened, printed, profile

MM = 72 / 25.4
DATE = datetime.date(2023, 12, 5)


def for_press(content: bytes, *, sheets: bool = False, date: datetime.date | None = DATE) -> pikepdf.Pdf:
    """The passes in the order in which the program calls them."""
    pdf = opened(content)
    inks = profile_from(profile(), "test.icc")
    if sheets:
        booklet(pdf, direction="ltr")
    in_cmyk(pdf, inks)
    as_pdfx(pdf, inks, date)
    return pdf


@pytest.mark.parametrize(
    ("content", "sheets"),
    [(colourful, False), (lambda: numbered(6, 3), False), (lambda: numbered(6, 3), True), (lambda: numbered(4), True)],
    ids=["colourful", "pages", "sheets", "sheets without bleed"],
)
def test_a_print_shop_finds_nothing(content: Callable[[], bytes], sheets: bool) -> None:
    made = saved(for_press(content(), sheets=sheets))
    assert faults_of_pdfx(made) == []
    assert saved(for_press(content(), sheets=sheets)) == made


def plant_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"1 0 0 rg"))


def plant_form(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"0 0 1 RG")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 1, 1])
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/X Do"))


def plant_picture(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(bytes(3))
    picture.Subtype, picture.ColorSpace = pikepdf.Name.Image, pikepdf.Name.DeviceRGB
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=picture)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/X Do"))


def plant_link(pdf: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([link])


def plant_wide_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].BleedBox = pikepdf.Array([-500, 0, 900, 900])


def plant_no_trim(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].TrimBox


def plant_other_profile(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"0" * 200)


def plant_no_metadata(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"GTS_PDFXVersion", b"Other"))


def plant_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="")


def plant_bare_font(pdf: pikepdf.Pdf) -> None:
    described = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Bare)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, FontDescriptor=pdf.make_indirect(described))
    pdf.pages[0].Resources.Font.X = pdf.make_indirect(font)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/X 9 Tf"))


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (plant_rgb, "colour: 1 0 0 rg"),
        (plant_form, "colour: 0 0 1 RG"),
        (plant_picture, "/DeviceRGB"),
        (plant_link, "page 1: annotations"),
        (plant_wide_bleed, "page 1: boxes"),
        (plant_no_trim, "page 1: boxes"),
        (plant_other_profile, "profile"),
        (plant_no_metadata, "version"),
        (plant_script, "/OpenAction"),
        (plant_bare_font, "font /Bare"),
    ],
)
def test_the_check_finds_planted_faults(plant: Callable[[pikepdf.Pdf], None], found: str) -> None:
    pdf = for_press(numbered(2, 3))
    plant(pdf)
    assert any(found in fault for fault in faults_of_pdfx(saved(pdf)))


def test_what_comes_from_the_printer_of_pages_would_not_pass() -> None:
    assert len(faults_of_pdfx(numbered(2, 3))) > 5


def test_boxes_and_marks() -> None:
    pdf = for_press(numbered(2, 3))
    for page in pdf.pages:
        found = {name: [round(side / MM, 1) for side in box] for name, box in boxes(page).items()}
        assert found["/TrimBox"] == [0, 0, 148, 210]
        assert found["/BleedBox"] == [-3, -3, 151, 213]
        assert found["/MediaBox"] == [-10, -10, 158, 220]
        lines = [
            [float(value) / MM for value in instruction.operands]
            for instruction in pikepdf.parse_content_stream(page, "m l")
        ][-16:]
        # Each mark points at an edge of the trimmed page, and none reaches into the bleed.
        assert all(
            any(abs(x - edge) < 0.01 for edge in (0, 148)) or any(abs(y - e) < 0.01 for e in (0, 210)) for x, y in lines
        )
        assert all(not (-2.99 < x < 150.99 and -2.99 < y < 212.99) for x, y in lines)
        assert all(-9 <= x <= 157 and -9 <= y <= 219 for x, y in lines)
    assert str(pdf.pages[0].Resources.ColorSpace.Registration[1]) == "/All"


def test_pages_without_bleed_are_not_cut() -> None:
    pdf = for_press(numbered(2))
    assert [round(side / MM) for side in boxes(pdf.pages[0])["/MediaBox"]] == [0, 0, 148, 210]
    assert not operators(pdf, "SCN")


def test_marks_on_sheets_keep_their_distance_too() -> None:
    pdf = for_press(numbered(8, 3), sheets=True)
    found = {name: [round(side / MM) for side in box] for name, box in boxes(pdf.pages[0]).items()}
    assert found["/TrimBox"] == [0, 0, 296, 210]
    assert found["/BleedBox"] == [-3, -3, 299, 213]
    assert found["/MediaBox"] == [-10, -10, 306, 220]


@pytest.mark.parametrize(("date", "said"), [(DATE, "2023-12-05"), (None, EPOCH.isoformat())])
def test_dates_are_the_articles_and_never_the_clocks(date: datetime.date | None, said: str) -> None:
    pdf = for_press(numbered(2, 3), date=date)
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        assert xmp(pdf, name) == f"{said}T00:00:00Z"
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == f"D:{said.replace('-', '')}000000Z"


def test_nothing_is_left_of_what_only_a_screen_shows() -> None:
    pdf = opened(saved(for_press(colourful())))
    assert not {"/Outlines", "/StructTreeRoot", "/MarkInfo", "/Names"} & set(pdf.Root.keys())
    assert not [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/StructParents" in thing]
    assert xmp(pdf, "dc:title") != ""


def test_the_printing_condition_is_named() -> None:
    pdf = for_press(numbered(2, 3))
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.OutputConditionIdentifier) == "Test inks"
    assert intent.DestOutputProfile.read_bytes() == profile()
    assert int(intent.DestOutputProfile.N) == 4
    assert "/RegistryName" not in intent


def test_a_page_larger_than_its_bleed_is_refused() -> None:
    pdf = opened(numbered(2, 3))
    pdf.pages[1].BleedBox = pikepdf.Array([0, 0, 100, 100])
    with pytest.raises(RenderError, match="page 2: the trimmed page does not lie within its bleed"):
        as_pdfx(pdf, profile_from(profile(), "test.icc"))


def test_a_font_that_is_only_named_is_refused() -> None:
    pdf = opened(printed("<p>text</p>"))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources.Font.X = pdf.make_indirect(font)
    with pytest.raises(RenderError, match="the font Helvetica is not inside the file"):
        as_pdfx(pdf, profile_from(profile(), "test.icc"))
