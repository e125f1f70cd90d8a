"""Catalogues really saved by the programs translators use (tests/editors) come back unharmed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from editors.edited_article import FACTS, FIRST_EDIT, LATER_EDIT, NEW, REFERENCE, UNIONS, Edit

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.headers import fields
from publish.catalogue.origin import origin_of
from publish.catalogue.reading import parsed
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import Segment

FOLDER = Path(__file__).resolve().parent.parent / "editors"
SAVED = sorted(path for path in FOLDER.glob("*-*/*.po"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


every_file = pytest.mark.parametrize("path", SAVED, ids=name_of)


def tag_of(path: Path) -> str:
    return path.name[:2]


def given(path: Path) -> tuple[Path, Edit | None]:
    """What the program was given, and what it was made to do with that."""
    if path.parent.name.startswith("gettext"):
        return FOLDER / "publish" / f"{tag_of(path)}.po", None
    if path.stem.endswith("-updated-saved"):
        return path.with_name(f"{tag_of(path)}-updated.po"), LATER_EDIT[tag_of(path)]
    return FOLDER / "publish" / f"{tag_of(path)}.po", FIRST_EDIT[tag_of(path)]


EDITED = [path for path in SAVED if not path.stem.endswith("-updated")]


def test_all_the_programs_are_here() -> None:
    programs = {path.parent.name.rpartition("-")[0] for path in SAVED}
    assert programs == {
        "poedit", "lokalize", "omegat", "po-mode", "gettext", "polib", "babel", "translate-toolkit",
    }  # fmt: skip
    assert all(path.stat().st_size < 30_000 for path in SAVED)


@every_file
def test_what_another_program_saved_is_written_back_byte_for_byte(path: Path) -> None:
    content = path.read_bytes()
    assert written(parsed(content, path.name)) == content


@every_file
@pytest.mark.parametrize("variant", ["CRLF", "LF", "BOM", "no end"])
def test_with_other_line_ends_or_a_mark_it_holds_the_same(path: Path, variant: str) -> None:
    """Made here from the saved files: an imitation of line ends and of Notepad's mark only."""
    content = path.read_bytes()
    plain = parsed(content, path.name)
    match variant:
        case "CRLF":
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        case "LF":
            content = content.replace(b"\r\n", b"\n")
        case "BOM" if plain.charset.upper() == "UTF-8":
            content = codecs.BOM_UTF8 + content
        case _:
            content = content.rstrip(b"\r\n")
    catalogue = parsed(content, path.name)
    assert catalogue.entries == plain.entries
    assert written(catalogue) == content


def values(catalogue: Catalogue) -> dict[str, set[object]]:
    """What people and this program have put into a catalogue, by kind. White space in comments does not count."""
    entries = [entry for entry in catalogue.entries if not entry.is_header]
    header = fields(catalogue.header) if catalogue.header else {}
    return {
        "source": {(entry.key, entry.plural) for entry in entries},
        "reviewed": {(entry.key, text) for entry in entries if not entry.is_fuzzy for text in texts(entry)},
        "unreviewed": {(entry.key, text) for entry in entries if entry.is_fuzzy for text in texts(entry)},
        "fuzzy": {entry.key for entry in entries if entry.is_fuzzy},
        "comment": {(entry.key, "".join("".join(entry.comments).split())) for entry in entries if entry.comments},
        "origin": {(entry.key, origin_of(entry)) for entry in entries if origin_of(entry)},
        "role": {(entry.key, role) for entry in entries for role in entry.roles},
        "reference": {(entry.key, place) for entry in entries for line in entry.references for place in line.split()},
        "other flag": {(entry.key, flag) for entry in entries for flag in entry.flags if flag != "fuzzy"},
        "previous source": {
            (entry.key, entry.previous_context, entry.previous)
            for entry in entries
            if entry.previous and not entry.obsolete
        },
        "obsolete previous source": {
            (entry.key, entry.previous) for entry in entries if entry.previous and entry.obsolete
        },
        "live": {entry.key for entry in entries if not entry.obsolete},
        "header field": {
            (name, value)
            for name, value in header.items()
            if name not in ("PO-Revision-Date", "Last-Translator", "Language-Team", "X-Generator", "Content-Type")
        },
        "order": {tuple(entry.key for entry in entries if not entry.obsolete)},
    }


def texts(entry: Entry) -> Iterable[tuple[int, str]]:
    forms = (entry.translation, *entry.plural_translations)
    return [(number, form) for number, form in enumerate(forms) if form]


def lost(before: Catalogue, after: Catalogue, edit: Edit | None) -> set[str]:
    """The kinds of values of which something is missing, other than what the edit took away."""
    result = set()
    present = values(after)
    everything = {text for kind in ("reviewed", "unreviewed") for text in present[kind]}
    for kind, wanted in values(before).items():
        found = everything if kind in ("reviewed", "unreviewed") else present[kind]
        missing = wanted - found
        if edit and kind == "fuzzy":
            missing -= {("", edit.accepted)}
        if edit and kind == "comment":
            missing -= {(key, text) for key, text in wanted if key == ("", edit.accepted)}
        if missing:
            result.add(kind)
    return result


# What the programs are known to forget, by program, by program and kind of file, or by program and file; all else is
# there afterwards. GNU gettext's tools, and Poedit, which saves through them, drop flags they do not know. OmegaT's
# target file has neither drafts nor outdated translations, and of a plural only the first form; Babel reads `#|` as a
# comment, to which it adds what others wrote.
FORGOTTEN: dict[str, set[str]] = {
    "poedit": {"other flag"},
    "poedit/updated-saved": set(),
    "lokalize": set(),
    "po-mode": set(),
    "translate-toolkit": set(),
    "omegat": {"fuzzy", "unreviewed"},
    "omegat/fr": {"fuzzy", "unreviewed", "reviewed"},
    "polib": {"obsolete previous source"},
    "polib/updated-saved": {"obsolete previous source"},
    "babel": {"comment", "fuzzy", "obsolete previous source", "previous source"},
    "babel/updated-saved": {"comment", "fuzzy", "other flag", "previous source"},
    "gettext": {"other flag"},
    "gettext/msgattrib-clear-previous": {"other flag", "obsolete previous source", "previous source"},
    "gettext/msgcat-file-only": {"other flag", "reference"},
    "gettext/msgcat-strict": {"other flag", "comment", "reference"},
    "gettext/msgcat-sorted": {"other flag", "order"},
    # The template does not have the entries made by hand: they become obsolete.
    "gettext/msgmerge": {"other flag", "live", "order", "previous source", "reference", "role"},
    "gettext/msgmerge-previous": {"other flag", "live", "order", "previous source", "reference", "role"},
}


def forgotten(path: Path) -> set[str]:
    program = path.parent.name.rpartition("-")[0]
    tag, _, kind = path.stem.partition("-")
    return next(FORGOTTEN[name] for name in (f"{program}/{kind or tag}", program) if name in FORGOTTEN)


@pytest.mark.parametrize("path", EDITED, ids=name_of)
def test_every_word_is_there_but_what_the_program_forgets(path: Path) -> None:
    before, edit = given(path)
    saved = parsed(path.read_bytes(), path.name)
    assert lost(parsed(before.read_bytes(), before.name), saved, edit) == forgotten(path)
    if edit:
        entry = {entry.source: entry for entry in saved.live}[edit.translated]
        assert entry.translation == edit.text
        assert not entry.is_fuzzy
        assert not {entry.source: entry for entry in saved.live}[edit.accepted].is_fuzzy


def same_segments(catalogue: Catalogue) -> list[Segment]:
    return [Segment(entry.source, "\n".join(entry.roles), entry.context) for entry in catalogue.live]


def brought_up(catalogue: Catalogue, segments: list[Segment], path: Path) -> Catalogue:
    return updated(catalogue, segments, language=language(tag_of(path)), facts=FACTS, reference=REFERENCE)


@every_file
def test_an_update_to_the_same_text_changes_nothing_but_references(path: Path) -> None:
    content = path.read_bytes()
    catalogue = parsed(content, path.name)
    after = written(brought_up(catalogue, same_segments(catalogue), path))
    # With --strict msgcat writes the references as comments below the roles; with a new reference they move above.
    order = sorted if path.stem.endswith("strict") else list
    assert order(without_references(after)) == order(without_references(content))
    again = parsed(after, path.name)
    assert written(brought_up(again, same_segments(again), path)) == after


def without_references(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines(keepends=True) if not line.startswith(b"#:")]


@every_file
@pytest.mark.parametrize("source", [UNIONS, NEW])
def test_an_edited_sentence_changes_its_entry_alone(path: Path, source: str) -> None:
    read = parsed(path.read_bytes(), path.name)
    catalogue = parsed(written(brought_up(read, same_segments(read), path)), path.name)
    sources = [entry.source for entry in catalogue.live]
    # The later files have the sentence in its later form.
    number = sources.index(source if source in sources else source.replace("*many*", "*all*"))
    segments = same_segments(catalogue)
    segments[number] = replace(segments[number], source=f"{segments[number].source} Edited")
    after = parsed(written(brought_up(catalogue, segments, path)), path.name)
    assert catalogue.content is not None
    assert after.content is not None
    old, new = catalogue.live[number], after.live[number]
    assert new.source == segments[number].source
    assert new.translation == old.translation
    assert after.content == catalogue.content.replace(block(old), block(new), 1)
    assert catalogue.content.count(block(old)) == 1


def block(entry: Entry) -> bytes:
    """The entry's lines as they stand in the file."""
    assert entry.original is not None
    return b"".join(line for _, line in entry.original.lines)


def test_legacy_charsets_are_real() -> None:
    """The tools have written other bytes than UTF-8, with backslashes in the second byte of Japanese characters."""
    charsets = {parsed(path.read_bytes(), path.name).charset for path in SAVED if "msgconv" in path.stem}
    assert charsets == {"ISO-8859-1", "CP1252", "SHIFT_JIS", "EUC-JP"}
    content = next(path for path in SAVED if path.stem.endswith("shift-jis")).read_bytes()
    assert "表".encode("shift_jis") in content
    assert "表" in parsed(content, "ja.po").obsolete[-1].translation
