"""Whatever editors and translators do, in whatever order, the translators' words are still there.

Here an article is a bare list of sources, few of them and much alike; `tests/torture` has real articles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from torture.history import History
from torture.people import Act, acts

from publish.catalogue.writing import written
from publish.segments import Segment

from .gnu import complaints, rewritten
from .samples import segments

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
)


@dataclass(frozen=True, slots=True)
class Sources:
    """An article whose segments are these, one after another."""

    sources: tuple[str, ...]

    @property
    def segments(self) -> list[Segment]:
        return segments(*self.sources)


class Publication(History[Sources]):
    """An article that begins with these sources."""

    def edit(self, kind: str, place: int, detail: str) -> None:
        sources = list(self.version.sources)
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
        elif kind == "undo" and len(self.versions) > 1:
            sources = list(self.versions[-2].sources)
        self.versions.append(Sources(tuple(sources)))

    def step(self, step: tuple[str, int, str] | Act) -> None:
        if isinstance(step, Act):
            self.act(step)
        else:
            self.edit(*step)


@settings(max_examples=120)
@given(
    st.lists(sentences, min_size=1, max_size=8),
    st.lists(st.lists(st.one_of(edits, acts), min_size=1, max_size=6), min_size=1, max_size=8),
)
def test_whatever_editors_and_translators_do_no_word_is_lost(
    sources: list[str], rounds: list[list[tuple[str, int, str] | Act]]
) -> None:
    publication = Publication(Sources(tuple(sources)))
    for steps in rounds:
        for step in steps:
            publication.step(step)
        publication.update()


@settings(max_examples=15)
@given(st.lists(sentences, min_size=1, max_size=8), st.lists(st.one_of(edits, acts), min_size=5, max_size=20))
def test_whatever_happens_gnu_gettext_is_pleased(sources: list[str], steps: list[tuple[str, int, str] | Act]) -> None:
    publication = Publication(Sources(tuple(sources)))
    for step in steps:
        # Other programs' line ends stay, and msgcat would not keep them.
        if not (isinstance(step, Act) and ("msgcat" in step.kind or "polib" in step.kind)):
            publication.step(step)
            publication.update()
    assert complaints(publication.content) == ""
    catalogue = publication.catalogue
    # msgcat drops obsolete entries without a translation, and a header that stands alone.
    with_words = replace(
        catalogue, entries=tuple(entry for entry in catalogue.entries if not (entry.obsolete and entry.is_empty))
    )
    if len(with_words.entries) > 1:
        assert rewritten(publication.content) == written(with_words)
