"""A sentence that others are merged into is reviewed only while they stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from torture.editing import Edit, Manuscript, edited, edits, manuscripts
from torture.history import History
from torture.ledger import corrected, plainest, unnumbered
from torture.people import Act, acts

from publish.catalogue.comments import persons_comments
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.reading import parsed
from publish.catalogue.updating import updated
from publish.catalogue.writing import written
from publish.languages import language
from publish.segments import MERGED, Segment, State

from .gnu import complaints
from .samples import FACTS, HEADER, REFERENCE

ONE = "A march was held in Tokyo on Monday."
TWO = "Another one filled the streets of Osaka on Tuesday."
TWO_CHANGED = "Another one filled the streets of Osaka on Wednesday."
THREE = "Unions have signed calls for a ceasefire."
NEW = "It rained."
TEXTS = {
    "fr": "Une marche à Tokyo lundi, une autre à Osaka mardi.",
    "ja": "月曜は東京で、火曜は大阪でデモが行われた。",
}
ALL = (ONE, TWO, THREE)
ONE_CHANGED = ONE.replace("Monday", "Sunday night")
# Explaining a failure takes minutes here and says little.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
_INTO, _OF = "The sentence merged into this one", "The sentence that this one is merged into"


def brought_up(content: bytes | None, *paragraphs: tuple[str, ...], tag: str = "fr") -> bytes:
    segments = [
        Segment(source, f"Section 1, paragraph {number}, sentence {place}")
        for number, paragraph in enumerate(paragraphs, 1)
        for place, source in enumerate(paragraph, 1)
    ]
    catalogue = parsed(content, "x.po") if content is not None else None
    return written(updated(catalogue, segments, language=language(tag), facts=FACTS, reference=REFERENCE))


def first(tag: str, *texts: str, sources: tuple[str, ...] = ALL) -> bytes:
    entries = [Entry(source, text) for source, text in zip(sources, texts, strict=True)]
    header = parsed(HEADER.replace(b"fr", tag.encode()), "").entries
    return brought_up(written(Catalogue((*header, *entries))), sources, tag=tag)


def states(content: bytes) -> dict[str, str]:
    return {entry.source: state_of(entry).value for entry in parsed(content, "x.po").live}


def of(content: bytes, source: str) -> Entry:
    return next(entry for entry in parsed(content, "x.po").entries if entry.source == source)


def why(entry: Entry) -> str:
    """What is said of a run that has broken."""
    return next((comment.partition(";")[0] for comment in entry.comments if "merged" in comment), "")


def accepted(content: bytes, translations: dict[str, str]) -> bytes:
    """The catalogue after a person has given these sentences these translations, and accepted them."""

    def change(entry: Entry) -> Entry:
        if entry.source not in translations:
            return entry
        flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
        return replace(entry, translation=translations[entry.source], flags=flags, previous="")

    return written(parsed(content, "x.po").with_live(change))


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize(
    ("paragraphs", "why"),
    [
        ([ALL], ""),
        ([(THREE, ONE, TWO)], ""),
        ([(NEW,), (ONE, TWO), (THREE,)], ""),
        ([(ONE, TWO.replace("one filled", "one\u00a0filled"), THREE)], ""),
        ([(ONE, THREE)], "removed"),
        ([(ONE,)], "removed"),
        ([(ONE, TWO_CHANGED, THREE)], "changed"),
        ([(ONE, THREE, TWO)], "moved"),
        ([(TWO, ONE, THREE)], "moved"),
        ([(ONE,), (TWO, THREE)], "moved"),
        ([(ONE, NEW, TWO, THREE)], "moved"),
    ],
)
def test_the_neighbour_is_marked_and_comes_back(tag: str, paragraphs: list[tuple[str, ...]], why: str) -> None:
    before = first(tag, TEXTS[tag], MERGED, "Trois.")
    after = brought_up(before, *paragraphs, tag=tag)
    assert complaints(after) == ""
    entry = next(one for one in parsed(after, "x.po").live if one.translation == TEXTS[tag])
    if why:
        assert (state_of(entry), entry.previous) == (State.OUTDATED, f"{ONE} {TWO}")
        assert entry.comments[-1].startswith(f"The sentence merged into this one was {why}; before: reviewed")
        assert persons_comments(entry.comments) == ()
    else:
        assert state_of(entry) is State.REVIEWED
    assert brought_up(after, *paragraphs, tag=tag) == after
    assert brought_up(after, ALL, tag=tag) == before


@pytest.mark.parametrize(
    ("texts", "paragraphs", "marks"),
    [
        # Nothing stands before the first one.
        ((MERGED, "Les deux.", "Trois."), [(TWO, THREE)], {TWO: f"{_INTO} was removed"}),
        (
            ("Les trois.", MERGED, MERGED),
            [(ONE, TWO)],
            {ONE: f"{_INTO} was removed", TWO: "Another sentence merged into the same one was removed"},
        ),
        (
            ("Les trois.", MERGED, MERGED),
            [(ONE, TWO_CHANGED, THREE)],
            {
                ONE: f"{_INTO} was changed",
                TWO_CHANGED: "This one, merged into another, was changed",
                THREE: "Another sentence merged into the same one was changed",
            },
        ),
        # The one that has the words is gone, changed or elsewhere: what is left would print nothing.
        (("Les deux.", MERGED, "Trois."), [(TWO, THREE)], {TWO: f"{_OF} was removed"}),
        (("Les deux.", MERGED, "Trois."), [(TWO,), (THREE,)], {TWO: f"{_OF} was removed"}),
        (("Les deux.", MERGED, "Trois."), [(ONE,), (TWO, THREE)], {ONE: f"{_INTO} was moved", TWO: f"{_OF} was moved"}),
        (("Les deux.", MERGED, "Trois."), [(ONE,), (THREE, TWO)], {ONE: f"{_INTO} was moved", TWO: f"{_OF} was moved"}),
        (
            ("Les deux.", MERGED, "Trois."),
            [(ONE_CHANGED, TWO, THREE)],
            {ONE_CHANGED: "This one, with another merged into it, was changed", TWO: f"{_OF} was changed"},
        ),
        # In one place they stand together, in the other they do not.
        (
            ("Les deux.", MERGED, "Trois."),
            [ALL, (THREE, ONE)],
            {ONE: "This one, with another merged into it, was repeated"},
        ),
        (("Les deux.", MERGED, "Trois."), [ALL, (THREE, TWO)], {TWO: "This one, merged into another, was repeated"}),
        # Nothing else in the article matters.
        (("Les deux.", MERGED, "Trois."), [(NEW,), ALL], {}),
        (("Les deux.", MERGED, MERGED), [ALL, (NEW,)], {}),
    ],
)
def test_who_is_marked(texts: tuple[str, ...], paragraphs: list[tuple[str, ...]], marks: dict[str, str]) -> None:
    before = first("fr", *texts)
    after = brought_up(before, *paragraphs)
    assert {source: why(of(after, source)) for source in states(after) if why(of(after, source))} == marks
    assert {source for source, state in states(after).items() if state == "outdated"} == {*marks}
    assert complaints(after) == ""
    assert brought_up(after, *paragraphs) == after
    assert brought_up(after, ALL) == before


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((ONE, THREE), {ONE: f"{_INTO} was removed", TWO: "This one, merged into another, was parted from it"}),
        ((TWO, THREE), {ONE: "This one, with another merged into it, was parted from it", TWO: f"{_OF} was removed"}),
        ((THREE,), {ONE: f"{_INTO} was removed", TWO: f"{_OF} was removed"}),
    ],
)
def test_what_is_said_of_who_is_gone(sources: tuple[str, ...], expected: dict[str, str]) -> None:
    after = brought_up(first("fr", TEXTS["fr"], MERGED, "Trois."), sources)
    assert {source: why(of(after, source)) for source in (ONE, TWO)} == expected


def test_a_sentence_without_a_translation_between_them_tells_where_they_stood() -> None:
    before = first("fr", "Les deux.", "", MERGED)
    assert brought_up(before, ALL) == before
    after = brought_up(before, (ONE, THREE))
    assert brought_up(after, (ONE, THREE)) == after
    assert brought_up(after, ALL) == before


def test_both_change_and_one_comes_back() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    after = brought_up(before, (ONE.replace("Monday", "Sunday night"), THREE))
    after = brought_up(after, (ONE, THREE))
    assert (states(after)[ONE], of(after, ONE).previous) == ("outdated", f"{ONE} {TWO}")
    assert brought_up(after, (ONE, THREE)) == after
    assert brought_up(after, ALL) == before


def test_the_paragraph_leaves_and_one_comes_back() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    gone = brought_up(before, (THREE,))
    alone = brought_up(gone, (ONE, THREE))
    assert states(alone)[ONE] == "outdated"
    for content in (gone, alone):
        assert brought_up(content, ALL) == before


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        # Both are accepted for April; then it is March again.
        (
            [((ONE, TWO_CHANGED, THREE), {ONE: "Une autre mercredi.", TWO_CHANGED: MERGED}), (ALL, {})],
            {ONE: "outdated", TWO: "outdated"},
        ),
        # Only the one with the words is.
        ([((ONE, TWO_CHANGED, THREE), {ONE: "Une autre mercredi."}), (ALL, {})], {ONE: "reviewed", TWO: "outdated"}),
        # What was merged is taken out of it, and comes back.
        ([((ONE, THREE), {ONE: "Une marche."}), (ALL, {})], {ONE: "reviewed", TWO: "outdated"}),
        ([((ONE, THREE), {ONE: "Une marche."}), (ALL, {TWO: MERGED}), (ALL, {})], {ONE: "reviewed", TWO: "reviewed"}),
        # It is accepted as it is, so it still says both.
        ([((ONE, THREE), {ONE: TEXTS["fr"]}), (ALL, {})], {ONE: "reviewed", TWO: "reviewed"}),
        # It moves to another paragraph, and the one with the words is corrected.
        (
            [(((ONE,), (THREE, TWO)), {ONE: "Une marche."}), (((ONE,), (THREE, TWO)), {})],
            {ONE: "reviewed", TWO: "outdated"},
        ),
        ([(((ONE,), (THREE, TWO)), {ONE: "Une marche."}), (ALL, {})], {ONE: "reviewed", TWO: "outdated"}),
        # It is said to be merged into the one that it stands behind now; then that one goes.
        ([(((ONE,), (THREE, TWO)), {TWO: MERGED}), (((ONE,), (THREE, TWO)), {})], {ONE: "outdated", TWO: "reviewed"}),
        ([(((ONE,), (THREE, TWO)), {TWO: MERGED}), (((ONE,), (TWO,)), {})], {ONE: "outdated", TWO: "outdated"}),
        ([(((ONE,), (THREE, TWO)), {TWO: MERGED}), (ALL, {})], {ONE: "reviewed", TWO: "reviewed", THREE: "outdated"}),
        # The one with the words changes, and is written anew without it.
        (
            [((ONE_CHANGED, TWO, THREE), {ONE_CHANGED: "Une marche."}), ((ONE_CHANGED, TWO, THREE), {})],
            {ONE_CHANGED: "reviewed", TWO: "outdated"},
        ),
        (
            [((ONE_CHANGED, TWO, THREE), {ONE_CHANGED: "Les deux.", TWO: MERGED}), ((ONE_CHANGED, THREE), {})],
            {ONE_CHANGED: "outdated"},
        ),
        # The one with the words stands a second time, without it: a person has seen that.
        ([((ALL, (THREE, ONE)), {ONE: "Les deux."}), ((ALL, (THREE, ONE)), {})], {ONE: "reviewed", TWO: "reviewed"}),
        # What stands behind the one with the words is accepted, and goes when the right one comes back.
        (
            [((ONE, NEW, THREE), {}), ((ONE, NEW, THREE), {NEW: MERGED}), ((ONE, NEW, THREE), {})],
            {ONE: "outdated", NEW: "reviewed"},
        ),
        ([((ONE, NEW, THREE), {}), ((ONE, NEW, THREE), {NEW: MERGED}), (ALL, {})], {ONE: "reviewed", TWO: "reviewed"}),
        # Another one comes between them, takes it, and goes again.
        (
            [((ONE, NEW, TWO), {}), ((ONE, NEW, TWO), {NEW: "Il a plu.", TWO: MERGED}), ((ONE, NEW, TWO), {})],
            {ONE: "outdated", NEW: "reviewed", TWO: "reviewed"},
        ),
        (
            [((ONE, NEW, TWO), {ONE: "Une marche.", NEW: "Il a plu.", TWO: MERGED}), ((ONE, TWO), {})],
            {ONE: "reviewed", TWO: "outdated"},
        ),
    ],
)
def test_a_merged_sentence_is_reviewed_only_with_words_it_was_accepted_beside(
    rounds: list[tuple[tuple[str, ...] | tuple[tuple[str, ...], ...], dict[str, str]]], expected: dict[str, str]
) -> None:
    content = first("fr", TEXTS["fr"], MERGED, "Trois.")
    for sources, translations in rounds:
        paragraphs = [one if isinstance(one, tuple) else sources for one in sources]
        paragraphs = list(dict.fromkeys(paragraphs))
        content = brought_up(content, *paragraphs)
        assert brought_up(content, *paragraphs) == content
        content = accepted(content, translations)
    assert complaints(content) == ""
    assert {source: states(content)[source] for source in expected} == expected


def test_one_that_is_merged_in_two_places_is_looked_at_again_for_each() -> None:
    pages = (ONE, TWO), (THREE, TWO)
    before = accepted(brought_up(first("fr", TEXTS["fr"], MERGED, "Trois."), *pages), {TWO: MERGED})
    before = brought_up(before, *pages)
    assert set(states(before).values()) == {"reviewed"}
    changed = THREE.replace("ceasefire", "ceasefire now")
    after = brought_up(before, (ONE, TWO), (changed, TWO))
    assert states(after) == {ONE: "reviewed", TWO: "outdated", changed: "outdated"}
    assert brought_up(after, (ONE, TWO), (changed, TWO)) == after
    assert states(brought_up(after, (ONE,), (changed,)))[ONE] == "outdated"
    assert brought_up(after, *pages) == before


def test_one_that_is_doubted_already_is_left_as_it_is() -> None:
    doubted = first("fr", "Les trois.", MERGED, MERGED).replace(b'msgid "Another', b'#, fuzzy\nmsgid "Another', 1)
    after = brought_up(doubted, (ONE, TWO))
    assert (states(after), why(of(after, TWO))) == ({ONE: "outdated", TWO: "draft"}, "")
    assert brought_up(after, ALL) == doubted


@pytest.mark.parametrize("sources", [(ONE, THREE), (TWO, THREE), (THREE,)])
def test_a_program_that_loses_the_previous_sources_of_what_is_gone_does_no_harm(sources: tuple[str, ...]) -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    after = brought_up(before, sources)
    saved = b"\n".join(line for line in after.split(b"\n") if not line.startswith(b"#~|"))
    assert saved != after
    assert brought_up(saved, ALL) == before


def test_a_merged_sentence_whose_place_was_not_known_is_left_as_it_is() -> None:
    before = first("fr", TEXTS["fr"], MERGED, "Trois.")
    placeless = b"\n".join(line for line in before.split(b"\n") if not line.startswith(b"#."))
    assert set(states(brought_up(placeless, (THREE, TWO), (ONE,))).values()) == {"reviewed"}


def test_a_merged_sentence_that_was_obsolete_without_a_mark_is_not_trusted() -> None:
    content = brought_up(first("fr", TEXTS["fr"], MERGED, "Trois."), (THREE,))
    unmarked = b"\n".join(line for line in content.split(b"\n") if not line.startswith((b"# T", b"#, f", b"#~|")))
    after = brought_up(unmarked, ALL)
    assert (states(after)[TWO], why(of(after, TWO))) == ("outdated", f"{_OF} was replaced")
    assert brought_up(after, ALL) == after
    assert brought_up(after, (THREE,)) == unmarked


def test_what_a_person_has_accepted_stays_accepted() -> None:
    after = brought_up(first("fr", TEXTS["fr"], MERGED, "Trois."), (ONE, THREE))
    lines = [line for line in after.split(b"\n") if not line.startswith((b"#, fuzzy", b"#|"))]
    accepted = b"\n".join(lines).replace(b", une autre \xc3\xa0 Osaka mardi", b"")
    again = brought_up(accepted, (ONE, THREE))
    assert (state_of(of(again, ONE)), of(again, ONE).comments) == (State.REVIEWED, ())
    assert brought_up(again, (ONE, THREE)) == again


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("fr", "Une marche[^1] et une autre[^2].", "Une marche[^2] et une autre[^3]."),
        ("fr", "Une autre[^2] et une marche[^1].", "Une autre[^3] et une marche[^2]."),
        ("ja", "東京[^1]と大阪[^2]で。", "東京[^2]と大阪[^3]で。"),
    ],
)
def test_the_notes_of_the_merged_sentence_are_renumbered_with_it(tag: str, text: str, expected: str) -> None:
    one, two = f"{ONE}[^1]", f"{TWO}[^2]"
    before = first(tag, text, MERGED, "Trois.", sources=(one, two, THREE))
    new = (f"{ONE}[^2]", f"{TWO}[^3]")
    after = brought_up(before, (f"{NEW}[^1]", *new, THREE), tag=tag)
    assert of(after, new[0]).translation == expected
    assert {states(after)[source] for source in (*new, THREE)} == {"reviewed"}
    assert brought_up(after, (f"{NEW}[^1]", *new, THREE), tag=tag) == after
    assert brought_up(after, (one, two, THREE), tag=tag) == before


def test_notes_that_belong_to_no_merged_sentence_are_not_renumbered() -> None:
    one, two = f"{ONE}[^1]", f"{TWO}[^2]"
    text = "Une marche[^1] et une autre[^7]."
    after = brought_up(first("fr", text, MERGED, sources=(one, two)), (f"{NEW}[^1]", f"{ONE}[^2]", f"{TWO}[^3]"))
    assert (of(after, f"{ONE}[^2]").translation, states(after)[f"{ONE}[^2]"]) == (text, "outdated")


class Witnessed(History[Manuscript]):
    """A history that knows beside which words people, or machines, have seen each sentence that was merged."""

    def __init__(self, first: Manuscript) -> None:
        super().__init__(first)
        self.seen: set[Stand] = set()

    def act(self, act: Act) -> None:
        before = {entry.key: (entry.translation, entry.is_fuzzy) for entry in self.catalogue.live}
        super().act(act)
        touched = {
            entry.key for entry in self.catalogue.live if before.get(entry.key) != (entry.translation, entry.is_fuzzy)
        }
        for merged, owner in stands(self.catalogue):
            if merged.key in touched or (owner and owner.key in touched):
                self.seen.add(stand(merged, owner))

    def update(self) -> None:
        super().update()
        for merged, owner in stands(self.catalogue):
            assert (owner and state_of(owner) is State.DRAFT) or stand(merged, owner) in self.seen, "merged unseen"


Stand = tuple[str, ...]


def stand(merged: Entry, owner: Entry | None) -> Stand:
    """What is merged, and into which words; a full stop too many makes no other sentence."""
    sources = (min(corrected(plainest(one.source)), key=len) if one else "" for one in (merged, owner))
    return *sources, unnumbered(owner.translation) if owner else ""


def stands(catalogue: Catalogue) -> Iterator[tuple[Entry, Entry | None]]:
    """Every reviewed `∅` at each of its places, and the entry in whose translation its sentence must be."""
    paragraphs: dict[str, dict[int, Entry]] = {}
    for entry in catalogue.live:
        for role in entry.roles:
            paragraph, _, number = role.partition(", sentence ")
            paragraphs.setdefault(paragraph, {})[int(number or 1)] = entry
    for paragraph in paragraphs.values():
        row = [paragraph[number] for number in sorted(paragraph)]
        owner = next((entry for entry in row if entry.translation not in ("", MERGED)), None)
        for entry in row:
            if entry.translation not in ("", MERGED):
                owner = entry
            elif state_of(entry) is State.REVIEWED:
                yield entry, owner


merges = st.builds(Act, st.just("merge"), st.integers(0, 12))
rounds = st.tuples(
    st.lists(st.one_of(merges, acts), max_size=3),
    st.lists(st.one_of(edits(), st.integers(1, 4)), min_size=1, max_size=2),
)


def run(article: Witnessed, steps: Iterable[Act | Edit | int]) -> None:
    for step in steps:
        match step:
            case Act():
                article.act(step)
            case Edit():
                article.versions.append(edited(article.version, step))
            case int():
                article.revert(step)


def keeps_merged_ones_where_they_were_seen(
    manuscript: Manuscript, merged: list[Act], steps: list[tuple[list[Act], list[Edit | int]]]
) -> None:
    article = Witnessed(manuscript)
    run(article, [*merged, Act("translate all")])
    for done, changes in steps:
        run(article, [*done, *changes])
        article.update()
    article.update()


some_merges = st.lists(merges, min_size=1, max_size=4)
some_rounds = st.lists(rounds, min_size=1, max_size=5)


@settings(max_examples=50, phases=PHASES)
@given(manuscripts(), some_merges, some_rounds)
def test_no_merged_sentence_is_reviewed_but_beside_words_with_which_people_have_seen_it(
    manuscript: Manuscript, merged: list[Act], steps: list[tuple[list[Act], list[Edit | int]]]
) -> None:
    keeps_merged_ones_where_they_were_seen(manuscript, merged, steps)


@pytest.mark.soak
@settings(max_examples=5_000, phases=PHASES)
@given(manuscripts(), some_merges, some_rounds)
def test_for_long_no_merged_sentence_is_reviewed_but_beside_such_words(
    manuscript: Manuscript, merged: list[Act], steps: list[tuple[list[Act], list[Edit | int]]]
) -> None:
    keeps_merged_ones_where_they_were_seen(manuscript, merged, steps)


@settings(max_examples=50, phases=PHASES)
@given(
    manuscripts(),
    some_merges,
    st.lists(st.lists(edits(), min_size=1, max_size=2), min_size=1, max_size=3),
)
def test_whatever_editors_do_and_undo_the_merged_ones_are_as_they_were(
    manuscript: Manuscript, merged: list[Act], changes: list[list[Edit]]
) -> None:
    sources = [segment.source for segment in manuscript.segments]
    # One that stands twice is remembered with the place where it still is.
    assume(len(sources) == len(set(sources)))
    article = Witnessed(manuscript)
    run(article, [*merged, Act("translate all")])
    article.update()
    first = {entry.key: (entry.translation, entry.flags, entry.previous) for entry in article.catalogue.live}
    for several in changes:
        run(article, several)
        article.update()
    article.versions.append(manuscript)
    article.update()
    assert {entry.key: (entry.translation, entry.flags, entry.previous) for entry in article.catalogue.live} == first


def test_one_that_waits_among_others_that_are_accepted_goes_on_waiting() -> None:
    """Of two that say the same, the wrong one may get the other's words; whoever accepts the last has not seen all."""
    article = Witnessed(
        Manuscript(
            (
                ("People people",),
                ("People people people.", "People people never people.", "People people.", "People march."),
            )
        )
    )
    run(article, [Act("merge", 3), Act("merge", 4), Act("translate all")])
    run(article, [Edit("drop a negation", words="People people."), Edit("add note", words="People people.")])
    article.update()
    run(article, [Act("review", 4), 1])
    article.update()
    found = {entry.source: state_of(entry) for entry in article.catalogue.live if entry.translation == MERGED}
    assert found == {"People people.": State.OUTDATED, "People march.": State.REVIEWED}
