"""Web pages as `publish build` writes them, but for leaflets: of this repository’s publication and the tests’ own."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from publish.cli import main
from publish.steps.output import Leaflet

SIZES = {
    ("a4", False): 229_001,
    ("booklet", False): 312_000,
    ("booklet", True): 334_000,
    ("large-print", False): 1_240_000,
}
"""What pages say of leaflets that nobody has printed: bytes by format, and whether for sheets."""


def written(
    folder: Path, publication: Path, fonts: Path, *, site: str = "", look: str = "plain", linked: bool = False
) -> list[str]:
    """The names of the pages, which are written into the folder with all that belongs to them.

    `fonts` keeps what was made of fonts, for all publications.
    """
    formats = ", ".join(f'"{name}"' for name in dict.fromkeys(name for name, _ in SIZES))
    chosen = f'site = "{site}"\nlook = "{look}"\nformats = [{formats}]\nlinked = {str(linked).lower()}\n'
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        copy = Path(place)
        for part in ("seeds", "locales", "templates"):
            if (publication / part).is_dir():
                shutil.copytree(publication / part, copy / part, ignore=shutil.ignore_patterns(".cache"))
        settings = (publication / "pyproject.toml").read_text(encoding="utf-8")
        settings = re.sub(r"(?m)^(site|look|formats|linked) = .*\n", "", settings)
        settings = settings.replace("[tool.publish]\n", f"[tool.publish]\n{chosen}", 1)
        (copy / "pyproject.toml").write_text(settings, encoding="utf-8")
        fonts.mkdir(exist_ok=True)
        (copy / "locales/.cache").mkdir(parents=True)
        (copy / "locales/.cache/webfonts").symlink_to(fonts)
        patch.setattr("publish.steps.build.make_leaflets", _made)
        for module in ("publish.cores", "publish.render.pool"):
            patch.setattr(f"{module}.cores", lambda: 1)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), pytest.raises(SystemExit) as end:
            main(["-C", str(copy), "build", "--output", str(folder)], prog_name="publish")
        assert end.value.code == 0, said.getvalue()
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def _made(folder: Path, leaflets: Sequence[Leaflet], *_: object) -> dict[str, int]:
    return {leaflet.name: SIZES[leaflet.job.recipe.format, leaflet.job.recipe.sheets] for leaflet in leaflets}
