"""Which old entry a changed sentence gets its translation from: the best pairing of all, and of equals the nearest."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.catalogue.assignment import assignment
from publish.catalogue.nearest import Index, Vocabulary
from publish.catalogue.pairing import Candidate, Pairing, Wanted, paired

UNIONS = "Many trade unions have signed calls for a ceasefire in the capital."
STUDENTS = "Students and school students are walking out of classes to protest."
BOTH = f"{UNIONS[:-1]}, and {STUDENTS[0].lower()}{STUDENTS[1:]}"
RIGHT = "Nobody in the government has ever answered the letter of the families."
ALL_THREE = f"{BOTH[:-1]}, while {RIGHT[0].lower()}{RIGHT[1:]}"
OTHER = "Meetings are taking place with women from Cyprus and Lebanon."


def pairing(
    wanted: Sequence[str | tuple[str, int] | tuple[str, int, int]],
    old: Mapping[int, str],
    obsolete: Mapping[int, str] | None = None,
    language: str = "en",
) -> Pairing:
    """The pairing by positions in the old catalogue, which are the candidates' numbers here too."""
    candidates = [
        *(Candidate((source,), position) for position, source in old.items()),
        *(Candidate((source,), position, obsolete=True) for position, source in (obsolete or {}).items()),
    ]
    found = paired([Wanted(*((item, -1) if isinstance(item, str) else item)) for item in wanted], candidates, language)
    position = [candidate.position for candidate in candidates]
    return Pairing(
        {index: position[number] for index, number in found.changed.items()},
        {index: position[number] for index, number in found.parts.items()},
        {index: tuple(position[number] for number in numbers) for index, numbers in found.joined.items()},
    )


def changed(*pairs: tuple[int, int]) -> Pairing:
    return Pairing(dict(pairs))


@pytest.mark.parametrize(
    ("wanted", "old", "expected"),
    [
        pytest.param([UNIONS], {}, Pairing(), id="nothing to offer"),
        pytest.param([], {0: UNIONS}, Pairing(), id="nothing wanted"),
        pytest.param(["Many unions have signed the call for a ceasefire."], {0: UNIONS}, changed((0, 0)), id="edited"),
        pytest.param([UNIONS], {0: STUDENTS, 1: OTHER}, Pairing(), id="unrelated"),
        pytest.param(["Sources"], {0: "Source"}, changed((0, 0)), id="a single word"),
        pytest.param(["Unions"], {0: "Classes"}, Pairing(), id="another single word"),
        pytest.param(["…"], {0: "* * *"}, Pairing(), id="no words at all"),
        pytest.param([BOTH], {0: UNIONS}, changed((0, 0)), id="lengthened"),
        pytest.param([UNIONS], {0: BOTH}, changed((0, 0)), id="shortened"),
        pytest.param(
            [(UNIONS.replace("Many", "Some"), 900)], {0: STUDENTS, 7: UNIONS}, changed((0, 7)), id="moved and edited"
        ),
        pytest.param(
            # First come would give the first what is the second's.
            [("The unions call for peace in Gaza now", -1), ("The unions call for peace in Gaza", -1)],
            {0: "All unions call for peace in Gaza at last", 1: "Our unions call for peace in Gaza"},
            changed((0, 0), (1, 1)),
            id="the best for all",
        ),
        pytest.param(
            [("See the note above it", 4), ("See the note above this", 0)],
            {1: "See the note above", 5: "See the note above her"},
            changed((0, 5), (1, 1)),
            id="near-equal: each in its place",
        ),
        pytest.param(
            ["25,000 marched through the town on Sunday"],
            {0: "20,000 marched through the town on Sunday", 1: "25,000 marched through the city on Sunday"},
            changed((0, 1)),
            id="the number decides",
        ),
        pytest.param(
            # The sentence that follows a moved paragraph: only what comes after it says where it stood.
            [("They signed it with hope", 40, 3)],
            {2: "We sign it in hope", 30: "They left it"},
            changed((0, 2)),
            id="after a moved paragraph",
        ),
    ],
)
def test_changed(
    wanted: list[str | tuple[str, int] | tuple[str, int, int]], old: dict[int, str], expected: Pairing
) -> None:
    assert pairing(wanted, old) == expected


@pytest.mark.parametrize(
    ("wanted", "old", "expected"),
    [
        pytest.param([UNIONS, STUDENTS], {0: BOTH}, Pairing(parts={0: 0, 1: 0}), id="split"),
        pytest.param([UNIONS, STUDENTS, RIGHT], {0: ALL_THREE}, Pairing(parts={0: 0, 1: 0, 2: 0}), id="in three"),
        pytest.param([BOTH], {0: UNIONS, 1: STUDENTS}, Pairing(joined={0: (0, 1)}), id="joined"),
        pytest.param(
            [ALL_THREE], {4: UNIONS, 5: STUDENTS, 6: RIGHT}, Pairing(joined={0: (4, 5, 6)}), id="three joined"
        ),
        pytest.param([(UNIONS, 90), (STUDENTS, 90)], {3: BOTH}, Pairing(parts={0: 3, 1: 3}), id="moved and split"),
        pytest.param([(BOTH, 90)], {2: UNIONS, 3: STUDENTS}, Pairing(joined={0: (2, 3)}), id="moved and joined"),
        pytest.param(
            [UNIONS.replace("Many", "Some"), STUDENTS.replace("walking", "running")],
            {0: BOTH},
            Pairing(parts={0: 0, 1: 0}),
            id="split and edited",
        ),
        pytest.param([UNIONS, OTHER], {0: BOTH}, changed((0, 0)), id="shortened, and another inserted"),
        pytest.param([BOTH], {0: UNIONS, 1: OTHER}, changed((0, 0)), id="lengthened, and another removed"),
        pytest.param(
            [UNIONS, STUDENTS], {0: BOTH, 1: STUDENTS + "!"}, changed((0, 0), (1, 1)), id="the half is another's"
        ),
        pytest.param([(UNIONS, 0), (STUDENTS, 7)], {1: BOTH}, changed((0, 1)), id="kept sentences stand between"),
        pytest.param([BOTH], {0: UNIONS, 2: STUDENTS}, changed((0, 0)), id="they did not stand together"),
    ],
)
def test_split_and_joined(wanted: list[str | tuple[str, int]], old: dict[int, str], expected: Pairing) -> None:
    assert pairing(wanted, old) == expected


def test_obsolete_entries_come_last_among_equals() -> None:
    new = "Many unions have signed calls for a ceasefire in the capital."
    assert pairing([(new, 50)], {7: UNIONS}, {90: UNIONS}) == changed((0, 7))
    assert pairing([(new, 50)], {7: STUDENTS}, {90: UNIONS}) == changed((0, 90))


def test_an_outdated_entry_is_found_by_either_source() -> None:
    candidate = Candidate((OTHER, UNIONS), 0)
    assert paired([Wanted(UNIONS.replace("Many", "Some"), -1)], [candidate]).changed == {0: 0}
    assert paired([Wanted(OTHER.replace("women", "people"), -1)], [candidate]).changed == {0: 0}


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "ja",
            "しかし、これらの抗議行動はかなり限られたものにとどまっている。",
            "だが、これらの抗議行動は限られている。",
        ),
        (
            "fr",
            "L’offensive d’Israël a déclenché une révolte mondiale.",
            "L’offensive a déclenché une révolte inédite.",
        ),
        ("th", "การประท้วงเกิดขึ้นในหลายประเทศทั่วโลก", "การประท้วงเกิดขึ้นในหลายประเทศ"),
        ("ru", "Студенты покидают занятия в знак протеста.", "Студенты покидали занятия в знак протеста."),
    ],
)
def test_sources_in_any_language(language: str, old: str, new: str) -> None:
    assert pairing([new], {0: old}, language=language) == changed((0, 0))


@pytest.mark.parametrize("shift", [0, 3, 40])
def test_of_sentences_that_look_the_same_all_keep_their_order(shift: int) -> None:
    old = {number: f"Photo number {number} here" for number in range(200)}
    inserted = [f"Quite another thing, the {number}th" for number in range(shift)]
    found = pairing([*inserted, *(f"Picture number {number} here" for number in range(200))], old)
    assert found == changed(*((number + shift, number) for number in range(200)))


def test_an_article_edited_throughout() -> None:
    chance = random.Random(1)
    words = ["unions", "students", "peace", "march", "call", "for", "letter", "city", "people", "never", "war", "with"]
    sentences = [" ".join(chance.choices(words, k=chance.randint(8, 20))) for _ in range(300)]
    edited = [f"{text.rpartition(' ')[0]} at last" for text in sentences]
    del edited[100:110]
    edited[50:50] = [f"{number} altogether new remarks about gardens, number {number}" for number in range(20)]
    found = pairing(edited, dict(enumerate(sentences)))
    right = {number: number for number in range(50)}
    right.update({number: number - 20 for number in range(70, 120)})
    right.update({number: number - 10 for number in range(120, 310)})
    assert found == Pairing(right)


_SOURCES = st.lists(st.text("ab c.1A", max_size=12) | st.sampled_from([UNIONS, STUDENTS, BOTH, RIGHT]), max_size=8)


@given(_SOURCES, _SOURCES, st.data())
def test_every_pairing_is_one(new: list[str], old: list[str], data: st.DataObject) -> None:
    places = st.integers(-1, 12)
    wanted = [Wanted(text, data.draw(places), data.draw(st.none() | places)) for text in new]
    candidates = [Candidate((text,), number, data.draw(st.booleans())) for number, text in enumerate(old)]
    found = paired(wanted, candidates)
    assert found == paired(wanted, candidates)
    segments = [*found.changed, *found.parts, *found.joined]
    assert len(segments) == len(set(segments))
    assert set(segments) <= set(range(len(new)))
    split = set(found.parts.values())
    entries = [*found.changed.values(), *split, *(number for numbers in found.joined.values() for number in numbers)]
    assert len(entries) == len(set(entries))
    assert set(entries) <= set(range(len(old)))
    assert all(len(numbers) > 1 for numbers in found.joined.values())
    assert all(list(found.parts.values()).count(number) > 1 for number in split)


def best_sum(offers: Sequence[Mapping[int, int]], taken: frozenset[int] = frozenset()) -> int:
    if not offers:
        return 0
    first, *others = offers
    values = [value + best_sum(others, taken | {thing}) for thing, value in first.items() if thing not in taken]
    return max([best_sum(others, taken), *values])


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(-2, 9), max_size=5), max_size=5))
def test_the_assignment_is_the_best(offers: list[dict[int, int]]) -> None:
    found = assignment(offers)
    assert len(set(found.values())) == len(found)
    assert sum(offers[taker][thing] for taker, thing in found.items()) == best_sum(offers)


def test_what_is_left_when_the_work_is_used_up_is_assigned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.catalogue.assignment._STEPS_AT_LEAST", 0)
    monkeypatch.setattr("publish.catalogue.assignment._STEPS_PER_OFFER", 0)
    assert assignment([{0: 3, 1: 2}, {0: 3}, {0: 1, 1: 1}]) == {0: 0, 2: 1}


@pytest.mark.parametrize("copies", [1, 3_000])
def test_the_nearest_is_found_among_many(copies: int) -> None:
    vocabulary = Vocabulary()
    texts = [vocabulary.words(f"the same words in every one of them {number}") for number in range(copies)]
    texts.append(vocabulary.words("the same words in every one of them and zebras"))
    found = Index(texts).nearest(vocabulary.words("the words in one of them about zebras"))
    assert found[0] == copies
