"""Colours as a press and a photocopier print them, looked for in every corner of the file."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy
import pikepdf
import pytest
from PIL import Image

from publish.errors import RenderError
from publish.render.passes.colour import Black, Press
from publish.render.passes.imposition import booklet
from publish.render.passes.ink import in_black, in_cmyk
from publish.render.passes.profiles import Profile, profile_from

from .preflight import operators, rgb_in
from .samples import address, colourful, numbered, opened, printed, profile, rainbow


@pytest.fixture(scope="module")
def inks() -> Profile:
    return profile_from(profile(), "test.icc")


@pytest.fixture(scope="module")
def press(inks: Profile) -> pikepdf.Pdf:
    pdf = opened(colourful())
    in_cmyk(pdf, inks)
    return pdf


def test_the_check_finds_rgb_where_there_is_some() -> None:
    found = rgb_in(opened(colourful()))
    assert {"1 1 1 rg", "/lab-d50"} & set(found) == {"1 1 1 rg"}
    for what in ("/DeviceRGB", "/Lab", "rg"):
        assert any(what in line for line in found), what


def test_no_rgb_is_left_anywhere(press: pikepdf.Pdf) -> None:
    assert rgb_in(press) == []
    assert press.check_pdf_syntax() == []
    again = opened(_bytes(press))
    assert rgb_in(again) == []


def test_black_is_black_ink_alone(press: pikepdf.Pdf) -> None:
    found = operators(press, "k K")
    assert "0 0 0 1 k" in found
    assert "0 1 0 0 k" in found, "an ink chosen in the template stays as it is"
    greys = [line.split()[:4] for line in found if line.startswith("0 0 0 ")]
    assert len(greys) > 3
    # The heading's blue and the red are mixed.
    assert any(float(line.split()[0]) > 0.5 for line in found)


@pytest.mark.parametrize(
    ("rgb", "cmyk"),
    [
        ((0, 0, 0), (0, 0, 0, 1)),
        ((1, 1, 1), (0, 0, 0, 0)),
        ((1 / 255, 0, 0), (0, 0, 0, 1)),
        # The sample's nine steps along each axis are coarse for colours at the edge of what can be printed.
        ((1, 0, 0), (0, 0.9, 0.9, 0)),
        ((0, 1, 1), (0.8, 0, 0, 0)),
    ],
)
def test_colours_by_the_profile(rgb: tuple[float, ...], cmyk: tuple[float, ...], inks: Profile) -> None:
    assert Press(inks.content).of("rgb", rgb) == pytest.approx(cmyk, abs=0.06)


def test_greys_keep_their_order_and_use_black_only(inks: Profile) -> None:
    made = Press(inks.content).of_all("rgb", [(level / 20,) * 3 for level in range(21)])
    assert all(colour[:3] == (0, 0, 0) for colour in made)
    assert [colour[3] for colour in made] == sorted((colour[3] for colour in made), reverse=True)
    assert len({colour[3] for colour in made}) == 21


def test_many_colours_at_once_are_the_same_as_one_by_one(inks: Profile) -> None:
    colours = [(0.1, 0.5, 0.9), (0.5, 0.5, 0.5), (0.9, 0.1, 0.2)]
    together = Press(inks.content).of_all("rgb", colours)
    assert together == [Press(inks.content).of("rgb", colour) for colour in colours]


def images(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]


def test_pictures_are_turned_and_keep_their_masks(press: pikepdf.Pdf) -> None:
    untouched = opened(colourful())
    before, after = images(untouched), images(press)
    assert sum("/SMask" in image for image in before) == sum("/SMask" in image for image in after) == 1
    spaces = sorted(str(image.ColorSpace) for image in after)
    assert set(spaces) == {"/DeviceCMYK", "/DeviceGray"}
    assert spaces.count("/DeviceCMYK") == 4


def test_black_in_a_drawing_is_black_ink_and_white_is_paper(inks: Profile) -> None:
    pdf = opened(printed(f'<img alt="" src="{address(rainbow(), "PNG")}">'))
    in_cmyk(pdf, inks)
    (image,) = images(pdf)
    pixels = numpy.frombuffer(image.read_bytes(), numpy.uint8).reshape(40, 60, 4)
    assert pixels[6, 6].tolist() == [0, 0, 0, 255]
    assert pixels[16, 6].tolist() == [0, 0, 0, 0]
    assert pixels[0, 59].tolist() != [0, 0, 0, 0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_look_as_before(kind: str, inks: Profile) -> None:
    # Inverted inks, the classic mistake with JPEG, would make the negative.
    pdf = opened(printed(f'<img alt="" src="{address(rainbow(), kind)}">'))
    in_cmyk(pdf, inks)
    (image,) = images(pdf)
    data = image.read_bytes(pikepdf.StreamDecodeLevel.all) if kind == "JPEG" else image.read_bytes()
    pixels = numpy.frombuffer(data, numpy.uint8).reshape(40, 60, 4).astype(float) / 255
    if "/Decode" in image:
        assert [int(value) for value in image.Decode] == [1, 0] * 4
        pixels = 1 - pixels
    shown = 255 * (1 - pixels[..., :3]) * (1 - pixels[..., 3:])
    assert numpy.abs(shown - numpy.asarray(rainbow(), dtype=float)).mean() < 12


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_grey_picture_becomes_black_ink(kind: str, inks: Profile) -> None:
    grey = Image.linear_gradient("L").convert("RGB")
    pdf = opened(printed(f'<img alt="" src="{address(grey, kind)}">'))
    in_cmyk(pdf, inks)
    (image,) = images(pdf)
    assert (image.ColorSpace, int(image.BitsPerComponent)) == ("/DeviceGray", 8)
    picture = pikepdf.PdfImage(image).as_pil_image()
    assert picture.getpixel((10, 0)) == 0
    assert picture.getpixel((10, 255)) == 255


def test_black_letters_overprint_and_areas_do_not(inks: Profile) -> None:
    pdf = opened(
        printed(
            '<p style="background:#000;color:#fff">white</p><p>black <b style="color:#c00">red</b> black</p>'
            '<div style="position:absolute;width:9mm;height:9mm;background:#000"></div>'
        )
    )
    in_cmyk(pdf, inks)
    states = dict(pdf.pages[0].Resources.ExtGState)
    on = next(name for name, state in states.items() if state.get("/OPM") == 1)
    overprinting = False
    seen: set[bool | str] = set()
    colour = None
    for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
        operator = str(instruction.operator)
        if operator == "k":
            colour = tuple(float(part) for part in instruction.operands)
        elif operator == "gs" and "/op" in states[str(instruction.operands[0])]:
            overprinting = str(instruction.operands[0]) == on
        elif operator == "TJ":
            assert overprinting == (colour == (0, 0, 0, 1))
            seen.add(overprinting)
        elif operator in ("f", "f*"):
            assert not overprinting
            seen.add(operator)
    assert {True, False} <= seen
    assert seen & {"f", "f*"}


def test_a_photocopier_gets_greys_only() -> None:
    pdf = opened(colourful())
    in_black(pdf)
    assert rgb_in(pdf) == []
    assert operators(pdf, "k K") == []
    assert {str(image.ColorSpace) for image in images(pdf)} == {"/DeviceGray"}
    shadings = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/ShadingType" in thing]
    assert shadings
    assert {str(shading.ColorSpace) for shading in shadings} == {"/DeviceGray"}
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.pages[0].Annots


def test_sheets_are_turned_as_pages_are(inks: Profile) -> None:
    pdf = opened(numbered(6, 3))
    booklet(pdf, direction="ltr")
    in_cmyk(pdf, inks)
    assert rgb_in(pdf) == []
    assert "0 0 0 1 k" in operators(pdf, "k")


def test_masks_stay_grey(press: pikepdf.Pdf) -> None:
    masks = [
        thing.SMask
        for thing in press.objects
        if isinstance(thing, pikepdf.Dictionary) and isinstance(thing.get("/SMask"), pikepdf.Dictionary)
    ]
    masks += [
        state.SMask
        for thing in press.objects
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)
        for state in dict(thing.get("/Resources", {}).get("/ExtGState", {})).values()
        if isinstance(state.get("/SMask"), pikepdf.Dictionary)
    ]
    assert masks
    for mask in masks:
        if mask.S == "/Luminosity":
            assert not pikepdf.parse_content_stream(mask.G, "k K rg RG")
            assert mask.G.Group.CS == "/DeviceGray"
            shadings = dict(mask.G.Resources.get("/Shading", {})).values()
            assert {str(shading.ColorSpace) for shading in shadings} <= {"/DeviceGray"}


def test_a_gradient_gives_at_its_ends_what_its_colours_give(inks: Profile) -> None:
    css = "div { height: 20mm; background: linear-gradient(90deg, #ff0000, #00ff00 50%, #000000) }"
    pdf = opened(printed("<div></div>", css))
    in_cmyk(pdf, inks)
    (shading,) = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/ShadingType" in thing]
    samples = numpy.frombuffer(shading.Function.read_bytes(), numpy.uint8).reshape(-1, 4) / 255
    ink = Press(inks.content)
    assert samples[0] == pytest.approx(ink.of("rgb", (1, 0, 0)), abs=0.01)
    assert samples[-1] == pytest.approx((0, 0, 0, 1), abs=0.01)
    assert samples[128] == pytest.approx(ink.of("rgb", (0, 1, 0)), abs=0.05)


def test_glyphs_drawn_by_operators_and_looks_of_annotations_are_turned_too(inks: Profile) -> None:
    pdf = opened(printed("<p>text</p>"))
    glyph = pdf.make_stream(b"500 0 d0 1 0 0 rg 0 0 9 9 re f")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 9, 9],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(a=glyph),
        Encoding=pikepdf.Dictionary(Differences=[97, pikepdf.Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[500],
    )
    pdf.pages[0].Resources.Font.T = pdf.make_indirect(font)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"BT /T 9 Tf (a) Tj ET"))
    look = pdf.make_stream(b"0 0 1 RG 0 0 9 9 re S")
    look.Subtype, look.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 9, 9])
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9], C=[1, 0, 0], AP=pikepdf.Dictionary(N=look))
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
    assert {"1 0 0 rg", "0 0 1 RG"} <= set(rgb_in(pdf))
    in_cmyk(pdf, inks)
    assert rgb_in(pdf) == []
    assert len(pdf.pages[0].Annots[0].C) == 4


@pytest.mark.parametrize("make", [lambda pdf, inks: in_black(pdf), in_cmyk], ids=["black", "inks"])
def test_a_picture_that_came_in_inks_is_not_made_its_negative(make: Callable[..., None], inks: Profile) -> None:
    pixels = Image.new("CMYK", (40, 40), (0, 0, 0, 0))
    pixels.paste((0, 0, 0, 255), (0, 0, 40, 20))
    pdf = opened(printed(f'<img alt="" src="{address(pixels, "JPEG")}">'))
    make(pdf, inks)
    (image,) = images(pdf)
    picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
    inverted = "/Decode" in image and [int(value) for value in image.Decode][:2] == [1, 0]
    upper, lower = picture.getpixel((20, 4)), picture.getpixel((20, 36))
    assert isinstance(upper, int)
    assert isinstance(lower, int)
    if image.ColorSpace == "/DeviceCMYK":
        # It is left as it came, with the note on how to read it.
        assert inverted
    else:
        assert upper < 20
        assert lower > 235


def test_a_picture_inside_the_operators_is_refused_in_rgb(inks: Profile) -> None:
    pdf = opened(printed("<p>text</p>"))
    drawing = b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q"
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, drawing))
    with pytest.raises(RenderError, match="put it into a file of its own"):
        in_cmyk(pdf, inks)


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ("[/Separation /Gold /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 1 >>]", "a spot colour that is mixed"),
        ("[/Pattern /DeviceRGB]", "a pattern without colours of its own"),
        ("/Unheard", "the colour space /Unheard without saying what it is"),
    ],
)
def test_what_cannot_be_turned_is_refused(space: str, said: str, inks: Profile) -> None:
    pdf = opened(printed("<p>text</p>"))
    resources = pdf.pages[0].Resources
    resources.ColorSpace.X = pikepdf.Object.parse(space.encode())
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/X cs"))
    with pytest.raises(RenderError, match=said):
        in_cmyk(pdf, inks)


def test_a_mesh_is_refused(inks: Profile) -> None:
    pdf = opened(printed("<p>text</p>"))
    mesh = pikepdf.Dictionary(ShadingType=4, ColorSpace=pikepdf.Name.DeviceRGB)
    pdf.pages[0].Resources.Shading.X = pdf.make_indirect(mesh)
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"/X sh"))
    with pytest.raises(RenderError, match="a gradient that cannot be turned into printing inks; use a linear"):
        in_cmyk(pdf, inks)


@pytest.mark.parametrize(
    ("space", "colour", "grey"),
    [("rgb", (1, 1, 1), 1), ("rgb", (1, 0, 0), 0.299), ("cmyk", (0, 0, 0, 1), 0), ("gray", (0.5,), 0.5)],
)
def test_greys_of_colours(space: str, colour: tuple[float, ...], grey: float) -> None:
    assert Black().of(space, colour)[0] == pytest.approx(grey)  # type: ignore[arg-type]


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()
