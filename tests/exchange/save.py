"""Makes the files in `saved/` again: `python tests/exchange/save.py`, with Debian's poedit, lokalize, xvfb, openbox,
xdotool, xclip and dbus.

Each program opens an exported file, translates "A river" and saves; Poedit also gets its key for a change of state at
"A road".
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "editors"), str(TESTS.parent)]

from screen import Screen, screen  # noqa: E402

from exchange.samples import PRESENT, handed_out  # noqa: E402

SAVED = Path(__file__).resolve().parent / "saved"
TEXT = "Un fleuve"


def poedit(at: Screen, path: Path) -> None:
    """Let Poedit open, edit and save the file."""
    at.settings(
        ".config/poedit/config",
        "translator_name=A translator\ntranslator_email=translator@example.org\nenable_spellchecking=0\nuse_tm=0\n"
        "sort_order=file\nsort_untrans_first=0\nsort_by_context=0\n",
    )
    before = path.read_bytes()
    with at.running(["poedit", str(path)]):
        at.window("name", f"{path.name}.*Poedit")
        at.keys("ctrl+Down", "ctrl+Down")
        at.click(300, 800)
        at.keys("ctrl+a")
        at.paste(TEXT)
        at.keys("ctrl+Down", "ctrl+Down", "ctrl+u", "ctrl+s")
        at.saved(path, before)


def lokalize(at: Screen, path: Path) -> None:
    """Let Lokalize open, edit and save the file."""
    at.settings(
        ".config/lokalizerc",
        "[Identity]\nauthorName=A translator\nauthorLocalizedName=A translator\nauthorEmail=translator@example.org\n"
        "DefaultLangCode=fr\nDefaultMailingList=team@example.org\n[General]\nRestoreRecentFilesOnStartup=false\n",
    )
    project = path.with_name("index.lokalize")
    project.write_text("[General]\nLangCode=fr\nProjectID=exchange\n", encoding="utf-8")
    before = path.read_bytes()
    with at.running(["lokalize", "--noprojectscan", "--project", str(project), str(path)]):
        at.window("class", "lokalize")
        at.keys("Next", "Next", "ctrl+a")
        at.paste(TEXT)
        at.keys("ctrl+s")
        at.saved(path, before)


FILES = {
    "lokalize-22.12.3-xliff-1.2.xlf": (lokalize, "xliff-1.2"),
    "poedit-3.2.2-xliff-1.2.xlf": (poedit, "xliff-1.2"),
    "poedit-3.2.2-xliff-2.0.xlf": (poedit, "xliff-2.0"),
}


def main() -> None:
    for name, (edit, form) in FILES.items():
        with tempfile.TemporaryDirectory() as folder, screen() as at:
            path = Path(folder) / name
            path.write_bytes(handed_out(PRESENT, form))
            edit(at, path)
            (SAVED / name).write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
