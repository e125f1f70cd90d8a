"""The templates' own strings as segments, so that they live in catalogues like an article's sentences do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publish.errors import TemplateError
from publish.render.page_strings import STRINGS
from publish.segments import Segment

SHIPPED = "shipped"
"""What a template that comes with the program can be named by where the publication has one of the same name."""


def template_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Template name to file, the first folder winning, by name; what an own template extends of the last folder, the
    shipped ones, is there as `shipped/…` too.
    """
    files: dict[str, Path] = {}
    covered: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                if path.suffix in (".html", ".css"):
                    (covered if name in files else files)[name] = path
    extended = {f"{SHIPPED}/{name}": path for name, path in covered.items() if _extends(files[name], name)}
    return dict(sorted((files | extended).items()))


def _extends(path: Path, name: str) -> bool:
    try:
        return f"{SHIPPED}/{name}" in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def site_segments(folders: Iterable[Path]) -> list[Segment]:
    """The strings marked `_("…")` in the templates, each once, with the template comment before it as its role; then
    those that no template names.

    `TemplateError` with file and line where a template cannot be read.
    """
    from babel.messages.extract import extract
    from jinja2 import TemplateSyntaxError

    found: dict[str, Segment] = {}
    for name, path in template_files(folders).items():
        try:
            with path.open("rb") as file:
                messages = list(
                    extract(
                        "jinja2.ext:babel_extract",
                        file,
                        keywords={"_": None},
                        comment_tags=["Translators:"],
                        options={"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
                    )
                )
        except TemplateSyntaxError as error:
            raise TemplateError(
                f"template syntax: {error.message}; correct the template", file=f"templates/{name}", line=error.lineno
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"cannot be read ({error}); restore it", file=f"templates/{name}") from error
        for _line, message, comments, _context in messages:
            text = message if isinstance(message, str) else message[0]
            role = " ".join(comments).removeprefix("Translators:").strip()
            if text not in found or (role and not found[text].role):
                found[text] = Segment(text, role)
    for text, role in STRINGS.items():
        found.setdefault(text, Segment(text, role))
    return list(found.values())
