"""The pages that leaflets are printed from: this repository's article, and those of the tests in other scripts."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import ROOT, copy_of_publication

from publish.cli import main
from publish.render.pdf import Printed, PrintJob


@pytest.fixture(scope="session")
def pages(shared: Path, own_caches: None) -> dict[str, str]:
    """The HTML of each leaflet by language and format: in two formats, since one has its notes at the foot of pages and
    the other at the end; `library` and `everything` are articles of the tests.
    """
    kept = shared / "leaflet-pages.json"
    with (shared / "leaflet-pages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder = shared / "leaflet-pages"
            found = _printed_from(copy_of_publication(folder / "article"))
            for name in ("library", "everything"):
                copy = Path(shutil.copytree(ROOT / "tests/publications" / name, folder / name))
                for key, html in _printed_from(copy).items():
                    found.setdefault(f"{name}-{key}", html)
            kept.write_text(json.dumps(found), encoding="utf-8")
    loaded: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return loaded


def _printed_from(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}

    def note(jobs: Sequence[PrintJob]) -> list[Printed]:
        for job in jobs:
            language = re.search('<html lang="([^"]+)"', job.html)
            assert language is not None
            found[f"{language[1]}-{job.recipe.format}"] = job.html
        return [Printed(b"%PDF-1.7\n") for _ in jobs]

    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setattr("publish.steps.output.pdfs_of", note)
        for module in ("publish.cores", "publish.render.pool"):
            patch.setattr(f"{module}.cores", lambda: 1)
        with contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
            main(["-C", str(folder), "build", "--format", "a4", "--format", "booklet"], prog_name="publish")
    return found
