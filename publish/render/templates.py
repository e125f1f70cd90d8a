"""Jinja2 with autoescape over the publication's own templates before the ones shipped; errors name file and line."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from publish import __version__
from publish.errors import TemplateError
from publish.render.characters import allowed
from publish.render.font_cache import keep
from publish.render.font_files import package_version
from publish.render.strings import css_content, css_string
from publish.render.webfonts import PLACEHOLDER
from publish.site import SHIPPED

_HASH = hashlib.sha256().digest_size


class _Files(FileSystemLoader):
    """Template files, which are UTF-8."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            message = f"is not UTF-8: byte 0x{error.object[error.start]:02X} at offset {error.start}; save it as UTF-8"
            raise TemplateError(message, file=f"templates/{template}") from error


class Templates:
    """The page templates of a publication. `folders` are searched in order; the last are the shipped ones.

    A template of one's own can extend the shipped one of its name: `{% extends "shipped/leaflet.html" %}`.
    `root` is the publication, for messages; `cache` a folder that keeps the templates compiled, which takes longer than
    to fill them.
    """

    def __init__(self, folders: Sequence[Path], root: Path, cache: Path | None = None) -> None:
        self.folders = [folder for folder in folders if folder.is_dir()]
        self.root = root
        loaders = [_Files(folder) for folder in self.folders]
        self.environment = Environment(
            loader=ChoiceLoader([*loaders, PrefixLoader({SHIPPED: loaders[-1]} if loaders else {})]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_compiled_in(cache) if cache else None,
        )
        self.environment.filters.update(css_string=css_string, css_content=css_content)
        self.environment.globals.update(embedded_fonts=PLACEHOLDER)

    def rendered(self, name: str, variables: Mapping[str, Any]) -> str:
        """The page a template gives, without characters that no page may hold; `TemplateError` with the template's file
        and line if it cannot.
        """
        try:
            return allowed(self.environment.get_template(name).render(variables))
        except TemplateNotFound as error:
            searched = ", ".join(self._shown(str(folder)) for folder in self.folders) or "no folder"
            file, line = self._place_of(error, name)
            message = f"the template {error.name} is missing (looked in {searched}); restore it"
            raise TemplateError(message, file=file, line=line) from error
        except TemplateSyntaxError as error:
            message = f"template syntax: {error.message}; correct the template"
            raise TemplateError(message, file=self._shown(error.filename or name), line=error.lineno) from error
        except TemplateError:
            raise
        except Exception as error:  # a template may raise anything; all of it is the template's fault
            file, line = self._place_of(error, name)
            raise TemplateError(f"{error}; correct the template", file=file, line=line) from error

    def _place_of(self, error: Exception, name: str) -> tuple[str, int]:
        folders = tuple(str(folder) for folder in self.folders)
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.startswith(folders):
                return self._shown(frame.filename), frame.lineno or 0
        return f"templates/{name}", 0

    def _shown(self, path: str) -> str:
        try:
            return str(Path(path).relative_to(self.root))
        except ValueError:
            return path


class _Compiled(BytecodeCache):
    """Templates compiled, by name, place and content (a folder's name may be bytes that are no text), and by what
    compiled them. Each file begins with a hash of the rest: what is damaged is compiled again, and so is what cannot be
    kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        key = f"{__version__}|{package_version('jinja2')}|{name}|{filename}"
        return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            content = self._path(bucket).read_bytes()
            if hashlib.sha256(content[_HASH:]).digest() == content[:_HASH]:
                bucket.bytecode_from_string(content[_HASH:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        content = bucket.bytecode_to_string()
        keep(self._path(bucket), hashlib.sha256(content).digest() + content)

    def _path(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.template"


def _compiled_in(folder: Path) -> BytecodeCache | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return _Compiled(folder)
    except OSError:
        return None
