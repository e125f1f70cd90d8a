"""Templates (.pot) that no article and no catalogue needs any more."""

from __future__ import annotations

from pathlib import Path

from publish.catalogue.headers import fields
from publish.catalogue.reading import parsed
from publish.errors import CatalogueError, PublishError
from publish.files import content_of
from publish.readers import article_names
from publish.workspace import SITE, Workspace


def stale_templates(workspace: Workspace) -> dict[Path, bool]:
    """The templates (.pot) of which neither seed nor catalogue is left, and whether this program has written them so.

    Such a one holds nobody's words. What is in another may be somebody's.
    """
    folder = workspace.template(SITE).parent
    names = {SITE, *article_names(workspace.seeds), *(path.stem for path in folder.glob("*/LC_MESSAGES/*.po"))}
    paths = sorted(folder.glob("*.pot"))
    return {path: _is_own_template(path) for path in paths if path.stem not in names and path.is_file()}


def words_on_stale_templates(workspace: Workspace) -> list[str]:
    """What there is to know of them, a line each."""
    return [
        f"{workspace.shown(path)}: no article and no catalogue has that name any more; "
        + ("update removes it" if is_own else "it is not as publish writes templates, so delete it if nobody needs it")
        for path, is_own in stale_templates(workspace).items()
    ]


def _is_own_template(path: Path) -> bool:
    try:
        content = content_of(path, path.name, CatalogueError)
        catalogue = parsed(content or b"", path.name)
    except PublishError:
        return False
    header, *entries = catalogue.entries or (None,)
    return (
        header is not None
        and header.is_header
        and fields(header).get("X-Generator") == "publish"
        and not any(entry.comments for entry in catalogue.entries)
        and all(entry.is_empty for entry in entries)
    )
