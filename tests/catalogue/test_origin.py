"""Drafts say where they came from, in one line, and never take the place of words."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from publish.catalogue.entry import Entry
from publish.catalogue.origin import Origin, is_origin, origin_comment, origin_of, with_draft

HASH = hashlib.sha256("Été".encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    "engine", ["argos translate-en_fr-1_9", "machine draft (language model)", "a, hash 0123456789ab"]
)
def test_the_comment_can_be_read_back(engine: str) -> None:
    comment = origin_comment(engine, "Été")
    assert comment == f"Origin: {engine}, hash {HASH}"
    assert origin_of(Entry("Summer", "Été", comments=("Marie", comment))) == Origin(engine, HASH)


def test_the_comment_is_one_line() -> None:
    assert origin_comment("two\nlines ", "Été") == f"Origin: two lines, hash {HASH}"


@pytest.mark.parametrize(
    "comment", ["", "Origin: unknown", f"The Origin: argos, hash {HASH}", "Origin: argos, hash 0123", "Origin of it: x"]
)
def test_other_comments_are_no_origin(comment: str) -> None:
    assert not is_origin(comment)
    assert origin_of(Entry("Summer", "Été", comments=(comment,))) is None


def test_the_hash_tells_whether_a_person_changed_the_text() -> None:
    entry = with_draft(Entry("Summer"), "Été", "argos")
    origin = origin_of(entry)
    assert origin is not None
    assert origin.wrote(entry.translation)
    assert not origin.wrote("L’été")


@pytest.mark.parametrize(
    ("entry", "comments", "expected"),
    [
        (Entry("Summer"), (), ()),
        (Entry("Summer", comments=("Marie",)), ("A choice\nof words",), ("Marie", "A choice", "of words")),
        (Entry("Summer", "  ", comments=("Marie", "Origin: old, hash 0123456789ab")), (), ("Marie",)),
        (Entry("Summer", comments=("Marie",)), ("Marie",), ("Marie",)),
    ],
)
def test_an_empty_entry_is_filled(entry: Entry, comments: tuple[str, ...], expected: tuple[str, ...]) -> None:
    filled = with_draft(replace(entry, flags=("no-wrap",)), "Été", "argos", comments)
    assert filled == Entry(
        "Summer", "Été", comments=(*expected, f"Origin: argos, hash {HASH}"), flags=("fuzzy", "no-wrap")
    )


@pytest.mark.parametrize("translation", ["Été", "∅"])
def test_words_are_never_replaced(translation: str) -> None:
    with pytest.raises(ValueError, match="has a translation already"):
        with_draft(Entry("Summer", translation, line=7), "Machine", "argos")
