"""What empty entries are filled with, what is offered where nothing fits, and that a second look changes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.entry import Catalogue, Entry
from publish.catalogue.former import CHANGED, step, without_steps
from publish.catalogue.matches import is_match, match_comment
from publish.catalogue.origin import origin_comment, origin_of, text_hash, untouched, with_draft
from publish.catalogue.store import save
from publish.memory import building, cache
from publish.memory.filling import filled_from_memory
from publish.memory.pairs import Pair, Standing, pair_of
from publish.memory.search import Memory, Rank
from publish.memory.tmx import read
from publish.memory.tmx_writing import append, write

HEADER = Entry("", "Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
FUZZY = ("fuzzy",)


def memory_of(
    folder: Path,
    catalogues: Mapping[str, list[Entry]],
    left_behind: Mapping[str, list[Entry]] = MappingProxyType({}),
    exchanged: Sequence[Pair] = (),
) -> Memory:
    """A memory of these catalogues, those left behind by articles, and a TMX file; without a file of its own."""
    paths = []
    for rank, some in ((Rank.ARTICLE, catalogues), (Rank.LEFT_BEHIND, left_behind)):
        for name, entries in some.items():
            path = folder / f"{name}.po"
            save(path, Catalogue((HEADER, *entries), file=name))
            paths.append(building.Origin(path, f"{name}.po", name, rank))
    path = folder / "fr.tmx"
    if append(path, exchanged, "en", "fr"):
        paths.append(building.Origin(path, "fr.tmx", "fr.tmx", Rank.TMX))
    opened = cache.opened(folder / "memory.sqlite", "memory.sqlite", in_memory=True)
    built = building.bring_up_to_date(opened, "fr", "en", paths)
    assert built.findings == []
    return Memory(opened.connection, built.locale)


def memory_of_pairs(folder: Path, pairs: list[Pair], imported: list[Pair]) -> Memory:
    """A memory of a TMX file with these pairs of our own, and those from another publication's file, theirs.tmx."""
    ours = folder / "fr.tmx"
    append(ours, pairs, "en", "fr")
    theirs = folder / "theirs.tmx"
    write(theirs, imported, "en", "fr")
    append(ours, read(theirs, "en", "fr"), "en", "fr")
    opened = cache.opened(folder / "memory.sqlite", "memory.sqlite")
    built = building.bring_up_to_date(opened, "fr", "en", [building.Origin(ours, "fr.tmx", "fr.tmx", Rank.TMX)])
    assert built.findings == []
    return Memory(opened.connection, built.locale)


def filled(memory: Memory, *sources: str | Entry, trust_context: bool = False) -> tuple[Entry, ...]:
    entries = [item if isinstance(item, Entry) else Entry(item) for item in sources]
    catalogue = Catalogue((HEADER, *entries))
    once = filled_from_memory(catalogue, memory, trust_context=trust_context)
    assert filled_from_memory(once, memory, trust_context=trust_context) == once
    return once.live


REVIEWED = Entry("Peace now.", "La paix maintenant.")


def test_a_reviewed_translation_becomes_a_draft_that_names_its_origin(tmp_path: Path) -> None:
    (entry,) = filled(memory_of(tmp_path, {"old": [REVIEWED]}), "Peace now.")
    assert (entry.translation, entry.flags) == ("La paix maintenant.", FUZZY)
    origin = untouched(entry)
    assert origin is not None
    assert (origin.words, origin.engine) == ("reviewed translation of the same sentence in old", "")


@pytest.mark.parametrize(
    ("source", "translation", "words"),
    [
        (
            "So they say.[^2]",
            "Disent-ils[^2].",
            "reviewed translation of the same sentence in old, but for note 4 is now 2",
        ),
        ("So they say.[^4] ", "", ""),
        (
            "They say “so”.",
            "Ils disent « ainsi ».",
            "reviewed translation of the same sentence in old, but for quotation marks",
        ),
        ("They say.[^7]", "", ""),
        ("So they say.", "", ""),
    ],
)
def test_the_same_sentence_with_other_note_numbers_or_signs_is_a_draft(
    source: str, translation: str, words: str, tmp_path: Path
) -> None:
    """But not where the translation has other markers than its source."""
    old = [
        Entry("So they say.[^4]", "Disent-ils[^4]."),
        Entry('They say "so".', "Ils disent « ainsi »."),
        Entry("They say.[^5]", "Disent-ils."),
    ]
    (entry,) = filled(memory_of(tmp_path, {"old": old}), source, trust_context=True)
    origin = untouched(entry)
    assert (entry.translation, origin.words if origin else "") == (translation, words)


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (
            Entry("Peace now.", "La paix, vite", flags=FUZZY),
            "half-done work stays half done, with no origin but its own",
        ),
        (
            Entry("Peace now.", "La paix, vite", flags=FUZZY, comments=("Better?", origin_comment("argos", "La paix"))),
            "a changed draft keeps its origin, so that it still shows as changed",
        ),
        (with_draft(Entry("Peace now."), "La paix", "machine draft (argos: 1)", ["a doubt"]), "a draft stays a draft"),
        (
            replace(with_draft(Entry("Peace now."), "La paix", "machine draft (argos: 1)"), obsolete=True),
            "what has left an article is remembered",
        ),
    ],
)
def test_what_nobody_has_reviewed_stays_what_it_was(kept: Entry, reason: str, tmp_path: Path) -> None:
    (entry,) = filled(memory_of(tmp_path, {"old": [kept]}), "Peace now.")
    assert entry == replace(kept, obsolete=False), reason


@pytest.mark.parametrize(
    "entry",
    [
        Entry("Peace now.", "∅"),
        Entry("Peace now.", ""),
        Entry("Peace now.", "La paix", plural="Peaces now.", plural_translations=("Les paix",)),
    ],
)
def test_what_is_no_translation_of_a_sentence_is_not_remembered(entry: Entry, tmp_path: Path) -> None:
    assert filled(memory_of(tmp_path, {"old": [entry]}), "Peace now.") == (Entry("Peace now."),)


def test_an_outdated_translation_belongs_to_the_source_it_was_made_for(tmp_path: Path) -> None:
    old = Entry("Peace and quiet, later.", "La paix maintenant.", flags=FUZZY, previous="Peace now.")
    (entry,) = filled(memory_of(tmp_path, {"old": [old]}), "Peace now.")
    assert (entry.translation, entry.flags, entry.previous) == ("La paix maintenant.", FUZZY, "")


@pytest.mark.parametrize(("edited", "words"), [(False, "reviewed translation of the same sentence in old"), (True, "")])
def test_an_outdated_translation_that_was_reviewed_counts_so_unless_edited_since(
    edited: bool, words: str, tmp_path: Path
) -> None:
    old = Entry(
        "Peace and quiet, later.", "Paix ?" if edited else REVIEWED.translation, flags=FUZZY, previous="Peace now.",
        comments=(str(step(CHANGED, REVIEWED)),),
    )  # fmt: skip
    (entry,) = filled(memory_of(tmp_path, {"old": [old]}), "Peace now.")
    origin = origin_of(entry)
    assert (origin.words if origin else "") == words
    assert without_steps(entry.comments) == entry.comments


@pytest.mark.parametrize("text", ["La\u2028paix", "La\x85paix", "La\x7fpaix"])
def test_what_a_catalogue_cannot_hold_is_not_put_into_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "fr.tmx"
    append(path, [Pair("Peace now.", text), Pair("War.", "Guerre", comments=("fine", "a\x85b"))], "en", "fr")
    opened = cache.opened(tmp_path / "m", "m", in_memory=True)
    built = building.bring_up_to_date(opened, "fr", "en", [building.Origin(path, "fr.tmx", "fr")])
    peace, war = filled(Memory(opened.connection, built.locale), "Peace now.", "War.")
    assert peace == Entry("Peace now.")
    assert war.comments[:-1] in (("fine", "a", "b"), ("fine",))


def test_what_people_wrote_about_a_translation_goes_with_it(tmp_path: Path) -> None:
    old = replace(REVIEWED, comments=("Ask Z.", match_comment("80% elsewhere")))
    (entry,) = filled(memory_of(tmp_path, {"old": [old]}), Entry("Peace now.", comments=("In a hurry.",)))
    assert entry.comments[:2] == ("Ask Z.", "In a hurry.")
    assert [comment.partition(":")[0] for comment in entry.comments[2:]] == ["Origin"]


ORDER = [
    (
        {"a": [Entry("x", "un")], "b": [Entry("x", "deux")], "c": [Entry("x", "deux")]},
        "deux", "what was written more often",
    ),
    ({"a": [Entry("x", "un", flags=FUZZY)], "b": [Entry("x", "deux")]}, "deux", "reviewed before half-done"),
    (
        {"a": [with_draft(Entry("x"), "un", "machine draft (m: 1)")], "b": [Entry("x", "deux", flags=FUZZY)]},
        "deux", "a person before a machine",
    ),
    ({"a": [Entry("x", "un")], "b": [Entry("x", "deux")]}, "un", "first by name"),
    (
        {"a": [Entry("x", "un")], "a2": [Entry("x", "un")], "b": [Entry("before", "avant"), Entry("x", "deux")]},
        "deux", "a neighbour counts more than how often",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("catalogues", "expected", "reason"), ORDER)
def test_which_of_several_translations(
    catalogues: Mapping[str, list[Entry]], expected: str, reason: str, tmp_path: Path
) -> None:
    assert filled(memory_of(tmp_path, catalogues), "before", "x", "after")[1].translation == expected, reason


def test_the_other_reviewed_translations_are_named(tmp_path: Path) -> None:
    (entry,) = filled(memory_of(tmp_path, {"a": [Entry("x", "un")], "b": [Entry("x", "deux")]}), "x")
    assert "Machine: also reviewed, in b: “deux”" in entry.comments


@pytest.mark.parametrize(
    ("around", "trusted"),
    [
        (("before", "after"), True),
        (("before", "other"), False),
        (("other", "after"), False),
    ],
)
@pytest.mark.parametrize("trust", [True, False])
def test_the_same_neighbours_count_only_where_the_settings_say_so(
    around: tuple[str, str], trusted: bool, trust: bool, tmp_path: Path
) -> None:
    known = memory_of(tmp_path, {"old": [Entry("before", "b"), Entry("x", "un"), Entry("after", "a")]})
    entry = filled(known, around[0], "x", around[1], trust_context=trust)[1]
    assert entry.is_fuzzy is not (trusted and trust)
    assert ("between the same neighbours" in entry.comments[0]) is (trusted and trust)


@pytest.mark.parametrize("flags", [FUZZY, ()])
def test_half_done_work_is_never_trusted(flags: tuple[str, ...], tmp_path: Path) -> None:
    around = [Entry("before", "b"), Entry("x", "un", flags=flags), Entry("after", "a")]
    entry = filled(memory_of(tmp_path, {"old": around}), "before", "x", "after", trust_context=True)[1]
    assert entry.is_fuzzy is bool(flags)


NEIGHBOURS = {"before": text_hash("before"), "after": text_hash("after")}
AROUND = (Entry("before", "b"), Entry("after", "a"))


def among(*entries: Entry) -> list[Entry]:
    return [AROUND[0], *entries, AROUND[1]]


def pair(translation: str, name: str, standing: Standing = Standing.REVIEWED, **around: str) -> Pair:
    return Pair("x", translation, standing, name=name, **(around or NEIGHBOURS))


@pytest.mark.parametrize(
    ("articles", "gone", "exchanged", "expected", "trusted", "reason"),
    [
        ({"a": among(Entry("x", "un"))}, {}, [], "un", True, "as it is in an article"),
        ({"a": among(Entry("x", "un")), "b": among(Entry("x", "un"))}, {}, [], "un", True, "two agree"),
        ({"a": among(Entry("x", "un")), "b": among(Entry("x", "deux"))}, {}, [], "un", False, "two do not"),
        ({"a": among(Entry("x", "un")), "b": [Entry("x", "deux")]}, {}, [], "un", True, "no place like it"),
        ({"a": among(Entry("x", "un")), "b": among(Entry("x", "un", flags=FUZZY))}, {}, [], "un", False, "in doubt"),
        (
            {"b": among(Entry("x", "deux"))}, {"a": among(Entry("x", "un"))}, [("un", "a")],
            "deux", False, "renamed, then corrected: the former catalogue and its copy are one voice",
        ),
        ({"b": among(Entry("x", "deux"))}, {}, [("un", "a")], "deux", False, "the former catalogue is deleted"),
        (
            {"b": [Entry("other", "o"), Entry("x", "deux"), Entry("after", "a")]}, {"a": among(Entry("x", "un"))}, [],
            "un", False, "corrected, and since then a neighbour was edited",
        ),
        (
            {"b": [Entry("other", "o"), Entry("x", "deux"), Entry("after", "a")]}, {}, [("un", "a")],
            "un", False, "the same, the former catalogue is deleted",
        ),
        ({}, {}, [("un", "a"), ("deux", "a")], "deux", False, "corrected before it went: the latest is offered"),
        ({}, {"a": among(Entry("x", "un"))}, [("un", "a")], "un", True, "what went, and its copy"),
        (
            {}, {"a": among(Entry("x", "un")), "b": among(Entry("x", "un")), "c": among(Entry("x", "deux"))},
            [("deux", "c"), ("deux", "c", "Marie"), ("deux", "c", "Z.")],
            "un", False, "what is kept of one place many times is not more often",
        ),
        ({}, {}, [("un", "b"), ("deux", "a")], "deux", False, "first by name"),
        (
            {"b": among(Entry("x", "deux"))}, {"a": among(Entry("x", "un")), "c": among(Entry("x", "un"))}, [],
            "deux", False, "an article of today comes before two that are gone",
        ),
        ({"a": [Entry("x", "deux", obsolete=True)]}, {}, [("un", "a")], "deux", False, "corrected, then removed"),
        ({"a": among(Entry("x", "de\x7fux"))}, {}, [("un", "a")], "un", False, "the correction is of no use here"),
        ({"a": among(Entry("x", "deux"))}, {}, [("un", "a")], "deux", True, "what an article had before has no voice"),
        (
            {"a": [Entry("x", "deux"), *AROUND]}, {}, [("un", "a")],
            "deux", False, "not even where only that had the same neighbours",
        ),
        ({"b": [Entry("x", "deux", context="title")]}, {}, [("un", "a")], "un", True, "another role is another matter"),
    ],
)  # fmt: skip
def test_a_review_is_trusted_only_if_nobody_disagrees(
    articles: Mapping[str, list[Entry]],
    gone: Mapping[str, list[Entry]],
    exchanged: list[tuple[str, ...]],
    expected: str,
    trusted: bool,
    reason: str,
    tmp_path: Path,
) -> None:
    known = memory_of(
        tmp_path, articles, gone, [replace(pair(text, name), comments=tuple(notes)) for text, name, *notes in exchanged]
    )
    entry = filled(known, "before", "x", "after", trust_context=True)[1]
    assert (entry.translation, not entry.is_fuzzy) == (expected, trusted), reason


IMPORTED = "translation of the same sentence in the imported theirs.tmx"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (Pair("x", "un", name="march", **NEIGHBOURS), IMPORTED),
        (Pair("x", "un", Standing.UNREVIEWED, name="march", **NEIGHBOURS), f"unconfirmed {IMPORTED}"),
        (
            Pair("x", "un", Standing.MACHINE, words="reviewed translation", remarks=("also reviewed",), **NEIGHBOURS),
            "draft of the same sentence in the imported theirs.tmx",
        ),
        (Pair("x", "un", Standing.MACHINE, words="machine draft (m: 1), confidence 80%"), "machine draft (m: 1)"),
    ],
)
def test_what_was_imported_becomes_a_draft_that_says_so_and_is_never_trusted(
    pair: Pair, words: str, tmp_path: Path
) -> None:
    """Not even another publication's own export, with all its properties."""
    entry = filled(memory_of_pairs(tmp_path, [], [pair]), "before", "x", "after", trust_context=True)[1]
    origin = untouched(entry)
    assert origin is not None
    assert (entry.translation, entry.flags) == ("un", FUZZY)
    assert origin.words.startswith(words)
    assert "review" not in "".join(entry.comments)


CLAIMS = st.sampled_from(
    ["", "reviewed translation of the same sentence in march", "machine draft (m: 1), confidence 90%", "reviewed"]
)
CLAIMING = st.builds(
    Pair,
    source=st.just("x"),
    translation=st.sampled_from(["un", "deux"]),
    standing=st.sampled_from(Standing),
    name=st.sampled_from(["march", "fr.tmx"]),
    context=st.sampled_from(["", "title"]),
    before=st.sampled_from(["", "edge", NEIGHBOURS["before"]]),
    after=st.sampled_from(["", "edge", NEIGHBOURS["after"]]),
    words=CLAIMS,
    remarks=st.lists(CLAIMS.filter(bool), max_size=1).map(tuple),
    comments=st.lists(
        st.sampled_from(
            ["Marie", origin_comment("reviewed translation", "un"), match_comment("99% in march, reviewed")]
        ),
        max_size=2,
    ).map(tuple),
)


@given(st.lists(CLAIMING, min_size=1, max_size=4))
def test_nothing_a_foreign_file_claims_makes_a_review(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair]
) -> None:
    known = memory_of_pairs(tmp_path_factory.mktemp("claims"), [], pairs)
    entry = filled(known, "before", "x", "after", trust_context=True)[1]
    origin = untouched(entry)
    assert origin is not None
    if origin.engine != "m":
        assert "imported theirs.tmx" in origin.words
        assert not any("reviewed" in comment or "march" in comment for comment in entry.comments)
    assert set(entry.comments) & {"Marie"} <= {comment for pair in pairs for comment in pair.comments}


def test_what_has_left_a_catalogue_of_ours_stays_trusted(tmp_path: Path) -> None:
    known = memory_of_pairs(tmp_path, [Pair("x", "un", name="march", **NEIGHBOURS)], [])
    entry = filled(known, "before", "x", "after", trust_context=True)[1]
    assert (entry.translation, entry.flags) == ("un", ())


def test_a_sentence_that_left_two_places_is_trusted_in_both(tmp_path: Path) -> None:
    around = [("before", "after"), ("earlier", "later")]
    pairs = [Pair("x", "un", name="march", before=text_hash(one), after=text_hash(other)) for one, other in around]
    known = memory_of_pairs(tmp_path, pairs, [])
    for one, other in around:
        assert filled(known, one, "x", other, trust_context=True)[1].flags == ()


@pytest.mark.parametrize("around", [("before", "after"), ("a", "b")])
def test_what_was_reviewed_here_comes_before_what_was_imported(around: tuple[str, str], tmp_path: Path) -> None:
    ours, theirs = Pair("x", "un", name="march"), Pair("x", "deux", **NEIGHBOURS)
    known = memory_of_pairs(tmp_path, [ours], [theirs, replace(theirs, context="title")])
    entry = filled(known, around[0], "x", around[1])[1]
    origin = untouched(entry)
    assert origin is not None
    assert (entry.translation, origin.words) == ("un", "reviewed translation of the same sentence in march")
    assert "Machine: also in the imported theirs.tmx: “deux”" in entry.comments


@pytest.mark.parametrize("standing", [Standing.REVIEWED, Standing.UNREVIEWED])
def test_our_own_work_is_never_hidden_by_what_was_imported(standing: Standing, tmp_path: Path) -> None:
    """Half-done work neither: it may be an hour's."""
    ours = replace(pair("notre phrase", "march", standing, before=""), comments=("Marie: almost",))
    theirs = Pair("x", "la leur", **NEIGHBOURS)
    entry = filled(
        memory_of_pairs(tmp_path, [ours], [theirs, replace(theirs, translation="autre")]), "before", "x", "after"
    )[1]
    assert (entry.translation, entry.flags, entry.comments[0]) == ("notre phrase", FUZZY, "Marie: almost")
    assert (untouched(entry) is None) is (standing is Standing.UNREVIEWED)
    told = [re.sub(", hash [0-9a-f]+$", "", line).partition(": ")[2] for line in entry.comments[1:3]]
    assert told == [f"also in the imported theirs.tmx: “{text}”" for text in ("autre", "la leur")]
    # The line goes when the entry is reviewed; it never was a part of the translation.
    assert pair_of(entry, "march").comments == ("Marie: almost",)


def test_what_an_article_had_before_is_named_as_that(tmp_path: Path) -> None:
    known = memory_of(tmp_path, {"a": among(Entry("x", "deux"))}, exchanged=[pair("un", "a"), pair("trois", "b")])
    entry = filled(known, "x")[0]
    assert entry.comments[:2] == (
        "Machine: also formerly reviewed, in a: “un”",
        "Machine: also reviewed, in b: “trois”",
    )


def test_what_is_too_doubtful_hides_nothing_similar(tmp_path: Path) -> None:
    source, standings = "Hundreds of people marched through Tokyo.", (Standing.UNREVIEWED, Standing.MACHINE)
    ours = [Pair(source, standing.name, standing, words="m" * (standing is Standing.MACHINE)) for standing in standings]
    known = memory_of_pairs(tmp_path, ours, [Pair(source, "la leur")])
    assert {
        worst: [found.pair.translation for found in known.similar(f"{source}.", worst=worst)] for worst in Standing
    } == {
        Standing.REVIEWED: [], Standing.IMPORTED: ["la leur"],
        Standing.UNREVIEWED: ["UNREVIEWED"], Standing.MACHINE: ["UNREVIEWED"],
    }  # fmt: skip


def test_half_done_work_is_offered_before_what_was_imported_of_a_sentence_as_like(tmp_path: Path) -> None:
    source = "Hundreds of people marched through Tokyo."
    known = memory_of_pairs(
        tmp_path,
        [Pair(f"{source}b", "un", Standing.UNREVIEWED)],
        [Pair(f"{source}a", "deux"), Pair(f"{source}c", "trois")],
    )
    assert [found.pair.translation for found in known.similar(source)] == ["un", "deux", "trois"]


def test_half_done_work_is_named_beside_what_is_better(tmp_path: Path) -> None:
    known = memory_of(tmp_path, {"a": [Entry("x", "un")], "b": [Entry("x", "deux", flags=FUZZY)]})
    (entry,) = filled(known, "x")
    assert (entry.translation, entry.comments[0]) == ("un", "Machine: also begun, in b: “deux”")


def test_half_done_work_is_offered_before_what_was_imported(tmp_path: Path) -> None:
    source = "Hundreds of people marched through Tokyo."
    ours = Pair(source, "notre phrase", Standing.UNREVIEWED, name="march")
    (entry,) = filled(memory_of_pairs(tmp_path, [ours], [Pair(source, "la leur")]), source.replace("people", "workers"))
    (comment,) = entry.comments
    assert "% in march, not reviewed: “notre phrase” (" in comment


def test_half_done_work_of_our_own_comes_before_that_of_others(tmp_path: Path) -> None:
    ours, theirs = (Pair("x", text, Standing.UNREVIEWED, name="march") for text in ("un", "deux"))
    known = memory_of_pairs(tmp_path, [ours], [replace(theirs, **NEIGHBOURS)])
    entry = filled(known, "before", "x", "after")[1]
    assert (entry.translation, entry.flags) == ("un", FUZZY)
    assert entry.comments == (match_comment("also unconfirmed, in the imported theirs.tmx: “deux”"),)


def test_an_imported_translation_that_a_person_has_accepted_is_that_persons(tmp_path: Path) -> None:
    (entry,) = filled(memory_of_pairs(tmp_path, [], [Pair("x", "un")]), "x")
    (again,) = filled(memory_of(tmp_path, {"march": [replace(entry, flags=())]}), "x")
    origin = untouched(again)
    assert origin is not None
    assert origin.words == "reviewed translation of the same sentence in march"


OLD = Entry("Hundreds of people marched through Tokyo.", "Des centaines de gens ont défilé à Tokyo.")


def test_a_similar_sentence_is_shown_with_its_difference(tmp_path: Path) -> None:
    (entry,) = filled(memory_of(tmp_path, {"march": [OLD]}), "Hundreds of workers marched through Tokyo.")
    assert (entry.translation, entry.flags) == ("", ())
    (comment,) = entry.comments
    assert is_match(comment)
    score, rest = comment.removeprefix("Memory: ").split("% in march, reviewed: ")
    assert 75 <= int(score) < 100
    assert rest.startswith(
        "“Des centaines de gens ont défilé à Tokyo.” "
        "(source there: Hundreds of [-people-] {+workers+} marched through Tokyo.)"
    )


def test_a_comment_that_a_person_changed_stays_and_ours_are_renewed(tmp_path: Path) -> None:
    source = "Hundreds of workers marched through Tokyo."
    (entry,) = filled(memory_of(tmp_path, {"march": [OLD]}), source)
    edited = entry.comments[0].replace("gens", "personnes")
    outdated = match_comment("76% in gone, reviewed: “x”")
    (again,) = filled(
        memory_of(tmp_path / "2", {"march": [OLD]}),
        replace(entry, comments=("Mine.", edited, outdated, *entry.comments)),
    )
    assert again.comments == ("Mine.", edited, *entry.comments)
    (done,) = filled(memory_of(tmp_path / "3", {"new": [Entry(source, "Voilà.")]}), again)
    assert done.comments[:-1] == ("Mine.", edited)
    assert done.translation == "Voilà."


def test_nothing_with_a_translation_is_touched(tmp_path: Path) -> None:
    known = memory_of(tmp_path, {"march": [OLD, REVIEWED]})
    entries = (
        Entry("Peace now.", "Autre chose"),
        Entry("Hundreds of workers marched through Tokyo.", "x", flags=FUZZY),
        Entry("Peace, now.", "∅"),
    )
    assert filled(known, *entries) == entries


@pytest.fixture
def broken() -> Entry:
    return Entry("Hundreds of people marched\\\nthrough Tokyo.", "Des\tgens\\\nà Tokyo.")


def test_an_offer_is_one_line(broken: Entry, tmp_path: Path) -> None:
    (entry,) = filled(memory_of(tmp_path, {"march": [broken]}), "Hundreds of people walked\\\nthrough Tokyo.")
    (comment,) = entry.comments
    assert "“Des gens\\⏎à Tokyo.”" in comment
    assert comment.isprintable()


def test_the_templates_strings_come_last(tmp_path: Path) -> None:
    paths = []
    for name, text, rank in (("site", "Titre", Rank.TEMPLATES), ("story", "Intitulé", Rank.ARTICLE)):
        path = tmp_path / f"{name}.po"
        save(path, Catalogue((HEADER, Entry("Title", text)), file=name))
        paths.append(building.Origin(path, f"{name}.po", name, rank))
    opened = cache.opened(tmp_path / "m", "m", in_memory=True)
    built = building.bring_up_to_date(opened, "fr", "en", paths)
    assert [pair.name for pair in Memory(opened.connection, built.locale).exact("Title")] == ["story", "site"]
