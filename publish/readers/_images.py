"""The pictures of an article, kept only where they are files in the seeds folder. Nothing is ever fetched."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from publish.article import Article, Block, Blocks, Figure, Image, ListBlock, Quotation
from publish.errors import Finding, reason
from publish.readers._inlines import excerpt

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
"""The endings of picture files."""


class LocalImages:
    """Looks for pictures in one seeds folder; `findings` collects what was refused or lacks a description."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.findings: list[Finding] = []

    def image(self, image: Image, file: str, line: int = 0) -> Image | None:
        """The picture with its path in its simplest form, or nothing if it cannot be used."""
        fault = _remote(image.path)
        path = None if fault else self._existing(image.path)
        fault = fault or (self._missing(image.path) if path is None else _damage(self.folder / path, path))
        if path is None or fault:
            self.findings.append(Finding("error", f"{fault}; the picture is left out", file, line))
            return None
        if not image.alt:
            message = f"the picture {path} has no description (alt text) for those who cannot see it; give it one"
            self.findings.append(Finding("warning", message, file, line))
        return replace(image, path=path)

    def blocks(self, blocks: Blocks, file: str) -> Blocks:
        """The blocks without the figures whose picture cannot be used."""
        return tuple(self._blocks(blocks, file))

    def article(self, article: Article, file: str, image_file: str) -> Article:
        """The article likewise; `image_file` is the file that names its main picture."""
        return replace(
            article,
            image=article.image and self.image(article.image, image_file),
            blocks=self.blocks(article.blocks, file),
            notes=tuple(replace(note, blocks=self.blocks(note.blocks, file)) for note in article.notes),
        )

    def _blocks(self, blocks: Blocks, file: str) -> Iterator[Block]:
        for block in blocks:
            match block:
                case Figure(image=image, line=line):
                    local = self.image(image, file, line)
                    if local:
                        yield replace(block, image=local)
                case ListBlock(items=items):
                    kept = tuple(inside for item in items if (inside := self.blocks(item, file)))
                    if kept:
                        yield replace(block, items=kept)
                case Quotation(blocks=quoted):
                    if kept_blocks := self.blocks(quoted, file):
                        yield replace(block, blocks=kept_blocks)
                case _:
                    yield block

    def _existing(self, written: str) -> str | None:
        # A saved page encodes its paths and may add a query; a file whose real name looks like that goes first.
        for name in dict.fromkeys((written, unquote(written), unquote(re.split("[?#]", written)[0]))):
            path = self._inside(name)
            if path is not None and path.suffix.lower() in PICTURES and path.is_file():
                return path.relative_to(self.folder).as_posix()
        return None

    def _inside(self, name: str) -> Path | None:
        try:
            path = (self.folder / name).resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        return path if path.is_relative_to(self.folder) else None

    def _missing(self, written: str) -> str:
        name = excerpt(unquote(written))
        path = self._inside(unquote(written))
        if path is None:
            return f"{name} is outside the seeds folder; put the picture into it and write its path from there"
        if path.is_file():
            return f"{name} is no picture of a kind that can be shown ({', '.join(sorted(PICTURES))})"
        return f"the picture {name} is not in the seeds folder; put it there, or write its path as it stands there"


def _remote(path: str) -> str:
    if re.match(r"data:", path, re.IGNORECASE):
        return (
            f"a picture inside the address itself is refused ({excerpt(path, 30)}); save it as a file beside the text"
        )
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\", path):
        return (
            f"the remote picture {excerpt(path, 100)} is never fetched; save it into the seeds folder and name it there"
        )
    if not path.strip():
        return "a picture has no file; name one in the seeds folder"
    return ""


def _damage(path: Path, name: str) -> str:
    """What is wrong with the content of a picture's file, or nothing."""
    try:
        if path.stat().st_size == 0:
            return f"the picture file {name} is empty; save the picture again"
        is_picture = (_is_svg if path.suffix.lower() == ".svg" else _is_raster)(path)
    except OSError as error:
        return f"the picture file {name} cannot be read ({reason(error)}); allow reading it"
    return "" if is_picture else f"the file {name} is no picture, or is damaged or cut short; save the picture again"


def _is_svg(path: Path) -> bool:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return False
    return bool(etree.QName(root).localname == "svg")


def _is_raster(path: Path) -> bool:
    from PIL import Image as Raster
    from PIL import features

    formats = ["PNG", "JPEG", "GIF", "WEBP"]
    if "avif" in features.modules and features.check("avif"):
        formats.append("AVIF")
    elif path.suffix.lower() == ".avif":
        return True
    content = io.BytesIO(path.read_bytes())
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("ignore")
            with Raster.open(content, formats=formats) as picture:
                picture.verify()
            content.seek(0)
            # Only decoding shows that a JPEG or GIF is cut short; a JPEG can be decoded at an eighth of its size.
            with Raster.open(content, formats=formats) as picture:
                picture.draft(None, (1, 1))
                picture.load()
    except (OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, struct.error):
        return False
    except Raster.DecompressionBombError:
        return False
    return True


@contextlib.contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint, once it is loaded, has Pillow take pictures that are cut short, too."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
