"""What is harmless keeps the review, and nothing else does."""

from __future__ import annotations

import pytest

from publish.catalogue.carried_numbers import carried
from publish.catalogue.entry import Catalogue, Entry, state_of
from publish.catalogue.former import steps
from publish.catalogue.harmless import harmless_changes, normal_form
from publish.catalogue.origin import untouched, with_draft
from publish.catalogue.reading import parsed
from publish.catalogue.writing import written
from publish.segments import MERGED, State

from .samples import HEADER, brought_up


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("the “bridge” is", 'the "bridge" is', ["quotation marks"]),
        ("the “bridge” is", "the «bridge» is", ["quotation marks"]),
        ("the ‘bridge’ is", "the 'bridge' is", ["quotation marks"]),
        ("“in 2024”", '"in 2024"', ["quotation marks"]),
        ("it's B'Tselem", "it’s B’Tselem", ["apostrophes"]),
        ("the 1960's", "the 1960’s", ["apostrophes"]),
        ("so – they say – it is", "so — they say — it is", ["dash"]),
        ("so - they say", "so – they say", ["dash"]),
        ("Only 18% – people.", "Only 18% — people.", ["dash"]),
        ("People – 18%.", "People — 18%.", ["dash"]),
        ("In 2023 – 25,000.", "In 2023 — 25,000.", ["dash"]),
        ("see `it's` – or not", "see `it's` — or not", ["dash"]),
        ("non-violent", "non\u2011violent", ["dash"]),
        ("the “people” - they say", "the “people” — they say", ["dash"]),
        (r"see \[^1] there[^1]", r"see \[^1] there[^2]", ["note 1 is now 2"]),
        ("see `[^1]` there[^1]", "see `[^1]` there[^2]", ["note 1 is now 2"]),
        (r"a backslash \\[^1]", r"a backslash \\[^2]", ["note 1 is now 2"]),
        ("18\u00a0% of us", "18 % of us", ["space"]),
        ("two  spaces", "two\u2009spaces", ["space"]),
        ("in November..[^6]", "in November.[^6]", ["double full stop"]),
        ("One[^3], two[^4]", "One[^4], two[^5]", ["note 3 is now 4", "note 4 is now 5"]),
        ("“One” – it's[^3]", '"One" — it’s[^4]', ["apostrophes", "quotation marks", "dash", "note 3 is now 4"]),
    ],
)
def test_harmless(old: str, new: str, names: list[str]) -> None:
    assert harmless_changes(old, new) == names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("its end", "it's end"),
        ("we're here", "were here"),
        ("the workers' strike", "the workers strike"),
        ("“so they say”", "so they say"),
        ("the ‘list’", "the “list”"),
        ("say *now*", 'say "now"'),
        ('a 6" pipe', "a 6” pipe"),
        ("6' deep", "6’ deep"),
        ("d'Or", "d′Or"),
        ("minus 5 – 3", "minus 5 - 3"),
        ("x — y", "x - y"),
        ("let x — the number", "let x - the number"),
        ("people — B2B", "people - B2B"),
        ("in 2023 — people", "in 2023 - people"),
        (r"see \[^1] there", r"see \[^2] there"),
        ("see `[^1]` there", "see `[^2]` there"),
        ("see [it](#[^1]) there", "see [it](#[^2]) there"),
        ("minus 5 — 3", "minus 5 − 3"),
        ("– 5 degrees", "— 5 degrees"),
        ("−5 degrees", "-5 degrees"),
        ("-5 degrees", "–5 degrees"),
        ("2023-24", "2023–24"),
        ("1914–18", "1914—18"),
        ("Paris–London", "Paris—London"),
        ("Paris–London", "Paris-London"),
        ("re-cover", "re – cover"),
        ("so – it", "so—it"),
        ("non-violent", "non violent"),
        ("25 000 people", "25000 people"),
        ("all together", "altogether"),
        ("Really?", "Really ?"),
        ("wait...", "wait."),
        ("wait...", "wait.."),
        ("Done.", "Done.."),
        ("1..6", "1.6"),
        ("see ../file", "see ./file"),
        ("`it's`", "`it’s`"),
        ("[a](http://x.org/it's)", "[a](http://x.org/it’s)"),
        ("<http://x.org/a–b>", "<http://x.org/a—b>"),
        ("see http://x.org/it's", "see http://x.org/it’s"),
        ("One[^3], two[^3]", "One[^3], two[^4]"),
        ("One[^3], two[^4]", "One[^4], two[^4]"),
        ("One[^a]", "One[^b]"),
        ("One[^3]", "One"),
        ("One[^3] two", "One two[^3]"),
        ("Us", "US"),
    ],
)
def test_not_harmless(old: str, new: str) -> None:
    assert harmless_changes(old, new) is None


def _updated(old: Entry, *sources: str, tag: str = "fr") -> Entry:
    header = parsed(HEADER, "").entries
    catalogue = parsed(written(Catalogue((*header, old))), "fr.po")
    return brought_up(catalogue, *sources, tag=tag).live[0]


@pytest.mark.parametrize(
    ("source", "translation", "new", "expected", "state"),
    [
        ("A “list”[^3]", "Une « liste »[^3]", 'A "list"[^4]', "Une « liste »[^4]", State.REVIEWED),
        ("See[^3] and[^4]", "Voir[^4] et[^3]", "See[^4] and[^5]", "Voir[^5] et[^4]", State.REVIEWED),
        ("See[^9] or[^10]", "Voir[^9] ou[^10]", "See[^10] or[^9]", "Voir[^10] ou[^9]", State.REVIEWED),
        ("See[^3] as well", MERGED, "See[^4] as well", MERGED, State.REVIEWED),
        ("See[^3] as well", "Voir aussi", "See[^4] as well", "Voir aussi", State.OUTDATED),
        ("See[^3] as well", "Voir[^3] aussi[^5]", "See[^4] as well", "Voir[^3] aussi[^5]", State.OUTDATED),
        ("See[^3] as well", "Voir aussi[^3]", "See[^4] also, well", "Voir aussi[^4]", State.OUTDATED),
    ],
)
def test_what_becomes_of_the_translation(source: str, translation: str, new: str, expected: str, state: State) -> None:
    after = _updated(Entry(source, translation), new)
    assert (after.source, after.translation, state_of(after)) == (new, expected, state)


@pytest.mark.parametrize("text", ["é" + "a" * 20_000, "é" + "`" * 20_000, "a@" * 10_000, "[^" * 10_000])
def test_a_long_text_without_spaces_is_its_own_form(text: str) -> None:
    assert normal_form(text).replace("\x00", "").replace("\ufffc", "") == text


def test_a_mail_address_is_kept_as_it_is() -> None:
    assert harmless_changes("write to o’hara@example.org", "write to o'hara@example.org") is None


def test_an_untouched_draft_stays_one_when_its_note_is_renumbered() -> None:
    after = _updated(with_draft(Entry("See[^3]"), "Voir[^3]", "argos", ["note 3 placed by guess"]), "See[^4]")
    assert after.translation == "Voir[^4]"
    assert untouched(after) is not None
    assert any("note 3 is now 4" in comment for comment in after.comments)


def test_a_note_inserted_at_the_top_confuses_no_entries() -> None:
    old = ["Ibid.[^1]", "Something else[^2]", "Ibid.[^3]", "Ibid.[^4]"]
    new = ["New[^1]", "Ibid.[^2]", "Something else[^3]", "Ibid.[^4]", "Ibid.[^5]"]
    words = ["Là.[^1]", "Autre chose[^2]", "Ici.[^3]", "Ailleurs.[^4]"]
    header = parsed(HEADER, "").entries
    entries = [Entry(source, text) for source, text in zip(old, words, strict=True)]
    content = written(brought_up(parsed(written(Catalogue((*header, *entries))), "fr.po"), *old))
    after = brought_up(parsed(content, "fr.po"), *new)
    found = [(entry.translation, state_of(entry).value) for entry in after.live]
    assert found[1:] == [
        ("Là.[^2]", "reviewed"),
        ("Autre chose[^3]", "reviewed"),
        ("Ici.[^4]", "reviewed"),
        ("Ailleurs.[^5]", "reviewed"),
    ]
    assert written(brought_up(parsed(written(after), "fr.po"), *old)) == content


def test_notes_renumbered_again_and_again_are_remembered_once() -> None:
    sources = [f"See[^{number}] and[^{number + 1}]" for number in range(1, 6)]
    entry = Entry(sources[0], "Voir[^2] et[^1]", comments=("Marie : bien",))
    contents = [
        written(brought_up(parsed(written(Catalogue((*parsed(HEADER, "").entries, entry))), "fr.po"), sources[0]))
    ]
    for source in sources[1:]:
        contents.append(written(brought_up(parsed(contents[-1], "fr.po"), source)))
    (last,) = parsed(contents[-1], "fr.po").live
    assert (last.translation, state_of(last)) == ("Voir[^6] et[^5]", State.REVIEWED)
    assert [one.words for one in steps(last.comments)] == ["note 1 is now 5, note 2 is now 6"]
    for source, content in zip(sources, contents, strict=True):
        assert written(brought_up(parsed(contents[-1], "fr.po"), source)) == content


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "In May..[^6] 25,000 came – “so it's said”.",
            'In May.[^7] 28,000 came —\u00a0"so it’s said".',
            "note 6 is now 7, space, apostrophes, quotation marks, dash, double full stop, "
            "number 25,000 → 28,000 carried into the translation",
        ),
        (
            "In May[^6] 25,000 came – so.",
            "In May[^6] 28,000 came — so.",
            "dash, number 25,000 → 28,000 carried into the translation",
        ),
    ],
)
def test_harmless_changes_beside_a_number(old: str, new: str, words: str) -> None:
    entry = Entry(old, "En mai[^6], 25 000 sont venus.")
    after = _updated(entry, new)
    assert (after.translation.split("]")[1], state_of(after)) == (", 28 000 sont venus.", State.OUTDATED)
    assert steps(after.comments)[0].words == words
    catalogue = parsed(written(Catalogue((*parsed(HEADER, "").entries, after))), "fr.po")
    back = brought_up(catalogue, old).live[0]
    assert (back.translation, state_of(back), back.comments) == (entry.translation, State.REVIEWED, ())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Fifteen hundred people.", "Sixteen hundred people.", "number Fifteen hundred → Sixteen hundred"),
        ("By about twenty-five people.", "By about thirty people.", "number twenty-five → thirty"),
        ("About fifteen people.", "About 25 people.", "number fifteen → 25"),
        ("Of people, fifteen.", "Of people, sixteen.", "number fifteen → sixteen"),
        ("The 3rd march.", "The 4th march.", "number 3rd → 4th not carried: it is an ordinal"),
        ("The 3rd march.", "The fourth march.", "number 3rd → fourth"),
        ("It weighs 5kg.", "It weighs 6g.", "number 5kg → 6g not carried: it is part of a word"),
        ("Five people.", "5 people.", ""),
        ("Five people.", "Many people.", ""),
        ("Five people came.", "Six people went.", ""),
        ("Five of the people came.", "Six of people came.", ""),
        ("See [a](http://x/5).", "See [a](http://x/6).", ""),
    ],
)
def test_numbers_in_words_are_named(old: str, new: str, words: str) -> None:
    after = _updated(Entry(old, "Les 1 500 personnes."), new)
    assert (after.translation, state_of(after)) == ("Les 1 500 personnes.", State.OUTDATED)
    reason = "" if "not carried" in words else " not carried: it is written in words"
    assert steps(after.comments)[0].words == (f"{words}{reason}; change it by hand" if words else "")


@pytest.mark.parametrize("new", ["It ended in April.", "It ended on 9 March."])
def test_nothing_is_to_be_changed_by_hand_in_a_sentence_merged_into_its_neighbour(new: str) -> None:
    old = "It ended in March." if "April" in new else "It ended on 8 March."
    after = _updated(Entry(old, MERGED), new)
    assert (after.translation, state_of(after), after.previous) == (MERGED, State.OUTDATED, old)
    assert steps(after.comments)[0].words == ""


def test_a_note_removed_leaves_no_two_entries_with_one_key() -> None:
    old = ["Ibid.[^1]", "Ibid.[^2]", "Other[^3]"]
    header = parsed(HEADER, "").entries
    content = written(Catalogue((*header, *(Entry(source, f"x {source}") for source in old))))
    after = written(brought_up(parsed(content, "fr.po"), "Ibid.[^1]", "Other[^2]"))
    again = parsed(after, "fr.po")
    assert {entry.translation.split("[")[0] for entry in again.entries[1:]} == {"x Ibid.", "x Other"}


@pytest.mark.parametrize(
    ("tag", "old", "new", "translation", "expected"),
    [
        ("fr", "25,000 people", "28,000 people", "25\u202f000 personnes", "28\u202f000 personnes"),
        ("fr", "25,000 people", "28,000 people", "25\u00a0000 personnes", "28\u00a0000 personnes"),
        ("fr", "25,000 people", "1,250,000 people", "25 000 personnes", "1 250 000 personnes"),
        ("de", "25,000 people", "28,000 people", "25.000 Menschen", "28.000 Menschen"),
        ("es", "25,000 people", "28,000 people", "25.000 personas", "28.000 personas"),
        ("es", "4,000 people", "5,000 people", "4000 personas", "5000 personas"),
        ("ja", "1,500 people", "1,700 people", "1500人", "1700人"),
        ("fr", "In 2023", "In 2024", "En 2023", "En 2024"),
        ("fr", "18% of us", "19% of us", "18 % d’entre nous", "19 % d’entre nous"),
        ("de", "3 October", "4 October", "3. Oktober", "4. Oktober"),
        ("ja", "7 October", "8 October", "10月7日", "10月8日"),
        ("fr", "5 and 6 of us", "6 and 7 of us", "5 et 6 d’entre nous", "6 et 7 d’entre nous"),
        ("fr", "See 5[^5]", "See 6[^5]", "Voir 5[^5]", "Voir 6[^5]"),
        ("ru", "25 people", "27 people", "25 человек", "27 человек"),
    ],
)
def test_numbers_are_carried(tag: str, old: str, new: str, translation: str, expected: str) -> None:
    after = _updated(Entry(old, translation), new, tag=tag)
    assert (after.translation, state_of(after), after.previous) == (expected, State.OUTDATED, old)
    assert "carried into the translation" in after.comments[-1]


@pytest.mark.parametrize(
    ("tag", "old", "new", "translation", "reason"),
    [
        ("ja", "25,000 people", "28,000 people", "2万5000人", "in digits alone"),
        ("fr", "5 people", "6 people", "cinq personnes", "not in the translation"),
        ("fr", "5 people", "6 people", "5 personnes, oui, 5", "more than once"),
        ("fr", "5 of 5 people", "6 of 6 people", "5 personnes sur 5", "not the only"),
        ("fr", "2 October", "1 October", "2 octobre", "other words"),
        ("fr", "1 person", "2 person", "1 personne", "other words"),
        ("ru", "21 people", "25 people", "21 человек", "other words"),
        ("fr", "May 2", "May 3", "le 2e mai", "part of a word"),
        ("fr", "the 1960s", "the 1970s", "les années 1960", "more than a number"),
        ("fr", "at 3 pm", "at 4 pm", "à 15 h", "more than a number"),
        ("fr", "1.5 million", "2.5 million", "1,5 million", "more than a number"),
        ("de", "at 15:30", "at 16:30", "um 15:30 Uhr", "time or a date"),
        ("es", "25,000 people", "4,000 people", "25.000 personas", "four digits"),
        ("de", "25 people", "2,500 people", "25 Menschen", "how to write"),
        ("de", "25,000 people", "900 people", "25.000 Menschen", "how to write"),
        ("fr", "the G20", "the G21", "le G20", "part of a word"),
        ("it", "8 March", "9 March", "l’8 marzo", "part of a word"),
    ],
)
def test_numbers_are_left_alone(tag: str, old: str, new: str, translation: str, reason: str) -> None:
    after = _updated(Entry(old, translation), new, tag=tag)
    assert (after.translation, state_of(after), after.previous) == (translation, State.OUTDATED, old)
    assert "not carried" in after.comments[-1]
    assert reason in after.comments[-1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("25,000 people", "25,000 workers"),
        ("25,000 people", "25000 people"),
        ("5 people", "five people"),
        ("See[^5]", "See[^6]"),
        ("[a](http://x/5)", "[a](http://x/6)"),
    ],
)
def test_more_or_less_than_a_number(old: str, new: str) -> None:
    assert carried(old, new, "x", source="en", target="fr") is None
