"""A publication whose article changes after people have translated it, and what must be there at every moment."""

from __future__ import annotations

import random
import re
from pathlib import Path
from xml.etree import ElementTree

from catalogue.gnu import complaints
from support import contents

from publish.catalogue.entry import Entry, state_of
from publish.catalogue.reading import parsed
from publish.segments import State

from .editing import VOCABULARY, Edit, Manuscript
from .editing import edited as after_edit
from .ledger import Ledger
from .people import Act, done

TAGS = ("fr", "ja")

_EDITS = (
    Edit("add note", 3, 1, "See the union’s page."),
    Edit("retype", 7, 3, "yesterday"),
    Edit("retype", 21, 2, "tomorrow"),
    Edit("number", 4),
    Edit("delete", 12),
    Edit("insert", 15, 0, "Students of every school march against the government before the week of strike."),
    Edit("split", 18, 5),
    Edit("join", 9),
    Edit("move paragraph", 5, 1),
    Edit("dash", 0, 0, "all"),
)


def _manuscript() -> Manuscript:
    chance = random.Random(1)
    words = VOCABULARY.split()
    paragraphs = tuple(tuple(f"Sentence {' '.join(chance.choices(words, k=9))}." for _ in range(3)) for _ in range(10))
    manuscript = Manuscript((("An article about marches",), *paragraphs))
    for place in (2, 11, 19):
        manuscript = after_edit(manuscript, Edit("add note", place, 40, "A note about it."))
    return manuscript


def publication(folder: Path) -> Path:
    """A publication that nobody has translated, and whose catalogues are not there yet."""
    (folder / "seeds").mkdir(parents=True)
    settings = f'[tool.publish]\nsource = "en"\nlocales = {list(TAGS)}\n'
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / "seeds/article.md").write_text(_manuscript().markdown, encoding="utf-8")
    return folder


def translated(folder: Path) -> Path:
    """The same in the middle of its translators' work: reviewed, commented, merged, some of it still empty."""
    for tag in TAGS:
        path = folder / f"locales/{tag}/LC_MESSAGES/article.po"
        content, ledger = path.read_bytes(), Ledger()
        for number in range(0, len(parsed(content, tag).live), 2):
            for kind in ("translate", "comment", *(["reject"] if number % 8 == 0 else [])):
                content = done(content, Act(kind, number), ledger)
        path.write_bytes(done(content, Act("merge", 5), ledger))
    return folder


def edited(folder: Path) -> Path:
    """The same after the editor has worked on the article, and nobody has called the program yet."""
    manuscript = _manuscript()
    for edit in _EDITS:
        changed = after_edit(manuscript, edit)
        assert changed != manuscript, edit
        manuscript = changed
    (folder / "seeds/article.md").write_text(manuscript.markdown, encoding="utf-8")
    # The last that an update comes to, so that there is something to do to the very end.
    (folder / "locales" / TAGS[-1] / "LC_MESSAGES/site.po").unlink()
    return folder


def kept(folder: Path) -> dict[str, bytes]:
    """The files below `locales/` that are not made again at any time."""
    return {name: content for name, content in contents(folder / "locales").items() if not name.startswith(".cache/")}


def cached(folder: Path) -> set[str]:
    """The names of the files that are."""
    names = (name for name in contents(folder / "locales") if name.startswith(".cache/"))
    return {re.sub(r"-(?:wal|shm|journal)$", "", name) for name in names}


def human_words(content: bytes) -> set[str]:
    """The translations and comments in a catalogue that are not a machine's alone."""
    entries = parsed(content, "a.po").entries
    texts = {entry.translation for entry in entries if not entry.is_header and state_of(entry) is not State.DRAFT}
    return (texts | {comment for entry in entries for comment in entry.comments}) - {""}


def assert_whole(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Every file is one that a reader can read, and holds what it held; there is none that nobody knows."""
    found = kept(folder)
    assert before.keys() & after.keys() <= found.keys()
    in_memory = "".join(content.decode() for name, content in found.items() if name.endswith(".tmx"))
    for name, content in found.items():
        if content in (before.get(name), after.get(name)):
            continue
        if name.endswith(".po"):
            assert name in before, f"{name} is only half of what it is to be"
            _assert_between(name, content, before[name], after[name])
            assert complaints(content) == ""
            held = human_words(content)
            assert all(text in held or text in in_memory for text in human_words(before[name])), name
        elif name.endswith(".tmx"):
            units = {ElementTree.tostring(unit) for unit in ElementTree.fromstring(content).iter("tu")}
            earlier = before.get(name)
            assert earlier is None or units >= {
                ElementTree.tostring(unit) for unit in ElementTree.fromstring(earlier).iter("tu")
            }
        else:
            # What begins with a dot the next run knows, and takes away.
            assert name.rpartition("/")[2].startswith("."), f"{name} is neither as it was nor as it is to be"


def _assert_between(name: str, content: bytes, before: bytes, after: bytes) -> None:
    """A catalogue of which only some entries are as they are to be: the others are as they were."""
    known = {entry.key: [entry] for entry in _entries(before)}
    for entry in _entries(after):
        known.setdefault(entry.key, []).append(entry)
    assert all(entry in known[entry.key] for entry in _entries(content)), name


def _entries(content: bytes) -> tuple[Entry, ...]:
    return parsed(content, "a.po").entries
