"""Colours in other inks: one object per kind of ink turns RGB, Lab and grey into the numbers a press or copier prints.

Black and greys become black ink alone: four inks that miss each other by a hair make small letters blurred.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from publish.errors import RenderError

if TYPE_CHECKING:
    from PIL.Image import Image

Space = Literal["gray", "rgb", "lab", "cmyk"]
Colour = tuple[float, ...]

# Channels this near each other are a grey: what rounding to eight bits makes of one.
_GREY = 1.5 / 255


class Ink(Protocol):
    """What colours are turned into. `name` is PDF's colour space; `operators` set a fill and a stroke colour in it."""

    @property
    def name(self) -> str: ...

    @property
    def operators(self) -> tuple[str, str]: ...

    def of(self, space: Space, colour: Sequence[float], icc: bytes | None = None) -> Colour:
        """The colour in these inks. `icc` is the profile an RGB colour is measured by, if not sRGB."""
        ...

    def of_all(self, space: Space, colours: Sequence[Sequence[float]], icc: bytes | None = None) -> list[Colour]:
        """Many at once."""
        ...

    def picture(self, image: Image, icc: bytes | None, is_photograph: bool) -> Image:
        """The picture in these inks, or in grey if that is all it has."""
        ...


@dataclass(frozen=True)
class Black:
    """Black ink alone, as grey: for photocopiers, and for masks, which know nothing but lightness."""

    name: str = "/DeviceGray"
    operators: tuple[str, str] = ("g", "G")

    def of(self, space: Space, colour: Sequence[float], icc: bytes | None = None) -> Colour:  # noqa: ARG002
        match space:
            case "gray":
                return (colour[0],)
            case "rgb":
                return (_lightness(colour),)
            case "cmyk":
                # ISO 32000-1, 10.3.4
                cyan, magenta, yellow, black = colour
                return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black),)
            case "lab":
                return (_rounded(_grey_of_lightness(colour[0])),)

    def of_all(
        self,
        space: Space,
        colours: Sequence[Sequence[float]],
        icc: bytes | None = None,  # noqa: ARG002
    ) -> list[Colour]:
        return [self.of(space, colour) for colour in colours]

    def picture(self, image: Image, icc: bytes | None, is_photograph: bool) -> Image:  # noqa: ARG002
        return image.convert("L")


class Press:
    """The four inks of a printing condition by its ICC profile, relative colorimetric with black point compensation."""

    name = "/DeviceCMYK"
    operators = ("k", "K")

    def __init__(self, profile: bytes) -> None:
        self._profile = profile
        self._known: dict[tuple[Any, ...], Colour] = {}

    def of(self, space: Space, colour: Sequence[float], icc: bytes | None = None) -> Colour:
        return self.of_all(space, [colour], icc)[0]

    def of_all(self, space: Space, colours: Sequence[Sequence[float]], icc: bytes | None = None) -> list[Colour]:
        keys = [(space, icc, *colour) for colour in colours]
        grey = {key: _grey(space, colour) for key, colour in zip(keys, colours, strict=True)}
        if space == "cmyk":
            return [tuple(colour) for colour in colours]
        # One picture for all of them: the library copies the whole profile each time it is asked.
        unknown = {key: colour for key, colour in zip(keys, colours, strict=True) if key not in self._known}
        measured = {key: colour for key, colour in unknown.items() if grey[key] is None}
        for key in unknown.keys() - measured.keys():
            self._known[key] = (0.0, 0.0, 0.0, self._black(grey[key] or 0.0))
        if measured:
            self._known.update(zip(measured, self._measured(space, list(measured.values()), icc), strict=True))
        return [self._known[key] for key in keys]

    def picture(self, image: Image, icc: bytes | None, is_photograph: bool) -> Image:
        import numpy
        from PIL import Image as Images

        pixels = numpy.asarray(image.convert("RGB"), dtype=numpy.int16)
        if (pixels.max(axis=2) - pixels.min(axis=2)).max(initial=0) <= 2:
            return image.convert("L").point([round(255 * (1 - self._black(level / 255))) for level in range(256)])
        from PIL import ImageCms

        inked: Any = ImageCms.applyTransform(image.convert("RGB"), self._transform("rgb", icc))
        if is_photograph:
            return inked  # type: ignore[no-any-return]
        # Letters and lines in a drawing are black ink too; in a photograph single pixels of it would be specks.
        inks = numpy.array(inked)
        inks[pixels.max(axis=2) == 0] = (0, 0, 0, 255)
        inks[pixels.min(axis=2) == 255] = (0, 0, 0, 0)
        return Images.frombytes("CMYK", inked.size, inks.tobytes())

    @functools.cached_property
    def _tones(self) -> list[float]:
        """How light each amount of black ink is, of 255: 1.0 is paper, 0.0 is solid black."""
        from PIL import Image as Images
        from PIL import ImageCms

        ramp = Images.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, level)) for level in range(256)))
        transform = ImageCms.buildTransform(
            self._opened, ImageCms.createProfile("LAB"), "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC
        )
        lightness = list(ImageCms.applyTransform(ramp, transform).tobytes()[::3])  # type: ignore[union-attr]
        paper, solid = lightness[0], lightness[255]
        return [(level - solid) / ((paper - solid) or 1) for level in lightness]

    def _black(self, grey: float) -> float:
        """The amount of black ink that looks as light as a grey of sRGB, between the lightness of paper and of ink."""
        if grey <= 0:
            return 1.0
        if grey >= 1:
            return 0.0
        wanted = _lightness_of_grey(grey) / 100
        tones = self._tones
        nearest = min(range(256), key=lambda level: abs(tones[level] - wanted))
        return _rounded(nearest / 255)

    @functools.cached_property
    def _opened(self) -> Any:
        from PIL import ImageCms

        return ImageCms.ImageCmsProfile(io.BytesIO(self._profile))

    @functools.lru_cache(maxsize=64)  # noqa: B019 - one object per document, gone with it
    def _transform(self, space: Space, icc: bytes | None) -> Any:
        from PIL import ImageCms

        source: Any
        try:
            if space == "lab":
                source = ImageCms.createProfile("LAB")
            elif icc is None:
                source = ImageCms.createProfile("sRGB")
            else:
                source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            return ImageCms.buildTransform(
                source,
                self._opened,
                space.upper(),
                "CMYK",
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (OSError, ValueError, ImageCms.PyCMSError) as error:
            raise RenderError(
                "a colour or picture has a damaged colour profile; save the picture again, as sRGB"
            ) from error

    def _measured(self, space: Space, colours: Sequence[Sequence[float]], icc: bytes | None) -> list[Colour]:
        from PIL import Image as Images
        from PIL import ImageCms

        if space == "rgb":
            pixels = [[round(255 * min(1.0, max(0.0, channel))) for channel in colour] for colour in colours]
        else:
            # Pillow's Lab has eight bits: lightness of 0 to 100, and signed bytes.
            pixels = [[round(light * 2.55), round(a) % 256, round(b) % 256] for light, a, b in colours]
        row = Images.frombytes(
            "RGB" if space == "rgb" else "LAB", (len(pixels), 1), bytes(level for pixel in pixels for level in pixel)
        )
        inks = ImageCms.applyTransform(row, self._transform(space, icc)).tobytes()  # type: ignore[union-attr]
        return [tuple(_rounded(level / 255) for level in inks[at : at + 4]) for at in range(0, len(inks), 4)]


@functools.lru_cache(maxsize=2)
def press_of(profile: bytes) -> Press:
    """The inks of a profile, kept: one leaflet after the other is printed by the same one, and set-up takes a while."""
    return Press(profile)


def _grey(space: Space, colour: Sequence[float]) -> float | None:
    """The grey of sRGB that a colour is, if it is one."""
    if space == "gray":
        return colour[0]
    if space == "rgb" and max(colour) - min(colour) <= _GREY:
        return sum(colour) / 3
    if space == "lab" and max(abs(colour[1]), abs(colour[2])) < 1:
        return _grey_of_lightness(colour[0])
    return None


def _rounded(share: float) -> float:
    return round(share, 4)


def _lightness(rgb: Sequence[float]) -> float:
    """The grey that is as bright, by the weights of Rec. 601, which Pillow's pictures in grey have as well."""
    if max(rgb) - min(rgb) <= _GREY:
        return _rounded(sum(rgb) / 3)
    red, green, blue = rgb
    return _rounded(0.299 * red + 0.587 * green + 0.114 * blue)


def _lightness_of_grey(grey: float) -> float:
    """CIE L* of a grey of sRGB (IEC 61966-2-1), 0 to 100."""
    linear = grey / 12.92 if grey <= 0.04045 else ((grey + 0.055) / 1.055) ** 2.4
    return 116 * linear ** (1 / 3) - 16 if linear > 216 / 24389 else linear * 24389 / 27


def _grey_of_lightness(lightness: float) -> float:
    linear = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness * 27 / 24389
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
