"""Whatever editors and translators do, in whatever order, the translators' words are still there."""

from __future__ import annotations

from dataclasses import replace

import polib
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.catalogue.entry import Catalogue, state_of
from publish.catalogue.origin import with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.segments import MERGED, State

from .gnu import complaints, rewritten
from .samples import brought_up

VOCABULARY = """
people march union strike peace Gaza city demand ceasefire thousand student worker 18% [^3] *now* today
"""
WORDS = VOCABULARY.split()
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
places = st.integers(0, 30)
edits = st.one_of(
    st.tuples(st.just("insert"), places, sentences),
    st.tuples(st.just("delete"), places, st.just("")),
    st.tuples(st.just("move"), places, places.map(str)),
    st.tuples(st.just("retype"), places, st.sampled_from(WORDS)),
    st.tuples(st.just("repeat"), places, st.just("")),
    st.tuples(st.just("undo"), places, st.just("")),
    st.tuples(st.just("translate"), places, st.sampled_from(["reviewed", "fuzzy", "comment", "draft", MERGED])),
    st.tuples(st.just("save elsewhere"), st.sampled_from([0, 40, 78]), st.just("")),
)


class Publication:
    """An article, its catalogue on disk, and everything its translators ever wrote."""

    def __init__(self, sources: list[str]) -> None:
        self.history = [sources]
        self.content = written(brought_up(None, *sources))
        self.human: set[str] = set()

    def edit(self, kind: str, place: int, detail: str) -> None:
        sources = list(self.history[-1])
        if kind == "translate":
            self._translate(place, detail)
            return
        if kind == "save elsewhere":
            self._save_elsewhere(place)
            return
        number = place % len(sources) if sources else 0
        if kind == "insert" or not sources:
            sources.insert(place % (len(sources) + 1), detail or "people march")
        elif kind == "delete":
            del sources[number]
        elif kind == "move":
            sources.insert(int(detail) % len(sources), sources.pop(number))
        elif kind == "retype":
            words = sources[number].split()
            words[place % len(words)] = detail
            sources[number] = " ".join(words)
        elif kind == "repeat":
            sources.append(sources[number])
        elif kind == "undo" and len(self.history) > 1:
            sources = self.history[-2]
        self.history.append(sources)

    def _translate(self, place: int, how: str) -> None:
        catalogue = parsed(self.content, "fr.po")
        live = catalogue.live
        if not live:
            return
        chosen = live[place % len(live)]
        text = f"mots {len(self.human)}"
        values: dict[str, object]
        if how == "comment":
            values = {"comments": (*chosen.comments, text)}
        elif how == "draft":
            if chosen.is_empty:
                changed = with_draft(chosen, "machine", "argos")
                self._save(catalogue.with_live(lambda entry: changed if entry == chosen else entry))
            return
        elif chosen.translation:
            return
        else:
            text = MERGED if how == MERGED else text
            values = {"translation": text, "flags": ("fuzzy",) if how == "fuzzy" else ()}
        self.human.add(text)
        changed = replace(chosen, **values)  # type: ignore[arg-type]
        self._save(catalogue.with_live(lambda entry: changed if entry == chosen else entry))

    def _save(self, catalogue: Catalogue) -> None:
        self.content = written(catalogue)

    def _save_elsewhere(self, width: int) -> None:
        # polib forgets the previous source of obsolete entries, so it only ever saves files without one.
        if b"#~|" not in self.content:
            self.content = f"{polib.pofile(self.content.decode(), wrapwidth=width)}\n".encode()

    def update(self) -> None:
        before = parsed(self.content, "fr.po")
        after = brought_up(before, *self.history[-1])
        content = written(after)
        again = parsed(content, "fr.po")
        assert again.entries == after.entries
        assert written(brought_up(again, *self.history[-1])) == content, "a second update changes nothing"
        assert [entry.source for entry in again.live] == list(dict.fromkeys(self.history[-1])), "reading order"
        kept = {text for entry in again.entries for text in (entry.translation, *entry.comments)}
        assert self.human <= kept, "no translator's word is lost"
        self._assert_reviewed_only_by_people(before, again)
        self._assert_untouched_bytes(before, content)
        self.content = content

    @staticmethod
    def _assert_reviewed_only_by_people(before: Catalogue, after: Catalogue) -> None:
        reviewed = {entry.key for entry in before.entries if state_of(entry) is State.REVIEWED}
        assert all(entry.key in reviewed for entry in after.live if state_of(entry) is State.REVIEWED)

    @staticmethod
    def _assert_untouched_bytes(before: Catalogue, content: bytes) -> None:
        after = {entry.key: entry for entry in parsed(content, "fr.po").entries}
        for entry in before.entries:
            if after.get(entry.key) == entry:
                assert entry.original is not None
                assert b"".join(line for _, line in entry.original.lines) in content


@settings(max_examples=120, deadline=None)
@given(
    st.lists(sentences, min_size=1, max_size=8),
    st.lists(st.lists(edits, min_size=1, max_size=6), min_size=1, max_size=8),
)
def test_whatever_editors_and_translators_do_no_word_is_lost(
    sources: list[str], rounds: list[list[tuple[str, int, str]]]
) -> None:
    publication = Publication(sources)
    for steps in rounds:
        for kind, place, detail in steps:
            publication.edit(kind, place, detail)
        publication.update()


@settings(max_examples=15, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=8), st.lists(edits, min_size=5, max_size=20))
def test_whatever_happens_gnu_gettext_is_pleased(sources: list[str], steps: list[tuple[str, int, str]]) -> None:
    publication = Publication(sources)
    for kind, place, detail in steps:
        if kind != "save elsewhere":
            publication.edit(kind, place, detail)
            publication.update()
    assert complaints(publication.content) == ""
    catalogue = parsed(publication.content, "fr.po")
    # msgcat drops obsolete entries without a translation, and a header that stands alone.
    with_words = replace(
        catalogue, entries=tuple(entry for entry in catalogue.entries if not (entry.obsolete and entry.is_empty))
    )
    if len(with_words.entries) > 1:
        assert rewritten(publication.content) == written(with_words)
