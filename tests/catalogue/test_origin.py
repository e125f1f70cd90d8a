"""Drafts say where they came from, in one line, and never take the place of words."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from publish.catalogue.entry import Entry
from publish.catalogue.origin import (
    Origin,
    is_origin,
    machine,
    origin_comment,
    origin_of,
    remarks_of,
    untouched,
    with_draft,
    without_machine_words,
)

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
    ("score", "refused", "engine", "confidence", "reason"),
    [
        (-0.13, "", "argos", 88, ""),
        (0.0, "", "argos", 100, ""),
        (0.5, "", "argos", 100, ""),
        (-50.0, "", "argos", 0, ""),
        (None, "", "argos", None, ""),
        (float("nan"), "", "argos", None, ""),
        (None, "it went on (and on), without end", "argos", None, "it went on (and on), without end"),
    ],
)
def test_a_machine_says_how_sure_it_was(
    score: float | None, refused: str, engine: str, confidence: int | None, reason: str
) -> None:
    words = machine("argos", "Argos Translate 1.12.1, package translate-en_fr 1.9", score=score, refused=refused)
    origin = origin_of(Entry("Summer", comments=(origin_comment(words, "Été"),)))
    assert origin is not None
    assert (origin.engine, origin.confidence, origin.refused) == (engine, confidence, reason)


@pytest.mark.parametrize(
    ("words", "engine"),
    [
        ("machine draft (language model)", "language model"),
        ("machine draft (argos: x (y), z), confidence 12%", "argos"),
        ("reviewed translation of the same sentence in notes", ""),
        ("copied from the source, nothing in it to translate", ""),
        ("machine draft", ""),
    ],
)
def test_the_engine_is_named_where_there_was_one(words: str, engine: str) -> None:
    assert Origin(words, "").engine == engine


@pytest.mark.parametrize(
    ("entry", "remarks", "expected"),
    [
        (Entry("Summer"), (), ()),
        (Entry("Summer", comments=("Marie",)), ("A choice\nof words",), ("Marie", "Machine: A choice of words")),
        (Entry("Summer", "  ", comments=("Marie", "Origin: old, hash 0123456789ab")), (), ("Marie",)),
        (Entry("Summer", comments=("Machine: Marie",)), (), ("Machine: Marie",)),
    ],
)
def test_an_empty_entry_is_filled(entry: Entry, remarks: tuple[str, ...], expected: tuple[str, ...]) -> None:
    filled = with_draft(replace(entry, flags=("no-wrap",)), "Été", "argos", remarks)
    assert filled.comments[:-1] == expected
    assert filled.comments[-1].startswith(f"Origin: argos, hash {HASH}")
    assert replace(filled, comments=()) == Entry("Summer", "Été", flags=("fuzzy", "no-wrap"))
    assert remarks_of(filled) == tuple(" ".join(remark.split()) for remark in remarks)


def test_a_refused_draft_leaves_the_entry_as_it_is_but_for_the_comment() -> None:
    words = machine("argos", "Argos", refused="no words")
    refused = with_draft(Entry("Summer", comments=("Marie",)), "", words)
    assert refused.comments[0] == "Marie"
    assert replace(refused, comments=()) == Entry("Summer")
    filled = with_draft(refused, "Été", "argos")
    assert filled.comments == ("Marie", f"Origin: argos, hash {HASH}")


DRAFT = with_draft(Entry("Summer", comments=("Marie",)), "Été", "argos", ["a", "b"])


@pytest.mark.parametrize(
    ("comments", "remarks", "left"),
    [
        (DRAFT.comments, ("a", "b"), ("Marie",)),
        (("Machine: mine", *DRAFT.comments[1:]), ("a", "b"), ("Machine: mine",)),
        (("Marie", "Machine: a?", *DRAFT.comments[2:]), (), ("Marie", "Machine: a?", "Machine: b")),
        ((*DRAFT.comments[:-1], "between", DRAFT.comments[-1]), (), (*DRAFT.comments[:-1], "between")),
        ((*DRAFT.comments, "after"), ("a", "b"), ("Marie", "after")),
        (DRAFT.comments[:-1], (), DRAFT.comments[:-1]),
    ],
)
def test_a_line_that_a_person_wrote_or_changed_is_not_the_machines(
    comments: tuple[str, ...], remarks: tuple[str, ...], left: tuple[str, ...]
) -> None:
    assert remarks_of(replace(DRAFT, comments=comments)) == remarks
    assert without_machine_words(comments) == left


def test_a_draft_made_again_takes_the_place_of_the_machines_words_alone() -> None:
    again = with_draft(DRAFT, "L’été", "argos 2", ["c"], again=True)
    assert (again.translation, again.comments[:2], again.flags) == ("L’été", ("Marie", "Machine: c"), ("fuzzy",))
    assert len(again.comments) == 3


@pytest.mark.parametrize(
    "entry",
    [
        replace(DRAFT, translation="L’été"),
        replace(DRAFT, flags=()),
        replace(DRAFT, comments=()),
        Entry("Summer", "Été", flags=("fuzzy",)),
        replace(DRAFT, previous="Summers"),
    ],
)
def test_what_a_person_changed_or_accepted_is_never_made_again(entry: Entry) -> None:
    assert untouched(entry) is None
    with pytest.raises(ValueError, match="has a translation already"):
        with_draft(entry, "Machine", "argos", again=True)


@pytest.mark.parametrize("translation", ["Été", "∅"])
def test_words_are_never_replaced(translation: str) -> None:
    with pytest.raises(ValueError, match="has a translation already"):
        with_draft(Entry("Summer", translation, line=7), "Machine", "argos")


def test_a_confidence_in_an_engines_description_is_not_its_drafts() -> None:
    words = machine("argos", "C (v1), confidence 12%")
    origin = origin_of(Entry("Summer", comments=(origin_comment(words, "Été"),)))
    assert origin is not None
    assert origin.confidence is None
