"""A file in an older charset does not become UTF-8 for the signs in the program's own comments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import steps
from publish.catalogue.matches import is_match, match_comment, without_matches
from publish.catalogue.origin import origin_of, remarks_of, untouched, with_draft, without_machine_words
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written

from .samples import HEADER, brought_up

OLD = "Some 25,000 people marched in Tokyo on Sunday."
NEW = OLD.replace("25,000", "28,000")
CHARSETS = ["ISO-8859-1", "ISO-8859-15", "CP1252"]


def _saved(catalogue: Catalogue) -> Catalogue:
    return parsed(written(catalogue), "fr.po")


def _start(charset: str, *entries: Entry) -> Catalogue:
    header = parsed(HEADER.replace(b"UTF-8", charset.encode()), "").entries
    catalogue = Catalogue((*header, *entries), charset=charset)
    return _saved(brought_up(_saved(catalogue), *(entry.source for entry in entries)))


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_number_is_carried_and_taken_back(charset: str) -> None:
    before = _start(charset, Entry(OLD, "25 000 ont défilé à Tokyo."), Entry("Summer.", "L'été."))
    after = _saved(brought_up(before, NEW, "Summer."))
    assert after.charset == charset
    first = after.live[0]
    assert (first.translation, first.previous) == ("28 000 ont défilé à Tokyo.", OLD)
    assert steps(first.comments)[0].words == "number 25,000 -> 28,000 carried into the translation"
    assert written(brought_up(after, NEW, "Summer.")) == written(after)
    assert written(brought_up(after, OLD, "Summer.")) == written(before)
    twice = _saved(brought_up(after, OLD.replace("25,000", "31,000"), "Summer."))
    assert written(brought_up(twice, OLD, "Summer.")) == written(before)


@pytest.mark.parametrize("charset", [*CHARSETS, "UTF-8"])
def test_a_copy_with_a_carried_number_is_still_known_as_one(charset: str) -> None:
    gone = Entry(OLD, "25 000 ont défilé à Tokyo.", obsolete=True)
    header = parsed(HEADER.replace(b"UTF-8", charset.encode()), "").entries
    before = _saved(brought_up(_saved(Catalogue((*header, gone), charset=charset)), "Été."))
    copied = _saved(brought_up(before, "Été.", NEW))
    assert copied.charset == charset
    assert copied.live[1].translation == "28 000 ont défilé à Tokyo."
    assert written(brought_up(copied, "Été.")) == written(before)


@pytest.mark.parametrize("charset", CHARSETS)
def test_what_the_memory_shows_stays_the_programs_line(charset: str) -> None:
    words = "83% in peace, reviewed: “L’œuvre… d’été” (source there: The [-work-] {+play+} → “now”)"
    after = _saved(_start(charset, Entry("Play.", "", comments=("à voir", match_comment(words)))))
    (entry,) = after.live
    assert (after.charset, entry.comments[0], is_match(entry.comments[1])) == (charset, "à voir", True)
    assert without_matches(entry.comments) == ("à voir",)
    again = after.with_live(lambda entry: replace(entry, comments=("à voir", match_comment(words))))
    assert written(again) == written(after)


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_draft_stays_a_machines(charset: str) -> None:
    draft = with_draft(Entry("Play."), "L'été", "machine draft (argos: 1.9, en → fr)", ["“Play” is “été”", "guessed"])
    after = _saved(_start(charset, replace(draft, comments=("à voir", *draft.comments))))
    (entry,) = after.live
    origin = origin_of(entry)
    assert origin is not None
    assert (after.charset, origin.words) == (charset, "machine draft (argos: 1.9, en → fr)")
    assert untouched(entry)
    assert without_machine_words(entry.comments) == ("à voir",)
    assert len(remarks_of(entry)) == 2


@pytest.mark.parametrize("comment", ["à voir → ici", "Memory: “de moi”, hash 12345678"])
def test_a_persons_comment_is_never_rewritten(comment: str) -> None:
    after = _saved(_start("ISO-8859-1", Entry("Play.", "L'été", comments=(comment,))))
    assert (after.charset, after.live[0].comments) == ("UTF-8", (comment,))
