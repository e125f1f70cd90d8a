"""Documents and a colour profile to try the press on: made here, so that no test depends on what a system has."""

from __future__ import annotations

import base64
import functools
import io
import struct
from collections.abc import Iterable

import numpy
import pikepdf
from PIL import Image, ImageCms

from publish.render.fonts import use_own_fonts_only


def printed(body: str, css: str = "", head: str = "<title>Sample</title>") -> bytes:
    """HTML as the program prints it."""
    use_own_fonts_only()
    import weasyprint

    style = f'<style>@page {{ size: A5 }} body {{ font: 10pt "Noto Sans"; margin: 0 }} {css}</style>'
    html = f"<!doctype html><html lang=en><head>{head}{style}</head><body>{body}</body></html>"
    pdf: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"")
    return pdf


@functools.cache
def numbered(count: int, bleed: int = 0, size: str = "A5") -> bytes:
    """Pages that say their number, `p1` on the first, with a link from each to the next."""
    body = "".join(
        f'<h2 id="t{number}" style="break-after:page">p{number} <a href="#t{number % count + 1}">n{number}</a></h2>'
        for number in range(1, count + 1)
    )
    last = "h2:last-child { break-after: auto !important }"
    return printed(body, f"@page {{ size: {size}; bleed: {bleed}mm; margin: 10mm }} {last}")


def panels(widths: Iterable[int], bleed: int = 0) -> bytes:
    """A document of panels 210 mm high that say their number."""
    rules, body = "", ""
    for number, width in enumerate(widths, 1):
        rules += f"@page :nth({number}) {{ size: {width}mm 210mm; bleed: {bleed}mm; margin: 8mm }}"
        body += f'<p style="break-before:{"page" if number > 1 else "auto"}">p{number}</p>'
    return printed(body, rules)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def address(image: Image.Image, kind: str) -> str:
    file = io.BytesIO()
    image.save(file, kind)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(file.getvalue()).decode()


def rainbow(width: int = 60, height: int = 40) -> Image.Image:
    """All sorts of colours, with a black and a white square."""
    pixels = numpy.zeros((height, width, 3), numpy.uint8)
    pixels[..., 0] = numpy.linspace(0, 255, width)
    pixels[..., 1] = numpy.linspace(0, 255, height)[:, None]
    pixels[..., 2] = 120
    pixels[4:10, 4:10] = 0
    pixels[14:20, 4:10] = 255
    return Image.fromarray(pixels)


@functools.cache
def colourful() -> bytes:
    """A page with everything WeasyPrint draws that has a colour."""
    image = rainbow()
    grey = image.convert("L").convert("RGB")
    clear = image.convert("RGBA")
    clear.putalpha(image.convert("L"))
    pictures = "".join(
        f'<img alt="{name}" src="{source}" style="width:30mm">'
        for name, source in (
            ("photograph", address(image, "JPEG")),
            ("drawing", address(image, "PNG")),
            ("grey", address(grey, "PNG")),
            ("clear", address(clear, "PNG")),
            ("palette", address(image.quantize(16), "PNG")),
        )
    )
    return printed(
        f"""<h1>White on blue</h1><p class=y>Black on yellow <b>red</b> <i>grey</i> <u>lab</u> <s>ink</s>
        <a href="https://example.org/">link</a> <a href="#end">end</a></p>{pictures}
        <div class=g></div><div class=r></div><p style="opacity:.5">half</p><div class=s>shadow</div>
        <svg width=100 height=50 viewBox="0 0 100 50"><title>drawing</title>
        <defs><pattern id=p width=10 height=10 patternUnits=userSpaceOnUse><circle cx=5 cy=5 r=3 fill=blue /></pattern>
        <linearGradient id=q><stop offset=0 stop-color=red /><stop offset=1 stop-color=lime stop-opacity=.2 />
        </linearGradient></defs><rect width=40 height=50 style="fill:url(#q)" />
        <rect x=50 width=50 height=50 fill="url(#p)" /></svg><p id=end>End</p>""",
        """@page { bleed: 3mm; margin: 10mm; background: #e8f0ff } h1 { background: #1d5fa3; color: #fff }
        .y { background: #fc0 } b { color: #8f1515 } i { color: #777 } u { color: lab(50 40 30) }
        s { color: device-cmyk(0 1 0 0) } .g { background: linear-gradient(90deg, #c00, #ff0 40%, #0000ff55) }
        .r { background: radial-gradient(#fff, #000) } .g, .r { height: 12mm } .s { box-shadow: 2mm 2mm 1mm #0808 }""",
    )


@functools.cache
def profile() -> bytes:
    """A small CMYK output profile: ideal inks over sRGB, black for what they have in common (ICC.1:2001-04, lut8)."""
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    steps = numpy.linspace(0, 255, 9)
    levels = numpy.stack(numpy.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    # Pillow's Lab has signed bytes, a profile's begin at -128.
    signed = (numpy.round(levels).astype(int) - [0, 128, 128]) % 256
    rgb = _turned(signed, "LAB", "RGB", lab, srgb) / 255
    black = 1 - rgb.max(axis=1, keepdims=True)
    inks = numpy.where(black < 1, (1 - rgb - black) / numpy.maximum(1 - black, 1e-6), 0)
    to_inks = numpy.round(255 * numpy.concatenate([inks, black], axis=1)).astype(numpy.uint8)

    steps = numpy.linspace(0, 1, 5)
    inks = numpy.stack(numpy.meshgrid(steps, steps, steps, steps, indexing="ij"), -1).reshape(-1, 4)
    paper = numpy.round(255 * (1 - inks[:, :3]) * (1 - inks[:, 3:]))
    to_lab = (_turned(paper, "RGB", "LAB", srgb, lab).astype(int) + numpy.array([0, 128, 128])) % 256
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 10) + b"Test inks\0" + bytes(4 + 4 + 2 + 1 + 67),
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D),
        b"A2B0": _lut(4, 3, 5, to_lab.astype(numpy.uint8)),
        b"B2A0": _lut(3, 4, 9, to_inks),
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4s4s4s4s4s12s4s", start + len(body), b"\0" * 4, b"\2\1\0\0", b"prtr", b"CMYK", b"Lab ",
                         struct.pack(">6H", 2000, 1, 1, 0, 0, 0), b"acsp")  # fmt: skip
    header += bytes(28) + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return header.ljust(128, b"\0") + table + body


def _turned(pixels: numpy.ndarray, given: str, wanted: str, source: object, target: object) -> numpy.ndarray:
    row = Image.frombytes(given, (len(pixels), 1), pixels.astype(numpy.uint8).tobytes())
    transform = ImageCms.buildTransform(source, target, given, wanted)  # type: ignore[arg-type]
    done = ImageCms.applyTransform(row, transform)
    assert done is not None
    return numpy.frombuffer(done.tobytes(), numpy.uint8).reshape(len(pixels), -1)


def _lut(inputs: int, outputs: int, grid: int, values: numpy.ndarray) -> bytes:
    identity = struct.pack(">9i", *(0x10000 if index % 4 == 0 else 0 for index in range(9)))
    return b"".join(
        [
            b"mft1\0\0\0\0" + bytes([inputs, outputs, grid, 0]) + identity,
            bytes(range(256)) * inputs,
            values.tobytes(),
            bytes(range(256)) * outputs,
        ]
    )
