"""Poedit and Lokalize, driven by keys: a sentence translated, a draft accepted, the file saved."""

from __future__ import annotations

from pathlib import Path

from edited_article import Edit
from screen import Screen

from publish.catalogue.reading import parsed


def poedit(screen: Screen, path: Path, tag: str, edit: Edit, settings: str = "") -> None:
    """Let Poedit open, edit and save the file at `path`."""
    screen.settings(
        ".config/poedit/config",
        "translator_name=A translator\ntranslator_email=translator@example.org\nenable_spellchecking=0\nuse_tm=0\n"
        f"sort_order=file\nsort_untrans_first=0\nsort_by_context=0\n{settings}",
    )
    before = path.read_bytes()
    accepted, translated = _places(before, path.name, edit)
    with screen.running(["poedit", str(path)]):
        screen.window("name", f"{path.name}.*Poedit")
        screen.keys(*["ctrl+Down"] * accepted, "ctrl+u", *["ctrl+Up"] * accepted)
        screen.keys(*["ctrl+Down"] * translated)
        screen.click(300, 800)
        screen.keys("ctrl+a")
        screen.paste(edit.text)
        screen.picture(f"poedit-{tag}-edited")
        screen.keys("ctrl+s")
        screen.saved(path, before)
        screen.picture(f"poedit-{tag}-saved")


def lokalize(screen: Screen, path: Path, tag: str, edit: Edit, settings: str = "") -> None:
    """Let Lokalize open, edit and save the file at `path`."""
    screen.settings(
        ".config/lokalizerc",
        "[Identity]\nauthorName=A translator\nauthorLocalizedName=A translator\nauthorEmail=translator@example.org\n"
        f"DefaultLangCode={tag}\nDefaultMailingList=team@example.org\n[General]\nRestoreRecentFilesOnStartup=false\n"
        "[Editor]\nAltTransViewEverShownWithData=true\n",
    )
    project = path.with_name("index.lokalize")
    project.write_text(f"[General]\nLangCode={tag}\nProjectID=marches\n{settings}", encoding="utf-8")
    before = path.read_bytes()
    accepted, translated = _places(before, path.name, edit)
    with screen.running(["lokalize", "--noprojectscan", "--project", str(project), str(path)]):
        screen.window("class", "lokalize")
        screen.picture(f"lokalize-{tag}-open")
        screen.keys(*["Next"] * accepted, "ctrl+u", *["Prior"] * accepted)
        screen.keys(*["Next"] * translated, "ctrl+a")
        screen.paste(edit.text)
        screen.picture(f"lokalize-{tag}-edited")
        screen.keys("ctrl+s")
        screen.saved(path, before)
        screen.picture(f"lokalize-{tag}-saved")


def _places(content: bytes, file: str, edit: Edit) -> tuple[int, int]:
    """How many entries below the first the draft and the untranslated sentence stand."""
    sources = [entry.source for entry in parsed(content, file).live]
    return sources.index(edit.accepted), sources.index(edit.translated)
