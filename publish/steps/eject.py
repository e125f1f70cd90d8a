"""The shipped templates as files of the publication, for its people to change."""

from __future__ import annotations

from pathlib import Path

from publish.files import write_whole
from publish.settings import DEFAULT_LOOK
from publish.site import template_files
from publish.steps.report import Report
from publish.workspace import Workspace, shipped


def eject_templates(workspace: Workspace, report: Report) -> None:
    """Copy every shipped template that the publication has none of its own for; what is there stays as it is."""
    copied = [_copy(workspace, report, source, name) for name, source in template_files([shipped("templates")]).items()]
    if not all(copied):
        report.notices.append(f"{copied.count(False)} of the files were in templates/ already and stay as they are")


def eject_look(workspace: Workspace, report: Report, look: str) -> None:
    """Copy one look, or begin a new one as a copy of the one in use; a look that is there stays as it is."""
    looks = template_files(workspace.template_folders)
    # The settings may name the look that is about to be begun.
    names = [f"looks/{name}.css" for name in (look, workspace.settings.look, DEFAULT_LOOK)]
    basis = next(name for name in names if name in looks)
    if not _copy(workspace, report, looks[basis], f"looks/{look}.css"):
        report.notices.append(f"templates/looks/{look}.css is there already and stays as it is")
    elif look != workspace.settings.look:
        report.notices.append(f'to use it, write look = "{look}" into [tool.publish] of pyproject.toml')


def known_looks(templates: dict[str, Path]) -> list[str]:
    """The looks among templates, by name.

    >>> known_looks({"looks/plain.css": Path("a"), "web.css": Path("b")})
    ['plain']
    """
    return [name[len("looks/") : -len(".css")] for name in templates if name.startswith("looks/")]


def _copy(workspace: Workspace, report: Report, source: Path, name: str) -> bool:
    place = workspace.root / "templates" / name
    if place.exists():
        return False
    write_whole(place, source.read_bytes())
    report.written.append(place)
    return True
